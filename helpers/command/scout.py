"""Try many starts, and tell which of them are worth showing."""

import json
import shlex
import sys
from subprocess import list2cmdline

import numpy as np
from tqdm import tqdm

from helpers.command.chapters import search, told
from helpers.command.export import save_png
from helpers.command.files import move_into_place, refuse_to_replace, say, staging_folder
from helpers.command.options import POINTS, PROGRAM
from helpers.command.runs import STARTS, given, points_of
from helpers.drawing.storyboard import contact_sheet
from helpers.drawing.style import drawing_lock
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


def scout(options):
    """Try many starts, and tell which of them are worth showing."""
    if options.sheet:
        refuse_to_replace([options.sheet], options.force)
    if options.chapter:
        return scout_chapter(options)
    k = options.k or 4
    points, *_ = points_of(options, k)

    def trace_from(seed):
        return lloyd(points, STARTS[options.start](points, k, rng=seed))

    seeds = tqdm(options.seeds, disable=None)
    runs = classified([summary(seed, trace_from(seed)) for seed in seeds])
    if options.sheet:
        save_sheet(runs, trace_from, options)
    report = report_on(runs, options)
    say(json.dumps(report) if options.json else table_of(report))
    return 0


def scout_chapter(options):
    """Try other seeds in a chapter, and tell which of them keep its story."""
    if needless := [name for name in given(options, POINTS) if name != "seed"] + (
        ["sheet"] if options.sheet else []
    ):
        raise ValueError(f"--{', --'.join(needless)}: not with --chapter, with its own points")
    found = search(options.chapter, tqdm(options.seeds, disable=None))
    say(json.dumps(found) if options.json else told(found))
    return 0


def summary(seed, trace):
    """Return what tells how a run went."""
    k = len(trace[0].means)
    emptied = any(len(np.unique(step.labels)) < k for step in trace[1:])
    return {"seed": seed, "steps": len(trace), "inertia": trace[-1].inertia, "emptied": emptied}


def classified(runs):
    """Return the runs, each with the classes to which it belongs."""
    least = min(run["inertia"] for run in runs)
    for run in runs:
        run["classes"] = [name for name, fits in CLASSES.items() if fits(run, least)]
    return runs


def ordinary(runs):
    """Return the shortest of the runs that belong to the fewest classes."""
    return min(runs, key=lambda run: (len(run["classes"]), run["steps"]))


def report_on(runs, options):
    """Return all that scout found, as data."""
    every = [name for run in runs for name in run["classes"]]
    shown = {"good": seed_of("best", runs), "stuck": seed_of("stuck", runs)}
    report = {"runs": runs, "summary": {name: every.count(name) for name in CLASSES}, **shown}
    sheet = options.sheet and str(options.sheet)
    return report | {"command": command_for(options, shown), "sheet": sheet}


def seed_of(wanted, runs):
    """Return the seed of an ordinary run of a class, or None."""
    of_class = [run for run in runs if wanted in run["classes"]]
    return ordinary(of_class)["seed"] if of_class else None


def command_for(options, seeds):
    """Return one line that draws the runs of these seeds."""
    words = []
    for name, value in given(options, [*POINTS, "start"]).items():
        words += [f"--{name}", *(value if isinstance(value, list) else [value])]
    join = list2cmdline if sys.platform == "win32" else shlex.join
    draw = f"{PROGRAM} animate {join(map(str, words))} --start-seed"
    found = {name: seed for name, seed in seeds.items() if seed is not None}
    return " && ".join(f"{draw} {seed} --name {name}" for name, seed in found.items())


def table_of(report):
    """Return what scout found, in lines."""
    rows = ["  seed  steps       inertia  class"]
    for run in report["runs"]:
        start = f"{run['seed']:6} {run['steps']:6} {run['inertia']:13.6g}"
        rows.append(f"{start}  {', '.join(run['classes'])}")
    counts = [f"{count} {name}" for name, count in report["summary"].items()]
    total = f"{len(report['runs'])} runs: {', '.join(counts)}"
    return "\n".join(filter(None, [*rows, total, report["command"], report["sheet"]]))


def save_sheet(runs, trace_from, options):
    """Draw each ending once, the best one first, with a seed that has it."""
    sheet, endings = options.sheet, endings_of(runs)[:PANELS]
    steps = [trace_from(ordinary(alike)["seed"])[-1] for alike in endings]
    titles = [title_of(alike, len(runs)) for alike in endings]
    with staging_folder(sheet.parent) as folder:
        with drawing_lock():
            save_png(contact_sheet(steps, titles), folder / sheet.name)
        move_into_place(folder.iterdir(), sheet.parent, options.force)


def endings_of(runs):
    """Return the runs in parts that end alike, the best ending first."""
    runs = sorted(runs, key=lambda run: run["inertia"])
    inertias = np.array([run["inertia"] for run in runs])
    jumps = np.diff(inertias) > 1e-9 * inertias[:-1]
    return np.split(runs, np.flatnonzero(jumps) + 1)


def title_of(alike, total):
    """Return what stands above an ending."""
    run = ordinary(alike)
    name = f"seed {run['seed']}: {', '.join(run['classes'])}"
    return f"{name}\n{run['inertia']:.6g}, {len(alike)} of {total} runs"
