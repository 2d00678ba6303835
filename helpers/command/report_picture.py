"""The picture of a report: its rows by two columns of numbers."""

import numpy as np

from helpers.boards import svg
from helpers.boards.image import plane_image
from helpers.boards.steps import square
from helpers.command.findings import counted

DRAWN = 500
"""So many rows are drawn at most."""


def picture_of(made):
    """Return a picture of the two columns that tell the clusters apart best, and its words."""
    numbers = sorted((c for c in made.columns if not c.texts), key=lambda c: -parted(c, made))
    if len(numbers) < 2:
        return None, ""
    names = [column.name for column in numbers[:2]]
    points = np.column_stack([column.values for column in numbers[:2]])
    rows = np.flatnonzero(~np.isnan(points).any(axis=1) & (made.labels >= 0))
    if not len(rows):
        return None, ""
    middles = [row for row in made.chosen.medoids if row in rows]
    rows = np.union1d(rows[:: len(rows) // DRAWN + 1], middles).astype(int)
    alt = f"{len(rows)} rows by {' and '.join(names)}, in the colours of their clusters."
    words = (
        f"{counted(len(rows), 'row')}, by the two columns that tell the clusters apart best.  The "
        "numbered squares are the medoids."
    )
    drawn = points[rows], made.labels[rows], points[middles], made.labels[middles]
    return drawing_of(*drawn, names, alt), words


def parted(column, made):
    """Return how far the medians of the clusters lie apart, in spans of a column."""
    known = ~np.isnan(column.values)
    groups = (column.values[known & (made.labels == label)] for label in range(made.chosen.k))
    medians = [np.median(group) for group in groups if len(group)]
    return np.ptp(medians) / column.span if medians else 0


def drawing_of(points, labels, medoids, numbers, names, alt):
    """Return a drawing of points with their labels, and of numbered medoids."""
    panel = svg.panel_of(points)
    places = zip(numbers, svg.spots_of(medoids, panel), strict=True)
    squares = [svg.use(f"rc{number}", x=x, y=y) for number, (x, y) in places]
    paths = svg.point_paths(svg.spots_of(points, panel), labels)
    shared = (square(number, "r") for number in numbers)
    return plane_image(panel, names, labels, "r", alt, *paths, *squares, shared=shared)
