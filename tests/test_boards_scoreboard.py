"""The scoreboard's HTML; tests/browser changes its counts."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from untrusted import untrusted

from helpers import adjusted_mutual_information, adjusted_rand_index, scoreboard
from helpers.boards.player import ASLEEP, BOARDS

TRUTH = ["cat", "cat", "cat", "dog", "dog", "dog"]
LABELS = [0, 0, 1, 1, 1, 1]
NASTY = "</script><script>alert('&\"')</script>"


def given(board):
    """Return what the script of a board is given."""
    soup = BeautifulSoup(board.markup, "html.parser")
    (script,) = soup.select("step-player > script[type='application/json']")
    return json.loads(script.string)


def tables(markup):
    """Return the words of each table, row by row."""
    soup = BeautifulSoup(markup, "html.parser")
    return [
        [[cell.text for cell in row(["th", "td"])] for row in table("tr")]
        for table in soup("table")
    ]


def test_without_a_script_the_table_and_its_scores_are_there():
    counts, scores = tables(scoreboard(TRUTH, LABELS).markup)
    assert counts == [["", "cluster 0", "cluster 1"], ["cat", "2", "1"], ["dog", "0", "3"]]
    ami, ari = adjusted_mutual_information(TRUTH, LABELS), adjusted_rand_index(TRUTH, LABELS)
    assert [name for name, _ in scores] == [
        *("accuracy", "homogeneity", "completeness", "AMI", "ARI"),
    ]
    assert dict(scores)["accuracy"] == "0.833"
    assert (dict(scores)["AMI"], dict(scores)["ARI"]) == (f"{ami:.3f}", f"{ari:.3f}")


def test_the_script_gets_the_counts_the_names_and_the_scores_to_show():
    board = given(scoreboard(TRUTH, list("xxyyyy"), scores=["AMI", "accuracy"]))
    assert board == {
        "classes": ["cat", "dog"],
        "clusters": ["x", "y"],
        "counts": [[2, 1], [0, 3]],
        "scores": ["AMI", "accuracy"],
    }


def test_an_output_that_is_not_trusted_keeps_both_tables():
    left = untrusted(scoreboard(TRUTH, LABELS)._repr_html_())
    assert tables(str(left)) == tables(scoreboard(TRUTH, LABELS).markup)
    assert left.p.text == ASLEEP


def test_it_tells_in_words_what_it_shows():
    assert repr(scoreboard(TRUTH, LABELS, scores=["ARI"])).splitlines() == [
        "cat: 2 in cluster 0, 1 in cluster 1",
        "dog: 0 in cluster 0, 3 in cluster 1",
        "ARI 0.324",
    ]


@pytest.mark.parametrize("labels", [[0] * 8, range(8), [0, 1] * 4])
def test_a_score_that_is_zero_has_no_minus(labels):
    assert "-0.000" not in repr(scoreboard([0] * 3 + [1] * 5, labels))


def test_it_brings_what_it_needs_and_no_more():
    html = scoreboard(TRUTH, LABELS)._repr_html_()
    files = BOARDS["scores"]
    styles = [name for name in files if name.endswith(".css")]
    assert html.count("<style>") == len(styles)
    assert html.count("<script>") == len(files) - len(styles)
    assert not re.search(r"(src|href)=\"?https?:|@import|fetch\(", html)


def test_text_is_shown_as_it_is_written_and_ends_no_script():
    board = scoreboard([NASTY, "b"], ["c", NASTY], caption=NASTY)
    soup = BeautifulSoup(board.markup, "html.parser")
    assert len(soup("script")) == 1
    assert soup.find("step-player")["aria-label"] == NASTY
    assert NASTY in given(board)["classes"] and NASTY in given(board)["clusters"]


@pytest.mark.parametrize(
    "truth, labels, settings, words",
    [
        (range(10), [0] * 10, {}, "the number of classes must be .* at most 9"),
        ([0] * 10, range(10), {}, "the number of clusters must be .* at most 9"),
        (TRUTH, [0], {}, "labels"),
        ([], [], {}, "truth"),
        (TRUTH, LABELS, {"scores": ["NMI"]}, "scores must be some of accuracy, .*; got"),
        (TRUTH, LABELS, {"scores": "AMI"}, "scores must be some of accuracy"),
        (TRUTH, LABELS, {"scores": []}, "scores must be some of accuracy"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(truth, labels, settings, words):
    with pytest.raises(ValueError, match=words):
        scoreboard(truth, labels, **settings)


def test_the_same_labels_give_the_same_bytes_and_others_another_name():
    assert scoreboard(TRUTH, LABELS).markup == scoreboard(TRUTH, LABELS).markup
    boards = [scoreboard(TRUTH, LABELS), scoreboard(TRUTH, TRUTH), scoreboard(LABELS, TRUTH)]
    assert len({re.search(r'id="(\w+)"', board.markup)[1] for board in boards}) == 3
