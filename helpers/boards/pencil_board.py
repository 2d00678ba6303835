"""A board on which the reader works out a run of k-means, number by number."""

from helpers.boards.given import board, data_of, marks_of, own_data
from helpers.boards.player import key_of
from helpers.boards.steps import storyboard_image
from helpers.checks import as_count, as_points, names_of
from helpers.drawing.captions import captions
from helpers.kmeans import as_start, lloyd

__all__ = ["pencil_board"]

MOST_POINTS = 12
"""Nobody works out more by hand."""
MOST_MEANS = 3
"""A table with more columns does not fit on a phone."""


def pencil_board(points, means, *, columns=None, caption=None, code="points"):
    """Let the reader work out a run of k-means with a pencil.

    The board asks for one number after the other: the squared distances and
    the label of each point, then the means.  It says which slip leads to a
    wrong number.  After each step the ledger has one more line.  The reader
    can have numbers filled in, and begin with any other points as means.

    Where no script runs, and on paper, it shows the run from the given start.

    Parameters
    ----------
    points : array or data frame, shape (n, 2)
        At most 12.
    means : array, shape (k, 2)
        Where the means start: two or three.
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
        If ``points`` or ``means`` are empty, not finite, not numeric, not of
        two columns or too many, there are more means than points, or
        ``columns`` are not as many names as the points have columns.

    Examples
    --------
    >>> pencil_board([[0, 0], [0, 2], [6, 0]], [[0, 0], [6, 0]])
    Start: 2 means, and no point has a label
    Assignment 0: 3 points changed label; inertia 4
    Update 1: the means moved to their points; inertia 4 → 2
    Assignment 1: no points changed label; inertia 2 → 2
    """
    own = own_data(as_points(points), columns, names_of(points), code, least=2)
    points, means = as_start(points, means)
    as_count(len(points), "the number of points", most=MOST_POINTS)
    as_count(len(means), "the number of means", least=2, most=MOST_MEANS)
    trace = lloyd(points, means)
    key = key_of((caption, own.columns, code), points, means)
    given = marks_of(key) | {"data": data_of(own, means), "means": means.tolist()}
    name = caption or "K-means with a pencil"
    pictures = [storyboard_image(trace, own.columns, key, "sp-still")]
    return board("pencil", pictures, captions(trace), given, key=key, name=name)
