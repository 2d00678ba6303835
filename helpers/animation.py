"""Turn a trace into a GIF, one frame a step.

Nothing is drawn twice that can be kept: the axes are drawn once, the points
once for each assignment, and only the pixels that differ from the frame before
are given new colours.
"""

import os
from pathlib import Path

import numpy as np
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from scipy.spatial.distance import cdist

from helpers.data import as_count
from helpers.figures import (
    BOLD,
    GREY,
    PALE,
    add_means,
    add_points,
    as_trace,
    extent,
    heading,
    plane,
    set_limits,
)

PIXELS = (640, 480)
"""Width and height of a frame."""
LONGEST_MS = 655_350
"""How long a GIF can show a frame at most."""
DPI = 120
"""Dots per inch; 10 points stay legible on a phone, at half the width."""


def save_gif(trace, path, *, frame_ms=1000, hold_ms=2000):
    """Write a trace as a GIF that repeats for ever and holds its last frame.

    All frames share their axes and their colours: those of the course are
    exact, and the shades between them, at the edges of things, are rounded.
    The file appears whole or not at all, and the same trace gives the same
    bytes.

    Parameters
    ----------
    trace : list of Step
    path : str or Path
        Where to write; must end in ``.gif``.  A file that is there already is
        replaced.
    frame_ms : int
        How long each frame is shown, in milliseconds.  A GIF counts in
        hundredths of a second, so this is rounded down to tens.
    hold_ms : int
        How long the last frame is shown, in milliseconds.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        If ``trace`` has no steps, ``path`` does not end in ``.gif``, or a
        duration is not a whole number of milliseconds from 10 to 655,350.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from helpers import lloyd
    >>> trace = lloyd([[0, 0], [0, 2], [8, 0]], [[0, 0], [0, 2]])
    >>> with TemporaryDirectory() as folder:
    ...     save_gif(trace, f"{folder}/three-points.gif").name
    'three-points.gif'
    """
    trace, path = as_trace(trace), Path(path)
    if path.suffix.lower() != ".gif":
        raise ValueError(f"path must end in .gif; got {path.name!r}")
    frame_ms = as_count(frame_ms, "frame_ms", least=10, most=LONGEST_MS)
    hold_ms = as_count(hold_ms, "hold_ms", least=10, most=LONGEST_MS)

    with style.context("default"):  # whatever the notebook's own style is
        first, *others = _frames(trace)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        first.save(
            part,
            format="GIF",
            save_all=True,
            append_images=others,
            duration=[frame_ms] * len(others) + [hold_ms],
            loop=0,
            optimize=True,
        )
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _frames(trace):
    """Yield the picture of each step, as numbers into one palette."""
    palette = _palette(len(trace[0].means))
    nearest = _nearest(palette)
    canvas, ax, title = _stage(trace)
    squares, numbers = add_means(ax, trace[0].means)

    # All white: the first colour of the palette, and the same as RGBA.
    codes = np.zeros(PIXELS[::-1], dtype=np.uint8)
    shown = np.full((codes.size, 4), 255, dtype=np.uint8)
    empty = canvas.copy_from_bbox(ax.figure.bbox)
    last = None
    for step in trace:
        if last is None or step.labels is not last.labels:
            canvas.restore_region(empty)
            points = add_points(ax, step.points, step.labels)
            ax.draw_artist(points)
            points.remove()
            peopled = canvas.copy_from_bbox(ax.figure.bbox)

        last = step
        canvas.restore_region(peopled)
        title.set_text(heading(step))
        for artist in (squares, numbers):
            artist.set_offsets(plane(step.means))
        for artist in (title, squares, numbers):
            ax.draw_artist(artist)

        drawn = np.array(canvas.buffer_rgba()).reshape(-1, 4)
        changed = np.flatnonzero(
            drawn.view(np.uint32) != shown.view(np.uint32)
        )
        codes.flat[changed] = nearest[tuple(drawn[changed, :3].T >> 4)]
        shown = drawn
        frame = Image.fromarray(codes.copy())
        frame.putpalette(palette.tobytes())
        yield frame


def _stage(trace):
    """Draw what all frames share, without pyplot and its open figures."""
    width, height = PIXELS
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
    canvas = FigureCanvasAgg(figure)
    ax = figure.add_axes((0.1, 0.08, 0.87, 0.82))
    set_limits(ax, *extent(trace))
    ax.locator_params(nbins=4, steps=[1, 2, 5, 10])
    canvas.draw()
    return canvas, ax, figure.text(0.535, 0.93, "", ha="center")


def _palette(k):
    """Return the colours of k labels, then their shades to white and black."""
    white, black = np.ones(3), np.zeros(3)
    exact = np.array([white, black, GREY, *PALE[:k], *BOLD[:k]])
    shades = [
        (exact[2:] + white) / 2,
        (exact[3 + len(PALE[:k]) :] + black) / 2,
    ]
    greys = np.outer([0.25, 0.5, 0.75], white)
    return np.round(255 * np.vstack([exact, *shades, greys])).astype(np.uint8)


def _nearest(palette):
    """Return the nearest palette entry of each colour, at 4 bits a channel.

    A colour of the palette stays itself; of two that agree in those bits, the
    first one wins, and no two of the course's own do.
    """
    grid = 17 * np.indices((16, 16, 16)).reshape(3, -1).T
    nearest = (
        cdist(grid, palette)
        .argmin(axis=1)
        .astype(np.uint8)
        .reshape(16, 16, 16)
    )
    entries = np.arange(len(palette))[::-1]
    nearest[tuple(palette[entries].T >> 4)] = entries
    return nearest
