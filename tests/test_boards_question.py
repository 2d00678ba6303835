"""The question board's HTML; tests/browser asks it questions."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from untrusted import untrusted

from helpers import question_board
from helpers.boards.player import ASLEEP, BOARDS

TEXTS = ["The mean moves, and the mean stays.", "A red picture with red ink.", "Points move."]
PLACES = ["12 K-means", "32 Colours", "13 Lloyd"]
QUESTION = "Which picture is red?"
NASTY = "</script><script>alert('&\"')</script>"


def board(texts=TEXTS, places=PLACES, question=QUESTION, **settings):
    return question_board(texts, places, question, **settings)


def given(made):
    """Return what the script of a board is given."""
    soup = BeautifulSoup(made.markup, "html.parser")
    (script,) = soup.select("step-player > script[type='application/json']")
    return json.loads(script.string)


def test_it_tells_what_is_asked_and_what_is_nearest_and_why():
    asked, nearest = repr(board()).splitlines()
    assert asked == f"Asked: {QUESTION}"
    assert re.fullmatch(r"0\.866 in 32 Colours by red, picture: A red picture .*", nearest)


def test_a_question_of_unknown_words_has_no_answer():
    asked, answer = repr(board(question="Why is there a fox?")).splitlines()
    assert answer == "No text has a word of this question."
    asked, answer = repr(board(question="What is k?")).splitlines()
    assert answer == "No word of this question is left to compare."


def test_the_script_gets_the_texts_the_question_and_the_small_words():
    about = given(board(code="lines"))
    assert (about["texts"], about["places"]) == (TEXTS, PLACES)
    assert (about["question"], about["code"]) == (QUESTION, "lines")
    assert {"the", "with", "which"} <= set(about["stop"])


def test_an_output_that_is_not_trusted_keeps_the_answers():
    left = untrusted(board()._repr_html_())
    assert [item.text for item in left("li")] == repr(board()).splitlines()
    assert left.p.text == ASLEEP


def test_it_brings_what_it_needs_and_no_more():
    html, files = board()._repr_html_(), BOARDS["question"]
    styles = [name for name in files if name.endswith(".css")]
    assert html.count("<style>") == len(styles)
    assert html.count("<script>") == len(files) - len(styles)
    assert not re.search(r"(src|href)=\"?https?:|@import|fetch\(", html)


def test_text_is_shown_as_it_is_written_and_ends_no_script():
    made = board([NASTY, "b c"], [NASTY, "d"], NASTY, caption=NASTY)
    soup = BeautifulSoup(made.markup, "html.parser")
    assert len(soup("script")) == 1
    assert soup.find("step-player")["aria-label"] == NASTY
    assert NASTY in given(made)["texts"] and NASTY in given(made)["places"]


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"texts": []}, "the number of texts must be .* at least 1"),
        ({"texts": ["red"] * 2001}, "the number of texts must be .* at most 2000"),
        ({"texts": "red"}, "texts must be a list"),
        ({"texts": ["red", 1, "b"]}, "texts must be strings; got 1"),
        ({"places": [12, 32, 13]}, "places must be strings; got 12"),
        ({"places": ["12"]}, "places must have one entry for each of the 3 points"),
        ({"question": None}, "question must be strings; got None"),
        ({"texts": ["the", "a", "."]}, "empty vocabulary"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(changed, words):
    with pytest.raises(ValueError, match=words):
        board(**changed)


def test_the_same_texts_give_the_same_bytes_and_others_another_name():
    assert board().markup == board().markup
    boards = [board(), board(question="red"), board(places=["a", "b", "c"])]
    assert len({re.search(r'id="(\w+)"', one.markup)[1] for one in boards}) == 3
