"""A whole page that shows one run and needs nothing else."""

from helpers.boards.markup import Markup, element
from helpers.boards.player import PLAYER, downloads, equipped
from helpers.boards.steps import step_player


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
    player = step_player(trace, caption=title, columns=columns).markup
    if files:
        end = "</step-player>"
        player = Markup(player.removesuffix(end) + downloads(files) + end)
    player = Markup(player.replace("<step-player", '<step-player large=""', 1))
    screen = {"viewport": "width=device-width", "color-scheme": "light dark"}
    about = [element("meta", name=n, content=c) for n, c in screen.items()]
    about += [element("title", title)]
    head = element("head", element("meta", charset="utf-8"), *about)
    main = element("main", element("h1", title), Markup(equipped(player, PLAYER)))
    body = element("body", main)
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"
