"""The sentences that tell what a step did."""

import pytest
from examples import TRACE

from helpers import describe, lloyd
from helpers.drawing.captions import captions, heading, one_for_each, shortened


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


def test_ten_million_is_told_in_four_digits():
    assert describe(lloyd([[0, 0]], [[1000, 3000]])[1]).endswith("; inertia 1e+07")


def test_what_is_no_step_is_not_described():
    with pytest.raises(ValueError, match="^step must be a Step of a trace; got 'start'$"):
        describe("start")


def test_headings_tell_where_a_step_is_in_its_run():
    assert [heading(step) for step in TRACE[:4]] == [
        *("Start", "Assignment 0", "Update 1", "Assignment 1")
    ]


def test_captions_describe_each_step_after_the_one_before_it():
    assert captions(TRACE) == [
        describe(step, before) for step, before in zip(TRACE, [None, *TRACE[:-1]], strict=True)
    ]


def test_captions_need_a_trace():
    with pytest.raises(ValueError, match="^a trace must be a list of steps"):
        captions([])


def test_each_thing_has_one_word_and_none_is_an_empty_one():
    assert one_for_each(3, "means", (7, None, "c"), "names") == ["7", "", "c"]
    with pytest.raises(ValueError, match="^names must be one for each of the 2 means; got 3$"):
        one_for_each(2, "means", [7, 8, 9], "names")
    with pytest.raises(ValueError, match="^names must be a list; got 'abc'$"):
        one_for_each(3, "means", "abc", "names")


def test_names_of_more_than_30_characters_are_cut_short():
    assert shortened("x" * 30) == "x" * 30
    assert shortened("x" * 31) == "x" * 29 + "…"
