"""The HTML of the boards of the unit and the pencil; tests/browser plays with them."""

import json

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from numpy.testing import assert_array_equal
from scipy.spatial.distance import cdist

from helpers import lloyd, pencil_board, sample_blobs, unit_slider
from helpers.boards.player import BOARDS
from helpers.boards.unit_slider import neighbours
from helpers.drawing.captions import captions

POINTS = sample_blobs(40, [[0, 0], [3, 30]], rng=11)[0].round(2)
SIX = np.array([[8, 5], [6, 3], [3, 1], [0, 4], [0, 5], [1, 2]])
MADE = {
    "near": unit_slider(POINTS),
    "groups": unit_slider(POINTS, POINTS[:3]),
    "pencil": pencil_board(SIX, SIX[:2]),
}
KINDS = {"near": "unit", "groups": "unit", "pencil": "pencil"}


def numbers(board):
    """Return what the script of a board is given."""
    soup = BeautifulSoup(board.markup, "html.parser")
    (script,) = soup.select("step-player > script[type='application/json']")
    return json.loads(script.string)


@pytest.mark.parametrize("seed", range(20))
def test_the_nearest_one_is_another_point_and_none_is_nearer(seed):
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 5, size=(int(rng.integers(2, 20)), 2)).astype(float)
    found, far = neighbours(points), cdist(points, points)
    np.fill_diagonal(far, np.inf)
    assert (found != np.arange(len(points))).all()
    assert_array_equal(far[np.arange(len(points)), found], far.min(axis=1))


def test_each_stop_tells_for_how_many_points_it_is_new():
    start = neighbours(POINTS)
    for sentence, stop in zip(MADE["near"].sentences, numbers(MADE["near"])["stops"], strict=True):
        now = neighbours(POINTS * [1, stop["factor"]])
        assert f"x1 × {stop['factor']:g}: {now[0]} is nearest to 0" in sentence
        assert f"; {(now != start).sum()} of 40 points have another" in sentence


def test_labels_are_those_of_a_run_that_starts_at_the_given_means_in_that_unit():
    start = lloyd(POINTS, POINTS[:3])[-1].labels
    stops = numbers(MADE["groups"])["stops"]
    for sentence, stop in zip(MADE["groups"].sentences, stops, strict=True):
        axes = [1, stop["factor"]]
        now = lloyd(POINTS * axes, POINTS[:3] * axes)[-1].labels
        assert f"× {stop['factor']:g}: {(now != start).sum()} of 40 points wear" in sentence


def test_both_axes_of_the_plane_have_one_scale_and_all_points_are_on_it():
    for stop in numbers(MADE["near"])["stops"]:
        width, height = np.subtract(stop["high"], stop["low"])
        assert stop["height"] / 600 == pytest.approx(height / width)
        points = POINTS * [1, stop["factor"]]
        assert (points > stop["low"]).all() and (points < stop["high"]).all()


def test_the_board_begins_in_the_unit_of_the_points_if_that_is_a_stop():
    given = numbers(MADE["near"])
    assert given["stops"][given["first"]]["factor"] == 1
    assert numbers(unit_slider(POINTS, stretch=[2, 3]))["first"] == 0


def test_the_pencil_board_tells_the_run():
    assert MADE["pencil"].sentences == captions(lloyd(SIX, SIX[:2]))
    assert numbers(MADE["pencil"])["means"] == SIX[:2].tolist()


def test_a_data_frame_gives_its_names_to_the_axes():
    frame = pd.DataFrame(SIX, columns=["length", "width"])
    for make in (unit_slider, pencil_board):
        assert numbers(make(frame, frame[:2]))["data"]["columns"] == ["length", "width"]
        named = make(frame, frame[:2], columns=["a", "b"], code="flowers", caption="Which?")
        assert numbers(named)["data"]["columns"] == ["a", "b"]
        assert numbers(named)["data"]["code"] == "flowers"
        assert 'aria-label="Which?"' in named.markup


@pytest.mark.parametrize("kind", MADE)
def test_a_board_is_light_and_brings_what_its_kind_needs(kind):
    assert MADE[kind].files == BOARDS[KINDS[kind]]
    assert len(MADE[kind].markup.encode()) <= 30_000


@pytest.mark.parametrize(
    "make, given, settings, words",
    [
        (unit_slider, (POINTS[:1],), {}, "number of points .* at least 2"),
        (unit_slider, ([[1], [2]],), {}, "must have two columns.* got 1"),
        (unit_slider, (POINTS, POINTS[:10]), {}, "number of means .* at most 9"),
        (unit_slider, (POINTS,), {"stretch": [1, 0]}, "stretch must be above 0; got 0"),
        (unit_slider, (POINTS,), {"stretch": []}, "stretch"),
        (unit_slider, (POINTS,), {"names": ["a"]}, "names must be 40, one for each point; got 1"),
        (pencil_board, (POINTS, POINTS[:2]), {}, "number of points .* at most 12"),
        (pencil_board, (SIX, SIX[:4]), {}, "number of means .* at most 3"),
        (pencil_board, (SIX, SIX[:1]), {}, "number of means .* at least 2"),
        (pencil_board, ([[1], [2]], [[1], [2]]), {}, "must have two columns.* got 1"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(make, given, settings, words):
    with pytest.raises(ValueError, match=words):
        make(*given, **settings)
