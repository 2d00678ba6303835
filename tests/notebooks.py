"""Run the chapters, and write down what their cells are expected to print.

`make expected` writes one file for each chapter into tests/expected; `make expected N=12` only that
of chapter 12.  It holds the first line of each cell and what the cell shows.  Read the difference
before you commit it: a changed line is one that readers see, and perhaps one that the prose quotes.
"""

import os
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from jupytext.myst import myst_to_notebook
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_notebook, new_output

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "pages" / "_ext"))

from contents import called, numbered  # noqa: E402

NUMBERS = numbered(ROOT)
"""The sources of the chapters, each with the number that its place in the contents gives it."""
CHAPTERS = list(NUMBERS)
EXPECTED = ROOT / "tests" / "expected"
OWN = [path for path in CHAPTERS if path.name in (ROOT / "README.md").read_text(encoding="utf-8")]
"""The course's own chapters, which the README lists: they keep more rules than yours need."""

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

KEPT = ("output_type", "name", "text", "data", "ename", "evalue")
"""What is kept of an output.  A traceback would tell where this computer keeps its files."""

DECIMAL = re.compile(r"(?<![\w.])[-−]?\d+(?:,\d{3})*\.\d*(?:e[-+]\d+)?(?!\w|\.\d)")


def expected_path(chapter):
    """Return where the expected outputs of a chapter stand."""
    return chapter.parents[1] / "tests" / "expected" / f"{chapter.stem}.yml"


def chapter_path(expected):
    """Return which chapter some expected outputs are of."""
    return expected.parents[2] / "notebooks" / f"{expected.stem}.md"


def count_of(stem, mark):
    """Return how often a mark stands in the source of a chapter."""
    return (ROOT / "notebooks" / f"{stem}.md").read_text(encoding="utf-8").count(mark)


def chosen():
    """Return the chapters that the command names, such as 12 and 34; all, if it names none."""
    wanted = sys.argv[1:]
    return [path for number in wanted for path in called(number, CHAPTERS)] or CHAPTERS


def code_cells(chapter):
    """Return the code cells of a chapter; each knows the line it starts on."""
    notebook = myst_to_notebook(chapter.read_text(encoding="utf-8"), add_source_map=True)
    for cell, line in zip(notebook.cells, notebook.metadata.source_map, strict=True):
        cell.metadata.line = line
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def first_line(cell):
    """Return the first line of a cell's code, by which it is known in the expected outputs."""
    return cell.source.partition("\n")[0]


def as_notebook(cells):
    """Return a notebook that holds these cells."""
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def run(cells, **settings):
    """Run the cells in a kernel and a folder of their own; return the notebook.

    Settings are added to the environment of the kernel.
    """
    notebook = as_notebook(cells)
    with TemporaryDirectory() as folder:
        bring_own_files(folder)
        return NotebookClient(
            notebook,
            timeout=300,
            coalesce_streams=True,
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": folder}},
        ).execute(env={**os.environ, **settings})


def bring_own_files(folder):
    """Put a teacher's own files where cells look for them: data/NAME, beside the notebook."""
    if (ROOT / "notebooks" / "data").exists():
        shutil.copytree(ROOT / "notebooks" / "data", Path(folder, "data"))
    from paragraphs import write_paragraphs

    write_paragraphs(NUMBERS, Path(folder, "data"))


def bare(output):
    """Return what is compared: the text, and of a picture only that there was one."""
    kept = {name: output[name] for name in KEPT if name in output}
    if "data" in kept:
        kept["data"] = {
            mime: "" if mime.startswith("image/") else text
            for mime, text in sorted(output["data"].items())
            if mime != "text/html"  # the same table stands there as plain text
        }
    return kept


def recorded(chapter):
    """Return what stands in the file of expected outputs; nothing, if there is no such file."""
    path = expected_path(chapter)
    text = path.read_text(encoding="utf-8") if path.exists() else "[]"
    return yaml.load(text, yaml.CSafeLoader)


def expected_cells(chapter):
    """Return the code cells of a chapter as if they had run, with the outputs that are expected."""
    cells, records = code_cells(chapter), recorded(chapter)
    if [first_line(cell) for cell in cells] != [record["code"] for record in records]:
        raise ValueError(f"{chapter.name} has new cells, or changed ones: run make expected")
    for cell, record in zip(cells, records, strict=True):
        cell.outputs = [new_output(**output) for output in record["outputs"]]
        cell.execution_count = 1  # where none is, nbval compares nothing
    return cells


def units_apart(expected, shown):
    """Return the decimals in which two texts differ, if each does by one unit of its last digit.

    The result is a list of pairs; it is empty if the texts are equal or differ in anything else.
    Where a decimal has become longer or shorter, the spaces beside it may differ.
    """
    words = [re.sub(" *\0 *", "\0", DECIMAL.sub("\0", text)) for text in (expected, shown)]
    numbers = zip(DECIMAL.findall(expected), DECIMAL.findall(shown), strict=False)
    pairs = [pair for pair in numbers if pair[0] != pair[1]]
    return pairs if words[0] == words[1] and all(map(_is_a_unit_apart, pairs)) else []


def _is_a_unit_apart(pair):
    one, other = (Decimal(number.replace(",", "").replace("−", "-")) for number in pair)
    digit = min(one.as_tuple().exponent, other.as_tuple().exponent)
    return digit < 0 and abs(one - other) <= Decimal(1).scaleb(digit)


def expect(chapter):
    """Run a chapter; return the text of its file of expected outputs."""
    try:
        cells = run(code_cells(chapter)).cells
    except CellExecutionError as error:
        sys.exit(f"{chapter.name}: this cell fails:\n{error}")
    for cell in cells:
        for output in cell.outputs:
            if output.get("name") == "stderr":
                sys.exit(f"{chapter.name}:{cell.metadata.line}: this cell warns:\n{output.text}")
    records = [
        {"code": first_line(cell), "outputs": [bare(output) for output in cell.outputs]}
        for cell in cells
    ]
    return as_yaml(records)


class Dumper(yaml.CSafeDumper):
    """Write text of several lines line by line, as readers see it."""


def _as_text(dumper, text):
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, _as_text)


def as_yaml(records):
    """Return records as the text of a file."""
    as_it_is = {"sort_keys": False, "allow_unicode": True, "width": -1}  # breaks no line
    return yaml.dump(records, Dumper=Dumper, **as_it_is)


def main():
    """Write the files of the chapters that are named, and remove those whose chapter is gone.

    Print what the chapters say about outputs that have changed.
    """
    from may_be_false import to_read_again  # which reads chapters by this module

    with ThreadPoolExecutor(2) as pool:
        texts = zip(chosen(), pool.map(expect, chosen()), strict=True)
        texts = dict(texts)
    for path in EXPECTED.glob("*.yml"):
        if not chapter_path(path).exists():
            path.unlink()
    for chapter, text in texts.items():
        report = to_read_again(chapter, recorded(chapter), yaml.load(text, yaml.CSafeLoader))
        expected_path(chapter).write_text(text, encoding="utf-8")
        if report:
            print(
                f"\n{chapter.name} shows something else.  Is all of this still true?",
                *report,
                sep="\n",
            )


if __name__ == "__main__":
    main()
