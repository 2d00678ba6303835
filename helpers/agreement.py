"""Score a clustering against known classes, or compare any two labelings.

All scores are computed from one table, :func:`contingency`, without its
zeros.  None of them looks at the names of the labels: call the clusters
0, 1, 2 or c, a, b and every score stays what it was.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.special import comb, entr, gammaln

from helpers.checks import names_and_codes

__all__ = ["adjusted_mutual_information", "adjusted_rand_index", "contingency"]
__all__ += ["expected_mutual_information", "mutual_information", "same_groups"]
__all__ += ["Agreement", "Grouping", "homogeneity_completeness_v"]


class Agreement(NamedTuple):
    """How well clusters tell classes: three scores from 0 to 1.

    Attributes
    ----------
    homogeneity : float
        1 if no cluster mixes classes.
    completeness : float
        1 if no class is split over clusters.
    v_measure : float
        The harmonic mean of the two.
    """

    homogeneity: float
    completeness: float
    v_measure: float


class Grouping(NamedTuple):
    """Whether two labelings make the same groups: it is true if they do.

    Attributes
    ----------
    moved : tuple of int
        The numbers, from 0, of the points that are with others.
    sentence : str
        The same in words; this is what it shows.
    """

    moved: tuple
    sentence: str

    def __bool__(self):
        """Tell whether nobody moved."""
        return not self.moved

    def __repr__(self):
        """Show the sentence alone."""
        return self.sentence


def contingency(truth, labels):
    """Count how many points each class shares with each cluster.

    Parameters
    ----------
    truth : sequence, shape (n,)
        The class of each point: numbers or strings.
    labels : sequence, shape (n,)
        The cluster of each point: numbers or strings.

    Returns
    -------
    array of int, shape (classes, clusters)
        Rows and columns in sorted order of the names that occur.

    Raises
    ------
    ValueError
        If the two have different lengths, or either is empty, not
        one-dimensional, or holds NaN, infinity, a missing value, or a mixture
        of numbers and strings.

    Examples
    --------
    >>> contingency(["cat", "cat", "dog", "dog"], [1, 1, 1, 0])
    array([[0, 2],
           [1, 1]])
    """
    return _table(truth, labels).toarray()


def mutual_information(truth, labels):
    """Measure how much the label of a point tells about its class.

    It is 0 when the two are independent, and grows with the number of clusters
    even when they are drawn by chance.

    Parameters
    ----------
    truth, labels : sequences, shape (n,)

    Returns
    -------
    float
        In nats (natural logarithm), from 0 up to the smaller of the two
        entropies.

    Raises
    ------
    ValueError
        As in :func:`contingency`.

    Examples
    --------
    A perfect labeling of two equal classes tells log 2:

    >>> round(mutual_information(["a", "a", "b", "b"], [1, 1, 0, 0]), 4)
    0.6931
    """
    table, n = _table(truth, labels), len(truth)
    rows, columns = table.nonzero()
    joint = table.data / n
    classes, clusters = _sizes(table)
    independent = classes[rows] / n * (clusters[columns] / n)
    return max(0.0, float((joint * np.log(joint / independent)).sum()))


def expected_mutual_information(truth, labels):
    """Average the mutual information over all ways to deal the labels out.

    The sizes of classes and clusters stay fixed, so the count that one class
    shares with one cluster follows the hypergeometric distribution [1]_.

    Parameters
    ----------
    truth, labels : sequences, shape (n,)

    Returns
    -------
    float
        In nats.

    Raises
    ------
    ValueError
        As in :func:`contingency`.

    References
    ----------
    .. [1] Vinh, N. X., Epps, J. & Bailey, J. (2010). Information theoretic
       measures for clusterings comparison. Journal of Machine Learning
       Research, 11, 2837-2854.

    Examples
    --------
    Three ways to pair four points: one tells log 2, the other two tell
    nothing:

    >>> round(expected_mutual_information([0, 0, 1, 1], [0, 1, 0, 1]), 4)
    0.231
    """
    table, n = _table(truth, labels), len(truth)
    log_factorials = gammaln(np.arange(1, n + 2))

    def log_choose(n, k):
        return log_factorials[n] - log_factorials[k] - log_factorials[n - k]

    # Equal sizes have equal expectations, so each size is worked out once.
    classes, clusters = (
        np.unique(sizes, return_counts=True) for sizes in _sizes(table)
    )
    expected = 0.0
    for a, many in np.transpose(classes):
        # All counts that a class of size a may share with each other size.
        least = np.maximum(1, a + clusters[0] - n)
        above = np.minimum(a, clusters[0]) + 1
        shared = np.concatenate(list(map(np.arange, least, above)))
        b, others = np.repeat(clusters, above - least, axis=1)
        ways = log_choose(a, shared) + log_choose(n - a, b - shared)
        chance = np.exp(ways - log_choose(n, b))
        information = shared / n * np.log(shared / a * n / b)
        expected += many * (others * chance * information).sum()
    return float(expected)


def adjusted_mutual_information(truth, labels):
    """Score agreement: mutual information above what chance explains.

    Parameters
    ----------
    truth, labels : sequences, shape (n,)

    Returns
    -------
    float
        1 for the same partition, near 0 (a little below, too) for labels dealt
        by chance.

    Raises
    ------
    ValueError
        As in :func:`contingency`.

    References
    ----------
    .. [1] Vinh, N. X., Epps, J. & Bailey, J. (2010). Information theoretic
       measures for clusterings comparison. Journal of Machine Learning
       Research, 11, 2837-2854.

    Examples
    --------
    The names of the clusters do not matter:

    >>> truth = ["a", "a", "b", "b"]
    >>> adjusted_mutual_information(truth, [1, 1, 0, 0])
    1.0
    >>> round(adjusted_mutual_information(truth, [0, 1, 0, 1]), 4)
    -0.5
    """
    table = _table(truth, labels)
    if _same_partition(table):
        return 1.0
    chance = expected_mutual_information(truth, labels)
    most = sum(_entropies(table)) / 2
    information = mutual_information(truth, labels)
    return float((information - chance) / (most - chance))


def adjusted_rand_index(truth, labels):
    """Score agreement on pairs of points, above what chance explains.

    Parameters
    ----------
    truth, labels : sequences, shape (n,)

    Returns
    -------
    float
        1 for the same partition, near 0 for labels dealt by chance, never
        below -0.5.

    Raises
    ------
    ValueError
        As in :func:`contingency`.

    References
    ----------
    .. [1] Hubert, L. & Arabie, P. (1985). Comparing partitions. Journal of
       Classification, 2, 193-218.

    Examples
    --------
    >>> adjusted_rand_index(["a", "a", "b", "b"], [1, 1, 0, 0])
    1.0
    >>> round(adjusted_rand_index(["a", "a", "b", "b"], [0, 1, 0, 1]), 4)
    -0.5
    """
    table = _table(truth, labels)
    if _same_partition(table):
        return 1.0
    together = comb(table.data, 2).sum()
    in_class, in_cluster = (comb(sizes, 2).sum() for sizes in _sizes(table))
    chance = in_class * in_cluster / comb(len(truth), 2)
    return float((together - chance) / ((in_class + in_cluster) / 2 - chance))


def homogeneity_completeness_v(truth, labels):
    """Ask if each cluster holds one class, and one cluster each class.

    Parameters
    ----------
    truth, labels : sequences, shape (n,)

    Returns
    -------
    Agreement
        ``homogeneity``, ``completeness``, and ``v_measure``, their harmonic
        mean; all three are between 0 and 1.

    Raises
    ------
    ValueError
        As in :func:`contingency`.

    References
    ----------
    .. [1] Rosenberg, A. & Hirschberg, J. (2007). V-measure: a conditional
       entropy-based external cluster evaluation measure. EMNLP-CoNLL, 410-420.

    Examples
    --------
    Every point in a cluster of its own is homogeneous, yet far from complete:

    >>> scores = homogeneity_completeness_v(["a", "a", "b", "b"], [0, 1, 2, 3])
    >>> scores.homogeneity, scores.completeness, round(scores.v_measure, 3)
    (1.0, 0.5, 0.667)
    """
    table = _table(truth, labels)
    if _same_partition(table):
        return Agreement(1.0, 1.0, 1.0)
    entropies = _entropies(table)
    shared = min(mutual_information(truth, labels), *entropies)
    one, other = (shared / most if most else 1.0 for most in entropies)
    v_measure = 2 * one * other / (one + other) if one + other else 0.0
    return Agreement(one, other, v_measure)


def same_groups(mine, theirs):
    """Tell whether two labelings make the same groups, whatever their names.

    If they do not, two groups belong together where each shares more points
    with the other than with any else, or as many and comes first; all other
    points are with others.

    Parameters
    ----------
    mine, theirs : sequences, shape (n,)

    Returns
    -------
    Grouping
        True if the groups are the same.  It shows a sentence that says so, or
        which points are with others, by their numbers from 0.

    Raises
    ------
    ValueError
        As in :func:`contingency`.

    Examples
    --------
    >>> same_groups([0, 0, 1, 1], ["b", "b", "a", "a"])
    the same groups, other names
    >>> same_groups([0, 0, 1, 1, 1], [1, 1, 1, 0, 0])
    other groups: 1 of 5 points with others (2)
    """
    table = _table(mine, theirs, ("mine", "theirs"))
    rows, columns = _codes(mine, theirs)
    here = table.argmax(axis=1)[rows] == columns
    there = table.argmax(axis=0)[columns] == rows
    moved = tuple(np.flatnonzero(~(here & there)).tolist())
    if not moved:
        names = "" if list(mine) == list(theirs) else ", other names"
        return Grouping(moved, f"the same groups{names}")
    some = ", ".join(map(str, moved[:10])) + ", ..." * (len(moved) > 10)
    share = f"{len(moved)} of {len(rows)} points with others"
    return Grouping(moved, f"other groups: {share} ({some})")


def _codes(truth, labels, names=("truth", "labels")):
    """Return the place of each point's class, and of its cluster."""
    _, rows = names_and_codes(truth, names[0])
    _, columns = names_and_codes(labels, names[1], len(rows))
    return rows, columns


def _table(truth, labels, names=("truth", "labels")):
    """Return the contingency table without its zeros."""
    places = _codes(truth, labels, names)
    return coo_array((np.ones(len(truth), dtype=int), places)).tocsr()


def _sizes(table):
    """Return the sizes of the classes, and those of the clusters."""
    return table.sum(axis=1), table.sum(axis=0)


def _entropies(table):
    """Return how uncertain, in nats, a point's class is, and its cluster."""
    return [float(entr(sizes / sizes.sum()).sum()) for sizes in _sizes(table)]


def _same_partition(table):
    """Tell whether each class is one cluster and each cluster is one class."""
    return table.shape[0] == table.shape[1] == table.nnz
