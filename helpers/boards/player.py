"""What all players share: their element, their style and their script."""

import hashlib
from html import escape
from pathlib import Path

from helpers.checks import as_list

STYLE = Path(__file__).with_name("player.css").read_text(encoding="utf-8")
SCRIPT = Path(__file__).with_name("player.js").read_text(encoding="utf-8")


class Player:
    """What shows itself in a notebook; its kinds say with which pictures.

    A kind has a method ``sentences``, one for each step, and a method
    ``markup``, which returns its HTML without the style and the script.
    """

    def __repr__(self):
        """Return what a notebook shows where it shows no pictures."""
        return "\n".join(self.sentences())

    def _repr_html_(self):
        style = f"<style>{STYLE}</style>"
        return "\n".join([style, self.markup(), script()])


def script():
    """Return the script of all players, as an element of HTML."""
    return f"<script>{SCRIPT}</script>"


def element(inside, *, key, name, kind=None, style=None):
    """Return the element of a player around what is in it.

    The key is its name on the page, and the name what screen readers say.
    """
    kind = f'data-kind="{kind}" ' if kind else ""
    style = f' style="{style}"' if style else ""
    return (
        f'<step-player {kind}id="{key}" role="group" '
        f'aria-label="{escape(name)}"{style}>{inside}</step-player>'
    )


def key_of(about, *arrays):
    """Return a name for a player, so that two on one page keep apart."""
    digest = hashlib.sha256(repr(about).encode())
    for array in arrays:
        digest.update(array.tobytes())
    return f"k{digest.hexdigest()[:4]}"


def as_columns(columns, points):
    """Return a name for each column of the points."""
    d = points.shape[1]
    if columns is None:
        return tuple(f"x{column}" for column in range(d))
    names = () if isinstance(columns, str) else as_list(columns, "columns")
    if len(names) != d:
        raise ValueError(
            f"columns must be {d} names, one for each column of the points; "
            f"got {columns!r}"
        )
    return tuple(map(str, names))


def downloads(files):
    """Return links to files that belong to a player, as one line of HTML."""
    links = " · ".join(
        f'<a href="{escape(name)}" download>{escape(text)}</a>'
        for text, name in files.items()
    )
    return f'<p class="files">Download: {links}</p>'
