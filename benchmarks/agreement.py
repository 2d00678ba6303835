"""Time and memory of the agreement scores beside scikit-learn's.

.venv/bin/python benchmarks/agreement.py
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # before NumPy is loaded

import numpy as np
from measure import cpu_seconds, peak_megabytes
from sklearn import metrics

from helpers import (
    adjusted_mutual_information,
    adjusted_rand_index,
    homogeneity_completeness_v,
    mutual_information,
)

N, K = 12_000, 300
SCORES = {
    mutual_information: metrics.mutual_info_score,
    adjusted_rand_index: metrics.adjusted_rand_score,
    homogeneity_completeness_v: metrics.homogeneity_completeness_v_measure,
    adjusted_mutual_information: metrics.adjusted_mutual_info_score,
}

rng = np.random.default_rng(0)
alone, pairs = np.arange(N), rng.permutation(N) // 2
shares = 1 / np.arange(1, K + 1)
skewed = rng.choice(K, size=(2, N), p=shares / shares.sum())

for what, (truth, labels) in {
    f"{N:,} single clusters": (alone, pairs),
    f"{K} clusters of skewed sizes": skewed,
}.items():
    for ours, theirs in SCORES.items():
        apart = np.abs(np.subtract(ours(truth, labels), theirs(truth, labels))).max()
        one, other = cpu_seconds(
            lambda ours=ours, truth=truth, labels=labels: ours(truth, labels),
            lambda theirs=theirs, truth=truth, labels=labels: theirs(truth, labels),
        )
        peak = peak_megabytes(lambda ours=ours, truth=truth, labels=labels: ours(truth, labels))
        print(
            f"{ours.__name__} of {what}: {one / other:.2f} times scikit-learn's {other:.3f} s "
            f"(at most 1), {peak:.0f} MB (at most 10), {apart:.0e} apart (at most 1e-07)"
        )
