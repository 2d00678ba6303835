"""Lloyd's algorithm: by pencil, by its laws, and against scikit-learn and the class notes."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from examples import BAD_TRACES, boards, disguises
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans

from helpers import (
    UNASSIGNED,
    Step,
    adjusted_mutual_information,
    assign,
    grid_means,
    inertia,
    iris,
    lloyd,
    random_means,
    sample_blobs,
    squared_distances,
    update,
)
from helpers.kmeans import as_trace

PENCIL = np.array([[0, 0], [0, 3], [3, 0], [8, 8], [8, 11], [11, 8]])
CLASS_NOTES_START = [[5.56, 5.79], [5.3, 5.64], [2.26, 1.42], [6.35, 5.63]]


def blobs_and_start(seed, k=4):
    """Return 60 points of five overlapping blobs, and k of them to start from."""
    points, _ = sample_blobs(60, grid_means(5, spacing=1.5), rng=seed)
    return points, random_means(points, k, rng=seed)


def brute_force(points, means):
    """Subtract, square, sum."""
    return ((points[:, np.newaxis] - means) ** 2).sum(axis=2)


def assignments(trace):
    return [step for step in trace if step.phase == "assign"]


# Worked examples


def test_six_points_by_pencil():
    trace = lloyd(PENCIL, PENCIL[:2])
    assert [(s.phase, s.iteration, s.changed) for s in trace] == [
        ("start", 0, 0),
        ("assign", 0, 6),
        ("update", 1, 0),
        ("assign", 1, 1),
        ("update", 2, 0),
        ("assign", 2, 0),
    ]
    assert [s.labels.tolist() for s in assignments(trace)] == [
        [0, 1, 0, 1, 1, 1],
        [0, 0, 0, 1, 1, 1],
        [0, 0, 0, 1, 1, 1],
    ]
    assert_array_equal(trace[2].means, [[1.5, 0], [6.75, 7.5]])
    assert_array_equal(trace[4].means, [[1, 1], [9, 9]])
    assert (trace[1].inertia, trace[-1].inertia) == (372, 24)


def test_an_empty_cluster_keeps_its_mean():
    trace = lloyd([[0], [1], [2], [6], [7], [12], [13]], [[0], [1], [12], [13]])
    sizes = [np.bincount(s.labels, minlength=4).tolist() for s in assignments(trace)]
    assert sizes[:3] == [[1, 3, 2, 1], [2, 2, 1, 2], [3, 0, 2, 2]]
    assert trace[-1].means[:, 0].tolist() == [1, 4, 6.5, 12.5]
    assert trace[-1].inertia == 3.0


def test_a_lonely_mean_stays():
    assert_array_equal(update([[0, 0], [4, 2]], [2, 2], PENCIL[:3]), [[0, 0], [0, 3], [2, 1]])


def test_a_tie_goes_to_the_lowest_label():
    assert_array_equal(assign([[1], [3]], [[4], [2], [0], [2]]), [1, 0])


def test_unsigned_bytes_do_not_wrap_around():
    dark, light = np.array([[10]], np.uint8), np.array([[20], [200]], np.uint8)
    assert (dark - light[0])[0] == 246
    assert_array_equal(squared_distances(dark, light), [[100, 190**2]])
    assert_array_equal(assign(dark, light), [0])
    assert inertia(dark, [0], light) == 100


def test_the_largest_numbers_cluster_like_small_ones():
    scale = 2.0**492  # a power of two, so that nothing is rounded
    assert 1e149 < PENCIL.max() * scale < 1e150
    small, large = lloyd(PENCIL, PENCIL[:2]), lloyd(PENCIL * scale, PENCIL[:2] * scale)
    for one, other in zip(small[1:], large[1:], strict=True):
        assert_array_equal(other.labels, one.labels)
        assert_array_equal(other.means, one.means * scale)
        assert other.inertia == one.inertia * scale**2


def test_one_mean_goes_to_the_middle_of_all_points():
    assert_array_equal(lloyd(PENCIL, [[0, 0]])[-1].means, [[5, 5]])


def test_a_mean_on_every_point_has_nothing_left_to_do():
    trace = lloyd(PENCIL, PENCIL)
    assert (len(trace), trace[-1].inertia) == (4, 0)


# The shape of a trace


@given(boards())
def test_a_trace_assigns_and_updates_in_turn_until_nothing_changes(board):
    trace = lloyd(*board)
    last = len(assignments(trace)) - 1
    assert [(s.phase, s.iteration) for s in trace] == [("start", 0), ("assign", 0)] + [
        (phase, i) for i in range(1, last + 1) for phase in ("update", "assign")
    ]
    assert [s.changed == 0 for s in assignments(trace)] == [False] * last + [True]


@given(boards())
def test_changed_counts_the_points_that_changed_label(board):
    trace = lloyd(*board)
    assert trace[0].changed == 0
    for before, after in zip(trace, trace[1:], strict=False):
        assert after.changed == sum(before.labels != after.labels)
        assert (after.means != before.means).any() <= (after.phase == "update")


def test_before_the_first_assignment_nothing_is_known():
    start = lloyd(PENCIL, PENCIL[:2])[0]
    assert_array_equal(start.labels, [UNASSIGNED] * 6)
    assert np.isnan(start.inertia)


def test_a_step_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        lloyd(PENCIL, PENCIL[:2])[0].phase = "update"


@pytest.mark.parametrize("name", ["points", "means", "labels"])
def test_nobody_writes_into_the_arrays_of_a_step(name):
    for step in lloyd(PENCIL, PENCIL[:2]):
        with pytest.raises(ValueError, match="read-only"):
            getattr(step, name)[0] = 7


def test_a_step_leaves_the_arrays_that_it_was_made_of_writeable():
    points, means, labels = PENCIL * 1.0, PENCIL[:2] * 1.0, np.zeros(6, int)
    step = Step("assign", 0, points, means, labels, 6)
    with pytest.raises(ValueError, match="read-only"):
        step.labels[0] = 1
    for array in (points, means, labels):
        array[0] = 1


@pytest.mark.parametrize(
    ("columns", "names"), [(["east", "north"], ("east", "north")), (["east", 7], ()), (None, ())]
)
def test_every_step_knows_the_names_of_the_columns_if_all_of_them_are_words(columns, names):
    points = pd.DataFrame(PENCIL, columns=columns)
    assert {step.names for step in lloyd(points, PENCIL[:2])} == {names}


def test_all_steps_of_a_trace_share_one_copy_of_the_points():
    bases = {id(step.points.base) for step in lloyd(PENCIL * 1.0, PENCIL[:2])}
    assert len(bases) == 1


def test_a_step_shows_itself_in_one_line():
    points, _ = sample_blobs(20_000, grid_means(4), rng=0)
    for step in lloyd(points, points[:4], max_iter=1):
        assert len(repr(step)) < 80
    trace = lloyd(PENCIL, PENCIL[:2])
    assert [repr(step) for step in trace[:4]] == [
        "Step(start 0: 0 of 6 points changed label, inertia nan)",
        "Step(assign 0: 6 of 6 points changed label, inertia 372)",
        "Step(update 1: 0 of 6 points changed label, inertia 104.2)",
        "Step(assign 1: 1 of 6 points changed label, inertia 49.69)",
    ]


def test_the_inertia_of_a_step_is_worked_out_once(monkeypatch):
    asked = []

    def counting(*arrays):
        asked.append(arrays)
        return inertia(*arrays)

    monkeypatch.setattr("helpers.kmeans.inertia", counting)
    trace = lloyd(PENCIL, PENCIL[:2])
    assert asked == []
    for _ in range(3):
        assert trace[-1].inertia == 24
    assert len(asked) == 1


@pytest.mark.parametrize("max_iter", [0, 1, 2])
def test_max_iter_cuts_the_same_trace_short(max_iter):
    points, means = blobs_and_start(0)
    whole, short = lloyd(points, means), lloyd(points, means, max_iter=max_iter)
    assert len(short) == 2 + 2 * max_iter < len(whole)
    assert short[-1].changed > 0
    for one, other in zip(short, whole, strict=False):
        assert_array_equal(one.means, other.means)
        assert_array_equal(one.labels, other.labels)


# Laws that hold on every board


@given(boards())
def test_every_label_points_at_a_nearest_mean(board):
    for step in assignments(lloyd(*board)):
        distances = brute_force(step.points, step.means)
        mine = distances[np.arange(len(distances)), step.labels]
        assert_allclose(mine, distances.min(axis=1), rtol=1e-12)


@given(boards(st.integers(-3, 3).map(float)))
def test_ties_between_whole_numbers_go_to_the_lowest_label(board):
    assert_array_equal(assign(*board), brute_force(*board).argmin(axis=1))


@given(boards())
def test_distances_are_those_of_brute_force_and_of_scipy(board):
    distances = squared_distances(*board)
    assert_allclose(distances, brute_force(*board), rtol=1e-12)
    assert_array_equal(distances, cdist(*board, "sqeuclidean"))


@given(boards())
def test_every_mean_moves_to_the_middle_of_its_points(board):
    points, means = board
    labels = assign(points, means)
    for label, mean in enumerate(update(points, labels, means)):
        mine = points[labels == label]
        assert_allclose(mean, mine.mean(axis=0) if len(mine) else means[label], atol=1e-9)


@given(boards())
def test_inertia_is_the_sum_over_the_points(board):
    points, means = board
    labels = assign(points, means)
    one_by_one = sum(sum((x - m) ** 2) for x, m in zip(points, means[labels], strict=True))
    assert inertia(points, labels, means) == pytest.approx(one_by_one)


@given(boards())
def test_inertia_never_rises(board):
    inertias = np.array([step.inertia for step in lloyd(*board)[1:]])
    assert (inertias[1:] <= inertias[:-1] * (1 + 1e-12) + 1e-12).all()


@given(boards())
def test_a_trace_restarted_from_its_last_means_changes_no_label(board):
    end = lloyd(*board)[-1]
    for step in lloyd(end.points, end.means)[1:]:
        assert_array_equal(step.labels, end.labels)
        assert_array_equal(step.means, end.means)


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_points_and_means_does_not_matter(seed):
    points, means = blobs_and_start(seed)
    rng = np.random.default_rng(seed)
    rows, places = rng.permutation(len(points)), rng.permutation(len(means))

    shuffled = lloyd(points[rows], means[places])[-1]
    assert_array_equal(places[shuffled.labels], lloyd(points, means)[-1].labels[rows])


@pytest.mark.parametrize("seed", range(10))
def test_labels_are_right_far_from_the_origin(seed):
    points, means = (np.round(array, 3) for array in blobs_and_start(seed))
    far = points + 1e8, means + 1e8
    near = far[0] - 1e8, far[1] - 1e8  # exact, so both boards have the very same shape
    assert_array_equal(assign(*far), assign(*near))
    assert_array_equal(lloyd(*far)[-1].labels, lloyd(*near)[-1].labels)


@given(boards())
def test_inputs_and_traces_do_not_share_memory(board):
    points, means = board
    copies = points.copy(), means.copy()
    trace = lloyd(points, means)
    labels = trace[1].labels.copy()
    update(points, labels, means)[:] = 7
    assert_array_equal(labels, trace[1].labels)
    for array, copy in zip(board, copies, strict=True):
        assert_array_equal(array, copy)

    points[:], means[:] = 7, 7
    assert_array_equal(trace[-1].points, copies[0])
    assert_array_equal(trace[0].means, copies[1])


# Everything that a student may pass


@pytest.mark.parametrize("points", disguises(PENCIL))
@pytest.mark.parametrize("means", disguises(PENCIL[:2]))
def test_points_and_means_may_come_in_any_form(points, means):
    expected = lloyd(PENCIL * 1.0, PENCIL[:2] * 1.0)
    for step, other in zip(lloyd(points, means), expected, strict=True):
        assert type(step.points) is type(step.means) is np.ndarray
        assert (step.points.dtype, step.means.dtype) == (float, float)
        assert_array_equal(step.labels, other.labels)
        assert_array_equal(step.means, other.means)


@pytest.mark.parametrize("kind", [list, "uint8", "int64", lambda x: pd.Series(x, index=[5, 3, 4])])
def test_labels_may_come_in_any_form(kind):
    labels = np.array([0, 1, 1])
    labels = kind(labels) if callable(kind) else labels.astype(kind)
    assert_array_equal(update([[0], [1], [3]], labels, [[9], [9]]), [[0], [2]])
    assert inertia([[0], [1], [3]], labels, [[0], [2]]) == 2


def test_booleans_count_as_zero_and_one():
    answers = np.array([[True, False], [False, False], [True, True]])
    assert_array_equal(assign(answers, [[True, True], [False, False]]), [0, 1, 0])
    assert_array_equal(update(answers, [False, True, False], answers[:2]), [[1, 0.5], [0, 0]])


# What they cannot use, they explain


TAKES_POINTS_AND_MEANS = [
    squared_distances,
    assign,
    lloyd,
    pytest.param(lambda points, means: update(points, [0], means), id="update"),
    pytest.param(lambda points, means: inertia(points, [0], means), id="inertia"),
]


@pytest.mark.parametrize("call", TAKES_POINTS_AND_MEANS)
def test_points_and_means_are_checked(call):
    with pytest.raises(ValueError, match="^points must hold finite numbers only; nan in column 1"):
        call([[0.0, np.nan]], [[0.0, 0.0]])
    with pytest.raises(ValueError, match="^means must hold finite numbers only; nan in column 1"):
        call([[0.0, 0.0]], [[0.0, np.nan]])


def test_max_iter_is_checked():
    with pytest.raises(ValueError, match="max_iter must be a whole number of at least 0; got -1"):
        lloyd([[0.0]], [[0.0]], max_iter=-1)


# Others who have done the same


@pytest.mark.parametrize("seed", range(20))
def test_scikit_learn_comes_to_the_same_labels_in_as_many_iterations(seed):
    points, means = blobs_and_start(seed, k=2 + seed % 5)
    theirs = KMeans(len(means), init=means, n_init=1, tol=0).fit(points)
    ours = lloyd(points, means)
    assert_array_equal(ours[-1].labels, theirs.labels_)
    assert_allclose(ours[-1].means, theirs.cluster_centers_)
    assert ours[-1].inertia == pytest.approx(theirs.inertia_)
    assert len(assignments(ours)) == theirs.n_iter_


@pytest.mark.parametrize("seed", range(5))
def test_scikit_learn_comes_to_the_same_inertia_on_rounded_data(seed):
    flowers = iris().drop(columns="species").to_numpy()
    means = random_means(flowers, 3, rng=seed)
    theirs = KMeans(3, init=means, n_init=1, tol=0).fit(flowers)
    assert lloyd(flowers, means)[-1].inertia == pytest.approx(theirs.inertia_)


def class_notes_sample():
    """Draw the points and first means of the class notes, in the order of the notes."""
    legacy = np.random.RandomState(398)
    means = {"A": (2, 2), "B": (2, 6), "C": (6, 2), "D": (6, 6)}
    classes = legacy.choice(list(means), 200)
    points = [legacy.multivariate_normal(means[name], 0.25 * np.eye(2)) for name in classes]
    sample = pd.DataFrame(points, columns=["x0", "x1"]).round(2)
    return sample, sample.sample(n=4, random_state=legacy)


def test_the_run_published_in_the_class_notes():
    sample, first_means = class_notes_sample()
    assert first_means.to_numpy().tolist() == CLASS_NOTES_START
    assert sample.loc[0].tolist() == [5.83, 2.01]
    assert squared_distances(sample, first_means)[0].round(4).tolist() == [
        14.3613,
        13.4578,
        13.093,
        13.3748,
    ]

    published = assignments(lloyd(sample, first_means))
    assert np.bincount(published[0].labels).tolist() == [10, 57, 71, 62]
    assert [step.changed for step in published] == [200, 54, 15, 0]
    assert [round(step.inertia, 4) for step in published] == [
        1228.0733,
        492.9052,
        138.88,
        106.3075,
    ]


@pytest.mark.parametrize(
    ("flowers", "sizes", "lowest_inertia", "score"),
    [
        pytest.param([1, 51, 101], [39, 50, 61], 78.8557, 0.7386548254402864, id="published"),
        pytest.param([0, 50, 100], [38, 50, 62], 78.8514, 0.7551191675800484, id="best"),
    ],
)
def test_two_starts_on_iris_find_two_answers(flowers, sizes, lowest_inertia, score):
    measurements = iris().drop(columns="species")
    end = lloyd(measurements, measurements.iloc[flowers])[-1]
    assert sorted(np.bincount(end.labels).tolist()) == sizes
    assert end.inertia == pytest.approx(lowest_inertia, abs=1e-4)
    assert adjusted_mutual_information(iris().species, end.labels) == pytest.approx(
        score, abs=1e-12
    )


# A trace


@pytest.mark.parametrize(("trace", "words"), BAD_TRACES)
def test_what_is_no_trace_is_explained(trace, words):
    with pytest.raises(ValueError, match=f"^a trace must .*{words}"):
        as_trace(trace)
