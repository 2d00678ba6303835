"""Draw the silhouette of each point as a bar."""

import math

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import MultipleLocator

from helpers.checks import as_labels, as_points
from helpers.drawing.axes import as_axes
from helpers.drawing.palette import bold_of, ink_of, ink_on, pale_of
from helpers.silhouettes import silhouette

__all__ = ["plot_silhouette"]


def plot_silhouette(points, labels, *, ax=None):
    """Draw the silhouette of each point as a bar, cluster by cluster.

    Within a cluster the longest bar is on top.  The number of the cluster
    stands beside its bars, and a dashed line marks the mean of all points.

    Parameters
    ----------
    points : array, shape (n, d)
    labels : array of int, shape (n,)
        From 0 on; a cluster has the same colour as in :func:`plot_points`.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        As in :func:`helpers.silhouette`, or if the labels are not whole
        numbers from 0 on.
    """
    points = as_points(points)
    labels = as_labels(labels, points, most=np.iinfo(int).max)
    scores = silhouette(points, labels)
    ax = as_axes(ax)

    order = np.lexsort((-scores, labels))
    names, own = np.unique(labels[order], return_inverse=True)
    rows = np.arange(len(own)) + own * math.ceil(len(own) / 25)  # with gaps
    add_bars(ax, rows, scores[order], pale_of(labels[order]))
    ax.axvline(0, color=ink_of(ax), linewidth=1)
    ax.axvline(scores.mean(), color=ink_of(ax), linestyle="dashed", linewidth=1.5)
    middles = [rows[own == i].mean() for i in range(len(names))]
    add_cluster_numbers(ax, middles, names)

    ax.set(xlim=(min(0, scores.min()) - 0.05, 1), ylim=(rows[-1] + 1.5, -1.5), xlabel="silhouette")
    ax.xaxis.set_major_locator(MultipleLocator(0.5))
    ax.set_title(f"Mean silhouette {scores.mean():.3f}", fontsize="medium")
    return ax


def add_bars(ax, rows, lengths, colours):
    """Put a bar from 0 to its length on each row, one unit high."""
    x = np.multiply.outer(lengths, [0, 1, 1, 0])
    y = np.add.outer(rows, [-0.5, -0.5, 0.5, 0.5])
    look = {"linewidths": 0, "antialiaseds": False}  # no hairlines between
    bars = PolyCollection(np.stack([x, y], axis=2), facecolors=colours, **look)
    return ax.add_collection(bars, autolim=False)


def add_cluster_numbers(ax, heights, names):
    """Put the numbers of clusters left of the axes, on their bold colours."""
    ax.set_yticks(heights, names)
    ax.tick_params(axis="y", length=0, pad=8)
    for text, bold in zip(ax.get_yticklabels(), bold_of(names), strict=True):
        text.set_color(ink_on(bold))
        text.set_bbox({"facecolor": bold, "edgecolor": ink_of(ax), "pad": 3})
