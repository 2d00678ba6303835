"""A board on which a photograph gets a palette: the page's, or the reader's own."""

from base64 import b64encode

import numpy as np

from helpers.boards.given import board
from helpers.boards.markup import element
from helpers.boards.pictures import as_colour_pictures, as_png
from helpers.boards.player import key_of
from helpers.checks import as_count
from helpers.kmeans import assign
from helpers.seeding import best_of

__all__ = ["ink_board"]

SAMPLE, RUNS = 2000, 5
MOST = 24
"""More inks than these no palette can show on a phone."""


def ink_board(picture, k=6, *, alt="The photograph", caption=None, code="picture"):
    """Let the reader choose a photograph and a number of inks, and keep the palette.

    K-means chooses the inks from 2,000 pixels, the best of five runs.  The
    palette stands below the picture: the code of each ink, and what share of
    the picture it paints.  A reader's own photograph is read in the browser
    and sent nowhere.  The picture and its palette can be saved as a PNG.

    Where no script runs, and on paper, it shows the picture and its inks.

    Parameters
    ----------
    picture : array of uint8, shape (height, width, 3)
        What the board begins with.
    k : int
        How many inks at first; at most 24.
    alt : str
        What the picture shows, for those who do not see it.
    caption : str, optional
        What to find out; also the name of the board for screen readers.
    code : str
        What the picture is called in the notebook, for the lines of Python.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If ``picture`` is not of whole numbers from 0 to 255 as uint8 or not of
        shape (height, width, 3), or ``k`` is not a whole number from 1 to 24,
        or more than the colours of the picture.

    Examples
    --------
    >>> import numpy as np
    >>> flag = np.array([[[255, 0, 0], [255, 255, 255]]], dtype=np.uint8)
    >>> ink_board(flag, 2)
    #ff0000: 50 %
    #ffffff: 50 %
    """
    (picture,) = as_colour_pictures([picture])
    k = as_count(k, "k", most=MOST)
    key = key_of((caption, k, alt, code), picture)
    data = f"data:image/png;base64,{b64encode(as_png(picture)).decode()}"
    height, width, _ = picture.shape
    image = element("img", class_="sp-still", alt=alt, src=data, width=width, height=height)
    # A page may keep the image in a file of its own, whose pixels no script may read from a disk.
    given = {"k": k, "alt": alt, "code": code, "shown": data}
    name = caption or "A photograph in few inks"
    return board("inks", [image], _told(picture, k), given, key=key, name=name)


def _told(picture, k):
    """Return the code of each ink, from dark to light, and what share it paints."""
    pixels = picture.reshape(-1, 3)
    rng = np.random.default_rng(1)
    sample = rng.choice(pixels, min(SAMPLE, len(pixels)), replace=False)
    inks = best_of(sample, k, runs=RUNS, rng=rng)[-1].means.round()
    inks = inks[np.argsort(inks.sum(axis=1), kind="stable")].astype(int)
    shares = np.bincount(assign(pixels, inks), minlength=k) / len(pixels)
    codes = ["#" + "".join(f"{part:02x}" for part in ink) for ink in inks]
    return [
        f"{code}: {share:.0%}".replace("%", " %") for code, share in zip(codes, shares, strict=True)
    ]
