"""A board on which the reader draws a small picture, and a mean reads it."""

from math import isqrt

import numpy as np

from helpers.boards.given import board, listed
from helpers.boards.markup import element
from helpers.boards.pictures import png_address
from helpers.boards.player import key_of
from helpers.checks import same_space
from helpers.drawing.captions import one_for_each
from helpers.kmeans import assign, squared_distances

__all__ = ["digit_board"]

INK = 16
"""The darkest shade that a pixel can have; white is 0."""
LARGEST = 16
"""How many pixels a side may have."""
SHOWN = 6
"""How many pictures are shown where no script runs."""


def digit_board(pictures, means, names=None, *, caption=None, code="means"):
    """Let the reader draw a picture, and read it by its nearest mean.

    The reader draws with a mouse, with a finger or with keys, in white, grey
    or black, and moves the drawing by one pixel.  The board shows which mean
    is nearest, and which comes next.  It begins with the first of the
    pictures; the others can be taken from a list.

    Where no script runs, and on paper, it shows the first pictures, and below
    each its nearest mean.

    Parameters
    ----------
    pictures : array, shape (n, d)
        The rows of each picture behind each other; d is the square of the
        number of pixels of a side, at most 16.  A pixel is a whole number
        from 0, white, to 16, black.
    means : array, shape (k, d)
        From 0 to 16.
    names : sequence, shape (k,), optional
        How each mean is read; its number, if not given.
    caption : str, optional
        What to find out; also the name of the board for screen readers.
    code : str
        What the means are called in the notebook, for the lines of Python.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        As in :func:`helpers.squared_distances`, if pixels are not such
        numbers, d is not such a square, or there is not one name for each
        mean.

    Examples
    --------
    >>> digit_board([[0, 16, 0, 16], [16, 16, 0, 0]], [[0, 15, 1, 16], [15, 15, 0, 0]], ["|", "-"])
    Picture 0 is read as |: mean 0 is nearest, at squared distance 2
    Picture 1 is read as -: mean 1 is nearest, at squared distance 2
    """
    pictures, means = same_space(pictures, means)
    side = _side(pictures.shape[1])
    _check_shades(pictures, means)
    names = range(len(means)) if names is None else names
    names = one_for_each(len(means), "means", names, "names")
    labels = assign(pictures, means)
    sentences = [*_told(pictures, means, labels, names)]
    key = key_of((caption, names, code), pictures, means)
    given = {"names": names, "code": code, "side": side, "ink": INK}
    given |= {"means": listed(means), "pictures": listed(pictures)}
    shown = _sheet(pictures[:SHOWN], means[labels[:SHOWN]], side)
    name = caption or "Draw a picture, and have it read"
    return board("digit", [shown], sentences, given, key=key, name=name)


def _side(d):
    """Return how many pixels a side has."""
    side = isqrt(d)
    if side**2 != d or not 2 <= side <= LARGEST:
        raise ValueError(
            f"pictures must be squares of 2 to {LARGEST} pixels a side, such as 64 "
            f"numbers for 8 by 8; got {d}"
        )
    return side


def _check_shades(pictures, means):
    """Refuse what is no shade of the board."""
    for name, array in ("pictures", pictures), ("means", means):
        bad = array[(array < 0) | (array > INK) | ((array % 1 != 0) & (name == "pictures"))]
        if len(bad):
            kind = "whole numbers" if name == "pictures" else "numbers"
            raise ValueError(f"{name} must hold {kind} from 0 to {INK}; got {bad[0]:g}")


def _told(pictures, means, labels, names):
    """Yield how each picture is read."""
    squares = squared_distances(pictures, means)
    for number, label in enumerate(labels):
        near = f"mean {label} is nearest, at squared distance {squares[number, label]:.4g}"
        yield f"Picture {number} is read as {names[label]}: {near}"


def _sheet(pictures, means, side):
    """Return pictures side by side, and their nearest means below them, as one image."""
    rows = [_row(pictures, side), _row(means, side)]
    shades = 255 - np.vstack(rows) * (255 / INK)
    grey = shades.round().astype(np.uint8)[..., np.newaxis].repeat(3, axis=2)
    alt = "The first pictures, and below each its nearest mean"
    return element("img", class_="sp-still sp-small", alt=alt, src=png_address(grey))


def _row(pictures, side):
    """Return pictures side by side, with a white frame around each."""
    framed = np.pad(pictures.reshape(-1, side, side), ((0, 0), (1, 1), (1, 1)))
    return np.hstack(framed)
