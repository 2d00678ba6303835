"""Write the pages that list things: every public name of helpers, and how long the cells take."""

import inspect
import pkgutil
import re
import sys
from importlib import import_module
from pathlib import Path

from docutils import nodes
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective

import helpers

MODULE = r"^\| `helpers/(\w+)(?:\.py|/)`"
"""A line of the README about a module of the package, or about a wing of several."""
LONGEST = 60
"""How many characters of a value a narrow page has room for."""


class Helpers(SphinxDirective):
    """Document all names that notebooks import, module by module in their reading order."""

    def run(self):
        """Let autodoc read the docstrings."""
        readme = Path(self.env.srcdir, "README.md").read_text(encoding="utf-8")
        lines = []
        for module in re.findall(MODULE, readme, flags=re.M):
            entries = [
                line
                for part in modules_of(module)
                for name, kind in public_names(part).items()
                for line in entry_of(part, name, kind)
            ]
            if entries:
                about = inspect.getdoc(import_module(f"helpers.{module}"))
                lines += ["", f"## {module}", "", "```{eval-rst}", ".. currentmodule:: helpers"]
                lines += ["", about, "", *entries, "```"]
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)


def modules_of(module):
    """Return the modules of a wing, or a module that is in none, by their dotted names.

    What ``import helpers`` has not loaded has no public names, and would take its time.
    """
    found = import_module(f"helpers.{module}")
    inside = pkgutil.iter_modules(getattr(found, "__path__", []), f"helpers.{module}.")
    return [part.name for part in inside if part.name in sys.modules] or [f"helpers.{module}"]


def entry_of(module, name, kind):
    """Return the lines that let autodoc document a name."""
    value = getattr(helpers, name)
    if kind == "data":  # autodoc would look for its words in helpers/__init__.py
        about = ModuleAnalyzer.for_module(module).find_attr_docs()[("", name)]
        shown = [f"   :value: {value!r}"] if len(repr(value)) <= LONGEST else []
        return [f".. data:: {name}", *shown, "", *(f"   {line}" for line in about)]
    # A named tuple says of its fields only that they are fields.
    members = kind == "class" and not issubclass(value, tuple)
    return [f".. auto{kind}:: {name}", *(["   :members:"] if members else [])]


def public_names(module):
    """Return the public names of a module in the order of its lines, with their kinds."""
    found = import_module(module)
    source, public = inspect.getsource(found), getattr(found, "__all__", [])
    defined = re.findall(r"^(?:def |class )?(\w+)\b(?=[(:]| =)", source, flags=re.M)
    values = {name: getattr(helpers, name) for name in defined if name in public}
    return {name: kind_of(value) for name, value in values.items()}


def kind_of(value):
    """Return which of autodoc's directives documents a value."""
    if inspect.isclass(value):
        return "class"
    return "function" if callable(value) else "data"


def number_references(app, what, name, value, options, lines):
    """Write [1] as text: as a footnote it would be the same one for all of the page."""
    text = re.sub(r"\[(\d)\]_", r"[\1]", "\n".join(lines))
    entry = r"^\.\. (\[\d\] .*(?:\n +.*)*)"
    text = re.sub(entry, lambda match: " ".join(match[1].split()), text, flags=re.M)
    lines[:] = text.split("\n")


def shorten_times(app, doctree, docname):
    """Leave chapter and seconds of MyST-NB's table of times, for it has to fit on a phone."""
    for table in doctree.findall(nodes.table):
        if "Run Time (s)" not in table.astext():
            continue
        *_, first, second, head, body = table[0]
        table[0].children, table[0]["cols"] = [first, second, head, body], 2
        for row in table.findall(nodes.row):
            row.children = [row[0], row[3]]
        for entry, heading in zip(head[0], ["Chapter", "Seconds"], strict=True):
            entry.children = [nodes.paragraph(text=heading)]
        for link in table.findall(nodes.reference):
            link.children = [nodes.Text(app.env.titles[link.astext()].astext())]


def setup(app):
    """Tell Sphinx about the list, and when to call the functions above."""
    app.add_directive("helpers", Helpers)
    app.connect("autodoc-process-docstring", number_references, priority=400)  # before napoleon
    app.connect("doctree-resolved", shorten_times)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
