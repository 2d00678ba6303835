"""Print the whole course, and look for what paper might have lost."""

import re
from pathlib import Path

import nbformat
import pytest
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
EXPECTED = sorted((ROOT / "tests" / "expected").glob("*.ipynb"))


@pytest.fixture(scope="module")
def course(chromium, site, tmp_path_factory):
    """Print every page; return the pages by the title of the chapter, and the file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "pages" / "_ext")
        from print_course import join, print_pages, reading_order

    folder = tmp_path_factory.mktemp("printed")
    pages = {page: folder / f"{page.stem}.pdf" for page in reading_order()}
    print_pages(pages, chromium)
    join(pages, folder / "course.pdf")
    return {page.stem: PdfReader(path) for page, path in pages.items()}, folder / "course.pdf"


def squeezed(text):
    """Return text without the spaces and line ends that a narrow page changes."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_paper_shows_all_code_and_every_figure(course, path):
    printed = course[0][path.stem]
    text = squeezed("".join(page.extract_text() for page in printed.pages))
    cells = nbformat.read(path, as_version=4).cells
    for cell in cells:
        for line in cell.source.splitlines():
            assert squeezed(line) in text, line
    pictures = [o for c in cells for o in c.outputs if "image/png" in o.get("data", {})]
    found = {name for page in printed.pages for name in images(page)}
    assert len(found) >= len(pictures)


def images(page):
    """Yield the identity of each picture on a printed page."""
    for picture in page.get("/Resources", {}).get("/XObject", {}).values():
        if picture.get_object().get("/Subtype") == "/Image":
            yield getattr(picture, "idnum", id(picture))


def test_the_printed_course_is_one_book(course):
    """It has an outline, and its links stay inside it."""
    book = PdfReader(course[1])
    assert len(book.outline) == len(course[0])
    assert [entry.title for entry in book.outline][:2] == ["Welcome", "What is clustering?"]
    links = [note.get_object() for page in book.pages for note in page.annotations or []]
    addresses = [link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})]
    assert not [address for address in addresses if address.startswith("file:")]
    assert any("/Dest" in link for link in links)
