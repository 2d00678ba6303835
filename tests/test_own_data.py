"""What README promises to those who put data of their own in place of ours."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from examples import unfolded
from PIL import Image

from helpers import (
    agglomerate,
    best_of,
    contact_sheet,
    elbow,
    kmeans_plus_plus,
    lloyd,
    merge_player,
    plot_cells,
    plot_points,
    plot_silhouette,
    plot_step,
    random_means,
    save_gif,
    silhouette,
    step_player,
    storyboard,
)
from notebooks import CHAPTERS, code_cells

NAMES = ["height, cm", "weight ($)", "age"]
THEIRS = "points, classes = sample_blobs(200, grid_means(4), rng=rng)"
OURS = "points, classes = own, np.zeros(len(own), int)"


def people(n):
    """Return n people in three columns."""
    numbers = np.random.default_rng(0).normal([170, 70, 40], [10, 12, 15], size=(n, 3))
    return pd.DataFrame(numbers, columns=NAMES)


OWN = {
    "a frame with three columns": people(40),
    "an array": people(40).to_numpy()[:, :2],
    "an array with three columns": people(40).to_numpy(),
    "5,000 points": people(5000),
}


LARGE = pytest.param("5,000 points", marks=pytest.mark.slow)


@pytest.fixture(params=[*list(OWN)[:-1], LARGE])
def own(request, monkeypatch, tmp_path):
    """Return data of one's own, in a folder where files may be written."""
    monkeypatch.chdir(tmp_path)
    yield OWN[request.param]
    plt.close("all")


def test_chapter_12_works_on_own_data_up_to_its_exercises(own):
    (chapter,) = [path for path in CHAPTERS if path.name.startswith("12-")]
    lines = chapter.read_text(encoding="utf-8").splitlines()
    cells = [c for c in code_cells(chapter) if c.metadata.line < lines.index("## Exercises")]
    sources = [cell.source.replace(THEIRS, OURS) for cell in cells]
    assert sum(map(str.count, sources, [OURS] * len(sources))) == 1
    space = {"own": own}
    for source in sources:
        exec(source, space)
    assert space["trace"][-1].changed == 0
    assert np.array_equal(space["trace"][-1].labels, space["labels"])
    assert len(space["pictures"]) == len(space["trace"])


def test_the_functions_take_own_data(own):
    before = np.array(own)
    trace = best_of(own, 3, runs=2, rng=0)
    for seed_means in (random_means, kmeans_plus_plus):
        assert lloyd(own, seed_means(own, 3, rng=0))[-1].changed == 0
    step = trace[-1]
    assert type(step.points) is np.ndarray
    plot_step(step), storyboard(trace[:3]), contact_sheet(trace[:2], ["a", "b"])
    plot_points(own, step.labels), plot_silhouette(own, step.labels)
    assert -1 < silhouette(own, step.labels).mean() < 1
    assert np.diff(elbow(own, [1, 2], runs=1, rng=0)) < 0
    assert save_gif(trace, "own.gif").exists()
    assert len(step_player(trace).sentences) == len(trace)
    assert np.array_equal(before, own)


def test_the_names_of_columns_stand_at_the_axes():
    frame = people(9)[NAMES[:2]]
    trace = lloyd(frame, frame[:2])
    for ax in (
        plot_points(frame),
        plot_cells(frame, frame[:2]),
        plot_step(trace[-1]),
        plot_step(best_of(frame, 2, runs=2, rng=0)[-1]),
    ):
        assert [ax.get_xlabel(), ax.get_ylabel()] == NAMES[:2]
    for figure in (storyboard(trace), contact_sheet(trace[:2], ["a", "b"])):
        assert [figure.get_supxlabel(), figure.get_supylabel()] == NAMES[:2]
        figure.canvas.draw()
    for player in (step_player(trace), merge_player(frame, agglomerate(frame))):
        assert all(f">{name}</text>" in unfolded(player.markup) for name in NAMES[:2])
    plt.close("all")


def test_names_that_are_given_come_before_those_of_the_columns():
    frame = people(9)[NAMES[:2]]
    player = step_player(lloyd(frame, frame[:2]), columns=["tall", "wide"])
    assert ">tall</text>" in unfolded(player.markup)


@pytest.mark.parametrize("names", [None, [0, 1], ["a", 1]])
def test_without_names_the_axes_stay_bare(names):
    points = people(9).to_numpy()[:, :2]
    frame = points if names is None else pd.DataFrame(points, columns=names)
    trace = lloyd(frame, points[:2])
    assert trace[0].names == ()
    for ax in (plot_points(frame), plot_step(trace[0])):
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("", "")
    assert storyboard(trace).get_supxlabel() == ""
    assert ">x0</text>" in unfolded(step_player(trace).markup)
    plt.close("all")


def test_a_single_column_has_one_name():
    ax = plot_points(people(9)[["age"]])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("age", "")
    plt.close("all")


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (people(9), "height, cm\nage is not drawn"),
        (people(9).to_numpy(), "x2 is not drawn"),
        (people(9).assign(income=1.0), "height, cm\n2 columns are not drawn"),
        (np.hstack([people(9), people(9)]), "4 columns are not drawn"),
    ],
)
def test_a_column_that_is_not_drawn_is_said(points, said):
    trace = lloyd(points, np.array(points)[:2])
    labels = [plot_points(points).get_xlabel(), plot_step(trace[1]).get_xlabel()]
    labels += [storyboard(trace).get_supxlabel()]
    assert labels == [said] * 3
    last = said.rpartition("\n")[2]
    assert re.search(f">[^<]*; {last}</text>", unfolded(step_player(trace).markup))
    plt.close("all")


def test_an_animation_has_room_for_the_names(tmp_path):
    frame = people(30)
    bare = lloyd(frame.to_numpy()[:, :2], frame.to_numpy()[:2, :2])
    named = lloyd(frame, frame[:2])
    edges = []
    for trace in (bare, named):
        with Image.open(save_gif(trace, tmp_path / "a.gif")) as image:
            dark = np.asarray(image.convert("L")) < 128
        edges.append(np.flatnonzero(dark[:, 320]).max())  # the axis, or a word below it
        assert not dark[[0, -1]].any() and not dark[:, [0, -1]].any()
    assert edges[0] < 440 < edges[1]
