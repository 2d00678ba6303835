"""Panels, axes and points in the units of an SVG."""

from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator

from helpers.boards.markup import Markup, element
from helpers.drawing.axes import axis_names, first_two_columns, padded_limits
from helpers.drawing.numbering import beside_points
from helpers.drawing.palette import POINT_COLOURS, POINT_SHAPES, kinds_of

SIDE = 600
"""Width of a panel, in the units of the SVG; a phone shows about half."""
POINT = 13
"""Width of a point, in the same units."""


class Panel(NamedTuple):
    """The corners of what a panel shows, and how high the panel is."""

    low: np.ndarray
    high: np.ndarray
    height: int


def panel_of(*places):
    """Return a panel with room for all places."""
    low, high, alike = padded_limits(*places)
    if not alike:
        return Panel(low, high, SIDE * 3 // 4)
    width, height = high - low
    shown = np.array([max(width, height), max(height, width / 2)])
    middle = (low + high) / 2
    height = round(SIDE * shown[1] / shown[0])
    return Panel(middle - shown / 2, middle + shown / 2, height)


def spots_of(places, panel):
    """Return where places are in a panel, in whole units."""
    low, high, height = panel
    share = (first_two_columns(places) - low) / (high - low)
    return np.rint([0, height] + share * [SIDE, -height]).astype(int)


def use(name, **attributes):
    """Return a reference to what is drawn elsewhere."""
    return element("use", href=f"#{name}", **attributes)


def path(kind, d):
    """Return a path; its kind tells how the style draws it."""
    return element("path", class_=f"sp-{kind}", d=d)


def text(words, **attributes):
    """Return a text, and a space for where a reader has nothing but texts."""
    return Markup(element("text", words, **attributes) + " ")


def frame(panel, name):
    """Return the frame of a panel; its size is there to read."""
    size = {"width": SIDE, "height": panel.height}
    return element("rect", id=name, class_="sp-line", **size)


def axes(panel, columns, name, *, across=True):
    """Return the axes of a panel: their ticks and, at last, their two names.

    The axis below has ticks only if there is something to count across.
    """
    low, high, height = panel
    below = _ticks(low[0], high[0], SIDE) if across else []
    beside = _ticks(high[1], low[1], height)
    if not across:  # heights, of which none is below zero
        beside = [(y, tick) for y, tick in beside if not tick.startswith("-")]
    marks = [f"M{x} {height}v9" for x, _ in below]
    marks += [f"M0 {y}h-9" for y, _ in beside]
    texts = [text(tick, x=x, y=height + 34) for x, tick in below]
    texts += [text(t, x=-16, y=y + 8, text_anchor="end") for y, t in beside]
    x_name, y_name = axis_names(columns, len(columns))
    x_name = x_name.replace("\n", "; ")
    texts += [text(x_name, x=SIDE // 2, y=height + (68 if below else 34))]
    upwards = f"translate(-84 {height // 2})rotate(-90)"
    texts += [text(y_name, transform=upwards)]
    parts = path("line", "".join(marks)), *texts
    return element("g", *parts, id=name, font_size=24, text_anchor="middle")


def _ticks(start, end, length):
    """Return a few round numbers, and how far each is along an axis."""
    locator = MaxNLocator(nbins=6, steps=[1, 2, 5, 10])
    low, high = sorted([start, end])
    return [
        (round(length * (tick - start) / (end - start)), f"{tick:.10g}")
        for tick in locator.tick_values(low, high)
        if low <= tick <= high
    ]


def markers(labelings, key, size=POINT):
    """Return the shape and colour that each kind of points wears."""
    return [
        element("marker", _outline(kind, size), id=f"{key}m{kind}") for kind in _worn(labelings)
    ]


def marker_style(labelings, key):
    """Return the style by which the rules for kinds of points find markers."""
    worn = _worn(labelings)
    return ";".join(f"--sp-{kind}:url(#{key}m{kind})" for kind in worn)


def _worn(labelings):
    """Return the kinds of points that there are."""
    return np.unique(kinds_of(np.concatenate(labelings)))


def _outline(kind, size):
    """Return the outline of a kind of points; on a page y grows downwards."""
    (corners,) = POINT_SHAPES[kind].to_polygons()
    colour = to_hex(POINT_COLOURS[kind])
    if len(corners) > 16:  # what is left of a circle
        return element("circle", r=f"{size / 2:g}", fill=colour)
    corners = (size * corners[:-1] * [1, -1]).round(1)
    return element("path", d=f"M{_listed(corners)}z", fill=colour)


def point_numbers(spots, panel, reach, size):
    """Return the number of each point beside it, over no other number, no point and no frame."""
    right, low = SIDE, -panel.height
    frame = [(0, low, right, low), (0, 0, right, 0), (0, low, 0, 0), (right, low, right, 0)]
    boxes = beside_points(spots * [1, -1], size, reach, np.array(frame))
    places = enumerate((boxes[:, :2] * [1, -1]).tolist())
    numbers = [text(number, x=f"{x:.0f}", y=f"{y:.0f}") for number, (x, y) in places]
    return element("g", *numbers, class_="sp-number")


def line_through(corners):
    """Return a line through corners; of no length if there is only one."""
    steps = np.diff(corners, axis=0) if len(corners) > 1 else [0, 0]
    return f"M{_listed(corners[0])}l{_listed(steps)}"


def _listed(positions):
    """Return numbers as SVG lists them."""
    numbers = " ".join(f"{number:g}" for number in np.ravel(positions))
    return numbers.replace(" -", "-")  # a sign parts numbers, too


def point_paths(spots, labels):
    """Return one path for each label, with a shape at each of its corners.

    The path winds up and down through bands of points, since short steps are
    written in few digits.
    """
    bands = spots[:, 0] // 40
    order = np.lexsort((spots[:, 1] * (-1) ** bands, bands))
    spots, kinds = spots[order], kinds_of(labels)[order]
    worn = np.unique(kinds)
    return [_points_of(kind, line_through(spots[kinds == kind])) for kind in worn]


def _points_of(kind, d):
    """Return the path of one kind of points; the style has rules for the first nine alone."""
    rule = f"marker:var(--sp-{kind})" if kind > 9 else None
    return element("path", class_=f"sp-{kind}", style=rule, d=d)
