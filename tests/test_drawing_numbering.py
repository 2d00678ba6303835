"""Where numbers stand beside points and brackets."""

import matplotlib.pyplot as plt
import numpy as np
from numpy.testing import assert_allclose

from helpers import agglomerate
from helpers.drawing.numbering import (
    _choices,
    beside_brackets,
    beside_points,
    freest,
    points_of,
)

SIZE = 10, 20
BRACKET = np.array([[0, 0], [0, 50], [100, 50], [100, 0]])


def test_a_number_is_near_a_corner_of_its_point_or_if_all_are_taken_beside_it():
    spots = np.array([[100 * i, 0] for i in range(11)])
    boxes = beside_points(spots, SIZE, 5)
    assert_allclose(boxes[[0, 10]], [[7, 7, 17, 27], [1007, 7, 1027, 27]])
    taken = [(-20, 15, 20, 30), (-20, -30, 20, -15)]
    assert_allclose(beside_points(spots[:1], SIZE, 5, taken), [[10, -10, 20, 10]])


def test_a_number_is_above_its_bracket_or_below_or_beside_it():
    above = [(55, 55), (35, 55)]
    others = [(45, 25), (5, 25), (85, 25)]
    others += [(x, y) for y in (40, 30, 50) for x in (-15, 105)]
    for hangs_left, first in [(False, above), (True, above[::-1])]:
        boxes = np.array(_choices(BRACKET, *SIZE, hangs_left))
        assert_allclose(boxes[:, :2], first + others)
        assert_allclose(boxes[:, 2:], boxes[:, :2] + SIZE)
    merges = agglomerate([[0.0], [1.0]])
    assert_allclose(beside_brackets(BRACKET[np.newaxis], merges, SIZE), [[55, 55, 65, 75]])


def test_boxes_that_touch_do_not_meet():
    box, other = (0, 0, 10, 10), (50, 50, 60, 60)
    for touching in [(10, 0, 20, 10), (-10, 0, 0, 10), (0, 10, 10, 20), (0, -10, 10, 0)]:
        assert_allclose(freest([[box, other]], [touching]), [box])
    assert_allclose(freest([[box, other]], [(9, 9, 11, 11)]), [other])


def test_places_are_in_points_of_print_whatever_the_dots_per_inch():
    _, ax = plt.subplots(dpi=144)
    assert_allclose(points_of(ax, [[0.5, 0.25]]), ax.transData.transform([[0.5, 0.25]]) / 2)
