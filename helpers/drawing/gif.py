"""Turn a trace into a GIF, one frame a step.

Nothing is drawn twice that can be kept: the axes are drawn once, the points
once for each assignment, the glyphs of the titles once for each word.  Each
frame is written as soon as it is drawn, and only its pixels that differ from
the frame before, so a long trace takes no more memory than a short one.
"""

import functools
import os
from pathlib import Path

import numpy as np
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from PIL import Image
from PIL.GifImagePlugin import getdata, getheader
from scipy.spatial.distance import cdist

from helpers.checks import as_count
from helpers.drawing.axes import first_two_columns, places_of, set_limits
from helpers.drawing.captions import heading
from helpers.drawing.palette import BOLD, GREY, PALE
from helpers.drawing.points import add_means, add_points
from helpers.kmeans import as_trace

__all__ = ["save_gif"]

LONGEST_MS = 655_350
"""How long a GIF can show a frame at most."""
SMALLEST_SIDE, LARGEST_SIDE = 160, 4096
"""Pixels on a side of a frame."""
KEPT, WHITE = 0, 1
"""The first numbers of the palette: as in the frame before, and white."""
DPI = 120
"""Dots per inch at 640 x 480; 10 points stay legible at half the width."""


def save_gif(trace, path, *, frame_ms=1000, hold_ms=2000, size=(640, 480)):
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
    size : pair of int
        Width and height in pixels, each from 160 to 4096.  Text and marks
        grow and shrink with the frame.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        If ``trace`` has no steps, ``path`` does not end in ``.gif``, a
        duration is not a whole number of milliseconds from 10 to 655,350, or
        ``size`` is not two whole numbers from 160 to 4096.
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
    size = _as_size(size)

    durations = [frame_ms] * (len(trace) - 1) + [hold_ms]
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        # The default style, whatever the notebook's own is.
        with part.open("wb") as file, style.context("default"):
            file.writelines(_gif(trace, size, durations))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _as_size(size):
    """Return width and height, or say what is wrong."""
    try:
        width, height = size
    except (TypeError, ValueError) as error:
        raise ValueError(
            "size must be a width and a height, such as (640, 480); "
            f"got {size!r}"
        ) from error
    return tuple(
        as_count(side, name, least=SMALLEST_SIDE, most=LARGEST_SIDE)
        for side, name in [(width, "width"), (height, "height")]
    )


def _gif(trace, size, durations):
    """Yield the bytes of the file, piece by piece."""
    palette = _palette(len(trace[0].means))
    blank = Image.new("P", size)
    blank.putpalette(bytes(3) + palette.tobytes())  # KEPT is never seen
    header, _ = getheader(blank, info={"loop": 0})
    yield from header
    frames = _frames(trace, size, 1 + _nearest(palette))
    for frame, duration in zip(frames, durations, strict=True):
        picture = Image.fromarray(frame)
        box = picture.getbbox() or (0, 0, 1, 1)  # even if nothing changed
        yield from getdata(
            picture.crop(box),
            offset=box[:2],
            duration=duration,
            transparency=KEPT,
        )
    yield b";"


def _frames(trace, size, codes):
    """Yield what is new in each step, in one array that all steps share."""
    canvas, ax, title = _stage(trace, size)
    drawn = np.asarray(canvas.buffer_rgba()).reshape(-1, 4)
    pixels = drawn.view(np.uint32).ravel()  # the same memory, quick to compare
    shown = np.full_like(pixels, 2**32 - 1)  # white, and opaque
    frame = np.full(size[::-1], WHITE, dtype=np.uint8)
    for _ in _draw(trace, canvas, ax, title):
        changed = np.flatnonzero(pixels != shown)
        frame.ravel()[changed] = codes[tuple(drawn[changed, :3].T >> 4)]
        yield frame
        frame[:] = KEPT
        shown[:] = pixels


def _draw(trace, canvas, ax, title):
    """Draw one step after the other, and yield each as it stands there."""
    empty = canvas.copy_from_bbox(ax.figure.bbox)
    means = add_means(ax, trace[0].means)
    labels = None
    for step in trace:
        if step.labels is not labels:
            labels = step.labels
            canvas.restore_region(empty)
            points = add_points(ax, step.points, labels)
            ax.draw_artist(points)
            points.remove()
            peopled = canvas.copy_from_bbox(ax.figure.bbox)
        canvas.restore_region(peopled)
        title.set_path(_centred(heading(step)))
        for artist in means:
            artist.set_offsets(first_two_columns(step.means))
        for artist in (title, *means):
            ax.draw_artist(artist)
        yield step


def _stage(trace, size):
    """Draw what all frames share, without pyplot and its open figures."""
    width, height = size
    dpi = min(width / 640, height / 480) * DPI
    # Not a pixel less by dividing: older matplotlibs drop fractions.
    figure = Figure(
        figsize=((width + 0.1) / dpi, (height + 0.1) / dpi), dpi=dpi
    )
    canvas = FigureCanvasAgg(figure)
    ax = figure.add_axes((0.13, 0.12, 0.84, 0.77))
    set_limits(ax, *places_of(trace))
    ax.locator_params(nbins=4, steps=[1, 2, 5, 10])
    ax.ticklabel_format(scilimits=(-2, 4))  # or the margin cuts them off
    canvas.draw()
    title = PathPatch(
        _centred(heading(trace[0])),
        color="black",
        linewidth=0,
        transform=Affine2D()
        .scale(dpi / 72)
        .translate(0.55 * width, 0.93 * height),
    )
    return canvas, ax, figure.add_artist(title)


def _centred(words):
    """Return the outline of words whose middle is at 0."""
    outlines, end = [], 0
    for word in words.split():
        outline, width = _outline(word)
        outlines.append(outline.transformed(Affine2D().translate(end, 0)))
        end += width + 4
    whole = Outline.make_compound_path(*outlines)
    return whole.transformed(Affine2D().translate(2 - end / 2, 0))


@functools.cache
def _outline(word):
    """Return the outline of a word and its width, in points."""
    outline = TextPath((0, 0), word, size=12, prop="DejaVu Sans")
    return outline, outline.vertices[:, 0].max()


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
