"""A stranger's way to a running notebook: its first cell, the archive, and the commands.

The first cell is tried in an environment that has pip and nothing else, on small packages that a
test makes.  `make slow` walks the whole way: it installs what the commands say, with pip.
"""

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from urllib.request import urlopen

import jupytext
import nbformat
import pytest
import yaml
from built import SITE, need_the_site, skip_or_fail
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell
from take_home import HOW_TO
from test_environment import imported

from notebooks import CHAPTERS, as_notebook, code_cells

ROOT = Path(__file__).parents[1]
DOWNLOADS = SITE / "_downloads"
COURSE = "clustering-step-by-step"
PAGES = ["welcome", "troubleshooting", "licences"]
NOBODYS = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
"""The environment without what this machine tells pip, and without the helpers of this folder."""
NOBODYS = {**NOBODYS, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}
NOBODYS.pop("PYTHONPATH", None)
READ_ONLY = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
READ_ONLY += ['mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"']


def make_wheel(folder, name, version, *needs):
    """Write a wheel with one empty module; return its name."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    wants = "".join(f"Requires-Dist: {need}\n" for need in needs)
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", "")
        wheel.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{wants}"
        )
        wheel.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{about}/RECORD", "")
    return path.name


def cell(needs):
    """Return the code of a first cell."""
    return (ROOT / "pages" / "_ext" / "first_cell.py").read_text() + f"\n\nget_ready({needs})"


def installed(python):
    """Return what pip finds in an environment."""
    command = [python, "-m", "pip", "list", "--format=freeze"]
    return set(subprocess.check_output(command, env=NOBODYS, text=True).splitlines())


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Make an environment that has pip and nothing else; return its folder."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder


@pytest.fixture
def run(environment, tmp_path):
    """Return a function that runs a first cell; it returns the last line that the cell shows."""

    def run(needs, *before, python=environment / "bin" / "python", **settings):
        ran = subprocess.run(
            [*before, python, "-c", cell(needs)],
            cwd=tmp_path,
            env={**NOBODYS, "PIP_FIND_LINKS": str(tmp_path), **settings},
            capture_output=True,
            text=True,
        )
        return (
            (ran.stderr or ran.stdout).strip().rpartition("\n")[2].removeprefix("NotReadyError: ")
        )

    return run


def test_the_first_cell_shows_nothing_where_nothing_is_missing(run, tmp_path):
    shutil.copytree(ROOT / "helpers", tmp_path / "helpers")
    assert run({"helpers": "missing.whl", "json": "json"}) == ""


def test_the_first_cell_installs_what_is_missing_and_changes_nothing_else(
    run, environment, tmp_path
):
    """Also where a newer version, which would be chosen, wants a newer neighbour."""
    for version in ("1.0", "2.0"):
        make_wheel(tmp_path, "neighbour", version)
        make_wheel(tmp_path, "wanted", version, f"neighbour>={version}")
    python = environment / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "neighbour==1.0"],
        env={**NOBODYS, "PIP_FIND_LINKS": str(tmp_path)},
        check=True,
    )
    before = installed(python)
    said = "This notebook lacks wanted: that is installed now, and nothing else has changed."
    assert run({"wanted": "wanted>=1.0"}) == said
    assert installed(python) == before | {"wanted==1.0"}


def test_the_first_cell_installs_helpers_from_the_wheel_beside_it(run, environment, tmp_path):
    make_wheel(tmp_path, "helpers", "1.0")
    said = "This notebook lacks helpers: that is installed now, and nothing else has changed."
    assert run({"helpers": "helpers-1.0-py3-none-any.whl"}) == said
    remove = [environment / "bin" / "python", "-m", "pip", "uninstall", "--quiet", "--yes"]
    subprocess.run([*remove, "helpers"], check=True)


def test_the_first_cell_tells_when_the_kernel_must_be_started_again(run, tmp_path):
    """Where pip installs into a folder that was not there when the kernel began to look."""
    make_wheel(tmp_path, "elsewhere", "1.0")
    assert run({"not_yet": "elsewhere"}) == (
        "This notebook lacks not_yet until you restart the kernel and run this cell again."
    )


def test_the_first_cell_names_the_wheel_that_it_misses(run):
    assert run({"helpers": "kmeans_course-1-py3-none-any.whl"}) == (
        "This notebook lacks helpers: save kmeans_course-1-py3-none-any.whl from the course's first"
        " page beside it, and run this cell again."
    )


@pytest.mark.parametrize("own", ["helpers.py", "helpers/mine.py", "helpers/__init__.py"])
def test_the_first_cell_names_own_helpers_as_the_cause(run, tmp_path, own):
    (tmp_path / own).parent.mkdir(exist_ok=True)
    (tmp_path / own).touch()
    place = tmp_path / own.partition("/")[0]
    assert run({"helpers": "any.whl"}) == (
        f"{place} has the name of the course's own module, helpers: rename it, restart the kernel,"
        " and run this cell again."
    )


def test_jupyter_shows_one_sentence_and_no_traceback(tmp_path):
    (tmp_path / "helpers.py").touch()
    notebook = as_notebook([new_code_cell(cell({"helpers": "any.whl"}))])
    resources = {"metadata": {"path": tmp_path}}
    NotebookClient(notebook, allow_errors=True, resources=resources).execute(env=NOBODYS)
    (output,) = notebook.cells[0].outputs
    (sentence,) = output.traceback
    assert sentence.startswith(f"{tmp_path / 'helpers.py'} has the name of the course's own module")


def test_the_first_cell_tells_that_its_kernel_has_no_pip(run, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    assert run({"wanted": "wanted>=3"}, python=tmp_path / "bare" / "bin" / "python") == (
        "This notebook lacks wanted, and its kernel has no pip: install 'wanted>=3' with the"
        " program that made its environment, restart the kernel, and run this cell again."
    )


def test_the_first_cell_tells_that_there_is_no_connection(run):
    nowhere = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9", "PIP_RETRIES": "0"}
    assert run({"nowhere": "nowhere"}, **nowhere) == (
        "This notebook lacks nowhere, and there is no connection to get it over: connect, and run"
        " this cell again."
    )


def test_the_first_cell_tells_that_the_environment_is_read_only(run, environment, tmp_path):
    if not shutil.which("unshare") or subprocess.run([*READ_ONLY, tmp_path, "true"]).returncode:
        skip_or_fail("this system lets nobody make a folder read-only for one process")
    make_wheel(tmp_path, "late", "1.0")
    assert run({"late": "late"}, *READ_ONLY, environment) == (
        "This notebook lacks late, and its kernel may not install it: choose another kernel, and"
        " run this cell again."
    )


def test_the_first_cell_hands_on_what_else_pip_says(run, tmp_path):
    make_wheel(tmp_path, "picky", "1.0", "pip<1")
    said = run({"picky": "picky"})
    assert said.startswith("This notebook lacks picky, and pip says: ERROR: Cannot install picky")


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_first_cell_knows_all_that_its_chapter_imports(chapter):
    need_the_site()
    notebook = nbformat.read(DOWNLOADS / f"{chapter.stem}-blank.ipynb", as_version=4)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert first.metadata.jupyter.source_hidden
    needs = ast.literal_eval(re.search(r"^get_ready\((\{.*\})\)$", first.source, re.M | re.S)[1])
    wheel = needs["helpers"].rpartition("/")[2]  # a published course names it by its address
    assert wheel in {path.name for path in DOWNLOADS.glob("*.whl")}
    code = "\n".join(cell.source for cell in code_cells(chapter))
    assert set(imported(code)) - set(sys.stdlib_module_names) <= needs.keys()
    assert {"matplotlib", "numpy", "pandas", "scipy", "tqdm"} <= needs.keys()
    assert ("distributed" in needs) == ("dask" in code)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_jupytext_writes_a_source_as_it_is(chapter):
    """Who opens and saves one in JupyterLab changes nothing; CONTRIBUTING.md has the command."""
    source = chapter.read_text(encoding="utf-8")
    notebook = jupytext.reads(source, "md:myst")
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook.metadata.kernelspec = kernel  # as JupyterLab does when it has started one
    assert jupytext.writes(notebook, "md:myst") == source


def commands(text):
    """Return the blocks of commands of a page."""
    return re.findall(r"^```bash\n(.*?)^```$", text, re.M | re.S)


def page(name):
    """Return the text of a page."""
    return (ROOT / "pages" / f"{name}.md").read_text(encoding="utf-8")


def test_the_first_page_and_the_archive_tell_the_same_way():
    assert commands(page("welcome")) == commands(HOW_TO)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Unzip the course and make the environment, as the archive's README says."""
    need_the_site()
    folder = tmp_path_factory.mktemp("downloads")
    zipfile.ZipFile(DOWNLOADS / f"{COURSE}.zip").extractall(folder)
    follow(folder / COURSE, commands((folder / COURSE / "README.md").read_text())[0])
    return folder / COURSE


def follow(folder, block, start=subprocess.run, **settings):
    """Do in a folder what a block of commands says, if need be in the environment made there."""
    activate = "" if "venv" in block else "source .venv/bin/activate\n"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    checked = {"check": True} if start is subprocess.run else {"start_new_session": True}
    return start(
        ["bash", "-e", "-c", activate + block],
        cwd=folder,
        env={**environment, "PATH": path, **settings},
        **checked,
    )


@pytest.mark.slow
def test_jupyterlab_shows_the_notebooks_of_the_folder_as_it_is(home, tmp_path):
    """Its settings are that nobody has to look, and that the user may be root."""
    server = {"allow_root": True, "open_browser": False, "port": 8917}
    settings = {"ServerApp": server, "IdentityProvider": {"token": "any"}}
    (tmp_path / "jupyter_server_config.json").write_text(json.dumps(settings))
    last = commands((home / "README.md").read_text())[-1]
    lab = follow(home, last, subprocess.Popen, JUPYTER_CONFIG_DIR=str(tmp_path))
    try:
        names = {
            file["name"] for file in asked("http://127.0.0.1:8917/api/contents?token=any", lab)
        }
    finally:
        os.killpg(lab.pid, signal.SIGTERM)
        lab.wait(60)
    assert names >= {f"{chapter.stem}.ipynb" for chapter in CHAPTERS}


def asked(address, server):
    """Return what a server lists, as soon as it does."""
    while server.poll() is None:
        try:
            with urlopen(address) as answer:
                return json.load(answer)["content"]
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the server has ended")


@pytest.mark.slow
@pytest.mark.parametrize("stem", ["12-k-means-step-by-step", "34-large-data"])
def test_a_notebook_of_the_course_runs_after_the_commands(home, stem):
    follow(home, f"python -m nbconvert --to notebook --execute --inplace {stem}.ipynb")


@pytest.mark.slow
def test_everything_that_the_notebooks_import_is_there_after_the_commands(home):
    code = "\n".join(cell.source for chapter in CHAPTERS for cell in code_cells(chapter))
    follow(home, f"python -c 'import {', '.join(sorted(set(imported(code))))}'")


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_other_commands_of_a_page_work_there_too(home, name):
    """But for those of conda, of whose file the part for pip is tried below."""
    for block in commands(page(name)):
        lines = [line for line in block.splitlines() if re.match("(python|uv) ", line)]
        follow(home, "\n".join(lines))


@pytest.mark.slow
def test_what_conda_leaves_to_pip_is_found(home, tmp_path):
    parts = yaml.safe_load((home / "environment.yml").read_text())["dependencies"]
    (pip,) = [part["pip"] for part in parts if isinstance(part, dict)]
    (tmp_path / "pip.txt").write_text("\n".join(pip).replace("#", " #"))
    follow(home, f"python -m pip install --dry-run -r {tmp_path / 'pip.txt'}")


@pytest.mark.slow
def test_a_notebook_alone_runs_on_a_host_whose_packages_stay(tmp_path):
    """A host with pandas 2.2.2, as some have; the wheel lies beside the notebook."""
    need_the_site()
    subprocess.run([sys.executable, "-m", "venv", tmp_path / ".venv"], check=True)
    host = "nbconvert ipykernel pandas==2.2.2 numpy==2.0.2 scikit-learn==1.6.1 matplotlib==3.10.0"
    follow(tmp_path, f"python -m pip install --quiet {host}")
    (wheel,) = DOWNLOADS.glob("*.whl")
    for path in (wheel, DOWNLOADS / "22-comparing-with-labels.ipynb"):
        shutil.copy(path, tmp_path)
    before = installed(tmp_path / ".venv" / "bin" / "python")
    follow(tmp_path, "python -m nbconvert --to notebook --execute --inplace 22-*.ipynb")
    assert before < installed(tmp_path / ".venv" / "bin" / "python")
