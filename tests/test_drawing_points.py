"""Points, means and cells: the artists on the axes are read, not the pixels."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from artists import colours, limits_hold, luminance, places
from examples import POINTS, TRACE
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.colors import to_rgb
from matplotlib.path import Path
from numpy.testing import assert_array_equal

from helpers import (
    BOLD,
    PALE,
    SHAPES,
    UNASSIGNED,
    assign,
    describe,
    grid_means,
    lloyd,
    meetups,
    plot_cells,
    plot_points,
    plot_step,
    random_means,
    sample_blobs,
)
from helpers.drawing.axes import FIGURE_SIZE, padded_limits
from helpers.drawing.palette import GREY
from helpers.drawing.points import TINT, cells_within

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
    figure = plot_step(TRACE[1]).figure
    assert figure is not plot_step(TRACE[1]).figure
    assert_array_equal(figure.get_size_inches(), FIGURE_SIZE)


def test_the_title_is_the_description():
    assert plot_step(TRACE[1]).get_title() == describe(TRACE[1])


@pytest.mark.parametrize(
    ("height", "aspect"), [(1.0, 1), (0.2, 1), (5.0, 1), (1e-3, "auto"), (1e3, "auto")]
)
def test_both_directions_have_the_same_scale_unless_the_columns_are_very_unlike(height, aspect):
    assert plot_points(POINTS * [1, height]).get_aspect() == aspect


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


@pytest.mark.parametrize(
    ("points", "low", "high"),
    [
        ([[0, 0], [10, 20]], [-1, -2], [11, 22]),  # a tenth more on each side
        ([[0, 3]], [-1, 2], [1, 4]),
        ([[0, 1e12]], [-1, 1e12 - 1e3], [1, 1e12 + 1e3]),
        ([[0, 1e16], [10, 1e16 + 2]], [-1, 1e16 - 10], [11, 1e16 + 12]),  # 2 is its last digit
    ],
)
def test_there_is_room_around_points(points, low, high):
    found = padded_limits(np.array(points, dtype=float))
    assert_array_equal(found[:2], [low, high])


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


def test_each_point_may_wear_its_number_over_no_other_number_and_no_point():
    ax = plot_points(meetups(), numbered=True)
    ax.figure.canvas.draw()
    assert [text.get_text() for text in ax.texts] == [str(number) for number in range(20)]
    # A line of print is higher than its digits.
    boxes = [text.get_window_extent().expanded(0.95, 0.65) for text in ax.texts]
    spots = ax.transData.transform(meetups())
    reach = ax.figure.dpi / 72 * np.sqrt(ax.collections[0].get_sizes()[0]) / 2
    for number, (box, spot) in enumerate(zip(boxes, spots, strict=True)):
        middle = (box.min + box.max) / 2
        assert np.hypot(*(middle - spot)) < 30
        assert not any(box.overlaps(other) for other in boxes[:number])
        nearest = np.clip(spots, box.min, box.max)
        assert (np.hypot(*(nearest - spots).T) > 0.5 * reach).all()
    assert not plot_points(meetups()).texts


def test_the_names_of_columns_are_no_formulas():
    ax = plot_points(pd.DataFrame(POINTS, columns=["$x$", "$y$"]))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$x$", "$y$")
    assert not ax.xaxis.label.get_parse_math() and not ax.yaxis.label.get_parse_math()


def test_points_and_means_that_cannot_be_drawn_are_explained():
    with pytest.raises(ValueError, match="^points must hold finite numbers only"):
        plot_points([[np.nan]])
    with pytest.raises(ValueError, match="^means must hold finite numbers only"):
        plot_points(POINTS, means=[[np.nan]])
    assert not plt.get_fignums()


def test_points_and_means_of_other_columns_are_not_drawn():
    with pytest.raises(ValueError, match="points have 2 and means have 3"):
        plot_points(POINTS, means=[[0, 0, 0]])
    assert not plt.get_fignums()


@pytest.mark.parametrize("label", [-2, np.iinfo(np.int64).min])
def test_no_label_is_below_unassigned(label):
    with pytest.raises(ValueError, match="labels must be whole numbers from -1;"):
        plot_points(POINTS, [label] * 6)
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([0], "one entry for each of the 6 points"),
        ([[0] * 6], "one entry for each of the 6 points"),
        (0, "one entry for each of the 6 points"),
        ([[0, 1], [2]], "rows of equal length"),
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


def test_points_and_means_without_cells_are_explained():
    with pytest.raises(ValueError, match="^points must hold finite numbers only"):
        plot_cells([[np.nan]], POINTS)
    with pytest.raises(ValueError, match="^means must hold finite numbers only"):
        plot_cells(POINTS, [[np.nan]])
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


# How they look


def test_points_have_no_lines_means_have_thin_ones_and_are_larger():
    points, means, numbers = plot_points(POINTS, means=grid_means(4)).collections
    assert [part.get_linewidths()[0] for part in (points, means, numbers)] == [0, 1, 0]
    assert [part.get_sizes()[0] for part in (points, means, numbers)] == [30, 150, 1]


def test_numbers_stand_in_the_middle_of_their_squares_and_fit_into_them():
    numbers = plot_points(POINTS, means=grid_means(12)).collections[2]
    for outline in numbers.get_paths():
        box = outline.get_extents()
        assert np.allclose(box.p0 + box.p1, 0, atol=1e-9)
        assert 5 < box.height < 150**0.5 and box.width < 1.3 * 150**0.5


def test_borders_of_cells_hide_no_point():
    borders, below = plot_cells(POINTS, grid_means(4)).collections[-2:]
    assert borders.get_facecolors().size == 0
    assert borders.get_linewidths()[0] == 1
    assert below.get_linewidths()[0] == 0
