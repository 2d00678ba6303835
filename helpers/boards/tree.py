"""A dendrogram in an SVG, which grows merge by merge."""

import numpy as np

from helpers.boards.svg import (
    SIDE,
    frame,
    line_through,
    panel_places,
    point_paths,
)
from helpers.drawing.tree import brackets, cut_height, leaf_order

DIGIT = 14
"""Width of a digit of a merge's number, in the same units."""


class Tree:
    """A dendrogram in the units of an SVG, as high as the map beside it."""

    def __init__(self, merges, height):
        self.merges, self.height = merges, height
        self.order = leaf_order(merges)
        n, top = len(merges) + 1, merges[-1].height if merges else 0
        self.low = np.array([-1, -0.08 * (top or 1)])
        self.high = np.array([n, 1.1 * (top or 1)])
        self.corners = self._placed(brackets(merges))
        self.feet = self._placed(np.stack([np.arange(n), np.zeros(n)], axis=1))

    def _placed(self, places):
        return panel_places(places, self.low, self.high, self.height)

    def drawn(self, key):
        """Return what all steps share: frame, axes, thin brackets, numbers."""
        numbers = "".join(
            f'<text x="{x}" y="{y}">{number + 1}</text>'
            for number, (x, y) in self.numbers().items()
        )
        names = ("points", "height")
        ends = self.low, self.high, self.height
        return (
            frame(*ends, names, key, ids="hb", counted="y")
            + f'<g id="{key}g"><use href="#{key}h"/>'
            f'<path class="sp-line" d="{bracket_path(self.corners)}"/></g>'
            f'<g id="{key}n" class="sp-number">{numbers}</g>'
        )

    def numbers(self):
        """Return where the number of each merge begins, from the top down.

        It is on top of its bracket, on the side that the bracket above it is
        not over.  If another number is there, and there is room, it is below.
        """
        n, places = len(self.feet), {}
        left = {merge.left - n for merge in self.merges}
        for i in reversed(range(n - 1)):
            _, (start, y), (end, _), _ = self.corners[i].tolist()
            middle, wide = (start + end) // 2, DIGIT * len(str(i + 1))
            x = middle - 5 - wide if i in left else middle + 5
            taken = any(
                x < there + DIGIT * len(str(other + 1))
                and there < x + wide
                and abs(y - 7 - base) < 20
                for other, (there, base) in places.items()
            )
            top = i == n - 2  # the line of the last cut is above it
            if (taken or top) and y + 40 < self.feet[0, 1]:
                places[i] = middle - wide // 2, y + 24
            else:
                places[i] = x, y - 7
        return places

    def after(self, number, labels, new, key):
        """Return what is drawn over it after so many merges."""
        height = cut_height(self.merges, len(self.feet) - number)
        _, y = self._placed(np.array([0, height]))
        made = bracket_path(self.corners[:number])
        return (
            f'<path class="sp-made" d="{made}"/>'
            f'<path class="sp-cut" d="M0 {y}h{SIDE}"/><use href="#{key}n"/>'
            + marked_points(self.feet, labels[self.order], new[self.order])
        )


def bracket_path(corners):
    """Return brackets as one path: up, across and down again."""
    return "".join(
        f"M{x} {foot}V{top}H{right}V{end}"
        for (x, foot), (_, top), (right, _), (_, end) in corners.tolist()
    )


def marked_points(spots, labels, new):
    """Return points in the shapes of their labels, and rings on the new."""
    drawn = point_paths(spots, labels)
    if new.any():
        drawn += f'<path class="sp-ring" d="{line_through(spots[new])}"/>'
    return drawn
