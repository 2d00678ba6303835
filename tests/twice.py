"""Build the book in two clones of this repository, and compare every file: `make twice`.

The second clone lies in a folder with a space and an accent, in another locale and another time
zone.  What is not committed is in neither.
"""

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
FOLDERS = {
    "one": {"LC_ALL": "C.UTF-8", "TZ": "UTC"},
    "une deuxième": {"LC_ALL": "C", "TZ": "Pacific/Kiritimati"},
}
# What differs by nature: figures of measured times, and files that hold or show them.
MEASURED = {
    "13-lloyds-algorithm": 1,
    "34-large-data": 2,
    "41-hierarchical": 1,
    "43-which-one": 1,
    "welcome": 1,  # the small picture of chapter 34
}
# The archive of all, and the index that knows the page of times
WITH_THEM = {"clustering-step-by-step", "search-index"}
SECONDS = "pages/times.html"  # how long each chapter took


def build(folder, settings):
    """Build the book of a clone, with this environment."""
    (folder / ".venv").symlink_to(sys.prefix)
    subprocess.run(
        ["make", "book", "--old-file=.venv/installed"],
        cwd=folder,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def files(site):
    """Map each file of a site to what it holds."""
    paths = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}


def but_for_pictures(name, data):
    """Return what a file holds, without pictures and sizes, and the pictures."""
    pattern = {
        ".html": rb"_images/\w+\.(?:png|webp)|data:image/\w+;base64,[^\"]+|\(\d[\d.]* [kM]B\)",
        ".js": rb'\{[^{}]*"pages/times\.html#[^{}]*\}',
        ".ipynb": rb'"image/png": "[^"]*"',
    }.get(Path(name).suffix)
    if name.endswith(".zip"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        inner = [(name, *but_for_pictures(name, archive.read(name))) for name in archive.namelist()]
        pictures = set().union(*(pictures for *_, pictures in inner))
        return [(name, rest) for name, rest, _ in inner], pictures
    if not pattern:
        return data, set()
    found = re.findall(pattern, data)
    pictures = {one for one in found if one.startswith((b"_images", b"data:", b'"image'))}
    return re.sub(pattern, b"", data), pictures


def differ(one, other):
    """Yield the files that differ, each with whether it does so by nature."""
    measured = sum(MEASURED.values())
    for name in sorted(name for name in one | other if one.get(name) != other.get(name)):
        if name.startswith("_images/"):
            alone = [path for path in one.keys() - other.keys() if path.startswith("_images/")]
            yield name, len(alone) <= measured
            continue
        stem = re.sub("-exercises$", "", Path(name).stem)
        if name in one.keys() & other.keys() and stem in MEASURED.keys() | WITH_THEM:
            (rest, pictures), (others, theirs) = (
                but_for_pictures(name, s[name]) for s in (one, other)
            )
            yield name, rest == others and len(pictures - theirs) <= MEASURED.get(stem, measured)
        else:
            yield name, name == SECONDS


def main():
    """Say which files differ, and fail if one does so without a reason."""
    with TemporaryDirectory() as folder:
        clones = {Path(folder, name): settings for name, settings in FOLDERS.items()}
        for clone in clones:
            subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        for clone, settings in clones.items():
            build(clone, settings)
        one, other = (files(clone / "_build" / "html") for clone in clones)
    found = list(differ(one, other))
    for name, by_nature in found:
        print("measured times" if by_nature else "DIFFERENT     ", name)
    print(f"{len(one)} files, {len(found)} differ")
    sys.exit(not all(by_nature for _, by_nature in found))


if __name__ == "__main__":
    main()
