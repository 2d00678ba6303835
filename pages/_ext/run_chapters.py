"""Run the chapters that are new or have changed, keep what they show, and say where a cell fails.

A cell finds the files that lie in notebooks/data as `data/NAME`.
"""

import json
import re
import sys
from pathlib import Path

import yaml
from contents import numbered
from jupyter_cache import get_cache
from jupyter_cache.executors.basic import ExecutionWorkerTempMProc, JupyterExecutorTempMproc
from jupyter_cache.executors.utils import CellTimeoutError
from own_files import checksum, faults, notices, own_files, used_by
from paragraphs import write_paragraphs

REMEDIES = {
    "ModuleNotFoundError": "name its package in pyproject.toml, under notebooks, and in "
    "constraints.txt, or use another",
    "FileNotFoundError": "put the file into notebooks/data, and read it as data/NAME",
    "NameError": "look for the cell above that made this name: it may have gone, or spell it "
    "in another way",
    "CellTimeoutError": "ask for less, or allow more seconds as timeout: in _config.yml",
    "Warning": "mend what it warns of: a page may not show warnings",
    "No figure": "draw one with matplotlib, and let no line choose where it draws, as "
    "matplotlib.use does",
}
"""What to try, by the kind of error."""
LOST = (
    "notebooks/{}: its kernel ended before its cells did\n"
    "What to try: less data at once, if the computer has run out of memory.  Then run make again."
)
"""What is said of a chapter that took its kernel along."""
OTHERWISE = "mend the cell, or undo your last change to it or to a cell above"


class Worker(ExecutionWorkerTempMProc):
    """Run a chapter in a folder of its own; keep of an error what its author has to know."""

    @staticmethod
    def execute(project_nb, data):
        """Run one chapter."""
        result = ExecutionWorkerTempMProc.execute(project_nb, data)
        if cell := warning_cell(result.nb):
            result.err = result.err or RuntimeWarning(cell.outputs[0].text)
        if any(map(lacks_figure, result.nb.cells)):
            result.err = result.err or LookupError("it should show one")
        if result.err:
            result.exc_string = explained(Path(project_nb.uri), result.nb, result.err)
        return result


class Executor(JupyterExecutorTempMproc):
    """Run several chapters side by side."""

    _EXECUTION_WORKER = Worker


def explained(path, notebook, error):
    """Return in a few lines where a chapter stopped, why, and what to try."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cell = failing_cell(cells, error)
    kind, message = kind_of(cell, error)
    line = line_of(path, notebook, cell)
    return "\n".join(
        [
            f"notebooks/{path.name}:{line}: cell {cells.index(cell) + 1} of {len(cells)} failed",
            *(f"    {text}" for text in cell.source.splitlines()),
            f"{kind}: {message}",
            f"What to try: {REMEDIES.get(kind, OTHERWISE)}.  Then run make again.",
        ]
    )


def warning_cell(notebook):
    """Return the first cell that wrote a warning, or nothing."""
    warn = (cell for cell in notebook.cells if any(map(is_warning, cell.get("outputs", []))))
    return next(warn, None)


def is_warning(output):
    """Tell whether an output went where warnings go."""
    return output.get("name") == "stderr"


def lacks_figure(cell):
    """Tell whether a cell should show a figure, and shows neither a picture nor HTML with one."""
    mimes = (mime for output in cell.get("outputs", []) for mime in output.get("data", {}))
    shows = any(mime == "text/html" or mime.startswith("image/") for mime in mimes)
    return "figure" in cell.metadata.get("mystnb", {}) and not shows


def error_in(cell):
    """Return the error that a cell shows though it should not, or nothing."""
    shown = [output for output in cell.outputs if output.output_type == "error"]
    allowed = "raises-exception" in cell.metadata.get("tags", [])
    return shown[-1] if shown and not allowed else None


def failing_cell(cells, error):
    """Return the cell at which a chapter stopped."""
    if isinstance(error, CellTimeoutError):
        return [cell for cell in cells if cell.execution_count][-1]
    faults = (error_in, lacks_figure, lambda cell: any(map(is_warning, cell.outputs)))
    return next(cell for cell in cells if any(fault(cell) for fault in faults))


def kind_of(cell, error):
    """Return the name and the message of an error."""
    if isinstance(error, CellTimeoutError):
        return "CellTimeoutError", "it ran for too long, and was stopped"
    if shown := error_in(cell):
        return shown.ename, shown.evalue
    if isinstance(error, LookupError):
        return "No figure", str(error)
    return "Warning", re.search(r"\w+Warning: .*|.+", str(error))[0]


def line_of(path, notebook, cell):
    """Return the line of a chapter at which a cell failed."""
    starts = dict(zip(map(id, notebook.cells), notebook.metadata.source_map, strict=True))
    start, lines = starts[id(cell)], path.read_text(encoding="utf-8").splitlines()
    first = lines.index(cell.source.splitlines()[0], start)
    shown = error_in(cell) or {"ename": "", "traceback": []}
    traceback = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(shown["traceback"]))
    within = re.search(r"Cell In\[\d+\], line (\d+)", traceback)
    stopped = shown["ename"] == "KeyboardInterrupt"  # wherever it was when its time was over
    return first + (int(within[1]) if within and not stopped else 1)


def drop_stale(cache, paths, root):
    """Forget what chapters showed with other helpers, other versions or other files."""
    kept = Path(cache.path, "made-with.json")
    before = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    now = {path.name: checksum(root, path) for path in paths}
    for record in cache.list_cache_records():
        name = Path(record.uri).name
        if before.get(name) != now.get(name):
            cache.remove_cache(record.pk)
    kept.write_text(json.dumps(now), encoding="utf-8")


def add_chapters(cache, paths, root):
    """Let the cache know these chapters and no others, and the files that they read."""
    for record in cache.list_project_records():
        cache.remove_nb_from_project(record.pk)
    for path in paths:
        read = {"type": "plugin", "name": "myst_nb_md"}
        assets = [str(file) for file in used_by(path, own_files(root))]
        cache.add_nb_to_project(str(path), read_data=read, assets=assets)


def run(root):
    """Run what has to be run; return what there is to say about chapters that failed."""
    place, paths = root / "_build" / ".jupyter_cache", list(numbered(root))
    place.mkdir(parents=True, exist_ok=True)
    cache = get_cache(place)
    drop_stale(cache, paths, root)
    add_chapters(cache, paths, root)
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    ran = Executor(cache).run_and_cache(timeout=settings["execute"]["timeout"])
    said = [record.traceback for record in cache.list_project_records() if record.traceback]
    return said + [LOST.format(Path(uri).name) for uri in ran.errored]


def main():
    """Run the chapters; if one fails, end with what there is to say about it, and nothing else."""
    root = Path.cwd()
    write_paragraphs(numbered(root), root / "notebooks" / "data")
    if refused := list(faults(root)):
        sys.exit("\n".join(refused))
    for line in notices(root, numbered(root)):
        print(line)
    try:
        failed = run(root)
    except OSError as error:
        sys.exit(f"cannot keep what the chapters show in {error.filename}: {error.strerror}")
    if failed:
        there = (root / "_build" / "html" / "index.html").exists()
        sys.exit("\n\n".join(["", *failed]) + "\nThe last good site is still there." * there)


if __name__ == "__main__":
    main()
