"""What is left of a player where no script runs: a picture, a line, and sentences.

A notebook that is not trusted yet, and a preview, take away what they do not
know, such as an SVG, and leave its words.  They keep an image.
"""

import re
from urllib.parse import quote, unquote

from helpers.boards.markup import Markup, element

HINT = element(
    "p",
    "To go through this step by step, run the cell.  Until then you see a "
    "picture of it, or the steps in words.",
    class_="sp-hint",
)
PAPER = element("rect", width="100%", height="100%", fill="white")
START = "data:image/svg+xml,"
SAFE = " !$'()*+,/:;=?@"
"""What an address may hold as it is, beside letters and digits."""


def alone(svg, style, shapes):
    """Return an SVG on white paper, with all that it needs outside of a page.

    The style is that of all players, and the shapes are those that this one
    names for its points.
    """
    looks = re.findall(r"^(?:\.sp-|path|:is)[^{]*\{[^}]*\}", style, re.M)
    looks += ["svg { font-family: sans-serif }", "marker { overflow: visible }"]
    looks = Markup("\n".join(["", *looks, ""]))
    size = re.search(r'viewBox="\S+ \S+ (\S+ \S+)"', svg)[1]
    parts = element("style", looks), Markup(f"\n{PAPER}"), svg, Markup("\n")
    about = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {size}"}
    return element("svg", *parts, **about, style=shapes)


def packed(markup, style):
    """Return a player with its drawing as an image, and a line above it.

    The script of all players takes the drawing out of the image again.
    """
    begin, inside = re.fullmatch("(<[^>]*>)(.*)", markup, re.S).groups()
    about = dict(re.findall(r'([\w-]+)="([^"]*)"', begin))

    def as_image(found):
        drawing = alone(Markup(found[0]), style, Markup(about.get("style", "")))
        name = Markup(f'alt="{about["aria-label"]}: a picture of the steps"')
        source = START + quote(drawing, safe=SAFE)
        return f'<img class="sp-still" width="900" {name} src="{source}"/>'

    inside = re.sub(r"^<svg.*</svg>(?=<ol)", as_image, inside, flags=re.S)
    return Markup(begin + HINT + inside)


def unpacked(html):
    """Return a page in which drawings that came as images are drawings again.

    >>> player = '<a aria-label="A"><svg viewBox="0 0 9 9"/><ol/></a>'
    >>> unpacked(packed(player, "")) == player
    True
    """

    def as_drawing(found):
        return unquote(found[1]).partition(PAPER)[2].removesuffix("\n</svg>")

    source = rf'<img class="sp-still"[^>]*"{re.escape(START)}([^"]*)"/>'
    return re.sub(source, as_drawing, html.replace(HINT, ""))
