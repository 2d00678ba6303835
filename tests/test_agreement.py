"""Scores of a clustering: by pencil, by brute force, and against scikit-learn."""

import itertools
import math
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from examples import labelings, scikit_learns_ami
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import gammaln
from sklearn import metrics
from sklearn.metrics.cluster import contingency_matrix
from sklearn.metrics.cluster import expected_mutual_information as sklearn_expectation

from helpers import (
    adjusted_mutual_information,
    adjusted_rand_index,
    agreement,
    contingency,
    expected_mutual_information,
    homogeneity_completeness_v,
    mutual_information,
    same_groups,
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
    for n in rng.integers(1, 40, size=10):
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


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([0, 1], r"one entry for each of the . points"),
        ([], "one entry for each of the . points"),
        (0, "one entry for each of the . points"),
        ([[0, 1, 2]], "one entry for each of the . points"),
        ([0, 1, np.nan], "all finite numbers"),
        ([0, 1, np.inf], "all finite numbers"),
        (np.array([0, 1, np.nan], dtype=object), "all finite numbers"),
        (["a", "b", np.nan], "none missing"),
        ([1, 2, "b"], "all finite numbers or all strings"),
        ([[0, 1], [2]], "rows of equal length"),
        ([0, 1, None], "none missing"),
        (["a", "b", None], "none missing"),
        (np.array([0, 1, "b"], dtype=object), "all finite numbers or all strings"),
        (pd.Series(["a", "b", None]), "none missing"),
        (np.ma.masked_equal([0, 1, 2], 2), "masked values"),
    ],
)
def test_bad_labelings_are_explained(bad, words):
    good = ["a", "b", "b"]
    with pytest.raises(ValueError, match=words):
        contingency(good, bad)
    with pytest.raises(ValueError, match=words):
        contingency(bad, good)


@pytest.mark.parametrize("score", [*SCORES, same_groups])
def test_every_score_asks_the_same_of_its_labelings(score):
    for bad in [0, 1], [0, 1, np.nan]:
        with pytest.raises(ValueError, match="^(truth|labels|mine|theirs) "):
            score([0, 0, 1], bad)
        with pytest.raises(ValueError, match="^(truth|labels|mine|theirs) "):
            score(bad, [0, 0, 1])


@pytest.mark.parametrize(
    ("call", "one", "other"), [(contingency, "truth", "labels"), (same_groups, "mine", "theirs")]
)
def test_the_labeling_that_is_wrong_is_named(call, one, other):
    with pytest.raises(ValueError, match=f"^{one} must"):
        call([None], [1])
    with pytest.raises(ValueError, match=f"^{other} must"):
        call([1], [None])


def test_labelings_of_different_lengths_are_counted():
    with pytest.raises(ValueError, match=r"^labels must .* the 3 points; these have shape \(2,\)"):
        contingency([0, 1, 2], [0, 1])


@pytest.mark.parametrize("score", [contingency, *SCORES, same_groups])
def test_scores_leave_the_labelings_as_they_were(score):
    truth, labels = np.array([2, 0, 1]), np.array([0, 0, 1])
    score(truth, labels)
    assert_array_equal(truth, [2, 0, 1])
    assert_array_equal(labels, [0, 0, 1])


# Many clusters


@pytest.mark.parametrize("score", [*SCORES, same_groups])
@pytest.mark.parametrize("size", [1, 2])
def test_no_table_of_all_classes_and_clusters_is_held(score, size):
    truth = np.arange(12_000)  # such a table would take 1152 MB, or half of them
    tracemalloc.start()
    score(truth, truth[::-1] // size)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20e6


def test_factorials_are_worked_out_once_for_all_pairs_of_sizes(monkeypatch):
    asked = []
    monkeypatch.setattr(agreement, "gammaln", lambda n: asked.append(n) or gammaln(n))
    truth = np.repeat(np.arange(30), np.arange(1, 31))
    theirs = sklearn_expectation(contingency_matrix(truth, truth // 2), len(truth))
    assert expected_mutual_information(truth, truth // 2) == pytest.approx(theirs, abs=1e-12)
    assert len(asked) == 1


def test_the_three_shares_have_names():
    shares = homogeneity_completeness_v(PETS, CLUSTERS)
    assert shares == (shares.homogeneity, shares.completeness, shares.v_measure)
    assert repr(shares).startswith("Agreement(homogeneity=0.459")


# The same groups


@pytest.mark.parametrize(
    ("mine", "theirs", "sentence"),
    [
        ([1, 1, 0], [1, 1, 0], "the same groups"),
        ([1, 1, 0], ["b", "b", "a"], "the same groups, other names"),
        ([1, 1, 0], [0, 0, 1], "the same groups, other names"),
        (PETS, CLUSTERS, "other groups: 1 of 6 points with others (3)"),
        ([0, 0, 0, 1, 1], [0, 0, 0, 0, 0], "other groups: 2 of 5 points with others (3, 4)"),
        ([0] * 12, range(12), "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...)"),
        ([0] * 11, range(11), "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)"),
    ],
)
def test_a_sentence_says_which_points_are_with_others(mine, theirs, sentence):
    found = same_groups(mine, theirs)
    assert repr(found).endswith(sentence)
    assert bool(found) == (found.moved == ()) == ("same" in sentence)


@given(labelings())
def test_groups_are_the_same_exactly_where_the_rand_index_is_one(both):
    found = same_groups(*both)
    assert bool(found) == (adjusted_rand_index(*both) == 1)
    assert found.moved == same_groups(*both[::-1]).moved


@given(labelings())
def test_the_points_that_are_not_with_others_are_grouped_alike(both):
    stay = np.setdiff1d(np.arange(len(both[0])), same_groups(*both).moved)
    assert len(stay) > 0
    assert same_groups(both[0][stay], both[1][stay])


def test_one_point_that_changes_its_group_is_found():
    truth = np.repeat([0, 1, 2], 10)
    for point in range(30):
        changed = np.array(["c", "b", "a"])[truth]
        changed[point] = {"c": "b", "b": "a", "a": "c"}[changed[point]]
        assert same_groups(truth, changed).moved == (point,)
