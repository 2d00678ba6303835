"""Panels, axes and points in the units of an SVG."""

from html import escape

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator

from helpers.drawing.axes import padded_limits
from helpers.drawing.captions import shortened
from helpers.drawing.palette import POINT_COLOURS, POINT_SHAPES, kinds_of

SIDE = 600
"""Width of a panel, in the units of the SVG; a phone shows about half."""
POINT = 13
"""Width of a point, in the same units."""


def panel_limits(*places):
    """Return the corners of what a panel shows, and the panel's height."""
    low, high, alike = padded_limits(*places)
    if not alike:
        return low, high, SIDE * 3 // 4
    width, height = high - low
    shown = np.array([max(width, height), max(height, width / 2)])
    middle = (low + high) / 2
    height = round(SIDE * shown[1] / shown[0])
    return middle - shown / 2, middle + shown / 2, height


def panel_places(places, low, high, height):
    """Return where places of a box are in its panel, in whole units."""
    share = (places - low) / (high - low)
    return np.rint([0, height] + share * [SIDE, -height]).astype(int)


def frame(low, high, height, columns, key, *, ids="fa", counted="xy"):
    """Return the frame of a panel, and its axes with ticks and names.

    The frame has the first of the ids, and the axes have the second.  Only
    the axes that are counted have ticks.
    """
    names = [escape(shortened(name)) for name in (*columns, "")[:2]]
    across = _ticks(low[0], high[0]) if "x" in counted else []
    up = _ticks(low[1], high[1]) if "y" in counted else []
    x = [round(SIDE * (tick - low[0]) / (high - low)[0]) for tick in across]
    y = [round(height * (high[1] - tick) / (high - low)[1]) for tick in up]
    ticks = [f"M{place} {height}v9" for place in x]
    ticks += [f"M0 {place}h-9" for place in y]
    texts = [
        f'<text x="{place}" y="{height + 34}">{tick:.10g}</text>'
        for place, tick in zip(x, across, strict=True)
    ]
    below = height + (68 if across else 34)
    texts += [
        f'<text x="-16" y="{place + 8}" text-anchor="end">{tick:.10g}</text>'
        for place, tick in zip(y, up, strict=True)
    ]
    return (
        f'<path id="{key}{ids[0]}" class="sp-line" '
        f'd="M0 0h{SIDE}v{height}H0z"/>'
        f'<g id="{key}{ids[1]}" font-size="24" text-anchor="middle">'
        f'<path class="sp-line" d="{"".join(ticks)}"/>{"".join(texts)}'
        f'<text x="{SIDE // 2}" y="{below}">{names[0]}</text>'
        f'<text transform="translate(-84 {height // 2})rotate(-90)">'
        f"{names[1]}</text></g>"
    )


def _ticks(low, high):
    """Return a few round numbers between two ends."""
    locator = MaxNLocator(nbins=6, steps=[1, 2, 5, 10])
    ticks = locator.tick_values(low, high)
    return [tick for tick in ticks if low <= tick <= high]


def marker(kind, key, size=POINT):
    """Return the shape and colour that points of a kind wear."""
    return (
        f'<marker id="{key}m{kind}"><{_outline(kind, size)} '
        f'fill="{to_hex(POINT_COLOURS[kind])}"/></marker>'
    )


def marker_style(kinds, key):
    """Return the style by which the rules for kinds of points find markers."""
    return ";".join(f"--sp-{kind}:url(#{key}m{kind})" for kind in kinds)


def _outline(kind, size):
    """Return a point's shape; on a page y grows downwards."""
    (corners,) = POINT_SHAPES[kind].to_polygons()
    if len(corners) > 16:  # what is left of a circle
        return f'circle r="{size / 2:g}"'
    return f'path d="M{_listed((size * corners[:-1] * [1, -1]).round(1))}z"'


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
    kinds = kinds_of(labels)
    bands = spots[:, 0] // 40
    order = np.lexsort((spots[:, 1] * (-1) ** bands, bands))
    return "".join(
        f'<path class="sp-{kind}" d="{line_through(path)}"/>'
        for kind in np.unique(kinds)
        for path in [spots[order][kinds[order] == kind]]
    )
