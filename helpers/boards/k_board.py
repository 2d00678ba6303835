"""A board with a slider for k: the clusters, and the place on four curves at once."""

import numpy as np

from helpers.boards import svg
from helpers.boards.given import board, data_of, marks_of, own_data
from helpers.boards.image import as_image
from helpers.boards.markup import element
from helpers.boards.player import key_of
from helpers.boards.playground import other_data
from helpers.boards.steps import COLUMNS, square
from helpers.checks import as_count, as_points, names_of
from helpers.choosing_k import f_of_k, gap_statistic
from helpers.drawing.palette import PALE
from helpers.kmeans import assign
from helpers.seeding import best_of
from helpers.silhouettes import silhouette

__all__ = ["k_board"]

MOST_POINTS = 500
"""More than these no page can work on while the reader waits."""
OTHERS = ("moons", "nothing", "draw")
"""What the board offers besides the points of the page."""


def k_board(points, *, k=1, most=9, columns=None, caption=None, code="points", rng):
    """Let the reader choose k, and see the clusters and four curves at once.

    The curves are the inertia, the mean silhouette, the gap with its error,
    and f(K); a ring marks the k that a rule names.  The reader moves, adds and
    erases points, or takes others, and the curves follow.  It works with a
    mouse, with a finger and with keys.

    Where no script runs, and on paper, it shows the clusters for each k and
    tells what the curves say.

    Parameters
    ----------
    points : array or data frame, shape (n, 2)
        At most 500.
    k : int
        Where the slider stands at first.
    most : int
        The largest k; at most 9, and less than the number of distinct points.
    columns : sequence of str, optional
        The names of the axes; those of a data frame, or ``x0`` and ``x1``, if
        not given.
    caption : str, optional
        What to find out; also the name of the board for screen readers.
    code : str
        What the points are called in the notebook, for the lines of Python.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw starts and references from.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        As in :func:`helpers.gap_statistic`, or if there are more than 500
        points or not two columns, ``most`` is not a whole number from 2 to 9
        or ``k`` not one from 1 to ``most``, or ``columns`` are not two names.

    Examples
    --------
    >>> k_board([[0, 0], [0, 1], [9, 8], [9, 9]], most=2, rng=0)
    k = 1: inertia 146.0, gap -1.378, f(K) 1.000
    k = 2: inertia 1.0, silhouette 0.917, gap 2.138, f(K) 0.011
    """
    names = names_of(points)
    points = as_points(points)
    as_count(len(points), "the number of points", most=MOST_POINTS)
    own = own_data(points, columns, names, code, least=2)
    most = as_count(most, "most", least=2, most=len(PALE))
    k = as_count(k, "k", most=most)
    fits = _fits(points, range(1, most + 1), rng)
    sentences = [_told(*fit) for fit in enumerate(fits, start=1)]
    key = key_of((caption, own.columns, code, k, fits), points)
    others = [data_of(data) for data in other_data() if data.name in OTHERS]
    given = {"data": data_of(own), "others": others, "k": k, "most": most, "fits": fits}
    given |= marks_of(key)
    name = caption or "How many clusters?"
    pictures = [_pictures(points, fits, f"{key}s")]
    return board("choosing-k", pictures, sentences, given, key=key, name=name)


def _fits(points, ks, rng):
    """Return the best means for each k, those of `elbow`, and what the curves say."""
    gaps = gap_statistic(points, ks, runs=10, rng=rng)  # as many as `elbow` takes
    rng = np.random.default_rng(rng)
    ends = [best_of(points, k, rng=rng)[-1] for k in ks]
    f = f_of_k([end.inertia for end in ends], points.shape[1]).tolist()
    return [_fit(points, *each) for each in zip(ends, gaps, f, strict=True)]


def _fit(points, end, gap, f):
    """Return the values of one k under their names on the board."""
    score = silhouette(points, end.labels).mean() if gap.k > 1 else None
    about = {"means": end.means.tolist(), "inertia": float(end.inertia), "silhouette": score}
    return about | {"gap": gap.gap, "error": gap.error, "f": f}


def _told(k, fit):
    """Return the values of one k in words."""
    about = {"silhouette": fit["silhouette"], "gap": fit["gap"], "f(K)": fit["f"]}
    known = {name: value for name, value in about.items() if value is not None}
    values = ", ".join(f"{name} {value:.3f}" for name, value in known.items())
    return f"k = {k}: inertia {np.round(fit['inertia'], 1):.1f}, {values}"


def _pictures(points, fits, key):
    """Return a picture of the clusters for each k, as one image."""
    panel = svg.panel_of(points)
    spots = svg.spots_of(points, panel)
    shared = [svg.frame(panel, f"{key}f"), *(square(label, key) for label in range(len(fits)))]
    labelings = [assign(points, np.array(fit["means"])) for fit in fits]
    shared += svg.markers(labelings, key)
    right, down, panels = svg.SIDE + 40, panel.height + 110, []
    for fit, labels in zip(fits, labelings, strict=True):
        row, column = divmod(len(panels), COLUMNS)
        places = svg.spots_of(np.array(fit["means"]), panel)
        means = [svg.use(f"{key}c{i}", x=x, y=y) for i, (x, y) in enumerate(places)]
        title = svg.text(f"k = {len(panels) + 1}", y=-16)
        parts = svg.use(f"{key}f"), title, *svg.point_paths(spots, labels), *means
        panels.append(
            element("g", *parts, transform=f"translate({column * right} {row * down + 70})")
        )
    box = f"-2 0 {COLUMNS * right - 36} {(row + 1) * down}"
    about = {"viewBox": box, "font_size": 52, "style": svg.marker_style(labelings, key)}
    drawing = element("svg", element("defs", *shared), *panels, **about)
    return as_image(drawing, f"The clusters for k from 1 to {len(fits)}", "sp-still")
