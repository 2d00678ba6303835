"""Draw animations and stills, and find starts that are worth showing.

Bad input is answered with one line, before any work.  Files are drawn in a
folder of their own, and moved to their places when all of them are whole.
"""

import contextlib
import json
import math
import os
import shlex
import signal
import sys
import threading
import tomllib
from concurrent import futures
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from tqdm import tqdm

from helpers.command.export import (
    STARTS,
    clear,
    draw,
    is_in,
    left_over,
    load,
    put,
    refuse,
    run_of,
    save_png,
    studio,
    taken,
    workshop,
)
from helpers.command.options import (
    ANIMATE,
    LISTS,
    POINTS,
    REGENERATE,
    RUN,
    SCOUT,
    Parser,
    add_options,
    options_of,
    shielded,
)
from helpers.drawing import points as figures
from helpers.kmeans import lloyd

PROGRAM = "python -m helpers"
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


def main(argv=None, executor=None):
    """Run a command and return its exit code.

    Parameters
    ----------
    argv : list of str, optional
        The command and its options; those of the process if not given.
    executor : concurrent.futures.Executor, optional
        Where to work side by side; ``--jobs`` processes if not given.

    Returns
    -------
    int
        0 if all went well, 1 if ``--check`` found a difference, 2 for bad
        input, 130 after Ctrl-C.
    """
    if threading.current_thread() is threading.main_thread():
        # A closed terminal and a shutdown clear up, as Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(sys.stdout, "reconfigure"):  # arrows, on an old terminal
        sys.stdout.reconfigure(errors="replace")
    try:
        words = sys.argv[1:] if argv is None else argv
        options = command_line().parse_args(shielded(words))
        with executor_for(options, executor) as workers:
            code = options.command(options, workers)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return complain("stopped; no file is half-written", 130)
    except BrokenPipeError:  # nobody reads on, as after `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return complain(f"{where}{error.strerror or error}", 2)
    except (ValueError, MemoryError, futures.BrokenExecutor) as error:
        return complain(str(error) or "not enough memory", 2)
    return code


def command_line():
    """Return the parser of all commands."""
    top = Parser(prog=PROGRAM, description=__doc__)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for command, known, example in [
        (animate, POINTS | RUN | ANIMATE, "--seed 310 --out slides"),
        (scout, POINTS | SCOUT, "--seed 310 --sheet starts.png"),
        (regenerate, REGENERATE, "--check"),
    ]:
        name = command.__name__
        parser = commands.add_parser(
            name,
            help=command.__doc__,
            description=command.__doc__,
            epilog=f"Example: {PROGRAM} {name} {example}",
        )
        add_options(parser, known)
        parser.set_defaults(command=command)
    commands.choices["animate"].set_defaults(out=Path())
    commands.choices["scout"].set_defaults(start="random")
    commands.choices["regenerate"].set_defaults(out=Path("_build/animations"))
    return top


def complain(problem, code):
    """Say in one line what went wrong, and return the exit code."""
    print("kmeans-course:", *problem.split(), file=sys.stderr)
    return code


# The commands


def animate(options, _):
    """Draw one run: GIF, storyboard, stills, captions and step player."""
    run_of(options)  # says what is wrong with the input first
    refuse(taken(options, options.out), options.force)
    with workshop(options.out) as folder:
        told = draw(options, folder)
        written = put(folder.iterdir(), options.out, options.force)
    clear(left_over([options], options.out, written))
    print(*written, *told, sep="\n")
    return 0


def scout(options, workers):
    """Try many starts, and tell which of them are worth showing."""
    sheet, k = options.sheet, options.k or 4
    if sheet:
        refuse([sheet], options.force)
    points, *_ = load(options, k)
    STARTS[options.start](points, k, rng=0)  # refuses a bad k before any work

    rows = [(points, k, options.start, seed) for seed in options.seeds]
    runs = each(try_start, rows, workers)
    least = min(run["inertia"] for run in runs)
    for run in runs:
        run["classes"] = [
            name for name in CLASSES if CLASSES[name](run, least)
        ]
    if sheet:
        with workshop(sheet.parent) as folder:
            draw_sheet(points, k, options.start, runs, folder / sheet.name)
            put(folder.iterdir(), sheet.parent, options.force)

    every = [name for run in runs for name in run["classes"]]
    shown = {"good": telling(runs, "best"), "stuck": telling(runs, "stuck")}
    report = {
        "runs": runs,
        "summary": {name: every.count(name) for name in CLASSES},
        **shown,
        "command": command_for(options, shown),
        "sheet": sheet and str(sheet),
    }
    print(json.dumps(report) if options.json else as_table(report))
    return 0


def regenerate(options, workers):
    """Draw every run of a plan again; leave alone what has not changed."""
    runs, out = list(planned(options.plan)), options.out
    with TemporaryDirectory() if options.check else workshop(out) as folder:
        each(draw, [(run, folder) for run in runs], workers)
        files = sorted(Path(folder).iterdir())
        old = left_over(runs, out, files)
        changed = [file for file in files if not is_in(out, file)]
        if not options.check:
            refuse(old, options.force)
            put(changed, out, options.force)
            clear(old)
        for place in (out / file.name for file in changed):
            is_there = "would change" if place.exists() else "missing"
            print(f"{is_there}: {place}" if options.check else place)
    for place in old:
        print(f"{'would go' if options.check else 'gone'}: {place}")
    print(f"{len(files) - len(changed)} of {len(files)} files are the same")
    return int(options.check and bool(changed or old))


# Many runs


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


def telling(runs, wanted):
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
    with studio():
        save_png(figures.contact_sheet(steps, titles), path)


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


def planned(path):
    """Yield the options of each run of a plan, once they are seen to work."""
    try:
        plan = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # not TOML, or not UTF-8
        raise ValueError(f"{path}: {error}") from error
    if not plan:
        raise ValueError(f"{path}: there are no runs in this plan")
    for name, table in plan.items():
        try:
            options = options_of(name, table)
            run_of(options)
        except ValueError as error:
            raise ValueError(f"{path}: {name}: {error}") from error
        yield options


# Side by side


@contextlib.contextmanager
def executor_for(options, executor):
    """Offer the executor, or as many processes as asked for; 1 is this one."""
    jobs = getattr(options, "jobs", 1)
    if executor is None and jobs > 1:
        executor = futures.ProcessPoolExecutor(
            jobs,
            mp_context=get_context("spawn"),
            initializer=signal.signal,
            initargs=(signal.SIGINT, signal.SIG_IGN),
        )
    elif executor is None:
        executor = futures.ThreadPoolExecutor(1)
    else:
        executor = contextlib.nullcontext(executor)  # not ours to shut down
    with executor as workers:
        yield workers


def each(function, rows, workers):
    """Call a function with each row of arguments, and show the progress."""
    with ignoring_interrupts():  # so do the processes that this starts
        calls = [workers.submit(function, *row) for row in rows]
    try:
        done = futures.as_completed(calls)
        for call in tqdm(done, total=len(calls), disable=None):
            call.result()  # if something went wrong, it is raised here
    finally:
        for call in calls:
            call.cancel()
    return [call.result() for call in calls]


@contextlib.contextmanager
def ignoring_interrupts():
    """Leave Ctrl-C to the process that the instructor started."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
