"""What all players share: their element, their style and their script."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from helpers.boards.markup import Markup, element
from helpers.boards.still import packed
from helpers.checks import as_list

STYLE = Path(__file__).with_name("player.css").read_text(encoding="utf-8")
SCRIPT = Path(__file__).with_name("player.js").read_text(encoding="utf-8")
STYLE_ELEMENT = element("style", Markup(STYLE))
SCRIPT_ELEMENT = element("script", Markup(SCRIPT))


@dataclass(frozen=True, eq=False, repr=False)
class Player:
    """What can be stepped through; it shows itself in a notebook.

    Attributes
    ----------
    sentences : list of str
        What each step shows.
    markup : str
        Its HTML, without the style and the script that all players share.
    data : dict
        What a notebook keeps beside it for other tools, if anything.
    """

    sentences: list
    markup: str
    data: dict

    def __repr__(self):
        """Return what a notebook shows where it shows no pictures."""
        return "\n".join(self.sentences)

    def _repr_html_(self):
        shown = packed(self.markup, STYLE)
        return "\n".join([STYLE_ELEMENT, shown, SCRIPT_ELEMENT])

    def _repr_mimebundle_(self, include=None, exclude=None):
        shown = {"text/plain": repr(self), "text/html": self._repr_html_()}
        return shown, {"text/html": self.data} if self.data else {}


def player_element(*children, key, name, kind=None, style=None):
    """Return the element of a player around what is in it.

    The key is its name on the page, and the name what screen readers say.
    """
    group = {"data_kind": kind, "id": key, "role": "group", "aria_label": name}
    return element("step-player", *children, **group, style=style)


def key_of(about, *arrays):
    """Return a name for a player, so that two on one page keep apart."""
    digest = hashlib.sha256(repr(about).encode())
    for array in arrays:
        digest.update(array.tobytes())
    return f"k{digest.hexdigest()[:4]}"


def as_columns(columns, points, names=()):
    """Return a name for each column of the points: as asked for, or their own."""
    d = points.shape[1]
    if columns is None:
        return names or tuple(f"x{column}" for column in range(d))
    names = () if isinstance(columns, str) else as_list(columns, "columns")
    if len(names) != d:
        raise ValueError(
            f"columns must be {d} names, one for each column of the points; got {columns!r}"
        )
    return tuple(map(str, names))


def downloads(files):
    """Return links to files that belong to a player, as one line of HTML."""
    links = [element("a", text, href=name, download="") for text, name in files.items()]
    return element("p", "Download: ", Markup(" · ".join(links)), class_="files")
