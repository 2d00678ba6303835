"""The HTML of the board with a tree, and the numbers in it; tests/browser plays with it."""

import json
from urllib.parse import unquote

import numpy as np
import pytest
from bs4 import BeautifulSoup

from helpers import agglomerate, cut, linkage_board, meetups
from helpers.boards.player import BOARDS
from helpers.drawing.tree import leaf_order
from helpers.hierarchy import LINKAGES

HOMES = meetups()
BOARD = linkage_board(HOMES, code="homes")


def numbers(board):
    """Return what the script of a board is given."""
    soup = BeautifulSoup(board.markup, "html.parser")
    (script,) = soup.select("step-player > script[type='application/json']")
    return json.loads(script.string)


def test_the_sizes_of_the_clusters_are_told_under_each_linkage():
    for how, sentence in zip(LINKAGES, BOARD.sentences, strict=True):
        merges = agglomerate(HOMES, linkage=how)
        *sizes, last = np.bincount(cut(merges, 3))
        listed = f"{', '.join(map(str, sizes))} and {last}"
        assert sentence == (
            f"{how.capitalize()} linkage: 3 clusters of {listed} points; "
            f"the last merge is {merges[-1].height:.4g} high"
        )


def test_a_tree_has_room_for_its_highest_merge():
    for how, plane in numbers(BOARD)["trees"].items():
        assert plane["low"][1] < 0 < agglomerate(HOMES, linkage=how)[-1].height < plane["high"][1]


def test_every_point_has_its_number_on_the_map_and_in_the_tree():
    axes = BeautifulSoup(numbers(BOARD)["data"]["axes"], "html.parser")
    on_the_map = [int(text.text) for text in axes.select(".sp-number text")]
    assert on_the_map == list(range(20))
    image = BeautifulSoup(BOARD.markup, "html.parser").img["src"]
    picture = BeautifulSoup(unquote(image).partition(",")[2], "html.parser")
    order = leaf_order(agglomerate(HOMES)).tolist()
    assert " ".join(map(str, order)) in " ".join(picture.text.split())


def test_the_board_begins_where_it_is_asked_to_and_is_light():
    given = numbers(linkage_board(HOMES, linkage="ward", k=7))
    assert (given["linkage"], given["k"]) == ("ward", 7)
    assert BOARD.files == BOARDS["linkage"]
    assert len(BOARD.markup.encode()) <= 30_000


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: linkage_board(np.zeros((31, 2))), "number of points .* at most 30; got 31"),
        (lambda: linkage_board([[1.0, 2.0]]), "number of points .* at least 2"),
        (lambda: linkage_board(HOMES, k=21), "k must be .* at most 20; got 21"),
        (lambda: linkage_board(HOMES, k=0), "k must be .* at least 1"),
        (lambda: linkage_board(HOMES, linkage="min"), "linkage must be one of single"),
        (lambda: linkage_board(np.eye(3)), "must have one or two columns.* got 3"),
        (lambda: linkage_board(HOMES, columns=["x"]), "columns must be 2 names"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()
