"""A trace as plain numbers that other programs read, and back."""

import numpy as np

from helpers.boards.player import as_columns
from helpers.drawing.captions import captions
from helpers.kmeans import Step, as_trace


def as_data(trace, *, columns=None):
    """Return a trace as plain lists and numbers, ready for JSON.

    Parameters
    ----------
    trace : list of Step
    columns : sequence of str, optional
        The names of the points' columns.

    Returns
    -------
    dict
        ``columns``, ``points`` and ``steps``; each step has its ``caption``
        and all that a :class:`Step` has.  The inertia of the start is None.
    """
    trace = as_trace(trace)
    return {
        "columns": list(as_columns(columns, trace[0].points, trace[0].names)),
        "points": trace[0].points.tolist(),
        "steps": [*map(_step_data, trace, captions(trace))],
    }


def _step_data(step, caption):
    """Return all of a step but its points, which all steps share."""
    return {
        "caption": caption,
        "phase": step.phase,
        "iteration": step.iteration,
        "changed": step.changed,
        "inertia": None if step.phase == "start" else step.inertia,
        "means": step.means.tolist(),
        "labels": step.labels.tolist(),
    }


def from_data(data):
    """Return the trace that :func:`as_data` wrote down."""
    points = np.array(data["points"])
    return [_step(points, **step) for step in data["steps"]]


def _step(points, phase, iteration, means, labels, changed, **_):
    """Return a step again; what else was written down follows from it."""
    means, labels = np.array(means), np.array(labels)
    return Step(phase, iteration, points, means, labels, changed)
