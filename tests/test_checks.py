"""What every function asks of its input: each demand is tested here, once."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from examples import BAD_COUNTS, BAD_POINTS
from numpy.testing import assert_array_equal
from scipy.sparse import csr_array

from helpers import UNASSIGNED, assign, inertia, lloyd, update
from helpers.checks import (
    as_array,
    as_count,
    as_labels,
    as_list,
    as_points,
    as_table,
    names_and_codes,
    refuse_distances,
    same_space,
)

# Points


@pytest.mark.parametrize(("bad", "words"), BAD_POINTS)
def test_bad_points_and_means_are_named_and_explained(bad, words):
    with pytest.raises(ValueError, match=f"^points .*{words}"):
        as_points(bad)
    with pytest.raises(ValueError, match=f"^points .*{words}"):
        same_space(bad, [[0.0, 0.0]])
    with pytest.raises(ValueError, match=f"means .*{words}"):
        same_space([[0.0, 0.0]], bad)


DATES = pd.to_datetime(["2025-01-01", "2025-01-02"])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"a": [1, 2], "age": [30, None]}, "<NA> in column 'age', row 1"),
        ({"a": [1.5, 2], "sick": [True, None]}, "<NA> in column 'sick', row 1"),
        ({"a": [1, 2], "price": [Decimal(1), Decimal("1.5")]}, r"Decimal\('1'\) in column 'price'"),
        ({"age": np.array([30, "?"], dtype=object)}, r"'\?' in column 'age', row 1"),
        ({"a": [1, 2], "day": DATES}, "Timestamp.* in column 'day', row 0"),
        ({"day": DATES}, "'2025-01-01.* in column 'day', row 0"),
        ({"a": [1, 2], "wait": DATES - DATES[0]}, "Timedelta.* in column 'wait', row 0"),
        ({7: [1, 2], 5: ["a" * 99, "b"]}, "'a{39} in column 5, row 0"),
        ({"a": [1, "b"], "c": ["d", 2]}, "'b' in column 'a', row 1"),
        ({"a": ["1", "b"]}, "'b' in column 'a', row 1"),
    ],
)
def test_the_first_bad_entry_of_a_data_frame_is_named_with_its_column_and_row(table, words):
    with pytest.raises(ValueError, match=f"^points must hold finite numbers only; {words}"):
        as_points(pd.DataFrame(table, index=[9, 8]).convert_dtypes())


def test_a_span_of_time_is_no_number_though_numpy_counts_it_among_them():
    with pytest.raises(ValueError, match="finite numbers only; .*in column 1, row 0"):
        as_points(np.array([[1.0, np.timedelta64(1, "s")]], dtype=object))


def test_whatever_counts_as_a_number_may_stand_among_objects():
    table = [[True, np.False_, 1], [Fraction(1, 2), np.float32(2), np.uint8(3)]]
    points = as_points(np.array(table, dtype=object))
    assert points.dtype == float
    assert_array_equal(points, [[1, 0, 1], [0.5, 2, 3]])


@pytest.mark.parametrize("size", [1e-151, 1e-200, 5e-324, 1e150, 1.7e308])
def test_points_whose_squares_vanish_or_overflow_are_refused(size):
    words = r"must be below 1e\+150 in size, and not all below 1e-150, .*; use another unit$"
    with pytest.raises(ValueError, match=f"^points {words}"):
        as_points([[0.0], [-size]])
    with pytest.raises(ValueError, match=f"^points and means {words}"):
        same_space([[0.0], [size]], [[0.0]])


def test_the_largest_and_smallest_points_that_have_squares_are_taken():
    assert as_points([[0.0], [0.0]]).tolist() == [[0], [0]]
    for size in (1e-150, 9e149):
        assert assign([[0.0], [-size]], [[-size], [0.0]]).tolist() == [1, 0]


def test_means_may_be_as_near_to_zero_as_rounding_leaves_them():
    assert assign([[1.0], [0.0]], [[1.0], [1e-200]]).tolist() == [0, 1]
    assert assign([[1e-200]], [[1.0], [0.0]]).tolist() == [1]


def test_points_and_means_must_have_the_same_number_of_columns():
    with pytest.raises(ValueError, match="points have 2 and means have 3"):
        same_space([[0.0, 0.0]], [[0.0, 0.0, 0.0]])


@pytest.mark.parametrize("means", [3, np.int64(3), 5.0, [1.0, 2.0]])
def test_a_number_in_place_of_means_is_told_where_means_come_from(means):
    with pytest.raises(ValueError, match=r"^means .*, as random_means and grid_means give$"):
        lloyd([[0.0], [1.0], [5.0], [6.0]], means)


def test_a_table_that_is_not_of_means_is_not_sent_to_random_means():
    with pytest.raises(ValueError, match=r"these have shape \(2,\)$"):
        as_table([1.0, 2.0], "points")


def test_swapped_points_and_means_are_noticed():
    points, means = [[0.0], [1.0], [5.0]], [[0.0], [1.0]]
    assert len(lloyd(points, means)) > 1
    with pytest.raises(ValueError, match="^3 means for 2 points; points come first"):
        lloyd(means, points)


CORNERS = np.array([[0, 3, 5], [3, 0, 4], [5, 4, 0]], dtype=float)


def test_a_table_that_looks_like_distances_is_refused():
    almost = CORNERS * (1 + 1e-12 * np.triu(CORNERS))
    for table in (CORNERS, 1e-12 * CORNERS, almost):
        with pytest.raises(ValueError, match="these look like the distances between them"):
            refuse_distances(table)


@pytest.mark.parametrize(
    "points",
    [
        CORNERS[:2, :2],  # two points may be anything
        CORNERS[:, :2],
        CORNERS + np.eye(3),
        CORNERS + 1e-3 * np.triu(CORNERS),
        1e-9 * (CORNERS + 1e-3 * np.triu(CORNERS)),
        np.zeros((3, 3)),
    ],
)
def test_points_that_are_no_distances_are_let_through(points):
    refuse_distances(points)


# Labels


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([0], r"each of the 2 points; these have shape \(1,\)"),
        ([0, 1, 0], r"each of the 2 points; these have shape \(3,\)"),
        ([[0, 1]], r"each of the 2 points; these have shape \(1, 2\)"),
        ([], r"each of the 2 points; these have shape \(0,\)"),
        (0, r"each of the 2 points; these have shape \(\)"),
        ([0, 2], "whole numbers from 0 to 1"),
        ([UNASSIGNED, 0], "whole numbers from 0 to 1"),
        ([0.0, 1.0], r"from 0 to 1; pandas.factorize\(labels\)\[0\] numbers others from 0$"),
        (["b", "a"], r"from 0 to 1; pandas.factorize\(labels\)\[0\] numbers others from 0$"),
        ([0, np.nan], "whole numbers from 0 to 1"),
        ([0, None], "whole numbers from 0 to 1"),
        ([[0], [1, 0]], "rows of equal length"),
        (np.ma.masked_equal([0, 1], 1), "masked values"),
    ],
)
def test_bad_labels_are_explained(labels, words):
    with pytest.raises(ValueError, match=f"^labels must .*{words}"):
        as_labels(labels, [[0.0], [1.0]], most=1)


@pytest.mark.parametrize(("most", "limit"), [(99, " to 99"), (2**31, "")])
def test_the_largest_label_is_told_unless_nobody_has_so_many(most, limit):
    with pytest.raises(ValueError, match=f"must be whole numbers from 0{limit}; pandas"):
        as_labels([-1], [[0.0]], most=most)


@pytest.mark.parametrize("labels", [["b", "a", "b"], [0.5, 2.0, 0.5]])
def test_what_the_message_about_labels_says_helps(labels):
    labels = pd.factorize(np.array(labels))[0]
    assert as_labels(labels, [[0.0], [1.0], [2.0]], most=1).tolist() == [0, 1, 0]


@pytest.mark.parametrize("call", [update, inertia])
def test_labels_are_checked(call):
    with pytest.raises(ValueError, match="^labels must be whole numbers from 0 to 1"):
        call([[0.0], [1.0]], [0, 2], [[0.0], [1.0]])


@pytest.mark.parametrize("bad", [[10**400, 1], [np.nan, 1], [np.inf], ["a", 1], [None], [1j]])
def test_names_of_clusters_are_finite_numbers_or_strings(bad):
    with pytest.raises(
        ValueError, match="^labels must be all finite numbers or all strings, none missing$"
    ):
        names_and_codes(bad, "labels")


# Everything else


def test_what_needs_no_change_is_not_copied():
    points, labels = np.eye(2), np.arange(2)
    assert as_points(points) is points
    assert as_labels(labels, points, most=1) is labels


def test_a_sparse_matrix_is_refused_and_told_how_to_be_filled():
    with pytest.raises(ValueError, match=r"^means must not be sparse; use \.toarray"):
        assign([[0.0, 1.0]], csr_array([[0.0, 1.0]]))


def test_masked_and_ragged_arrays_are_refused():
    with pytest.raises(ValueError, match="^it must not have masked values; fill them$"):
        as_array(np.ma.masked_equal([1, 2], 2), "it")
    with pytest.raises(ValueError, match="^it must have rows of equal length$"):
        as_array([[1], [1, 2]], "it")


@pytest.mark.parametrize("count", BAD_COUNTS)
def test_a_count_is_a_whole_number(count):
    with pytest.raises(ValueError, match=f"^k must be a whole number of at least 1; got {count!r}"):
        as_count(count, "k")


def test_a_count_keeps_within_its_range():
    assert as_count(np.int8(3), "k", least=3, most=3) == 3
    for count in (2, 4):
        with pytest.raises(ValueError, match=f"of at least 3 and at most 3; got {count}$"):
            as_count(count, "k", least=3, most=3)


def test_a_list_is_what_can_be_gone_through():
    assert as_list(range(2), "ks") == [0, 1]
    with pytest.raises(ValueError, match="^ks must be a list; got 5$"):
        as_list(5, "ks")
    with pytest.raises(ValueError, match="^ks must be a list; got '12'$"):
        as_list("12", "ks")
