"""Load every page as for the first time: little comes, and nothing moves when it is there."""

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
# How far what a reader saw was moved while she scrolled to the end, as browsers measure it.  The
# list of contents unfolds as she goes.
MOVED = """(async () => {
  let moved = 0;
  const unfolds = source => source.node?.parentElement?.closest(".bd-toc");
  const add = list => {
    for (const shift of list.getEntries()) {
      if (!shift.sources.every(unfolds)) moved += shift.value;
    }
  };
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  for (let y = 0; y < document.body.scrollHeight; y += 600) {
    scrollTo({ top: y, behavior: "instant" });
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
  return moved;
})()"""
SIDEWAYS = """[...document.querySelectorAll("article pre")]
  .filter(e => e.scrollWidth > e.clientWidth + 1)
  .map(e => e.textContent.slice(0, 80))"""
SCROLLED = """[...document.querySelectorAll(".text_html, .pst-scrollable-table-container")]
  .filter(e => e.scrollWidth > e.clientWidth + 1)
  .filter(e => getComputedStyle(e).maskImage === "none")
  .map(e => e.textContent.slice(0, 80))"""


@pytest.mark.parametrize("path", [*PAGES, "genindex.html", "search.html"])
def test_a_page_is_no_heavier_than_it_may_be(chromium, site, path):
    weight = BENCHMARK["weigh"](chromium, site + path)
    limits = BENCHMARK["limits_of"](path)
    assert {name: weight[name] for name in limits if weight[name] > limits[name]} == {}


@pytest.mark.parametrize("path", PAGES)
def test_on_a_phone_nothing_jumps_or_is_loaded_early_or_is_off_the_edge(open_page, path):
    """Code and outputs wrap; a table that must scroll fades out where it goes on."""
    page = open_page(path, width=390)
    assert round(page.evaluate(MOVED), 3) == 0
    loaded = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert not [name for name in loaded if "search" in name or "index" in name]
    late = page.locator("article img[src*='_images/']:not(step-player img)")
    assert late.evaluate_all("all => all.filter(i => i.loading !== 'lazy').map(i => i.src)") == []
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(SCROLLED) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_on_a_wide_screen_nothing_jumps(open_page, path):
    assert round(open_page(path, width=1280).evaluate(MOVED), 3) == 0
