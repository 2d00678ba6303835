"""The style that the course draws in where the notebook's own must not."""

import contextlib
import threading

from matplotlib import rc_context, style

LOCK = threading.RLock()
"""Whoever draws holds it: matplotlib's style belongs to the whole process."""


@contextlib.contextmanager
def drawing_lock():
    """Let one thread draw at a time, in the default style, without windows.

    Of two threads that change the style at once, the later one would keep
    that of the other as the notebook's own, and put it back when it is done.
    """
    quiet = {"interactive": False}
    with LOCK, rc_context(quiet), style.context("default"):
        yield
