"""Small grey pictures in rows."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import style
from numpy.testing import assert_allclose, assert_array_equal

from helpers import plot_pictures
from helpers.drawing.palette import GREY

PICTURES = np.arange(7 * 3 * 2).reshape(7, 3, 2)


def test_every_picture_is_drawn_upright_in_its_own_frame():
    ax = plot_pictures(PICTURES, columns=3)
    assert len(ax.images) == len(ax.lines) == 7
    for image, frame, picture in zip(ax.images, ax.lines, PICTURES, strict=True):
        assert_array_equal(image.get_array(), picture)
        left, right, bottom, top = image.get_extent()
        assert (right - left, bottom - top) == (2, 3)  # the axis points down
        assert {*frame.get_xdata()} == {left, right}
        assert {*frame.get_ydata()} == {bottom, top}
    assert ax.yaxis_inverted() and not ax.axison


def test_pictures_stand_row_by_row_without_overlap_inside_the_axes():
    ax = plot_pictures(PICTURES, columns=3)
    boxes = np.array([image.get_extent() for image in ax.images])
    assert_array_equal(boxes[:3, 2:], boxes[[0, 0, 0], 2:])  # one row
    assert_array_equal(boxes[[0, 3, 6], :2], boxes[[0, 0, 0], :2])  # one column
    assert (boxes[1:3, 0] > boxes[:2, 1]).all()
    assert (boxes[[3, 6], 3] > boxes[[0, 3], 2]).all()
    low, high = np.sort([ax.get_xlim(), ax.get_ylim()]).T
    assert (boxes.min(axis=0)[[0, 3]] >= low).all()
    assert (boxes.max(axis=0)[[1, 2]] <= high).all()
    free = np.array([boxes.min(axis=0)[[0, 3]] - low, high - boxes.max(axis=0)[[1, 2]]])
    assert_array_equal(free, 0.5)  # half a pixel on each side


def test_the_shades_of_all_pictures_can_be_compared():
    ax = plot_pictures(PICTURES)
    assert {image.get_clim() for image in ax.images} == {(0, 41)}
    assert ax.images[0].get_cmap().name == "gray_r"  # large is dark


@pytest.mark.parametrize("names", [list("abcdefg"), [0] * 7, [False] * 7, np.arange(7) / 2])
@pytest.mark.parametrize("columns", [2, 6, 10])
def test_names_stand_above_their_pictures_and_touch_no_other(columns, names):
    ax = plot_pictures(PICTURES, names, columns=columns)
    assert [text.get_text() for text in ax.texts] == [str(name) for name in names]
    ax.figure.canvas.draw()
    frames = [frame.get_window_extent() for frame in ax.lines]
    for text, own in zip(ax.texts, frames, strict=True):
        box = text.get_window_extent()
        assert own.x0 < (box.x0 + box.x1) / 2 < own.x1
        assert box.y0 > own.y1 - 1
        assert not any(box.overlaps(frame) for frame in frames if frame is not own)
        assert box.y1 <= ax.figure.bbox.y1


def test_the_style_of_the_notebook_does_not_turn_pictures_upside_down():
    ours = plot_pictures(PICTURES).images[0]
    with style.context({"image.origin": "lower"}):
        theirs = plot_pictures(PICTURES).images[0]
    assert theirs.origin == ours.origin == "upper"


def test_pictures_that_are_there_already_keep_their_shades():
    _, ax = plt.subplots()
    mine = ax.imshow([[0, 1]])
    plot_pictures(PICTURES, ax=ax)
    assert mine.get_clim() == (0, 1)


def test_pictures_go_where_they_are_told():
    _, ax = plt.subplots()
    assert plot_pictures(PICTURES, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize(
    ("pictures", "words"),
    [
        (PICTURES[0], "three dimensions"),
        (np.zeros((0, 8, 8)), "three dimensions"),
        (np.full((1, 2, 2), np.nan), "finite"),
        (np.full((1, 2, 2), "a"), "numbers only"),
    ],
)
def test_pictures_say_what_is_wrong_with_them(pictures, words):
    with pytest.raises(ValueError, match=f"pictures must .*{words}"):
        plot_pictures(pictures)


def test_each_picture_needs_a_name_or_none_does():
    with pytest.raises(ValueError, match="names must be one for each of the 7 pictures; got 2"):
        plot_pictures(PICTURES, ["a", "b"])


def test_pictures_need_a_whole_number_of_columns():
    with pytest.raises(ValueError, match="columns must be a whole number of at least 1"):
        plot_pictures(PICTURES, columns=0)


def test_a_new_figure_is_as_wide_as_others_and_full_of_sharp_pixels_in_grey_frames():
    ax = plot_pictures(PICTURES)
    assert ax.get_position().bounds == pytest.approx((0, 0, 1, 1))
    assert ax.figure.get_size_inches()[0] == pytest.approx(5)
    assert {image.get_interpolation() for image in ax.images} == {"nearest"}
    assert_allclose([line.get_color() for line in ax.lines], [GREY] * 7)
