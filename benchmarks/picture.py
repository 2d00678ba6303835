"""CPU time and peak memory of read_picture on files of 12 megapixels, each in a fresh process.

.venv/bin/python benchmarks/picture.py

It runs on Linux, where a process can be asked for its peak.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

LIMITS = "(below 1 s and 96 MB, two copies)"
"""Pillow keeps a picture in colour in four bytes a pixel: 48 MB.  To read a WebP it takes 180."""
RUN = """
import re, sys, time
from pathlib import Path
from PIL import Image, ImageCms
from helpers import read_picture
def megabytes():
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
Image.init()
before, began = megabytes(), time.process_time()
read_picture(sys.argv[1])
print(f"{time.process_time() - began:.2f} s, {megabytes() - before:.0f} MB")
"""


def files(folder):
    """Yield files of the same picture, 4,000 pixels wide and 3,000 high."""
    y, x = np.mgrid[:3000, :4000]
    slopes = np.stack([x // 16, y // 12, (x + y) // 28], axis=2).astype(np.uint8)
    grain = np.random.default_rng(0).integers(0, 6, slopes.shape, dtype=np.uint8)
    picture = Image.fromarray(slopes + grain)
    yield from written(folder, picture, "RGB", "jpg", "png", "tif", "bmp", "webp")
    yield from written(folder, picture, "RGBA", "png")
    yield from written(folder, picture, "P", "png")
    yield from written(folder, picture, "CMYK", "jpg", "tif")
    greys = np.asarray(picture.convert("L")).astype(np.uint16)
    yield from written(folder, Image.fromarray(257 * greys), "I;16", "png")


def written(folder, picture, mode, *kinds):
    """Yield the paths of a picture in several kinds of file."""
    for kind in kinds:
        path = Path(folder, f"{mode.replace(';', '')}.{kind}")
        (picture if picture.mode == mode else picture.convert(mode)).save(path)
        yield path


with TemporaryDirectory() as folder:
    for path in files(folder):
        command = [sys.executable, "-c", RUN, str(path)]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        print(f"{path.name:10} {out.splitlines()[-1]} {LIMITS}", flush=True)
