"""What may differ from the expected outputs: a last digit by one, and nothing else."""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from notebooks import EXPECTED, ROOT, units_apart


@pytest.mark.parametrize(
    "expected, shown",
    [
        ("ARI 0.99", "ARI 1.00"),
        ("[0.5 0.99]", "[0.5 1.  ]"),
        ("a  9.99\nb  0.50", "a  10.00\nb   0.50"),
        ("-0.0 and 1,228.07", "0.0 and 1,228.08"),
        ("1.5e-05", "1.6e-05"),
        ("−0.25 %", "−0.24 %"),
    ],
)
def test_a_last_digit_may_differ_by_one(expected, shown):
    assert len(units_apart(expected, shown)) in (1, 2)
    assert units_apart(shown, expected)


@pytest.mark.parametrize(
    "expected, shown",
    [
        ("0.99", "0.99"),
        ("0.98", "1.00"),
        ("0.5", "0.52"),
        ("0.98 0.5", "1.00 0.6"),
        ("3 clusters", "4 clusters"),
        ("[0 1 1]", "[0 1 2]"),
        ("[0. 1. 1.]", "[0. 1. 2.]"),
        ("0.5 m", "0.6 km"),
        ("a 0.5", "a 0.6 0.7"),
        ("version 3.11.2", "version 3.12.2"),
        ("sample0.5", "sample0.6"),
    ],
)
def test_nothing_else_may_differ(expected, shown):
    assert units_apart(expected, shown) == []


def cell(source, kind="execute_result", **data):
    """Return a cell that is expected to show this."""
    count = {"execution_count": 1} if kind == "execute_result" else {}
    result = new_output(kind, data=data, **count)
    return new_code_cell(source, execution_count=1, outputs=[result])


def test_a_run_notes_one_unit_and_fails_by_more(tmp_path):
    draw = "import matplotlib.pyplot as plt; plt.plot([1])"
    figure = {"text/plain": "<Figure size 640x480 with 1 Axes>", "image/png": ""}
    cells = {
        "the same": cell("1.25", **{"text/plain": "1.25"}),
        "one unit": cell("1.25", **{"text/plain": "1.24"}),
        "two units": cell("1.25", **{"text/plain": "1.23"}),
        "a label": cell("[0, 1, 1]", **{"text/plain": "[0, 1, 0]"}),
        "a figure": cell(f"{draw};", "display_data", **figure),
        "no figure": cell(f"{draw}; plt.close();", "display_data", **figure),
    }
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = new_notebook(cells=list(cells.values()), metadata={"kernelspec": kernel})
    (tmp_path / "expected").mkdir()
    nbformat.write(notebook, tmp_path / "expected" / "planted.ipynb")
    shutil.copy(EXPECTED / "conftest.py", tmp_path / "expected")
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    command = [sys.executable, "-m", "pytest", "--nbval", "-n", "1", "-p", "no:cacheprovider"]
    command += ["-rpf", "-o", f"pythonpath={ROOT / 'tests'}", "--rootdir", tmp_path, "expected"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    verdicts = re.findall(r"^(PASSED|FAILED) expected/planted.ipynb::Cell (\d)", done.stdout, re.M)
    assert {list(cells)[int(number)]: verdict for verdict, number in verdicts} == {
        **dict.fromkeys(["the same", "one unit", "a figure"], "PASSED"),
        **dict.fromkeys(["two units", "a label", "no figure"], "FAILED"),
    }
    notes = re.findall(r"^expected/planted.ipynb::Cell (\d): (.*)$", done.stdout, re.M)
    assert notes == [("1", "1.24 is now 1.25")]
