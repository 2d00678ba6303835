"""Find other seeds with which a chapter tells the same story."""

import ast
import re
from pathlib import Path

from helpers.kmeans import lloyd
from helpers.seeding import random_means

CELL = re.compile(r"^```\{code-cell\}.*\n(?:---\n[\s\S]*?^---\n|(?::.*\n)+)?([\s\S]*?)^```$", re.M)
SHOWN = {"storyboard", "step_player"}
"""What shows the steps of a run."""
SEED = r"(?<=np\.random\.default_rng\()\d+"
TRIED = 30
"""From how many other starts the best end is sought."""


def chapter_path(number):
    """Return the source of a chapter."""
    found = sorted(Path("notebooks").glob(f"{number}-*.md"))
    if len(found) != 1:
        raise ValueError(f"no notebooks/{number}-….md here: run this in the course's folder")
    return found[0]


def draws_of(path):
    """Return a chapter's seed, the code that makes its runs, and the names of the runs."""
    cells = CELL.findall(path.read_text(encoding="utf-8"))
    code = "\n".join(re.sub(r"^[%!].*$", "", cell, flags=re.M) for cell in cells)
    found = re.search(SEED, code)
    steps = ast.parse(code).body
    made = {name for step in steps if isinstance(step, ast.Assign) and calls(step) & {"lloyd"}
            for name in stored(step)}  # fmt: skip
    shown = [name for step in steps if calls(step) & SHOWN for name in loaded(step) if name in made]
    runs = list(dict.fromkeys(shown))
    if not (found and runs):
        raise ValueError(f"{path} has no run of lloyd drawn by np.random.default_rng(…)")
    return int(found[0]), ast.unparse(ast.Module(slice_of(steps, set(runs)), [])), runs


def slice_of(steps, wanted):
    """Return those steps of a program that some names take their values from."""
    kept = []
    for step in reversed(steps):
        draws = "rng" in wanted & set(loaded(step))
        if stored(step) & wanted or draws:
            wanted |= set(loaded(step))
            kept.insert(0, step)
    return kept


def stored(step):
    """Return the names that a step gives a value, or changes in place."""
    if isinstance(step, ast.FunctionDef | ast.ClassDef):
        return {step.name}
    if isinstance(step, ast.Import | ast.ImportFrom):
        return {(one.asname or one.name).partition(".")[0] for one in step.names}
    places = [
        node
        for node in ast.walk(step)
        if isinstance(getattr(node, "ctx", None), ast.Store)
        or (isinstance(node, ast.keyword) and node.arg == "inplace")
    ]
    return {one.id for place in places for one in ast.walk(place) if isinstance(one, ast.Name)}


def loaded(step):
    """Return the names that a step mentions, in their order."""
    return [node.id for node in ast.walk(step) if isinstance(node, ast.Name)]


def calls(step):
    """Return the names of the functions that a step calls."""
    return {node.func.id for node in ast.walk(step)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip


def story_with(seed, code, runs):
    """Return the runs of a chapter as it draws them with a seed: each as one of scout's rows."""
    space = {}
    exec(compile(re.sub(SEED, str(seed), code), "chapter", "exec"), space)
    return [row_of(name, space[name]) for name in runs]


def row_of(name, trace):
    """Return how a run went, and whether another start does better."""
    points, means = trace[0].points, trace[0].means
    ends = (lloyd(points, random_means(points, len(means), rng=one)) for one in range(TRIED))
    last = trace[-1].inertia
    best = last <= min(end[-1].inertia for end in ends) * (1 + 1e-9)
    return {"run": name, "steps": len(trace), "inertia": last, "class": "best" if best else "stuck"}


def keeps(story, wanted):
    """Tell whether runs end as they do on the page, change a label, and fit a storyboard."""
    alike = [run["class"] for run in story] == [run["class"] for run in wanted]
    return alike and all(4 < run["steps"] <= 9 for run in story)


def search(number, seeds):
    """Return all that is known of a chapter with other seeds, as data.

    Parameters
    ----------
    number : str
        The chapter's number, such as 12.
    seeds : iterable of int
        The seeds to try.

    Returns
    -------
    dict
        The chapter, its own seed and story, the story with each seed that keeps it, the
        shortest first, and how many seeds were tried.
    """
    path = chapter_path(number)
    own, code, runs = draws_of(path)
    wanted = story_with(own, code, runs)
    stories = {seed: story_with(seed, code, runs) for seed in seeds}
    good = [seed for seed, story in stories.items() if seed != own and keeps(story, wanted)]
    good.sort(key=lambda seed: sum(run["steps"] for run in stories[seed]))
    kept = [{"seed": seed, "runs": stories[seed]} for seed in good]
    return {"chapter": str(path), "seed": own, "runs": wanted, "kept": kept, "tried": len(stories)}


def told(found):
    """Return what was found, in lines."""
    rows = [line_of(found), *map(line_of, found["kept"])]
    count = f"{len(found['kept'])} of {found['tried']} seeds keep the story of {found['chapter']}"
    if not found["kept"]:
        return "\n".join([*rows, count])
    number = re.search(r"\d+", found["chapter"])[0]
    change = f"Put {found['kept'][0]['seed']} in place of {found['seed']} in its default_rng(…)"
    return "\n".join([*rows, count, f"{change}, then: make expected N={number}"])


def line_of(story):
    """Return a seed and its runs in one line."""
    runs = (f"{run['run']}: {run['class']} in {run['steps']} steps" for run in story["runs"])
    return f"{story['seed']:6}  {', '.join(runs)}"
