"""K-means on parts: for data that no memory holds, on one machine or many.

Each part tells the sums and the number of its points, mean by mean.  Added up,
they move the means as if all the points had been in one place.
"""

from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.checks import as_count, as_list, as_table, same_space
from helpers.kmeans import add_up, assign, centres, inertia

__all__ = ["Partial", "Pass"]
__all__ += ["combine", "lloyd_in_parts", "partial_update", "parts_of"]


class Partial(NamedTuple):
    """What one part contributes to an update.

    Attributes
    ----------
    sums : array, shape (k, d)
        The points of the part added up, label by label.
    counts : array of int, shape (k,)
        How many points of the part wear each label.
    inertia : float
        The squared distances of the part's points to their nearest means.
    """

    sums: np.ndarray
    counts: np.ndarray
    inertia: float


class Pass(NamedTuple):
    """One pass over all parts.

    Attributes
    ----------
    means : array, shape (k, d)
        Where the means stood.
    inertia : float
        Of all points, with these means.
    """

    means: np.ndarray
    inertia: float


def parts_of(path, rows):
    """Divide a file of points into parts, without reading them.

    Each part is a function that fetches its rows.  Whoever gets it, another
    process or another machine, reads them from the file, again if need be.

    Parameters
    ----------
    path : str or Path
        A file that ``np.save`` wrote, of shape (n, d).
    rows : int
        How many rows a part has; the last one may have fewer.

    Returns
    -------
    list of function
        Each called without arguments; it returns an array, shape (rows, d),
        mapped from the file.

    Raises
    ------
    ValueError
        If ``rows`` is not a whole number of at least 1, or the file is no such
        table of at least one row.
    OSError
        If the file cannot be read.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "points.npy")
    ...     np.save(path, [[0, 0], [1, 2], [3, 4]])
    ...     [part().tolist() for part in parts_of(path, 2)]
    [[[0, 0], [1, 2]], [[3, 4]]]
    """
    rows, path = as_count(rows, "rows"), Path(path).absolute()
    try:
        points = np.lib.format.open_memmap(path, mode="r")
    except ValueError as error:
        wanted = f"{path.name} must be a file that np.save wrote"
        raise ValueError(f"{wanted}; {error}") from error
    if points.ndim != 2 or points.size == 0:
        raise ValueError(f"{path.name} must hold points, not {points.shape}")
    starts = range(0, len(points), rows)
    return [partial(_read_rows, path, start, start + rows) for start in starts]


def partial_update(part, means):
    """Assign the points of one part, and add them up label by label.

    Nothing here depends on another part, so parts can be done in any order and
    anywhere.  What comes back is small: k·(d+1) numbers and the inertia,
    however many points the part has.

    Parameters
    ----------
    part : array, shape (n, d), or function
        The points, or what fetches them when called, as :func:`parts_of`
        gives.
    means : array, shape (k, d)

    Returns
    -------
    Partial
        ``sums``, ``counts`` and ``inertia``.

    Raises
    ------
    ValueError
        As in :func:`helpers.squared_distances`.

    Examples
    --------
    >>> part = [[0, 0], [1, 2], [9, 9]]
    >>> sums, counts, inertia = partial_update(part, [[0, 0], [9, 8]])
    >>> sums
    array([[1., 2.],
           [9., 9.]])
    >>> counts, inertia
    (array([2, 1]), 6.0)
    """
    points, means = same_space(part() if callable(part) else part, means)
    labels = assign(points, means)
    sums, counts = add_up(points, labels, len(means))
    return Partial(sums, counts, inertia(points, labels, means))


def combine(partials, means):
    """Add up what the parts contribute, and move the means.

    A mean that no part has points for stays where it is.

    Parameters
    ----------
    partials : iterable of Partial
        One for each part, all from the same ``means``.
    means : array, shape (k, d)
        Where the means stand before the update.

    Returns
    -------
    moved : array, shape (k, d)
    inertia : float
        Of all points, with ``means``: before the update.

    Raises
    ------
    ValueError
        If ``means`` are not points, ``partials`` are none, or one of them is
        of other means.

    Examples
    --------
    The second mean has no points:

    >>> means = [[0, 0], [9, 8]]
    >>> parts = [[0, 0], [1, 2]], [[2, 1]]
    >>> combine([partial_update(part, means) for part in parts], means)
    (array([[1., 1.],
           [9., 8.]]), 10.0)
    """
    means = as_table(means, "means")
    sums, counts, total = np.zeros_like(means), np.zeros(len(means)), 0.0
    # One at a time, so that a lazy map reads no part before its turn.
    for part in partials if np.iterable(partials) else [partials]:
        if not isinstance(part, Partial) or part.sums.shape != means.shape:
            raise ValueError(
                "partials must be such as partial_update(part, means) returns "
                f"with these {len(means)} means; one is {part!r}"
            )
        sums += part.sums
        counts += part.counts
        total += part.inertia
    if not counts.any():
        raise ValueError("partials must hold at least one part")
    return centres(sums, counts, means), total


def lloyd_in_parts(parts, means, *, max_iter=300, map=map):
    """Run k-means on parts, until a pass leaves every mean where it is.

    Nobody keeps all the labels, so they cannot be compared as :func:`lloyd`
    does.  But the same labels give the same sums, so the means repeat exactly;
    and if the means repeat, so do the labels.

    Parameters
    ----------
    parts : list
        As :func:`partial_update` takes them.
    means : array, shape (k, d)
        Where the means start.
    max_iter : int
        Stop after this many updates at the latest.
    map : function
        What calls a function for each part, and returns what comes back in the
        same order: Python's own, or one that uses several processes or
        machines.

    Returns
    -------
    list of Pass
        ``means`` and ``inertia`` of each pass.  The last ones are those that
        :func:`lloyd` ends with.

    Raises
    ------
    ValueError
        As in :func:`partial_update`, or if ``parts`` are none, ``max_iter`` is
        not a whole number of at least 0, or ``map`` is not a function.

    References
    ----------
    .. [1] Dhillon, I. S. & Modha, D. S. (2000). A data-clustering algorithm on
       distributed memory multiprocessors. Large-Scale Parallel Data Mining,
       LNCS 1759, 245-260.

    Examples
    --------
    >>> for means, inertia in lloyd_in_parts([[[0], [2]], [[9]]], [[0], [2]]):
    ...     print(means.ravel(), inertia)
    [0. 2.] 49.0
    [0.  5.5] 16.25
    [1. 9.] 2.0
    """
    # Here, so that importing helpers stays quick.
    from tqdm import tqdm

    parts, means = as_list(parts, "parts"), as_table(means, "means").copy()
    max_iter = as_count(max_iter, "max_iter", least=0)
    if not callable(map):
        raise ValueError(f"map must be a function; got {map!r}")

    trace, numbered = [], list(enumerate(parts))
    for number in range(max_iter + 1):
        done = map(_numbered_update, numbered, [means] * len(parts))
        shown = {"desc": f"pass {number}", "leave": False, "disable": None}
        moved, now = combine(tqdm(done, total=len(parts), **shown), means)
        trace.append(Pass(means, now))
        if np.array_equal(moved, means):
            break
        means = moved
    return trace


def _numbered_update(numbered, means):
    """Update one part, and name it by its number if it is bad."""
    number, part = numbered
    try:
        return partial_update(part, means)
    except ValueError as error:
        raise ValueError(f"part {number}: {error}") from error


def _read_rows(path, start, stop):
    """Map the rows of a file; only those that are looked at get read."""
    return np.load(path, mmap_mode="r")[start:stop]
