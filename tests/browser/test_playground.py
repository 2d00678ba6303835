"""Do on a board all that a reader can do: with a mouse, with a finger, and with keys alone."""

import json
import re
import shlex
from pathlib import Path

import axe_playwright_python
import numpy as np
import pytest
from playwright.sync_api import expect

import helpers
from helpers import assign, grid_means, inertia, lloyd, playground, random_means, sample_blobs
from helpers.boards.player import FOLDER
from helpers.boards.playground import other_data
from helpers.command.run import main
from helpers.drawing.captions import captions

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
POINTS = sample_blobs(200, grid_means(4), rng=310)[0].round(2)
MEANS = [[5.56, 6.83], [5.46, 5.89], [2.12, 1.59], [0.89, 1.46]]
TRACE = lloyd(POINTS, MEANS)
STUCK = lloyd(POINTS, random_means(POINTS, 4, rng=11))
FEW = [[0, 0], [1, 0], [0, 1], [9, 9], [10, 9], [9, 10]]
EMPTY = [[0, 0], [9, 9], [4.0, 14.0]]  # no point is nearest to the last
BOARD = playground(POINTS, MEANS)
SCHEME = '<meta name="color-scheme" content="light dark">'


class Board:
    """The parts of a board on a page, as a reader finds them."""

    def __init__(self, root):
        self.root, self.page = root, root.page
        self.said, self.answer = root.locator(".said"), root.locator(".answer")
        self.plane, self.means = root.locator(".stage"), root.locator("[data-mean]")

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def choose(self, name, value):
        self.root.get_by_label(name, exact=True).select_option(value)

    def check(self, name):
        self.root.get_by_label(name, exact=True).check()

    def state(self):
        return self.root.evaluate("e => e.played.state")

    def says(self, words):
        expect(self.said).to_have_text(words)

    def pixel(self, place):
        """Return where a place is on the screen."""
        script = """(e, place) => {
            const plane = e.played.plane, [x, y] = plane.spotOf(place);
            const at = new DOMPoint(x, y).matrixTransform(plane.svg.getScreenCTM());
            return [at.x, at.y];
        }"""
        return self.root.evaluate(script, place)

    def click(self, place):
        self.page.mouse.click(*self.pixel(place))

    def drag(self, *places, steps=4):
        self.page.mouse.move(*self.pixel(places[0]))
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*self.pixel(place), steps=steps)
        self.page.mouse.up()

    def spread(self):
        """Return the width of a pixel, in the units of the points."""
        (x, _), (right, _) = self.pixel([2, 2]), self.pixel([6, 2])
        return 4 / (right - x)


def page_of(*boards):
    return f"<title>A page</title>{SCHEME}<main>{''.join(b._repr_html_() for b in boards)}</main>"


@pytest.fixture
def open_board(open_page):
    """Return a function that opens a page with one board and nothing else."""

    def open_board(shown=BOARD, **look):
        page = open_page("blank.html", **look)
        page.set_content(page_of(shown))
        return Board(page.locator("step-player"))

    return open_board


@pytest.fixture
def board(open_board):
    return open_board()


# Acts of the algorithm


@pytest.mark.parametrize("trace", [TRACE, STUCK], ids=["found", "stuck"])
def test_every_act_says_what_describe_says_and_does_what_the_helpers_do(open_board, trace):
    board = open_board(playground(POINTS, trace[0].means))
    for number, (step, words) in enumerate(zip(trace, captions(trace), strict=True)):
        board.says(words)
        state = board.state()
        assert state["labels"] == step.labels.tolist()
        assert state["means"] == step.means.tolist()
        expect(board.root.locator(".curve circle")).to_have_count(number)
        is_last = step is trace[-1]
        following = "Assign" if step.phase != "assign" else "Update"
        following = [] if is_last else [following]
        assert board.root.locator("[aria-current=step]").all_inner_texts() == following
        if not is_last:
            board.press(following[0])
    board.press("Update")
    board.says("The run is over: no label changes, and no mean moves any more.")


def test_an_act_that_would_change_nothing_says_why(board):
    board.press("Update")
    board.says("No point has a label yet, so no mean can move.")
    board.press("Assign")
    board.press("Assign")
    board.says("No mean has moved since, so no label can change.")
    board.press("Update")
    board.press("Update")
    board.says("No label has changed since, so no mean can move.")
    assert board.state()["iteration"] == 1


def test_nothing_moves_before_the_reader_asks_and_a_run_can_be_stopped(open_page):
    page = open_page("blank.html", motion="no-preference")
    page.clock.install()
    page.set_content(page_of(BOARD))
    page.clock.pause_at("2100-01-01")
    board, told = Board(page.locator("step-player")), captions(TRACE)
    page.clock.run_for(60_000)
    board.says(told[0])
    board.press("Run")
    page.clock.run_for(900)
    board.says(told[2])
    board.press("Stop")
    page.clock.run_for(60_000)
    board.says(told[2])
    board.press("Run")
    page.clock.run_for(60_000)
    board.says(told[-1])
    expect(board.root.get_by_role("button", name="Run", exact=True)).to_be_visible()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_means_glide_unless_the_reader_wants_less_motion(open_page, motion):
    page = open_page("blank.html", motion=motion)
    page.clock.install()
    page.set_content(page_of(BOARD))
    page.clock.pause_at("2100-01-01")
    board = Board(page.locator("step-player"))
    board.press("Assign")
    places = """e => [...e.querySelectorAll("[data-mean] use")]
        .map(use => [use.x.baseVal.value, use.y.baseVal.value])"""
    before = board.root.evaluate(places)
    board.press("Update")
    page.clock.run_for(200)
    halfway = board.root.evaluate(places)
    page.clock.run_for(1000)
    after = board.root.evaluate(places)
    assert before != after
    assert (halfway == after) == (motion == "reduce")
    assert halfway != before


def test_everything_can_be_undone_to_the_start_and_reset(board):
    seen = [board.state()]
    board.press("Assign")
    board.press("Update")
    seen += [board.state()]
    board.drag([0.89, 1.46], [4, 4])
    board.choose("Data", "moons")
    board.choose("Means", "2")
    for _ in range(4):
        board.press("Undo")
    board.press("Undo")
    assert str(board.state()) == str(seen[0])
    expect(board.root.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    board.choose("Data", "homes")
    board.press("Reset")
    assert str(board.state()) == str(seen[0])
    board.press("Undo")
    assert board.state()["data"] == "homes"


# By mouse, by finger, and by keys alone


def test_a_mean_is_dragged_and_the_board_speaks_when_it_is_put_down(board):
    board.press("Assign")
    before = board.said.inner_text()
    board.page.mouse.move(*board.pixel(MEANS[2]))
    board.page.mouse.down()
    board.page.mouse.move(*board.pixel([4, 4]), steps=5)
    board.page.evaluate("new Promise(requestAnimationFrame)")
    board.page.evaluate("new Promise(requestAnimationFrame)")
    board.says(before)
    coming = np.array([*MEANS[:2], [4.0, 4.0], MEANS[3]])
    live = float(re.search(r"[\d.]+", board.root.locator(".inertia").inner_text())[0])
    assert np.isclose(live, inertia(POINTS, assign(POINTS, coming), coming), rtol=0.02)
    assert board.root.locator(".sp-border").get_attribute("d")
    board.page.mouse.up()
    expect(board.said).to_have_text(
        re.compile(r"Mean 2 was put at \(\d.\d\d, \d.\d\d\); the labels are out of date.")
    )
    expect(board.root.locator(".inertia")).to_have_text(re.compile("at the next assignment$"))
    x, y = board.state()["means"][2]
    assert abs(x - 4) < 3 * board.spread() > abs(y - 4)
    assert board.state()["labels"] == assign(POINTS, MEANS).tolist()  # still worn
    board.press("Update")
    board.says("The labels are out of date: assign first.")
    board.press("Assign")
    assert board.state()["labels"] == assign(POINTS, board.state()["means"]).tolist()


def test_the_inertia_to_come_is_shown_until_the_next_assignment(board):
    inertia_now = board.root.locator(".inertia")
    expect(inertia_now).to_have_text("Inertia: none yet")
    board.press("Assign")
    board.drag(POINTS.tolist()[0], [4.0, 4.0])
    state = board.state()
    coming = inertia(state["points"], assign(state["points"], MEANS), MEANS)
    expect(inertia_now).to_have_text(f"Inertia {coming:.1f} at the next assignment")
    board.press("How it stands")
    expect(board.said).to_contain_text(f"Inertia {coming:.1f} at the next assignment.")
    board.press("Assign")
    expect(inertia_now).to_have_text(f"Inertia {coming:.1f}")
    board.press("Undo")
    expect(inertia_now).to_have_text(f"Inertia {coming:.1f} at the next assignment")
    board.press("Undo")
    expect(inertia_now).to_have_text(f"Inertia {TRACE[1].inertia:.1f}")


def test_neither_a_drag_nor_two_clicks_select_a_digit(board):
    box = board.plane.locator("text").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    board.page.mouse.dblclick(x, y)
    assert board.page.evaluate("String(getSelection())") == ""
    board.page.mouse.move(x, y)
    board.page.mouse.down()
    board.page.mouse.move(x + 200, y, steps=5)
    assert board.page.evaluate("String(getSelection())") == ""


def test_points_and_means_are_moved_added_and_erased_by_mouse(open_board):
    board = open_board(playground(FEW, k=2))
    board.drag(FEW[3], [6, 6])
    assert np.allclose(board.state()["points"][3], [6, 6], atol=0.1)
    board.press("Add points")
    board.says("A press on the plane will now add points.")
    board.click([5, 3])
    assert len(board.state()["points"]) == 7
    board.drag([2, 8], [8, 8], steps=30)
    assert len(board.state()["points"]) > 10
    board.press("Add means")
    board.click([5, 5])
    assert len(board.state()["means"]) == 3
    board.press("Erase")
    board.click([5, 5])
    board.says("Mean 2 was erased; 2 means left.")
    board.click([5, 3])
    assert [5, 3] not in np.round(board.state()["points"]).tolist()
    board.click([3, 6.5])
    board.says("There is nothing here to erase.")


def touches(page):
    """Return a function that sends what a finger does."""
    session = page.context.new_cdp_session(page)

    def touch(kind, *place):
        points = [{"x": place[0], "y": place[1]}] if place else []
        session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    return touch


@pytest.mark.parametrize("width", [390, 1280])
def test_a_finger_moves_adds_and_erases(open_board, width):
    board = open_board(playground(FEW, k=2), touch=True, width=width)
    touch = touches(board.page)
    start, end = board.pixel(FEW[0]), board.pixel([5, 5])
    touch("Start", *start)
    for share in np.linspace(0.1, 1, 10):
        touch("Move", *(np.array(start) + share * (np.array(end) - start)).tolist())
    touch("End")
    expect(board.said).to_have_text(re.compile("^Mean 0 was put at"))
    assert np.allclose(board.state()["means"][0], [5, 5], atol=0.2)
    assert board.page.evaluate("scrollY") == 0
    for mode, count in [("Add points", [7, 2]), ("Add means", [7, 3]), ("Erase", [7, 2])]:
        board.root.get_by_role("button", name=mode).tap()
        place = {"Add points": [3, 7]}.get(mode, [7, 3])
        board.page.touchscreen.tap(*board.pixel(place))
        state = board.state()
        assert [len(state["points"]), len(state["means"])] == count


@pytest.mark.parametrize("mode", ["Move", "Add points", "Add means", "Erase"])
def test_a_finger_on_the_plane_scrolls_the_page_and_changes_nothing(open_board, mode):
    board = open_board(touch=True, width=390)
    board.press(mode)
    board.page.evaluate("document.body.style.paddingBottom = '2000px'")
    before = str(board.state())
    x, y = board.pixel([4, 4])
    touch = touches(board.page)
    touch("Start", x, y)
    for moved in range(0, 160, 10):
        touch("Move", x, y - moved)
    touch("End")
    board.page.wait_for_function("scrollY > 50")
    assert str(board.state()) == before


def keys(board, *names):
    for name in names:
        board.page.keyboard.press(name)


def test_keys_alone_move_a_mean_and_the_place_is_spoken_when_it_stops(open_board):
    board = open_board(playground(FEW, k=2))
    board.plane.focus()
    keys(board, "Tab")
    expect(board.means.first).to_be_focused()
    before = board.said.inner_text()
    keys(board, *["ArrowRight"] * 4, "Shift+ArrowUp")
    assert board.said.inner_text() == before
    expect(board.said).to_have_text(re.compile("^Mean 0 was put at"))
    expect(board.means.first).to_be_focused()
    x, y = board.state()["means"][0]
    assert x > 0 and y > 0
    keys(board, "Enter")
    assert "Mean 0 at" in board.said.inner_text()
    keys(board, "Delete")
    board.says("Mean 0 was erased; 1 mean left.")


def test_keys_alone_move_add_and_erase_on_the_plane(open_board):
    board = open_board(playground(FEW, k=2))
    board.plane.focus()
    keys(board, "p", "Shift+ArrowLeft", "Enter")
    expect(board.said).to_have_text(re.compile(r"^1 point added at"))
    added = board.state()["points"][-1]
    keys(board, "ArrowLeft")
    expect(board.said).to_have_text(re.compile(r"^Cross at \(.*\), on a point\.$"))
    keys(board, "m", "Enter", *["Shift+ArrowUp"] * 3, "Enter")
    expect(board.said).to_have_text(re.compile("^A point was put at"))
    assert board.state()["points"][-1][1] > added[1]
    keys(board, "a", *["Shift+ArrowRight"] * 3, "Enter")
    assert len(board.state()["means"]) == 3
    keys(board, "e", "Enter")
    board.says("Mean 2 was erased; 2 means left.")
    expect(board.plane).to_be_focused()


def test_the_order_of_the_tab_key_is_plane_means_buttons(board):
    board.plane.focus()
    reached = []
    for _ in range(8):
        name = "e => e.getAttribute('aria-label') ?? e.innerText"
        reached.append(board.page.evaluate_handle("document.activeElement").evaluate(name))
        keys(board, "Tab")
    assert reached[0].startswith("Plane: x0 across, x1 upwards")
    assert [name[:6] for name in reached[1:5]] == [f"Mean {i}" for i in range(4)]
    assert reached[5:] == ["Assign", "Update", "Run"]


def test_keys_with_a_modifier_and_unknown_keys_are_left_to_the_browser(board):
    board.plane.focus()
    board.plane.evaluate(
        "e => e.addEventListener('keydown', k => window.kept = !k.defaultPrevented)"
    )
    for key in ("Control+ArrowRight", "Alt+ArrowLeft", "Tab", "x"):
        keys(board, key)
        assert board.page.evaluate("kept")
        board.plane.focus()


# Starts and data


def test_every_data_set_is_that_of_its_lines(board):
    for data in other_data():
        board.choose("Data", data.name)
        state = board.state()
        assert np.reshape(state["points"], (-1, 2)).tolist() == data.points.tolist()
        assert len(state["means"]) == (4 if len(data.points) else 0)
        label = board.plane.get_attribute("aria-label")
        assert f"{data.columns[0]} across, {data.columns[1]} upwards" in label
    board.press("Assign")
    board.says("There are no points yet: add some first.")
    board.click([3, 4])  # a plane of one's own is drawn on at once
    board.click([7, 8])
    assert np.allclose(board.state()["points"], [[3, 4], [7, 8]], atol=0.1)
    board.press("Assign")
    board.says("There are no means yet: add some first.")


@pytest.mark.parametrize("way", ["by hand", "at random", "farthest first", "k-means++"])
def test_a_start_has_as_many_means_as_are_wanted_on_points(board, way):
    board.choose("Start", way)
    for k in range(1, 10):
        board.choose("Means", str(k))
        state = board.state()
        assert len({tuple(mean) for mean in state["means"]}) == k
        board.says(f"Start: {k} mean{'s' * (k > 1)}, and no point has a label")
        if way != "by hand":
            assert all(mean in POINTS.tolist() for mean in state["means"])
    starts = set()
    for _ in range(6):
        board.press("New start")
        starts.add(str(board.state()["means"]))
    assert (len(starts) > 1) == (way != "by hand")


def test_more_means_than_points_wait_for_points(open_board):
    board = open_board(playground([[0, 0], [4, 4]], k=2))
    board.press("Add means")
    board.click([2, 3])
    board.press("Run")
    board.says("3 means for 2 points; points come first.")


# Guess first


def mark(board, place):
    board.press("Update")
    expect(board.said).to_have_text(re.compile("^Guess first: put a mark where mean"))
    board.click(place)


def test_a_mark_is_answered_with_its_distance_and_a_known_slip_is_named(open_board):
    points = [[0, 0], [0, 1], [0, 2], [8, 1], [20, 20], [20, 21]]
    board = open_board(playground(points, [[1, 1], [20, 20]]))
    board.press("Assign")
    board.check("Guess first")
    slips = {
        (0, 1): "the median of its points",
        (4, 1): "the middle of the box around its points",
        (1, 1): "where it stands now",
        (8, 7.5): "the mean of all points",
    }
    for number, (place, words) in enumerate(slips.items(), start=1):
        mark(board, list(place))
        expect(board.answer).to_contain_text(
            "Mean 0 landed at (2.00, 1.00), the mean of its points"
        )
        expect(board.answer).to_contain_text(f"You marked {words}.")
        expect(board.answer).to_contain_text(f"of {number}.")
        board.says(captions(lloyd(points, [[1, 1], [20, 20]]))[2])
        board.press("Undo")
    mark(board, [2, 1])
    expect(board.answer).not_to_contain_text("You marked")


def test_a_mark_of_the_old_labels_or_one_update_ahead_is_named(board):
    for act in ("Assign", "Update", "Assign"):
        board.press(act)
    board.check("Guess first")
    board.press("Update")
    asked = board.root.evaluate("e => e.played.guessing.asked")["mean"]
    board.click(TRACE[2].means[asked].tolist())
    words = "where it stands now, the mean of the points that it had before"
    expect(board.answer).to_contain_text(f"You marked {words}.")
    board.press("Undo")
    mark(board, TRACE[6].means[asked].tolist())
    expect(board.answer).to_contain_text("You marked one update further on.")


@pytest.mark.parametrize("how", ["mouse on a mean", "button", "digit", "Enter on a mean"])
def test_a_point_near_a_border_is_asked_for_and_both_distances_are_told(board, how):
    board.check("Guess first")
    board.press("Assign")
    expect(board.said).to_have_text(
        re.compile("^Guess first: to which mean will the point with the ring go")
    )
    asked = board.root.evaluate("e => e.played.guessing.asked")
    squares = ((POINTS[asked["point"]] - MEANS) ** 2).sum(axis=1)
    right = int(squares.argmin())
    assert asked["label"] == right
    if how == "mouse on a mean":
        board.click(MEANS[right])
    elif how == "button":
        board.press(f"Mean {right}")
    elif how == "digit":
        board.plane.focus()
        keys(board, str(right))
    else:
        board.means.nth(right).focus()
        keys(board, "Enter")
    least, second = np.sqrt(np.sort(squares))[:2]
    expect(board.answer).to_contain_text(
        f"The point goes to mean {right}, at a distance of {least:.4g}; mean"
    )
    expect(board.answer).to_contain_text(f"is at {second:.4g}.  Close guesses so far: 1 of 1.")
    board.says(captions(TRACE)[1])


def test_a_guess_can_be_left_out_and_switched_off(board):
    board.check("Guess first")
    board.press("Assign")
    board.press("Assign")
    board.says(captions(TRACE)[1])
    board.press("Update")
    board.root.get_by_label("Guess first").uncheck()
    board.says(captions(TRACE)[1])
    board.press("Update")
    board.says(captions(TRACE)[2])


def test_a_mark_is_put_by_keys_alone(board):
    board.press("Assign")
    board.check("Guess first")
    board.root.get_by_role("button", name="Update").focus()
    keys(board, "Enter", "Shift+ArrowLeft", "Shift+ArrowUp", "Enter")
    board.says(captions(TRACE)[2])
    expect(board.answer).to_contain_text("your mark is")


# A mean without points, and what there is to find out

FATES = ["let it stay", "put it on the farthest point", "drop it", "put it at random"]


def test_a_mean_without_points_stops_the_run_and_each_choice_goes_on(open_board):
    board = open_board(playground(FEW, EMPTY))
    # At other places the mean may lose its points again.
    board.page.evaluate("() => { document.querySelector('step-player').played.random = () => 0.2 }")
    ended = []
    for fate in FATES:
        board.press("Run")
        expect(board.root.locator(".question")).to_contain_text("Mean 2 has no points.")
        assert board.state()["phase"] == "assign"
        board.press(fate)
        board.press("Run")
        board.page.wait_for_function(
            "document.querySelector('step-player').played.timer === undefined"
        )
        state = board.state()
        final = lloyd(FEW, state["origin"])[-1]
        assert state["inertia"] == final.inertia
        ended.append([fate, str(len(state["means"])), f"{final.inertia:.4g}"])
        board.press("Reset")
    rows = board.root.locator(".fates tbody tr").all()
    assert [row.locator("td").all_inner_texts() for row in rows] == ended
    assert [row[1] for row in ended] == ["3", "3", "2", "3"]


TASKS = {
    "get stuck": (POINTS, STUCK[0].means),
    "Find the best": (POINTS, TRACE[0].means),
    "without points": (FEW, EMPTY),
    "more means": (FEW, None),
    "one update": (FEW, [FEW[0], FEW[3]]),
}


def finish(board):
    for _ in range(60):
        if not board.root.locator("[aria-current=step]").count():
            return
        board.root.locator("[aria-current=step]").click()


@pytest.mark.parametrize("task", TASKS)
def test_the_board_knows_when_something_was_found_out(open_board, task):
    points, means = TASKS[task]
    board = open_board(playground(points, means, k=2))
    item = board.root.locator(".tasks li").filter(has_text=task)
    expect(item).to_have_count(1)
    expect(item).not_to_contain_text("Done")
    if task == "more means":
        board.choose("Means", "4")
    finish(board)
    expect(item).to_contain_text("Done: ")
    expect(board.answer).to_contain_text("Found out: ")
    board.press("Reset")
    expect(item).to_contain_text("Done: ")


def test_groups_where_there_are_none_and_two_starts_with_one_end_are_found(board):
    finish(board)
    board.press("Reset")
    board.drag(MEANS[0], [5.4, 6.6])
    two = board.root.locator(".tasks li").filter(has_text="same end")
    expect(two).not_to_contain_text("Done")
    finish(board)
    expect(two).to_contain_text("Done: ")
    nothing = board.root.locator(".tasks li").filter(has_text="nothing at all")
    board.choose("Data", "nothing")
    finish(board)
    expect(nothing).to_contain_text("Done: ")


def test_an_end_that_is_good_is_not_called_stuck(board):
    finish(board)
    assert "Done" not in board.root.locator(".tasks li").first.inner_text()


# Address, lines of Python, and the command


def at(page, board_html, address):
    """Open the same board under another address."""
    page.evaluate("address => history.replaceState(null, '', address)", address)
    page.set_content(board_html)
    return Board(page.locator("step-player").first)


def test_an_address_brings_the_state_back(board):
    board.choose("Data", "homes")
    board.press("Add points")
    board.click([0, 0])
    for _ in range(2):
        board.root.locator("[aria-current=step]").click()
    state = board.state()
    board.press("Copy address")
    address = board.page.evaluate("location.hash")
    assert re.match(r"#v=1&k=4&data=homes&points=-?\d+,-?\d+;.*&means=.*;.*&acts=2$", address)
    again = at(board.page, page_of(BOARD), address).state()
    for name in ("data", "points", "means", "labels", "iteration", "phase", "inertia", "said"):
        assert again[name] == state[name]


def test_the_address_of_a_given_sample_is_short_and_readable(board):
    board.press("Assign")
    board.press("Copy address")
    means = ";".join(f"{x},{y}" for x, y in MEANS)
    assert board.page.evaluate("location.hash") == f"#v=1&k=4&data=own&means={means}&acts=1"


DAMAGED = [
    "#v=1", "#v=1&k=4&data=own&means=2,2;2,6&acts=7", "#v=1&k=1&data=own&means=2,x&acts=1",
    "#v=1&k=1&data=elsewhere&means=2,2&acts=1", "#v=1&k=1&data=own&means=2,2&acts=-1",
    "#v=1&k=1&data=own&means=2,2&acts=1e9", "#v=1&k=1&data=own&means=2,2,2&acts=1",
    "#v=1&k=1&data=own&means=2,2", "#v=1&k=1&data=own&means=1e999,2&acts=1",
]  # fmt: skip


@pytest.mark.parametrize("address", DAMAGED)
def test_a_damaged_address_gives_the_start_and_a_sentence(board, address):
    board = at(board.page, page_of(BOARD), address)
    board.says("This address is damaged, so the board is at its start.")
    assert board.state()["means"] == MEANS
    assert board.state()["phase"] == "start"


def test_an_address_of_another_version_says_so_and_other_anchors_are_left_alone(board):
    other = at(board.page, page_of(BOARD), "#v=2&k=1&data=own&means=2,2&acts=1")
    other.says("This address is of another version of the board, which is at its start.")
    assert at(board.page, page_of(BOARD), "#fig-classes").said.inner_text() == captions(TRACE)[0]


def test_a_link_within_the_page_sets_the_board_it_means(board):
    two = page_of(BOARD, playground(FEW, k=2))
    first = at(board.page, two, "#top")
    board.page.evaluate("location.hash = '#v=1&board=2&k=1&data=own&means=5,5&acts=1'")
    second = Board(board.page.locator("step-player").last)
    second.says("Assignment 0: 6 points changed label; inertia 246.0")
    first.says(captions(TRACE)[0])


def lines_of(board):
    board.root.get_by_text("In Python").click()
    shown = board.root.locator("pre").all_inner_texts()
    board.root.get_by_text("In Python").click()
    return shown


def end_of_run(lines, known):
    """Return the last step of the run that lines of Python do."""
    seen = []
    code = lines.replace("step_player(", "seen.append(")
    code = re.sub(r", columns=\[.*\]\)$", ")", code)
    exec(code, {**known, "seen": seen, "step_player": None})
    (trace,) = seen
    return trace[-1]


def run_command(line, board, folder, monkeypatch):
    """Return the numbers that the instructors' command writes, with the points that are saved."""
    board.root.get_by_text("In Python").click()
    with board.page.expect_download() as started:
        board.press("Save points.csv")
    board.root.get_by_text("In Python").click()
    started.value.save_as(folder / "points.csv")
    monkeypatch.chdir(folder)
    program, *words = shlex.split(line)
    assert program == "kmeans-course"
    assert main([*words, "--make", "captions", "--force"]) == 0
    return json.loads((folder / "k-means.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "data", ["own", "homes", "moons", "nothing", "widths", "edited", "a line", "four columns"]
)
def test_the_lines_and_the_command_do_the_same_run(open_board, data, tmp_path, monkeypatch, capsys):
    own, shown = POINTS, BOARD
    if data == "a line":
        own = [[0.1], [0.2], [5], [7.5], [9]]
        shown = playground(own, k=2)
    elif data == "four columns":
        own = helpers.iris().drop(columns="species")
        shown = playground(own, k=3, code="flowers")
    board = open_board(shown)
    if data in ("homes", "moons", "nothing", "widths"):
        board.choose("Data", data)
    if data == "edited":
        board.press("Add points")
        board.click([4, 4])
    finish(board)
    state = board.state()
    lines, command = lines_of(board)
    last = end_of_run(lines, {"points": own, "flowers": own})
    assert last.labels.tolist() == state["labels"]
    assert last.means.tolist() == state["means"]
    assert last.inertia == state["inertia"]
    numbers = run_command(command, board, tmp_path, monkeypatch)
    assert numbers["steps"][-1]["labels"] == state["labels"]
    assert numbers["steps"][-1]["inertia"] == state["inertia"]


# For everyone, on any page

# Two of them see all widths and all colours; `make slow` takes all four.
# The pages that have boards are looked at as pages, too, every second one on a desk.
VIEWS = [
    (390, "dark"),
    pytest.param(1280, "light", marks=pytest.mark.slow),
    pytest.param(1280, "dark", marks=pytest.mark.slow),
    pytest.param(390, "light", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("width, scheme", VIEWS)
def test_a_board_is_open_to_everyone_and_fits_the_page(open_board, width, scheme):
    board = open_board(width=width, scheme=scheme)
    board.root.get_by_text("In Python").click()
    board.check("Guess first")
    for act in ("Assign", "Assign", "Update"):
        board.press(act)
        board.page.evaluate(AXE) if not board.page.evaluate("'axe' in window") else None
        rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
        assert board.page.evaluate(rules) == []
    assert board.page.evaluate("document.documentElement.scrollWidth") <= width
    for part in board.root.locator("button:visible, select, input, summary, [data-mean]").all():
        box = part.bounding_box()
        assert box["width"] >= 24 <= box["height"], part.inner_text()
        assert box["x"] + box["width"] <= width or part.get_attribute("data-mean")


def test_buttons_and_means_are_large_enough_for_a_thumb(open_board):
    board = open_board(width=390)
    for part in board.root.locator("button:visible, select, [data-mean]").all():
        assert part.bounding_box()["height"] >= 43.5


@pytest.mark.parametrize("width", [1280, 390])
def test_the_plane_is_in_sight_while_its_buttons_are_used(open_board, width):
    board = open_board(width=width)
    board.page.evaluate("document.body.style.padding = '600px 0 2000px'")
    for part in board.root.locator(
        ".acts button:visible, .side :is(button, select, input):visible"
    ).all():
        part.focus()
        box, here = board.plane.bounding_box(), part.bounding_box()
        seen = min(900, box["y"] + box["height"]) - max(0, box["y"])
        beside = here["x"] >= box["x"] + box["width"]  # some of it is enough, and can be scrolled
        assert seen >= box["height"] * (0.5 if beside else 1) - 1, part.inner_text()
        assert 0 <= here["y"] <= 901 - here["height"]
        apart = here["y"] >= box["y"] + box["height"] - 1 or here["x"] >= box["x"] + box["width"]
        assert apart, part.inner_text()


def test_two_boards_do_not_meet(open_page):
    page = open_page("blank.html")
    page.set_content(page_of(BOARD, BOARD))
    one, other = (Board(root) for root in page.locator("step-player").all())
    one.press("Assign")
    one.says(captions(TRACE)[1])
    other.says(captions(TRACE)[0])
    seen = one.plane.screenshot()
    other.root.evaluate("e => e.style.visibility = 'hidden'")
    assert one.plane.screenshot() == seen
    names = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(names) == len(set(names))


def test_a_board_that_is_moved_hidden_or_turned_keeps_its_state(board):
    board.press("Assign")
    state = str(board.state())
    board.root.evaluate("e => { e.hidden = true; document.body.prepend(e); e.hidden = false; }")
    board.page.set_viewport_size({"width": 600, "height": 400})
    board.page.emulate_media(color_scheme="dark")
    assert str(board.state()) == state
    board.press("Update")
    board.says(captions(TRACE)[2])


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts, media", [(False, "screen"), (True, "print")])
def test_without_scripts_and_on_paper_the_run_is_told(open_page, width, scripts, media):
    page = open_page("blank.html", width=width, scripts=scripts)
    page.set_content(page_of(BOARD))
    page.emulate_media(media=media)
    root = page.locator("step-player")
    assert root.locator(".board:visible").count() == 0
    assert root.locator("ol > li").all_inner_texts() == captions(TRACE)
    picture = root.get_by_role("img", name="Storyboard of 3 steps")
    assert picture.bounding_box()["width"] > 0.7 * min(width, 800)
    assert picture.evaluate("e => e.naturalWidth ?? 1") > 0
    assert root.get_by_text("run this cell").is_visible() == (media == "screen")


def test_how_it_stands_tells_means_sizes_and_inertia(board):
    board.press("Assign")
    board.press("How it stands")
    sizes = np.bincount(TRACE[1].labels)
    told = board.said.inner_text()
    for label, ((x, y), size) in enumerate(zip(MEANS, sizes, strict=True)):
        assert f"Mean {label} at ({x:.2f}, {y:.2f}), {size} point" in told
    assert told.startswith("200 points, 4 means.") and "Inertia 1" in told


def test_full_screen_shows_plane_sentence_and_buttons_larger(board):
    size = board.plane.bounding_box()["height"]
    board.press("Full screen")
    board.page.wait_for_function("document.fullscreenElement")
    for part in (
        board.plane,
        board.said,
        board.root.get_by_role("button", name="Assign", exact=True),
    ):
        box = part.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 900
    assert board.plane.bounding_box()["height"] >= size
    board.press("Full screen")


def test_two_thousand_points_can_be_used(open_board):
    points = np.random.default_rng(0).normal(size=(2000, 2))
    trace = lloyd(points, points[:4])
    board = open_board(playground(points, k=4))
    for words in captions(trace)[1:6]:
        board.root.locator("[aria-current=step]").click()
        board.says(words)
    board.drag(board.state()["means"][0], [0, 0])
    expect(board.said).to_have_text(re.compile("^Mean 0 was put at"))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_rules_of_the_course_leave_the_buttons_side_by_side(open_page, width):
    page = open_page("pages/glossary.html", width=width)
    page.locator("article").evaluate("(e, html) => { e.innerHTML = html; }", BOARD.markup)
    for name in BOARD.files:
        text = (FOLDER / name).read_text(encoding="utf-8")
        (page.add_style_tag if name.endswith(".css") else page.add_script_tag)(content=text)
    board = Board(page.locator("step-player"))
    boxes = [b.bounding_box() for b in board.root.locator(".buttons").first.locator("button").all()]
    assert len(boxes) == 4
    assert len({round(box["y"]) for box in boxes}) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
