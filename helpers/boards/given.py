"""What Python gives to the script of a board: its points, its axes and its marks."""

import json
from base64 import b64encode
from dataclasses import dataclass

import numpy as np

from helpers.boards import svg
from helpers.boards.markup import Markup, element
from helpers.boards.player import BOARDS, Player, as_columns, player_element
from helpers.boards.steps import square
from helpers.drawing.palette import PALE
from helpers.kmeans import UNASSIGNED

SHEET = np.array([[0, 0], [10, 10]])
"""The corners of an empty plane."""


@dataclass(frozen=True, eq=False)
class DataSet:
    """Points that a board offers, and the lines by which a notebook has them too."""

    name: str
    title: str
    code: str
    points: np.ndarray
    columns: tuple = ("x0", "x1")
    groups: int | None = None
    needs: tuple = ()
    imports: tuple = ()


def own_data(points, columns, names, code, *, least=1):
    """Return a page's own points, which have few enough columns to be drawn on a plane."""
    columns = as_columns(columns, points, names)
    if not least <= len(columns) <= 2:
        asked = "two columns" if least == 2 else "one or two columns"
        raise ValueError(f"points must have {asked}, to be drawn on a plane; got {len(columns)}")
    return DataSet("own", "these points", code, points, columns)


def board(kind, pictures, sentences, given, *, key, name):
    """Return a board: its pictures and sentences, and what its script takes over."""
    listed = element("ol", *(element("li", words) for words in sentences))
    inside = *pictures, listed, as_script(given)
    markup = player_element(*inside, key=key, name=name, kind=kind)
    return Player(sentences, markup, {}, BOARDS[kind])


def marks_of(key):
    """Return the shapes and squares that a board draws with, under names of its own."""
    labels = np.arange(UNASSIGNED, len(PALE))
    squares = [square(label, key) for label in range(len(PALE))]
    return {
        "key": key,
        "style": svg.marker_style([labels], key),
        "marks": _short("".join([*svg.markers([labels], key), *squares])),
    }


def data_of(data, *others):
    """Return a data set with the axes of its plane, which has room for other places too."""
    places = [data.points, *others] if len(data.points) else [SHEET]
    plane = plane_of(svg.panel_of(*places), data.columns)
    return vars(data) | {"points": listed(data.points), **plane}


def plane_of(panel, columns):
    """Return the axes of a plane and its corners."""
    axes = _short(svg.frame(panel, None) + svg.axes(panel, columns, None))
    corners = {"low": panel.low.tolist(), "high": panel.high.tolist(), "height": panel.height}
    return {"axes": axes, **corners}


def _short(markup):
    """Return markup in single quotes, which JSON leaves as they are."""
    return markup.replace('"', "'")


def listed(points):
    """Return all numbers of a table: in one list, or as bytes if that is shorter."""
    numbers = points.ravel().tolist()
    listed = [int(x) if x.is_integer() and abs(x) < 2**53 else x for x in numbers]
    packed = b64encode(points.astype("<f8").tobytes()).decode()
    return listed if len(str(listed)) < len(packed) else packed


def as_script(numbers):
    """Return numbers as a script that does nothing, which a sanitiser takes away whole."""
    text = json.dumps(numbers, separators=(",", ":")).replace("</", "<\\/")
    return element("script", Markup(text), type="application/json")
