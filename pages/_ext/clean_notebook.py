"""Turn a chapter, as Sphinx has read it, into a notebook that any Jupyter shows well.

Sphinx has put in every number, title and citation by then.  What is left of the markup
becomes plain Markdown, and each code cell takes its place between the texts.
"""

import re

import nbformat
from docutils import nodes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pybtex_docutils import Backend
from sphinx_exercise.nodes import is_exercise_node, is_solution_node
from sphinx_markdown_builder.translator import MarkdownTranslator

MARK = "\x02"
"""Stands around what is not text: a control character, which no text has."""
CELL, SOLUTION, SOLVED = "cell", "solution", "solved"
HIDE = {
    "hide-input": {"source_hidden": True},
    "hide-output": {"outputs_hidden": True},
    "hide-cell": {"source_hidden": True, "outputs_hidden": True},
}


def notebooks(app, docname, code, guard):
    """Return a chapter as three notebooks, by the endings of their names.

    ``code`` holds its code cells with their outputs; ``guard`` is a cell to run before them.
    """
    cells = list(in_order(markdown(app, docname), iter([guard, *code])))
    complete = [cell for cell, part in cells if part != "answer"]
    return {
        "": as_notebook(complete),
        "-blank": as_notebook(map(without_outputs, complete)),
        "-exercises": as_notebook(
            without_outputs(cell) if is_check(cell) else cell
            for cell, part in cells
            if part != SOLUTION
        ),
    }


def as_notebook(cells):
    """Return a notebook that does not tell where and when it was made."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = new_notebook(cells=list(cells), metadata=metadata)
    nbformat.validate(notebook)
    return notebook


def is_check(cell):
    """Tell whether a cell checks what a reader has found, and so says nothing before."""
    return "check" in cell.metadata.get("tags", [])


def without_outputs(cell):
    """Return a cell as if it had not been run."""
    if cell.cell_type == "markdown":
        return cell
    return new_code_cell(cell.source, id=cell.id, metadata=cell.metadata)


def in_order(text, code):
    """Yield each cell, and the part it belongs to: text, solution, or room for an answer."""
    part, ran = "text", 0
    for number, piece in enumerate(re.split(rf"\s*{MARK}(\w+){MARK}\s*", text)):
        name = f"cell-{number}"
        if number % 2 == 0:
            if piece:
                yield new_markdown_cell(piece, id=name), part
        elif piece == CELL:
            for cell in [next(code), next(code)] if not ran else [next(code)]:
                yield code_cell(f"{name}-{ran}", cell, ran := ran + 1), part
        elif piece == SOLUTION:
            part = SOLUTION
            yield new_code_cell(id=name), "answer"
        else:
            part = "text"


def code_cell(name, cell, count):
    """Return a code cell with what every Jupyter understands, and nothing else."""
    tags = cell.get("metadata", {}).get("tags", [])
    hidden = {key: hide for tag in tags for key, hide in HIDE.get(tag, {}).items()}
    kept = [tag for tag in tags if tag not in HIDE]
    return new_code_cell(
        cell["source"],
        id=name,
        metadata=({"tags": kept} if kept else {}) | ({"jupyter": hidden} if hidden else {}),
        execution_count=count,
        outputs=[clean_output(output, count) for output in joined(cell.get("outputs", []))],
    )


def joined(outputs):
    """Join what a cell has printed: in how many pieces it comes is a matter of chance."""
    whole = []
    for output in map(nbformat.from_dict, outputs):
        if whole and output.get("name", "") == whole[-1].get("name"):
            whole[-1]["text"] += output["text"]
        else:
            whole.append(output)
    return whole


def clean_output(output, count):
    """Return an output without the data that other tools keep beside it."""
    own = {"metadata": {}, "execution_count": count}
    return nbformat.from_dict({name: own.get(name, value) for name, value in output.items()})


def markdown(app, docname):
    """Return the text of a chapter, with marks where its cells and its solutions stand."""
    tree = app.env.get_and_resolve_doctree(docname, app.builder)
    cited = simplify(app, tree)
    translator = MarkdownTranslator(tree, app.builder)
    tree.walkabout(translator)
    text = translator.astext().strip()
    return f"{text}\n\n## References\n\n{cited}" if cited else text


def simplify(app, tree):
    """Replace what only Sphinx knows by plain nodes; return the works that are cited."""
    numbers = app.env.toc_fignumbers.get(app.env.path2doc(tree["source"]), {})
    for node in list(tree.findall(is_code)):
        node.replace_self([mark(CELL), *captions(node, numbers.get("figure", {}))])
    for node in list(tree.findall(is_exercise_node)):
        number = ".".join(map(str, numbers["exercise"][node["ids"][0]]))
        node.replace_self([heading(f"Exercise {number}{node[0].astext()}"), *content(node)])
    for node in list(tree.findall(is_solution_node)):
        solution = [heading(node[0].astext()), *content(node)]
        node.replace_self([mark(SOLUTION), *solution, mark(SOLVED)])
    for node in list(tree.findall(nodes.admonition)):
        title = nodes.paragraph("", "", nodes.strong("", "", *node[0].children))
        node.replace_self(nodes.topic("", title, *node.children[1:]))
    for node in list(tree.findall(nodes.definition_list)):
        node.replace_self(nodes.bullet_list("", *map(item, node), bullet="-"))
    for node in tree.findall(nodes.math_block):  # Jupyter takes no empty line for mathematics
        node[:] = [nodes.Text(node.astext().strip())]
    for node in list(tree.findall(nodes.target)):
        node.parent.remove(node)
    return unlink(app, tree)


def is_code(node):
    """Tell whether a node is a code cell."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def mark(name):
    """Return a paragraph that tells where something stands."""
    return nodes.paragraph("", f"{MARK}{name}{MARK}")


def heading(text):
    """Return a heading inside a chapter's last section."""
    return nodes.rubric("", " ".join(text.split()))


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
    """Yield the captions of a cell's figures, with their numbers."""
    for figure in cell.findall(nodes.figure):
        number = ".".join(map(str, numbers[figure["ids"][0]]))
        caption = figure.next_node(nodes.caption)
        name = nodes.strong("", f"Figure {number}.")
        yield nodes.paragraph("", "", name, nodes.Text(" "), *caption.children)


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
