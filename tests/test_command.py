"""The instructors' command line: `python -m helpers` and `kmeans-course`."""

import csv
import errno
import io
import json
import os
import re
import runpy
import shlex
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from helpers import (
    adjusted_mutual_information,
    adjusted_rand_index,
    grid_means,
    iris,
    kmeans_plus_plus,
    lloyd,
    random_means,
    sample_blobs,
)
from helpers.boards.numbers import from_data
from helpers.command import export, regenerate, scout
from helpers.command.files import staging_folder
from helpers.command.options import PLAN, command_line
from helpers.command.run import console, main
from helpers.drawing.captions import captions
from helpers.drawing.palette import BOLD, PALETTES
from helpers.drawing.style import LOCK

SIGNALS = [signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)]
SMALL = ["--n", "30", "--k", "2"]
WORDS = ["--make", "captions", "player"]
ALL_BUT_STILLS = {f"k-means{end}" for end in ("-storyboard.png", ".gif", ".html", ".json", ".txt")}
PAIRS = """\
[quick]
n = 20
k = 2
make = ["captions", "player"]

[other]
n = 20
k = 2
start-seed = 3
make = ["captions"]
"""


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def points_of(seed=0, n=30, k=2):
    points, _ = sample_blobs(n, grid_means(k), rng=seed)
    return points.round(2)


def names(folder="."):
    return {path.name for path in Path(folder).iterdir()}


def written(name="k-means", folder="."):
    """Return the captions and the data of a run."""
    text = Path(folder, f"{name}.txt").read_text(encoding="utf-8")
    data = json.loads(Path(folder, f"{name}.json").read_text(encoding="utf-8"))
    return text.splitlines(), data


def complaint(capsys, *words):
    """Return the one line that a command with bad input answers."""
    before = names()
    assert main([str(word) for word in words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"kmeans-course: .+\n", err)
    assert names() == before
    return err


def same_trace(trace, other):
    assert captions(trace) == captions(other)
    for step, its_like in zip(trace, other, strict=True):
        assert_array_equal(step.labels, its_like.labels)
        assert_array_equal(step.means, its_like.means)


# One run


def test_a_run_becomes_gif_storyboard_stills_captions_and_player(capsys):
    assert main(["animate", *SMALL, "--seed", "3", "--start-seed", "5", "--out", "new/slides"]) == 0
    points = points_of(seed=3)
    trace = lloyd(points, random_means(points, 2, rng=5))
    stills = {f"k-means-{number:02}.png" for number in range(len(trace))}
    assert names("new/slides") == ALL_BUT_STILLS | stills

    *files, caption = capsys.readouterr().out.splitlines()
    assert {Path(file) for file in files} == set(Path("new/slides").iterdir())
    assert caption == captions(trace)[-1]

    told, data = written(folder="new/slides")
    assert told == captions(trace)
    assert [step["caption"] for step in data["steps"]] == captions(trace)
    assert data["columns"] == ["x0", "x1"]
    same_trace(from_data(data), trace)
    with Image.open("new/slides/k-means.gif") as gif:
        assert (gif.n_frames, gif.size) == (len(trace), (640, 480))
    for still in stills:
        with Image.open(Path("new/slides", still)) as picture:
            assert picture.size == (640, 480)


def test_a_mean_may_start_on_the_negative_side():
    assert main(["animate", "--n", "9", *WORDS, "--means", "-1,-2.5", "-.5,3", "4,4"]) == 0
    _, data = written()
    assert data["steps"][0]["means"] == [[-1, -2.5], [-0.5, 3], [4, 4]]
    points, _ = sample_blobs(9, grid_means(3), rng=0)
    assert data["points"] == points.round(2).tolist()


def test_the_seed_of_the_start_may_be_nought():
    assert main(["animate", *SMALL, "--seed", "4", "--start-seed", "0", *WORDS]) == 0
    points = points_of(seed=4)
    same_trace(from_data(written()[1]), lloyd(points, random_means(points, 2, rng=0)))


def test_means_may_start_far_apart_and_with_the_seed_of_the_points():
    assert main(["animate", *SMALL, "--seed", "4", "--start", "k-means++", *WORDS]) == 0
    points = points_of(seed=4)
    same_trace(from_data(written()[1]), lloyd(points, kmeans_plus_plus(points, 2, rng=4)))


def test_the_stills_keep_their_limits_and_wear_the_names_of_the_columns(monkeypatch):
    drawn = []
    save_png = export.save_png
    monkeypatch.setattr(
        export,
        "save_png",
        lambda figure, path: drawn.append(figure) or save_png(figure, path),
    )
    pd.DataFrame(points_of(), columns=["a $x_$ price", "温度"]).to_csv("points.csv")
    columns = ["--csv", "points.csv", "--columns", "a $x_$ price", "温度"]
    size = ["--size", "853x481"]
    command = ["animate", *columns, "--means", "-9,1", "30,40", "--make", "stills", "gif", *size]
    assert main(command) == 0
    axes = [figure.axes[0] for figure in drawn]
    assert len({ax.get_xlim() + ax.get_ylim() for ax in axes}) == 1
    assert {(ax.get_xlabel(), ax.get_ylabel()) for ax in axes} == {("a $x_$ price", "\ufffd" * 2)}
    for name in ("k-means-00.png", "k-means.gif"):
        with Image.open(name) as picture:
            assert picture.size == (853, 481)


def test_pictures_are_the_same_bytes_whatever_the_style_of_the_user(monkeypatch):
    command = ["animate", *SMALL, "--make", "storyboard", "stills", "--out"]
    assert main([*command, "plain"]) == 0
    monkeypatch.setitem(mpl.rcParams, "axes.facecolor", "black")
    monkeypatch.setitem(mpl.rcParams, "savefig.dpi", 30)
    assert main([*command, "styled"]) == 0
    for file in Path("plain").iterdir():
        assert file.read_bytes() == Path("styled", file.name).read_bytes()


def test_only_what_is_asked_for_is_made_and_the_player_links_to_no_more():
    assert main(["animate", *SMALL, "--make", "storyboard", "player", "--name", "my.run"]) == 0
    assert names() == {"my.run-storyboard.png", "my.run.html", "my.run.json"}
    links = re.findall(r'href="([^"#]*)"', Path("my.run.html").read_text(encoding="utf-8"))
    assert links == ["my.run-storyboard.png", "my.run.json"]


def test_a_wide_still_has_the_sentence_and_the_inertia_so_far_beside_it(monkeypatch):
    drawn = []
    monkeypatch.setattr(export, "save_png", lambda figure, path: drawn.append(figure))
    assert main(["animate", *SMALL, "--make", "stills", "--size", "1280x720"]) == 0
    trace = lloyd(points_of(), random_means(points_of(), 2, rng=0))
    for number, (figure, caption) in enumerate(zip(drawn, captions(trace), strict=True)):
        plane, beside = figure.axes
        assert plane.get_title() == ""
        assert beside.get_title().replace("\n", " ") == caption
        (line,) = beside.get_lines()
        assert_array_equal(line.get_ydata(), [step.inertia for step in trace[: number + 1]])


def test_pictures_are_drawn_on_black_in_another_palette_and_in_one_size():
    look = ["--ground", "dark", "--palette", "okabe-ito", "--size", "800x450"]
    assert main(["animate", *SMALL, *look]) == 0
    bold = np.array(PALETTES["okabe-ito"][0][:2]) * 255
    for name in ("k-means.gif", "k-means-storyboard.png", "k-means-00.png"):
        with Image.open(name) as picture:
            assert picture.size == (800, 450)
            pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3)
        assert not pixels[0].any()
        assert all((np.abs(pixels - colour).max(axis=1) < 1).any() for colour in bold)
    player = Path("k-means.html").read_text(encoding="utf-8")
    assert "e69f00" in player and "1f77b4" not in player
    assert PALETTES["course"][0] == BOLD


def test_the_names_of_the_columns_stand_at_the_axes_of_gif_and_storyboard(monkeypatch):
    drawn = []
    monkeypatch.setattr(export, "save_png", lambda figure, path: drawn.append(figure))
    monkeypatch.setattr(export, "save_gif", lambda trace, path, **how: drawn.append(trace[0]))
    pd.DataFrame(points_of(), columns=["weight", "height"]).to_csv("points.csv")
    columns = ["--csv", "points.csv", "--columns", "weight", "height", "--k", "2"]
    assert main(["animate", *columns, "--make", "storyboard", "gif"]) == 0
    step, figure = drawn
    assert step.names == ("weight", "height")
    assert (figure.get_supxlabel(), figure.get_supylabel()) == ("weight", "height")


@pytest.mark.parametrize("k", [20, 21])
def test_more_clusters_than_looks_are_told(k, capsys):
    assert main(["animate", "--k", str(k), "--n", "200", "--make", "captions"]) == 0
    told = "points of label 20 look like those of label 0" in capsys.readouterr().out
    assert told == (k > 20)


def test_nothing_is_written_among_the_files_of_the_course():
    Path("_toc.yml").write_text("root: pages/welcome")
    assert main(["animate", *SMALL, *WORDS]) == 0
    assert names() == {"_toc.yml", "_build"}
    assert names("_build/lecture") == {f"k-means.{end}" for end in ("txt", "json", "html")}


def test_scout_proposes_the_shortest_of_the_runs_that_are_alike(capsys):
    assert main(["scout", "--seed", "310", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    runs = {run["seed"]: run for run in found["runs"]}
    for kind, name in [("best", "good"), ("stuck", "stuck")]:
        alike = [run["steps"] for run in runs.values() if run["classes"] == [kind]]
        assert runs[found[name]]["classes"] == [kind]
        assert runs[found[name]]["steps"] == min(alike)


def test_a_long_run_numbers_its_stills_and_keeps_its_durations():
    times = ["--frame-ms", "50", "--hold-ms", "70"]
    assert main(["animate", *SMALL, "--make", "gif", *times]) == 0
    with Image.open("k-means.gif") as gif:
        durations = []
        for frame in range(gif.n_frames):
            gif.seek(frame)
            durations.append(gif.info["duration"])
    assert durations == [50] * (len(durations) - 1) + [70]


# Points from a file


def test_a_file_never_seen_before_is_clustered_as_it_is(capsys):
    """An index, a byte order mark, quoted fields, other columns, a thousand rows."""
    points = points_of(n=1000, k=3)
    labels = ["north, far", 'the "south"', "west"]
    with Path("seen nowhere.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(["", "note", "größe", "x, y", "class", "weight"])
        for number, (x, y) in enumerate(points.tolist()):
            weight = number / 7
            rows.writerow([number, "two\nlines", x, y, labels[number % 3], weight])

    columns = ["--columns", "größe", "x, y", "weight", "--label", "class"]
    assert main(["animate", "--csv", "seen nowhere.csv", *columns, *WORDS, "--k", "3"]) == 0

    everything = np.column_stack([points, np.arange(1000) / 7])
    trace = lloyd(everything, random_means(everything, 3, rng=0))
    told, data = written()
    assert told == captions(trace)
    assert data["columns"] == ["größe", "x, y", "weight"]
    assert data["points"] == everything.tolist()
    assert data["label"] == "class"
    truth = [labels[number % 3] for number in range(1000)]
    ami, ari = (
        score(truth, trace[-1].labels)
        for score in (adjusted_mutual_information, adjusted_rand_index)
    )
    assert data["scores"] == {"adjusted_mutual_information": ami, "adjusted_rand_index": ari}
    out = capsys.readouterr().out
    assert f"adjusted mutual information with class: {ami:.4f}\n" in out
    assert f"adjusted rand index with class: {ari:.4f}\n" in out


def test_the_iris_flowers_go_through_a_file_unchanged():
    iris().to_csv("iris.csv", index=False)
    columns = ["--columns", "petal_length", "petal_width", "--label", "species"]
    assert main(["animate", "--csv", "iris.csv", *columns, "--k", "3", *WORDS]) == 0
    assert written()[1]["points"] == iris()[["petal_length", "petal_width"]].to_numpy().tolist()


def test_files_and_columns_may_be_named_as_options_and_numbers_are(capsys):
    pd.DataFrame(points_of(), columns=["-1", "-x"]).to_csv("-2.csv", index=False)
    words = ["--csv", "-2.csv", "--columns", "-1", "-x", "--k", "2", "--sheet", "-3.png"]
    command = scouted(capsys, *words)["command"].split(" && ")[0]
    assert "-3.png" in names()
    assert main([*shlex.split(command)[3:], "--label", "-1", "--out", " 4", *WORDS]) == 0
    _, data = written("good", " 4")
    assert (data["columns"], data["label"]) == (["-1", "-x"], "-1")
    assert data["points"] == points_of().tolist()


# What is wrong is said in one line


TABLE = "x,y,kind\n1,2,a\n3,4,b\n5,6,c\n"
XY = ["--csv", "points.csv", "--columns", "x", "y"]


@pytest.mark.parametrize(
    ("table", "words", "line"),
    [
        (None, XY, "points.csv: No such file"),
        ("", XY, "points.csv: there are no rows below a header"),
        ("x,y\n", XY, "no rows below a header"),
        (TABLE, [*XY, "z"], "column 'z' must be in the header once; line 1 has 'x', 'y', 'kind'"),
        (TABLE, [*XY, "kind"], r"line 2 \(kind: 'a'\), 3 \(kind: 'b'\), 4 \(kind: 'c'\)"),
        ("x,y,x\n1,2,3\n", XY, "column 'x' must be in the header once"),
        ('x,y\n"1\n",2\nnan,1\n3,4\n5,\n,NA\n', XY, r"line 4 \(x: 'nan'\), 6 \(y: ''\), 7 \(x"),
        ("x,y\n" + "1_0,inf\n" * 9, XY, r"line 2 \(x: '1_0'\).* 6 \(y: 'inf'\) and 8 more$"),
        ("x,y\n1,2\n3\n", XY, r"line 3 has 1 fields, but the header \(line 1\) has 2"),
        ('x,y\n1,"2\n', XY, "points.csv: line 2: unexpected end of data"),
        ("x,y\n1,2\xe9\n", XY, "not UTF-8; save it as CSV UTF-8"),
        (TABLE, [*XY, "--k", "4"], "k must be at most 3, the number of distinct points; got 4"),
        ("x,y\n1,2\n1,2\n", [*XY, "--k", "2"], "at most 1, the number of distinct points"),
        ("x,y,kind\n1,2,\n", [*XY, "--label", "kind"], r"line 2 \(kind: ''\)"),
        (TABLE, [*XY, "--label", "sort"], "column 'sort' must be in the header once"),
        (TABLE, XY[:-1], " --csv needs --columns: two or more different names$"),
        (TABLE, [*XY, "x"], "two or more different names"),
        (TABLE, XY[:2], "--csv needs --columns"),
        (TABLE, XY[2:], "--columns and --label go with --csv"),
        (TABLE, [*XY, "--n", "5", "--std", "1"], "--n, --std: not with --csv"),
        (TABLE, ["--csv", "."], "--csv needs --columns"),
        (TABLE, ["--csv", ".", *XY[2:]], r"\.: Is a directory"),
    ],
)
@pytest.mark.parametrize("command", ["animate", "scout"])
def test_a_file_that_cannot_be_clustered_is_explained(capsys, command, table, words, line):
    if table is not None:
        Path("points.csv").write_text(table, encoding="latin-1")
    assert re.search(line, complaint(capsys, command, *words).strip())


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("", "arguments are required: COMMAND"),
        ("dance", "invalid choice: 'dance'"),
        ("animate --k 0", "--k: must be a whole number from 1 to 1000; got '0'"),
        ("animate --seed 1.5", "--seed: must be a whole number from 0 to 4294967295; got '1.5'"),
        ("animate --seed -1", "--seed: must be a whole number .* got '-1'"),
        ("animate --start-seed x", "--start-seed: must be a whole number"),
        ("animate --std nan", "--std: must be a number from 0 to .* got 'nan'"),
        ("animate --spacing -2", "--spacing: must be a number from 0"),
        ("animate --n 3 --k 4", "k must be at most 3, the number of distinct points"),
        ("animate --std 0 --k 4 --n 2", "number of distinct points"),
        ("animate --frame-ms 5", "--frame-ms: must be a whole number from 10"),
        ("animate --size 640", "--size: must be such as 640x480; got '640'"),
        ("animate --size 10x10", "--size: must be a whole number from 160"),
        ("animate --make film", "--make: invalid choice: 'film'"),
        ("animate --start middle", "--start: invalid choice: 'middle'"),
        ("animate --start points", "--start points and --means go together"),
        ("animate --start random --means 1,2 3,4", "--means without --start"),
        ("animate --means 1,2 3,4 --k 3", "--k is 3, but --means are 2"),
        ("animate --means 1,2 3,4,5", "means must have rows of equal length"),
        ("animate --means 1,2,3", "same number of columns; points have 2 and means have 3"),
        ("animate --means 1;2", "--means: must be such as 2.5,6; got '1;2'"),
        ("animate --means 1,b", "--means: must be a number .* got 'b'"),
        ("animate --name a/b", "--name: must be such as k-means"),
        ("animate --name ../b", "--name: must be such as k-means"),
        ("animate --see 3", "unrecognized arguments: --see 3"),
        ("animate --out occupied", "cannot write into occupied: (File exists|Not a directory)"),
        ("animate --out occupied/below", "cannot write into occupied/below: Not a directory"),
        ("scout --seeds 9-3", "--seeds: must be 1 to 10000 seeds, such as 0-99; got '9-3'"),
        ("scout --seeds 1-10001", "--seeds: must be 1 to 10000 seeds"),
        ("scout --seeds 5", "--seeds: must be such as 0-99; got '5'"),
        ("scout --start points", "--start: invalid choice: 'points'"),
        ("regenerate --jobs 0", "--jobs: must be a whole number from 1 to 61"),
        ("scout --sheet occupied", "--sheet: must be such as starts.png; got 'occupied'"),
        ("scout --sheet starts.svg", "--sheet: must be such as starts.png"),
        ("scout --sheet occupied.png", "occupied.png would be replaced; add --force"),
        ("animate --k 0 --make captions --name occupied", "--k: must be"),
        ("animate --n 3 --k 9 --name occupied", "k must be at most 3"),
        ("scout --seeds 0-1 --sheet occupied/a.png", "cannot write into occupied: "),
        ("regenerate --plan nowhere.toml", "nowhere.toml: No such file"),
        ("regenerate --jobs 1 --out occupied", "into occupied: (File exists|Not a directory)"),
    ],
)
def test_a_command_that_cannot_be_followed_is_explained(capsys, words, line):
    for name in ("occupied", "occupied.png", "occupied.txt"):
        Path(name).write_text("mine")
    assert re.search(line, complaint(capsys, *words.split()))
    assert Path("occupied").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write anywhere")
def test_a_folder_that_must_not_be_written_is_explained(capsys, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    assert "closed" in complaint(capsys, "animate", *SMALL, "--out", "closed")


@pytest.mark.parametrize(
    ("plan", "line"),
    [
        ("", "plan.toml: there are no runs in this plan"),
        ("seed = 3", "plan.toml: seed: an option that belongs to no run"),
        ("[a", r"plan.toml: .*\(at "),
        ("[a]\nsede = 3", "plan.toml: a: unrecognized arguments: --sede"),
        ("[a]\nout = 'b'", "plan.toml: a: unrecognized arguments: --out"),
        ("[a]\nseed = 1.5", "plan.toml: a: argument --seed: must be a whole number"),
        ("[a]\nseed = true", "plan.toml: a: argument --seed: must be a whole number"),
        ("[a]\nk = 0", "plan.toml: a: argument --k: must be a whole number"),
        ("[a]\nn = 2\nk = 3", "plan.toml: a: k must be at most 2"),
        ("[a]\nmeans = []", "plan.toml: a: argument --means: expected at least one argument"),
        ("[a]\nname = 'b'", "plan.toml: a: unrecognized arguments: --name"),
        ("[a]\nhelp = true", "plan.toml: a: unrecognized arguments: --help"),
        ("['a/b']\nk = 2", "plan.toml: a/b: argument name"),
        ("[a]\nseed = {b = 1}", "plan.toml: a: argument --seed"),
        ("[a]\ncsv = 'none.csv'\ncolumns = ['x', 'y']", "none.csv: No such file"),
        ("[a]\ncolumns = ['-h']", "plan.toml: a: --columns and --label go with --csv"),
        ('[a]\ncsv = "C:\\data\\cats.csv"', "Unescaped.* paths stand in single quotes"),
        ('[a]\ncsv = "C:\\Users\\cats.csv"', "plan.toml: .* paths stand in single quotes"),
        ('[a]\ncsv = "C:\\temp\\new.csv"', "plan.toml: a: .* changed 'C:.*in single quotes"),
        (
            "[a]\ncsv = 'https://example.org/a.csv'\ncolumns = ['x', 'y']",
            "a: .*an address; download",
        ),
        ("[größe]\nsede = 3", "plan.toml: not UTF-8; save it as UTF-8"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_explained(capsys, plan, line):
    Path("plan.toml").write_text(plan, encoding="latin-1")
    assert re.search(line, complaint(capsys, "regenerate", "--plan", "plan.toml"))


# Nothing is lost


def test_nothing_is_replaced_without_force(capsys):
    Path("k-means-17.png").write_text("mine")
    line = complaint(capsys, "animate", *SMALL)
    assert "k-means-17.png would be replaced; add --force" in line
    Path("k-means.txt").write_text("mine")
    assert "k-means-17.png and 1 more would be" in complaint(capsys, "animate", *SMALL)

    assert main(["animate", *SMALL, *WORDS, "--force"]) == 0
    assert Path("k-means-17.png").read_text() == "mine"  # is not a caption
    assert Path("k-means.txt").read_text(encoding="utf-8").startswith("Start")


def test_what_must_not_be_replaced_is_told_before_anything_is_drawn(capsys, monkeypatch):
    for module, worker in [(export, "draw"), (scout, "points_of")]:
        monkeypatch.setattr(module, worker, lambda *_: pytest.fail("this is work"))
    Path("k-means.gif").write_text("mine")
    assert "k-means.gif would be replaced" in complaint(capsys, "animate", *SMALL)
    Path("a.png").write_text("mine")
    assert "a.png would be replaced" in complaint(capsys, "scout", "--sheet", "a.png")


@pytest.mark.skipif(os.name == "nt", reason="not everyone may make links there")
def test_a_link_to_nowhere_is_not_replaced_either(capsys):
    Path("k-means.txt").symlink_to("nowhere")
    assert "k-means.txt would be replaced" in complaint(capsys, "animate", *SMALL, *WORDS)


@pytest.mark.parametrize(
    ("kind", "other"),
    [("captions", "myxrun.txt"), ("stills", "my.run-1.png"), ("gif", "my.run.gifs")],
)
def test_files_that_are_only_named_alike_are_no_ones_business(kind, other):
    Path(other).write_text("mine")
    assert main(["animate", *SMALL, "--name", "my.run", "--make", kind, "--force"]) == 0
    assert Path(other).read_text() == "mine"


def test_a_file_that_appears_in_the_meantime_is_not_replaced(capsys, monkeypatch):
    def draw_slowly(options, folder):
        Path("k-means.txt").write_text("mine")
        return draw(options, folder)

    draw = export.draw
    monkeypatch.setattr(export, "draw", draw_slowly)
    assert main(["animate", *SMALL, *WORDS]) == 2
    assert "k-means.txt would be replaced" in capsys.readouterr().err
    assert names() == {"k-means.txt"}
    assert Path("k-means.txt").read_text() == "mine"


def test_a_folder_in_the_place_of_a_file_is_never_replaced(capsys):
    Path("k-means.txt").mkdir()
    line = complaint(capsys, "animate", *SMALL, *WORDS, "--force")
    assert "k-means.txt is a folder" in line


def test_a_folder_that_goes_in_the_meantime_is_named(capsys, monkeypatch):
    def draw_too_late(options, folder):
        shutil.rmtree("slides")
        return draw(options, folder)

    draw = export.draw
    monkeypatch.setattr(export, "draw", draw_too_late)
    line = complaint(capsys, "animate", *SMALL, *WORDS, "--out", "slides")
    assert line == f"kmeans-course: cannot write into slides: {os.strerror(errno.ENOENT)}\n"


def test_a_folder_that_is_made_halfway_goes_again(capsys):
    assert "cannot write into new/xxx" in complaint(
        capsys, "animate", *SMALL, "--out", f"new/{'x' * 300}"
    )


@pytest.mark.parametrize("problem", [KeyboardInterrupt, MemoryError, OSError(28, "No space left")])
def test_a_run_that_is_cut_short_leaves_nothing_behind(capsys, monkeypatch, problem):
    def fail(figure, path):
        Path(path).write_text("half")
        raise problem

    monkeypatch.setattr(export, "save_png", fail)
    code = main(["animate", *SMALL, "--out", "new/slides"])
    assert code == (130 if problem is KeyboardInterrupt else 2)
    assert re.fullmatch(r"kmeans-course: .+\n", capsys.readouterr().err)
    assert names() == set()


# Many starts


def scouted(capsys, *words):
    assert main(["scout", "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_scout_finds_a_good_start_and_a_stuck_one(capsys):
    report = scouted(capsys, "--seed", "310", "--seeds", "0-19")
    runs = {run["seed"]: run for run in report["runs"]}
    assert list(runs) == list(range(20))
    points = points_of(seed=310, n=200, k=4)
    for seed, run in runs.items():
        trace = lloyd(points, random_means(points, 4, rng=seed))
        assert (run["steps"], run["inertia"]) == (len(trace), trace[-1].inertia)
        assert ("long" in run["classes"]) == (len(trace) > 9)
        assert ("one step" in run["classes"]) == (trace[3].changed == 0)
    least = min(run["inertia"] for run in runs.values())
    for run in runs.values():
        assert ("best" in run["classes"]) == (run["inertia"] < least + 1e-6)
        assert ("stuck" in run["classes"]) == ("best" not in run["classes"])
    assert runs[report["good"]]["classes"] == ["best"]
    assert runs[report["stuck"]]["classes"] == ["stuck"]
    assert report["summary"]["best"] + report["summary"]["stuck"] == 20


def test_scout_notices_a_mean_that_lost_its_points_even_if_it_found_others(capsys):
    points = [[10, 4], [5, 10], [10, 3], [1, 11], [1, 6], [2, 9], [10, 8], [9, 6], [3, 0], [11, 6]]
    pd.DataFrame(points, columns=["x", "y"]).to_csv("ten.csv", index=False)
    words = ["--csv", "ten.csv", "--columns", "x", "y", "--k", "5", "--seeds", "0-11"]
    report = scouted(capsys, *words)
    trace = lloyd(points, random_means(points, 5, rng=2))
    sizes = [len(set(step.labels)) for step in trace[1:]]
    assert (min(sizes), sizes[-1]) == (4, 5)
    assert [run["seed"] for run in report["runs"] if "emptied a mean" in run["classes"]] == [2]
    assert report["summary"]["emptied a mean"] == 1


def test_the_commands_that_scout_prints_draw_what_it_found(capsys):
    Path("my points.csv").write_text(pd.DataFrame(points_of(seed=310, n=60, k=4)).to_csv())
    words = ["--csv", "my points.csv", "--columns", "0", "1", "--start", "random"]
    report = scouted(capsys, *words)
    ends = {run["seed"]: run["inertia"] for run in report["runs"]}
    for name, command in zip(["good", "stuck"], report["command"].split(" && "), strict=True):
        program, *words = shlex.split(command)[2:]
        assert program == "helpers"
        assert main([*words, *WORDS]) == 0
        steps = written(name)[1]["steps"]
        assert steps[-1]["inertia"] == ends[report[name]]


def test_the_table_says_the_same_and_the_sheet_shows_each_ending_once(capsys, monkeypatch):
    titles = []
    contact_sheet = scout.contact_sheet
    monkeypatch.setattr(
        scout,
        "contact_sheet",
        lambda steps, named: titles.extend(named) or contact_sheet(steps, named),
    )
    words = ["--seed", "310", "--seeds", "0-19", "--sheet", "sheets/a.png"]
    report = scouted(capsys, *words)
    assert names("sheets") == {"a.png"}
    assert "1 more" not in complaint(capsys, "scout", *words)
    assert main(["scout", *words, "--force"]) == 0

    header, *rows, summary, command, sheet = capsys.readouterr().out.splitlines()
    assert header.split() == ["seed", "steps", "inertia", "class"]
    for row, run in zip(rows, report["runs"], strict=True):
        seed, steps, _, classes = row.split(maxsplit=3)
        assert (int(seed), int(steps)) == (run["seed"], run["steps"])
        assert classes == ", ".join(run["classes"])
    assert summary.startswith(f"20 runs: {report['summary']['best']} best, ")
    assert command == report["command"]
    assert Path(sheet) == Path(report["sheet"])

    panels = titles[: len(titles) // 2]
    assert len(panels) == len({round(run["inertia"], 6) for run in report["runs"]})
    best = report["good"], report["summary"]["best"]
    assert re.fullmatch("seed {}: best\n.*, {} of 20 runs".format(*best), panels[0])


def test_a_scout_that_finds_no_stuck_run_says_how_to_draw_the_good_one(capsys):
    report = scouted(capsys, "--k", "1", "--n", "9", "--seeds", "3-3")
    assert report["stuck"] is None
    assert report["command"].endswith("--start-seed 3 --name good")


def test_inertias_that_differ_by_rounding_are_one_ending():
    inertias = [2, 1 + 1e-12, 3, 1, 2 - 1e-11]
    runs = [
        {"seed": seed, "steps": 5, "inertia": inertia, "emptied": False}
        for seed, inertia in enumerate(inertias)
    ]
    runs = scout.classified(runs)
    assert [run["seed"] for run in runs if "best" in run["classes"]] == [1, 3]
    endings = [sorted(run["seed"] for run in alike) for alike in scout.endings_of(runs)]
    assert endings == [[1, 3], [0, 4], [2]]


def test_the_sheet_has_room_for_two_dozen_endings(monkeypatch):
    drawn = []
    monkeypatch.setattr(
        scout, "contact_sheet", lambda steps, _: drawn.extend(steps) or plt.figure()
    )
    assert main(["scout", "--k", "9", "--std", "9", "--sheet", "a.png"]) == 0
    assert len(drawn) == scout.PANELS == 24


@pytest.mark.parametrize("words", ["--start k-means++ --decimals 0", "--spacing 9 --std 0.1"])
def test_the_commands_that_scout_prints_keep_what_it_was_asked(capsys, words):
    report = scouted(capsys, *words.split(), "--seeds", "0-2")
    command = shlex.split(report["command"].split(" && ")[0])
    assert main([*command[3:], *WORDS]) == 0
    run = report["runs"][report["good"]]
    assert written("good")[1]["steps"][-1]["inertia"] == run["inertia"]


# Every run of a plan


def seed_of(line):
    """Return the seed in a line of chapter 12, which a teacher may have changed."""
    (path,) = Path(__file__).parents[1].glob("notebooks/12-*.md")
    return int(re.search(rf"^{line}(\d+)\)", path.read_text(encoding="utf-8"), re.M)[1])


def chapter():
    """Do in a few lines what chapters 12 and 14 do."""
    rng = np.random.default_rng(seed_of(r"rng = np.random.default_rng\("))
    points, _ = sample_blobs(200, grid_means(4), rng=rng)
    sample = pd.DataFrame(points.round(2), columns=["x0", "x1"])
    means = sample.sample(n=4, random_state=rng).to_numpy()
    nine, _ = sample_blobs(225, grid_means(9), std=0.35, rng=14)
    nine = nine.round(2)
    return {
        "12-k-means": lloyd(sample, means),
        "12-stuck": lloyd(sample, random_means(sample, 4, rng=seed_of("stuck = .*rng="))),
        "14-first": lloyd(nine, random_means(nine, 9, rng=22)),
        "14-second": lloyd(nine, random_means(nine, 9, rng=67)),
    }


def test_the_animations_of_the_course_are_the_runs_of_its_chapters(monkeypatch, capsys):
    monkeypatch.setattr(export, "draw_pictures", lambda *_: None)
    assert main(["regenerate", "--jobs", "1"]) == 0
    assert {Path(name).stem for name in names("_build/animations")} == set(chapter())
    for name, trace in chapter().items():
        again = from_data(written(name, "_build/animations")[1])
        same_trace(again, trace)
        assert again[-1].inertia == pytest.approx(trace[-1].inertia, rel=1e-12)
    assert tomllib.loads(PLAN.read_text()).keys() == chapter().keys()


@pytest.fixture
def plan(capsys):
    Path("plan.toml").write_text(PAIRS)
    command = ["regenerate", "--plan", "plan.toml", "--out", "drawn", "--jobs", "1"]
    assert main(command) == 0
    capsys.readouterr()
    return command


def test_check_finds_nothing_where_nothing_has_changed(plan, capsys):
    assert main([*plan, "--check"]) == 0
    assert capsys.readouterr().out == "5 of 5 files are the same\n"


def test_check_tells_what_would_change_and_changes_nothing(plan, capsys):
    Path("drawn/quick.html").unlink()
    Path("drawn/other.txt").write_text("mine")
    assert main([*plan, "--check"]) == 1
    assert [*map(str.strip, capsys.readouterr().out.splitlines())] == [
        f"changed: {Path('drawn/other.txt')}",
        f"new: {Path('drawn/quick.html')}",
        "3 of 5 files are the same",
    ]
    assert names("drawn") == {"quick.txt", "quick.json", "other.txt", "other.json"}
    assert Path("drawn/other.txt").read_text() == "mine"


def test_check_reads_the_files_and_does_not_trust_their_dates(plan, capsys, monkeypatch):
    told = Path("drawn/other.txt")
    text, date = told.read_bytes(), 10**18
    told.write_bytes(text[:-1] + b" ")
    os.utime(told, ns=(date, date))
    save_text = export.save_text

    def save_with_that_date(text, path):
        save_text(text, path)
        os.utime(path, ns=(date, date))

    monkeypatch.setattr(export, "save_text", save_with_that_date)
    assert main([*plan, "--check"]) == 1
    assert f"changed: {told}\n" in capsys.readouterr().out


def test_files_that_are_the_same_are_left_alone(plan, capsys):
    assert main(plan) == 0
    assert capsys.readouterr().out == "5 of 5 files are the same\n"
    Path("drawn/other.txt").write_text("mine")
    assert "other.txt would be replaced; add --force" in complaint(capsys, *plan)
    before = {path.name: path.stat().st_mtime_ns for path in Path("drawn").iterdir()}
    assert main([*plan, "--force"]) == 0
    after = {path.name: path.stat().st_mtime_ns for path in Path("drawn").iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"other.txt"}
    assert main([*plan, "--check"]) == 0


def test_stills_of_a_longer_run_do_not_stay_among_those_of_a_shorter_one(capsys):
    stills = ["--seed", "310", "--make", "stills", "--out", "slides"]
    assert main(["animate", *stills, "--start-seed", "11"]) == 0
    longer = names("slides")
    assert main(["animate", *stills, "--start-seed", "95", "--force"]) == 0
    shorter = names("slides")
    assert shorter < longer
    assert len(shorter) == 4


def test_what_the_plan_no_longer_makes_is_told_and_goes(plan, capsys):
    Path("drawn/other.gif").write_text("mine")  # is not of a kind that the run makes
    Path("plan.toml").write_text(PAIRS.replace('["captions"]', '["gif"]'))
    Path("drawn/other-00.png").write_text("mine")
    assert main([*plan, "--check"]) == 1
    assert "changed: drawn" in capsys.readouterr().out
    Path("plan.toml").write_text(PAIRS.replace('["captions"]', '["captions", "stills"]'))
    Path("drawn/other-99.png").write_text("old")
    assert main([*plan, "--check"]) == 1
    assert f"no longer made: {Path('drawn/other-99.png')}" in capsys.readouterr().out
    assert Path("drawn/other-99.png").exists()
    assert main([*plan, "--force"]) == 0
    assert not Path("drawn/other-99.png").exists()
    Path("drawn/other-99.png").write_text("old")  # and nothing else has changed
    assert main([*plan, "--check"]) == 1
    capsys.readouterr()
    assert "other-99.png would be replaced; add --force" in complaint(capsys, *plan)


def test_processes_draw_without_the_windows_of_the_notebook_that_starts_them(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "module://a_window_that_is_not_there")
    Path("plan.toml").write_text("[one]\nn = 20\nk = 2\nmake = ['storyboard']\n")
    assert main(["regenerate", "--plan", "plan.toml", "--out", "drawn", "--jobs", "2"]) == 0
    assert names("drawn") == {"one-storyboard.png"}


def test_pictures_drawn_at_the_same_time_do_not_disturb_each_other():
    command = ["animate", *SMALL, "--make", "storyboard", "stills", "--out"]
    assert main([*command, "one"]) == 0
    with ThreadPoolExecutor(2) as executor:
        codes = executor.map(main, [[*command, "two"], [*command, "three"]])
        assert [*codes] == [0, 0]
    for file in Path("one").iterdir():
        assert file.read_bytes() == Path("two", file.name).read_bytes()
        assert file.read_bytes() == Path("three", file.name).read_bytes()


def test_a_plan_stands_beside_its_points_wherever_it_is_called_from():
    for folder in ("plans", "elsewhere"):
        Path(folder).mkdir()
    pd.DataFrame(points_of(), columns=["-h", "-1"]).to_csv("plans/ 2.csv", index=False)
    pd.DataFrame(points_of(seed=1), columns=["x", "y"]).to_csv("elsewhere/far.csv", index=False)
    far = Path("elsewhere", "far.csv").resolve().as_posix()
    Path("plans/plan.toml").write_text(
        "[beside]\ncsv = ' 2.csv'\ncolumns = ['-h', '-1']\nk = 2\nmake = ['captions']\n"
        f"[far]\ncsv = '{far}'\ncolumns = ['x', 'y']\nk = 2\nmake = ['captions']\n"
    )
    assert main(["regenerate", "--plan", "plans/plan.toml", "--out", "drawn", "--jobs", "1"]) == 0
    _, data = written("beside", "drawn")
    assert (data["columns"], data["points"]) == (["-h", "-1"], points_of().tolist())
    assert written("far", "drawn")[1]["points"] == points_of(seed=1).tolist()


def test_a_plan_comes_from_any_system_and_draws_beside_the_slides():
    """A mark at its start, ends of lines and a path as Windows writes them."""
    Path("My Slides/data").mkdir(parents=True)
    pd.DataFrame(points_of(), columns=["größe", "y"]).to_csv("My Slides/data/cats.csv")
    plan = "[cats]\ncsv = 'data\\cats.csv'\ncolumns = ['größe', 'y']\nk = 2\nmake = ['captions']\n"
    Path("My Slides/plan.toml").write_text(plan, encoding="utf-8-sig", newline="\r\n")
    words = ["--plan", "My Slides/plan.toml", "--out", "My Slides/drawn", "--jobs", "1"]
    assert main(["regenerate", *words]) == 0
    assert written("cats", "My Slides/drawn")[1]["points"] == points_of().tolist()


def test_paths_may_begin_at_home(tmp_path, monkeypatch):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    Path("home").mkdir()
    pd.DataFrame(points_of(), columns=["x", "y"]).to_csv("home/cats.csv")
    plan = "[cats]\ncsv = '~/cats.csv'\ncolumns = ['x', 'y']\nk = 2\nmake = ['captions']\n"
    Path("home/plan.toml").write_text(plan)
    assert main(["regenerate", "--plan", "~/plan.toml", "--out", "~/drawn", "--jobs", "1"]) == 0
    command = ["animate", "--csv", "~/cats.csv", *XY[2:], "--k", "2", *WORDS, "--out", "~/slides"]
    assert main(command) == 0
    assert names() == {"home"}
    assert "cats.json" in names("home/drawn")
    assert "k-means.json" in names("home/slides")


@pytest.mark.parametrize(
    ("system", "line"),
    [
        ("win32", '--csv "my data\\cats.csv" --columns x y'),
        ("linux", "--csv 'my data\\cats.csv' --columns x y"),
    ],
)
def test_the_command_that_scout_tells_is_quoted_as_its_system_reads_it(monkeypatch, system, line):
    words = ["scout", "--csv", "my data\\cats.csv", *XY[2:]]
    options = command_line("", [scout.scout]).parse_args(words)
    monkeypatch.setattr(sys, "platform", system)
    assert line in scout.command_for(options, {"good": 3})


@pytest.mark.parametrize(("processors", "processes"), [(8, 8), (64, 64), (None, 1)])
def test_as_many_processes_as_processors(monkeypatch, processors, processes):
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    monkeypatch.setattr(os, "process_cpu_count", lambda: processors, raising=False)
    jobs = command_line("", [regenerate.regenerate]).parse_args(["regenerate"]).jobs
    with regenerate.pool_of(jobs) as pool:
        assert pool._max_workers == processes


def test_windows_starts_no_more_processes_than_it_can_wait_for(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    monkeypatch.setattr(os, "process_cpu_count", lambda: 64, raising=False)
    jobs = command_line("", [regenerate.regenerate]).parse_args(["regenerate"]).jobs
    monkeypatch.setattr(sys, "platform", "win32")
    with regenerate.pool_of(jobs) as pool:
        assert pool._max_workers == 61


# In a program of someone else's


@pytest.fixture
def as_it_was():
    """Undo what the program changes in a process that is its own."""
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also in the background
    for number in SIGNALS[1:]:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)
    mpl.use("agg")


def test_a_notebook_that_calls_it_stays_as_it_was(plan, monkeypatch, as_it_was):
    mpl.use("svg")
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", out)
    before = [signal.getsignal(number) for number in SIGNALS]
    assert main(["animate", *SMALL, "--make", "storyboard"]) == 0
    assert main([*plan[:-2], "--jobs", "2", "--check"]) == 0
    assert mpl.get_backend() == "svg"
    assert mpl.is_interactive() is False
    assert [signal.getsignal(number) for number in SIGNALS] == before
    assert (sys.stdout, out.errors) == (out, "strict")


def test_a_notebook_sees_no_window_and_keeps_its_style(monkeypatch):
    """As `plt.ion()` would show each figure that pyplot makes."""
    seen = []
    save_png = export.save_png
    monkeypatch.setattr(
        export,
        "save_png",
        lambda *words: seen.append(mpl.is_interactive()) or save_png(*words),
    )
    monkeypatch.setitem(mpl.rcParams, "axes.facecolor", "black")
    with plt.ion():
        assert main(["animate", *SMALL, "--make", "storyboard", "stills"]) == 0
        assert mpl.is_interactive()
    assert set(seen) == {False}
    assert plt.get_fignums() == []
    assert mpl.rcParams["axes.facecolor"] == "black"


def free_to_draw():
    """Tell whether another thread could draw now."""
    with ThreadPoolExecutor(1) as executor:
        free = executor.submit(LOCK.acquire, blocking=False).result()
        if free:
            executor.submit(LOCK.release).result()
    return free


@pytest.mark.parametrize(
    ("module", "words"),
    [(export, "animate --make storyboard stills"), (scout, "scout --seeds 0-3 --sheet a.png")],
)
def test_nobody_else_draws_while_it_does(monkeypatch, module, words):
    seen = []
    save_png = export.save_png
    monkeypatch.setattr(
        module, "save_png", lambda *words: seen.append(free_to_draw()) or save_png(*words)
    )
    assert main([*words.split(), *SMALL]) == 0
    assert set(seen) == {False}
    assert free_to_draw()


def test_a_figure_that_is_saved_is_closed():
    export.save_png(plt.figure(), "a.png")
    assert (names(), plt.get_fignums()) == ({"a.png"}, [])


def test_a_picture_does_not_say_which_version_drew_it():
    export.save_png(plt.figure(), "a.png")
    with Image.open("a.png") as picture:
        assert "Software" not in picture.info


def test_a_thread_may_call_it_and_two_processes_draw_the_same_as_one(plan, capsys):
    """Only the main thread may say what a signal does."""
    with ThreadPoolExecutor(1) as executor:
        words = [*plan[:-2], "--jobs", "2", "--check"]
        assert executor.submit(main, words).result() == 0
    assert capsys.readouterr().out == "5 of 5 files are the same\n"


def test_what_was_set_outside_of_python_stays_since_python_could_not_set_it_back(monkeypatch):
    monkeypatch.setattr(signal, "getsignal", lambda _: None)
    monkeypatch.setattr(signal, "signal", lambda *_: pytest.fail("a signal was set"))
    regenerate.on_interrupt(signal.SIG_IGN)


# In a process of its own


@pytest.fixture
def start(monkeypatch, as_it_was):
    """Return what starts the program as a terminal does, in this process."""

    def start(*words):
        monkeypatch.setattr(sys, "argv", ["helpers", *words])
        return console()

    return start


def test_its_process_draws_without_windows(start):
    mpl.use("svg")
    assert start("animate", *SMALL, "--make", "captions") == 0
    assert mpl.get_backend() == "agg"


def test_its_workers_draw_without_windows_and_leave_interrupts_to_it(as_it_was):
    mpl.use("svg")
    regenerate.prepare_worker()
    assert mpl.get_backend() == "agg"
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


@pytest.mark.parametrize("number", SIGNALS)
def test_whoever_ends_it_finds_nothing_half_written(start, monkeypatch, capsys, number):
    monkeypatch.setattr(export, "draw", lambda *_: signal.raise_signal(number))
    assert start("animate", *SMALL, "--out", "new/slides") == 130
    assert capsys.readouterr() == ("", "kmeans-course: stopped; no file is half-written\n")
    assert names() == set()


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_it_outlives_its_terminal_if_it_was_told_to(start, monkeypatch):
    """As in `nohup python -m helpers animate`."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    draw = export.draw

    def draw_on(*words):
        signal.raise_signal(signal.SIGHUP)
        return draw(*words)

    monkeypatch.setattr(export, "draw", draw_on)
    assert start("animate", *SMALL, "--make", "captions") == 0
    assert names() == {"k-means.txt", "k-means.json"}


def test_an_old_terminal_shows_what_it_can(start, monkeypatch):
    pd.DataFrame(points_of(), columns=["x", "y"]).assign(größe=1).to_csv("points.csv")
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    words = ["--columns", "x", "y", "--label", "größe", "--k", "2", "--make", "captions"]
    assert start("animate", "--csv", "points.csv", *words) == 0
    assert b"adjusted rand index with gr??e: " in out.buffer.getvalue()


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "cp1251", "ascii"])
@pytest.mark.parametrize("whose", ["start", "main"])
def test_no_sign_is_too_strange_for_a_terminal(request, monkeypatch, encoding, whose):
    """In a process of its own, and in a program of someone else's."""
    pd.DataFrame(points_of(), columns=["x", "y"]).assign(λέξη=1).to_csv("points.csv")
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    run = request.getfixturevalue("start") if whose == "start" else lambda *words: main([*words])
    words = ["animate", "--csv", "points.csv", *XY[2:], "--k", "2", "--make", "captions"]
    assert run(*words, "--label", "λέξη", "--out", "Größe ×→💡") == 0
    assert run(*words, "--label", "λόγος ×→💡") == 2
    assert run("scout", *SMALL, "--sheet", "温度 →.png") == 0
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        assert b"?" in stream.buffer.getvalue()


def test_it_works_without_any_terminal(start, monkeypatch):
    """As in `pythonw`, or after `>&-`."""
    monkeypatch.setattr(sys, "stdout", None)
    assert start("animate", *SMALL, "--make", "captions") == 0
    assert names() == {"k-means.txt", "k-means.json"}


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another error there")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("scout --n 30 --k 2 --seeds 0-9", 0),  # breaks when all is said
        ("scout --n 30 --k 2 --seeds 0-999", 0),  # breaks while it speaks
        ("scout --help", 0),
        ("regenerate --check --plan plan.toml --jobs 1", 1),
    ],
)
def test_nobody_has_to_read_to_the_end(start, monkeypatch, capsys, words, code):
    """As in `python -m helpers scout | head`."""
    Path("plan.toml").write_text(PAIRS)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert start(*words.split()) == code
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize("seeds", ["0-9", "0-999"])
def test_a_disk_too_full_for_the_answer_is_told_once(start, monkeypatch, capsys, seeds):
    """As in `python -m helpers scout > answer.txt`."""
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert start("scout", *SMALL, "--seeds", seeds) == 2
    assert capsys.readouterr().err == f"kmeans-course: {os.strerror(errno.ENOSPC)}\n"


# As instructors start it


def run(*words, program=("-m", "helpers"), **settings):
    return subprocess.run(
        [sys.executable, *program, *words], capture_output=True, text=True, **settings
    )


@pytest.mark.parametrize("command", ["animate", "scout", "regenerate"])
def test_help_shows_an_example(capsys, command):
    assert main([command, "-h"]) == main([command, "--help"]) == 0
    help_text = " ".join(capsys.readouterr().out.split())
    assert f"Example: python -m helpers {command} --" in help_text


def test_the_program_is_installed_under_its_name_and_draws_the_same_bytes():
    program = Path(sys.executable).with_name("kmeans-course")
    command = ["animate", *SMALL, "--out"]
    assert main([*command, "here"]) == 0
    ran = run(*command, "there", program=[program])
    assert (ran.returncode, ran.stderr) == (0, "")
    assert names("here") == names("there")
    for file in Path("here").iterdir():
        assert file.read_bytes() == Path("there", file.name).read_bytes()


def test_the_folder_of_helpers_is_a_program(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["helpers", "animate", *SMALL, *WORDS])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("helpers", run_name="__main__")
    assert end.value.code == 0
    assert names() == {"k-means.txt", "k-means.json", "k-means.html"}


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_work_leaves_nothing_behind(jobs):
    process = subprocess.Popen(
        [sys.executable, "-m", "helpers", "regenerate", "--jobs", jobs, "--out", "drawn"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own, as in a terminal
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # also under nohup
    )
    while not Path("drawn").exists() or not names("drawn"):
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "kmeans-course: stopped; no file is half-written\n")
    assert names() == set()


def test_a_file_that_is_missing_elsewhere_is_named_and_not_the_folder(tmp_path):
    missing = tmp_path / "elsewhere.csv"
    with pytest.raises(FileNotFoundError) as caught, staging_folder(tmp_path / "out"):
        missing.read_text()
    assert caught.value.filename == str(missing)
    assert list(tmp_path.iterdir()) == []
