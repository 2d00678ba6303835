"""The arithmetic of the boards, run in Chromium: that of the helpers, to the last digit."""

from pathlib import Path

import numpy as np
import pytest

from helpers import boards as wing
from helpers import lloyd, squared_distances
from helpers.drawing.captions import captions

FILES = ["arithmetic.js", "seeding.js", "sentences.js"]
SCRIPTS = [Path(wing.__file__).with_name(name) for name in FILES]
KINDS = [
    "scattered",
    "lattice",
    "duplicates",
    "outside",
    "far away",
    "a line",
    "tiny",
    "three columns",
]
PER_KIND = 80
RUN = """cases => cases.map(([points, means]) => {
  const trace = courseBoards.lloyd(points, means);
  return trace.map((step, i) => ({
    ...step, points: null, inertia: i ? step.inertia : null,
    sentence: courseBoards.describe(step, trace[i - 1]),
  }));
})"""


def case(kind, rng):
    """Return points and first means of a kind that makes arithmetic difficult."""
    n, k = int(rng.integers(9, 80)), int(rng.integers(1, 10))
    d = {"a line": 1, "three columns": 3}.get(kind, 2)
    points = rng.normal(size=(n, d)) * rng.choice([0.01, 1, 30])
    if kind in ("lattice", "duplicates"):
        points = rng.integers(0, 5 if kind == "lattice" else 2, size=(n, d)) / 2
    points = points + {"far away": 1e8}.get(kind, 0)
    points = points * {"tiny": 1e-9}.get(kind, 1)
    means = points[rng.permutation(n)[:k]]
    if kind == "lattice":
        means = rng.integers(0, 9, size=(k, d)) / 4
    if kind == "outside":  # some of these stay without a point
        means = means + rng.normal(size=(k, d)) * 40
    return points, means


@pytest.fixture(scope="module")
def scripts(chromium):
    """Open an empty page with the pure functions and nothing else."""
    page = chromium.new_page()
    for path in SCRIPTS:
        page.add_script_tag(content=path.read_text(encoding="utf-8"))
    yield page
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_browser_takes_every_step_that_the_helpers_take(scripts, kind):
    rng = np.random.default_rng(KINDS.index(kind))
    cases = [case(kind, rng) for _ in range(PER_KIND)]
    traces = [lloyd(points, means) for points, means in cases]
    answers = scripts.evaluate(RUN, [[p.tolist(), m.tolist()] for p, m in cases])
    assert any(0 in np.bincount(t[1].labels, minlength=len(t[1].means)) for t in traces) or (
        kind not in ("outside", "duplicates")
    )
    for trace, steps in zip(traces, answers, strict=True):
        assert [step["sentence"] for step in steps] == captions(trace)
        for step, meant in zip(steps, trace, strict=True):
            assert (step["phase"], step["iteration"]) == (meant.phase, meant.iteration)
            assert step["changed"] == meant.changed
            assert step["labels"] == meant.labels.tolist()
            assert step["means"] == meant.means.tolist()
            assert step["inertia"] is None or step["inertia"] == meant.inertia


def test_two_thousand_points_are_added_up_in_the_same_order(scripts):
    points = np.random.default_rng(0).normal(size=(2001, 2))
    (steps,) = scripts.evaluate(RUN, [[points.tolist(), points[:4].tolist()]])
    meant = [step.inertia for step in lloyd(points, points[:4])][1:]
    assert [step["inertia"] for step in steps][1:] == meant


def test_numbers_are_rounded_as_python_rounds_them(scripts):
    rng = np.random.default_rng(0)
    numbers = [*rng.normal(size=300) * 10.0 ** rng.integers(-12, 12, 300), 0, 1e7, 99.995, 9.9995]
    numbers += [100.25, 100.75, 12.125, 12.375, 1.0625, 1.1875, 1e-5, 999.95, 123456.25, 9999999]
    numbers = np.abs(numbers).tolist()
    shown = scripts.evaluate("all => all.map(courseBoards.shortInertia)", numbers)
    assert shown == [f"{x:.1f}" if 100 <= x < 1e7 else f"{x:.4g}" for x in numbers]


def test_the_probabilities_of_the_next_mean_are_those_of_k_means_plus_plus(scripts):
    rng = np.random.default_rng(0)
    for _ in range(50):
        points = rng.integers(0, 9, size=(30, 2)).astype(float)
        means = points[:3]
        squares = squared_distances(points, means).min(axis=1)
        said = scripts.evaluate(
            "([points, means]) => courseBoards.chances(points, means)",
            [points.tolist(), means.tolist()],
        )
        assert np.allclose(said, squares / squares.sum(), rtol=1e-14)
        share = rng.random()
        drawn = scripts.evaluate(
            "([chances, share]) => courseBoards.drawn(chances, () => share)", [said, share]
        )
        assert drawn == np.searchsorted(np.cumsum(said), share, side="right")


@pytest.mark.parametrize("start", ["atRandom", "plusPlus", "farthestFirst"])
def test_a_start_has_k_different_points_or_as_many_as_there_are(scripts, start):
    rng = np.random.default_rng(0)
    for k in range(1, 10):
        points = rng.integers(0, 3, size=(25, 2)).tolist()
        means = scripts.evaluate(
            f"([points, k]) => courseBoards.{start}(points, k, courseBoards.generator(k))",
            [points, k],
        )
        assert len({tuple(mean) for mean in means}) == len(means)
        assert len(means) == min(k, len({tuple(point) for point in points}))
        assert all(mean in points for mean in means)


def test_farthest_first_takes_the_point_that_is_farthest_from_all_means(scripts):
    points = np.random.default_rng(0).normal(size=(40, 2))
    means = scripts.evaluate(
        "points => courseBoards.farthestFirst(points, 6, () => 0.5)", points.tolist()
    )
    for number in range(1, 6):
        squares = squared_distances(points, np.array(means[:number])).min(axis=1)
        assert means[number] == points[squares.argmax()].tolist()


def test_the_borders_part_the_plane_as_the_means_do(scripts):
    rng = np.random.default_rng(0)
    box = [[-1, -1], [1, -1], [1, 1], [-1, 1]]
    for k in range(1, 10):
        means = rng.uniform(-1, 1, size=(k, 2))
        cells = scripts.evaluate(
            """([means, box]) => means.map(mean =>
                 courseBoards.cell(mean, means.filter(other => other !== mean), box))""",
            [means.tolist(), box],
        )
        for mean, corners in zip(means, cells, strict=True):
            x, y = np.transpose(corners)
            own = squared_distances(corners, [mean])[:, 0]
            assert np.allclose(own, squared_distances(corners, means).min(axis=1))
            assert (np.abs(corners) <= 1 + 1e-12).all()
        areas = [abs(area(np.array(corners))) for corners in cells]
        assert np.isclose(sum(areas), 4)


def area(corners):
    """Return the area of a polygon, by the shoelace formula."""
    (x, y), (u, v) = corners.T, np.roll(corners, -1, axis=0).T
    return (x * v - u * y).sum() / 2
