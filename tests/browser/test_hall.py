"""A lecture hall: players and boards as large as the window, and the keys of a clicker."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from helpers import (
    agglomerate,
    grid_means,
    lloyd,
    merge_player,
    picture_player,
    playground,
    random_means,
    sample_blobs,
    step_player,
)
from helpers.boards.page import as_page
from helpers.drawing.captions import captions

CHAPTER = "notebooks/12-k-means-step-by-step.html"
POINTS = sample_blobs(200, grid_means(4), rng=310)[0].round(2)
TRACE = lloyd(POINTS, random_means(POINTS, 4, rng=11))
PICTURES = [np.full((60, 80, 3), grey, np.uint8) for grey in (0, 100, 200)]
KINDS = {
    "trace": step_player(TRACE),
    "pictures": picture_player(PICTURES, ["A black wall.", "A dark wall.", "A pale wall."]),
    "merges": merge_player(POINTS[:12], agglomerate(POINTS[:12])),
    "board": playground(POINTS, TRACE[0].means),
}
HALLS = [(1920, 1080), (1024, 768)]
ON, BACK = ["PageDown", "ArrowRight", "ArrowDown", "Space"], ["PageUp", "ArrowLeft", "ArrowUp"]
SENTENCE = "step-player > [role=status], step-player .said"


@pytest.fixture
def open_kind(open_page):
    """Return a function that opens a page with a long text and something to play in it."""

    def open_kind(kind, size=(1280, 800), **look):
        page = open_page("blank.html", **look)
        page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        text = "<p>A long text.</p>" * 40
        scheme = '<meta name="color-scheme" content="light dark">'
        page.set_content(f"{scheme}<main>{text}{KINDS[kind]._repr_html_()}{text}</main>")
        return page

    return open_kind


def fill(page):
    """Press the button, and wait for the whole screen."""
    page.get_by_role("button", name="Full screen", exact=True).click()
    page.wait_for_function("document.fullscreenElement")


def sentence(page):
    return page.locator(SENTENCE).inner_text()


@pytest.mark.parametrize("size", HALLS)
@pytest.mark.parametrize("kind", KINDS)
def test_picture_sentence_and_buttons_fill_the_window_and_can_be_read_at_the_back(
    open_kind, kind, size
):
    page = open_kind(kind, size)
    fill(page)
    width, height = size
    stage = page.locator("step-player .stage").bounding_box()
    assert stage["width"] * stage["height"] > 0.45 * width * height
    names = ["Assign", "Undo"] if kind == "board" else ["First", "Next", "Last"]
    buttons = [page.get_by_role("button", name=name, exact=True) for name in names]
    for part in [page.locator(".stage"), page.locator(SENTENCE), *buttons]:
        box = part.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert box["y"] >= 0 and box["y"] + box["height"] <= height
    size_of = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert page.locator(SENTENCE).evaluate(size_of) > height / 36
    assert all(button.evaluate(size_of) > height / 50 for button in buttons)


@pytest.mark.parametrize("focus", ["First", "slider", "body"])
@pytest.mark.parametrize("kind", ["trace", "pictures", "merges"])
def test_the_keys_of_a_lecture_step_a_player_wherever_the_focus_is(open_kind, kind, focus):
    page, told = open_kind(kind), KINDS[kind].sentences
    fill(page)
    if focus == "body":
        page.evaluate("document.activeElement.blur()")
    else:
        role = {"slider": ("slider", "Step")}.get(focus, ("button", focus))
        page.get_by_role(role[0], name=role[1], exact=True).focus()
    for key in ON:
        page.keyboard.press(key)
        assert sentence(page) == told[1]
        page.keyboard.press(BACK[ON.index(key) % len(BACK)])
        assert sentence(page) == told[0]
    page.keyboard.press("End")
    assert sentence(page) == told[-1]
    page.keyboard.press("Home")
    assert sentence(page) == told[0]


def test_the_keys_of_a_lecture_assign_update_and_undo_on_a_board(open_kind):
    page, told = open_kind("board"), captions(TRACE)
    fill(page)
    start = sentence(page)
    for key, caption in zip(ON, told[1:], strict=False):
        page.keyboard.press(key)
        assert sentence(page) == caption
    for key, caption in zip([*BACK, "PageUp"], [*told[3:0:-1], start], strict=True):
        page.keyboard.press(key)
        assert sentence(page) == caption


def test_on_the_plane_of_a_board_arrows_move_what_has_the_focus_and_a_clicker_still_steps(
    open_kind,
):
    page = open_kind("board")
    fill(page)
    page.locator("[data-mean]").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.said').textContent.startsWith('Mean 0')")
    page.keyboard.press("PageDown")
    assert sentence(page).startswith("Assignment 0")


def test_a_clicker_turns_the_screen_dark_and_ends_the_show(open_kind):
    page = open_kind("trace")
    fill(page)
    page.keyboard.press(".")
    assert not page.locator(".stage").is_visible()
    page.keyboard.press(".")
    assert page.locator(".stage").is_visible()
    page.keyboard.press("b")
    page.keyboard.press("PageDown")
    assert page.locator(".stage").is_visible()
    assert sentence(page) == captions(TRACE)[1]
    page.keyboard.press("F5")
    page.wait_for_function("!document.fullscreenElement")
    assert sentence(page) == captions(TRACE)[1]  # the page was not loaded anew
    assert page.locator("step-player").bounding_box()["width"] < 600


def test_a_browser_without_a_full_screen_fills_the_window(open_kind):
    page = open_kind("trace")
    page.evaluate("Element.prototype.requestFullscreen = undefined")
    page.get_by_role("button", name="Full screen", exact=True).click()
    assert page.locator("step-player").bounding_box() == {
        "x": 0, "y": 0, "width": 1280, "height": 800,
    }  # fmt: skip
    page.keyboard.press("PageDown")
    assert sentence(page) == captions(TRACE)[1]
    page.keyboard.press("Escape")
    assert page.locator("step-player").bounding_box()["width"] < 600


def test_a_player_within_a_page_leaves_the_keys_of_the_page_alone(open_kind):
    page = open_kind("trace")
    page.keyboard.press("PageDown")
    page.wait_for_function("scrollY > 100")
    assert sentence(page) == captions(TRACE)[0]


@pytest.mark.parametrize("size", [*HALLS, (390, 800)])
def test_a_page_of_a_player_takes_the_keys_as_it_opens_and_fits_its_window(open_page, size):
    page = open_page("blank.html")
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.set_content(as_page(TRACE, title="A stuck run", files={"GIF": "run.gif"}))
    for key, caption in zip(ON, captions(TRACE)[1:], strict=False):
        page.keyboard.press(key)
        assert sentence(page) == caption
    assert page.evaluate("document.documentElement.scrollHeight") <= size[1]
    stage = page.locator(".stage").bounding_box()
    assert stage["height"] > 0.5 * size[1]
    expect(page.get_by_role("heading", name="A stuck run")).to_be_visible()
    expect(page.get_by_role("link", name="GIF")).to_be_visible()


# Code that is hidden


def test_code_can_be_hidden_and_the_browser_remembers_it(open_page):
    page = open_page(CHAPTER)
    code = page.locator("article .cell_input")
    button = page.get_by_role("button", name=re.compile("Hide or show the code")).first
    assert code.first.is_visible()
    button.click()
    assert not any(one.is_visible() for one in code.all())
    assert page.locator("article .cell_output").first.is_visible()
    page.reload()
    assert not code.first.is_visible()
    moved = page.evaluate("""new Promise(done => new PerformanceObserver(list =>
        done(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
        .observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 500))""")
    assert moved == 0
    button.click()
    assert code.first.is_visible()


def test_what_is_read_stays_where_it_is_when_code_is_hidden(open_page):
    page = open_page(CHAPTER)
    page.locator("#the-loop > p").first.evaluate(
        "e => scrollTo({top: e.getBoundingClientRect().top - 5, behavior: 'instant'})"
    )
    top = page.locator("#the-loop > p").first.bounding_box()["y"]
    page.evaluate("hideCode()")
    page.wait_for_timeout(300)
    assert abs(page.locator("#the-loop > p").first.bounding_box()["y"] - top) < 40
