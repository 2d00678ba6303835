"""Small books, on which tests see what the build does."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = [
    "CITATION.cff",
    "_config.yml",
    "constraints.txt",
    "environment.yml",
    "helpers",
    "LICENSE",
    "Makefile",
    "pages",
    "postBuild",
    "pyproject.toml",
    "README.md",
]
CHAPTER = """---
file_format: mystnb
kernelspec:
  name: python3
  display_name: Python 3
---
# A chapter

```{{code-cell}}
{code}
```
"""


def book_in(folder):
    """Put into a folder all but the pages of a book; return a function that builds it strictly."""
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.md"))
        else:
            shutil.copy(ROOT / name, folder)
    build = re.search(
        r"^\t\$\(at_home\) \.venv/bin/(jupyter-book build .*?)(?: --path-output \S+)?$",
        read(folder / "Makefile"),
        re.M,
    )[1]
    program, *options = build.split()
    command = [Path(sys.executable).with_name(program), *options]
    look = {"cwd": folder, "capture_output": True, "text": True}
    return lambda **settings: subprocess.run(command, env={**os.environ, **settings}, **look)


def write_chapters(folder, *codes):
    """Let the book consist of a page and chapters with one cell each."""
    (folder / "notebooks").mkdir()
    names = [f"notebooks/{number}-one.md" for number, _ in enumerate(codes, start=11)]
    for name, code in zip(names, codes, strict=True):
        (folder / name).write_text(CHAPTER.format(code=code))
    (folder / "start.md").write_text("# Start\n\nRead on.\n\n```{raw} html\n<p></p>\n```\n")
    files = ", ".join(f"file: {name}" for name in names)
    (folder / "_toc.yml").write_text(f"{{format: jb-book, root: start, chapters: [{files}]}}")


def make_book(folder, *before, **settings):
    """Start `make book` as it is, with this environment, behind the words of a wrapper."""
    if not (folder / ".venv").is_symlink():
        (folder / ".venv").symlink_to(sys.prefix)
    return subprocess.Popen(
        [*before, "make", "book", "--old-file=.venv/installed"],
        cwd=folder,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
        # A shell lets what it starts in the background ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def read(path):
    """Return the text of a file."""
    return path.read_text(encoding="utf-8")
