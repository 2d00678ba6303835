"""Where the means start."""

import numpy as np
import pytest
from examples import BAD_COUNTS, BAD_POINTS, boards, disguises
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from helpers import random_means, sample_blobs

POINTS = np.array([[1, 1], [1, 1], [5, 2], [7, 0]])


@given(boards(), st.integers(0, 99), st.data())
def test_random_means_are_different_points_of_the_board(board, seed, data):
    distinct = set(map(tuple, board[0].tolist()))
    k = data.draw(st.integers(1, len(distinct)))

    chosen = set(map(tuple, random_means(board[0], k, rng=seed).tolist()))
    assert len(chosen) == k
    assert chosen <= distinct


def test_each_of_the_distinct_points_is_chosen_equally_often():
    rng = np.random.default_rng(0)
    points = [[0], [1], [2], [3]]
    firsts = [random_means(points, 2, rng=rng)[0, 0] for _ in range(2000)]
    assert np.bincount(np.array(firsts, dtype=int)) == pytest.approx([500] * 4, rel=0.15)


def test_zero_and_minus_zero_are_the_same_place():
    with pytest.raises(ValueError, match="at most 1, the number of distinct points; got 2"):
        random_means([[0.0], [-0.0]], 2, rng=0)


def test_more_means_than_distinct_points_are_refused():
    with pytest.raises(
        ValueError, match="k must be at most 3, the number of distinct points; got 4"
    ):
        random_means(POINTS, 4, rng=0)


@pytest.mark.parametrize("k", BAD_COUNTS)
def test_k_must_be_a_whole_number(k):
    with pytest.raises(ValueError, match=f"k must be a whole number of at least 1; got {k!r}"):
        random_means(POINTS, k, rng=0)


@pytest.mark.parametrize(("points", "words"), BAD_POINTS)
def test_random_means_say_what_is_wrong_with_the_points(points, words):
    with pytest.raises(ValueError, match=f"points .*{words}"):
        random_means(points, 1, rng=0)


@pytest.mark.parametrize("points", disguises(POINTS))
def test_the_points_may_come_in_any_form(points):
    means = random_means(points, 2, rng=4)
    assert means.dtype == float
    assert_array_equal(means, random_means(POINTS * 1.0, 2, rng=4))


def test_a_seed_and_a_generator_of_that_seed_choose_the_same_means():
    generator = np.random.default_rng(4)
    assert_array_equal(random_means(POINTS, 3, rng=4), random_means(POINTS, 3, rng=generator))


def test_random_means_leave_the_points_as_they_were():
    points = POINTS.astype(float)
    random_means(points, 3, rng=4)[:] = -1
    assert_array_equal(points, POINTS)


def test_numpys_global_generator_is_neither_read_nor_seeded():
    before = np.random.get_state()  # noqa: NPY002
    points, _ = sample_blobs(20, POINTS, rng=4)
    random_means(points, 3, rng=4)
    after = np.random.get_state()  # noqa: NPY002
    for one, other in zip(before, after, strict=True):
        assert_array_equal(one, other)
