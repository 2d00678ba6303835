"""Notebooks read well wherever they are opened: not trusted yet, folded, aloud, and as a talk."""

import ast
import re
import subprocess
from functools import cache

import pytest
from bs4 import BeautifulSoup
from built import need_the_site, skip_or_fail
from clean_notebook import FLAVOURS
from test_take_home import DOWNLOADS, STEMS, STUDENT, read
from untrusted import untrusted

from helpers.boards.player import ASLEEP as HINT
from notebooks import CHAPTERS, code_cells, count_of

FILES = [f"{stem}{ending}" for stem in STEMS for ending in FLAVOURS]
HEADING = re.compile(r"(#{1,6}) ")
SOURCE = re.compile(r"</summary>\n\n```python\n(def|class|@).*\n```\n.*\n</details>$", re.S)
MOST_WORDS = 130
"""How many words a slide has, unless a single list or box has more."""


@pytest.fixture(scope="module", autouse=True)
def site():
    """Make sure that there are notebooks."""
    need_the_site()


@cache
def opened(name):
    """Return a notebook that can be taken home."""
    return read(DOWNLOADS / f"{name}.ipynb")


def shown(notebook, mime):
    """Return what a notebook's cells show of a kind."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return [output["data"][mime] for output in outputs if mime in output.get("data", {})]


# Before an output is trusted


@pytest.mark.parametrize("stem", STEMS)
def test_an_output_that_is_not_trusted_is_a_table_or_a_line_pictures_and_sentences(stem):
    hint = BeautifulSoup(HINT, "html.parser").text
    for html in shown(opened(stem), "text/html"):
        left = untrusted(html)
        if "<iframe" in html:  # a page in the page; the file that holds it is named
            assert ".html" in left.text and not left.iframe
            continue
        if left.table:
            for table in left("table"):
                table.decompose()
            assert re.fullmatch(rf"\s*({re.escape(hint)}|\d+ rows × \d+ columns)?\s*", left.text)
            continue
        sentences = [item.get_text(strip=True) for item in left("li")]
        assert len(sentences) > 1
        assert [line for line in left.get_text("\n").split("\n") if line] == [hint, *sentences]
        assert all(picture["alt"] and picture["src"] for picture in left("img"))
        assert left.img or 'data-kind="question"' in html  # which has words alone


def test_some_chapters_have_players():
    """Or the test above has looked at tables alone; and some have tables."""
    htmls = [html for stem in STEMS for html in shown(opened(stem), "text/html")]
    assert sum("step-player" in html for html in htmls) >= 5
    assert sum("<table" in html and "step-player" not in html for html in htmls) >= 5


@pytest.mark.parametrize("stem", STEMS)
def test_a_table_brings_no_rules_that_a_viewer_might_show(stem):
    htmls = shown(opened(stem), "text/html")
    tables = [html for html in htmls if "<table" in html and "step-player" not in html]
    assert not any("<style" in table for table in tables)


# What is folded


@pytest.mark.parametrize("stem", STEMS)
def test_a_solution_is_folded_and_nothing_else_is(stem):
    """JupyterLab hides what is below such a heading, up to the next that is not below it."""
    hidden, level, solutions = [], 7, 0
    for cell in opened(stem).cells:
        begins = cell.cell_type == "markdown" and HEADING.match(cell.source)
        if begins and len(begins[1]) <= level:
            level = 7
        if level < 7:
            hidden.append(cell)
        elif cell.metadata.get("jp-MarkdownHeadingCollapsed"):
            assert re.fullmatch(r"### Solution to Exercise [\d.]+ \(.+\)", cell.source)
            solutions, level = solutions + 1, 3
        else:
            assert "Solution to" not in cell.source
    assert len(hidden) >= solutions == count_of(stem, "{solution-start}")
    words = "\n".join(cell.source for cell in hidden)
    assert not re.search("Common mistakes|Take-away|^#+ Exercise|Predict, then", words, re.M)


@pytest.mark.parametrize("stem", STEMS)
def test_every_exercise_has_its_number_and_its_title(stem):
    titles = [c.source.split("\n")[0] for c in opened(f"{stem}-exercises").cells]
    titles = [title for title in titles if title.startswith("### Exercise")]
    assert titles
    for number, title in enumerate(titles, start=1):
        assert re.fullmatch(rf"### Exercise {stem[:2]}\.{number} \(.+\)", title)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_sources_of_helpers_are_folded(chapter):
    told = re.findall(r"^:::\{admonition\} (The source of .*)", chapter.read_text("utf-8"), re.M)
    folded = [c.source for c in opened(chapter.stem).cells if c.source.startswith("<details>\n")]
    boxes = [box for box in folded if "<summary>The source of" in box]
    assert [re.search("<summary>(.*)</summary>", box)[1] for box in boxes] == told
    for box in boxes:
        assert re.search(
            r"</summary>\n\n```python\n(def|class|@).*\n```\n.*\n</details>$", box, re.S
        )


# What pictures show, in words


def described(chapter):
    """Return the words of the pictures that a chapter describes, without their line breaks."""
    about = (cell.metadata.get("mystnb", {}).get("image", {}) for cell in code_cells(chapter))
    return [image["alt"].strip() for image in about if "alt" in image]


@pytest.mark.parametrize("ending", FLAVOURS)
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_words_of_a_picture_stand_below_it(chapter, ending):
    cells = opened(f"{chapter.stem}{ending}").cells
    below = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    plain = re.sub(r"\\(.)", r"\1", below)  # without what keeps Markdown from reading signs
    found = re.findall(
        r"<summary>The picture in words</summary>\n\n(.*?)\n\n</details>", plain, re.S
    )
    words = described(chapter)
    assert words
    assert set(found) <= set(words)
    assert found == words if ending != "-exercises" else found


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_picture_carries_its_words_for_tools_that_ask(chapter):
    carried = [
        output.metadata[mime]["alt"].strip()
        for cell in opened(chapter.stem).cells
        for output in cell.get("outputs", [])
        for mime in output.get("data", {})
        if mime.startswith("image/")
    ]
    assert set(carried) == set(described(chapter))


# As a script, and as a talk


def converted(name, form):
    """Convert a notebook as a student would; return what comes out."""
    if not STUDENT.exists():
        skip_or_fail("a student's environment is not installed: run `make test`")
    path = DOWNLOADS / f"{name}.ipynb"
    command = [STUDENT, "-m", "nbconvert", "--log-level=ERROR", "--to", form, "--stdout", path]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def test_a_notebook_becomes_a_script_by_its_name(tmp_path):
    command = [STUDENT, "-m", "nbconvert", "--log-level=ERROR", "--to=script"]
    notebook = DOWNLOADS / f"{STEMS[0]}.ipynb"
    subprocess.run([*command, f"--output-dir={tmp_path}", notebook], check=True)
    (script,) = tmp_path.iterdir()
    assert script.name == f"{STEMS[0]}.py"
    assert "from helpers import" in script.read_text(encoding="utf-8")
    ast.parse(script.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_other_tools_learn_the_language_and_not_where_it_was_run(name):
    about = opened(name).metadata
    assert about.kernelspec.name == "python3"
    assert (about.language_info.name, about.language_info.file_extension) == ("python", ".py")
    assert about.language_info.mimetype == "text/x-python"
    assert about.language_info.pygments_lexer == "ipython3"
    assert "version" not in about.language_info


def slides(notebook):
    """Return the cells of each slide."""
    made = []
    for cell in notebook.cells:
        begins = cell.metadata.get("slideshow", {}).get("slide_type", "-")
        if begins in ("slide", "subslide"):
            made.append([])
        if begins != "skip":
            made[-1].append(cell)
    return made


def words_of(cells):
    """Return the words that are seen on a slide, block by block."""
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    seen = re.sub(r"<details>.*?</details>", "", text, flags=re.S)
    blocks = re.split(r"\n\n(?![-> ]|\d\.)", seen)
    return [len(re.findall(r"\w\S*", block)) for block in blocks]


@pytest.mark.parametrize("name", FILES)
def test_a_slide_holds_one_idea(name):
    for cells in slides(opened(name)):
        assert cells
        assert sum(cell.cell_type == "code" for cell in cells) <= 1
        blocks = words_of(cells)
        assert sum(blocks) <= MOST_WORDS or max(blocks) > sum(blocks) / 2, cells[0].source
        told = [cell.source for cell in cells if cell.cell_type == "markdown"]
        headings = [source for source in told if re.match("##? ", source)]
        assert not headings or headings == [cells[0].source]


@pytest.mark.parametrize("stem", STEMS)
def test_a_talk_leaves_out_solutions_sources_and_imports(stem):
    notebook = opened(stem)
    told = "\n".join(cell.source for cells in slides(notebook) for cell in cells)
    assert not re.search("Solution to|The source of|## References", told)
    guard, imports = [cell for cell in notebook.cells if cell.cell_type == "code"][:2]
    assert "import" in guard.source and guard.source not in told
    assert "import" in imports.source and imports.source not in told
    assert len(re.findall("^### Exercise", told, re.M)) == count_of(stem, "{exercise-start}")


def test_the_slides_of_a_notebook_show_its_figures_and_its_players():
    stem = "12-k-means-step-by-step"
    talk = BeautifulSoup(converted(stem, "slides"), "html.parser")
    made = talk.select(".slides > section > section")
    assert len(made) == len(slides(opened(stem)))
    assert len(talk.select(".slides .jp-OutputArea-output > img")) == 7
    folded = [" ".join(box.text.split()) for box in talk.select(".slides details")]
    answers = [box for box in folded if not box.startswith("The picture in words ")]
    assert len(folded) - len(answers) == 8
    assert answers and all(re.search(r"(Right|Not this one)\. ", box) for box in answers)
    assert talk.select_one(".slides step-player img.sp-still")
    assert "Solution to" not in talk.text and "The source of" not in talk.text
