"""What panels, axes and points are as SVG, to the letter."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose

from helpers import UNASSIGNED
from helpers.boards import svg

PANEL = svg.Panel(np.array([0, -1]), np.array([10, 4]), 300)
LABELS = np.array([UNASSIGNED, 0, 2])


@pytest.mark.parametrize(
    ("corner", "low", "high", "height"),
    [
        ((10, 5), (-1, -0.5), (11, 5.5), 300),
        ((5, 10), (-3.5, -1), (8.5, 11), 600),  # as wide as it is high
        ((10, 1), (-1, -2.5), (11, 3.5), 300),  # half as high as it is wide
        ((10, 1000), (-1, -100), (11, 1100), 450),  # no scale would show both
    ],
)
def test_a_panel_is_between_half_as_high_as_it_is_wide_and_as_high(corner, low, high, height):
    panel = svg.panel_of(np.array([[0, 0]]), np.array([corner]))
    assert_allclose(panel.low, low)
    assert_allclose(panel.high, high)
    assert panel.height == height


def test_places_are_in_whole_units_from_the_upper_left_corner():
    spots = svg.spots_of(np.array([[0, 4], [10, -1], [5.01, 1]]), PANEL)
    assert repr(spots.tolist()) == "[[0, 0], [600, 300], [301, 180]]"


def test_the_elements_of_a_panel():
    assert svg.frame(PANEL, "f") == '<rect id="f" class="sp-line" width="600" height="300"/>'
    assert svg.path("line", "M0 0") == '<path class="sp-line" d="M0 0"/>'
    assert svg.use("f", x=1) == '<use href="#f" x="1"/>'
    assert svg.text("<", y=2) == '<text y="2">&lt;</text> '


def test_axes_have_ticks_and_their_names_are_last():
    marks = "".join(f"M{x} 300v9" for x in range(0, 601, 120))
    marks += "".join(f"M0 {y}h-9" for y in range(300, -1, -60))
    below = "".join(f'<text x="{60 * x}" y="334">{x}</text> ' for x in range(0, 11, 2))
    beside = "".join(
        f'<text x="-16" y="{248 - 60 * y}" text-anchor="end">{y}</text> ' for y in range(-1, 5)
    )
    names = (
        '<text x="300" y="368">height; age is not drawn</text> '
        '<text transform="translate(-84 150)rotate(-90)">weight</text> '
    )
    assert svg.axes(PANEL, ("height", "weight", "age"), "n") == (
        '<g id="n" font-size="24" text-anchor="middle">'
        f'<path class="sp-line" d="{marks}"/>{below}{beside}{names}</g>'
    )


def test_ticks_are_six_steps_apart_at_most_and_each_is_one_or_two_or_five():
    panel = svg.Panel(np.array([0, 0]), np.array([14, 7]), 300)
    ticks = re.findall(r">([\d.]+)<", svg.axes(panel, ("x", "y"), None))
    assert ticks == ["0", "5", "10", "0", "2", "4", "6"]


def test_heights_have_no_ticks_across_and_none_below_zero():
    axes = svg.axes(PANEL, ("tree", "height"), None, across=False)
    assert re.findall(r"<text x=.*?> ", axes) == [
        *(f'<text x="-16" y="{248 - 60 * y}" text-anchor="end">{y}</text> ' for y in range(5)),
        '<text x="300" y="334">tree</text> ',
    ]
    assert re.findall('M[^M"]*', axes) == [f"M0 {y}h-9" for y in range(240, -1, -60)]


def test_each_kind_of_points_has_its_marker_and_the_style_finds_it():
    assert svg.markers([LABELS[:2], LABELS], "k", 13) == [
        '<marker id="km0"><circle r="6.5" fill="#d3d3d3"/></marker>',
        '<marker id="km1"><circle r="6.5" fill="#aec7e8"/></marker>',
        '<marker id="km3"><path d="M-0 9.2 9.2-0 0-9.2-9.2-0z" fill="#98df8a"/></marker>',
    ]
    assert svg.marker_style([LABELS[:2], LABELS], "k") == (
        "--sp-0:url(#km0);--sp-1:url(#km1);--sp-3:url(#km3)"
    )


def test_numbers_stand_beside_their_points_and_over_no_side_of_the_frame():
    spots = np.array([[300, 150], [590, 10], [10, 150], [300, 290], [300, 10], [590, 150]])
    numbers = svg.point_numbers(spots, PANEL, 8, (10, 20))
    places = [(309, 141), (571, 39), (19, 141), (309, 281), (309, 39), (571, 141)]
    texts = [f'<text x="{x}" y="{y}">{i}</text> ' for i, (x, y) in enumerate(places)]
    assert numbers == f'<g class="sp-number">{"".join(texts)}</g>'


def test_a_path_has_a_shape_at_each_point_and_winds_up_and_down_through_bands():
    spots = np.array([[10, 9], [0, 5], [50, 1], [45, 7], [40, 8], [85, 4], [90, 3]])
    (path,) = svg.point_paths(spots, np.zeros(7, int))
    assert path == '<path class="sp-1" d="M0 5l10 4 30-1 5-1 5-6 40 2-5 1"/>'
    assert svg.point_paths(spots[1::-1], np.array([9, 8])) == [
        '<path class="sp-9" d="M10 9l0 0"/>',
        '<path class="sp-10" style="marker:var(--sp-10)" d="M0 5l0 0"/>',
    ]
