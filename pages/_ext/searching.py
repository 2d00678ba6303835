"""Let readers search every place of the site without a network, in their own words."""

import json
import tomllib
from pathlib import Path

from docutils import nodes
from questions import answer
from sphinx.addnodes import desc, desc_signature
from sphinx.search.en import SearchEnglish
from sphinx_exercise.nodes import is_exercise_node, is_solution_node

INDEX = "search-index.js"
WORDS = Path(__file__).with_name("words.toml")
"""What people type, and what the course calls it."""
SILENT = (nodes.raw, nodes.math, nodes.math_block)
"""What holds signs, not words."""
HEADS = (nodes.title, nodes.term, desc_signature)


def drop_own_index(app):
    """Leave out the index that Sphinx makes: it knows pages and not their sections."""
    app.builder.search = False


def keep_places(app, pagename, templatename, context, doctree):
    """Keep what can be found on a page: a later build may write only some of the pages."""
    if doctree is not None:
        places = []
        gather(doctree, None, places)
        number_exercises(places, app.env.toc_fignumbers.get(pagename, {}))
        kept_places(app, pagename).write_text(json.dumps(places), encoding="utf-8")


def kept_places(app, pagename):
    """Return the file that keeps the places of a page."""
    return Path(app.doctreedir, f"{pagename}.places")


def gather(node, place, places):
    """Add the words of a node to a place, or give them a place of their own."""
    for child in node.children:
        on_paper = isinstance(child, nodes.container) and "on-paper" in child["classes"]
        if isinstance(child, answer) or on_paper:
            continue  # a result must not give away what a question asks
        if kind := kind_of(child):
            places.append(place_of(child, kind))
            gather(child, places[-1], places)
        elif isinstance(child, nodes.literal_block):
            if "output" not in child["classes"]:
                place["code"] += [child.astext()]
        elif not isinstance(child, nodes.TextElement):
            gather(child, place, places)
        elif not isinstance(child, HEADS) and "way-back" not in child["classes"]:
            place["text"] += [words(child)]


def kind_of(node):
    """Return what kind of place a node is, or None if no result can lead to it."""
    if isinstance(node, nodes.definition_list_item):
        return "term" if "glossary" in node.parent["classes"] else None
    kinds = {
        "section": isinstance(node, nodes.section) and isinstance(node[0], nodes.title),
        "name": isinstance(node, desc) and node[0]["ids"],
        "exercise": is_exercise_node(node),
        "solution": is_solution_node(node),
    }
    return next((kind for kind, fits in kinds.items() if fits), None)


def place_of(node, kind):
    """Return a place without its text: its kind, its title and its name in the address."""
    names = [child for child in node.children if isinstance(child, HEADS)]
    titles = [child.get("fullname") or words(child) for child in names]
    target = names[0]["ids"] if kind in ("term", "name") else node["ids"]
    place = {"kind": kind, "title": ", ".join(titles), "id": target[0], "text": [], "code": []}
    if kind == "term":
        text = words(node[-1])
        seen = map(words, node[-1].findall(nodes.reference)) if "See " in text else []
        place["means"] = [*titles, *seen]
    return place


def words(node):
    """Return the text of a node in one line, without what is no text."""
    texts = (text for text in node.findall(nodes.Text) if not isinstance(text.parent, SILENT))
    return " ".join("".join(texts).split())


def number_exercises(places, numbers):
    """Put before an exercise's title what its page puts there."""
    for place in places:
        if place["kind"] == "exercise":
            number = numbers["exercise"][place["id"]]
            place["title"] = f"Exercise {'.'.join(map(str, number))} {place['title']}"


def write_index(app, error):
    """Write all that the search needs into one script, which a page opened from a disk can load."""
    if error:
        return
    places = [place for name in sorted(app.env.found_docs) for place in places_on(app, name)]
    meanings = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    for first, *others in (place.pop("means", [None]) for place in places):
        if others:
            meanings[first] = [*meanings.get(first, []), *others]
    data = {"PLACES": without_repeats(places), "MEANINGS": meanings}
    lines = [f"const {name} = {json.dumps(value)};" for name, value in data.items()]
    script = "\n".join([SearchEnglish({}).js_stemmer_code, *lines, ""])
    Path(app.outdir, INDEX).write_text(script, encoding="utf-8")


def places_on(app, docname):
    """Return the places of a page, each with its address and the page's title."""
    places = json.loads(kept_places(app, docname).read_text(encoding="utf-8"))
    lists_names = any(place["kind"] == "name" for place in places)
    for place in places:
        if lists_names and place is not places[0]:
            place["kind"] = "name"  # also a module's section, which is called like a topic
        place["page"] = places[0]["title"]
        place["address"] = f"{app.builder.get_target_uri(docname)}#{place.pop('id')}"
        place["text"], place["code"] = " ".join(place["text"]), "\n".join(place["code"])
    return places


def without_repeats(places):
    """Return places that say something, and those that say the same only as a chapter does."""
    first = {place["title"] + place["text"]: place for place in reversed(places)}
    return [place for place in reversed(first.values()) if place["text"]]


def setup(app):
    """Tell Sphinx when to call the functions above, and to leave out its own search."""
    app.connect("builder-inited", drop_own_index)
    app.connect("html-collect-pages", lambda app: [("search", {}, "search.html")])
    app.connect("html-page-context", keep_places)
    app.connect("build-finished", write_index)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
