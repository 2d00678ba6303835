"""How long Python in a page takes: until it is ready, and each cell, beside Jupyter.

.venv/bin/python benchmarks/live.py FOLDER [12 22 …]    (a folder with Pyodide 0.27.7, and chapters)
"""

import sys
import threading
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "pages" / "_ext"), str(ROOT / "tests")]

from print_course import find_browser  # noqa: E402

from notebooks import CHAPTERS, code_cells, first_line, run  # noqa: E402

LONG = 0.2
"""Cells that take less in both are not told of, in seconds."""
LISTENS = """
  globalThis.begun = [], globalThis.ended = [], globalThis.ready = 0;
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(...about) {
      super(...about);
      this.addEventListener("message", ({ data }) => {
        if (data.kind === "ready") ready = performance.now();
        if (data.kind === "done") ended.push(performance.now());
      });
    }
    postMessage(message) {
      if (message.act === "run") begun.push(performance.now());
      super.postMessage(message);
    }
  };
"""
IDLE = "ended.length && document.querySelector('.live-page button + button').disabled"


class Beside(SimpleHTTPRequestHandler):
    """Serve the site, and Python beside it."""

    def translate_path(self, path):
        """Find a file in the one folder or the other."""
        own = path.startswith("/python/")
        return str(Path(sys.argv[1], Path(path).name)) if own else super().translate_path(path)

    def log_message(self, *args):
        """Say nothing."""


def in_page(page, address):
    """Run a chapter in its page; return when Python was ready, and how long each cell took."""
    page.goto(address)
    page.locator(".live-offer").evaluate("offer => { offer.dataset.python = '../python/'; }")
    pressed = page.evaluate("performance.now()")
    page.locator(".live-offer button").click()
    page.locator(".live-page button").first.click()  # which waits for Python
    page.wait_for_function(IDLE)
    ready, begun, ended = page.evaluate("[ready, begun, ended]")
    seconds = [(end - start) / 1000 for start, end in zip(begun, ended, strict=True)]
    return (ready - pressed) / 1000, seconds


def in_jupyter(cells):
    """Run cells in a kernel; return how long each took."""
    times = [cell.metadata.execution for cell in run(cells).cells]
    return [
        seconds_between(time["iopub.execute_input"], time["shell.execute_reply"]) for time in times
    ]


def seconds_between(start, end):
    """Return how many seconds lie between two times."""
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def tell(chapter, page, place):
    """Print how long Python and the cells of a chapter take."""
    ready, there = in_page(page, f"{place}/notebooks/{chapter.stem}.html")
    print(f"\n{chapter.stem}\nPython is ready: {ready:.1f} s, its first cell: {there[0]:.1f} s")
    can = page.locator("article .cell:has(.cell_input):not(.live-answer)")
    can = can.evaluate_all("cells => cells.map(cell => !cell.dataset.cannot)")
    cells = code_cells(chapter)
    here = in_jupyter(cells)
    able = [(cell, one) for cell, one, runs in zip(cells, here, can, strict=True) if runs]
    print(f"{'page':>6} {'Jupyter':>8} {'ratio':>6}")
    later = list(zip(able, there, strict=True))[1:]
    for (cell, one), other in later:
        if max(one, other) > LONG:
            print(f"{other:6.2f} {one:8.2f} {other / one:6.1f}  {first_line(cell)}")
    one, other = sum(one for (_, one), _ in later), sum(there[1:])
    print(f"{other:6.2f} {one:8.2f} {other / one:6.1f}  all cells after the first")


def main(folder, *numbers):
    """Print a table for each chapter that is named."""
    wanted = [path for path in CHAPTERS if path.name.startswith(numbers or "12")]
    serve = partial(Beside, directory=ROOT / "_build" / "html")
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        for chapter in wanted:
            page = browser.new_context().new_page()  # which has nothing in its cache
            page.set_default_timeout(600_000)
            page.add_init_script(LISTENS)
            tell(chapter, page, f"http://127.0.0.1:{server.server_port}")
            page.context.close()
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
