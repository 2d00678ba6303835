"""Number the chapters and their figures, and make what the first page shows of them."""

import re
from base64 import b64decode, b64encode
from copy import deepcopy
from io import BytesIO
from pathlib import Path

import yaml
from contents import parts_of
from course_site import cached_notebook, has_run, kept_traces, load
from docutils import nodes
from PIL import Image
from sphinx.addnodes import pending_xref
from sphinx.errors import ExtensionError
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective

from helpers import playground
from helpers.boards.markup import Markup, element
from helpers.boards.numbers import from_data

SIZE = (160, 120)
"""How large a picture of the list is, in pixels of the page."""
SHARP = 1.5
"""How many pixels of the picture go into one of the page."""
PLAYED = "notebooks/12-k-means-step-by-step"
"""The chapter whose first run the first page begins."""
PLACE = '<div id="first-run">'
"""Where a page has room for it."""


def read_contents(app, config):
    """Let Sphinx know the chapters of each part; when they change, it reads all pages again."""
    config.chapter_parts = parts_of(Path(app.srcdir))


def number_of(app, docname):
    """Return a chapter's number, that of its part and then its place; None for another page."""
    for number, chapters in enumerate(app.config.chapter_parts.values(), start=1):
        if docname in chapters:
            return f"{number}{chapters.index(docname) + 1}"
    return None


def number_title(app, doctree):
    """Put a chapter's number before its title, from where sidebar, tabs and links take it."""
    if number := number_of(app, app.env.docname):
        doctree.next_node(nodes.title).insert(0, nodes.Text(f"{number} · "))


def lead_on(app, doctree):
    """Let the *Next* of a chapter name the one that comes next in the contents, if there is one."""
    order = [name for chapters in app.config.chapter_parts.values() for name in chapters]
    if (docname := app.env.docname) not in order:
        return
    following = order[order.index(docname) + 1 :][:1]
    for link in list(doctree.findall(leads_on)):
        if docname_join(docname, link["reftarget"]) not in following:
            paragraph, said = link.parent, link.parent[link.parent.index(link) - 1].astext()
            del paragraph[paragraph.index(link) - 1 :]
            paragraph += nodes.Text(said[: said.index("Next:")])
            for name in following:
                link["reftarget"] = f"/{name}"
                paragraph += [nodes.Text("Next: "), link, nodes.Text(".")]


def leads_on(node):
    """Tell whether a node is the link to the chapter behind the word *Next*."""
    return (
        isinstance(node, pending_xref)
        and node["reftype"] == "doc"
        and node.parent.index(node) > 0
        and "Next:" in node.parent[node.parent.index(node) - 1].astext()
    )


def name_left_out(app, env, link, text):
    """Name a chapter that lies in the folder, and that the contents leave out, without a link."""
    path = Path(app.srcdir, docname_join(link["refdoc"], link["reftarget"])).with_suffix(".md")
    if link["reftype"] != "doc" or path.parent.name != "notebooks" or not path.exists():
        return None
    if link["refexplicit"]:
        return text
    title = re.search(r"^# (.+)", path.read_text(encoding="utf-8"), re.M)[1]
    return nodes.emphasis("", title)


def number_by_chapter(app, env):
    """Give the figures and exercises of chapter 12 the numbers 12.1, 12.2, ...

    Sphinx would count them through the whole book, so that a new chapter
    would renumber every figure after it.
    """
    env.counted = deepcopy(env.toc_fignumbers)
    for docname, numbers_by_type in env.toc_fignumbers.items():
        chapter = number_of(app, docname)
        for numbers in numbers_by_type.values():
            for count, name in enumerate(numbers, start=1):
                numbers[name] = (int(chapter), count) if chapter else (count,)
    return []  # no page has to be read again for it


def count_again(app, env):
    """Give Sphinx back what it counted last, or it would write every page of a preview again."""
    if app.tags.has("preview"):
        env.toc_fignumbers = getattr(env, "counted", env.toc_fignumbers)
    return []


class Chapters(SphinxDirective):
    """List the chapters of a part of _toc.yml."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        """Leave the rest to the time when all chapters have been read."""
        (part,) = self.arguments
        if part not in self.config.chapter_parts:
            raise self.error(f"_toc.yml has no part of this name: {part}")
        return [chapter_list(docnames=self.config.chapter_parts[part])]


class chapter_list(nodes.General, nodes.Element):  # noqa: N801, as all nodes are written
    """The list of chapters."""


def visit_chapter_list(self, node):
    """Write the list, and the pictures in it."""
    items = [chapter_item(self.builder, docname) for docname in node["docnames"]]
    self.body.append(element("ol", *items, class_="chapters"))
    raise nodes.SkipNode


def chapter_item(builder, docname):
    """Return a chapter's entry: a picture, its title, what you do there, and how long it takes."""
    address = builder.get_relative_uri(builder.current_docname, docname)
    path = builder.env.doc2path(docname)
    deed = first_lines(path).get("deed", "")
    picture = kept_picture(builder.app, docname)
    return element(
        "li",
        Markup(picture.read_text(encoding="utf-8")) if picture.exists() else "",
        element("a", builder.env.titles[docname].astext(), href=address),
        element("span", f"{deed}  {minutes_of(path)} min".strip()),
    )


def minutes_of(path):
    """Return how many minutes a chapter says that it takes."""
    said = re.search(r"\*\*It takes\*\* about (\d+) minutes", Path(path).read_text("utf-8"))
    if not said:
        raise ExtensionError(f"{path}: say how long it takes, as **It takes** about 50 minutes")
    return said[1]


def first_lines(path):
    """Return what stands at the head of a chapter."""
    return next(yaml.safe_load_all(Path(path).read_text(encoding="utf-8")))


def kept_picture(app, docname):
    """Return the file that keeps the small picture of a chapter until its source changes."""
    return Path(app.doctreedir, f"{docname}.picture")


def keep_picture(app, doctree):
    """Keep a chapter's small picture: a preview of one page has no time to draw all of them."""
    docname = app.env.docname
    if has_run(app) and docname.startswith("notebooks/"):
        name = first_lines(app.env.doc2path(docname)).get("figure")
        kept_picture(app, docname).parent.mkdir(parents=True, exist_ok=True)
        kept_picture(app, docname).write_text(picture_of(app, docname, name), encoding="utf-8")


def picture_of(app, docname, name):
    """Draw one of a chapter's figures small; return the element that shows it, if there is one."""
    drawn = drawn_by(app, docname)
    if name and name not in drawn:
        raise ExtensionError(f"{docname} has no figure {name}, for the list of chapters")
    if not drawn:
        return ""
    cell, data = drawn[name or next(iter(drawn))]
    with Image.open(BytesIO(b64decode(data))) as picture:
        small = picture.convert("RGB")
    small.thumbnail([SHARP * length for length in SIZE], Image.Resampling.LANCZOS)
    file = BytesIO()
    small.quantize(32, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    width, height = (int(length / SHARP) for length in small.size)
    source = f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"
    alt = " ".join(cell.metadata["mystnb"].get("image", {}).get("alt", "").split())
    return element("img", src=source, alt=alt, width=width, height=height, loading="lazy")


def drawn_by(app, docname):
    """Map the names of the figures that a chapter draws to their cells and pictures."""
    return {
        figure["name"]: (cell, output.data["image/png"])
        for cell in cached_notebook(app, docname).cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
        and (figure := cell.metadata.get("mystnb", {}).get("figure"))
    }


def put_board(app, pagename, templatename, context, doctree):
    """Put the points and the start of a chapter's run on a page that has a place for a board."""
    if PLACE not in context.get("body", ""):
        return
    data = next(iter(kept_traces(app, PLAYED).values()))
    start = from_data(data)[0]
    board = playground(start.points, start.means, columns=data["columns"], code="sample[features]")
    context["body"] = context["body"].replace(PLACE, PLACE + board.markup, 1)
    load(app, board.files)


def setup(app):
    """Tell Sphinx about the list, and when to call the functions above."""
    app.add_config_value("chapter_parts", {}, "env", types=dict)
    app.connect("config-inited", read_contents)
    app.add_directive("chapters", Chapters)
    app.add_node(chapter_list, html=(visit_chapter_list, None))
    app.connect("doctree-read", number_title, priority=400)  # before Sphinx collects titles
    app.connect("doctree-read", lead_on)
    app.connect("doctree-read", keep_picture)
    app.connect("missing-reference", name_left_out)
    app.connect("env-get-updated", count_again, priority=100)  # before Sphinx counts, and after
    app.connect("env-get-updated", number_by_chapter, priority=900)
    app.connect("html-page-context", put_board, priority=930)  # after course_site
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
