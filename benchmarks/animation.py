"""Time, memory and size of `helpers.save_gif` beside the published way of the class notes.

The published way draws a new seaborn figure for each step, saves it as PNG, reads all of them
back and writes them as a GIF with imageio.

    .venv/bin/python benchmarks/animation.py
"""

import shutil
import tempfile
from pathlib import Path

import imageio.v3 as iio
import matplotlib
import numpy as np
import pandas as pd
import seaborn as sns
from measure import cpu_seconds, peak_megabytes
from PIL import Image

matplotlib.use("agg")
import matplotlib.pyplot as plt

from helpers import grid_means, lloyd, random_means, sample_blobs, save_gif

points, _ = sample_blobs(200, grid_means(4), std=1.0, rng=0)
trace = lloyd(points, random_means(points, 4, rng=10), max_iter=7)  # still moving: 16 pictures
df = pd.DataFrame(points, columns=["x0", "x1"])
pale, bold = sns.color_palette("tab20", 8)[1::2], sns.color_palette("tab20", 8)[0::2]
folder = Path(tempfile.mkdtemp())


def published():
    """Draw, save, read back, write."""
    for number, step in enumerate(trace):
        colours = {"hue": step.labels, "palette": pale} if number else {"color": "lightgray"}
        means = pd.DataFrame(step.means, columns=["x0", "x1"])
        figure = plt.figure()
        ax = sns.scatterplot(data=df, x="x0", y="x1", legend=False, **colours)
        sns.scatterplot(data=means, x="x0", y="x1", hue=range(4), palette=bold, ax=ax, legend=False)
        figure.savefig(folder / f"{number:02}.png")
        plt.close(figure)
    images = np.stack([iio.imread(folder / f"{number:02}.png") for number in range(len(trace))])
    iio.imwrite(folder / "published.gif", images, loop=0, duration=1000, plugin="pillow")
    return folder / "published.gif"


def ours():
    """Let the course's helper do it."""
    return save_gif(trace, folder / "ours.gif")


for way in (published, ours):
    with Image.open(way()) as gif:
        print(f"frames, {way.__name__}: {gif.n_frames} of {gif.size} (16 of (640, 480))")

one, other = (seconds / len(trace) for seconds in cpu_seconds(published, ours, repetitions=3))
print(
    f"CPU a frame: {1000 * other:.1f} ms, {one / other:.1f} times less than published (at least 10)"
)

one, other = ((folder / name).stat().st_size for name in ("published.gif", "ours.gif"))
print(f"file: {other:,} bytes, {one / other:.2f} times smaller than published (at least 1.5)")
print(f"memory: {peak_megabytes(ours):.1f} MB; published {peak_megabytes(published):.1f} MB (less)")
shutil.rmtree(folder)
