"""Time and memory of `helpers.lloyd` beside scikit-learn's KMeans, from the same start.

.venv/bin/python benchmarks/lloyd.py
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # before NumPy is loaded

import numpy as np
from measure import cpu_seconds, peak_megabytes
from sklearn.cluster import KMeans

from helpers import grid_means, lloyd, random_means, sample_blobs

N, K = 100_000, 8

points, _ = sample_blobs(N, grid_means(K), std=1.5, rng=0)
means = random_means(points, K, rng=0)
kmeans = KMeans(K, init=means, n_init=1, tol=0)

ours, theirs = lloyd(points, means), kmeans.fit(points)
same = (
    np.array_equal(ours[-1].labels, theirs.labels_)
    and np.isclose(ours[-1].inertia, theirs.inertia_, rtol=1e-12)
    and ours[-1].iteration + 1 == theirs.n_iter_
)
print(f"same labels, inertia and {theirs.n_iter_} assignments as scikit-learn: {same} (True)")

one, other = cpu_seconds(lambda: lloyd(points, means), lambda: kmeans.fit(points))
print(f"CPU time: {one / other:.2f} times scikit-learn's {other:.3f} s (at most 3)")

# Many columns tell n*k numbers from n*k*d: one array of the latter would take 20 times as much.
wide = np.random.default_rng(0).normal(size=(N, 20))
peak = peak_megabytes(lambda: lloyd(wide, wide[:K], max_iter=1)) - wide.nbytes / 1e6
table = 8 * N * K / 1e6
print(
    f"memory beside 20 columns: {peak / table:.1f} times the {table} MB of n*k floats (at most 3)"
)
