"""Draw points, the means among them, and the cells of the means."""

import functools

import numpy as np
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, IdentityTransform
from scipy.spatial import QhullError, Voronoi

from helpers.checks import as_labels, as_points, names_of, same_space
from helpers.drawing import palette
from helpers.drawing.axes import as_axes, first_two_columns, name_axes, set_limits
from helpers.drawing.captions import describe
from helpers.drawing.numbering import FONT, NUMBER, beside_points, points_of
from helpers.kmeans import UNASSIGNED, assign

__all__ = ["plot_cells", "plot_points", "plot_step"]

REACH = 3.5
"""How far a point reaches from its middle, in points of print."""
TINT = 0.4
"""How much of a pale colour its cell has; the rest is the ground."""


def plot_points(points, labels=None, means=None, *, numbered=False, ax=None):
    """Draw points in pale colours and means, if given, in bold ones.

    Parameters
    ----------
    points : array, shape (n, d)
        Only the first two columns are drawn; a single column is drawn along a
        line.  The names of a data frame's columns stand at the axes, which
        also say what is not drawn.
    labels : array of int, shape (n,), optional
        Without them, or where they are ``UNASSIGNED``, points are grey
        circles.
    means : array, shape (k, d), optional
    numbered : bool
        Put its number beside each point: its row.
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
    places = [as_points(points)] if means is None else same_space(points, means)
    most = np.iinfo(int).max if means is None else len(places[1]) - 1
    if labels is None:
        labels = np.full(len(places[0]), UNASSIGNED)
    labels = as_labels(labels, places[0], least=UNASSIGNED, most=most)

    ax = as_axes(ax)
    add_points(ax, places[0], labels)
    if means is not None:
        add_means(ax, places[1])
    set_limits(ax, *places)
    name_axes(ax, names_of(points), places[0].shape[1])
    if numbered:
        number_points(ax, first_two_columns(places[0]))
    return ax


def number_points(ax, spots):
    """Put its number beside each point, over no other number and no point."""
    at = points_of(ax, spots)
    boxes = beside_points(at, NUMBER, REACH)
    shifts = (boxes[:, :2] + boxes[:, 2:]) / 2 - at
    look = {"color": palette.ink_of(ax), "ha": "center", "va": "center", "fontsize": FONT}
    for number, (spot, shift) in enumerate(zip(spots, shifts, strict=True)):
        ax.annotate(str(number), spot, shift, textcoords="offset points", **look)


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

    Raises
    ------
    ValueError
        If ``step`` is no step.
    """
    title = describe(step)
    ax = plot_points(step.points, step.labels, step.means, ax=ax)
    name_axes(ax, step.names, step.points.shape[1])
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
    names = names_of(points)
    points, means = same_space(points, means)
    if points.shape[1] > 2:
        raise ValueError(
            "points must have one or two columns, because cells are drawn on "
            f"a plane; these have {points.shape[1]}"
        )
    ax = plot_points(points, assign(points, means), means, ax=ax)
    name_axes(ax, names, points.shape[1])

    low, high = np.transpose([ax.get_xlim(), ax.get_ylim()])
    places = first_two_columns(means)
    apart = np.round((places - low) / (high - low), 9)
    _, labels = np.unique(apart, axis=0, return_index=True)
    add_cells(ax, cells_within(places[labels], low, high), labels)
    return ax


def cells_within(places, low, high):
    """Return the corners of the Voronoi cell of each place inside a box.

    Each place is mirrored in the four sides.  Nothing is nearer to a place
    than to its image beyond a side, so the cells end at the sides.
    """
    scale = (high - low).max()  # Qhull is exact enough for what is near 1
    inside, sides = (places - low) / scale, (high - low) / scale
    images = [np.where(axis, 2 * end - inside, inside) for axis in np.eye(2) for end in (0, sides)]
    try:
        diagram = Voronoi(np.vstack([inside, *images]))
    except QhullError as error:
        raise ValueError("the columns are too unlike to draw cells; scale them first") from error
    regions = diagram.point_region[: len(places)]
    return [low + scale * diagram.vertices[diagram.regions[region]] for region in regions]


def add_cells(ax, cells, labels):
    """Put cells on the axes: borders above the points, and tints below."""
    ink, tints = palette.ink_of(ax), palette.tint_on(ax, palette.pale_of(labels), TINT)
    borders = {"facecolors": "none", "edgecolors": ink, "linewidths": 1, "zorder": 2}
    for look in (borders, {"facecolors": tints, "linewidths": 0, "zorder": 0.5}):
        ax.add_collection(PolyCollection(cells, **look), autolim=False)


def add_points(ax, points, labels, size=30):
    """Put points on the axes, pale and in the shapes of their labels."""
    kinds, colours = palette.kinds_of(labels), palette.pale_of(labels)
    shapes = [palette.POINT_SHAPES[kind] for kind in kinds]
    return add_shapes(ax, points, shapes, size, colours)


def add_means(ax, means):
    """Put means on the axes: bold squares that wear their labels."""
    labels = np.arange(len(means))
    square, bold = [palette.marker_outline("s")], palette.bold_of(labels)
    numbers, inks = map(centred, labels), map(palette.ink_on, bold)
    line = {"edgecolors": palette.ink_of(ax), "linewidths": 1}
    return (
        add_shapes(ax, means, square, 150, bold, zorder=3, **line),
        add_shapes(ax, means, [*numbers], 1, [*inks], zorder=4),
    )


def add_shapes(ax, places, shapes, size, colours, **style):
    """Put one shape at each place, of the same size on every scale."""
    look = {"linewidths": 0, "offset_transform": ax.transData, **style}
    look |= {"offsets": first_two_columns(places), "transform": IdentityTransform()}
    collection = PathCollection(shapes, [size], facecolors=colours, **look)
    return ax.add_collection(collection, autolim=False)


def centred(number):
    """Return the outline of a number whose middle is at 0."""
    outline = outline_of(str(number), 11)
    box = outline.get_extents()
    return outline.transformed(Affine2D().translate(*-(box.p0 + box.p1) / 2))


@functools.cache
def outline_of(words, size):
    """Return the outline of words; it is drawn more quickly than text."""
    return TextPath((0, 0), words, size=size, prop="DejaVu Sans")
