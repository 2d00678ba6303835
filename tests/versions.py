"""Run the chapters with the packages of this environment, and print what would change.

`make test-oldest` and `make test-newest` do so.  Nothing is written.  Another output is no fault:
the course promises its numbers for the versions in constraints.txt only.  A cell that fails or
warns is one, and then the exit code is 1.
"""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from difflib import unified_diff
from functools import partial
from importlib.metadata import version

from nbclient.exceptions import CellExecutionError, CellTimeoutError
from test_notebooks import Cell, find, numbers, read, readable, value

from notebooks import ROOT, bare, chosen, code_cells, run

PACKAGES = ["numpy", "scipy", "pandas", "scikit-learn", "matplotlib", "pillow", "seaborn", "dask"]
SENTENCE = r"(?:[^.?!\n]|[.?!](?=\S)|\n(?!\n|[-:#|]))+[.?!]?"


def shown(outputs):
    """Return the text that a cell shows, and how many pictures."""
    cell = Cell(line=0, source="", tags=[], figure={}, alt="", outputs=outputs)
    return [*cell.shown.splitlines(), *["(a picture)"] * cell.images]


def values(lines):
    """Return the numbers that a reader sees in outputs, also as percentages."""
    found = set(map(value, numbers("\n".join(re.sub(r"<[^<>]*>", "", line) for line in lines))))
    return found | {100 * number for number in found if 0 <= number <= 1}


def difference(before, after):
    """Return the lines that go and those that come."""
    lines = list(unified_diff(before, after, n=0, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]


def quoting(chapter, gone):
    """Yield line number and text of each sentence that quotes a number which is gone."""
    texts = [(1, chapter.prose)]
    for cell in chapter.cells:
        texts += [(cell.line, readable(cell.figure.get("caption", "")))]
        texts += [(cell.line, readable(cell.alt))]
    for start, text in texts:
        for line, match in find(SENTENCE, text):
            line += len(match[0]) - len(match[0].lstrip("\n"))
            quoted = [number for number in numbers(match[0]) if value(number) in gone]
            if quoted:
                yield start + line - 1, f"{' '.join(match[0].split())}  [{', '.join(quoted)}]"


def report(path, settings):
    """Run a chapter; return what there is to say of it, and how many faults and changes."""
    chapter, cells, name = read(path), code_cells(path), path.relative_to(ROOT)
    try:
        notebook = run(cells, **settings)
    except (CellExecutionError, CellTimeoutError) as error:
        return [f"{name}: this cell FAILS:\n{error}"], (1, 0, 0)
    said, faults, changes, before, after = [], 0, 0, [], []
    for cell, old in zip(notebook.cells, chapter.cells, strict=True):
        warned = [output.text for output in cell.outputs if output.get("name") == "stderr"]
        faults += len(warned)
        said += [f"{name}:{old.line}: this cell WARNS:\n{text}" for text in warned]
        outputs = [bare(output) for output in cell.outputs if output.get("name") != "stderr"]
        lines = shown(old.outputs), shown(outputs)
        before, after = before + lines[0], after + lines[1]
        if lines[0] != lines[1]:
            changes += 1
            said += [f"{name}:{old.line}: this cell shows something else:", *difference(*lines)]
    quotes = list(quoting(chapter, values(before) - values(after)))
    said += [f"{name}:{line}: this sentence would change: {text}" for line, text in quotes]
    return said, (faults, changes, len(quotes))


def try_chapters(**settings):
    """Report on the chapters; return how many cells fail or warn, and show something else."""
    chapters = chosen()
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(partial(report, settings=settings), chapters))
    for said, _ in reports:
        print(*said, sep="\n", end="\n" if said else "")
    faults, changes, quotes = map(sum, zip(*(counts for _, counts in reports), strict=True))
    print(f"{len(chapters)} chapters: {faults} cells fail or warn, {changes} show something else,")
    print(f"and {quotes} sentences would change.", flush=True)
    return faults, changes


def main():
    """Report on the chapters with the packages that are here."""
    print(f"Python {sys.version.split()[0]}", *(f"{name} {version(name)}" for name in PACKAGES))
    faults, _ = try_chapters()
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
