"""Draw points, one step, or a whole trace.

Points are pale and means are bold, in paired colours.  Colour is never alone:
the points of each cluster have a shape of their own, and each mean wears its
label as a number.
"""

import functools
import math

import numpy as np
from matplotlib import colormaps
from matplotlib.collections import (
    LineCollection,
    PathCollection,
    PolyCollection,
)
from matplotlib.colors import to_rgb
from matplotlib.markers import MarkerStyle
from matplotlib.textpath import TextPath
from matplotlib.ticker import MultipleLocator
from matplotlib.transforms import Affine2D, IdentityTransform
from scipy.cluster.hierarchy import leaves_list
from scipy.spatial import QhullError, Voronoi

from helpers.agreement import silhouette
from helpers.datasets import as_count, as_list, as_points
from helpers.hierarchy import as_merges, cut
from helpers.kmeans import UNASSIGNED, Step, as_labels, assign, same_space

FIGURE_SIZE = (5, 4)
"""Inches; small, so that a phone shows the text large enough."""

# All pairs but the greys, which are for points without a label.
_PAIRS = [pair for pair in range(10) if pair != 7]
BOLD = [colormaps["tab20"].colors[2 * pair] for pair in _PAIRS]
"""The colours of the means; label 9 begins again with the first."""
PALE = [colormaps["tab20"].colors[2 * pair + 1] for pair in _PAIRS]
"""The colours of the points, each the pale one of a bold colour's pair."""
GREY = to_rgb("lightgrey")
"""The colour of points without a label."""
NUMBERED = 30
"""Up to how many points a dendrogram has room for numbers."""
TINT = 0.4
"""How much of a pale colour its cell has; the rest is white."""
SHAPES = ["o", "^", "D", "v", "P", "<", "X", ">", "p"]
"""The markers of the points, one for each pair of colours."""


def describe(step, previous=None):
    """Say in one sentence what happened in a step.

    Parameters
    ----------
    step : Step
    previous : Step, optional
        The step before it; then the sentence tells what the inertia was, too.

    Returns
    -------
    str

    Examples
    --------
    >>> from helpers import lloyd
    >>> trace = lloyd([[0], [2], [9]], [[0], [2]])
    >>> describe(trace[3])
    'Assignment 1: 1 point changed label; inertia 16.25'
    >>> describe(trace[4], trace[3])
    'Update 2: the means moved to their points; inertia 16.25 → 2'
    """
    if not isinstance(step, Step):
        raise ValueError(f"step must be a Step of a trace; got {step!r}")
    if step.phase == "start":
        means = _count(len(step.means), "mean")
        return f"Start: {means}, and no point has a label"
    what = {
        "assign": f"{_count(step.changed, 'point')} changed label",
        "update": "the means moved to their points",
    }[step.phase]
    inertia = _brief(step)
    if previous is not None and previous.phase != "start":
        inertia = f"{_brief(previous)} → {inertia}"
    return f"{heading(step)}: {what}; inertia {inertia}"


def captions(trace):
    """Say in one sentence a step what happened in a whole run.

    Parameters
    ----------
    trace : list of Step

    Returns
    -------
    list of str
        The description of each step, told with the step before it.

    Raises
    ------
    ValueError
        If ``trace`` has no steps.

    Examples
    --------
    >>> from helpers import lloyd
    >>> for caption in captions(lloyd([[0], [4]], [[1]])):
    ...     print(caption)
    Start: 1 mean, and no point has a label
    Assignment 0: 2 points changed label; inertia 10
    Update 1: the means moved to their points; inertia 10 → 8
    Assignment 1: no points changed label; inertia 8 → 8
    """
    trace = as_trace(trace)
    return [
        describe(step, previous)
        for step, previous in zip(trace, [None, *trace], strict=False)
    ]


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
    apart = np.round((plane(means) - low) / (high - low), 9)
    _, labels = np.unique(apart, axis=0, return_index=True)
    cells = cells_within(plane(means)[labels], low, high)
    pale = np.array(PALE)[labels % len(PALE)]
    borders = {"facecolors": "none", "edgecolors": "black", "linewidths": 1}
    for style in (
        {**borders, "zorder": 2},  # above the points
        {"facecolors": 1 - TINT * (1 - pale), "linewidths": 0, "zorder": 0.5},
    ):
        ax.add_collection(PolyCollection(cells, **style), autolim=False)
    return ax


def plot_silhouette(points, labels, *, ax=None):
    """Draw the silhouette of each point as a bar, cluster by cluster.

    Within a cluster the longest bar is on top.  The number of the cluster
    stands beside its bars, and a dashed line marks the mean of all points.

    Parameters
    ----------
    points : array, shape (n, d)
    labels : array of int, shape (n,)
        From 0 on; a cluster has the same colour as in :func:`plot_points`.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        As in :func:`helpers.silhouette`, or if the labels are not whole
        numbers from 0 on.
    """
    points = as_points(points)
    labels = as_labels(labels, points, most=np.iinfo(int).max)
    scores = silhouette(points, labels)
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots(figsize=FIGURE_SIZE, layout="constrained")

    order = np.lexsort((-scores, labels))
    names, own = np.unique(labels[order], return_inverse=True)
    rows = np.arange(len(own)) + own * math.ceil(len(own) / 25)  # with gaps
    add_bars(ax, rows, scores[order], np.array(PALE)[names[own] % len(PALE)])
    ax.axvline(0, color="black", linewidth=1)
    ax.axvline(scores.mean(), color="black", linestyle="dashed", linewidth=1.5)

    ax.set(xlim=(min(0, scores.min()) - 0.05, 1), xlabel="silhouette")
    ax.xaxis.set_major_locator(MultipleLocator(0.5))
    ax.set_ylim(rows[-1] + 1.5, -1.5)
    middles = [rows[own == i].mean() for i in range(len(names))]
    add_numbers(ax, middles, names)
    ax.set_title(f"Mean silhouette {scores.mean():.3f}", fontsize="medium")
    return ax


def plot_pictures(pictures, names=None, *, columns=6, ax=None):
    """Draw small grey pictures row by row, and their names above them.

    The largest number of all pictures is black and the smallest white, so
    that shades can be compared from one picture to the next.

    Parameters
    ----------
    pictures : array, shape (n, height, width)
    names : sequence, shape (n,), optional
    columns : int
        How many pictures stand side by side.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If ``pictures`` do not have three dimensions, are empty, not finite or
        not numeric, there is not one name for each, or ``columns`` is not a
        whole number of at least 1.
    """
    pictures = as_pictures(pictures)
    names = as_list([""] * len(pictures) if names is None else names, "names")
    if len(names) != len(pictures):
        raise ValueError(
            f"names must be one for each of the {len(pictures)} pictures; "
            f"got {len(names)}"
        )
    columns = as_count(columns, "columns")

    _, height, width = np.add(pictures.shape, 1)  # one pixel stays free
    inch = columns * width / FIGURE_SIZE[0]  # pixels to an inch of the page
    if any(names):
        height += 0.2 * inch
    size = columns * width, math.ceil(len(pictures) / columns) * height
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots(figsize=np.divide(size, inch))
        ax.set_position([0, 0, 1, 1])
    for i, (picture, name) in enumerate(zip(pictures, names, strict=True)):
        row, column = divmod(i, columns)
        low = (row + 1) * height - 0.5
        _add_picture(ax, picture, column * width + 0.5, low, name)
    for image in ax.images:
        image.set_clim(pictures.min(), pictures.max())
    ax.set(xlim=(0, size[0]), ylim=(size[1], 0))
    ax.set_axis_off()
    return ax


def as_pictures(pictures):
    """Return pictures as floats, or say what is wrong with them."""
    array = np.asarray(pictures)
    if array.ndim != 3 or array.size == 0:
        raise ValueError(
            "pictures must have three dimensions: how many there are, their "
            f"height and their width; these have shape {array.shape}"
        )
    return as_points(array.reshape(len(array), -1), "pictures").reshape(
        array.shape
    )


def _add_picture(ax, picture, left, low, name):
    """Put a picture with a thin frame on the axes, and its name above it."""
    height, width = picture.shape
    box = (left, left + width, low, low - height)
    ax.imshow(picture, cmap="gray_r", extent=box, interpolation="nearest")
    x, y = np.take(box, [0, 1, 1, 0, 0]), np.take(box, [2, 2, 3, 3, 2])
    ax.plot(x, y, color=GREY, linewidth=0.8)
    ax.text(
        left + width / 2, low - height - 0.2, name, ha="center", va="bottom"
    )


def plot_dendrogram(merges, k=None, *, ax=None):
    """Draw merges as a tree of brackets, each as high as its merge.

    Points stand along the bottom.  A bracket joins two clusters and wears the
    number of its merge; the first one is 1.  Both, and the numbers of the
    points, are left out for more than 30 points.

    Parameters
    ----------
    merges : list of Merge, or array, shape (n-1, 4)
        Such as :func:`helpers.agglomerate` or
        ``scipy.cluster.hierarchy.linkage`` returns.
    k : int, optional
        Colour the clusters that are left when the last k-1 merges are undone,
        with labels as :func:`helpers.cut` gives them, and draw a dashed line
        between the merges that stay and those that are undone.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If ``merges`` are no such list, or ``k`` is not a whole number from 1
        to n.
    """
    merges = as_merges(merges)
    n, corners, order = len(merges) + 1, brackets(merges), leaf_order(merges)
    labels = np.full(n, UNASSIGNED) if k is None else cut(merges, k)
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots(figsize=(5, 5), layout="constrained")

    kinds = kinds_of(labels_of_merges(merges, labels, k))
    add_brackets(ax, corners, np.array([(0, 0, 0), *BOLD])[kinds])
    top = max([merge.height for merge in merges], default=0) or 1.0
    ax.set(xlim=(-1, n), ylim=(-0.04 * top, 1.08 * top), ylabel="height")
    if n <= NUMBERED:
        _add_leaves(ax, order, labels)
        _number_brackets(ax, corners)
    else:
        ax.set_xticks([])
    if k is not None:
        ax.axhline(cut_height(merges, k), color="black", linestyle="dashed")
    return ax


def leaf_order(merges):
    """Return the points as they stand along the bottom of a dendrogram.

    No branches cross then: the points of each cluster stand side by side,
    those of its left part first.
    """
    return leaves_list(np.array(merges)) if merges else np.zeros(1, dtype=int)


def brackets(merges):
    """Return the four corners of the bracket of each merge.

    Points stand at 0, 1, ..., n-1 along the bottom, in their leaf order, and
    a cluster hangs from the middle of its bracket.

    Parameters
    ----------
    merges : list of Merge

    Returns
    -------
    array, shape (n-1, 4, 2)
        Up the left side, and down the right one.

    Examples
    --------
    >>> from helpers import agglomerate
    >>> for corners in brackets(agglomerate([[0], [1], [5]])).tolist():
    ...     print(corners)
    [[1.0, 0.0], [1.0, 1.0], [2.0, 1.0], [2.0, 0.0]]
    [[0.0, 0.0], [0.0, 4.0], [1.5, 4.0], [1.5, 1.0]]
    """
    n = len(merges) + 1
    x, y = np.zeros((2, 2 * n - 1))
    x[leaf_order(merges)] = np.arange(n)
    for i, (left, right, height, _) in enumerate(merges):
        x[n + i], y[n + i] = (x[left] + x[right]) / 2, height

    sides = np.array([merge[:2] for merge in merges], dtype=int).reshape(-1, 2)
    corners = np.empty((n - 1, 4, 2))
    corners[..., 0] = x[sides[:, [0, 0, 1, 1]]]
    corners[:, [0, 3], 1] = y[sides]
    corners[:, 1:3, 1] = y[n:, np.newaxis]
    return corners


def labels_of_merges(merges, labels, k):
    """Return the label of the cluster that each merge is within, if any."""
    n = len(merges) + 1
    within = np.append(labels, np.full(n - 1, UNASSIGNED))
    for i, merge in enumerate(merges[: n - (k or n)]):
        within[n + i] = within[merge.left]
    return within[n:]


def cut_height(merges, k):
    """Return the height between the merges that a cut keeps and undoes."""
    heights = [0.0, *(merge.height for merge in merges)]
    kept = len(heights) - k
    if k == 1:
        return 1.04 * heights[-1]
    return (heights[kept] + heights[kept + 1]) / 2


def add_brackets(ax, corners, colours):
    """Put brackets on the axes; many are thin."""
    lines = LineCollection(
        corners,
        colors=colours,
        linewidths=1.5 if len(corners) < NUMBERED else 0.8,
        capstyle="projecting",
        zorder=2,
    )
    return ax.add_collection(lines, autolim=False)


def _add_leaves(ax, order, labels):
    """Put points along the bottom, in their leaf order, over their numbers."""
    ax.set_xticks(range(len(order)), order)
    ax.tick_params(axis="x", length=0, rotation=90)
    feet = np.column_stack([np.arange(len(order)), np.zeros(len(order))])
    add_points(ax, feet, labels[order]).set(zorder=3, clip_on=False)


def _number_brackets(ax, corners):
    """Put the number of each merge on its bracket, or above if one is near."""
    middles = corners[:, 1:3].mean(axis=1)
    near = 1.7, 0.05 * corners[:, :, 1].max(initial=0)
    for number, middle in enumerate(middles, start=1):
        beside = np.abs(middles[: number - 1] - middle) < near
        ax.annotate(
            str(number),
            middle,
            ha="center",
            va="bottom" if beside.all(axis=1).any() else "center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )


def add_bars(ax, rows, lengths, colours):
    """Put a bar from 0 to its length on each row, one unit high."""
    x = np.multiply.outer(lengths, [0, 1, 1, 0])
    y = np.add.outer(rows, [-0.5, -0.5, 0.5, 0.5])
    bars = PolyCollection(
        np.stack([x, y], axis=2),
        facecolors=colours,
        linewidths=0,
        antialiaseds=False,  # or white hairlines part the bars
    )
    return ax.add_collection(bars, autolim=False)


def add_numbers(ax, heights, names):
    """Put the numbers of clusters left of the axes, on their bold colours."""
    ax.set_yticks(heights, names)
    ax.tick_params(axis="y", length=0, pad=8)
    for text, name in zip(ax.get_yticklabels(), names, strict=True):
        bold = np.array(BOLD[name % len(BOLD)])
        text.set(color=ink_on(bold))
        text.set_bbox({"facecolor": bold, "edgecolor": "black", "pad": 3})


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


def storyboard(trace, *, columns=3):
    """Draw each step in a panel of its own, with the ways the means came.

    Parameters
    ----------
    trace : list of Step
    columns : int
        How many panels stand side by side.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If ``trace`` has no steps, or ``columns`` is not a whole number of at
        least 1.
    """
    trace = as_trace(trace)
    figure, axes = _panels(trace, columns, side=2)

    ways = np.array([plane(step.means) for step in trace])
    for i, (ax, step) in enumerate(zip(axes, trace, strict=True)):
        x, y = ways[: i + 1].T
        ax.plot(x.T, y.T, color="black", linewidth=1, zorder=2.5)
        ax.set_title(heading(step), fontsize="large")
        if step.phase == "assign":
            ax.set_xlabel(f"{step.changed} changed", fontsize="large")
    return figure


def contact_sheet(steps, titles, *, columns=4):
    """Draw steps of several runs side by side, to choose among them.

    Parameters
    ----------
    steps : list of Step
        Such as the last step of each run, all of the same points.
    titles : list of str
        What stands above each step.
    columns : int
        How many panels stand side by side.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If there are no steps, they have other points or another number of
        means than the first, there is not one title for each, or ``columns``
        is not a whole number of at least 1.
    """
    steps = as_trace(steps)
    if len(titles) != len(steps):
        raise ValueError(
            f"titles must be one for each of the {len(steps)} steps; "
            f"got {len(titles)}"
        )
    figure, axes = _panels(steps, columns, side=2.5)
    for ax, title in zip(axes, titles, strict=True):
        ax.set_title(title, fontsize="medium")
    return figure


def _panels(steps, columns, side):
    """Draw each step in a panel, and return the figure and the panels."""
    import matplotlib.pyplot as plt

    columns = min(as_count(columns, "columns"), len(steps))
    rows = math.ceil(len(steps) / columns)
    figure, axes = plt.subplots(
        rows,
        columns,
        figsize=(side * columns, side * rows),
        squeeze=False,
        layout="constrained",
    )
    for ax in axes.flat[len(steps) :]:
        ax.remove()

    panels = axes.flat[: len(steps)]
    for ax, step in zip(panels, steps, strict=True):
        set_limits(ax, *extent(steps))
        add_points(ax, step.points, step.labels, size=12)
        add_means(ax, step.means)
        ax.set(xticks=[], yticks=[])
    return figure, panels


def as_trace(trace):
    """Return a trace as a list, or say what is wrong with it."""
    if not isinstance(trace, list) or not all(
        isinstance(step, Step) for step in trace
    ):
        raise ValueError(
            "a trace must be a list of steps, "
            "such as lloyd(points, means) returns"
        )
    if not trace:
        raise ValueError(
            "a trace must have at least one step; this one is empty"
        )
    if len({(step.points.shape, step.means.shape) for step in trace}) > 1:
        raise ValueError(
            "a trace must have the same points and as many means in all steps"
        )
    return trace


def plane(points):
    """Return the two columns that are drawn; a single one lies at height 0."""
    return np.pad(points, ((0, 0), (0, 1)))[:, :2]


def extent(trace):
    """Return all places that points and means of a trace ever take."""
    return trace[0].points, *(step.means for step in trace)


def set_limits(ax, *places):
    """Give the axes room for all places, and one scale in both directions.

    With the same scale, the nearest mean on the page is the nearest mean in
    the numbers.  Columns whose spreads differ by more than ten times are drawn
    to fill the axes instead.
    """
    low, high, alike = room(*places)
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    ax.set_aspect("equal" if alike else "auto")


def room(*places):
    """Return the corners of a box with room for all places, and its kind.

    The last value tells whether its sides are alike enough for one scale.
    """
    everything = plane(np.vstack(places))
    low, high = everything.min(axis=0), everything.max(axis=0)
    far = np.maximum(np.abs(low), np.abs(high))
    # Next to a number far from 0 nothing is as near as 1.
    margin = np.where(high > low, 0.1 * (high - low), np.maximum(1, far / 1e9))
    margin = np.maximum(margin, far / 1e15)
    low, high = low - margin, high + margin
    width, height = high - low
    return low, high, height < 10 * width < 100 * height


def add_points(ax, points, labels, size=30):
    """Put points on the axes, pale and in the shapes of their labels."""
    kinds = kinds_of(labels)
    return _add_shapes(
        ax,
        points,
        [POINT_SHAPES[kind] for kind in kinds],
        sizes=[size],
        facecolors=np.array(POINT_COLOURS)[kinds],
        linewidths=0,
    )


def kinds_of(labels):
    """Return where the shape and colour of each label stand in their lists."""
    return np.where(labels == UNASSIGNED, 0, labels % len(PALE) + 1)


def add_means(ax, means):
    """Put means on the axes: bold squares that wear their labels."""
    labels = range(len(means))
    bold = np.array([BOLD[label % len(BOLD)] for label in labels])
    return (
        _add_shapes(
            ax,
            means,
            [_shape("s")],
            sizes=[150],
            facecolors=bold,
            edgecolors="black",
            linewidths=1,
            zorder=3,
        ),
        _add_shapes(
            ax,
            means,
            [_number(label) for label in labels],
            sizes=[1],
            facecolors=[ink_on(colour) for colour in bold],
            linewidths=0,
            zorder=4,
        ),
    )


def ink_on(colour):
    """Return the colour of a number that can be read on a bold colour."""
    return "white" if colour @ [0.2126, 0.7152, 0.0722] < 0.45 else "black"


def _add_shapes(ax, places, shapes, **style):
    """Put one shape at each place, of the same size on every scale."""
    collection = PathCollection(
        shapes,
        offsets=plane(places),
        offset_transform=ax.transData,
        transform=IdentityTransform(),
        **style,
    )
    return ax.add_collection(collection, autolim=False)


def _shape(name):
    """Return the outline of a marker."""
    marker = MarkerStyle(name)
    return marker.get_path().transformed(marker.get_transform())


POINT_SHAPES = [_shape("o"), *map(_shape, SHAPES)]
"""The outline of points without a label, then of each label's points."""
POINT_COLOURS = [GREY, *PALE]
"""The colour of points without a label, then of each label's points."""


@functools.cache
def _number(label):
    """Return the outline of a number, centred; quicker to draw than text."""
    outline = TextPath((0, 0), str(label), size=11, prop="DejaVu Sans")
    box = outline.get_extents()
    return outline.transformed(Affine2D().translate(*-(box.p0 + box.p1) / 2))


def short(name):
    """Return the name of a column in at most 30 characters."""
    return name if len(name) <= 30 else f"{name[:29]}…"


def heading(step):
    """Return a title of one or two words."""
    return {
        "start": "Start",
        "assign": f"Assignment {step.iteration}",
        "update": f"Update {step.iteration}",
    }[step.phase]


def _count(number, noun):
    """Return a number with its noun."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _brief(step):
    """Return the inertia of a step in about four digits."""
    tenths = 100 <= step.inertia < 1e7
    return f"{step.inertia:.1f}" if tenths else f"{step.inertia:.4g}"
