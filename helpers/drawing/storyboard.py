"""Draw several steps side by side: all of one run, or one of each run."""

import math

import numpy as np

from helpers.checks import as_count
from helpers.drawing.axes import (
    as_size,
    axis_names,
    first_two_columns,
    places_of,
    printable,
    set_limits,
)
from helpers.drawing.captions import heading, one_for_each
from helpers.drawing.palette import ink_of
from helpers.drawing.points import add_means, add_points
from helpers.kmeans import as_trace

__all__ = ["contact_sheet", "storyboard"]


def storyboard(trace, *, columns=3, size=None):
    """Draw each step in a panel of its own, with the ways the means came.

    Parameters
    ----------
    trace : list of Step
    columns : int
        How many panels stand side by side.
    size : pair of int, optional
        Width and height in pixels.  Then the panels are as large as they can
        be in it, and ``columns`` follows from that.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If ``trace`` has no steps, ``columns`` is not a whole number of at
        least 1, or ``size`` is not two whole numbers from 160 to 4096.
    """
    trace = as_trace(trace)
    if size is not None:
        size = as_size(size)
        columns = _columns_for(len(trace), size)
    figure, axes = _panels(trace, columns, side=2, size=size)

    ways = np.array([first_two_columns(step.means) for step in trace])
    for seen, (ax, step) in enumerate(zip(axes, trace, strict=True), start=1):
        ax.plot(*np.moveaxis(ways[:seen], 2, 0), color=ink_of(ax), linewidth=1, zorder=2.5)
        ax.set_title(heading(step), fontsize="large")
        if step.phase == "assign":
            ax.set_xlabel(f"{step.changed} changed", fontsize="large")
    return figure


def contact_sheet(steps, titles, *, columns=4):
    """Draw steps of several runs side by side, to choose among them.

    Parameters
    ----------
    steps : list of Step
        Such as the last step of each run, all of the same points.
    titles : list of str
        What stands above each step.
    columns : int
        How many panels stand side by side.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If there are no steps, they have other points or another number of
        means than the first, there is not one title for each, or ``columns``
        is not a whole number of at least 1.
    """
    steps = as_trace(steps)
    titles = one_for_each(len(steps), "steps", titles, "titles")
    figure, axes = _panels(steps, columns, side=2.5)
    for ax, title in zip(axes, titles, strict=True):
        ax.set_title(title, fontsize="medium")
    return figure


def _columns_for(n, size):
    """Return how many of n squares stand side by side where they are largest in a box."""
    width, height = size

    def side(columns):
        return min(width / columns, height / math.ceil(n / columns))

    return max(range(1, n + 1), key=side)


def _sheet(rows, columns, side, size):
    """Return a figure with so many panels: of their side in inches, or of a size in pixels."""
    import matplotlib.pyplot as plt

    inches, look = np.multiply(side, (columns, rows)), {"layout": "constrained"}
    if size:
        look["dpi"] = np.divide(size, inches).min()  # text is as large as its panel has room
        inches = np.add(size, 0.5) / look["dpi"]  # half a pixel more, which is cut off again
    return plt.figure(figsize=inches, **look)


def _panels(steps, columns, side, size=None):
    """Draw each step in a panel, and return the figure and the panels."""
    columns = min(as_count(columns, "columns"), len(steps))
    rows = math.ceil(len(steps) / columns)
    figure = _sheet(rows, columns, side, size)
    for number, step in enumerate(steps, start=1):
        ax = figure.add_subplot(rows, columns, number, xticks=[], yticks=[])
        set_limits(ax, *places_of(steps))
        add_points(ax, step.points, step.labels, size=12)
        add_means(ax, step.means)
    x, y = axis_names(printable(steps[0].names), steps[0].points.shape[1])
    if x:
        figure.supxlabel(x, parse_math=False, fontsize="large")
        figure.supylabel(y, parse_math=False, fontsize="large")
    return figure, figure.axes[: len(steps)]
