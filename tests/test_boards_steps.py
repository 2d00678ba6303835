"""The step player's HTML, read as a browser reads it; tests/browser presses its buttons."""

import json
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from examples import POINTS, TRACE, unfolded
from IPython.core.formatters import DisplayFormatter
from matplotlib.colors import to_hex
from numpy.testing import assert_allclose, assert_array_equal

from helpers import grid_means, lloyd, random_means, sample_blobs, step_player
from helpers.boards.image import STYLE
from helpers.boards.numbers import as_data, from_data
from helpers.boards.page import as_page
from helpers.boards.player import PLAYER
from helpers.boards.steps import COLUMNS, SQUARE
from helpers.boards.svg import POINT, SIDE, line_through, markers, point_paths
from helpers.drawing.axes import first_two_columns
from helpers.drawing.captions import captions, heading
from helpers.drawing.palette import BOLD, POINT_COLOURS, POINT_SHAPES, ink_on, kinds_of

POINTS_200, _ = sample_blobs(200, grid_means(4), std=1.0, rng=0)
LONG = lloyd(POINTS_200, random_means(POINTS_200, 4, rng=10), max_iter=7)
IN_A_FRESH_PROCESS = f"""
import sys
sys.path.insert(0, {str(__file__.rpartition("/")[0])!r})
from test_boards_steps import LONG, step_player
sys.stdout.buffer.write(step_player(LONG)._repr_html_().encode())
"""


def read(player):
    return BeautifulSoup(unfolded(player.markup), "html.parser")


def numbers(path):
    """Return the corners of a path: where it begins, and relative steps from there."""
    first, steps = re.fullmatch(r"M(.*)l(.*)", path).groups()
    both = [
        np.array(re.findall(r"-?[\d.]+", part), dtype=float).reshape(-1, 2)
        for part in (first, steps)
    ]
    return np.cumsum(np.vstack(both), axis=0)


def panels(soup):
    """Return the two parts of each panel, points and means, where they are drawn."""
    for panel in soup.select("step-player > svg > g"):
        parts = panel.find_all(recursive=False)[-2:]
        yield [soup.find(id=part["href"][1:]) if part.name == "use" else part for part in parts]


def points_of(soup, part):
    """Return the spots of the points of one kind after the other."""
    shared = [soup.find(id=use["href"][1:]) for use in part.find_all("use")]
    paths = [path for group in [part, *shared] for path in group.find_all("path")]
    spots = {}
    for path in paths:
        kind = int(path["class"][0].removeprefix("sp-"))
        corners = numbers(path["d"])
        alone = len(corners) == 2 and (corners[0] == corners[1]).all()
        spots.setdefault(kind, []).extend(corners[:1] if alone else corners)
    return {kind: sorted(map(tuple, corners)) for kind, corners in spots.items()}


def in_units(positions, soup, trace):
    """Return where positions are in the units of the SVG, by what two ticks of each axis tell."""
    axes = soup.select_one("defs > g")
    texts = [text for text in axes.find_all("text") if "transform" not in text.attrs]
    x = [(float(t["x"]), float(t.text)) for t in texts[:-1] if t.get("text-anchor") != "end"]
    y = [(float(t["y"]) - 8, float(t.text)) for t in texts if t.get("text-anchor") == "end"]
    columns = []
    for values, ticks in zip(first_two_columns(positions).T, (x, y), strict=True):
        (here, low), (there, high) = ticks[0], ticks[-1]
        columns.append(here + (values - low) * (there - here) / (high - low))
    return np.transpose(columns)


@pytest.mark.parametrize("trace", [TRACE, LONG], ids=["six points", "two hundred"])
def test_every_step_has_a_panel_and_a_sentence(trace):
    soup = read(step_player(trace))
    assert [item.text for item in soup.select("ol > li")] == captions(trace)
    titles = [panel.find("text").text for panel in soup.select("svg > g")]
    assert titles == [heading(step) for step in trace]
    (image,) = BeautifulSoup(step_player(trace).markup, "html.parser").select("step-player > img")
    assert image["alt"] == f"Storyboard of {len(trace)} steps"


@pytest.mark.parametrize("trace", [TRACE, LONG], ids=["six points", "two hundred"])
def test_every_panel_shows_its_step(trace):
    soup = read(step_player(trace))
    for (points, means), step in zip(panels(soup), trace, strict=True):
        spots, kinds = in_units(step.points, soup, trace), kinds_of(step.labels)
        drawn = points_of(soup, points)
        assert set(drawn) == set(kinds)
        for kind, places in drawn.items():
            there = np.array(sorted(map(tuple, np.array(places))))
            meant = spots[kinds == kind]
            apart = np.abs(there[:, np.newaxis] - meant).max(axis=2)
            assert len(there) == len(meant)
            assert apart.min(axis=0).max() < 1.5 > apart.min(axis=1).max()
        squares = [[float(use["x"]), float(use["y"])] for use in means.find_all("use")]
        assert_allclose(squares, in_units(step.means, soup, trace), atol=1.5)
        labels = [soup.find(id=use["href"][1:]).find("text").text for use in means.find_all("use")]
        assert labels == [str(label) for label in range(len(step.means))]


def test_every_mean_leaves_a_trail():
    soup = read(step_player(TRACE))
    *_, (_, means) = panels(soup)
    ways = re.findall(r"M[^M]*", means.find("path")["d"])
    moved = [step.means for step in TRACE if step.phase != "assign"]
    for label, way in enumerate(ways):
        places = in_units(np.array([means[label] for means in moved]), soup, TRACE)
        assert_allclose(numbers(way), places, atol=1.5)


def test_the_inertia_of_each_step_is_there_for_the_curve():
    start, *items = read(step_player(LONG)).select("ol > li")
    assert "data-inertia" not in start.attrs
    inertias = [float(item["data-inertia"]) for item in items]
    assert_allclose(inertias, [step.inertia for step in LONG[1:]], rtol=1e-5)


def test_sixteen_steps_of_two_hundred_points_are_light():
    assert len(LONG) == 16
    assert len(step_player(LONG).markup.encode()) <= 15_000


def test_the_same_trace_gives_the_same_bytes_in_a_fresh_process():
    command = [sys.executable, "-c", IN_A_FRESH_PROCESS]
    fresh = subprocess.run(command, check=True, capture_output=True).stdout
    assert fresh.decode() == step_player(LONG)._repr_html_()


def test_two_players_share_no_name():
    elsewhere = lloyd(POINTS, TRACE[0].means + 1)
    players = [step_player(TRACE), step_player(LONG), step_player(TRACE, caption="Again")]
    players += [step_player(TRACE[:1]), step_player(elsewhere[:1])]
    names = [{tag["id"] for tag in read(player).select("[id]")} for player in players]
    assert len(set.union(*names)) == sum(map(len, names))


def test_every_name_that_is_referred_to_is_there_once():
    soup = read(step_player(LONG))
    names = [tag["id"] for tag in soup.select("[id]")]
    used = {use["href"][1:] for use in soup.select("use")}
    used |= set(re.findall(r"url\(#(\w+)\)", soup.svg["style"]))
    assert len(names) == len(set(names))
    assert used <= set(names)


NASTY = "<script>alert('&\"')</script>"


def test_text_is_shown_as_it_is_written():
    player = step_player(TRACE, caption=NASTY, columns=[NASTY, "</svg>"])
    soup = read(player)
    assert not soup.find("script")
    assert soup.find("step-player")["aria-label"] == NASTY
    *_, x, y = soup.select_one("defs > g").find_all("text")
    assert (x.text, y.text) == (NASTY, "</svg>")
    page = as_page(TRACE, title=NASTY, files={NASTY: f'"{NASTY}'})
    page = BeautifulSoup(page, "html.parser")
    assert (page.a.text, page.a["href"]) == (NASTY, f'"{NASTY}')
    assert page.title.text == page.h1.text == NASTY
    assert len(page.find_all("script")) == len(PLAYER) - 1


def test_axes_have_ticks_and_names():
    axes = read(step_player(TRACE)).select_one("defs > g")
    *ticks, x, y = [text.text for text in axes.find_all("text")]
    assert (x, y) == ("x0", "x1")
    assert len(ticks) >= 4
    named = read(step_player(TRACE, columns=["petal_length", "n" * 31])).select_one("defs > g")
    *_, x, y = [text.text for text in named.find_all("text")]
    assert (x, y) == ("petal_length", "n" * 29 + "…")


@pytest.mark.parametrize(
    "columns", [["x"], ["x", "y", "z"], "xy", []], ids=["one", "three", "a word", "none"]
)
def test_there_is_one_name_for_each_column(columns):
    with pytest.raises(ValueError, match="columns must be 2 names, one for each column"):
        step_player(TRACE, columns=columns)


def test_a_player_needs_a_trace():
    with pytest.raises(ValueError, match="a trace must be a list of steps"):
        step_player([])


@pytest.mark.parametrize(
    "points",
    [[[3.0]], [[1.0], [5.0]], [[0, 1, 2], [3, 4, 5]], [[0, 1e6], [1, -1e6]], [[1e9, 1], [1e9, 2]]],
    ids=["one point", "a line", "three columns", "very unlike columns", "far away"],
)
def test_points_of_any_kind_stay_within_the_frame(points):
    soup = read(step_player(lloyd(points, points[:1])))
    height = float(soup.select_one("defs > rect")["height"])
    assert SIDE / 2 <= height <= SIDE
    for part, means in panels(soup):
        places = [place for spots in points_of(soup, part).values() for place in spots]
        places += [(float(use["x"]), float(use["y"])) for use in means.find_all("use")]
        assert (np.array(places) >= SQUARE / 2).all()
        assert (np.array(places) <= np.array([SIDE, height]) - SQUARE / 2).all()


def test_a_mean_that_starts_far_outside_is_seen():
    soup = read(step_player(lloyd(POINTS, [[-100, 0], [0, 3]])))
    squares = np.array([[float(u["x"]), float(u["y"])] for _, m in panels(soup) for u in m("use")])
    assert (squares >= 0).all()
    assert (squares <= SIDE).all()


def test_more_labels_than_colours_can_be_shown():
    points, _ = sample_blobs(60, grid_means(12), rng=0)
    soup = read(step_player(lloyd(points, random_means(points, 12, rng=0))))
    squares = {
        soup.find(id=use["href"][1:]).find("text").text
        for _, means in panels(soup)
        for use in means("use")
    }
    assert squares == {str(label) for label in range(12)}


def test_points_have_the_outlines_and_colours_of_the_figures():
    labels = np.arange(-1, len(POINT_SHAPES) - 1)
    soup = BeautifulSoup("".join(markers([labels], "k", POINT)), "html.parser")
    for marker, outline, colour in zip(soup("marker"), POINT_SHAPES, POINT_COLOURS, strict=True):
        shape = marker.find()
        assert shape["fill"] == to_hex(colour)
        if shape.name == "circle":
            assert float(shape["r"]) == POINT / 2
            continue
        corners = np.array(re.findall(r"-?[\d.]+", shape["d"]), float).reshape(-1, 2)
        (meant,) = outline.to_polygons()
        assert_allclose(corners, POINT * meant[:-1] * [1, -1], atol=0.06)  # y grows downwards


def test_means_have_the_bold_colours_and_numbers_that_can_be_read_on_them():
    soup = read(step_player(lloyd(POINTS, POINTS[:3])))
    for square, colour in zip(soup.select("g.sp-mean"), BOLD, strict=False):
        assert square.path["fill"] == to_hex(colour)
        assert square.find("text")["fill"] == ink_on(np.array(colour))


def test_panels_stand_in_rows_within_the_picture_and_none_over_another():
    soup = read(step_player(LONG))
    left, top, width, height = map(int, soup.svg["viewbox"].split())
    frame = soup.select_one("defs > rect")
    places = [re.findall(r"\d+", panel["transform"]) for panel in soup.select("svg > g")]
    places = [(int(x), int(y)) for x, y in places]
    for number, (x, y) in enumerate(places):
        assert x == places[number % COLUMNS][0]
        assert x + SIDE <= left + width
        assert top + 52 <= y  # room for the title
        assert y + int(frame["height"]) <= top + height
    assert len(set(places)) == len(LONG)
    assert len({y for _, y in places}) == -(-len(LONG) // 3)


def test_the_name_of_an_axis_is_clear_of_its_ticks():
    *texts, name, _ = read(step_player(TRACE)).select_one("defs > g").find_all("text")
    ticks = [text for text in texts if text.get("text-anchor") != "end"]
    assert all(int(name["y"]) - int(tick["y"]) >= 24 for tick in ticks)


def test_a_path_that_winds_through_its_points_is_short():
    """Shorter than one that goes from left to right."""
    spots = np.random.default_rng(0).integers(0, 600, size=(1000, 2))
    (path,) = point_paths(spots, np.zeros(1000, int))
    straight = line_through(spots[np.lexsort(spots.T[::-1])])
    assert len(path) < 0.9 * len(straight)


# In a notebook, and by itself


def test_a_notebook_shows_the_player_and_where_it_cannot_the_sentences():
    data, metadata = DisplayFormatter().format(step_player(TRACE))
    assert data["text/plain"] == "\n".join(captions(TRACE))
    assert data["text/html"] == step_player(TRACE)._repr_html_()
    kept = json.loads(json.dumps(metadata["text/html"]))
    assert kept == {
        "player": read(step_player(TRACE)).find("step-player")["id"],
        "trace": as_data(TRACE),
    }


def test_a_player_brings_its_script_and_its_style_and_asks_nobody():
    html = step_player(TRACE)._repr_html_()
    assert (html.count("<style>"), html.count("<script>")) == (1, len(PLAYER) - 1)
    assert html.count("</script") == html.count("<script>")
    assert not re.search(r"(src|href)=\"?https?:|@import|fetch\(", html)


def test_a_page_offers_the_files_that_it_is_given():
    page = as_page(TRACE, title="A run", files={"GIF": "run.gif", "data": "run.json"})
    links = BeautifulSoup(page, "html.parser").select("step-player .files a[download]")
    assert [(link.text, link["href"]) for link in links] == [
        ("GIF", "run.gif"),
        ("data", "run.json"),
    ]
    alone = BeautifulSoup(as_page(TRACE, title="A run"), "html.parser")
    assert not alone.select(".files")


def test_a_page_says_how_it_is_to_be_read():
    page = as_page(TRACE, title="A run")
    soup = BeautifulSoup(page, "html.parser")
    assert page.startswith("<!DOCTYPE html>")
    assert soup.html["lang"] == "en"
    assert soup.head.find()["charset"] == "utf-8"
    said = {meta["name"]: meta["content"] for meta in soup.select("meta[name]")}
    assert said == {"viewport": "width=device-width", "color-scheme": "light dark"}


def test_every_kind_of_point_has_its_rule_in_the_style():
    rules = re.findall(r"\.sp-(\d+) \{ marker: var\(--sp-\1\); \}", STYLE)
    assert rules == [str(kind) for kind in range(10)]
    points = np.arange(40.0).reshape(20, 2)
    player = step_player(lloyd(points, points), caption="Twenty clusters").markup
    for kind in range(10, len(POINT_SHAPES)):
        assert f"class='sp-{kind}' style='marker:var(--sp-{kind})'" in player
        assert re.search(rf"--sp-{kind}:url\(%23\w+m{kind}\)", player)


def test_a_trace_is_written_down_with_its_captions_and_the_names_of_its_columns():
    data = as_data(TRACE, columns=["height", "age"])
    assert data["columns"] == ["height", "age"]
    assert [step["caption"] for step in data["steps"]] == captions(TRACE)
    assert as_data(TRACE)["columns"] == ["x0", "x1"]
    named = lloyd(pd.DataFrame(POINTS, columns=["x", "y"]), POINTS[:3])
    assert as_data(named)["columns"] == ["x", "y"]


def test_a_trace_survives_being_written_down():
    again = from_data(json.loads(json.dumps(as_data(LONG), allow_nan=False)))
    for one, other in zip(again, LONG, strict=True):
        assert (one.phase, one.iteration, one.changed) == (
            other.phase,
            other.iteration,
            other.changed,
        )
        for name in ("points", "means", "labels"):
            assert_array_equal(getattr(one, name), getattr(other, name))
    assert [step["inertia"] for step in as_data(LONG)["steps"]] == [
        None,
        *(step.inertia for step in LONG[1:]),
    ]
