"""A board on which the reader works out a run of k-means, number by number."""

from helpers.boards.given import DataSet, as_script, data_of, marks_of
from helpers.boards.markup import element
from helpers.boards.player import BOARDS, Player, as_columns, key_of, player_element
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
    columns = as_columns(columns, as_points(points), names_of(points))
    as_count(len(columns), "the number of columns", least=2, most=2)
    points, means = as_start(points, means)
    as_count(len(points), "the number of points", most=MOST_POINTS)
    as_count(len(means), "the number of means", least=2, most=MOST_MEANS)
    trace = lloyd(points, means)
    key = key_of((caption, columns, code), points, means)
    given = {"data": data_of(DataSet("own", "these points", code, points, columns), means)}
    markup = player_element(
        storyboard_image(trace, columns, key, "sp-still"),
        element("ol", *(element("li", words) for words in captions(trace))),
        as_script(marks_of(key) | given | {"means": means.tolist()}),
        key=key,
        name=caption or "K-means with a pencil",
        kind="pencil",
    )
    return Player(captions(trace), markup, {}, BOARDS["pencil"])
