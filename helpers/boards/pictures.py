"""Turn pictures of one subject into a player that shows one at a time."""

import io
from base64 import b64encode

import numpy as np

from helpers.boards.markup import element
from helpers.boards.player import Player, key_of, player_element
from helpers.checks import as_list

__all__ = ["picture_player"]

SMALL = 200
"""Pictures that are less wide than this are shown with sharp pixels."""


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
    Player
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
    captions = as_sentences(captions, pictures)
    markup = player_element(
        element("ol", *map(_item, pictures, captions)),
        key=key_of((caption, captions), *pictures),
        name=caption or "Pictures, one at a time",
        kind="pictures",
    )
    return Player(captions, markup, {})


def as_colour_pictures(pictures):
    """Return pictures as a list of arrays, or say what is wrong with them."""
    pictures = [*map(np.asarray, as_list(pictures, "pictures"))]
    if not pictures:
        raise ValueError("there must be at least one picture; got none")
    shape = (*pictures[0].shape[:2], 3)
    for number, picture in enumerate(pictures):
        same = picture.dtype == np.uint8 and picture.shape == shape
        if not same or picture.size == 0:
            raise ValueError(
                "pictures must be arrays of uint8, all of one shape (height, "
                f"width, 3); picture {number} has dtype {picture.dtype} and "
                f"shape {picture.shape}, and the first {pictures[0].shape}"
            )
    return pictures


def as_sentences(captions, pictures):
    """Return one sentence for each picture, or say what is wrong."""
    one = isinstance(captions, str)
    captions = [captions] if one else as_list(captions, "captions")
    told = [c for c in captions if isinstance(c, str) and c.strip()]
    if not len(told) == len(captions) == len(pictures):
        raise ValueError(
            "captions must be one sentence for each of the "
            f"{len(pictures)} pictures; got {captions!r}"
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
    image = Image.fromarray(picture)
    if len(colours) <= 256:
        numbers = numbers.reshape(codes.shape).astype(np.uint8)
        image = Image.fromarray(numbers).convert("P")
        palette = colours[:, np.newaxis] >> [16, 8, 0] & 255
        image.putpalette(palette.astype(np.uint8).tobytes())
    file = io.BytesIO()
    image.save(file, format="png", optimize=True)
    return file.getvalue()


def png_address(picture):
    """Return a picture as an address that holds it."""
    return f"data:image/png;base64,{b64encode(as_png(picture)).decode()}"


def _item(picture, sentence):
    """Return a picture with its sentence; a screen reader says it once."""
    height, width, _ = picture.shape
    sharp = "sp-small" if width < SMALL else None
    size = {"width": width, "height": height}
    image = element("img", class_=sharp, **size, alt=sentence, src=png_address(picture))
    return element("li", image, element("span", sentence, aria_hidden="true"))
