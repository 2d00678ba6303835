"""Where numbers stand beside points and brackets, so that none is over anything else."""

import numpy as np

FONT = 9
"""The size of a number in a figure, in points of print."""
NUMBER = 5.9, 7.2
"""The width of a digit and the height of a number of this size, in the same unit."""
GAP = 0.25
"""How far a number is from its bracket or point, in heights of a number."""
WAYS = np.array([[1, 1], [-1, 1], [1, -1], [-1, -1], [1, 0], [-1, 0], [0, 1], [0, -1]])
"""Where a number may stand beside its point, the likeliest way first."""


def beside_points(spots, size, reach, others=()):
    """Return the box of the number of each point: its left, lower, right and upper end.

    Parameters
    ----------
    spots : array, shape (n, 2)
        In any unit, the second column upwards.
    size : tuple of float
        The width of a digit and the height of a number, in the same unit.
    reach : float
        How far a point reaches from its middle.
    others : sequence of boxes
        What else the numbers should not be over.
    """
    digit, height = size
    boxes = []
    for number, spot in enumerate(spots):
        half = np.array([digit * len(str(number)), height]) / 2
        far = reach + GAP * height
        # A corner of the box may be nearer than a side.
        steps = np.where((WAYS != 0).all(axis=1)[:, np.newaxis], 0.7 * far, far)
        middles = spot + WAYS * (steps + half)
        boxes.append(np.hstack([middles - half, middles + half]))
    return freest(boxes, [*np.hstack([spots - reach, spots + reach]), *others])


def beside_brackets(corners, merges, size, others=()):
    """Return the box of the number of each merge, as high up as its bracket.

    The number stands on its bracket, on the side that the bracket above it is
    not over; if something is there, on the other side, then below it, then
    beside it.  The topmost merges choose first.

    Parameters
    ----------
    corners : array, shape (n-1, 4, 2)
        Of the brackets, in any unit, the second column upwards.
    merges : list of Merge
    size : tuple of float
        The width of a digit and the height of a number, in the same unit.
    others : sequence of boxes
        What else the numbers should not be over.
    """
    lefts = {merge.left for merge in merges}
    n, boxes = len(merges) + 1, []
    for i in reversed(range(n - 1)):
        wide = size[0] * len(str(i + 1))
        boxes.append(_choices(corners[i], wide, size[1], n + i in lefts))
    return freest(boxes, [*_strokes(corners), *others])[::-1]


def points_of(ax, places):
    """Return where places are on the axes, in points of print."""
    return ax.transData.transform(places) * 72 / ax.figure.dpi


def freest(choices, there):
    """Return for each number that box of its choices which meets least; of equals the first."""
    taken, found = [*there], []
    for boxes in choices:
        meets = [_count_met(box, np.array(taken)) for box in boxes]
        found.append(boxes[int(np.argmin(meets))])
        taken.append(found[-1])
    return np.array(found).reshape(-1, 4)


def _count_met(box, others):
    left, low, right, high = others.T
    beside = (right <= box[0]) | (box[2] <= left)
    return np.sum(~beside & (low < box[3]) & (box[1] < high))


def _choices(corners, wide, high, hangs_left):
    """Return where the number of a bracket may stand, the likeliest place first."""
    (left, _), (_, top), (right, _), _ = corners
    middle, gap = (left + right) / 2, GAP * high
    outer, inner = middle - gap - wide, middle + gap
    above = [outer, inner] if hangs_left else [inner, outer]
    inside = [middle - wide / 2, left + gap, right - gap - wide]
    beside = [left - gap - wide, right + gap]
    places = [(x, top + gap) for x in above]
    places += [(x, top - gap - high) for x in inside]
    places += [(x, y) for y in (top - high / 2, top - high, top) for x in beside]
    return [np.array([x, y, x + wide, y + high]) for x, y in places]


def _strokes(corners):
    """Return the three strokes of each bracket, as boxes that are thin."""
    pairs = np.stack([corners[:, :-1], corners[:, 1:]], axis=2).reshape(-1, 2, 2)
    return np.hstack([pairs.min(axis=1), pairs.max(axis=1)])
