"""Change the counts of a scoreboard: with a mouse, with a finger, and with keys alone."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect
from sklearn import metrics

from helpers import (
    adjusted_mutual_information,
    adjusted_rand_index,
    contingency,
    homogeneity_completeness_v,
    scoreboard,
)
from helpers.boards.player import FOLDER

from .test_playground import AXE, VIEWS

TRUTH = ["cat"] * 3 + ["dog"] * 3
LABELS = [0, 0, 1, 1, 1, 1]
LETTERS = ["A"] * 80 + ["B"] * 10 + ["C"] * 10
FOUND = [0] * 80 + [1] * 10 + [2] * 10
KINDS = ["any", "sparse", "dealt by lot", "one class", "alone", "same", "large"]
PER_KIND = 80


# The arithmetic


def counts_of(kind, rng):
    """Return a table of a kind that makes scores difficult."""
    shape = rng.integers(1, 7, size=2)
    counts = rng.integers(0, 40, size=shape)
    if kind in ("sparse", "large"):
        counts = counts * (rng.random(shape) < 0.4) * (10 if kind == "large" else 1)
    if kind == "dealt by lot":
        labels = rng.integers(0, 7, size=(2, 60))
        counts = contingency(*labels)
    if kind == "one class":
        counts = counts[:1]
    if kind == "alone":
        counts = np.eye(rng.integers(2, 9), dtype=int)[:, : rng.integers(1, 9)]
        counts = counts.cumsum(axis=0) if rng.random() < 0.5 else counts
    if kind == "same":
        counts = np.diag(rng.integers(0, 30, size=rng.integers(1, 8)))
    counts[0, 0] += not counts.any()
    return counts


def labelings(counts):
    """Return a class and a cluster for each point of a table."""
    rows, columns = np.indices(counts.shape).reshape(2, -1)
    return np.repeat(rows, counts.ravel()), np.repeat(columns, counts.ravel())


@pytest.fixture(scope="module")
def scripts(chromium):
    """Open an empty page with the pure functions and nothing else."""
    page = chromium.new_page()
    page.add_script_tag(content=(FOLDER / "scores.js").read_text(encoding="utf-8"))
    yield page
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_browser_finds_the_scores_of_the_helpers_and_of_scikit_learn(scripts, kind):
    rng = np.random.default_rng(KINDS.index(kind))
    tables = [counts_of(kind, rng) for _ in range(PER_KIND)]
    found = scripts.evaluate(
        "all => all.map(courseBoards.scoresOf)", [counts.tolist() for counts in tables]
    )
    for counts, scores in zip(tables, found, strict=True):
        truth, labels = labelings(counts)
        homogeneity, completeness, _ = homogeneity_completeness_v(truth, labels)
        meant = [counts.max(axis=0).sum() / counts.sum(), homogeneity, completeness]
        meant += [adjusted_mutual_information(truth, labels), adjusted_rand_index(truth, labels)]
        assert np.allclose(list(scores.values()), meant, rtol=0, atol=1e-9), counts
        theirs = [f(truth, labels) for f in (metrics.homogeneity_score, metrics.completeness_score)]
        theirs += [metrics.adjusted_mutual_info_score(truth, labels)]
        theirs += [metrics.adjusted_rand_score(truth, labels)]
        if kind != "one class":  # there scikit-learn has its own idea of completeness and AMI
            assert np.allclose(list(scores.values())[1:], theirs, rtol=0, atol=1e-9), counts


def test_points_that_are_dealt_by_lot_keep_their_class_and_go_anywhere(scripts):
    deal = "([counts, draws]) => courseBoards.dealt(counts, () => draws.pop())"
    counts = [[50, 0, 0], [0, 20, 0], [0, 0, 0]]
    draws = np.random.default_rng(0).random(70)
    dealt = np.array(scripts.evaluate(deal, [counts, draws[::-1].tolist()]))
    meant = [np.bincount((part * 3).astype(int), minlength=3) for part in np.split(draws, [50, 70])]
    assert dealt.tolist() == [part.tolist() for part in meant]


# The board


class Board:
    """The parts of a scoreboard on a page, as a reader finds them."""

    def __init__(self, root):
        self.root, self.page = root, root.page
        self.said, self.answer = root.locator(".said"), root.locator(".answer")

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def field(self, name):
        return self.root.get_by_label(name, exact=True)

    def write(self, name, count):
        self.field(name).fill(str(count))
        self.field(name).press("Enter")

    def act(self, act):
        """Press a button, or write a count into a cell."""
        if isinstance(act, str):
            self.press(act)
        else:
            self.write(*act)

    def counts(self):
        return self.root.evaluate("e => e.played.state.counts")

    def scores(self):
        rows = self.root.locator(".counted > table tr").all()
        return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows}

    def done(self):
        return self.root.locator(".tasks .done").all_inner_texts()


@pytest.fixture
def open_board(open_page):
    """Return a function that opens a page with one scoreboard and nothing else."""

    def open_board(truth=TRUTH, labels=LABELS, scores=None, **look):
        page = open_page("blank.html", **look)
        scheme = '<meta name="color-scheme" content="light dark">'
        html = scoreboard(truth, labels, scores=scores)._repr_html_()
        page.set_content(f"<title>A page</title>{scheme}<main>{html}</main>")
        return Board(page.locator("step-player"))

    return open_board


def test_counts_are_changed_by_mouse_and_the_scores_follow(open_board):
    board = open_board()
    ari = adjusted_rand_index(TRUTH, LABELS)
    assert board.scores()["ARI"] == [f"{ari:.3f}", "", ""]
    board.root.get_by_label("−1 cat in cluster 1").click()
    assert board.counts() == [[2, 0], [0, 3]]
    assert board.scores()["ARI"] == ["1.000", "", f"+{1 - ari:.3f}"]
    expect(board.said).to_have_text(re.compile(r"^cat in cluster 1: 0\. .*accuracy 1\.000"))
    board.root.get_by_label("+1 dog in cluster 0").click()
    assert board.counts() == [[2, 0], [1, 3]]
    board.press("Undo")
    board.press("Undo")
    assert board.counts() == [[2, 1], [0, 3]]
    expect(board.root.get_by_role("button", name="Undo")).to_be_disabled()


def test_each_class_says_how_many_points_it_has_in_all(open_board):
    board = open_board(LETTERS, FOUND)
    board.write("B in cluster 1", 3)
    heads = board.root.locator(".counted > div th[scope=row]").all_inner_texts()
    assert [head.split() for head in heads] == [
        [name, count, "in", "all"] for name, count in [("A", "80"), ("B", "3"), ("C", "10")]
    ]
    board.press("Undo")
    expect(board.root.get_by_text("10 in all")).to_have_count(2)


def test_only_a_score_below_0_has_a_dashed_bar(open_board):
    board = open_board([0, 0, 1, 1], [0, 1, 0, 1], scores=["completeness", "ARI"])
    bars = board.root.locator(".counted .bar").all()
    styles = [bar.evaluate("bar => getComputedStyle(bar).borderTopStyle") for bar in bars]
    assert styles == ["solid", "dashed"]


def test_no_count_is_below_nothing_or_more_than_its_cell_can_show(open_board):
    board = open_board()
    board.root.get_by_label("−1 dog in cluster 0").click()
    board.write("cat in cluster 0", -4)
    board.write("cat in cluster 1", 123456)
    board.write("dog in cluster 1", "")
    assert board.counts() == [[0, 9999], [0, 0]]
    assert board.field("dog in cluster 1").input_value() == "0"
    board.write("cat in cluster 1", "2.4")
    assert board.counts()[0][1] == 2
    board.write("cat in cluster 1", "0")
    assert board.scores()["AMI"] == ["none", "", ""]


def test_a_finger_changes_counts_on_a_phone(open_board):
    board = open_board(touch=True, width=390)
    board.root.get_by_label("+1 dog in cluster 0").tap()
    board.root.get_by_role("button", name="Add a cluster").tap()
    assert board.counts() == [[2, 1, 0], [1, 3, 0]]


def test_keys_alone_change_a_count(open_board):
    board = open_board()
    board.root.get_by_role("button", name="Exchange the names of cluster 0 and the next").focus()
    for name in ["Tab", "Tab", "ArrowUp", "ArrowUp", "Tab", "ArrowDown"]:
        board.page.keyboard.press(name)
    assert board.counts() == [[4, 0], [0, 3]]
    expect(board.field("cat in cluster 1")).to_be_focused()


def test_clusters_exchange_their_names_and_no_score_changes(open_board):
    board = open_board(LETTERS, FOUND)
    board.write("B in cluster 0", 7)
    before = {name: cells[0] for name, cells in board.scores().items()}
    board.press("Exchange the names of cluster 0 and the next")
    board.press("Exchange the names of cluster 2 and the next")
    assert board.counts() == [[0, 80, 0], [0, 7, 10], [10, 0, 0]]
    assert board.scores() == {name: [score, "", ""] for name, score in before.items()}
    expect(board.said).to_have_text(re.compile("^Clusters 2 and 0 have exchanged names"))


def test_points_are_dealt_by_lot_to_as_many_clusters_as_there_are(open_board):
    board = open_board(LETTERS, FOUND)
    board.press("Add a cluster")
    board.press("Deal by lot")
    counts = np.array(board.counts())
    assert counts.sum(axis=1).tolist() == [80, 10, 10]
    assert counts.shape == (3, 4) and (counts.sum(axis=0) > 5).all()
    for _ in range(6):
        board.press("Add a cluster")
    expect(board.said).to_have_text("There is room for nine clusters.")


WAYS = {
    "Exchange the names": ["Exchange the names of cluster 0 and the next"],
    "Find a table with an accuracy": [
        *[("A in cluster 0", 100), ("B in cluster 1", 0), ("C in cluster 2", 0)],
        ("B in cluster 0", 5),
    ],
    "Bring the AMI to −0.01": [
        *[("A in cluster 0", 10), ("A in cluster 1", 10), ("B in cluster 0", 10)],
        ("C in cluster 2", 0),
    ],
    "Find homogeneity 1": ["Add a cluster", ("A in cluster 0", 40), ("A in cluster 3", 40)],
    "Put a class into": [("B in cluster 1", 0), ("B in cluster 0", 10), ("A in cluster 0", 30)],
}


@pytest.mark.parametrize("task", WAYS)
def test_the_board_knows_when_something_was_found_out(open_board, task):
    board = open_board(LETTERS, FOUND)
    assert board.done() == []
    *before, last = WAYS[task]
    for act in before:
        board.act(act)
    assert not any(task in done for done in board.done())
    board.act(last)
    assert any(done.startswith(f"Done: {task}") for done in board.done())
    expect(board.answer).to_contain_text(f"Found out: {task}")
    board.press("Undo")
    assert any(done.startswith(f"Done: {task}") for done in board.done())


@pytest.mark.parametrize(
    "scores, count", [(["accuracy", "AMI"], 3), (["AMI", "ARI"], 1), (["accuracy", "ARI"], 0)]
)
def test_only_tasks_about_scores_that_are_shown_are_set(open_board, scores, count):
    tasks = open_board(scores=scores).root.locator(".tasks li").all_inner_texts()
    assert len(tasks) == count
    others = {"accuracy", "homogeneity", "completeness", "AMI", "ARI"} - set(scores)
    assert not [task for task in tasks for score in others if score in task]


def test_an_address_brings_the_table_back_and_a_damaged_one_says_so(open_board):
    board = open_board()
    board.press("Add a cluster")
    board.write("dog in cluster 2", 12)
    board.press("Copy address")
    address = board.page.evaluate("location.hash")
    assert address == "#scores=1&counts=2,1,0;0,3,12"
    board.press("Reset")
    assert board.counts() == [[2, 1], [0, 3]]
    board.page.evaluate("location.hash = '#other'")
    board.page.evaluate("address => { location.hash = address }", address)
    board.page.wait_for_function("document.querySelector('.said').textContent.includes('AMI')")
    assert board.counts() == [[2, 1, 0], [0, 3, 12]]
    for damage in ["1,2;3,", "1,2", "1,2;3", "a,b;c,d", "1,2;3,4;5,6", "1,2;3,99999", ""]:
        board.page.evaluate(f"location.hash = '#scores=1&counts={damage}'")
        expect(board.said).to_have_text(re.compile("^This address is damaged"))
        assert board.counts() == [[2, 1], [0, 3]]
        board.page.evaluate("location.hash = ''")


def test_the_lines_make_the_same_table(open_board, capsys):
    board = open_board()
    board.write("dog in cluster 0", 4)
    board.root.get_by_text("In Python").click()
    known = {}
    exec(board.root.locator("pre").inner_text(), known)
    assert contingency(known["truth"], known["labels"]).tolist() == board.counts()
    assert f"{float(capsys.readouterr().out):.3f}" == board.scores()["AMI"][0]


def test_how_it_stands_tells_every_count_and_score(open_board):
    board = open_board(scores=["AMI"])
    board.press("How it stands")
    ami = adjusted_mutual_information(TRUTH, LABELS)
    expect(board.said).to_have_text(
        "cat in cluster 0: 2. cat in cluster 1: 1. dog in cluster 0: 0. dog in cluster 1: 3. "
        f"AMI {ami:.3f}."
    )


@pytest.mark.parametrize("width, scheme", [*VIEWS, (320, "light")])
def test_a_board_is_open_to_everyone_and_fits_the_page(open_board, width, scheme):
    board = open_board(LETTERS, FOUND, width=width, scheme=scheme)
    for _ in range(2):
        board.page.evaluate(AXE) if not board.page.evaluate("'axe' in window") else None
        rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
        assert json.dumps(board.page.evaluate(rules)) == "[]"
        assert board.page.evaluate("document.documentElement.scrollWidth") <= width
        board.root.get_by_text("In Python").click()
        board.write("B in cluster 0", 3)


def test_buttons_are_large_enough_for_a_thumb(open_board):
    board = open_board(LETTERS, FOUND, width=390)
    for box in board.root.locator("button:visible, .counted input").all():
        size = box.bounding_box()
        assert min(size["width"], size["height"]) >= 24


@pytest.mark.parametrize("scripts, media", [(False, "screen"), (True, "print")])
def test_without_scripts_and_on_paper_the_table_is_shown(open_page, scripts, media):
    page = open_page("blank.html", scripts=scripts)
    page.set_content(f"<title>A page</title><main>{scoreboard(TRUTH, LABELS)._repr_html_()}</main>")
    page.emulate_media(media=media)
    tables = page.locator("step-player > table:visible")
    assert tables.first.inner_text().split() == [
        "cluster",
        "0",
        "cluster",
        "1",
        "cat",
        "2",
        "1",
        "dog",
        "0",
        "3",
    ]
    assert "0.833" in tables.last.inner_text()
    expect(page.locator(".board:visible")).to_have_count(0)
