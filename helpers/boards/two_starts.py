"""A board on which two starts run on the same points, step by step together."""

from helpers.boards.given import board, data_of, marks_of, own_data
from helpers.boards.markup import Markup
from helpers.boards.player import key_of
from helpers.boards.steps import storyboard_image
from helpers.checks import as_count, names_of
from helpers.drawing.captions import captions
from helpers.drawing.palette import PALE
from helpers.kmeans import as_start, lloyd

__all__ = ["two_starts"]

NAMES = ("First start", "Second start")


def two_starts(points, first, second, *, columns=None, caption=None, code="points"):
    """Let the reader run k-means from two starts at once, on the same points.

    Both runs are stepped together, each with its inertia.  The reader drags
    means, in either picture, by mouse, finger or keys, and sees what becomes
    of the two ends.  Lines of Python and an address do the same again.

    Where no script runs, and on paper, it shows how both runs begin and end.

    Parameters
    ----------
    points : array or data frame, shape (n, 1) or (n, 2)
    first, second : array, shape (k, d)
        Where the means of each run start; at most nine.
    columns : sequence of str, optional
        The names of the axes; those of a data frame, or ``x0`` and ``x1``, if
        not given.
    caption : str, optional
        What to find out; also the name of the board for screen readers.
    code : str
        What the points are called in the notebook, for the lines of Python.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If ``points``, ``first`` or ``second`` are empty, not finite, not
        numeric or not two-dimensional, their numbers of columns differ or are
        more than two, there are more means than points, or ``columns`` are
        not as many names as the points have columns.

    Examples
    --------
    >>> two_starts([[0], [4]], [[1]], [[2]])
    First start: 1 mean, and no point has a label
    First start, assignment 1: no points changed label; inertia 8 → 8
    Second start: 1 mean, and no point has a label
    Second start, assignment 1: no points changed label; inertia 8 → 8
    """
    names = names_of(points)
    traces = [_run(points, means) for means in (first, second)]
    points, starts = traces[0][0].points, [trace[0].means for trace in traces]
    own = own_data(points, columns, names, code)
    key = key_of((caption, own.columns, code), points, *starts)
    sentences = [words for pair in zip(NAMES, traces, strict=True) for words in _told(*pair)]
    stills = map(_still, traces, NAMES, [own.columns] * 2, [f"{key}a", f"{key}b"])
    given = {"data": data_of(own, *starts), "starts": [start.tolist() for start in starts]}
    given |= marks_of(key)
    name = caption or "Two starts at once"
    return board("starts", stills, sentences, given, key=key, name=name)


def _run(points, means):
    """Return the run from a start that has not too many means to draw."""
    points, means = as_start(points, means)
    as_count(len(means), "the number of means", most=len(PALE))
    return lloyd(points, means)


def _told(name, trace):
    """Return what to say of the start and of the end of a run."""
    told = captions(trace)
    end = told[-1]
    return [told[0].replace("Start", name), f"{name}, {end[0].lower()}{end[1:]}"]


def _still(trace, name, columns, key):
    """Return the two pictures of a run that stand where no script runs."""
    board = storyboard_image([trace[0], trace[-1]], columns, key, "sp-still")
    return Markup(board.replace("Storyboard of 2 steps", f"{name} and its end"))
