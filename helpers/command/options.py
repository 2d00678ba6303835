"""The options of the instructors' commands, and what reads their values."""

import argparse
import contextlib
import os
import re
from pathlib import Path

from helpers.command.files import KINDS
from helpers.command.runs import STARTS
from helpers.drawing.gif import LONGEST_MS

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
    noun = {int: "a whole number", float: "a number"}[kind]

    def read(text):
        with contextlib.suppress(ValueError):
            if least <= kind(text) <= most:
                return kind(text)
        raise wrong(f"{noun} from {least} to {most}", text)

    return read


def shaped(pattern, example, read):
    """Return what reads a text of some shape."""

    def read_text(text):
        if not re.fullmatch(pattern, text):
            raise wrong(f"such as {example}", text)
        return read(text)

    return read_text


def one_of(*names):
    """Return what reads one of some names."""
    return shaped("|".join(map(re.escape, names)), " or ".join(names), str)


def seeds_from(text):
    """Return all seeds from the first to the last."""
    first, last = map(int, text.split("-"))
    if not first <= last < first + 10_000:
        raise wrong("1 to 10000 seeds, such as 0-99", text)
    return range(first, last + 1)


def size_from(text):
    """Return width and height."""
    return tuple(map(number(160, 4096), text.split("x")))


def place_from(text):
    """Return the coordinates of a mean."""
    return list(map(number(-1e99, 1e99, float), text.split(",")))


SEED, MS = number(0, 2**32 - 1), number(10, LONGEST_MS)
AMOUNT, DECIMALS = number(0, 1e6, float), number(0, 15)
STEM = shaped(r"\w[\w.-]{0,99}", "k-means, without / and spaces", str)
SHEET = shaped(r".+\.png", "starts.png", Path)
SPAN = shaped(r"\d{1,9}-\d{1,9}", "0-99", seeds_from)
SIZE = shaped(r"\d{1,9}x\d{1,9}", "640x480", size_from)
PLACE = shaped(r"[^,]+(,[^,]+)+", "2.5,6", place_from)
START, KIND = one_of(*STARTS, "points"), one_of(*KINDS)
DRAWN_INTO = Path("_build/animations")
MOST_JOBS = 61  # Windows waits for no more processes at once
JOBS = min(os.cpu_count() or 1, MOST_JOBS)
LISTS = {"columns", "means", "make"}
# Of each option: what reads its value, None for a switch; its value where it
# is not given; and its help.
POINTS = {
    "seed": (SEED, 0, "draws the points (0)"),
    "n": (number(1, 100_000), None, "how many points (200)"),
    "k": (number(1, 1000), None, "how many groups, and how many means (4)"),
    "std": (AMOUNT, None, "spread of each group (0.5)"),
    "spacing": (AMOUNT, None, "from group to group (4)"),
    "decimals": (DECIMALS, None, "how many decimals drawn points keep (2)"),
    "csv": (Path, None, "a file with points, instead of drawn ones"),
    "columns": (str, None, "its columns to cluster; two of them are drawn"),
    "label": (str, None, "its column to compare the clusters with"),
}
RUN = {
    "start": (START, None, "random (default), k-means++, points"),
    "start-seed": (SEED, None, "draws the first means (as --seed)"),
    "means": (PLACE, None, "the first means, each as X,Y"),
    "frame-ms": (MS, 1000, "how long a frame is shown (1000)"),
    "hold-ms": (MS, 2000, "how long the last one is (2000)"),
    "size": (SIZE, (640, 480), "WIDTHxHEIGHT of GIF and stills (640x480)"),
    "make": (KIND, list(KINDS), f"some of {' '.join(KINDS)} (all)"),
}
NAME = {"name": (STEM, "k-means", "how the files' names begin (k-means)")}
ANIMATE = {
    "out": (Path, Path(), "folder for the files (this one)"),
    **NAME,
    "force": (None, False, "replace files that are there"),
}
SCOUT = {
    "start": (one_of(*STARTS), "random", "random (default) or k-means++"),
    "seeds": (SPAN, range(100), "FIRST-LAST: seeds of the starts (0-99)"),
    "sheet": (SHEET, None, "draw the endings into this PNG file"),
    "json": (None, False, "print JSON and nothing else"),
    "force": (None, False, "replace the sheet"),
}
REGENERATE = {
    "plan": (Path, PLAN, "TOML file with the runs (the course's)"),
    "out": (Path, DRAWN_INTO, "folder for the files (_build/animations)"),
    "check": (None, False, "write nothing; exit with 1 if a file would change"),
    "jobs": (number(1, MOST_JOBS), JOBS, "how many processes"),
    "force": (None, False, "replace files that have changed"),
}
# What each command knows, and an example.
COMMANDS = {
    "animate": (POINTS | RUN | ANIMATE, "--seed 310 --out slides"),
    "scout": (POINTS | SCOUT, "--seed 310 --sheet starts.png"),
    "regenerate": (REGENERATE, "--check"),
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
    """Add options to a parser."""
    for name, (read, default, text) in options.items():
        how = {"action": "store_true"}
        if read:
            lists = "+" if name in LISTS else None
            how = {"type": bare(read), "nargs": lists, "default": default}
        parser.add_argument(f"--{name}", help=text, **how)


def shielded(words):
    """Put a space before values that look like options, such as -1 or -2.csv.

    All options begin with two dashes, but for -h.  Values that begin with a
    space get another one, since :func:`bare` takes one away.
    """
    return [f" {word}" if re.match(r" |-[^-]", word) and word != "-h" else word for word in words]


def bare(read):
    """Return what reads a value without the space that shields it."""
    return lambda text: read(text.removeprefix(" "))


def options_of(name, table):
    """Return the options of a run of a plan, as animate would have them."""
    if not isinstance(table, dict):
        raise ValueError("an option that belongs to no run")
    words = ["--name", f" {name}"]
    for key, value in table.items():
        if key not in {*POINTS, *RUN}:
            raise ValueError(f"there is no option {key!r}")
        values = value if isinstance(value, list) else [value]
        words += [f"--{key}", *(f" {as_word(value)}" for value in values)]
    plan = Parser()
    add_options(plan, POINTS | RUN | NAME)
    return plan.parse_args(words)


def as_word(value):
    """Return a value of a plan as it would stand on the command line."""
    parts = value if isinstance(value, list) else [value]
    return ",".join(map(str, parts))
