"""The style that the course draws in where the notebook's own must not."""

import contextlib
import threading

from matplotlib import rc_context, style

from helpers.drawing.palette import worn

LOCK = threading.RLock()
"""Whoever draws holds it: matplotlib's style belongs to the whole process."""


GROUNDS = {"light": ["default"], "dark": ["default", "dark_background"]}
"""The styles of matplotlib that draw on white, and on black."""


@contextlib.contextmanager
def drawing_lock(ground="light", palette=None):
    """Let one thread draw at a time, on a ground and in a palette, without windows.

    Of two threads that change the style at once, the later one would keep
    that of the other as the notebook's own, and put it back when it is done.
    """
    quiet = {"interactive": False}
    colours = worn(palette) if palette else contextlib.nullcontext()
    with LOCK, rc_context(quiet), style.context(GROUNDS[ground]), colours:
        yield
