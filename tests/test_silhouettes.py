"""The silhouette: by pencil, and against scikit-learn."""

import numpy as np
import pandas as pd
import pytest
from examples import coordinates, disguises
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import cdist
from sklearn import metrics

from helpers import (
    sample_blobs,
    silhouette,
    silhouettes,
)

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
@settings(max_examples=300)
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
    monkeypatch.setattr(silhouettes, "CHUNK", 1000)
    monkeypatch.setattr(silhouettes, "cdist", lambda *pair: asked.append(pair) or cdist(*pair))
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


def test_points_without_silhouettes_are_explained():
    with pytest.raises(ValueError, match="points must .*two dimensions"):
        silhouette([1.0, 2.0], [0, 1])


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([0, 1], r"one entry for each of the 5 points; these have shape \(2,\)"),
        ([0, 0, 1, 1, np.nan], "all finite numbers"),
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


def test_distances_are_not_taken_for_points():
    points = np.random.default_rng(0).normal(size=(6, 2))
    with pytest.raises(ValueError, match="look like the distances between them"):
        silhouette(cdist(points, points), [0, 0, 0, 1, 1, 1])
