"""A board on which the reader cuts points into parts, and adds up what the parts send."""

import numpy as np

from helpers.boards import svg
from helpers.boards.given import board, data_of, marks_of, own_data
from helpers.boards.image import plane_image
from helpers.boards.player import key_of
from helpers.boards.steps import square
from helpers.checks import as_count, names_of
from helpers.drawing.palette import PALE
from helpers.kmeans import as_start, assign
from helpers.parts import combine, partial_update

__all__ = ["parts_board"]

MOST_POINTS = 200
"""More points than these hide each other on a plane."""
FIRST = 4
"""How many parts the board begins with, if there are as many points."""
MOST_PARTS = 12
"""A table with more rows is not read."""


def parts_board(points, means, *, columns=None, caption=None, code="points", means_code="means"):
    """Let the reader cut points into parts, and see what each part sends.

    Each part sends sums and counts.  Added up and divided, they say where a
    mean goes.  Beside it the board shows where the average of the parts'
    averages would put it.  The reader chooses how many parts there are and
    which mean to look at, mixes the rows, and moves the means.

    Where no script runs, and on paper, it shows the points and both places of
    each mean.

    Parameters
    ----------
    points : array or data frame, shape (n, 1) or (n, 2)
        From 2 to 200, in the order of their rows.
    means : array, shape (k, d)
        At most nine.
    columns : sequence of str, optional
        The names of the axes; those of a data frame, or ``x0`` and ``x1``, if
        not given.
    caption : str, optional
        What to find out; also the name of the board for screen readers.
    code, means_code : str
        What points and means are called in the notebook, for the lines of
        Python.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If ``points`` or ``means`` are empty, not finite, not numeric or too
        many, their numbers of columns differ or are more than two, there are
        more means than points, or ``columns`` are not as many names as the
        points have columns.

    Examples
    --------
    >>> parts_board([[0], [3], [3], [3], [9]], [[2], [9]])
    Mean 0: sums and counts of 4 parts give (2.25), the average of averages (2.5)
    Mean 1: sums and counts of 4 parts give (9), the average of averages (9)
    """
    names = names_of(points)
    points, means = as_start(points, means)
    as_count(len(points), "the number of points", least=2, most=MOST_POINTS)
    as_count(len(means), "the number of means", most=len(PALE))
    own = own_data(points, columns, names, code)
    parts = np.array_split(points, min(FIRST, len(points)))
    right, wrong = both_ways(parts, means)
    sentences = [*_told(right, wrong, len(parts))]
    key = key_of((caption, own.columns, code, means_code), points, means)
    given = marks_of(key) | {"data": data_of(own, means), "means": means.tolist()}
    given |= {"meansCode": means_code, "first": len(parts), "most": min(MOST_PARTS, len(points))}
    picture = _picture(own, means, right, wrong, f"{key}s")
    name = caption or "K-means on parts"
    return board("parts", [picture], sentences, given, key=key, name=name)


def both_ways(parts, means):
    """Return where sums and counts put the means, and where averages of averages do.

    A part without points of a mean has no average; a mean that no part has
    points for stays.
    """
    partials = [partial_update(part, means) for part in parts]
    right, _ = combine(partials, means)
    wrong = means.copy()
    for label in range(len(means)):
        averages = [p.sums[label] / p.counts[label] for p in partials if p.counts[label]]
        if averages:
            wrong[label] = np.mean(averages, axis=0)
    return right, wrong


def _told(right, wrong, parts):
    """Yield both places of each mean."""
    for label, (one, other) in enumerate(zip(right, wrong, strict=True)):
        sums = f"sums and counts of {parts} parts give {_place(one)}"
        yield f"Mean {label}: {sums}, the average of averages {_place(other)}"


def _place(place):
    return f"({', '.join(f'{value:.4g}' for value in place)})"


def _picture(own, means, right, wrong, key):
    """Return points, means at the right places, and crosses at the wrong ones, as one image."""
    panel, labels = svg.panel_of(own.points, means), assign(own.points, means)
    shared = (square(label, key) for label in range(len(means)))
    spots = svg.spots_of(own.points, panel)
    squares = [
        svg.use(f"{key}c{i}", x=x, y=y) for i, (x, y) in enumerate(svg.spots_of(right, panel))
    ]
    crosses = [f"M{x - 13} {y - 13}l26 26m0-26l-26 26" for x, y in svg.spots_of(wrong, panel)]
    drawn = [*svg.point_paths(spots, labels), *squares, svg.path("made", "".join(crosses))]
    alt = "Means by sums and counts, and crosses by averages"
    return plane_image(panel, own.columns, labels, key, alt, *drawn, shared=shared)
