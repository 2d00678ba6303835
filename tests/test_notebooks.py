"""The house rules of the chapters.  A test that fails names chapter, line and remedy."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import median

import pytest

import helpers
from notebooks import (
    CHAPTERS,
    EXPECTED,
    OWN,
    ROOT,
    chapter_path,
    code_cells,
    expected_path,
    first_line,
    recorded,
)

TAGS = {"check", "hide-cell", "hide-input", "hide-output", "raises-exception"}
FILLERS = r"\b(?:simply|obviously|trivial|trivially|easy|easily)\b"
FILLER_JUST = r"(?<!have )\bjust\b(?! (?:\w+ed|did|made|ran|saw)\b)"  # "you just did" is fine
SILENCERS = (
    r"simplefilter|filterwarnings|catch_warnings|captureWarnings|seterr|errstate|-W ?i|"
    r"2> ?/dev/null|redirect_stderr|%%capture|NBVAL|PYTEST_VALIDATE"
)
NETWORK = r"https?://|load_dataset|fetch_\w+|urlretrieve|urlopen|urllib|requests|httpx"
LEGACY_CHANCE = (
    r"np\.random\.(?!default_rng|Generator)|RandomState|\bimport random|"
    r"from random import (?!Random$)"  # a generator of its own is fine
)
LOCAL = r"0x[0-9a-f]{6}|/(?:home|root|tmp|usr|work|Users)/|site-packages"

# What of the markdown is not prose, in this order.
NOT_PROSE = [
    r"^(```+)(?:\{(?:code\w*|literalinclude|math|raw)\}.*|\w+)\n[\s\S]*?^\1$",
    r"^:::\{question\}",  # what it asks is prose
    r"<!--[\s\S]*?-->|^%.*$|^\([\w-]+\)=$|^#+ .*$|^(?:```|:::).*$|^:[\w-]+:.*$",
    r"^\*\*It takes\*\*.*$",
    r"(?:\{[\w:-]+\})?(`+)[^`]+\1",  # code and roles
    r"\$\$[^$]+\$\$|\$[^$]+\$|!(?=\[)|\]\([^)]*\)|https?://\S+",
    r"\bin (?:1[5-9]|20)\d\d\b",  # a year
]
# Wrong answers, and questions that make up numbers of their own: no claim about the outputs.
MADE_UP = r"^\[ \] .*$|^:::\{question\}.*\n(?::\w.*\n)*:number:[\s\S]*?^:::$"
MARKED = r"\{term\}`([^`<]+?)(?: <([^`]+)>)?`"
NUMBER = r"(?<![\w.])[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]\d+)?(?!\w)(?: ?%)?"


@dataclass(frozen=True)
class Cell:
    """A code cell, and what it is expected to show."""

    line: int
    source: str
    tags: list
    figure: dict
    alt: str
    outputs: list

    @property
    def code(self):
        return ast.parse(re.sub(r"^[%!].*$", "", self.source, flags=re.M))

    @property
    def lines(self):
        return sum(bool(line.strip()) for line in self.source.splitlines())

    @property
    def shown(self):
        """The text that the cell shows."""
        plain = (output.get("data", {}).get("text/plain", "") for output in self.outputs)
        streams = (output.get("text", "") for output in self.outputs)
        return "\n".join([*plain, *streams])

    @property
    def images(self):
        mimes = (mime for output in self.outputs for mime in output.get("data", {}))
        return sum(mime.startswith("image/") for mime in mimes)


@dataclass(frozen=True)
class Chapter:
    """A chapter, read once.  Its markdown and its prose have the same lines as its text."""

    path: Path
    text: str
    markdown: str
    prose: str
    cells: list

    def obeys(self, faults):
        """Fail with a line of text for each fault, a pair of a line number and a remedy."""
        faults = [f"{self.path.relative_to(ROOT)}:{line}: {remedy}" for line, remedy in faults]
        assert not faults, "\n".join(["", *faults])

    def needs(self, found, remedy, *, below=r"^# "):
        """Fail with the line where something should stand, unless it was found."""
        line = next((line for line, _ in find(below, self.markdown)), 1)
        self.obeys([] if found else [(line, remedy)])

    def sayings(self, without=r"(?!)"):
        """Yield line number and text of all that a reader reads or hears, but for what matches."""
        prose = readable(blank(without, self.markdown))
        yield from enumerate(prose.splitlines(), start=1)
        for cell in self.cells:
            yield cell.line, readable(cell.figure.get("caption", ""))
            yield cell.line, readable(cell.alt)


def blank(pattern, text):
    """Put nothing but line breaks in the place of what matches."""
    return re.sub(pattern, lambda match: "\n" * match[0].count("\n") or " ", text, flags=re.M)


def readable(text):
    text = re.sub(MARKED, r"\1", text)  # a marked word is read like any other
    for pattern in NOT_PROSE:
        text = blank(pattern, text)
    return text


def find(pattern, text):
    """Yield line number and match for each place where the pattern matches."""
    for match in re.finditer(pattern, text, flags=re.M):
        yield text.count("\n", 0, match.start()) + 1, match


@cache
def read(path):
    text = path.read_text(encoding="utf-8")
    markdown = blank(r"\A---$[\s\S]*?^---$|^```\{code-cell\}[\s\S]*?^```$", text)
    outputs, cells = [record["outputs"] for record in recorded(path)], []
    for number, cell in enumerate(code_cells(path)):
        options = cell.metadata.get("mystnb", {})
        cells.append(
            Cell(
                line=cell.metadata.line,
                source=cell.source,
                tags=cell.metadata.get("tags", []),
                figure=options.get("figure", {}),
                alt=options.get("image", {}).get("alt", ""),
                outputs=outputs[number] if number < len(outputs) else [],
            )
        )
    return Chapter(path, text, markdown, readable(markdown), cells)


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem, scope="module")
def chapter(request):
    return read(request.param)


own = pytest.mark.parametrize(
    "chapter", OWN, ids=lambda path: path.stem, indirect=True, scope="module"
)


# The expected outputs


def test_each_chapter_has_its_expected_outputs_and_none_is_left_over():
    written = set(EXPECTED.glob("*.yml"))
    assert written >= set(map(expected_path, CHAPTERS)), "run make expected"
    assert all(chapter_path(path).exists() for path in written), "run make expected"


def test_the_expected_outputs_are_of_these_very_cells(chapter):
    codes = [record["code"] for record in recorded(chapter.path)]
    chapter.obeys(
        (cell.line, "this cell is new or has changed: run make expected")
        for cell in chapter.cells
        if first_line(cell) not in codes
    )
    assert codes == [first_line(cell) for cell in chapter.cells], "run make expected"
    shown = any(cell.outputs for cell in chapter.cells)
    chapter.needs(shown, "let a cell show something: a chapter has at least one output")


def test_no_output_shows_where_this_computer_keeps_its_things(chapter):
    chapter.obeys(
        (cell.line, f"show no address and no path: {match[0]}")
        for cell in chapter.cells
        for _, match in find(LOCAL, cell.shown)
    )


# Figures


def test_a_cell_draws_one_figure(chapter):
    # A cell has one alt text, so it would be the same for all its figures.
    chapter.obeys(
        (cell.line, f"draw one figure a cell, not {cell.images}")
        for cell in chapter.cells
        if cell.images > 1
    )


def test_every_figure_has_a_name(chapter):
    chapter.obeys(
        (cell.line, "add mystnb: figure: name: fig-…")
        for cell in chapter.cells
        if cell.images and not re.fullmatch(r"fig-[\w-]+", cell.figure.get("name", ""))
    )


@own
def test_every_figure_has_a_caption_of_whole_sentences(chapter):
    chapter.obeys(
        (cell.line, "add mystnb: figure: caption: what to notice, ending with a full stop")
        for cell in chapter.cells
        if cell.images and not re.search(r"\w+ .*\w\.\s*\Z", cell.figure.get("caption", ""), re.S)
    )


def test_every_figure_is_described_to_those_who_do_not_see_it(chapter):
    path = r"\.(?:png|gif|jpe?g|svg|md|ipynb)\b|[/\\]\w+[/\\]"
    chapter.obeys(
        (cell.line, "add mystnb: image: alt: a sentence that says what is there")
        for cell in chapter.cells
        if cell.images
        and (
            len(cell.alt.strip()) < 20
            or len(cell.alt.split()) < 4
            or re.search(path, cell.alt)
            or cell.alt.strip() == cell.figure.get("caption", "").strip()
        )
    )


def test_a_storyboard_fits_on_a_page(chapter):
    chapter.obeys(
        (cell.line, f"show at most 9 steps, not {panels}: choose another seed")
        for cell in chapter.cells
        if "storyboard(" in cell.source
        for panels in re.findall(r"with (\d+) Axes", cell.shown) or ["none"]
        if panels == "none" or int(panels) > 9
    )


def test_no_label_is_given_twice_in_the_book():
    labels = Counter(
        label
        for chapter in map(read, CHAPTERS)
        for label in [
            *(cell.figure["name"] for cell in chapter.cells if "name" in cell.figure),
            *re.findall(r"^:(?:label|name): *(\S+)", chapter.markdown, re.M),
            *re.findall(r"^\(([\w-]+)\)=$", chapter.markdown, re.M),
        ]
    )
    assert [label for label, times in labels.items() if times > 1] == []


# The frame of a chapter


def test_a_chapter_has_a_title_and_says_how_long_it_takes(chapter):
    chapter.needs(re.search(r"^# \S", chapter.markdown, re.M), "begin with a title: # …")
    minutes = re.search(r"\*\*It takes\*\* about \d+ minutes", chapter.markdown)
    chapter.needs(minutes, "say **It takes** about … minutes, which the first page repeats")


def test_the_first_page_adds_the_minutes_up():
    said = (
        re.search(r"\*\*It takes\*\* about (\d+)", path.read_text("utf-8")) for path in CHAPTERS
    )
    hours = round(sum(int(minutes[1]) for minutes in said) / 60)
    welcome = (ROOT / "pages" / "welcome.md").read_text("utf-8")
    said = f"come to about {hours} hours"
    assert said in welcome, f"pages/welcome.md: say that all chapters {said}"


@own
def test_a_chapter_says_what_it_is_about_before_it_starts(chapter):
    opening = "".join(chapter.text.splitlines(keepends=True)[: chapter.cells[0].line])
    box = re.search(r"^:::\{admonition\} Before you start\n([\s\S]*?)^:::$", opening, re.M)
    chapter.needs(box, "add a box :::{admonition} Before you start above the first cell")
    aims = re.search(r"\*\*You will\*\*\n((?:[- ] .+\n)+)", box[1])
    verbs = re.findall(r"^- [a-z]", aims[1] if aims else "", re.M)
    chapter.needs(len(verbs) > 1, "list what **You will** do, in verbs")
    chapter.needs("**You need**" in box[1], "say what **You need**")
    chapter.needs(
        re.search(r"\*\*It takes\*\* .*\d+ minutes", box[1]), "say how many minutes **It takes**"
    )


@own
def test_a_chapter_closes_with_three_lines_and_a_link(chapter):
    heading = "## Take-away"
    _, found, end = chapter.markdown.partition(f"\n{heading}\n")
    chapter.needs(found, f"close with {heading}")
    lines = re.findall(r"^- ", end, re.M)
    chapter.needs(len(lines) == 3, f"give three lines to carry on, not {len(lines)}", below=heading)
    link = "{doc}" in end.strip().split("\n\n")[-1]
    chapter.needs(link, "end with a link to another chapter", below=heading)


@own
def test_a_chapter_warns_of_common_mistakes(chapter):
    box = r"^:::\{admonition\} Common mistakes\n:class: warning$"
    chapter.needs(re.search(box, chapter.markdown, re.M), "add a box of Common mistakes")


@own
def test_readers_predict_before_they_run(chapter):
    prediction = r"^:::\{admonition\} Predict, then run\n:class: tip$|^:::\{question\} \S"
    before, *_ = chapter.markdown.partition("\n## Exercises\n")  # later questions look back
    found = len(re.findall(prediction, before, re.M))
    chapter.needs(found >= 2, f"ask for 2 predictions, not {found}, in boxes or questions")


@own
def test_readers_look_back_at_the_end(chapter):
    *_, after = chapter.markdown.partition("\n## Questions\n")
    found = len(re.findall(r"^:::\{question\} \S", after, re.M))
    chapter.needs(3 <= found <= 5, f"ask 3 to 5 questions below ## Questions, not {found}")


@own
def test_every_exercise_has_a_solution(chapter):
    exercise = r"^```\{exercise-start\} \S.*\n:label: (\S+)\n```$"
    solution = (
        r"^```\{solution-start\} (\S+)\n:class: dropdown\n```\n"
        r"([\s\S]*?)^```\{solution-end\}\n```$"
    )
    solved = {match[1] for _, match in find(solution, chapter.text) if match[2].strip()}
    exercises = [(line, match[1]) for line, match in find(exercise, chapter.text)]
    chapter.obeys(
        (line, f"write a solution to {label}, with :class: dropdown")
        for line, label in exercises
        if label not in solved
    )
    chapter.needs(len(exercises) >= 3, "set 3 exercises or more", below="## Exercises")
    kinds = Counter(re.findall(r"^```\{((?:exercise|solution)-\w+)\}", chapter.text, re.M))
    paired = set(kinds.values()) == {len(exercises)}
    chapter.needs(paired, f"some start without an end: {dict(kinds)}", below="## Exercises")


def test_what_is_included_from_a_file_stands_there(chapter):
    include = r"^```\{literalinclude\} (\S+)\n((?::.*\n)*)```$"
    for line, match in find(include, chapter.markdown):
        path = chapter.path.parent / match[1]
        named = re.search(r":pyobject: (\w+)", match[2])
        body = ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else []
        if not named or named[1] not in [getattr(node, "name", None) for node in body]:
            chapter.obeys([(line, f"there is no {named and named[1]} in {match[1]}")])


# Code


@own
def test_cells_are_short(chapter):
    chapter.obeys(
        (cell.line, f"move some of these {cell.lines} lines to helpers: a cell has at most 12")
        for cell in chapter.cells
        if cell.lines > 12 and cell is not chapter.cells[0]  # the imports
    )
    middle = median(cell.lines for cell in chapter.cells)
    chapter.needs(middle <= 4, f"split some cells: the median is {middle} lines, and should be 4")


LATER = "from dask.distributed import"
"""What only some sections need, and those who leave them out need not have."""


@own
def test_imports_stand_on_top_and_by_name(chapter):
    imports = [
        (cell, node)
        for cell in chapter.cells
        for node in ast.walk(cell.code)
        if isinstance(node, ast.Import | ast.ImportFrom) and not ast.unparse(node).startswith(LATER)
    ]
    chapter.obeys(
        (cell.line, f"import by name, in the first cell: {ast.unparse(node)}")
        for cell, node in imports
        if cell is not chapter.cells[0] or node.names[0].name == "*"
    )


def test_nothing_that_runs_is_hidden_for_good(chapter):
    chapter.obeys(
        (cell.line, f"a tag may be one of {sorted(TAGS)}, not {sorted(set(cell.tags) - TAGS)}")
        for cell in chapter.cells
        if set(cell.tags) - TAGS
    )


@pytest.mark.parametrize(
    ("pattern", "remedy"),
    [
        pytest.param(SILENCERS, "mend or explain what it warns of", id="silences_warnings"),
        pytest.param(NETWORK, "work offline", id="asks_the_network"),
        pytest.param(LEGACY_CHANCE, "draw from rng = np.random.default_rng(…)", id="seeds_numpy"),
        pytest.param(r"(?:default_rng|\bRandom)\(\)", "give it a seed", id="draws_without_a_seed"),
    ],
)
def test_no_cell(chapter, pattern, remedy):
    chapter.obeys(
        (cell.line + line, f"{remedy}, without {match[0]}")
        for cell in chapter.cells
        for line, match in find(pattern, cell.source)
    )


@own
def test_chance_comes_from_one_generator_in_sight(chapter):
    chapter.obeys(
        (cell.line, "define rng once, in one of the first two cells, by np.random.default_rng(…)")
        for number, cell in enumerate(chapter.cells)
        for _, match in find(r"^ *rng *=(?!=) *(.*)", cell.source)
        if number > 1 or not match[1].startswith("np.random.default_rng(")
    )


def test_no_cell_repeats_what_helpers_holds(chapter):
    chapter.obeys(
        (cell.line, f"import {node.name} from helpers, or show it with literalinclude")
        for cell in chapter.cells
        for node in ast.walk(cell.code)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in helpers.__all__
    )


# Prose


def numbers(text):
    """Return the numbers in a text, in which 1,228 and −0.5 are numbers too."""
    return [match[0].strip() for match in re.finditer(NUMBER, text)]


def value(number):
    return Decimal(number.replace(",", "").replace("−", "-").rstrip(" %"))


@own
def test_every_number_in_the_prose_stands_in_an_output(chapter):
    # <Figure size 640x480 with 1 Axes> holds no number that a reader sees.
    shown = [re.sub(r"<[^<>]*>", "", cell.shown) for cell in chapter.cells]
    values = set(map(value, numbers("\n".join(shown))))
    known = values | {100 * x for x in values if 0 <= x <= 1}
    alts = {readable(cell.alt) for cell in chapter.cells}
    chapter.obeys(
        (line, f"no output of this page shows {number}: show it, or mend the text")
        for line, text in chapter.sayings(without=MADE_UP)
        for number in numbers(text)
        if value(number) not in (known if number.endswith("%") else values)
        and not (text in alts and value(number) in range(21))  # numbers as names
    )


@own
def test_the_prose_keeps_calm(chapter):
    chapter.obeys(
        (line, f"say it without {match[0]!r}")
        for line, text in chapter.sayings()
        for _, match in find(rf"!|(?i:{FILLERS}|{FILLER_JUST})", text)
    )


@own
def test_sentences_are_short(chapter):
    sentence = r"(?:[^.?:;\n]|[.?:;](?=\S)|\n(?!\n|- ))+"
    chapter.obeys(
        (line, f"split this sentence of {len(match[0].split())} words")
        for line, match in find(sentence, chapter.prose)
        if len(match[0].split()) > 40
    )


# The words of the glossary


def terms():
    """Return the words that the glossary explains.

    One that only leads to another explains nothing, so no chapter has to mark it.
    """
    glossary = (ROOT / "pages" / "glossary.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\{glossary\}\n(.*?)^```$", glossary, re.M | re.S)
    entries = re.findall(r"^((?:\S.*\n)+)  (.+)$", "\n".join(blocks), re.M)
    return [
        term
        for words, explained in entries
        if not explained.startswith("See {term}")
        for term in words.splitlines()
    ]


def pattern_of(term):
    """Return what matches a term, also in the plural, and at the start of a sentence."""
    endings = {"y": "(?:y|ies)", "um": "(?:um|a)"}
    last = next((ending for ending in endings if term.endswith(ending)), "")
    words = r"\s+".join(map(re.escape, term.removesuffix(last).split()))
    case = "" if term.isupper() else "i"
    return rf"(?{case}:(?<![\w-]){words}{endings.get(last, '(?:e?s)?')}(?![\w-]))"


def unmarked(markdown, terms):
    """Yield line number and term where a text uses a term before it has marked it.

    Code, headings and tables are not looked at: nobody would look up a word there.
    """
    text = re.sub(r"\{term\}`([^`]+)`", r"⟦\1⟧", markdown)
    text = blank(r"^\|.*$", readable(text))
    terms = sorted(terms, key=len, reverse=True)  # "squared distance" before "distance"
    mark = r"⟦([^⟧<]+?)(?: <([^⟧]+)>)?⟧"
    met = set()
    for line, match in find("|".join([mark, *(f"({pattern_of(term)})" for term in terms)]), text):
        if match[1]:
            met.add(" ".join((match[2] or match[1]).split()).lower())
            continue
        term = terms[match.lastindex - 3]
        if term.lower() not in met:
            met.add(term.lower())
            yield line, term


@own
def test_each_word_of_the_glossary_is_marked_where_it_is_used_first(chapter):
    chapter.obeys(
        (line, f"{term}: mark it by {{term}}`{term}`, or say it in another word")
        for line, term in unmarked(chapter.markdown, terms())
    )


@pytest.mark.parametrize(
    "markdown, found",
    [
        ("One.\nTwo labels.", [(2, "label")]),
        ("Its {term}`label`.\nLabels.", []),
        ("Its {term}`labels <label>`, a label.", []),
        ("A label, later a {term}`label`.", [(1, "label")]),
        ("A distance.  A squared\ndistance.", [(1, "distance"), (1, "squared distance")]),
        ("The {term}`squared\ndistance`, squared distances.", []),
        ("Entropies and local minima.", [(1, "entropy"), (1, "local minimum")]),
        ("EM, not the em.", [(1, "EM")]),
        ("# Label\n\n| label |\n\n`label`, $label$, relabel, label-wise.", []),
    ],
)
def test_a_first_use_is_found_unless_it_is_marked(markdown, found):
    words = ["label", "distance", "squared distance", "entropy", "local minimum", "EM"]
    assert list(unmarked(markdown, words)) == found
