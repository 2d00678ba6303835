"""A board with the two settings of DBSCAN: core, border and noise, on any points."""

import numpy as np

from helpers.boards import svg
from helpers.boards.given import board, data_of, marks_of, own_data
from helpers.boards.image import plane_image
from helpers.boards.markup import element
from helpers.boards.player import key_of
from helpers.boards.playground import other_data
from helpers.checks import as_count, as_points, is_number, names_of
from helpers.drawing.captions import counted

__all__ = ["crowd_board"]

MOST_POINTS = 500
"""More than these no page can work on while the reader waits."""
MOST_NEEDED = 15
"""The largest least number that the slider has."""
OTHERS = ("moons", "nothing", "draw")
"""What the board offers besides the points of the page."""


def crowd_board(points, *, eps, min_samples, point=0, columns=None, caption=None, code="points"):
    """Let the reader choose eps and the least number of neighbours of DBSCAN.

    Core points wear the shape of their cluster, border points a ring around
    it, and noise a cross.  A dashed circle shows how far one point reaches,
    and beside the plane stands the curve of distances.  The reader moves, adds
    and erases points, or takes others.  It works with a mouse, with a finger
    and with keys.

    Where no script runs, and on paper, it shows the points and tells what
    DBSCAN makes of them.

    Parameters
    ----------
    points : array or data frame, shape (n, 2)
        At most 500.
    eps : float
        The distance within which points are near, in the unit of the points.
    min_samples : int
        How many points must be near a core point, itself counted; at most 15.
    point : int
        Which point the reader looks at first: its row.
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
        If ``points`` are empty, not finite, more than 500 or without two
        columns, ``eps`` is not above 0, ``min_samples`` is not a whole number
        from 1 to 15, no row is called ``point``, or ``columns`` are not two
        names.

    Examples
    --------
    >>> crowd_board([[0, 0], [1, 0], [2, 0], [9, 9]], eps=1, min_samples=3)
    eps 1, at least 3: 1 cluster; 1 core point, 2 border points, 1 noise point.
    Cluster 0: 1 core point, 2 border points.
    """
    names = names_of(points)
    points = as_points(points)
    as_count(len(points), "the number of points", most=MOST_POINTS)
    own = own_data(points, columns, names, code, least=2)
    eps = _as_eps(eps)
    least = as_count(min_samples, "min_samples", most=MOST_NEEDED)
    point = as_count(point, "point", least=0, most=len(points) - 1)
    labels, core = _crowds(points, eps, least)
    key = key_of((caption, own.columns, code, eps, least, point), points)
    others = [data_of(data) for data in other_data() if data.name in OTHERS]
    given = {"data": data_of(own), "others": others, "eps": eps, "least": least}
    given |= {"watched": point} | marks_of(key)
    pictures = [_picture(points, labels, core, own.columns, f"{key}s")]
    sentences = _told(labels, core, eps, least)
    return board("crowds", pictures, sentences, given, key=key, name=caption or "Crowded places")


def _as_eps(eps):
    if not (is_number(eps) and 0 < eps < np.inf):
        raise ValueError(f"eps must be a number above 0; got {eps!r}")
    return float(eps)


def _crowds(points, eps, least):
    """Return the labels of DBSCAN, and which points are core."""
    from sklearn.cluster import DBSCAN  # here: `import helpers` stays quick

    model = DBSCAN(eps=eps, min_samples=least).fit(points)
    return model.labels_, np.isin(np.arange(len(points)), model.core_sample_indices_)


def _told(labels, core, eps, least):
    """Return what DBSCAN has made of all points, and of each cluster."""
    border = ~core & (labels >= 0)
    kinds = {"core": core, "border": border, "noise": labels < 0}
    count = labels.max() + 1
    all_points = ", ".join(counted(which.sum(), f"{kind} point") for kind, which in kinds.items())
    whole = f"eps {eps:.12g}, at least {least}: {counted(count, 'cluster')}; {all_points}."
    each = [
        f"Cluster {label}: {counted((core & (labels == label)).sum(), 'core point')}, "
        f"{counted((border & (labels == label)).sum(), 'border point')}."
        for label in range(count)
    ]
    return [whole, *each]


def _picture(points, labels, core, columns, key):
    """Return a picture: shapes of clusters, rings around the border, crosses on noise."""
    panel = svg.panel_of(points)
    spots = svg.spots_of(points, panel)
    rings = [
        element("circle", cx=x, cy=y, r=14, class_="sp-line")
        for x, y in spots[~core & (labels >= 0)]
    ]
    crosses = "".join(f"M{x - 9} {y - 9}l18 18m0-18l-18 18" for x, y in spots[labels < 0])
    marks = *svg.point_paths(spots, labels), *rings, svg.path("line", crosses)
    alt = "The points as DBSCAN sees them"
    return plane_image(panel, columns, labels, key, alt, *marks)
