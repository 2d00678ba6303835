"""Turn merges of clusters into a player: a map beside the tree so far."""

from dataclasses import dataclass

import numpy as np

from helpers.boards.player import Player, as_columns, element, key_of
from helpers.boards.svg import (
    SIDE,
    frame,
    marker,
    marker_style,
    panel_limits,
    panel_places,
)
from helpers.boards.tree import Tree, marked_points
from helpers.checks import as_points
from helpers.drawing.axes import first_two_columns
from helpers.drawing.captions import counted
from helpers.drawing.palette import PALE, kinds_of
from helpers.drawing.tree import MOST_NUMBERED
from helpers.hierarchy import as_merges
from helpers.kmeans import UNASSIGNED

__all__ = ["merge_player"]

POINT = 18
"""Width of a point, in the units of the SVG."""
LEAST_HEIGHT = 480
"""How high a tree is at least, in the same units."""


@dataclass(frozen=True, eq=False, repr=False)
class MergePlayer(Player):
    """What :func:`merge_player` returns; it shows itself in a notebook."""

    points: np.ndarray
    merges: list
    caption: str | None
    columns: tuple

    def sentences(self):
        """Return the sentence of each step."""
        return sentences(self.merges)

    def markup(self):
        """Return the player without its style and its script."""
        about = (self.caption, self.columns, self.merges)
        key, labels = key_of(about, self.points), labelings(self.merges)
        worn = np.unique(kinds_of(np.concatenate(labels)))
        low, high, height = panel_limits(self.points)
        spots = panel_places(first_two_columns(self.points), low, high, height)
        tree = Tree(self.merges, max(height, LEAST_HEIGHT))
        shared = (
            frame(low, high, height, self.columns, key)
            + tree.drawn(key)
            + "".join(marker(kind, key, POINT) for kind in worn)
            + f'<marker id="{key}mring"><circle class="sp-line" '
            f'r="{POINT / 2 + 6:g}" fill="none"/></marker>'
        )
        steps = zip(labels, newest(self.merges), self.sentences(), strict=True)
        panels = "".join(
            f"<li>{_panel(marked_points(spots, *step), height, key, 'f')}"
            f"{_panel(tree.after(number, *step, key), tree.height, key, 'g')}"
            f"<span>{sentence}</span></li>"
            for number, (*step, sentence) in enumerate(steps)
        )
        return element(
            f"<svg><defs>{shared}</defs></svg><ol>{panels}</ol>",
            key=key,
            name=self.caption or "Merging clusters, step by step",
            kind="merges",
            style=f"{marker_style(worn, key)};--sp-ring:url(#{key}mring)",
        )


def merge_player(points, merges, *, caption=None, columns=None):
    """Show how clusters merge, one merge at a time, at the reader's own pace.

    It begins with every point as a cluster of its own, and each step is one
    merge.  On the left are the points.  Grey circles are still alone; each
    larger cluster has a colour and a shape, and a merged one keeps those of
    its larger part.  There are nine of each, so of more clusters some look
    alike.  The points of the newest cluster have rings.  On the right, or
    below on a phone, is the dendrogram: thin where merges are still to come,
    and a dashed line cuts it between them and those that were made.

    Each step is shown with a sentence.  There are buttons and a slider, which
    moves the cut; the left and right arrow keys, Home, End and the space bar
    work too.  Nothing moves before the reader asks.

    Parameters
    ----------
    points : array, shape (n, d)
        At most 30, since there is no room for more in the tree.  Only the
        first two columns are drawn.
    merges : list of Merge, or array, shape (n-1, 4)
        Such as :func:`helpers.agglomerate` or
        ``scipy.cluster.hierarchy.linkage`` returns.
    caption : str, optional
        What to notice; also the name of the player for screen readers.
    columns : sequence of str, optional
        The names of the two axes; ``x0`` and ``x1`` if not given.

    Returns
    -------
    MergePlayer
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If ``points`` are empty, not finite, not numeric, not two-dimensional
        or too many, ``merges`` are no such list, not one fewer than the
        points, or one is lower than the merge before it, or ``columns`` are
        not as many names as the points have columns.

    Examples
    --------
    >>> from helpers import agglomerate
    >>> points = [[0], [1], [5], [7]]
    >>> merge_player(points, agglomerate(points))
    Start: 4 points, and as many clusters
    Merge 1: 1 point and 1 point, at height 1; 3 clusters left
    Merge 2: 1 point and 1 point, at height 2; 2 clusters left
    Merge 3: 2 points and 2 points, at height 4; 1 cluster left
    """
    points, merges = as_points(points), as_merges(merges)
    if len(points) > MOST_NUMBERED:
        raise ValueError(
            f"a player shows at most {MOST_NUMBERED} points; got "
            f"{len(points)}: take a sample, or draw plot_dendrogram(merges)"
        )
    if len(merges) != len(points) - 1:
        raise ValueError(
            f"merges must be one fewer than the points; got {len(merges)} "
            f"merges of {len(points)} points"
        )
    heights = [merge.height for merge in merges]
    if heights != sorted(heights):
        raise ValueError(
            "merges must not be lower than those before them, or no line "
            "cuts the tree between them"
        )
    return MergePlayer(points, merges, caption, as_columns(columns, points))


def sentences(merges):
    """Say in one sentence a step what happened, from the start on."""
    n = len(merges) + 1
    sizes = [1] * n + [merge.size for merge in merges]
    said = [f"Start: {counted(n, 'point')}, and as many clusters"]
    for number, (left, right, height, _) in enumerate(merges, start=1):
        parts = " and ".join(counted(sizes[i], "point") for i in (left, right))
        said.append(
            f"Merge {number}: {parts}, at height {height:.4g}; "
            f"{counted(n - number, 'cluster')} left"
        )
    return said


def labelings(merges):
    """Return the label that each point wears at each step, from the start on.

    A point that is still alone has none.  A merged cluster keeps the label of
    its larger part.  One of two single points takes the least label that no
    other cluster wears; if all are worn, it shares one.

    Parameters
    ----------
    merges : list of Merge

    Returns
    -------
    list of array of int, shape (n,)
    """
    n = len(merges) + 1
    members, worn = {point: [point] for point in range(n)}, {}
    labels = np.full(n, UNASSIGNED)
    found = [labels]
    for i, (left, right, *_) in enumerate(merges):
        larger = max((left, right), key=lambda part: len(members[part]))
        free = set(range(len(PALE))) - set(worn.values())
        label = worn.get(larger, min(free, default=i % len(PALE)))
        worn = {c: worn[c] for c in worn if c not in (left, right)}
        worn[n + i] = label
        members[n + i] = members.pop(left) + members.pop(right)
        labels = labels.copy()
        labels[members[n + i]] = label
        found.append(labels)
    return found


def newest(merges):
    """Return which points the newest cluster has, at each step; at first none.

    Parameters
    ----------
    merges : list of Merge

    Returns
    -------
    array of bool, shape (n, n)
    """
    n = len(merges) + 1
    within = np.vstack([np.eye(n, dtype=bool), np.zeros((n - 1, n), bool)])
    for i, (left, right, *_) in enumerate(merges):
        within[n + i] = within[left] | within[right]
    return np.vstack([np.zeros((1, n), bool), within[n:]])


def _panel(inside, height, key, shared):
    """Return one picture of a step; its sentence says what it shows."""
    return (
        f'<svg viewBox="-2-2 {SIDE + 4} {height + 4}" aria-hidden="true">'
        f'<use href="#{key}{shared}"/><g>{inside}</g></svg>'
    )
