"""How long Python in a page takes: until it is ready, the first cell, and a figure.

.venv/bin/python benchmarks/live.py FOLDER    (a folder with Pyodide 0.27.7)
"""

import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "pages" / "_ext"))

from print_course import find_browser  # noqa: E402

CELLS = {"the first cell": "from io import BytesIO", "a table": "points, classes", "": "features ="}
CELLS["a figure"] = "plot_points(sample[features], classes)"
IDLE = "document.querySelector('.live-page button + button').disabled"


class Beside(SimpleHTTPRequestHandler):
    """Serve the site, and Python beside it."""

    def translate_path(self, path):
        """Find a file in the one folder or the other."""
        own = path.startswith("/python/")
        return str(Path(sys.argv[1], Path(path).name)) if own else super().translate_path(path)

    def log_message(self, *args):
        """Say nothing."""


def measure(page):
    """Yield what was waited for, and the seconds since the button was pressed."""
    begun = time.perf_counter()
    page.locator(".live-offer button").click()
    page.wait_for_function("/ready/.test(document.querySelector('.live-status')?.textContent)")
    yield "Python is ready", time.perf_counter() - begun
    for name, code in CELLS.items():
        cell = page.locator("article .cell", has_text=code).first
        begun = begun if name == "the first cell" else time.perf_counter()
        cell.get_by_role("button", name="Run cell").click()
        page.wait_for_function(IDLE)
        yield name, time.perf_counter() - begun


def main():
    """Print one line for each."""
    serve = partial(Beside, directory=ROOT / "_build" / "html")
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.set_default_timeout(300_000)
        place = f"http://127.0.0.1:{server.server_port}"
        page.goto(f"{place}/notebooks/12-k-means-step-by-step.html")
        page.locator(".live-offer").evaluate("offer => { offer.dataset.python = '../python/'; }")
        for name, seconds in measure(page):
            if name:
                print(f"{name}: {seconds:.1f} s")
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
