"""A board on which one point is dragged, and its silhouette follows."""

import numpy as np
from matplotlib.colors import to_hex

from helpers.boards import svg
from helpers.boards.given import board, data_of, marks_of, own_data
from helpers.boards.image import plane_image
from helpers.boards.player import key_of
from helpers.checks import as_count, as_labels, as_points, names_of
from helpers.drawing.palette import PALE
from helpers.silhouettes import silhouette

__all__ = ["silhouette_board"]

MOST_POINTS = 300
"""More than these no page can score while one of them moves."""


def silhouette_board(points, labels, *, point=0, columns=None, caption=None, code="points"):
    """Let the reader drag a point, and see its silhouette and all others follow.

    Lines lead from the point to its own cluster and to the next one; the mean
    lengths of the two are its a and its b.  Beside them stand a bar for each
    point, and the mean of all.  The point may get another label, too.  It works
    with a mouse, with a finger and with keys.

    Where no script runs, and on paper, it shows the points and tells how each
    cluster scores.

    Parameters
    ----------
    points : array or data frame, shape (n, 1) or (n, 2)
        At most 300.
    labels : array of int, shape (n,)
        From 0 to at most 8.
    point : int
        Which point the reader watches at first: its row.
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
        As in :func:`helpers.silhouette`, or if there are more than 300 points
        or two columns, the labels are not whole numbers from 0 to 8, no row
        is called ``point``, or ``columns`` are not as many names as the points
        have columns.

    Examples
    --------
    >>> silhouette_board([[0], [2], [8], [10]], [0, 0, 1, 1])
    Cluster 0: 2 points, mean silhouette 0.746
    Cluster 1: 2 points, mean silhouette 0.746
    All clusters: 4 points, mean silhouette 0.746
    """
    names = names_of(points)
    points = as_points(points)
    as_count(len(points), "the number of points", most=MOST_POINTS)
    labels = as_labels(labels, points, most=len(PALE) - 1)
    point = as_count(point, "point", least=0, most=len(points) - 1)
    own = own_data(points, columns, names, code)
    sentences = _told(labels, silhouette(points, labels))
    key = key_of((caption, own.columns, code, point), points, labels)
    given = {"data": data_of(own), "labels": labels.tolist(), "watched": point}
    given |= {"colours": [to_hex(colour) for colour in PALE]}
    given |= marks_of(key)
    name = caption or "The silhouette of one point"
    pictures = [_picture(points, labels, own.columns, f"{key}s")]
    return board("silhouette", pictures, sentences, given, key=key, name=name)


def _told(labels, scores):
    """Return how each cluster scores, and how all points do."""
    own = {label: scores[labels == label] for label in np.unique(labels)}
    each = [f"Cluster {label}: {_scored(group)}" for label, group in own.items()]
    return [*each, f"All clusters: {_scored(scores)}"]


def _scored(scores):
    points = "1 point" if len(scores) == 1 else f"{len(scores)} points"
    return f"{points}, mean silhouette {scores.mean():.3f}"


def _picture(points, labels, columns, key):
    """Return a picture of the points in the colours of their clusters."""
    panel = svg.panel_of(points)
    paths = svg.point_paths(svg.spots_of(points, panel), labels)
    alt = "The points in the colours of their clusters"
    return plane_image(panel, columns, labels, key, alt, *paths)
