"""Let readers run and change the cells of a chapter in its page: offer Python, and what it needs.

Nothing of Python is loaded before the reader presses the button.  Where it comes from is the entry
`live_python` in _config.yml: an address, or a folder of the site, which `make live` fills.
"""

import ast
import json
import shutil
import sys
import zipfile
from functools import cache
from hashlib import sha256
from html import escape
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from docutils import nodes
from take_home import is_chapter, own_of
from weight import joined, lean

HERE = Path(__file__).with_name("live")
SCRIPTS = ("outputs.js", "cells.js", "page.js")
FOLDER = "_static/live"
OURS = {
    "seaborn": ["numpy", "pandas", "matplotlib"],
    "imageio": ["numpy", "pillow"],
    "palmerpenguins": ["numpy", "pandas"],
    "tqdm": [],
}
"""The pure packages that come with the site, and what each needs."""
HELPERS = ["numpy", "scipy", "pandas", "matplotlib", "pillow"]
ALWAYS = ["ipython", "helpers", "tqdm", "scikit-learn", "fonttools"]
"""What each chapter loads; the last two, since some functions of helpers and of matplotlib do."""
PROCESSES = "This cell cannot run here: it starts processes, and a browser starts none."
COMPILED = "This cell cannot run here: it needs a package that is not made for browsers."
SYSTEM = "This cell cannot run here: it asks the operating system, and a browser has none."
MAPPED = "This cell cannot run here: it treats a file as memory, and a browser keeps no such files."
ALONE = dict.fromkeys(["dask", "distributed", "multiprocessing", "subprocess"], PROCESSES)
ALONE["kmedoids"] = COMPILED
"""Packages that no browser can run, and why."""
LOST = "This cell cannot run here: it needs what a cell above would make that cannot run here."
ALIEN = {"/proc/": SYSTEM, "memmap": MAPPED, '["report"': COMPILED, "-report.html": LOST}
"""What stands in a cell that cannot run, and why; the command of reports needs kmedoids."""


def lock():
    """Return the files of Python and of its packages, with their sums and sizes."""
    return json.loads((HERE / "pyodide-lock.json").read_text(encoding="utf-8"))


def files():
    """Return the files of Python by their names."""
    kept = lock()
    return kept["core"] | {one["file_name"]: one for one in kept["packages"].values()}


def write_live(app, env):
    """Write our own packages, and the list of all, beside the pages."""
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    (wheel,) = Path(app.outdir, "_downloads").glob("*.whl")
    kept = lock()
    about = [("helpers", wheel, f"../../_downloads/{wheel.name}", HELPERS)]
    for name, needs in OURS.items():
        path = write_wheel(name, folder)
        about.append((name, path, path.name, needs))
    for name, path, address, needs in about:
        kept["packages"][name] = entry(name, path, needs) | {"own": address}
    (folder / "pyodide-lock.json").write_text(json.dumps(kept), encoding="utf-8")
    app.live_packages = kept["packages"]


def write_wheel(name, folder):
    """Pack an installed package as it was before it was installed; return the file."""
    installed = distribution(name)
    path = folder / f"{name}-{installed.version}-py3-none-any.whl"
    files = [one for one in installed.files if ".." not in one.parts and one.suffix != ".pyc"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(files):
            if one.name not in ("INSTALLER", "RECORD", "REQUESTED", "direct_url.json"):
                entry = zipfile.ZipInfo(one.as_posix())
                archive.writestr(entry, one.locate().read_bytes(), zipfile.ZIP_DEFLATED)
    return path


def entry(name, path, needs):
    """Return what Python in the browser has to know of a package of ours."""
    data = path.read_bytes()
    return {
        "name": name,
        "version": path.name.split("-")[1],
        "file_name": path.name,
        "install_dir": "site",
        "sha256": sha256(data).hexdigest(),
        "package_type": "package",
        "imports": [name],
        "depends": needs,
        "unvendored_tests": False,
        "size": len(data),
    }


def needed(packages, always, sources):
    """Return the names of all packages that cells load, with those that these need."""
    found, waiting = set(), [*always]
    modules = {module: name for name, one in packages.items() for module in one["imports"]}
    for source in sources:
        waiting += [modules[module] for module in imported(parsed(source)) if module in modules]
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name not in found:
            found.add(name)
            waiting += packages[name]["depends"]
    return sorted(found)


def parsed(source):
    """Return a cell as a tree."""
    return ast.parse(source)


def imported(tree):
    """Yield the packages that a cell or a part of it imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.partition(".")[0]


def hindrances(sources):
    """Yield for each cell why it cannot run in a browser, or nothing."""
    lost = {}
    for source in sources:
        tree = parsed(source)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            for package in ALONE.keys() & set(imported(node)):
                names = (alias.asname or alias.name for alias in node.names)
                lost |= dict.fromkeys((name.partition(".")[0] for name in names), ALONE[package])
        names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
        used = {node.id for node in names if isinstance(node.ctx, ast.Load)}
        made = {node.id for node in names if isinstance(node.ctx, ast.Store)} | {
            node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
        }
        reasons = [lost[name] for name in sorted(used - made) if name in lost]
        reasons += [reason for sign, reason in ALIEN.items() if sign in source]
        why = next(iter(reasons), None)
        for name in made:
            lost.pop(name, None)
            if why:
                lost[name] = LOST
        yield why


def offer(app, pagename, templatename, context, doctree):
    """Put the button under a chapter's title, and say in each cell if it cannot run here."""
    if not is_chapter(pagename):
        return
    cells = cells_of(doctree)
    sources = [cell.next_node(nodes.literal_block).astext() for cell in cells]
    why = iter(list(hindrances(sources)))
    context["body"] = mark(context["body"], why)
    context["body"] = context["body"].replace(
        "</h1>", f"</h1>\n{button(app, context, sources, own_of(app, pagename))}", 1
    )


def cells_of(doctree):
    """Return the cells of a page whose code is shown."""
    inputs = (node for node in doctree.findall(nodes.container) if "cell_input" in node["classes"])
    return list(inputs)


def mark(body, why):
    """Write into each cell of a page why it cannot run in a browser."""
    pieces = body.split('<div class="cell_input')
    marked = pieces[0]
    for piece in pieces[1:]:
        reason = next(why)
        if reason:
            place = marked.rindex('<div class="cell ')
            marked = f'{marked[:place]}<div data-cannot="{escape(reason)}"{marked[place + 4 :]}'
        marked += '<div class="cell_input' + piece
    return marked


def button(app, context, sources, own):
    """Return the button, and how much comes from where when it is pressed.

    ``own`` maps the names by which cells know files of the course to these files.
    """
    source = app.config.live_python
    host = urlsplit(source).hostname
    packages = needed(app.live_packages, ALWAYS, sources)
    loaded = [*lock()["core"].values(), *(app.live_packages[name] for name in packages)]
    sizes = [file["size"] for file in loaded] + [path.stat().st_size for path in own.values()]
    amount = sum(sizes) / 1e6
    to = context["pathto"]
    about = {
        "python": source if host else to(source, 1),
        "lock": to(f"{FOLDER}/pyodide-lock.json", 1),
        "worker": to(f"_static/{worker(app)}", 1),
        "packages": " ".join(packages),
        "own": " ".join(to(f"_downloads/{name}", 1) for name in own),
        "total": len(loaded),
    }
    data = "".join(f' data-{name}="{escape(str(value))}"' for name, value in about.items())
    press = "document.head.append(Object.assign(document.createElement('script'),{src:'%s'}))"
    press = "this.disabled=true;" + press % to(f"_static/{script(app)}", 1)
    return (
        f'<p class="live-offer"{data}><button type="button" onclick="{escape(press)}">'
        f"Run this page</button> <span>Python in your browser: fetches about {amount:.0f} MB from "
        f"{host or 'this site'}, and nothing before you press.</span></p>"
    )


@cache
def script(app):
    """Write the scripts of the page into one file, with their style; return its name."""
    shell = (HERE / "shell.py").read_text(encoding="utf-8")
    style = (HERE / "live.css").read_text(encoding="utf-8")
    texts = [f"const SHELL = {json.dumps(shell)}", *(lean(HERE / name) for name in SCRIPTS)]
    texts.insert(1, f"const STYLE = {json.dumps(style)}")
    return joined(app, "live.js", ["(() => {" + ";\n".join(texts) + "})()"])


@cache
def worker(app):
    """Write the script in which Python runs; return its name."""
    return joined(app, "worker.js", [lean(HERE / "worker.js")])


def fill(site, given):
    """Copy the files of Python from a folder beside the site, each checked by its sum."""
    missing = [name for name, one in files().items() if not same(given / name, one["sha256"])]
    if missing:
        sys.exit(f"{given} lacks these files, or holds others of that name: {', '.join(missing)}")
    site.mkdir(parents=True, exist_ok=True)
    for name in files():
        shutil.copy(given / name, site)


def same(path, expected):
    """Tell whether a file is there and is what it should be."""
    return path.exists() and sha256(path.read_bytes()).hexdigest() == expected


def setup(app):
    """Tell Sphinx about the entry, and when to call the functions above."""
    app.add_config_value("live_python", "", "html")
    app.connect("env-check-consistency", write_live, priority=800)  # after the helpers' wheel
    app.connect("html-page-context", offer, priority=910)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def main(given, site):
    """Fill the folder of the site that _config.yml names."""
    settings = yaml.safe_load(Path("_config.yml").read_text(encoding="utf-8"))
    source = settings["sphinx"]["config"]["live_python"]
    if urlsplit(source).hostname:
        sys.exit(f"live_python in _config.yml is {source}: write python/ there, then try again")
    fill(Path(site, source), Path(given))


if __name__ == "__main__":
    main(*sys.argv[1:])
