"""Write what a reader can take home, and offer it: notebooks, archives, and places to run them."""

import calendar
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import yaml
from clean_notebook import in_order, joined, notebooks
from course_site import cached_notebook
from homework import homework, write_solved
from myst_nb.core import render
from own_files import name_of, own_files, used_by
from plain_markdown import markdown
from publish import launch_links
from solutions import without_solutions

COURSE = "clustering-step-by-step"
OFFERS = {
    "{}.ipynb": "Notebook with outputs",
    "{}-blank.ipynb": "Notebook without outputs, to think before you run",
    "{}-exercises.ipynb": "Notebook without solutions",
    "{}-homework.ipynb": "Homework: the exercises alone",
    "{}.zip": "Notebook with all that it needs",
    "{}.md": "Source in MyST Markdown",
}
HIDE_CODE = {
    "type": "javascript",
    "javascript": "hideCode()",
    "tooltip": "Hide or show the code",
    "icon": "fas fa-code",
    "label": "hide-code-button",
    "classes": "pst-navbar-icon",
}
"""A button in the header of a chapter; see layout.html for what it does."""
HOW_TO = """\
# Clustering, step by step: what you took home

Once, in this folder, make an environment with Python 3.11 to 3.14, and install into it what the
notebooks need:

```bash
python3 -m venv .venv
source .venv/bin/activate
python -m pip install -c constraints.txt -e ".[notebooks,dask,lab]"
```

On Windows, the first two lines are `py -m venv .venv` and `.venv\\Scripts\\activate`.  With conda,
in place of the three:

```bash
conda env create -f environment.yml
conda activate kmeans-course
```

Then, and whenever you come back and have activated the environment:

```bash
jupyter lab
```

Open a notebook in the list of files, and choose *Run → Run All Cells*.  From here on, nothing needs
a network.  Leave `helpers` beside the notebooks: it is the course's own module.
"""


def write_downloads(app, env):
    """Write what can be taken home; a preview makes do with what is there."""
    downloads = Path(app.outdir, "_downloads")
    course = Path(app.outdir).parent / "course"
    solved = course.with_name("homework")
    chapters = list(filter(is_chapter, sorted(env.found_docs)))
    if app.tags.has("preview") and all(offered(app, name, downloads) for name in chapters):
        return
    for folder in (course, solved):
        shutil.rmtree(folder, ignore_errors=True)
    downloads.mkdir(parents=True, exist_ok=True)
    wheel = write_wheel(Path(app.srcdir), downloads)
    for docname in chapters:
        write_chapter(app, docname, downloads, course, wheel)
    fill(course, Path(app.srcdir))
    shutil.copy(Path(app.srcdir, "postBuild"), course)
    date = changed(Path(app.srcdir))
    write_archive(course, downloads / f"{COURSE}.zip", date)
    place = downloads if app.config.with_solutions else downloads.parents[1]  # beside the site
    (downloads / f"{solved.name}.zip").unlink(missing_ok=True)
    write_archive(solved, place / f"{solved.name}.zip", date)


def offered(app, docname, downloads):
    """Tell whether all files of a chapter are there, though perhaps of an earlier day."""
    names = [pattern.format(Path(docname).name) for pattern in OFFERS]
    return all((downloads / name).exists() for name in [*names, *own_of(app, docname)])


def is_chapter(docname):
    """Tell whether a page is a chapter."""
    return docname.startswith("notebooks/")


def first_cell(app, wheel, code):
    """Return the cell that finds or installs what the code cells of a notebook need."""
    base = app.config.html_baseurl
    needs = {"helpers": f"{base}_downloads/{wheel}" if base else wheel}
    needs |= packages(Path(app.srcdir), [cell["source"] for cell in code])
    called = "".join(f"    {module!r}: {package!r},\n" for module, package in needs.items())
    source = Path(__file__).with_name("first_cell.py").read_text(encoding="utf-8")
    source += f"\n\nget_ready({{\n{called}}})"
    return {"source": source, "metadata": {"tags": ["hide-input"]}}


def packages(root, sources):
    """Map the modules that these sources and helpers import to the packages that have them."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["notebooks"], *extras["dask"]]
    bounds = {re.match(r"[\w-]+", package)[0]: package for package in wanted}
    sources += [path.read_text(encoding="utf-8") for path in (root / "helpers").rglob("*.py")]
    lines = re.findall(r"^ *(?:from|import) ([\w.]+)", "\n".join(sources), re.M)
    imported = {module for line in lines for module in line.split(".")}  # dask.distributed is two
    found = {one: bounds[name] for name in bounds for one in modules_of(name) & imported}
    return dict(sorted(found.items()))


@cache
def modules_of(package):
    """Return what can be imported from an installed package, and more."""
    return {Path(file.parts[0]).stem for file in distribution(package).files}


def write_chapter(app, docname, downloads, course, wheel):
    """Write the notebooks, the source and the archive of a chapter."""
    stem = Path(docname).name
    code = [cell for cell in cached_notebook(app, docname).cells if cell.cell_type == "code"]
    first = first_cell(app, wheel, code)
    cells = list(in_order(markdown(app, docname), iter([first, *code])))
    student, teacher = homework(cells)
    write_solved(teacher, stem, course.with_name("homework"))
    flavours = notebooks(app, cells) | {"-homework": student}
    for ending, notebook in flavours.items():
        nbformat.write(notebook, downloads / f"{stem}{ending}.ipynb")
    source = Path(app.env.doc2path(docname)).read_text(encoding="utf-8")
    (downloads / f"{stem}.md").write_text(without_solutions(app, source), encoding="utf-8")
    with TemporaryDirectory() as folder:
        fill(Path(folder), Path(app.srcdir))
        copy_own(app, docname, Path(folder), downloads, course)
        shutil.copy(downloads / f"{stem}.ipynb", folder)
        write_archive(Path(folder), downloads / f"{stem}.zip", changed(Path(app.srcdir)))
    course.mkdir(exist_ok=True)
    for ending in flavours:
        shutil.copy(downloads / f"{stem}{ending}.ipynb", course)


def own_of(app, docname):
    """Map the names by which a chapter's cells know a teacher's files to those files."""
    root = Path(app.srcdir)
    used = used_by(Path(app.env.doc2path(docname)), own_files(root))
    return {f"data/{name_of(path, root)}": path for path in used}


def copy_own(app, docname, *folders):
    """Put the files that a chapter's cells read beside its notebook."""
    for name, path in own_of(app, docname).items():
        for folder in folders:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / name)


def fill(folder, root):
    """Put into a folder what every notebook needs beside it."""
    copy_package(root, folder)
    for name in ("constraints.txt", "environment.yml"):
        shutil.copy(root / name, folder)
    (folder / "README.md").write_text(HOW_TO, encoding="utf-8")


def copy_package(root, folder):
    """Copy the package and what its installation needs, and nothing that lies there by chance."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    settings = project["tool"]["setuptools"]
    for package in settings["packages"]:
        place = folder / package.replace(".", "/")
        place.mkdir(parents=True, exist_ok=True)
        for pattern in ["*.py", *settings["package-data"].get(package, [])]:
            for path in (root / place.relative_to(folder)).glob(pattern):
                shutil.copy(path, place)
    for name in ("LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(root / name, folder)
    for path in filter(Path.is_file, folder.rglob("*")):
        path.chmod(0o644)  # whatever it is in the repository, so that equal files stay equal


def write_wheel(root, downloads):
    """Build the package's wheel away from the repository; return its name."""
    build = "import setuptools.build_meta as backend; backend.build_wheel('.')"
    with TemporaryDirectory() as folder:
        copy_package(root, Path(folder))
        subprocess.run(
            [sys.executable, "-c", build],
            cwd=folder,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(changed(root))},
            umask=0o022,
            check=True,
            capture_output=True,
        )
        (wheel,) = Path(folder).glob("*.whl")
        for old in downloads.glob("*.whl"):  # of another version
            old.unlink()
        shutil.copy(wheel, downloads)
    return wheel.name


def changed(root):
    """Return when the course was changed last, in seconds since 1970: the same in every clone.

    A copy without its history has the date of its release.
    """
    command = ["git", "-c", f"safe.directory={root}", "log", "-1", "--format=%ct"]
    above = {**os.environ, "GIT_CEILING_DIRECTORIES": str(root.parent)}  # not of a folder around it
    try:
        ran = subprocess.run(command, cwd=root, env=above, check=True, capture_output=True)
        return int(ran.stdout)
    except (OSError, subprocess.CalledProcessError):
        released = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
        return calendar.timegm(released["date-released"].timetuple())


def write_archive(folder, path, date):
    """Write all files of a folder into one archive, in a folder of the archive's name.

    All have one date, in seconds since 1970, so that equal files make equal archives.
    """
    date = time.gmtime(date)[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            entry = zipfile.ZipInfo(f"{path.stem}/{file.relative_to(folder).as_posix()}", date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if file.name == "postBuild" else 0o644) << 16
            archive.writestr(entry, file.read_bytes())


def offer(app, pagename, templatename, context, doctree):
    """Put links to the files, with their sizes, under a chapter's title and on the welcome page."""
    if is_chapter(pagename):
        stem = Path(pagename).name
        offers = {pattern.format(stem): text for pattern, text in OFFERS.items()}
        offers |= {name: f"{name}, which its cells read" for name in own_of(app, pagename)}
        links = [link(app, context, *offer) for offer in offers.items()]
        links += launch_links(app, stem)
        box = f'<details class="take-home"><summary>Take this chapter home</summary>{listed(links)}'
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{box}</details>", 1)
        context["header_buttons"].insert(0, HIDE_CODE)
    elif pagename == app.config.root_doc:
        (wheel,) = Path(app.outdir, "_downloads").glob("*.whl")
        offers = {f"{COURSE}.zip": "The whole course", wheel.name: "The helpers, as a wheel"}
        links = [link(app, context, *offer) for offer in offers.items()]
        context["body"] = re.sub(r'(?<=<div id="take-home">)', listed(links), context["body"])


def listed(links):
    """Return links as a list."""
    return f"<ul>{''.join(f'<li>{link}</li>' for link in links)}</ul>"


def link(app, context, name, text):
    """Return a link that saves a file, and the file's size."""
    size = Path(app.outdir, "_downloads", name).stat().st_size
    shown = f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
    address = context["pathto"](f"_downloads/{name}", 1)
    return f'<a href="{address}" download="{Path(name).name}">{text}</a> ({shown})'


def setup(app):
    """Tell Sphinx when to call the functions above."""
    app.setup_extension("sphinx_markdown_builder")  # for its settings
    render.coalesce_streams = joined  # its own breaks a line between two pieces
    app.connect("env-check-consistency", write_downloads)
    app.connect("html-page-context", offer, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
