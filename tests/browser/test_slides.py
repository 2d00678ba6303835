"""A talk from a chapter: one file, one idea a slide, alive, offline, by day and by night."""

import pytest
from playwright.sync_api import expect
from slides import SITE, talk

STEM = "12-k-means-step-by-step"
NOW = ".slide.now"


@pytest.fixture(scope="module")
def path(site, tmp_path_factory):
    """Write the talk into a folder with nothing else."""
    path = tmp_path_factory.mktemp("stick") / "talk.html"
    path.write_text(talk(SITE / "notebooks" / f"{STEM}.html"), encoding="utf-8")
    return path


@pytest.fixture
def open_talk(chromium, path):
    """Return a function that opens the talk from a disk, and collect what goes wrong."""
    contexts, faults = [], []

    def open_talk(scheme="light", size=(1280, 720)):
        viewport = dict(zip(("width", "height"), size, strict=True))
        context = chromium.new_context(
            viewport=viewport, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.on("request", lambda asked: faults.append(asked.url))
        page.goto(path.as_uri())
        faults[:] = [fault for fault in faults if not fault.startswith((path.as_uri(), "data:"))]
        return page

    yield open_talk
    for context in contexts:
        context.close()
    own = (path.as_uri(), "data:")
    assert not [fault for fault in faults if not fault.startswith(own)]


def go_to(page, inside):
    """Turn to the first slide that holds something."""
    slides = "[...document.querySelectorAll('.slide')]"
    number = page.evaluate(f"inside => {slides}.findIndex(s => s.querySelector(inside))", inside)
    page.evaluate("number => { location.hash = `#${number + 1}`; }", number)
    page.wait_for_function("inside => document.querySelector('.now ' + inside)", arg=inside)


def at(page):
    return int(page.url.partition("#")[2])


def test_the_keys_of_a_clicker_turn_the_slides(open_talk):
    page = open_talk()
    for key, place in [
        ("PageDown", 2),
        ("Space", 3),
        ("ArrowRight", 4),
        ("PageUp", 3),
        ("Home", 1),
    ]:
        page.keyboard.press(key)
        assert at(page) == place
        expect(page.locator(NOW)).to_have_count(1)
    page.keyboard.press("End")
    assert at(page) == page.locator(".slide").count()
    expect(page.locator(NOW).get_by_role("heading")).to_have_text("Take-away")


def test_a_player_is_stepped_to_its_end_before_the_talk_goes_on(open_talk, site):
    page = open_talk()
    go_to(page, "step-player:not([data-kind])")
    place, status = at(page), page.locator(f"{NOW} step-player > [role=status]")
    told = page.locator(f"{NOW} step-player ol > li").all_text_contents()
    for caption in told[1:]:
        page.keyboard.press("PageDown")
        expect(status).to_have_text(caption)
        assert at(page) == place
    page.keyboard.press("PageDown")
    assert at(page) == place + 1
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    expect(status).to_have_text(told[-2])


def test_a_board_is_alive_and_a_question_is_asked(open_talk):
    page = open_talk()
    go_to(page, "[data-kind=playground]")
    page.keyboard.press("PageDown")
    expect(page.locator(f"{NOW} .said")).to_contain_text("Assignment 0")
    go_to(page, ".asked form")
    page.locator(f"{NOW} label").first.click()
    page.locator(NOW).get_by_role("button", name="Check").click()
    expect(page.locator(f"{NOW} .verdict")).not_to_be_empty()


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1024, 768)])
def test_what_a_slide_shows_fits_the_window(open_talk, size):
    page = open_talk(size=size)
    for _ in range(page.locator(".slide").count()):
        shown = page.locator(f"{NOW} > .shown > *")
        if shown.count():
            box = shown.bounding_box()
            assert box["y"] + box["height"] <= size[1] + 1, page.url
            assert box["x"] + box["width"] <= size[0] + 1, page.url
        page.evaluate("number => { location.hash = `#${number}`; }", at(page) + 1)
        page.wait_for_timeout(20)


BEYOND = """() => [...document.querySelectorAll(".now :not(svg *), nav")].filter((one) => {
  const { left, right, width, height } = one.getBoundingClientRect();
  return width > 1 && height > 1 && (left < -1 || right > innerWidth + 1);
}).map((one) => one.outerHTML.slice(0, 80))"""
"""What lies beyond the left or right edge of the window, but for what only screen readers see."""


@pytest.mark.parametrize("scheme, size", [("light", (390, 844)), ("dark", (844, 390))])
def test_a_phone_shows_each_slide_whole_and_goes_on_by_its_buttons(open_talk, scheme, size):
    page = open_talk(scheme, size)
    for place in range(1, page.locator(".slide").count() + 1):
        assert at(page) == place
        assert page.evaluate(BEYOND) == [], page.url
        page.locator(NOW).evaluate("slide => slide.scrollTo(0, slide.scrollHeight)")
        last = page.locator(f"{NOW} > :is(.shown, p)").last.bounding_box()
        assert last["y"] + last["height"] <= page.locator("nav").bounding_box()["y"], page.url
        page.get_by_role("button", name="Next slide").click()


def test_a_board_works_on_a_phone_and_nothing_lies_over_it(open_talk):
    page = open_talk(size=(390, 844))
    go_to(page, "[data-kind=playground]")
    page.locator(NOW).get_by_role("button", name="Assign").click()
    for part in (".said", ".stage"):
        expect(page.locator(f"{NOW} {part}").first).to_be_in_viewport()
    expect(page.locator(f"{NOW} .said")).to_contain_text("Assignment 0")
    board = page.locator(f"{NOW} step-player")
    assert board.evaluate("board => board.scrollHeight <= board.clientHeight + 1")


def test_the_prose_is_in_the_notes_and_every_figure_in_the_talk(open_talk):
    page = open_talk()
    page.keyboard.press("n")
    assert page.locator(f"{NOW} .notes").is_visible()
    notes = " ".join(page.locator(".notes").all_text_contents())
    assert "K-means finds groups in points that nobody has sorted." in notes
    assert "Such a table counts pairs." in notes
    whole = page.locator("main").text_content()
    assert "Solution to" not in whole and "import numpy" not in whole
    assert page.locator("figure").count() == 10
    with page.expect_popup() as speaker:
        page.keyboard.press("s")
    expect(speaker.value.locator("body")).to_contain_text("Next: ")
    page.keyboard.press("End")
    expect(speaker.value.locator("body")).to_contain_text("Next: the end")


@pytest.mark.parametrize("scheme, dark", [("light", False), ("dark", True)])
def test_a_talk_is_light_or_dark_as_the_system_is_or_as_one_asks(open_talk, scheme, dark):
    page = open_talk(scheme)
    shade = "getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0] < 100"
    assert page.evaluate(shade) == dark
    page.keyboard.press("d")
    assert page.evaluate(shade) != dark


def test_code_can_be_left_out_and_the_screen_turned_dark(open_talk):
    page = open_talk()
    go_to(page, ".cell_input")
    assert page.locator(f"{NOW} .cell_input").is_visible()
    page.keyboard.press("c")
    assert not page.locator(f"{NOW} .cell_input").is_visible()
    page.keyboard.press(".")
    assert not page.locator(f"{NOW} h2").is_visible()
    page.keyboard.press(".")
    assert page.locator(f"{NOW} h2").is_visible()
