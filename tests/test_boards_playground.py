"""The board's HTML and the numbers in it; tests/browser moves its points and means."""

import json
import re
from base64 import b64decode
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from IPython.core.formatters import DisplayFormatter
from numpy.testing import assert_array_equal
from sklearn.datasets import make_moons

import helpers
from helpers import grid_means, lloyd, playground, sample_blobs, uniform_board
from helpers.boards.player import BOARD, FOLDER, KIT
from helpers.boards.playground import MOST_POINTS, other_data
from helpers.drawing.captions import captions

POINTS = sample_blobs(200, grid_means(4), rng=310)[0]
HEAPS = [
    *(np.random.default_rng(2).normal(scale=scale, size=(200, 2)) for scale in (1, 1e5)),
    uniform_board(200, rng=0),
]
NASTY = "</script><script>alert('&\"')</script>"


def numbers(board):
    """Return what the script of a board is given."""
    soup = BeautifulSoup(board.markup, "html.parser")
    (script,) = soup.select("step-player > script[type='application/json']")
    return json.loads(script.string)


def points_of(data):
    """Return the points of a data set, as a script reads them."""
    given, columns = data["points"], len(data["columns"])
    flat = given if isinstance(given, list) else np.frombuffer(b64decode(given))
    return np.reshape(flat, (-1, columns)).astype(float)


@pytest.mark.parametrize(
    "points", [POINTS, POINTS.round(2), [[1], [5e300 / 1e300]], [[0, 1e-9], [1e9, 1]]]
)
def test_the_script_gets_the_points_to_the_last_digit(points):
    own = numbers(playground(points, k=1))["data"][0]
    assert_array_equal(points_of(own), points)


def test_a_data_frame_gives_its_names_to_the_axes():
    frame = pd.DataFrame(POINTS, columns=["length", "width"])
    own = numbers(playground(frame))["data"][0]
    assert own["columns"] == ["length", "width"]
    picture = unquote(playground(frame).markup)
    assert all(f">{name}</text>" in picture for name in own["columns"])
    named = numbers(playground(frame, columns=["a", "b"]))["data"][0]
    assert named["columns"] == ["a", "b"]
    assert numbers(playground(POINTS))["data"][0]["columns"] == ["x0", "x1"]


def test_of_more_columns_the_first_two_are_used_and_the_board_says_so():
    frame = pd.DataFrame(np.column_stack([POINTS, POINTS]), columns=list("abcd"))
    given = numbers(playground(frame, frame[:3], code="frame"))
    assert given["note"] == "Of 4 columns, the first two are used: a and b."
    assert_array_equal(points_of(given["data"][0]), POINTS)
    assert_array_equal(given["means"], POINTS[:3])
    assert given["data"][0]["code"] == "np.asarray(frame)[:, :2]"
    assert numbers(playground(POINTS))["note"] is None


def test_without_means_the_first_points_that_differ_are_the_means():
    assert numbers(playground([[1, 1], [1, 1], [2, 2], [3, 3]], k=2))["means"] == [[1, 1], [2, 2]]
    assert len(numbers(playground(POINTS))["means"]) == 3


@pytest.mark.parametrize("data", other_data(), ids=lambda data: data.name)
def test_the_lines_for_other_data_give_these_points(data):
    known = {**vars(helpers), "make_moons": make_moons, "points": np.empty((0, 2))}
    assert_array_equal(eval(data.code, known), data.points)
    assert set(data.needs) <= set(helpers.__all__)
    assert (data.points == data.points.round()).all()


@pytest.mark.parametrize("k", range(1, 10))
@pytest.mark.parametrize("points", [POINTS, *HEAPS], ids=["groups", "heap", "wide heap", "board"])
def test_a_board_of_two_hundred_points_is_light(points, k):
    assert len(playground(points, k=k).markup.encode()) <= 25_000


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_a_script_is_short_says_what_it_does_and_is_part_of_the_kit(path):
    text = path.read_text(encoding="utf-8")
    assert path.name in KIT
    assert text.startswith("// ")
    assert len(text.splitlines()) <= 200
    assert max(map(len, text.splitlines())) <= 120
    assert not re.search(r"\b(fetch|import|XMLHttpRequest|eval|innerText)\b\(", text)


def test_a_notebook_shows_the_board_with_all_it_needs_and_where_it_cannot_the_sentences():
    board, trace = playground(POINTS, POINTS[:4]), lloyd(POINTS, POINTS[:4])
    data, _ = DisplayFormatter().format(board)
    assert data["text/plain"] == "\n".join(captions(trace))
    html = data["text/html"]
    assert (html.count("<style>"), html.count("<script>")) == (2, len(BOARD) - 2)
    assert not re.search(r"(src|href)=\"?https?:|@import|fetch\(", html)
    items = BeautifulSoup(html, "html.parser").select("step-player > ol > li")
    assert [item.text for item in items] == captions(trace)


def test_text_is_shown_as_it_is_written_and_ends_no_script():
    board = playground(POINTS, columns=[NASTY, "]]>"], caption=NASTY, code=NASTY)
    soup = BeautifulSoup(board.markup, "html.parser")
    assert len(soup("script")) == 1
    assert soup.find("step-player")["aria-label"] == NASTY
    assert numbers(board)["data"][0]["columns"] == [NASTY, "]]>"]


@pytest.mark.parametrize(
    "points, settings, words",
    [
        ([[0.0, 1]] * (MOST_POINTS + 1), {"k": 1}, "at most 5000 points; got 5001: take a sample"),
        (POINTS, {"k": 0}, "k must be a whole number of at least 1 and at most 9"),
        (POINTS, {"k": 10}, "k must be a whole number of at least 1 and at most 9"),
        (POINTS, {"means": POINTS[:10]}, "the number of means must be .* at most 9"),
        (POINTS[:2], {"means": POINTS[:3]}, "3 means for 2 points; points come first"),
        (POINTS, {"means": [[1.0]]}, "same number of columns"),
        (POINTS, {"columns": ["x"]}, "columns must be 2 names"),
        ([["a", "b"]], {}, "points must hold finite numbers only"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(points, settings, words):
    with pytest.raises(ValueError, match=words):
        playground(points, **settings)


def test_the_same_points_give_the_same_bytes_and_others_another_name():
    assert playground(POINTS).markup == playground(POINTS.copy()).markup
    names = {re.search(r'id="(\w+)"', playground(POINTS, k=k).markup)[1] for k in (1, 2, 3)}
    assert len(names) == 3
