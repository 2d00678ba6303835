"""Files that appear whole or not at all.

They are drawn in a folder of their own beside their places, and moved there
when the last of them is done.
"""

import contextlib
import filecmp
import os
import re
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


def files_of_run(options, out):
    """Return the files in a folder that a run may replace."""
    ends = "|".join(KINDS[kind] for kind in options.make)
    pattern = re.compile(f"{re.escape(options.name)}({ends})")
    return [path for path in out.glob("*") if pattern.fullmatch(path.name)]


def left_over(runs, out, written):
    """Return files of these runs that they no longer make, such as stills."""
    names = {path.name for path in written}
    old = {path for run in runs for path in files_of_run(run, out)}
    return sorted(path for path in old if path.name not in names)


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
        raise ValueError(f"cannot write into {out}: {error.strerror or error}") from error
    finally:
        for path in new:
            with contextlib.suppress(OSError):  # something stands in it
                path.rmdir()


def move_into_place(files, out, force, old=()):
    """Move whole files to their places, remove old ones; return the places."""
    files = sorted(files)
    places = [out / file.name for file in files]
    refuse_to_replace(old, force)
    refuse_to_replace(places, force)
    for file, place in zip(files, places, strict=True):
        file.replace(place)
    for path in old:
        path.unlink()
    return places


def is_already_in(out, file):
    """Tell whether a file stands in a folder already, byte for byte."""
    place = out / file.name
    return place.is_file() and filecmp.cmp(file, place, shallow=False)
