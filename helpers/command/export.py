"""Draw one run as files."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.figure import Figure

from helpers.boards.numbers import as_data
from helpers.boards.page import as_page
from helpers.command.files import files_of, move_into_place, refuse_to_replace, say, staging_folder
from helpers.command.runs import run_of
from helpers.drawing.axes import places_of, set_limits
from helpers.drawing.captions import captions, shortened
from helpers.drawing.gif import save_gif
from helpers.drawing.points import plot_step
from helpers.drawing.storyboard import storyboard
from helpers.drawing.style import drawing_lock


def animate(options):
    """Draw one run: GIF, storyboard, stills, captions and step player."""
    run_of(options)  # says what is wrong with the input first
    refuse_to_replace(files_of([options], options.out), options.force)
    with staging_folder(options.out) as folder:
        told = draw(options, folder)
        old = files_of([options], options.out)
        written = move_into_place(folder.iterdir(), options.out, options.force, old)
    say(*written, *told)
    return 0


def draw(options, folder):
    """Draw a run into a folder, and return what there is to say about it."""
    trace, scores, columns = run_of(options)
    stem = f"{folder}/{options.name}"
    with drawing_lock():
        draw_pictures(trace, columns or ("x0", "x1"), options, stem)
    write_texts(trace, columns, scores, options, stem)
    told = [captions(trace)[-1]]
    for name, score in scores.items():
        told.append(f"{name.replace('_', ' ')} with {options.label}: {score:.4f}")
    return told


def draw_pictures(trace, columns, options, stem):
    """Draw the GIF, the storyboard and the stills of a run."""
    times = {"frame_ms": options.frame_ms, "hold_ms": options.hold_ms}
    if "gif" in options.make:
        save_gif(trace, f"{stem}.gif", size=options.size, **times)
    if "storyboard" in options.make:
        save_png(storyboard(trace), f"{stem}-storyboard.png")
    if "stills" in options.make:
        for number, step in enumerate(trace):
            save_png(still(step, trace, columns, options.size), f"{stem}-{number:02}.png")


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
