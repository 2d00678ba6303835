"""Where the means start."""

import numpy as np
import pytest
from examples import BAD_COUNTS, BAD_POINTS, boards, disguises
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from helpers import assign, inertia, kmeans_plus_plus, random_means, sample_blobs

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


# k-means++


@given(boards(), st.integers(0, 99), st.integers(1, 4), st.data())
def test_k_means_plus_plus_chooses_different_points_of_the_board(board, seed, trials, data):
    distinct = set(map(tuple, board[0].tolist()))
    k = data.draw(st.integers(1, len(distinct)))

    chosen = kmeans_plus_plus(board[0], k, trials=trials, rng=seed)
    assert len(set(map(tuple, chosen.tolist()))) == k
    assert set(map(tuple, chosen.tolist())) <= distinct


def test_chances_of_the_next_mean_grow_with_the_squared_distance():
    """Squared distances from 0 are 1 and 9, so chances are 1 and 9 in 10; and so on."""
    rng = np.random.default_rng(0)
    draws = [tuple(kmeans_plus_plus([[0], [1], [3]], 2, rng=rng)[:, 0]) for _ in range(6000)]
    chances = {(0, 1): 1 / 10, (0, 3): 9 / 10, (1, 0): 1 / 5, (1, 3): 4 / 5, (3, 0): 9 / 13}
    for pair, chance in chances.items():
        assert draws.count(pair) == pytest.approx(2000 * chance, rel=0.2)


def test_the_distance_that_counts_is_the_one_to_the_nearest_mean():
    """From 0 and 99, the next is 101 with chance 4 in 5: its distance is 2, that of 1 is 1."""
    rng = np.random.default_rng(0)
    chosen = [kmeans_plus_plus([[0], [1], [99], [101]], 3, rng=rng)[:, 0] for _ in range(3000)]
    thirds = [means[2] for means in chosen if set(means[:2]) == {0, 99}]
    assert thirds.count(101) / len(thirds) == pytest.approx(4 / 5, abs=0.05)


def test_a_point_that_stands_there_twice_has_twice_the_chance():
    rng = np.random.default_rng(0)
    firsts = [kmeans_plus_plus([[0], [5], [5]], 1, rng=rng)[0, 0] for _ in range(3000)]
    assert firsts.count(5) == pytest.approx(2000, rel=0.05)


def test_more_trials_leave_less_inertia():
    points, _ = sample_blobs(60, POINTS * 3, rng=1)

    def left(trials):
        rng = np.random.default_rng(2)
        starts = [kmeans_plus_plus(points, 4, trials=trials, rng=rng) for _ in range(100)]
        return np.mean([inertia(points, assign(points, means), means) for means in starts])

    assert left(5) < 0.9 * left(1)


def test_of_many_trials_the_one_that_leaves_the_least_inertia_is_kept():
    """Whichever point is first, the best second one is in the other group, in its middle."""
    points = [[0], [1], [2], [20], [21], [22]]
    for seed in range(20):
        first, second = kmeans_plus_plus(points, 2, trials=200, rng=seed)[:, 0]
        assert second == (21 if first < 10 else 1)


def test_places_too_near_for_their_squared_distance_are_still_different():
    points = [[0.0], [1e-200], [1000.0]]
    assert set(kmeans_plus_plus(points, 3, rng=0)[:, 0]) == {0, 1e-200, 1000}


@pytest.mark.parametrize("k", [4, *BAD_COUNTS])
def test_k_means_plus_plus_needs_a_k_that_the_points_can_give(k):
    words = "at most 3, the number" if k == 4 else f"a whole number of at least 1; got {k!r}"
    with pytest.raises(ValueError, match=f"k must be {words}"):
        kmeans_plus_plus(POINTS, k, rng=0)


@pytest.mark.parametrize("trials", BAD_COUNTS)
def test_trials_must_be_a_whole_number(trials):
    with pytest.raises(ValueError, match="trials must be a whole number of at least 1; got"):
        kmeans_plus_plus(POINTS, 2, trials=trials, rng=0)


@pytest.mark.parametrize(("points", "words"), BAD_POINTS)
def test_k_means_plus_plus_says_what_is_wrong_with_the_points(points, words):
    with pytest.raises(ValueError, match=f"points .*{words}"):
        kmeans_plus_plus(points, 1, rng=0)


@pytest.mark.parametrize("points", disguises(POINTS))
def test_k_means_plus_plus_takes_points_in_any_form(points):
    means = kmeans_plus_plus(points, 2, rng=4)
    assert means.dtype == float
    assert_array_equal(means, kmeans_plus_plus(POINTS * 1.0, 2, rng=4))


def test_k_means_plus_plus_leaves_points_and_numpys_generator_as_they_were():
    before = np.random.get_state()  # noqa: NPY002
    points = POINTS.astype(float)
    kmeans_plus_plus(points, 3, trials=2, rng=np.random.default_rng(4))[:] = -1
    assert_array_equal(points, POINTS)
    after = np.random.get_state()  # noqa: NPY002
    for one, other in zip(before, after, strict=True):
        assert_array_equal(one, other)
