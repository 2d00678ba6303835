"""Leave the solutions out of the site and of all that it offers: `make book SOLUTIONS=no`.

For a site that never shows them, `with_solutions: false` stands in _config.yml.
"""

import os
import re
import shutil
from pathlib import Path

from sphinx_exercise.nodes import is_solution_node

BLOCK = re.compile(r"^(`{3,}|:{3,})\{solution-start\}.*?^\1\{solution-end\}\n\1\n+", re.M | re.S)
"""A solution in a chapter's source."""
TEACHERS = re.compile(r'<a [^>]*href="[^"]*homework\.zip"[^>]*>(.*?)</a>')
"""The link to the teacher's copies of the homework."""


def without_solutions(app, text):
    """Return the source of a chapter as a reader gets it."""
    return text if app.config.with_solutions else BLOCK.sub("", text)


def prepare(app, config):
    """Let pages say what holds where there are solutions, and keep sources to ourselves if not."""
    config.with_solutions = config.with_solutions and os.environ.get("SOLUTIONS") != "no"
    if config.with_solutions:
        app.tags.add("solutions")
    else:
        config.html_copy_source = False


def leave_out(app, env):
    """From here on, when all downloads are written, take solutions from the pages."""
    if not app.config.with_solutions:
        shutil.rmtree(Path(app.outdir, "_sources"), ignore_errors=True)  # of an earlier site
        app.connect("doctree-resolved", remove_solutions)
        app.connect("html-page-context", unlink_copies, priority=900)


def remove_solutions(app, doctree, docname):
    """Take the solutions from a page."""
    for node in list(doctree.findall(is_solution_node)):
        node.parent.remove(node)


def unlink_copies(app, pagename, templatename, context, doctree):
    """Name the teacher's copies without a link: they stay beside the site."""
    context["body"] = TEACHERS.sub(r"\1", context.get("body", ""))


def setup(app):
    """Tell Sphinx when to call the functions above; to change it changes every page."""
    app.add_config_value("with_solutions", True, "env")
    app.connect("config-inited", prepare)
    app.connect("env-check-consistency", leave_out, priority=900)  # after the downloads
    return {"parallel_read_safe": True, "parallel_write_safe": True}
