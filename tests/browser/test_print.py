"""Print the whole course, and look for what paper might have lost."""

import re

import pytest
from print_course import SOLUTIONS, join, print_pages, reading_order, wanted
from pypdf import PdfReader

from notebooks import CHAPTERS, expected_cells

# Each time one with figures and a player; with `make slow` all of them.
PRINTED = [
    path if path.stem[:2] == "12" else pytest.param(path, marks=pytest.mark.slow)
    for path in CHAPTERS
]


@pytest.fixture(scope="module")
def course(chromium, site, tmp_path_factory):
    """Return a function that prints pages of the course, and says where each of them is."""
    folder, done = tmp_path_factory.mktemp("printed"), {}

    def printed(*stems):
        pages = {page: folder / f"{page.stem}.pdf" for page in reading_order()}
        pages = {page: path for page, path in pages.items() if not stems or page.stem in stems}
        print_pages({page: path for page, path in pages.items() if page not in done}, chromium)
        done.update(pages)
        return pages

    return printed


def squeezed(text):
    """Return text without the spaces and line ends that a narrow page changes."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_paper_shows_all_code_and_every_figure(course, path):
    (printed,) = map(PdfReader, course(path.stem).values())
    text = squeezed("".join(page.extract_text() for page in printed.pages))
    cells = expected_cells(path)
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


@pytest.mark.parametrize(
    "solutions",
    [one if one == "no" else pytest.param(one, marks=pytest.mark.slow) for one in SOLUTIONS],
)
def test_a_handout_has_few_pages_none_of_them_half_empty_and_solutions_where_asked_for(
    chromium, site, tmp_path, solutions
):
    (page,), _ = wanted("12")
    print_pages({page: tmp_path / "12.pdf"}, chromium, solutions)
    printed = PdfReader(tmp_path / "12.pdf").pages
    assert len(printed) <= 14
    height = printed[0].mediabox.height
    assert max(map(lowest_line, printed[:-1])) < 0.5 * height
    text = squeezed("".join(page.extract_text() for page in printed))
    solved, last = text.find("Twomeansshareagroup"), text.find("Take-away")
    assert {"no": solved < 0, "open": 0 < solved < last, "end": solved > last > 0}[solutions]


def test_a_printed_chapter_tells_nothing_of_the_folders_of_who_printed_it(course, tmp_path):
    path = tmp_path / "12.pdf"
    join(course("12-k-means-step-by-step"), path)
    addresses = [link["/A"]["/URI"] for link in links_of(PdfReader(path)) if "/A" in link]
    assert addresses
    assert not [address for address in addresses if address.startswith("file:")]


def links_of(book):
    """Return the links of a printed book."""
    return [note.get_object() for page in book.pages for note in page.annotations or []]


def lowest_line(page):
    """Return how high above its lower edge the last line of a page stands, but for its footer."""
    heights = []

    def look(text, matrix, place, font, size):
        if text.strip():
            heights.append(matrix[3] * place[5] + matrix[5])

    page.extract_text(visitor_text=look)
    return min(height for height in heights if height > 50)


def test_a_chapter_that_is_not_there_is_not_printed():
    with pytest.raises(SystemExit, match="No chapter .* called 99-"):
        wanted("99")


@pytest.mark.slow
def test_the_printed_course_is_one_book(course, tmp_path):
    """It has an outline, and its links stay inside it."""
    pages = course()
    join(pages, tmp_path / "course.pdf")
    book = PdfReader(tmp_path / "course.pdf")
    assert len(book.outline) == len(pages)
    first, second, *_ = [entry.title for entry in book.outline]
    assert (first, second) == ("Welcome to clustering", "11 · What is clustering?")
    links = links_of(book)
    addresses = [link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})]
    assert not [address for address in addresses if address.startswith("file:")]
    assert any("/Dest" in link for link in links)
