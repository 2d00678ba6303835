"""Time and memory of `helpers.silhouette` beside scikit-learn's silhouette_samples.

.venv/bin/python benchmarks/silhouette.py
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # before NumPy is loaded

import numpy as np
from measure import cpu_seconds, peak_megabytes
from sklearn.metrics import silhouette_samples

from helpers import grid_means, sample_blobs, silhouette

N, K = 10_000, 8

points, labels = sample_blobs(N, grid_means(K), std=1.5, rng=0)
apart = np.abs(silhouette(points, labels) - silhouette_samples(points, labels)).max()
print(f"largest difference from scikit-learn: {apart:.0e} (at most 1e-09)")

for k in (2, K, N // 10):
    labels = np.arange(N) % k
    one, other = cpu_seconds(
        lambda labels=labels: silhouette(points, labels),
        lambda labels=labels: silhouette_samples(points, labels),
    )
    print(
        f"CPU time with {k} clusters: {one / other:.2f} times scikit-learn's {other:.2f} s "
        "(at most 1.5)"
    )

peak, table = peak_megabytes(lambda: silhouette(points, labels)), 8 * N**2 / 1e6
print(f"memory: {peak:.0f} MB; a table of n times n would take {table:.0f} MB (at most 50)")
