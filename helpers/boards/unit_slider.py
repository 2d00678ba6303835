"""A board with one slider, which writes a feature in another unit."""

from dataclasses import dataclass

import numpy as np

from helpers.boards import svg
from helpers.boards.given import board, data_of, marks_of, own_data, plane_of
from helpers.boards.image import as_image
from helpers.boards.markup import element
from helpers.boards.player import key_of
from helpers.boards.steps import square
from helpers.checks import as_count, as_list, as_points, names_of
from helpers.drawing.axes import padded_limits
from helpers.drawing.palette import PALE
from helpers.kmeans import UNASSIGNED, as_start, lloyd, squared_distances

__all__ = ["unit_slider"]

STRETCH = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
"""What the second feature is multiplied by, from one end of the slider to the other."""
SHAPE = 0.75
"""The height of a plane, as a share of its width."""


@dataclass(frozen=True, eq=False)
class Stop:
    """The points in one unit, and what is found there: neighbours, or labels and means."""

    factor: float
    points: np.ndarray
    found: np.ndarray
    means: np.ndarray


def unit_slider(
    points, means=None, *, stretch=STRETCH, names=None, columns=None, caption=None, code="points"
):
    """Let the reader write the second feature in another unit, by a slider.

    Each point is joined to the point that is nearest to it.  With first means
    the board shows the clusters of k-means instead, and their borders.  Both
    are found anew in each unit.  The two axes have the same scale, so what
    looks near is near.

    Where no script runs, and on paper, it shows both ends of the slider.

    Parameters
    ----------
    points : array or data frame, shape (n, 2)
        At least two.
    means : array, shape (k, 2), optional
        Where the means start, in the units of the points; at most nine.
    stretch : sequence of float
        What the second feature is multiplied by, at each stop of the slider.
        The board begins at 1, or at the first if 1 is not among them.
    names : sequence of str, optional
        What the points are called; their numbers, if not given.
    columns : sequence of str, optional
        The names of the axes; those of a data frame, or ``x0`` and ``x1``, if
        not given.
    caption : str, optional
        What to find out; also the name of the board for screen readers.
    code : str
        What the points are called in the notebook, for the lines of Python.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If ``points`` or ``means`` are empty, not finite, not numeric or not of
        two columns, there are fewer than two points or fewer than means,
        ``stretch`` is not positive numbers, or ``names`` or ``columns`` are
        not as many as there are points or columns.

    Examples
    --------
    >>> unit_slider([[0, 0], [2, 1], [9, 0]], stretch=[1, 10])
    x1 × 1: 1 is nearest to 0, at distance 2.236; 0 of 3 points have another nearest one than at × 1
    x1 × 10: 2 is nearest to 0, at distance 9; 2 of 3 points have another nearest one than at × 1
    """
    own, means = _own(points, means, columns, code)
    names = _names(names, len(own.points))
    factors = _factors(stretch)
    begin = factors.index(1) if 1 in factors else 0
    stops = [_stop(own.points, means, factor) for factor in factors]
    sentences = [_told(stop, stops[begin], own.columns[1], names) for stop in stops]
    key = key_of((caption, own.columns, names, code), own.points, means, stops[-1].points)
    planes = [{"factor": s.factor} | plane_of(_panel(s), _scaled(own.columns, s)) for s in stops]
    given = {"data": data_of(own), "means": means.tolist(), "names": names}
    pictures = _pictures(stops[:: len(stops) - 1 or 1], own.columns, f"{key}s")
    given = marks_of(key) | given | {"stops": planes, "first": begin}
    name = caption or "Another unit"
    return board("unit", [pictures], sentences, given, key=key, name=name)


def _own(points, means, columns, code):
    """Return the points as a data set, and the first means, if there are any."""
    names, points = names_of(points), as_points(points)
    as_count(len(points), "the number of points", least=2)
    own = own_data(points, columns, names, code, least=2)
    if means is None:
        return own, np.empty((0, 2))
    _, means = as_start(points, means)
    as_count(len(means), "the number of means", most=len(PALE))
    return own, means


def _names(names, n):
    """Return what each point is called."""
    names = list(range(n)) if names is None else as_list(names, "names")
    if len(names) != n:
        raise ValueError(f"names must be {n}, one for each point; got {len(names)}")
    return [*map(str, names)]


def _factors(stretch):
    """Return the stops of the slider, as numbers above 0."""
    factors = as_points([[factor] for factor in as_list(stretch, "stretch")], "stretch")[:, 0]
    if factors.min() <= 0:
        raise ValueError(f"stretch must be above 0; got {factors.min():g}")
    return factors.tolist()


def _stop(points, means, factor):
    """Return what is found where the second feature is multiplied by a factor."""
    points, means = points * [1, factor], means * [1, factor]
    if not len(means):
        return Stop(factor, points, neighbours(points), means)
    end = lloyd(points, means)[-1]
    return Stop(factor, points, end.labels, end.means)


def neighbours(points):
    """Return for each point which other one is nearest; of equals the first."""
    squares = squared_distances(points, points)
    np.fill_diagonal(squares, np.inf)
    return squares.argmin(axis=1)


def _told(stop, first, column, names):
    """Return what is found at a stop, and how many points it is new for."""
    change = int((stop.found != first.found).sum())
    heads = [f"{column} × {stop.factor:g}: "]
    other = "wear another label"
    if not len(stop.means):
        i = stop.found[0]
        far = np.sqrt(((stop.points[0] - stop.points[i]) ** 2).sum())
        heads.append(f"{names[i]} is nearest to {names[0]}, at distance {far:.4g}; ")
        other = "have another nearest one"
    new = f"{change} of {len(names)} points {other} than at × {first.factor:g}"
    return "".join(heads) + new


def _scaled(columns, stop):
    """Return the names of the axes in the unit of a stop."""
    return columns[0], f"{columns[1]} × {stop.factor:g}"


def _panel(stop):
    """Return a panel with one scale for both axes, and the points in its middle."""
    low, high, _ = padded_limits(stop.points, stop.means)
    across, up = high - low
    width = max(across, up / SHAPE)
    half = np.array([width, SHAPE * width]) / 2
    middle = (low + high) / 2
    return svg.Panel(middle - half, middle + half, round(SHAPE * svg.SIDE))


def _pictures(stops, columns, key):
    """Return pictures of some stops, side by side, as one image."""
    labels = [_labels(stop) for stop in stops]
    shared = svg.markers(labels, key)
    shared += [square(label, key) for label in range(len(stops[0].means))]
    panels = [_picture(i, stop, columns, key) for i, stop in enumerate(stops)]
    box = f"-110 0 {len(stops) * (svg.SIDE + 130)} {round(SHAPE * svg.SIDE) + 160}"
    about = {"viewBox": box, "font_size": 40, "style": svg.marker_style(labels, key)}
    drawing = element("svg", element("defs", *shared), *panels, **about)
    return as_image(drawing, "The points at both ends of the slider", "sp-still")


def _labels(stop):
    """Return the label of each point; none where neighbours are shown."""
    return stop.found if len(stop.means) else np.full(len(stop.points), UNASSIGNED)


def _picture(i, stop, columns, key):
    """Return one picture: points, and lines to their neighbours or the means."""
    panel = _panel(stop)
    spots, places = svg.spots_of(stop.points, panel), svg.spots_of(stop.means, panel)
    lines = [] if len(places) else [svg.line_through(pair) for pair in spots[_pairs(stop)]]
    drawn = [svg.path("line", "".join(lines)), *svg.point_paths(spots, _labels(stop))]
    drawn += [svg.use(f"{key}c{label}", x=x, y=y) for label, (x, y) in enumerate(places)]
    axes = svg.frame(panel, None), svg.axes(panel, _scaled(columns, stop), None)
    return element("g", *axes, *drawn, transform=f"translate({i * (svg.SIDE + 130)} 20)")


def _pairs(stop):
    """Return the number of each point with that of its nearest one."""
    return np.column_stack([np.arange(len(stop.found)), stop.found])
