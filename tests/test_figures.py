"""Figures: the artists on the axes are read, not the pixels."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from examples import BAD_COUNTS, BAD_POINTS, BAD_TRACES, POINTS, TRACE
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.colors import to_rgb
from matplotlib.path import Path
from numpy.testing import assert_allclose, assert_array_equal
from scipy.cluster.hierarchy import dendrogram

from helpers import (
    UNASSIGNED,
    agglomerate,
    assign,
    cut,
    describe,
    grid_means,
    lloyd,
    meetups,
    plot_cells,
    plot_dendrogram,
    plot_pictures,
    plot_points,
    plot_silhouette,
    plot_step,
    random_means,
    sample_blobs,
    silhouette,
    storyboard,
)
from helpers.drawing.points import (
    BOLD,
    GREY,
    NUMBERED,
    PALE,
    SHAPES,
    TINT,
    brackets,
    cells_within,
    contact_sheet,
    leaf_order,
)


def colours(collection):
    """Return the colour of each item, without its opacity."""
    rgba = collection.get_facecolors()
    assert (rgba[:, 3] == 1).all()
    return rgba[:, :3]


def luminance(colours):
    """Return how light colours look, as WCAG 2 defines it."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def places(collection):
    return np.asarray(collection.get_offsets())


# One step


@pytest.mark.parametrize("step", TRACE, ids=lambda step: f"{step.phase} {step.iteration}")
def test_points_are_pale_and_means_are_bold_and_on_top(step):
    points, means, numbers = plot_step(step).collections
    assert_array_equal(places(points), step.points)
    assert_array_equal(places(means), step.means)
    assert_array_equal(places(numbers), step.means)

    pale = np.array([*PALE, GREY])[step.labels]  # UNASSIGNED is -1, so it finds the last one
    assert_array_equal(colours(points), pale)
    assert_array_equal(colours(means), BOLD[:3])
    assert points.zorder < means.zorder < numbers.zorder


def test_colours_come_in_pairs_that_cannot_be_confused():
    assert len(BOLD) == len(PALE) == len(SHAPES)
    assert len({*BOLD, *PALE, GREY}) == 2 * len(BOLD) + 1
    for bold, pale in zip(BOLD, PALE, strict=True):
        assert sum(bold) < sum(pale) < 3


def test_every_number_stands_out_from_its_square():
    _, means, numbers = plot_points(POINTS, means=grid_means(len(BOLD))).collections
    both = np.sort([luminance(colours(means)), luminance(colours(numbers))], axis=0)
    dark, light = both + 0.05
    assert (light / dark >= 3).all()  # what WCAG asks of large text


def test_shape_tells_what_colour_tells():
    points, _, numbers = plot_step(TRACE[-1]).collections
    outlines = [path.vertices.tolist() for path in points.get_paths()]
    for one, label in zip(outlines, TRACE[-1].labels, strict=True):
        for other, another in zip(outlines, TRACE[-1].labels, strict=True):
            assert (one == other) == (label == another)

    zero, one, two = (len(path.vertices) for path in numbers.get_paths())
    assert zero != one != two != zero


def test_more_means_than_colours_begin_again_with_the_first():
    points, _ = sample_blobs(60, grid_means(12), rng=0)
    ax = plot_step(lloyd(points, random_means(points, 12, rng=0))[-1])
    assert_array_equal(colours(ax.collections[1]), [*BOLD, *BOLD[:3]])


def test_a_step_is_drawn_on_the_axes_that_it_is_given():
    _, (left, right) = plt.subplots(1, 2)
    open_figures = plt.get_fignums()
    assert plot_step(TRACE[1], ax=right) is right
    assert plot_points(POINTS, ax=left) is left
    assert plt.get_fignums() == open_figures


def test_without_axes_a_step_gets_a_figure_of_its_own():
    assert plot_step(TRACE[1]).figure is not plot_step(TRACE[1]).figure


def test_the_title_is_the_description():
    assert plot_step(TRACE[1]).get_title() == describe(TRACE[1])


@pytest.mark.parametrize(
    ("height", "aspect"), [(1.0, 1), (0.2, 1), (5.0, 1), (1e-3, "auto"), (1e3, "auto")]
)
def test_both_directions_have_the_same_scale_unless_the_columns_are_very_unlike(height, aspect):
    assert plot_points(POINTS * [1, height]).get_aspect() == aspect


def limits_hold(ax, inside):
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    return ((inside > (left, bottom)) & (inside < (right, top))).all()


@pytest.mark.parametrize("step", TRACE, ids=lambda step: f"{step.phase} {step.iteration}")
def test_no_point_and_no_mean_is_cut_off(step):
    assert limits_hold(plot_step(step), np.vstack([step.points, step.means]))


@pytest.mark.parametrize(
    ("points", "drawn"),
    [
        ([[1.0], [5.0]], [[1, 0], [5, 0]]),
        ([[1.0, 2.0, 3.0], [5.0, 6.0, 7.0]], [[1, 2], [5, 6]]),
        ([[1.0, 2.0]], [[1, 2]]),
        ([[0.0, 1e6], [1.0, -1e6]], [[0, 1e6], [1, -1e6]]),
    ],
    ids=["one column", "three columns", "one point", "very unlike columns"],
)
def test_the_first_two_columns_are_drawn_whatever_there_is(points, drawn):
    ax = plot_step(lloyd(points, points[:1])[-1])
    ax.figure.canvas.draw()
    assert_array_equal(places(ax.collections[0]), drawn)
    assert limits_hold(ax, np.array(drawn))


# Points alone


def test_points_without_labels_are_grey():
    points = plot_points(POINTS).collections[0]
    assert_array_equal(places(points), POINTS)
    assert_array_equal(colours(points), [to_rgb("lightgrey")] * 6)


def test_points_with_labels_wear_their_pale_colours():
    points = plot_points(POINTS, [0, 1, 2, UNASSIGNED, 1, 9]).collections[0]
    assert_array_equal(colours(points), [PALE[0], PALE[1], PALE[2], GREY, PALE[1], PALE[0]])


def test_points_may_be_drawn_with_means():
    _, means, _ = plot_points(POINTS, means=[[4, 5], [2, 20]]).collections
    assert_array_equal(places(means), [[4, 5], [2, 20]])
    assert_array_equal(colours(means), BOLD[:2])
    assert limits_hold(means.axes, places(means))


@pytest.mark.parametrize(("bad", "words"), BAD_POINTS)
def test_points_and_means_that_cannot_be_drawn_are_explained(bad, words):
    with pytest.raises(ValueError, match=f"points .*{words}"):
        plot_points(bad)
    with pytest.raises(ValueError, match=f"means .*{words}"):
        plot_points(POINTS, means=bad)
    assert not plt.get_fignums()


def test_points_and_means_of_other_columns_are_not_drawn():
    with pytest.raises(ValueError, match="points have 2 and means have 3"):
        plot_points(POINTS, means=[[0, 0, 0]])
    assert not plt.get_fignums()


@pytest.mark.parametrize("label", [-2, np.iinfo(np.int64).min])
def test_no_label_is_below_unassigned(label):
    with pytest.raises(ValueError, match="labels must be whole numbers from -1 to"):
        plot_points(POINTS, [label] * 6)
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([0], "one entry for each of the 6 points"),
        ([[0] * 6], "one entry for each of the 6 points"),
        (0, "one entry for each of the 6 points"),
        ([[0, 1], [2]], "one whole number a point"),
        ([0.0] * 6, "whole numbers from -1 to 1"),
        (["0"] * 6, "whole numbers from -1 to 1"),
        ([0, 0, 0, 1, 1, 2], "whole numbers from -1 to 1"),
        ([0, 0, 0, 1, 1, -2], "whole numbers from -1 to 1"),
    ],
)
def test_labels_that_cannot_be_drawn_are_explained(labels, words):
    with pytest.raises(ValueError, match=f"labels must .*{words}"):
        plot_points(POINTS, labels, means=POINTS[:2])
    assert not plt.get_fignums()


# Cells


def cells(ax):
    """Return the corners of each cell."""
    return [path.vertices[:-1] for path in ax.collections[-1].get_paths()]


def area(corners):
    x, y = (corners - corners[0]).T
    return abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2


def tint(colour):
    return 1 - TINT * (1 - np.array(colour))


MEANS = [
    pytest.param(means, id=name)
    for name, means in [
        ("one", [[0, 0]]),
        ("two", [[0, 0], [1, 1]]),
        ("on a line", [[0, 0], [1, 1], [2, 2], [4, 4]]),
        ("on a grid", grid_means(9)),
        ("the same twice", [[0, 0], [0, 0], [1, 2]]),
        ("one column", [[0], [5], [1]]),
        ("far from the origin", [[1e8, 1e8], [1e8 + 1, 1e8], [1e8, 1e8 + 1]]),
        ("metres and incomes", [[1.6, 40_000], [1.9, 40_500], [1.7, 60_000]]),
    ]
]


@pytest.mark.parametrize("means", MEANS)
def test_the_cells_fill_the_axes_and_do_not_overlap(means):
    ax = plot_cells(means, means)
    low, high = np.transpose([ax.get_xlim(), ax.get_ylim()])
    inside = [(cell - low) / (high - low) for cell in cells(ax)]
    assert len(inside) == len(np.unique(means, axis=0))
    assert sum(map(area, inside)) == pytest.approx(1)
    for cell in inside:
        assert ((cell > -1e-9) & (cell < 1 + 1e-9)).all()


@given(arrays(float, st.tuples(st.integers(1, 8), st.just(2)), elements=st.integers(-5, 5)))
def test_a_place_is_in_the_cell_of_the_mean_that_it_is_assigned_to(means):
    low, high = np.array([-6, -6]), np.array([6, 7])
    anywhere = np.random.default_rng(0).uniform(low, high, size=(200, 2))
    outlines = [Path(cell) for cell in cells_within(means, low, high)]
    for label, outline in enumerate(outlines):
        mine = assign(anywhere, means) == label
        if (means[:label] == means[label]).all(axis=1).any():
            assert not mine.any()
        else:
            assert_array_equal(outline.contains_points(anywhere), mine)


def test_cells_are_tinted_like_their_points_and_lie_below_them_and_borders_above():
    ax = plot_cells(POINTS, grid_means(4))
    points, means, _, borders, below = ax.collections
    assert_array_equal(places(points), POINTS)
    assert_array_equal(colours(points), np.array(PALE)[assign(POINTS, grid_means(4))])
    assert below.zorder < points.zorder < borders.zorder < means.zorder
    for border, cell in zip(borders.get_paths(), below.get_paths(), strict=True):
        assert_array_equal(border.vertices, cell.vertices)
    for cell, colour in zip(cells(ax), colours(below), strict=True):
        label = int(np.flatnonzero(Path(cell).contains_points(grid_means(4)))[0])
        assert_array_equal(colour, tint(PALE[label]))


def test_of_means_in_the_same_place_the_first_has_the_cell():
    below = plot_cells(POINTS, [[9, 9], [0, 0], [0, 0]]).collections[-1]
    assert {*map(tuple, colours(below))} == {tuple(tint(PALE[0])), tuple(tint(PALE[1]))}


def test_cells_are_drawn_on_the_axes_that_they_are_given():
    _, ax = plt.subplots()
    assert plot_cells(POINTS, POINTS[:2], ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize(("bad", "words"), BAD_POINTS)
def test_points_and_means_without_cells_are_explained(bad, words):
    with pytest.raises(ValueError, match=f"points .*{words}"):
        plot_cells(bad, POINTS)
    with pytest.raises(ValueError, match=f"means .*{words}"):
        plot_cells(POINTS, bad)
    assert not plt.get_fignums()


@pytest.mark.parametrize("means", [[[0, 0], [1e-14, 0], [1, 2]], [[0, 0], [0, 0], [1, 2]]])
def test_means_that_cannot_be_told_apart_share_a_cell(means):
    assert len(cells(plot_cells(means, means))) == 2


@pytest.mark.parametrize(
    "means", [[[0, 0], [1e12, 0], [3, 1e-3]], [[1e149, 0], [-1e149, 1], [0, 1]]]
)
def test_columns_that_are_too_unlike_for_cells_are_explained(means):
    with pytest.raises(ValueError, match="too unlike to draw cells; scale them first"):
        plot_cells(means, means)


def test_cells_are_for_the_plane_only():
    with pytest.raises(ValueError, match="points must have one or two columns.*these have 3"):
        plot_cells([[1, 2, 3]], [[1, 2, 3]])
    assert not plt.get_fignums()


# Silhouettes

HALVES = [1, 0, 1, 4, 4, 4]


def bars(ax):
    """Return the length and the height above the page's top of each bar."""
    corners = np.array([path.vertices[:4] for path in ax.collections[0].get_paths()])
    return corners[:, 1, 0], corners[:, :, 1].mean(axis=1)


def test_each_point_has_a_bar_as_long_as_its_silhouette_in_the_colour_of_its_cluster():
    ax = plot_silhouette(POINTS, HALVES)
    scores = silhouette(POINTS, HALVES)
    in_order = [part[np.argsort(-part)] for part in (scores[[1]], scores[[0, 2]], scores[3:])]
    assert_array_equal(bars(ax)[0], np.concatenate(in_order))
    expected = [PALE[label] for label in (0, 1, 1, 4, 4, 4)]
    assert_array_equal(colours(ax.collections[0]), expected)


def test_bars_of_a_cluster_are_sorted_and_clusters_lie_apart_in_order_from_the_top():
    points, labels = sample_blobs(90, grid_means(3), std=2, rng=0)
    ax = plot_silhouette(points, labels)
    lengths, rows = bars(ax)
    steps, sorted_labels = np.diff(rows), np.sort(labels)
    assert (steps >= 1).all()
    assert_array_equal(steps > 1, np.diff(sorted_labels) > 0)
    for label in range(3):
        assert_array_equal(
            lengths[sorted_labels == label], -np.sort(-silhouette(points, labels)[labels == label])
        )
    bottom, top = ax.get_ylim()
    assert top < rows[0] - 0.5 < rows[-1] + 0.5 < bottom


def test_no_bar_is_cut_off():
    ax = plot_silhouette(POINTS, [0, 1, 0, 1, 0, 1])
    assert silhouette(POINTS, [0, 1, 0, 1, 0, 1]).min() < -0.3
    left, right = ax.get_xlim()
    assert left < bars(ax)[0].min() < 0
    assert right == 1


def test_the_mean_silhouette_is_a_dashed_line_and_stands_in_the_title():
    ax = plot_silhouette(POINTS, HALVES)
    mean = silhouette(POINTS, HALVES).mean()
    dashed = [line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == "--"]
    assert dashed == [mean]
    assert ax.get_title() == f"Mean silhouette {mean:.3f}"


def test_the_number_of_a_cluster_stands_beside_the_middle_of_its_bars_in_its_bold_colour():
    ax = plot_silhouette(POINTS, HALVES)
    rows = bars(ax)[1]
    assert_array_equal(ax.get_yticks(), [rows[0], rows[1:3].mean(), rows[3:].mean()])
    texts = ax.get_yticklabels()
    assert [text.get_text() for text in texts] == ["0", "1", "4"]
    for text, label in zip(texts, (0, 1, 4), strict=True):
        bold = np.array(text.get_bbox_patch().get_facecolor()[:3])
        assert_array_equal(bold, BOLD[label])
        one, other = sorted(luminance(np.array([bold, to_rgb(text.get_color())])))
        assert (other + 0.05) / (one + 0.05) >= 3


def test_silhouettes_are_drawn_on_the_axes_that_they_are_given():
    _, ax = plt.subplots()
    assert plot_silhouette(POINTS, HALVES, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


def test_labels_beyond_the_colours_begin_again_with_the_first():
    ax = plot_silhouette(POINTS, [9, 9, 9, 10, 10, 10])
    assert_array_equal(colours(ax.collections[0]), [PALE[0]] * 3 + [PALE[1]] * 3)


@pytest.mark.parametrize(("bad", "words"), BAD_POINTS)
def test_points_whose_silhouettes_cannot_be_drawn_are_explained(bad, words):
    with pytest.raises(ValueError, match=f"points .*{words}"):
        plot_silhouette(bad, [0, 1])
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([0] * 6, "needs 2 to n-1 clusters; these 6 points have 1"),
        (range(6), "needs 2 to n-1 clusters; these 6 points have 6"),
        ([0, 1], "one entry for each of the 6 points"),
        ([0, 0, 0, 1, 1, UNASSIGNED], "whole numbers from 0"),
        (list("aaabbb"), "whole numbers from 0"),
    ],
)
def test_labels_whose_silhouettes_cannot_be_drawn_are_explained(labels, words):
    with pytest.raises(ValueError, match=words):
        plot_silhouette(POINTS, labels)
    assert not plt.get_fignums()


# A dendrogram

MERGES = agglomerate(meetups())


def tops(ax):
    """Return the bracket of each merge, and where the number of each stands."""
    corners = np.array(ax.collections[0].get_segments())
    return corners, np.array([text.xyann for text in ax.texts])


@pytest.mark.parametrize("linkage", ["single", "complete", "average", "ward"])
def test_brackets_are_those_that_scipy_draws(linkage):
    merges = agglomerate(np.random.default_rng(0).normal(size=(40, 2)), linkage=linkage)
    theirs = dendrogram(np.array(merges), no_plot=True)
    scipys = np.stack([theirs["icoord"], theirs["dcoord"]], axis=2)
    scipys[..., 0] = (scipys[..., 0] - 5) / 10  # SciPy's points stand at 5, 15, 25, ...
    assert leaf_order(merges).tolist() == theirs["leaves"]
    assert_allclose(sorted(brackets(merges).tolist()), sorted(scipys.tolist()))


def test_each_bracket_is_as_high_as_its_merge_and_wears_its_number():
    ax = plot_dendrogram(MERGES)
    corners, numbers = tops(ax)
    assert_allclose(corners[:, 1:3, 1], [[merge.height] * 2 for merge in MERGES])
    assert_allclose(numbers, corners[:, 1:3].mean(axis=1))
    assert [text.get_text() for text in ax.texts] == [str(i) for i in range(1, 20)]


def test_points_stand_below_their_brackets_with_their_numbers_colours_and_shapes():
    labels = cut(MERGES, 3)
    ax = plot_dendrogram(MERGES, 3)
    order = [int(text.get_text()) for text in ax.get_xticklabels()]
    assert sorted(order) == list(range(20))
    assert_array_equal(places(ax.collections[1]), [(x, 0) for x in range(20)])
    assert_array_equal(colours(ax.collections[1]), np.array(PALE)[labels[order]])

    flat = plot_points(meetups(), labels).collections[0].get_paths()
    for path, point in zip(ax.collections[1].get_paths(), order, strict=True):
        assert_array_equal(path.vertices, flat[point].vertices)


@pytest.mark.parametrize("k", [1, 2, 3, 10, 20])
def test_brackets_below_the_cut_have_the_colour_of_their_cluster_and_those_above_are_black(k):
    ax = plot_dendrogram(MERGES, k)
    inks, labels = ax.collections[0].get_colors()[:, :3], cut(MERGES, k)
    order = leaf_order(MERGES)
    for i, (corners, ink) in enumerate(zip(brackets(MERGES), inks, strict=True)):
        label = labels[order[int(corners[0, 0])]]  # of a point below the left side
        assert_array_equal(ink, BOLD[label] if i < 20 - k else (0, 0, 0))


@pytest.mark.parametrize("k", [1, 2, 4, 18, 20])
def test_the_dashed_line_parts_the_merges_that_stay_from_those_that_are_undone(k):
    (line,) = plot_dendrogram(MERGES, k).lines
    height = line.get_ydata()[0]
    assert all(merge.height < height for merge in MERGES[: 20 - k])
    assert all(merge.height > height for merge in MERGES[20 - k :])


def test_where_the_cut_parts_a_tie_the_dashed_line_runs_along_it():
    (line,) = plot_dendrogram(MERGES, 3).lines
    assert line.get_ydata()[0] == MERGES[-2].height == MERGES[-3].height


def test_without_a_cut_a_dendrogram_is_black_over_grey_points():
    ax = plot_dendrogram(MERGES)
    assert not ax.lines
    assert not ax.collections[0].get_colors()[:, :3].any()
    assert_array_equal(colours(ax.collections[1]), [GREY] * 20)


@pytest.mark.parametrize("n", [1, 2, NUMBERED, NUMBERED + 1])
def test_numbers_and_points_are_drawn_as_long_as_there_is_room(n):
    merges = agglomerate(np.random.default_rng(0).normal(size=(n, 2)))
    ax = plot_dendrogram(merges, 1)
    room = n <= NUMBERED
    assert len(ax.texts) == room * (n - 1)
    assert len(ax.get_xticks()) == room * n
    assert len(ax.collections) == 1 + room


@pytest.mark.parametrize("points", [meetups(), np.zeros((3, 2)), np.zeros((1, 1))])
def test_no_bracket_is_cut_off(points):
    ax = plot_dendrogram(agglomerate(points, linkage="complete"), 1)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    corners = brackets(agglomerate(points, linkage="complete")).reshape(-1, 2)
    assert left < 0 <= len(points) - 1 < right
    assert bottom < 0 < top
    assert (corners[:, 1] < top).all()
    assert bottom < ax.lines[0].get_ydata()[0] < top


def test_a_linkage_matrix_of_scipy_may_be_drawn():
    ours, theirs = (plot_dendrogram(merges) for merges in (MERGES, np.array(MERGES)))
    assert_array_equal(tops(ours)[0], tops(theirs)[0])


def test_a_dendrogram_is_drawn_on_the_axes_that_it_is_given():
    _, ax = plt.subplots()
    assert plot_dendrogram(MERGES, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


def test_two_thousand_merges_in_a_chain_are_drawn():
    merges = agglomerate(np.cumsum(np.arange(2001.0))[:, np.newaxis])
    ax = plot_dendrogram(merges, 2)
    ax.figure.canvas.draw()
    assert len(ax.collections[0].get_segments()) == 2000


@pytest.mark.parametrize("bad", [None, meetups(), MERGES[1:]])
def test_merges_that_cannot_be_drawn_are_explained(bad):
    with pytest.raises(ValueError, match=r"merges must be such as agglomerate\(points\) returns"):
        plot_dendrogram(bad)


@pytest.mark.parametrize("bad", [0, 21, 1.5, "3"])
def test_a_dendrogram_is_cut_into_a_whole_number_of_clusters(bad):
    with pytest.raises(ValueError, match="k must be a whole number"):
        plot_dendrogram(MERGES, bad)


# A storyboard


def test_a_storyboard_has_one_panel_a_step_each_drawn_from_its_step():
    panels = storyboard(TRACE).axes
    for ax, step in zip(panels, TRACE, strict=True):
        points, means, _ = ax.collections
        assert_array_equal(places(points), step.points)
        assert_array_equal(colours(points), np.array([*PALE, GREY])[step.labels])
        assert_array_equal(places(means), step.means)
        assert_array_equal(colours(means), BOLD[:3])


def test_the_points_of_a_storyboard_are_smaller_than_those_of_a_single_step():
    small, large = storyboard(TRACE).axes[0].collections[0], plot_step(TRACE[0]).collections[0]
    assert small.get_sizes().max() < large.get_sizes().min() / 2


def test_the_panels_of_a_storyboard_share_limits_that_hold_every_mean_on_its_way():
    trace = lloyd(POINTS, [[-20, 0], [20, 30]])
    panels = storyboard(trace).axes
    assert {ax.get_xlim() + ax.get_ylim() for ax in panels} == {
        panels[0].get_xlim() + panels[0].get_ylim()
    }
    assert all(limits_hold(panels[0], step.means) for step in trace)


def test_the_panels_of_a_storyboard_say_where_they_are_in_the_run():
    panels = storyboard(TRACE).axes
    assert [ax.get_title() for ax in panels[:4]] == [
        "Start",
        "Assignment 0",
        "Update 1",
        "Assignment 1",
    ]
    assert [ax.get_xlabel() for ax in panels] == [
        f"{step.changed} changed" if step.phase == "assign" else "" for step in TRACE
    ]


def test_a_storyboard_shows_the_way_that_each_mean_came():
    for seen, ax in enumerate(storyboard(TRACE).axes, start=1):
        for label, line in enumerate(ax.lines):
            assert_array_equal(line.get_xydata(), [step.means[label] for step in TRACE[:seen]])
        assert len(ax.lines) == 3


def test_the_ways_lie_above_the_points_and_below_the_means():
    for ax in storyboard(TRACE).axes:
        points, means, _ = ax.collections
        assert {points.zorder < line.zorder < means.zorder for line in ax.lines} == {True}


@pytest.mark.parametrize(("columns", "shape"), [(1, (6, 1)), (3, (2, 3)), (4, (2, 4)), (9, (1, 6))])
def test_columns_is_how_many_panels_stand_side_by_side(columns, shape):
    panels = storyboard(TRACE, columns=columns).axes
    assert len(panels) == 6
    assert panels[0].get_gridspec().get_geometry() == shape


@pytest.mark.parametrize("columns", BAD_COUNTS)
def test_columns_must_be_a_whole_number(columns):
    with pytest.raises(ValueError, match="columns must be a whole number of at least 1; got"):
        storyboard(TRACE, columns=columns)
    assert not plt.get_fignums()


@pytest.mark.parametrize(("trace", "words"), BAD_TRACES)
def test_a_storyboard_needs_a_trace(trace, words):
    with pytest.raises(ValueError, match=f"a trace must .*{words}"):
        storyboard(trace)
    assert not plt.get_fignums()


# A contact sheet

RUNS = [lloyd(POINTS, [POINTS[0], mean])[-1] for mean in POINTS[1:]]
TITLES = [f"seed {seed}" for seed in range(5)]


def test_a_contact_sheet_has_one_panel_a_step_with_its_title():
    panels = contact_sheet(RUNS, TITLES).axes
    assert [ax.get_title() for ax in panels] == TITLES
    for ax, step in zip(panels, RUNS, strict=True):
        points, means, _ = ax.collections
        assert_array_equal(places(points), step.points)
        assert_array_equal(colours(points), np.array(PALE)[step.labels])
        assert_array_equal(places(means), step.means)


def test_the_panels_of_a_contact_sheet_share_limits_that_hold_every_mean():
    far = lloyd(POINTS, [[0, 0], [-90, 50]])[0]
    panels = contact_sheet([*RUNS, far], [*TITLES, "far"]).axes
    assert len({ax.get_xlim() + ax.get_ylim() for ax in panels}) == 1
    assert limits_hold(panels[0], far.means)


@pytest.mark.parametrize(("columns", "shape"), [(1, (5, 1)), (4, (2, 4)), (9, (1, 5))])
def test_a_contact_sheet_has_as_many_panels_side_by_side_as_asked_for(columns, shape):
    panels = contact_sheet(RUNS, TITLES, columns=columns).axes
    assert len(panels) == 5
    assert panels[0].get_gridspec().get_geometry() == shape


@pytest.mark.parametrize("columns", BAD_COUNTS)
def test_the_columns_of_a_contact_sheet_must_be_a_whole_number(columns):
    with pytest.raises(ValueError, match="columns must be a whole number of at least 1; got"):
        contact_sheet(RUNS, TITLES, columns=columns)
    assert not plt.get_fignums()


@pytest.mark.parametrize(("steps", "words"), BAD_TRACES)
def test_a_contact_sheet_needs_steps_of_the_same_points(steps, words):
    with pytest.raises(ValueError, match=f"a trace must .*{words}"):
        contact_sheet(steps, TITLES)


def test_a_contact_sheet_needs_a_title_for_each_step():
    with pytest.raises(ValueError, match="titles must be one for each of the 5 steps; got 4"):
        contact_sheet(RUNS, TITLES[1:])
    assert not plt.get_fignums()


# Sentences


def test_each_step_has_its_sentence():
    trace = lloyd([[0], [2], [9]], [[0], [2]])
    assert [describe(step) for step in trace] == [
        "Start: 2 means, and no point has a label",
        "Assignment 0: 3 points changed label; inertia 49",
        "Update 1: the means moved to their points; inertia 24.5",
        "Assignment 1: 1 point changed label; inertia 16.25",
        "Update 2: the means moved to their points; inertia 2",
        "Assignment 2: no points changed label; inertia 2",
    ]


def test_with_the_step_before_a_sentence_tells_how_inertia_fell():
    trace = lloyd([[0], [2], [9]], [[0], [2]])
    assert describe(trace[2], trace[1]).endswith("inertia 49 → 24.5")
    assert describe(trace[1], trace[0]) == describe(trace[1])


@pytest.mark.parametrize(
    ("distance", "inertia"),
    [
        *[(0.5, "0.25"), (4.1234, "17"), (9, "81"), (10, "100.0"), (99, "9801.0")],
        *[(3162, "9998244.0"), (1e9, "1e+18"), (3e70, "9e+140")],
    ],
)
def test_inertia_is_told_in_full_from_100_on_and_in_four_digits_below(distance, inertia):
    assert describe(lloyd([[0]], [[distance]])[1]).endswith(f"; inertia {inertia}")


def test_one_mean_is_spoken_of_as_one():
    assert describe(lloyd([[0]], [[0]])[0]) == "Start: 1 mean, and no point has a label"


# Pictures


PICTURES = np.arange(7 * 3 * 2).reshape(7, 3, 2)


def test_every_picture_is_drawn_upright_in_its_own_frame():
    ax = plot_pictures(PICTURES, columns=3)
    assert len(ax.images) == len(ax.lines) == 7
    for image, frame, picture in zip(ax.images, ax.lines, PICTURES, strict=True):
        assert_array_equal(image.get_array(), picture)
        left, right, bottom, top = image.get_extent()
        assert (right - left, bottom - top) == (2, 3)  # the axis points down
        assert {*frame.get_xdata()} == {left, right}
        assert {*frame.get_ydata()} == {bottom, top}
    assert ax.yaxis_inverted() and not ax.axison


def test_pictures_stand_row_by_row_without_overlap_inside_the_axes():
    ax = plot_pictures(PICTURES, columns=3)
    boxes = np.array([image.get_extent() for image in ax.images])
    assert_array_equal(boxes[:3, 2:], boxes[[0, 0, 0], 2:])  # one row
    assert_array_equal(boxes[[0, 3, 6], :2], boxes[[0, 0, 0], :2])  # one column
    assert (boxes[1:3, 0] > boxes[:2, 1]).all()
    assert (boxes[[3, 6], 3] > boxes[[0, 3], 2]).all()
    low, high = np.sort([ax.get_xlim(), ax.get_ylim()]).T
    assert (boxes.min(axis=0)[[0, 3]] >= low).all()
    assert (boxes.max(axis=0)[[1, 2]] <= high).all()


def test_the_shades_of_all_pictures_can_be_compared():
    ax = plot_pictures(PICTURES)
    assert {image.get_clim() for image in ax.images} == {(0, 41)}
    assert ax.images[0].get_cmap().name == "gray_r"  # large is dark


@pytest.mark.parametrize("columns", [2, 6, 10])
def test_names_stand_above_their_pictures_and_touch_no_other(columns):
    ax = plot_pictures(PICTURES, "abcdefg", columns=columns)
    assert [text.get_text() for text in ax.texts] == [*"abcdefg"]
    ax.figure.canvas.draw()
    frames = [frame.get_window_extent() for frame in ax.lines]
    for text, own in zip(ax.texts, frames, strict=True):
        box = text.get_window_extent()
        assert own.x0 < (box.x0 + box.x1) / 2 < own.x1
        assert box.y0 > own.y1 - 1
        assert not any(box.overlaps(frame) for frame in frames if frame is not own)
        assert box.y1 <= ax.figure.bbox.y1


def test_pictures_go_where_they_are_told():
    _, ax = plt.subplots()
    assert plot_pictures(PICTURES, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize(
    ("pictures", "words"),
    [
        (PICTURES[0], "three dimensions"),
        (np.zeros((0, 8, 8)), "three dimensions"),
        (np.full((1, 2, 2), np.nan), "finite"),
        (np.full((1, 2, 2), "a"), "numbers only"),
    ],
)
def test_pictures_say_what_is_wrong_with_them(pictures, words):
    with pytest.raises(ValueError, match=f"pictures must .*{words}"):
        plot_pictures(pictures)


def test_each_picture_needs_a_name_or_none_does():
    with pytest.raises(ValueError, match="names must be one for each of the 7 pictures; got 2"):
        plot_pictures(PICTURES, "ab")


@pytest.mark.parametrize("columns", BAD_COUNTS)
def test_pictures_need_a_whole_number_of_columns(columns):
    with pytest.raises(ValueError, match="columns must be a whole number of at least 1"):
        plot_pictures(PICTURES, columns=columns)
