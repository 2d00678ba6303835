"""A board on which the cut through a tree of merges is dragged, and the linkage chosen."""

import numpy as np

from helpers.boards import svg
from helpers.boards.given import board, data_of, marks_of, own_data
from helpers.boards.image import as_image
from helpers.boards.markup import element
from helpers.boards.merges import LEAST_HEIGHT, NUMBER
from helpers.boards.player import key_of
from helpers.boards.tree import bracket_path, leaf_numbers, tree_of
from helpers.checks import as_count, as_points, names_of
from helpers.drawing.captions import counted
from helpers.drawing.tree import MOST_NUMBERED, cut_height, leaf_order
from helpers.hierarchy import LINKAGES, agglomerate, cut

__all__ = ["linkage_board"]


def linkage_board(points, *, linkage="single", k=3, columns=None, caption=None, code="points"):
    """Let the reader drag the cut through a tree, and choose how clusters are compared.

    On the left are the points, on the right, or below on a phone, is the
    dendrogram under one of four linkages.  The reader drags the cut, or sets
    the number of clusters, and highlights a point with its cluster.  It works
    with a mouse, with a finger and with keys.

    Where no script runs, and on paper, it shows one cut and tells the sizes of
    the clusters under each linkage.

    Parameters
    ----------
    points : array or data frame, shape (n, 1) or (n, 2)
        From 2 to 30, since there is no room for more in the tree.
    linkage : str
        The linkage at first, as in :func:`helpers.agglomerate`.
    k : int
        The number of clusters at first.
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
        As in :func:`helpers.agglomerate`, or if there are fewer than 2 or more
        than 30 points, more than two columns, ``k`` is not a whole number from
        1 to n, or ``columns`` are not as many names as the points have columns.

    Examples
    --------
    >>> linkage_board([[0], [1], [5], [7]], k=2)
    Single linkage: 2 clusters of 2 and 2 points; the last merge is 4 high
    Complete linkage: 2 clusters of 2 and 2 points; the last merge is 7 high
    Average linkage: 2 clusters of 2 and 2 points; the last merge is 5.5 high
    Ward linkage: 2 clusters of 2 and 2 points; the last merge is 7.778 high
    """
    names = names_of(points)
    points = as_points(points)
    as_count(len(points), "the number of points", least=2, most=MOST_NUMBERED)
    own = own_data(points, columns, names, code)
    chosen = agglomerate(points, linkage=linkage)
    k = as_count(k, "k", most=len(points))
    trees = {name: agglomerate(points, linkage=name) for name in LINKAGES}
    key = key_of((caption, own.columns, code, linkage, k), points)
    given = {"data": _numbered(own), "linkage": linkage, "k": k, **marks_of(key)}
    given["trees"] = {name: _tree_plane(merges) for name, merges in trees.items()}
    told = [_told(name, merges, k) for name, merges in trees.items()]
    picture = _picture(points, chosen, k, own.columns, f"{key}s")
    name = caption or "Where to cut, and under which linkage?"
    return board("linkage", [picture], told, given, key=key, name=name)


def _told(name, merges, k):
    """Return how many points the clusters of a cut have."""
    *sizes, last = np.bincount(cut(merges, k)).tolist()
    listed = f"{', '.join(map(str, sizes))} and {last}" if sizes else str(last)
    high = f"the last merge is {merges[-1].height:.4g} high"
    return f"{name.capitalize()} linkage: {counted(k, 'cluster')} of {listed} points; {high}"


def _numbered(own):
    """Return the points with their axes, and with the number of each beside it."""
    data = data_of(own)
    panel = svg.panel_of(own.points)
    numbers = svg.point_numbers(svg.spots_of(own.points, panel), panel, svg.POINT, NUMBER)
    return data | {"axes": data["axes"] + numbers.replace('"', "'")}


def _tree_plane(merges):
    """Return the axes of a tree and its corners."""
    panel = tree_of(merges, LEAST_HEIGHT).panel
    names = ("points", "height")
    axes = svg.frame(panel, None) + svg.axes(panel, names, None, across=False)
    corners = {"low": panel.low.tolist(), "high": panel.high.tolist(), "height": panel.height}
    return {"axes": axes.replace('"', "'"), "columns": names, **corners}


def _picture(points, merges, k, columns, key):
    """Return a picture of the clusters beside the tree and its cut."""
    panel, labels = svg.panel_of(points), cut(merges, k)
    tree = tree_of(merges, max(panel.height, LEAST_HEIGHT))
    spots, order = svg.spots_of(points, panel), leaf_order(merges)
    ((_, y),) = svg.spots_of(np.array([[0, cut_height(merges, k)]]), tree.panel)
    lines = [svg.path("line", bracket_path(tree.corners)), svg.path("cut", f"M0 {y}h{svg.SIDE}")]
    leaves = [*svg.point_paths(tree.feet, labels[order]), *leaf_numbers(tree)]
    names = svg.axes(tree.panel, ("points", "height"), None, across=False)
    right = f"translate({svg.SIDE + 140})"
    branches = element("g", svg.frame(tree.panel, None), names, *lines, *leaves, transform=right)
    numbers = svg.point_numbers(spots, panel, svg.POINT, NUMBER)
    parts = svg.frame(panel, None), svg.axes(panel, columns, None), numbers
    shared = element("defs", *svg.markers([labels], key))
    about = {"font_size": 24, "style": svg.marker_style([labels], key)}
    box = f"-110 -24 {2 * svg.SIDE + 280} {max(panel.height, tree.panel.height) + 108}"
    all_points = svg.point_paths(spots, labels)
    drawing = element("svg", shared, *parts, *all_points, branches, viewBox=box, **about)
    return as_image(drawing, "The points, and their tree with its cut", "sp-still")
