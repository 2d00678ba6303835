"""Where the means start, and the best run of several starts."""

import numpy as np

from helpers.checks import as_count, as_points
from helpers.kmeans import lloyd, squared_distances

__all__ = ["best_of", "kmeans_plus_plus", "random_means"]


def random_means(points, k, *, rng):
    """Choose k different points by chance, to be the first means.

    Points that coincide count as one, so no two means start in the same place.

    Parameters
    ----------
    points : array, shape (n, d)
    k : int
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    array, shape (k, d)

    Raises
    ------
    ValueError
        If ``points`` are empty, not finite, not numeric or not
        two-dimensional, ``k`` is below 1, or ``k`` is above the number of
        distinct points.

    Examples
    --------
    >>> random_means([[1, 1], [1, 1], [5, 2]], 2, rng=0)
    array([[5., 2.],
           [1., 1.]])
    """
    rng = np.random.default_rng(rng)
    k = as_count(k, "k")

    shuffled = rng.permutation(as_points(points))
    _, first = np.unique(shuffled, axis=0, return_index=True)
    if k > len(first):
        raise ValueError(
            f"k must be at most {len(first)}, the number of distinct points; "
            f"got {k}"
        )
    return shuffled[np.sort(first)[:k]]


def kmeans_plus_plus(points, k, *, trials=1, rng):
    """Choose k different points by chance, far from each other [1]_.

    The first mean is any point.  For each next one, a point's chance grows
    with the square of its distance to the nearest mean chosen so far.

    Parameters
    ----------
    points : array, shape (n, d)
    k : int
    trials : int
        How many candidates to draw for each next mean; the one that leaves the
        least inertia is kept.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    array, shape (k, d)

    Raises
    ------
    ValueError
        As in :func:`random_means`, or if ``trials`` is not a whole number of
        at least 1.

    References
    ----------
    .. [1] Arthur, D. & Vassilvitskii, S. (2007). k-means++: the advantages of
       careful seeding. SODA, 1027-1035.

    Examples
    --------
    Of two points beside each other and one far away, the first two means are
    almost never the neighbours:

    >>> kmeans_plus_plus([[0, 0], [0, 1], [90, 0]], 2, rng=0)
    array([[90.,  0.],
           [ 0.,  0.]])
    """
    rng = np.random.default_rng(rng)
    trials = as_count(trials, "trials")

    means = random_means(points, k, rng=rng)[:1]  # refuses bad points, bad k
    points = as_points(points)
    nearest = _squares(points, means)
    while len(means) < k:
        chances = nearest[:, 0] / nearest.sum()
        candidates = points[rng.choice(len(points), size=trials, p=chances)]
        left = np.minimum(nearest, _squares(points, candidates))
        best = left.sum(axis=0).argmin()
        means = np.vstack([means, candidates[best]])
        nearest = left[:, [best]]
    return means


def best_of(points, k, *, runs=10, seed_means=kmeans_plus_plus, rng):
    """Run k-means from several starts and keep the run of lowest inertia.

    All starts are drawn from one generator, one after the other, so every
    start is another one.  Of equally good runs the first is kept.

    Parameters
    ----------
    points : array, shape (n, d)
    k : int
    runs : int
        How many starts to try.
    seed_means : function
        What chooses a start: :func:`random_means`, :func:`kmeans_plus_plus` or
        one of your own, called as ``seed_means(points, k, rng=rng)``.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    list of Step
        The trace of the best run.

    Raises
    ------
    ValueError
        As in :func:`random_means`, or if ``runs`` is not a whole number of at
        least 1, or ``seed_means`` is not a function.

    Examples
    --------
    >>> points = [[0], [1], [2], [6], [7], [12], [13]]
    >>> trace = best_of(points, 3, seed_means=random_means, rng=0)
    >>> trace[-1].labels, trace[-1].inertia
    (array([0, 0, 0, 2, 2, 1, 1]), 3.0)
    """
    rng = np.random.default_rng(rng)
    points, k = as_points(points), as_count(k, "k")
    runs = as_count(runs, "runs")
    if not callable(seed_means):
        raise ValueError(
            "seed_means must be a function, such as kmeans_plus_plus; "
            f"got {seed_means!r}"
        )
    traces = (
        lloyd(points, seed_means(points, k, rng=rng)) for _ in range(runs)
    )
    return min(traces, key=lambda trace: trace[-1].inertia)


def _squares(points, means):
    """Square distances, and let no two different places be 0 apart."""
    apart = (points[:, np.newaxis] != means).any(axis=2)
    least = np.finfo(float).tiny * apart
    return np.maximum(squared_distances(points, means), least)
