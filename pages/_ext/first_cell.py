"""Find what this notebook needs.  What is missing is installed, what is here stays as it is."""

import importlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory


class NotReadyError(ImportError):
    """What the reader has to do, in one sentence; Jupyter shows it without a traceback."""

    def _render_traceback_(self):
        return [f"{self}"]


def get_ready(needs):
    """Install the packages whose modules are missing; say so."""
    if other := other_helpers():
        raise NotReadyError(
            f"{other} has the name of the course's own module, helpers: rename it, restart the"
            " kernel, and run this cell again."
        )
    lacking = {module: package for module, package in needs.items() if not find_spec(module)}
    if lacking:
        lacks = f"This notebook lacks {', '.join(lacking)}"
        install(list(lacking.values()), lacks)
        importlib.invalidate_caches()
        if not all(map(find_spec, lacking)):  # installed where this kernel did not look
            raise NotReadyError(f"{lacks} until you restart the kernel and run this cell again.")
        print(f"{lacks}: that is installed now, and nothing else has changed.")


def other_helpers():
    """Return what stands in the way of the course's module, if something does."""
    spec = find_spec("helpers")
    places = list(spec.submodule_search_locations or [spec.origin]) if spec else []
    ours = any(Path(place, "kmeans.py").exists() for place in places)
    return places[0] if places and not ours else None


def install(packages, lacks):
    """Let pip add packages to those that are here."""
    wheel = packages[0]
    if wheel.endswith(".whl") and "://" not in wheel and not Path(wheel).exists():
        raise NotReadyError(
            f"{lacks}: save {wheel} from the course's first page beside it,"
            " and run this cell again."
        )
    if not find_spec("pip"):
        raise NotReadyError(
            f"{lacks}, and its kernel has no pip: install {' '.join(map(repr, packages))} with the"
            " program that made its environment, restart the kernel, and run this cell again."
        )
    with TemporaryDirectory() as folder:
        here = Path(folder, "here.txt")
        here.write_text(pip("list", "--format=freeze").stdout, encoding="utf-8")
        tried = pip("install", "--constraint", here, *packages)
    if tried.returncode:
        raise NotReadyError(f"{lacks}, and {remedy(tried.stderr)}")


def pip(*words):
    """Run pip in the environment of this kernel."""
    command = [sys.executable, "-m", "pip", *words]
    return subprocess.run(command, capture_output=True, text=True, errors="replace")


def remedy(said):
    """Return what to do after pip has failed."""
    if any(sign in said for sign in ("Read-only", "Permission denied", "externally-managed")):
        return "its kernel may not install it: choose another kernel, and run this cell again."
    if any(sign in said for sign in ("connection broken", "timed out", "from versions: none")):
        return "there is no connection to get it over: connect, and run this cell again."
    errors = [line for line in said.splitlines() if line.startswith("ERROR: ")]
    return f"pip says: {errors[0] if errors else said}"
