"""A table that nobody has prepared: which columns can be clustered, and how far rows are apart."""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from helpers.files import as_seen, as_shown, decimal_of, headers, is_usable, rows, to_read

GAPS = {"", "na", "n/a", "nan", "null", "none", "-", "?", "inf", "-inf", "+inf", "infinity"}
"""What stands for nothing, or for no number that can be worked with, in small letters."""
MANY = 20
"""More different texts than these are names rather than categories."""
LEAST_ROWS = 10
DATE = r"\d{4}-\d\d?-\d\d?([ T].*)?|\d\d?[./]\d\d?[./]\d{2,4}"


@dataclass(frozen=True, eq=False)
class Column:
    """A column that is clustered.

    Attributes
    ----------
    name : str
    values : array, shape (n,)
        Numbers, or the places of the texts among ``texts``; NaN for a gap.
    texts : list of str
        The categories; empty for a column of numbers.
    span : float
        How wide the middle nine tenths of the numbers are; 1 for categories.
    """

    name: str
    values: np.ndarray
    texts: list
    span: float = 1.0


def read_table(path):
    """Return the headings of a file and its columns, each a list of texts.

    Between the fields stand commas, semicolons, tabs or ``|``, and above the
    headings there may be a title, as in :func:`helpers.read_points`.
    """
    path = to_read(path)
    found = max(headers(path), key=lambda one: sum(map(bool, one[2])), default=None)
    mark, line, names = found or (",", *next(rows(path, ","), (0, [])))
    names = [" ".join(name.split()) or f"column {i}" for i, name in enumerate(names, 1)]
    seen = [*map(as_seen, names)]
    twice = [as_shown(name) for name in names if seen.count(as_seen(name)) > 1]
    if twice:
        raise ValueError(f"{path}: two columns have the heading {twice[-1]}; rename one")
    body = [row for _, row in rows(path, mark, line, len(names))]
    if len(body) < LEAST_ROWS:
        raise ValueError(f"{path}: {len(body)} rows below the headings; needs {LEAST_ROWS} or more")
    texts = zip(*body, strict=True)
    fields = ([" ".join(text.split()) for text in column] for column in texts)
    return mark, dict(zip(names, fields, strict=True))


def columns_of(mark, fields):
    """Return the columns to cluster, and why each of the others is left out."""
    used, left = [], {}
    for name, texts in fields.items():
        column = column_of(name, texts, mark)
        if isinstance(column, str):
            left[name] = column
        else:
            used.append(column)
    return used, left


def column_of(name, texts, mark):
    """Return a column, or in words why it cannot be used."""
    here = [text for text in texts if text.lower() not in GAPS]
    decimal = decimal_of(here, mark)
    odd = [text for text in here if not is_usable(text, decimal)]
    different = len(set(here))
    if different < 2:
        return "the same in all rows" if here else "empty"
    if not odd:
        return numbers_of(name, texts, decimal)
    if all(is_usable(text, ".,"[decimal == "."]) for text in here):
        return f"numbers in which the sign may stand before decimals or thousands: {here[0][:40]!r}"
    if all(re.fullmatch(DATE, text) for text in here):
        return "dates; a number such as an age or a number of days could be used"
    if different <= MANY and different < len(here):
        return categories_of(name, texts)
    if len(odd) < len(here) / 2:
        return f"numbers, but for {len(odd)} fields such as {odd[0][:40]!r}"
    return f"{different} different texts, which are names rather than categories"


def numbers_of(name, texts, decimal):
    """Return a column of numbers, or in words why it cannot be used."""
    gap = [text.lower() in GAPS for text in texts]
    values = np.where(gap, "nan", [text.replace(decimal, ".") for text in texts]).astype(float)
    if len(values) > LEAST_ROWS and (np.diff(values) == 1).all():
        return "numbers the rows"
    low, high = np.nanquantile(values, [0.05, 0.95])
    span = high - low or np.nanmax(values) - np.nanmin(values)
    return Column(name, values, [], float(span))


def categories_of(name, texts):
    """Return a column of categories, the most frequent one first."""
    count = Counter(text for text in texts if text.lower() not in GAPS)
    names = sorted(count, key=lambda text: (-count[text], text))
    place = {text: i for i, text in enumerate(names)}
    return Column(name, np.array([place.get(text, np.nan) for text in texts]), names)


def distances(columns, some, others):
    """Return how far rows are from other rows: an array with a row for each of some.

    Each column says how far, from 0 to 1, and the average counts.  Numbers are
    as far as their difference in spans, but at most 1; categories are 0 apart
    if they are the same, and else 1.  A column with a gap in one of the two
    rows says nothing.  Rows that no column can compare are 1 apart.
    """
    total, known = np.zeros((2, len(some), len(others)))
    for column in columns:
        apart = apart_in(column, column.values[some][:, None], column.values[others])
        there = ~np.isnan(apart)
        total += np.where(there, apart, 0)
        known += there
    return np.where(known > 0, total / np.maximum(known, 1), 1.0)


def apart_in(column, some, others):
    """Return how far one column says that values are apart; NaN where it says nothing."""
    apart = abs(some - others)
    return np.minimum(apart if column.texts else apart / column.span, 1)
