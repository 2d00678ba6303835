"""Mend what the theme leaves undone, and equip pages with what is played."""

import gc
import json
import os
import re
from functools import cache
from html import escape

from docutils import nodes
from jupyter_cache import get_cache
from jupyter_cache.readers import get_reader
from run_chapters import lacks_figure
from sphinx.errors import ExtensionError

from helpers import save_gif, storyboard
from helpers.boards.numbers import from_data
from helpers.boards.player import FOLDER, KIT, brought, downloads
from helpers.command.export import save_png


def describe_page(app, pagename, templatename, context, doctree):
    """Describe each page to search engines by the start of its first paragraph."""
    paragraph = doctree.next_node(nodes.paragraph) if doctree else None
    text = paragraph.astext() if paragraph else app.config.project
    text = " ".join(text.split())
    if len(text) > 160:
        text = text[:160].rsplit(maxsplit=1)[0] + " …"
    tag = f'<meta name="description" content="{escape(text)}" />'
    context["metatags"] = context.get("metatags", "") + tag


def drop_thebe(app, config):
    """Leave out the launcher of live code: no page uses it, and it names another host."""
    for listeners in app.events.listeners.values():
        for listener in list(listeners):
            if listener.handler.__module__ == "sphinx_thebe":
                app.disconnect(listener.id)
    app.registry.css_files = [css for css in app.registry.css_files if "thebe" not in css[0]]


def mend_html(app, pagename, templatename, context, doctree):
    """Write what screen readers and browsers expect.

    The corner of a pandas table is an empty heading, Docutils gives a
    bibliography's entries a role that is no longer allowed inside a list, all
    exercises of a page have the same id, a box that opens is not called by
    what stands on it, and a solution's link begins with a space.
    """
    body = context.get("body", "").replace("<th></th>", "<td></td>")
    body = body.replace('role="doc-biblioentry"', 'role="listitem"')
    body = re.sub(r' id="(exercise|solution)-content"', "", body)
    body = body.replace('<summary aria-label="Toggle hidden content">', "<summary>")
    context["body"] = re.sub(r"Solution to(<a [^>]*>) ", r"Solution to \1", body)


def find_scripts(app, config):
    """Copy what players and boards need into the site."""
    folder = os.path.relpath(FOLDER, app.srcdir)  # the same words wherever the course lies
    config.html_static_path += [f"{folder}/{name}" for name in KIT]


def equip_players(app, pagename, templatename, context, doctree):
    """Load the scripts and styles of what is played once a page, and offer downloads under a trace.

    What is of another kind says so before its name, and has nothing to download.
    """
    body = context.get("body", "")
    if "<step-player" not in body:
        return
    used = [name for name in KIT if brought(name) in body]
    for name in used:
        body = body.replace(brought(name), "")
    load(app, used)

    kept = kept_traces(app, pagename)

    def with_downloads(match):
        name = f"{pagename}-{list(kept).index(match[1]) + 1}"
        files = write_downloads(kept[match[1]], app.outdir / "_downloads", name)
        links = {text: context["pathto"](f"_downloads/{name}", 1) for text, name in files.items()}
        return match[0].removesuffix("</step-player>") + downloads(links) + "</step-player>"

    pattern = r'<step-player id="(\w+)".*?</step-player>'
    context["body"] = re.sub(pattern, with_downloads, body, flags=re.S)


def load(app, files):
    """Let a page load styles and scripts of players and boards."""
    for name in files:
        if name.endswith(".css"):
            app.add_css_file(name)
        else:
            app.add_js_file(name, loading_method="defer")


def kept_traces(app, pagename):
    """Return the trace behind each step player of a page, as its notebook's outputs keep it."""
    about = (
        output.get("metadata", {}).get("text/html", {})
        for cell in cached_notebook(app, pagename).cells
        for output in cell.get("outputs", [])
    )
    return {one["player"]: one["trace"] for one in about if "player" in one}


def course_cache(app):
    """Return the cache that keeps what the notebooks' cells have shown."""
    return get_cache(app.env.mystnb_config.execution_cache_path)


@cache
def cached_notebook(app, pagename):
    """Return the notebook behind a page, with the outputs of the last build; nobody changes it."""
    read = get_reader({"type": "plugin", "name": "myst_nb_md"})
    _, notebook = course_cache(app).merge_match_into_notebook(read(app.env.doc2path(pagename)))
    return notebook


def has_run(app):
    """Tell whether the page that is being read has cells that ran to their end."""
    known = getattr(app.env, "nb_metadata", {})  # a book of plain pages has none
    execution = known.get(app.env.docname, {}).get("exec_data")
    return bool(execution and execution["succeeded"])


def refuse_missing_figures(app, doctree):
    """Stop where a cell should show a figure and shows none, and do not keep such a run."""
    if not has_run(app):
        return
    notebook = cached_notebook(app, app.env.docname)
    for cell, line in zip(notebook.cells, notebook.metadata.source_map, strict=True):
        if lacks_figure(cell):
            cache = course_cache(app)
            cache.remove_cache(cache.match_cache_notebook(notebook).pk)
            raise ExtensionError(
                f"{app.env.docname}.md:{line}: this cell should show a figure and shows none; "
                "perhaps MPLBACKEND names a backend that draws no figures into notebooks: "
                "build with `make book`, which leaves it out"
            )


def write_downloads(data, folder, name):
    """Write the GIF, the storyboard and the data of a trace; return their paths in the folder."""
    files = {"GIF": f"{name}.gif", "storyboard": f"{name}.png", "data": f"{name}.json"}
    gif, picture, numbers = (folder / file for file in files.values())
    gif.parent.mkdir(parents=True, exist_ok=True)
    trace = from_data(data)
    save_gif(trace, gif)
    save_png(storyboard(trace), picture)
    numbers.write_text(json.dumps(data), encoding="utf-8")
    return files


def setup(app):
    """Tell Sphinx when to call the functions above.

    A build makes large trees and little garbage: looking for some would take a quarter of its time.
    """
    gc.set_threshold(100_000, 50, 100)
    app.connect("config-inited", drop_thebe)
    app.connect("config-inited", find_scripts)
    app.connect("doctree-read", refuse_missing_figures)
    # After the other extensions have had their say.
    app.connect("html-page-context", describe_page, priority=900)
    app.connect("html-page-context", mend_html, priority=900)
    app.connect("html-page-context", equip_players, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
