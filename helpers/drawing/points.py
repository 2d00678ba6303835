"""Draw points, the means among them, and the cells of the means."""

import functools

import numpy as np
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, IdentityTransform
from scipy.spatial import QhullError, Voronoi

from helpers.checks import as_labels, as_points, same_space
from helpers.drawing.axes import FIGURE_SIZE, first_two_columns, set_limits
from helpers.drawing.captions import describe
from helpers.drawing.palette import (
    BOLD,
    PALE,
    POINT_COLOURS,
    POINT_SHAPES,
    ink_on,
    kinds_of,
    marker_outline,
)
from helpers.kmeans import UNASSIGNED, assign

__all__ = ["plot_cells", "plot_points", "plot_step"]

TINT = 0.4
"""How much of a pale colour its cell has; the rest is white."""


def plot_points(points, labels=None, means=None, *, ax=None):
    """Draw points in pale colours and means, if given, in bold ones.

    Parameters
    ----------
    points : array, shape (n, d)
        Only the first two columns are drawn; a single column is drawn along a
        line.
    labels : array of int, shape (n,), optional
        Without them, or where they are ``UNASSIGNED``, points are grey
        circles.
    means : array, shape (k, d), optional
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If ``points`` or ``means`` are empty, not finite, not numeric or not
        two-dimensional, their numbers of columns differ, or there is not one
        label for each point: a whole number that is ``UNASSIGNED`` or, if
        there are means, names one of them.
    """
    if means is None:
        points, most = as_points(points), np.iinfo(int).max
    else:
        points, means = same_space(points, means)
        most = len(means) - 1
    if labels is None:
        labels = np.full(len(points), UNASSIGNED)
    labels = as_labels(labels, points, least=UNASSIGNED, most=most)

    if ax is None:
        import matplotlib.pyplot as plt  # here: `import helpers` stays quick

        _, ax = plt.subplots(figsize=FIGURE_SIZE, layout="constrained")
    add_points(ax, points, labels)
    if means is None:
        set_limits(ax, points)
    else:
        add_means(ax, means)
        set_limits(ax, points, means)
    return ax


def plot_step(step, *, ax=None):
    """Draw one step: the points in pale colours, the means in bold ones.

    Parameters
    ----------
    step : Step
        Only the first two columns are drawn.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes
    """
    title = describe(step)
    ax = plot_points(step.points, step.labels, step.means, ax=ax)
    ax.set_title(title, fontsize="medium")
    return ax


def plot_cells(points, means, *, ax=None):
    """Draw the cell of each mean: all places that it is the nearest mean of.

    The borders are straight, and cut where the axes end.  Of means that stand
    in the same place only the first has a cell.

    Parameters
    ----------
    points : array, shape (n, d)
        With one or two columns; each wears the label of its nearest mean.
    means : array, shape (k, d)
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If ``points`` or ``means`` are empty, not finite, not numeric, not
        two-dimensional or have more than two columns, their numbers of
        columns differ, or one column spreads millions of times wider than
        the other.
    """
    points, means = same_space(points, means)
    if points.shape[1] > 2:
        raise ValueError(
            "points must have one or two columns, because cells are drawn on "
            f"a plane; these have {points.shape[1]}"
        )
    ax = plot_points(points, assign(points, means), means, ax=ax)

    low, high = np.transpose([ax.get_xlim(), ax.get_ylim()])
    apart = np.round((first_two_columns(means) - low) / (high - low), 9)
    _, labels = np.unique(apart, axis=0, return_index=True)
    cells = cells_within(first_two_columns(means)[labels], low, high)
    pale = np.array(PALE)[labels % len(PALE)]
    borders = {"facecolors": "none", "edgecolors": "black", "linewidths": 1}
    for style in (
        {**borders, "zorder": 2},  # above the points
        {"facecolors": 1 - TINT * (1 - pale), "linewidths": 0, "zorder": 0.5},
    ):
        ax.add_collection(PolyCollection(cells, **style), autolim=False)
    return ax


def cells_within(places, low, high):
    """Return the corners of the Voronoi cell of each place inside a box.

    Each place is mirrored in the four sides.  Nothing is nearer to a place
    than to its image beyond a side, so the cells end at the sides.
    """
    scale = (high - low).max()  # Qhull is exact enough for what is near 1
    inside, sides = (places - low) / scale, (high - low) / scale
    images = [
        np.where(np.arange(2) == axis, 2 * side - inside, inside)
        for axis in (0, 1)
        for side in (0, sides[axis])
    ]
    try:
        diagram = Voronoi(np.vstack([inside, *images]))
    except QhullError as error:
        raise ValueError(
            "the columns of points and means are too unlike to draw cells; "
            "scale them first"
        ) from error
    regions = diagram.point_region[: len(places)]
    return [
        low + scale * diagram.vertices[diagram.regions[region]]
        for region in regions
    ]


def add_points(ax, points, labels, size=30):
    """Put points on the axes, pale and in the shapes of their labels."""
    kinds = kinds_of(labels)
    return add_shapes(
        ax,
        points,
        [POINT_SHAPES[kind] for kind in kinds],
        sizes=[size],
        facecolors=np.array(POINT_COLOURS)[kinds],
        linewidths=0,
    )


def add_means(ax, means):
    """Put means on the axes: bold squares that wear their labels."""
    labels = range(len(means))
    bold = np.array([BOLD[label % len(BOLD)] for label in labels])
    return (
        add_shapes(
            ax,
            means,
            [marker_outline("s")],
            sizes=[150],
            facecolors=bold,
            edgecolors="black",
            linewidths=1,
            zorder=3,
        ),
        add_shapes(
            ax,
            means,
            [_number_outline(label) for label in labels],
            sizes=[1],
            facecolors=[ink_on(colour) for colour in bold],
            linewidths=0,
            zorder=4,
        ),
    )


def add_shapes(ax, places, shapes, **style):
    """Put one shape at each place, of the same size on every scale."""
    collection = PathCollection(
        shapes,
        offsets=first_two_columns(places),
        offset_transform=ax.transData,
        transform=IdentityTransform(),
        **style,
    )
    return ax.add_collection(collection, autolim=False)


@functools.cache
def _number_outline(label):
    """Return the outline of a number, centred; quicker to draw than text."""
    outline = TextPath((0, 0), str(label), size=11, prop="DejaVu Sans")
    box = outline.get_extents()
    return outline.transformed(Affine2D().translate(*-(box.p0 + box.p1) / 2))
