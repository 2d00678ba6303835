"""What the benchmarks share: CPU seconds and peak memory of a call."""

import time
import tracemalloc


def cpu_seconds(*runs, repetitions=5):
    """Return the least CPU time of each call, in seconds.

    They take turns, so that a busy machine slows all of them down, and the best of several
    repetitions is the one least disturbed.
    """
    times = [[_once(run) for run in runs] for _ in range(repetitions)]
    return [min(column) for column in zip(*times, strict=True)]


def _once(run):
    began = time.process_time()
    run()
    return time.process_time() - began


def peak_megabytes(run):
    """Return how far the memory that Python and NumPy hold rises during a call."""
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6
