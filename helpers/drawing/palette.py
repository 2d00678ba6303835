"""The colours of the course, and the shapes that go with them."""

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_rgb, to_rgba, to_rgba_array
from matplotlib.markers import MarkerStyle

from helpers.kmeans import UNASSIGNED

__all__ = ["BOLD", "PALE", "SHAPES"]

# All pairs but the greys, which are for points without a label.
_PAIRS = [pair for pair in range(10) if pair != 7]
BOLD = [colormaps["tab20"].colors[2 * pair] for pair in _PAIRS]
"""The colours of the means; label 9 begins again with the first."""
PALE = [colormaps["tab20"].colors[2 * pair + 1] for pair in _PAIRS]
"""The colours of the points, each the pale one of a bold colour's pair."""
GREY = to_rgb("lightgrey")
"""The colour of points without a label."""
SHAPES = ["o", "^", "D", "v", "P", "<", "X", ">", "p"]
"""The markers of the points, one for each pair of colours."""


def kinds_of(labels):
    """Return where the shape and colour of each label stand in their lists."""
    return np.where(labels == UNASSIGNED, 0, labels % len(PALE) + 1)


def pale_of(labels):
    """Return the colour of a point with each label, or without one."""
    return np.array(POINT_COLOURS)[kinds_of(labels)]


def bold_of(labels):
    """Return the colour of the mean with each label."""
    return np.array(BOLD)[labels % len(BOLD)]


def ink_on(colour):
    """Return the colour of what can be read on another colour."""
    light = np.multiply(colour, [0.2126, 0.7152, 0.0722]).sum()
    return "white" if light < 0.45 else "black"


def ground_of(ax):
    """Return the colour on which the axes are drawn, seen through if clear.

    Axes that are switched off show their figure.
    """
    figure, ground = ax.figure, np.ones(3)
    for sheet in (figure.canvas.figure, figure, *[ax] * ax.axison):
        *colour, opacity = to_rgba(sheet.get_facecolor())
        ground = opacity * np.array(colour) + (1 - opacity) * ground
    return ground


def ink_of(ax):
    """Return the colour of lines and words on the axes: black, or white."""
    return ink_on(ground_of(ax))


def tint_on(ax, colours, share):
    """Return a share of each colour on the ground of the axes, one a row."""
    ground = ground_of(ax)
    return ground - share * (ground - to_rgba_array(colours)[:, :3])


def marker_outline(name):
    """Return the outline of a marker."""
    marker = MarkerStyle(name)
    return marker.get_path().transformed(marker.get_transform())


POINT_SHAPES = [marker_outline("o"), *map(marker_outline, SHAPES)]
"""The outline of points without a label, then of each label's points."""
POINT_COLOURS = [GREY, *PALE]
"""The colour of points without a label, then of each label's points."""
