"""The picture of a report: its rows by two columns of numbers."""

import numpy as np

from helpers.boards import svg
from helpers.boards.image import as_image
from helpers.boards.markup import element
from helpers.command.findings import counted

DRAWN = 500
"""So many rows are drawn at most."""


def picture_of(made):
    """Return a picture of the two columns that tell the clusters apart best, and its words."""
    numbers = sorted((c for c in made.columns if not c.texts), key=lambda c: -parted(c, made))
    if len(numbers) < 2:
        return None, ""
    across, up = numbers[:2]
    points = np.column_stack([across.values, up.values])
    rows = np.flatnonzero(~np.isnan(points).any(axis=1) & (made.labels >= 0))
    if not len(rows):
        return None, ""
    rows = rows[:: len(rows) // DRAWN + 1]
    points, labels = points[rows], made.labels[rows]
    panel = svg.panel_of(points)
    shared = element("defs", *svg.markers([labels], "r"))
    paths = svg.point_paths(svg.spots_of(points, panel), labels)
    axes = svg.axes(panel, [across.name, up.name], None)
    box = f"-110 -24 {svg.SIDE + 130} {panel.height + 108}"
    style = svg.marker_style([labels], "r")
    drawing = element("svg", shared, svg.frame(panel, None), axes, *paths, viewBox=box,
                      font_size=24, style=style)  # fmt: skip
    alt = f"{len(rows)} rows by {across.name} and {up.name}, in the colours of their clusters."
    words = f"{counted(len(rows), 'row')}, by the two columns that tell the clusters apart best."
    return as_image(drawing, alt), words


def parted(column, made):
    """Return how far the medians of the clusters lie apart, in spans of a column."""
    known = ~np.isnan(column.values)
    groups = (column.values[known & (made.labels == label)] for label in range(made.chosen.k))
    medians = [np.median(group) for group in groups if len(group)]
    return np.ptp(medians) / column.span if medians else 0
