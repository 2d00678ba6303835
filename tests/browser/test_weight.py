"""Load every page as for the first time: little comes."""

import runpy
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BENCHMARK = runpy.run_path(str(ROOT / "benchmarks" / "site.py"))
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text())
PAGES = [
    Path(page).with_suffix(".html").as_posix()
    for page in (TOC["root"], *(c["file"] for part in TOC["parts"] for c in part["chapters"]))
]


@pytest.mark.parametrize("path", [*PAGES, "genindex.html", "search.html"])
def test_a_page_is_no_heavier_than_it_may_be(chromium, site, path):
    weight = BENCHMARK["weigh"](chromium, site + path)
    limits = BENCHMARK["limits_of"](path)
    assert {name: weight[name] for name in limits if weight[name] > limits[name]} == {}
