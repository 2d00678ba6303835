"""Gather the paragraphs of all chapters but one: chapter 35, where they are points to cluster."""

import csv
import re
from pathlib import Path

NAME = "paragraphs.csv"
"""The file that a cell reads as data/paragraphs.csv; it is made anew whenever chapters are run."""
LEAST = 35
"""Shorter paragraphs have too few words to be compared."""
HEAD = r"\A---\n[\s\S]*?\n---\n"
SOLUTION = r"^```\{solution-start\}[\s\S]*?^```\{solution-end\}\n```$"
FENCED = r"^(`{3,})[\s\S]*?^\1$"
MARKUP = [
    (r"\{cite:p\}`[^`]*`", ""),
    (r"\{\w[\w:]*\}`(?:([^`<]*?) <[^`>]*>|\d\d-([^`]*)|([^`]*))`", r"\1\2\3"),
    (r"\[([^]]*)\]\([^)]*\)", r"\1"),
    (r"[`*]", ""),
    (r"\s+", " "),
    (r" (?=[.,;:])", ""),
]


def paragraphs(markdown):
    """Yield the paragraphs of a chapter as plain text, without code, formulas and solutions."""
    for part in (HEAD, SOLUTION, FENCED):
        markdown = re.sub(part, "", markdown, flags=re.M)
    for block in re.split(r"\n\s*\n", markdown):
        if re.match(r"\w|\*\*", block) and not re.search(r"[|$]", block):
            text = plain(block)
            if len(text.split()) >= LEAST:
                yield text


def plain(block):
    """Return a paragraph without its markup, in one line."""
    for mark, words in MARKUP:
        block = re.sub(mark, words, block)
    return block.strip()


def write_paragraphs(numbers, folder):
    """Write the paragraphs into a folder, if some chapter reads them; that one is left out.

    ``numbers`` maps the sources of the chapters to the numbers that readers see.
    """
    texts = {path: path.read_text(encoding="utf-8") for path in numbers}
    if not any(NAME in text for text in texts.values()):
        return
    folder.mkdir(exist_ok=True)
    with Path(folder, NAME).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["chapter", "title", "text"])
        for path, markdown in texts.items():
            if NAME not in markdown:
                about = numbers[path], re.search(r"^# (.+)", markdown, re.M)[1]
                table.writerows([*about, text] for text in paragraphs(markdown))
