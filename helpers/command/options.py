"""The options of the instructors' commands, and what reads their values."""

import argparse
import contextlib
import re
from pathlib import Path

from helpers.command.files import KINDS
from helpers.command.runs import STARTS
from helpers.drawing.gif import LONGEST_MS
from helpers.drawing.palette import PALETTES
from helpers.drawing.style import GROUNDS
from helpers.files import as_path

PROGRAM = "python -m helpers"
PLAN = Path(__file__).with_name("animations.toml")


class Parser(argparse.ArgumentParser):
    """Know options by their whole names, and leave complaints to main."""

    def __init__(self, **settings):
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message):
        """Raise what is wrong, without the list of all options."""
        raise ValueError(message)


def wrong(wanted, text):
    """Return the complaint about a value that is none of those wanted."""
    return argparse.ArgumentTypeError(f"must be {wanted}; got {text!r}")


def number(least, most, kind=int):
    """Return what reads a number in a range."""
    noun = "a whole number" if kind is int else "a number"

    def read(text):
        with contextlib.suppress(ValueError):
            if least <= kind(text) <= most:
                return kind(text)
        raise wrong(f"{noun} from {least} to {most}", text)

    return read


def shaped(pattern, example, read=str):
    """Return what reads a text of some shape."""

    def read_text(text):
        if not re.fullmatch(pattern, text):
            raise wrong(f"such as {example}", text)
        return read(text)

    return read_text


def parts(separator, read):
    """Return what reads values with something between them."""
    return lambda text: [read(part) for part in text.split(separator)]


def seeds_from(text):
    """Return all seeds from the first to the last."""
    first, last = map(int, text.split("-"))
    if not first <= last < first + 10_000:
        raise wrong("1 to 10000 seeds, such as 0-99", text)
    return range(first, last + 1)


def option(text, read=str, **more):
    """Describe an option: its help, and what reads its values once they are bare."""
    return {"help": text, "type": lambda word: read(word.removeprefix(" ")), **more}


def switch(text):
    """Describe an option without a value."""
    return {"help": text, "action": "store_true"}


SEED, MS, AMOUNT = number(0, 2**32 - 1), number(10, LONGEST_MS), number(0, 1e6, float)
STEM = shaped(r"\w[\w.-]{0,99}", "k-means, without / and spaces")
SHEET = shaped(r".+\.png", "starts.png", as_path)
PAGE = shaped(r".+\.html", "report.html", as_path)
CHAPTER = shaped(r"\d{2,3}", "12")
SPAN = shaped(r"\d{1,9}-\d{1,9}", "0-99", seeds_from)
SIZE = shaped(r"\d{1,9}x\d{1,9}", "640x480", parts("x", number(160, 4096)))
PLACE = shaped(r"[^,]+(,[^,]+)+", "2.5,6", parts(",", number(-1e99, 1e99, float)))
POINTS = {
    "seed": option("draws the points (0)", SEED, default=0),
    "n": option("how many points (200)", number(1, 100_000)),
    "k": option("how many groups, and how many means (4)", number(1, 1000)),
    "std": option("spread of each group (0.5)", AMOUNT),
    "spacing": option("from group to group (4)", AMOUNT),
    "decimals": option("how many decimals drawn points keep (2)", number(0, 15)),
    "csv": option("a file with points, instead of drawn ones", as_path),
    "columns": option("its columns to cluster; two of them are drawn", nargs="+"),
    "label": option("its column to compare the clusters with"),
}
RUN = {
    "start": option("how the means start (random)", choices=[*STARTS, "points"]),
    "start-seed": option("draws the first means (as --seed)", SEED),
    "means": option("the first means, each as X,Y", PLACE, nargs="+"),
    "frame-ms": option("how long a frame is shown (1000)", MS, default=1000),
    "hold-ms": option("how long the last one is (2000)", MS, default=2000),
    "size": option("WIDTHxHEIGHT of GIF and stills (640x480), and of the storyboard", SIZE),
    "ground": option("what it is drawn on (light)", choices=GROUNDS, default="light"),
    "palette": option("its colours (course)", choices=PALETTES, default="course"),
    "make": option("what to make of it (all)", nargs="+", choices=KINDS, default=list(KINDS)),
}
ANIMATE = {
    "out": option("folder for the files (this one; in the course's: _build/lecture)", as_path),
    "name": option("how the files' names begin (k-means)", STEM, default="k-means"),
    "force": switch("replace files that are there"),
}
SCOUT = {
    "chapter": option("a chapter whose draws are tried with other seeds", CHAPTER),
    "start": option("how the means start (random)", choices=STARTS, default="random"),
    "seeds": option("FIRST-LAST: seeds of the starts (0-99)", SPAN, default=range(100)),
    "sheet": option("draw the endings into this PNG file", SHEET),
    "json": switch("print JSON and nothing else"),
    "force": switch("replace the sheet"),
}
REGENERATE = {
    "plan": option("TOML file with the runs (the course's)", as_path, default=PLAN),
    "out": option(
        "folder for files (_build/animations)", as_path, default=Path("_build/animations")
    ),
    "check": switch("write nothing; exit with 1 if a file would change"),
    # Windows waits for no more processes at once.
    "jobs": option("how many processes (as many as processors)", number(1, 61)),
    "force": switch("replace files that have changed"),
}
REPORT = {
    "FILE": option("a CSV file with a table", as_path),
    "columns": option("its columns to cluster (all that can be)", nargs="+"),
    "without": option("columns to leave out", nargs="+"),
    "label": option("a column to hold back, and to compare the clusters with"),
    "k": option("how many clusters (the best of 2 to 8)", number(2, 20)),
    "out": option("HTML file (FILE-report.html; in the course's folder: _build/lecture)", PAGE),
    "force": switch("replace a file that is there"),
}
# What each command knows, and an example.
COMMANDS = {
    "animate": (POINTS | RUN | ANIMATE, "--seed 310 --out slides"),
    "scout": (POINTS | SCOUT, "--seed 310 --sheet starts.png"),
    "regenerate": (REGENERATE, "--check"),
    "report": (REPORT, "customers.csv --label kind --out report.html"),
}


def command_line(about, commands):
    """Return the parser of all commands, which are functions."""
    top = Parser(prog=PROGRAM, description=about)
    parsers = top.add_subparsers(metavar="COMMAND", required=True)
    for command in commands:
        name, about = command.__name__, command.__doc__
        options, example = COMMANDS[name]
        example = f"Example: {PROGRAM} {name} {example}"
        parser = parsers.add_parser(name, help=about, description=about, epilog=example)
        add_options(parser, options)
        parser.set_defaults(command=command)
    return top


def add_options(parser, options):
    """Add options to a parser; a name in capitals is that of a value alone."""
    for name, how in options.items():
        parser.add_argument(name if name.isupper() else f"--{name}", **how)


def shielded(words):
    """Put a space before values that look like options, such as -1 or -2.csv.

    All options begin with two dashes, but for -h.  Values that begin with a
    space get another one, since :func:`option` takes one away.
    """
    return [f" {word}" if re.match(r" |-[^-]", word) and word != "-h" else word for word in words]


def options_of(name, table):
    """Return the options of a run of a plan, as animate would have them."""
    if not isinstance(table, dict):
        raise ValueError("an option that belongs to no run")
    words = [name]
    for key, value in table.items():
        values = value if isinstance(value, list) else [value]
        words += [f"--{key}", *(f" {as_word(value)}" for value in values)]
    plan = Parser(add_help=False)
    plan.add_argument("name", type=STEM)
    add_options(plan, POINTS | RUN)
    return plan.parse_args(words)


def as_word(value):
    """Return a value of a plan as it would stand on the command line."""
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
