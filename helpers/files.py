"""A reader's own points, read from a file.

Whatever is wrong with a file is told with its name and with the line.
"""

import csv
import gzip
import re
import zlib
from contextlib import suppress
from itertools import chain
from pathlib import Path
from unicodedata import category, normalize

from helpers.checks import LARGEST, as_count, as_list, reads_as_number

__all__ = ["read_points"]

DECIMALS = re.compile(r"(?<!\d)0?[.,]|\d{4}[.,]|[.,](?!\d{3}\b)")
"""A comma or point that stands before decimals, not behind thousands."""
DASHES = "[\u2010-\u2015\u2212]"
"""Other dashes than that of the keyboard."""
ALIKE = f"{DASHES}|(?<=[a-zA-Z])[\u0400-\u04ff]|[\u0400-\u04ff](?=[a-zA-Z])"
"""What looks like another sign: dashes, and Russian letters in Latin words."""
BOOLS = ["TRUE", "True", "true", "FALSE", "False", "false"]
"""What pandas would take for 1 and 0."""


def read_points(path, columns, *, label=None):
    r"""Read points from some columns of a CSV file, and leave the others.

    Between the fields stand commas, semicolons, tabs or ``|``.  If it is not
    commas, the numbers may have decimal commas.  Above the header there may
    be a title, or lines that begin with ``#``.  A column is found even if its
    name in the file has more spaces than yours, other dashes, or signs that
    nobody sees.

    Parameters
    ----------
    path : str or Path
        A text file with a header, in UTF-8; packed by gzip, if it ends in
        ``.gz``.
    columns : sequence of str
        The names of the columns with the coordinates.
    label : str, optional
        The name of the column that says what each point really is.

    Returns
    -------
    points : array, shape (n, d)
    labels : list of str
        The n fields of the column ``label``; empty if it is not given.

    Raises
    ------
    ValueError
        If the file is no such table, a column is not there, a coordinate is
        not a number, or a label is missing; it tells the lines of the file.
        Also if a comma or point could stand before decimals or thousands.
    OSError
        If the file cannot be read.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "cats.csv")
    ...     _ = path.write_text("name,weight,age\nTom,4.5,3\nKit,0.9,1\n")
    ...     points, labels = read_points(path, ["age", "weight"], label="name")
    >>> points.tolist(), labels
    ([[3.0, 4.5], [1.0, 0.9]], ['Tom', 'Kit'])
    """
    names = as_list(columns, "columns")
    d = as_count(len(names), "the number of columns")
    path, wanted = to_read(path), [*names, label] if label else names
    table, places = _layout(path, wanted)
    labels = [not label or row[places[-1]].strip() for _, row in rows(*table)]
    if not labels:
        raise ValueError(f"{path}: there are no rows below a header")
    texts = (row[place] for _, row in rows(*table) for place in places[:d])
    decimal = decimal_of(texts, table[1])
    with suppress(ValueError):
        points = _numbers(table, places[:d], decimal)
        if len(points) == len(labels) and all(labels):
            return points, labels if label else []
    raise _problem(table, places, wanted, d, decimal)


def as_path(path):
    """Return a path, with the home folder in place of ~ at its start."""
    path = Path(path)
    return path.expanduser() if path.parts[:1] == ("~",) else path


def to_read(path):
    """Return the path of a file to read; an address of the web is none."""
    path = as_path(path)
    if re.search(r"\w\w:[/\\]", str(path)) and not path.exists():
        raise ValueError(f"{path}: an address; download the file first")
    return path


def _layout(path, wanted):
    """Return where a table is, and at which places its wanted columns are.

    What finds the rows below its header is the path, the mark between fields,
    the line of the header, and how many fields the header has.
    """
    names, tried = [*map(as_seen, wanted)], []
    for mark, line, row in headers(path):
        seen = [*map(as_seen, row)]
        missing = [name for name in names if seen.count(name) != 1]
        if not missing:
            return (path, mark, line, len(row)), [*map(seen.index, names)]
        tried.append((row, line, wanted[names.index(missing[0])]))
    if not tried:
        raise ValueError(f"{path}: there are no rows below a header")
    row, line, name = max(tried, key=lambda candidate: len(candidate[0]))
    shown = ", ".join(map(as_shown, row))[:2000]
    once = f"{path}: column {name!r} must be in the header once"
    raise ValueError(f"{once}; line {line} has {shown}")


def headers(path):
    """Yield what may be the header: a mark, a line, and the row there.

    Above it may stand a title, remarks, and Excel's ``sep=;``.
    """
    for mark in ",;\t|":
        above = "#"
        for line, row in rows(path, mark):
            if row[1:] or above[0] == "#":
                yield mark, line, row
            above = "\t".join(filter(None, row))
            if not re.match("#|[^;\t|]+$", above):
                break


def as_seen(name):
    """Return a name without what nobody sees in it, such as a second space."""
    seen = "".join(sign for sign in str(name) if category(sign) != "Cf")
    return " ".join(re.sub(DASHES, "-", normalize("NFKC", seen)).split())


def as_shown(text):
    """Return a text as Python shows it, with look-alikes by their numbers."""
    return re.sub(ALIKE, lambda sign: ascii(sign[0])[1:-1], repr(text))


def decimal_of(texts, mark):
    """Return the sign before decimals; if none is clear, one that fits none.

    Then 1.234 and 1,234 are refused, because they may be thousands.
    """
    other = "."
    for text in texts if mark != "," else ():
        if sure := DECIMALS.search(text):
            return sure[0][-1]
        other = "," if "." in text else other
    return other


def _numbers(table, places, decimal):
    """Return the rows of a table in which each number can be used."""
    # Here, so that importing helpers stays quick.
    import pandas as pd

    path, mark, above, _ = table
    # Newer ones are exact without being asked.
    old = {"float_precision": "round_trip"} if pd.__version__ < "3.1" else {}
    look = {"sep": mark, "decimal": decimal, "skipinitialspace": True} | old
    look |= {"header": None, "usecols": places, "na_values": BOOLS}
    with _open(path, above) as file:
        points = pd.read_csv(file, dtype=float, **look)[places].to_numpy()
    return points[(abs(points) < LARGEST).all(axis=1)]


def _problem(table, places, wanted, d, decimal):
    """Return an error that tells where something is missing or no number."""
    bad, why = [], "something is missing or no clear, finite number such as"
    for line, row in rows(*table):
        for i, text in enumerate(row[place].strip(" ") for place in places):
            if not (is_usable(text, decimal) if i < d else text.strip()):
                bad.append(f"{line} ({wanted[i]}: {as_shown(text)})")
    more = f" and {len(bad) - 10} more" if bad[10:] else ""
    bad = ", ".join(bad[:10])
    return ValueError(f"{table[0]}: {why} -1234.5 in line {bad}{more}")


def is_usable(text, decimal):
    """Tell whether a text is a number that can be worked with."""
    text = text.translate(str.maketrans({".": "_", ",": "_", decimal: "."}))
    number = text.isascii() and "_" not in text and reads_as_number(text)
    return number and abs(float(text)) < LARGEST


def rows(path, mark, above=0, width=None):
    """Yield each row that is not empty, with the line in which it ends.

    Down to the header, a quote may stand anywhere; below it, all rows are as
    wide as the header.
    """
    line, options = above, {"skipinitialspace": True, "strict": above > 0}
    # A field that nobody asks for may be long; more does not fit on Windows.
    csv.field_size_limit(2**31 - 1)
    try:
        with _open(path, above) as file:
            lines = chain([file.readline().removeprefix("\ufeff")], file)
            reader = csv.reader(lines, delimiter=mark, **options)
            for row in reader:
                line, text = above + reader.line_num, "".join(row)
                if "\0" in text:
                    raise UnicodeError  # two bytes a letter, or no text
                if text and width not in (None, len(row)):
                    head = f"but the header (line {above}) has {width}"
                    has = f"line {line} has {len(row)} fields, {head}"
                    raise ValueError(f"{path}: {has}")
                if text:
                    yield line, row
    except csv.Error as error:
        raise ValueError(f"{path}: line {line + 1}: {error}") from error
    except (UnicodeError, EOFError, zlib.error, gzip.BadGzipFile):
        how = "not UTF-8; save it as CSV UTF-8, and not as a workbook"
        raise ValueError(f"{path}: {how}") from None


def _open(path, above):
    """Open a text file, which may be packed, below some of its lines."""
    opened = gzip.open if path.suffix == ".gz" else Path.open
    file = opened(path, "rt", encoding="utf-8-sig", newline="")
    for _ in range(above):
        file.readline()
    return file
