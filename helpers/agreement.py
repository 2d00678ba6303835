"""Score a clustering against known classes, or compare any two labelings.

All scores are computed from one table, :func:`contingency`.  None of them
looks at the names of the labels: call the clusters 0, 1, 2 or c, a, b and
every score stays what it was.
"""

from collections import Counter

import numpy as np
from scipy.special import comb, entr, gammaln

from helpers.checks import names_and_codes

__all__ = [
    "adjusted_mutual_information",
    "adjusted_rand_index",
    "contingency",
    "expected_mutual_information",
    "homogeneity_completeness_v",
    "mutual_information",
]


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
    classes, rows = names_and_codes(truth, "truth")
    clusters, columns = names_and_codes(labels, "labels")
    if len(rows) != len(columns):
        raise ValueError(
            f"truth and labels must have one entry for each point; "
            f"they have {len(rows)} and {len(columns)} entries"
        )
    shape = len(classes), len(clusters)
    cells = np.ravel_multi_index((rows, columns), shape)
    return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)


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
    joint = contingency(truth, labels) / len(truth)
    independent = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    seen = joint > 0
    return max(
        0.0,
        float((joint[seen] * np.log(joint[seen] / independent[seen])).sum()),
    )


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
    table = contingency(truth, labels)
    n = len(truth)

    # Equal sizes have equal expectations, so each size is worked out once.
    expected = 0.0
    for a, classes in Counter(table.sum(axis=1).tolist()).items():
        for b, clusters in Counter(table.sum(axis=0).tolist()).items():
            shared = np.arange(max(1, a + b - n), min(a, b) + 1)
            chance = np.exp(
                _log_choose(a, shared)
                + _log_choose(n - a, b - shared)
                - _log_choose(n, b)
            )
            information = shared / n * np.log(shared / a * n / b)
            expected += classes * clusters * (chance @ information)
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
    table = contingency(truth, labels)
    if _same_partition(table):
        return 1.0
    chance = expected_mutual_information(truth, labels)
    most = (_entropy(table.sum(axis=1)) + _entropy(table.sum(axis=0))) / 2
    return float(
        (mutual_information(truth, labels) - chance) / (most - chance)
    )


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
    table = contingency(truth, labels)
    if _same_partition(table):
        return 1.0
    together = comb(table, 2).sum()
    in_class = comb(table.sum(axis=1), 2).sum()
    in_cluster = comb(table.sum(axis=0), 2).sum()
    chance = in_class * in_cluster / comb(len(truth), 2)
    return float((together - chance) / ((in_class + in_cluster) / 2 - chance))


def homogeneity_completeness_v(truth, labels):
    """Ask if each cluster holds one class, and one cluster each class.

    Parameters
    ----------
    truth, labels : sequences, shape (n,)

    Returns
    -------
    homogeneity : float
        1 if no cluster mixes classes.
    completeness : float
        1 if no class is split over clusters.
    v_measure : float
        The harmonic mean of the two.  All three are between 0 and 1.

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

    >>> homogeneity_completeness_v(["a", "a", "b", "b"], [0, 1, 2, 3])
    (1.0, 0.5, 0.6666666666666666)
    """
    table = contingency(truth, labels)
    if _same_partition(table):
        return 1.0, 1.0, 1.0
    of_classes = _entropy(table.sum(axis=1))
    of_clusters = _entropy(table.sum(axis=0))
    shared = min(mutual_information(truth, labels), of_classes, of_clusters)

    homogeneity = shared / of_classes if of_classes else 1.0
    completeness = shared / of_clusters if of_clusters else 1.0
    if homogeneity + completeness == 0:
        return homogeneity, completeness, 0.0
    v_measure = 2 * homogeneity * completeness / (homogeneity + completeness)
    return homogeneity, completeness, v_measure


def _entropy(sizes):
    """Return the uncertainty, in nats, about the group of a point."""
    return float(entr(sizes / sizes.sum()).sum())


def _log_choose(n, k):
    """Return the logarithm of the number of ways to choose k out of n."""
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)


def _same_partition(table):
    """Tell whether each class is one cluster and each cluster is one class."""
    return table.shape[0] == table.shape[1] == np.count_nonzero(table)
