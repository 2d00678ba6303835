"""Homework: nothing given away, room for each answer, and marks that nbgrader understands."""

import re
import zipfile

import nbformat
import pytest
from built import SITE, need_the_site
from homework import CODE, WORDS, changed, names, preparation, shown, take_apart
from nbformat.v4 import new_code_cell, new_markdown_cell
from traitlets.config import Config

from notebooks import CHAPTERS, bare, code_cells, count_of, run

STEMS = [chapter.stem for chapter in CHAPTERS]
CHECKED = [stem for stem in STEMS if count_of(stem, ":tags: [check]\n")]


def some(stems, *quick):
    """Return the chapters to run each time, and all others for `make slow`."""
    slow = pytest.mark.slow
    return [s if s.startswith(quick) else pytest.param(s, marks=slow) for s in stems]


@pytest.fixture(scope="module", autouse=True)
def site():
    """Make sure that there is some homework."""
    need_the_site()


def published(stem, ending=""):
    """Return a notebook of the site, whose form is checked by the way."""
    return checked(nbformat.read(SITE / "_downloads" / f"{stem}{ending}.ipynb", as_version=4))


def archive():
    """Return the archive of the teachers' copies."""
    return zipfile.ZipFile(SITE / "_downloads" / "homework.zip")


def teachers(stem):
    """Return a teacher's copy."""
    text = archive().read(f"homework/source/{stem}/{stem}-homework.ipynb").decode()
    return checked(nbformat.reads(text, as_version=4))


def checked(notebook):
    nbformat.validate(notebook)
    return notebook


def solutions(stem):
    """Return the cells of each solution in the complete notebook of a chapter."""
    kept = {cell.id for cell in published(stem, "-exercises").cells}
    found = []
    for cell in published(stem).cells:
        if cell.id in kept:
            continue
        if cell.source.startswith("### Solution"):
            cell.source = cell.source.partition("\n")[2].strip()
            found.append([])
        found[-1].append(cell)
    return found


def sheets(notebook):
    """Return the cells of each exercise, without the text that sets it."""
    found = []
    for cell in notebook.cells:
        if cell.source.startswith("### Exercise"):
            found.append([])
        elif found:
            found[-1].append(cell)
    return found


def role(cell):
    """Return what a cell is for nbgrader."""
    return cell.metadata.get("nbgrader", {})


def errors(cells):
    """Return what the cells complain of."""
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]


@pytest.mark.parametrize("stem", STEMS)
def test_a_student_gets_no_output_and_nothing_of_a_solution(stem):
    notebook = published(stem, "-homework")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    whole = "\n".join(cell.source for cell in notebook.cells)
    assert "Solution to" not in whole
    told = [cell for solution in solutions(stem) for cell in solution]
    assert bool(told) == bool(count_of(stem, "{solution-start}"))
    words = [part for cell in told for part in cell.source.split("\n\n") if len(part) > 20]
    lines = [line for cell in told for line in cell.source.split("\n") if len(line) > 40]
    tasks = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    given = [part for part in {*words, *lines} if part in whole and part not in tasks]
    chapter = "\n".join(cell.source for cell in code if not role(cell))
    assert [part for part in given if part not in chapter] == []


@pytest.mark.parametrize("stem", STEMS)
def test_each_exercise_has_a_cell_for_code_one_for_words_and_its_check(stem):
    notebook = published(stem, "-homework")
    exercises = published(stem, "-exercises")
    tasks = re.findall(r"^### Exercise.*$", "\n".join(c.source for c in exercises.cells), re.M)
    assert [t for c in notebook.cells for t in re.findall(r"^### Ex.*$", c.source, re.M)] == tasks
    checks = [cell for cell in code_cells(source(stem)) if "check" in cell.metadata.get("tags", [])]
    found = []
    for code, words, *rest in sheets(notebook):
        assert (code.cell_type, code.source) == ("code", CODE)
        assert (words.cell_type, words.source) == ("markdown", WORDS)
        assert all(cell.metadata.tags == ["check", "raises-exception"] for cell in rest)
        found += rest
    assert [cell.source for cell in found] == [cell.source for cell in checks]


def source(stem):
    """Return the source of a chapter."""
    return next(chapter for chapter in CHAPTERS if chapter.stem == stem)


def test_a_check_belongs_to_the_exercise_before_it():
    sizes = {stem[:2]: [len(s) - 2 for s in sheets(published(stem, "-homework"))] for stem in STEMS}
    assert sizes["12"] == [1, 1, 1]
    assert sizes["21"] == [1, 1, 1]


@pytest.mark.parametrize("stem", STEMS)
def test_a_teacher_has_the_same_cells_with_the_answers(stem):
    student, teacher = published(stem, "-homework"), teachers(stem)
    assert [(c.id, c.cell_type, c.metadata) for c in student.cells] == [
        (c.id, c.cell_type, c.metadata) for c in teacher.cells
    ]
    for asked, known in zip(student.cells, teacher.cells, strict=True):
        assert (asked.source != known.source) == role(asked).get("solution", False)
    for (code, words, *_), told in zip(sheets(teacher), solutions(stem), strict=True):
        for cell in told:
            answer = code if cell.cell_type == "code" else words
            assert cell.source.partition("\n")[0] in answer.source.replace("display(", "")


@pytest.mark.parametrize("stem", STEMS)
def test_the_marks_are_those_that_nbgrader_publishes(stem):
    """Version 3 of its schema for cells, and what it refuses besides."""
    cells = [cell for cell in teachers(stem).cells if role(cell)]
    names = [role(cell)["grade_id"] for cell in cells]
    assert len(set(names)) == len(names) >= 6
    for cell in cells:
        mark = dict(role(cell))
        assert mark.pop("schema_version") == 3
        assert re.fullmatch(r"[a-zA-Z0-9_\-]+", mark.pop("grade_id"))
        assert ("points" in mark) == mark["grade"]
        assert mark.pop("points", 1) == 1
        assert mark.keys() == {"grade", "locked", "solution", "task"}
        assert all(isinstance(value, bool) for value in mark.values())
        kind = {name for name, value in mark.items() if value}
        if cell.cell_type == "markdown":
            assert kind == {"grade", "solution"}
        else:
            assert kind in ({"grade", "solution"}, {"solution"}, {"grade", "locked"})
    for code, _, *checks in sheets(teachers(stem)):
        assert role(code)["grade"] == (not checks)  # code is graded by its check, or by hand


def test_nbgrader_is_told_what_stands_in_an_empty_cell():
    settings = Config()
    exec(archive().read("homework/nbgrader_config.py"), {"get_config": lambda: settings})
    assert settings.ClearSolutions.code_stub == {"python": CODE}
    assert settings.ClearSolutions.text_stub == WORDS


def said(cells):
    """Return the lines that cells have shown; where two make one, figures come last."""
    shown = [bare(output) for cell in cells for output in cell.get("outputs", [])]
    texts = [one.get("text") or one["data"].get("text/plain", "") for one in shown]
    return sorted(line for text in texts for line in text.splitlines())


@pytest.mark.parametrize("stem", some(STEMS, "12", "21"))
def test_a_teachers_copy_runs_and_shows_what_the_chapter_shows(stem):
    done = run(teachers(stem).cells)
    assert errors(done.cells) == []
    for answers, told in zip(sheets(done), solutions(stem), strict=True):
        assert said(answers[:1]) == said(told)


WRONG = {
    "exercise-11-1-code": "mine = 3 + 4 + 12",
    "exercise-11-2-code": "same = [True, False, False, False]",
    "exercise-11-3-code": "three = lloyd(people, random_means(people, 2, rng=3))[-1]",
    "exercise-12-1-code": "updates, my_labels = 2, [0, 1, 1, 1]",
    "exercise-12-2-code": "my_run = trace",
    "exercise-12-3-code": "kept = np.array([[20, 20], [2, 2], [6, 6]])",
    "exercise-13-1-code": "changes = [6, 1, 0]",
    "exercise-13-2-code": "worse = [(0, 1)]",
    "exercise-13-3-code": "k_medians = in_numpy",
    "exercise-14-1-code": "stay = [1, 2, 3]",
    "exercise-14-2-code": "needed = [3, 3, 3]",
    "exercise-14-3-code": "farthest_first = random_means",
    "exercise-15-1-code": "in_millimetres = in_micrometres = k_means(people, 2).labels",
    "exercise-15-2-code": "joined = k_means(moons, 2).labels",
    "exercise-15-3-code": "feature = rings[:, [0]]",
    "exercise-15-4-code": "without = [0.5] * 20",
    "exercise-16-1-code": "version_f, caught = right, []",
    "exercise-16-2-code": "version_g, means_are_in_the_middle = right, the_run_ends",
    "exercise-16-3-code": "enough = 2",
    "exercise-21-1-code": "by_pencil = [0.818, 0.5, 0.778, 0.818]",
    "exercise-21-2-code": "of_species = silhouette(measured, np.arange(len(measured)) % 3)",
    "exercise-21-3-code": "strayed = groups",
    "exercise-22-1-code": "saved_here = 0.5",
    "exercise-22-2-code": "same_as_best = [0, 2]",
    "exercise-22-3-code": "petals, alone = flowers[['petal_length', 'petal_width']], best",
    "exercise-23-1-code": "my_ari = 0.6",
    "exercise-23-2-code": "of_letters = five_scores(['ordinary', 'threat'], [0, 0])",
    "exercise-23-3-code": "two_joined = one_halved = [0] * 90",
    "exercise-24-1-code": "with_error, with_half = 2, 3",
    "exercise-24-2-code": "long = rng.normal(size=(200, 2))",
    "exercise-24-3-code": "most = 100",
    "exercise-31-1-code": "grown = lloyd(np.vstack([homes, [[-24, 7]]]), three.means)[0]",
    "exercise-31-2-code": "hosts = (0, 1, 2)",
    "exercise-31-3-code": "fair = three.means",
    "exercise-32-1-code": "one_ink = np.array([255, 255, 255])",
    "exercise-32-2-code": "once = five",
    "exercise-32-3-code": "far_flat, far_dots = 1, 2",
    "exercise-41-1-code": "by_single, by_complete = [1, 2, 4, 5], [1, 2, 4, 5]",
    "exercise-41-2-code": "without_9 = agglomerate(homes[1:], linkage='single')",
    "exercise-41-3-code": "merged_safely = lambda clusters, i, j: [clusters[i] + clusters[j]]",
    "exercise-36-1-code": "far_apart = 0.5",
    "exercise-36-2-code": "by_size = (penguins['sex'] == 'male').astype(int)",
    "exercise-36-3-code": "sizes = np.array([1, 62, 107, 172])",
    "exercise-42-1-code": "with_three = with_five = [0, 0, 0, 0, 0, -1, 1, 1, 1, 1]",
    "exercise-42-2-code": "six, threes, kept_now = 2.25, 3, 3",
    "exercise-42-3-code": "my_eps = 0.3",
    "exercise-43-1-code": "left_membership = 0.5",
    "exercise-43-2-code": "unstretched = dict.fromkeys(say_how_many(3), 0.4)",
    "exercise-43-3-code": "winner = 'DBSCAN'",
    "exercise-35-1-code": "cosine, squared = 3, -4",
    "exercise-35-2-code": "by_chapter = names_of(points, end.labels)",
    "exercise-35-3-code": "same = 2.0",
    "exercise-33-1-code": "by_majority, by_one = 125, 125",
    "exercise-33-2-code": "of_cross = 0",
    "exercise-33-3-code": "read_anywhere = read",
    "exercise-34-1-code": "cut, other = parts, in_parts[-1]",
    "exercise-34-2-code": "far = after = start",
    "exercise-34-3-code": "variance = points[:7000].var(axis=0)",
}


@pytest.mark.parametrize("stem", CHECKED)
def test_a_wrong_answer_is_known_for_each_check(stem):
    checked = [code for code, _, *checks in sheets(published(stem, "-homework")) if checks]
    assert [code.id for code in checked if code.id not in WRONG] == []


@pytest.mark.parametrize("stem", some(CHECKED, "12", "21", "23"))
def test_a_check_says_that_an_answer_is_wrong_and_not_what_is_right(stem):
    notebook = published(stem, "-homework")
    for cell in notebook.cells:
        cell.source = WRONG.get(cell.id, cell.source)
    done = run(notebook.cells)
    for (code, *_, check), told in zip(sheets(done), solutions(stem), strict=False):
        if "tags" not in check.metadata:
            continue
        assert errors([code]) == []
        (error,) = errors([check])
        assert error.ename == "AssertionError"
        assert len(error.evalue) > 20
        assert not [line for line in said(told) if line in error.evalue]


@pytest.mark.parametrize("stem", some(CHECKED, "11"))
def test_a_check_fails_where_nothing_is_answered_and_the_notebook_goes_on(stem):
    done = run(published(stem, "-homework").cells)
    checks = [cell for sheet in sheets(done) for cell in sheet[2:]]
    assert {error.ename for error in errors(done.cells)} == {"NameError"}
    assert len(errors(checks)) == len(errors(done.cells)) == len(checks)


@pytest.mark.parametrize(
    "code, taken, given",
    [
        ("a = b", {"b"}, {"a"}),
        ("a = a + 1", {"a"}, {"a"}),
        ("a = 1\na", set(), {"a"}),
        ("for a in b:\n    print(a)", {"b", "print"}, {"a"}),
        ("def f(a):\n    return a + b", {"b"}, {"f"}),
        ("[a for a in b]", {"b"}, set()),
        ("import c.d as e", set(), {"e"}),
        ("%matplotlib inline\na", {"a"}, set()),
        ("def f():\n    return g()\n\n\ndef g():\n    return 1", set(), {"f", "g"}),
    ],
)
def test_what_code_takes_and_gives(code, taken, given):
    assert names(code) == (taken, given)


@pytest.mark.parametrize(
    "code, names",
    [
        ("a = b", set()),
        ("a['x'] = 1", {"a"}),
        ("a.x = 1", {"a"}),
        ("a = sample(rng=rng)", {"rng"}),
        ("a[0].x += 1", {"a"}),
    ],
)
def test_what_code_changes_in_place(code, names):
    assert changed(code, {"rng"} if "rng" in code else set()) == names


def test_a_function_that_draws_counts_as_chance():
    deal = "def deal():\n    return rng.random()"
    chapter = ["guard", "imports", "rng = 1", deal, "a = deal()", "b = rng", "c = 2"]
    cells = [(new_code_cell(code), "text") for code in chapter]
    cells += [(new_markdown_cell("### Exercise 1.1 (One)\n\nLook at `b`."), "text")]
    cells += [(new_code_cell(), "answer"), (new_code_cell("b"), "solution")]
    kept = [cell.source for cell in preparation(*take_apart(cells))]
    assert kept == chapter[:6]


def test_only_what_the_exercises_need_is_kept_in_its_order():
    chapter = ["guard", "imports", "rng = 1", "a = rng", "b = rng", "c = 2", "a[0] = c", "d = a"]
    chapter += ["def f():\n    return c", "e = 0"]
    cells = [(new_code_cell(code), "text") for code in chapter]
    cells += [
        (new_markdown_cell("## Exercises\n\n### Exercise 1.1 (One)\n\nLook at `b`."), "text"),
        (new_code_cell(), "answer"),
        (new_code_cell("mine = f()"), "solution"),
        (new_code_cell("assert mine", metadata={"tags": ["check"]}), "text"),
        (
            new_markdown_cell("### Exercise 1.2 (Two)\n\nKeep it as `e`.\n\n```python\na\n```"),
            "text",
        ),
        (new_code_cell(), "answer"),
        (new_code_cell("e = 1"), "solution"),
    ]
    kept = [cell.source for cell in preparation(*take_apart(cells))]
    assert kept == [*chapter[:7], chapter[8]]


@pytest.mark.parametrize(
    "code, as_shown",
    [
        ("a = 1\na", "a = 1\ndisplay(a)"),
        ("a, 1", "display((a, 1))"),
        ("f(\n    1\n).x  # why", "display(f(\n    1\n).x)"),
        ("plot(a);", "plot(a);"),
        ("print(a)", "print(a)"),
        ("a = 1", "a = 1"),
    ],
)
def test_a_value_is_shown_also_where_more_code_follows(code, as_shown):
    assert shown(code) == as_shown
