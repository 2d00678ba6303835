"""How many clusters: the elbow curve, the gap statistic, and f(K).

All three look at the inertia of the best run for each k.  They differ in what
they compare it with.
"""

from typing import NamedTuple

import numpy as np

from helpers.checks import are_numbers, as_column, as_count, as_list, as_points
from helpers.seeding import best_of

__all__ = ["Gap", "elbow", "f_of_k", "gap_statistic"]


NEXT_TO_NOTHING = 1e-150
"""An inertia that nothing can be divided by."""


class Gap(NamedTuple):
    """What the gap statistic says about one k.

    Attributes
    ----------
    k : int
    gap : float
        How far the logarithm of the inertia lies below that of points without
        clusters.
    error : float
        The standard error of ``gap``.
    """

    k: int
    gap: float
    error: float


def elbow(points, ks, *, runs=10, rng):
    """Find the inertia of the best run for each k.

    Parameters
    ----------
    points : array, shape (n, d)
    ks : iterable of int
        The numbers of clusters to try.
    runs : int
        How many starts to try for each k; the lowest inertia is kept.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    array, shape (len(ks),)
        In squared units of the points.

    Raises
    ------
    ValueError
        As in :func:`helpers.best_of`, or if ``ks`` is empty or no list of
        whole numbers.

    Examples
    --------
    >>> elbow([[0], [2], [8], [10]], [1, 2, 3, 4], rng=0)
    array([68.,  4.,  2.,  0.])
    """
    rng = np.random.default_rng(rng)
    best = (best_of(points, k, runs=runs, rng=rng) for k in _as_ks(ks))
    return np.array([trace[-1].inertia for trace in best])


def gap_statistic(points, ks, *, references=20, runs=5, box="plain", rng):
    """Compare the inertia with that of points that have no clusters [1]_.

    The references are as many points, drawn evenly from a box around the
    points.  The authors choose the smallest k whose gap is at least that of
    the next k minus the next error.

    Parameters
    ----------
    points : array, shape (n, d)
    ks : iterable of int
        The numbers of clusters to try.
    references : int
        How many sets of points without clusters to draw.
    runs : int
        How many starts to try for each k and each set.
    box : str
        ``"plain"``: the sides of the box are parallel to the axes;
        ``"rotated"``: they are parallel to the principal axes of the points.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    list of Gap
        ``k``, ``gap`` and ``error`` for each k, in the order of ``ks``.

    Raises
    ------
    ValueError
        As in :func:`elbow`, or if ``references`` is not a whole number of at
        least 1, ``box`` is unknown, or some k is not below the number of
        distinct points: the inertia is then 0 and has no logarithm.

    References
    ----------
    .. [1] Tibshirani, R., Walther, G. & Hastie, T. (2001). Estimating the
       number of clusters in a data set via the gap statistic. Journal of the
       Royal Statistical Society B, 63(2), 411-423.

    Examples
    --------
    >>> pairs = [[0, 0], [0, 1], [9, 8], [9, 9]]
    >>> for k, gap, error in gap_statistic(pairs, [1, 2, 3], rng=0):
    ...     print(k, round(gap, 2), round(error, 2))
    1 -1.38 0.36
    2 2.15 0.75
    3 0.96 1.19
    """
    # Here, so that importing helpers stays quick.
    from tqdm import trange

    rng = np.random.default_rng(rng)
    points, ks = as_points(points), _as_ks(ks)
    references = as_count(references, "references")
    draw = _box_around(points, box)

    found = elbow(points, ks, runs=runs, rng=rng)
    _refuse_no_inertia(found, points, ks)
    rounds = trange(references, desc="references", disable=None)
    drawn = [elbow(draw(rng), ks, runs=runs, rng=rng) for _ in rounds]
    expected = np.log(drawn)
    gaps = expected.mean(axis=0) - np.log(found)
    errors = expected.std(axis=0) * np.sqrt(1 + 1 / references)
    return list(map(Gap, ks, gaps.tolist(), errors.tolist()))


def f_of_k(inertias, n_features):
    """Divide each inertia by what the one before it lets expect [1]_.

    Where f is well below 1, the inertia fell more than it does for points
    that are spread evenly.  The authors choose the k of the lowest f, if that
    f is below 0.85, and otherwise see no clusters.

    Parameters
    ----------
    inertias : array, shape (m,)
        The inertia of the best run for k = 1, 2, ..., m, as from
        :func:`elbow`.
    n_features : int
        How many columns the points have; at least 2.

    Returns
    -------
    array, shape (m,)
        f for k = 1, 2, ..., m.  It is 1 for k = 1, and wherever the inertia
        before is 0 or next to nothing.

    Raises
    ------
    ValueError
        If ``inertias`` are not a list of finite numbers of at least 0, or
        ``n_features`` is not a whole number of at least 2.

    References
    ----------
    .. [1] Pham, D. T., Dimov, S. S. & Nguyen, C. D. (2005). Selection of K in
       K-means clustering. Proceedings of the Institution of Mechanical
       Engineers C, 219(1), 103-119.

    Examples
    --------
    >>> f_of_k([80, 10, 8], 2)
    array([1.        , 0.2       , 1.16363636])
    """
    d = as_count(n_features, "n_features", least=2)
    inertias = _as_inertias(inertias)
    before, after = inertias[:-1], inertias[1:]
    # How much of the inertia is left after one more mean, without clusters.
    left = 1 - 3 / (4 * d) * (5 / 6) ** np.arange(len(after))
    f = np.ones(len(inertias))
    np.divide(after, left * before, out=f[1:], where=before > NEXT_TO_NOTHING)
    return f


def _as_ks(ks):
    """Return the numbers of clusters as a list, or say what is wrong."""
    ks = as_list(ks, "ks, such as range(1, 11),")
    if not ks:
        raise ValueError("ks must hold at least one k, as in range(1, 11)")
    return [as_count(k, "k") for k in ks]


def _as_inertias(inertias):
    """Return one inertia for each k as floats, or say what is wrong."""
    column = as_column(inertias, "inertias")
    if not are_numbers(column).all() or column.min() < 0:
        raise ValueError("inertias must be finite numbers of at least 0")
    return column.astype(float)


def _refuse_no_inertia(inertias, points, ks):
    """Refuse as many means as points, or as points that squares tell apart."""
    distinct = len(np.unique(points, axis=0))
    if max(ks) >= distinct or not inertias.all():
        raise ValueError(
            "k must leave some inertia, for 0 has no logarithm; got "
            f"{max(ks)} for {distinct} distinct points, or too near ones"
        )


def _box_around(points, box):
    """Return a function that draws as many points evenly from a box."""
    if box not in ("plain", "rotated"):
        raise ValueError(f"box must be 'plain' or 'rotated'; got {box!r}")
    middle, axes = points.mean(axis=0), np.eye(points.shape[1])
    if box == "rotated":
        _, _, axes = np.linalg.svd(points - middle, full_matrices=False)
    along = (points - middle) @ axes.T
    low, high = along.min(axis=0), along.max(axis=0)
    return lambda rng: middle + rng.uniform(low, high, along.shape) @ axes
