"""Print the built site, or one chapter, into a PDF, as a browser prints its pages: `make pdf`."""

import os
import shutil
import sys
from pathlib import Path

import yaml
from contents import called
from playwright.sync_api import sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "16mm")
FOOTER = """\
<div style="width: 100%; text-align: center; font-size: 8px">
  <span class="title"></span> · <span class="pageNumber"></span>
</div>"""

SOLUTIONS = {
    "end": """
      const last = document.createElement("section");
      last.innerHTML = "<h2>Solutions</h2>";
      last.append(...document.querySelectorAll("article .solution"));
      if (last.children.length > 1) document.querySelector("article section").append(last);""",
    "open": "",
    "no": "document.querySelectorAll('article .solution').forEach((one) => one.remove());",
}
"""What happens to solutions before a page is printed, by where they are wanted."""


def find_browser():
    """Return the path of Chromium or Chrome: the quickest, which has no window, if it is there."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def reading_order():
    """Return the site's pages in the order in which they are read."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"], *(entry["file"] for part in toc["parts"] for entry in part["chapters"])]
    return [SITE / Path(file).with_suffix(".html") for file in files]


def print_pages(pages, browser, solutions="open"):
    """Print each page by day, with its solutions at its end, in their places, or not at all."""
    tab = browser.new_page(color_scheme="light")
    for page, path in pages.items():
        tab.goto(page.as_uri(), wait_until="networkidle")
        tab.evaluate(f"(() => {{ {SOLUTIONS[solutions]} }})()")
        tab.pdf(
            path=path,
            format="A4",
            margin=MARGIN,
            print_background=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOTER,
        )
    tab.close()


def join(pages, path):
    """Join the printed pages, with an outline and with links that stay inside the file."""
    writer, starts = PdfWriter(), {}
    for page, printed in pages.items():
        starts[page.as_uri()] = len(writer.pages)
        reader = PdfReader(printed)
        writer.append(reader, import_outline=False)
        title = reader.metadata.title.partition(" — ")[0]
        writer.add_outline_item(title=title, page_number=starts[page.as_uri()])
    for link in (note.get_object() for page in writer.pages for note in page.annotations or []):
        address = link.get("/A", {}).get("/URI", "").partition("#")[0]
        if address.startswith("file:"):  # which nobody has but who printed it
            del link["/A"]
        if address in starts:
            start = writer.pages[starts[address]].indirect_reference
            link[NameObject("/Dest")] = ArrayObject([start, NameObject("/Fit")])
    writer.write(path)


def wanted(number):
    """Return the pages to print, and the file to print them into."""
    pages = reading_order()
    if not number:
        return pages, ROOT / "_build" / "course.pdf"
    pages = called(number, pages)
    return pages, ROOT / "_build" / f"{pages[0].stem}.pdf"


def main(number, solutions):
    """Print the pages of the table of contents, or one chapter, and join them in one file."""
    if solutions not in SOLUTIONS:
        sys.exit(f"SOLUTIONS must be {', '.join(SOLUTIONS)}; got {solutions}")
    found, place = wanted(number)
    folder = ROOT / "_build" / "printed"
    folder.mkdir(exist_ok=True)
    pages = {page: folder / f"{page.stem}.pdf" for page in found}
    program = find_browser()
    if program is None:
        sys.exit("This needs Chromium or Chrome, which prints the pages.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        print_pages(pages, browser, solutions)
        browser.close()
    join(pages, place)
    print(place.relative_to(ROOT))


if __name__ == "__main__":
    main(os.environ.get("N"), os.environ.get("SOLUTIONS") or "end")
