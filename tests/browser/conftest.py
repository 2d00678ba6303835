"""Serve the built site on this machine, and look at it with Chromium."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from built import SITE, need_the_site, skip_or_fail
from playwright.sync_api import sync_playwright
from print_course import find_browser

# A browser that talks to nobody but the test, also as root in a container.
FLAGS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

BLANK, EMPTY = "blank.html", b"<!DOCTYPE html><html lang=en><title>A page</title>"


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve files without a line on the terminal for each."""

    def log_message(self, *args):
        pass

    def do_GET(self):  # noqa: N802, as http.server calls it
        """Serve a file, or the page without one."""
        if not self.path.startswith(f"/{BLANK}"):
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        return self.wfile.write(EMPTY)


@pytest.fixture(scope="session")
def site():
    """Return the address of the built site."""
    need_the_site()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=SITE)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium():
    """Start one Chromium for all tests."""
    path = find_browser()
    if path is None:
        skip_or_fail("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, site):
    """Return a function that opens a page, and collect what goes wrong on it.

    The test fails at its end when a script failed, a file was missing, or
    anything was asked of another host.
    """
    contexts, faults = [], []

    def watch(page):
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on(
            "console",
            lambda message: message.type in ("error", "warning") and faults.append(message.text),
        )
        page.on(
            "response",
            lambda answer: answer.status >= 400 and faults.append(f"{answer.status}: {answer.url}"),
        )

    def hear(request):
        if not request.url.startswith((site, "data:", "blob:")):
            faults.append(f"asked another host: {request.url}")

    def open_page(path, *, width=1280, scheme="light", motion="reduce", scripts=True, touch=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion=motion,
            java_script_enabled=scripts,
            has_touch=touch,
        )
        contexts.append(context)
        context.on("request", hear)
        page = context.new_page()
        watch(page)
        page.goto(site + path, wait_until="load" if path.startswith(BLANK) else "networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def open_small(open_page):
    """Return a function that opens a page with one board and nothing else."""
    from .test_playground import Board, page_of  # a test module, which pytest rewrites first

    def open_small(shown, **look):
        page = open_page(BLANK, **look)
        page.set_content(page_of(shown))
        return Board(page.locator("step-player"))

    return open_small
