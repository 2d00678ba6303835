"""Time and memory of `helpers.read_points` beside pandas' own reader, for a file of 22 MB.

.venv/bin/python benchmarks/tables.py
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from measure import cpu_seconds, peak_megabytes

from helpers import read_points

N = 500_000

with TemporaryDirectory() as folder:
    path = Path(folder, "places.csv")
    numbers = np.random.default_rng(0).normal(size=(N, 2))
    frame = pd.DataFrame(numbers, columns=["east", "north"])
    frame.assign(kind=np.arange(N) % 10).to_csv(path, index=False)
    megabytes = path.stat().st_size / 1e6

    points, _ = read_points(path, ["east", "north"])
    print(f"each number as it was: {np.array_equal(points, numbers)} (True)")

    ours, theirs = cpu_seconds(
        lambda: read_points(path, ["east", "north"], label="kind"), lambda: pd.read_csv(path)
    )
    print(f"CPU time for {megabytes:.0f} MB: {ours:.2f} s (at most 1), pandas {theirs:.2f} s")
    peak = peak_megabytes(lambda: read_points(path, ["east", "north"], label="kind"))
    print(f"memory: {peak / megabytes:.1f} times the file (at most 4)")
