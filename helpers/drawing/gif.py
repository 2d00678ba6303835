"""Turn a trace into a GIF, one frame a step.

Nothing is drawn twice that can be kept: the axes are drawn once, the points
once for each assignment, the glyphs of the titles once for each word.  Each
frame is written as soon as it is drawn, and only its pixels that differ from
the frame before, so a long trace takes no more memory than a short one.
"""

import itertools
import os
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D, IdentityTransform
from PIL import Image
from PIL.GifImagePlugin import getdata, getheader
from scipy.spatial.distance import cdist

from helpers.checks import as_count
from helpers.drawing.axes import as_size, first_two_columns, name_axes, places_of, set_limits
from helpers.drawing.captions import heading
from helpers.drawing.palette import BOLD, GREY, PALE, ink_of
from helpers.drawing.points import add_means, add_points, add_shapes, outline_of
from helpers.drawing.style import GROUNDS, drawing_lock
from helpers.kmeans import as_trace

__all__ = ["save_gif"]

LONGEST_MS = 655_350
"""How long a GIF can show a frame at most."""
KEPT, GROUND = 0, 1
"""The first numbers of the palette: as in the frame before, and the ground."""
WIDE = 1.5
"""From so many times as wide as high on, the axes are as wide as their frame."""
DPI = 120
"""Dots per inch at 640 x 480; 10 points stay legible at half the width."""


def save_gif(trace, path, *, frame_ms=1000, hold_ms=2000, size=(640, 480), ground="light"):
    """Write a trace as a GIF that repeats for ever and holds its last frame.

    All frames share their axes and their colours: those of the course are
    exact, and the shades between them, at the edges of things, are rounded.
    The file appears whole or not at all, and the same trace gives the same
    bytes, whatever the notebook's style.  Of several threads, one writes at a
    time; matplotlib's style is the default one until it is done.

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
    ground : str
        ``"light"`` for white, or ``"dark"`` for black.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        If ``trace`` has no steps, ``path`` does not end in ``.gif``, a
        duration is not a whole number of milliseconds from 10 to 655,350,
        ``size`` is not two whole numbers from 160 to 4096, or ``ground`` is
        neither light nor dark.
    OSError
        If there is no such folder, or the file cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from helpers import lloyd
    >>> trace = lloyd([[0, 0], [0, 2], [8, 0]], [[0, 0], [0, 2]])
    >>> with TemporaryDirectory() as folder:
    ...     save_gif(trace, f"{folder}/three-points.gif").name
    'three-points.gif'
    """
    trace, path = as_trace(trace), _as_path(path)
    frame_ms = as_count(frame_ms, "frame_ms", least=10, most=LONGEST_MS)
    hold_ms = as_count(hold_ms, "hold_ms", least=10, most=LONGEST_MS)
    size = as_size(size)
    if ground not in GROUNDS:
        raise ValueError(f"ground must be 'light' or 'dark'; got {ground!r}")

    durations = [frame_ms] * (len(trace) - 1) + [hold_ms]
    with drawing_lock(ground):
        _write_whole(path, _gif(trace, size, durations))
    return path


def _as_path(path):
    """Return where a GIF can be written, or say what is wrong."""
    path = Path(path)
    if path.suffix.lower() != ".gif":
        raise ValueError(f"path must end in .gif; got {path.name!r}")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {str(path.parent)!r}")
    return path


def _write_whole(path, pieces):
    """Write a file beside its place first, so that none is left half done."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.writelines(pieces)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _gif(trace, size, durations):
    """Yield the bytes of the file, piece by piece."""
    ax = _empty_axes(trace, size)
    palette = _palette(len(trace[0].means), np.array(ax.figure.get_facecolor()[:3]))
    blank = Image.new("P", size)
    blank.putpalette(bytes(3) + palette.tobytes())  # KEPT is never seen
    yield from getheader(blank, info={"loop": 0})[0]
    frames = map(Image.fromarray, _frames(trace, ax, 1 + _nearest(palette)))
    for frame, duration in zip(frames, durations, strict=True):
        box = frame.getbbox() or (0, 0, 1, 1)  # even if nothing is new
        yield from getdata(frame.crop(box), offset=box[:2], duration=duration, transparency=KEPT)
    yield b";"


def _frames(trace, ax, codes):
    """Yield what is new in each step, in one array that all steps share."""
    drawn = np.asarray(ax.figure.canvas.buffer_rgba())
    frame = np.full(drawn.shape[:2], GROUND, dtype=np.uint8)
    drawn = drawn.reshape(-1, 4)
    pixels = drawn.view(np.uint32).ravel()  # the same memory, quick to compare
    shown = np.full_like(pixels, pixels[0])  # the ground, and opaque
    for _ in _draw(trace, ax):
        changed = np.flatnonzero(pixels != shown)
        frame.ravel()[changed] = codes[tuple(drawn[changed, :3].T >> 4)]
        yield frame
        frame[:] = KEPT
        shown[:] = pixels


def _draw(trace, ax):
    """Draw one step after the other, and yield each as it stands there."""
    canvas, whole = ax.figure.canvas, ax.figure.bbox
    empty = canvas.copy_from_bbox(whole)
    title, *means = _add_title(ax), *add_means(ax, trace[0].means)
    for _, steps in itertools.groupby(trace, lambda step: step.labels.tobytes()):
        steps = list(steps)  # they share the picture of their points
        canvas.restore_region(empty)
        points = add_points(ax, steps[0].points, steps[0].labels)
        ax.draw_artist(points)
        points.remove()
        peopled = canvas.copy_from_bbox(whole)
        for step in steps:
            canvas.restore_region(peopled)
            title.set_paths([_centred(heading(step))])
            ax.draw_artist(title)
            for artist in means:
                artist.set_offsets(first_two_columns(step.means))
                ax.draw_artist(artist)
            yield step


def _empty_axes(trace, size):
    """Draw what all frames share, without pyplot and its open figures."""
    dpi = min(size[0] / 640, size[1] / 480) * DPI
    # Not a pixel less by dividing: older matplotlibs drop fractions.
    figure = Figure(figsize=np.add(size, 0.1) / dpi, dpi=dpi)
    ax = figure.add_axes((0.13, 0.12, 0.84, 0.77))
    set_limits(ax, *places_of(trace))
    name_axes(ax, trace[0].names, trace[0].points.shape[1])
    if ax.get_xlabel():
        ax.set_position((0.16, 0.2, 0.81, 0.69))
    if size[0] > WIDE * size[1] and ax.get_aspect() == 1:
        fill_width(ax)
    ax.locator_params(nbins=4, steps=[1, 2, 5, 10])
    ax.ticklabel_format(scilimits=(-2, 4))  # or the margin cuts them off
    FigureCanvasAgg(figure).draw()
    return ax


def fill_width(ax):
    """Show more at both sides, until axes with one scale are as wide as their place."""
    place = ax.get_position(original=True)
    width, height = (place.width, place.height) * ax.figure.get_size_inches()
    low, high = ax.get_ylim()
    reach = (high - low) * width / height / 2
    middle = np.mean(ax.get_xlim())
    if 2 * reach > np.ptp(ax.get_xlim()):
        ax.set_xlim(middle - reach, middle + reach)


def _add_title(ax):
    """Put a title above the axes that has no words yet."""
    place = np.multiply(ax.figure.canvas.get_width_height(), (0.55, 0.93))
    above = {"offset_transform": IdentityTransform(), "clip_on": False}
    return add_shapes(ax, [place], [], 1, ink_of(ax), **above)


def _centred(words):
    """Return the outline of words whose middle is at 0."""
    outlines = [outline_of(word, 12) for word in words.split()]
    ends = np.cumsum([outline.vertices[:, 0].max() + 4 for outline in outlines])
    starts = np.append(0, ends[:-1]) - (ends[-1] - 4) / 2
    moves = [Affine2D().translate(start, 0) for start in starts]
    return Outline.make_compound_path(*map(Outline.transformed, outlines, moves))


def _palette(k, ground=1.0):
    """Return the colours of k labels, then their shades to the ground and to the ink."""
    pale, bold, ground = PALE[:k], BOLD[:k], ground * np.ones(3)
    ink = 1 - ground
    exact = [ground, ink, GREY, *pale, *bold]
    toward_ground, toward_ink = np.add(exact[2:], ground) / 2, np.add(bold, ink) / 2
    greys = np.outer([0.25, 0.5, 0.75], np.ones(3))
    return np.round(255 * np.vstack([exact, toward_ground, toward_ink, greys])).astype(np.uint8)


def _nearest(palette):
    """Return the nearest palette entry of each colour, at 4 bits a channel.

    A colour of the palette stays itself; of two that agree in those bits, the
    first one wins, and no two of the course's own do.
    """
    grid = 17 * np.indices((16, 16, 16)).reshape(3, -1).T
    nearest = cdist(grid, palette).argmin(axis=1).astype(np.uint8).reshape(16, 16, 16)
    entries = np.arange(len(palette))[::-1]
    nearest[tuple(palette[entries].T >> 4)] = entries
    return nearest
