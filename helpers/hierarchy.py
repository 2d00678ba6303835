"""Hierarchical clustering: merge the two nearest clusters, again and again.

In the beginning every point is a cluster of its own, called by its number.
Merge i makes cluster n + i, and the last one holds all n points.  The list of
merges is the whole result: undo the last few, and you have as many clusters
as you like.
"""

import heapq
import math
from typing import NamedTuple

import numpy as np
from scipy.cluster.hierarchy import is_valid_linkage
from scipy.spatial.distance import cdist

from helpers.checks import as_count, as_points, refuse_distances

__all__ = ["Merge", "agglomerate", "cut"]

LINKAGES = ["single", "complete", "average", "ward"]
"""What may stand for the distance between two clusters."""
MOST_POINTS = 15_000
"""How many points; the table of all distances then takes 1.8 GB."""


class Merge(NamedTuple):
    """Two clusters that became one.

    Attributes
    ----------
    left, right : int
        The clusters that were merged, the lower number first.
    height : float
        How far apart they were.
    size : int
        How many points the new cluster has.
    """

    left: int
    right: int
    height: float
    size: int


def agglomerate(points, *, linkage="single"):
    """Merge the two nearest clusters, again and again, until one is left.

    The merges are not found in that order.  Walk from any cluster to its
    nearest one, from there to the nearest of that one, and so on: this chain
    of nearest neighbours ends at two that are nearest to each other [1]_.
    They can be merged at once, since no other merge will ever bring anything
    nearer to either of them.  In the end the merges are sorted by height.

    Parameters
    ----------
    points : array, shape (n, d)
    linkage : str
        How far apart two clusters are: the least distance between a point of
        one and a point of the other (``"single"``), the greatest
        (``"complete"``), the mean (``"average"``), or a number that grows
        with the inertia that the merge would add (``"ward"``).

    Returns
    -------
    list of Merge
        The n-1 merges, lowest first; ``np.array`` makes them a linkage matrix
        of SciPy.  Of merges of equal height, the one whose clusters were
        there first comes first.

    Raises
    ------
    ValueError
        If ``points`` are empty, not finite, not numeric, not two-dimensional
        or a table of distances, they are so many that such a table would not
        fit in memory, or the linkage is unknown.

    References
    ----------
    .. [1] Murtagh, F. (1983). A survey of recent advances in hierarchical
       clustering algorithms. The Computer Journal, 26(4), 354-359.

    Examples
    --------
    >>> for merge in agglomerate([[0], [1], [5], [7]]):
    ...     print(merge)
    Merge(left=0, right=1, height=1.0, size=2)
    Merge(left=2, right=3, height=2.0, size=2)
    Merge(left=4, right=5, height=4.0, size=4)

    From 0 to 7 it is farther than from 1 to 5:

    >>> agglomerate([[0], [1], [5], [7]], linkage="complete")[-1].height
    7.0
    """
    points = as_points(points)
    refuse_distances(points)
    if linkage not in LINKAGES:
        known = ", ".join(LINKAGES)
        raise ValueError(f"linkage must be one of {known}; got {linkage!r}")
    if len(points) > MOST_POINTS:
        raise ValueError(
            f"all distances between {len(points):,} points would take "
            f"{8 * len(points) ** 2 / 1e9:,.1f} GB; sample {MOST_POINTS:,}"
        )

    squared = linkage == "ward"
    metric = "sqeuclidean" if squared else "euclidean"
    merges = follow_chains(cdist(points, points, metric), linkage)
    if squared:
        merges = [m._replace(height=math.sqrt(m.height)) for m in merges]
    return lowest_first(merges)


def follow_chains(table, linkage):
    """Merge clusters that are nearest to each other, until one is left.

    Each cluster has a place: a row and a column of the table.  A merged
    cluster takes over the place of one of its parts.  That of the other is
    filled with infinity, so nothing is nearest to it.
    """
    np.fill_diagonal(table, np.inf)  # nor is anything nearest to itself
    n = len(table)
    names = {place: place for place in range(n)}
    sizes, heights = np.ones(n), np.zeros(n)
    chain, merges = [], []
    while len(names) > 1:
        chain = chain or [next(iter(names))]
        # Walk to the nearest, on a tie in the first place, and not back again.
        while (near := int(table[chain[-1]].argmin())) not in chain[-2:-1]:
            chain.append(near)

        gone, kept = chain.pop(), chain.pop()
        # Rounding must not put a merge below one that it is made of.
        height = max(table[gone, kept], heights[gone], heights[kept])
        join(table, sizes, kept, gone, linkage)
        parts = names[kept], names.pop(gone)
        merges.append(Merge(*parts, float(height), int(sizes[kept])))
        names[kept], heights[kept] = n + len(merges) - 1, height
    return merges


def join(table, sizes, kept, gone, linkage):
    """Work out how far the union of two clusters is from all the others.

    The old distances are enough for that [1]_.  Those for Ward's linkage are
    squared.

    References
    ----------
    .. [1] Lance, G. N. & Williams, W. T. (1967). A general theory of
       classificatory sorting strategies. The Computer Journal, 9(4), 373-380.
    """
    one, other = table[kept], table[gone]
    m, n = sizes[kept], sizes[gone]
    if linkage == "single":
        joined = np.minimum(one, other)
    elif linkage == "complete":
        joined = np.maximum(one, other)
    elif linkage == "average":
        joined = (m * one + n * other) / (m + n)
    else:
        joined = (m + sizes) * one + (n + sizes) * other
        joined = (joined - sizes * one[gone]) / (m + n + sizes)

    joined[kept] = np.inf
    table[kept], table[:, kept] = joined, joined
    table[:, gone] = np.inf
    sizes[kept] = m + n


def lowest_first(found):
    """Sort merges by height, and number their clusters in the new order.

    A merge is ready when both its parts are there.  Of several that are
    equally low, the one whose parts have been there for longer comes first.
    """
    n = len(found) + 1
    into = {part: i for i, merge in enumerate(found) for part in merge[:2]}
    numbers, ready, merges = {point: point for point in range(n)}, [], []
    for i in range(n - 1):
        queue(found, i, numbers, ready)
    while ready:
        height, right, left, i = heapq.heappop(ready)
        numbers[n + i] = n + len(merges)
        merges.append(Merge(left, right, height, found[i].size))
        if n + i in into:
            queue(found, into[n + i], numbers, ready)
    return merges


def queue(found, i, numbers, ready):
    """Queue merge i with its height and its parts, if both are there."""
    parts = found[i][:2]
    if numbers.keys() >= set(parts):
        earlier, later = sorted(numbers[part] for part in parts)
        heapq.heappush(ready, (found[i].height, later, earlier, i))


def cut(merges, k):
    """Undo the last k-1 merges, so that k clusters are left.

    Where heights tie, this still gives k clusters; a cut at a height cannot.

    Parameters
    ----------
    merges : list of Merge, or array, shape (n-1, 4)
        Such as :func:`agglomerate` or ``scipy.cluster.hierarchy.linkage``
        returns.
    k : int
        How many clusters, from 1 to n.

    Returns
    -------
    array of int, shape (n,)
        The label of each point; label 0 is the cluster of the first point,
        label 1 that of the first point outside it, and so on.

    Raises
    ------
    ValueError
        If ``merges`` are no such list, or ``k`` is not a whole number from 1
        to n.

    Examples
    --------
    >>> merges = agglomerate([[7], [0], [1], [5]])
    >>> cut(merges, 3)
    array([0, 1, 1, 2])
    >>> cut(merges, 2)
    array([0, 1, 1, 0])
    """
    merges = as_merges(merges)
    n = len(merges) + 1
    k = as_count(k, "k", most=n)

    # From the top down, the parts of each cluster get its name.
    names = np.arange(2 * n - 1)
    for i, (left, right, _, _) in reversed(list(enumerate(merges[: n - k]))):
        names[[left, right]] = names[n + i]

    labels = {}
    return np.array([labels.setdefault(x, len(labels)) for x in names[:n]])


def as_merges(merges):
    """Return merges as a list of Merge, or say what is wrong with them."""
    try:
        if len(merges) == 0:
            return []  # a single point has none
        table = np.array(merges, dtype=float)
        is_valid_linkage(table, throw=True, name="merges")
        if not np.isfinite(table).all() or (table[:, 3] % 1).any():
            raise ValueError("heights are finite, and sizes whole")
        parts = np.sort(table[:, :2], axis=None)
        if not np.array_equal(parts, np.arange(len(parts))):
            raise ValueError("each cluster but the last must be merged once")
    except (OverflowError, TypeError, ValueError) as error:
        raise ValueError(
            f"merges must be such as agglomerate(points) returns; {error}"
        ) from error
    left, right, sizes = table[:, [0, 1, 3]].T.astype(int).tolist()
    return list(map(Merge, left, right, table[:, 2].tolist(), sizes))
