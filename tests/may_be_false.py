"""Say which sentences to read again after a chapter shows something else: `make expected N=12`."""

import re
import textwrap

from homework import changed, drawing, names, plain

from notebooks import code_cells, first_line

IN_WORDS = re.compile(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|"
    r"once|twice|half|halves|halfway|thirds?|quarters?|double|both|neither|"
    r"first|second|\w+fth|fourth|sixth|seventh|eighth|ninth|tenth|none)\b",
    re.I,
)
"""A number in words."""
IN_DIGITS = re.compile(r"(?<![\w`/.<-])\d")
"""A number in digits, and not the name of a chapter or a figure."""


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
    """Return the lines of a report: for each such cell its caption, alt text and what follows.

    What holds a number is marked.  At the end stands what says a number elsewhere.
    """
    cells, lines = code_cells(chapter), chapter.read_text(encoding="utf-8").splitlines()
    told, report = altered(cells, old, new), []
    for number in told:
        report += ["", f"{chapter.name}:{cells[number].metadata.line}: {first_line(cells[number])}"]
        report += spoken(cells, lines, number)
    rest = [n for n in range(-1, len(cells)) if n not in told]
    beyond = [line for number in rest for line in counting(cells, lines, number)]
    if report and beyond:
        report += ["", f"{chapter.name}, elsewhere, with a number:", *beyond]
    return report


def spoken(cells, lines, number):
    """Yield what a reader reads of a cell's figure, and the paragraphs after the cell."""
    options = cells[number].metadata.get("mystnb", {})
    for kind, text in [
        ("caption", options.get("figure", {}).get("caption")),
        ("alt", options.get("image", {}).get("alt")),
    ]:
        if text:
            yield from wrapped(kind, text)
    for line, text in paragraphs(cells, lines, number):
        yield from wrapped(f"line {line}", text)


def counting(cells, lines, number):
    """Yield the sentences after a cell that say a number, in words or in digits."""
    for line, text in paragraphs(cells, lines, number):
        for sentence in re.split(r"(?<=[.?!])\s+", text):
            if IN_WORDS.search(sentence) or IN_DIGITS.search(sentence):
                yield from wrapped(f"line {line}", sentence)


def paragraphs(cells, lines, number):
    """Yield line and text of each paragraph from a cell to the next; -1 means before all cells."""
    start, closing = (cells[number].metadata.line, "```") if number >= 0 else (1, "---")
    first = lines.index(closing, start) + 1
    end = cells[number + 1].metadata.line - 1 if number + 1 < len(cells) else len(lines)
    text = "\n".join(lines[first:end])
    for match in re.finditer(r"(?:^(?!\s*$).*\n?)+", text, re.M):
        yield first + 1 + text[: match.start()].count("\n"), match[0]


def wrapped(place, text):
    """Return a text in lines that a terminal has room for; a star marks one that has a number."""
    mark = "*" if re.search(r"\d", text) or IN_WORDS.search(text) else " "
    said = " ".join(f"{place}: {text}".split())
    return textwrap.wrap(said, 98, initial_indent=f"{mark} ", subsequent_indent="      ")
