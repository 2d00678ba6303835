"""Animations: written, and then read back with Pillow."""

import dataclasses
import re
import subprocess
import sys
import tracemalloc

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import style
from numpy.testing import assert_array_equal
from PIL import Image
from PIL.GifImagePlugin import getdata

from helpers import BOLD, PALE, grid_means, lloyd, random_means, sample_blobs, save_gif
from helpers.drawing.gif import _empty_axes, _nearest, _palette, fill_width
from helpers.drawing.palette import GREY

WHITE = (255, 255, 255)


def a_trace(k=4):
    points, _ = sample_blobs(100, grid_means(k), std=1.0, rng=0)
    return lloyd(points, random_means(points, k, rng=0), max_iter=3)


TRACE = a_trace()
A_TRACE_IN_A_FRESH_PROCESS = f"""
import sys
sys.path.insert(0, {str(__file__.rpartition("/")[0])!r})
from test_drawing_gif import TRACE, save_gif
save_gif(TRACE, sys.argv[1])
"""


def read(path):
    """Return the frames of a GIF as arrays of red, green and blue, and their durations."""
    frames, durations = [], []
    with Image.open(path) as gif:
        for frame in range(gif.n_frames):
            gif.seek(frame)
            frames.append(np.asarray(gif.convert("RGB")))
            durations.append(gif.info["duration"])
    return frames, durations


def pixels_of(frame, colour):
    """Count the pixels of exactly this colour."""
    return (frame == np.round(255 * np.array(colour))).all(axis=2).sum()


@pytest.fixture(scope="module")
def gif(tmp_path_factory):
    return save_gif(TRACE, tmp_path_factory.mktemp("animation") / "k-means.gif")


def test_one_frame_a_step_and_the_last_one_is_held(gif):
    frames, durations = read(gif)
    assert len(frames) == len(TRACE)
    assert durations == [1000] * (len(TRACE) - 1) + [2000]


def test_steps_that_look_the_same_are_frames_of_their_own(tmp_path):
    frames, durations = read(save_gif([*TRACE[:2], *TRACE[1:2] * 3], tmp_path / "same.gif"))
    assert durations == [1000] * 4 + [2000]
    for frame in frames[2:]:
        assert_array_equal(frame, frames[1])


def test_a_single_step_is_held(tmp_path):
    assert read(save_gif(TRACE[:1], tmp_path / "one.gif"))[1] == [2000]


def test_durations_are_in_milliseconds(tmp_path):
    _, durations = read(save_gif(TRACE, tmp_path / "fast.gif", frame_ms=250, hold_ms=30))
    assert durations == [250] * (len(TRACE) - 1) + [30]


def test_the_animation_begins_again_for_ever(gif):
    with Image.open(gif) as picture:
        assert picture.info["loop"] == 0


def test_every_frame_has_the_same_size(gif):
    assert {frame.shape for frame in read(gif)[0]} == {(480, 640, 3)}


@pytest.mark.parametrize(
    "size", [(320, 240), (1280, 720), (1080, 1080), (160, 4096), (199, 720), np.array([700, 241])]
)
def test_frames_have_the_size_that_is_asked_for(size, tmp_path):
    frames, _ = read(save_gif(TRACE[:2], tmp_path / "sized.gif", size=size))
    assert {frame.shape for frame in frames} == {(size[1], size[0], 3)}
    for frame in frames:
        edges = np.concatenate([frame[0], frame[-1], frame[:, 0], frame[:, -1]])
        assert (edges == WHITE).all()  # no text is cut off


@pytest.mark.parametrize("factor", [0.5, 2])
def test_text_and_marks_grow_with_the_frame(factor, gif, tmp_path):
    width, height = round(640 * factor), round(480 * factor)
    frame = read(save_gif(TRACE, tmp_path / "sized.gif", size=(width, height)))[0][-1]
    usual = read(gif)[0][-1]
    grown, drawn = ((picture != WHITE).any(axis=2).sum() for picture in (frame, usual))
    assert 0.7 < grown / drawn / factor**2 < 1.4


@pytest.mark.parametrize(
    "scale", [[3e4, -1.5e4], [2e6, 1e6], [2e-4, 1e-4], [-0.004, 0.04], [200, 1]]
)
@pytest.mark.parametrize("shift", [0, 1e8])
def test_large_and_small_numbers_at_the_axes_are_not_cut_off(scale, shift, tmp_path):
    points = shift + TRACE[0].points * scale
    frame = read(save_gif(lloyd(points, points[:2]), tmp_path / "scaled.gif"))[0][-1]
    assert (frame[:, [0, 1, -2, -1]] == WHITE).all()
    assert (frame[[0, 1, -2, -1]] == WHITE).all()


def test_memory_does_not_grow_with_the_number_of_frames(tmp_path):
    def peak(frames):
        tracemalloc.start()
        save_gif((TRACE * frames)[:frames], tmp_path / "long.gif")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(60)  # fonts and outlines of words are kept from the first time on
    assert peak(60) < 1.3 * peak(15)


def test_flat_colours_are_exact(gif):
    frames, _ = read(gif)
    for frame, step in zip(frames, TRACE, strict=True):
        assert pixels_of(frame, (1, 1, 1)) > frame[..., 0].size / 2
        assert tuple(frame[0, 0]) == WHITE
        worn = [GREY] if step.phase == "start" else PALE[:4]
        for colour in [*worn, *BOLD[:4]]:
            assert pixels_of(frame, colour) > 100


@pytest.mark.parametrize("k", range(1, 10))
def test_no_colour_of_the_course_is_taken_for_another(k):
    palette = _palette(k)
    exact = np.arange(3 + 2 * k)  # white, black, grey, and a pale and a bold one for each label
    assert_array_equal(_nearest(palette)[tuple(palette[exact].T >> 4)], exact)


def test_all_pale_points_are_grey_before_the_first_assignment(gif):
    start, assigned, *_ = read(gif)[0]
    for colour in PALE[:4]:
        assert pixels_of(start, colour) < pixels_of(assigned, colour) / 10


def test_an_assignment_moves_no_mean_and_an_update_colours_no_point(gif):
    frames, _ = read(gif)
    before, assigned, updated = frames[:3]
    bold = [(before == np.round(255 * np.array(colour))).all(axis=2) for colour in BOLD[:4]]
    for square, colour in zip(bold, BOLD, strict=False):
        assert_array_equal(assigned[square], np.round(255 * np.tile(colour, (square.sum(), 1))))
        assert (updated[square] != assigned[square]).any()


def test_every_frame_shows_its_step_as_if_the_animation_began_there(gif, tmp_path):
    for frame, step in zip(read(gif)[0], TRACE, strict=True):
        first, *_ = read(save_gif([step, *TRACE], tmp_path / "from-there.gif"))[0]
        assert_array_equal(frame, first)


def test_the_same_trace_gives_the_same_bytes(gif, tmp_path):
    assert save_gif(TRACE, tmp_path / "again.gif").read_bytes() == gif.read_bytes()


def test_the_same_trace_gives_the_same_bytes_in_a_fresh_process(gif, tmp_path):
    command = [sys.executable, "-c", A_TRACE_IN_A_FRESH_PROCESS, tmp_path / "fresh.gif"]
    subprocess.run(command, check=True)
    assert (tmp_path / "fresh.gif").read_bytes() == gif.read_bytes()


@pytest.mark.parametrize("taste", ["dark_background", {"font.size": 20, "axes.linewidth": 5}])
def test_the_style_of_the_notebook_does_not_change_a_byte(taste, gif, tmp_path):
    with style.context(taste):
        assert save_gif(TRACE, tmp_path / "styled.gif").read_bytes() == gif.read_bytes()


def test_pixels_that_stay_as_they_were_are_not_written_again(gif):
    assert gif.stat().st_size < 25_000  # 30,000 if they were


def test_one_other_label_gives_another_picture(gif, tmp_path):
    labels = TRACE[-1].labels.copy()
    labels[0] = (labels[0] + 1) % 4
    other = [*TRACE[:-1], dataclasses.replace(TRACE[-1], labels=labels)]
    theirs, ours = read(save_gif(other, tmp_path / "other.gif"))[0], read(gif)[0]
    assert_array_equal(theirs[:-1], ours[:-1])
    assert 0 < (theirs[-1] != ours[-1]).any(axis=2).sum() < 200


def test_pyplot_never_hears_of_the_animation(tmp_path):
    mine = plt.figure()
    open_figures = plt.get_fignums()
    save_gif(TRACE[:2], tmp_path / "quiet.gif")
    assert plt.get_fignums() == open_figures
    assert plt.gcf() is mine
    plt.close(mine)


@pytest.mark.parametrize("k", [1, 12])
def test_any_number_of_means_can_be_animated(k, tmp_path):
    trace = a_trace(k)
    frames, _ = read(save_gif(trace, tmp_path / "many.gif"))
    assert len(frames) == len(trace)
    for colour in [(1, 1, 1), *BOLD[:k]]:
        assert pixels_of(frames[-1], colour) > 50


def test_means_that_come_from_far_away_are_seen_in_every_frame(tmp_path):
    points = [[0, 0], [0, 3], [3, 0], [8, 8], [8, 11], [11, 8]]
    for frame in read(save_gif(lloyd(points, [[-20, 0], [20, 30]]), tmp_path / "far.gif"))[0]:
        assert all(pixels_of(frame, colour) > 50 for colour in BOLD[:2])


@pytest.mark.parametrize("columns", [1, 3])
def test_points_in_other_dimensions_can_be_animated(columns, tmp_path):
    points = np.random.default_rng(0).normal(size=(20, columns))
    trace = lloyd(points, points[:2])
    assert len(read(save_gif(trace, tmp_path / "line.gif"))[0]) == len(trace)


# Writing


def test_the_path_comes_back_and_nothing_else_is_left(tmp_path):
    path = save_gif(TRACE[:2], str(tmp_path / "k-means.gif"))
    assert path == tmp_path / "k-means.gif"
    assert list(tmp_path.iterdir()) == [path]


def test_an_animation_that_is_there_already_is_replaced(gif, tmp_path):
    path = tmp_path / "k-means.gif"
    path.write_bytes(b"old")
    assert save_gif(TRACE, path).read_bytes() == gif.read_bytes()


def test_a_file_of_the_student_with_a_name_like_our_own_survives(tmp_path):
    mine = tmp_path / "k-means.gif.part"
    mine.write_bytes(b"mine")
    save_gif(TRACE[:2], tmp_path / "k-means.gif")
    assert mine.read_bytes() == b"mine"


@pytest.fixture(params=[OSError("No space left on device"), KeyboardInterrupt("Stopped")], ids=type)
def interrupted(monkeypatch, request):
    """Let the disk be full, or the student impatient, once two frames have been written."""
    left = [getdata] * 2

    def write_two_frames(*args, **options):
        if not left:
            raise request.param
        return left.pop()(*args, **options)

    monkeypatch.setattr("helpers.drawing.gif.getdata", write_two_frames)
    return pytest.raises(type(request.param), match=str(request.param))


def test_interrupted_writing_leaves_nothing_behind(interrupted, tmp_path):
    with interrupted:
        save_gif(TRACE, tmp_path / "k-means.gif")
    assert not list(tmp_path.iterdir())


def test_interrupted_writing_spares_the_animation_that_was_there(interrupted, tmp_path):
    path = tmp_path / "k-means.gif"
    path.write_bytes(b"old")
    with interrupted:
        save_gif(TRACE, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_picture_that_cannot_be_put_in_its_place_is_not_left_beside_it(tmp_path):
    folder = tmp_path / "k-means.gif"
    folder.mkdir()
    with pytest.raises(OSError, match="k-means.gif"):
        save_gif(TRACE, folder)
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    folder = tmp_path / "missing"
    words = f"there is no folder {str(folder)!r}"
    with pytest.raises(FileNotFoundError, match=re.escape(words)):
        save_gif(TRACE, folder / "k-means.gif")
    assert not list(tmp_path.iterdir())


def test_an_animation_needs_a_trace(tmp_path):
    with pytest.raises(ValueError, match="a trace must be a list of steps"):
        save_gif([], tmp_path / "none.gif")
    assert not list(tmp_path.iterdir())
    assert not plt.get_fignums()


@pytest.mark.parametrize("name", ["k-means.png", "k-means", "gif"])
def test_an_animation_is_called_gif(name, tmp_path):
    with pytest.raises(ValueError, match=f"path must end in .gif; got '{name}'"):
        save_gif(TRACE, tmp_path / name)
    assert not plt.get_fignums()


def test_the_name_may_end_in_capitals(gif, tmp_path):
    assert save_gif(TRACE, tmp_path / "K-MEANS.GIF").read_bytes() == gif.read_bytes()


@pytest.mark.parametrize("which", ["frame_ms", "hold_ms"])
@pytest.mark.parametrize("milliseconds", [9, 655_360, 10.5])
def test_durations_must_be_whole_milliseconds_that_a_gif_can_hold(which, milliseconds, tmp_path):
    limits = "at least 10 and at most 655350"
    words = f"{which} must be a whole number of {limits}; got {milliseconds!r}"
    with pytest.raises(ValueError, match=words):
        save_gif(TRACE, tmp_path / "k-means.gif", **{which: milliseconds})
    assert not list(tmp_path.iterdir())
    assert not plt.get_fignums()


@pytest.mark.parametrize("size", [640, None, (640,), (640, 480, 3), "1080p"])
def test_a_size_is_a_width_and_a_height(size, tmp_path):
    words = re.escape(f"size must be a width and a height, such as (640, 480); got {size!r}")
    with pytest.raises(ValueError, match=words):
        save_gif(TRACE, tmp_path / "k-means.gif", size=size)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("which", ["width", "height"])
@pytest.mark.parametrize("pixels", [159, 4097, 480.5])
def test_width_and_height_must_be_whole_pixels_within_limits(which, pixels, tmp_path):
    size = {"width": 640, "height": 480, which: pixels}
    limits = "at least 160 and at most 4096"
    with pytest.raises(ValueError, match=f"{which} must be a whole number of {limits}; got"):
        save_gif(TRACE, tmp_path / "k-means.gif", size=tuple(size.values()))
    assert not list(tmp_path.iterdir())


def test_the_longest_duration_is_what_a_gif_can_hold(tmp_path):
    path = save_gif(TRACE[:2], tmp_path / "slow.gif", frame_ms=655_350, hold_ms=655_350)
    assert read(path)[1] == [655_350] * 2


def test_an_animation_on_black_is_black_to_its_edges_and_has_the_same_colours(tmp_path):
    frames, _ = read(save_gif(TRACE, tmp_path / "dark.gif", ground="dark"))
    for frame in frames:
        assert tuple(frame[0, 0]) == (0, 0, 0)
        assert pixels_of(frame, (0, 0, 0)) > frame[..., 0].size / 2
        assert all(pixels_of(frame, colour) > 100 for colour in BOLD[:4])
    with pytest.raises(ValueError, match="ground must be 'light' or 'dark'; got 'grey'"):
        save_gif(TRACE, tmp_path / "grey.gif", ground="grey")


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
def test_the_axes_of_a_wide_frame_are_as_wide_as_it_and_keep_one_scale(size):
    ax = _empty_axes(TRACE, size)
    box = ax.get_window_extent()
    assert (box.width > 0.75 * size[0]) == (size[0] > 1.5 * size[1])
    units = np.ptp([ax.get_xlim(), ax.get_ylim()], axis=1)
    assert box.width / units[0] == pytest.approx(box.height / units[1])


def test_points_that_lie_in_a_long_row_are_not_cut_off_in_a_wide_frame():
    row = np.column_stack([np.arange(0, 500, 50), np.arange(10) % 2])
    trace = lloyd(row, row[:2])
    fills = _empty_axes(trace, (960, 540)).get_xlim()
    assert fills[0] < 0 and fills[1] > 450
    assert fills == _empty_axes(trace, (640, 480)).get_xlim()


def test_axes_that_are_wider_than_their_place_stay_as_they_are():
    _, ax = plt.subplots()
    ax.set(xlim=(0, 100), ylim=(0, 1))
    fill_width(ax)
    assert ax.get_xlim() == (0, 100)
    ax.set(xlim=(0, 1), ylim=(0, 100))
    fill_width(ax)
    low, high = ax.get_xlim()
    assert high - low > 100 and low + high == pytest.approx(1)
