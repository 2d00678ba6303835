"""What every function asks of its input.

Each check returns the input in the form that is worked with, or raises a
``ValueError`` that says what is wrong.
"""

import math
import numbers

import numpy as np

__all__ = []

LARGEST = 1e150
"""Coordinates stay below it, so that their squares can be added up."""
SMALLEST = 1e-150
"""Some coordinate reaches it, or is 0, for smaller ones have no squares."""


def as_points(points, name="points"):
    """Return points as floats of shape (n, d), or say what is wrong.

    Whole numbers are converted too, because 10 - 20 is 246 in ``uint8``.
    """
    if np.ma.is_masked(points):
        raise ValueError(
            f"{name} must not have masked values; fill them first"
        )
    try:
        array = np.asarray(points)
    except ValueError as error:
        raise ValueError(f"{name} must have rows of equal length") from error
    if not all_numbers(array):
        raise ValueError(
            f"{name} must hold numbers only; select the numeric columns first"
        )
    if array.ndim != 2:
        raise ValueError(
            f"{name} must have two dimensions, one row a point, one column a "
            f"feature; these have shape {array.shape}"
        )
    if array.size == 0:
        raise ValueError(
            f"{name} must not be empty; these have shape {array.shape}"
        )

    with np.errstate(over="ignore", invalid="ignore"):  # what is too large
        if array.dtype.kind == "O":
            array = np.clip(array, -LARGEST, LARGEST)
        array = array.astype(float, copy=False)
    low, high = array.min(), array.max()
    if not (low > -LARGEST and high < LARGEST):  # nor NaN
        row = (np.abs(array) < LARGEST).all(axis=1).argmin()
        raise ValueError(
            f"{name} must be finite and below {LARGEST:g} in size; "
            f"row {row} holds NaN or infinity or a larger number: "
            "drop such rows or fill them in first"
        )
    # Means may be as near to 0 as rounding leaves them.
    if name == "points" and 0 < max(-low, high) < SMALLEST:
        raise ValueError(
            f"points must not all be below {SMALLEST:g} in size, for their "
            "squares are then 0; use a smaller unit"
        )
    return array


def same_space(points, means):
    """Return points and means as float arrays with equally many columns."""
    points, means = as_points(points), as_points(means, "means")
    if points.shape[1] != means.shape[1]:
        raise ValueError(
            f"points and means must have the same number of columns; "
            f"points have {points.shape[1]} and means have {means.shape[1]}"
        )
    return points, means


def as_labels(labels, points, *, least=0, most):
    """Return labels as whole numbers in a range, one for each point."""
    if np.ma.is_masked(labels):
        raise ValueError("labels must not have masked values")
    try:
        labels = np.asarray(labels)
    except ValueError as error:
        raise ValueError("labels must be one whole number a point") from error
    if labels.shape != (len(points),):
        raise ValueError(
            "labels must have one entry for each of the "
            f"{len(points)} points; these have shape {labels.shape}"
        )
    whole = labels.dtype.kind in "iub"
    if not whole or labels.min() < least or labels.max() > most:
        raise ValueError(
            f"labels must be whole numbers from {least} to {most}"
        )
    return labels.astype(int, copy=False)


def names_and_codes(labels, name):
    """Return the sorted names, and the place of each point's among them."""
    items = labels
    if not isinstance(labels, np.ndarray):
        items = np.asarray(labels, dtype=object)  # [1, "a"] stays a mixture
    if items.ndim != 1 or len(items) == 0:
        raise ValueError(
            f"{name} must be a sequence with one entry for each point; "
            f"it has shape {items.shape}"
        )
    if np.ma.is_masked(labels):
        raise ValueError(f"{name} must not have masked values")
    named = all(isinstance(item, str) for item in items)
    if not named and not (all_numbers(items) and all_finite(items)):
        raise ValueError(
            f"{name} must be all numbers or all strings, with none missing, "
            "NaN or infinite"
        )
    return np.unique(items, return_inverse=True)


def as_list(items, name):
    """Return as a list what can be gone through, or say what is wrong."""
    if not np.iterable(items):
        raise ValueError(f"{name} must be a list; got {items!r}")
    return list(items)


def as_count(value, name, least=1, most=math.inf):
    """Return a whole number in a range, or say what is wrong."""
    if not isinstance(value, numbers.Integral) or not least <= value <= most:
        limit = "" if most == math.inf else f" and at most {most}"
        raise ValueError(
            f"{name} must be a whole number of at least {least}{limit}; "
            f"got {value!r}"
        )
    return int(value)


def as_amount(value, name):
    """Return a finite number of at least 0, or say what is wrong."""
    if not isinstance(value, numbers.Real) or not 0 <= value < LARGEST:
        raise ValueError(
            f"{name} must be a finite number of at least 0, and below "
            f"{LARGEST:g}; got {value!r}"
        )
    return float(value)


def all_numbers(array):
    """Tell whether an array holds real numbers and nothing else."""
    if array.dtype.kind == "O":
        kinds = numbers.Real, np.bool_
        return all(isinstance(item, kinds) for item in array.flat)
    return array.dtype.kind in "biuf"


def all_finite(array):
    """Tell whether no number is NaN or infinite; 10**400 is neither."""
    with np.errstate(invalid="ignore"):
        return bool((np.abs(array) < math.inf).all())
