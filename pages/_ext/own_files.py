"""Find a teacher's own files, and refuse to publish what looks like people's data."""

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
PHONE = r"^\+?[\d ()/-]{9,}$"
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
    table = pd.read_csv(path, sep=None, engine="python", dtype=str, nrows=10_000)
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
        permit = f"or allow them in {FOLDER}/{PERMITS}"
        if path.suffix.lower() in TABLES:
            columns = [one for one in private_columns(path) if one not in allowed.get(name, [])]
            if columns:
                line = f'"{name}" = {sorted({*columns, *allowed.get(name, [])})}'.replace("'", '"')
                yield (
                    f"{FOLDER}/{name} would be published, and these columns look like people's "
                    f"names or addresses: {', '.join(columns)}.  Take them out, {permit} by the "
                    f"line {line}"
                )
        elif path.suffix.lower() not in PICTURES and name not in allowed:
            yield (
                f"{FOLDER}/{name} would be published, and cannot be looked into.  Make it a CSV "
                f'file, {permit} by the line "{name}" = []'
            )


def notices(root, chapters):
    """Yield a line for each file that will be published."""
    for path in own_files(root):
        users = [chapter.name for chapter in chapters if path in used_by(chapter, [path])]
        where = f"published with {', '.join(users)}" if users else "left out: no chapter names it"
        yield f"{FOLDER}/{name_of(path, root)} is {where}"
