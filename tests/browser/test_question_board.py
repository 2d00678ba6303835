"""Ask a question board: its arithmetic, and its acts with mouse, finger and keys."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from helpers import question_board
from helpers.boards.player import FOLDER

from .test_playground import AXE

TEXTS = [
    "Points move to a mean, and the mean moves to the points.",
    "The mean of red, red and red is red.",
    "A picture of red pixels, blue pixels, green pixels and other pixels.",
]
PLACES = ["12 K-means", "32 Colours", "33 Pictures"]
WORDS = (
    "mean means point red 12 3.5 x café naïve Straße ΣΟΦΟΣ İstanbul k-means don't snake_case the of"
)
WORDS = [*WORDS.split(), "½", "x²", "数学", "the", "The", "MEAN", "a", "e\u0301té", "--", "🙂"]


def sentence(rng, longest):
    words = rng.choice(WORDS, size=rng.integers(0, longest))
    return "".join(word + rng.choice([" ", ", ", ".\n", "-"]) for word in words)


def case(seed):
    """Return texts, of which one has a word, and a question."""
    rng = np.random.default_rng(seed)
    texts = [sentence(rng, 15) for _ in range(rng.integers(1, 12))]
    return [*texts, "mean point"], sentence(rng, 8)


def meant(texts, question, weighed):
    """Return the cosines by scikit-learn, and what each word adds to them."""
    vectorizer = TfidfVectorizer(stop_words="english", use_idf=weighed)
    points = vectorizer.fit_transform(texts).toarray()
    parts = points * vectorizer.transform([question]).toarray()
    return parts.sum(axis=1), parts, vectorizer.get_feature_names_out()


def test_a_browser_finds_the_cosines_of_scikit_learn(chromium):
    page = chromium.new_page()
    page.add_script_tag(content=(FOLDER / "words.js").read_text(encoding="utf-8"))
    cases = [(*case(seed), seed % 2 == 0) for seed in range(500)]
    found = page.evaluate(
        "([all, stop]) => all.map(([texts, question, weighed]) => "
        "courseBoards.nearestTo(question, courseBoards.corpusOf(texts, stop), weighed))",
        [cases, sorted(ENGLISH_STOP_WORDS)],
    )
    page.close()
    some = 0
    for one, answers in zip(cases, found, strict=True):
        cosines, parts, words = meant(*one)
        assert sorted(answer["text"] for answer in answers) == list(range(len(cosines)))
        shown = [answer["cosine"] for answer in answers]
        assert shown == sorted(shown, reverse=True)
        for answer in answers:
            text = answer["text"]
            assert np.isclose(answer["cosine"], cosines[text], rtol=0, atol=1e-12), one
            theirs = {words[j]: parts[text, j] for j in parts[text].nonzero()[0]}
            assert dict(answer["parts"]) == pytest.approx(theirs, abs=1e-12), one
            some += len(theirs) > 1
    assert some > 200


@pytest.fixture
def open_board(open_page):
    """Return a function that opens a page with one question board and nothing else."""

    def open_board(question="What is red?", address="", **look):
        page = open_page(f"blank.html{address}", **look)
        scheme = '<meta name="color-scheme" content="light dark">'
        html = question_board(TEXTS, PLACES, question, code="lines")._repr_html_()
        page.set_content(f"<title>A page</title>{scheme}<main>{html}</main>")
        return page.locator("step-player")

    return open_board


def places(board):
    return board.locator(".answers strong").all_inner_texts()


def test_a_question_is_typed_and_the_nearest_texts_say_why(open_board):
    board = open_board()
    assert places(board) == ["32 Colours", "33 Pictures"]
    field, said = board.get_by_label("Your question"), board.locator(".said")
    field.fill("Which pixels are red?")
    field.press("Enter")
    assert places(board) == ["33 Pictures", "32 Colours"]
    expect(said).to_have_text(
        re.compile(
            r"^Nearest: 33 Pictures, cosine 0\.\d+, by pixels, red\."
            r"  Left out as small: which, are\.$"
        )
    )
    cosine = meant(TEXTS, "Which pixels are red?", True)[0].max()
    first = board.locator(".answers li").first
    expect(first).to_contain_text(f"cosine {cosine:.3f} = pixels 0.")
    assert first.locator("mark").all_inner_texts() == [
        "red",
        "pixels",
        "pixels",
        "pixels",
        "pixels",
    ]
    board.get_by_role("button", name="Undo").click()
    assert places(board) == ["32 Colours", "33 Pictures"]
    expect(field).to_have_value("What is red?")


def test_a_question_of_small_words_says_that_none_is_left_and_finds_nothing_out(open_board):
    board = open_board()
    board.get_by_label("Your question").fill("What is k?")
    board.get_by_role("button", name="Find the nearest").click()
    said = "No word of this question is left to compare.  Left out as small: what, is, k."
    expect(board.locator(".said")).to_have_text(said)
    assert places(board) == [] and board.locator(".tasks .done").count() == 0


def test_all_there_is_to_find_out_can_be_found(open_board):
    board = open_board("mean red")
    find = board.get_by_role("button", name="Find the nearest")
    field = board.get_by_label("Your question")
    for question in ["red mean", "the fox", "pixels mean mean"]:
        field.fill(question)
        find.click()
    board.get_by_label("Weights").select_option("alike")
    done = board.locator(".tasks .done").all_inner_texts()
    assert any("another order" in words for words in done)
    assert any("no word" in words.lower() for words in done)
    board.get_by_role("button", name="Undo").click()
    assert board.locator(".tasks .done").count() == len(done)


def test_its_lines_of_python_find_the_same(open_board, capsys):
    board = open_board()
    for way in ["weighed", "alike"]:
        board.get_by_label("Weights").select_option(way)
        exec(board.locator("pre").text_content(), {"lines": TEXTS})
        first = capsys.readouterr().out.splitlines()[0]
        cosine = board.evaluate("e => e.played.state.answers[0].cosine")
        assert first == f"{np.round(cosine, 3)} {TEXTS[1]}"


def test_an_address_brings_a_question_back_and_a_damaged_one_says_so(open_board):
    board = open_board()
    board.get_by_label("Your question").fill("50% & more=red?")
    board.get_by_role("button", name="Find the nearest").click()
    written = board.evaluate("e => e.played.written(e.played.state)")
    back = (
        "([text]) => document.querySelector('step-player').played.read(new URLSearchParams(text))"
    )
    assert board.page.evaluate(back, [written])["question"] == "50% & more=red?"
    for damaged in ["", "way=other&asked=x", "way=alike", f"way=alike&asked={'x' * 201}"]:
        assert board.page.evaluate(back, [damaged]) is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_on_a_phone_and_breaks_no_rule_of_accessibility(open_board, scheme):
    board = open_board(width=390, touch=True)
    page = board.page
    page.emulate_media(color_scheme=scheme)
    board.get_by_role("button", name="Find the nearest").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for control in board.locator("button:visible, input:visible, select:visible").all():
        size = control.bounding_box()
        assert min(size["width"], size["height"]) >= 24
    page.evaluate(AXE)
    found = page.evaluate("axe.run('main').then(done => done.violations.map(one => one.id))")
    assert found == []


@pytest.mark.parametrize("scripts, media", [(False, "screen"), (True, "print")])
def test_without_scripts_and_on_paper_the_answers_are_shown(open_page, scripts, media):
    page = open_page("blank.html", scripts=scripts)
    html = question_board(TEXTS, PLACES, "What is red?")._repr_html_()
    page.set_content(f"<title>A page</title><main>{html}</main>")
    page.emulate_media(media=media)
    shown = page.locator("step-player > ol > li:visible").all_inner_texts()
    assert shown[0] == "Asked: What is red?" and "32 Colours by red" in shown[1]
    expect(page.locator(".board:visible")).to_have_count(0)
