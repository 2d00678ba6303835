"""K-means on parts gives what it gives in memory, without the memory."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from inspect import signature
from io import StringIO

import numpy as np
import pytest
from dask.distributed import Client, LocalCluster
from examples import boards, disguises
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from helpers import (
    assign,
    combine,
    grid_means,
    inertia,
    lloyd,
    lloyd_in_parts,
    partial_update,
    parts_of,
    random_means,
    sample_blobs,
    update,
)

POINTS, _ = sample_blobs(3000, grid_means(5), std=1.5, rng=0)
START = random_means(POINTS, 5, rng=1)
UNEVEN = [POINTS[:1], POINTS[1:1200], POINTS[1200:1205], POINTS[1205:]]
WHOLE = st.integers(-9, 9).map(float)  # their sums are exact, in whatever order they are added


@pytest.fixture
def file(tmp_path):
    np.save(tmp_path / "points.npy", POINTS)
    return tmp_path / "points.npy"


def cut(points, places):
    """Cut points before some of their rows, wherever that leaves no part empty."""
    rows = sorted({place % len(points) for place in places} - {0})
    return np.split(points, rows)


def assert_equal_to_memory(trace, points, means):
    """Compare a run in parts with the run in memory from the same start."""
    last = lloyd(points, means)[-1]
    assert_allclose(trace[-1].means, last.means, rtol=1e-9, atol=1e-12)
    assert_array_equal(assign(points, trace[-1].means), last.labels)
    assert trace[-1].inertia == pytest.approx(last.inertia, rel=1e-9)


# One step


@given(boards(WHOLE), st.lists(st.integers(0, 99), max_size=5))
def test_parts_add_up_to_an_update_of_all_points(board, places):
    points, means = board
    labels = assign(points, means)
    moved, now = combine((partial_update(part, means) for part in cut(points, places)), means)
    assert_array_equal(moved, update(points, labels, means))
    assert now == pytest.approx(inertia(points, labels, means))


@given(boards())
def test_one_part_gives_the_same_bits_as_an_update(board):
    points, means = board
    moved, now = combine([partial_update(points, means)], means)
    assert_array_equal(moved, update(points, assign(points, means), means))
    assert now == inertia(points, assign(points, means), means)


def test_a_mean_without_points_in_any_part_stays():
    means = np.array([[0.0, 0.0], [99.0, 99.0]])
    moved, _ = combine([partial_update(part, means) for part in UNEVEN], means)
    assert_array_equal(moved[1], [99, 99])


def test_a_mean_without_points_in_one_part_moves_with_the_others():
    means = [[0.0], [10.0]]
    moved, _ = combine([partial_update(part, means) for part in ([[1.0]], [[12.0]])], means)
    assert_array_equal(moved, [[1], [12]])


def test_parts_of_unequal_size_count_by_their_points():
    means = [[0.0]]
    moved, _ = combine([partial_update(part, means) for part in ([[0.0], [0.0]], [[3.0]])], means)
    assert_array_equal(moved, [[1]])


@pytest.mark.parametrize("part", disguises(np.array([[0, 1], [2, 3], [100, 101]])))
def test_parts_may_be_anything_that_holds_numbers(part):
    sums, counts, total = partial_update(part, [[0, 0], [100, 100]])
    assert_array_equal(sums, [[2, 4], [100, 101]])
    assert_array_equal(counts, [2, 1])
    assert total == 15


def test_what_a_part_sends_does_not_grow_with_its_points():
    for part in UNEVEN:
        sums, counts, _ = partial_update(part, START)
        assert (sums.shape, counts.shape) == ((5, 2), (5,))


def test_nothing_that_is_passed_in_is_changed():
    part, means = POINTS[:50].copy(), START.copy()
    combine([partial_update(part, means)], means)[0][:] = 0
    for one in lloyd_in_parts([part], means):
        one.means[:] = 0
    assert_array_equal(part, POINTS[:50])
    assert_array_equal(means, START)


# A whole run


@given(boards(WHOLE), st.lists(st.integers(0, 99), max_size=5))
def test_a_run_in_parts_is_the_run_in_memory(board, places):
    points, means = board
    assert_equal_to_memory(lloyd_in_parts(cut(points, places), means), points, means)


@pytest.mark.parametrize("seed", range(5))
def test_a_run_in_parts_makes_as_many_passes_with_the_same_inertia(seed):
    start = random_means(POINTS, 5, rng=seed)
    passes = lloyd_in_parts(UNEVEN, start)
    steps = [step for step in lloyd(POINTS, start) if step.phase == "assign"]
    assert_allclose([one.inertia for one in passes], [step.inertia for step in steps], rtol=1e-9)
    assert_equal_to_memory(passes, POINTS, start)


@pytest.mark.parametrize("max_iter", [0, 1, 2])
def test_max_iter_cuts_a_run_short(max_iter):
    passes = lloyd_in_parts(UNEVEN, START, max_iter=max_iter)
    last = lloyd(POINTS, START, max_iter=max_iter)[-1]
    assert len(passes) == max_iter + 1
    assert passes[-1].inertia == pytest.approx(last.inertia, rel=1e-9)
    assert_allclose(passes[-1].means, last.means, rtol=1e-9)


def test_any_map_that_keeps_the_order_will_do():
    with ThreadPoolExecutor(2) as pool:
        passes = lloyd_in_parts(UNEVEN, START, map=pool.map)
    assert passes[-1].inertia == lloyd_in_parts(UNEVEN, START)[-1].inertia


def test_parts_are_done_one_at_a_time():
    asked = []

    def part(number):
        asked.append(number)
        return POINTS[number::3]

    def watch(function, parts, means):
        for number, (one, where) in enumerate(zip(parts, means, strict=True)):
            yield function(one, where)
            assert asked == list(range(number + 1))
        asked.clear()

    parts = [lambda number=number: part(number) for number in range(3)]
    assert_equal_to_memory(lloyd_in_parts(parts, START, map=watch), POINTS, START)
    assert asked == []  # the map that was given did it all


def test_each_pass_is_shown_while_it_lasts_where_somebody_watches(monkeypatch):
    terminal = StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    lloyd_in_parts(UNEVEN, START, max_iter=1)
    shown = terminal.getvalue()
    assert shown.startswith("\rpass 0:   0%|          | 0/4 ")
    assert "\rpass 1:" in shown and "\n" not in shown


# Files


@pytest.mark.parametrize("rows", [7, 999, 1000, 3000, 9999])
def test_the_parts_of_a_file_are_all_its_rows_in_order(file, rows):
    parts = parts_of(file, rows)
    assert max(len(part()) for part in parts) == min(rows, len(POINTS))
    assert_array_equal(np.vstack([part() for part in parts]), POINTS)


def test_a_part_of_a_file_stays_on_the_disk_until_it_is_used(file):
    assert all(isinstance(part(), np.memmap) for part in parts_of(str(file), 1000))


def test_a_file_in_parts_gives_what_memory_gives(file):
    assert_equal_to_memory(lloyd_in_parts(parts_of(file, 700), START), POINTS, START)


LIMITED = """
import resource, sys
import numpy as np
from helpers import lloyd_in_parts, parts_of

path, rows, most = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
taken = int(open("/proc/self/statm").read().split()[5]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_DATA, (taken + most, taken + most))
if rows == 0:
    np.load(path)
start = np.load(path, mmap_mode="r")[:4]
print(lloyd_in_parts(parts_of(path, rows), start, max_iter=1)[-1].inertia)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process in this way")
def test_memory_is_bounded_by_the_part_and_not_by_the_file(tmp_path):
    path, limit = tmp_path / "points.npy", 16_000_000
    points = np.lib.format.open_memmap(path, "w+", shape=(1_000_000, 8))
    points[:] = np.random.default_rng(0).normal(size=points.shape)
    points.flush()
    assert path.stat().st_size >= 4 * limit

    def run(rows):
        command = [sys.executable, "-c", LIMITED, path, str(rows), str(limit)]
        return subprocess.run(command, capture_output=True, text=True)

    in_parts = run(rows=10_000)
    assert in_parts.returncode == 0, in_parts.stderr
    last = lloyd(points, points[:4], max_iter=1)[-1]
    assert float(in_parts.stdout) == pytest.approx(last.inertia, rel=1e-9)
    # The limit bites: neither the file nor one part of all its rows can be held.
    for rows in (0, len(points)):
        assert "MemoryError" in run(rows).stderr


# Workers


def on(client, victims=()):
    """Return a map that uses a cluster, and kills some of its processes on the first call."""
    victims = list(victims)

    def on_workers(function, *columns):
        tasks = client.map(function, *columns)
        while victims:
            os.kill(victims.pop(), 9)
        return client.gather(tasks)

    return on_workers


def test_two_workers_give_what_memory_gives_even_if_one_of_them_dies(file):
    options = {"threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "silence_logs": "ERROR"}
    parts = parts_of(file, 300)
    with LocalCluster(n_workers=2, **options) as cluster, Client(cluster) as client:
        passes = lloyd_in_parts(parts, START, map=on(client))
        assert_equal_to_memory(passes, POINTS, START)

        old = set(client.run(os.getpid).values())
        again = lloyd_in_parts(parts, START, map=on(client, [min(old)]))
        client.wait_for_workers(2)
        assert [one.inertia for one in again] == [one.inertia for one in passes]
        assert min(old) not in set(client.run(os.getpid).values())


@pytest.mark.parametrize("run", [lloyd, lloyd_in_parts])
def test_a_run_stops_after_300_updates_unless_told(run):
    assert signature(run).parameters["max_iter"].default == 300


# What is refused


def test_parts_and_means_are_checked():
    good, bad = [[0.0]], [[np.nan]]
    for call in (partial_update, lambda part, means: lloyd_in_parts([part], means)):
        with pytest.raises(ValueError, match="points must hold finite numbers only; nan in col"):
            call(bad, good)
        with pytest.raises(ValueError, match="means must hold finite numbers only; nan in col"):
            call(good, bad)
        with pytest.raises(ValueError, match="same number of columns"):
            call(good, [[0.0, 0.0]])
    with pytest.raises(ValueError, match="^means must hold finite numbers only; nan in col"):
        combine([], bad)


@pytest.mark.parametrize("run", [lloyd_in_parts, combine])
def test_the_number_of_means_is_not_taken_for_means(run):
    with pytest.raises(ValueError, match=r"^means must .*, as random_means and grid_means give$"):
        run([POINTS], 5)


def test_a_bad_part_is_named_by_its_number(file):
    def missing():
        return np.array([[1.0, np.nan]])

    parts = [*parts_of(file, 1000), missing]
    with pytest.raises(ValueError, match="^part 3: points must hold finite numbers only; nan in"):
        lloyd_in_parts(parts, START)
    with (
        ThreadPoolExecutor(2) as pool,
        pytest.raises(ValueError, match="^part 1: points must have two dimensions"),
    ):
        lloyd_in_parts([POINTS, POINTS[0]], START, map=pool.map)


def test_a_tiny_part_is_taken_as_it_is_in_memory():
    points, means = np.array([[1e-200], [0.0], [3.0], [5.0]]), [[0.0], [4.0]]
    assert_equal_to_memory(lloyd_in_parts([points[:2], points[2:]], means), points, means)


def test_no_part_is_refused():
    with pytest.raises(ValueError, match="^partials must hold at least one part$"):
        combine([], START)
    with pytest.raises(ValueError, match="^partials must be such as .*; one is 3$"):
        combine(3, START)
    with pytest.raises(ValueError, match="^parts must be .*; got None$"):
        lloyd_in_parts(None, START)
    with pytest.raises(ValueError, match="at least one part"):
        lloyd_in_parts([], START)


def test_a_contribution_of_other_means_is_refused():
    with pytest.raises(ValueError, match=r"returns with these 5 means; one is Partial\("):
        combine([partial_update(POINTS, START[:4])], START)


@pytest.mark.parametrize("bad", [START, None, (1, 2, 3)])
def test_what_is_no_contribution_is_refused(bad):
    words = "partials must be such as partial_update(part, means) returns with these 5 means; "
    words += f"one is {bad!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        combine([bad], START)


def test_a_table_in_place_of_a_list_of_parts_is_refused():
    with pytest.raises(ValueError, match="two dimensions"):
        lloyd_in_parts(POINTS, START)


@pytest.mark.parametrize("bad", [None, 2, "map"])
def test_a_map_that_is_no_function_is_refused(bad):
    with pytest.raises(ValueError, match="map must be a function"):
        lloyd_in_parts(UNEVEN, START, map=bad)


def test_counts_are_checked(file):
    with pytest.raises(ValueError, match="rows must be a whole number of at least 1"):
        parts_of(file, 0)
    with pytest.raises(ValueError, match="max_iter must be a whole number of at least 0"):
        lloyd_in_parts(UNEVEN, START, max_iter=-1)


@pytest.mark.parametrize("table", [[1.0, 2.0], np.empty((0, 2)), np.empty((2, 0)), 5.0])
def test_a_file_without_points_is_refused(tmp_path, table):
    np.save(tmp_path / "other.npy", table)
    with pytest.raises(ValueError, match=r"other.npy must hold points"):
        parts_of(tmp_path / "other.npy", 10)


def test_a_file_of_something_else_is_refused(tmp_path):
    (tmp_path / "points.npy").write_text("x,y\n1,2\n")
    with pytest.raises(ValueError, match="^points.npy must be a file that np.save wrote; .*magic"):
        parts_of(tmp_path / "points.npy", 10)


def test_a_file_is_only_read(file):
    file.chmod(0o444)
    assert len(parts_of(file, len(POINTS))) == 1


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="none.npy"):
        parts_of(tmp_path / "none.npy", 10)
