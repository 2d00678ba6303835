"""Draw a digit and cut points into parts: by mouse, by finger, and by keys alone."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect
from sklearn.datasets import load_digits

from helpers import assign, best_of, digit_board, parts_board, squared_distances, update
from helpers.boards.parts_board import both_ways

from .test_playground import AXE, VIEWS, at, keys, page_of

PICTURES = load_digits().data
MEANS = best_of(PICTURES[:300], 12, runs=1, rng=0)[-1].means
NAMES = [*map(str, range(12))]
DIGIT = digit_board(PICTURES[:9], MEANS, NAMES)
POINTS = np.random.default_rng(34).normal(size=(30, 2)).round(2)
POINTS = POINTS[POINTS[:, 0].argsort()]
PARTS = parts_board(POINTS, POINTS[[3, 14, 25]])
BOARDS = {"digit": (DIGIT, "Move one pixel right"), "parts": (PARTS, "Update by sums")}


def spot(board, x, y, side=8):
    """Return where the middle of a pixel is on the screen."""
    box = board.root.locator(".sheet").first.bounding_box()
    size = box["width"] / (10 * side + 2)
    return [box["x"] + size * (10 * x + 6), box["y"] + size * (10 * y + 6)]


def test_random_pictures_are_read_and_moved_as_numpy_does(open_small):
    page = open_small(DIGIT).page
    rng = np.random.default_rng(0)
    drawn = np.vstack([PICTURES[300:450], rng.integers(0, 17, size=(50, 64))])
    found = page.evaluate(
        """([drawn, means]) => drawn.map(pixels => [
            courseBoards.ranked(pixels, means).map(({ label, square }) => [label, square]),
            courseBoards.shifted(pixels, 8, [1, 0]), courseBoards.shifted(pixels, 8, [0, -1]),
        ])""",
        [drawn.tolist(), MEANS.tolist()],
    )
    squares = squared_distances(drawn, MEANS)
    ranks, right, up = (np.array([one[i] for one in found]) for i in range(3))
    assert np.array_equal(ranks[:, 0, 0], assign(drawn, MEANS))
    order = np.argsort(squares, axis=1, kind="stable")
    assert np.array_equal(ranks[:, :, 0], order)
    assert np.allclose(ranks[:, :, 1], np.take_along_axis(squares, order, axis=1), rtol=1e-12)
    sheets = drawn.reshape(-1, 8, 8)
    moved = np.pad(sheets, ((0, 0), (0, 0), (1, 0)))[:, :, :8]
    assert np.array_equal(right, moved.reshape(-1, 64))
    assert np.array_equal(up, np.pad(sheets, ((0, 0), (0, 1), (0, 0)))[:, 1:].reshape(-1, 64))


def test_random_points_in_parts_move_means_as_the_helpers_do(open_small):
    page = open_small(PARTS).page
    rng, cases = np.random.default_rng(1), []
    for _ in range(300):
        points = rng.integers(0, 9, size=(int(rng.integers(3, 40)), 2)) / 2
        means = rng.normal(4, 3, size=(int(rng.integers(1, 4)), 2))
        cases.append((points, means, int(rng.integers(1, 12))))
    found = page.evaluate(
        """cases => cases.map(([points, means, parts]) => {
            const { splitInto, sent, bySums, byAverages } = courseBoards;
            const pieces = splitInto(points, parts);
            const partials = pieces.map(part => sent(part, means));
            const sizes = pieces.map(one => one.length);
            return [sizes, bySums(partials, means), byAverages(partials, means)];
        })""",
        [(points.tolist(), means.tolist(), parts) for points, means, parts in cases],
    )
    for (points, means, number), (sizes, sums, averages) in zip(cases, found, strict=True):
        parts = np.array_split(points, number)
        assert sizes == [len(part) for part in parts]
        right, wrong = both_ways([part for part in parts if len(part)], means)
        assert np.allclose(sums, right, rtol=1e-12) and np.allclose(averages, wrong, rtol=1e-12)
        assert np.allclose(sums, update(points, assign(points, means), means), rtol=1e-12)


def test_a_digit_is_drawn_by_mouse_and_the_nearest_mean_is_said(open_small):
    board = open_small(DIGIT)
    board.press("Clear")
    board.page.mouse.move(*spot(board, 3, 0))
    board.page.mouse.down()
    board.page.mouse.move(*spot(board, 3, 7))
    board.page.mouse.up()
    pixels = board.state()["pixels"]
    assert np.flatnonzero(pixels).tolist() == [8 * row + 3 for row in range(8)]
    (label,) = assign([pixels], MEANS)
    assert re.match(rf"Read as {label}: mean {label} is nearest", board.said.inner_text())
    board.press("White")
    board.page.mouse.click(*spot(board, 3, 4))
    assert board.state()["pixels"][35] == 0
    board.press("Undo")
    assert board.state()["pixels"] == pixels
    assert sum("Done" in item for item in board.root.locator(".tasks li").all_inner_texts()) >= 1


def test_a_digit_is_drawn_by_finger_and_by_keys_alone(open_small):
    board = open_small(DIGIT, touch=True, width=390)
    board.press("Clear")
    board.page.touchscreen.tap(*spot(board, 2, 5))
    assert np.flatnonzero(board.state()["pixels"]).tolist() == [42]
    board.root.get_by_role("button", name="Grey").press("Enter")
    board.root.locator("svg.sheet").focus()
    keys(board, "ArrowRight", "ArrowDown", "ArrowDown")
    board.says("Row 2, column 1: 0 of 16.")
    keys(board, "Enter")
    pixels = board.state()["pixels"]
    assert (pixels[17], pixels[42], sum(pixels)) == (8, 16, 24)


def test_a_move_by_one_pixel_that_changes_the_answer_is_found_out(open_small):
    board = open_small(DIGIT)
    sheets = PICTURES[:9].reshape(-1, 8, 8)
    moved = np.pad(sheets, ((0, 0), (0, 0), (1, 0)))[:, :, :8].reshape(-1, 64)
    other = np.flatnonzero(assign(moved, MEANS) != assign(PICTURES[:9], MEANS))[0]
    board.choose("Take", str(other))
    expect(board.root.locator(".tasks .done")).to_have_count(0)
    board.press("Move one pixel right")
    expect(board.root.locator(".tasks .done")).to_have_count(1)
    assert board.said.inner_text().startswith("Moved one pixel right.")


def test_parts_are_chosen_mixed_and_added_up(open_small):
    board = open_small(PARTS)
    slider = board.root.get_by_role("slider")
    begin = board.state()["off"]
    assert begin > 0.01
    written = board.root.locator(".stage .sp-number text").all_text_contents()
    cut = np.concatenate(
        [np.full(len(part), i) for i, part in enumerate(np.array_split(POINTS, 4))]
    )
    own = assign(POINTS, POINTS[[3, 14, 25]]) == 0
    assert written == [str(number) for number in cut[own]]
    slider.press("Home")
    assert board.state()["off"] < 1e-9
    assert "the average of averages to the same place." in board.said.inner_text()
    expect(board.root.locator(".tasks li").first).not_to_have_class("done")
    slider.press("End")
    assert board.state()["parts"] == 12
    right = board.state()["right"]
    board.press("Mix the rows")
    assert np.allclose(board.state()["right"], right, rtol=1e-12)
    for _ in range(15):
        board.press("Update by sums")
    board.says(re.compile("^No mean moves by sums"))
    slider.press("ArrowLeft")
    expect(board.root.locator(".tasks li").last).to_have_class("done")
    board.press("Update by averages")
    assert board.said.inner_text().startswith("The means moved by the averages of averages")


@pytest.mark.parametrize("kind", BOARDS)
def test_a_state_is_undone_shared_and_written_as_lines(open_small, kind):
    shown, act = BOARDS[kind]
    board = open_small(shown)
    begin = board.said.inner_text()
    board.press(act)
    state = board.state()
    lines = board.root.locator("pre").text_content().splitlines()
    known = {"points": POINTS, "means": MEANS if kind == "digit" else POINTS[[3, 14, 25]]}
    exec("\n".join(lines[:-1]), known)
    end = eval(lines[-1], known)
    meant = state["means"][0]["label"] if kind == "digit" else state["right"]
    assert np.allclose(end if kind == "digit" else end[0], meant, rtol=1e-12)
    board.press("Copy address")
    address = board.page.evaluate("location.hash")
    board.press("Undo")
    board.says(begin)
    again = at(board.page, page_of(shown), address)
    for name in ("pixels", "means", "order", "parts"):
        assert again.state().get(name) == state.get(name)
    for broken in ("pixels=01", "cut=0&look=0", f"pixels={'z' * 64}", "cut=99"):
        damaged = at(board.page, page_of(shown), f"#{kind}=1&{broken}")
        damaged.says("This address is damaged, so the board is at its start.")


@pytest.mark.parametrize("kind", BOARDS)
@pytest.mark.parametrize("width, scheme", VIEWS)
def test_a_board_is_open_to_everyone_and_fits_the_page(open_small, kind, width, scheme):
    shown, act = BOARDS[kind]
    board = open_small(shown, width=width, scheme=scheme)
    board.root.get_by_text("In Python").click()
    board.page.evaluate(AXE)
    for name in (act, "How it stands"):
        board.press(name)
        rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
        assert board.page.evaluate(rules) == []
    assert board.page.evaluate("document.documentElement.scrollWidth") <= width
    for part in board.root.locator("button:visible, input:visible, select:visible").all():
        assert part.bounding_box()["height"] >= 43.5


@pytest.mark.parametrize("kind", BOARDS)
def test_without_scripts_the_story_is_told(open_page, kind):
    page = open_page("blank.html", scripts=False)
    page.set_content(page_of(BOARDS[kind][0]))
    root = page.locator("step-player")
    assert root.locator(".board:visible").count() == 0
    assert root.locator("ol > li").all_inner_texts() == BOARDS[kind][0].sentences
    assert root.get_by_role("img").bounding_box()["width"] > 500
