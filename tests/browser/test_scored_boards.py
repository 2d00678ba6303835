"""Drag a point and see its silhouette follow; slide through k; and the arithmetic behind both."""

import re
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import expect
from sklearn.metrics import silhouette_samples

import helpers
from helpers import (
    assign,
    choosing_k,
    elbow,
    f_of_k,
    gap_statistic,
    k_board,
    meetups,
    silhouette,
    silhouette_board,
)
from helpers.boards.player import BOARDS, FOLDER
from helpers.boards.playground import other_data

from .test_playground import AXE, VIEWS, Board, at, keys, page_of, touches

DOZEN = np.array([
    [0, 0], [0, 3], [4, 0], [4, 3], [8, 6], [12, 5], [12, 9], [15, 8], [0, 8], [0, 12], [-5, 12],
    [-6, 8],
])  # fmt: skip
LABELS = np.repeat([0, 1, 2], 4)
HOMES = meetups()
KS = range(1, 10)
SCORED = silhouette_board(DOZEN, LABELS, point=4)
KINDS = ["silhouette", "choosing-k"]
PURE = ["arithmetic.js", "seeding.js", "silhouettes.js", "choosing.js"]


@cache
def made(kind):
    """Return a board; gap statistics take a second, so not before a test asks."""
    if kind == "silhouette":
        return SCORED
    return k_board(HOMES, columns=["east", "north"], code="homes", rng=0)


# The arithmetic


@pytest.fixture(scope="module")
def scripts(chromium):
    """Open an empty page with the pure functions and nothing else."""
    page = chromium.new_page()
    for name in PURE:
        page.add_script_tag(content=(FOLDER / name).read_text(encoding="utf-8"))
    yield page
    page.close()


def labelled(rng):
    """Return points and labels that make silhouettes difficult: ties, duplicates, lonely points."""
    n, d = int(rng.integers(3, 40)), int(rng.integers(1, 4))
    points = rng.normal(size=(n, d)) * rng.choice([1e-9, 1, 1e6])
    if rng.random() < 0.4:
        points = rng.integers(0, 3, size=(n, d)).astype(float)
    while True:
        labels = rng.integers(0, rng.integers(2, 9), size=n)
        if 2 <= len(np.unique(labels)) <= n - 1:
            return points, labels


def test_six_hundred_silhouettes_are_those_of_the_helpers_and_of_scikit_learn(scripts):
    rng = np.random.default_rng(0)
    cases = [labelled(rng) for _ in range(600)]
    answers = scripts.evaluate(
        "cases => cases.map(([points, labels]) => courseBoards.silhouettes(points, labels))",
        [[points.tolist(), labels.tolist()] for points, labels in cases],
    )
    assert any((np.bincount(labels) == 1).any() for _, labels in cases)
    for (points, labels), scores in zip(cases, answers, strict=True):
        assert np.allclose(scores, silhouette(points, labels), atol=1e-12)
        assert np.allclose(scores, silhouette_samples(points, labels), atol=1e-6)


def test_five_hundred_gaps_and_f_of_k_are_those_of_the_helpers(scripts, monkeypatch):
    rng, cases, meant = np.random.default_rng(1), [], []
    for _ in range(500):
        ks, references = int(rng.integers(2, 10)), int(rng.integers(1, 8))
        drawn = rng.uniform(1e-3, 1e6, size=(references + 1, ks))
        rows = iter(drawn)
        monkeypatch.setattr(choosing_k, "elbow", lambda *_, rows=rows, **__: next(rows))
        points = rng.normal(size=(12, 2))
        d = int(rng.integers(2, 6))
        meant.append(
            (
                gap_statistic(points, range(1, ks + 1), references=references, rng=0),
                f_of_k(drawn[0], d),
            )
        )
        cases.append([drawn[0].tolist(), drawn[1:].tolist(), d])
    answers = scripts.evaluate(
        """cases => cases.map(([inertias, references, d]) =>
             [courseBoards.gapsOf(inertias, references), courseBoards.fOfK(inertias, d)])""",
        cases,
    )
    for (gaps, f), (found, mine) in zip(meant, answers, strict=True):
        assert np.allclose(
            [[g.gap, g.error] for g in gaps], [[g["gap"], g["error"]] for g in found], atol=1e-12
        )
        assert np.allclose(f, mine, rtol=1e-14)


def named_by_hand(fits):
    """Return what the three rules name, as the chapter says them."""
    scores = [-9 if fit["silhouette"] is None else fit["silhouette"] for fit in fits]
    f = [fit["f"] for fit in fits]
    plateau = [
        k
        for k, (here, following) in enumerate(pairwise(fits), start=1)
        if here["gap"] >= following["gap"] - following["error"]
    ]
    low = int(np.argmin(f)) + 1 if min(f) < 0.85 else 1
    return int(np.argmax(scores)) + 1, plateau[0] if plateau else None, low


def test_fits_of_any_points_are_consistent_and_their_rules_are_those_of_the_chapter(scripts):
    rng = np.random.default_rng(2)
    for _ in range(30):
        n = int(rng.integers(3, 40))
        points = rng.normal(size=(n, 2)) + rng.integers(0, 3, size=(n, 1)) * rng.choice([0, 5])
        fits, names = scripts.evaluate(
            "p => [courseBoards.fitsOf(p, 9)].flatMap(f => [f, courseBoards.named(f)])",
            points.tolist(),
        )
        assert len(fits) == min(9, n - 1)
        assert np.allclose([fit["f"] for fit in fits], f_of_k([f["inertia"] for f in fits], 2))
        for fit in fits[1:]:
            labels = assign(points, np.array(fit["means"]))
            assert fit["silhouette"] == pytest.approx(silhouette(points, labels).mean())
        found = names["silhouette"], names.get("gap"), names["f"]
        assert found == named_by_hand(fits)


def test_on_few_points_the_browser_finds_the_inertia_that_many_runs_find(scripts):
    rng, alike = np.random.default_rng(3), []
    for _ in range(40):
        points = rng.normal(size=(9, 2))
        found = scripts.evaluate(
            "p => courseBoards.fitsOf(p, 4).map(fit => fit.inertia)", points.tolist()
        )
        best = elbow(points, range(1, 5), runs=60, rng=0)
        assert (found >= best * (1 - 1e-9)).all()
        alike.extend(np.isclose(found, best))
    assert np.mean(alike) > 0.9


def test_references_fill_the_box_of_the_points(scripts):
    points = np.random.default_rng(4).normal(size=(400, 2)) * [1, 20]
    drawn = np.array(
        scripts.evaluate("p => courseBoards.evenly(p, courseBoards.generator(1))", points.tolist())
    )
    assert drawn.shape == points.shape
    low, high = points.min(axis=0), points.max(axis=0)
    assert (drawn >= low).all() and (drawn <= high).all()
    assert np.allclose(drawn.mean(axis=0), (low + high) / 2, atol=(high - low) * 0.06)


# One point to drag


def told(state):
    """Return the sentence that a state of the board must say, from the helpers alone."""
    points, labels = np.array(state["points"], float), np.array(state["labels"])
    watched = state["watched"]
    scores = silhouette(points, labels)
    far = np.sqrt(((points - points[watched]) ** 2).sum(axis=1))
    others = {label: far[labels == label].mean() for label in set(labels) - {labels[watched]}}
    following = min(others, key=others.get)
    a = far[labels == labels[watched]].sum() / ((labels == labels[watched]).sum() - 1)
    place = ", ".join(f"{value + 0:.2f}" for value in points[watched])
    return (
        f"Point {watched} at ({place}), label {labels[watched]}: a = {a:.2f}, "
        f"b = {others[following]:.2f} to cluster {following}, s = {scores[watched]:.3f}; "
        f"mean of all points {scores.mean():.3f}."
    )


def test_the_board_says_a_b_and_the_silhouettes_of_the_helpers_wherever_the_point_is(open_small):
    board = open_small(SCORED)
    board.says(told(board.state()))
    for place in ([10, 9], [2, 2], [-7, 1], [15, 12]):
        board.drag(board.state()["points"][4], place)
        assert np.allclose(board.state()["points"][4], place, atol=0.2)
        board.says(told(board.state()))
    widths = board.root.evaluate(
        "e => [...e.querySelectorAll('.bar')].map(b => +b.getAttribute('width'))"
    )
    state = board.state()
    assert np.allclose(sorted(widths), sorted(np.abs(state["all"]) * 150))
    expect(board.root.locator(".bar.now")).to_have_count(1)


def test_nothing_is_said_while_a_point_is_dragged_but_the_numbers_follow(open_small):
    board = open_small(SCORED)
    before, numbers = board.said.inner_text(), board.root.locator(".inertia")
    first = numbers.inner_text()
    board.page.mouse.move(*board.pixel([8, 6]))
    board.page.mouse.down()
    board.page.mouse.move(*board.pixel([2, 6]), steps=5)
    expect(numbers).not_to_have_text(first)
    board.says(before)
    board.page.mouse.up()
    board.says(told(board.state()))


def test_any_point_takes_the_ring_and_any_label(open_small):
    board = open_small(SCORED)
    board.click([0, 0])
    assert board.state()["watched"] == 0
    board.choose("Point", "8")
    assert board.state()["watched"] == 8
    board.choose("Label", "0")
    assert board.state()["labels"][8] == 0
    board.says(told(board.state()))
    for _ in range(3):
        board.press("Undo")
    assert board.state()["watched"] == 4
    expect(board.root.get_by_label("Point", exact=True)).to_have_value("4")


def test_a_point_alone_has_no_a_and_one_cluster_is_refused(open_small):
    board = open_small(silhouette_board([[0, 0], [4, 0], [9, 9]], [0, 0, 1], point=2))
    expect(board.said).to_contain_text("a = nothing, for it is alone")
    expect(board.said).to_contain_text("s = 0.000")
    board.choose("Label", "0")
    board.says("A silhouette needs two clusters at least.")
    expect(board.root.get_by_label("Label", exact=True)).to_have_value("1")


def test_keys_alone_move_the_point_and_give_it_a_label(open_small):
    board = open_small(SCORED)
    board.plane.focus()
    keys(board, "Tab")
    expect(board.means.first).to_be_focused()
    before = board.said.inner_text()
    keys(board, *["Shift+ArrowLeft"] * 3)
    assert board.said.inner_text() == before
    expect(board.said).to_have_text(re.compile(r"^Point 4 at \(4"))
    keys(board, "0")
    assert board.state()["labels"][4] == 0
    keys(board, "Delete")
    board.says("All points stay on this board; drag one instead.")
    assert len(board.state()["points"]) == 12
    board.plane.focus()
    keys(board, "p", "a", "e", "9")
    assert board.state()["labels"][4] == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_a_finger_drags_the_point(open_small, width):
    board = open_small(SCORED, touch=True, width=width)
    touch = touches(board.page)
    start, end = board.pixel([8, 6]), board.pixel([2, 2])
    touch("Start", *start)
    for share in np.linspace(0.1, 1, 10):
        touch("Move", *(np.array(start) + share * (np.array(end) - start)).tolist())
    touch("End")
    expect(board.said).to_have_text(re.compile("^Point 4 at"))
    assert np.allclose(board.state()["points"][4], [2, 2], atol=0.5)
    board.says(told(board.state()))


def done(board, words):
    return expect(board.root.locator(".tasks li").filter(has_text=words))


def test_the_silhouette_board_knows_what_was_found_out(open_small):
    board = open_small(SCORED)
    expect(board.root.locator(".tasks .done")).to_have_count(0)
    board.drag([8, 6], [2, 2])
    done(board, "is below zero").to_contain_text("Done: ")
    board.choose("Label", "0")
    done(board, "label of the next").to_contain_text("Done: ")
    board.press("Reset")
    board.choose("Point", "6")
    board.drag([12, 9], [-7, 12])
    done(board, "below 0.35").to_contain_text("Done: ")
    done(board, "almost zero").not_to_contain_text("Done: ")


def test_tight_groups_that_lie_apart_bring_the_mean_up(open_small):
    board = open_small(SCORED)
    tight = DOZEN.astype(float)
    for label in range(3):
        tight[label == LABELS] = tight[label == LABELS].mean(axis=0) + np.eye(4, 2)
    assert silhouette(tight, LABELS).mean() > 0.7
    board.root.evaluate(
        """(e, points) => {
            const board = e.played;
            board.go(board.stateOf({ ...board.state, points, edited: true }));
        }""",
        tight.tolist(),
    )
    board.says(told(board.state()))
    done(board, "above 0.7").to_contain_text("Done: ")


def test_the_place_between_two_clusters_is_found(open_small):
    board = open_small(
        silhouette_board([[0, 0], [0, 4], [8, 0], [8, 4], [2, 2]], [0, 0, 1, 1, 0], point=4)
    )
    board.drag([2, 2], [4, 2])
    done(board, "almost zero").to_contain_text("Done: ")


# A slider for k


def slide(board, k):
    slider = board.root.get_by_label("Number of clusters, k")
    slider.focus()
    keys(board, "Home", *["ArrowRight"] * (k - 1))


def test_the_slider_moves_through_clusters_and_all_curves_at_once(open_small):
    board = open_small(made("choosing-k"))
    inertias = elbow(HOMES, KS, rng=0)
    for k in (1, 3, 9):
        slide(board, k)
        expect(board.said).to_have_text(
            re.compile(rf"^k = {k}: inertia {np.round(inertias[k - 1], 1):.1f}")
        )
        assert board.said.inner_text().startswith(made("choosing-k").sentences[k - 1])
        expect(board.means).to_have_count(k)
    assert board.said.inner_text().endswith("The silhouette says 3, the gap 3, f(K) 3.")
    titles = board.root.locator(".curves p").all_inner_texts()
    assert titles == [
        "Inertia: 183.6", "Silhouette: 0.461; its rule says 3",
        "Gap: 0.868; its rule says 3", "f(K): 0.635; its rule says 3",
    ]  # fmt: skip
    assert board.root.locator(".curves svg").first.locator("circle").count() == 9


def test_points_are_moved_added_and_erased_and_the_curves_follow(open_small):
    board = open_small(made("choosing-k"))
    before = [fit["inertia"] for fit in board.state()["fits"]]
    board.drag([20, 23], [0, 0])
    assert board.state()["fits"][0]["inertia"] != before[0]
    board.press("Add points")
    board.says("A press on the plane will now add points.")
    board.drag([-30, 20], [20, -15], steps=40)
    assert len(board.state()["points"]) > 25
    board.press("Erase")
    count = len(board.state()["points"])
    board.click([-49, 15])
    assert len(board.state()["points"]) == count - 1
    state = board.state()
    for k in (1, 2):
        mean = np.array(state["fits"][k - 1]["means"])
        assert state["fits"][k - 1]["inertia"] == pytest.approx(
            helpers.inertia(state["points"], assign(state["points"], mean), mean)
        )
    board.press("Reset")
    assert [fit["inertia"] for fit in board.state()["fits"]] == before


def test_a_plane_of_ones_own_begins_empty_and_draws_curves_from_two_places_on(open_small):
    board = open_small(made("choosing-k"))
    board.choose("Data", "draw")
    board.says("no points; put two in different places to begin.")
    board.click([3, 4])
    board.click([7, 8])
    assert board.state()["k"] == 1
    expect(board.said).to_have_text(re.compile("^k = 1: inertia"))
    board.click([7, 2])
    assert len(board.state()["fits"]) == 2
    for _ in range(4):
        board.press("Undo")
    assert board.state()["data"] == "own"


def test_keys_alone_move_add_and_erase(open_small):
    board = open_small(made("choosing-k"))
    board.plane.focus()
    keys(board, "p", "Shift+ArrowLeft", "Enter")
    assert len(board.state()["points"]) == 21
    keys(board, "e", "Enter")
    assert len(board.state()["points"]) == 20
    keys(board, "a")
    assert board.root.evaluate("e => e.played.mode") == "erase"
    keys(board, "m")
    assert board.root.evaluate("e => e.played.mode") == "move"
    keys(board, "Tab")  # means are answers, so none of them takes the focus
    expect(board.root.get_by_label("Number of clusters, k")).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_finger_adds_and_moves_points_and_slides(open_small, width):
    board = open_small(made("choosing-k"), touch=True, width=width)
    board.root.get_by_role("button", name="Add points").tap()
    board.plane.scroll_into_view_if_needed()
    board.page.touchscreen.tap(*board.pixel([5, 0]))
    assert np.allclose(board.state()["points"][-1], [5, 0], atol=2)
    board.root.get_by_role("button", name="Move").tap()
    board.plane.scroll_into_view_if_needed()
    touch = touches(board.page)
    start, end = board.pixel(board.state()["points"][-1]), board.pixel([20, -10])
    touch("Start", *start)
    for share in np.linspace(0.1, 1, 10):
        touch("Move", *(np.array(start) + share * (np.array(end) - start)).tolist())
    touch("End")
    expect(board.said).to_have_text(re.compile("^k = 1"))
    assert np.allclose(board.state()["points"][-1], [20, -10], atol=2)


def cloud(board, kind):
    """Give the board other points, as if they had been drawn."""
    rng = np.random.default_rng(0)
    points = {
        "two": np.vstack([rng.normal(size=(15, 2)), rng.normal(size=(15, 2)) + [40, 0]]),
        "heap": rng.normal(size=(60, 2)) * 8,
    }[kind]
    board.root.evaluate(
        "(e, points) => e.played.go({ ...e.played.state, points, edited: true })",
        points.round(2).tolist(),
    )


def test_the_board_of_k_knows_what_was_found_out(open_small):
    board = open_small(made("choosing-k"))
    expect(board.root.locator(".tasks .done")).to_have_count(0)
    board.choose("Data", "nothing")
    expect(board.root.locator(".tasks .done")).to_have_count(0)
    slide(board, board.state()["names"]["silhouette"])
    done(board, "nothing at all").to_contain_text("Done: ")
    cloud(board, "two")
    done(board, "all three rules name the same").to_contain_text("Done: ")
    cloud(board, "heap")
    done(board, "until the elbow is gone").to_contain_text("Done: ")


def test_three_different_answers_are_three(open_small):
    board = open_small(made("choosing-k"))
    board.choose("Data", "nothing")
    board.press("Add points")
    board.click([120, 120])
    names = board.state()["names"]
    item = board.root.locator(".tasks li").filter(has_text="all three disagree")
    assert ("Done" in item.inner_text()) == (len(set(names.values())) == 3)


# For everyone, on any page


def turned(board, kind):
    """Change a board from its start."""
    if kind == "silhouette":
        board.drag([8, 6], [2, 2])
        board.choose("Label", "2")
    else:
        slide(board, 4)
        board.press("Add points")
        board.click([0, 10])


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_brings_the_state_back(open_small, kind):
    board = open_small(made(kind))
    turned(board, kind)
    state = board.state()
    board.press("Copy address")
    address = board.page.evaluate("location.hash")
    assert address.startswith(f"#{kind}=1&")
    again = at(board.page, page_of(made(kind)), address)
    for name in ("points", "labels", "said", "k", "watched"):
        assert again.state().get(name) == state.get(name)


DAMAGED = {
    "silhouette": [
        "point=4", "point=12&labels=0,0,0,0,1,1,1,1,2,2,2,2", "point=4&labels=0,0",
        "point=4&labels=0,0,0,0,0,0,0,0,0,0,0,0", "point=4&labels=0,0,0,0,1,1,1,1,2,2,2,7",
        "point=4&labels=0,0,0,0,1,1,1,1,2,2,2,2&points=1,2",
    ],
    "choosing-k": ["k=3", "k=10&data=own", "k=0&data=own", "k=x&data=own", "k=2&data=else",
                   "k=2&data=own&points=1,2,3"],
}  # fmt: skip


@pytest.mark.parametrize("kind, parts", [(kind, p) for kind in KINDS for p in DAMAGED[kind]])
def test_a_damaged_address_gives_the_start_and_a_sentence(open_small, kind, parts):
    board = open_small(made(kind))
    board = at(board.page, page_of(made(kind)), f"#{kind}=1&{parts}")
    board.says("This address is damaged, so the board is at its start.")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("edited", [False, True])
def test_the_lines_of_python_do_the_same(open_small, kind, edited, capsys):
    board = open_small(made(kind))
    if edited:
        turned(board, kind)
    state = board.state()
    code = board.root.locator("pre").text_content()
    known = {"points": DOZEN, "homes": HOMES}
    *lines, last = code.splitlines()
    exec("\n".join(lines), known)
    if kind == "silhouette":
        assert np.allclose(eval(last, known), state["all"], atol=5e-4)
    else:
        drawn = re.fullmatch(r"plot_step\((.*)\)", last)[1]
        step = eval(drawn, known)
        fit = state["fits"][state["k"] - 1]
        assert step.inertia == pytest.approx(fit["inertia"], rel=0.1)
        assert len(step.means) == state["k"]
        assert capsys.readouterr().out.startswith("[")


@pytest.mark.parametrize("data", ["moons", "nothing"])
def test_the_lines_for_other_data_have_these_points(open_small, data):
    board = open_small(made("choosing-k"))
    board.choose("Data", data)
    (meant,) = [one.points for one in other_data() if one.name == data]
    assert board.state()["points"] == meant.tolist()
    known = {}
    exec(board.root.locator("pre").text_content().partition("print")[0], known)
    assert np.array_equal(known["points"], meant)


@pytest.mark.parametrize("width, scheme", VIEWS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_board_is_open_to_everyone_and_fits_the_page(open_small, kind, width, scheme):
    board = open_small(made(kind), width=width, scheme=scheme)
    board.root.get_by_text("In Python").click()
    board.page.evaluate(AXE)
    rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
    assert board.page.evaluate(rules) == []
    turned(board, kind)
    assert board.page.evaluate(rules) == []
    assert board.page.evaluate("document.documentElement.scrollWidth") <= width
    for part in board.root.locator("button:visible, select, input, summary").all():
        box = part.bounding_box()
        assert box["width"] >= 24 <= box["height"], part.inner_text()
        assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("kind", KINDS)
def test_how_it_stands_undo_and_reset(open_small, kind):
    board = open_small(made(kind))
    first = board.state()
    board.press("How it stands")
    words = {
        "silhouette": "Cluster 2: 4 points, 0.443 on average.",
        "choosing-k": "20 points. k = 1:",
    }
    expect(board.said).to_contain_text(words[kind])
    turned(board, kind)
    board.press("Reset")
    assert board.state()["points"] == first["points"]
    board.press("Undo")
    assert board.state()["points"] != first["points"]


@pytest.mark.parametrize("kind", KINDS)
def test_two_boards_do_not_meet(open_page, kind):
    page = open_page("blank.html")
    page.set_content(page_of(made(kind), made(kind)))
    one, other = (Board(root) for root in page.locator("step-player").all())
    before = str(other.state())
    turned(one, kind)
    assert str(other.state()) == before
    names = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(names) == len(set(names))


@pytest.mark.parametrize("scripts, media", [(False, "screen"), (True, "print")])
@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_and_on_paper_it_is_told(open_page, kind, scripts, media):
    page = open_page("blank.html", scripts=scripts)
    page.set_content(page_of(made(kind)))
    page.emulate_media(media=media)
    root = page.locator("step-player")
    assert root.locator(".board:visible").count() == 0
    assert root.locator("ol > li").all_inner_texts() == made(kind).sentences
    assert root.locator("img").bounding_box()["width"] > 500


def test_each_kind_brings_its_pure_functions_before_its_board():
    for kind in KINDS:
        files = BOARDS[kind]
        assert files.index("silhouettes.js") > files.index("arithmetic.js")
        assert files[-1] == "element.js"
