"""Elements of HTML and SVG, and what is left of them where most tags are taken away."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from examples import TRACE, unfolded
from hypothesis import given
from hypothesis import strategies as st
from untrusted import untrusted

from helpers import (
    agglomerate,
    crowd_board,
    ink_board,
    k_board,
    linkage_board,
    merge_player,
    next_mean,
    pencil_board,
    picture_player,
    playground,
    silhouette_board,
    step_player,
    table_board,
    two_starts,
    unit_slider,
    venue_board,
)
from helpers.boards.markup import Markup, element
from helpers.boards.player import ASLEEP
from helpers.drawing.captions import captions

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))  # HTML has no controls
GREY = np.full((4, 6, 3), 100, np.uint8)
POINTS = np.array([[0.0, 0], [1, 2], [40, 30]])
PLAYERS = {
    "steps": step_player(TRACE, caption="A run", columns=["length", "width"]),
    "merges": merge_player(POINTS, agglomerate(POINTS), columns=["east", "north"]),
    "pictures": picture_player([GREY, GREY], ["Grey.", "Grey again."]),
    "playground": playground(POINTS, POINTS[:2], columns=["east", "north"]),
    "starts": two_starts(POINTS, POINTS[:2], POINTS[1:]),
    "next-mean": next_mean(POINTS, POINTS[[2, 0]]),
    "silhouette": silhouette_board(POINTS, [0, 0, 1]),
    "choosing-k": k_board(POINTS, most=2, rng=0),
    "linkage": linkage_board(POINTS),
    "crowds": crowd_board(POINTS, eps=3, min_samples=2),
    "unit": unit_slider(POINTS, POINTS[:2]),
    "pencil": pencil_board(POINTS, POINTS[:2]),
    "table": table_board(
        pd.DataFrame(POINTS).assign(kind=["a", None, "b"]), {"plain": {2: [0, 0, 1]}}, [0, 1]
    ),
    "venues": venue_board(POINTS, POINTS[:2]),
    "inks": ink_board(GREY, 1),
}


@given(TEXTS, TEXTS)
def test_whatever_is_text_comes_back_as_it_was(inside, value):
    written = element("p", inside, element("b", value), title=value)
    read = BeautifulSoup(written, "html.parser").p
    assert read["title"] == read.b.text == value
    assert read.text == inside + value
    assert read.find_all() == [read.b]


def test_what_is_markup_is_not_escaped_again():
    assert element("p", Markup("<b>&amp;</b>"), "<b>") == "<p><b>&amp;</b>&lt;b&gt;</p>"


def test_only_an_element_that_is_given_nothing_closes_itself():
    """HTML has no such elements but a few: an empty title would take in the rest of the page."""
    assert element("path", d="M0 0") == '<path d="M0 0"/>'
    assert element("title", "") == "<title></title>"


def test_attributes_stand_in_their_order_and_those_that_are_none_are_left_out():
    written = element("a", 0, class_="x", aria_hidden="true", id=None, href="", tabindex=0)
    assert written == '<a class="x" aria-hidden="true" href="" tabindex="0">0</a>'


@pytest.mark.parametrize("player", PLAYERS.values(), ids=list(PLAYERS))
def test_an_output_that_is_not_trusted_is_a_line_pictures_and_the_sentences(player):
    left = untrusted(player._repr_html_())
    words = " ".join(left.get_text(" ", strip=True).split())
    assert words == " ".join([*ASLEEP.split(), *" ".join(player.sentences).split()])
    assert [item.get_text(" ", strip=True) for item in left("li")] == player.sentences
    pictures = left("img")
    assert pictures and all(picture["alt"] for picture in pictures)
    assert all(picture["src"].startswith("data:image/") for picture in pictures)


@pytest.mark.parametrize(
    "kind", ["steps", "merges", "playground", "starts", "next-mean", "unit", "pencil", "choosing-k"]
)
def test_a_storyboard_is_an_image_that_needs_nothing_and_leaves_no_text_behind(kind):
    soup = BeautifulSoup(PLAYERS[kind]._repr_html_(), "html.parser")
    for tag in soup(["script", "style", "ol", "p"]):
        tag.decompose()
    assert soup.text.strip() == ""
    drawing = ElementTree.fromstring(unquote(soup.img["src"].partition(",")[2]))
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    text = ElementTree.tostring(drawing, encoding="unicode")
    assert not re.search(r"url\((?!#)|href=\"(?!#)", text)


def test_the_words_of_a_run_stand_in_their_order_in_its_picture():
    soup = BeautifulSoup(unfolded(PLAYERS["steps"].markup), "html.parser")
    assert re.search(r" length width 0 1 2 Start Assignment 0 Update 1 ", soup.svg.text)
    assert [item.text for item in soup("li")] == captions(TRACE)


def test_signs_that_xml_forbids_do_not_break_the_picture():
    odd = step_player(TRACE, columns=["a\x00b\ud800", "'\"<&>#%"])
    src = BeautifulSoup(odd.markup, "html.parser").img["src"]
    assert ElementTree.fromstring(unquote(src.partition(",")[2])).tag.endswith("}svg")
