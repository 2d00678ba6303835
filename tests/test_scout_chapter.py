"""Which other seeds tell a chapter's story: `scout --chapter`."""

import json
from pathlib import Path

import numpy as np
import pytest

from helpers import grid_means, lloyd, random_means, sample_blobs
from helpers.command.chapters import keeps
from helpers.command.run import main

CHAPTER = """# A chapter

```{code-cell}
import numpy as np
from helpers import grid_means, lloyd, random_means, sample_blobs, step_player, storyboard
rng = np.random.default_rng(3)
points, classes = sample_blobs(60, grid_means(4), rng=rng)
```

```{code-cell}
:tags: [remove-input]
print("this cell makes no run")
```

```{code-cell}
first = lloyd(points, random_means(points, 4, rng=rng))
storyboard(first);
```

```{code-cell}
hidden = lloyd(points, random_means(points, 4, rng=rng))
second = lloyd(points, random_means(points, 4, rng=rng))
step_player(second)
```
"""


def runs_with(seed):
    """Do what the chapter does."""
    rng = np.random.default_rng(seed)
    points, _ = sample_blobs(60, grid_means(4), rng=rng)
    first, _, second = (lloyd(points, random_means(points, 4, rng=rng)) for _ in range(3))
    return first, second


@pytest.fixture(autouse=True)
def chapter(tmp_path, monkeypatch):
    """Make a course of one chapter, and go there."""
    monkeypatch.chdir(tmp_path)
    Path("notebooks").mkdir()
    Path("notebooks/16-mine.md").write_text(CHAPTER)


def found_by(capsys, *words):
    """Return what is found, as data."""
    assert main(["scout", "--chapter", "16", "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_runs_are_those_that_the_chapter_shows_drawn_as_it_draws_them(capsys):
    found = found_by(capsys, "--seeds", "0-39")
    assert (found["seed"], found["tried"]) == (3, 40)
    assert [run["run"] for run in found["runs"]] == ["first", "second"]
    for seed, runs in [(3, found["runs"])] + [(one["seed"], one["runs"]) for one in found["kept"]]:
        for run, trace in zip(runs, runs_with(seed), strict=True):
            assert (run["steps"], run["inertia"]) == (len(trace), trace[-1].inertia)


def test_a_seed_keeps_the_story_if_its_runs_end_alike_and_are_short(capsys):
    found = found_by(capsys, "--seeds", "0-39")
    ends = [run["class"] for run in found["runs"]]
    lengths = [sum(run["steps"] for run in one["runs"]) for one in found["kept"]]
    assert found["kept"] and lengths == sorted(lengths)
    for one in found["kept"]:
        assert one["seed"] != 3
        assert [run["class"] for run in one["runs"]] == ends
        assert all(4 < run["steps"] <= 9 for run in one["runs"])


@pytest.mark.parametrize(("steps", "end", "kept"), [
    (5, "best", True), (9, "best", True), (4, "best", False), (10, "best", False),
    (5, "stuck", False),
])  # fmt: skip
def test_a_run_that_is_too_long_too_short_or_ends_otherwise_does_not_keep_it(steps, end, kept):
    assert keeps([{"steps": steps, "class": end}], [{"steps": 7, "class": "best"}]) == kept


def test_the_last_line_says_what_to_put_where(capsys):
    best = found_by(capsys, "--seeds", "0-39")["kept"][0]["seed"]
    assert main(["scout", "--chapter", "16", "--seeds", "0-39"]) == 0
    *_, count, change = capsys.readouterr().out.splitlines()
    assert count.endswith("of 40 seeds keep the story of notebooks/16-mine.md")
    assert change == f"Put {best} in place of 3 in its default_rng(…), then: make expected N=16"


@pytest.mark.parametrize(("words", "reason"), [
    (["--chapter", "17"], "no notebooks/17-….md here"),
    (["--chapter", "16", "--sheet", "a.png"], "--sheet: not with --chapter"),
    (["--chapter", "16", "--k", "3"], "--k: not with --chapter"),
])  # fmt: skip
def test_what_cannot_be_scouted_is_told_in_one_line(capsys, words, reason):
    assert main(["scout", *words]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert reason in line


def test_a_function_of_the_chapter_goes_along_with_the_run_that_needs_it(capsys):
    own = "def far(n):\n    return 4 * n\n\n\nn = far(15)\n"
    told = CHAPTER.replace("rng = np", f"{own}rng = np").replace("blobs(60,", "blobs(n,")
    Path("notebooks/16-mine.md").write_text(told)
    found = found_by(capsys, "--seeds", "0-1")
    assert [run["inertia"] for run in found["runs"]] == [run[-1].inertia for run in runs_with(3)]


def test_it_is_told_that_no_seed_keeps_the_story(capsys):
    assert main(["scout", "--chapter", "16", "--seeds", "3-3"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "0 of 1 seeds keep the story of notebooks/16-mine.md"
    )


def test_a_chapter_without_a_run_is_told_so(capsys):
    Path("notebooks/16-mine.md").write_text("# Mine\n\n```{code-cell}\n1 + 1\n```\n")
    assert main(["scout", "--chapter", "16"]) == 2
    assert "has no run of lloyd" in capsys.readouterr().err
