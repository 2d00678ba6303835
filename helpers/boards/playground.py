"""A board on which the reader makes a run of k-means, instead of watching one."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from helpers.boards.given import DataSet, board, data_of
from helpers.boards.player import as_columns, key_of
from helpers.boards.steps import storyboard_image
from helpers.checks import as_count, as_points, names_of
from helpers.datasets import gaussian_board, meetups, uniform_board
from helpers.drawing.captions import captions
from helpers.drawing.palette import PALE
from helpers.kmeans import as_start, lloyd
from helpers.seeding import first_places

__all__ = ["playground"]

MOONS = Path(__file__).with_name("moons.csv")
"""Moons as scikit-learn draws them, without the second that it takes to import it."""
MOST_POINTS = 5000
"""More than these no page can move."""


def playground(points, means=None, *, k=3, columns=None, caption=None, code="points"):
    """Let the reader make a run of k-means: move, add and erase points and means.

    The reader assigns, updates or lets it run, undoes what was done, asks for
    other points, another number of means or another start, and guesses before
    each step.  The board asks what shall become of a mean without points, and
    has something to find out.  All of it works with a mouse, with a finger and
    with keys.  Lines of Python, a command and an address do the same run again.

    Where no script runs, and on paper, it shows the run from the given start.

    Parameters
    ----------
    points : array or data frame, shape (n, d)
        At most 5000.  Of more than two columns the first two are used, and
        the board says so.
    means : array, shape (k, d), optional
        Where the means start; at most nine.  The first k points that differ,
        if not given.
    k : int
        How many means, if they are not given.
    columns : sequence of str, optional
        The names of the axes; those of a data frame, or ``x0`` and ``x1``, if
        not given.
    caption : str, optional
        What to find out; also the name of the board for screen readers.
    code : str
        What the points are called in the notebook, for the lines of Python
        that do the same run.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If ``points`` or ``means`` are empty, not finite, not numeric, not
        two-dimensional or too many, their numbers of columns differ, there are
        more means than points, or ``columns`` are not as many names as the
        points have columns.

    Examples
    --------
    >>> playground([[0], [4]], [[1]])
    Start: 1 mean, and no point has a label
    Assignment 0: 2 points changed label; inertia 10
    Update 1: the means moved to their points; inertia 10 → 8
    Assignment 1: no points changed label; inertia 8 → 8
    """
    own, means, note = _own(points, means, k, columns, code)
    trace = lloyd(own.points, means)
    key = key_of((caption, own.columns, code), own.points, trace[0].means)
    first_and_last = [*trace[:2], trace[-1]]
    still = storyboard_image(first_and_last, own.columns, key, "sp-still", k=len(PALE))
    given = _numbers(own, trace[0].means, key) | {"note": note}
    name = caption or "K-means, to try out"
    return board("playground", [still], captions(trace), given, key=key, name=name)


def _own(points, means, k, columns, code):
    """Return the page's points, where the means start, and what there is to say."""
    names = names_of(points)
    points = as_points(points)
    columns = as_columns(columns, points, names)
    if len(points) > MOST_POINTS:
        raise ValueError(
            f"a board shows at most {MOST_POINTS} points; got {len(points)}: take a sample"
        )
    k = as_count(k, "k", most=len(PALE))
    points, means = as_start(points, first_places(points, k) if means is None else means)
    as_count(len(means), "the number of means", most=len(PALE))
    own = DataSet("own", "these points", code, points[:, :2], columns[:2], groups=len(means))
    if len(columns) <= 2:
        return own, means, None
    first_two = f"np.asarray({code})[:, :2]"
    own = replace(own, code=first_two, imports=("import numpy as np",))
    used = " and ".join(own.columns)
    return own, means[:, :2], f"Of {len(columns)} columns, the first two are used: {used}."


def other_data():
    """Return the points that every board offers besides a page's own."""
    sklearn = ("from sklearn.datasets import make_moons",)
    call = "(make_moons(80, noise=0.05, random_state=0)[0] * 100).round()"
    moons = call, np.loadtxt(MOONS, delimiter=",")
    nothing = drawn(uniform_board, 80, rng=1)
    widths = drawn(gaussian_board, 80, 3, rng=8)
    return [
        DataSet(
            "homes", "twenty homes", "meetups()", meetups(), ("east", "north"), needs=("meetups",)
        ),
        DataSet("moons", "moons", *moons, groups=2, imports=sklearn),
        DataSet("nothing", "nothing at all", *nothing, groups=0, needs=("uniform_board",)),
        DataSet("widths", "unequal widths", *widths, groups=3, needs=("gaussian_board",)),
        DataSet("draw", "draw your own", "points", np.empty((0, 2))),
    ]


def drawn(draw, *numbers, **settings):
    """Return the line of Python that draws points, and these points.

    They are made whole numbers, which are short on a page.

    >>> drawn(uniform_board, 1, rng=1)
    ('(uniform_board(1, rng=1) * 100).round()', array([[ 2., 90.]]))
    """
    made = draw(*numbers, **settings)
    given = [*map(repr, numbers), *(f"{name}={value!r}" for name, value in settings.items())]
    call = f"{draw.__name__}({', '.join(given)})"
    if isinstance(made, tuple):  # the points come first, and then their groups
        made, call = made[0], f"{call}[0]"
    return f"({call} * 100).round()", (made * 100).round()


def _numbers(own, means, key):
    """Return all that the script needs, ready for JSON."""
    own, *others = [data_of(own, means), *map(data_of, other_data())]
    del own["axes"]  # those of the picture
    return {"key": key, "data": [own, *others], "means": means.tolist()}
