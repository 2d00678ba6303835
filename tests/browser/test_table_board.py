"""Choose how a table was clustered: its profiles are those of pandas, by mouse and by keys."""

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect

from helpers import best_of, table_board
from helpers.boards.player import FOLDER

from .test_playground import AXE, VIEWS, at, page_of

RNG = np.random.default_rng(0)
TABLE = pd.DataFrame(
    {
        "age": RNG.integers(20, 60, 40) + 0.0,
        "income": RNG.normal(3000, 900, 40).round(-1),
        "plan": [None, *RNG.choice(["basic", "full"], 39)],
    }
)
NUMBERS = TABLE[["age", "income"]]
SCALED = (NUMBERS - NUMBERS.mean()) / NUMBERS.std()
BY_PLAN = (TABLE["plan"] == "full").astype(int).to_numpy()
ways = {
    name: {k: best_of(points, k, rng=0)[-1].labels for k in (2, 3)}
    for name, points in {"as measured": NUMBERS, "scaled": SCALED}.items()
}
ways["by plan"] = {2: BY_PLAN, 3: BY_PLAN}
ways["by plan and age"] = {2: BY_PLAN, 3: np.where(BY_PLAN, 2, NUMBERS["age"] > 40)}
BOARD = table_board(TABLE, ways, ["age", "income"])


def profile(values):
    """Return what is usual among some values, as the board says it."""
    values = values.dropna()
    if not len(values):
        return "nothing known"
    if values.dtype.kind == "f":
        return f"{float(f'{values.median():.3e}'):.12g}"
    counts = values.value_counts()
    name = min(counts.index[counts == counts.max()])
    return f"{name} {int(100 * counts.max() / len(values) + 0.5)} %"


def test_three_hundred_profiles_are_those_of_pandas(chromium):
    page = chromium.new_page()
    page.add_script_tag(content=(FOLDER / "profiles.js").read_text(encoding="utf-8"))
    cases, meant = [], []
    for i in range(300):
        n = int(RNG.integers(1, 30))
        drawn = RNG.integers(0, 9, n) + 0.0 if i % 2 else RNG.choice(["a", "b", "c"], n)
        values = pd.Series(drawn).mask(RNG.random(n) < 0.3)
        labels = RNG.integers(0, 3, n)
        filled = [None if pd.isna(value) else value for value in values]
        column = {"name": "x", "number": bool(i % 2), "values": filled}
        cases.append([column, labels.tolist()])
        meant.append(profile(values[labels == 0]))
    answers = page.evaluate("all => all.map((one) => courseBoards.profileOf(...one, 0))", cases)
    page.close()
    assert answers == meant


@pytest.mark.parametrize("width, scheme", VIEWS)
def test_ways_and_k_change_clusters_and_profiles(open_small, width, scheme):
    board = open_small(BOARD, width=width, scheme=scheme)
    board.says(f"as measured, k = 2: clusters of {listed(ways['as measured'][2])}.")
    assert shown(board) == profiles("as measured", 2)
    board.root.get_by_label("Number of clusters, k").press("ArrowRight")
    assert shown(board) == profiles("as measured", 3)
    board.choose("Way", "scaled")
    assert shown(board) == profiles("scaled", 3)
    code = board.root.locator("pre").text_content().splitlines()
    known = {"ways": ways, "table": TABLE}
    exec(code[0], known)
    assert (known["clusters"] == ways["scaled"][3]).all()
    assert eval(code[-1], known).shape == (3, 2)
    board.press("Undo")
    assert shown(board) == profiles("as measured", 3)
    board.page.evaluate(AXE)
    rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
    assert board.page.evaluate(rules) == []
    assert board.page.evaluate("document.documentElement.scrollWidth") <= width


def test_each_task_knows_when_it_is_done_and_an_address_brings_a_state_back(open_small):
    board = open_small(BOARD)
    done = board.root.locator(".tasks .done")
    board.choose("Way", "scaled")
    expect(done).to_have_count(1)  # other clusters
    board.root.get_by_label("Number of clusters, k").press("ArrowRight")
    board.choose("Way", "as measured")
    expect(done).to_have_count(2)  # slices of the income
    board.choose("Way", "by plan and age")
    expect(done).to_have_count(2)  # two clusters share a plan, so more than the plan decides
    board.root.get_by_label("Number of clusters, k").press("ArrowLeft")
    board.choose("Way", "by plan")
    expect(done).to_have_count(3)
    board.press("How it stands")
    expect(board.said).to_contain_text("Cluster 1: age ")
    again = at(board.page, page_of(BOARD), "#table=1&way=1&k=3")
    assert shown(again) == profiles("scaled", 3)
    for parts in ("way=7&k=3", "way=1&k=9", "way=x&k=2"):
        broken = at(board.page, page_of(BOARD), f"#table=1&{parts}")
        broken.says("This address is damaged, so the board is at its start.")


def listed(labels):
    return ", ".join(map(str, np.bincount(labels)))


def shown(board):
    """Return the fields of the profiles, row by row."""
    rows = board.root.locator(".pair tr").all()[1:]
    return [row.locator("td").all_text_contents() for row in rows]


def profiles(way, k):
    groups = [TABLE[ways[way][k] == label] for label in range(k)]
    return [[profile(group[name]) for group in groups] for name in TABLE]
