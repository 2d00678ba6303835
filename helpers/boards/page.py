"""A whole page that shows one run and needs nothing else."""

from html import escape

from helpers.boards.player import STYLE, script
from helpers.boards.steps import markup, step_player


def as_page(trace, *, title, columns=None, files=None):
    """Return a whole HTML page that shows a player and needs nothing else.

    Parameters
    ----------
    trace : list of Step
    title : str
    columns : sequence of str, optional
        The names of the two axes.
    files : dict, optional
        The downloads to offer: the text of each link, and its file's name.

    Returns
    -------
    str
    """
    player = step_player(trace, caption=title, columns=columns)
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>',
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>",
            f"<body>\n<main>\n<h1>{escape(title)}</h1>",
            markup(player, files),
            f"</main>\n{script()}\n</body>\n</html>\n",
        ]
    )
