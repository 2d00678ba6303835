"""Time of `helpers.kmeans_plus_plus` beside scikit-learn's, with as many trials.

.venv/bin/python benchmarks/seeding.py
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # before NumPy is loaded

import numpy as np
from measure import cpu_seconds
from sklearn.cluster import kmeans_plusplus

from helpers import kmeans_plus_plus

N, K = 100_000, 50

points = np.random.default_rng(0).normal(size=(N, 2))
for trials, limit in ((1, 2.5), (5, 3.5)):
    one, other = cpu_seconds(
        lambda trials=trials: kmeans_plus_plus(points, K, trials=trials, rng=0),
        lambda trials=trials: kmeans_plusplus(points, K, n_local_trials=trials, random_state=0),
    )
    print(
        f"CPU time with {trials} trials: {one / other:.1f} times scikit-learn's {other:.2f} s "
        f"(at most {limit})"
    )
