"""What readers take home runs as it is, in an empty folder and without a network."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from built import SITE, need_the_site, skip_or_fail
from clean_notebook import FLAVOURS, is_check
from take_home import HOW_TO, changed, write_wheel

from notebooks import CHAPTERS, bare, code_cells, count_of

ROOT = Path(__file__).parents[1]
DOWNLOADS = SITE / "_downloads"
STUDENT = ROOT / ".venv" / "student" / "bin" / "python"
STEMS = [chapter.stem for chapter in CHAPTERS]
# Each time one, with an animation; with `make slow` all of them.
QUICK = [stem for stem in STEMS if stem[:2] == "12"]
COURSE = "clustering-step-by-step"

# Without a network a computer does not even reach itself, until it is told to.
RUN = """
import fcntl, socket, struct, sys
if "alone" in sys.argv:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH14x", b"lo", 1))  # set the flag "up"

import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
client = NotebookClient(notebook, timeout=300, coalesce_streams=True, allow_errors=True,
                        extra_arguments=["--log-level=ERROR"])
client.execute()
nbformat.write(notebook, sys.argv[1])
"""
# Directives, definitions, roles, targets, comments, the marks that part text from cells, and
# formulas with an empty line, which Jupyter takes for text.
RAW = re.compile(
    r"^\s*(>\s*)?(:::|: |```\{|\([\w-]+\)=$|%|\$\$\n\s*\n[^$]*\$\$)"
    r"|\{[\w:.-]+\}`|[\x00-\x08]",
    re.M,
)


@pytest.fixture(scope="module", autouse=True)
def site():
    """Make sure that there is something to take home."""
    need_the_site()


@pytest.fixture(scope="module")
def run():
    """Return a function that runs a notebook as a student would, cut off from every network."""
    if not STUDENT.exists():
        skip_or_fail("a student's environment is not installed: run `make test`")
    cut_off = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*cut_off, "true"]).returncode:
        skip_or_fail("this system does not let a process leave the network")

    def run(path):
        subprocess.run(
            [*cut_off, STUDENT, "-c", RUN, path.name, "alone"],
            cwd=path.parent,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            check=True,
            timeout=900,
        )
        return read(path)

    return run


def read(path):
    """Return a notebook, whose form is checked by the way."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def code(notebook):
    """Return the code cells of a notebook, without the room for answers."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source]


def text(notebook):
    """Return all text of a notebook that is not code."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def printed(notebook):
    """Return what the cells have printed; of pictures, that there is one."""
    return [[bare(output) for output in cell.outputs] for cell in code(notebook)]


@pytest.mark.parametrize(
    "stem",
    [stem if stem in QUICK else pytest.param(stem, marks=pytest.mark.slow) for stem in STEMS],
)
def test_the_archive_of_a_chapter_runs_in_an_empty_folder(run, stem, tmp_path):
    zipfile.ZipFile(DOWNLOADS / f"{stem}.zip").extractall(tmp_path)
    published = read(DOWNLOADS / f"{stem}.ipynb")
    assert read(tmp_path / stem / f"{stem}.ipynb") == published
    assert printed(run(tmp_path / stem / f"{stem}.ipynb")) == printed(published)


def test_the_wheel_holds_the_package_as_it_is(tmp_path):
    (wheel,) = DOWNLOADS.glob("*.whl")
    held = zipfile.ZipFile(wheel)
    ours = {*ROOT.glob("helpers/*.*"), *ROOT.glob("helpers/[a-z]*/*.*")}
    ours = {path for path in ours if path.is_file() and path.name != "ruff.toml"}
    ours = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in ours}
    names = [name for name in held.namelist() if name.startswith("helpers/")]
    assert {name: held.read(name) for name in names} == ours
    held.extractall(tmp_path)
    show = "import helpers; print(helpers.__file__)"
    ran = subprocess.run(
        [sys.executable, "-c", show], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert ran.stdout.startswith(str(tmp_path))


@pytest.mark.parametrize("stem", STEMS)
def test_no_markup_is_left_that_only_the_site_understands(stem):
    notebook = read(DOWNLOADS / f"{stem}.ipynb")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            outside_code = re.sub(r"^(> )?```\w*\n.*?```$", "", cell.source, flags=re.M | re.S)
            assert not RAW.findall(outside_code)
    assert "Before you start" in text(notebook)
    assert "Figure" in text(notebook)


def test_no_reference_is_left_open():
    """What the site tells by links, the notebook tells in words."""
    whole = text(read(DOWNLOADS / "12-k-means-step-by-step.ipynb"))
    assert "Go back" in whole
    assert "**Figure 12.1.** The sample with its classes." in whole
    assert "to see Figure 12.1.  The column" in whole
    assert "### Solution to Exercise 12.1 (A run by pencil)" in whole
    assert "[Lloyd, 1982]" in whole
    assert "- Stuart P. Lloyd. Least squares quantization in PCM." in whole
    assert "Next: *13 · Lloyd’s algorithm*" in whole
    assert "\n```python\ndef update(points, labels, means):" in whole
    assert "](../" not in whole


def test_what_jupyter_does_not_know_is_written_as_it_does():
    formulas = text(read(DOWNLOADS / "13-lloyds-algorithm.ipynb"))
    assert "\n$$\nJ(z, m) = " in formulas
    definitions = text(read(DOWNLOADS / "21-silhouette.ipynb"))
    assert "\n- *Near 0*\n\n  Both are about equally near." in definitions


@pytest.mark.parametrize("stem", STEMS)
def test_the_blank_notebook_has_no_output_and_the_same_cells(stem):
    complete, blank = (read(DOWNLOADS / f"{stem}{end}.ipynb") for end in ("", "-blank"))
    assert not any(cell.outputs or cell.execution_count for cell in code(blank))
    assert any(cell.outputs for cell in code(complete))
    bare_cells = [[(c.cell_type, c.source, c.id) for c in n.cells] for n in (complete, blank)]
    assert bare_cells[0] == bare_cells[1]


@pytest.mark.parametrize("stem", STEMS)
def test_the_exercises_come_without_solutions_and_with_room(stem):
    complete, exercises = (read(DOWNLOADS / f"{stem}{end}.ipynb") for end in ("", "-exercises"))
    tasks = re.findall(r"^### Exercise [\d.]+", text(exercises), re.M)
    assert len(tasks) == count_of(stem, "{exercise-start}")
    assert len([c for c in exercises.cells if c.cell_type == "code" and not c.source]) == len(tasks)
    solved = re.findall("^### Solution to", text(complete), re.M)
    assert len(solved) == count_of(stem, "{solution-start}")
    assert "Solution to" not in text(exercises)

    # Everything else is the same, in the same order; only checks have not been run.
    kept = {cell.id for cell in exercises.cells if cell.source}
    others = [cell for cell in exercises.cells if cell.source and not is_check(cell)]
    assert [c for c in complete.cells if c.id in kept and not is_check(c)] == others
    assert not any(cell.outputs for cell in exercises.cells if is_check(cell))
    assert [c.source for c in complete.cells if is_check(c)] == [
        c.source for c in exercises.cells if is_check(c)
    ]
    gone = [cell for cell in complete.cells if cell.id not in kept]
    assert sum(cell.source.startswith("### Solution") for cell in gone) == len(tasks)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_code_is_that_of_the_source(chapter):
    """The first cell, which looks for the helpers, is all that is added."""
    published = code(read(DOWNLOADS / f"{chapter.stem}.ipynb"))[1:]
    assert [cell.source for cell in published] == [cell.source for cell in code_cells(chapter)]
    assert (DOWNLOADS / chapter.name).read_bytes() == chapter.read_bytes()


def test_the_whole_course_is_one_archive(tmp_path):
    zipfile.ZipFile(DOWNLOADS / f"{COURSE}.zip").extractall(tmp_path)
    folder = tmp_path / COURSE
    for name in (f"{stem}{ending}.ipynb" for stem in STEMS for ending in (*FLAVOURS, "-homework")):
        assert (folder / name).read_bytes() == (DOWNLOADS / name).read_bytes()
    for name in ("constraints.txt", "environment.yml", "pyproject.toml", "LICENSE", "postBuild"):
        assert (folder / name).read_bytes() == (ROOT / name).read_bytes()
    assert (folder / "README.md").read_text() == HOW_TO


@pytest.mark.parametrize("path", sorted(DOWNLOADS.glob("*.zip")), ids=lambda path: path.stem)
def test_an_archive_does_not_tell_when_and_by_whom_it_was_made(path):
    entries = zipfile.ZipFile(path).infolist()
    assert {entry.external_attr >> 16 for entry in entries} <= {0o644, 0o755}
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert not [name for name in names if "__pycache__" in name or name.startswith("/")]


def test_everything_that_is_taken_home_has_one_date_and_no_invented_one():
    paths = [*DOWNLOADS.glob("*.zip"), *DOWNLOADS.glob("*.whl")]
    dates = {entry.date_time for path in paths for entry in zipfile.ZipFile(path).infolist()}
    assert len(paths) == len(STEMS) + 3  # the course, the homework and the wheel
    (date,) = dates
    assert date[0] >= 2026


def test_the_date_is_that_of_the_last_commit():
    command = ["git", "-c", f"safe.directory={ROOT}", "log", "-1", "--format=%cI"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert changed(ROOT) == datetime.fromisoformat(told.strip()).timestamp()


def test_a_copy_without_its_history_has_the_date_of_its_release(tmp_path):
    """Even inside a repository of somebody else."""
    about = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "--quiet"], [*about, "commit", "-q", "--allow-empty", "-m", "One"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(ROOT / "CITATION.cff", copy)
    released = re.search(r"^date-released: (.*)$", (ROOT / "CITATION.cff").read_text(), re.M)[1]
    assert datetime.fromtimestamp(changed(copy), UTC).isoformat() == f"{released}T00:00:00+00:00"


def test_equal_sources_give_equal_wheels(tmp_path):
    (tmp_path / "old.whl").touch()
    mask = os.umask(0o077)
    try:
        name = write_wheel(ROOT, tmp_path)
        wheel = (tmp_path / name).read_bytes()
    finally:
        os.umask(mask)
    assert list(tmp_path.glob("*.whl")) == [tmp_path / name]
    assert write_wheel(ROOT, tmp_path) == name
    assert (tmp_path / name).read_bytes() == wheel
