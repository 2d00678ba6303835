"""Draw animations and stills, and find starts that are worth showing.

Bad input is answered with one line, before any work.  Files are drawn in a
folder of their own, and moved to their places when all of them are whole.
"""

import argparse
import contextlib
import filecmp
import json
import math
import os
import re
import shlex
import signal
import sys
import threading
import tomllib
from concurrent import futures
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager, style
from matplotlib.figure import Figure
from tqdm import tqdm

from helpers import data, figures, player, scores, seeding
from helpers.animation import LONGEST_MS, save_gif
from helpers.lloyd import lloyd

PROGRAM = "python -m helpers"
PLAN = Path(__file__).with_name("animations.toml")
STARTS = {
    "random": seeding.random_means,
    "k-means++": seeding.kmeans_plus_plus,
}
# What follows a run's name in the names of the files of each kind.
KINDS = {
    "gif": r"\.gif",
    "storyboard": r"-storyboard\.png",
    "stills": r"-\d\d+\.png",
    "captions": r"\.txt",
    "player": r"\.(html|json)",
}
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
STUDIO = threading.Lock()
"""Whoever draws holds it: matplotlib's style belongs to the whole process."""


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


def complain(problem, code):
    """Say in one line what went wrong, and return the exit code."""
    print("kmeans-course:", *problem.split(), file=sys.stderr)
    return code


# The commands


def animate(options, _):
    """Draw one run: GIF, storyboard, stills, captions and step player."""
    refuse(taken(options, options.out), options.force)
    with workshop(options.out) as folder:
        told = draw(options, folder)
        written = put(folder.iterdir(), options.out, options.force)
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
    if not options.check:
        refuse(sum((taken(run, out) for run in runs), []), options.force)
    with TemporaryDirectory() if options.check else workshop(out) as folder:
        each(draw, [(run, folder) for run in runs], workers)
        files = sorted(Path(folder).iterdir())
        changed = [file for file in files if not is_in(out, file)]
        if not options.check:
            put(changed, out, options.force)
        for place in (out / file.name for file in changed):
            is_there = "would change" if place.exists() else "missing"
            print(f"{is_there}: {place}" if options.check else place)
    print(f"{len(files) - len(changed)} of {len(files)} files are the same")
    return int(options.check and bool(changed))


# One run


def load(options, k):
    """Return the points, what they really are, and the columns' names."""
    drawn = {"n": options.n, "std": options.std, "spacing": options.spacing}
    given = {name: value for name, value in drawn.items() if value is not None}
    columns = options.columns or []
    if options.csv is None:
        if columns or options.label:
            raise ValueError("--columns and --label go with --csv")
        chosen = {"n": 200, "std": 0.5, "spacing": 4.0, **given}
        means = data.grid_means(k, spacing=chosen.pop("spacing"))
        points, _ = data.sample_blobs(means=means, rng=options.seed, **chosen)
        return points.round(2), [], None
    if given:
        raise ValueError(f"--{', --'.join(given)}: not with --csv")
    if len(set(columns)) < max(2, len(columns)):
        raise ValueError("--csv needs --columns: two or more different names")
    points, truth = data.read_points(options.csv, columns, label=options.label)
    return points, truth, columns


def run_of(options):
    """Return the trace, its scores if any, and the names of its columns."""
    start, means = options.start, options.means
    if means and start in STARTS:
        raise ValueError(
            "--means goes with --start points, or without --start"
        )
    if start == "points" and not means:
        raise ValueError("--start points needs --means")
    if means and options.k not in (None, len(means)):
        raise ValueError(f"--k is {options.k}, but --means are {len(means)}")

    k = len(means) if means else options.k or 4
    points, truth, columns = load(options, k)
    if not means:
        seed = options.start_seed
        seed = options.seed if seed is None else seed
        means = STARTS[start or "random"](points, k, rng=seed)
    trace = lloyd(points, means)
    agreement = {
        score.__name__: score(truth, trace[-1].labels)
        for score in (
            scores.adjusted_mutual_information,
            scores.adjusted_rand_index,
        )
        if truth
    }
    return trace, agreement, columns


def draw(options, folder):
    """Draw a run into a folder, and return what there is to say about it."""
    trace, agreement, columns = run_of(options)
    told, stem = figures.captions(trace), f"{folder}/{options.name}"
    with studio():
        draw_pictures(trace, columns or ("x0", "x1"), options, stem)
    if "captions" in options.make:
        save_text("".join(f"{caption}\n" for caption in told), f"{stem}.txt")
    if "player" in options.make:
        write_player(trace, agreement, columns, options, stem)
    return told[-1], *(
        f"{name.replace('_', ' ')} with {options.label}: {score:.4f}"
        for name, score in agreement.items()
    )


def draw_pictures(trace, columns, options, stem):
    """Draw the GIF, the storyboard and the stills of a run."""
    times = {"frame_ms": options.frame_ms, "hold_ms": options.hold_ms}
    if "gif" in options.make:
        save_gif(trace, f"{stem}.gif", size=options.size, **times)
    if "storyboard" in options.make:
        save_png(figures.storyboard(trace), f"{stem}-storyboard.png")
    if "stills" in options.make:
        for number, step in enumerate(trace):
            figure = still(step, trace, columns, options.size)
            save_png(figure, f"{stem}-{number:02}.png")


def still(step, trace, columns, size):
    """Draw a step with the limits of its whole trace, so that slides agree."""
    dpi = min(size[0] / 640, size[1] / 480) * 120  # text grows with the size
    # Half a pixel more, which is cut off again: 99.99 would become 99.
    inches = [(pixels + 0.5) / dpi for pixels in size]
    figure = Figure(figsize=inches, dpi=dpi, layout="constrained")
    ax = figures.plot_step(step, ax=figure.subplots())
    figures.set_limits(ax, *figures.extent(trace))
    ax.set_xlabel(on_paper(columns[0]), parse_math=False)
    ax.set_ylabel(on_paper(columns[1]), parse_math=False)
    return figure


def on_paper(name):
    """Return a name in at most 30 characters, all of which the font has."""
    font = font_manager.get_font(font_manager.findfont("DejaVu Sans"))
    name = "".join(
        character if font.get_char_index(ord(character)) else "\ufffd"
        for character in " ".join(name.split())
    )
    return name if len(name) <= 30 else f"{name[:29]}…"


def write_player(trace, agreement, columns, options, stem):
    """Write the page with the step player, and the numbers behind it."""
    numbers = player.as_data(trace, columns=columns)
    if agreement:
        numbers |= {"label": options.label, "scores": agreement}
    save_text(json.dumps(numbers, allow_nan=False), f"{stem}.json")

    name, links = options.name, {}
    if "gif" in options.make:
        links["GIF"] = f"{name}.gif"
    if "storyboard" in options.make:
        links["storyboard"] = f"{name}-storyboard.png"
    links["data"] = f"{name}.json"
    page = player.as_page(trace, title=name, columns=columns, files=links)
    save_text(page, f"{stem}.html")


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


def options_of(name, table):
    """Return the options of a run of a plan, as animate would have them."""
    if not isinstance(table, dict):
        raise ValueError("an option that belongs to no run")
    words = ["--name", name]
    for key, value in table.items():
        if key not in {*POINTS, *RUN}:
            raise ValueError(f"there is no option {key!r}")
        words.append(f"--{key}")
        for item in value if isinstance(value, list) else [value]:
            parts = item if isinstance(item, list) else [item]
            words.append(",".join(map(str, parts)))
    plan = Parser()
    add_options(plan, POINTS | RUN | {"name": ANIMATE["name"]})
    return plan.parse_args(shielded(words))


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


@contextlib.contextmanager
def studio():
    """Let one draw at a time, in matplotlib's own style, without windows."""
    with STUDIO, style.context("default"):
        matplotlib.use("agg")
        yield


# Files


def save_png(figure, path):
    """Write a figure, with the same bytes whichever the version."""
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def save_text(text, path):
    """Write a text, with the same bytes on every system."""
    Path(path).write_text(text, encoding="utf-8", newline="\n")


def taken(options, out):
    """Return the files in a folder that a run may replace."""
    ends = "|".join(KINDS[kind] for kind in options.make)
    pattern = re.compile(f"{re.escape(options.name)}({ends})")
    return [path for path in out.glob("*") if pattern.fullmatch(path.name)]


def refuse(paths, force):
    """Stop if something stands in these places, unless it may be replaced."""
    there = sorted(str(path) for path in paths if os.path.lexists(path))
    if there and not force:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise ValueError(f"{there[0]}{more} would be replaced; add --force")
    for path in filter(os.path.isdir, there):
        raise ValueError(f"{path} is a folder, where a file has to go")


@contextlib.contextmanager
def workshop(out):
    """Offer a folder inside another one, and leave nothing of it behind."""
    new = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=".drawing-", dir=out) as folder:
            yield Path(folder)
    finally:
        if new and not any(out.iterdir()):
            out.rmdir()


def put(files, out, force):
    """Move whole files to their places, and return these."""
    files = sorted(files)
    places = [out / file.name for file in files]
    refuse(places, force)
    for file, place in zip(files, places, strict=True):
        file.replace(place)
    return places


def is_in(out, file):
    """Tell whether a file stands in a folder already, byte for byte."""
    place = out / file.name
    return place.is_file() and filecmp.cmp(file, place, shallow=False)


# Options


class Parser(argparse.ArgumentParser):
    """Know options by their whole names, and leave complaints to main."""

    def __init__(self, **settings):
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message):
        """Raise what is wrong, without the list of all options."""
        raise ValueError(message)


def number(least, most, kind=int):
    """Return what reads a number in a range."""
    noun = {int: "a whole number", float: "a number"}[kind]

    def read(text):
        with contextlib.suppress(ValueError):
            if least <= kind(text) <= most:
                return kind(text)
        raise argparse.ArgumentTypeError(
            f"must be {noun} from {least} to {most}; got {text.strip()!r}"
        )

    return read


def shaped(pattern, example, read):
    """Return what reads a text of some shape."""

    def read_text(text):
        if not re.fullmatch(pattern, text.strip()):
            raise argparse.ArgumentTypeError(
                f"must be such as {example}; got {text.strip()!r}"
            )
        return read(text.strip())

    return read_text


def seeds_from(text):
    """Return all seeds from the first to the last."""
    first, last = map(int, text.split("-"))
    if not first <= last < first + 10_000:
        raise argparse.ArgumentTypeError(
            f"must be 1 to 10000 seeds, such as 0-99; got {text!r}"
        )
    return range(first, last + 1)


def one_of(*names):
    """Return what reads one of some names."""
    return shaped("|".join(map(re.escape, names)), " or ".join(names), str)


def size_from(text):
    """Return width and height."""
    return tuple(number(160, 4096)(side) for side in text.split("x"))


def place_from(text):
    """Return the coordinates of a mean."""
    return [number(-1e99, 1e99, float)(part) for part in text.split(",")]


SEED, JOBS = number(0, 2**32 - 1), number(1, 61)  # 61 is Windows' limit
STEM = shaped(r"\w[\w.-]{0,99}", "k-means, without / and spaces", str)
SPAN = shaped(r"\d{1,9}-\d{1,9}", "0-99", seeds_from)
SIZE = shaped(r"\d{1,9}x\d{1,9}", "640x480", size_from)
PLACE = shaped(r"[^,]+(,[^,]+)+", "2.5,6", place_from)

# What reads the value of each option, None for a switch; and its help.
LISTS = {"columns", "means", "make"}
DEFAULTS = {
    "seed": 0,
    "frame_ms": 1000,
    "hold_ms": 2000,
    "size": (640, 480),
    "make": list(KINDS),
    "name": "k-means",
    "seeds": range(100),
    "jobs": os.cpu_count(),
    "plan": PLAN,
}
POINTS = {
    "seed": (SEED, "draws the points (0)"),
    "n": (number(1, 100_000), "how many points (200)"),
    "k": (number(1, 1000), "how many groups, and how many means (4)"),
    "std": (number(0, 1e6, float), "spread of each group (0.5)"),
    "spacing": (number(0, 1e6, float), "from group to group (4)"),
    "csv": (Path, "a file with points, instead of drawn ones"),
    "columns": (str, "its columns to cluster; two of them are drawn"),
    "label": (str, "its column to compare the clusters with"),
}
RUN = {
    "start": (
        one_of(*STARTS, "points"),
        "random (default), k-means++, points",
    ),
    "start-seed": (SEED, "draws the first means (as --seed)"),
    "means": (PLACE, "the first means, each as X,Y"),
    "frame-ms": (number(10, LONGEST_MS), "how long a frame is shown (1000)"),
    "hold-ms": (number(10, LONGEST_MS), "how long the last one is (2000)"),
    "size": (SIZE, "WIDTHxHEIGHT of GIF and stills (640x480)"),
    "make": (one_of(*KINDS), f"some of {' '.join(KINDS)} (all)"),
}
ANIMATE = {
    "out": (Path, "folder for the files (this one)"),
    "name": (STEM, "how the files' names begin (k-means)"),
    "force": (None, "replace files that are there"),
}
SCOUT = {
    "start": (one_of(*STARTS), "random (default) or k-means++"),
    "seeds": (SPAN, "FIRST-LAST: seeds of the starts (0-99)"),
    "sheet": (Path, "draw the endings into this PNG file"),
    "json": (None, "print JSON and nothing else"),
    "jobs": (JOBS, "how many processes"),
    "force": (None, "replace the sheet"),
}
REGENERATE = {
    "plan": (Path, "TOML file with the runs (the course's)"),
    "out": (Path, "folder for the files (_build/animations)"),
    "check": (None, "write nothing; exit with 1 if a file would change"),
    "jobs": (JOBS, "how many processes"),
    "force": (None, "replace files that have changed"),
}


def command_line():
    """Return the parser of all commands."""
    top = Parser(prog=PROGRAM, description=__doc__)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for command, options, example, own in [
        (animate, POINTS | RUN | ANIMATE, "--seed 310 --out slides", "."),
        (scout, POINTS | SCOUT, "--seed 310 --sheet starts.png", None),
        (regenerate, REGENERATE, "--check", "_build/animations"),
    ]:
        name = command.__name__
        parser = commands.add_parser(
            name,
            help=command.__doc__,
            description=command.__doc__,
            epilog=f"Example: {PROGRAM} {name} {example}",
        )
        add_options(parser, options)
        parser.set_defaults(command=command)
        if own:
            parser.set_defaults(out=Path(own))
    commands.choices["scout"].set_defaults(start="random")
    return top


def add_options(parser, options):
    """Add options to a parser."""
    for name, (read, text) in options.items():
        if read is None:
            parser.add_argument(f"--{name}", action="store_true", help=text)
        else:
            parser.add_argument(
                f"--{name}",
                type=read,
                nargs="+" if name in LISTS else None,
                default=DEFAULTS.get(name.replace("-", "_")),
                help=text,
            )


def shielded(words):
    """Put a space before negative numbers, which look like options."""
    return [
        f" {word}" if re.match(r"-[.\d]", word) else word for word in words
    ]


if __name__ == "__main__":
    # Other processes find functions in this module by its name.
    from helpers import __main__

    sys.exit(__main__.main())
