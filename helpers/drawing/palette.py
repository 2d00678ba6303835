"""The colours of the course, and the shapes that go with them."""

import contextlib

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_rgb, to_rgba, to_rgba_array
from matplotlib.markers import MarkerStyle

from helpers.kmeans import UNASSIGNED

__all__ = ["BOLD", "PALE", "SHAPES"]

# All pairs but the greys, which are for points without a label.
_PAIRS = [pair for pair in range(10) if pair != 7]
BOLD = [colormaps["tab20"].colors[2 * pair] for pair in _PAIRS]
"""The colours of the means; label 9 begins again with the first, and wears its number."""
PALE = [colormaps["tab20"].colors[2 * pair + 1] for pair in _PAIRS]
"""The colours of the points, each the pale one of a bold colour's pair."""
GREY = to_rgb("lightgrey")
"""The colour of points without a label."""
SHAPES = ["o", "^", "D", "v", "P", "<", "X", ">", "p"]
"""The markers of the points, one for each pair of colours."""


KINDS = 20
"""So many labels look different: where colours come again, shapes move on by one."""


def _paired(*colours):
    """Return bold colours, and a pale one halfway to white for each."""
    bold = [to_rgb(colour) for colour in colours]
    return bold, [tuple((1 + share) / 2 for share in colour) for colour in bold]


PALETTES = {
    "course": (BOLD[:], PALE[:]),
    "okabe-ito": _paired("#e69f00", "#56b4e9", "#009e73", "#0072b2", "#cc79a7"),
    "set1": _paired("#377eb8", "#4daf4a", "#984ea3", "#ff7f00", "#a65628", "#f781bf"),
    "grey": _paired("0.45", "0.55", "0.4", "0.5", "0.6"),
}
"""Bold and pale colours to choose from, less those that cannot be read or seen on some ground.

Two are well known: one by Masataka Okabe and Kei Ito, for eyes that see fewer colours, and Cynthia
Brewer's first set.  Grey is for printers, and leaves all to the shapes.
"""


@contextlib.contextmanager
def worn(name):
    """Let the whole process draw in the colours of a palette, until it is done."""
    before = [(colours, colours[:]) for colours in (BOLD, PALE, POINT_COLOURS, POINT_SHAPES)]
    try:
        BOLD[:], PALE[:] = PALETTES[name]
        POINT_COLOURS[1:], POINT_SHAPES[1:] = _kinds()
        yield
    finally:
        for colours, old in before:
            colours[:] = old


def _kinds():
    """Return the colour and the shape of the points of each kind."""
    rounds = [divmod(kind, len(PALE)) for kind in range(KINDS)]
    shapes = [SHAPES[(first + again) % len(SHAPES)] for again, first in rounds]
    return [PALE[first] for _, first in rounds], [marker_outline(shape) for shape in shapes]


def kinds_of(labels):
    """Return where the shape and colour of each label stand in their lists."""
    return np.where(labels == UNASSIGNED, 0, labels % KINDS + 1)


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


POINT_COLOURS, POINT_SHAPES = [GREY], [marker_outline("o")]
"""The colour and the outline of points without a label, then of each kind of points."""
for _colour, _shape in zip(*_kinds(), strict=True):
    POINT_COLOURS.append(_colour)
    POINT_SHAPES.append(_shape)
