"""Try many starts, and tell which of them are worth showing."""

import json
import math
import shlex

import numpy as np

from helpers.command.export import STARTS, drawing_lock, load_points, save_png
from helpers.command.files import (
    move_into_place,
    refuse_to_replace,
    staging_folder,
)
from helpers.command.options import LISTS, POINTS, PROGRAM
from helpers.command.workers import call_each
from helpers.drawing.storyboard import contact_sheet
from helpers.kmeans import lloyd

# Which runs belong to a class, by the lowest inertia of all runs.  Four steps
# are one update that changes no label; a storyboard holds nine steps well.
CLASSES = {
    "best": lambda run, least: run["inertia"] <= least * (1 + 1e-9),
    "stuck": lambda run, least: run["inertia"] > least * (1 + 1e-9),
    "emptied a mean": lambda run, least: run["emptied"],
    "one step": lambda run, least: run["steps"] == 4,
    "long": lambda run, least: run["steps"] > 9,
}
PANELS = 24
"""How many panels a contact sheet has at most."""


def scout(options, workers):
    """Try many starts, and tell which of them are worth showing."""
    sheet, k = options.sheet, options.k or 4
    if sheet:
        refuse_to_replace([sheet], options.force)
    points, *_ = load_points(options, k)
    STARTS[options.start](points, k, rng=0)  # refuses a bad k before any work

    rows = [(points, k, options.start, seed) for seed in options.seeds]
    runs = call_each(try_start, rows, workers)
    least = min(run["inertia"] for run in runs)
    for run in runs:
        run["classes"] = [
            name for name in CLASSES if CLASSES[name](run, least)
        ]
    if sheet:
        with staging_folder(sheet.parent) as folder:
            draw_sheet(points, k, options.start, runs, folder / sheet.name)
            move_into_place(folder.iterdir(), sheet.parent, options.force)

    every = [name for run in runs for name in run["classes"]]
    shown = {
        "good": telling_seed(runs, "best"),
        "stuck": telling_seed(runs, "stuck"),
    }
    report = {
        "runs": runs,
        "summary": {name: every.count(name) for name in CLASSES},
        **shown,
        "command": command_for(options, shown),
        "sheet": sheet and str(sheet),
    }
    print(json.dumps(report) if options.json else as_table(report))
    return 0


def try_start(points, k, start, seed):
    """Run k-means from one start, and return what tells how it went."""
    trace = lloyd(points, STARTS[start](points, k, rng=seed))
    sizes = [len(np.unique(step.labels)) for step in trace[1:]]
    return {
        "seed": seed,
        "steps": len(trace),
        "inertia": trace[-1].inertia,
        "emptied": min(sizes) < k,
    }


def telling_seed(runs, wanted):
    """Return the seed of a run of a class: an ordinary one, if there is."""
    of_class = [run for run in runs if wanted in run["classes"]]
    of_class.sort(key=lambda run: len(run["classes"]))
    return of_class[0]["seed"] if of_class else None


def command_for(options, seeds):
    """Return one line that draws the runs of these seeds."""
    given = []
    for name in [*POINTS, "start"]:
        value = getattr(options, name)
        if value is not None:
            given += [f"--{name}", *(value if name in LISTS else [value])]
    words = shlex.join(map(str, given))
    return " && ".join(
        f"{PROGRAM} animate {words} --start-seed {seed} --name {name}"
        for name, seed in seeds.items()
        if seed is not None
    )


def draw_sheet(points, k, start, runs, path):
    """Draw each ending once, the best one first, with a seed that has it."""
    endings = []
    for run in sorted(runs, key=lambda run: run["inertia"]):
        least = endings[-1][0]["inertia"] if endings else -1
        if not math.isclose(run["inertia"], least, rel_tol=1e-9):
            endings.append([])
        endings[-1].append(run)

    steps, titles = [], []
    for ending in endings[:PANELS]:
        run = min(ending, key=lambda run: len(run["classes"]))
        means = STARTS[start](points, k, rng=run["seed"])
        steps.append(lloyd(points, means)[-1])
        titles.append(
            f"seed {run['seed']}: {', '.join(run['classes'])}\n"
            f"{run['inertia']:.6g}, {len(ending)} of {len(runs)} runs"
        )
    with drawing_lock():
        save_png(contact_sheet(steps, titles), path)


def as_table(report):
    """Return what scout found, in lines."""
    rows = [
        f"{run['seed']:6} {run['steps']:6} {run['inertia']:13.6g}  "
        f"{', '.join(run['classes'])}"
        for run in report["runs"]
    ]
    counts = [f"{count} {name}" for name, count in report["summary"].items()]
    summary = f"{len(rows)} runs: {', '.join(counts)}"
    last = [report["command"], *filter(None, [report["sheet"]])]
    header = "  seed  steps       inertia  class"
    return "\n".join([header, *rows, summary, *last])
