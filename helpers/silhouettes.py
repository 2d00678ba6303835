"""Score a clustering by its points alone.

Nothing is asked but distances, so there need not be any classes to compare the
clusters with.
"""

import math

import numpy as np
from scipy.spatial.distance import cdist

from helpers.checks import as_points, names_and_codes, refuse_distances

__all__ = ["silhouette"]

CHUNK = 500_000
"""About how many distances are held in memory at a time: 4 MB of them."""


def silhouette(points, labels):
    """Score how much nearer each point is to its own cluster than to the next.

    With a, the mean distance to the other points of its own cluster, and b,
    the least mean distance to the points of another cluster, the silhouette of
    a point is (b - a) / max(a, b) [1]_.  Distances are worked out for some
    points at a time, so there is never a table of n times n.

    Parameters
    ----------
    points : array, shape (n, d)
    labels : sequence, shape (n,)
        The cluster of each point: numbers or strings.

    Returns
    -------
    array, shape (n,)
        From -1 to 1 for each point.  A point alone in its cluster scores 0,
        and so does one whose a and b are both 0.

    Raises
    ------
    ValueError
        If ``points`` are empty, not finite, not numeric, not two-dimensional
        or a table of distances, there is not one label for each, labels are as
        bad as for :func:`contingency`, or there are not 2 to n-1 clusters.

    References
    ----------
    .. [1] Rousseeuw, P. J. (1987). Silhouettes: a graphical aid to the
       interpretation and validation of cluster analysis. Journal of
       Computational and Applied Mathematics, 20, 53-65.

    Examples
    --------
    The first point has a = 2 and b = (8 + 10) / 2 = 9:

    >>> silhouette([[0], [2], [8], [10]], [0, 0, 1, 1]).round(3)
    array([0.778, 0.714, 0.714, 0.778])

    The last point is alone:

    >>> silhouette([[0], [2], [9]], ["left", "left", "right"]).round(3)
    array([0.778, 0.714, 0.   ])
    """
    points, own, sizes = _as_clustering(points, labels)
    a, b = own_and_next(points, own, sizes)
    larger = np.maximum(a, b)
    scores = np.divide(b - a, larger, out=np.zeros_like(a), where=larger > 0)
    scores[sizes[own] == 1] = 0
    return scores


def own_and_next(points, own, sizes):
    """Return how far each point is from its own and from the next cluster.

    Both are mean distances.  With the columns sorted by cluster, those of one
    cluster stand side by side and ``reduceat`` adds them up.
    """
    order = np.argsort(own, kind="stable")
    starts = np.cumsum(sizes) - sizes
    a, b = np.empty((2, len(points)))
    chunks = math.ceil(len(points) ** 2 / CHUNK)
    for rows in np.array_split(np.arange(len(points)), chunks):
        distances = cdist(points[rows], points[order])
        sums = np.add.reduceat(distances, starts, axis=1)
        mine = np.arange(len(rows)), own[rows]

        a[rows] = sums[mine] / np.maximum(sizes[own[rows]] - 1, 1)
        sums[mine] = np.inf  # the next cluster is not its own
        b[rows] = (sums / sizes).min(axis=1)
    return a, b


def _as_clustering(points, labels):
    """Return points as floats, the cluster of each, and the clusters' sizes.

    Clusters are numbered from 0.
    """
    points = as_points(points)
    refuse_distances(points)
    names, own = names_and_codes(labels, "labels", len(points))
    if not 2 <= len(names) <= len(points) - 1:
        raise ValueError(
            f"a silhouette needs 2 to n-1 clusters; these {len(points)} "
            f"points have {len(names)}"
        )
    return points, own, np.bincount(own)
