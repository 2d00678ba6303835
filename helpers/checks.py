"""What every function asks of its input.

Each check returns the input in the form that is worked with, or raises a
``ValueError`` that says what is wrong.
"""

import numbers
from math import inf, isfinite

import numpy as np

__all__ = []

LARGEST = 1e150
"""Coordinates stay below it, so that their squares can be added up."""
SMALLEST = 1e-150
"""Some coordinate reaches it, or is 0, for smaller ones have no squares."""


def as_points(points, name="points"):
    """Return points as floats of shape (n, d), or say what is wrong."""
    table = as_table(points, name)
    refuse_extremes(name, table)
    return table


def same_space(points, means):
    """Return points and means as float arrays with equally many columns."""
    points, means = as_table(points, "points"), as_table(means, "means")
    if points.shape[1] != means.shape[1]:
        raise ValueError(
            "points and means must have the same number of columns; points "
            f"have {points.shape[1]} and means have {means.shape[1]}"
        )
    refuse_extremes("points and means", points, means)
    return points, means


def as_table(points, name):
    """Return a table of finite numbers as floats, or say what is wrong.

    Whole numbers are converted too, because 10 - 20 is 246 in ``uint8``.
    """
    array = as_array(points, name)
    if array.ndim != 2 or array.size == 0:
        hint = ", as random_means and grid_means give" * (name == "means")
        raise ValueError(
            f"{name} must have two dimensions, one row a point, and must not "
            f"be empty; these have shape {array.shape}{hint}"
        )
    good = are_numbers(array)
    if not good.all():
        raise ValueError(
            f"{name} must hold finite numbers only; "
            f"{first(~good, array, points)}: select the numeric columns, "
            "or drop or fill in such rows first"
        )
    return array.astype(float, copy=False)


def refuse_extremes(name, *tables):
    """Refuse coordinates whose squares overflow, or vanish all of them.

    Means may be as near to 0 as rounding leaves them, if the points are not.
    """
    size = max(max(-table.min(), table.max()) for table in tables)
    if size >= LARGEST or name[:6] == "points" and 0 < size < SMALLEST:
        raise ValueError(
            f"{name} must be below {LARGEST:g} in size, and not all below "
            f"{SMALLEST:g}, for their squares; use another unit"
        )


def refuse_distances(points):
    """Refuse a table of distances where they are worked out from points."""
    n, d = points.shape
    symmetric = n == d and np.allclose(points, points.T, atol=0)
    zeros = n > 2 and symmetric and not points.diagonal().any()
    if zeros and points.min() == 0 < points.max():
        raise ValueError(
            "points must be one row each, but these look like the distances "
            "between them: symmetric, with zeros on the diagonal"
        )


def names_of(points):
    """Return the names of a data frame's columns; an array has none."""
    names = tuple(getattr(points, "columns", ()))
    return names if all(isinstance(name, str) for name in names) else ()


def as_labels(labels, points, *, least=0, most):
    """Return labels as whole numbers in a range, one for each point."""
    labels = as_column(labels, "labels", len(points))
    whole, limit = labels.dtype.kind in "iub", f" to {most}" * (most < 2**31)
    if not whole or labels.min() < least or labels.max() > most:
        raise ValueError(
            f"labels must be whole numbers from {least}{limit}; "
            "pandas.factorize(labels)[0] numbers others from 0"
        )
    return labels.astype(int, copy=False)


def names_and_codes(labels, name, n=None):
    """Return the sorted names, and the place of each point's among them."""
    items = as_column(labels, name, n)
    numeric = are_numbers(items).all()
    if not numeric and not all(isinstance(item, str) for item in items):
        raise ValueError(
            f"{name} must be all finite numbers or all strings, none missing"
        )
    return np.unique(items, return_inverse=True)


def as_column(values, name, n=None):
    """Return values as an array with one entry for each of n points.

    If n is not known, any number of them will do, but not none.
    """
    array = as_array(values, name)
    n = n or max(1, array.size)
    if array.shape != (n,):
        raise ValueError(
            f"{name} must have one entry for each of the {n} points; "
            f"these have shape {array.shape}"
        )
    return array


def as_array(values, name):
    """Return values as an array, with no masks and no ragged rows."""
    if np.ma.is_masked(values):
        raise ValueError(f"{name} must not have masked values; fill them")
    if hasattr(values, "toarray"):
        raise ValueError(f"{name} must not be sparse; use .toarray()")
    try:
        array = np.asarray(values)
        texts = array.dtype.kind in "US"  # [1, "?"] stays a mixture
        return np.asarray(values, dtype=object) if texts else array
    except ValueError as error:
        raise ValueError(f"{name} must have rows of equal length") from error


def as_list(items, name):
    """Return as a list what can be gone through; a word is no list."""
    if isinstance(items, str) or not np.iterable(items):
        raise ValueError(f"{name} must be a list; got {items!r}")
    return list(items)


def as_count(value, name, least=1, most=inf):
    """Return a whole number in a range, or say what is wrong."""
    if not isinstance(value, numbers.Integral) or not least <= value <= most:
        limit = "" if most == inf else f" and at most {most}"
        raise ValueError(
            f"{name} must be a whole number of at least {least}{limit}; "
            f"got {value!r}"
        )
    return int(value)


def are_numbers(array):
    """Mark the entries of an array that are finite numbers."""
    if array.dtype.kind in "biuf":
        return np.isfinite(array)
    return np.fromiter(map(is_number, array.flat), bool).reshape(array.shape)


def is_number(item):
    """Tell whether an item is finite and real; 10**400 has no float."""
    return isinstance(item, numbers.Real | np.bool_) and reads_as_number(item)


def reads_as_number(item):
    """Tell whether an item is a number, or a text that could be one."""
    try:
        return isfinite(float(item))
    except (TypeError, ValueError, OverflowError):
        return False


def first(bad, array, points):
    """Name a bad entry of the first column that has one.

    It is the first that does not even read as a number, if there is one.
    """
    column = bad.any(axis=0).argmax()
    rows = np.flatnonzero(bad[:, column])
    row = min(rows, key=lambda row: reads_as_number(str(array[row, column])))
    names = list(getattr(points, "columns", range(len(bad.T))))
    item = str(array[[row], column])[1:-1]
    return f"{item:.40} in column {names[column]!r}, row {row}"
