"""Points to cluster: drawn at random, or from the world.

Everything here returns plain arrays (or, for :func:`iris`, a data frame), and
everything else in the package accepts arrays, lists and data frames alike.
"""

import itertools
import math
from pathlib import Path

import numpy as np
from scipy.special import ndtr, ndtri

from helpers.checks import LARGEST, as_count, as_points, is_number

__all__ = ["digits_embedding", "gaussian_board", "grid_means", "iris"]
__all__ += ["meetups", "sample_blobs", "uniform_board"]


def grid_means(k, *, spacing=4.0):
    """Place k means on a square grid that begins at (2, 2).

    Parameters
    ----------
    k : int
        How many means.
    spacing : float
        The distance between neighbours on the grid.

    Returns
    -------
    array, shape (k, 2)

    Raises
    ------
    ValueError
        If ``k`` is not a whole number of at least 1, or ``spacing`` is
        negative or not finite.

    Examples
    --------
    >>> grid_means(4)
    array([[2., 2.],
           [2., 6.],
           [6., 2.],
           [6., 6.]])

    Three means take the first three places of the same grid:

    >>> grid_means(3, spacing=1)
    array([[2., 2.],
           [2., 3.],
           [3., 2.]])
    """
    side = math.isqrt(as_count(k, "k") - 1) + 1
    places = 2 + _as_amount(spacing, "spacing") * np.arange(side)
    return np.array(list(itertools.product(places, places)))[:k]


def sample_blobs(n, means, *, std=0.5, rng):
    """Draw n points: first a class, then a point near the mean of that class.

    Every class is equally likely, so the classes have about, but not exactly,
    the same size.

    Parameters
    ----------
    n : int
        How many points.
    means : array, shape (k, d)
        The centre of each class.
    std : float
        The standard deviation around each centre, the same in every direction
        and in the units of ``means``.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    points : array, shape (n, d)
    labels : array of int, shape (n,)
        The class that each point was drawn from.

    Raises
    ------
    ValueError
        If ``n`` is below 1, ``means`` are not finite numbers in two
        dimensions, or ``std`` is negative or not finite.

    Examples
    --------
    Without any spread, the points are the means of their classes:

    >>> points, labels = sample_blobs(3, [[0, 0], [9, 9]], std=0, rng=1)
    >>> labels
    array([0, 1, 1])
    >>> points
    array([[0., 0.],
           [9., 9.],
           [9., 9.]])
    """
    rng = np.random.default_rng(rng)
    means = as_points(means, "means")

    labels = rng.integers(len(means), size=as_count(n, "n"))
    points = rng.normal(means[labels], _as_amount(std, "std"))
    return points, labels


def uniform_board(n, *, rng):
    """Draw n points anywhere in the square from -1 to 1: no clusters at all.

    Parameters
    ----------
    n : int
        How many points.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    array, shape (n, 2)

    Raises
    ------
    ValueError
        If ``n`` is not a whole number of at least 1.

    Examples
    --------
    >>> uniform_board(2, rng=1).round(2)
    array([[ 0.02,  0.9 ],
           [-0.71,  0.9 ]])
    """
    rng = np.random.default_rng(rng)
    return rng.uniform(-1, 1, size=(as_count(n, "n"), 2))


def gaussian_board(n, k, *, rng):
    """Draw n points in the square from -1 to 1: k clusters of random width.

    Each cluster has its mean anywhere in the square and a standard deviation
    between 0.05 and 0.5, and lacks what would lie beyond the edges.  All have
    the same size, give or take one point.

    Parameters
    ----------
    n : int
        How many points.
    k : int
        How many clusters; at most ``n``, so that none is empty.
    rng : int or numpy.random.Generator
        The seed, or the generator to draw from.

    Returns
    -------
    points : array, shape (n, 2)
    labels : array of int, shape (n,)
        The cluster that each point was drawn from.

    Raises
    ------
    ValueError
        If ``n`` or ``k`` is not a whole number of at least 1, or ``k`` is
        above ``n``.

    Examples
    --------
    >>> points, labels = gaussian_board(5, 2, rng=1)
    >>> labels
    array([0, 1, 0, 1, 0])
    >>> np.abs(points).max() <= 1
    np.True_
    """
    rng = np.random.default_rng(rng)
    n = as_count(n, "n")
    labels = np.arange(n) % as_count(k, "k", most=n)

    means = uniform_board(k, rng=rng)[labels]
    stds = rng.uniform(0.05, 0.5, size=(k, 1))[labels]
    # A share of the Gaussian between the edges, so no draw is thrown away.
    shares = rng.uniform(ndtr((-1 - means) / stds), ndtr((1 - means) / stds))
    return np.clip(means + stds * ndtri(shares), -1, 1), labels


def meetups():
    """Return where twenty people live who would like to meet [1]_.

    Returns
    -------
    array, shape (20, 2)
        Blocks east and blocks north of the city centre.

    References
    ----------
    .. [1] Grus, J. (2015). Data Science from Scratch, chapter 19. O'Reilly.

    Examples
    --------
    >>> meetups()[:2]
    array([[-14.,  -5.],
           [ 13.,  13.]])
    """
    east = [-14, 13, 20, -19, -9, 21, -49, 26, -46, -34]
    east += [11, -49, -22, 19, -12, -13, -41, -11, -25, -18]
    north = [-5, 13, 23, -11, -16, 27, 15, 13, 5, -1]
    north += [15, 0, -16, 28, -8, -19, 8, -6, -9, -3]
    return np.column_stack([east, north]).astype(float)


def iris():
    """Load Fisher's 150 iris flowers [1]_, as scikit-learn ships them.

    Returns
    -------
    pandas.DataFrame, shape (150, 5)
        ``sepal_length``, ``sepal_width``, ``petal_length`` and ``petal_width``
        in centimetres, and ``species``: setosa, versicolor or virginica, 50
        flowers of each.

    References
    ----------
    .. [1] Fisher, R. A. (1936). The use of multiple measurements in taxonomic
       problems. Annals of Eugenics, 7(2), 179-188.

    Examples
    --------
    >>> iris().groupby("species").size().to_dict()
    {'setosa': 50, 'versicolor': 50, 'virginica': 50}
    """
    # Here, since importing it takes longer than all the rest.
    from sklearn.datasets import load_iris

    flowers = load_iris(as_frame=True)
    names = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
    frame = flowers.data.set_axis(names, axis=1)
    return frame.assign(species=flowers.target_names[flowers.target])


def digits_embedding():
    """Return where t-SNE [1]_ puts scikit-learn's 1,797 digits on a plane.

    Neighbours stay neighbours.  Sizes and wide distances mean nothing.  The
    script ``benchmarks/digits_tsne.py`` made the file that this reads.

    Returns
    -------
    array, shape (1797, 2)
        One row for each picture, in the order of ``load_digits``; without
        units.

    References
    ----------
    .. [1] van der Maaten, L. & Hinton, G. (2008). Visualizing data using
       t-SNE. Journal of Machine Learning Research, 9, 2579-2605.

    Examples
    --------
    >>> digits_embedding().shape
    (1797, 2)
    """
    path = Path(__file__).with_name("digits_tsne.csv")
    return np.loadtxt(path, delimiter=",")


def _as_amount(value, name):
    """Return a finite number of at least 0, or say what is wrong."""
    # As a plain number: a float32 has no room for the largest one.
    if not is_number(value) or not 0 <= np.asarray(value).item() < LARGEST:
        raise ValueError(f"{name} must be from 0 to {LARGEST}; got {value!r}")
    return float(value)
