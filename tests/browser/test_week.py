"""Walk a teacher's week on a copy of the course: adapt it, show it, hand it out, publish it."""

import os
import re
import shutil
import subprocess
import sys
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from built import need_the_site
from pypdf import PdfReader

from .conftest import QuietHandler

ROOT = Path(__file__).parents[2]
EDITION = {
    r"^title: .*$": "title: Groups of trees",
    r"^author: .*$": "author: Ada Lovelace",
    r'^  url: ""$': "  url: https://github.com/ada/trees",
}
OWN = """# My trees

**It takes** about 10 minutes.

```{code-cell} ipython3
import pandas as pd

pd.read_csv("data/trees.csv").mean()
```

Next: {doc}`34-large-data` has more of them.
"""


def rewrite(path, changes):
    """Change a file of the copy; each pattern stands there once."""
    text = path.read_text(encoding="utf-8")
    for pattern, replacement in changes.items():
        text, times = re.subn(pattern, replacement, text, flags=re.M)
        assert times == 1, pattern
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a copy of the course, with what its chapters have shown."""
    need_the_site()
    folder = tmp_path_factory.mktemp("week") / "course"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    shutil.copytree(ROOT / "_build" / ".jupyter_cache", folder / "_build" / ".jupyter_cache")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    for name in ("pyproject.toml", "constraints.txt"):
        os.utime(folder / name, (0, 0))  # so that make finds everything installed
    return folder


def make(course, *words):
    """Run a target of the copy's Makefile, and return what it prints."""
    made = subprocess.run(
        ["make", *words],
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert made.returncode == 0, made.stdout[-4000:]
    return made.stdout


@pytest.mark.slow
def test_a_teacher_gets_through_the_week(chromium, course, tmp_path):
    # Monday: an edition of one's own, with a table, another seed, and other chapters.
    rewrite(course / "_config.yml", EDITION)
    chapters = course / "notebooks"
    (chapters / "data").mkdir(exist_ok=True)
    (chapters / "data" / "trees.csv").write_text("girth,height\n1,10\n2,20\n")
    step_by_step = chapters / "12-k-means-step-by-step.md"
    head = step_by_step.read_text(encoding="utf-8").split("\n# ")[0]
    (chapters / "17-my-trees.md").write_text(
        f"{head}\n{OWN}".replace("figure: fig-assignment-0\n", "")
    )
    scout = [sys.executable, "-m", "helpers", "scout", "--chapter", "12"]
    advice = subprocess.run(scout, cwd=course, check=True, capture_output=True, text=True).stdout
    seed, old = re.search(r"Put (\d+) in place of (\d+) in", advice).groups()
    rewrite(step_by_step, {rf"default_rng\({old}\)": f"default_rng({seed})"})
    contents = course / "_toc.yml"
    first, second = "notebooks/21-silhouette.md", "notebooks/22-comparing-with-labels.md"
    mine = "\n      - file: notebooks/17-my-trees.md"
    changes = {
        r"(notebooks/16-\S+)": rf"\1{mine}",
        rf"{first}(\s+- file: ){second}": rf"{second}\1{first}",
        r"\n      - file: notebooks/34-large-data.md": "",
    }
    rewrite(contents, changes)
    assert "17-my-trees" in make(course, "expected", "N=17")
    assert "12-k-means-step-by-step" in make(course, "expected", "N=12")

    # Tuesday: the site, without solutions for now, and the talk and the handout of a chapter.
    assert "notebooks/data/trees.csv is published" in make(course, "book", "SOLUTIONS=no")
    make(course, "slides", "N=12")
    assert "My trees" in (course / "_build" / "html" / "notebooks" / "17-my-trees.html").read_text()
    assert (course / "_build" / "slides" / "12-k-means-step-by-step.html").stat().st_size > 100_000
    make(course, "pdf", "N=12", "SOLUTIONS=no")
    text = PdfReader(course / "_build" / "12-k-means-step-by-step.pdf").pages[0].extract_text()
    assert "K-means, step by step" in text

    # Wednesday: it lies in a subfolder of a server, and is opened.
    make(course, "book", "SOLUTIONS=no")
    shutil.copytree(course / "_build" / "html", tmp_path / "teaching" / "trees")
    handler = partial(QuietHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = chromium.new_page()
        wrong = []
        page.on(
            "console",
            lambda message: message.type in ("error", "warning") and wrong.append(message.text),
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        at = f"http://127.0.0.1:{server.server_port}/teaching/trees"
        page.goto(f"{at}/pages/welcome.html")
        assert "Groups of trees" in page.title()
        titles = page.locator(".bd-sidebar-primary .toctree-l1 > a").all_inner_texts()
        numbered = [title.split(" · ") for title in map(str.strip, titles) if " · " in title]
        assert ["17", "My trees"] in numbered
        assert ["21", "Comparing with labels"] in numbered
        assert ["34", "Documents"] in numbered
        assert "Large data" not in str(numbered)
        for name, lead in {
            "17-my-trees": "Next: 21 · Comparing with labels.",
            "22-comparing-with-labels": "Next: 22 · Silhouette.",
            "33-digits": "Next: 34 · Documents.",
        }.items():
            page.goto(f"{at}/notebooks/{name}.html")
            assert lead in page.locator("article").inner_text()
            assert not page.locator(".solution").count()
        page.close()
        server.shutdown()
    assert wrong == []
