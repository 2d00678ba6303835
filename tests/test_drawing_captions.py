"""The sentences that tell what a step did."""

import pytest

from helpers import (
    describe,
    lloyd,
)


def test_each_step_has_its_sentence():
    trace = lloyd([[0], [2], [9]], [[0], [2]])
    assert [describe(step) for step in trace] == [
        "Start: 2 means, and no point has a label",
        "Assignment 0: 3 points changed label; inertia 49",
        "Update 1: the means moved to their points; inertia 24.5",
        "Assignment 1: 1 point changed label; inertia 16.25",
        "Update 2: the means moved to their points; inertia 2",
        "Assignment 2: no points changed label; inertia 2",
    ]


def test_with_the_step_before_a_sentence_tells_how_inertia_fell():
    trace = lloyd([[0], [2], [9]], [[0], [2]])
    assert describe(trace[2], trace[1]).endswith("inertia 49 → 24.5")
    assert describe(trace[1], trace[0]) == describe(trace[1])


@pytest.mark.parametrize(
    ("distance", "inertia"),
    [
        *[(0.5, "0.25"), (4.1234, "17"), (9, "81"), (10, "100.0"), (99, "9801.0")],
        *[(3162, "9998244.0"), (1e9, "1e+18"), (3e70, "9e+140")],
    ],
)
def test_inertia_is_told_in_full_from_100_on_and_in_four_digits_below(distance, inertia):
    assert describe(lloyd([[0]], [[distance]])[1]).endswith(f"; inertia {inertia}")


def test_one_mean_is_spoken_of_as_one():
    assert describe(lloyd([[0]], [[0]])[0]) == "Start: 1 mean, and no point has a label"
