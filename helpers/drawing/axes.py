"""What is drawn where: two columns, and axes with room for all of a trace."""

import numpy as np
from matplotlib import font_manager

from helpers.checks import as_count
from helpers.drawing.captions import shortened

FIGURE_SIZE = (5, 4)
"""Inches; small, so that a phone shows the text large enough."""
SIDES = {"least": 160, "most": 4096}
"""Pixels on a side of a picture."""


def as_axes(ax, size=FIGURE_SIZE):
    """Return the axes that are given, or else those of a new figure."""
    if ax is None:
        import matplotlib.pyplot as plt  # here: `import helpers` stays quick

        _, ax = plt.subplots(figsize=size, layout="constrained")
    return ax


def as_size(size):
    """Return width and height in pixels, or say what is wrong."""
    if not np.iterable(size) or len(size) != 2:
        raise ValueError(f"size must be a width and a height, such as (640, 480); got {size!r}")
    return as_count(size[0], "width", **SIDES), as_count(size[1], "height", **SIDES)


def first_two_columns(points):
    """Return the two columns that are drawn; a single one lies at height 0."""
    return np.pad(points, ((0, 0), (0, 1)))[:, :2]


def axis_names(names, d):
    r"""Return what stands at the two axes: names, and what is not drawn.

    >>> axis_names(("height", "weight", "age"), 3)
    ('height\nage is not drawn', 'weight')
    """
    x, y = (*map(shortened, names), "", "")[:2]
    if d > 2:
        third = shortened(names[2]) if names else "x2"
        left = f"{third} is" if d == 3 else f"{d - 2} columns are"
        x = f"{x}\n{left} not drawn".strip()
    return x, y


def printable(names):
    """Return names with a sign for each character that the font does not have."""
    font = font_manager.get_font(font_manager.findfont("DejaVu Sans"))
    return tuple(
        "".join(
            character if font.get_char_index(ord(character)) else "\ufffd"
            for character in " ".join(name.split())
        )
        for name in names
    )


def name_axes(ax, names, d):
    """Put names at the axes, if there are any, and say what is not drawn."""
    x, y = axis_names(printable(names), d)
    if x:
        ax.set_xlabel(x, parse_math=False)
        ax.set_ylabel(y, parse_math=False)


def places_of(trace):
    """Return all places that points and means of a trace ever take."""
    return trace[0].points, *(step.means for step in trace)


def set_limits(ax, *places):
    """Give the axes room for all places, and one scale in both directions.

    With the same scale, the nearest mean on the page is the nearest mean in
    the numbers.  Columns whose spreads differ by more than ten times are drawn
    to fill the axes instead.
    """
    low, high, alike = padded_limits(*places)
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    ax.set_aspect("equal" if alike else "auto")


def padded_limits(*places):
    """Return the corners of a box with room for all places, and its kind.

    The last value tells whether its sides are alike enough for one scale.
    """
    everything = first_two_columns(np.vstack(places))
    low, high = everything.min(axis=0), everything.max(axis=0)
    far = np.maximum(np.abs(low), np.abs(high))
    # Next to a number far from 0 nothing is as near as 1.
    margin = np.where(high > low, 0.1 * (high - low), np.maximum(1, far / 1e9))
    margin = np.maximum(margin, far / 1e15)
    low, high = low - margin, high + margin
    width, height = high - low
    return low, high, height < 10 * width < 100 * height
