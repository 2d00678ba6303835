"""Weight of each built page, and the time of a `make book` that has nothing to do.

.venv/bin/python benchmarks/site.py
"""

import re
import subprocess
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parent.parent
HTML = ROOT / "_build" / "html"


def weight(page):
    """Return the bytes of a page and of the pictures in it, each picture once."""
    text = page.read_text(encoding="utf-8")
    sources = re.findall(r"<(?:img|source|image)\b[^>]*?\b(?:src|href)=\"([^\"]+)\"", text)
    paths = {(page.parent / unquote(urlsplit(source).path)).resolve() for source in sources}
    return page.stat().st_size + sum(path.stat().st_size for path in paths if path.is_file())


def make_book():
    """Return the seconds of one `make book`, as one waits for it."""
    began = time.perf_counter()
    subprocess.run(["make", "book"], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


make_book()
print(f"second make book: {make_book():.1f} s (under 15)")

for page in sorted(HTML.rglob("*.html"), key=weight, reverse=True):
    print(f"{page.relative_to(HTML)}: {weight(page) / 1e6:.2f} MB with its images (under 1.5)")
