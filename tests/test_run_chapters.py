"""Where a chapter stops, the build's last lines say in which cell, why, and what to try."""

import subprocess
import sys
from pathlib import Path

import pytest
from books import CHAPTER, ROOT, make_book, read, write_chapters

SCRIPT = ROOT / "pages" / "_ext" / "run_chapters.py"
FAULTS = {
    "x = 1\nprint(x)\nprint(y)": (
        "notebooks/11-one.md:12: cell 1 of 1 failed",
        "    print(y)",
        "NameError: name 'y' is not defined",
        "What to try: look for the cell above that made this name",
    ),
    "import nobody_has_this": (
        "notebooks/12-one.md:10: cell 1 of 1 failed",
        "    import nobody_has_this",
        "ModuleNotFoundError: No module named 'nobody_has_this'",
        "What to try: name its package in pyproject.toml",
    ),
    "open('data/flowers.csv')": (
        "notebooks/13-one.md:10: cell 1 of 1 failed",
        "    open('data/flowers.csv')",
        "FileNotFoundError: [Errno 2] No such file or directory: 'data/flowers.csv'",
        "What to try: put the file into notebooks/data",
    ),
    "import warnings\nwarnings.warn('this is old')": (
        "notebooks/14-one.md:10: cell 1 of 1 failed",
        "    warnings.warn('this is old')",
        "Warning: ",
        "What to try: mend what it warns of",
    ),
    "while True:\n    pass": (
        "notebooks/15-one.md:10: cell 1 of 1 failed",
        "    while True:",
        "CellTimeoutError: it ran for too long",
        "What to try: ask for less, or allow more seconds",
    ),
    "def half(n):\n    return n / 0\n\nhalf(2)": (
        "notebooks/16-one.md:13: cell 1 of 1 failed",
        "    half(2)",
        "ZeroDivisionError: division by zero",
        "What to try: mend the cell, or undo your last change",
    ),
}
GOOD = "print(6 * 7)"
GONE = "import os\nos._exit(1)"


def little_book(folder, *codes):
    """Put into a folder what running its chapters needs."""
    write_chapters(folder, *codes)
    (folder / "constraints.txt").touch()
    (folder / "_config.yml").write_text("execute: {timeout: 5}\n")


def run_chapters(folder):
    """Run the chapters of a book, as `make book` does."""
    return subprocess.run([sys.executable, SCRIPT], cwd=folder, capture_output=True, text=True)


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Run a book with a good chapter and with every fault; return what is said of each chapter."""
    folder = tmp_path_factory.mktemp("book")
    little_book(folder, *FAULTS, GOOD, GONE)
    done = run_chapters(folder)
    assert done.returncode == 1
    first = done.stderr.index("\n\nnotebooks/")
    chapters = done.stderr[first:].strip().split("\n\n")
    return {one.partition(":")[0]: one.splitlines() for one in chapters}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=lambda fault: fault[2].partition(":")[0])
def test_what_is_said_of_a_chapter_names_line_cell_error_and_remedy(said, fault):
    place, cell, error, remedy = fault
    lines = said[place.partition(":")[0]]
    assert lines[0] == place
    assert cell in lines
    assert lines[-2].startswith(error)
    assert lines[-1].startswith(remedy) and lines[-1].endswith("Then run make again.")


def test_nothing_is_said_of_a_chapter_that_went_well(said):
    assert said.keys() == {f"notebooks/{number}-one.md" for number in (*range(11, 17), 18)}


def test_a_kernel_that_is_gone_fails_its_chapter_too(said):
    what, remedy = said["notebooks/18-one.md"]
    assert what.endswith("its kernel ended before its cells did")
    assert remedy.startswith("What to try: ")


def test_only_what_may_show_something_else_is_run_again(tmp_path):
    """A cell that leaves a line in a file each time it runs counts its runs."""
    runs = tmp_path / "runs"
    little_book(tmp_path, f"print(1, file=open({str(runs)!r}, 'a'))\ndata = 'data/flowers.csv'")
    data = tmp_path / "notebooks" / "data"
    data.mkdir()
    changes = [
        (data / "flowers.csv", "width\n1\n", 1),
        (data / "trees.csv", "height\n1\n", 1),  # which the chapter does not name
        (data / "flowers.csv", "width\n2\n", 2),
        (tmp_path / "constraints.txt", "numpy==1\n", 3),
    ]
    for path, text, count in changes:
        path.write_text(text)
        assert run_chapters(tmp_path).returncode == 0
        assert len(read(runs).splitlines()) == count


BROKEN = {
    "a cell": (CHAPTER.format(code="1 / 0"), "ZeroDivisionError: division by zero"),
    "a link": (CHAPTER.format(code=GOOD) + "\n{doc}`nowhere`\n", "unknown document"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("chapter", "reason"), BROKEN.values(), ids=BROKEN)
def test_the_last_good_site_stays_until_a_new_one_is_whole(small_book, chapter, reason):
    folder, _ = small_book
    write_chapters(folder, GOOD)
    page = folder / "_build" / "html" / "notebooks" / "11-one.html"
    for text, good in [(CHAPTER.format(code=GOOD), True), (chapter, False)]:
        (folder / "notebooks" / "11-one.md").write_text(text)
        with make_book(folder) as build:
            said = build.communicate()[0]
        assert (build.returncode == 0) == good, said
        assert ">42" in read(page)
    assert reason in said
    assert not Path(folder, "_build", "last").exists()
