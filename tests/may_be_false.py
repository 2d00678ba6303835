"""Say which sentences to read again after a chapter shows something else: `make expected N=12`."""

import re
import textwrap

from homework import changed, drawing, names, plain

from notebooks import code_cells, first_line


def altered(cells, old, new):
    """Return the numbers of the cells that show something else, or draw what has changed.

    Pictures are not kept.  So a cell that draws counts if it takes a name that a cell with a new
    output has made, or takes too.
    """
    before = {record["code"]: record["outputs"] for record in old}
    told = [n for n, one in enumerate(new) if before.get(one["code"]) != one["outputs"]]
    doubtful = made_anew(cells, told)
    drawn = [n for n, one in enumerate(new) if draws(one) and taken_by(cells[n]) & doubtful]
    return sorted({*told, *drawn})


def draws(record):
    """Tell whether a cell shows a picture, or a player."""
    kinds = {kind for output in record["outputs"] for kind in output.get("data", {})}
    return bool(kinds - {"text/plain"}) or "step_player(" in record["code"]


def taken_by(cell):
    """Return the names that a cell takes from those above."""
    return names(plain(cell.source))[0]


def made_anew(cells, told):
    """Return the names whose values may have changed, since these cells show something else."""
    made = {name for cell in cells for name in names(plain(cell.source))[1] if is_value(cell, name)}
    doubtful = {
        name
        for n in told
        for name in (taken_by(cells[n]) | names(plain(cells[n].source))[1]) & made
    }
    for cell in cells:
        if taken_by(cell) & doubtful:
            doubtful |= names(plain(cell.source))[1] & made
            doubtful |= changed(cell.source, bool(taken_by(cell) & drawing(cells))) & made
    return doubtful


def is_value(cell, name):
    """Tell whether a cell gives a name a value, and neither imports nor defines it."""
    return not re.search(rf"^(?:from|import) .*\b{name}\b|^def {name}\b", cell.source, re.M)


def to_read_again(chapter, old, new):
    """Return the lines of a report: for each such cell its caption, alt text and what follows."""
    cells, lines = code_cells(chapter), chapter.read_text(encoding="utf-8").splitlines()
    report = []
    for number in altered(cells, old, new):
        start = cells[number].metadata.line
        end = cells[number + 1].metadata.line if number + 1 < len(cells) else len(lines) + 1
        report += ["", f"{chapter.name}:{start}: {first_line(cells[number])}"]
        report += [f"  {text}" for text in spoken(cells[number], lines[start - 1 : end - 1], start)]
    return report


def spoken(cell, lines, start):
    """Yield what a reader reads of a cell's figure, and the paragraphs after the cell."""
    options = cell.metadata.get("mystnb", {})
    for kind, text in [
        ("caption", options.get("figure", {}).get("caption")),
        ("alt", options.get("image", {}).get("alt")),
    ]:
        if text:
            yield from wrapped(f"{kind}: {text}")
    closing = lines.index("```", 1) + 1
    for match in re.finditer(r"(?:^(?!\s*$).*\n?)+", "\n".join(lines[closing:]), re.M):
        line = start + closing + "\n".join(lines[closing:])[: match.start()].count("\n")
        yield from wrapped(f"line {line}: {match[0]}")


def wrapped(text):
    """Return a text in lines that a terminal has room for."""
    return textwrap.wrap(" ".join(text.split()), 96, subsequent_indent="    ")
