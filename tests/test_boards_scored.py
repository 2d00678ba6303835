"""The HTML of the boards with scores, and the numbers in it; tests/browser plays with them."""

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from numpy.testing import assert_array_equal

from helpers import (
    assign,
    elbow,
    f_of_k,
    gap_statistic,
    k_board,
    meetups,
    silhouette,
    silhouette_board,
    table_board,
)
from helpers.boards.player import BOARDS

DOZEN = np.array(
    [[0, 0], [0, 3], [4, 0], [4, 3], [8, 6], [12, 5], [12, 9], [15, 8], [0, 8], [0, 12], [-5, 12]]
)
LABELS = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2])
HOMES = meetups()
KINDS = ["silhouette", "choosing-k"]


@cache
def made(kind):
    """Return a board; gap statistics take a second, so not before a test asks."""
    return silhouette_board(DOZEN, LABELS) if kind == "silhouette" else k_board(HOMES, rng=0)


def numbers(board):
    """Return what the script of a board is given."""
    soup = BeautifulSoup(board.markup, "html.parser")
    (script,) = soup.select("step-player > script[type='application/json']")
    return json.loads(script.string)


def test_each_cluster_is_told_with_its_mean_silhouette():
    scores = silhouette(DOZEN, LABELS)
    told = made("silhouette").sentences
    sizes = {0: 4, 1: 4, 2: 3}
    for label, size in sizes.items():
        mean = scores[label == LABELS].mean()
        assert told[label] == f"Cluster {label}: {size} points, mean silhouette {mean:.3f}"
    assert told[3] == f"All clusters: 11 points, mean silhouette {scores.mean():.3f}"


def test_a_cluster_of_one_is_one_point():
    told = silhouette_board([[0.0], [2], [9]], [0, 0, 1], point=2).sentences
    assert told[1] == "Cluster 1: 1 point, mean silhouette 0.000"


def test_the_curves_of_the_board_are_those_of_the_helpers():
    ks = range(1, 10)
    fits = numbers(made("choosing-k"))["fits"]
    inertias = elbow(HOMES, ks, rng=0)
    assert [fit["inertia"] for fit in fits] == inertias.tolist()
    gaps = gap_statistic(HOMES, ks, runs=10, rng=0)
    assert [(fit["gap"], fit["error"]) for fit in fits] == [(g.gap, g.error) for g in gaps]
    assert [fit["f"] for fit in fits] == f_of_k(inertias, 2).tolist()
    assert fits[0]["silhouette"] is None
    for k in ks[1:]:
        labels = assign(HOMES, np.array(fits[k - 1]["means"]))
        assert fits[k - 1]["silhouette"] == pytest.approx(silhouette(HOMES, labels).mean())


def test_what_the_curves_say_is_told_for_each_k():
    told = made("choosing-k").sentences
    assert len(told) == 9
    assert told[0] == "k = 1: inertia 15241.4, gap -0.213, f(K) 1.000"
    assert told[2] == "k = 3: inertia 1209.1, silhouette 0.679, gap 1.023, f(K) 0.390"


def test_a_generator_may_be_given_in_place_of_a_seed():
    board = k_board(HOMES, most=3, rng=np.random.default_rng(5))
    assert len(board.sentences) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_board_is_light_and_brings_what_its_kind_needs(kind):
    assert made(kind).files == BOARDS[kind]
    assert len(made(kind).markup.encode()) <= 30_000


def test_a_data_frame_gives_its_names_to_the_axes():
    frame = pd.DataFrame(DOZEN, columns=["length", "width"])
    for board in (silhouette_board(frame, LABELS), k_board(frame, most=3, rng=0)):
        assert numbers(board)["data"]["columns"] == ["length", "width"]
    named = silhouette_board(frame, LABELS, columns=["a", "b"], code="flowers", caption="Which?")
    assert numbers(named)["data"]["columns"] == ["a", "b"]
    assert numbers(named)["data"]["code"] == "flowers"
    assert 'aria-label="Which?"' in named.markup


def test_the_points_come_to_the_last_digit_and_the_slider_stands_where_it_is_asked_to():
    given = numbers(k_board(DOZEN / 7, k=2, most=4, rng=0))
    assert (given["k"], given["most"]) == (2, 4)
    assert [one["name"] for one in given["others"]] == ["moons", "nothing", "draw"]
    assert numbers(silhouette_board(DOZEN, LABELS, point=4))["watched"] == 4
    assert_array_equal(numbers(made("silhouette"))["labels"], LABELS)


MANY = np.random.default_rng(0).normal(size=(501, 2))
CATS = pd.DataFrame(DOZEN, columns=["x", "y"])
WAYS = {"as is": {3: LABELS}}


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: silhouette_board(MANY, np.arange(501) % 2), "number of points .* at most 300"),
        (lambda: silhouette_board(DOZEN, LABELS + 8), "whole numbers from 0 to 8"),
        (lambda: silhouette_board(DOZEN, LABELS * 0), "2 to n-1 clusters"),
        (lambda: silhouette_board(DOZEN, LABELS, point=11), "point must be .* at most 10; got 11"),
        (lambda: silhouette_board(DOZEN, LABELS, point=-1), "point must be .* at least 0"),
        (lambda: silhouette_board(np.eye(3), [0, 1, 1]), "must have one or two columns.* got 3"),
        (lambda: silhouette_board(DOZEN, LABELS, columns=["x"]), "columns must be 2 names"),
        (lambda: k_board(MANY, rng=0), "number of points .* at most 500"),
        (lambda: k_board(DOZEN[:, :1], most=2, rng=0), "two columns.*; got 1"),
        (lambda: k_board(DOZEN, most=10, rng=0), "most must be .* at most 9; got 10"),
        (lambda: k_board(DOZEN, most=1, rng=0), "most must be .* at least 2"),
        (lambda: k_board(DOZEN, k=4, most=3, rng=0), "k must be .* at most 3; got 4"),
        (lambda: k_board(DOZEN[:3], rng=0), "number of distinct points"),
        (lambda: table_board(DOZEN, WAYS, ["x", "y"]), "table must be a pandas data frame"),
        (lambda: table_board(CATS, WAYS, ["x", "z"]), "table has no column 'z'"),
        (lambda: table_board(CATS, [LABELS], ["x", "y"]), "ways must be a dict of dicts"),
        (lambda: table_board(CATS, {"as is": LABELS}, ["x", "y"]), "ways must be a dict of dicts"),
        (lambda: table_board(CATS, {}, ["x", "y"]), "labels for the same k"),
        (lambda: table_board(CATS, {"as is": {}}, ["x", "y"]), "labels for the same k"),
        (
            lambda: table_board(CATS, WAYS | {"other": {2: LABELS % 2}}, ["x", "y"]),
            "labels for the same k",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()
