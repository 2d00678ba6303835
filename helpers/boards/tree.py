"""A dendrogram in an SVG, which grows merge by merge."""

from typing import NamedTuple

import numpy as np

from helpers.boards import svg
from helpers.boards.markup import element
from helpers.drawing.numbering import beside_brackets
from helpers.drawing.tree import brackets, cut_height, leaf_order

NUMBER = 14, 17
"""Width of a digit and height of a number, in the units of the SVG."""
ROWS = 38, 62
"""How far below their points their numbers stand, in the same units, in two rows."""


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
    low, high = np.array([[-1, -0.2 * top], [n, 1.1 * top]])
    panel = svg.Panel(low, high, height)
    corners = svg.spots_of(brackets(merges).reshape(-1, 2), panel)
    feet = svg.spots_of(np.arange(n)[:, np.newaxis], panel)
    return Tree(merges, panel, corners.reshape(-1, 4, 2), feet)


def drawn_tree(tree, key):
    """Return what all steps share: frame, axes, thin brackets, numbers."""
    names, places = ("points", "height"), enumerate(number_places(tree), start=1)
    numbers = [svg.text(number, x=f"{x:.0f}", y=f"{-y:.0f}") for number, (x, y, *_) in places]
    thin = svg.path("line", bracket_path(tree.corners))
    frame = svg.frame(tree.panel, f"{key}h")
    axes = svg.axes(tree.panel, names, f"{key}b", across=False)
    branches = element("g", svg.use(f"{key}h"), thin, id=f"{key}g")
    numbers = element("g", *numbers, *leaf_numbers(tree), id=f"{key}n", class_="sp-number")
    return [frame, axes, branches, numbers]


def number_places(tree):
    """Return the box of the number of each merge, where the first line of the cut stays free."""
    upwards = tree.corners * [1, -1]
    high = tree.panel.height - svg.spots_of(np.array([[0, cut_height(tree.merges, 1)]]), tree.panel)
    line = high[0, 1] - tree.panel.height
    return beside_brackets(upwards, tree.merges, NUMBER, [np.array([0, line, svg.SIDE, line])])


def leaf_numbers(tree):
    """Return the numbers of the points below their feet, in two rows, so that they fit."""
    places = enumerate(zip(leaf_order(tree.merges), tree.feet.tolist(), strict=True))
    return [
        svg.text(point, x=x, y=y + ROWS[i % 2], text_anchor="middle")
        for i, (point, (x, y)) in places
    ]


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
