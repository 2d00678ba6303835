"""Hierarchical clustering: SciPy, a slow textbook loop and the published merges are the oracles."""

import subprocess
import sys
from importlib.metadata import version
from itertools import combinations

import numpy as np
import pytest
from examples import boards, disguises
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.cluster.hierarchy import cophenet, fcluster, is_valid_linkage, linkage
from scipy.spatial.distance import cdist
from sklearn.cluster import AgglomerativeClustering

from helpers import Merge, agglomerate, cut, inertia, meetups, update
from helpers.hierarchy import LINKAGES, MOST_POINTS, as_merges

HOMES = meetups()
PUBLISHED = {  # the distance between two clusters, from those between their points
    "single": min,
    "complete": max,
    "average": lambda distances: sum(distances) / len(distances),
}


def textbook(points, linkage):
    """Compare all clusters with all others before each merge; of equals take the first."""
    clusters = {name: [name] for name in range(len(points))}
    merges = []
    while len(clusters) > 1:
        height, right, left = min(
            (between(points, clusters[left], clusters[right], linkage), right, left)
            for left, right in combinations(clusters, 2)
        )
        both = clusters.pop(left) + clusters.pop(right)
        merges.append((left, right, height, len(both)))
        clusters[len(points) + len(merges) - 1] = both
    return np.array(merges)


def between(points, one, other, linkage):
    distances = [float(np.linalg.norm(points[a] - points[b])) for a in one for b in other]
    return PUBLISHED[linkage](distances)


def members(merges):
    """Return the points of the cluster that each merge makes."""
    clusters = [{point} for point in range(len(merges) + 1)]
    for merge in merges:
        clusters.append(clusters[merge.left] | clusters[merge.right])
    return clusters[len(merges) + 1 :]


def partition(labels):
    return {frozenset(np.flatnonzero(labels == label)) for label in set(labels)}


# Merging


@pytest.mark.parametrize("method", LINKAGES)
@pytest.mark.parametrize("seed", range(5))
def test_without_ties_the_merges_are_those_of_scipy(method, seed):
    points = np.random.default_rng(seed).normal(size=(150, 1 + seed))
    ours, theirs = np.array(agglomerate(points, linkage=method)), linkage(points, method)
    assert_array_equal(ours[:, [0, 1, 3]], theirs[:, [0, 1, 3]])
    assert_allclose(ours[:, 2], theirs[:, 2], rtol=1e-9)


@pytest.mark.parametrize("method", PUBLISHED)
def test_without_ties_the_merges_are_those_of_the_slow_loop(method):
    points = np.random.default_rng(1).normal(size=(25, 2))
    assert_allclose(agglomerate(points, linkage=method), textbook(points, method))


@pytest.mark.parametrize("method", PUBLISHED)
def test_the_homes_merge_as_in_the_slow_loop_though_distances_tie(method):
    assert_allclose(agglomerate(HOMES, linkage=method), textbook(HOMES, method))


def test_the_homes_merge_as_published():
    # Each merge by the points that it joins; the book counts down from 18 to 0.
    west = [(-49, 0), (-46, 5)], (-41, 8), (-49, 15), (-34, -1)
    book = {
        18: {(19, 28), (21, 27)},
        17: {(-11, -6), (-12, -8)},
        16: {(11, 15), (13, 13)},
        15: {(-11, -6), (-12, -8), (-14, -5)},
        14: {(19, 28), (21, 27), (20, 23)},
        13: {(-11, -6), (-12, -8), (-14, -5), (-18, -3)},
        12: {(-13, -19), (-9, -16)},
        11: set(west[0]),
        10: {(-22, -16), (-19, -11)},
        9: {*west[0], west[1]},
        8: {(-22, -16), (-19, -11), (-25, -9)},
        5: {*west[0], *west[1:3]},
        4: {*west[0], *west[1:]},
        3: {(19, 28), (21, 27), (20, 23), (26, 13)},
    }
    book[7] = book[8] | book[13]
    book[6] = book[7] | book[12]
    book[2] = book[4] | book[6]
    book[1] = book[3] | book[16]
    book[0] = book[1] | book[2]

    merges = agglomerate(HOMES)
    assert len(merges) == 19
    joined = [{tuple(HOMES[point].astype(int)) for point in cluster} for cluster in members(merges)]
    assert joined == [book[order] for order in range(18, -1, -1)]
    assert_allclose([merges[0].height, merges[-1].height], [5**0.5, 30.4138], rtol=1e-6)


@given(boards(), st.sampled_from(LINKAGES))
def test_every_point_is_merged_once_and_no_merge_is_below_its_parts(board, method):
    points, _ = board
    before = points.copy()
    merges = agglomerate(points, linkage=method)
    assert_array_equal(points, before)
    assert len(merges) == len(points) - 1
    if merges:
        assert is_valid_linkage(np.array(merges), throw=True)
    heights = [0.0] * len(points)
    for merge in merges:
        assert type(merge) is Merge
        assert merge.left < merge.right < len(heights)
        assert merge.height >= max(heights)
        heights.append(merge.height)
    assert [merge.size for merge in merges] == [len(cluster) for cluster in members(merges)]


@given(boards())
def test_single_linkage_has_the_heights_of_scipy_even_where_distances_tie(board):
    points, _ = board
    if len(points) > 1:
        ours, theirs = np.array(agglomerate(points)), linkage(points, "single")
        assert_allclose(ours[:, 2], theirs[:, 2])
        assert_allclose(cophenet(ours), cophenet(theirs))


@given(boards(), st.sampled_from(list(PUBLISHED)))
def test_each_height_is_the_distance_between_the_two_clusters(board, method):
    points, _ = board
    merges = agglomerate(points, linkage=method)
    clusters = [{point} for point in range(len(points))] + members(merges)
    for merge in merges:
        apart = between(points, clusters[merge.left], clusters[merge.right], method)
        assert merge.height == pytest.approx(apart, abs=1e-9)


def test_half_the_square_of_a_ward_height_is_the_inertia_that_the_merge_adds():
    points = np.random.default_rng(3).normal(size=(30, 2))
    merges = agglomerate(points, linkage="ward")
    for k in range(1, 30):
        few, more = (inertia_of(points, cut(merges, clusters)) for clusters in (k, k + 1))
        assert merges[-k].height ** 2 / 2 == pytest.approx(few - more)


def inertia_of(points, labels):
    means = update(points, labels, np.zeros((labels.max() + 1, points.shape[1])))
    return inertia(points, labels, means)


@pytest.mark.parametrize("method", LINKAGES)
def test_duplicates_survive(method):
    points = [[1, 2], [5, 5], [1, 2], [5, 5], [1, 2]]
    merges = agglomerate(points, linkage=method)
    assert [merge.height for merge in merges[:3]] == [0, 0, 0]
    assert merges[-1].size == 5
    assert_array_equal(cut(merges, 2), [0, 1, 0, 1, 0])


@pytest.mark.parametrize("method", LINKAGES)
def test_many_duplicates_survive_too(method):
    merges = agglomerate(np.full((200, 2), 0.1), linkage=method)
    assert [merge.height for merge in merges] == [0] * 199
    assert merges[-1].size == 200


@pytest.mark.parametrize("method", LINKAGES)
def test_a_lattice_full_of_ties_comes_to_an_end(method):
    points = np.argwhere(np.ones((15, 15))) * 0.1
    merges = np.array(agglomerate(points, linkage=method))
    assert is_valid_linkage(merges, throw=True)
    assert (np.diff(merges[:, 2]) >= 0).all()


@pytest.mark.parametrize("method", LINKAGES)
def test_rounding_puts_no_merge_below_those_before_it(method):
    # All distances are equal, and (d + 2d) / 3 may come out below d.
    heights = [merge.height for merge in agglomerate(0.3 * np.eye(20), linkage=method)]
    assert heights == sorted(heights)


@pytest.mark.parametrize("method", LINKAGES)
def test_points_far_from_the_origin_merge_as_they_do_near_it(method):
    points = np.random.default_rng(4).integers(0, 1000, size=(40, 2)).astype(float)
    near, far = (agglomerate(points + shift, linkage=method) for shift in (0, 2.0**40))
    assert near == far


def test_one_point_needs_no_merge():
    assert agglomerate([[3, 4]]) == []
    assert cut([], 1).tolist() == [0]


@pytest.mark.parametrize("method", LINKAGES)
def test_points_may_come_in_many_kinds(method):
    points = np.array([[0, 0], [3, 1], [9, 4], [20, 8]])
    expected = agglomerate(points.astype(float), linkage=method)
    for disguise in disguises(points):
        assert agglomerate(disguise, linkage=method) == expected


def test_points_are_checked():
    with pytest.raises(ValueError, match="^points must hold finite numbers only; nan in column 0"):
        agglomerate([[np.nan]])


@pytest.mark.parametrize("metric", ["euclidean", "cityblock"])
def test_distances_are_not_taken_for_points(metric):
    with pytest.raises(ValueError, match="look like the distances between them"):
        agglomerate(cdist(HOMES, HOMES, metric))


@pytest.mark.parametrize("bad", ["centroid", "Single", "", None, min, 1])
def test_an_unknown_linkage_is_explained(bad):
    with pytest.raises(ValueError, match=r"one of single, complete, average, ward; got"):
        agglomerate(HOMES, linkage=bad)


def test_too_many_points_are_refused_before_memory_runs_out():
    many = np.broadcast_to([0.0, 1.0], (100_000, 2))
    with pytest.raises(ValueError, match=r"100,000 points would take 80\.0 GB; sample 15,000$"):
        agglomerate(many)
    assert 8 * MOST_POINTS**2 < 2e9


def test_as_many_points_as_are_allowed_are_merged(monkeypatch):
    monkeypatch.setattr("helpers.hierarchy.MOST_POINTS", len(HOMES))
    assert len(agglomerate(HOMES)) == len(HOMES) - 1


# Cutting


def test_under_min_three_clusters_of_homes_are_uneven_and_under_max_and_average_those_of_k_means():
    pair, four = [(11, 15), (13, 13)], [(19, 28), (20, 23), (21, 27), (26, 13)]
    under_min = partition(cut(agglomerate(HOMES), 3))
    assert sorted(map(len, under_min)) == [2, 4, 14]
    for homes in pair, four:
        assert frozenset(i for i, home in enumerate(HOMES) if tuple(home) in homes) in under_min

    for method in "complete", "average", "ward":
        labels = cut(agglomerate(HOMES, linkage=method), 3)
        assert sorted(np.bincount(labels)) == [5, 6, 9]
        assert inertia_of(HOMES, labels) == pytest.approx(1209.0556)


def test_a_tie_does_not_change_how_many_clusters_there_are():
    merges = agglomerate(HOMES)
    assert merges[-2].height == merges[-3].height == pytest.approx(12.0416, abs=1e-4)
    assert len(set(fcluster(np.array(merges), 3, "maxclust"))) == 2
    assert [len(set(cut(merges, k))) for k in range(1, 21)] == list(range(1, 21))


@given(boards(), st.sampled_from(LINKAGES), st.data())
def test_a_cut_has_k_clusters_named_in_the_order_of_their_first_points(board, method, data):
    points, _ = board
    k = data.draw(st.integers(1, len(points)))
    labels = cut(agglomerate(points, linkage=method), k)
    assert list(dict.fromkeys(labels.tolist())) == list(range(k))


@given(boards(), st.sampled_from(LINKAGES))
def test_each_cut_joins_two_clusters_of_the_next(board, method):
    merges = agglomerate(board[0], linkage=method)
    for k, merge in enumerate(members(merges)[::-1], start=1):
        few, more = partition(cut(merges, k)), partition(cut(merges, k + 1))
        assert few - more == {frozenset(merge)}
        assert len(more - few) == 2


@pytest.mark.parametrize("method", LINKAGES)
@pytest.mark.parametrize("k", [1, 2, 7, 59, 60])
def test_a_cut_is_that_of_scipy_and_of_scikit_learn(method, k):
    points = np.random.default_rng(k).normal(size=(60, 3))
    ours = partition(cut(agglomerate(points, linkage=method), k))
    theirs = partition(fcluster(linkage(points, method), k, "maxclust"))
    # SciPy 1.14 finds a cluster too few where nearly every point is alone.
    assert ours == theirs or (k > len(theirs) and version("scipy") < "1.15")
    model = AgglomerativeClustering(n_clusters=k, linkage=method)
    assert ours == partition(model.fit_predict(points))


def test_a_linkage_matrix_of_scipy_may_be_cut():
    assert_array_equal(
        cut(linkage(HOMES, "complete"), 3), cut(agglomerate(HOMES, linkage="complete"), 3)
    )


@pytest.mark.parametrize("bad", [0, 21])
def test_k_must_be_a_whole_number_of_clusters(bad):
    with pytest.raises(ValueError, match="k must be a whole number of at least 1 and at most 20"):
        cut(agglomerate(HOMES), bad)


BAD_MERGES = [
    pytest.param(merges, id=name)
    for name, merges in [
        ("points", HOMES),
        ("one merge", Merge(0, 1, 1.0, 2)),
        ("words", ["merge"]),
        ("nones", [None]),
        ("none", None),
        ("a number", 3),
        ("a merge is gone", agglomerate(HOMES)[1:]),
        ("a cluster twice", [Merge(0, 1, 1.0, 2), Merge(0, 1, 2.0, 3)]),
        ("a point with itself", [Merge(0, 0, 1.0, 2)]),
        ("half a point", [(0.5, 1, 1.0, 2)]),
        ("no height", [(0, 1, np.nan, 2)]),
        ("a negative height", [Merge(0, 1, -1.0, 2), Merge(2, 3, 1.0, 3)]),
        ("ragged", [(0, 1, 1.0, 2), (2, 3)]),
    ]
]


@pytest.mark.parametrize("bad", BAD_MERGES)
def test_merges_that_cannot_be_cut_are_explained(bad):
    with pytest.raises(ValueError, match=r"merges must be such as agglomerate\(points\) returns"):
        cut(bad, 1)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([Merge(0, 1, 1.0, 2), Merge(0, 1, 2.0, 3)], "Linkage 'merges' uses the same cluster more"),
        ([Merge(0, 1, np.inf, 2)], "heights are finite, and sizes whole$"),
        # Older versions of SciPy find out themselves.
        ([Merge(0, 0, 1.0, 2)], "(each cluster but the last must be merged once$|Linkage)"),
    ],
)
def test_it_is_told_what_is_wrong_with_merges(bad, words):
    with pytest.raises(ValueError, match=rf"agglomerate\(points\) returns; {words}"):
        cut(bad, 1)


def test_merges_are_read_from_words_and_arrays_as_they_are():
    merges = agglomerate(HOMES)
    assert as_merges(np.array(merges)) == as_merges(np.array(merges, dtype=str)) == merges


# Size


def test_two_thousand_merges_in_a_chain_do_not_hit_the_recursion_limit():
    points = np.cumsum(np.arange(2001.0))[:, np.newaxis]
    merges = agglomerate(points)
    assert [merge.right for merge in merges[1:]] == list(range(2001, 4000))
    labels = cut(merges, 3)
    assert_array_equal(labels[-3:], [0, 1, 2])
    assert np.bincount(labels).tolist() == [1999, 1, 1]


def test_no_more_memory_is_taken_than_one_table_of_all_distances():
    code = """
import tracemalloc
import numpy as np
from helpers import agglomerate
points = np.random.default_rng(0).normal(size=(1000, 2))
agglomerate(points[:9])
tracemalloc.start()
agglomerate(points, linkage="ward")
print(tracemalloc.get_traced_memory()[1] / (8 * 1000**2))
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(shown.stdout) < 1.2
