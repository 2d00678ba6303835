"""Storyboards and contact sheets."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from artists import colours, limits_hold, places
from examples import POINTS, TRACE
from numpy.testing import assert_array_equal
from PIL import Image

from helpers import (
    BOLD,
    PALE,
    contact_sheet,
    lloyd,
    plot_step,
    storyboard,
)
from helpers.drawing.palette import GREY

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


def test_columns_must_be_a_whole_number():
    with pytest.raises(ValueError, match="columns must be a whole number of at least 1; got"):
        storyboard(TRACE, columns=0)
    assert not plt.get_fignums()


def test_a_storyboard_needs_a_trace():
    with pytest.raises(ValueError, match="a trace must be a list of steps"):
        storyboard([])
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


def test_the_columns_of_a_contact_sheet_must_be_a_whole_number():
    with pytest.raises(ValueError, match="columns must be a whole number of at least 1; got"):
        contact_sheet(RUNS, TITLES, columns=0)
    assert not plt.get_fignums()


def test_a_contact_sheet_needs_steps_of_the_same_points():
    with pytest.raises(ValueError, match="a trace must keep the same points"):
        contact_sheet([RUNS[0], lloyd(POINTS[1:], POINTS[1:4])[-1]], TITLES[:2])


def test_a_contact_sheet_needs_a_title_for_each_step():
    with pytest.raises(ValueError, match="titles must be one for each of the 5 steps; got 4"):
        contact_sheet(RUNS, TITLES[1:])
    assert not plt.get_fignums()


def test_the_titles_of_a_contact_sheet_are_a_list():
    with pytest.raises(ValueError, match="titles must be a list; got 5"):
        contact_sheet(RUNS, 5)


def test_panels_have_no_ticks():
    for ax in [*storyboard(TRACE).axes, *contact_sheet(RUNS, TITLES).axes]:
        assert not len(ax.get_xticks()) and not len(ax.get_yticks())


def test_panels_are_two_inches_wide_and_those_of_a_contact_sheet_half_an_inch_more():
    assert_array_equal(storyboard(TRACE).get_size_inches(), [6, 4])  # three in a row
    assert_array_equal(contact_sheet(RUNS, TITLES).get_size_inches(), [10, 5])  # four


@pytest.mark.parametrize(
    ("size", "columns"), [((1920, 1080), 3), ((480, 1600), 1), ((3000, 300), 6), ((600, 600), 2)]
)
def test_a_storyboard_of_a_size_has_the_largest_panels_that_fit(size, columns, tmp_path):
    figure = storyboard(TRACE, size=size)
    grid = figure.axes[0].get_gridspec()
    assert grid.ncols == columns
    assert grid.nrows == -(-len(TRACE) // columns)
    figure.savefig(tmp_path / "board.png")
    with Image.open(tmp_path / "board.png") as picture:
        assert picture.size == size
    plt.close(figure)


@pytest.mark.parametrize("size", [3, "ab", (0, 0), (640,), (640, 480.5), (159, 640), (640, 4097)])
def test_a_size_is_a_width_and_a_height_in_pixels(size):
    with pytest.raises(ValueError, match="^(size|width|height) must be a w"):
        storyboard(TRACE, size=size)
    assert not plt.get_fignums()
