"""Draw merges as a dendrogram: a tree of brackets."""

import numpy as np
from matplotlib.collections import LineCollection
from scipy.cluster.hierarchy import leaves_list

from helpers.drawing.axes import as_axes
from helpers.drawing.numbering import FONT, NUMBER, beside_brackets, points_of
from helpers.drawing.palette import bold_of, ink_of
from helpers.drawing.points import add_points
from helpers.hierarchy import as_merges, cut
from helpers.kmeans import UNASSIGNED

__all__ = ["plot_dendrogram"]

MOST_NUMBERED = 30
"""Up to how many points a dendrogram has room for numbers."""


def plot_dendrogram(merges, k=None, *, ax=None):
    """Draw merges as a tree of brackets, each as high as its merge.

    Points stand along the bottom.  A bracket joins two clusters and wears the
    number of its merge; the first one is 1.  Both, and the numbers of the
    points, are left out for more than 30 points.

    Parameters
    ----------
    merges : list of Merge, or array, shape (n-1, 4)
        Such as :func:`helpers.agglomerate` or
        ``scipy.cluster.hierarchy.linkage`` returns.
    k : int, optional
        Colour the clusters that are left when the last k-1 merges are undone,
        with labels as :func:`helpers.cut` gives them, and draw a dashed line
        between the merges that stay and those that are undone.  There is no
        line where a merge that stays is higher than one that is undone, as
        may be with SciPy's centroid and median linkage.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If ``merges`` are no such list, or ``k`` is not a whole number from 1
        to n.
    """
    merges = as_merges(merges)
    n, corners, order = len(merges) + 1, brackets(merges), leaf_order(merges)
    labels = np.full(n, UNASSIGNED) if k is None else cut(merges, k)
    ax = as_axes(ax, size=(5, 6))

    height = None if k is None else cut_height(merges, k)
    worn = labels_of_merges(merges, labels, k or 1)
    add_brackets(ax, corners, [ink_of(ax) if w == UNASSIGNED else bold_of(w) for w in worn])
    top = max([merge.height for merge in merges], default=0) or 1.0
    ax.set(xlim=(-1, n), ylim=(-0.04 * top, 1.08 * top), xticks=[], ylabel="height")
    if n <= MOST_NUMBERED:
        _add_leaves(ax, order, labels)
        _number_brackets(ax, corners, merges, height)
    if height is not None:
        ax.axhline(height, color=ink_of(ax), linestyle="dashed")
    return ax


def leaf_order(merges):
    """Return the points as they stand along the bottom of a dendrogram.

    No branches cross then: the points of each cluster stand side by side,
    those of its left part first.
    """
    return leaves_list(np.array(merges)) if merges else np.zeros(1, dtype=int)


def brackets(merges):
    """Return the four corners of the bracket of each merge.

    Points stand at 0, 1, ..., n-1 along the bottom, in their leaf order, and
    a cluster hangs from the middle of its bracket.

    Parameters
    ----------
    merges : list of Merge

    Returns
    -------
    array, shape (n-1, 4, 2)
        Up the left side, and down the right one.

    Examples
    --------
    >>> from helpers import agglomerate
    >>> for corners in brackets(agglomerate([[0], [1], [5]])).tolist():
    ...     print(corners)
    [[1.0, 0.0], [1.0, 1.0], [2.0, 1.0], [2.0, 0.0]]
    [[0.0, 0.0], [0.0, 4.0], [1.5, 4.0], [1.5, 1.0]]
    """
    n = len(merges) + 1
    x, y = np.zeros((2, 2 * n - 1))
    x[leaf_order(merges)] = np.arange(n)
    corners = np.empty((n - 1, 4, 2))
    for i, (left, right, height, _) in enumerate(merges):
        x[n + i], y[n + i] = (x[left] + x[right]) / 2, height
        corners[i, :, 0] = x[[left, left, right, right]]
        corners[i, :, 1] = y[left], height, height, y[right]
    return corners


def labels_of_merges(merges, labels, k):
    """Return the label of the cluster that each merge is within, if any."""
    n = len(labels)
    within = np.append(labels, np.full(n - 1, UNASSIGNED))
    for cluster, merge in enumerate(merges[: n - k], start=n):
        within[cluster] = within[merge.left]
    return within[n:]


def cut_height(merges, k):
    """Return a height between the merges that a cut keeps and undoes.

    It is None if there is none, because a merge is lower than one before it.
    """
    heights = [0.0, *(merge.height for merge in merges)]
    heights.append(1.08 * max(heights))
    low, high = max(heights[:-k]), min(heights[-k:])
    return (low + high) / 2 if low <= high else None


def add_brackets(ax, corners, colours):
    """Put brackets on the axes; many are thin."""
    width = 1.5 if len(corners) < MOST_NUMBERED else 0.8
    look = {"linewidths": width, "capstyle": "projecting", "zorder": 2}
    ax.add_collection(LineCollection(corners, colors=colours, **look), autolim=False)


def _add_leaves(ax, order, labels):
    """Put points along the bottom, in their leaf order, over their numbers."""
    ax.set_xticks(range(len(order)), order)
    ax.tick_params(axis="x", length=0, rotation=90)
    feet = np.column_stack([np.arange(len(order)), np.zeros(len(order))])
    add_points(ax, feet, labels[order]).set(zorder=3, clip_on=False)


def _number_brackets(ax, corners, merges, height):
    """Put the number of each merge beside its bracket, over no bracket and no other number."""
    at = points_of(ax, corners.reshape(-1, 2))
    line = points_of(ax, np.array([[-1, height or 0], [len(corners) + 1, height or 0]]))
    boxes = beside_brackets(at.reshape(-1, 4, 2), merges, NUMBER, [line.ravel()])
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    look = {"color": ink_of(ax), "ha": "center", "va": "center", "fontsize": FONT}
    tops = corners[:, 1:3].mean(axis=1)
    for number, top in enumerate(tops, start=1):
        shift = middles[number - 1] - points_of(ax, top[np.newaxis])[0]
        ax.annotate(str(number), top, shift, textcoords="offset points", **look)
