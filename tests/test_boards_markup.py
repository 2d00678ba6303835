"""Elements of HTML and SVG, and what is left of them where most tags are taken away."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest
from bs4 import BeautifulSoup
from examples import TRACE
from hypothesis import given
from hypothesis import strategies as st
from untrusted import untrusted

from helpers import agglomerate, merge_player, picture_player, step_player
from helpers.boards.markup import Markup, element
from helpers.boards.still import HINT, unpacked
from helpers.drawing.captions import captions

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))  # HTML has no controls
HINT_WORDS = BeautifulSoup(HINT, "html.parser").text
GREY = np.full((4, 6, 3), 100, np.uint8)
POINTS = np.array([[0.0, 0], [1, 2], [40, 30]])
PLAYERS = {
    "steps": step_player(TRACE, caption="A run", columns=["length", "width"]),
    "merges": merge_player(POINTS, agglomerate(POINTS), columns=["east", "north"]),
    "pictures": picture_player([GREY, GREY], ["Grey.", "Grey again."]),
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
    assert left.get_text("\n", strip=True).splitlines() == [HINT_WORDS, *player.sentences]
    pictures = left("img")
    assert pictures and all(picture["alt"] for picture in pictures)
    assert all(picture["src"].startswith("data:image/") for picture in pictures)


@pytest.mark.parametrize(
    "kind, name, axes",
    [
        ("steps", "A run", ["length", "width"]),
        ("merges", "Merging clusters", ["east", "north", "points", "height"]),
    ],
)
def test_the_picture_that_is_left_stands_alone(kind, name, axes):
    (picture,) = untrusted(PLAYERS[kind]._repr_html_())("img")
    assert picture["alt"].startswith(name)
    address, _, source = picture["src"].partition(",")
    assert address == "data:image/svg+xml"
    drawn = ElementTree.fromstring(unquote(source))  # a viewer reads it as XML
    names = {part.get("id") for part in drawn.iter()}
    used = {part.get("href")[1:] for part in drawn.iter() if part.get("href")}
    used |= set(re.findall(r"url\(#(\w+)\)", drawn.get("style")))
    assert used and used <= names
    assert set(axes) <= set(drawn.itertext())


@pytest.mark.parametrize("player", PLAYERS.values(), ids=list(PLAYERS))
def test_a_drawing_that_came_as_an_image_is_the_same_drawing_again(player):
    packed_up = player._repr_html_()
    assert player.markup not in packed_up
    assert player.markup in unpacked(packed_up)
    assert unpacked(player.markup) == player.markup


def test_a_name_may_hold_what_addresses_and_markup_do_not():
    nasty = """a "b" 'c' <d> & #e %66 ü,;\\"""
    player = step_player(TRACE, caption=nasty, columns=[nasty, "%22"])
    (picture,) = untrusted(player._repr_html_())("img")
    assert picture["alt"].startswith(nasty)
    assert player.markup in unpacked(player._repr_html_())
    ElementTree.fromstring(unquote(picture["src"].partition(",")[2]))


def test_the_words_of_a_run_stand_in_their_order_where_tags_are_taken_away():
    soup = BeautifulSoup(PLAYERS["steps"].markup, "html.parser")
    assert re.search(r" length width 0 1 2 Start Assignment 0 Update 1 ", soup.svg.text)
    assert [item.text for item in soup("li")] == captions(TRACE)
