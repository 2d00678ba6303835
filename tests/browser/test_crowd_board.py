"""Turn the two settings of DBSCAN: with a mouse, with a finger, and with keys alone."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect
from sklearn.cluster import DBSCAN

from helpers import crowd_board
from helpers.boards.player import FOLDER

from .test_playground import AXE, VIEWS, Board, at, keys, page_of, touches

TEN = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [2.4, 1], [3.6, 1], [6, 0], [6, 1], [7, 0], [7, 1]])
SHOWN = crowd_board(TEN, eps=1.5, min_samples=4, point=5, code="ten")
AT_FIRST = SHOWN.sentences[0]


def crowded(rng):
    """Return points and settings that make DBSCAN difficult: ties, duplicates, borders of two."""
    n = int(rng.integers(1, 30))
    points = rng.normal(size=(n, 2)) * rng.choice([1e-3, 1, 1e3])
    eps = float(np.ptp(points) * rng.uniform(0.01, 0.5)) or 1.0
    if rng.random() < 0.5:
        points, eps = rng.integers(0, 7, size=(n, 2)).astype(float), float(rng.integers(1, 4))
    return points, eps, int(rng.integers(1, 9))


def test_three_hundred_times_the_browser_finds_the_labels_of_scikit_learn(chromium):
    rng = np.random.default_rng(0)
    cases = [crowded(rng) for _ in range(300)]
    page = chromium.new_page()
    for name in ("arithmetic.js", "dbscan.js"):
        page.add_script_tag(content=(FOLDER / name).read_text(encoding="utf-8"))
    found = page.evaluate(
        """cases => cases.map(([points, eps, least]) => {
             const { labels, kinds } = courseBoards.dbscan(points, eps, least);
             return [labels, kinds, courseBoards.reaches(points, 1 + least % points.length)];
           })""",
        [[points.tolist(), eps, least] for points, eps, least in cases],
    )
    page.close()
    seen = set()
    for (points, eps, least), (labels, kinds, far) in zip(cases, found, strict=True):
        model = DBSCAN(eps=eps, min_samples=least).fit(points)
        assert labels == model.labels_.tolist()
        core = [i for i, kind in enumerate(kinds) if kind == "core"]
        assert core == model.core_sample_indices_.tolist()
        assert [kind == "noise" for kind in kinds] == (model.labels_ == -1).tolist()
        table = np.sort(np.linalg.norm(points[:, None] - points, axis=2), axis=1)
        assert np.allclose(far, np.sort(table[:, least % len(points)]))
        seen |= set(kinds)
    assert seen == {"core", "border", "noise"}


def slide(board, name, *pressed):
    board.root.get_by_label(name, exact=True).focus()
    keys(board, *pressed)


def done(board):
    return board.root.locator(".tasks .done").all_inner_texts()


def test_sliders_turn_the_settings_and_core_border_and_noise_have_marks(open_small):
    board = open_small(SHOWN)
    expect(board.said).to_contain_text(AT_FIRST)
    expect(board.root.locator(".sp-rings circle")).to_have_count(1)
    crosses = board.root.locator(".sp-noise")
    assert crosses.get_attribute("d").count("M") == 1
    slide(board, "Least number of points", "ArrowLeft")
    expect(board.said).to_contain_text("eps 1.5, at least 3: 2 clusters; 9 core points, 1 border")
    assert (crosses.get_attribute("d") or "").count("M") == 0
    slide(board, "eps", "ArrowRight", "ArrowRight")
    assert board.state()["eps"] == 1.7
    labels = DBSCAN(eps=1.7, min_samples=3).fit_predict(TEN)
    assert board.state()["labels"] == labels.tolist()
    for _ in range(3):
        board.press("Undo")
    expect(board.said).to_contain_text(AT_FIRST)
    board.press("How it stands")
    expect(board.said).to_contain_text("Cluster 1: 4 core points, no border points.")


def test_a_press_looks_at_a_point_and_a_drag_moves_it_without_a_word(open_small):
    board = open_small(SHOWN)
    expect(board.said).to_contain_text("Point 5 at (3.60, 1.00): 2 points within eps")
    board.click([0, 0])
    expect(board.said).to_contain_text("4 points within eps, itself counted; core of cluster 0.")
    before = board.said.inner_text()
    board.page.mouse.move(*board.pixel([3.6, 1]))
    board.page.mouse.down()
    board.page.mouse.move(*board.pixel([1.5, 0.5]), steps=4)
    board.says(before)
    board.page.mouse.up()
    expect(board.said).to_contain_text("2 clusters; 9 core points, 1 border point, no noise")
    assert board.state()["watched"] == 5


def test_keys_alone_look_at_a_point_add_one_and_erase_it(open_small):
    board = open_small(SHOWN)
    board.root.evaluate("e => e.played.plane.at = e.played.plane.spotOf([7, 1])")
    board.plane.focus()
    keys(board, "Enter", "Enter")
    assert board.state()["watched"] == 9
    keys(board, "p", "Shift+ArrowLeft", "Enter")
    assert len(board.state()["points"]) == 11
    keys(board, "Delete")
    assert len(board.state()["points"]) == 10


def test_a_finger_moves_a_point_on_a_phone(open_small):
    board = open_small(SHOWN, touch=True, width=390)
    touch = touches(board.page)
    start, end = np.array(board.pixel([3.6, 1])), np.array(board.pixel([5, 0]))
    touch("Start", *start.tolist())
    for share in np.linspace(0.1, 1, 8):
        touch("Move", *(start + share * (end - start)).tolist())
    touch("End")
    expect(board.said).to_contain_text("Point 5 at (5")


def test_everything_there_is_to_find_out_can_be_found(open_small):
    board = open_small(SHOWN)
    assert done(board) == []
    slide(board, "eps", *["ArrowRight"] * 9)
    expect(board.root.locator(".tasks .done")).to_have_count(1)
    slide(board, "eps", "Home")
    expect(board.root.locator(".tasks .done")).to_have_count(2)
    board.press("Reset")
    slide(board, "Least number of points", "Home", "ArrowRight")
    slide(board, "eps", "ArrowLeft")
    board.press("Add points")
    board.click([4.8, 1])
    expect(board.root.locator(".tasks .done")).to_have_count(3)
    board.choose("Data", "moons")
    expect(board.root.locator(".tasks .done")).to_have_count(3)
    moons = np.array(board.state()["points"])
    fits = [(e, DBSCAN(eps=e, min_samples=2).fit_predict(moons)) for e in range(1, 100)]
    eps = next(e for e, labels in fits if labels.max() == 1 and labels.min() == 0)
    board.root.evaluate("(e, eps) => e.played.go({ ...e.played.state, eps })", eps)
    expect(board.root.locator(".tasks .done")).to_have_count(4)
    board.choose("Data", "nothing")
    expect(board.root.locator(".tasks .done")).to_have_count(4)
    board.root.evaluate("e => e.played.go({ ...e.played.state, eps: 19 })")
    expect(board.root.locator(".tasks .done")).to_have_count(5)


def test_an_address_brings_a_state_back_and_a_damaged_one_the_start(open_small):
    board = open_small(SHOWN)
    moved = at(board.page, page_of(SHOWN), "#crowds=1&eps=2.5&least=4&point=3&data=own")
    expect(moved.said).to_contain_text("eps 2.5, at least 4:")
    expect(moved.said).to_contain_text("Point 3 at")
    written = moved.root.evaluate("e => e.played.written(e.played.state)")
    assert written == "eps=2.5&least=4&point=3&data=own"
    for parts in ("eps=0&least=4&point=0&data=own", "eps=1&least=99&point=0&data=own", "eps=1"):
        damaged = at(board.page, page_of(SHOWN), f"#crowds=1&{parts}")
        damaged.says("This address is damaged, so the board is at its start.")


def test_the_lines_of_python_give_the_labels_of_the_board(open_small):
    board = open_small(SHOWN)
    for data in ("own", "moons", "nothing"):
        board.choose("Data", data)
        *lines, last = board.root.locator("pre").text_content().splitlines()
        known = {"ten": TEN}
        exec("\n".join(lines), known)
        assert eval(last, known).tolist() == board.state()["labels"]


@pytest.mark.parametrize("width, scheme", VIEWS)
def test_the_board_is_open_to_everyone_and_fits_the_page(open_small, width, scheme):
    board = open_small(SHOWN, width=width, scheme=scheme)
    board.root.get_by_text("In Python").click()
    board.page.evaluate(AXE)
    rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
    assert board.page.evaluate(rules) == []
    board.choose("Data", "draw")
    expect(board.said).to_have_text(re.compile(": no clusters; no core points"))
    assert board.page.evaluate(rules) == []
    assert board.page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_it_is_told_and_two_boards_do_not_meet(open_page):
    page = open_page("blank.html", scripts=False)
    page.set_content(page_of(SHOWN))
    assert page.locator("ol > li").all_inner_texts() == SHOWN.sentences
    page = open_page("blank.html")
    page.set_content(page_of(SHOWN, SHOWN))
    one, other = (Board(root) for root in page.locator("step-player").all())
    slide(one, "eps", "ArrowRight")
    assert (one.state()["eps"], other.state()["eps"]) == (1.6, 1.5)
