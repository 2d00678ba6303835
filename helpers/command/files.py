"""Files that appear whole or not at all.

They are drawn in a folder of their own beside their places, and moved there
when the last of them is done.
"""

import contextlib
import os
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

# What follows a run's name in the names of the files of each kind.
KINDS = {
    "gif": r"\.gif",
    "storyboard": r"-storyboard\.png",
    "stills": r"-\d\d+\.png",
    "captions": r"\.(txt|json)",
    "player": r"\.(html|json)",
}


def say(*lines, to="stdout"):
    """Print lines, with question marks for signs that cannot be shown."""
    stream = getattr(sys, to)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    for line in lines:
        print(str(line).encode(encoding, "replace").decode(encoding), file=stream)


def files_of(runs, out):
    """Return the files in a folder that some runs may replace."""
    names = [re.escape(run.name) + KINDS[kind] for run in runs for kind in run.make]
    pattern = re.compile("|".join(names))
    return {path for path in out.glob("*") if pattern.fullmatch(path.name)}


def refuse_to_replace(paths, force):
    """Stop if something stands in these places, unless it may be replaced."""
    there = sorted(str(path) for path in paths if os.path.lexists(path))
    if there and not force:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise ValueError(f"{there[0]}{more} would be replaced; add --force")
    for path in filter(os.path.isdir, there):
        raise ValueError(f"{path} is a folder, where a file has to go")


@contextlib.contextmanager
def staging_folder(out):
    """Offer a folder inside another one, and leave nothing of it behind."""
    new = [path for path in (out, *out.parents) if not path.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".drawing-", dir=out) as folder:
            yield Path(folder)
    except OSError as error:
        if not Path(error.filename or out).absolute().is_relative_to(out.absolute()):
            raise
        raise ValueError(f"cannot write into {out}: {error.strerror or error}") from error
    finally:
        for path in new:
            with contextlib.suppress(OSError):  # something stands in it
                path.rmdir()


def move_into_place(files, out, force, old=()):
    """Move whole files to their places, remove other old ones; return the places."""
    places = {out / file.name: file for file in sorted(files)}
    refuse_to_replace({*places, *old}, force)
    for place, file in places.items():
        file.replace(place)
    for path in set(old).difference(places):
        path.unlink()
    return list(places)
