"""Draw small grey pictures in rows."""

import math

import numpy as np

from helpers.checks import as_count, as_points
from helpers.drawing.axes import FIGURE_SIZE, as_axes
from helpers.drawing.captions import one_for_each
from helpers.drawing.palette import ink_of, tint_on

__all__ = ["plot_pictures"]


def plot_pictures(pictures, names=None, *, columns=6, ax=None):
    """Draw small grey pictures row by row, and their names above them.

    The largest number of all pictures is black and the smallest white, so
    that shades can be compared from one picture to the next.

    Parameters
    ----------
    pictures : array, shape (n, height, width)
    names : sequence, shape (n,), optional
    columns : int
        How many pictures stand side by side.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If ``pictures`` do not have three dimensions, are empty, not finite or
        not numeric, there is not one name for each, or ``columns`` is not a
        whole number of at least 1.
    """
    pictures = as_pictures(pictures)
    names = [""] * len(pictures) if names is None else names
    names = one_for_each(len(pictures), "pictures", names, "names")
    columns = as_count(columns, "columns")

    _, height, width = np.add(pictures.shape, 1)  # one pixel stays free
    inch = columns * width / FIGURE_SIZE[0]  # pixels to an inch of the page
    height += 0.2 * inch * any(names)
    size = columns * width, math.ceil(len(pictures) / columns) * height
    if ax is None:
        ax = as_axes(ax, np.divide(size, inch))
        ax.set_position([0, 0, 1, 1])
    ax.set_axis_off()

    shades = {"vmin": pictures.min(), "vmax": pictures.max()}
    for i, (picture, name) in enumerate(zip(pictures, names, strict=True)):
        row, column = divmod(i, columns)
        left, low = column * width + 0.5, (row + 1) * height - 0.5
        _add_picture(ax, picture, name, left, low, **shades)
    ax.set(xlim=(0, size[0]), ylim=(size[1], 0))
    return ax


def as_pictures(pictures):
    """Return pictures as floats, or say what is wrong with them."""
    array = np.asarray(pictures)
    if array.ndim != 3 or array.size == 0:
        raise ValueError(
            "pictures must have three dimensions: how many there are, their "
            f"height and their width; these have shape {array.shape}"
        )
    return as_points(array.reshape(len(array), -1), "pictures").reshape(array.shape)


def _add_picture(ax, picture, name, left, low, **shades):
    """Put a picture with a thin frame on the axes, and its name above it."""
    right, top = left + picture.shape[1], low - picture.shape[0]
    look = {"cmap": "gray_r", "interpolation": "nearest", "origin": "upper"}
    ax.imshow(picture, extent=(left, right, low, top), **look, **shades)
    x, y = [left, right, right, left, left], [low, low, top, top, low]
    ax.plot(x, y, color=tint_on(ax, ink_of(ax), 44 / 255)[0], linewidth=0.8)  # lightgrey on white
    ax.text((left + right) / 2, top - 0.2, name, color=ink_of(ax), ha="center", va="bottom")
