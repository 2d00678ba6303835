"""Say in words what a step has done."""

from helpers.checks import as_list
from helpers.kmeans import Step, as_trace

__all__ = ["describe"]


def describe(step, previous=None):
    """Say in one sentence what happened in a step.

    Parameters
    ----------
    step : Step
    previous : Step, optional
        The step before it; then the sentence tells what the inertia was, too.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If ``step`` or ``previous`` is no step.

    Examples
    --------
    >>> from helpers import lloyd
    >>> trace = lloyd([[0], [2], [9]], [[0], [2]])
    >>> describe(trace[3])
    'Assignment 1: 1 point changed label; inertia 16.25'
    >>> describe(trace[4], trace[3])
    'Update 2: the means moved to their points; inertia 16.25 → 2'
    """
    for one in (step, previous or step):
        if not isinstance(one, Step):
            raise ValueError(f"step must be a Step of a trace; got {one!r}")
    if step.phase == "start":
        means = counted(len(step.means), "mean")
        return f"Start: {means}, and no point has a label"
    changed = f"{counted(step.changed, 'point')} changed label"
    what = changed if step.phase == "assign" else "the means moved to their points"
    inertia = _short_inertia(step)
    if previous is not None and previous.phase != "start":
        inertia = f"{_short_inertia(previous)} → {inertia}"
    return f"{heading(step)}: {what}; inertia {inertia}"


def captions(trace):
    """Say in one sentence a step what happened in a whole run.

    Parameters
    ----------
    trace : list of Step

    Returns
    -------
    list of str
        The description of each step, told with the step before it.

    Raises
    ------
    ValueError
        If ``trace`` has no steps.

    Examples
    --------
    >>> from helpers import lloyd
    >>> for caption in captions(lloyd([[0], [4]], [[1]])):
    ...     print(caption)
    Start: 1 mean, and no point has a label
    Assignment 0: 2 points changed label; inertia 10
    Update 1: the means moved to their points; inertia 10 → 8
    Assignment 1: no points changed label; inertia 8 → 8
    """
    trace = as_trace(trace)
    return [*map(describe, trace, [None, *trace])]


def heading(step):
    """Return a title of one or two words."""
    name = {"start": "Start", "assign": "Assignment", "update": "Update"}[step.phase]
    return name if step.phase == "start" else f"{name} {step.iteration}"


def _short_inertia(step):
    """Return the inertia of a step in about four digits."""
    tenths = 100 <= step.inertia < 1e7
    return f"{step.inertia:.1f}" if tenths else f"{step.inertia:.4g}"


def counted(number, noun):
    """Return a number with its noun."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def one_for_each(n, things, words, name):
    """Return words as strings, one for each of n things, or say what is wrong."""
    words = as_list(words, name)
    if len(words) != n:
        raise ValueError(f"{name} must be one for each of the {n} {things}; got {len(words)}")
    return ["" if word is None else str(word) for word in words]


def shortened(name):
    """Return the name of a column in at most 30 characters."""
    return name if len(name) <= 30 else f"{name[:29]}…"
