"""A dendrogram: the artists on the axes are read."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from artists import colours, places
from numpy.testing import assert_allclose, assert_array_equal
from scipy.cluster.hierarchy import dendrogram, linkage

from helpers import (
    BOLD,
    PALE,
    agglomerate,
    cut,
    meetups,
    plot_dendrogram,
    plot_points,
)
from helpers.drawing.palette import GREY
from helpers.drawing.tree import MOST_NUMBERED, brackets, leaf_order

MERGES = agglomerate(meetups())


def tops(ax):
    """Return the bracket of each merge, and what stands as its number where."""
    corners = np.array(ax.collections[0].get_segments())
    return corners, np.array([text.xy for text in ax.texts])


def drawn_boxes(ax):
    """Return the box of each number on the page, and the strokes of all brackets, as boxes."""
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent().extents for text in ax.texts]
    corners = ax.transData.transform(tops(ax)[0].reshape(-1, 2)).reshape(-1, 4, 2)
    pairs = np.stack([corners[:, :-1], corners[:, 1:]], axis=2).reshape(-1, 2, 2)
    return np.array(boxes), np.hstack([pairs.min(axis=1), pairs.max(axis=1)])


def meet(one, other):
    """Tell which boxes meet a box."""
    left, low, right, high = np.transpose(other)
    return (left < one[2]) & (one[0] < right) & (low < one[3]) & (one[1] < high)


@pytest.mark.parametrize("how", ["single", "complete", "average", "ward"])
def test_brackets_are_those_that_scipy_draws(how):
    merges = agglomerate(np.random.default_rng(0).normal(size=(40, 2)), linkage=how)
    theirs = dendrogram(np.array(merges), no_plot=True)
    scipys = np.stack([theirs["icoord"], theirs["dcoord"]], axis=2)
    scipys[..., 0] = (scipys[..., 0] - 5) / 10  # SciPy's points stand at 5, 15, 25, ...
    assert leaf_order(merges).tolist() == theirs["leaves"]
    assert_allclose(sorted(brackets(merges).tolist()), sorted(scipys.tolist()))


def test_each_bracket_is_as_high_as_its_merge_and_wears_its_number():
    ax = plot_dendrogram(MERGES)
    corners, numbers = tops(ax)
    assert_allclose(corners[:, 1:3, 1], [[merge.height] * 2 for merge in MERGES])
    assert_allclose(numbers, corners[:, 1:3].mean(axis=1))  # from where they are moved aside
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


SINKING = linkage(
    [[0, 0], [2, 0], [1, 1.7], [1, 9]], "centroid"
)  # the second merge is lower than the first


@pytest.mark.parametrize(("k", "lines"), [(1, 1), (2, 1), (3, 0), (4, 1)])
def test_no_dashed_line_lies_below_a_merge_that_stays_or_above_one_that_is_undone(k, lines):
    heights = SINKING[:, 2]
    assert heights[0] > heights[1]
    drawn = plot_dendrogram(SINKING, k).lines
    assert len(drawn) == lines
    for line in drawn:
        height = line.get_ydata()[0]
        assert (heights[: 4 - k] < height).all()
        assert (heights[4 - k :] > height).all()


def test_the_line_of_a_single_cluster_is_above_the_highest_merge():
    merges = linkage([[0, 0], [2, 0], [1, 1.7]], "centroid")
    assert merges[1, 2] < merges[0, 2]
    (line,) = plot_dendrogram(merges, 1).lines
    assert line.get_ydata()[0] > merges[0, 2]


def test_without_a_cut_a_dendrogram_is_black_over_grey_points():
    ax = plot_dendrogram(MERGES)
    assert not ax.lines
    assert not ax.collections[0].get_colors()[:, :3].any()
    assert_array_equal(colours(ax.collections[1]), [GREY] * 20)


@pytest.mark.parametrize("n", [1, 2, MOST_NUMBERED, MOST_NUMBERED + 1])
def test_numbers_and_points_are_drawn_as_long_as_there_is_room(n):
    merges = agglomerate(np.random.default_rng(0).normal(size=(n, 2)))
    ax = plot_dendrogram(merges, 1)
    room = n <= MOST_NUMBERED
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


def test_brackets_have_square_corners_and_many_are_thin():
    for n, width in [(MOST_NUMBERED, 1.5), (MOST_NUMBERED + 1, 0.8)]:
        points = np.random.default_rng(0).normal(size=(n, 2))
        lines = plot_dendrogram(agglomerate(points)).collections[0]
        assert lines.get_linewidths() == [width]
        assert lines.get_capstyle() == "projecting"


def test_points_lie_whole_over_the_feet_of_brackets_and_the_cut_is_dashed():
    ax = plot_dendrogram(MERGES, 3)
    lines, points = ax.collections
    assert points.zorder > lines.zorder
    assert not points.get_clip_on()
    assert ax.lines[0].get_linestyle() == "--"
    assert {text.get_rotation() for text in ax.get_xticklabels()} == {90}


@pytest.mark.parametrize("k", [None, 3])
@pytest.mark.parametrize("how", ["single", "complete", "average", "ward"])
def test_no_number_is_over_a_bracket_or_over_another_number(how, k):
    boxes, strokes = drawn_boxes(plot_dendrogram(agglomerate(meetups(), linkage=how), k))
    for i, box in enumerate(boxes):
        assert not meet(box, strokes).any(), f"{i + 1} is over a bracket"
        assert not meet(box, np.delete(boxes, i, axis=0)).any(), f"{i + 1} is over a number"


def test_two_merges_of_one_height_have_their_numbers_at_one_height():
    boxes, strokes = drawn_boxes(plot_dendrogram(MERGES))
    assert MERGES[16].height == MERGES[17].height
    assert_allclose(boxes[16, 1], boxes[17, 1], atol=0.5)
    assert boxes[16, 1] > strokes[16 * 3 + 1, 1]  # both stand on their brackets


def test_a_number_on_its_bracket_is_not_on_the_side_of_the_bracket_above():
    boxes, strokes = drawn_boxes(plot_dendrogram(MERGES))
    for number in (13, 17):  # a left and a left part
        left, _, right, _ = strokes[3 * (number - 1) + 1]
        assert boxes[number - 1, 2] < (left + right) / 2
    left, _, right, _ = strokes[3 * 17 + 1]
    assert boxes[17, 0] > (left + right) / 2
