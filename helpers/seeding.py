"""Where the means start."""

import numpy as np

from helpers.data import as_count, as_points


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
