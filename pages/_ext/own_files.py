"""Find a teacher's own files, and refuse to publish what looks like people's data."""

import json
import re
import tomllib
from hashlib import sha256

import pandas as pd

FOLDER = "notebooks/data"
PERMITS = "published.toml"
"""Beside the files: which of their columns may be published though they look like people's data."""
PICTURES = {".gif", ".jpeg", ".jpg", ".png", ".svg"}
TABLES = {".csv", ".tsv", ".txt"}
HEADS = (
    r"(?:^|[_ .-])(?:name|names|surname|forename|e-?mail|mail|address|street|phone|mobile|birthday|"
    r"born|student|matriculation|vorname|nachname|adresse|telefon)(?:$|[_ .-])"
)
EMAIL = r"^\S+@\S+\.\w+$"
DATE = r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}$"
PHONE = rf"^(?!{DATE})(?:\+|0|\(|\d{{3}}-\d{{3}}-)[\d ()/-]{{4,}}$"
PERSON = r"^[A-Z][\w'’-]+,? (?:[A-Z]\.? )?[A-Z][\w'’-]+$"
STREET = r"^(?:\d+\w? [A-Z]\w+.*|[A-Z][\w .-]+ \d+\w?)$"
VALUES = [EMAIL, PHONE, PERSON, STREET]


def own_files(root):
    """Return a teacher's files."""
    paths = (path for path in sorted((root / FOLDER).rglob("*")) if path.is_file())
    return [path for path in paths if path.name != PERMITS and not path.name.startswith(".")]


def name_of(path, root):
    """Return the name by which a cell knows a file, such as data/heights.csv."""
    return path.relative_to(root / FOLDER).as_posix()


def used_by(chapter, files):
    """Return the files whose names stand in a chapter."""
    text = chapter.read_text(encoding="utf-8")
    return [path for path in files if path.name in text]


def checksum(root, chapter):
    """Return what tells whether a chapter may show something else though no cell has changed."""
    made_with = [*(root / "helpers").rglob("*.*"), *used_by(chapter, own_files(root))]
    total = sha256()
    for path in [root / "constraints.txt", *sorted(made_with)]:
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(path.read_bytes())
    return total.hexdigest()


def private_columns(path):
    """Return the names of columns that look like people's names or addresses."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        mark = max(",;\t", key=next(lines, "").count)
    how = {"sep": mark, "dtype": str, "nrows": 10_000, "encoding_errors": "replace"}
    table = pd.read_csv(path, **how)
    return [name for name in map(str, table.columns) if is_private(name, table[name].dropna())]


def is_private(head, values):
    """Tell whether a column is called, or filled, as one with people's names or addresses."""
    if re.search(HEADS, head, re.I):
        return True
    values = values.str.strip()
    return len(values) > 0 and any(values.str.match(look).mean() > 0.5 for look in VALUES)


def faults(root):
    """Yield what keeps files from being published, with the remedy."""
    permits = root / FOLDER / PERMITS
    allowed = tomllib.loads(permits.read_text(encoding="utf-8")) if permits.exists() else {}
    for path in own_files(root):
        name = name_of(path, root)
        if fault := fault_of(path, allowed.get(name)):
            why, remedy, columns = fault
            line = f'"{name}" = {json.dumps(columns)}'
            yield (
                f"{FOLDER}/{name} would be published, and {why}.  {remedy}, or allow it in "
                f"{FOLDER}/{PERMITS} by the line {line}"
            )


def fault_of(path, allowed):
    """Return what is wrong with a file, what to do, and what to allow; or nothing."""
    kind = path.suffix.lower()
    try:
        private = private_columns(path) if kind in TABLES else []
    except (pd.errors.EmptyDataError, pd.errors.ParserError):
        kind = "not a table"
    if kind not in TABLES | PICTURES:
        opaque = "it cannot be looked into", "Make it a CSV file", []
        return opaque if allowed is None else None
    if columns := [name for name in private if name not in (allowed or [])]:
        why = f"these columns look like people's names or addresses: {', '.join(columns)}"
        return why, "Take them out", sorted({*columns, *(allowed or [])})
    return None


def notices(root, chapters):
    """Yield a line for each file that will be published."""
    for path in own_files(root):
        users = [chapter.name for chapter in chapters if path in used_by(chapter, [path])]
        where = f"published with {', '.join(users)}" if users else "left out: no chapter names it"
        yield f"{FOLDER}/{name_of(path, root)} is {where}"
