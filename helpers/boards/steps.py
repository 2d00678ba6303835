"""Turn a trace into a step player: a picture that a reader steps through.

Its storyboard is one SVG with a panel for each step, and below it there is a
sentence for each.
"""

import numpy as np
from matplotlib.colors import to_hex

from helpers.boards import svg
from helpers.boards.image import as_image
from helpers.boards.markup import element
from helpers.boards.numbers import as_data
from helpers.boards.player import Player, as_columns, key_of, player_element
from helpers.drawing.axes import places_of
from helpers.drawing.captions import captions, heading
from helpers.drawing.palette import BOLD, ink_on
from helpers.kmeans import UNASSIGNED, as_trace

__all__ = ["step_player"]

SQUARE = 40
"""Width of a mean, in the units of the SVG."""
COLUMNS = 3
"""How many panels of the storyboard stand side by side."""


def step_player(trace, *, caption=None, columns=None):
    """Show a trace one step at a time, at the reader's own pace.

    Each step is shown with its sentence and with the inertia so far.  There
    are buttons and a slider; the left and right arrow keys, Home, End and the
    space bar work too.  Nothing moves before the reader asks.

    On the course's site there are links to the same run as a GIF, storyboard
    and numbers.  In a notebook :func:`helpers.save_gif` and
    :func:`helpers.storyboard` make them.

    Parameters
    ----------
    trace : list of Step
    caption : str, optional
        What to notice; also the name of the player for screen readers.
    columns : sequence of str, optional
        The names of the columns; those of the data frame that was clustered,
        or else ``x0``, ``x1`` and so on, if not given.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If ``trace`` has no steps, or ``columns`` are not as many names as the
        points have columns.

    Examples
    --------
    >>> from helpers import lloyd
    >>> step_player(lloyd([[0], [4]], [[1]]))
    Start: 1 mean, and no point has a label
    Assignment 0: 2 points changed label; inertia 10
    Update 1: the means moved to their points; inertia 10 → 8
    Assignment 1: no points changed label; inertia 8 → 8
    """
    trace = as_trace(trace)
    columns = as_columns(columns, trace[0].points, trace[0].names)
    steps = [array for step in trace for array in (step.means, step.labels)]
    key = key_of((caption, columns), trace[0].points, *steps)
    markup = player_element(
        storyboard_image(trace, columns, key),
        element("ol", *map(_sentence, trace, captions(trace))),
        key=key,
        name=caption or "K-means, step by step",
    )
    about = {"player": key, "trace": as_data(trace, columns=columns)}
    return Player(captions(trace), markup, about)


def storyboard_image(trace, columns, key, kind="sp-storyboard", *, k=None):
    """Return the storyboard of a trace as an image."""
    alt = f"Storyboard of {len(trace)} steps"
    return as_image(drawn_storyboard(trace, columns, key, k=k), alt, kind)


def _sentence(step, caption):
    """Return what a step says; the start has no inertia."""
    inertia = None if step.phase == "start" else f"{step.inertia:.6g}"
    return element("li", caption, data_inertia=inertia)


def drawn_storyboard(trace, columns, key, *, k=None):
    """Return the SVG: what all panels share, and then the panels.

    What a step has in common with one before it is drawn only once: an
    update keeps the points of the assignment, an assignment keeps the means.
    A board, which may get more means, takes the marks of k means from it.
    """
    worn = [s.labels for s in trace] if k is None else [np.arange(UNASSIGNED, k)]
    panel = svg.panel_of(*places_of(trace))
    spots, *means = (svg.spots_of(each, panel) for each in places_of(trace))
    titles = [svg.text(heading(step), y=-16) for step in trace]
    points = drawn_once(_points(trace, spots, key), f"{key}p")
    means = drawn_once(_means(means, key), f"{key}u")
    right, down, panels = svg.SIDE + 40, panel.height + 110, []
    for parts in zip(titles, points, means, strict=True):
        row, column = divmod(len(panels), COLUMNS)
        place = f"translate({column * right} {row * down + 70})"
        frame = svg.use(f"{key}f")
        panels.append(element("g", frame, *parts, transform=place))
    marks = svg.markers(worn, key)
    marks += [square(label, key) for label in range(k or len(trace[0].means))]
    shared = element("defs", *_shared(trace, spots, panel, columns, key), *marks)
    box = f"-2 0 {min(len(trace), COLUMNS) * right - 36} {(row + 1) * down}"
    style = svg.marker_style(worn, key)
    return element("svg", shared, *panels, viewBox=box, font_size=52, style=style)


def _shared(trace, spots, panel, columns, key):
    """Yield what panels refer to: frame and axes, and what never changes."""
    settled = _settled(trace)
    points = svg.point_paths(spots[settled], trace[-1].labels[settled])
    yield svg.frame(panel, f"{key}f")
    yield svg.axes(panel, columns, f"{key}a")
    yield element("g", *points, id=f"{key}s")


def drawn_once(parts, name):
    """Yield each part under a name, and a reference to it if it comes again.

    >>> print(*drawn_once(["A", "A", "B"], "p"))
    <g id="p0">A</g> <use href="#p0"/> <g id="p2">B</g>
    """
    drawn = {}
    for number, part in enumerate(map(tuple, parts)):
        here = f"{name}{number}"
        first = drawn.setdefault(part, here)
        yield element("g", *part, id=here) if first == here else svg.use(first)


def _points(trace, spots, key):
    """Yield the points of each step; those that are settled stand apart."""
    settled = _settled(trace)
    for step in trace:
        known = settled & (step.labels != UNASSIGNED)
        paths = svg.point_paths(spots[~known], step.labels[~known])
        yield [svg.use(f"{key}s"), *paths] if known.any() else paths


def _settled(trace):
    """Tell which points never change the label that they once have."""
    last = trace[-1].labels
    wear = [(s.labels == UNASSIGNED) | (s.labels == last) for s in trace]
    return np.all(wear, axis=0) & (last != UNASSIGNED)


def _means(places, key):
    """Yield the means of each step, at the ends of the ways they have come."""
    ways = []
    for squares in places:
        if not ways or not np.array_equal(ways[-1], squares):
            ways.append(squares)
        lines = map(svg.line_through, np.transpose(ways, (1, 0, 2)))
        named = enumerate(squares)
        means = [svg.use(f"{key}c{i}", x=x, y=y) for i, (x, y) in named]
        yield svg.path("way", "".join(lines)), *means


def square(label, key):
    """Return the square of a mean, with its label."""
    colour, corner = BOLD[label % len(BOLD)], -SQUARE // 2
    outline = f"M{corner} {corner}h{SQUARE}v{SQUARE}h{-SQUARE}z"
    square = element("path", fill=to_hex(colour), d=outline)
    number = svg.text(label, y=11, fill=ink_on(np.array(colour)))
    return element("g", square, number, id=f"{key}c{label}", class_="sp-mean")
