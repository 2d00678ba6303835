"""Time, memory and size of `helpers.save_gif` beside other ways to the same animation.

The published way of the class notes draws a new seaborn figure for each step, saves it as PNG,
reads all of them back and writes them as a GIF with imageio.  All figures are of one run, so that
they can be compared on any machine; the limit of each stands beside it in brackets.

    .venv/bin/python benchmarks/animation.py
"""

import functools
import shutil
import tempfile
from pathlib import Path

import imageio.v3 as iio
import matplotlib
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.animation import FuncAnimation, PillowWriter
from measure import cpu_seconds, peak_megabytes
from PIL import Image
from PIL.GifImagePlugin import getdata

matplotlib.use("agg")
import matplotlib.pyplot as plt

from helpers import grid_means, lloyd, random_means, sample_blobs, save_gif
from helpers.drawing.axes import places_of, set_limits
from helpers.drawing.captions import heading
from helpers.drawing.points import add_means, add_points

pale, bold = sns.color_palette("tab20", 8)[1::2], sns.color_palette("tab20", 8)[0::2]
folder = Path(tempfile.mkdtemp())


def run(seed, **options):
    """Cluster other points for each seed."""
    points, _ = sample_blobs(200, grid_means(4), std=1.0, rng=seed)
    return lloyd(points, random_means(points, 4, rng=10), **options)


short = run(0, max_iter=7)  # still moving: 16 steps
long = [step for seed in range(20) for step in run(seed)][:100]


def published(trace):
    """Draw, save, read back, write."""
    names = [folder / f"{number:03}.png" for number in range(len(trace))]
    for step, name in zip(trace, names, strict=True):
        points, means = (pd.DataFrame(x, columns=["x0", "x1"]) for x in (step.points, step.means))
        grey = step.phase == "start"
        colours = {"color": "lightgray"} if grey else {"hue": step.labels, "palette": pale}
        figure = plt.figure()
        ax = sns.scatterplot(data=points, x="x0", y="x1", legend=False, **colours)
        sns.scatterplot(data=means, x="x0", y="x1", hue=range(4), palette=bold, ax=ax, legend=False)
        figure.savefig(name)
        plt.close(figure)
    images = np.stack([iio.imread(name) for name in names])
    iio.imwrite(folder / "published.gif", images, loop=0, duration=1000, plugin="pillow")


def func_animation(trace):
    """Change the artists of one figure, and let matplotlib write it."""
    figure, ax = plt.subplots()
    set_limits(ax, *places_of(trace))
    points = ax.scatter(*trace[0].points.T)
    means = ax.scatter(*trace[0].means.T, color=bold, marker="s")

    def draw(step):
        points.set_color("lightgray" if step.phase == "start" else np.array(pale)[step.labels])
        points.set_offsets(step.points)
        means.set_offsets(step.means)
        ax.set_title(heading(step))

    animation = FuncAnimation(figure, draw, trace, init_func=lambda: None)
    animation.save(folder / "func_animation.gif", writer=PillowWriter(fps=1))
    plt.close(figure)


def ours(trace):
    """Let the course's helper do it."""
    save_gif(trace, folder / "ours.gif")


_, ax = plt.subplots(figsize=(16 / 3, 4), dpi=120)
set_limits(ax, *places_of(short))
artists = [add_points(ax, short[-1].points, short[-1].labels), *add_means(ax, short[-1].means)]
ax.figure.canvas.draw()
picture = Image.fromarray(np.asarray(ax.figure.canvas.buffer_rgba())).convert("P")


def bare(trace):
    """Draw points and means on a figure that is there, and encode a picture that is."""
    for _ in trace:
        for artist in artists:
            ax.draw_artist(artist)
        getdata(picture)


ways = (ours, published, func_animation, bare)
for trace, limit, easier in [(short, 12, 10), (long, 25, 20)]:
    runs = [functools.partial(way, trace) for way in ways]
    mine, old, matplotlibs, least = cpu_seconds(*runs, repetitions=2)
    with Image.open(folder / "ours.gif") as gif:
        print(f"{gif.n_frames} frames ({len(trace)}) of {gif.size} pixels ((640, 480))")
    print(
        f"  CPU a frame: {1000 * mine / len(trace):.1f} ms; "
        f"{old / mine:.1f} times less than published (at least {limit}), "
        f"{matplotlibs / mine:.1f} times less than FuncAnimation (at least {easier}), "
        f"{mine / least:.2f} times the bare drawing and encoding (at most 2)"
    )
    mine, old = ((folder / f"{name}.gif").stat().st_size for name in ("ours", "published"))
    print(f"  file: {mine:,} bytes, {old / mine:.2f} times smaller than published (at least 1.5)")
    mine, old = map(peak_megabytes, runs[:2])
    print(f"  memory: {mine:.1f} MB (at most 4); published {old:.1f} MB")
shutil.rmtree(folder)
