"""Build the book in two clones of this repository, and compare every file: `make twice`.

The second clone lies in a folder with a space and an accent, in another locale and another time
zone.  What is not committed is in neither.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
FOLDERS = {
    "one": {"LC_ALL": "C.UTF-8", "TZ": "UTC"},
    "une deuxième": {"LC_ALL": "C", "TZ": "Pacific/Kiritimati"},
}


def build(folder, settings):
    """Clone the repository into a folder and build the book there, with this environment."""
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    (folder / ".venv").symlink_to(sys.prefix)
    subprocess.run(
        ["make", "book", "--old-file=.venv/installed"],
        cwd=folder,
        env={**os.environ, **settings, "PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return folder / "_build" / "html"


def hashes(site):
    """Map each file of a site to its hash."""
    return {
        str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def main():
    """Say which files differ."""
    with TemporaryDirectory() as folder:
        one, other = (hashes(build(Path(folder, name), how)) for name, how in FOLDERS.items())
    differ = sorted(name for name in one | other if one.get(name) != other.get(name))
    print(*differ, sep="\n")
    sys.exit(f"{len(differ)} of {len(one)} files differ" if differ else 0)


if __name__ == "__main__":
    main()
