"""What a page offers to run in it: how much that is, what cannot run, and where it comes from."""

import gzip
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from built import SITE, need_the_site
from live_pages import (
    COMPILED,
    LOST,
    MAPPED,
    PROCESSES,
    SYSTEM,
    fill,
    hindrances,
    lock,
    needed,
)

from notebooks import CHAPTERS

WORKERS = "from dask.distributed import Client"


@pytest.mark.parametrize(
    "sources, reasons",
    [
        (["import numpy as np", "np.ones(3)"], [None, None]),
        ([WORKERS, "client = Client()", "client.close()", "1"], [None, PROCESSES, LOST, None]),
        (["from kmedoids import fasterpam", "fasterpam(apart, 3)"], [None, COMPILED]),
        (['main(["report", "a.csv"])', "open('a-report.html')"], [COMPILED, LOST]),
        (["import subprocess", "subprocess.run('ls')"], [None, PROCESSES]),
        (["taken = open('/proc/self/statm').read()", "taken"], [SYSTEM, LOST]),
        (["import numpy as np", "there = np.memmap('points')"], [None, MAPPED]),
        ([WORKERS, "work = Client()", "work = 3", "work"], [None, PROCESSES, None, None]),
    ],
)
def test_a_cell_that_cannot_run_in_a_browser_says_why_before_it_is_tried(sources, reasons):
    assert list(hindrances(sources)) == reasons


def test_what_a_cell_imports_is_loaded_with_all_that_it_needs():
    packages = lock()["packages"]
    assert needed(packages, ["numpy"], ["import scipy.stats"]) == ["numpy", "openblas", "scipy"]
    assert needed(packages, ["numpy"], ["import json"]) == ["numpy"]


def test_every_file_of_python_has_its_sum_and_its_size():
    kept = lock()
    files = [*kept["core"].values(), *kept["packages"].values()]
    assert all(re.fullmatch("[0-9a-f]{64}", one["sha256"]) and one["size"] > 0 for one in files)


def test_a_folder_is_filled_from_the_right_files_alone(tmp_path, monkeypatch):
    given, site = tmp_path / "given", tmp_path / "site"
    given.mkdir()
    (given / "a.js").write_text("1")
    sums = {"a.js": {"sha256": sha256(b"1").hexdigest()}}
    monkeypatch.setattr("live_pages.files", lambda: sums)
    fill(site, given)
    assert (site / "a.js").read_text() == "1"
    (given / "a.js").write_text("2")
    with pytest.raises(SystemExit, match=r"lacks these files, or holds others.*a\.js"):
        fill(site, given)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.name[:2])
def test_a_chapter_offers_to_run_and_says_how_much_comes_from_where(path):
    need_the_site()
    page = (SITE / "notebooks" / f"{path.stem}.html").read_text(encoding="utf-8")
    (offer,) = re.findall(r'<p class="live-offer".*?</p>', page)
    (amount,) = map(int, re.findall(r"fetches about (\d+) MB from [\w.]+,", offer))
    kept = json.loads((SITE / "_static/live/pyodide-lock.json").read_text(encoding="utf-8"))
    loaded = re.search('data-packages="(.*?)"', offer)[1].split()
    files = [*kept["core"].values(), *(kept["packages"][name] for name in loaded)]
    assert amount == round(sum(one["size"] for one in files) / 1e6)
    assert int(re.search(r'data-total="(\d+)"', offer)[1]) == len(files)


def test_the_files_that_come_with_the_site_are_those_that_it_lists():
    need_the_site()
    folder = SITE / "_static" / "live"
    packages = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    ours = {name: one for name, one in packages.items() if "own" in one}
    assert set(ours) == {"helpers", "seaborn", "imageio", "tqdm", "palmerpenguins"}
    for one in ours.values():
        assert sha256((folder / one["own"]).read_bytes()).hexdigest() == one["sha256"]


def test_the_scripts_of_a_page_that_runs_weigh_little():
    need_the_site()
    scripts = [*SITE.glob("_static/live-*.js"), *SITE.glob("_static/worker-*.js")]
    page = Path(SITE, "notebooks", "12-k-means-step-by-step.html").read_text(encoding="utf-8")
    used = [path for path in scripts if path.name in page]
    assert len(used) == 2
    assert sum(len(gzip.compress(path.read_bytes(), 6)) for path in used) <= 15_000
