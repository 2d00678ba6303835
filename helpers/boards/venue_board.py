"""A board on which venues are dragged, and measured in three ways."""

from scipy.spatial.distance import cdist

from helpers.boards.given import board, data_of, marks_of, own_data
from helpers.boards.player import key_of
from helpers.boards.steps import storyboard_image
from helpers.checks import as_count, names_of
from helpers.drawing.palette import PALE
from helpers.kmeans import as_start, lloyd

__all__ = ["venue_board"]

MOST_POINTS = 300
"""More than these no page can measure while a venue moves."""


def venue_board(points, means, *, columns=None, caption=None, code="points"):
    """Let the reader drag venues, and see how far everybody walks.

    Three numbers follow: the walks along the streets in all, the squared
    straight lines in all, and the longest walk.  Each stands beside that of
    the ``means``, where the venues are at first.  It works with a mouse, with
    a finger and with keys; lines of Python and an address bring the same
    venues back.

    Where no script runs, and on paper, it shows the means and their numbers.

    Parameters
    ----------
    points : array or data frame, shape (n, 2)
        Where people live; at most 300.
    means : array, shape (k, 2)
        What k-means found; at most nine.
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
        If ``points`` or ``means`` are empty, not finite, not numeric or not
        of two columns, there are more than 300 points, more than nine means,
        or more means than points, or ``columns`` are not two names.

    Examples
    --------
    >>> venue_board([[0, 0], [2, 4]], [[1, 2]])
    Walks in all: 6.0
    Squares in all: 10.0
    Longest walk: 3.0
    """
    names = names_of(points)
    points, means = as_start(points, means)
    as_count(len(points), "the number of points", most=MOST_POINTS)
    as_count(len(means), "the number of means", most=len(PALE))
    own = own_data(points, columns, names, code, least=2)
    key = key_of((caption, own.columns, code), points, means)
    given = {"data": data_of(own, means), "venues": means.tolist()} | marks_of(key)
    assigned = lloyd(points, means)[1]
    picture = storyboard_image([assigned], own.columns, f"{key}s", "sp-still")
    name = caption or "Venues to drag"
    return board("venues", [picture], _told(points, means), given, key=key, name=name)


def _told(points, means):
    """Return the three numbers in words."""
    walks = cdist(points, means, "cityblock").min(axis=1)
    squares = cdist(points, means, "sqeuclidean").min(axis=1)
    yours = {"Walks in all": walks.sum(), "Squares in all": squares.sum()}
    yours["Longest walk"] = walks.max()
    return [f"{name}: {number:.1f}" for name, number in yours.items()]
