"""Where the means start, and the best run of several starts."""

import numpy as np

from helpers.checks import as_count, as_points
from helpers.kmeans import lloyd, squares_of

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
    rng, k = np.random.default_rng(rng), as_count(k, "k")

    chosen = first_places(rng.permutation(as_points(points)), k)
    if len(chosen) < k:
        raise ValueError(
            f"k must be at most {len(chosen)}, the number of distinct points; "
            f"got {k}"
        )
    return chosen


def kmeans_plus_plus(points, k, *, trials=1, rng):
    """Choose k different points by chance, far from each other [1]_.

    The first mean is any point.  For each next one, a point's chance grows
    with the square of its distance to the nearest mean chosen so far.  Where
    all these squares round to 0, only :func:`random_means` can choose.

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
    rng, points = np.random.default_rng(rng), as_points(points)
    k, trials = as_count(k, "k"), as_count(trials, "trials")

    means = rng.permutation(points)[:1]
    nearest = squares_of(points, means)
    while len(means) < k:
        if not nearest.any():  # all have a mean, or none that has a square
            return random_means(points, k, rng=rng)
        chances = nearest[:, 0] / nearest.sum()
        candidates = points[rng.choice(len(points), size=trials, p=chances)]
        left = np.minimum(nearest, squares_of(points, candidates))
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
    named, points, k = points, as_points(points), as_count(k, "k")
    runs = as_count(runs, "runs")
    if not callable(seed_means):
        raise ValueError(f"seed_means must be a function; got {seed_means!r}")
    starts = (seed_means(points, k, rng=rng) for _ in range(runs))
    traces = (lloyd(named, means) for means in starts)
    return min(traces, key=lambda trace: trace[-1].inertia)


def first_places(points, k):
    """Return the first k points that differ; fewer only if there are fewer.

    Most often the first k differ, so nobody looks at the others.
    """
    seen = k
    while True:
        _, first = np.unique(points[:seen], axis=0, return_index=True)
        if len(first) >= k or seen >= len(points):
            return points[np.sort(first)[:k]]
        seen *= 2
