"""Work side by side, in as many processes as asked for."""

import contextlib
import signal
import threading
from concurrent import futures
from multiprocessing import get_context

from tqdm import tqdm


@contextlib.contextmanager
def executor_for(options, executor):
    """Offer the executor, or as many processes as asked for; 1 is this one."""
    jobs = getattr(options, "jobs", 1)
    if executor is None and jobs > 1:
        executor = futures.ProcessPoolExecutor(
            jobs,
            mp_context=get_context("spawn"),
            initializer=signal.signal,
            initargs=(signal.SIGINT, signal.SIG_IGN),
        )
    elif executor is None:
        executor = futures.ThreadPoolExecutor(1)
    else:
        executor = contextlib.nullcontext(executor)  # not ours to shut down
    with executor as workers:
        yield workers


def call_each(function, rows, workers):
    """Call a function with each row of arguments, and show the progress."""
    with ignoring_interrupts():  # so do the processes that this starts
        calls = [workers.submit(function, *row) for row in rows]
    try:
        done = futures.as_completed(calls)
        for call in tqdm(done, total=len(calls), disable=None):
            call.result()  # if something went wrong, it is raised here
    finally:
        for call in calls:
            call.cancel()
    return [call.result() for call in calls]


@contextlib.contextmanager
def ignoring_interrupts():
    """Leave Ctrl-C to the process that the instructor started."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
