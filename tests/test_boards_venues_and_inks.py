"""The HTML of the boards of venues and of inks; tests/browser plays with them."""

import json

import numpy as np
import pytest
from bs4 import BeautifulSoup

from helpers import assign, ink_board, meetups, venue_board
from helpers.boards.player import BOARDS

HOMES = meetups()
STRIPES = np.repeat([[[250, 0, 0], [0, 0, 9], [255, 255, 255]]], 4, axis=0).astype(np.uint8)


def given(board):
    """Return what the script of a board is given."""
    (script,) = BeautifulSoup(board.markup, "html.parser").select("step-player > script")
    return json.loads(script.string)


def test_venues_are_told_with_walks_along_streets_and_squares_of_straight_lines():
    board = venue_board([[0, 0], [3, 4], [10, 10]], [[0, 0], [10, 10]])
    assert board.sentences == ["Walks in all: 7.0", "Squares in all: 25.0", "Longest walk: 7.0"]
    assert given(board)["venues"] == [[0, 0], [10, 10]]
    assert board.files == BOARDS["venues"]


def test_inks_stand_from_dark_to_light_with_their_shares():
    board = ink_board(STRIPES, 3)
    assert board.sentences == ["#000009: 33 %", "#fa0000: 33 %", "#ffffff: 33 %"]
    assert ink_board(STRIPES, 1).sentences == ["#a85558: 100 %"]
    assert board.files == BOARDS["inks"]


def test_the_shares_of_the_inks_are_those_of_all_pixels():
    picture = np.random.default_rng(0).integers(0, 256, size=(80, 90, 3), dtype=np.uint8)
    told = [line.split(": ") for line in ink_board(picture, 5).sentences]
    inks = np.array([[int(code[i : i + 2], 16) for i in (1, 3, 5)] for code, _ in told])
    shares = np.bincount(assign(picture.reshape(-1, 3), inks)) / (80 * 90)
    assert [share for _, share in told] == [f"{share:.0%}".replace("%", " %") for share in shares]


@pytest.mark.parametrize(
    "make, asked, words",
    [
        (venue_board, (HOMES[:, :1], HOMES[:1, :1]), "must have two columns"),
        (venue_board, (np.zeros((301, 2)), HOMES[:1]), "number of points .* at most 300"),
        (venue_board, (HOMES, HOMES[:10]), "number of means .* at most 9"),
        (venue_board, (HOMES[:1], HOMES[:2]), "2 means for 1 points"),
        (ink_board, (STRIPES.astype(float), 2), "arrays of uint8"),
        (ink_board, (STRIPES[0], 2), r"shape \(height, width, 3\)"),
        (ink_board, (STRIPES, 25), "k must be .* at most 24"),
        (ink_board, (STRIPES, 4), "k must be at most 3, the number of distinct points"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(make, asked, words):
    with pytest.raises(ValueError, match=words):
        make(*asked)
