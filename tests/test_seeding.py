"""Where the means start, and the best run of several starts."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from examples import boards, disguises
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.stats import chi2_contingency
from sklearn.cluster import kmeans_plusplus
from sklearn.datasets import make_blobs

from helpers import (
    assign,
    best_of,
    grid_means,
    inertia,
    kmeans_plus_plus,
    lloyd,
    random_means,
    sample_blobs,
)

POINTS = np.array([[1, 1], [1, 1], [5, 2], [7, 0]])
# Three groups of three.  If two points were left over, either would leave the same inertia, and
# then rounding would decide in scikit-learn.
TRIPLES = np.array([[0, 0], [1, 0.3], [0.4, 1.5]])
TRIPLES = np.vstack([TRIPLES, 1.3 * TRIPLES + [9, 2], 1.1 * TRIPLES[:, ::-1] + [3, 12]])
BLOBS, _ = sample_blobs(60, grid_means(6), rng=0)


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


@given(boards(), st.integers(0, 99), st.data())
def test_they_are_the_first_that_differ_in_a_shuffled_row(board, seed, data):
    points = board[0]
    k = data.draw(st.integers(1, len(set(map(tuple, points.tolist())))))
    first = {}
    for point in np.random.default_rng(seed).permutation(points).tolist():
        first.setdefault(tuple(point), point)
    assert_array_equal(random_means(points, k, rng=seed), list(first.values())[:k])


def test_many_copies_of_a_point_do_not_hide_the_others():
    points = [[0.0]] * 500 + [[1.0], [2.0]]
    assert sorted(random_means(points, 3, rng=0)[:, 0]) == [0, 1, 2]


def test_zero_and_minus_zero_are_the_same_place():
    with pytest.raises(ValueError, match="at most 1, the number of distinct points; got 2"):
        random_means([[0.0], [-0.0]], 2, rng=0)


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


@pytest.mark.parametrize("trials", [1, 4])
@pytest.mark.parametrize("seed", range(5))
def test_the_draws_are_those_of_a_plain_loop(seed, trials):
    rng = np.random.default_rng(seed)
    means = BLOBS[rng.permutation(len(BLOBS))][:1]
    while len(means) < 5:
        nearest = ((BLOBS[:, np.newaxis] - means) ** 2).sum(axis=2).min(axis=1)
        drawn = BLOBS[rng.choice(len(BLOBS), size=trials, p=nearest / nearest.sum())]
        left = [np.minimum(nearest, ((BLOBS - one) ** 2).sum(axis=1)).sum() for one in drawn]
        means = np.vstack([means, drawn[np.argmin(left)]])
    assert_array_equal(kmeans_plus_plus(BLOBS, 5, trials=trials, rng=seed), means)


def test_no_more_rows_are_compared_than_it_takes_to_find_the_first_means(monkeypatch):
    compared, unique = [], np.unique
    monkeypatch.setattr(
        np, "unique", lambda rows, **how: compared.append(rows) or unique(rows, **how)
    )
    kmeans_plus_plus(BLOBS, 6, rng=0)
    random_means(BLOBS, 6, rng=0)
    assert [len(rows) for rows in compared] == [6]


def test_places_too_near_for_their_squared_distance_are_still_different():
    points = [[0.0], [1e-200], [1000.0]]
    assert set(kmeans_plus_plus(points, 3, rng=0)[:, 0]) == {0, 1e-200, 1000}


def test_places_too_near_for_chances_are_drawn_from_the_same_generator():
    points = np.arange(20)[:, np.newaxis] * 1e-200 + [0, 1]
    first, again = (kmeans_plus_plus(points, 20, rng=4) for _ in range(2))
    assert_array_equal(first, again)


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


def starts(way, k, **options):
    """Count which points start, in which order, in 1500 draws."""
    return Counter(tuple(way(TRIPLES, k, **options).ravel().tolist()) for _ in range(1500))


def scikit_learn(points, k, **options):
    return kmeans_plusplus(points, k, **options)[0]


def likely_alike(ours, theirs):
    """Return the p-value of two counts that may come from the same chances."""
    counts = np.array([[ours[start], theirs[start]] for start in ours | theirs])
    rare = counts.sum(axis=1) < 20
    table = np.vstack([counts[~rare], counts[rare].sum(axis=0)])
    return chi2_contingency(table[table.sum(axis=1) > 0]).pvalue


@pytest.mark.parametrize("k", [2, 3])
@pytest.mark.parametrize("trials", [1, 5])
def test_starts_are_as_likely_as_those_of_scikit_learn(k, trials):
    ours = starts(kmeans_plus_plus, k, trials=trials, rng=np.random.default_rng(0))
    chance = np.random.RandomState(0)  # noqa: NPY002
    theirs = starts(scikit_learn, k, n_local_trials=trials, random_state=chance)
    assert likely_alike(ours, theirs) > 0.01


def test_scikit_learns_own_choice_is_the_greedy_form_with_few_candidates():
    theirs = starts(scikit_learn, 3, random_state=np.random.RandomState(0))  # noqa: NPY002
    candidates = 2 + int(np.log(3))
    for trials in (candidates, 1):
        ours = starts(kmeans_plus_plus, 3, trials=trials, rng=np.random.default_rng(0))
        if trials == candidates:
            assert likely_alike(ours, theirs) > 0.01
        else:  # so the comparison can tell
            assert likely_alike(ours, theirs) < 1e-9


# The best of several runs


@pytest.mark.parametrize("seed_means", [random_means, kmeans_plus_plus])
def test_the_best_run_is_the_lowest_of_starts_drawn_one_after_the_other(seed_means):
    generator = np.random.default_rng(5)
    runs = [lloyd(BLOBS, seed_means(BLOBS, 6, rng=generator)) for _ in range(10)]
    ends = [run[-1].inertia for run in runs]
    assert len(set(ends)) > 1  # or any run would be the best

    best = best_of(BLOBS, 6, seed_means=seed_means, rng=5)
    assert best[-1].inertia == min(ends)
    assert_array_equal(best[0].means, runs[np.argmin(ends)][0].means)
    assert [step.phase for step in best[:2]] == ["start", "assign"]


def test_there_are_ten_runs_if_nothing_else_is_said():
    asked = []

    def counting(points, k, *, rng):
        asked.append(k)
        return random_means(points, k, rng=rng)

    best_of(POINTS, 2, seed_means=counting, rng=0)
    assert asked == [2] * 10


def test_each_run_costs_one_start_and_no_more():
    starts = []

    def seed_means(points, k, *, rng):
        starts.append(random_means(points, k, rng=rng))
        return starts[-1]

    best_of(BLOBS, 4, runs=7, seed_means=seed_means, rng=0)
    assert len(starts) == 7
    assert len({start.tobytes() for start in starts}) == 7


def test_more_runs_from_the_same_seed_are_never_worse():
    ends = [
        best_of(BLOBS, 6, runs=runs, seed_means=random_means, rng=0)[-1].inertia
        for runs in range(1, 16)
    ]
    assert ends == sorted(ends, reverse=True)
    assert ends[0] > ends[-1]


def test_equally_good_runs_leave_the_first():
    best = best_of(POINTS, 1, runs=5, seed_means=random_means, rng=0)
    assert_array_equal(best[0].means, random_means(POINTS, 1, rng=0))


def test_many_runs_find_the_best_clustering_that_there_is():
    # On a line every cluster is an interval, so all clusterings can be tried.
    line, k = np.sort(np.random.default_rng(1).normal(size=12)), 3
    splits = combinations(range(1, len(line)), k - 1)
    least = min(
        sum(((part - part.mean()) ** 2).sum() for part in np.split(line, split)) for split in splits
    )
    best = best_of(line[:, np.newaxis], k, runs=50, seed_means=random_means, rng=0)
    assert best[-1].inertia == pytest.approx(least)


def test_the_handbooks_blobs_reach_their_lowest_inertia():
    points, _ = make_blobs(n_samples=300, centers=4, cluster_std=0.6, random_state=0)
    assert best_of(points, 4, rng=0)[-1].inertia == pytest.approx(212.00599621083478)


def test_best_of_takes_a_seed_or_its_generator_and_points_in_any_form():
    first = best_of(POINTS, 2, rng=4)
    again = best_of(POINTS.tolist(), 2, rng=np.random.default_rng(4))
    assert len(first) == len(again)
    assert_array_equal(first[-1].means, again[-1].means)


def test_best_of_neither_reads_the_global_generator_nor_changes_the_points():
    before, points = np.random.get_state(), BLOBS.copy()  # noqa: NPY002
    best_of(points, 3, rng=0)
    assert_array_equal(points, BLOBS)
    for one, other in zip(before, np.random.get_state(), strict=True):  # noqa: NPY002
        assert_array_equal(one, other)


# What they cannot use, they explain

WAYS = [random_means, kmeans_plus_plus, best_of]


@pytest.mark.parametrize("way", WAYS)
def test_points_and_k_are_checked(way):
    with pytest.raises(ValueError, match="^points must hold finite numbers only; nan in column 0"):
        way([[np.nan]], 1, rng=0)
    with pytest.raises(ValueError, match="^k must be a whole number of at least 1; got 0"):
        way(POINTS, 0, rng=0)


@pytest.mark.parametrize(("way", "name"), [(kmeans_plus_plus, "trials"), (best_of, "runs")])
def test_trials_and_runs_are_checked(way, name):
    with pytest.raises(ValueError, match=f"^{name} must be a whole number of at least 1; got 0"):
        way(POINTS, 2, rng=0, **{name: 0})


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("k", [4, 9])
def test_more_means_than_distinct_points_are_refused(way, k):
    words = f"^k must be at most 3, the number of distinct points; got {k}$"
    with pytest.raises(ValueError, match=words):
        way(POINTS, k, rng=0)


@pytest.mark.parametrize("seed_means", ["k-means++", None, [[0.0, 0.0]]])
def test_the_way_of_starting_must_be_a_function(seed_means):
    with pytest.raises(ValueError, match="^seed_means must be a function; got "):
        best_of(POINTS, 2, seed_means=seed_means, rng=0)
