"""Four chapters in JupyterLab, as a student has it: before they are run, after, and sent on."""

import json
import os
import re
import subprocess
import time
import zipfile
from contextlib import contextmanager

import pytest
from built import SITE, need_the_site, skip_or_fail
from playwright.sync_api import expect
from test_take_home import COURSE, STUDENT

from helpers.boards.player import ASLEEP as HINT

pytestmark = pytest.mark.slow

# Those with players: of runs, of several runs, of pictures and of merges.
CHAPTERS = ["12-k-means-step-by-step", "14-where-to-start", "32-colours", "41-hierarchical"]
ACTS = {"playground": "Assign", "starts": "Step both", "next-mean": "Draw"}
# All cells are drawn, also those off the screen, and nobody asks for news.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
FLAGS = ["--no-browser", "--expose-app-in-browser", "--ip=127.0.0.1", "--port=0", "--allow-root"]
FLAGS += ["--IdentityProvider.token=", "--ServerApp.open_browser=False"]
MINUTES = 60_000  # in the browser's milliseconds


@contextmanager
def jupyterlab(folder, home):
    """Start JupyterLab on a folder, for somebody whose own files lie in a home; return where."""
    for name, settings in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    own = {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "IPYTHONDIR": str(home / "ipython")}
    theirs = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [STUDENT, "-m", "jupyterlab", *FLAGS],
            cwd=folder,
            env=theirs | own,
            stdout=log,
            stderr=log,
        )
    try:
        while not (told := list((home / "RUNTIME").glob("jpserver-*.json"))):
            assert server.poll() is None, (home / "log").read_text()
            time.sleep(0.2)
        yield json.loads(told[0].read_text())["url"]
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return the folder of the whole course, unzipped."""
    need_the_site()
    if not STUDENT.exists():
        skip_or_fail("a student's environment is not installed: run `make slow`")
    folder = tmp_path_factory.mktemp("home")
    zipfile.ZipFile(SITE / "_downloads" / f"{COURSE}.zip").extractall(folder)
    return folder / COURSE


@pytest.fixture(scope="module")
def own(course, tmp_path_factory):
    """Return the address of the JupyterLab of a student, who runs and saves the notebooks."""
    with jupyterlab(course, tmp_path_factory.mktemp("student")) as address:
        yield address


@pytest.fixture(scope="module")
def another(course, tmp_path_factory):
    """Return the address of the JupyterLab of somebody else, who opens the same files."""
    with jupyterlab(course, tmp_path_factory.mktemp("friend")) as address:
        yield address


@pytest.fixture
def open_notebook(chromium):
    """Return a function that opens a notebook; no script may fail or ask another host."""
    faults, contexts = [], []

    def open_notebook(address, stem):
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        context.on("request", lambda request: ask(address, request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        # In a workspace of its own: the last one would open what was open before, too.
        page.goto(f"{address}lab/workspaces/{stem}/tree/{stem}.ipynb")
        page.wait_for_selector(".jp-Notebook .jp-MarkdownOutput h1", timeout=MINUTES)
        page.wait_for_selector(".jp-OutputArea-output", state="attached")
        return page

    def ask(address, url):
        if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:")):
            faults.append(f"asked another host: {url}")

    yield open_notebook
    for context in contexts:
        context.close()
    assert not faults


def run_all(page):
    """Run all cells of the notebook that is open once its kernel waits for them, and save it."""
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']", timeout=MINUTES)
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
            .every((prompt) => !/\\[[ *]\\]/.test(prompt.textContent))""",
        timeout=10 * MINUTES,
    )
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")


def look_untrusted(page):
    """Look at all outputs as somebody sees them who has not run the notebook."""
    assert page.locator(".jp-RenderedHTML step-player, .jp-RenderedHTML svg").count() == 0
    hints = page.locator(".jp-RenderedHTML .sp-asleep")
    assert hints.count() > 0
    for hint in hints.all():
        assert hint.is_visible() and hint.text_content() in HINT
        output = hint.locator("xpath=..")
        assert output.locator("ol > li").count() > 1
        for picture in output.locator("img").all():
            assert picture.get_attribute("alt")
            assert picture.evaluate("picture => picture.naturalWidth") > 0
    for text in page.locator(".jp-RenderedHTML").all_inner_texts():
        assert "{" not in text and "function" not in text


def look_folded(page):
    """Look whether solutions and sources are closed, and what comes after them is not."""
    headings = page.locator(".jp-MarkdownCell h3", has_text="Solution to")
    assert headings.count() >= 3
    for number in range(headings.count()):
        cell = headings.nth(number).locator("xpath=ancestor::*[contains(@class, 'jp-Cell')][1]")
        assert cell.is_visible()
        assert not cell.locator("xpath=following-sibling::*[1]").is_visible()
    for name in ("Common mistakes", "Take-away", "References"):
        assert page.locator("h2, h3, strong", has_text=name).first.is_visible(), name
    for box in page.locator(".jp-MarkdownOutput details").all():
        assert box.get_attribute("open") is None
        assert box.locator("summary").text_content()


@pytest.mark.parametrize("stem", CHAPTERS)
def test_a_chapter_reads_well_before_it_is_run_and_lives_once_it_is(
    own, another, open_notebook, stem
):
    page = open_notebook(own, stem)
    look_untrusted(page)
    look_folded(page)

    run_all(page)
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    players = page.locator("step-player")
    assert players.count() > 0
    for player in players.all():
        kind = player.get_attribute("data-kind")
        board = player.locator(".board").count() > 0
        said = player.locator(".said" if board else "[role=status]")
        first = said.text_content()
        if board and kind not in ACTS:
            player.get_by_role("slider").first.press("ArrowRight")
        else:
            player.get_by_role("button", name=ACTS.get(kind, "Next")).click()
        expect(said).not_to_have_text(first)
        assert not player.locator(".sp-asleep").is_visible()
        if kind in ("playground", "starts"):
            mean = player.locator("[data-mean]").last  # it lies on top of those that are near
            before = mean.bounding_box()
            mean.drag_to(player.locator(".stage").last, target_position={"x": 200, "y": 100})
            assert re.search(r"Mean \d was put at", said.text_content())
            assert mean.bounding_box() != before

    sent_on = open_notebook(another, stem)
    look_untrusted(sent_on)
    look_folded(sent_on)
