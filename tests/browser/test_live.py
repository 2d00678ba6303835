"""Run chapters in their pages, with a real Python in a real browser, and change them."""

import re
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from built import SITE, need_the_site
from fetch_python import KEPT, fetch

from notebooks import CHAPTERS, code_cells, recorded, units_apart

from .conftest import QuietHandler
from .test_pages import VIOLATIONS
from .test_playground import AXE

OFTEN = ("12", "22", "41")
"""The chapters that run with every change; the others run when there is time."""
LISTENS = """
  globalThis.heard = [];
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(...about) {
      super(...about);
      this.addEventListener("message", ({ data }) => heard.push(data));
    }
  };
"""
"""A page that keeps what its worker says."""
IDLE = """() => document.querySelector(".live-page button + button").disabled
  && ![...document.querySelectorAll(".live-state")].some(e => e.textContent === "[*]")"""
FIGURES = """[...document.querySelectorAll("article .cell figure")].map(
  figure => [figure.id, figure.querySelector("figcaption").textContent])"""
FOCUSED = "e => e === document.activeElement"
CLOCK = "it tells how fast the computer is, and there NumPy is slower"
WHOLE = "whole numbers have 32 bits there"
PLAIN = "NumPy 2.0 gives a number of its own where newer packages give one of Python's"
ENDS = "KMeans and MiniBatchKMeans of scikit-learn 1.6 end elsewhere"
BEST = "the best of five runs is another there, and its means lie at most a unit away"
PACKED = "Pillow 10 packs pictures in another way"
DIFFERENT = {
    "13": {'print("NumPy more than 3 times as fast as Python:", bool(faster[1] > 3))': CLOCK},
    "14": {"left = [": WHOLE},
    "22": {"published = ends[2]": PLAIN},
    "32": {"sizes = [20, 200, 2000, 20_000]": ENDS}
    | {'print(*seconds.sort_values().index, sep=", then ")': CLOCK}
    | {'indexed.save("china-16.png")': PACKED, "colours = np.unique(pixels, axis=0)": BEST},
    "33": {"rows, cluster_of = linear_sum_assignment(table, maximize=True)": WHOLE},
    "34": {"def five(program):": ENDS},
    "35": {"words = counter.get_feature_names_out()": WHOLE},
}
"""What may look otherwise: the chapter, the first line of the cell, and why."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Serve the site with Python beside it."""
    need_the_site()
    if lacking := fetch():
        pytest.skip(f"NO PYTHON FOR BROWSERS, so no chapter was run in one: {', '.join(lacking)}")
    Beside.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Beside, directory=SITE)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Beside(QuietHandler):
    """Serve the folder of Python as a part of the site."""

    asked = []
    """All that has been asked for."""
    spoilt = set()
    """Files in whose place another comes."""

    def translate_path(self, path):
        """Find a file in the one folder or the other."""
        self.asked.append(path)
        own = path.startswith("/python/")
        if Path(path).name in self.spoilt:
            return str(KEPT / "python_stdlib.zip")
        return str(KEPT / Path(path).name) if own else super().translate_path(path)


@pytest.fixture
def start(open_page):
    """Return a function that opens a chapter and presses its button."""

    def start(number, **look):
        page = open_page("blank.html", **look)
        page.add_init_script(LISTENS)
        (chapter,) = (path for path in CHAPTERS if path.name.startswith(number))
        page.goto(page.url.replace("blank.html", f"notebooks/{chapter.stem}.html"))
        offer = page.locator(".live-offer")
        offer.evaluate("offer => { offer.dataset.python = '../python/'; }")
        Beside.asked.clear()
        offer.get_by_role("button").press("Enter")
        come(page, "one.kind === 'ready'")
        return page

    return start


def come(page, sign):
    """Wait until the worker has said something; fail if Python could not go on."""
    told = f"heard.some(one => one.kind === 'broken' || {sign})"
    page.wait_for_function(told, timeout=120_000)
    assert page.evaluate("heard.filter(one => one.kind === 'broken')") == []


def all_run(page, timeout=600_000):
    page.wait_for_function(IDLE, timeout=timeout)


def shown(page):
    """Return what each cell that has run has shown, as one text."""
    texts = [""]
    for one in page.evaluate("heard"):
        if one["kind"] == "done":
            texts.append("")
        elif one["kind"] == "output":
            texts[-1] += one["data"]["text/plain"]
        elif one["kind"] == "stream":
            texts[-1] += one["text"]
        elif one["kind"] == "error":
            texts[-1] += f"{one['name']}: {one['text']}"
    return texts[:-1]


def expected(outputs):
    """Return what is expected of a cell, as one text."""
    return "".join(
        one.get("text")
        or one.get("data", {}).get("text/plain")
        or f"{one['ename']}: {one['evalue']}"
        for one in outputs
    )


def plain(output):
    return output["data"]["text/plain"]


def able(page):
    """Tell of each cell of the chapter whether it can run there."""
    cells = page.locator("article .cell:has(.cell_input):not(.live-answer)")
    return cells.evaluate_all("cells => cells.map(cell => !cell.dataset.cannot)")


def chapters():
    """Yield all chapters; most of them take too long for every change."""
    for path in CHAPTERS:
        number = path.name[:2]
        yield pytest.param(path, id=number, marks=[] if number in OFTEN else pytest.mark.slow)


def differs(record, text):
    """Tell whether a cell has shown another text than expected."""
    want = expected(record["outputs"])
    return want.strip() != text.strip() and not units_apart(want, text)


@pytest.mark.parametrize("chapter", list(chapters()))
def test_a_chapter_shows_in_its_page_what_it_shows_everywhere(start, chapter):
    page = start(chapter.name[:2])
    figures = page.evaluate(FIGURES)
    page.get_by_role("button", name="Run all cells").click()
    come(page, "one.come && one.come === one.total")
    asked = len(Beside.asked)
    all_run(page)
    assert Beside.asked[asked:] == []  # all that is needed has come before
    assert len(Beside.asked) == len(set(Beside.asked))
    records = recorded(chapter)
    can = able(page)
    assert len(can) == len(records) == len(code_cells(chapter))
    ran = [record for record, runs in zip(records, can, strict=True) if runs]
    texts = shown(page)
    other = {
        record["code"]: (expected(record["outputs"]), text)
        for record, text in zip(ran, texts, strict=False)
        if differs(record, text)
    }
    listed = DIFFERENT.get(chapter.name[:2], {})
    assert {code: both for code, both in other.items() if code not in listed} == {}
    assert {code for code, why in listed.items() if why != CLOCK} <= other.keys()
    assert len(texts) == len(ran)
    assert page.evaluate(FIGURES) == figures


def test_each_cell_that_may_look_otherwise_is_one_of_its_chapter():
    for number, listed in DIFFERENT.items():
        (chapter,) = (path for path in CHAPTERS if path.name.startswith(number))
        codes = [record["code"] for record in recorded(chapter)]
        assert [codes.count(code) for code in listed] == [1] * len(listed), number


def cell(page, code):
    """Return the cell whose code begins so, also when it has been changed."""
    cells = page.locator("article .cell:has(.cell_input)")
    texts = cells.locator(".cell_input pre").all_text_contents()
    return cells.nth(next(n for n, text in enumerate(texts) if text.startswith(code)))


def write(page, place, code):
    """Edit a cell by keyboard alone."""
    place.get_by_role("button", name="Edit").press("Enter")
    area = place.get_by_role("textbox")
    area.press("Control+a")
    area.press_sequentially(code)
    return area


@pytest.mark.slow
def test_a_reader_changes_cells_by_keyboard_and_sees_and_hears_what_comes_of_it(start):
    page = start("12")
    first, second = cell(page, "from io import BytesIO"), cell(page, "points, classes =")
    first.get_by_role("button", name="Run cell").press("Shift+Enter")
    all_run(page)
    assert second.get_by_role("button", name="Run cell").evaluate(
        "e => e === document.activeElement"
    )
    area = write(page, second, "print(6 * 7)\nnp.arange(3)")
    area.press("Control+Enter")
    all_run(page)
    assert second.locator(".stream").inner_text().strip() == "42"
    assert second.locator(".text_plain").inner_text().strip() == "array([0, 1, 2])"
    assert "42" in page.locator(".live-status").text_content()
    area.press("Escape")
    assert second.get_by_role("button", name="Edit").evaluate(FOCUSED)
    assert second.locator(".cell_input pre").inner_text().startswith("print(6 * 7)")
    second.get_by_role("button", name="Reset").press("Enter")
    assert second.locator("table").count() == 1
    assert "sample_blobs" in second.locator(".cell_input pre").inner_text()
    area = write(page, second, "nobody")
    area.press("Tab")
    assert area.evaluate("e => e !== document.activeElement")
    area.press("Control+Enter")
    all_run(page)
    told = second.locator(".live-error").inner_text()
    assert told == "NameError: name 'nobody' is not defined, line 1 of this cell"


@pytest.mark.slow
def test_odd_cells_are_answered_in_plain_words_and_leave_the_page_alive(start):
    page = start("12")
    place = cell(page, "from io import BytesIO")

    def said(code):
        write(page, place, code).press("Control+Enter")
        all_run(page)
        assert not place.locator(".live-old").count()
        return place.locator(".cell_output .output").all_inner_texts()

    assert said("%matplotlib inline") == []
    (long,) = said("print(list(range(20_000)))")
    assert long.startswith("(Only the end is shown.)") and "19999]" in long
    assert said(r"print('1\r22\r\n3\r4', end='')") == ["22\r\n4"]
    assert said("assert 1 == 2")[0].startswith("AssertionError, line 1 of this cell\n")
    assert said("for i in [1] print(i)")[0].startswith("SyntaxError: invalid syntax, line 1 of")
    assert said("input('x')")[0].startswith("OSError: a page cannot ask while a cell runs; ")
    assert said("!pip list")[0].startswith("OSError: a page has no terminal; packages come when")
    again = "from IPython.display import clear_output\nfor i in range(3): print(i); clear_output("
    assert said(f"{again}wait=True)\nprint('end')") == ["end\n"]
    assert said(f"{again})") == []
    assert (said(" "), place.locator(".live-state").inner_text()) == ([], "[ ]")


@pytest.mark.slow
def test_what_does_not_come_whole_is_named_and_asked_for_again(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site}notebooks/12-k-means-step-by-step.html")
    offer = page.locator(".live-offer")
    offer.evaluate("offer => { offer.dataset.python = '../python/'; }")
    spoilt = next(path.name for path in KEPT.glob("scipy-*"))
    Beside.spoilt.add(spoilt)
    offer.get_by_role("button").press("Enter")
    page.get_by_role("button", name="Run all cells").click()
    status = page.locator(".live-status")
    status.filter(has_text=f"Python could not go on: {spoilt} has not come").wait_for()
    assert "[*]" not in page.locator(".live-state").all_inner_texts()
    Beside.spoilt.clear()
    page.get_by_role("button", name="Run cell 1", exact=True).click()
    page.locator(".live-state", has_text="[1]").wait_for(timeout=120_000)
    context.close()


@pytest.mark.slow
def test_an_endless_loop_is_stopped_and_the_page_says_what_is_gone(start):
    page = start("12")
    place = cell(page, "from io import BytesIO")
    write(page, place, "while True: pass").press("Control+Enter")
    page.wait_for_function("document.querySelector('.live-state').textContent === '[*]'")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_function("document.querySelector('.live-status').textContent.includes('gone')")
    write(page, place, "print('again')").press("Control+Enter")
    place.locator(".stream", has_text="again").wait_for(timeout=120_000)


@pytest.mark.slow
def test_python_ends_when_its_page_is_left_and_begins_again_when_the_reader_is_back(start):
    page = start("12")
    assert len(page.workers) == 1
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    for _ in range(100):
        if page.workers:
            page.wait_for_timeout(50)
    assert page.workers == []
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.wait_for_function("document.querySelector('.live-status').textContent.includes('gone')")
    page.wait_for_function(
        "heard.filter(one => one.kind === 'ready').length === 2", timeout=120_000
    )
    assert len(page.workers) == 1


@pytest.mark.slow
def test_an_exercise_has_room_for_an_answer_that_its_check_looks_at(start):
    page = start("12")
    rooms = page.locator(".live-answer")
    assert rooms.count() == page.locator("article .exercise").count()
    write(page, rooms.last, "kept = 3").press("Control+Enter")
    check = page.locator("article .tag_check").last
    check.get_by_role("button", name="Run cell").click()
    all_run(page)
    assert "Error" in check.locator(".live-error").inner_text()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_that_runs_is_open_to_everyone_on_a_phone_too(start, scheme):
    page = start("12", width=390, scheme=scheme)
    place = cell(page, "plot_points(sample[features], means=means0)")
    place.get_by_role("button", name="Run all above").click()
    write(page, place, "no").press("Control+Enter")
    all_run(page)
    page.evaluate(
        "scrollTo({ top: 0, behavior: 'instant' })"
    )  # the theme's button fades in and out
    page.wait_for_function("!document.getElementById('pst-back-to-top').checkVisibility()")
    page.evaluate(AXE)
    found = page.evaluate(VIOLATIONS)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.locator(".live-page button, .live-bar button").evaluate_all(
        "all => all.filter(e => !e.hidden && e.getBoundingClientRect().height < 24).length"
    )
    assert small == 0


def test_nothing_is_asked_for_before_the_button_is_pressed(open_page):
    page = open_page("blank.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("blank.html", "notebooks/12-k-means-step-by-step.html"))
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if re.search("live|worker|pyodide|python", url)]
