"""What each built page weighs in a browser that has nothing cached, and what it may weigh.

.venv/bin/python benchmarks/site.py          (weight of the site in _build/html)
.venv/bin/python benchmarks/site.py --time   (and the time of a `make book` that has nothing to do)
"""

import gzip
import re
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
HTML = ROOT / "_build" / "html"
sys.path.append(str(ROOT / "pages" / "_ext"))

from print_course import find_browser  # noqa: E402

LIMITS = {"first view": 250, "scripts": 60, "requests": 20, "with pictures": 600}
"""Of every page: kB without its pictures, kB of scripts, number of files, kB of all."""
WITH_PICTURES = {"32-colours": 1100}
"""The pages that are about pictures."""
PICTURES = (".gif", ".jpeg", ".jpg", ".png", ".webp")
EACH_PICTURE = "[...document.images].map(image => image.src)"


def transferred(address, site):
    """Return how many kB a server with gzip sends for an address; pictures are packed already."""
    data = (site / unquote(urlsplit(address).path).lstrip("/")).read_bytes()
    packed = data if is_picture(address) else gzip.compress(data, 6, mtime=0)
    return len(packed) / 1e3


def is_picture(address):
    """Tell whether an address is one of a picture."""
    return urlsplit(address).path.endswith(PICTURES)


def is_script(address):
    """Tell whether an address is one of a script; an index is data, whatever holds it."""
    return bool(re.search(r"(?<!index)\.js$", urlsplit(address).path))


def weigh(browser, address, site=HTML):
    """Open a page in a fresh profile, and return its figures under the names of the limits.

    Parameters
    ----------
    browser : playwright's Browser
    address : str
        The page, on a server of the site.
    site : Path
        The folder that is served.

    Returns
    -------
    dict of str to float
    """
    asked = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    pictures = page.evaluate(EACH_PICTURE)
    page.close()
    files = {url for url in asked if url.startswith("http")}
    every = files | {url for url in pictures if url.startswith("http")}
    sizes = {url: transferred(url, site) for url in every}
    return {
        "first view": sum(sizes[url] for url in files if not is_picture(url)),
        "scripts": sum(sizes[url] for url in files if is_script(url)),
        "requests": len(files),
        "with pictures": sum(sizes.values()),
    }


def limits_of(path):
    """Return the limits of a page."""
    return {**LIMITS, "with pictures": WITH_PICTURES.get(Path(path).stem, LIMITS["with pictures"])}


def make_book():
    """Return the seconds of one `make book`, as one waits for it."""
    began = time.perf_counter()
    subprocess.run(["make", "book"], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve files without a line on the terminal for each."""

    def log_message(self, *args):
        """Say nothing."""


def print_weights(site):
    """Print the figures of every page of a site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{'kB, with gzip':40}", *(f"{name:>14}" for name in LIMITS))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for path in sorted({*site.glob("*.html"), *site.glob("[!_]*/*.html")}):
            name = path.relative_to(site).as_posix()
            address = f"http://127.0.0.1:{server.server_port}/{name}"
            print(f"{name:40}", *(f"{f:14.0f}" for f in weigh(browser, address, site).values()))
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    if "--time" in sys.argv:
        make_book()
        print(f"second make book: {make_book():.1f} s (under 15)")
    print_weights(HTML)
