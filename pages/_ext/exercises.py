"""Write the page that shows the exercises of all chapters again, with their solutions."""

import itertools
import re
from pathlib import Path

from chapters import number_of
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.nodes import is_extension_node, is_solution_node


class Exercises(SphinxDirective):
    """Show the exercises of all chapters."""

    def run(self):
        """Head them by chapter, and leave a place for each chapter's."""
        lines = []
        for docname in itertools.chain.from_iterable(self.config.chapter_parts.values()):
            path = Path(self.env.doc2path(docname))
            self.env.note_dependency(str(path))
            source = path.read_text(encoding="utf-8")
            if "{exercise-start}" in source:
                title = re.search(r"^# (.*)$", source, flags=re.M)[1]
                number = number_of(self.env.app, docname)
                lines += ["", f"## {number} · {title}", "", f"```{{exercises-of}} {path.stem}\n```"]
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)


class ExercisesOf(SphinxDirective):
    """Show the exercises of one chapter."""

    required_arguments = 1

    def run(self):
        """Leave them to the time when all chapters have been read."""
        return [exercises_of(docname=f"notebooks/{self.arguments[0]}")]


class exercises_of(nodes.General, nodes.Element):  # noqa: N801, as all nodes are written
    """The place of a chapter's exercises."""


class RepeatExercises(SphinxPostTransform):
    """Bring exercises and solutions from their chapters before anything in them is resolved."""

    default_priority = 1

    def run(self):
        """Put them into their places, with the numbers that they have in their chapters."""
        for place in list(self.document.findall(exercises_of)):
            place.replace_self(list(self.repeated(place["docname"])))
            here = self.env.toc_fignumbers.setdefault(self.env.docname, {})
            for kind, numbers in self.env.toc_fignumbers[place["docname"]].items():
                here[kind] = here.get(kind, {}) | numbers

    def repeated(self, docname):
        """Yield a chapter's exercises and solutions, and after each solution the way back."""
        for node in list(self.env.get_doctree(docname).findall(is_extension_node)):
            self.move(node, docname)
            yield node
            if is_solution_node(node):
                yield self.way_back(docname, node["target_label"])

    def way_back(self, docname, label):
        """Return a line that leads to an exercise in its chapter."""
        uri = self.app.builder.get_relative_uri(self.env.docname, docname)
        text = f"In chapter {number_of(self.app, docname)}"
        link = nodes.reference("", text, internal=True, refuri=f"{uri}#{label}")
        return nodes.paragraph("", "", link, classes=["way-back"])

    def move(self, node, docname):
        """Let references lead from this page to where they led from the chapter."""
        uri = self.app.builder.get_relative_uri(self.env.docname, docname)
        for link in node.findall(nodes.reference):
            if "refid" in link:
                link["refuri"] = f"{uri}#{link.attributes.pop('refid')}"
        for link in node.findall(pending_xref):
            if link["reftype"] == "doc":
                link["reftarget"] = f"/{docname_join(docname, link['reftarget'])}"
            link["refdoc"] = self.env.docname


def setup(app):
    """Tell Sphinx about the list, and about what fills it."""
    app.add_directive("exercises", Exercises)
    app.add_directive("exercises-of", ExercisesOf)
    app.add_node(exercises_of)
    app.add_post_transform(RepeatExercises)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
