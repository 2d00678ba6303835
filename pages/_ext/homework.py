"""Turn a chapter into homework: its exercises, and of the chapter what they need.

nbgrader knows the cells by their metadata, and by nothing else.  So they make plain
notebooks, which any Jupyter opens.
"""

import ast
import dis
import re
from dataclasses import dataclass, field
from types import CodeType

import nbformat
from clean_notebook import (
    SOLUTION,
    as_notebook,
    is_check,
    new_code_cell,
    new_markdown_cell,
    without_outputs,
)

TASK = "### Exercise "
CODE, WORDS = "# Your code", "*Your words*"
"""What stands in a cell that waits for an answer; an archive's settings tell nbgrader the same."""
HANDED_IN = (
    r"(?:.*/)?(?P<student_id>[^/_]+)_"
    r"(?:\d+_assignsubmission_file_/?)?"
    r"(?P<file_id>[^/]+\.ipynb)"
)
"""The names of what students hand in: theirs and `_` before the file's, or as Moodle packs it."""
SETTINGS = f"""\
c = get_config()
c.CourseDirectory.course_id = "clustering-step-by-step"
c.ClearSolutions.code_stub = {{"python": "{CODE}"}}
c.ClearSolutions.text_stub = "{WORDS}"
c.Execute.timeout = 300
c.FileNameCollectorPlugin.named_regexp = {HANDED_IN!r}
"""
OPENING = """\
# Homework: {title}

For each exercise write your code into the first cell below it, and your words into the second.
Where a third cell follows, it checks what you have found: run it.

## What you need of the chapter

Run these cells, and leave them as they are."""


@dataclass
class Exercise:
    """An exercise of a chapter: its text, and the cells of its solution and of its check."""

    task: str
    solution: list = field(default_factory=list)
    check: list = field(default_factory=list)

    @property
    def number(self):
        """Its number as part of a name: 12-1."""
        return re.match(rf"{TASK}([\d.]+)", self.task)[1].replace(".", "-")


def homework(cells):
    """Return a chapter's homework as two notebooks: the student's, and the teacher's.

    ``cells`` are all cells of the chapter, each with the part it belongs to.
    """
    chapter, exercises = take_apart(cells)
    title = re.match("# (.*)", chapter[0].source)[1]
    opening = new_markdown_cell(OPENING.format(title=title), id="opening")
    start = [opening, *map(without_outputs, preparation(chapter, exercises))]
    start += [new_markdown_cell("## Exercises", id="exercises")]
    for solved in (False, True):
        sheets = [cell for exercise in exercises for cell in sheet(exercise, solved)]
        yield as_notebook([*start, *sheets])


def write_solved(notebook, stem, folder):
    """Write a teacher's notebook to where nbgrader looks for it, and nbgrader's settings."""
    place = folder / "source" / stem
    place.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, place / f"{stem}-homework.ipynb")
    (folder / "nbgrader_config.py").write_text(SETTINGS, encoding="utf-8")


def take_apart(cells):
    """Return the cells of the chapter's text, and its exercises."""
    chapter, exercises = [], []
    for cell, part in cells:
        if part == "answer":
            exercises.append(Exercise(TASK + chapter[-1].source.rpartition(TASK)[2]))
        elif part == SOLUTION:
            exercises[-1].solution.append(cell)
        elif is_check(cell):
            exercises[-1].check.append(cell)
        else:
            chapter.append(cell)
    return chapter, exercises


def sheet(exercise, solved):
    """Return the cells of an exercise: its text, room for code and for words, and its check."""
    name = f"exercise-{exercise.number}"
    code, words = answers(exercise) if solved else (CODE, WORDS)
    by_hand = not exercise.check
    return [
        new_markdown_cell(exercise.task, id=name),
        marked(new_code_cell(code, id=f"{name}-code"), solution=True, grade=by_hand),
        marked(new_markdown_cell(words, id=f"{name}-words"), solution=True, grade=True),
        *(
            marked(check_cell(cell, f"{name}-check-{count}"), grade=True, locked=True)
            for count, cell in enumerate(exercise.check, start=1)
        ),
    ]


def check_cell(cell, name):
    """Return a check that has not been run, and that lets Run All go on where it fails."""
    return new_code_cell(cell.source, id=name, metadata={"tags": ["check", "raises-exception"]})


def marked(cell, **marks):
    """Tell nbgrader what a cell is for; what is graded counts one point."""
    known = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    points = {"points": 1} if marks.get("grade") else {}
    cell.metadata["nbgrader"] = {**known, **marks, **points, "grade_id": cell.id}
    return cell


def answers(exercise):
    """Return the code of a solution, and its words without the heading above them."""
    kinds = {"code": [], "markdown": []}
    for cell in exercise.solution:
        kinds[cell.cell_type].append(cell.source)
    *before, last = kinds["code"]
    code = "\n\n".join([*map(shown, before), last])
    return code, re.sub(r"^### .*\n*", "", "\n\n".join(kinds["markdown"]))


def shown(code):
    """Return code that shows its last value, also when more code follows in the same cell."""
    last = ast.parse(code).body[-1]
    value = ast.get_source_segment(code, last)
    if not isinstance(last, ast.Expr) or code.endswith(";") or value.startswith("print("):
        return code
    value = f"({value})" if isinstance(last.value, ast.Tuple) else value
    return "\n".join([*code.splitlines()[: last.lineno - 1], f"display({value})"])


def preparation(chapter, exercises):
    """Return the code cells of a chapter without which its exercises would not run.

    The first two always belong to them: they look for the helpers, and import.
    """
    guard, imports, *rest = filter(is_code, chapter)
    wanted, kept = set().union(*map(names_in, exercises)), []
    chance = drawing(rest)
    for cell in reversed(rest):
        taken, given = names(cell.source)
        if wanted & (given | changed(cell.source, taken & chance)):
            kept.insert(0, cell)
            wanted = wanted - given | taken
    return [guard, imports, *kept]


def is_code(cell):
    """Tell whether a cell holds code."""
    return cell.cell_type == "code"


def names_in(exercise):
    """Return the names that an exercise speaks of, and what its solution and its check take."""
    quoted = re.findall(r"(`+)(.+?)\1", exercise.task, re.S)
    spoken = re.findall(r"[^\W\d]\w*", " ".join(words for _, words in quoted))
    cells = filter(is_code, exercise.solution + exercise.check)
    taken, given = names("\n".join(cell.source for cell in cells))
    return taken | set(spoken) - given


def names(code):
    """Return the names that code takes from what ran before it, and those that it gives."""
    taken, given, blocks = set(), set(), [compile(plain(code), "cell", "exec")]
    while blocks:
        for step in dis.get_instructions(blocks.pop(0)):
            if step.opname in ("LOAD_NAME", "LOAD_GLOBAL"):
                taken |= {step.argval} - given
            elif step.opname == "STORE_NAME":
                given.add(step.argval)
            elif isinstance(step.argval, CodeType):  # a function, which is called later
                blocks.append(step.argval)
    return taken, given


def drawing(cells):
    """Return the names by which code draws from rng: its own, and those of functions that do."""
    found = {"rng"}
    for cell in cells:
        for part in ast.parse(plain(cell.source)).body:
            if isinstance(part, ast.FunctionDef) and names(ast.unparse(part))[0] & found:
                found.add(part.name)
    return found


def changed(code, drawn):
    """Return the names whose value code changes in place: also rng, if it has drawn from it."""
    into = [
        node
        for node in ast.walk(ast.parse(plain(code)))
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store)
    ]
    inside = {one.id for node in into for one in ast.walk(node) if isinstance(one, ast.Name)}
    return inside | ({"rng"} if drawn else set())


def plain(code):
    """Return code without the lines that only IPython understands."""
    return re.sub(r"^[%!].*$", "", code, flags=re.M)
