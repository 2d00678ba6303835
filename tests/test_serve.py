"""While somebody writes, the site follows: `make serve`."""

import os
import signal
import subprocess
import sys
import time
from socket import socket
from urllib.request import urlopen

import pytest
from books import CHAPTER, write_chapters
from serve import saved

START = "import serve, sys; serve.PORT = int(sys.argv[1]); serve.main()"


def test_only_chapters_and_pages_can_be_built_alone():
    assert saved({(1, "notebooks/12-a.md"), (2, "pages/b.md")}) == [
        "notebooks/12-a.md",
        "pages/b.md",
    ]
    assert saved({(1, "notebooks/12-a.md"), (1, "_config.yml")}) == []


def shown_when(address, wanted):
    """Return a page as soon as it holds a text."""
    for _ in range(1200):
        try:
            page = urlopen(address, timeout=9).read().decode()
        except OSError:
            page = ""
        if wanted in page:
            return page
        time.sleep(0.1)
    pytest.fail(f"{wanted} is not shown")


def free_port():
    """Return the number of a port that nobody uses."""
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.mark.slow
def test_a_changed_word_and_a_changed_cell_are_shown(small_book):
    folder, _ = small_book
    write_chapters(folder, "print(6 * 7)", "print(1)")
    chapter = folder / "notebooks" / "11-one.md"
    chapter.write_text(CHAPTER.format(code="print(6 * 7)") + "\nAn old word.\n")
    place, port = folder / "pages" / "_ext", free_port()
    command = [sys.executable, "-c", START, str(port)]
    ways = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{place}"}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=ways,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # as in make_book
    ) as serving:
        try:
            address = f"http://127.0.0.1:{port}/notebooks/11-one.html"
            assert ">42" in shown_when(address, "An old word")
            for text, wanted in [("An old word", "A new word"), ("6 * 7", "6 * 8")]:
                time.sleep(2)  # until it watches
                chapter.write_text(chapter.read_text().replace(text, wanted))
                page = shown_when(address, wanted if "word" in wanted else ">48")
            assert "A new word" in page
        finally:
            os.killpg(serving.pid, signal.SIGINT)
