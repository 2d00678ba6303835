"""Run the chapters, and write down what their cells are expected to print.

`make expected` writes one notebook for each chapter into tests/expected.  Read the difference
before you commit it: a changed line is one that readers see, and perhaps one that the prose quotes.
"""

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from jupytext.myst import myst_to_notebook
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "notebooks").glob("*.md"))
EXPECTED = ROOT / "tests" / "expected"

# What is kept of an output.  A traceback would tell where this computer keeps its files.
FIELDS = {
    "stream": ["name", "text"],
    "display_data": ["data", "metadata"],
    "execute_result": ["data", "metadata", "execution_count"],
    "error": ["ename", "evalue", "traceback"],
}

DECIMAL = re.compile(r"(?<![\w.])[-−]?\d+(?:,\d{3})*\.\d*(?:e[-+]\d+)?(?!\w|\.\d)")


def expected_path(chapter):
    """Return where the expected outputs of a chapter stand."""
    return EXPECTED / f"{chapter.stem}.ipynb"


def code_cells(chapter):
    """Return the code cells of a chapter; each knows the line it starts on."""
    notebook = myst_to_notebook(chapter.read_text(encoding="utf-8"), add_source_map=True)
    for cell, line in zip(notebook.cells, notebook.metadata.source_map, strict=True):
        cell.metadata.line = line
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def run(cells, **settings):
    """Run the cells in a kernel and a folder of their own; return the notebook.

    Settings are added to the environment of the kernel.
    """
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    with TemporaryDirectory() as folder:
        return NotebookClient(
            notebook,
            timeout=300,
            coalesce_streams=True,
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": folder}},
        ).execute(env={**os.environ, **settings})


def bare(output):
    """Return what is compared: the text, and of a picture only that there was one."""
    output = nbformat.from_dict({**output, "metadata": {}, "execution_count": 1, "traceback": []})
    if "data" in output:
        output.data.pop("text/html", None)  # the same table stands there as plain text
        output.data.update({mime: "" for mime in output.data if mime.startswith("image/")})
    fields = FIELDS[output.output_type]
    return nbformat.from_dict({name: output[name] for name in ("output_type", *fields)})


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
    """Run a chapter; return the text of its expected notebook."""
    try:
        notebook = run(code_cells(chapter))
    except CellExecutionError as error:
        sys.exit(f"{chapter.name}: this cell fails:\n{error}")
    for cell in notebook.cells:
        for output in cell.outputs:
            if output.get("name") == "stderr":
                sys.exit(f"{chapter.name}:{cell.metadata.line}: this cell warns:\n{output.text}")
        tags = [tag for tag in cell.metadata.get("tags", []) if not tag.startswith("hide-")]
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        cell.execution_count = 1  # the same in each cell, so that a new cell changes no other
        cell.outputs = [bare(output) for output in cell.outputs]
        cell.pop("id", None)
    notebook.metadata.pop("language_info", None)  # it names the version of Python
    notebook.nbformat_minor = 4  # the last in which cells need no ids
    return nbformat.writes(notebook)


def main():
    """Write every expected notebook, and remove those whose chapter is gone."""
    with ThreadPoolExecutor(2) as pool:
        texts = dict(zip(map(expected_path, CHAPTERS), pool.map(expect, CHAPTERS), strict=True))
    for path in set(EXPECTED.glob("*.ipynb")) - set(texts):
        path.unlink()
    for path, text in texts.items():
        path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
