"""Write elements of HTML and SVG, with whatever is text escaped."""

from html import escape


class Markup(str):
    """What is HTML or SVG already, so it is not escaped again."""


def element(name, /, *children, **attributes):
    """Write an element around its children.

    An underscore in an attribute's name stands for a hyphen, and the one at
    the end of ``class_`` for nothing; an attribute that is None is left out.
    Without children the element closes itself.

    >>> element("text", "a < b", class_="name", font_size=24)
    '<text class="name" font-size="24">a &lt; b</text>'
    >>> element("g", element("path", d="M0 0h9"))
    '<g><path d="M0 0h9"/></g>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(map(_escaped, children))
    end = f">{inside}</{name}>" if children else "/>"
    return Markup(f"<{name}{given}{end}")


def _escaped(child):
    return child if isinstance(child, Markup) else escape(str(child))
