"""The HTML of the board for DBSCAN, and the numbers in it; tests/browser plays with it."""

import json

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from helpers import crowd_board
from helpers.boards.player import BOARDS

TEN = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [2.4, 1], [3.6, 1], [6, 0], [6, 1], [7, 0], [7, 1]])
MADE = crowd_board(TEN, eps=1.5, min_samples=4, point=5)


def numbers(board):
    """Return what the script of a board is given."""
    soup = BeautifulSoup(board.markup, "html.parser")
    (script,) = soup.select("step-player > script[type='application/json']")
    return json.loads(script.string)


def test_core_border_and_noise_are_told_for_all_and_for_each_cluster():
    assert MADE.sentences == [
        "eps 1.5, at least 4: 2 clusters; 8 core points, 1 border point, 1 noise point.",
        "Cluster 0: 4 core points, 1 border point.",
        "Cluster 1: 4 core points, no border points.",
    ]


def test_where_all_is_noise_there_are_no_clusters():
    (told,) = crowd_board(TEN, eps=0.5, min_samples=2).sentences
    assert told == (
        "eps 0.5, at least 2: no clusters; no core points, no border points, 10 noise points."
    )


def test_the_settings_and_the_names_of_the_columns_reach_the_script():
    frame = pd.DataFrame(TEN, columns=["length", "width"])
    given = numbers(crowd_board(frame, eps=2, min_samples=3, code="flowers"))
    assert (given["eps"], given["least"], given["watched"]) == (2, 3, 0)
    assert given["data"]["columns"] == ["length", "width"]
    assert given["data"]["code"] == "flowers"
    assert [one["name"] for one in given["others"]] == ["moons", "nothing", "draw"]


def test_the_board_is_light_and_brings_what_its_kind_needs():
    assert MADE.files == BOARDS["crowds"]
    assert len(MADE.markup.encode()) <= 30_000
    assert 'aria-label="Crowded places"' in MADE.markup
    assert 'aria-label="Which?"' in crowd_board(TEN, eps=1, min_samples=2, caption="Which?").markup


@pytest.mark.parametrize(
    "parts, words",
    [
        ({"eps": 0}, "eps must be a number above 0; got 0"),
        ({"eps": np.inf}, "eps must be a number above 0; got inf"),
        ({"eps": "wide"}, "eps must be a number above 0; got 'wide'"),
        ({"min_samples": 16}, "min_samples must be .* at most 15; got 16"),
        ({"min_samples": 0}, "min_samples must be .* at least 1"),
        ({"point": 10}, "point must be .* at most 9; got 10"),
        ({"points": np.zeros((501, 2))}, "number of points .* at most 500; got 501"),
        ({"points": TEN[:, :1]}, "two columns.*; got 1"),
        ({"columns": ["x"]}, "columns must be 2 names"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(parts, words):
    with pytest.raises(ValueError, match=words):
        crowd_board(**{"points": TEN, "eps": 1.5, "min_samples": 4} | parts)
