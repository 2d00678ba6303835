"""Time and memory of `helpers.agglomerate` beside SciPy's linkage.

.venv/bin/python benchmarks/hierarchy.py
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # before NumPy is loaded

import numpy as np
from measure import cpu_seconds, peak_megabytes
from scipy.cluster.hierarchy import linkage

from helpers import agglomerate
from helpers.hierarchy import LINKAGES

N = 2000

points = np.random.default_rng(0).normal(size=(N, 2))
for name in LINKAGES:
    apart = np.abs(np.array(agglomerate(points, linkage=name)) - linkage(points, name)).max()
    one, other = cpu_seconds(
        lambda name=name: agglomerate(points, linkage=name),
        lambda name=name: linkage(points, name),
    )
    print(
        f"{name}: largest difference from SciPy {apart:.0e} (at most 1e-09), CPU time "
        f"{one / other:.1f} times its {other:.2f} s (at most 5)"
    )

peak, table = peak_megabytes(lambda: agglomerate(points)), 8 * N**2 / 1e6
print(f"memory: {peak:.0f} MB; the table of all distances takes {table:.0f} MB (at most 1.2 times)")
