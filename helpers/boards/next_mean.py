"""A board on which the means of k-means++ are drawn, one by one."""

from math import pi, sqrt

import numpy as np

from helpers.boards import svg
from helpers.boards.given import board, data_of, marks_of, own_data
from helpers.boards.image import as_image
from helpers.boards.markup import element
from helpers.boards.player import key_of
from helpers.boards.steps import square
from helpers.checks import as_count, names_of
from helpers.drawing.palette import PALE
from helpers.kmeans import UNASSIGNED, as_start, squared_distances

__all__ = ["next_mean"]

AREA = 0.15
"""All areas together, as a share of the picture."""
LEAST = 2
"""The radius of the smallest area that is drawn, in the units of the SVG."""
SHOWN = 2
"""How many draws are pictured where no script runs."""


def next_mean(points, means, *, columns=None, caption=None, code="points"):
    """Let the reader draw the means of k-means++, and see each probability before.

    Around each point lies an area: the larger, the more probable is the point
    as the next mean.  The reader draws by chance, or chooses a point by hand.
    It works with a mouse, with a finger and with keys.

    Where no script runs, and on paper, it tells how the given means were drawn.

    Parameters
    ----------
    points : array or data frame, shape (n, 1) or (n, 2)
    means : array, shape (k, d)
        Different points in the order in which they were drawn; at most nine.
        The board draws as many.
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
        two-dimensional, their numbers of columns differ or are more than two,
        the means are not different points, or ``columns`` are not as many
        names as the points have columns.

    Examples
    --------
    >>> next_mean([[0], [1], [3]], [[0], [3]])
    Mean 0 was drawn at (0), with probability 0.3333
    Mean 1 was drawn at (3), with probability 0.9
    """
    names = names_of(points)
    points, means = as_start(points, means)
    as_count(len(means), "the number of means", most=len(PALE))
    own = own_data(points, columns, names, code)
    chances = [chances_of(points, means[:drawn]) for drawn in range(len(means))]
    sentences = [_told(*draw) for draw in enumerate(_drawn(points, means, chances))]
    key = key_of((caption, own.columns, code), points, means)
    given = {"data": data_of(own), "k": len(means), "area": AREA, "least": LEAST}
    given |= marks_of(key)
    name = caption or "The means of k-means++, one by one"
    pictures = [_pictures(points, means, chances, f"{key}s")]
    return board("next-mean", pictures, sentences, given, key=key, name=name)


def chances_of(points, means):
    """Return each point's probability to be the next mean of k-means++."""
    if not len(means):
        return np.full(len(points), 1 / len(points))
    nearest = squared_distances(points, means).min(axis=1)
    return nearest / (nearest.sum() or 1)


def _drawn(points, means, chances):
    """Yield each mean with the probability that it had when it was drawn."""
    for mean, probabilities in zip(means, chances, strict=True):
        here = (points == mean).all(axis=1)
        if not probabilities[here].any():
            raise ValueError(f"means must be different points; got {mean.tolist()}")
        yield mean, probabilities[here.argmax()]


def _told(number, draw):
    mean, probability = draw
    place = ", ".join(f"{value:g}" for value in mean)
    return f"Mean {number} was drawn at ({place}), with probability {probability:.4g}"


def _pictures(points, means, chances, key):
    """Return pictures of the areas before some draws, as one image."""
    panel, grey = svg.panel_of(points), np.full(len(points), UNASSIGNED)
    paths = svg.point_paths(svg.spots_of(points, panel), grey)
    shared = [svg.frame(panel, f"{key}f"), *svg.markers([grey], key)]
    shared += [square(label, key) for label in range(len(means))]
    shared += [element("g", *paths, id=f"{key}p")]
    shown = range(1, min(SHOWN + 1, len(means)))
    panels = [_panel(points, means[:drawn], chances[drawn], panel, key) for drawn in shown]
    box = f"-2 0 {SHOWN * (svg.SIDE + 40)} {panel.height + 80}"
    about = {"viewBox": box, "font_size": 52, "style": svg.marker_style([grey], key)}
    drawing = element("svg", element("defs", *shared), *panels, **about)
    return as_image(drawing, "Each point with an area: its probability to be next", "sp-still")


def _panel(points, means, chances, panel, key):
    """Return one picture: points, their areas, and the means so far."""
    spots, places = svg.spots_of(points, panel), svg.spots_of(means, panel)
    scale = sqrt(AREA * svg.SIDE * panel.height / pi)
    circles = [
        element("circle", cx=x, cy=y, r=round(scale * sqrt(chance)))
        for (x, y), chance in zip(spots, chances, strict=True)
        if scale * sqrt(chance) >= LEAST
    ]
    areas = element("g", *circles, fill="#0072b2", fill_opacity=0.3, stroke="#0072b2")
    squares = [svg.use(f"{key}c{i}", x=x, y=y) for i, (x, y) in enumerate(places)]
    title = svg.text(f"Before mean {len(means)}", y=-16)
    parts = [svg.use(f"{key}{part}") for part in "fp"]
    place = f"translate({(len(means) - 1) * (svg.SIDE + 40)} 70)"
    return element("g", *parts, title, areas, *squares, transform=place)
