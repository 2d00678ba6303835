"""Read from _toc.yml which chapters there are, in which parts, and so with which numbers."""

import sys
from pathlib import Path

import yaml


def parts_of(root):
    """Map the caption of each part to its chapters, such as notebooks/12-k-means-step-by-step."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return {
        part.get("caption", ""): [
            str(Path(page["file"]).with_suffix(""))
            for page in part.get("chapters", [])
            if page["file"].startswith("notebooks/")
        ]
        for part in toc.get("parts", [toc])
    }


def numbered(root):
    """Map the source of each chapter to its number: that of its part, and its place in the part."""
    return {
        root / f"{name}.md": f"{part}{place}"
        for part, names in enumerate(parts_of(root).values(), start=1)
        for place, name in enumerate(names, start=1)
    }


def called(number, paths):
    """Return those of some paths that have a number in their names; end if none has."""
    found = [path for path in paths if path.name.startswith(f"{number}-")]
    if not found:
        sys.exit(f"No chapter in _toc.yml has a file called {number}-….  An example is N=12")
    return found
