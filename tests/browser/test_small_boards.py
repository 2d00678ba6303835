"""Do on the small boards all that a reader can do: by mouse, by finger, and by keys alone."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

import helpers
from helpers import (
    assign,
    crowd_board,
    grid_means,
    inertia,
    k_board,
    kmeans_plus_plus,
    lloyd,
    next_mean,
    parts_board,
    random_means,
    sample_blobs,
    squared_distances,
    two_starts,
    unit_slider,
)
from helpers.drawing.captions import captions

from .test_playground import AXE, VIEWS, Board, at, keys, page_of, touches

POINTS = sample_blobs(225, grid_means(9), std=0.35, rng=np.random.default_rng(14))[0].round(2)
STARTS = [random_means(POINTS, 9, rng=seed) for seed in (22, 67)]
RUNS = [lloyd(POINTS, start) for start in STARTS]
FEW = np.array([[0.0, 0], [1, 0], [0, 1], [9, 9], [10, 9], [9, 10]])
TWO = two_starts(POINTS, *STARTS)
NEXT = next_mean(POINTS, kmeans_plus_plus(POINTS, 9, rng=1))
BOARDS = {"starts": (TWO, "Step both"), "next-mean": (NEXT, "Draw")}
SLIDERS = {
    "unit": unit_slider(FEW, FEW[:2], stretch=[1, 100]),
    "crowds": crowd_board(FEW, eps=0.5, min_samples=2),
    "k": k_board(POINTS[:30], most=4, rng=0),
    "parts": parts_board(FEW, FEW[[0, 3]]),
}
DAMAGED = ["places=1,1", "places=999", "places=x", "first=1,2&second=1,2&acts=0,0", "acts=1"]
SPOT = """(plane, place) => {
    const [x, y] = plane.spotOf(place);
    const at = new DOMPoint(x, y).matrixTransform(plane.svg.getScreenCTM());
    return [at.x, at.y];
}"""


def pixel(board, place, side=None):
    """Return where a place is on the screen, on the plane of a side."""
    plane = "e.played.plane" if side is None else f"e.played.sides[{side}].plane"
    return board.root.evaluate(f"(e, place) => ({SPOT})({plane}, place)", place)


# What all sliders do


@pytest.mark.parametrize("kind", SLIDERS)
def test_what_a_slider_passes_is_in_sight_and_said_once_it_rests(open_small, kind):
    board = open_small(SLIDERS[kind])
    before, seen = board.said.inner_text(), board.root.locator(".seen")
    slider = board.root.get_by_role("slider").first
    begin = slider.input_value()
    for act in ("stepUp", "stepDown", "stepDown", "stepUp", "stepUp"):
        slider.evaluate(f"e => {{ e.{act}(); e.dispatchEvent(new Event('input')); }}")
        expect(seen).to_be_visible()
        if slider.input_value() != begin:
            assert seen.inner_text() != before
        board.says(before)
    slider.dispatch_event("change")
    expect(seen).to_be_hidden()
    assert board.said.inner_text() != before


# Two starts at once


def test_both_runs_take_the_steps_that_the_helpers_take(open_small):
    board = open_small(TWO)
    expect(board.root.locator(".inertia")).to_have_text(["Inertia: none yet"] * 2)
    told = [captions(run) for run in RUNS]
    longest = max(map(len, RUNS))
    for number in range(longest):
        for state, run in zip(board.state()["runs"], RUNS, strict=True):
            step = run[min(number, len(run) - 1)]
            assert state["labels"] == step.labels.tolist()
            assert state["means"] == step.means.tolist()
        if number < min(map(len, RUNS)):
            first, second = (words[number].removeprefix("Start: ") for words in told)
            board.says(f"First start: {first}. Second start: {second}.")
        if number < longest - 1:
            board.press("Step both")
    expect(board.root.locator(".inertia")).to_have_text(["Inertia 273.4", "Inertia 51.28"])
    board.press("Step both")
    board.says("Both runs are over. Drag a mean, or press Reset.")


def test_a_run_that_is_over_waits_for_the_other(open_small):
    short, long = FEW[[0, 3]], FEW[[0, 1]]
    runs = [lloyd(FEW, start) for start in (short, long)]
    assert len(runs[0]) < len(runs[1])
    board = open_small(two_starts(FEW, short, long))
    for _ in range(len(runs[1]) - 1):
        board.press("Step both")
    assert board.said.inner_text().startswith("First start: over, inertia 2.667.")
    assert [run["acts"] for run in board.state()["runs"]] == [len(run) - 1 for run in runs]


def test_nothing_moves_before_the_reader_asks_and_a_run_can_be_stopped(open_page):
    page = open_page("blank.html", motion="no-preference")
    page.clock.install()
    page.set_content(page_of(TWO))
    page.clock.pause_at("2100-01-01")
    board = Board(page.locator("step-player"))
    page.clock.run_for(60_000)
    assert [run["acts"] for run in board.state()["runs"]] == [0, 0]
    board.press("Run")
    page.clock.run_for(900)
    board.press("Stop")
    page.clock.run_for(60_000)
    assert [run["acts"] for run in board.state()["runs"]] == [2, 2]
    board.press("Run")
    page.clock.run_for(60_000)
    assert [run["acts"] for run in board.state()["runs"]] == [len(run) - 1 for run in RUNS]
    expect(board.root.get_by_role("button", name="Run", exact=True)).to_be_visible()


def test_a_mean_is_dragged_until_both_end_alike_and_the_board_knows(open_small):
    board = open_small(TWO)
    item = board.root.locator(".tasks li").nth(1)
    page = board.page
    page.mouse.move(*pixel(board, STARTS[0][7].tolist(), 0))
    page.mouse.down()
    page.mouse.move(*pixel(board, [2, 10], 0), steps=5)
    page.evaluate("new Promise(requestAnimationFrame)")
    page.evaluate("new Promise(requestAnimationFrame)")
    coming = STARTS[0].copy()
    coming[7] = [2, 10]
    live = float(re.search(r"[\d.]+", board.root.locator(".inertia").first.inner_text())[0])
    assert np.isclose(live, inertia(POINTS, assign(POINTS, coming), coming), rtol=0.05)
    page.mouse.up()
    expect(board.said).to_have_text(re.compile(r"^First start: Mean 7 was put at \(\d.*\); no"))
    assert board.state()["runs"][1]["means"] == STARTS[1].tolist()
    expect(item).not_to_contain_text("Done")
    for _ in range(12):
        board.press("Step both")
    expect(item).to_contain_text("Done: ")
    expect(board.root.locator(".inertia")).to_have_text(["Inertia 51.28", "Inertia 51.28"])
    board.press("Reset")
    expect(item).to_contain_text("Done: ")


def test_only_means_are_moved_and_nothing_is_erased(open_small):
    board = open_small(two_starts(FEW, FEW[:2], FEW[2:4]))
    page = board.page
    page.mouse.move(*pixel(board, [10, 9], 0))
    page.mouse.down()
    page.mouse.move(*pixel(board, [5, 5], 0), steps=4)
    page.mouse.up()
    assert board.state()["runs"][0]["points"] == FEW.tolist()
    board.means.first.focus()
    keys(board, "Delete")
    assert len(board.state()["runs"][0]["means"]) == 2
    assert board.said.inner_text().startswith("Nothing can be erased here")
    keys(board, "e", "p")  # keys of another board do nothing here
    assert len(board.state()["runs"][0]["means"]) == 2


def test_the_better_start_can_be_spoiled(open_small):
    worse = [[5.0, 4.9], [5, 4.8]]
    board = open_small(two_starts(FEW, FEW[[0, 3]], FEW[[1, 4]]))
    finish = ["Step both"] * 8
    item = board.root.locator(".tasks li").nth(2)
    for name in finish:
        board.press(name)
    expect(item).not_to_contain_text("Done")
    for mean, place in enumerate(worse):
        board.root.evaluate(
            "(e, [mean, place]) => { const s = e.played.sides[0];"
            " s.go(courseBoards.moveMean(s.state, mean, place, 2)); }",
            [mean, place],
        )
    for name in finish:
        board.press(name)
    ends = [run["inertia"] for run in board.state()["runs"]]
    assert (ends[0] > ends[1] * 1.001) == ("Done" in item.inner_text())


@pytest.mark.parametrize("width", [390, 1280])
def test_a_finger_moves_a_mean_of_either_run(open_small, width):
    board = open_small(two_starts(FEW, FEW[[0, 3]], FEW[[1, 4]]), touch=True, width=width)
    touch = touches(board.page)
    for side, name in enumerate(["First", "Second"]):
        board.root.locator(".stage").nth(side).evaluate("e => e.scrollIntoView({block: 'center'})")
        start, end = pixel(board, FEW[side].tolist(), side), pixel(board, [5, 5], side)
        touch("Start", *start)
        for share in np.linspace(0.1, 1, 10):
            touch("Move", *(np.array(start) + share * (np.array(end) - start)).tolist())
        touch("End")
        expect(board.said).to_have_text(re.compile(f"^{name} start: Mean 0 was put at"))
        assert np.allclose(board.state()["runs"][side]["means"][0], [5, 5], atol=0.4)


def test_keys_alone_move_a_mean_of_the_second_run_and_its_place_is_spoken(open_small):
    board = open_small(TWO)
    board.means.nth(9).focus()
    before = board.said.inner_text()
    keys(board, *["ArrowRight"] * 3)
    assert board.said.inner_text() == before
    expect(board.said).to_have_text(re.compile("^Second start: Mean 0 was put at"))
    expect(board.means.nth(9)).to_be_focused()
    x, y = board.state()["runs"][1]["means"][0]
    assert x > STARTS[1][0][0] and y == pytest.approx(STARTS[1][0][1], abs=0.02)


# The means of k-means++, one by one


def probabilities(places, points=POINTS):
    """Return each point's probability to be the next mean."""
    if not places:
        return np.full(len(points), 1 / len(points))
    squares = squared_distances(points, points[places]).min(axis=1)
    return squares / squares.sum()


@pytest.mark.parametrize("seed", range(5))
def test_the_areas_and_the_words_are_the_probabilities_of_random_cases(open_small, seed):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(int(rng.integers(5, 60)), 2)).round(2) + 0.0  # no -0.00
    board = open_small(next_mean(points, points[:4]))
    for number in range(4):
        places = board.state()["places"]
        meant = probabilities(places, points)
        said = board.root.evaluate("e => e.played.probabilities")
        assert np.allclose(said, meant, rtol=1e-12)
        radii = board.root.locator(".sp-area").evaluate_all(
            "all => all.map(c => +c.getAttribute('r'))"
        )
        seen = meant[np.isin(np.arange(len(meant)), np.flatnonzero(meant > 0))]
        areas = np.sort(np.square(radii))[::-1]
        shown = np.sort(seen)[::-1][: len(areas)]
        assert np.allclose(areas / areas[0], shown / shown[0])
        board.press("Draw")
        i = board.state()["places"][-1]
        x, y = points[i]
        chance = re.escape(f"{meant[i]:.4g}")
        expect(board.said).to_have_text(
            re.compile(rf"^Mean {number} was drawn at \({x:.2f}.*, {y:.2f}.*\); .* {chance}\.")
        )
    places = board.state()["places"]
    assert len(set(places)) == 4
    assert board.state()["end"] == lloyd(points, points[places])[-1].inertia
    expect(board.root.get_by_role("button", name="Draw", exact=True)).to_be_disabled()


def test_how_it_stands_is_told_before_between_and_after_all_draws(open_small):
    board = open_small(next_mean(FEW, FEW[:2]))
    for told in (True, True, False):
        board.press("How it stands")
        assert ("The most probable next mean: (" in board.said.inner_text()) == told
        assert board.said.inner_text().startswith("6 points.")
        if told:
            board.press("Draw")


def test_draws_come_as_often_as_their_probabilities_say(open_small):
    board = open_small(next_mean(FEW, FEW[:2]))
    counts = board.root.evaluate(
        """e => {
            const counts = [0, 0, 0, 0, 0, 0];
            const random = courseBoards.generator(1);
            const { chances, drawn } = courseBoards;
            const points = e.played.points;
            for (let i = 0; i < 20000; i++) counts[drawn(chances(points, [points[0]]), random)]++;
            return counts;
        }"""
    )
    assert np.allclose(np.array(counts) / 20000, probabilities([0], FEW), atol=0.01)


def test_a_point_is_chosen_by_mouse_and_a_mean_is_not_chosen_twice(open_small):
    board = open_small(NEXT)
    board.page.mouse.click(*pixel(board, POINTS[3].tolist()))
    assert board.state()["places"] == [3]
    assert board.said.inner_text().startswith("Mean 0 was chosen by you at (")
    board.page.mouse.click(*pixel(board, POINTS[3].tolist()))
    board.says("A mean stands here already, so this probability is 0.")
    assert board.state()["places"] == [3]
    board.page.mouse.click(*pixel(board, [4, 4]))  # no point is near
    assert board.state()["places"] == [3]


def test_a_finger_and_keys_choose_a_point_too(open_small):
    board = open_small(next_mean(FEW, FEW[:3]), touch=True, width=390)
    board.page.touchscreen.tap(*pixel(board, [9, 9]))
    assert len(board.state()["places"]) == 1
    board.plane.focus()
    for _ in range(14):
        keys(board, "Shift+ArrowLeft", "Shift+ArrowDown")
    keys(board, "ArrowRight", "ArrowUp")
    expect(board.said).to_have_text(re.compile(r"^Cross at \(.*\)"))
    board.root.evaluate("(e) => { e.played.plane.at = e.played.plane.spotOf([0, 0]); }")
    keys(board, "ArrowRight")
    expect(board.said).to_have_text(re.compile(r"on a point with probability 0\.\d+\.$"))
    keys(board, "Enter")
    assert board.state()["places"][-1] == 0
    board.means.first.focus()
    keys(board, "Delete")
    assert board.said.inner_text().startswith("A mean stays where it was drawn.")
    assert len(board.state()["means"]) == 2


def test_the_board_knows_a_rare_point_all_means_and_the_best_end(open_small):
    board = open_small(NEXT)
    done = board.root.locator(".tasks li")
    board.page.mouse.click(*pixel(board, POINTS[3].tolist()))
    gaps = squared_distances(POINTS, POINTS[[3]])[:, 0]
    rare = int(np.argsort(gaps)[1])
    assert probabilities([3])[rare] < 1e-4
    board.root.evaluate("(e, i) => e.played.choose(i)", rare)
    expect(done.nth(1)).to_contain_text("Done: ")
    board.press("Reset")
    for centre in grid_means(9):
        nearest = int(squared_distances(POINTS, [centre])[:, 0].argmin())
        board.root.evaluate("(e, i) => e.played.choose(i)", nearest)
    expect(done.nth(0)).to_contain_text("Done: ")
    expect(done.nth(2)).to_contain_text("Done: ")
    assert board.said.inner_text().endswith("From here k-means ends with inertia 51.28.")


def test_points_that_coincide_leave_nothing_to_draw(open_small):
    board = open_small(next_mean([[1, 1], [1, 1], [2, 2]], [[1, 1], [2, 2]]))
    board.press("Draw")
    board.press("Draw")
    assert {tuple(mean) for mean in board.state()["means"]} == {(1, 1), (2, 2)}


# What every small board does


@pytest.mark.parametrize("kind", BOARDS)
def test_everything_can_be_undone_and_reset(open_small, kind):
    shown, act = BOARDS[kind]
    board = open_small(shown)
    begin = str(board.state())
    expect(board.root.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    for _ in range(3):
        board.press(act)
    for _ in range(3):
        board.press("Undo")
    assert str(board.state()) == begin
    board.press(act)
    board.press("Reset")
    assert str(board.state()) == begin


@pytest.mark.parametrize("kind", BOARDS)
def test_an_address_brings_the_state_back_and_a_damaged_one_the_start(open_small, kind):
    shown, act = BOARDS[kind]
    board = open_small(shown)
    begin = board.said.inner_text()
    for _ in range(3):
        board.press(act)
    state = board.state()
    board.press("Copy address")
    address = board.page.evaluate("location.hash")
    assert address.startswith(f"#{kind}=1&") and len(address) < 400
    again = at(board.page, page_of(shown), address).state()
    for one, other in zip(again.get("runs", [again]), state.get("runs", [state]), strict=True):
        for name in ("means", "labels", "phase"):
            assert one[name] == other[name]
    version = at(board.page, page_of(shown), f"#{kind}=2&places=1")
    version.says("This address is of another version of the board, which is at its start.")
    for broken in (
        "places=1,1",
        "places=999",
        "places=x",
        "first=1,2&second=1,2&acts=0,0",
        "acts=1",
    ):
        damaged = at(board.page, page_of(shown), f"#{kind}=1&{broken}")
        damaged.says("This address is damaged, so the board is at its start.")
    assert at(board.page, page_of(shown), "#elsewhere").said.inner_text() == begin
    assert at(board.page, page_of(shown, shown), f"#{kind}=1&board=2").said.inner_text() == begin


@pytest.mark.parametrize("kind", BOARDS)
def test_the_lines_of_python_give_the_ends_that_the_board_shows(open_small, kind):
    shown, act = BOARDS[kind]
    board = open_small(shown)
    for _ in range(9):
        board.press(act) if board.root.get_by_role("button", name=act).is_enabled() else None
    *lines, last = board.root.locator("pre").text_content().splitlines()
    known = {"points": POINTS}
    exec("\n".join(lines), known)
    end = eval(last, known)
    state = board.state()
    shown_ends = [run["inertia"] for run in state["runs"]] if "runs" in state else state["end"]
    assert end == shown_ends
    assert helpers.lloyd is known["lloyd"]


@pytest.mark.parametrize("kind", BOARDS)
@pytest.mark.parametrize("width, scheme", VIEWS)
def test_a_small_board_is_open_to_everyone_and_fits_the_page(open_small, kind, width, scheme):
    shown, act = BOARDS[kind]
    board = open_small(shown, width=width, scheme=scheme)
    board.root.get_by_text("In Python").click()
    board.page.evaluate(AXE)
    for name in (act, act, "How it stands", "Copy address"):
        board.press(name)
        rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
        assert board.page.evaluate(rules) == []
    assert board.page.evaluate("document.documentElement.scrollWidth") <= width
    for part in board.root.locator("button:visible, [data-mean]").all():
        assert part.bounding_box()["height"] >= 43.5 or part.get_attribute("data-mean")
    names = board.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", BOARDS)
def test_how_it_stands_tells_all_means(open_small, kind):
    shown, act = BOARDS[kind]
    board = open_small(shown)
    board.press(act)
    board.press("How it stands")
    means = board.root.evaluate("e => (e.played.state.runs?.[1] ?? e.played.state).means")
    for label, (x, y) in enumerate(means):
        assert f"Mean {label} at ({x:.2f}, {y:.2f})" in board.said.inner_text()


@pytest.mark.parametrize("kind", BOARDS)
def test_full_screen_shows_planes_and_buttons(open_small, kind):
    shown, act = BOARDS[kind]
    board = open_small(shown)
    board.press("Full screen")
    board.page.wait_for_function("document.fullscreenElement")
    for part in (*board.root.locator(".stage").all(), board.root.get_by_role("button", name=act)):
        box = part.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 900


@pytest.mark.parametrize("kind", BOARDS)
@pytest.mark.parametrize("scripts, media", [(False, "screen"), (True, "print")])
def test_without_scripts_and_on_paper_the_story_is_told(open_page, kind, scripts, media):
    page = open_page("blank.html", scripts=scripts)
    page.set_content(page_of(BOARDS[kind][0]))
    page.emulate_media(media=media)
    root = page.locator("step-player")
    assert root.locator(".board:visible").count() == 0
    assert root.locator("ol > li").all_inner_texts() == BOARDS[kind][0].sentences
    for picture in root.get_by_role("img").all():
        assert picture.bounding_box()["width"] > 500
