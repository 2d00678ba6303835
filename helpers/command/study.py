"""Cluster the rows of a table by k-medoids, for several k, and see how far to trust it."""

from dataclasses import dataclass, replace

import numpy as np

from helpers.agreement import adjusted_mutual_information
from helpers.command.tables import distances

MOST = 1000
"""Of so many rows all pairs are compared; of a longer table a sample is."""
KS = range(2, 9)
SHUFFLED, HALVES = 5, 10
"""How many shuffled tables are clustered, and how many pairs of halves."""


@dataclass(frozen=True)
class Trial:
    """What is known of one k.

    Attributes
    ----------
    medoids : array of int
        Rows of the table.
    silhouette : float
        Of the rows that were compared.
    shuffled : list of float
        The silhouettes of shuffled tables.
    agreement : float
        Adjusted mutual information of what two halves make of the same rows.
    """

    k: int
    medoids: np.ndarray
    silhouette: float
    shuffled: list
    agreement: float

    @property
    def above(self):
        """By how much the silhouette is above that of shuffled tables."""
        return self.silhouette - np.mean(self.shuffled or [0])


def study(columns, ks=KS, progress=iter):
    """Return a trial for each k that the table has enough different rows for."""
    rng = np.random.default_rng(0)
    rows = usable_rows(columns)
    sample = np.sort(rng.choice(rows, min(MOST, len(rows)), replace=False))
    apart = distances(columns, sample, sample)
    mixed = [shuffled(columns, sample, rng) for _ in range(SHUFFLED if len(columns) > 1 else 0)]
    halves = [np.array_split(rng.permutation(len(sample)), 2) for _ in range(HALVES)]
    most = min(different(columns, sample), len(sample) // 4)
    ks = [k for k in ks if k <= most]
    if not ks:
        raise ValueError(f"there are enough different rows with values for {most} clusters only")
    return [trial(k, sample, apart, mixed, halves) for k in progress(ks)]


def usable_rows(columns):
    """Return the rows that have a value in at least one column."""
    known = np.array([~np.isnan(column.values) for column in columns])
    return np.flatnonzero(known.any(axis=0))


def different(columns, rows):
    """Return how many different rows there are among some."""
    values = np.column_stack([np.nan_to_num(c.values[rows], nan=-1e300) for c in columns])
    return len(np.unique(values, axis=0))


def shuffled(columns, sample, rng):
    """Return the distances in a table whose columns know nothing of each other any more."""
    mixed = [replace(one, values=rng.permutation(one.values[sample])) for one in columns]
    everywhere = np.arange(len(sample))
    apart = distances(mixed, everywhere, everywhere)
    np.fill_diagonal(apart, 0)  # also where only gaps have come together
    return apart


def trial(k, sample, apart, mixed, halves):
    """Cluster the sample, the shuffled tables and the halves into k groups."""
    medoids, score = scored(apart, k)
    scores = [scored(other, k)[1] for other in mixed]
    agreement = np.mean([agreement_of(apart, k, *pair) for pair in halves])
    return Trial(k, sample[medoids], score, scores, float(agreement))


def scored(apart, k):
    """Return the medoids and the mean silhouette of the clusters."""
    from sklearn.metrics import silhouette_score  # here: no other command waits for it

    medoids = medoids_of(apart, k)
    labels = apart[:, medoids].argmin(axis=1)
    if len(np.unique(labels)) < 2:
        return medoids, 0.0
    return medoids, float(silhouette_score(apart, labels, metric="precomputed"))


def medoids_of(apart, k):
    """Return k rows to which all rows are near, as FasterPAM finds them, in their order."""
    import kmedoids  # here, since no browser has it, and all else runs in one

    found = kmedoids.fasterpam(apart, k, init="build", random_state=0, n_cpu=1)
    return np.sort(found.medoids.astype(int))


def agreement_of(apart, k, one, other):
    """Return how much the medoids of two halves agree about all rows."""
    labels = []
    for half in (one, other):
        medoids = half[medoids_of(apart[np.ix_(half, half)], k)]
        labels.append(apart[:, medoids].argmin(axis=1))
    return adjusted_mutual_information(*labels)


def assigned(columns, medoids):
    """Return the nearest medoid of each row, and how far it is; -1 for rows without values."""
    rows = usable_rows(columns)
    labels, far = np.full(len(columns[0].values), -1), np.zeros(len(columns[0].values))
    for part in np.array_split(rows, len(rows) // 10_000 + 1):
        apart = distances(columns, part, medoids)
        labels[part], far[part] = apart.argmin(axis=1), apart.min(axis=1)
    return labels, far
