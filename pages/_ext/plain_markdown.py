"""Write a chapter, as Sphinx has read it, as Markdown that any Jupyter shows well.

Sphinx has put in every number, title and citation by then.  What is left of the markup becomes
plain, and marks tell where the code cells, the solutions and the slides of a talk are.
"""

from html import escape

from docutils import nodes
from pybtex_docutils import Backend
from questions import answers, question
from sphinx_exercise.nodes import is_exercise_node, is_solution_node
from sphinx_markdown_builder.translator import MarkdownTranslator

MARK = "\x02"
"""Stands around what is not text: a control character, which no text has."""
CELL, SOLUTION, SOLVED = "cell", "solution", "solved"
SLIDE, SUBSLIDE, ASIDE, APART = "slide", "subslide", "skip", "apart"
"""What begins there: a slide, one below it, what a talk leaves out, or only another cell."""
MOST_WORDS = 110
"""How many words a slide holds, unless a single paragraph or list has more."""


class Translator(MarkdownTranslator):
    """Write Markdown, and HTML where there is no Markdown for it."""

    def visit_raw(self, node):
        """Take HTML as it is."""
        self.add(node.astext(), prefix_eol=2, suffix_eol=2)
        raise nodes.SkipNode


def markdown(app, docname):
    """Return the text of a chapter, with marks where its cells and its solutions stand."""
    tree = app.env.get_and_resolve_doctree(docname, app.builder)
    cited = simplify(app, tree)
    translator = Translator(tree, app.builder)
    tree.walkabout(translator)
    text = translator.astext().strip()
    return f"{text}\n\n{MARK}{ASIDE}{MARK}\n\n## References\n\n{cited}" if cited else text


def simplify(app, tree):
    """Replace what only Sphinx knows by plain nodes; return the works that are cited."""
    numbers = app.env.toc_fignumbers.get(app.env.path2doc(tree["source"]), {})
    begin_slides(tree)
    for node in list(tree.findall(is_code)):
        node.replace_self([mark(CELL), *captions(node, numbers.get("figure", {}))])
    for node in list(tree.findall(is_exercise_node)):
        number = ".".join(map(str, numbers["exercise"][node["ids"][0]]))
        title = heading(f"Exercise {number}{node[0].astext()}")
        node.replace_self([mark(SUBSLIDE), title, *content(node)])
    for node in list(tree.findall(is_solution_node)):
        solution = [heading(node[0].astext()), mark(APART), *content(node)]
        node.replace_self([mark(SOLUTION), *solution, mark(SOLVED)])
    for node in list(tree.findall(question)):
        node.replace_self([*asked(node)])
    for node in list(tree.findall(is_for_paper)):
        node.parent.remove(node)
    for node in list(tree.findall(nodes.admonition)):
        node.replace_self(box(node))
    for node in list(tree.findall(nodes.definition_list)):
        node.replace_self(nodes.bullet_list("", *map(item, node), bullet="-"))
    for node in tree.findall(nodes.math_block):  # Jupyter takes no empty line for mathematics
        node[:] = [nodes.Text(node.astext().strip())]
    for node in list(tree.findall(nodes.target)):
        node.parent.remove(node)
    return unlink(app, tree)


def begin_slides(tree):
    """Mark where a talk goes on: at a section, after what a cell has shown, and after many words.

    The first of several paragraphs below a cell says what came out, so it stays with the cell.
    """
    for cell in list(tree.findall(is_code)):
        after = cell.parent.index(cell) + 1
        below, *more = [*cell.parent[after : after + 2], None]
        is_remark = isinstance(below, nodes.paragraph) and not is_code(more[0])
        cell.parent.insert(after + is_remark, mark(SUBSLIDE))
    for section in tree.findall(nodes.section):
        if isinstance(section[0], nodes.title):  # and is not only what an exercise says
            section[:] = [mark(SLIDE), *paced(section.children)]


def paced(children):
    """Yield what a section holds, and a mark wherever the words would be too many for a slide."""
    before, leads_on = 0, False
    for child in children:
        text = "" if is_code(child) else child.astext()
        words = len(text.split())
        if before and before + words > MOST_WORDS and not leads_on and not begins_itself(child):
            yield mark(SUBSLIDE)
            before = 0
        before = 0 if begins_itself(child) else before + words
        leads_on = text.endswith(":") or isinstance(child, nodes.title)
        yield child


def begins_itself(node):
    """Tell whether a node brings its own marks."""
    is_marked = is_exercise_node(node) or is_solution_node(node) or node.astext().startswith(MARK)
    return is_marked or isinstance(node, nodes.section)


def is_code(node):
    """Tell whether a node is a code cell."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def is_for_paper(node):
    """Tell whether a node is shown on paper only."""
    return "on-paper" in getattr(node, "attributes", {}).get("classes", [])


def asked(node):
    """Yield a question as Markdown can ask it: each answer unfolds what is true about it."""
    yield mark(SUBSLIDE)
    yield heading(f"Question {node['number']}")
    yield from (part for part in node.children if part not in answers(node))
    for words, *said in (one.children for one in answers(node)):
        verdict = "Right." if words.parent["right"] else "Not this one."
        first = nodes.paragraph("", "", nodes.strong("", verdict))
        yield from folded(words.astext(), [first, *said])
    yield mark(SUBSLIDE)


def mark(name):
    """Return a paragraph that tells where something stands."""
    return nodes.paragraph("", f"{MARK}{name}{MARK}")


def heading(text):
    """Return a heading inside a chapter's last section."""
    return nodes.rubric("", " ".join(text.split()))


def box(node):
    """Return a box as Markdown can say it: folded, quoted, or with a heading that ends a solution.

    A solution is folded up to the next heading.
    """
    title, *inside = node.children
    if "dropdown" in node["classes"]:
        return [mark(ASIDE), *folded(title.astext(), inside), mark(APART)]
    if follows_solution(node):
        return [mark(SUBSLIDE), heading(title.astext()), *inside]
    name = nodes.paragraph("", "", nodes.strong("", "", *title.children))
    return [mark(SUBSLIDE), nodes.topic("", name, *inside), mark(SUBSLIDE)]


def follows_solution(node):
    """Tell whether only cells that check stand between a solution and this node."""
    before = [sibling.astext() for sibling in node.parent[: node.parent.index(node)]]
    while before and before[-1].strip(MARK) in (CELL, SUBSLIDE):
        before.pop()
    return before[-1:] == [f"{MARK}{SOLVED}{MARK}"]


def folded(title, inside):
    """Return what a reader has to unfold, below its title."""
    begin = f"<details>\n<summary>{escape(title)}</summary>"
    begin, end = (nodes.raw("", html, format="html") for html in (begin, "</details>"))
    return [begin, *inside, end]


def content(node):
    """Return what stands below a title; a section inside would be one level too deep."""
    return [
        inner
        for child in node.children[1:]
        for inner in (child.children if isinstance(child, nodes.section) else [child])
    ]


def item(definition):
    """Return a definition as an item of a list: its term, and below that what it says."""
    term = nodes.paragraph("", "", nodes.emphasis("", "", *definition[0].children))
    return nodes.list_item("", term, *definition[-1].children)


def captions(cell, numbers):
    """Yield the captions of a cell's figures with their numbers, and what they show, in words.

    Jupyter gives no picture a text of its own, so the words stand below it.
    """
    for figure in cell.findall(nodes.figure):
        number = ".".join(map(str, numbers[figure["ids"][0]]))
        caption = figure.next_node(nodes.caption)
        name = nodes.strong("", f"Figure {number}.")
        yield nodes.paragraph("", "", name, nodes.Text(" "), *caption.children)
    for image in cell.findall(nodes.image):
        if words := image.get("alt"):
            yield from folded("The picture in words", [nodes.paragraph("", words)])


def unlink(app, tree):
    """Keep the words of links that lead elsewhere in the site; return what is cited."""
    works = {}
    for link in list(tree.findall(nodes.reference)):
        if not link.get("internal"):
            continue
        page, _, place = link.get("refuri", "").partition("#")
        if page.endswith("pages/bibliography.html"):
            works[place] = link.astext()
        is_title = not place and link.get("refuri")
        words = [nodes.emphasis("", link.astext())] if is_title else link.children
        link.replace_self(words)
    if not works:
        return ""
    # To resolve the page of the bibliography here would print every work on it once more.
    entries = {
        citation.citation_id: " ".join(
            Backend().paragraph(citation.formatted_entry).astext().split()
        )
        for citation in app.env.get_domain("cite").citations
    }
    return "\n".join(sorted(f"- {entries[place]}" for place in works))
