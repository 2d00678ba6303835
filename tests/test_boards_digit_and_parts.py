"""The HTML of the boards of digits and parts; tests/browser plays with them."""

import json
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from bs4 import BeautifulSoup
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from helpers import assign, digit_board, parts_board, squared_distances, update
from helpers.boards.parts_board import both_ways
from helpers.boards.player import BOARDS

PICTURES = np.random.default_rng(33).integers(0, 17, size=(8, 64)).astype(float)
MEANS = PICTURES[:3] / 3 + PICTURES[3:6] / 2
DIGIT = digit_board(PICTURES, MEANS, ["a", "b", "c"])
POINTS = np.random.default_rng(34).normal(size=(30, 2)).round(2)
PARTS = parts_board(POINTS, POINTS[:3])


def soup_of(board):
    """Return the HTML of a board."""
    return BeautifulSoup(board.markup, "html.parser")


def numbers(board):
    """Return what the script of a board is given."""
    (script,) = soup_of(board).select("step-player > script[type='application/json']")
    return json.loads(script.string)


def test_each_picture_is_told_with_its_nearest_mean():
    labels, squares = assign(PICTURES, MEANS), squared_distances(PICTURES, MEANS)
    assert DIGIT.sentences == [
        f"Picture {i} is read as {'abc'[label]}: mean {label} is nearest, "
        f"at squared distance {squares[i, label]:.4g}"
        for i, label in enumerate(labels)
    ]


def test_without_a_script_pictures_stand_above_their_means_pixel_by_pixel():
    (image,) = soup_of(DIGIT).select("img.sp-still")
    shown = np.asarray(Image.open(BytesIO(b64decode(image["src"].split(",")[1]))).convert("L"))
    assert shown.shape == (20, 60)  # six pictures of 8 pixels, each in a frame
    nearest = MEANS[assign(PICTURES, MEANS)]
    for row, meant in enumerate([PICTURES, nearest]):
        for column in range(6):
            square = shown[row * 10 + 1 : row * 10 + 9, column * 10 + 1 : column * 10 + 9]
            grey = (255 - meant[column] * (255 / 16)).round()
            assert_array_equal(square.ravel(), grey)


@pytest.mark.parametrize("seed", range(20))
def test_sums_put_means_where_all_points_do_and_averages_count_parts_alike(seed):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(int(rng.integers(4, 40)), 2))
    means, parts = points[:3], np.array_split(points, int(rng.integers(1, 5)))
    right, wrong = both_ways(parts, means)
    labels = assign(points, means)
    assert_allclose(right, update(points, labels, means), rtol=1e-12)
    for label in range(3):
        own = [part[assign(part, means) == label] for part in parts]
        averages = [piece.mean(axis=0) for piece in own if len(piece)]
        assert_allclose(wrong[label], np.mean(averages, axis=0), rtol=1e-12)


def test_a_mean_without_points_stays_both_ways():
    right, wrong = both_ways([np.zeros((2, 2))], np.array([[0.0, 0.0], [9.0, 9.0]]))
    assert right[1].tolist() == wrong[1].tolist() == [9, 9]


def test_the_script_gets_points_means_and_names():
    assert numbers(DIGIT)["names"] == ["a", "b", "c"]
    assert numbers(digit_board(PICTURES, MEANS))["names"] == ["0", "1", "2"]
    assert numbers(digit_board(PICTURES, MEANS, code="mine"))["code"] == "mine"
    given = numbers(parts_board(POINTS, POINTS[:3], columns=["a", "b"], means_code="mine"))
    assert (given["data"]["columns"], given["meansCode"]) == (["a", "b"], "mine")
    assert (given["first"], given["most"]) == (4, 12)
    assert numbers(parts_board(POINTS[:3], POINTS[:1]))["most"] == 3


@pytest.mark.parametrize("board, kind", [(DIGIT, "digit"), (PARTS, "parts")])
def test_a_board_is_light_and_brings_what_its_kind_needs(board, kind):
    assert board.files == BOARDS[kind]
    assert len(board.markup.encode()) <= 30_000


@pytest.mark.parametrize(
    "make, given, settings, words",
    [
        (digit_board, (PICTURES[:, :63], MEANS[:, :63]), {}, "must be squares of 2 to 16"),
        (digit_board, (np.zeros((1, 289)), np.zeros((1, 289))), {}, "2 to 16 pixels.* got 289"),
        (digit_board, (PICTURES, MEANS[:, :16]), {}, "same number of columns"),
        (digit_board, (PICTURES + 1, MEANS), {}, "pictures must hold whole numbers from 0 to 16"),
        (digit_board, (PICTURES / 2, MEANS), {}, "pictures must hold whole numbers"),
        (digit_board, (PICTURES, -MEANS), {}, "means must hold numbers from 0 to 16"),
        (digit_board, (PICTURES, MEANS, ["a"]), {}, "names must be one for each of the 3 means"),
        (parts_board, (POINTS[:1], POINTS[:1]), {}, "number of points .* at least 2"),
        (parts_board, (np.zeros((201, 2)), POINTS[:1]), {}, "number of points .* at most 200"),
        (parts_board, (POINTS, POINTS[:10]), {}, "number of means .* at most 9"),
        (parts_board, (PICTURES, PICTURES[:2]), {}, "one or two columns"),
        (parts_board, (POINTS, POINTS[:2]), {"columns": ["a"]}, "columns must be 2 names"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(make, given, settings, words):
    with pytest.raises(ValueError, match=words):
        make(*given, **settings)
