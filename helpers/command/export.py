"""Draw one run as files."""

import json
from pathlib import Path
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from helpers.boards.numbers import as_data
from helpers.boards.page import as_page
from helpers.command.files import files_of, move_into_place, refuse_to_replace, say, staging_folder
from helpers.command.runs import run_of
from helpers.drawing.axes import places_of, set_limits
from helpers.drawing.captions import captions
from helpers.drawing.gif import WIDE, save_gif
from helpers.drawing.palette import KINDS, ink_of
from helpers.drawing.points import plot_step
from helpers.drawing.storyboard import storyboard
from helpers.drawing.style import drawing_lock

STILL = (640, 480)
"""The size of GIF and stills, if none is asked for."""


def animate(options):
    """Draw one run: GIF, storyboard, stills, captions and step player."""
    run_of(options)  # says what is wrong with the input first
    options.out = options.out or outside_of_course()
    refuse_to_replace(files_of([options], options.out), options.force)
    with staging_folder(options.out) as folder:
        told = draw(options, folder)
        old = files_of([options], options.out)
        written = move_into_place(folder.iterdir(), options.out, options.force, old)
    say(*written, *told)
    return 0


def outside_of_course():
    """Return where files go that nobody asked to put anywhere: never among the course's own."""
    return Path("_build", "lecture") if Path("_toc.yml").exists() else Path()


def draw(options, folder):
    """Draw a run into a folder, and return what there is to say about it."""
    trace, scores, columns = run_of(options)
    stem = f"{folder}/{options.name}"
    with drawing_lock(options.ground, options.palette):
        draw_pictures(trace, options, stem)
        write_texts(trace, columns, scores, options, stem)
    told = [captions(trace)[-1]]
    if len(trace[0].means) > KINDS:
        told.append(f"points of label {KINDS} look like those of label 0, and so on")
    for name, score in scores.items():
        told.append(f"{name.replace('_', ' ')} with {options.label}: {score:.4f}")
    return told


def draw_pictures(trace, options, stem):
    """Draw the GIF, the storyboard and the stills of a run."""
    size = options.size or STILL
    if "gif" in options.make:
        times = {"frame_ms": options.frame_ms, "hold_ms": options.hold_ms}
        save_gif(trace, f"{stem}.gif", size=size, ground=options.ground, **times)
    if "storyboard" in options.make:
        save_png(storyboard(trace, size=options.size), f"{stem}-storyboard.png")
    if "stills" in options.make:
        for number in range(len(trace)):
            save_png(still(trace, number, size), f"{stem}-{number:02}.png")


def still(trace, number, size):
    """Draw a step with the limits of its whole trace, so that slides agree.

    In a wide picture its sentence stands beside it, with the inertia so far.
    """
    dpi = min(size[0] / 640, size[1] / 480) * 120  # text grows with the size
    # Half a pixel more, which is cut off again: 99.99 would become 99.
    inches = [(pixels + 0.5) / dpi for pixels in size]
    figure = Figure(figsize=inches, dpi=dpi, layout="constrained")
    is_wide = size[0] > WIDE * size[1]
    columns = {"ncols": 2, "width_ratios": (3, 2)} if is_wide else {}
    ax, *beside = np.ravel(figure.subplots(**columns))
    plot_step(trace[number], ax=ax)
    set_limits(ax, *places_of(trace))
    if is_wide:
        ax.set_title("")
        add_curve(beside[0], trace, number)
    return figure


def add_curve(ax, trace, number):
    """Put the inertia of all steps so far on the axes, under the sentence of the last."""
    inertias = [step.inertia for step in trace]
    ink = ink_of(ax)
    ax.plot(inertias[: number + 1], color=ink, marker="o", linewidth=1.5)
    ax.set(xlim=(-0.5, len(trace) - 0.5), ylim=(0, 1.05 * max(inertias[1:], default=1) or 1))
    ax.set(xlabel="step", ylabel="inertia", box_aspect=0.6)
    ax.locator_params(nbins=5, integer=True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_title(fill(captions(trace)[number], 24), fontsize="large", pad=14)


def write_texts(trace, columns, scores, options, stem):
    """Write the captions, the numbers, and the page with the step player."""
    if "captions" in options.make:
        save_text("\n".join([*captions(trace), ""]), f"{stem}.txt")
    if {"captions", "player"} & set(options.make):
        numbers = as_data(trace, columns=columns)
        if scores:
            numbers |= {"label": options.label, "scores": scores}
        save_text(json.dumps(numbers, allow_nan=False), f"{stem}.json")
    if "player" in options.make:
        page = as_page(trace, title=options.name, columns=columns, files=links_to(stem))
        save_text(page, f"{stem}.html")


def links_to(stem):
    """Return the files of a run that a player links to, by what its links say."""
    ends = {"GIF": ".gif", "storyboard": "-storyboard.png", "data": ".json"}
    files = {says: Path(stem + end) for says, end in ends.items()}
    return {says: file.name for says, file in files.items() if file.exists()}


def save_png(figure, path):
    """Write a figure, with the same bytes whichever the version."""
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def save_text(text, path):
    """Write a text, with the same bytes on every system."""
    Path(path).write_text(text, encoding="utf-8", newline="\n")
