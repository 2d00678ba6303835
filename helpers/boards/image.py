"""A drawing that needs nothing around it, as an image in a page."""

import re
from pathlib import Path
from urllib.parse import quote

from helpers.boards import svg
from helpers.boards.markup import Markup, element

STYLE = Path(__file__).with_name("player.css").read_text(encoding="utf-8")
LOOKS = re.findall(r"^(?:\.sp-|path|:is)[^{]*\{[^}]*\}", STYLE, re.M)
ALWAYS = ["svg { font-family: sans-serif }", "marker { overflow: visible }"]
PAPER = '<rect x="-2" width="100%" height="100%" fill="white"/>'
PLAIN = " ;,/?:@=+$!*()[]{}|^~`'"
"""The signs that may stand in an address as they are, and shorten it."""
NO_XML = r"[\x00-\x1f\ufffe\uffff]"


def standing_alone(drawing):
    """Return an SVG with the rules by which it is drawn, on white paper."""
    begin, rest = drawing.split(">", 1)
    begin = begin.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    looks = [rule for rule in LOOKS if any(kind in rest for kind in re.findall(r"sp-\w*", rule))]
    style = ["<style>", *looks, *ALWAYS, "</style>"]
    return "\n".join([f"{begin}>", *style, f"{PAPER}{rest}", ""])


def as_image(drawing, alt, kind="sp-storyboard"):
    """Return a drawing as an image, which stays where drawings are taken away.

    A notebook that is not trusted yet keeps images and lists, but no SVG.
    The kind tells the script what to do with it.  Quotes within the drawing's
    texts are entities, so those that are left may all become single ones.
    """
    text = re.sub(NO_XML, " ", standing_alone(drawing)).replace('"', "'")
    address = quote(re.sub(r"\s+", " ", text), safe=PLAIN, errors="replace")
    return element("img", class_=kind, alt=alt, src=Markup(f"data:image/svg+xml,{address}"))


def plane_image(panel, columns, labels, key, alt, *marks, shared=()):
    """Return a plane with its axes, markers for its labels, and marks on it, as an image."""
    defs = element("defs", *svg.markers([labels], key), *shared)
    axes = svg.frame(panel, None), svg.axes(panel, columns, None)
    box = f"-110 -24 {svg.SIDE + 130} {panel.height + 108}"
    about = {"viewBox": box, "font_size": 24, "style": svg.marker_style([labels], key)}
    return as_image(element("svg", defs, *axes, *marks, **about), alt, "sp-still")
