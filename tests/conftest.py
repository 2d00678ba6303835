"""Settings that all tests share."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

matplotlib.use("agg")  # no windows

# The same examples on every run and every machine, however slow it is.
settings.register_profile("course", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("course")


@pytest.fixture(autouse=True)
def no_figure_is_open():
    """Close what the test before has left open: the examples in docstrings leave figures."""
    plt.close("all")
    yield
    plt.close("all")


@pytest.fixture
def small_book(tmp_path):
    """Make a book of pages that the test writes; return its folder, and how to build it."""
    return a_small_book(tmp_path)


def a_small_book(folder):
    """Put all but the pages of a book into a folder; return it, and how to build the book."""
    for name in ("helpers", "pages"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.md"))
    for name in [
        "_config.yml",
        "LICENSE",
        "README.md",
        "environment.yml",
        "postBuild",
        "pyproject.toml",
    ]:
        shutil.copy(ROOT / name, folder)
    makefile = (ROOT / "Makefile").read_text()
    build = re.search(r"^\t\.venv/bin/(jupyter-book build .*)$", makefile, re.M)[1]
    program, *options = build.split()
    command = [Path(sys.executable).with_name(program), *options]
    return folder, lambda: subprocess.run(command, cwd=folder, capture_output=True, text=True)
