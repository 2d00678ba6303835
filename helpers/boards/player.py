"""What all players and boards share: their element, their style and their scripts."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from helpers.boards.markup import Markup, element
from helpers.checks import as_list

FOLDER = Path(__file__).parent
PLAYER = ("player.css", "tools.js", "player.js", "element.js")
"""What a player needs; the element comes last, when its kinds are known."""
BOARD = (
    *("player.css", "board.css", "tools.js", "arithmetic.js", "seeding.js", "sentences.js"),
    *("acts.js", "guesses.js", "tasks.js", "address.js", "plane.js", "hands.js", "gestures.js"),
    *("guessing.js", "share.js", "panel.js", "playground.js", "element.js"),
)
"""What a board needs."""
SMALL = (
    *("player.css", "board.css", "tools.js", "arithmetic.js", "seeding.js", "sentences.js"),
    *("acts.js", "address.js", "plane.js", "hands.js", "gestures.js", "share.js", "ground.js"),
)
BOARDS = {
    "playground": BOARD,
    "starts": (*SMALL, "starts.js", "element.js"),
    "next-mean": (*SMALL, "next-mean.js", "element.js"),
    "silhouette": (*SMALL, "silhouettes.js", "silhouette.js", "element.js"),
    "choosing-k": (
        *(*SMALL, "silhouettes.js", "choosing.js", "choosing-curves.js", "choosing-k.js"),
        "element.js",
    ),
    "crowds": (*SMALL, "dbscan.js", "crowd-words.js", "crowds.js", "element.js"),
    "scores": (
        *("player.css", "board.css", "scoreboard.css", "tools.js", "address.js", "share.js"),
        *("ground.js", "scores.js", "scoreboard.js", "element.js"),
    ),
    "linkage": (
        *(*SMALL, "hierarchy.js", "linkage-hands.js", "linkage-words.js", "linkage.js"),
        "element.js",
    ),
    "question": (
        *("player.css", "board.css", "question.css", "tools.js", "address.js", "share.js"),
        *("ground.js", "words.js", "question.js", "element.js"),
    ),
    "unit": (*SMALL, "unit.js", "element.js"),
    "digit": (
        *("player.css", "board.css", "digit.css", "tools.js", "arithmetic.js", "sentences.js"),
        *("address.js", "share.js", "ground.js", "sheet.js", "digit.js", "element.js"),
    ),
    "parts": (*SMALL, "parts.js", "parts-board.js", "element.js"),
    "table": (*SMALL, "profiles.js", "table-board.js", "element.js"),
    "pencil": (*SMALL, "slips.js", "pencil.js", "element.js"),
    "venues": (*SMALL, "venues.js", "element.js"),
    "inks": (
        *("player.css", "board.css", "tools.js", "arithmetic.js", "seeding.js", "address.js"),
        *("share.js", "ground.js", "inks.js", "photograph.js", "ink-board.js", "element.js"),
    ),
}
"""What each kind of board needs; a small one stands on the same ground as the others."""
KIT = (*dict.fromkeys(n for files in (PLAYER, *BOARDS.values()) for n in files[:-1]), PLAYER[-1])
"""All of these, each once; the element comes last."""
ASLEEP = (
    "To play: run this cell, or trust this notebook.  Where no script runs, pictures stand here."
)
"""What to do where no script runs."""


def brought(name):
    """Return the element by which a page brings a style or a script along."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return element("style" if name.endswith(".css") else "script", Markup(text))


def equipped(markup, files):
    """Return markup between the styles and the scripts that it needs."""
    styles = [brought(name) for name in files if name.endswith(".css")]
    scripts = [brought(name) for name in files if name.endswith(".js")]
    return "\n".join([*styles, markup, *scripts])


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
    files : tuple of str
        The styles and scripts that it needs.
    """

    sentences: list
    markup: str
    data: dict
    files: tuple = PLAYER

    def __repr__(self):
        """Return what a notebook shows where it shows no pictures."""
        return "\n".join(self.sentences)

    def _repr_html_(self):
        return equipped(self.markup, self.files)

    def _repr_mimebundle_(self, include=None, exclude=None):
        shown = {"text/plain": repr(self), "text/html": self._repr_html_()}
        return shown, {"text/html": self.data} if self.data else {}


def player_element(*children, key, name, kind=None, style=None):
    """Return the element of a player around what is in it.

    The key is its name on the page, and the name what screen readers say.
    """
    group = {"data_kind": kind, "id": key, "role": "group", "aria_label": name}
    asleep = element("p", ASLEEP, class_="sp-asleep")
    return element("step-player", asleep, *children, **group, style=style)


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
