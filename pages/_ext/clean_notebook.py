"""Turn a chapter, as Sphinx has read it, into notebooks that any Jupyter shows well.

Each code cell takes its place between the texts.  Solutions are folded, a picture's words travel
with it, and marks tell which cells make the slides of a talk.
"""

import re

import nbformat
from plain_markdown import APART, ASIDE, CELL, MARK, SOLUTION, SOLVED, SUBSLIDE

FLAVOURS = ("", "-blank", "-exercises")
"""The endings of a chapter's notebooks: complete, without outputs, without solutions."""
PYTHON = {
    "name": "python",
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
"""What other tools ask of a language; its version would tell where the notebook was made."""
OWN_STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.S)
GOES_ON = "-"
"""What Jupyter calls a cell that begins no slide of its own."""
HIDE = {
    "hide-input": {"source_hidden": True},
    "hide-output": {"outputs_hidden": True},
    "hide-cell": {"source_hidden": True, "outputs_hidden": True},
}


def notebooks(app, cells):
    """Return a chapter as three notebooks, by the endings of their names.

    ``cells`` are all cells of the chapter, each with the part it belongs to.
    """
    if not app.config.with_solutions:
        cells = [(cell, part) for cell, part in cells if part != SOLUTION]
    complete = [cell for cell, part in cells if part != "answer"]
    flavours = (
        complete,
        map(without_outputs, complete),
        (
            without_outputs(cell) if is_check(cell) else cell
            for cell, part in cells
            if part != SOLUTION
        ),
    )
    return dict(zip(FLAVOURS, map(as_notebook, flavours), strict=True))


def as_notebook(cells):
    """Return a notebook that does not tell where and when it was made."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": PYTHON}
    whole = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    notebook = nbformat.from_dict(whole)
    nbformat.validate(notebook)
    return notebook


def new_markdown_cell(source, **more):
    """Return a cell of text; :func:`as_notebook` sees whether it is one, which takes its time."""
    return nbformat.from_dict({"cell_type": "markdown", "metadata": {}, "source": source, **more})


def new_code_cell(source="", **more):
    """Return a cell of code, without outputs unless some are given; as above."""
    bare = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    return nbformat.from_dict({**bare, "source": source, **more})


def is_check(cell):
    """Tell whether a cell checks what a reader has found, and so says nothing before."""
    return "check" in cell.metadata.get("tags", [])


def without_outputs(cell):
    """Return a cell as if it had not been run."""
    if cell.cell_type == "markdown":
        return cell
    return new_code_cell(cell.source, id=cell.id, metadata=cell.metadata)


def in_order(text, code):
    """Yield each cell, and the part it belongs to: text, solution, or room for an answer.

    A talk leaves out solutions and asides, and the first two cells, which only import.
    """
    part, begins, ran = "text", GOES_ON, 0
    for number, piece in enumerate(re.split(rf"\s*{MARK}(\w+){MARK}\s*", text)):
        name, cells = f"cell-{number}", []
        if number % 2 == 0:
            cells = [text_cell(name, piece, part)] if piece else []
        elif piece == CELL:
            begins = begins if ran else ASIDE
            runs = range(ran, ran + 1) if ran else range(2)
            cells = [code_cell(f"{name}-{run}", next(code), run + 1) for run in runs]
            ran += len(cells)
        elif piece == SOLUTION:
            part = SOLUTION
            yield in_talk(new_code_cell(id=name), ASIDE), "answer"
        elif piece == SOLVED:
            part, begins = "text", SUBSLIDE
        elif piece != APART:
            begins = piece
        for cell in cells:
            yield in_talk(cell, ASIDE if part == SOLUTION else begins), part
        if cells:
            begins = SUBSLIDE if begins == ASIDE else GOES_ON


def in_talk(cell, begins):
    """Return a cell that knows what begins with it when a talk is made of its notebook."""
    if begins != GOES_ON:
        cell.metadata["slideshow"] = {"slide_type": begins}
    return cell


def text_cell(name, text, part):
    """Return a cell of text; the heading of a solution folds all up to the next heading."""
    folds = part == SOLUTION and text.startswith("#")
    metadata = {"jp-MarkdownHeadingCollapsed": True} if folds else {}
    return new_markdown_cell(text, id=name, metadata=metadata)


def code_cell(name, cell, count):
    """Return a code cell with what every Jupyter understands, and nothing else."""
    about = cell.get("metadata", {})
    tags = about.get("tags", [])
    hidden = {key: hide for tag in tags for key, hide in HIDE.get(tag, {}).items()}
    kept = [tag for tag in tags if tag not in HIDE]
    words = about.get("mystnb", {}).get("image", {}).get("alt")
    return new_code_cell(
        cell["source"],
        id=name,
        metadata=({"tags": kept} if kept else {}) | ({"jupyter": hidden} if hidden else {}),
        execution_count=count,
        outputs=[clean_output(output, count, words) for output in joined(cell.get("outputs", []))],
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


def clean_output(output, count, words=None):
    """Return an output without the data that other tools keep beside it.

    A picture keeps the words that say what it shows.  A table loses its style, since some viewers
    take the tags away and leave the rules as text.
    """
    data = dict(output.get("data", {}))
    if "text/html" in data:
        data["text/html"] = OWN_STYLE.sub("", data["text/html"])
    pictures = [mime for mime in data if mime.startswith("image/") and words]
    about = {mime: {"alt": words} for mime in pictures}
    own = {"metadata": about, "execution_count": count, "data": data}
    return nbformat.from_dict({name: own.get(name, value) for name, value in output.items()})
