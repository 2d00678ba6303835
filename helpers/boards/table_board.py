"""A board for a table: other scalings and encodings, and how clusters and profiles change."""

import numpy as np

from helpers.boards import svg
from helpers.boards.given import board, data_of, marks_of, own_data
from helpers.boards.image import plane_image
from helpers.boards.player import key_of
from helpers.checks import as_count, as_labels, as_points
from helpers.drawing.palette import PALE

__all__ = ["table_board"]

MOST_ROWS = 1000
"""More than these no page should carry for every way."""


def table_board(table, ways, columns, *, caption=None, code="table"):
    """Let the reader choose how a table was clustered, and see clusters and profiles.

    A way is a choice of columns, scaling and encoding, with the labels that
    it gave for some k.  The plane shows two columns, and beside it stands what
    is usual in each cluster: the median of numbers, and the most frequent
    category with its share.

    Where no script runs, and on paper, it shows the clusters of the first way
    and tells the sizes of all.

    Parameters
    ----------
    table : data frame, shape (n, d)
        At most 1,000 rows; may have gaps but in the two columns of the plane.
    ways : dict
        For the name of each way a dict from k to labels of shape (n,), from 0
        to at most 8.
    columns : sequence of str
        The two columns of numbers that span the plane.
    caption : str, optional
        What to find out; also the name of the board for screen readers.
    code : str
        What the table is called in the notebook, for the lines of Python.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If ``table`` is no data frame or has more than 1,000 rows, if there are
        no ways or no dicts of them, labels that do not fit the rows, or other k in one way than in
        another, or if ``columns`` are not two of its columns, of numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> cats = pd.DataFrame({"age": [1, 2, 9], "weight": [1, 4, 4], "sex": ["f", "m", "m"]})
    >>> table_board(cats, {"as it is": {2: [0, 0, 1]}}, ["age", "weight"])
    as it is, k = 2: clusters of 2, 1
    """
    if not hasattr(table, "columns"):
        raise ValueError("table must be a pandas data frame")
    as_count(len(table), "the number of rows", most=MOST_ROWS)
    if missing := [name for name in columns if name not in table.columns]:
        raise ValueError(f"table has no column {missing[0]!r}")
    points = as_points(table[list(columns)], "columns")
    own = own_data(points, list(columns), (), code, least=2)
    if not (isinstance(ways, dict) and all(isinstance(by_k, dict) for by_k in ways.values())):
        raise ValueError("ways must be a dict of dicts, from a name to k to labels")
    known = {name: _checked(name, labels, points) for name, labels in ways.items()}
    ks = {tuple(by_k) for by_k in known.values()}
    if len(ks) != 1 or () in ks:
        raise ValueError("ways must have labels for the same k, and at least for one")
    told = [_told(name, k, labels) for name, by_k in known.items() for k, labels in by_k.items()]
    key = key_of((caption, own.columns, code, told), points)
    given = {
        "data": data_of(own),
        "profiled": [_column(table[name], name) for name in table.columns],
    }
    given |= {"ways": {name: _listed(by_k) for name, by_k in known.items()}, "ks": list(*ks)}
    given |= {"code": code} | marks_of(key)
    first = next(iter(next(iter(known.values())).values()))
    picture = _picture(points, first, own.columns, f"{key}s")
    return board("table", [picture], told, given, key=key, name=caption or "One table, many ways")


def _checked(name, by_k, points):
    """Return the labels of a way for each k, the least first."""
    checked = {}
    for k in sorted(by_k):
        as_count(k, f"k in {name!r}", most=len(PALE))
        checked[k] = as_labels(by_k[k], points, most=k - 1)
    return checked


def _listed(by_k):
    """Return the labels of a way as plain lists."""
    return {k: labels.tolist() for k, labels in by_k.items()}


def _told(name, k, labels):
    """Return the sizes of the clusters in words."""
    sizes = ", ".join(map(str, np.bincount(labels, minlength=k)))
    return f"{name}, k = {k}: clusters of {sizes}"


def _column(values, name):
    """Return a column for the script: numbers, or texts; a gap is None."""
    gaps = values.isna().to_numpy()
    is_number = values.dtype.kind in "iuf"
    there = [float(value) if is_number else str(value) for value in values[~gaps]]
    filled = np.full(len(gaps), None, dtype=object)
    filled[~gaps] = there
    return {"name": str(name), "number": is_number, "values": filled.tolist()}


def _picture(points, labels, columns, key):
    """Return a picture of the rows in the colours of their clusters."""
    panel = svg.panel_of(points)
    paths = svg.point_paths(svg.spots_of(points, panel), labels)
    alt = "The rows in the colours of the first clusters"
    return plane_image(panel, columns, labels, key, alt, *paths)
