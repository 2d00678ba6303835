"""Run the code of the troubleshooting page, and see that it shows what the page shows."""

import re
import subprocess
import sys
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "pages" / "troubleshooting.md").read_text(encoding="utf-8")
QUESTIONS = dict(
    re.findall(r"^## (.*)\n([\s\S]*?)(?=^## |\Z)", PAGE, re.M)  # answers by their questions
)
EXAMPLE = r"^```python\n([\s\S]*?)^```$(?:\n\n```text\n([\s\S]*?)^```$)?"
WITHOUT_HELPERS = "No module named helpers"
EXAMPLES = [
    (question, code, shown)
    for question, answer in QUESTIONS.items()
    for code, shown in re.findall(EXAMPLE, answer, re.M)
]


def agree(shown, output):
    """Tell whether a page shows an output, in which three dots stand for anything."""
    return OutputChecker().check_output(shown, output, ELLIPSIS | NORMALIZE_WHITESPACE)


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    """Run all examples, afresh for each question, and return the cells."""
    notebook = nbformat.v4.new_notebook()
    before = None
    for question, code, _ in EXAMPLES:
        if question != before:
            notebook.cells.append(nbformat.v4.new_code_cell("%reset -f"))
        notebook.cells.append(nbformat.v4.new_code_cell(code, metadata={"page": True}))
        before = question
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            patch.setenv(name, "http://127.0.0.1:9")  # no network
        patch.setenv("SEABORN_DATA", str(tmp_path_factory.mktemp("seaborn")))
        NotebookClient(notebook, timeout=120, allow_errors=True, kernel_name="python3").execute()
    return [cell for cell in notebook.cells if cell.metadata.get("page")]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_shows_what_the_page_shows(cells, number):
    question, code, shown = EXAMPLES[number]
    if question == WITHOUT_HELPERS:
        return
    text, kinds = "", set()
    for output in cells[number].outputs:
        kinds.add(output.get("name", output["output_type"]))
        plain = output.get("data", {}).get("text/plain", "")
        traceback = "\n".join(output.get("traceback", []))
        text += re.sub(r"\x1b\[[\d;]*m", "", output.get("text") or traceback or plain)
    assert ("error" in kinds) == ("Error: " in shown), f"{code}\n{text}"
    assert ("stderr" in kinds) == ("Warning: " in shown), f"{code}\n{text}"
    if "error" in kinds:
        shown = f"...\n{shown}"
    if "stderr" in kinds:
        shown = f"...{shown}..."
    if shown or not kinds:
        assert agree(shown, text), f"{code}\nshows\n{text}\nand on the page\n{shown}"


def test_without_helpers_python_says_what_the_page_says():
    """In a Python that has nothing installed."""
    (shown,) = [shown for question, _, shown in EXAMPLES if question == WITHOUT_HELPERS]
    (code,) = [code for question, code, _ in EXAMPLES if question == WITHOUT_HELPERS]
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
    assert run.stderr.splitlines()[-1] == shown.strip()


def test_a_question_that_quotes_an_error_shows_it():
    quoting = [
        question
        for question in QUESTIONS
        if re.match(r"\w*(Error|Warning): |No module named", question)
    ]
    assert len(quoting) > 5
    for question in quoting:
        assert question in QUESTIONS[question].replace("'", ""), question


def test_answers_are_short():
    for question, answer in QUESTIONS.items():
        first = re.split(r"^(?:```|###|- )", answer, maxsplit=1, flags=re.M)[0]
        sentences = re.findall(r"[.:?](?:\s|$)", first)
        assert 1 <= len(sentences) <= 5, question


def test_files_and_extras_of_the_commands_exist():
    """The commands themselves want conda, or a network."""
    commands = "".join(re.findall(r"^```bash\n([\s\S]*?)^```$", PAGE, re.M))
    assert set(re.findall(r"\S+\.(?:yml|txt)", commands)) == {"environment.yml", "constraints.txt"}
    assert all((ROOT / name).exists() for name in ("environment.yml", "constraints.txt"))
    (extras,) = set(re.findall(r"\.\[([\w,]+)\]", commands))  # the same in each command
    project = (ROOT / "pyproject.toml").read_text()
    assert all(f"\n{extra} = [" in project for extra in extras.split(","))
