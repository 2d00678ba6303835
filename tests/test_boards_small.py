"""The HTML of the small boards and the numbers in it; tests/browser plays with them."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from numpy.testing import assert_array_equal

from helpers import (
    grid_means,
    kmeans_plus_plus,
    lloyd,
    next_mean,
    random_means,
    sample_blobs,
    squared_distances,
    two_starts,
)
from helpers.boards.next_mean import chances_of
from helpers.boards.player import BOARDS
from helpers.drawing.captions import captions

POINTS = sample_blobs(200, grid_means(9), std=0.35, rng=14)[0].round(2)
STARTS = [random_means(POINTS, 9, rng=seed) for seed in (22, 67)]
DRAWN = kmeans_plus_plus(POINTS, 9, rng=1)
MADE = {"starts": two_starts(POINTS, *STARTS), "next-mean": next_mean(POINTS, DRAWN)}


def numbers(board):
    """Return what the script of a board is given."""
    soup = BeautifulSoup(board.markup, "html.parser")
    (script,) = soup.select("step-player > script[type='application/json']")
    return json.loads(script.string)


def test_two_starts_tell_how_both_runs_begin_and_end():
    told = [captions(lloyd(POINTS, start)) for start in STARTS]
    assert MADE["starts"].sentences[0] == f"First start{told[0][0].removeprefix('Start')}"
    for name, sentence, run in zip(
        ("First", "Second"), MADE["starts"].sentences[1::2], told, strict=True
    ):
        assert sentence.lower() == f"{name} start, {run[-1]}".lower()
    assert numbers(MADE["starts"])["starts"] == [start.tolist() for start in STARTS]


def test_each_draw_is_told_with_the_probability_that_k_means_plus_plus_gives_it():
    for number, sentence in enumerate(MADE["next-mean"].sentences):
        squares = squared_distances(POINTS, DRAWN[:number]).min(axis=1) if number else 1
        shares = squares / np.sum(squares) if number else np.full(200, 1 / 200)
        here = (DRAWN[number] == POINTS).all(axis=1).argmax()
        x, y = DRAWN[number]
        assert sentence == (
            f"Mean {number} was drawn at ({x:g}, {y:g}), with probability {shares[here]:.4g}"
        )


@pytest.mark.parametrize("drawn", range(4))
def test_the_probabilities_add_up_to_one_and_are_nothing_where_a_mean_stands(drawn):
    chances = chances_of(POINTS, DRAWN[:drawn])
    assert chances.sum() == pytest.approx(1)
    stands = (POINTS[:, None] == DRAWN[:drawn]).all(axis=2).any(axis=1)
    assert_array_equal(chances == 0, stands)


@pytest.mark.parametrize("kind", MADE)
def test_a_small_board_is_light_and_brings_what_its_kind_needs(kind):
    assert MADE[kind].files == BOARDS[kind]
    assert len(MADE[kind].markup.encode()) <= 30_000


def test_a_data_frame_gives_its_names_to_the_axes():
    frame = pd.DataFrame(POINTS, columns=["length", "width"])
    for board in (two_starts(frame, *STARTS), next_mean(frame, DRAWN)):
        assert numbers(board)["data"]["columns"] == ["length", "width"]
    named = two_starts(frame, *STARTS, columns=["a", "b"], code="flowers", caption="Which?")
    assert numbers(named)["data"]["columns"] == ["a", "b"]
    assert numbers(named)["data"]["code"] == "flowers"
    assert 'aria-label="Which?"' in named.markup


def test_the_areas_in_the_picture_are_the_probabilities():
    points, means = [[0.0, 0], [3, 0], [0, 4], [6, 8]], [[0.0, 0], [6, 8]]
    picture = next_mean(points, means).markup
    radii = [float(r) for r in re.findall(r"circle cx='\d+' cy='\d+' r='(\d+)'", picture)]
    squares = np.array([9, 16, 100])
    assert np.allclose(np.square(radii) / radii[-1] ** 2, squares / 100, atol=0.02)


@pytest.mark.parametrize(
    "make, given, words",
    [
        (
            two_starts,
            ([[0, 0, 0]], [[0, 0, 0]], [[0, 0, 0]]),
            "must have one or two columns.* got 3",
        ),
        (next_mean, ([[0, 0, 0]], [[0, 0, 0]]), "must have one or two columns.* got 3"),
        (two_starts, (POINTS, POINTS[:10], POINTS[:2]), "number of means .* at most 9"),
        (two_starts, (POINTS[:2], POINTS[:1], POINTS[:3]), "3 means for 2 points"),
        (two_starts, (POINTS, [[1.0]], POINTS[:1]), "same number of columns"),
        (next_mean, (POINTS, POINTS[:10]), "number of means .* at most 9"),
        (next_mean, (POINTS, [[0.5, 0.123]]), "different points; got"),
        (next_mean, (POINTS, POINTS[[1, 1]]), "different points; got"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(make, given, words):
    with pytest.raises(ValueError, match=words):
        make(*given)
