"""The options of the instructors' commands, and what reads their values."""

import argparse
import contextlib
import os
import re
from pathlib import Path

from helpers.command.export import STARTS
from helpers.command.files import KINDS
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


def number(least, most, kind=int):
    """Return what reads a number in a range."""
    noun = {int: "a whole number", float: "a number"}[kind]

    def read(text):
        with contextlib.suppress(ValueError):
            if least <= kind(text) <= most:
                return kind(text)
        raise argparse.ArgumentTypeError(
            f"must be {noun} from {least} to {most}; got {text.strip()!r}"
        )

    return read


def shaped(pattern, example, read):
    """Return what reads a text of some shape."""

    def read_text(text):
        if not re.fullmatch(pattern, text.strip()):
            raise argparse.ArgumentTypeError(
                f"must be such as {example}; got {text.strip()!r}"
            )
        return read(text.strip())

    return read_text


def seeds_from(text):
    """Return all seeds from the first to the last."""
    first, last = map(int, text.split("-"))
    if not first <= last < first + 10_000:
        raise argparse.ArgumentTypeError(
            f"must be 1 to 10000 seeds, such as 0-99; got {text!r}"
        )
    return range(first, last + 1)


def one_of(*names):
    """Return what reads one of some names."""
    return shaped("|".join(map(re.escape, names)), " or ".join(names), str)


def size_from(text):
    """Return width and height."""
    return tuple(number(160, 4096)(side) for side in text.split("x"))


def place_from(text):
    """Return the coordinates of a mean."""
    return [number(-1e99, 1e99, float)(part) for part in text.split(",")]


SEED, JOBS = number(0, 2**32 - 1), number(1, 61)  # 61 is Windows' limit
STEM = shaped(r"\w[\w.-]{0,99}", "k-means, without / and spaces", str)
SHEET = shaped(r".+\.png", "starts.png", Path)
SPAN = shaped(r"\d{1,9}-\d{1,9}", "0-99", seeds_from)
SIZE = shaped(r"\d{1,9}x\d{1,9}", "640x480", size_from)
PLACE = shaped(r"[^,]+(,[^,]+)+", "2.5,6", place_from)
# What reads the value of each option, None for a switch; and its help.
LISTS = {"columns", "means", "make"}
DEFAULTS = {
    "seed": 0,
    "frame_ms": 1000,
    "hold_ms": 2000,
    "size": (640, 480),
    "make": list(KINDS),
    "name": "k-means",
    "seeds": range(100),
    "jobs": os.cpu_count(),
    "plan": PLAN,
}
POINTS = {
    "seed": (SEED, "draws the points (0)"),
    "n": (number(1, 100_000), "how many points (200)"),
    "k": (number(1, 1000), "how many groups, and how many means (4)"),
    "std": (number(0, 1e6, float), "spread of each group (0.5)"),
    "spacing": (number(0, 1e6, float), "from group to group (4)"),
    "decimals": (number(0, 15), "how many decimals drawn points keep (2)"),
    "csv": (Path, "a file with points, instead of drawn ones"),
    "columns": (str, "its columns to cluster; two of them are drawn"),
    "label": (str, "its column to compare the clusters with"),
}
RUN = {
    "start": (
        one_of(*STARTS, "points"),
        "random (default), k-means++, points",
    ),
    "start-seed": (SEED, "draws the first means (as --seed)"),
    "means": (PLACE, "the first means, each as X,Y"),
    "frame-ms": (number(10, LONGEST_MS), "how long a frame is shown (1000)"),
    "hold-ms": (number(10, LONGEST_MS), "how long the last one is (2000)"),
    "size": (SIZE, "WIDTHxHEIGHT of GIF and stills (640x480)"),
    "make": (one_of(*KINDS), f"some of {' '.join(KINDS)} (all)"),
}
ANIMATE = {
    "out": (Path, "folder for the files (this one)"),
    "name": (STEM, "how the files' names begin (k-means)"),
    "force": (None, "replace files that are there"),
}
SCOUT = {
    "start": (one_of(*STARTS), "random (default) or k-means++"),
    "seeds": (SPAN, "FIRST-LAST: seeds of the starts (0-99)"),
    "sheet": (SHEET, "draw the endings into this PNG file"),
    "json": (None, "print JSON and nothing else"),
    "jobs": (JOBS, "how many processes"),
    "force": (None, "replace the sheet"),
}
REGENERATE = {
    "plan": (Path, "TOML file with the runs (the course's)"),
    "out": (Path, "folder for the files (_build/animations)"),
    "check": (None, "write nothing; exit with 1 if a file would change"),
    "jobs": (JOBS, "how many processes"),
    "force": (None, "replace files that have changed"),
}


def add_options(parser, options):
    """Add options to a parser."""
    for name, (read, text) in options.items():
        if read is None:
            parser.add_argument(f"--{name}", action="store_true", help=text)
        else:
            parser.add_argument(
                f"--{name}",
                type=read,
                nargs="+" if name in LISTS else None,
                default=DEFAULTS.get(name.replace("-", "_")),
                help=text,
            )


def shielded(words):
    """Put a space before negative numbers, which look like options."""
    return [
        f" {word}" if re.match(r"-[.\d]", word) else word for word in words
    ]


def options_of(name, table):
    """Return the options of a run of a plan, as animate would have them."""
    if not isinstance(table, dict):
        raise ValueError("an option that belongs to no run")
    words = ["--name", name]
    for key, value in table.items():
        if key not in {*POINTS, *RUN}:
            raise ValueError(f"there is no option {key!r}")
        words.append(f"--{key}")
        for item in value if isinstance(value, list) else [value]:
            parts = item if isinstance(item, list) else [item]
            words.append(",".join(map(str, parts)))
    plan = Parser()
    add_options(plan, POINTS | RUN | {"name": ANIMATE["name"]})
    return plan.parse_args(shielded(words))
