"""The notebook's own style: nothing vanishes in a dark one, and none is lost."""

import threading

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from artists import inks, luminance
from examples import POINTS, TRACE
from matplotlib import style
from matplotlib.colors import to_rgb
from PIL.GifImagePlugin import getdata

from helpers import (
    agglomerate,
    contact_sheet,
    cut,
    plot_cells,
    plot_dendrogram,
    plot_pictures,
    plot_points,
    plot_silhouette,
    plot_step,
    save_gif,
    storyboard,
)
from helpers.drawing.palette import ground_of, ink_of
from helpers.drawing.style import drawing_lock

MERGES = agglomerate(POINTS)
PICTURES = np.arange(24).reshape(4, 3, 2)
ON_AXES = {
    "points": lambda ax=None: plot_points(POINTS, means=POINTS[:3], ax=ax),
    "step": lambda ax=None: plot_step(TRACE[1], ax=ax),
    "cells": lambda ax=None: plot_cells(POINTS, POINTS[:3], ax=ax),
    "silhouettes": lambda ax=None: plot_silhouette(POINTS, cut(MERGES, 2), ax=ax),
    "tree": lambda ax=None: plot_dendrogram(MERGES, 3, ax=ax),
    "pictures": lambda ax=None: plot_pictures(PICTURES, list("abcd"), ax=ax),
}
FIGURES = {
    **{name: lambda draw=draw: draw().figure for name, draw in ON_AXES.items()},
    "storyboard": lambda: storyboard(TRACE),
    "sheet": lambda: contact_sheet(TRACE[:2], ["a", "b"]),
}
TASTES = ["default", "dark_background", "grayscale", "ggplot", "Solarize_Light2"]


def contrast(one, other):
    """Return the ratio of two luminances, as the guidelines of the web define it."""
    dark, light = sorted(luminance(np.array([one, other])) + 0.05)
    return light / dark


@pytest.mark.parametrize("taste", TASTES)
@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_no_line_and_no_word_melts_into_its_ground(draw, taste):
    with style.context(taste):
        found = [pair for ax in draw().axes for pair in inks(ax)]
    assert len(found) > 1
    for ink, ground in found:
        assert contrast(ink, ground) > 1.3


@pytest.mark.parametrize("draw", ON_AXES.values(), ids=ON_AXES)
def test_lines_and_words_suit_axes_that_were_made_in_another_style(draw):
    with style.context("dark_background"):
        _, ax = plt.subplots()
    for ink, ground in inks(draw(ax=ax)):
        assert contrast(ink, ground) > 1.3


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_lines_and_words_are_black_on_white(draw):
    assert ((0, 0, 0), (1, 1, 1)) in [pair for ax in draw().axes for pair in inks(ax)]


def test_the_cells_of_a_dark_page_are_dark():
    with style.context("dark_background"):
        below = plot_cells(POINTS, POINTS[:3]).collections[-1]
    assert (below.get_facecolors()[:, :3] < 0.5).all()


def test_ink_is_chosen_by_what_is_seen_through_axes():
    figure, ax = plt.subplots(facecolor="black")
    assert ink_of(ax) == "black"
    ax.set_facecolor((0, 0, 0, 0.25))
    assert ground_of(ax).tolist() == [0, 0, 0]
    assert ink_of(ax) == "white"
    ax.set_facecolor("white")
    ax.set_axis_off()
    assert ink_of(ax) == "white"
    figure.set_facecolor("none")  # then there is paper
    assert ink_of(ax) == "black"


def test_axes_within_a_part_of_a_figure_stand_on_that_part():
    left, right = plt.figure(facecolor="black").subfigures(1, 2)
    right.set_facecolor("yellow")
    for part, ink in [(left, "white"), (right, "black")]:
        assert ink_of(part.subplots(subplot_kw={"facecolor": "none"})) == ink


# Animations in several threads


@pytest.fixture
def second_thread(monkeypatch, tmp_path):
    """Begin a second animation in the midst of the first, and end it after that."""
    inside, ended = threading.Event(), threading.Event()

    def draw():
        save_gif(TRACE[:2], tmp_path / "second.gif", size=(160, 160))

    second = threading.Thread(target=draw)

    def write(*args, **options):
        if threading.current_thread() is second:
            inside.set()
            ended.wait(10)
        elif not second.ident:
            second.start()
            inside.wait(0.5)  # where it cannot come in, go on
        return getdata(*args, **options)

    monkeypatch.setattr("helpers.drawing.gif.getdata", write)
    return second, ended


def test_two_threads_that_animate_leave_the_style_of_the_notebook(second_thread, tmp_path):
    second, ended = second_thread
    with style.context({"font.size": 23}):
        path = save_gif(TRACE[:2], tmp_path / "first.gif", size=(160, 160))
        ended.set()
        second.join()
        assert mpl.rcParams["font.size"] == 23
    assert path.read_bytes() == (tmp_path / "second.gif").read_bytes()


def test_one_thread_draws_at_a_time():
    drawn = []

    def draw():
        with drawing_lock():
            drawn.append("second")

    second = threading.Thread(target=draw)
    with drawing_lock(), drawing_lock():  # one that draws may draw more
        second.start()
        second.join(0.2)
        drawn.append("first")
    second.join()
    assert drawn == ["first", "second"]


def test_a_dark_notebook_stays_dark(tmp_path):
    with style.context("dark_background"):
        save_gif(TRACE[:2], tmp_path / "a.gif", size=(160, 160))
        assert to_rgb(mpl.rcParams["axes.facecolor"]) == (0, 0, 0)
