"""Scores of a clustering: by pencil, by brute force, and against scikit-learn."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from examples import BAD_POINTS, coordinates, disguises, labelings, scikit_learns_ami
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import cdist
from sklearn import metrics
from sklearn.metrics.cluster import contingency_matrix
from sklearn.metrics.cluster import expected_mutual_information as sklearn_expectation

from helpers import (
    adjusted_mutual_information,
    adjusted_rand_index,
    contingency,
    expected_mutual_information,
    homogeneity_completeness_v,
    mutual_information,
    sample_blobs,
    scores,
    silhouette,
)

SCORES = [
    mutual_information,
    expected_mutual_information,
    adjusted_mutual_information,
    adjusted_rand_index,
    homogeneity_completeness_v,
]
SYMMETRIC = SCORES[:4]

# Three cats and three dogs; one dog went to the cats.
PETS = ["cat", "cat", "cat", "dog", "dog", "dog"]
CLUSTERS = [1, 1, 1, 1, 0, 0]


# Worked examples


def test_the_table_of_the_pets():
    assert_array_equal(contingency(PETS, CLUSTERS), [[0, 3], [2, 1]])


def test_the_scores_of_the_pets_by_pencil():
    information = (3 * math.log(3 / 2) + 2 * math.log(2) + math.log(1 / 2)) / 6
    assert mutual_information(PETS, CLUSTERS) == pytest.approx(information)

    # 15 pairs; 6 share a species, 7 a cluster, and 3 + 1 both.
    expected_pairs = 6 * 7 / 15
    rand = (4 - expected_pairs) / (6.5 - expected_pairs)
    assert adjusted_rand_index(PETS, CLUSTERS) == pytest.approx(rand)

    of_pets, of_clusters = math.log(2), math.log(3) - 2 / 3 * math.log(2)
    homogeneity, completeness = information / of_pets, information / of_clusters
    assert homogeneity_completeness_v(PETS, CLUSTERS) == pytest.approx(
        (homogeneity, completeness, 2 / (1 / homogeneity + 1 / completeness))
    )

    # The two left-over places fall on one species 2 times in 5, and split it else.
    split = (4 * math.log(1) + 2 * math.log(1)) / 6
    chance = 2 / 5 * information + 3 / 5 * split
    assert expected_mutual_information(PETS, CLUSTERS) == pytest.approx(chance)
    assert adjusted_mutual_information(PETS, CLUSTERS) == pytest.approx(
        (information - chance) / ((of_pets + of_clusters) / 2 - chance)
    )


@pytest.mark.parametrize("labels", [[0] * 5, [4, 2, 0, 1, 3], [0, 0, 1, 1, 2]])
def test_a_labeling_agrees_with_itself_entirely(labels):
    assert adjusted_mutual_information(labels, labels) == 1.0
    assert adjusted_rand_index(labels, labels) == 1.0
    assert homogeneity_completeness_v(labels, labels) == (1, 1, 1)


@pytest.mark.parametrize("score", [adjusted_mutual_information, adjusted_rand_index])
def test_labels_dealt_by_chance_score_near_zero(score):
    rng = np.random.default_rng(0)
    assert score(rng.integers(4, size=2000), rng.integers(4, size=2000)) == pytest.approx(
        0, abs=0.01
    )


# Laws that hold for all labelings


@given(labelings())
def test_the_table_counts_every_point_once(both):
    table = contingency(*both)
    assert_array_equal(table, pd.crosstab(*both))
    assert table.sum() == len(both[0])


@pytest.mark.parametrize("score", SYMMETRIC)
@given(both=labelings())
def test_it_does_not_matter_which_labeling_comes_first(score, both):
    assert score(*both) == pytest.approx(score(*both[::-1]), abs=1e-12)


@given(labelings())
def test_homogeneity_one_way_is_completeness_the_other_way(both):
    homogeneity, completeness, v_measure = homogeneity_completeness_v(*both)
    assert 0 <= min(homogeneity, completeness) <= v_measure + 1e-12 <= 1 + 1e-12
    assert max(homogeneity, completeness) <= 1
    assert homogeneity_completeness_v(*both[::-1]) == pytest.approx(
        (completeness, homogeneity, v_measure), abs=1e-12
    )


@pytest.mark.parametrize("score", SCORES)
@given(both=labelings(), seed=st.integers(0, 99))
def test_names_and_order_do_not_matter(score, both, seed):
    rng = np.random.default_rng(seed)
    truth, labels = np.transpose(both)[rng.permutation(len(both[0]))].T
    names = np.array([f"cluster {i}" for i in rng.permutation(50)])
    assert score(-truth, names[labels]) == pytest.approx(score(*both), abs=1e-12)


@given(labelings())
def test_scores_stay_within_their_bounds(both):
    assert mutual_information(*both) >= 0
    assert expected_mutual_information(*both) >= 0
    assert -1 <= adjusted_mutual_information(*both) <= 1
    assert -0.5 <= adjusted_rand_index(*both) <= 1
    assert all(0 <= score <= 1 for score in homogeneity_completeness_v(*both))


def test_rounding_takes_no_score_out_of_its_bounds():
    assert mutual_information([0] * 9, [2, 2, 3, 6, 4, 0, 2, 2, 2]) >= 0
    assert max(homogeneity_completeness_v([4, 2, 2, 0, 4, 3], [2, 3, 3, 4, 2, 2])) <= 1


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=5))
def test_the_expectation_is_the_average_over_all_ways_to_deal_the_labels(pairs):
    truth, labels = zip(*pairs, strict=True)
    dealt = [mutual_information(truth, deal) for deal in itertools.permutations(labels)]
    assert expected_mutual_information(truth, labels) == pytest.approx(np.mean(dealt), abs=1e-12)


# Scikit-learn


def assert_equal_to_scikit_learn(truth, labels):
    ours = [score(truth, labels) for score in SCORES]
    table = contingency_matrix(truth, labels)
    theirs = [
        metrics.mutual_info_score(truth, labels),
        sklearn_expectation(table, len(truth)),
        scikit_learns_ami(truth, labels),
        metrics.adjusted_rand_score(truth, labels),
        metrics.homogeneity_completeness_v_measure(truth, labels),
    ]
    assert_array_equal(contingency(truth, labels), table)
    assert_allclose(np.hstack(ours), np.hstack(theirs), rtol=0, atol=1e-9)


@given(labelings())
def test_scikit_learn_gives_the_same_scores(both):
    assert_equal_to_scikit_learn(*both)


@pytest.mark.parametrize("seed", range(20))
def test_scikit_learn_gives_the_same_scores_on_many_points(seed):
    rng = np.random.default_rng(seed)
    truth = rng.integers(1 + seed, size=500)
    labels = np.where(rng.random(500) < seed / 20, truth, rng.integers(8, size=500))
    assert_equal_to_scikit_learn(truth, labels)


ONE, ALL, HALVES = [0] * 6, list(range(6)), [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("truth", [ONE, ALL, HALVES])
@pytest.mark.parametrize("labels", [ONE, ALL, HALVES])
def test_scikit_learn_gives_the_same_scores_at_the_extremes(truth, labels):
    assert_equal_to_scikit_learn(truth, labels)
    assert_equal_to_scikit_learn(truth[:1], labels[:1])


KINDS = {
    "one cluster": lambda rng, n: np.zeros(n, int),
    "a constant below zero": lambda rng, n: np.full(n, -7),
    "all alone": lambda rng, n: rng.permutation(n),
    "one point apart": lambda rng, n: (np.arange(n) == rng.integers(n)).astype(int),
    "few": lambda rng, n: rng.integers(3, size=n),
    "many": lambda rng, n: rng.integers(n, size=n),
    "below zero": lambda rng, n: rng.integers(-4, 3, size=n),
    "words": lambda rng, n: rng.choice(["ant", "bee", "Cat", "", "10", "9"], size=n),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_scikit_learn_gives_the_same_scores_whatever_the_labels(kind, other):
    rng = np.random.default_rng(list(KINDS).index(kind))
    for n in rng.integers(1, 40, size=32):
        assert_equal_to_scikit_learn(KINDS[kind](rng, n), KINDS[other](rng, n))


def test_clusters_that_tell_half_of_the_classes_score_a_half():
    truth, labels = [0, 0, 1, 1, 2, 2, 3, 3], [0, 1, 0, 1, 2, 3, 2, 3]
    assert homogeneity_completeness_v(truth, labels) == (0.5, 0.5, 0.5)


def test_rounding_makes_no_cluster_more_than_pure():
    truth, labels = [2, 0, 0, 0, 1, 0, 0, 2, 2], [4, 0, 1, 1, 2, 0, 0, 4, 3]
    assert homogeneity_completeness_v(truth, labels)[0] == 1


def test_clusters_that_tell_nothing_about_the_classes_score_zero():
    assert homogeneity_completeness_v([0, 0, 1, 1], [0, 1, 0, 1]) == (0, 0, 0)
    assert mutual_information([0, 0, 1, 1], [0, 1, 0, 1]) == 0


@given(labelings())
def test_the_v_measure_is_normalised_mutual_information(both):
    normalised = metrics.normalized_mutual_info_score(*both, average_method="arithmetic")
    assert homogeneity_completeness_v(*both)[2] == pytest.approx(normalised, abs=1e-9)


@given(labelings())
def test_the_rand_index_is_adjusted_by_counting_every_pair(both):
    same = [[x == y for x, y in itertools.combinations(labels, 2)] for labels in both]
    alike, chance = sum(map(min, zip(*same, strict=True))), 0
    in_class, in_cluster = map(sum, same)
    if same[0]:
        chance = in_class * in_cluster / len(same[0])
    most = (in_class + in_cluster) / 2
    by_pairs = 1 if most == chance else (alike - chance) / (most - chance)
    assert adjusted_rand_index(*both) == pytest.approx(by_pairs, abs=1e-9)


def test_the_adjusted_rand_index_reaches_its_lower_bound():
    assert adjusted_rand_index(["a", "a", "b", "b"], [0, 1, 0, 1]) == pytest.approx(-0.5)


@pytest.mark.parametrize("score", [adjusted_mutual_information, adjusted_rand_index])
@pytest.mark.parametrize("useless", [np.zeros(30), np.arange(30)])
def test_one_cluster_or_all_alone_tells_nothing(score, useless):
    assert score(np.repeat([0, 1, 2], 10), useless) == pytest.approx(0, abs=1e-9)


def test_many_random_clusters_fool_the_v_measure_only():
    rng, species = np.random.default_rng(0), np.repeat([0, 1, 2], 50)
    dealt = rng.integers(75, size=(200, 150))
    assert min(homogeneity_completeness_v(species, labels)[2] for labels in dealt) > 0.1
    for score in adjusted_mutual_information, adjusted_rand_index:
        assert abs(np.mean([score(species, labels) for labels in dealt])) < 0.01


# What a student may pass


@pytest.mark.parametrize(
    "kind",
    [list, tuple, np.array, pd.Categorical, lambda x: pd.Series(x, index=range(len(x), 0, -1))],
)
@pytest.mark.parametrize("names", [["a", "b"], [False, True], [0.5, 1.5], [7, 200]])
def test_labelings_may_come_in_any_form(kind, names):
    labels = kind([names[i] for i in CLUSTERS])
    assert_array_equal(contingency(PETS, labels), contingency(PETS, CLUSTERS))
    assert_array_equal(contingency(labels, PETS), contingency(CLUSTERS, PETS))


@pytest.mark.parametrize("score", [contingency, *SCORES])
@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([0, 1], r"one entry for each point"),
        ([], "one entry for each point"),
        (0, "one entry for each point"),
        ([[0, 1, 2]], "one entry for each point"),
        ([0, 1, np.nan], "NaN"),
        ([0, 1, np.inf], "infinite"),
        (np.array([0, 1, np.nan], dtype=object), "NaN"),
        (["a", "b", np.nan], "none missing"),
        ([1, 2, "b"], "all numbers or all strings"),
        ([[0, 1], [2]], "one entry for each point|all numbers"),
        ([0, 1, None], "none missing"),
        (["a", "b", None], "none missing"),
        (np.array([0, 1, "b"], dtype=object), "all numbers or all strings"),
        (pd.Series(["a", "b", None]), "none missing"),
        (np.ma.masked_equal([0, 1, 2], 2), "masked values"),
    ],
)
def test_bad_labelings_are_explained(score, bad, words):
    good = ["a", "b", "b"]
    with pytest.raises(ValueError, match=words):
        score(good, bad)
    with pytest.raises(ValueError, match=words):
        score(bad, good)


def test_the_labeling_that_is_wrong_is_named():
    with pytest.raises(ValueError, match="^truth must"):
        contingency([None], [1])
    with pytest.raises(ValueError, match="^labels must"):
        contingency([1], [None])


def test_labelings_of_different_lengths_are_counted():
    with pytest.raises(ValueError, match="they have 3 and 2 entries"):
        contingency([0, 1, 2], [0, 1])


@pytest.mark.parametrize("score", [contingency, *SCORES])
def test_scores_leave_the_labelings_as_they_were(score):
    truth, labels = np.array([2, 0, 1]), np.array([0, 0, 1])
    score(truth, labels)
    assert_array_equal(truth, [2, 0, 1])
    assert_array_equal(labels, [0, 0, 1])


# The silhouette

LINE = [[0.0], [2.0], [8.0], [10.0], [30.0]]


@st.composite
def clusterings(draw):
    """Draw 3 to 25 points in 2 to n-1 clusters."""
    n, d = draw(st.integers(3, 25)), draw(st.integers(1, 3))
    points = draw(arrays(float, (n, d), elements=coordinates))
    labels = arrays(int, n, elements=st.integers(-2, draw(st.integers(-1, n))))
    return points, draw(labels.filter(lambda labels: 2 <= len(np.unique(labels)) < n))


def test_the_silhouettes_of_five_points_by_pencil():
    by_pencil = [1 - 2 / 9, 1 - 2 / 7, 1 - 2 / 7, 1 - 2 / 9, 0]
    assert silhouette(LINE, [0, 0, 1, 1, 2]) == pytest.approx(by_pencil)


def test_a_point_nearer_to_another_cluster_than_to_its_own_scores_below_zero():
    assert silhouette(LINE, [0, 1, 1, 1, 2])[1] == pytest.approx(2 / 7 - 1)


def test_of_several_other_clusters_the_nearest_counts_even_if_it_is_small():
    points = [[0], [1], [3], *[[20]] * 9]
    assert silhouette(points, [0, 0, 1, *[2] * 9])[0] == pytest.approx(1 - 1 / 3)


def test_the_unit_does_not_matter_to_a_silhouette():
    labels = [0, 0, 1, 1, 1]
    for unit in (1e-9, 1e-100, 1e100):
        small = np.array(LINE) * unit
        assert_allclose(silhouette(small, labels), silhouette(LINE, labels), atol=1e-12)


def test_one_cluster_less_than_points_is_enough():
    assert_allclose(silhouette([[0], [2], [9]], [0, 0, 1]), [7 / 9, 5 / 7, 0])


def test_clusters_in_the_same_place_score_zero():
    assert_array_equal(silhouette([[1, 1]] * 5, [0, 0, 1, 1, 2]), np.zeros(5))


# Scikit-learn's own distances are rounded more coarsely, so it is given exact ones here.
@settings(max_examples=1000)
@given(clusterings())
def test_scikit_learn_gives_the_same_silhouettes(clustering):
    points, labels = clustering
    theirs = metrics.silhouette_samples(cdist(points, points), labels, metric="precomputed")
    ours = silhouette(points, labels)
    assert_allclose(ours, theirs, rtol=0, atol=1e-9)
    assert (np.abs(ours) <= 1).all()


@pytest.mark.parametrize("block", range(10))
def test_scikit_learn_gives_the_same_silhouettes_of_random_clusterings(block):
    for seed in range(200):
        rng = np.random.default_rng([block, seed])
        n, d = rng.integers(3, 80), rng.integers(1, 9)
        points = rng.normal(size=(n, d)) * rng.choice([0.01, 1, 100], size=d)
        labels = rng.integers(-3, rng.integers(-1, n), size=n)
        labels[:3] = -3, -3, -2
        theirs = metrics.silhouette_samples(points, labels)
        assert_allclose(silhouette(points, labels), theirs, rtol=0, atol=1e-9)


def test_points_are_taken_in_chunks_and_none_is_lost(monkeypatch):
    points, labels = sample_blobs(101, [[0, 0], [3, 3], [9, 1]], std=2, rng=0)
    asked = []
    monkeypatch.setattr(scores, "CHUNK", 1000)
    monkeypatch.setattr(scores, "cdist", lambda *pair: asked.append(pair) or cdist(*pair))
    assert_allclose(
        silhouette(points, labels), metrics.silhouette_samples(points, labels), rtol=0, atol=1e-9
    )
    assert max(len(some) * len(every) for some, every in asked) <= 1000 + 101
    assert len(asked) < 20


def test_silhouettes_hold_far_from_the_origin():
    points, labels = sample_blobs(200, [[0, 0], [2, 2]], rng=0)
    grid = (points * 1024).round() / 1024  # so that moving it rounds nothing off
    assert_allclose(
        silhouette(grid + 2.0**40, labels), silhouette(grid, labels), rtol=0, atol=1e-12
    )


@given(clusterings(), st.integers(0, 99))
def test_neither_names_nor_order_matter_to_a_silhouette(clustering, seed):
    points, labels = clustering
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(points))
    names = np.array([f"cluster {i}" for i in rng.permutation(50)])
    shuffled = silhouette(points[order], names[labels[order]])
    assert_allclose(shuffled, silhouette(points, labels)[order], rtol=0, atol=1e-9)


@pytest.mark.parametrize("points", disguises(np.array([[0, 0], [2, 0], [100, 0], [100, 20]])))
@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.Categorical, pd.Series])
@pytest.mark.parametrize("names", [["a", "b"], [False, True], [0.5, 1.5], [-1, 200]])
def test_points_and_clusters_may_come_in_any_form(points, kind, names):
    labels = kind([names[i] for i in (0, 0, 1, 1)])
    expected = metrics.silhouette_samples([[0, 0], [2, 0], [100, 0], [100, 20]], [0, 0, 1, 1])
    assert silhouette(points, labels) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("labels", "found"), [([7] * 5, 1), (list("abcde"), 5), ([-1, 0, 1, 2, 3], 5)]
)
def test_a_silhouette_needs_at_least_two_clusters_and_two_points_in_one(labels, found):
    with pytest.raises(ValueError, match=f"needs 2 to n-1 clusters; these 5 points have {found}"):
        silhouette(LINE, labels)


@pytest.mark.parametrize("points", [[[1.0]], [[1.0], [2.0]]])
def test_one_or_two_points_have_no_silhouettes(points):
    with pytest.raises(ValueError, match="needs 2 to n-1 clusters"):
        silhouette(points, range(len(points)))


@pytest.mark.parametrize(("bad", "words"), BAD_POINTS)
def test_points_without_silhouettes_are_explained(bad, words):
    with pytest.raises(ValueError, match=f"points .*{words}"):
        silhouette(bad, [0, 1])


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([0, 1], "one entry for each of the 5 points; there are 2"),
        ([], "one entry for each point"),
        ([[0, 0, 1, 1, 1]], "one entry for each point"),
        ([0, 0, 1, 1, np.nan], "NaN"),
        ([0, 0, 1, 1, None], "none missing"),
        ([0, 0, 1, 1, "b"], "all numbers or all strings"),
        (np.ma.masked_equal([0, 0, 1, 1, 2], 2), "masked values"),
    ],
)
def test_labels_without_silhouettes_are_explained(labels, words):
    with pytest.raises(ValueError, match=f"labels must .*{words}"):
        silhouette(LINE, labels)


def test_a_silhouette_leaves_points_and_labels_as_they_were():
    points, labels = np.array(LINE), np.array([2, 0, 1, 0, 0])
    silhouette(points, labels)
    assert_array_equal(points, LINE)
    assert_array_equal(labels, [2, 0, 1, 0, 0])
