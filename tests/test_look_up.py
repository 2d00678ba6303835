"""The pages to look things up are complete, and chapters lead to them."""

import importlib
import inspect
import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from built import SITE, need_the_site
from test_notebooks import FILLER_JUST, FILLERS, find, readable

import helpers
from notebooks import CHAPTERS

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "pages").glob("*.md"))


@cache
def page(name):
    """Return a page of the built site."""
    need_the_site()
    html = (SITE / f"{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser").select_one("article")


def plain(tag):
    return " ".join(tag.get_text().split())


# The helpers


def test_every_public_name_is_documented_once():
    names = [term["id"] for term in page("pages/helpers").select("dl.py > dt")]
    public = [name.removeprefix("helpers.") for name in names if name.count(".") == 1]
    assert sorted(public) == sorted(helpers.__all__), "see MODULE in pages/_ext/reference.py"


def test_the_modules_stand_in_the_order_in_which_they_are_read():
    readme = (ROOT / "README.md").read_text()
    order = re.findall(r"^\| `helpers/(\w+)(?:\.py|/)`", readme, re.M)
    shown = [plain(title).rstrip("#") for title in page("pages/helpers").select("h2")]
    assert shown == [module for module in order if module in shown]
    homes = {inspect.getmodule(getattr(helpers, name)).__name__ for name in public_functions()}
    assert set(shown) == {home.split(".")[1] for home in homes}


def test_docstrings_are_shown_as_they_are_meant():
    text = plain(page("pages/helpers"))
    assert "The label of a point that has not been assigned" in text
    for bad in ("int([x])", "Alias for field", "<function", " .. ["):
        assert bad not in text
    assert not page("pages/helpers").select("dd dl:not(.py, .field-list)"), "a reference is split"


def public_functions():
    return [name for name in helpers.__all__ if inspect.isfunction(getattr(helpers, name))]


def test_each_module_says_why_it_is_there():
    for section in page("pages/helpers").select("section section"):
        module = importlib.import_module(f"helpers.{section['id'].replace('-', '_')}")
        first = inspect.getdoc(module).partition("\n")[0]
        shown = plain(section.select_one("p")).replace("’", "'")
        assert shown.startswith(first[:20])


# The exercises


def test_all_exercises_are_shown_with_solutions_and_the_way_back():
    shown, there = page("pages/exercises"), []
    for chapter in CHAPTERS:
        there += page(f"notebooks/{chapter.stem}").select("div.exercise, div.solution")
    repeated = shown.select("div.exercise, div.solution")
    assert [plain(box) for box in repeated] == [plain(box) for box in there]
    assert [len(box.select("img, pre")) for box in repeated] == [
        len(box.select("img, pre")) for box in there
    ]
    for exercise in shown.select("div.exercise"):
        solution = exercise.find_next_sibling("div", class_="solution")
        assert "dropdown" in solution["class"]
        back = solution.find_next_sibling("p", class_="way-back").a["href"]
        assert back.endswith(f"#{exercise['id']}")


def test_the_exercises_are_headed_by_their_chapters():
    assert [plain(title).rstrip("#") for title in page("pages/exercises").select("h2")] == [
        plain(page(f"notebooks/{chapter.stem}").select_one("h1")).rstrip("#")
        for chapter in CHAPTERS
    ]


# The glossary


def test_every_term_stands_under_its_letter():
    sections = page("pages/glossary").select("section section")
    letters = [plain(link) for link in page("pages/glossary").select(".letters a")]
    assert letters == [plain(section.h2).rstrip("#") for section in sections] == sorted(letters)
    for letter, section in zip(letters, sections, strict=True):
        terms = [plain(term).rstrip("#") for term in section.select("dt")]
        assert terms and all(term[0].upper() == letter for term in terms)


@pytest.mark.parametrize(
    "word, used",
    [("centroid", "mean"), ("outlier", "noise"), ("WCSS", "inertia"), ("GMM", "Gaussian-mixture")],
)
def test_a_word_that_the_course_does_not_use_leads_to_the_one_that_it_uses(word, used):
    entry = page("pages/glossary").find(id=f"term-{word}").find_next_sibling("dd")
    assert entry.select_one(f"a[href='#term-{used}']")


# The other pages


def test_the_bibliography_prints_each_work_once():
    works = [plain(work) for work in page("pages/bibliography").select('[role="listitem"]')]
    kept = re.findall(r"^@\w+\{", (ROOT / "pages" / "references.bib").read_text(), re.M)
    assert len(works) == len(set(works)) == len(kept)
    for work in works:
        assert work.count(work[:30]) == 1, f"printed more than once: {work[:60]}"


def test_the_times_name_every_chapter():
    rows = page("pages/times").select("tbody tr")
    titles = [
        plain(page(f"notebooks/{path.stem}").select_one("h1")).rstrip("#") for path in CHAPTERS
    ]
    assert [plain(row.select_one("td")) for row in rows] == titles
    for row in rows:
        assert 0 < float(plain(row.select("td")[1])) < 300


def test_the_newest_edition_is_the_one_at_hand():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    editions = re.findall(r"^## (.*)$", (ROOT / "pages" / "changes.md").read_text(), re.M)
    assert editions[0] == project["version"]
    numbers = [tuple(map(int, edition.split("."))) for edition in editions]
    assert numbers == sorted(numbers, reverse=True)


def test_every_page_is_in_the_contents():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text())
    files = [contents["root"]]
    files += [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    assert {f"pages/{path.stem}" for path in PAGES} == {f for f in files if f.startswith("pages/")}
    chapters = {f"notebooks/{path.name}" for path in CHAPTERS}
    assert chapters == {f for f in files if f.startswith("notebooks/")}


def test_the_first_page_lists_every_part_with_chapters():
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text())["parts"]
    names = [p["caption"] for p in parts if p["chapters"][0]["file"].startswith("notebooks/")]
    welcome = (ROOT / "pages" / "welcome.md").read_text()
    assert re.findall(r"^```{chapters} (.*)$", welcome, re.M) == names


def test_a_chapter_that_names_the_next_names_the_one_that_follows():
    for chapter, following in pairwise(CHAPTERS):
        last = re.search(r"\bNext:[^{]*{doc}`([\w-]+)`", chapter.read_text("utf-8"))
        assert not last or last[1] == following.stem, f"{chapter.name}: Next is {following.stem}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_keeps_calm(path):
    prose = re.sub(r"^\|.*$", "", readable(path.read_text(encoding="utf-8")), flags=re.M)
    found = [(line, match[0]) for line, match in find(rf"!|(?i:{FILLERS}|{FILLER_JUST})", prose)]
    assert not found, f"{path.name}: {found}"
    sentence = r"(?:[^.?:;\n]|[.?:;](?=\S)|\n(?!\n|- |: ))+"
    long = [match[0] for _, match in find(sentence, prose) if len(match[0].split()) > 40]
    assert not long, f"{path.name}: {long}"
