"""Time to draw the animations of 50 seeds again, with one process and with two.

.venv/bin/python benchmarks/regenerate.py
"""

import contextlib
import io
import tempfile
import time
from pathlib import Path

from helpers.command.run import main


def seconds(jobs, folder):
    """Return how long it takes to draw the plan into a folder that is new."""
    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        out = f"{folder}/with-{jobs}"
        main(["regenerate", "--plan", f"{folder}/plan.toml", "--out", out, "--jobs", str(jobs)])
    return time.perf_counter() - began


if __name__ == "__main__":  # the other processes import this file, too
    with tempfile.TemporaryDirectory() as folder:
        plan = "".join(f"[seed-{seed}]\nseed = {seed}\n" for seed in range(50))
        Path(folder, "plan.toml").write_text(plan)
        one, two = (seconds(jobs, folder) for jobs in (1, 2))
        files = len(list(Path(folder, "with-1").iterdir()))
    print(f"{files} files of 50 seeds: {one:.1f} s with one process, {two:.1f} s with two")
    print(f"two are {one / two:.2f} times faster (at least 1.6)")
