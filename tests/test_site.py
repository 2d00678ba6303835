"""Read the built site's HTML: pages complete, links good, nothing fetched from elsewhere."""

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
import yaml
from books import CHAPTER, write_chapters
from bs4 import BeautifulSoup
from built import SITE, need_the_site
from chapters import SHARP
from PIL import Image
from weight import lean

import helpers.command.regenerate as command_line
from helpers.boards.player import BOARDS, FOLDER, KIT, PLAYER
from helpers.command.options import PLAN
from helpers.command.runs import run_of
from helpers.drawing.captions import captions
from notebooks import CHAPTERS, NUMBERS, OWN

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def pages():
    """Return the parsed pages by their path."""
    need_the_site()
    return {
        path: BeautifulSoup(path.read_text(), "html.parser")
        for path in SITE.rglob("*.html")
        if "_static" not in path.parts
    }


def target(page, address):
    """Return the file that an address on a page means, or None if it is on another host."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    return (page.parent / unquote(parts.path)).resolve() if parts.path else page


def fetched(soup):
    """Yield the addresses that a browser fetches by itself to show a page."""
    for tag in soup.select("script[src], img[src], iframe[src], video[src], source[src]"):
        yield tag["src"]
    for tag in soup.select("link[href]"):
        if set(tag["rel"]) & {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch"}:
            yield tag["href"]
    for tag in soup.select("style"):
        yield from re.findall(r"url\(['\"]?([^'\")]+)", tag.text)


def test_every_page_says_what_it_is(pages):
    for path, soup in pages.items():
        assert soup.title.text.strip(), path
        assert soup.html["lang"] == "en", path
        assert len(soup.select_one("meta[name=description]")["content"]) > 20, path
        assert soup.select_one("link[rel=icon]")["href"].endswith("favicon.svg"), path


def test_every_page_wears_the_logo(pages):
    for path, soup in pages.items():
        if path.name != "index.html":
            assert "logo.svg" in soup.select_one(".navbar-brand img")["src"], path


def test_nothing_is_fetched_from_another_host(pages):
    for path, soup in pages.items():
        for address in fetched(soup):
            if not address.startswith("data:"):
                file = target(path, address)
                assert file is not None and file.exists(), f"{path} fetches {address}"
    for sheet in SITE.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", sheet.read_text()), sheet


def test_no_page_offers_what_is_not_there(pages):
    for path, soup in pages.items():
        assert "thebe" not in str(soup).lower(), path
        assert not soup.select(".dropdown-launch-buttons, .dropdown-source-buttons"), path


def test_every_picture_is_described(pages):
    for path, soup in pages.items():
        for image in soup.select("main img"):
            described = len(image.get("alt", "").split()) > 3 and "/" not in image["alt"].split()[0]
            assert described, f"{path}: {image['src'][:80]}"


def test_every_link_within_the_site_leads_somewhere(pages):
    names = {
        path: {tag.get("id") or tag.get("name") for tag in soup.select("[id], a[name]")}
        for path, soup in pages.items()
    }
    for path, soup in pages.items():
        for link in soup.select("a[href]"):
            address, fragment = urldefrag(link["href"])
            file = target(path, address)
            if file is not None:
                assert file.exists(), f"{path}: {link['href']}"
                assert not fragment or unquote(fragment) in names[file], f"{path}: {link['href']}"


def test_previous_and_next_follow_the_reading_order(pages):
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    files = [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]
    order = [SITE / Path(file).with_suffix(".html") for file in files]
    for before, after in pairwise(order):
        (forth,) = pages[before].select("a.right-next")
        (back,) = pages[after].select("a.left-prev")
        assert (target(before, forth["href"]), target(after, back["href"])) == (after, before)


def test_no_name_is_given_twice_on_a_page(pages):
    for path, soup in pages.items():
        names = [tag["id"] for tag in soup.select("[id]")]
        assert len(names) == len(set(names)), path


def test_script_and_style_of_the_players_come_once_and_where_they_are_needed(pages):
    assert any(soup.select("step-player") for soup in pages.values())
    for path, soup in pages.items():
        files = [target(path, tag["src"]) for tag in soup.select("script[src]")]
        files += [target(path, tag["href"]) for tag in soup.select("link[rel=stylesheet]")]
        loaded = "".join(file.read_text(encoding="utf-8") for file in files)
        kinds = {player.get("data-kind") for player in soup.select("step-player")}
        needs = {name for kind in kinds for name in BOARDS.get(kind, PLAYER)}
        for name in KIT:
            found = loaded.count(lean(FOLDER / name))
            assert found == (name in needs), f"{path}: {name}"
        inline = soup.select("main script, main style")
        assert not [tag for tag in inline if "step-player" in tag.text], path


def test_every_player_offers_its_run_as_files(pages):
    for path, soup in pages.items():
        for player in soup.select("step-player:not([data-kind])"):
            links = player.select(".files a[download]")
            assert [link.text for link in links] == ["GIF", "storyboard", "data"], path
            gif, _, data = (target(path, link["href"]) for link in links)
            steps = json.loads(data.read_text())["steps"]
            sentences = [item.text for item in player.select("li")]
            assert [step["caption"] for step in steps] == sentences, path
            with Image.open(gif) as animation:
                assert animation.n_frames == len(steps), path


def test_every_run_that_a_page_plays_is_in_the_plan_of_the_animations(pages):
    planned = [captions(run_of(options)[0]) for options in command_line.planned(PLAN)]
    for path, soup in pages.items():
        for player in soup.select("step-player:not([data-kind])"):
            assert [item.text for item in player.select("li")] in planned, f"{path}: {player['id']}"


def test_no_animation_starts_by_itself(pages):
    """Who reads the page asks for it: a GIF has no button to stop it."""
    for path, soup in pages.items():
        for gif in soup.select("main img[src$='.gif']"):
            folded = gif.find_parent("details")
            assert folded and not folded.has_attr("open"), path


def test_no_page_loads_icons_or_formulas_by_a_script(pages):
    for path, soup in pages.items():
        names = [Path(urlsplit(tag["src"]).path).name for tag in soup.select("script[src]")]
        assert not [name for name in names if re.search("(?i)awesome|mathjax|katex", name)], path
    assert not [path for path in SITE.rglob("*") if re.search("(?i)awesome|mathjax", path.name)]
    assert any(soup.select("math mfrac") for soup in pages.values())


def test_the_sheet_has_no_rule_for_what_no_page_has(pages):
    sheet = (SITE / "_static" / "site.css").read_text()
    assert ".admonition" in sheet and 'data-theme="dark"] .highlight' in sheet
    for name in (".sd-tab-set", ".fa-github", ".ablog"):
        assert name not in sheet


def test_every_place_that_the_search_knows_is_there(pages):
    index = (SITE / "search-index.js").read_text(encoding="utf-8")
    places = json.loads(re.search(r"^const PLACES = (.*);$", index, re.M)[1])
    assert {place["kind"] for place in places} == {
        "section",
        "term",
        "name",
        "exercise",
        "solution",
    }
    assert {place["address"].partition("/")[0] for place in places} == {"notebooks", "pages"}
    names = {path: {tag["id"] for tag in soup.select("[id]")} for path, soup in pages.items()}
    for place in places:
        address, name = urldefrag(place["address"])
        assert place["title"] and place["text"]
        assert name in names[SITE / address], place["address"]


def test_chapters_wear_their_numbers_wherever_they_are_named(pages):
    welcome = pages[SITE / "pages" / "welcome.html"]
    numbers = {path.stem: number for path, number in NUMBERS.items()}
    for path, soup in pages.items():
        if path.parent.name == "notebooks":
            start = f"{numbers[path.stem]} · "
            links = welcome.select(f":is(nav, .chapters) a[href$='{path.name}']")
            titles = [title.text.strip() for title in (soup.h1, soup.title, *links)]
            assert len(titles) >= 4 and all(title.startswith(start) for title in titles), titles


def test_previous_and_next_are_named(pages):
    chapters = [pages[SITE / "notebooks" / f"{path.stem}.html"] for path in CHAPTERS]
    for before, page, after in zip(chapters, chapters[1:], chapters[2:], strict=False):
        for link, other in [("a.left-prev", before), ("a.right-next", after)]:
            assert other.h1.contents[0] in page.select_one(link).text


def test_the_first_screen_says_where_to_begin(pages):
    screen = pages[SITE / "pages" / "welcome.html"].select_one(".first-screen")
    assert "11-what-is-clustering" in screen.select_one("a.start")["href"]
    assert len(screen.select(".routes li a")) >= 3
    assert screen.select_one("#first-run > step-player")


def test_pictures_in_the_list_of_chapters_come_late_and_move_nothing(pages):
    images = pages[SITE / "pages" / "welcome.html"].select(".chapters li img")
    assert len(images) >= len(OWN)  # a chapter without a figure has none
    for image in images:
        assert image["loading"] == "lazy"
        if image["src"].startswith("data:"):  # one so small that it needs no file
            assert len(image["src"]) < 8e3
            continue
        with Image.open(SITE / "pages" / image["src"]) as picture:
            assert int(picture.size[0] / SHARP) == int(image["width"])
            assert int(picture.size[1] / SHARP) == int(image["height"])
        assert (SITE / "pages" / image["src"]).stat().st_size < 30e3


def test_a_fault_in_a_page_stops_the_build(small_book):
    """A cell that warns, one that fails and a reference to nothing are each named."""
    folder, build = small_book
    for name, code in [("warns", "import warnings; warnings.warn('old')"), ("fails", "1 / 0")]:
        (folder / f"{name}.md").write_text(CHAPTER.format(code=code))
    (folder / "lost.md").write_text("# Lost\n\nSee {numref}`fig-nowhere`.\n")
    (folder / "_toc.yml").write_text(
        "{format: jb-book, root: lost, chapters: [file: warns.md, file: fails.md]}"
    )
    result = build()
    assert result.returncode != 0
    for name, complaint in [
        ("warns", "stderr"),
        ("fails", "CellExecutionError"),
        ("lost", "fig-nowhere"),
    ]:
        assert re.search(f"{name}.md.*(WARNING|ERROR).*{complaint}", result.stderr), result.stderr


@pytest.mark.slow
def test_numbers_and_next_lines_follow_the_contents(small_book):
    """One chapter is left out, and two are swapped: the file 13-one.md is now chapter 11."""
    folder, build = small_book
    write_chapters(folder, "1", "2", "3")
    for name, end in {
        "11-one": "Read {doc}`12-one` again.  Next: {doc}`12-one` goes on.",
        "12-one": "Next: {doc}`13-one`.",
        "13-one": "Next: what ends here, {doc}`11-one` begins.",
    }.items():
        path = folder / "notebooks" / f"{name}.md"
        path.write_text(f"{path.read_text()}\n{end}\n")
    files = "[file: notebooks/13-one.md, file: notebooks/11-one.md]"
    (folder / "_toc.yml").write_text(f"{{format: jb-book, root: start, chapters: {files}}}")
    result = build()
    assert result.returncode == 0, result.stderr
    ends = {
        "13-one": "Next: what ends here, 12 · A chapter begins.",
        "11-one": "Read A chapter again.",
    }
    for number, (name, end) in enumerate(ends.items(), start=11):
        page = folder / "_build" / "html" / "notebooks" / f"{name}.html"
        soup = BeautifulSoup(page.read_text(), "html.parser")
        assert soup.h1.text.startswith(f"{number} · A chapter")
        assert soup.select("article section > p")[-1].text.strip() == end


def test_one_entry_tells_where_the_course_is_published(small_book):
    """Places to run a chapter, a map for search engines, and previews when a link is shared."""
    folder, build = small_book
    config = (folder / "_config.yml").read_text()
    address = r'\1"https://github.com/Somebody/a-course"'
    named, times = re.subn(r"^(repository:\n  url: ).*$", address, config, flags=re.M)
    assert times == 1
    (folder / "_config.yml").write_text(named)
    write_chapters(folder, "1 + 1")
    result = build()
    assert result.returncode == 0, result.stderr

    site, base = folder / "_build" / "html", "https://somebody.github.io/a-course/"
    soup = BeautifulSoup((site / "notebooks" / "11-one.html").read_text(), "html.parser")
    links = [link["href"] for link in soup.select(".take-home a")]
    end = "Somebody/a-course"
    assert links[-2:] == [
        f"https://mybinder.org/v2/gh/{end}/course?urlpath=lab/tree/11-one.ipynb",
        f"https://colab.research.google.com/github/{end}/blob/course/11-one.ipynb",
    ]
    (wheel,) = (site / "_downloads").glob("*.whl")
    notebook = (site / "_downloads" / "11-one-blank.ipynb").read_text()
    assert f"{base}_downloads/{wheel.name}" in notebook
    assert f"<loc>{base}notebooks/11-one.html</loc>" in (site / "sitemap.xml").read_text()
    picture = soup.select_one("meta[property='og:image']")["content"]
    assert picture.startswith(base)
    with Image.open(site / picture.removeprefix(base)) as preview:
        assert preview.size == (1200, 630)
    assert soup.select_one("link[rel=canonical]")["href"] == f"{base}notebooks/11-one.html"


@pytest.mark.parametrize("kind", BOARDS)
def test_the_scripts_of_a_board_are_light_together(kind):
    scripts = [lean(FOLDER / name) for name in BOARDS[kind] if name.endswith(".js")]
    assert len(gzip.compress("".join(scripts).encode())) <= 40_000  # as a page loads them


def test_a_lean_script_keeps_the_lines_of_its_texts(tmp_path):
    text = "`for i in all:\n\n    print(i)  // ${one ? `\\`` : 2}`"
    script = tmp_path / "board.js"
    script.write_text(f"// What it says.\n  const lines =\n    {text};\n")
    assert lean(script) == f"const lines =\n{text};\n"
