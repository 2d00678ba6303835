"""A dendrogram in an SVG, which grows merge by merge."""

from typing import NamedTuple

import numpy as np

from helpers.boards import svg
from helpers.boards.markup import element
from helpers.drawing.tree import brackets, cut_height, leaf_order

DIGIT = 14
"""Width of a digit of a merge's number, in the units of the SVG."""
LINE = 20
"""Height of a merge's number, in the same units."""


class Tree(NamedTuple):
    """The merges of a tree, and where its brackets and leaves are drawn."""

    merges: list
    panel: svg.Panel
    corners: np.ndarray
    feet: np.ndarray


def tree_of(merges, height):
    """Return the tree of merges in a panel of a height."""
    n = len(merges) + 1
    top = (merges[-1].height if merges else 0) or 1
    low, high = np.array([[-1, -0.08 * top], [n, 1.1 * top]])
    panel = svg.Panel(low, high, height)
    corners = svg.spots_of(brackets(merges).reshape(-1, 2), panel)
    feet = svg.spots_of(np.arange(n)[:, np.newaxis], panel)
    return Tree(merges, panel, corners.reshape(-1, 4, 2), feet)


def drawn_tree(tree, key):
    """Return what all steps share: frame, axes, thin brackets, numbers."""
    names, places = ("points", "height"), number_places(tree).items()
    numbers = [svg.text(number, x=x, y=y) for number, (x, y, _) in places]
    thin = svg.path("line", bracket_path(tree.corners))
    frame = svg.frame(tree.panel, f"{key}h")
    axes = svg.axes(tree.panel, names, f"{key}b", across=False)
    branches = element("g", svg.use(f"{key}h"), thin, id=f"{key}g")
    numbers = element("g", *numbers, id=f"{key}n", class_="sp-number")
    return [frame, axes, branches, numbers]


def number_places(tree):
    """Return where the number of each merge begins, and how wide it is.

    They are given from the top of the tree down.  A number stands on its
    bracket, on the side that the bracket above it is not over.  If another
    number is there, or the line of the last cut, and there is room, it hangs
    below the bracket.
    """
    places, ground = {}, tree.feet[0, 1]
    for number in range(len(tree.merges), 0, -1):
        above, below = _beside_bracket(tree, number)
        crowded = not places or any(_meet(above, p) for p in places.values())
        has_room = below[1] + 16 < ground
        places[number] = below if crowded and has_room else above
    return places


def _beside_bracket(tree, number):
    """Return the places for a number on its bracket, and below.

    Each is where the number begins, on which line, and how wide it is.
    """
    _, (start, y), (end, _), _ = tree.corners[number - 1].tolist()
    middle, width = (start + end) // 2, DIGIT * len(str(number))
    cluster = len(tree.merges) + number
    is_left = any(cluster == merge.left for merge in tree.merges)
    x = middle - 5 - width if is_left else middle + 5
    return (x, y - 7, width), (middle - width // 2, y + 24, width)


def _meet(one, other):
    """Tell whether two numbers would touch."""
    (x, y, width), (left, line, other_width) = one, other
    beside = x + width <= left or left + other_width <= x
    return not beside and abs(y - line) < LINE


def grown_tree(tree, number, labels, new, key):
    """Return what is drawn over the base after so many merges."""
    order = leaf_order(tree.merges)
    height = cut_height(tree.merges, len(order) - number)
    ((_, y),) = svg.spots_of(np.array([[0, height]]), tree.panel)
    return [
        svg.path("made", bracket_path(tree.corners[:number])),
        svg.path("cut", f"M0 {y}h{svg.SIDE}"),
        svg.use(f"{key}n"),
        *marked_points(tree.feet, labels[order], new[order]),
    ]


def bracket_path(corners):
    """Return brackets as one path: up, across and down again."""
    return "".join(
        f"M{x} {foot}V{top}H{right}V{end}"
        for (x, foot), (_, top), (right, _), (_, end) in corners.tolist()
    )


def marked_points(spots, labels, new):
    """Return points in the shapes of their labels, and rings on the new."""
    rings = [svg.path("ring", svg.line_through(spots[new]))] if any(new) else []
    return svg.point_paths(spots, labels) + rings
