"""What may go wrong around the course goes wrong without harm, and is told in plain words."""

import contextlib
import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import nbformat
import pytest
from books import book_in, make_book, read, write_chapters
from built import SITE, skip_or_fail
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell
from PIL import Image

from helpers import grid_means, lloyd, random_means, sample_blobs
from notebooks import CHAPTERS, bare, code_cells, expected_cells, run

ROOT = Path(__file__).parents[1]
DOWNLOADS = SITE / "_downloads"
# Becomes root of a world of its own, in which it can mount things.
APART = ["unshare", "--map-root-user", "--mount", "sh", "-ec"]
READ_ONLY = [*APART, 'mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"; cd "$0"; exec "$@"']
FULL = [*APART, 'mount -t tmpfs -o size=16k tmpfs "$0"; cd "$0"; "$@" && code=0 || code=$?; '
        "ls -A; exit $code"]  # fmt: skip
# Without a network a computer does not even reach itself, until it is told to.
LO_UP = (
    "import fcntl, os, socket, struct, sys\n"
    "with socket.socket() as one: fcntl.ioctl(one, 0x8914, struct.pack('16sH14x', b'lo', 1))\n"
    "os.execvp(sys.argv[1], sys.argv[1:])"
)
CUT_OFF = ["unshare", "--map-root-user", "--net", sys.executable, "-c", LO_UP]
# Letters beyond ASCII have no place in this locale, and tomorrow has begun in this time zone.
ELSEWHERE = {
    "LC_ALL": "C",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "TZ": "Pacific/Kiritimati",
}
ANIMATE = ["-m", "helpers", "animate", "--seed", "310", "--force", "--make", "gif"]


@pytest.fixture(scope="module")
def apart():
    """Make sure that a process may mount things and leave the network."""
    for world in ("--mount", "--net"):
        command = ["unshare", "--map-root-user", world, "true"]
        if not shutil.which("unshare") or subprocess.run(command).returncode:
            skip_or_fail(f"this system does not grant unshare {world}")


def python(*words, before=(), cwd=None, **settings):
    """Run Python with these words, and return what it said."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [*before, sys.executable, *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **settings},
        capture_output=True,
        encoding="utf-8",
    )


def a_trace():
    points, _ = sample_blobs(200, grid_means(4), rng=310)
    return lloyd(points, random_means(points, 4, rng=310))


def small_book(folder, *codes):
    """Put a book into a folder, with a chapter of one cell for each of these."""
    book_in(folder)
    write_chapters(folder, *codes)


# A full disk


def test_a_full_disk_is_told_in_one_line_and_nothing_is_left_behind(apart, tmp_path):
    done = python(*ANIMATE, before=[*FULL, tmp_path], cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""  # what `ls` finds afterwards
    (line,) = done.stderr.splitlines()
    assert line.startswith("kmeans-course: ") and os.strerror(errno.ENOSPC) in line


def test_an_animation_that_no_longer_fits_spares_the_one_that_is_there(apart, tmp_path):
    code = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from helpers import save_gif
from test_bad_days import a_trace
there = save_gif(a_trace()[:2], "k-means.gif", size=(160, 160)).read_bytes()
try:
    save_gif(a_trace(), "k-means.gif")
except OSError as error:
    print(error.strerror)
assert Path("k-means.gif").read_bytes() == there
"""
    done = python("-c", code, ROOT / "tests", before=[*FULL, tmp_path], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [os.strerror(errno.ENOSPC), "k-means.gif"]


# A folder in which nothing can be written


def test_the_helpers_work_from_a_folder_that_is_read_only(apart, tmp_path):
    course, out = tmp_path / "course", tmp_path / "out"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "helpers", course / "helpers", ignore=ignore)
    done = python(*ANIMATE, "--out", out, before=[*READ_ONLY, course], PYTHONPATH=str(course))
    assert (done.returncode, done.stderr) == (0, "")
    assert list(files(out)) == ["k-means.gif"]

    done = python(*ANIMATE, "--out", "here", before=[*READ_ONLY, course], PYTHONPATH=str(course))
    assert done.returncode == 2
    assert done.stderr == f"kmeans-course: cannot write into here: {os.strerror(errno.EROFS)}\n"


def test_a_build_that_cannot_write_says_so_and_stops(apart, tmp_path):
    small_book(tmp_path, "print('up')")
    before = [*READ_ONLY, tmp_path]
    (tmp_path / ".venv").symlink_to(sys.prefix)
    with make_book(tmp_path, *before) as build:
        said = build.communicate()[0]
    assert build.returncode != 0
    assert os.strerror(errno.EROFS) in said and "Execut" not in said


@pytest.mark.slow
@pytest.mark.parametrize("stem", [chapter.stem for chapter in CHAPTERS])
def test_a_chapter_runs_in_a_folder_that_is_read_only(apart, stem, tmp_path):
    """Only cells that write a file cannot, and those that need what they would have made."""
    if not DOWNLOADS.exists():
        pytest.skip("the site is not built: run `make book`")
    zipfile.ZipFile(DOWNLOADS / f"{stem}.zip").extractall(tmp_path)
    code = (
        "import sys, nbformat; from nbclient import NotebookClient\n"
        "notebook = nbformat.read(sys.argv[1], as_version=4)\n"
        "NotebookClient(notebook, timeout=300, allow_errors=True).execute()\n"
        "nbformat.write(notebook, sys.argv[2])"
    )
    ran = tmp_path / "ran.ipynb"
    folder = tmp_path / stem
    before = [*READ_ONLY, folder]
    python("-c", code, f"{stem}.ipynb", ran, before=before, PYTHONPATH="")
    errors = [
        output
        for cell in nbformat.read(ran, as_version=4).cells
        for output in cell.get("outputs", [])
        if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", [])
    ]
    assert not errors or os.strerror(errno.EROFS) in errors[0].evalue, errors[0].evalue
    assert {error.ename for error in errors} <= {"OSError", "NameError", "FileNotFoundError"}


# Elsewhere, and without a network


def test_another_locale_and_time_zone_give_the_same_files(tmp_path):
    for name, settings in {"here": {}, "elsewhere": ELSEWHERE}.items():
        done = python(*ANIMATE, "--out", tmp_path / name, **settings)
        assert (done.returncode, done.stderr) == (0, "")
    assert files(tmp_path / "here") == files(tmp_path / "elsewhere")


def test_the_book_is_built_without_network_in_a_strange_folder_elsewhere(apart, tmp_path):
    folder = tmp_path / "Übung eins, été"
    folder.mkdir()
    small_book(folder, "from helpers import grid_means; print('é', grid_means(2))")
    with make_book(folder, *CUT_OFF, **ELSEWHERE) as build:
        said = build.communicate()[0]
    assert build.returncode == 0, said
    page = read(folder / "_build" / "html" / "notebooks" / "11-one.html")
    assert "é [[" in page


def files(folder):
    """Map the files of a folder to what they hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# Settings of whoever builds

HOME = {
    ".config/matplotlib/matplotlibrc": "savefig.dpi: 200\naxes.facecolor: black\n",
    ".config/dask/strange.yaml": "stranger: true\n",
    ".docutils": "[general]\nid_prefix: strange-\nraw_enabled: no\n",
    ".ipython/profile_default/startup/00-first.py": "print('a stranger')",
    ".ipython/profile_default/ipython_kernel_config.py": (
        "get_config().InlineBackend.figure_formats = {'jpeg'}"
    ),
    ".jupyter/jupyter_config.py": "print('a stranger')",
    ".local/share/jupyter/kernels/python3/kernel.json": (
        '{"argv": ["false"], "display_name": "Python 3", "language": "python"}'
    ),
    "_build/last": "a stranger",
    "modules/helpers.py": "print('a stranger')",
    "modules/sitecustomize.py": "print('a stranger')",
    "startup.py": "print('a stranger')",
}
IN_HOME = {
    "CDPATH": "",
    "HOME": "",
    "IPYTHONDIR": ".ipython",
    "JUPYTER_CONFIG_DIR": ".jupyter",
    "MATPLOTLIBRC": ".config/matplotlib/matplotlibrc",
    "MPLCONFIGDIR": ".config/matplotlib",
    "PYTHONPATH": "modules",
    "PYTHONSTARTUP": "startup.py",
}
SETTINGS = {
    **ELSEWHERE,
    "COLUMNS": "40",
    "FORCE_COLOR": "1",
    "JUPYTER_PREFER_ENV_PATH": "0",
    "MPLBACKEND": "agg",
    "OMP_DISPLAY_ENV": "verbose",
    "OMP_NUM_THREADS": "4",
    "OPENBLAS_NUM_THREADS": "4",
    "OPENBLAS_VERBOSE": "2",
    "PYTHONHASHSEED": "1",
    "PYTHONOPTIMIZE": "1",
    "PYTHONWARNINGS": "always",
    "SOURCE_DATE_EPOCH": "1000000000",
    "TQDM_DISABLE": "1",
}
STRANGE = [*APART, 'umask 077; mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"; exec "$@"']
SENSITIVE = """
import time, warnings
import dask
from threadpoolctl import threadpool_info
import numpy as np
import pandas as pd
from helpers import grid_means, plot_points

print(dask.config.get("stranger", None))
print(time.tzname, [kind for kind, *_ in warnings.filters], __debug__)
print([pool["num_threads"] for pool in threadpool_info()], np.random.default_rng(1).random())
print(pd.DataFrame([range(1000, 1020)]))
plot_points(grid_means(4));
"""
PLAYED = """
from helpers import grid_means, lloyd, random_means, sample_blobs, step_player
points, _ = sample_blobs(50, grid_means(4), rng=1)
step_player(lloyd(points, random_means(points, 4, rng=1)))
"""


def test_settings_of_the_environment_and_the_home_folder_change_no_page(apart, tmp_path):
    home = tmp_path / "home"
    for path, text in HOME.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text)
    strange = SETTINGS | {name: str(home / path) for name, path in IN_HOME.items()}
    plain, changed = (
        site_of(tmp_path / "one"),
        site_of(tmp_path / "two", *STRANGE, home, **strange),
    )
    assert plain.keys() == changed.keys()
    assert not [name for name in plain if plain[name] != changed[name]]


def site_of(folder, *before, **settings):
    """Build a book of two chapters; map each file of its site to what it holds."""
    folder.mkdir()
    small_book(folder, SENSITIVE, PLAYED)
    with make_book(folder, *before, **settings) as build:
        said = build.communicate()[0]
    assert build.returncode == 0, said
    site = folder / "_build" / "html"
    paths = (path for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): path.read_bytes() for path in paths}


FIGURE = """---
mystnb:
  figure: {name: fig-one, caption: A figure.}
---
import matplotlib.pyplot as plt
"""


def test_figures_that_are_missing_stop_the_build_and_are_not_kept(tmp_path):
    small_book(tmp_path, *[FIGURE + "plt.switch_backend('agg'); plt.plot([1]);"] * 2)
    with make_book(tmp_path) as build:
        said = build.communicate()[0]
    assert build.returncode != 0
    for name in ("11-one", "12-one"):
        assert f"notebooks/{name}.md:14: cell 1 of 1 failed" in said
    assert said.count("No figure: it should show one\nWhat to try: draw one with matplotlib") == 2
    assert not list((tmp_path / "_build" / ".jupyter_cache").rglob("base.ipynb"))


def test_a_figure_that_is_missing_stops_a_build_without_make_too(tmp_path):
    build = book_in(tmp_path)
    write_chapters(tmp_path, FIGURE + "plt.plot([1]);")
    done = build(MPLBACKEND="agg")
    assert done.returncode != 0
    found = "11-one.md:9: this cell should show a figure and shows none; perhaps MPLBACKEND"
    assert found in done.stderr
    assert not list((tmp_path / "_build" / ".jupyter_cache").rglob("base.ipynb"))


# Interrupted, twice at once, without an end


def test_two_may_draw_the_same_at_once(tmp_path):
    command = [sys.executable, *ANIMATE, "--out", str(tmp_path)]
    both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    assert [(one.communicate()[1], one.returncode) for one in both] == [(b"", 0)] * 2
    (gif,) = tmp_path.iterdir()
    with Image.open(gif) as animation:
        animation.seek(animation.n_frames - 1)
        animation.load()


def test_a_cell_that_never_ends_is_stopped_and_its_page_named(tmp_path):
    small_book(tmp_path, "while True:\n    pass")
    text, times = re.subn(r"(?<=timeout: )300", "2", read(tmp_path / "_config.yml"))
    assert times == 1
    (tmp_path / "_config.yml").write_text(text)
    with make_book(tmp_path) as build:
        said = build.communicate()[0]
    assert build.returncode != 0
    assert re.search(r"notebooks/11-one\.md:10: [\s\S]*\nCellTimeoutError: it ran", said), said


NAP = """
import os, time
print("up", file=open(os.environ.get("SIGN", os.devnull), "w"))
time.sleep(float(os.environ.get("NAP", 0)))
print("up")
"""


def test_an_interrupt_ends_a_build_while_a_cell_runs(tmp_path):
    small_book(tmp_path, NAP)
    sign = tmp_path / "sign"
    with make_book(tmp_path, NAP="100", SIGN=str(sign)) as build:
        while not sign.exists():
            assert build.poll() is None
            time.sleep(0.1)
        interrupt(build)
    assert build.returncode != 0


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [3, 6, 9, 12])
def test_a_build_that_was_interrupted_is_finished_by_the_next(seconds, tmp_path):
    small_book(tmp_path, NAP)
    with make_book(tmp_path, NAP="4") as build:
        time.sleep(seconds)
        interrupt(build)
    assert_the_next_build_is_good(tmp_path)


def interrupt(build):
    """Press Ctrl-C, and wait for the end."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(build.pid, signal.SIGINT)
    try:
        build.communicate(timeout=60)
    finally:
        build.kill()


def assert_the_next_build_is_good(folder):
    """Build a book once more, and find what its chapter printed."""
    with make_book(folder) as build:
        said = build.communicate()[0]
    assert build.returncode == 0, said
    assert "up" in read(folder / "_build" / "html" / "notebooks" / "11-one.html")


@pytest.mark.slow
def test_two_builds_in_one_folder_do_not_spoil_the_next(tmp_path):
    """They get in each other's way, and one of them may fail; nothing wrong stays."""
    small_book(tmp_path, "print('up')")
    for build in [make_book(tmp_path) for _ in range(2)]:
        build.communicate()
    assert_the_next_build_is_good(tmp_path)


# Cells out of order


@pytest.mark.slow
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_cell_may_be_run_twice_and_all_of_them_again(chapter):
    """None fails, and from the top, where the generator is made anew, all show what they should."""
    cells = code_cells(chapter)
    order = [cell for cell in cells for _ in range(2)] + cells
    try:
        ran = run([new_code_cell(cell.source, metadata=cell.metadata) for cell in order]).cells
    except CellExecutionError as error:
        pytest.fail(f"{chapter.name}: {error}")
    again = zip(cells, ran[2 * len(cells) :], expected_cells(chapter), strict=True)
    faults = [
        f"{chapter.name}:{cell.metadata.line}"
        for cell, one, other in again
        if shown_by(one.outputs) != shown_by(other.outputs)
    ]
    assert not faults, "run from the top again, these show something else"


def shown_by(outputs):
    """Return what a cell shows; of pictures, that there is one."""
    return [bare(output) for output in outputs]
