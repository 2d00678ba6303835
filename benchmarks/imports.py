"""Start-up time of `import helpers` beside `import seaborn`, each in a fresh process.

.venv/bin/python benchmarks/imports.py
"""

import subprocess
import sys
import time


def seconds(module):
    """Return how long a process takes that imports a module and does nothing else."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - began


times = {module: min(seconds(module) for _ in range(5)) for module in ("helpers", "seaborn")}
ratio = times["helpers"] / times["seaborn"]
print(f"import helpers: {times['helpers']:.2f} s, {ratio:.2f} times import seaborn (below 1)")

loaded = subprocess.run(
    [sys.executable, "-c", "import sys, helpers; print(*sys.modules)"],
    capture_output=True,
    text=True,
    check=True,
).stdout.split()
print(f"seaborn and pyplot loaded: {sorted({'seaborn', 'matplotlib.pyplot'} & set(loaded))} ([])")
