"""Chapter 16: each broken program fails one check, the one that is meant for it."""

import pytest

from helpers import grid_means, random_means, sample_blobs
from notebooks import ROOT, code_cells

CHAPTER = ROOT / "notebooks" / "16-broken-on-purpose.md"
CAUGHT_BY = {
    "version_a": "the_run_ends",
    "version_b": "k_means_come_back",
    "version_c": "inertia_never_rises",
    "version_d": "labels_follow_the_first_means",
    "version_e": "labels_point_at_the_nearest_mean",
}


@pytest.fixture
def page():
    """Run the programs and the checks as they stand on the page; return their names."""
    lines = CHAPTER.read_text(encoding="utf-8").splitlines()
    last = lines.index("## Exercises")
    imports, *cells = code_cells(CHAPTER)
    names = {}
    exec(imports.source, names)
    for cell in cells:
        if cell.metadata.line < last and "figure" not in cell.metadata.get("mystnb", {}):
            exec(cell.source, names)
    return names


def test_each_check_catches_one_broken_program(page):
    checks = [check.__name__ for check in page["checks"]]
    assert sorted(checks) == sorted(CAUGHT_BY.values())


@pytest.mark.parametrize(("program", "check"), CAUGHT_BY.items())
def test_a_broken_program_fails_its_check_and_no_other(page, program, check):
    assert page["failed"](page[program], page["begin"]) == [check]


@pytest.mark.parametrize("program", ["right", "by_lloyd"])
def test_a_right_program_fails_no_check(page, program):
    assert page["failed"](page[program], page["begin"]) == []


@pytest.mark.parametrize("seed", range(10))
def test_a_right_program_fails_no_check_on_other_boards(page, seed):
    page["board"], _ = sample_blobs(100, grid_means(4, spacing=2), rng=seed)
    begin = random_means(page["board"], 4, rng=seed)
    assert page["failed"](page["right"], begin) == page["failed"](page["by_lloyd"], begin) == []


def test_a_program_of_one_round_is_checked_like_any_other(page):
    assert page["failed"](lambda *start: page["right"](*start)[:1], page["begin"]) == [
        "labels_point_at_the_nearest_mean"
    ]
