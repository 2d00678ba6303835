"""Turn pictures of one subject into a player that shows one at a time."""

import io
from base64 import b64encode
from dataclasses import dataclass
from html import escape

import numpy as np

from helpers.boards.player import Player, element, key_of
from helpers.checks import as_list

__all__ = ["picture_player"]

SMALL = 200
"""Pictures that are less wide than this are shown with sharp pixels."""


@dataclass(frozen=True, eq=False, repr=False)
class PicturePlayer(Player):
    """What :func:`picture_player` returns; it shows itself in a notebook."""

    pictures: list
    captions: list
    caption: str | None

    def sentences(self):
        """Return the sentence of each picture."""
        return self.captions

    def markup(self):
        """Return the player without its style and its script."""
        items = "".join(map(_item, self.pictures, self.captions))
        return element(
            f"<ol>{items}</ol>",
            key=key_of((self.caption, self.captions), *self.pictures),
            name=self.caption or "Pictures, one at a time",
            kind="pictures",
        )


def picture_player(pictures, captions, *, caption=None):
    """Show pictures of one subject one at a time, at the reader's own pace.

    Such as a photograph in 2, 4, 8 and more colours.  Each picture is shown
    with its sentence.  There are buttons and a slider; the left and right
    arrow keys, Home, End and the space bar work too.  Nothing moves before
    the reader asks.  Paper, and a browser that runs no script, show all
    pictures side by side.

    Parameters
    ----------
    pictures : list of array of uint8, shape (height, width, 3)
        All of the same height and width, in pixels.  A picture of at most 256
        colours takes less room on the page, and one of at most 16 still less.
    captions : list of str
        One sentence for each picture; it also stands in for the picture where
        that is not seen.
    caption : str, optional
        What to notice; also the name of the player for screen readers.

    Returns
    -------
    PicturePlayer
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If there are no pictures, one is not of whole numbers from 0 to 255 as
        uint8 or not of shape (height, width, 3), their shapes differ, or
        there is not one sentence for each.

    Examples
    --------
    >>> import numpy as np
    >>> red = np.full((4, 6, 3), [200, 0, 0], dtype=np.uint8)
    >>> picture_player([red, red // 2], ["All red.", "All dark red."])
    All red.
    All dark red.
    """
    pictures = as_colour_pictures(pictures)
    return PicturePlayer(pictures, as_sentences(captions, pictures), caption)


def as_colour_pictures(pictures):
    """Return pictures as a list of arrays, or say what is wrong with them."""
    pictures = [*map(np.asarray, as_list(pictures, "pictures"))]
    if not pictures:
        raise ValueError("there must be at least one picture; got none")
    for number, picture in enumerate(pictures):
        if picture.dtype != np.uint8:
            raise ValueError(
                "pictures must be arrays of uint8, whole numbers from 0 to "
                f"255; picture {number} has dtype {picture.dtype}"
            )
        if picture.ndim != 3 or picture.shape[2] != 3 or not picture.size:
            raise ValueError(
                "pictures must have shape (height, width, 3); picture "
                f"{number} has shape {picture.shape}"
            )
        if picture.shape != pictures[0].shape:
            raise ValueError(
                "pictures must be of the same height and width; picture "
                f"{number} has shape {picture.shape}, and the first "
                f"{pictures[0].shape}"
            )
    return pictures


def as_sentences(captions, pictures):
    """Return one sentence for each picture, or say what is wrong."""
    if isinstance(captions, str):
        captions = [captions]
    captions = as_list(captions, "captions")
    if len(captions) != len(pictures):
        raise ValueError(
            f"captions must be one for each of the {len(pictures)} pictures; "
            f"got {len(captions)}"
        )
    for number, sentence in enumerate(captions):
        if not isinstance(sentence, str) or not sentence.strip():
            raise ValueError(
                f"captions must be sentences; caption {number} is {sentence!r}"
            )
    return captions


def as_png(picture):
    """Return a picture as the bytes of a PNG, with a palette if one is enough.

    With at most 256 colours each pixel is the number of its colour: 8 bits,
    and 4, 2 or 1 where there are at most 16, 4 or 2 colours.

    Parameters
    ----------
    picture : array of uint8, shape (height, width, 3)

    Returns
    -------
    bytes
    """
    from PIL import Image  # here: `import helpers` stays quick

    codes = picture.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    colours, numbers = np.unique(codes, return_inverse=True)
    if len(colours) <= 256:
        numbers = numbers.reshape(codes.shape).astype(np.uint8)
        image = Image.fromarray(numbers).convert("P")
        palette = np.stack([colours >> 16, colours >> 8 & 255, colours & 255])
        image.putpalette(palette.T.astype(np.uint8).tobytes())
    else:
        image = Image.fromarray(picture)
    file = io.BytesIO()
    image.save(file, format="png", optimize=True)
    return file.getvalue()


def _item(picture, sentence):
    """Return a picture with its sentence; a screen reader says it once."""
    height, width, _ = picture.shape
    sharp = ' class="sp-small"' if width < SMALL else ""
    data = b64encode(as_png(picture)).decode()
    said = escape(sentence)
    return (
        f'<li><img{sharp} width="{width}" height="{height}" alt="{said}" '
        f'src="data:image/png;base64,{data}">'
        f'<span aria-hidden="true">{said}</span></li>'
    )
