"""Turn a chapter of the built site into a talk, one file that needs nothing: `make slides`."""

import mimetypes
import re
import sys
from base64 import b64encode
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from contents import called

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
ALIVE = "own-"
"""The script that a talk keeps: players, boards and questions.  The theme's only finds pages."""
ASIDE = {"take-home", "dropdown", "on-paper", "tag_check", "toctree-wrapper"}
"""The classes of what a talk leaves out: downloads, sources, solutions and their checks."""
HEADING = re.compile("h[1-6]$")
SENTENCE_END = re.compile(r"(?<=[.?!])\s")


def talk(page):
    """Return the page of a talk: one idea a slide, and the prose of the chapter as its notes."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    article = soup.find("article")
    for mark in article.select(".headerlink, .files"):
        mark.decompose()
    first = article.find("div", class_="cell")  # it only imports
    if first:
        first.decompose()
    sections = [title.parent for title in article.select("section > :is(h1, h2, h3, h4)")]
    slides = [slide for section in sections for slide in slides_of(section)]
    slides = "\n".join(str(with_files(one, page)) for one in slides)
    return whole(soup.title.text, styles(soup, page), slides, scripts(soup, page))


def slides_of(section):
    """Yield the slides of a section: each thing that is shown, with the prose around it."""
    title = section.find(HEADING, recursive=False)
    parts = [part for part in section.children if isinstance(part, Tag) and is_told(part)]
    before, found = [], []
    for number, part in enumerate(parts):
        if part.name != "p":
            found.append((part, before, []))
            before = []
        elif found and not before and is_remark(parts, number):
            found[-1][2].append(part)
        else:
            before.append(part)
    if before and found:
        found[-1][2].extend(before)
    elif before:
        found.append((None, before, []))
    for shown in found:
        yield slide(title, *shown)


def is_told(part):
    """Tell whether a part of a section belongs to a talk, and is no slide of its own."""
    is_heading = HEADING.match(part.name) or part.name in ("section", "span")
    return not is_heading and not ASIDE.intersection(part.get("class", []))


def is_remark(parts, number):
    """Tell whether a paragraph says what came out of the cell above it."""
    after = [*parts[number + 1 : number + 2], None][0]
    return is_cell(parts[number - 1]) and not (after and is_cell(after))


def is_cell(part):
    """Tell whether a part is a code cell."""
    return "cell" in part.get("class", [])


def slide(title, thing, before, after):
    """Return a slide: its title, a sentence, what is shown, and the prose as notes."""
    made = Tag(name="section", attrs={"class": "slide"})
    heading = Tag(name="h2")
    heading.append(title.get_text())
    made.append(heading)
    if before and not (thing and thing.find(["figure", "step-player"])):
        made.append(sentence(before[0]) if thing else copied(before[0]))
    if thing:
        body = Tag(name="div", attrs={"class": "shown"})
        body.append(unfolded(thing))
        made.append(body)
    notes = Tag(name="aside", attrs={"class": "notes", "aria-label": "Notes"})
    notes.extend(map(copied, before + after))
    made.append(notes)
    return made


def sentence(paragraph):
    """Return the first sentence of a paragraph, as a paragraph."""
    first = Tag(name="p", attrs={"class": "idea"})
    for child in copied(paragraph).contents[:]:
        begin, *rest = SENTENCE_END.split(str(child), 1) if not isinstance(child, Tag) else [child]
        first.append(begin)
        if rest:
            break
    return first


def copied(part):
    """Return a copy of a part, since notes and slide may both show it."""
    return BeautifulSoup(str(part), "html.parser").contents[0]


def unfolded(thing):
    """Return what is shown, with players as large as the slide, and open where it is folded."""
    for player in thing.find_all("step-player"):
        player["large"] = ""
    for fold in thing.select("details.hide"):
        fold["open"] = ""
    return thing


def styles(soup, page):
    """Return the styles of a page in full, but for fonts that have files of their own."""
    sheets = [local(link["href"], page) for link in soup.select('link[rel~="stylesheet"]')]
    sheets.append(Path(__file__).with_name("slides.css"))
    texts = (re.sub(r"@font-face *{[^}]*}", "", sheet.read_text("utf-8")) for sheet in sheets)
    return "\n".join(f"<style>{text}</style>" for text in texts)


def scripts(soup, page):
    """Return the scripts of what is alive on a page in full, and the one that turns slides."""
    paths = [local(script["src"], page) for script in soup.select("script[src]")]
    paths = [path for path in paths if path.name.startswith(ALIVE)]
    paths.append(Path(__file__).with_name("slides.js"))
    return "\n".join(f"<script>{path.read_text('utf-8')}</script>" for path in paths)


def local(address, page):
    """Return the file that a page means by an address."""
    return page.parent / unquote(urlsplit(address).path)


def with_files(slide, page):
    """Return a slide that holds its pictures, and whose links lead nowhere but out."""
    for image in slide.find_all("img", src=re.compile("^(?!data:)")):
        path = local(image["src"], page)
        data = b64encode(path.read_bytes()).decode()
        image["src"] = f"data:{mimetypes.guess_type(path)[0]};base64,{data}"
        image.attrs.pop("loading", None)
    for link in slide.find_all("a", href=re.compile("^(?!https?:)")):
        link.unwrap()
    return slide


def whole(title, head, slides, scripts):
    """Return the whole page around some slides."""
    return f"""<!DOCTYPE html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{escape(title.strip())}</title>
{head}
</head>
<body>
<main class="bd-content">
{slides}
</main>
<nav aria-label="Slides"></nav>
{scripts}
</body>
</html>
"""


def main(number):
    """Write the talk of the chapter with this number in the name of its file."""
    for page in called(number, sorted((SITE / "notebooks").glob("*.html"))):
        place = ROOT / "_build" / "slides" / page.name
        place.parent.mkdir(exist_ok=True)
        place.write_text(talk(page), encoding="utf-8")
        print(place.relative_to(ROOT))


if __name__ == "__main__":
    main(*sys.argv[1:])
