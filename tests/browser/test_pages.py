"""Look at every page as a reader does: on a desk and on a phone, by day and by night."""

import re
from pathlib import Path

import pytest
import yaml

from notebooks import expected_cells

from .test_playground import AXE

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text())
PAGES = [
    Path(page).with_suffix(".html").as_posix()
    for page in (TOC["root"], *(c["file"] for part in TOC["parts"] for c in part["chapters"]))
]
CHAPTERS = [path for path in PAGES if path.startswith("notebooks/")]
PLAYED = [path for path in CHAPTERS if re.search(r"/(12|32|41)-", path)]
# Axe would look for the style sheets that style sheets import, in the wrong folder.  Two of its
# rules have to be asked for.  It takes long to compare the colours of every word, so it sees the
# first of each kind; and to measure every target, so it does on a phone.
VIOLATIONS = """(async () => {
  const asked = { "label-content-name-mismatch": true, "target-size": innerWidth < 640 };
  const ofColours = { "color-contrast": false, "link-in-text-block": false };
  const rules = Object.entries({ ...asked, ...ofColours });
  const always = { preload: false, resultTypes: ["violations"] };
  const look = (where, how) => axe.run(where, { ...always, ...how });
  const { violations } = await look(document, {
    rules: Object.fromEntries(rules.map(([name, enabled]) => [name, { enabled }])),
  });

  const kinds = new Map();
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(inner => inner.nodeType === 3 && inner.data.trim())) continue;
    if (!e.checkVisibility({ visibilityProperty: true })) continue;
    const { color, backgroundColor, fontSize, fontWeight } = getComputedStyle(e);
    const around = [e, e.parentElement, e.parentElement.parentElement];
    const kind = [...around.flatMap(({ tagName, className }) => [tagName, className])];
    kind.push(color, backgroundColor, fontSize, fontWeight);
    if (!kinds.has(kind.join())) kinds.set(kind.join(), e);
  }
  const seen = await look([...kinds.values()], { runOnly: Object.keys(ofColours) });
  return [...violations, ...seen.violations];
})()"""
# Pictures load when they come in sight; here they all do.
LOADED = """Promise.all([...document.images].map(image => {
  image.loading = "eager";
  return image.decode();
}))"""
# Text that runs out of the page to the right, where no box lets it scroll.
CUT_OFF = """width => [...document.querySelectorAll("article :is(h1, h2, h3, p, li, figcaption)")]
  .filter(e => e.checkVisibility() && !e.closest("table, pre, .pst-scrollable-table-container"))
  .filter(e => e.getBoundingClientRect().right > width + 1)
  .map(e => e.textContent.slice(0, 80))"""
# Formulas that begin to the left of their box, so that their end is seen first.
BEGUN_OUTSIDE = """[...document.querySelectorAll("div.math")]
  .filter(box => [...box.querySelectorAll("math *")].some(
    e => e.getBoundingClientRect().left < box.getBoundingClientRect().left - 1))
  .map(box => box.textContent)"""
# How many points high the smallest letters of a figure are, by what draws it.
TYPE = {"": 10, "storyboard(": 12, "contact_sheet(": 12, "plotting_context(": 11}
SHRUNK = """[...document.querySelectorAll("article .cell_output img")]
  .filter(i => !i.closest("step-player") && !i.src.includes(".gif"))
  .map(i => i.clientWidth / i.naturalWidth)"""
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
# Give a number to everything that the focus can go to.  Radio buttons of one name are one stop.
NUMBER = """(() => {
  const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex]")]
    .filter(e => e.tabIndex >= 0 && !e.disabled)
    .filter(e => e.checkVisibility({ visibilityProperty: true }))
    .filter(e => e.type !== "radio" || e === e.form.querySelector("[type=radio]"));
  all.forEach((e, number) => { e.dataset.number = number; });
  return all.length;
})()"""
# Note what gets the focus, and whether it shows it.  A mean on a board has a ring of its own: a
# circle, without a line as long as it has no focus.
NOTE = """globalThis.noted = [];
addEventListener("focusin", ({ target: e }) => {
  const style = getComputedStyle(e), circle = e.querySelector(":scope > .sp-touch");
  const round = circle && getComputedStyle(circle).stroke !== "none";
  const ring = round || style.outlineStyle !== "none" || style.boxShadow !== "none";
  if (e.dataset.number) noted.push([Number(e.dataset.number), ring, e.outerHTML.slice(0, 200)]);
})"""


# Colours do not hang on the width, nor names on the colours: two looks see all that pages share,
# so each page is looked at in one of them, in turn.  `make slow` takes all four.
LOOKS = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]


def looks():
    """Yield each page with each look; those that are not for every run are slow."""
    for turn, path in enumerate([*PAGES, "genindex.html", "search.html"]):
        for number, look in enumerate(LOOKS):
            yield pytest.param(path, *look, marks=[pytest.mark.slow] * (number != turn % 2))


@pytest.mark.parametrize("path, width, scheme", [*looks()])
def test_a_page_is_whole_and_open_to_everyone(open_page, path, width, scheme):
    page = open_page(path, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    page.evaluate(LOADED)
    assert page.locator("math").count() == page.locator(".math").count()
    for lines in page.get_by_label("Lines of Python").all_text_contents():
        compile(lines, path, "exec")
    page.evaluate(AXE)
    faults = [
        f"{violation['id']}: {node['html'][:300]}: {node['failureSummary']}"
        for violation in page.evaluate(VIOLATIONS)
        for node in violation["nodes"]
    ]
    assert not faults, "\n".join(faults)

    # A desk at 200 % and at 400 % is as wide as the last two.
    for wide in (width, 640, 320):
        page.set_viewport_size({"width": wide, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
        assert not page.evaluate(CUT_OFF, wide)
        assert not page.evaluate(BEGUN_OUTSIDE)


# Each time one of each kind: a list of chapters, players, exercises, code and its reference.
KINDS = {PAGES[0], *PLAYED, "pages/exercises.html", "pages/helpers.html"}


@pytest.mark.parametrize(
    "path",
    [page if page in KINDS else pytest.param(page, marks=pytest.mark.slow) for page in PAGES],
)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_page, path):
    page = open_page(path)
    wanted = set(range(page.evaluate(NUMBER)))
    page.evaluate(NOTE)
    for _ in range(len(wanted) + 50):  # the page itself takes the focus, and what scripts add late
        page.keyboard.press("Tab")
    noted = page.evaluate("noted")
    assert [element for _, ring, element in noted if not ring] == []
    assert wanted == {number for number, *_ in noted}


def test_the_reader_chooses_light_or_dark(open_page):
    page = open_page(PAGES[0], scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    by_day = page.evaluate(ground)
    switch = page.locator(".theme-switch-button:visible")
    switch.click()
    by_night = page.evaluate(ground)
    switch.click()
    assert page.evaluate(ground) == by_day != by_night


@pytest.mark.parametrize("path", PAGES)
def test_on_a_phone_nothing_jumps_and_everything_can_be_read(open_page, path):
    """Code and outputs wrap; a table that must scroll fades out where it goes on."""
    page = open_page(path, width=390)
    assert round(page.evaluate(MOVED), 3) == 0
    loaded = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert not [name for name in loaded if "search" in name or "index" in name]
    late = page.locator("article img[src*='_images/']:not(step-player img)")
    assert late.evaluate_all("all => all.filter(i => i.loading !== 'lazy').map(i => i.src)") == []
    if path in CHAPTERS:
        solutions_open(page)
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(SCROLLED) == []
    if path in CHAPTERS:
        page.evaluate(LOADED)
        for source, shrunk in zip(drawings(path), page.evaluate(SHRUNK), strict=True):
            points = max(size for call, size in TYPE.items() if call in source)
            assert points * 100 / 72 * shrunk >= 9, source  # pixels


def solutions_open(page):
    """Open each solution of a chapter."""
    solutions = page.locator(".solution.dropdown").all()
    assert solutions
    for solution in solutions:
        answer = solution.locator(".section, .content, div").last
        assert not answer.is_visible()
        solution.locator("button.toggle-button").click()
        assert answer.is_visible()


def drawings(path):
    """Return the code of each figure of a chapter, those in solutions too."""
    return [
        cell.source
        for cell in expected_cells(ROOT / "notebooks" / f"{Path(path).stem}.md")
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_on_a_wide_screen_nothing_jumps(open_page, path):
    assert round(open_page(path, width=1280).evaluate(MOVED), 3) == 0


@pytest.mark.parametrize(
    "words, found", [("inertia", "Glossary"), ("empty+cluster", "Where to start")]
)
def test_search_finds_words(open_page, words, found):
    page = open_page(f"search.html?q={words}")
    page.locator("#search-results li a").first.wait_for()
    hits = page.locator("#search-results li a").all_inner_texts()
    assert any(found in hit for hit in hits), hits


@pytest.mark.parametrize(
    "path",
    [  # the start, one chapter, and one that reads a file; `make slow` takes them all
        path if re.search(r"/(12|35|welcome)", path) else pytest.param(path, marks=pytest.mark.slow)
        for path in [*CHAPTERS, PAGES[0]]
    ],
)
def test_every_download_is_saved_under_its_name(open_page, path):
    page = open_page(path, width=390)
    if page.locator(".take-home > summary").count():
        page.locator(".take-home > summary").click()
    links = page.locator(":is(.take-home, #take-home) a[download]").all()
    own = page.locator("[href*='_downloads/data/']").count()  # files that the chapter reads
    assert len(links) == (6 + own if path in CHAPTERS else 2)
    for link in links:
        with page.expect_download() as started:
            link.click()
        name = started.value.suggested_filename
        assert name == link.get_attribute("download")
        saved = Path(started.value.path()).read_bytes()
        assert saved == (SITE / path).parent.joinpath(link.get_attribute("href")).read_bytes()
        size = link.evaluate("link => link.nextSibling.textContent")
        assert size in (f" ({len(saved) / 1e3:.0f} kB)", f" ({len(saved) / 1e6:.1f} MB)")
