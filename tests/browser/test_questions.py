"""Answer questions by mouse and by keyboard, and look at what is said and kept."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_questions import build


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    return build(tmp_path_factory.mktemp("site")).outdir


@pytest.fixture
def open_chapter(chromium, pages):
    """Return a function that opens a page in one browser, which keeps what it is told."""
    faults = []
    with chromium.new_context(viewport={"width": 390, "height": 800}) as context:

        def open_chapter(path="notebooks/11-one.html"):
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(f"{(pages / path).as_uri()}")
            return page

        yield open_chapter
    assert not faults


def verdict(question):
    return " ".join(question.get_by_role("status").inner_text().split())


def test_one_answer_is_chosen_by_keyboard_and_its_feedback_is_said(open_chapter):
    page = open_chapter()
    question = page.locator("#q-11-farthest")
    group = page.get_by_role("radiogroup", name="Question 11.1 Which mean moves farthest?")
    group.get_by_role("radio", name="mean 0").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert verdict(question) == "Not yet. It stands in the middle of its points."
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert verdict(question) == "✓ Right. Most of its points lie to its right."
    assert page.evaluate("document.activeElement.value") == "1"


def test_several_answers_are_right_together_only(open_chapter):
    page = open_chapter()
    question = page.locator("#q-11-several")
    question.get_by_label("the inertia").check()
    question.get_by_label("the accuracy").check()
    question.get_by_role("button", name="Check").click()
    assert verdict(question) == (
        "Not yet. the accuracy It needs classes. the silhouette It needs distances only."
    )
    question.get_by_label("the accuracy").uncheck()
    question.get_by_label("the silhouette").check()
    question.get_by_role("button", name="Check").click()
    assert verdict(question).startswith("✓ Right. the inertia It needs points")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2", "✓ Right. After the second"),
        (" 2,4 ", "✓ Right. After the second"),
        ("2.6", "Not yet. That counts"),
        ("3", "Not yet. That counts"),
        ("−3", "Not yet. Count the rows"),
        ("0", "Not yet. Count the rows"),
        ("two", "Write a number first."),
        ("", "Write a number first."),
    ],
)
def test_a_number_may_be_typed_as_people_do(open_chapter, given, said):
    question = open_chapter().locator("#q-11-number")
    question.get_by_label("Your number").fill(given)
    question.get_by_label("Your number").press("Enter")
    assert verdict(question).startswith(said)


def test_nothing_chosen_is_told_and_not_kept(open_chapter):
    page = open_chapter()
    question = page.locator("#q-11-farthest")
    question.get_by_role("button", name="Check").click()
    assert verdict(question) == "Choose an answer first."
    assert page.evaluate("localStorage.length") == 0


def test_answers_are_kept_listed_and_cleared(open_chapter):
    page = open_chapter()
    page.locator("#q-11-farthest").get_by_label("mean 2").check()
    page.locator("#q-11-farthest").get_by_role("button").click()
    page.locator("#q-11-number").get_by_label("Your number").fill("3")
    page.locator("#q-11-number").get_by_role("button").click()

    again = open_chapter()
    assert again.locator("#q-11-farthest").get_by_label("mean 2").is_checked()
    assert verdict(again.locator("#q-11-farthest")).startswith("✓ Right.")
    assert again.locator("#q-11-number").get_by_label("Your number").input_value() == "3"

    mine = open_chapter("pages/answers.html")
    states = mine.locator(".every-question > li").all_inner_texts()
    assert [re.search(r"\((.*)\)", state)[1] for state in states] == [
        "✓ right",
        "not answered yet",
        "answered, not yet right",
    ]
    assert "2 of 3 questions answered, 1 of them right." in mine.inner_text("body")
    mine.get_by_role("button", name="Clear my answers").click()
    assert "0 of 3 questions answered" in mine.inner_text("body")
    assert mine.evaluate("localStorage.length") == 0


def test_what_is_kept_damaged_or_refused_does_no_harm(open_chapter):
    page = open_chapter()
    page.evaluate("localStorage.setItem('question:q-11-farthest', '{\"given\": [\"7\"]}')")
    page.evaluate("localStorage.setItem('question:q-11-several', '{\"given\": null}')")
    page.evaluate("localStorage.setItem('question:q-11-number', 'no JSON')")
    again = open_chapter()
    assert verdict(again.locator("#q-11-farthest")) == ""
    again.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    again.locator("#q-11-number").get_by_label("Your number").fill("2")
    again.locator("#q-11-number").get_by_role("button").click()
    assert verdict(again.locator("#q-11-number")).startswith("✓ Right.")


def test_without_a_script_each_answer_unfolds(chromium, pages):
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((pages / "notebooks/11-one.html").as_uri())
        said = page.get_by_text("It stands in the middle of its points.")
        assert not said.is_visible()
        page.get_by_text("mean 0").click()
        assert said.is_visible()
        assert not page.get_by_text("any other number").is_visible()


def test_targets_are_large_and_axe_finds_nothing(open_chapter):
    page = open_chapter()
    for box in [part.bounding_box() for part in page.locator(".asked :is(label, button)").all()]:
        assert box["height"] >= 44
    found = Axe().run(page.locator(".asked").first.page).response["violations"]
    ours = [one["id"] for one in found if "asked" in str(one["nodes"])]
    assert ours == []
    page.emulate_media(media="print")
    assert page.get_by_text("11.1: mean 2").is_visible()
    assert not page.get_by_role("button", name="Check").first.is_visible()
