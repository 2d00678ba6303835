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
        "columns": list(as_columns(columns, trace[0].points)),
        "points": trace[0].points.tolist(),
        "steps": [
            {
                "caption": caption,
                "phase": step.phase,
                "iteration": step.iteration,
                "changed": step.changed,
                "inertia": None if step.phase == "start" else step.inertia,
                "means": step.means.tolist(),
                "labels": step.labels.tolist(),
            }
            for step, caption in zip(trace, captions(trace), strict=True)
        ],
    }


def from_data(data):
    """Return the trace that :func:`as_data` wrote down."""
    points = np.array(data["points"])
    return [
        Step(
            step["phase"],
            step["iteration"],
            points,
            np.array(step["means"]),
            np.array(step["labels"]),
            step["changed"],
        )
        for step in data["steps"]
    ]
