"""Turn merges of clusters into a player: a map beside the tree so far."""

import numpy as np

from helpers.boards import svg
from helpers.boards.image import as_image
from helpers.boards.markup import element
from helpers.boards.player import Player, as_columns, key_of, player_element
from helpers.boards.tree import drawn_tree, grown_tree, marked_points, tree_of
from helpers.checks import as_count, as_points, names_of
from helpers.drawing.captions import counted
from helpers.drawing.palette import PALE
from helpers.drawing.tree import MOST_NUMBERED
from helpers.hierarchy import as_merges, cut
from helpers.kmeans import UNASSIGNED

__all__ = ["merge_player"]

POINT = 18
"""Width of a point, in the units of the SVG."""
NUMBER = 14, 17
"""Width of a digit and height of a number, in the same units."""
MOST_NAMED = 6
"""How many points a sentence names one by one."""
LEAST_HEIGHT = 480
"""How high a tree is at least, in the same units."""


def merge_player(points, merges, *, k=None, caption=None, columns=None):
    """Show how clusters merge, one merge at a time, at the reader's own pace.

    It begins with every point as a cluster of its own, and each step is one
    merge.  On the left are the points.  Grey circles are still alone; each
    larger cluster has a colour and a shape, and a merged one keeps those of
    its larger part.  There are nine of each, so of more clusters some look
    alike.  Points have their numbers beside them and in the tree, and those of the newest cluster
    have rings.  On the right, or
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
    k : int, optional
        For how many clusters the colours are those of :func:`helpers.cut`,
        so that a figure with these labels looks alike; at most 9.
    caption : str, optional
        What to notice; also the name of the player for screen readers.
    columns : sequence of str, optional
        The names of the two axes; those of a data frame's columns if not
        given, or else ``x0`` and ``x1``.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If ``points`` are empty, not finite, not numeric, not two-dimensional
        or too many, ``merges`` are no such list, not one fewer than the
        points, or one is lower than the merge before it, ``k`` is not a whole
        number from 1 to 9 or to n, or ``columns`` are not as many names as
        the points have columns.

    Examples
    --------
    >>> from helpers import agglomerate
    >>> points = [[0], [1], [5], [7]]
    >>> merge_player(points, agglomerate(points))
    Start: 4 points, and as many clusters
    Merge 1: point 0 with point 1, at height 1; 3 clusters left
    Merge 2: point 2 with point 3, at height 2; 2 clusters left
    Merge 3: points 0 and 1 with points 2 and 3, at height 4; 1 cluster left
    """
    names = names_of(points)
    points, merges = as_points(points), as_merges(merges)
    _check_merges(merges, points)
    columns = as_columns(columns, points, names)
    if k is not None:
        k = as_count(k, "k", most=min(len(PALE), len(points)))
    markup = _markup(points, merges, k, caption, columns)
    return Player(sentences(merges), markup, {})


def _check_merges(merges, points):
    """Say why merges cannot be shown step by step, if they cannot."""
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
    if merges != sorted(merges, key=lambda merge: merge.height):
        raise ValueError(
            "merges must not be lower than those before them, or no line cuts the tree between them"
        )


def sentences(merges):
    """Say in one sentence a step what happened, from the start on."""
    n, clusters = len(merges) + 1, memberships(merges)
    said = [f"Start: {counted(n, 'point')}, and as many clusters"]
    for number, (left, right, height, _) in enumerate(merges, start=1):
        parts = [_named(part, np.flatnonzero(clusters[part]), n) for part in (left, right)]
        said.append(
            f"Merge {number}: {' with '.join(parts)}, at height {height:.4g}; "
            f"{counted(n - number, 'cluster')} left"
        )
    return said


def _named(cluster, points, n):
    """Name a cluster by its points, or a large one by the merge that made it."""
    if len(points) > MOST_NAMED:
        return f"the {len(points)} points of merge {cluster - n + 1}"
    *others, last = map(str, points)
    return f"points {', '.join(others)} and {last}" if others else f"point {last}"


def labelings(merges, k=None):
    """Return the label that each point wears at each step, from the start on.

    A point that is still alone has none.  A merged cluster keeps the label of
    its larger part.  One of two single points takes the least label that no
    other cluster wears; if all are worn, it shares one.

    Parameters
    ----------
    merges : list of Merge
    k : int, optional
        When so many clusters are left, labels are those of a cut.

    Returns
    -------
    list of array of int, shape (n,)
    """
    clusters, n = memberships(merges), len(merges) + 1
    found = [np.full(n, UNASSIGNED)]
    for i, (left, right, *_) in enumerate(merges):
        worn = found[-1]
        larger = max(left, right, key=lambda part: clusters[part].sum())
        (label,) = set(worn[clusters[larger]])
        if label == UNASSIGNED:
            free = set(range(len(PALE))) - set(worn)
            label = min(free, default=i % len(PALE))
        found.append(np.where(clusters[n + i], label, worn))
    return found if k is None else _renamed(found, cut(merges, k))


def _renamed(labelings, meant):
    """Exchange labels everywhere, so that where there are so many clusters they are as meant."""
    k = meant.max() + 1
    new = {old: label for old, label in zip(labelings[-k], meant, strict=True) if old >= 0}
    rest = [label for label in range(len(PALE)) if label not in new.values()]
    new |= zip([old for old in range(len(PALE)) if old not in new], rest, strict=True)
    exchange = np.array([*(new[label] for label in range(len(PALE))), UNASSIGNED])
    return [exchange[labels] for labels in labelings]


def memberships(merges):
    """Return which points each cluster has: single points, then merged ones.

    Parameters
    ----------
    merges : list of Merge

    Returns
    -------
    array of bool, shape (2n-1, n)
    """
    n = len(merges) + 1
    clusters = list(np.eye(n, dtype=bool))
    for left, right, *_ in merges:
        clusters.append(clusters[left] | clusters[right])
    return np.array(clusters)


def _markup(points, merges, k, caption, columns):
    """Return the HTML of a player of merges."""
    key, labels = key_of((caption, columns, merges, k), points), labelings(merges, k)
    panel = svg.panel_of(points)
    whole = tree_of(merges, max(panel.height, LEAST_HEIGHT))
    spots = svg.spots_of(points, panel)
    numbers = svg.point_numbers(spots, panel, POINT / 2 + 6, NUMBER)
    framed = element("g", svg.frame(panel, None), numbers, id=f"{key}f")
    shared = [framed, svg.axes(panel, columns, f"{key}a"), *drawn_tree(whole, key)]
    shared += [*svg.markers(labels, key, POINT), _ring(key)]
    shared = element("defs", *shared)
    style = f"{svg.marker_style(labels, key)};--sp-ring:url(#{key}mring)"
    return player_element(
        _whole_image(spots, labels[-1], panel, whole, key, shared, style),
        element("ol", *_items(spots, labels, panel, whole, key)),
        key=key,
        name=caption or "Merging clusters, step by step",
        kind="merges",
    )


def _whole_image(spots, labels, panel, tree, key, shared, style):
    """Return the points beside the whole tree, and what the steps share with them."""
    none = np.zeros(len(labels), bool)
    right = f"translate({svg.SIDE + 140})"
    branches = grown_tree(tree, len(tree.merges), labels, none, key)
    frames = svg.use(f"{key}f"), svg.use(f"{key}g")
    points = element("g", frames[0], svg.use(f"{key}a"), *svg.point_paths(spots, labels))
    merged = element("g", frames[1], svg.use(f"{key}b"), *branches, transform=right)
    box = f"-110 -10 {2 * svg.SIDE + 280} {max(panel.height, tree.panel.height) + 90}"
    drawing = element("svg", shared, points, merged, viewBox=box, style=style)
    return as_image(drawing, "The points, and the tree of all merges")


def _ring(key):
    """Return the ring that points of the newest cluster wear."""
    circle = element("circle", class_="sp-line", r=f"{POINT / 2 + 6:g}")
    return element("marker", circle, id=f"{key}mring")


def _items(spots, labels, panel, tree, key):
    """Yield each step: the points, the tree beside them, and the sentence."""
    n, told = len(labels), sentences(tree.merges)
    newest = [np.zeros(n, bool), *memberships(tree.merges)[n:]]
    for number, step in enumerate(zip(labels, newest, strict=True)):
        branches = grown_tree(tree, number, *step, key)
        places = _picture(panel, f"{key}f", marked_points(spots, *step))
        dendrogram = _picture(tree.panel, f"{key}g", branches)
        yield element("li", places, dendrogram, element("span", told[number]))


def _picture(panel, shared, parts):
    """Return one picture of a step; its sentence says what it shows."""
    box = f"-2-2 {svg.SIDE + 4} {panel.height + 4}"
    inside = svg.use(shared), element("g", *parts)
    return element("svg", *inside, viewBox=box, aria_hidden="true")
