"""Draw small grey pictures in rows."""

import math

import numpy as np

from helpers.checks import as_count, as_list, as_points
from helpers.drawing.axes import FIGURE_SIZE, as_axes
from helpers.drawing.palette import GREY, ink_of

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
    names = _as_names(names, pictures)
    columns = as_count(columns, "columns")

    _, height, width = np.add(pictures.shape, 1)  # one pixel stays free
    inch = columns * width / FIGURE_SIZE[0]  # pixels to an inch of the page
    if any(names):
        height += 0.2 * inch
    size = columns * width, math.ceil(len(pictures) / columns) * height
    if ax is None:
        ax = as_axes(ax, np.divide(size, inch))
        ax.set_position([0, 0, 1, 1])
    ax.set_axis_off()

    shades = {"vmin": pictures.min(), "vmax": pictures.max()}
    for i, (picture, name) in enumerate(zip(pictures, names, strict=True)):
        row, column = divmod(i, columns)
        left, low = column * width + 0.5, (row + 1) * height - 0.5
        _add_picture(ax, picture, left, low, **shades)
        _add_name(ax, name, left + (width - 1) / 2, low - pictures.shape[1])
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
    rows = as_points(array.reshape(len(array), -1), "pictures")
    return rows.reshape(array.shape)


def _as_names(names, pictures):
    """Return the names of pictures as they are written; empty without any."""
    names = as_list([""] * len(pictures) if names is None else names, "names")
    if len(names) != len(pictures):
        raise ValueError(
            f"names must be one for each of the {len(pictures)} pictures; got {len(names)}"
        )
    return [*map(str, names)]


def _add_picture(ax, picture, left, low, **shades):
    """Put a picture with a thin frame on the axes."""
    height, width = picture.shape
    box = np.array([left, left + width, low, low - height])
    look = {"cmap": "gray_r", "interpolation": "nearest", "origin": "upper"}
    ax.imshow(picture, extent=box, **look, **shades)
    x, y = box[[0, 1, 1, 0, 0]], box[[2, 2, 3, 3, 2]]
    ax.plot(x, y, color=GREY, linewidth=0.8)


def _add_name(ax, name, middle, top):
    """Put a name above the top of its picture."""
    place = {"ha": "center", "va": "bottom"}
    ax.text(middle, top - 0.2, name, color=ink_of(ax), **place)
