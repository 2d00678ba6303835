"""Whatever comes in, every public name gives the right answer or a clear ValueError.

Each test draws from the same strategies: tables that are odd in shape, kind, place and size, and
labels, counts and seeds that may not fit.  A warning is an error here, so no answer comes with one.
"""

import inspect
import math
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from examples import scikit_learns_ami
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist
from sklearn import metrics
from sklearn.metrics import cluster

import helpers
from helpers.checks import LARGEST, SMALLEST
from helpers.drawing.captions import captions
from helpers.hierarchy import LINKAGES

# Whole numbers tie and coincide; the others are far from 0, near to it, or hardly apart.
PLACES = [
    st.integers(-3, 3).map(float),
    st.floats(-1000, 1000),
    st.floats(-1, 1).map(lambda x: 1e8 + x),
    st.floats(-1, 1).map(lambda x: x * 9e149),
    st.floats(-1, 1).map(lambda x: x * 1e-140),
    st.floats(-1, 1).map(lambda x: x * 1e-300),
    st.sampled_from([0.0, -0.0, 5e-324, 1e-310, 1e-200, 1.0, 1e8, 1e149]),
]
BAD_PLACES = [np.nan, np.inf, -np.inf, 1e150, -1e300]


@st.composite
def good_points(draw, rows=8, columns=3):
    """Draw points that all can be clustered, and some of them coincide."""
    n, d = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    points = draw(arrays(float, (n, d), elements=draw(st.sampled_from(PLACES))))
    if draw(st.booleans()):
        points[:, 0] = points[0, 0]
    if draw(st.booleans()):
        points = points[draw(arrays(int, n, elements=st.integers(0, n - 1)))]
    return points if not 0 < np.abs(points).max() < SMALLEST else np.ones((n, d))


def disguised(points):
    """Return the same table in other clothes, some of which change what it holds."""
    n = len(points)
    looks = [
        lambda: points.tolist(),
        lambda: [tuple(row) for row in points],
        lambda: pd.DataFrame(points, index=range(n, 0, -1), columns=[*"zyx"][: points.shape[1]]),
        lambda: np.asfortranarray(points),
        lambda: np.repeat(points, 2, axis=0)[::2],
        lambda: points[::-1].copy()[::-1],
        lambda: points.astype(object),
        lambda: np.ma.masked_array(points, mask=False),
        lambda: points.astype(np.longdouble),
        lambda: read_only(points),
    ]
    return st.sampled_from(looks).map(lambda look: look())


def read_only(points):
    points = points.copy()
    points.flags.writeable = False
    return points


@st.composite
def any_points(draw):
    """Draw points that may be clustered, or may not."""
    points = draw(good_points())
    kind = draw(st.sampled_from(["as is", "other kind", "spoilt", "other shape", "no table"]))
    if kind == "other kind":
        with np.errstate(all="ignore"):
            small = np.clip(points, -100, 100)
            return small.astype(draw(st.sampled_from(KINDS)))
    if kind == "spoilt":
        points[-1, -1] = draw(st.sampled_from(BAD_PLACES))
    if kind == "other shape":
        return draw(st.sampled_from([points[:0], points[:, :0], points[0], points[None], 5.0]))
    if kind == "no table":
        return draw(st.sampled_from(NO_TABLES))
    return draw(disguised(points))


KINDS = [bool, "uint8", "int8", "int64", "float16", "float32", str, complex, "S9", "M8[s]", "V8"]
NO_TABLES = [
    None,
    "points",
    [],
    [[]],
    {},
    {1, 2},
    object(),
    iter([[1.0, 2.0]]),
    [[1.0], [2.0, 3.0]],
    [[10**400, 1]],
    [[Fraction(1, 3), True]],
    [[None, 1.0]],
    np.ma.masked_equal([[1.0, 2.0]], 2),
    pd.DataFrame({"x": [1.0, None]}).convert_dtypes(),
    np.full((2, 2), np.finfo(float).max),
    np.full((2, 2), 1e-200),
    np.array([[1.0, np.nan]], dtype=object),
]
counts = st.one_of(
    st.integers(-1, 9),
    st.sampled_from([np.int8(2), True, 2.0, 1.5, np.nan, "2", None, [1], -(10**30)]),
)
AMOUNTS = [0, 1, 0.5, Fraction(1, 3), np.float32(2), 5e-324, 1e-300, 1e149, 1e150, 1e308, 10**400]
AMOUNTS += [-1, np.nan, np.inf, "1", None, 1j]
amounts = st.sampled_from([*AMOUNTS, [1.0]])
labels_of = {
    "numbers": lambda n: arrays(int, n, elements=st.integers(0, 3)),
    "too long": lambda n: arrays(int, n + 1, elements=st.integers(0, 3)),
    "negative": lambda n: arrays(int, n, elements=st.integers(-2, 1)),
    "bytes": lambda n: arrays("uint8", n, elements=st.integers(0, 3)),
    "huge": lambda n: st.lists(st.sampled_from([0, 2**62, 2**63, 2**64, 10**400]), min_size=n),
    "floats": lambda n: arrays(float, n, elements=st.sampled_from([0, 1, 0.5, 1e300, np.nan])),
    "objects": lambda n: st.lists(
        st.sampled_from([0, True, 0.5, np.nan, math.inf]), min_size=n
    ).map(lambda row: np.array(row, dtype=object)),
    "words": lambda n: st.lists(st.sampled_from(["a", "b", ""]), min_size=n, max_size=n),
    "mixture": lambda n: st.lists(st.sampled_from(["a", 1, None, True, 0.5]), min_size=n),
    "series": lambda n: arrays(int, n, elements=st.integers(0, 1)).map(
        lambda row: pd.Series(row, index=range(n, 0, -1))
    ),
    "no labels": lambda n: st.sampled_from([None, 3, "abc", [], [[0] * n], [[0], [1, 0]], {1, 2}]),
    "masked": lambda n: st.just(np.ma.masked_equal(np.arange(n), 0)),
    "wide": lambda n: st.just(np.full(n, np.finfo(float).max)),
}


def labels_for(points):
    """Draw labels for points, which may not fit them."""
    n = len(points) if np.iterable(points) and hasattr(points, "__len__") else 2
    return st.sampled_from(list(labels_of)).flatmap(lambda kind: labels_of[kind](n))


def same(one, other):
    """Tell whether two answers, or two inputs, are the same."""
    if isinstance(one, pd.DataFrame | pd.Series):
        return one.equals(other)
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.tobytes() == other.tobytes()
    if isinstance(one, helpers.Step):
        return same(vars(one), vars(other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return repr(one) == repr(other)


def copied(value):
    tables = list, dict, np.ndarray, pd.DataFrame, pd.Series
    return value.copy() if isinstance(value, tables) else value


def answer(function, *given, **named):
    """Return what a function answers, or None if it refuses in words of its own.

    It answers the same when asked again, and leaves what it was given as it was.
    """
    before = [copied(value) for value in given]
    try:
        found = function(*given, **named)
    except ValueError as error:
        assert type(error) is ValueError
        assert len(str(error)) > 20
        with pytest.raises(ValueError):
            function(*given, **named)
        return None
    finally:
        assert all(map(same, before, given))
    assert same(found, function(*given, **named))
    return found


def plain(points):
    """Return points that have been accepted as an array of floats."""
    array = np.asarray(points, dtype=float)
    assert array.ndim == 2
    assert array.size
    assert np.abs(array).max() < LARGEST
    return array


def distinct(points):
    return len({tuple(row) for row in (plain(points) + 0.0).tolist()})


# K-means


def exact_squares(points, means):
    """Square distances in numbers that never round, overflow or vanish."""
    rows = [[*map(Fraction, row)] for row in plain(points).tolist()]
    places = [[*map(Fraction, row)] for row in plain(means).tolist()]
    return [[sum((x - y) ** 2 for x, y in zip(r, p, strict=True)) for p in places] for r in rows]


@given(good_points(), st.data())
def test_distances_labels_means_and_inertia_are_those_of_exact_arithmetic(points, data):
    k = data.draw(st.integers(1, 4))
    rows = data.draw(arrays(int, k, elements=st.integers(0, len(points) - 1)))
    means = points[rows] * data.draw(st.sampled_from([1, 0.5]))
    exact = exact_squares(points, means)
    assert_allclose(helpers.squared_distances(points, means), np.array(exact, dtype=float), 1e-12)

    labels = helpers.assign(points, means)
    # What is below the size of the points by a hundred digits or more has no square.
    vanishes = Fraction(np.finfo(float).tiny) * points.shape[1]
    for row, label in zip(exact, labels, strict=True):
        assert row[label] <= min(row) * (1 + Fraction(1, 10**12)) + vanishes
    total = sum(row[label] for row, label in zip(exact, labels, strict=True))
    assert helpers.inertia(points, labels, means) == pytest.approx(float(total), rel=1e-12)

    moved = helpers.update(points, labels, means)
    for label in range(k):
        mine = points[labels == label]
        middle = mine.mean(axis=0) if len(mine) else means[label]
        assert_allclose(moved[label], middle, rtol=1e-12, atol=1e-12 * np.abs(points).max())


@given(any_points(), any_points())
def test_points_and_means_of_any_kind_are_measured_or_refused(points, means):
    distances = answer(helpers.squared_distances, points, means)
    labels = answer(helpers.assign, points, means)
    trace = answer(helpers.lloyd, points, means, max_iter=3)
    assert (distances is None) == (labels is None)
    assert (trace is None) == (distances is None or len(plain(means)) > len(plain(points)))
    if distances is not None:
        assert distances.shape == (len(plain(points)), len(plain(means)))
        assert np.isfinite(distances).all()
        assert distances.min() >= 0
        assert_array_equal(distances.min(axis=1), distances[np.arange(len(labels)), labels])
    if trace is not None:
        assert_array_equal(trace[1].labels, labels)


@given(any_points(), st.data())
def test_labels_of_any_kind_move_means_or_are_refused(points, data):
    labels, means = data.draw(labels_for(points)), data.draw(good_points())
    moved = answer(helpers.update, points, labels, means)
    total = answer(helpers.inertia, points, labels, means)
    assert (moved is None) == (total is None)
    if moved is not None:
        numbers = np.asarray(labels)
        assert numbers.dtype.kind in "iub"
        assert 0 <= numbers.min() <= numbers.max() < len(means)
        assert moved.shape == means.shape
        assert np.isfinite(moved).all()
        assert 0 <= total < math.inf


@given(any_points(), counts, counts, st.sampled_from([0, 7, 2**64]))
def test_any_start_and_any_run_ends_well_or_is_refused(points, k, some, rng):
    means = answer(helpers.random_means, points, k, rng=rng)
    spread = answer(helpers.kmeans_plus_plus, points, k, trials=some, rng=rng)
    best = answer(helpers.best_of, points, k, runs=some, rng=rng)
    if means is None:
        assert spread is None
        assert best is None
        return
    assert 1 <= k <= distinct(points)
    rows = {tuple(row) for row in (plain(points) + 0.0).tolist()}
    for found in filter(lambda found: found is not None, [means, spread]):
        assert len({tuple(row) for row in (found + 0.0).tolist()} & rows) == k
    if best is not None:
        inertias = [step.inertia for step in best[1:]]
        size = np.abs(plain(points)).max() ** 2 * plain(points).size
        assert all(np.diff(inertias) <= 1e-12 * size)
        assert 0 <= inertias[-1] <= 4 * size
        assert set(best[-1].labels.tolist()) <= set(range(int(k)))


@given(good_points(), st.integers(0, 9), st.integers(-20, 20))
def test_another_unit_or_another_direction_changes_no_label(points, seed, power):
    points = points / (np.abs(points).max() or 1)  # so that a few powers of two are safe
    means = helpers.random_means(points, 1 + seed % distinct(points), rng=seed)
    trace, again = helpers.lloyd(points, means), None
    for unit in (2.0**power, -1.0):
        again = helpers.lloyd(points * unit, means * unit)
        assert_array_equal(again[-1].labels, trace[-1].labels)
        assert_array_equal(again[-1].means, trace[-1].means * unit)


# Parts


@given(any_points(), any_points(), st.integers(1, 3))
def test_parts_tell_the_same_as_the_whole_or_are_refused(points, means, cut):
    if answer(helpers.squared_distances, points, means) is None:
        answer(helpers.partial_update, points, means)
        return
    parts = [part for part in np.split(plain(points), [cut]) if len(part)]
    if any(0 < np.abs(np.vstack([part, means])).max() < SMALLEST for part in parts):
        return
    partials = [helpers.partial_update(part, means) for part in parts]
    labels = helpers.assign(points, means)
    moved, total = answer(helpers.combine, partials, means)
    size = np.abs(plain(points)).max()
    assert_allclose(moved, helpers.update(points, labels, means), rtol=1e-12, atol=1e-12 * size)
    assert total == pytest.approx(helpers.inertia(points, labels, means), rel=1e-12)
    last = helpers.lloyd_in_parts(parts, means)[-1]
    assert last.inertia <= total * (1 + 1e-12)


@pytest.mark.parametrize("bad", [None, 5, [5], [None], "parts", [([[1.0]], [1], 0.0)], []])
def test_what_is_no_part_is_refused(bad):
    assert answer(helpers.combine, bad, [[1.0]]) is None
    assert answer(helpers.lloyd_in_parts, bad, [[1.0]]) is None


@pytest.mark.parametrize("content", [b"", b"x", b"x,y\n1,2\n", b"PK\x03\x04", b"\x93NUMPY\x01\x00"])
def test_a_file_that_numpy_did_not_write_is_refused(tmp_path, content):
    path = tmp_path / "points.npy"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="points.npy must be a file that np.save wrote"):
        helpers.parts_of(path, 2)


# Scores


@given(st.data(), st.integers(1, 9))
def test_labelings_of_any_kind_are_scored_as_scikit_learn_does_or_refused(data, n):
    truth, labels = data.draw(labels_for(range(n))), data.draw(labels_for(range(n)))
    table = answer(helpers.contingency, truth, labels)
    scores = [answer(getattr(helpers, name), truth, labels) for name in SCORES]
    same = answer(helpers.same_groups, truth, labels)
    board = answer(helpers.scoreboard, truth, labels)
    assert len({score is None for score in [table, same, board, *scores]}) == 1
    if table is None:
        return
    rows, columns = coded(truth), coded(labels)
    assert table.sum() == len(rows) == len(columns)
    assert bool(same) == (metrics.adjusted_rand_score(rows, columns) == 1)
    assert_array_equal(table, cluster.contingency_matrix(rows, columns))
    for score, name in zip(scores, SCORES, strict=True):
        assert score == pytest.approx(SCORES[name](rows, columns), abs=1e-9)


SCORES = {
    "adjusted_mutual_information": scikit_learns_ami,
    "adjusted_rand_index": metrics.adjusted_rand_score,
    "expected_mutual_information": lambda rows, columns: cluster.expected_mutual_information(
        cluster.contingency_matrix(rows, columns, sparse=True), len(rows)
    ),
    "homogeneity_completeness_v": metrics.homogeneity_completeness_v_measure,
    "mutual_information": metrics.mutual_info_score,
}


def coded(labels):
    """Number labels in their own order, without NumPy."""
    order = sorted(set(labels))
    return [order.index(label) for label in labels]


@given(any_points(), st.data())
def test_silhouettes_are_those_of_scikit_learn_or_are_refused(points, data):
    labels = data.draw(labels_for(points))
    scores = answer(helpers.silhouette, points, labels)
    if scores is None:
        return
    assert scores.shape == (len(plain(points)),)
    assert np.abs(scores).max() <= 1
    unit = np.abs(plain(points)).max() or 1  # scikit-learn's own squares may overflow
    theirs = metrics.silhouette_samples(plain(points) / unit, coded(labels))
    if unit < 1e6:  # nor are its distances exact far from 0
        assert_allclose(scores, theirs, atol=1e-6)


# How many clusters


few = st.integers(1, 3)


@given(
    any_points() | good_points(),
    st.one_of(counts, st.lists(counts, max_size=3), st.lists(few, min_size=1, max_size=3)),
    counts | few,
)
@settings(max_examples=40)
def test_elbows_and_gaps_of_any_points_are_finite_or_refused(points, ks, some):
    inertias = answer(helpers.elbow, points, ks, runs=some, rng=1)
    gaps = answer(helpers.gap_statistic, points, ks, references=2, runs=some, rng=1)
    if inertias is not None:
        assert np.isfinite(inertias).all()
        assert inertias.min() >= 0
        for k, inertia in zip(ks, inertias, strict=True):
            if k == 1:
                best = helpers.lloyd(points, plain(points).mean(axis=0, keepdims=True))[-1].inertia
                assert inertia == pytest.approx(best, rel=1e-9, abs=1e-300)
    if gaps is not None:
        assert inertias.min() > 0
        assert np.isfinite(gaps).all()


@given(
    st.one_of(
        st.lists(st.floats(0, 1e300), max_size=5),
        st.lists(st.sampled_from(AMOUNTS), max_size=4),
        st.sampled_from([None, 5, "123", [[1, 2]], [[1], [2, 3]], {}]),
    ),
    counts,
)
def test_f_is_finite_or_refused(inertias, d):
    f = answer(helpers.f_of_k, inertias, d)
    if f is not None:
        assert len(f) == len(inertias)
        assert np.isfinite(f).all()
        assert f[0] == 1


# Trees


@given(any_points(), st.sampled_from([*LINKAGES, "Ward", None, []]), counts)
def test_trees_are_as_high_as_scipys_or_are_refused(points, how, k):
    merges = answer(helpers.agglomerate, points, linkage=how)
    if merges is None:
        return
    table = plain(points)
    assert len(merges) == len(table) - 1
    heights = np.array([merge.height for merge in merges])
    assert np.isfinite(heights).all()
    assert (np.diff(heights) >= 0).all()
    if merges:
        unit = np.abs(table).max() or 1
        theirs = linkage(pdist(table / unit), how)[:, 2]  # it warns of points like distances
        assert_allclose(heights / unit, theirs, rtol=1e-9, atol=1e-9)
    labels = answer(helpers.cut, merges, k)
    if labels is not None:
        assert len(np.unique(labels)) == k
        assert labels[0] == 0


@given(
    st.one_of(
        arrays(float, (2, 4), elements=st.sampled_from([0, 1, 2, 3, 0.5, -1, np.nan, np.inf])),
        st.sampled_from(
            [None, 5, "x", [None], [[1, 2]], [[0, 1, 1, 2], [2]], [[0, 1, 10**400, 2]]]
        ),
        st.just([[0, 1, 1e300, 2], [2, 3, 1e300, 3]]),
    ),
    counts,
)
def test_what_is_no_tree_is_refused(merges, k):
    labels = answer(helpers.cut, merges, k)
    if labels is not None:
        n = len(merges) + 1
        clusters = {point: {point} for point in range(n)}
        for number, (left, right, *_) in enumerate(merges[: n - k], start=n):
            clusters[number] = clusters.pop(left) | clusters.pop(right)
        theirs = {point: number for number in clusters for point in clusters[number]}
        assert metrics.adjusted_rand_score(labels, [theirs[point] for point in range(n)]) == 1


# Points from nowhere and from files


@given(counts, amounts, any_points(), amounts)
def test_points_are_drawn_as_asked_or_refused(n, spacing, means, std):
    for found in [
        answer(helpers.grid_means, n, spacing=spacing),
        answer(helpers.uniform_board, n, rng=0),
        *(answer(helpers.gaussian_board, n, 2, rng=0) or [None])[:1],
        *(answer(helpers.sample_blobs, n, means, std=std, rng=0) or [None])[:1],
    ]:
        if found is not None:
            assert len(found) == n
            assert np.isfinite(found).all()


@pytest.mark.parametrize("rng", [-1, 0.5, "seed", object()])
def test_what_is_no_seed_is_refused_by_numpy_itself(rng):
    with pytest.raises((TypeError, ValueError)):
        helpers.uniform_board(1, rng=rng)


fields = st.text(st.characters(codec="utf-8"), max_size=4) | st.sampled_from(
    ["1", "-2.5", "1e149", "1e-300", "1e400", "nan", "", '"', ",", "1_0", "١", "\0", "\r"]
)


numbers = st.sampled_from(["1", "-2.5", "1e149", "1e-300"])
tables = st.lists(st.lists(fields, min_size=1, max_size=3), max_size=4)
tables |= st.lists(st.tuples(numbers, numbers | fields), min_size=1, max_size=4)


@given(
    tables,
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([["x"], ["x", "y"], ["x", "x"], [], "xy", "x", None, 5, [5]]),
    st.sampled_from([None, "x", "y", "z"]),
)
def test_a_table_is_read_or_refused_whatever_it_holds(tmp_path_factory, rows, mark, columns, label):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    text = "\n".join(mark.join(row) for row in [["x", "y"], *rows])
    path.write_bytes(text.encode())
    found = answer(helpers.read_points, path, columns, label=label)
    if found is not None:
        points, names = found
        assert points.shape[1] == len(columns)
        assert np.isfinite(points).all()
        assert len(names) in ({len(points)} if label else {0})


@given(st.binary(max_size=40), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8"]))
def test_bytes_that_are_no_picture_are_refused(tmp_path_factory, content, start):
    path = tmp_path_factory.getbasetemp() / "any.png"
    path.write_bytes(start + content)
    assert answer(helpers.read_picture, path) is None


# Pictures


def drawn(function, *given, **named):
    """Draw, and return the axes or figure, or None if it is refused."""
    try:
        found = answer(lambda: function(*given, **named) and 1)
        if found:
            plt.gcf().canvas.draw()
    finally:
        plt.close("all")
    return found


@settings(max_examples=15)
@given(any_points(), st.data())
def test_pictures_of_any_points_are_drawn_or_refused(points, data):
    labels, means = data.draw(labels_for(points)), data.draw(any_points())
    drawn(helpers.plot_points, points)
    drawn(helpers.plot_points, points, labels, means)
    drawn(helpers.plot_cells, points, means)
    drawn(helpers.plot_silhouette, points, labels)
    answer(helpers.silhouette_board, points, labels)
    answer(helpers.digit_board, points, means)
    drawn(helpers.plot_pictures, [points], columns=data.draw(counts))


@settings(max_examples=8)
@given(good_points(), st.data())
def test_any_run_is_drawn_and_told(tmp_path_factory, points, data):
    k = data.draw(st.integers(1, min(3, distinct(points))))
    trace = helpers.lloyd(points, helpers.random_means(points, k, rng=0), max_iter=2)
    assert len(captions(trace)) == len(trace)
    assert "nan" not in " ".join(captions(trace))
    assert drawn(helpers.plot_step, trace[-1])
    assert drawn(helpers.storyboard, trace)
    assert drawn(helpers.contact_sheet, trace, ["a"] * len(trace))
    board = helpers.playground(points, trace[0].means)
    assert "nan" not in " ".join(board.sentences)
    if trace[0].points.shape[1] <= 2:
        small = helpers.two_starts(points, trace[0].means, trace[0].means)
        assert "nan" not in " ".join(small.sentences)
    slider = answer(helpers.k_board, points, most=2, rng=0)
    assert slider is None or "nan" not in " ".join(slider.sentences)
    crowds = answer(helpers.crowd_board, points, eps=1, min_samples=2)
    assert (crowds is not None) == (points.shape[1] == 2)
    in_parts = answer(helpers.parts_board, points, trace[0].means)
    assert (in_parts is not None) == (len(points) > 1 and points.shape[1] <= 2)
    by_hand = answer(helpers.pencil_board, points, trace[0].means)
    fits = 2 <= len(trace[0].means) <= 3 and points.shape[1] == 2
    assert (by_hand is not None) == fits
    placed = answer(helpers.venue_board, points, trace[0].means)
    assert (placed is not None) == (points.shape[1] == 2)
    moved = answer(helpers.unit_slider, points, trace[0].means)
    if np.abs(points).max() < 1e100:  # or its squares overflow once a unit stretches it
        assert (moved is not None) == (len(points) > 1 and points.shape[1] == 2)
    shown = helpers.step_player(trace)._repr_html_()
    assert "nan" not in shown.split("</style>")[1].split("<script>")[0]
    path = tmp_path_factory.getbasetemp() / "any.gif"
    assert helpers.save_gif(trace, path, size=(160, 160)) == path


@settings(max_examples=15)
@given(good_points(), st.sampled_from(LINKAGES), counts)
def test_any_tree_is_drawn_and_told(points, how, k):
    merges = helpers.agglomerate(points, linkage=how)
    assert helpers.merge_player(points, merges)._repr_html_()
    board = answer(helpers.linkage_board, points, linkage=how, k=k)
    assert board is None or "nan" not in " ".join(board.sentences)
    drawn(helpers.plot_dendrogram, merges, k)


ODD = [None, 5, "x", [], [None], [5], {}, object(), np.ones((2, 2)), [np.ones((2, 2))]]


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_run_no_step_no_tree_and_no_picture_is_refused(odd, tmp_path):
    assert answer(helpers.describe, odd) is None
    assert drawn(helpers.plot_step, odd) is None
    assert drawn(helpers.storyboard, odd) is None
    assert drawn(helpers.contact_sheet, odd, odd) is None
    assert answer(helpers.step_player, odd) is None
    assert answer(helpers.save_gif, odd, tmp_path / "a.gif") is None
    assert answer(helpers.merge_player, [[0.0], [1.0]], odd) is None
    assert answer(helpers.picture_player, odd, ["a"]) is None
    assert answer(helpers.ink_board, odd) is None
    assert answer(helpers.table_board, odd, {"plain": {2: [0, 1]}}, [0, 1]) is None
    assert answer(helpers.question_board, odd, ["here"], "Which word?") is None
    assert answer(helpers.question_board, ["a word"], odd, "Which word?") is None
    picture = np.zeros((2, 2, 3), np.uint8)
    if not isinstance(odd, str):  # one sentence for one picture
        assert answer(helpers.picture_player, [picture], odd) is None
    trace = helpers.lloyd([[0.0, 1.0]], [[0.0, 1.0]])
    if odd is not None and not isinstance(odd, np.ndarray):
        assert answer(helpers.step_player, trace, columns=odd) is None
        assert answer(helpers.playground, trace[0].points, columns=odd) is None
        two = [trace[0].points] * 2
        assert answer(helpers.next_mean, *two, columns=odd) is None
        assert answer(helpers.pencil_board, *two, columns=odd) is None
        assert answer(helpers.unit_slider, *two, columns=odd) is None
        assert answer(helpers.venue_board, *two, columns=odd) is None
        assert answer(helpers.two_starts, *two, two[0], columns=odd) is None
        three = [[0.0, 0], [1, 1], [2, 5]]
        assert answer(helpers.silhouette_board, three, [0, 0, 1], columns=odd) is None
        assert answer(helpers.linkage_board, three, columns=odd) is None
        assert answer(helpers.k_board, three, most=2, columns=odd, rng=0) is None
        assert answer(helpers.crowd_board, three, eps=1, min_samples=2, columns=odd) is None
        assert answer(helpers.parts_board, three, [[0.0, 0]], columns=odd) is None


def test_no_public_name_is_left_out():
    source = inspect.getsource(inspect.getmodule(exact_squares))
    kept = {"Step", "Gap", "Merge", "Partial", "Pass", "Agreement", "Grouping"}  # what calls return
    kept |= {"UNASSIGNED", "BOLD", "PALE", "SHAPES"}
    given_nothing = {"digits_embedding", "iris", "meetups"}
    for name in set(helpers.__all__) - kept - given_nothing:
        assert f"helpers.{name}" in source or f'"{name}"' in source, name
