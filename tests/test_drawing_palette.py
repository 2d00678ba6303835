"""The colours can be told apart by day and night, in grey, and by eyes that see fewer colours."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers import BOLD, PALE, SHAPES
from helpers.drawing.palette import (
    GREY,
    KINDS,
    PALETTES,
    POINT_COLOURS,
    POINT_SHAPES,
    ink_on,
    kinds_of,
    marker_outline,
    worn,
)

WHITE, NIGHT = to_rgb("white"), to_rgb("#14181e")  # the grounds of the site's two themes
# What is left of linear red, green and blue when one kind of cone is missing: Machado, Oliveira &
# Fernandes (2009), IEEE Transactions on Visualization and Computer Graphics, 15(6), table 1.
SIGHT = {
    "all cones": np.eye(3),
    "no red cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def light(colour, sight="all cones"):
    """Return how much linear red, green and blue an eye sees in a colour."""
    shares = np.array(colour)
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return np.clip(SIGHT[sight] @ linear, 0, 1)


def contrast(one, other, sight="all cones"):
    """Return the ratio of two luminances, from 1 to 21, as the guidelines of the web define it."""
    dark, bright = sorted(
        light(colour, sight) @ [0.2126, 0.7152, 0.0722] for colour in (one, other)
    )
    return (bright + 0.05) / (dark + 0.05)


@pytest.fixture(params=PALETTES, autouse=True)
def palette(request):
    """Wear each palette that there is to choose from."""
    with worn(request.param):
        yield request.param


@pytest.mark.parametrize("sight", SIGHT)
def test_a_mean_can_be_read_on_every_ground(sight):
    """Its number stands on the square, and a line in the page's own ink around it."""
    for bold in BOLD:
        assert contrast(bold, to_rgb(ink_on(np.array(bold))), sight) > 4
        assert contrast(bold, NIGHT, sight) > 2.4
        assert contrast(bold, WHITE, sight) > 1.9


@pytest.mark.parametrize("sight", SIGHT)
def test_a_mean_stands_off_its_points_without_colour(sight):
    """In grey, too, each bold square is darker than the pale points of its pair."""
    for bold, pale in zip(BOLD, PALE, strict=True):
        assert contrast(bold, pale, sight) > 1.3
        assert light(bold, sight).sum() < light(pale, sight).sum()


@pytest.mark.parametrize("sight", SIGHT)
def test_points_are_seen_on_both_grounds(sight):
    """They are pale on purpose, so that the means stand out; yet none melts into the ground."""
    for colour in (*PALE, GREY):
        assert contrast(colour, WHITE, sight) > 1.35
        assert contrast(colour, NIGHT, sight) > 5


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_labels_hang_on_their_colours_alone(sight):
    """Where two colours look alike to some eyes, the shapes differ, and so do the numbers."""
    alike = [
        pair
        for pair in combinations(range(len(PALE)), 2)
        if np.abs(np.subtract(*(light(PALE[label], sight) for label in pair))).max() < 0.1
    ]
    assert all(SHAPES[one] != SHAPES[other] for one, other in alike)
    assert len(set(SHAPES)) >= len(PALE) == len(BOLD)


def test_twenty_labels_differ_in_colour_or_shape_and_neighbours_in_colour():
    kinds = kinds_of(np.arange(KINDS))
    looks = [(POINT_COLOURS[kind], POINT_SHAPES[kind].vertices.tobytes()) for kind in kinds]
    assert len(set(looks)) == KINDS == 20
    for one, other in zip(looks, looks[1:], strict=False):
        assert one[0] != other[0]
    assert looks[len(PALE)] == (PALE[0], marker_outline(SHAPES[1]).vertices.tobytes())
    assert kinds_of(np.array([KINDS])) == kinds_of(np.array([0]))


def test_a_palette_that_was_worn_is_taken_off_again(palette):
    colours = [*BOLD]
    with pytest.raises(RuntimeError), worn("grey"):
        assert [*PALETTES["grey"][0]] == BOLD
        assert POINT_COLOURS[1] == PALE[0] == PALETTES["grey"][1][0]
        raise RuntimeError
    assert colours == BOLD == [*PALETTES[palette][0]]
    assert POINT_COLOURS[1] == PALE[0]


def test_the_test_sees_what_an_eye_without_red_cones_confuses():
    red, brown = light((0.7, 0, 0), "no red cones"), light((0.25, 0.25, 0), "no red cones")
    assert (
        np.abs(red - brown).max() < 0.1 < np.abs(light((0.7, 0, 0)) - light((0.25, 0.25, 0))).max()
    )
