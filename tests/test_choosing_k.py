"""How many clusters: the elbow curve, the gap statistic, and f(K)."""

import subprocess
import sys
import tracemalloc
from io import StringIO
from itertools import pairwise, product

import numpy as np
import pytest
from examples import disguises
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.datasets import load_iris, make_blobs

from helpers import Gap, best_of, elbow, f_of_k, gap_statistic, inertia, uniform_board, update

PAIRS = np.array([[0, 0], [0, 1], [9, 8], [9, 9]])
BLOBS, _ = make_blobs(300, centers=4, cluster_std=0.60, random_state=0)
EAST = [-14, 13, 20, -19, -9, 21, -49, 26, -46, -34, 11, -49, -22, 19, -12, -13, -41, -11, -25, -18]
NORTH = [-5, 13, 23, -11, -16, 27, 15, 13, 5, -1, 15, 0, -16, 28, -8, -19, 8, -6, -9, -3]
HOMES = np.column_stack([EAST, NORTH])


def best_of_all(points, k):
    """Try every way to give k labels."""
    places = points[:k].astype(float)
    return min(
        inertia(points, np.array(labels), update(points, np.array(labels), places))
        for labels in product(range(k), repeat=len(points))
        if len(set(labels)) == k
    )


def chosen(gaps):
    """Return the smallest k that the authors' rule allows."""
    return next(one.k for one, two in pairwise(gaps) if one.gap >= two.gap - two.error)


# The elbow curve


def test_the_elbow_curve_of_two_pairs():
    assert_allclose(elbow(PAIRS, [1, 2, 3, 4], rng=0), [146, 1, 0.5, 0])


@pytest.mark.parametrize("seed", range(5))
def test_the_elbow_curve_is_the_best_there_is(seed):
    points = np.random.default_rng(seed).normal(size=(6, 2))
    curve = elbow(points, range(1, 5), runs=40, rng=seed)
    assert_allclose(curve, [best_of_all(points, k) for k in range(1, 5)])


def test_the_elbow_curve_of_the_homes():
    best = [15241.35, 4508.738, 1209.056, 964.222, 757.5, 562.083, 410.333, 279, 183.583, 135.25]
    assert_allclose(elbow(HOMES, range(1, 11), runs=80, rng=0), best, atol=0.001)


def test_more_runs_than_one_are_kept_for_the_lowest():
    one, many = (elbow(BLOBS, [8] * 5, runs=runs, rng=0) for runs in (1, 10))
    assert many.mean() < one.mean()
    assert len(set(one)) > 1  # every k has starts of its own


def test_the_elbow_curve_takes_ten_runs_if_nothing_else_is_said():
    said, unsaid = np.random.default_rng(0), np.random.default_rng(0)
    elbow(PAIRS, [2], runs=10, rng=said)
    elbow(PAIRS, [2], rng=unsaid)
    assert said.random() == unsaid.random()


def test_the_elbow_curve_keeps_the_order_of_the_ks():
    assert_allclose(elbow(PAIRS, (k for k in (3, 1)), rng=0), [0.5, 146])


@pytest.mark.parametrize("points", disguises(PAIRS))
def test_the_points_may_come_in_any_form(points):
    assert_array_equal(elbow(points, [1, 2], rng=0), elbow(PAIRS, [1, 2], rng=0))
    assert gap_statistic(points, [1, 2], rng=0) == gap_statistic(PAIRS, [1, 2], rng=0)


# The gap statistic


@pytest.mark.parametrize("box", ["plain", "rotated"])
def test_the_gap_is_the_mean_logarithm_less_the_logarithm_found(box):
    # All points lie on a line along an axis, so both boxes are that line.
    line = np.array([[0, 5], [1, 5], [10, 5]])
    rng = np.random.default_rng(3)
    found = elbow(line, [1], runs=1, rng=rng)
    draws = np.random.default_rng(7).uniform(0, 10, (1000, 3))
    logs = np.log(3 * draws.var(axis=1))
    (only,) = gap_statistic(line, [1], references=1000, runs=1, box=box, rng=3)
    assert only.k == 1
    assert only.gap == pytest.approx(logs.mean() - np.log(found[0]), abs=0.15)
    assert only.error == pytest.approx(logs.std(), rel=0.15)


def test_the_error_is_the_spread_of_the_references_and_a_little_more():
    rng = np.random.default_rng(5)
    elbow(PAIRS, [1, 2], runs=2, rng=rng)
    drawn = []
    for _ in range(3):
        reference = PAIRS.mean(axis=0) + rng.uniform([-4.5, -4.5], [4.5, 4.5], (4, 2))
        drawn.append(np.log(elbow(reference, [1, 2], runs=2, rng=rng)))
    gaps = gap_statistic(PAIRS, [1, 2], references=3, runs=2, rng=5)
    errors = np.std(drawn, axis=0, ddof=0) * np.sqrt(1 + 1 / 3)
    assert_allclose([gap.error for gap in gaps], errors)
    assert_allclose([gap.gap for gap in gaps], np.mean(drawn, axis=0) - np.log([146, 1]))


def test_with_one_reference_there_is_no_error():
    assert gap_statistic(PAIRS, [2], references=1, rng=0)[0].error == 0


def test_the_rotated_box_turns_with_the_points():
    points = np.random.default_rng(2).normal(size=(40, 2)) * [9, 1]
    turn = np.array([[1, -1], [1, 1]]) / np.sqrt(2)
    straight, turned, plain = (
        np.array(gap_statistic(each, [1, 2], references=30, runs=2, box=box, rng=0))[:, 1]
        for each, box in ((points, "rotated"), (points @ turn, "rotated"), (points @ turn, "plain"))
    )
    assert_allclose(straight, turned, atol=0.15)
    assert plain[1] > turned[1] + 0.5  # the plain box has much room beside the diagonal


def test_references_are_drawn_from_where_the_points_are(monkeypatch):
    seen, points = [], np.array([[1.0, 5.0], [2.0, 5.0], [9.0, 8.0]])
    monkeypatch.setattr(
        "helpers.choosing_k.elbow", lambda *how, **more: seen.append(how[0]) or elbow(*how, **more)
    )
    gap_statistic(points, [1], references=30, rng=0)
    drawn = np.vstack(seen[1:])
    assert_allclose(drawn.min(axis=0), [1, 5], atol=0.3)
    assert_allclose(drawn.max(axis=0), [9, 8], atol=0.3)


def test_a_rotated_box_needs_no_table_of_points_times_points():
    points = np.random.default_rng(0).normal(size=(2000, 2))  # such a table would take 32 MB
    tracemalloc.start()
    gap_statistic(points, [1], references=1, runs=1, box="rotated", rng=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4e6


@pytest.mark.parametrize(
    ("points", "box", "k"),
    [
        pytest.param(HOMES, "plain", 3, id="homes"),
        pytest.param(HOMES, "rotated", 3, id="homes-rotated"),
        pytest.param(BLOBS, "plain", 4, id="blobs"),
        pytest.param(BLOBS, "rotated", 1, id="blobs-rotated-stop-at-the-first-plateau"),
        pytest.param(uniform_board(200, rng=1), "plain", 1, id="uniform"),
        pytest.param(np.random.default_rng(1).normal(size=(200, 2)), "plain", 1, id="gaussian"),
    ],
)
def test_the_gap_statistic_finds_what_is_known(points, box, k):
    assert chosen(gap_statistic(points, range(1, 6), references=12, runs=2, box=box, rng=1)) == k


def test_twenty_references_and_five_runs_are_enough_if_nothing_else_is_said():
    gaps = gap_statistic(PAIRS, [1, 2], references=20, runs=5, box="plain", rng=3)
    assert gap_statistic(PAIRS, [1, 2], rng=3) == gaps


def test_the_rotated_box_is_around_the_points_wherever_they_are():
    points = np.random.default_rng(0).normal(size=(40, 2)) * [9, 1] @ [[0.8, 0.6], [-0.6, 0.8]]
    near = gap_statistic(points, [1, 2], references=3, box="rotated", rng=1)
    far = gap_statistic(points + [500, -3], [1, 2], references=3, box="rotated", rng=1)
    assert_allclose(near, far, rtol=1e-9)


def test_a_k_whose_inertia_rounds_to_nothing_is_refused():
    with pytest.raises(ValueError, match="k must leave some inertia.*; got 2 for 3 distinct"):
        gap_statistic([[0.0], [1e-200], [1.0], [1.0]], [2], rng=0)


def test_next_to_nothing_divides_no_inertia():
    assert f_of_k([8, 1e-150, 1e100], 2).tolist()[2] == 1


def test_the_gap_does_not_depend_on_place_and_unit():
    away = gap_statistic(PAIRS * 1024.0 + 2**20, [1, 2, 3], rng=0)
    for one, other in zip(away, gap_statistic(PAIRS, [1, 2, 3], rng=0), strict=True):
        assert one == pytest.approx(other)


def test_there_may_be_more_features_than_points():
    points = np.random.default_rng(0).normal(size=(5, 8))
    for box in ("plain", "rotated"):
        assert np.isfinite(gap_statistic(points, [1, 2, 3], box=box, rng=0)).all()


def test_a_gap_is_made_of_plain_numbers():
    (gap,) = gap_statistic(PAIRS, np.array([2]), rng=0)
    assert isinstance(gap, Gap)
    assert [type(part) for part in gap] == [int, float, float]


def test_no_progress_is_shown_where_nobody_watches(capfd):
    gap_statistic(PAIRS, [1], rng=0)
    assert capfd.readouterr() == ("", "")


def test_progress_is_shown_where_somebody_watches(monkeypatch):
    terminal = StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    gap_statistic(PAIRS, [1], references=3, rng=0)
    assert terminal.getvalue().startswith("\rreferences:   0%")


def test_importing_helpers_does_not_wait_for_the_progress_bar():
    code = "import sys, helpers; print('tqdm' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"


@pytest.mark.parametrize("k", [4, 5])
def test_a_k_without_any_inertia_left_is_refused(k):
    points = np.vstack([PAIRS, PAIRS])
    with pytest.raises(ValueError, match=f"^k must .*; got {k}( for 4 distinct points.*)?$"):
        gap_statistic(points, [1, k], rng=0)


def test_means_as_many_as_points_are_refused_even_where_rounding_leaves_inertia():
    thirds = np.repeat([[0.1], [0.7]], 3, axis=0)
    assert elbow(thirds, [2], rng=0) > 0
    with pytest.raises(ValueError, match="got 2 for 2 distinct points"):
        gap_statistic(thirds, [2], rng=0)


@pytest.mark.parametrize("box", ["Plain", "pca", None, [], 0])
def test_an_unknown_box_is_refused(box):
    with pytest.raises(ValueError, match="box must be 'plain' or 'rotated'; got"):
        gap_statistic(PAIRS, [1], box=box, rng=0)


@pytest.mark.parametrize("name", ["references", "runs"])
def test_references_and_runs_must_be_whole_numbers(name):
    with pytest.raises(ValueError, match=f"{name} must be a whole number of at least 1; got 0"):
        gap_statistic(PAIRS, [1], rng=0, **{name: 0})


# Both


@pytest.mark.parametrize("function", [elbow, gap_statistic])
class TestBoth:
    def test_the_same_seed_gives_the_same_result(self, function):
        assert_array_equal(function(PAIRS, [2, 3], rng=5), function(PAIRS, [2, 3], rng=5))

    def test_a_generator_goes_on_where_it_stopped(self, function):
        rng = np.random.default_rng(0)
        first, second = (function(uniform_board(90, rng=3), [12], runs=1, rng=rng) for _ in "ab")
        assert not np.array_equal(first, second)

    def test_the_points_are_left_as_they_are(self, function):
        points = PAIRS.astype(float)
        points.flags.writeable = False
        function(points, [1, 2], rng=0)

    def test_it_is_said_what_is_wrong_with_the_points(self, function):
        with pytest.raises(ValueError, match="points must .*two dimensions"):
            function([1.0, 2.0], [1], rng=0)

    def test_every_k_must_be_a_whole_number(self, function):
        with pytest.raises(ValueError, match=r"k must be a whole number .*; got 1\.5"):
            function(PAIRS, [1, 1.5], rng=0)

    @pytest.mark.parametrize("ks", [3, None])
    def test_one_k_alone_is_refused(self, function, ks):
        with pytest.raises(ValueError, match=r"^ks, such as range\(1, 11\), must be a list; got"):
            function(PAIRS, ks, rng=0)

    def test_no_k_at_all_is_refused(self, function):
        with pytest.raises(ValueError, match="^ks must hold at least one k"):
            function(PAIRS, [], rng=0)


# f(K)


def test_f_by_pencil():
    # In two dimensions halving leaves 1 - 3/8 = 5/8, then 5/8 + 3/8/6 = 11/16.
    assert_allclose(f_of_k([80, 10, 8], 2), [1, 10 / (5 / 8 * 80), 8 / (11 / 16 * 10)])


@given(st.lists(st.floats(0.1, 1000), min_size=1, max_size=12), st.integers(2, 9))
def test_f_follows_its_definition(inertias, d):
    weight, expected = 1 - 3 / (4 * d), [1.0]
    for before, after in pairwise(inertias):
        expected.append(after / (weight * before))
        weight += (1 - weight) / 6
    assert_allclose(f_of_k(inertias, d), expected)


def test_f_is_one_where_nothing_was_left():
    assert f_of_k([8, 0, 0, 0], 2).tolist() == [1, 0, 1, 1]


def test_halving_a_square_leaves_what_f_expects():
    side = np.linspace(-1, 1, 200)
    square = np.array(list(product(side, side)))
    curve = [best_of(square, k, runs=1, rng=0)[-1].inertia for k in (1, 2)]
    assert f_of_k(curve, 2)[1] == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize(
    ("points", "k", "lowest"),
    [
        pytest.param(HOMES, 3, 0.390, id="homes"),
        pytest.param(BLOBS, 4, 0.524, id="blobs"),
        pytest.param(load_iris().data, 2, 0.275, id="iris"),
    ],
)
def test_f_finds_what_is_known(points, k, lowest):
    f = f_of_k(elbow(points, range(1, 9), rng=0), points.shape[1])
    assert f.argmin() + 1 == k
    assert f.min() == pytest.approx(lowest, abs=0.0005)


@pytest.mark.parametrize("kind", [list, tuple, np.array, lambda row: np.array(row, dtype=object)])
def test_the_inertias_may_come_in_any_form(kind):
    assert f_of_k(kind([80, 10, 8]), 2) == pytest.approx([1, 0.2, 64 / 55])


@pytest.mark.parametrize("inertias", [[], 5, [[80, 10]], [80, -1], [80, np.nan]], ids=repr)
def test_bad_inertias_are_refused(inertias):
    with pytest.raises(ValueError, match="^inertias must "):
        f_of_k(inertias, 2)


def test_f_needs_two_features():
    with pytest.raises(ValueError, match="n_features must be a whole number of at least 2; got 1"):
        f_of_k([80, 10], 1)
