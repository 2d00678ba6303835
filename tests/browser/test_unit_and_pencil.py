"""Move the unit and fill in the pencil board: by mouse, by finger, and by keys alone."""

import re
from itertools import combinations

import numpy as np
import pytest
from playwright.sync_api import expect

import helpers
from helpers import assign, lloyd, pencil_board, unit_slider, update
from helpers.boards.unit_slider import neighbours
from helpers.drawing.captions import captions

from .test_playground import AXE, VIEWS, Board, at, keys, page_of

PEOPLE = np.array(
    [[4, 103], [6, 116], [7, 122], [9, 133], [13, 158], [15, 160], [17, 180], [33, 164]]
    + [[35, 181], [38, 178], [68, 174], [71, 160]]
)
NAMES = ["Ada", "Ben", "Chen", "Dina", "Eli", "Fatou"]
NAMES += ["Goran", "Hana", "Ivo", "Jun", "Kofi", "Lena"]
SIX = np.array([[8, 5], [6, 3], [3, 1], [0, 4], [0, 5], [1, 2]])
NEAR = unit_slider(PEOPLE, names=NAMES)
GROUPS = unit_slider(PEOPLE, PEOPLE[:2])
PENCIL = pencil_board(SIX, SIX[:2])
BOARDS = {"near": NEAR, "groups": GROUPS, "pencil": PENCIL}


def act(board):
    """Do the first thing that a reader does on a board."""
    slider = board.root.get_by_role("slider")
    if slider.count():
        slider.press("ArrowLeft")
    else:
        board.press("Fill in this row")


def enter(board, number):
    """Write a number into the field of the pencil board."""
    board.root.get_by_role("textbox").fill(str(number))
    board.page.keyboard.press("Enter")


# The arithmetic


@pytest.mark.parametrize("seed", range(5))
def test_the_nearest_ones_are_those_of_the_helpers(open_small, seed):
    board = open_small(NEAR)
    rng = np.random.default_rng(seed)
    cases = [rng.integers(0, 6, size=(int(rng.integers(2, 30)), 2)) / 2 for _ in range(50)]
    cases += [rng.normal(size=(20, 2)) for _ in range(50)]
    found = board.page.evaluate(
        "cases => cases.map(courseBoards.neighbours)", [case.tolist() for case in cases]
    )
    assert found == [neighbours(case).tolist() for case in cases]


@pytest.mark.parametrize("seed", range(5))
def test_all_numbers_of_a_run_by_hand_are_those_of_the_helpers(open_small, seed):
    page = open_small(PENCIL).page
    rng = np.random.default_rng(seed)
    for _ in range(20):
        points = rng.integers(0, 9, size=(int(rng.integers(3, 12)), 2)).astype(float)
        means = points[: int(rng.integers(2, 4))]
        cells = page.evaluate(
            """([points, means]) => {
                const { lloyd, cellsOf, truthOf, slipIn } = courseBoards;
                const trace = lloyd(points, means);
                return cellsOf(trace).map(cell => {
                    const truth = truthOf(trace, cell);
                    return [cell.kind, truth, slipIn(trace, cell, truth) ?? null];
                });
            }""",
            [points.tolist(), means.tolist()],
        )
        trace = lloyd(points, means)[1:]
        squares, labels, moved = [], [], []
        for step in trace:
            if step.phase == "assign":
                squares += helpers.squared_distances(points, step.means).ravel().tolist()
                labels += step.labels.tolist()
            else:
                moved += step.means.ravel().tolist()
        by_kind = {"square": squares, "label": labels, "mean": moved}
        for kind, meant in by_kind.items():
            assert [truth for name, truth, _ in cells if name == kind] == meant
        assert {slip for *_, slip in cells} == {None}


@pytest.mark.parametrize(
    "done, number, words",
    [
        (2 + 1, 4, "You added up the differences"),
        (2 + 1, round(8**0.5, 3), "leave out the root"),
        (2 + 1, 16, "You added up and then squared"),
        (6, 25, "That is the first difference, squared"),
        (6 + 2, 0, "another one is smaller"),
        (18 + 2, 10, "Divide it by the number"),
        (18 + 2, 1, "That is the median"),
        (18 + 2, 6, "where the mean stands now"),
        (18 + 2, 3, "the mean of all points|other coordinate"),
        (18 + 2, 77, "divide by how many they are"),
    ],
)
def test_a_wrong_number_names_its_slip(open_small, done, number, words):
    board = open_small(PENCIL)
    board.root.evaluate("(e, done) => e.played.go(e.played.stateAt(0, done))", done)
    enter(board, number)
    assert re.search(words, board.said.inner_text()), board.said.inner_text()
    assert board.state()["done"] == done


@pytest.mark.parametrize(
    "text, number", [("1.5", 1.5), ("1,5", 1.5), ("3/2", 1.5), (" 8 ", 8), ("", None), ("x", None)]
)
def test_a_number_is_read_as_people_write_it(open_small, text, number):
    page = open_small(PENCIL).page
    read = page.evaluate("text => courseBoards.readNumber(text)", text)
    assert (None if np.isnan(read) else read) == number


# The unit


def test_each_stop_says_what_the_helpers_say(open_small):
    for shown in (NEAR, GROUPS):
        board = open_small(shown)
        board.root.get_by_role("slider").press("Home")
        for number, sentence in enumerate(shown.sentences):
            board.says(sentence)
            assert board.state()["stop"] == number
            board.root.get_by_role("slider").press("ArrowRight")


def test_the_labels_and_means_at_a_stop_are_those_of_a_run_in_that_unit(open_small):
    board = open_small(GROUPS)
    for _ in range(8):
        state = board.state()
        factor = board.root.evaluate("e => e.played.stops[e.played.state.stop].factor")
        end = lloyd(PEOPLE * [1, factor], PEOPLE[:2] * [1, factor])[-1]
        assert state["labels"] == end.labels.tolist()
        assert np.allclose(state["means"], end.means, rtol=1e-12)
        expect(board.root.locator(".sp-border")).to_have_attribute("d", re.compile("^M.*z$"))
        board.root.get_by_role("slider").press("ArrowLeft")


def test_a_point_is_looked_at_by_mouse_and_from_the_list(open_small):
    board = open_small(NEAR)
    board.page.mouse.click(*board.pixel(PEOPLE[10].tolist()))
    assert "is nearest to Kofi" in board.said.inner_text()
    board.choose("Look at", "6")
    assert board.said.inner_text().startswith("x1 × 1: Ivo is nearest to Goran")
    texts = board.root.locator(".sp-number text").all_text_contents()
    assert texts == ["Goran", "Ivo"]


def test_the_board_knows_when_one_feature_alone_decides(open_small):
    board = open_small(NEAR)
    done = board.root.locator(".tasks li.done")
    expect(done).to_have_count(0)
    board.root.get_by_role("slider").press("Home")
    expect(done).to_have_count(2)
    board.root.get_by_role("slider").press("End")
    expect(done).to_have_count(3)


def test_what_a_board_begins_with_is_not_found_out(open_small):
    flat = np.column_stack([np.r_[0:5, 20:25], np.tile([0.0, 0.1], 5)])
    board = open_small(unit_slider(flat, flat[:2], stretch=[1, 10, 1000]))
    decides = board.root.locator(".tasks li", has_text="x0 alone decides")
    expect(decides).not_to_have_class("done")
    board.press("Reset")
    expect(decides).not_to_have_class("done")
    board.root.get_by_role("slider").press("End")
    board.root.get_by_role("slider").press("Home")
    expect(decides).to_have_class("done")


def test_a_finger_pulls_the_slider(open_small):
    board = open_small(NEAR, touch=True, width=390)
    box = board.root.get_by_role("slider").bounding_box()
    board.page.touchscreen.tap(box["x"] + 4, box["y"] + box["height"] / 2)
    board.says(NEAR.sentences[0])


# The pencil


def test_a_whole_run_is_filled_in_number_by_number_by_keys_alone(open_small):
    board = open_small(PENCIL)
    trace = lloyd(SIX, SIX[:2])
    truths = board.root.evaluate(
        "e => e.played.cells.map(cell => courseBoards.truthOf(e.played.state.trace, cell))"
    )
    board.root.get_by_role("textbox").focus()
    for number in truths:
        board.page.keyboard.type(f"{number:g}")
        keys(board, "Enter")
    ledger = board.root.locator(".ledger li").all_inner_texts()
    assert ledger == captions(trace)[1:]
    assert board.said.inner_text().endswith("The run is over.")
    assert board.root.locator("[data-mean]").count() == 2
    expect(board.root.locator(".tasks li.done")).to_have_count(1)


def test_a_finger_fills_in_a_number_and_a_row_and_takes_it_back(open_small):
    board = open_small(PENCIL, touch=True, width=390)
    begin = board.said.inner_text()
    board.root.get_by_role("textbox").tap()
    board.page.keyboard.type(f"{helpers.squared_distances(SIX, SIX[:2])[0, 0]:g}")
    board.root.get_by_role("button", name="Enter").tap()
    assert board.state()["done"] == 1
    board.root.get_by_role("button", name="Fill in this row").tap()
    assert board.state()["done"] == 3
    for _ in range(2):
        board.root.get_by_role("button", name="Undo", exact=True).tap()
    board.says(begin)


def test_rows_and_steps_are_filled_in_and_the_labels_are_drawn(open_small):
    board = open_small(PENCIL)
    board.press("Fill in this row")
    assert board.state()["done"] == 3
    board.press("Fill in this step")
    assert board.state()["done"] == 18
    labels = assign(SIX, SIX[:2])
    table = board.root.locator("table").first.locator("tbody tr")
    assert [row.locator("td").last.inner_text() for row in table.all()] == [*map(str, labels)]
    board.press("Fill in this step")
    moved = update(SIX, labels, SIX[:2])
    shown = board.root.locator("table").last.locator("td").all_inner_texts()
    assert len(board.root.locator(".ledger li").all()) == 2
    said = "Filled in. Update 1: the means moved to their points; inertia 116.0 → 36."
    board.says(f"{said} They are at (8, 5) and (2, 3).")
    expect(board.root.locator("[data-mean='1']")).to_have_attribute(
        "aria-label", re.compile(rf"at \({moved[1][0]:.2f}, {moved[1][1]:.2f}\)")
    )
    assert shown


def test_seven_of_the_fifteen_starts_end_higher_and_the_board_does_not_say_how_many(open_small):
    board = open_small(PENCIL)
    ends = [lloyd(SIX, SIX[[*pair]])[-1].inertia for pair in combinations(range(6), 2)]
    assert (len(ends), sum(end > 20 for end in ends)) == (15, 7)
    texts = board.root.get_by_label("First means").locator("option").all_inner_texts()
    assert len(texts) == 15 and texts[0] == "(8, 5) and (6, 3)"
    board.choose("First means", str(texts.index("(0, 4) and (1, 2)")))
    while board.root.get_by_role("button", name="Fill in this step").is_enabled():
        board.press("Fill in this step")
    expect(board.root.locator(".tasks")).to_contain_text("another start ends lower, at 20")
    expect(board.root.locator(".tasks")).not_to_contain_text("7")
    assert board.root.locator(".ledger li").last.inner_text().endswith("26")


# What both do


@pytest.mark.parametrize("kind", BOARDS)
def test_everything_can_be_undone_and_reset(open_small, kind):
    board = open_small(BOARDS[kind])
    begin = board.said.inner_text()
    act(board)
    act(board)
    assert board.said.inner_text() != begin
    board.press("Undo")
    board.press("Undo")
    board.says(begin)
    expect(board.root.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    act(board)
    board.press("Reset")
    board.says(begin)


@pytest.mark.parametrize("kind", BOARDS)
def test_an_address_brings_the_state_back_and_a_damaged_one_the_start(open_small, kind):
    shown = BOARDS[kind]
    board = open_small(shown)
    begin = board.said.inner_text()
    act(board)
    said = board.said.inner_text()
    board.press("Copy address")
    address = board.page.evaluate("location.hash")
    name = address[1:].partition("=")[0]
    at(board.page, page_of(shown), address).says(said)
    for broken in ("stop=99&look=0", "stop=0", "start=0&done=999", "start=x&done=1", "done=1"):
        damaged = at(board.page, page_of(shown), f"#{name}=1&{broken}")
        damaged.says("This address is damaged, so the board is at its start.")
    assert at(board.page, page_of(shown), "#elsewhere").said.inner_text() == begin


@pytest.mark.parametrize("kind", BOARDS)
def test_the_lines_of_python_give_what_the_board_shows(open_small, kind):
    board = open_small(BOARDS[kind])
    act(board)
    *lines, last = board.root.locator("pre").text_content().splitlines()
    known = {"points": SIX if kind == "pencil" else PEOPLE}
    exec("\n".join(lines), known)
    shown = {"pencil": "state.trace.slice(1).map(step => step.inertia)"}
    meant = board.root.evaluate(f"e => e.played.{shown.get(kind, 'state.found')}")
    assert np.array_equal(eval(last, known), meant)


@pytest.mark.parametrize("kind", BOARDS)
@pytest.mark.parametrize("width, scheme", VIEWS)
def test_a_board_is_open_to_everyone_and_fits_the_page(open_small, kind, width, scheme):
    board = open_small(BOARDS[kind], width=width, scheme=scheme)
    board.root.get_by_text("In Python").click()
    board.page.evaluate(AXE)
    for do in (act, lambda board: board.press("How it stands"), act):
        do(board)
        rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
        assert board.page.evaluate(rules) == []
    assert board.page.evaluate("document.documentElement.scrollWidth") <= width
    for part in board.root.locator("button:visible, input:visible, select:visible").all():
        assert part.bounding_box()["height"] >= 43.5
    for table in board.root.locator("table").all():
        assert table.bounding_box()["width"] <= width


@pytest.mark.parametrize("kind", BOARDS)
@pytest.mark.parametrize("scripts, media", [(False, "screen"), (True, "print")])
def test_without_scripts_and_on_paper_the_story_is_told(open_page, kind, scripts, media):
    page = open_page("blank.html", scripts=scripts)
    page.set_content(page_of(BOARDS[kind]))
    page.emulate_media(media=media)
    root = page.locator("step-player")
    assert root.locator(".board:visible").count() == 0
    assert root.locator("ol > li").all_inner_texts() == BOARDS[kind].sentences
    assert root.get_by_role("img").bounding_box()["width"] > 500


@pytest.mark.parametrize("kind", BOARDS)
def test_full_screen_shows_the_plane(open_small, kind):
    board = open_small(BOARDS[kind])
    board.press("Full screen")
    board.page.wait_for_function("document.fullscreenElement")
    box = board.plane.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 900


def test_two_boards_on_a_page_do_not_meet(open_page):
    page = open_page("blank.html")
    page.set_content(page_of(NEAR, GROUPS, PENCIL))
    first, second, _ = [Board(root) for root in page.locator("step-player").all()]
    begin = second.said.inner_text()
    act(first)
    second.says(begin)
    names = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(names) == len(set(names))
