"""Points to cluster."""

import runpy
import zlib
from pathlib import Path

import numpy as np
import pytest
from examples import BAD_AMOUNTS, disguises
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.spatial.distance import pdist
from scipy.stats import kstest
from sklearn.datasets import load_digits

from helpers import (
    assign,
    digits_embedding,
    gaussian_board,
    grid_means,
    iris,
    meetups,
    sample_blobs,
    uniform_board,
)

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "digits_tsne.py"
CORNERS = np.array([[2, 2], [2, 6], [6, 2], [6, 6]])


def test_four_means_stand_on_the_corners_of_a_square():
    assert_array_equal(grid_means(4), CORNERS)


@pytest.mark.parametrize("k", range(2, 18))
@pytest.mark.parametrize("spacing", [0.25, 1, 4.0])
def test_spacing_is_the_distance_between_neighbours(k, spacing):
    means = grid_means(k, spacing=spacing)
    assert means.shape == (k, 2)
    assert pdist(means).min() == spacing
    assert_array_equal(means.min(axis=0)[1], 2)


def test_fewer_means_take_the_first_places_of_the_same_grid():
    assert_array_equal(grid_means(7), grid_means(9)[:7])
    assert_array_equal(grid_means(1), [[2, 2]])


def test_a_grid_needs_a_whole_number_of_means():
    with pytest.raises(ValueError, match="k must be a whole number of at least 1; got 0"):
        grid_means(0)


@pytest.mark.parametrize("spacing", BAD_AMOUNTS)
def test_a_grid_needs_a_spacing_that_is_a_distance(spacing):
    with pytest.raises(ValueError, match=r"spacing must be from 0 to 1e\+150; got"):
        grid_means(4, spacing=spacing)


def test_without_spread_the_points_are_the_means_of_their_classes():
    points, labels = sample_blobs(50, CORNERS, std=0, rng=1)
    assert_array_equal(points, CORNERS[labels])


def test_std_is_the_standard_deviation_in_every_direction():
    points, labels = sample_blobs(20_000, CORNERS, std=3.0, rng=1)
    around = points - CORNERS[labels]
    assert around.mean(axis=0) == pytest.approx([0, 0], abs=0.1)
    assert np.cov(around.T) == pytest.approx(np.array([[9, 0], [0, 9]]), abs=0.3)


def test_every_class_is_equally_likely():
    _, labels = sample_blobs(20_000, CORNERS, rng=1)
    assert np.bincount(labels) == pytest.approx([5000] * 4, rel=0.05)


def test_blobs_have_as_many_columns_as_their_means():
    points, labels = sample_blobs(5, [[0, 0, 0], [9, 9, 9]], rng=1)
    assert (points.shape, points.dtype) == ((5, 3), float)
    assert (labels.shape, labels.dtype) == ((5,), int)


def test_blobs_spread_by_a_half_unless_told():
    assert_array_equal(
        sample_blobs(9, CORNERS, rng=3)[0], sample_blobs(9, CORNERS, std=0.5, rng=3)[0]
    )


def test_a_seed_and_a_generator_of_that_seed_draw_the_same_blobs():
    from_seed = sample_blobs(9, CORNERS, rng=3)
    from_generator = sample_blobs(9, CORNERS, rng=np.random.default_rng(3))
    for one, other in zip(from_seed, from_generator, strict=True):
        assert_array_equal(one, other)


def test_a_generator_goes_on_and_draws_other_blobs():
    rng = np.random.default_rng(3)
    first, _ = sample_blobs(9, CORNERS, rng=rng)
    second, _ = sample_blobs(9, CORNERS, rng=rng)
    assert (first != second).all()


@pytest.mark.parametrize("means", disguises(CORNERS))
def test_the_means_of_blobs_may_come_in_any_form(means):
    assert_array_equal(sample_blobs(9, means, rng=3)[0], sample_blobs(9, CORNERS * 1.0, rng=3)[0])


def test_blobs_say_what_is_wrong_with_what_they_are_made_of():
    for wrong, words in [
        ({"n": 0}, "n must be a whole number of at least 1; got 0"),
        ({"std": -1}, r"std must be from 0 to 1e\+150; got -1"),
        ({"means": [1.0, 2.0]}, "means must .*two dimensions"),
    ]:
        with pytest.raises(ValueError, match=words):
            sample_blobs(**{"n": 5, "means": CORNERS, "rng": 1, **wrong})


@given(st.integers(1, 60), st.data(), st.integers(0, 2**32))
def test_boards_have_as_many_points_as_asked_for_and_none_off_the_board(n, data, seed):
    k = data.draw(st.integers(1, n))
    points, labels = gaussian_board(n, k, rng=seed)
    for board in (points, uniform_board(n, rng=seed)):
        assert (board.shape, board.dtype) == ((n, 2), float)
        assert np.abs(board).max() <= 1
    assert (labels.shape, labels.dtype) == ((n,), int)
    sizes = np.bincount(labels)
    assert len(sizes) == k
    assert sizes.max() - sizes.min() <= 1


def test_a_uniform_board_is_as_full_in_one_place_as_in_another():
    for column in uniform_board(4000, rng=1).T:
        assert kstest(column, "uniform", args=(-1, 2)).pvalue > 0.01
    counts, _, _ = np.histogram2d(*uniform_board(4000, rng=1).T, bins=4, range=[(-1, 1)] * 2)
    assert counts == pytest.approx(np.full((4, 4), 250), rel=0.3)


def test_the_clusters_of_a_board_are_of_random_width_and_in_random_places():
    points, labels = gaussian_board(40_000, 20, rng=3)
    clusters = [points[labels == label] for label in range(20)]
    widths = np.array([cluster.std(axis=0) for cluster in clusters])
    assert widths.min() > 0.02  # in a corner half of the width is cut off
    assert widths.min() < 0.2 < 0.35 < widths.max() < 0.5
    assert np.ptp([cluster.mean(axis=0) for cluster in clusters], axis=0).min() > 1


def test_a_cluster_of_a_board_is_a_gaussian_without_what_lies_beyond_the_edges():
    truncated = []
    rng = np.random.default_rng(7)  # what gaussian_board draws first: the mean, then the width
    mean, std = rng.uniform(-1, 1, size=(1, 2))[0], rng.uniform(0.05, 0.5)
    while len(truncated) < 3000:
        point = rng.normal(mean, std)
        truncated += [point] if np.abs(point).max() < 1 else []
    points, _ = gaussian_board(3000, 1, rng=7)
    for drawn, kept in zip(points.T, np.transpose(truncated), strict=True):
        assert kstest(drawn, kept).pvalue > 0.01


def test_a_seed_and_a_generator_of_that_seed_draw_the_same_boards():
    generator = np.random.default_rng(3)
    assert_array_equal(uniform_board(9, rng=3), uniform_board(9, rng=np.random.default_rng(3)))
    first, second = (gaussian_board(9, 2, rng=generator)[0] for _ in range(2))
    assert_array_equal(first, gaussian_board(9, 2, rng=3)[0])
    assert (first != second).all()


def test_boards_need_whole_numbers_of_points_and_clusters():
    words = "must be a whole number of at least 1.*; got 1.5"
    with pytest.raises(ValueError, match=f"n {words}"):
        uniform_board(1.5, rng=1)
    with pytest.raises(ValueError, match=f"n {words}"):
        gaussian_board(1.5, 1, rng=1)
    with pytest.raises(ValueError, match=f"k {words}"):
        gaussian_board(5, 1.5, rng=1)


def test_no_cluster_of_a_board_piles_up_at_an_edge():
    points, _ = gaussian_board(2000, 9, rng=1)
    assert np.abs(points).max() < 1


def test_a_board_has_no_more_clusters_than_points():
    with pytest.raises(ValueError, match="k must be .* at most 5; got 6"):
        gaussian_board(5, 6, rng=1)


def test_twenty_people_would_like_to_meet():
    homes = meetups()
    assert homes.shape == (20, 2)
    # Three groups of these sizes, with these centres.
    groups = [homes[:, 0] > 0, homes[:, 0] < -30, (homes[:, 0] <= 0) & (homes[:, 0] >= -30)]
    assert [group.sum() for group in groups] == [6, 5, 9]
    centres = [homes[group].mean(axis=0).round().tolist() for group in groups]
    assert centres == [[18, 20], [-44, 5], [-16, -10]]


def test_nobody_has_moved_house():
    assert zlib.crc32(meetups().astype("<f8").tobytes()) == 2962275304


def test_there_are_fifty_iris_flowers_of_each_species():
    flowers = iris()
    assert list(flowers.columns) == [
        "sepal_length",
        "sepal_width",
        "petal_length",
        "petal_width",
        "species",
    ]
    assert flowers.groupby("species").size().to_dict() == {
        "setosa": 50,
        "versicolor": 50,
        "virginica": 50,
    }
    assert flowers.iloc[0].tolist() == [5.1, 3.5, 1.4, 0.2, "setosa"]


def test_a_changed_copy_of_iris_leaves_the_next_one_as_it_was():
    changed = iris()
    changed["sepal_length"] = 0.0
    assert iris()["sepal_length"].min() == 4.3


def test_the_map_of_the_digits_has_a_place_for_each_picture():
    embedding = digits_embedding()
    assert (embedding.shape, embedding.dtype) == (load_digits().target.shape + (2,), float)
    assert np.isfinite(embedding).all()


def test_neighbours_on_the_map_of_the_digits_show_the_same_digit():
    digits, embedding = load_digits().target, digits_embedding()
    near = assign(embedding[::2], embedding[1::2])  # fails if the rows are in another order
    assert (digits[1::2][near] == digits[::2]).mean() > 0.95


@pytest.mark.slow
def test_the_map_of_the_digits_is_what_its_script_makes():
    script = runpy.run_path(SCRIPT)
    fresh, shipped = script["embed"](), digits_embedding()
    # Coordinates depend on the machine: another start still shares 0.85 of the neighbours.
    assert script["shared_neighbours"](fresh, shipped) > 0.7
    assert script["agreement"](fresh) == pytest.approx(script["agreement"](shipped), abs=0.03)
    assert script["agreement"](shipped) > 0.88
