"""What may differ from the expected outputs: a last digit by one, and nothing else."""

import re
import shutil
import subprocess
import sys

import pytest
from books import CHAPTER

from notebooks import EXPECTED, ROOT, as_yaml, units_apart


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


def shows(kind="execute_result", **data):
    """Return the outputs of a cell that is expected to show this."""
    return [{"output_type": kind, "data": data}]


def test_a_run_notes_one_unit_and_fails_by_more(tmp_path):
    draw = "import matplotlib.pyplot as plt; plt.plot([1])"
    figure = {"text/plain": "<Figure size 640x480 with 1 Axes>", "image/png": ""}
    cells = {
        "the same": ("1.25", shows(**{"text/plain": "1.25"})),
        "one unit": ("1.25", shows(**{"text/plain": "1.24"})),
        "two units": ("1.25", shows(**{"text/plain": "1.23"})),
        "a label": ("[0, 1, 1]", shows(**{"text/plain": "[0, 1, 0]"})),
        "a figure": (f"{draw};", shows("display_data", **figure)),
        "no figure": (f"{draw}; plt.close();", shows("display_data", **figure)),
    }
    folder = tmp_path / "tests" / "expected"
    folder.mkdir(parents=True)
    shutil.copy(EXPECTED / "conftest.py", folder)
    shutil.copy(ROOT / "tests" / "conftest.py", folder.parent)
    records = [{"code": code, "outputs": outputs} for code, outputs in cells.values()]
    (folder / "planted.yml").write_text(as_yaml(records))
    (tmp_path / "notebooks").mkdir()
    code = "\n```\n\n```{code-cell}\n".join(code for code, _ in cells.values())
    (tmp_path / "notebooks" / "planted.md").write_text(CHAPTER.format(code=code))
    command = [sys.executable, "-m", "pytest", "-n", "1", "-p", "no:cacheprovider"]
    command += ["-rpf", "-o", f"pythonpath={ROOT / 'tests'}", "--rootdir", tmp_path, "tests"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    verdicts = re.findall(r"^(PASSED|FAILED) .*/planted.yml::Cell (\d)", done.stdout, re.M)
    assert {list(cells)[int(number)]: verdict for verdict, number in verdicts} == {
        **dict.fromkeys(["the same", "one unit", "a figure"], "PASSED"),
        **dict.fromkeys(["two units", "a label", "no figure"], "FAILED"),
    }
    notes = re.findall(r"^tests/expected/planted.yml::Cell (\d): (.*)$", done.stdout, re.M)
    assert notes == [("1", "1.24 is now 1.25")]
