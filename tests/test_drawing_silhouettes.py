"""The bars of silhouettes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from artists import colours, luminance
from examples import POINTS
from matplotlib.colors import to_rgb
from numpy.testing import assert_array_equal

from helpers import (
    BOLD,
    PALE,
    UNASSIGNED,
    grid_means,
    plot_silhouette,
    sample_blobs,
    silhouette,
)

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
    assert_array_equal(steps, 1 + 4 * np.diff(sorted_labels))  # a gap for each 25 points
    assert ax.get_xlim()[0] == min(0, lengths.min()) - 0.05
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
    assert plot_silhouette(POINTS, [0, 0, 0, 1, 1, 1]).get_xlim()[0] == -0.05


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


def test_points_whose_silhouettes_cannot_be_drawn_are_explained():
    with pytest.raises(ValueError, match="^points must hold finite numbers only"):
        plot_silhouette([[np.nan], [1]], [0, 1])
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


def test_bars_of_a_cluster_touch_without_lines_between_them():
    drawn = plot_silhouette(POINTS, HALVES).collections[0]
    assert not drawn.get_antialiaseds().any() and not drawn.get_linewidths().any()
    feet = [path.vertices[:4, 1] for path in drawn.get_paths()]
    assert all(np.ptp(foot) == 1 for foot in feet)


def test_a_line_marks_where_silhouettes_are_zero_and_ticks_are_halves():
    ax = plot_silhouette(POINTS, [0, 1, 0, 1, 0, 1])
    assert [line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == "-"] == [0]
    assert_array_equal(np.diff(ax.get_xticks()), 0.5)
