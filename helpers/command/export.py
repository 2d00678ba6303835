"""Draw one run as files."""

import contextlib
import json
import threading
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
from matplotlib import font_manager, style
from matplotlib.figure import Figure

from helpers.agreement import adjusted_mutual_information, adjusted_rand_index
from helpers.boards.numbers import as_data
from helpers.boards.page import as_page
from helpers.datasets import grid_means, sample_blobs
from helpers.drawing.axes import places_of, set_limits
from helpers.drawing.captions import captions, shortened
from helpers.drawing.gif import save_gif
from helpers.drawing.points import plot_step
from helpers.drawing.storyboard import storyboard
from helpers.files import read_points
from helpers.kmeans import lloyd
from helpers.seeding import kmeans_plus_plus, random_means

STARTS = {
    "random": random_means,
    "k-means++": kmeans_plus_plus,
}
LOCK = threading.Lock()
"""Whoever draws holds it: matplotlib's style belongs to the whole process."""


def load_points(options, k):
    """Return the points, what they really are, and the columns' names."""
    drawn = {"n": 200, "std": 0.5, "spacing": 4.0, "decimals": 2}
    given = {name: getattr(options, name) for name in drawn}
    given = {name: value for name, value in given.items() if value is not None}
    columns = options.columns or []
    if options.csv is None:
        if columns or options.label:
            raise ValueError("--columns and --label go with --csv")
        chosen = {**drawn, **given}
        means = grid_means(k, spacing=chosen.pop("spacing"))
        decimals = chosen.pop("decimals")
        points, _ = sample_blobs(means=means, rng=options.seed, **chosen)
        return points.round(decimals), [], None
    if given:
        raise ValueError(f"--{', --'.join(given)}: not with --csv")
    if len(set(columns)) < max(2, len(columns)):
        raise ValueError("--csv needs --columns: two or more different names")
    points, truth = read_points(options.csv, columns, label=options.label)
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
    points, truth, columns = load_points(options, k)
    if not means:
        seed = options.start_seed
        seed = options.seed if seed is None else seed
        means = STARTS[start or "random"](points, k, rng=seed)
    trace = lloyd(points, means)
    agreement = {
        score.__name__: score(truth, trace[-1].labels)
        for score in (
            adjusted_mutual_information,
            adjusted_rand_index,
        )
        if truth
    }
    return trace, agreement, columns


def draw(options, folder):
    """Draw a run into a folder, and return what there is to say about it."""
    trace, agreement, columns = run_of(options)
    told, stem = captions(trace), f"{folder}/{options.name}"
    with drawing_lock():
        draw_pictures(trace, columns or ("x0", "x1"), options, stem)
    if "captions" in options.make:
        save_text("".join(f"{caption}\n" for caption in told), f"{stem}.txt")
    if {"captions", "player"} & set(options.make):
        numbers = as_data(trace, columns=columns)
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
        save_png(storyboard(trace), f"{stem}-storyboard.png")
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
    ax = plot_step(step, ax=figure.subplots())
    set_limits(ax, *places_of(trace))
    ax.set_xlabel(printable(columns[0]), parse_math=False)
    ax.set_ylabel(printable(columns[1]), parse_math=False)
    return figure


def printable(name):
    """Return a name in at most 30 characters, all of which the font has."""
    font = font_manager.get_font(font_manager.findfont("DejaVu Sans"))
    return "".join(
        character if font.get_char_index(ord(character)) else "\ufffd"
        for character in shortened(" ".join(name.split()))
    )


def write_player(trace, columns, options, stem):
    """Write the page with the step player, with links to the other files."""
    name, links = options.name, {}
    if "gif" in options.make:
        links["GIF"] = f"{name}.gif"
    if "storyboard" in options.make:
        links["storyboard"] = f"{name}-storyboard.png"
    links["data"] = f"{name}.json"
    page = as_page(trace, title=name, columns=columns, files=links)
    save_text(page, f"{stem}.html")


@contextlib.contextmanager
def drawing_lock():
    """Let one draw at a time, in matplotlib's own style, without windows."""
    with LOCK, style.context("default"):
        matplotlib.use("agg")
        yield


def save_png(figure, path):
    """Write a figure, with the same bytes whichever the version."""
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def save_text(text, path):
    """Write a text, with the same bytes on every system."""
    Path(path).write_text(text, encoding="utf-8", newline="\n")
