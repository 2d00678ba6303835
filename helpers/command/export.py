"""Draw one run as files, which appear whole or not at all.

They are drawn in a folder of their own beside their places, and moved there
when the last of them is done.
"""

import contextlib
import filecmp
import json
import os
import re
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib
import matplotlib.pyplot as plt
from matplotlib import font_manager, style
from matplotlib.figure import Figure

from helpers import agreement as scores
from helpers import datasets as data
from helpers import seeding
from helpers.boards import steps as player
from helpers.drawing import points as figures
from helpers.drawing.gif import save_gif
from helpers.kmeans import lloyd

STARTS = {
    "random": seeding.random_means,
    "k-means++": seeding.kmeans_plus_plus,
}
# What follows a run's name in the names of the files of each kind.
KINDS = {
    "gif": r"\.gif",
    "storyboard": r"-storyboard\.png",
    "stills": r"-\d\d+\.png",
    "captions": r"\.(txt|json)",
    "player": r"\.(html|json)",
}
STUDIO = threading.Lock()
"""Whoever draws holds it: matplotlib's style belongs to the whole process."""


def load(options, k):
    """Return the points, what they really are, and the columns' names."""
    drawn = {"n": 200, "std": 0.5, "spacing": 4.0, "decimals": 2}
    given = {name: getattr(options, name) for name in drawn}
    given = {name: value for name, value in given.items() if value is not None}
    columns = options.columns or []
    if options.csv is None:
        if columns or options.label:
            raise ValueError("--columns and --label go with --csv")
        chosen = {**drawn, **given}
        means = data.grid_means(k, spacing=chosen.pop("spacing"))
        decimals = chosen.pop("decimals")
        points, _ = data.sample_blobs(means=means, rng=options.seed, **chosen)
        return points.round(decimals), [], None
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
    if {"captions", "player"} & set(options.make):
        numbers = player.as_data(trace, columns=columns)
        if agreement:
            numbers |= {"label": options.label, "scores": agreement}
        save_text(json.dumps(numbers, allow_nan=False), f"{stem}.json")
    if "player" in options.make:
        write_player(trace, columns, options, stem)
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
    return "".join(
        character if font.get_char_index(ord(character)) else "\ufffd"
        for character in figures.short(" ".join(name.split()))
    )


def write_player(trace, columns, options, stem):
    """Write the page with the step player, with links to the other files."""
    name, links = options.name, {}
    if "gif" in options.make:
        links["GIF"] = f"{name}.gif"
    if "storyboard" in options.make:
        links["storyboard"] = f"{name}-storyboard.png"
    links["data"] = f"{name}.json"
    page = player.as_page(trace, title=name, columns=columns, files=links)
    save_text(page, f"{stem}.html")


# Files


@contextlib.contextmanager
def studio():
    """Let one draw at a time, in matplotlib's own style, without windows."""
    with STUDIO, style.context("default"):
        matplotlib.use("agg")
        yield


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


def left_over(runs, out, written):
    """Return files of these runs that they no longer make, such as stills."""
    names = {path.name for path in written}
    old = {path for run in runs for path in taken(run, out)}
    return sorted(path for path in old if path.name not in names)


def clear(paths):
    """Remove files that belong to an earlier run of the same name."""
    for path in paths:
        path.unlink()


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
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = TemporaryDirectory(prefix=".drawing-", dir=out)
    except OSError as error:
        raise ValueError(
            f"cannot write into {out}: {error.strerror}"
        ) from error
    try:
        with folder:
            yield Path(folder.name)
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
