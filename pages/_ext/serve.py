"""Show the site on this computer, and build a page again when its source is saved: `make serve`."""

import os
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from shutil import copytree

from watchfiles import watch

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "_build" / "serve" / "_build"
SITE = BUILD / "html"
PORT = 8000
SLOW = ["jupyter_book.sphinx", "jupyter_cache.cache.main", "matplotlib.pyplot", "myst_nb", "pandas"]
SLOW += ["sklearn.datasets", "sphinx_book_theme"]
"""What every build loads, and what is therefore loaded only once."""


class Quiet(SimpleHTTPRequestHandler):
    """Serve files without a line on the terminal for each."""

    def log_message(self, *args):
        """Say nothing."""


def begin():
    """Begin with the site of the last `make book`: then only what has changed is built."""
    last = ROOT / "_build"
    if not BUILD.exists() and (last / "html" / "index.html").exists():
        for name in ("html", ".doctrees", "course", "homework"):
            copytree(last / name, BUILD / name)


def build(names=()):
    """Build these pages again, or all that have changed, in a process of its own."""
    builders = get_context("forkserver")
    builders.set_forkserver_preload(SLOW)
    builder = builders.Process(target=build_here, args=[list(names)])
    builder.start()
    builder.join()


def build_here(names):
    """Build in this process."""
    from jupyter_book.sphinx import build_sphinx  # slow to load, and needed only here

    os.chdir(ROOT)
    book = {"external_toc_path": str(ROOT / "_toc.yml"), "latex_individualpages": False}
    how = {"path_config": "_config.yml", "noconfig": True, "quiet": True, "tags": ["preview"]}
    build_sphinx(ROOT, SITE, confoverrides=book, filenames=names, **how)


def saved(changes):
    """Return the chapters and pages among the files that have been saved."""
    names = sorted({path for _, path in changes})
    sources = [path for path in names if path.endswith(".md")]
    return sources if len(sources) == len(names) else []  # anything else may touch every page


def cells():
    """Return all that stands in the cells of the chapters."""
    sources = (path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("notebooks/*.md")))
    return [re.findall(r"^```\{code-cell\}[\s\S]*?^```$", source, re.M) for source in sources]


def run_chapters():
    """Run the chapters whose cells have changed; tell whether all went well."""
    command = [sys.executable, ROOT / "pages/_ext/run_chapters.py"]
    return subprocess.run(command, cwd=ROOT).returncode == 0


def serving():
    """Open the site to this computer."""
    try:
        return ThreadingHTTPServer(("127.0.0.1", PORT), partial(Quiet, directory=SITE))
    except OSError as error:
        sys.exit(f"cannot serve at port {PORT}: {error.strerror}.  End what uses it, and try again")


def main():
    """Serve the site until Ctrl-C, and follow what is saved."""
    begin()
    build()
    with serving() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{PORT}/ shows the site.  Save a chapter, and reload.")
        places = [ROOT / name for name in ("notebooks", "pages", "_toc.yml", "_config.yml")]
        before = cells()
        for changes in watch(*places, raise_interrupt=False):
            if (cells() == before and saved(changes)) or run_chapters():
                build(saved(changes))
                print("built again: reload the page")
                before = cells()
        server.shutdown()


if __name__ == "__main__":
    main()
