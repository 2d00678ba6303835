"""The merge player's HTML, read as a browser reads it; tests/browser presses its buttons."""

import re

import numpy as np
import pytest
from bs4 import BeautifulSoup
from examples import unfolded
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from numpy.testing import assert_allclose, assert_array_equal
from scipy.cluster.hierarchy import linkage

from helpers import PALE, UNASSIGNED, agglomerate, cut, meetups, merge_player
from helpers.boards.merges import LEAST_HEIGHT, POINT, labelings, memberships
from helpers.boards.player import PLAYER as KIT
from helpers.boards.svg import SIDE
from helpers.boards.tree import number_places, tree_of
from helpers.drawing.tree import MOST_NUMBERED, brackets, cut_height, leaf_order
from helpers.hierarchy import LINKAGES

HOMES = meetups()
MERGES = agglomerate(HOMES)
PLAYER = merge_player(HOMES, MERGES)
RNG = np.random.default_rng(0)


def newest(merges):
    """Return which points the newest cluster has at each step; at first none."""
    n = len(merges) + 1
    return [np.zeros(n, bool), *memberships(merges)[n:]]


def read(player):
    return BeautifulSoup(unfolded(player.markup), "html.parser")


def corners(path):
    """Return the corners of a path: where it begins, and relative steps from there."""
    first, steps = re.fullmatch(r"M(.*)l(.*)", path["d"]).groups()
    both = [
        np.array(re.findall(r"-?[\d.]+", part), float).reshape(-1, 2) for part in (first, steps)
    ]
    places = np.cumsum(np.vstack(both), axis=0)
    alone = len(places) == 2 and (places[0] == places[1]).all()
    return places[:1] if alone else places


def shown(picture):
    """Return the spots of each kind of points in a picture, and of the rings."""
    paths = picture.select('path[class^="sp-"]')
    return {
        path["class"][0].removeprefix("sp-"): sorted(map(tuple, corners(path)))
        for path in paths
        if re.fullmatch(r"sp-(\d|ring)", path["class"][0])
    }


@pytest.mark.parametrize("k", [0, len(HOMES) + 1, len(PALE) + 1, 1.5])
def test_a_cut_is_into_a_whole_number_of_clusters_that_have_colours(k):
    with pytest.raises(ValueError, match="^k must be a whole number of at least 1 and at most"):
        merge_player(HOMES, MERGES, k=k)


@st.composite
def trees(draw):
    """Draw 1 to 12 points, often with ties, and how they merge."""
    n = draw(st.integers(1, 12))
    places = st.lists(st.integers(-3, 3), min_size=2, max_size=2)
    points = np.array(draw(st.lists(places, min_size=n, max_size=n)), float)
    return points, agglomerate(points, linkage=draw(st.sampled_from(LINKAGES)))


# What each step shows


def test_each_merge_has_its_sentence_with_the_numbers_of_its_points():
    told = repr(PLAYER).splitlines()
    assert told[:2] + told[4:5] == [
        "Start: 20 points, and as many clusters",
        "Merge 1: point 5 with point 13, at height 2.236; 19 clusters left",
        "Merge 4: point 0 with points 14 and 17, at height 3.162; 16 clusters left",
    ]
    assert told[19] == (
        "Merge 19: the 14 points of merge 17 with points 1, 2, 5, 7, 10 and 13, "
        "at height 30.41; 1 cluster left"
    )
    assert [item.text for item in read(PLAYER).select("ol > li")] == told


@given(trees(), st.integers(1, 9))
def test_at_the_cut_that_is_asked_for_colours_are_those_of_a_figure(tree, k):
    _, merges = tree
    k = min(k, len(merges) + 1)
    labels, plain, meant = labelings(merges, k), labelings(merges), cut(merges, k)
    at = len(merges) + 1 - k
    alone = np.bincount(meant)[meant] == 1
    assert_array_equal(labels[at], np.where(alone, UNASSIGNED, meant))
    for mine, theirs in zip(labels, plain, strict=True):  # otherwise only names are exchanged
        assert len(set(mine)) == len(set(theirs)) == len(set(zip(mine, theirs, strict=True)))


@given(trees())
def test_points_wear_the_same_label_where_a_cut_puts_them_in_one_cluster(tree):
    _, merges = tree
    for k, labels in zip(range(len(merges) + 1, 0, -1), labelings(merges), strict=True):
        clusters = cut(merges, k)
        for cluster in range(k):
            worn = set(labels[clusters == cluster])
            assert len(worn) == 1
            assert (worn == {UNASSIGNED}) == (np.sum(clusters == cluster) == 1)
        together = [labels[clusters == c][0] for c in range(k) if np.sum(clusters == c) > 1]
        assert len(set(together)) == len(together)  # six pairs at most: colours for all


@given(trees())
def test_a_merged_cluster_keeps_the_label_of_its_larger_part(tree):
    _, merges = tree
    found = labelings(merges)
    for before, after, new in zip(found, found[1:], newest(merges)[1:], strict=False):
        assert_array_equal(before[~new], after[~new])
        kept = np.sum(before[new] == after[new])
        assert kept == 0 or kept >= new.sum() / 2


def test_with_more_clusters_than_colours_some_share_one():
    pairs = np.repeat(np.arange(12) * 10.0, 2) + np.tile([0, 1], 12)
    labels = labelings(agglomerate(pairs[:, np.newaxis]))[12]
    assert set(labels) == set(range(len(PALE)))
    assert np.bincount(labels).max() == 4  # two pairs: no colour is shared by three clusters


@given(trees())
def test_the_newest_cluster_is_what_the_last_merge_made(tree):
    _, merges = tree
    for number, new in enumerate(newest(merges)):
        if number == 0:
            assert not new.any()
            continue
        assert new.sum() == merges[number - 1].size
        before, after = (cut(merges, len(merges) + 1 - made) for made in (number - 1, number))
        assert len(set(after[new])) == 1
        assert len(set(before[new])) == 2


def test_every_map_shows_every_point_in_the_shape_of_its_label_and_rings_on_the_newest():
    items = read(PLAYER).select("ol > li")
    spots = None
    for item, labels, new in zip(items, labelings(MERGES), newest(MERGES), strict=True):
        drawn = shown(item.select("svg")[0])
        rings = drawn.pop("ring", [])
        assert {kind: len(places) for kind, places in drawn.items()} == {
            str(label + 1): np.sum(labels == label) for label in set(labels)
        }
        everywhere = sorted(sum(drawn.values(), []))
        assert spots in (None, everywhere)  # nothing moves
        spots = everywhere
        assert len(rings) == new.sum()
        assert set(rings) <= set(everywhere)
    east, north = np.transpose(spots)
    assert_allclose(np.corrcoef(east, np.sort(HOMES[:, 0])), 1, atol=1e-4)
    assert_allclose(np.corrcoef(np.sort(-north), np.sort(HOMES[:, 1])), 1, atol=1e-4)


def test_every_tree_is_bold_up_to_its_merge_and_its_cut_is_above_it():
    tree = tree_of(MERGES, 480)
    per_unit = (tree.corners[-1, 1, 1] - tree.feet[0, 1]) / MERGES[-1].height
    for number, item in enumerate(read(PLAYER).select("ol > li")):
        _, picture = item.select("svg")
        bold, line = picture.select_one(".sp-made")["d"], picture.select_one(".sp-cut")["d"]
        assert bold.count("M") == number
        y = float(re.fullmatch(rf"M0 (\d+)h{SIDE}", line)[1])
        height = (y - tree.feet[0, 1]) / per_unit
        assert_allclose(height, cut_height(MERGES, 20 - number), atol=0.1)


def test_leaves_wear_what_their_points_wear():
    order = leaf_order(MERGES)
    items = read(PLAYER).select("ol > li")
    for item, labels, new in zip(items, labelings(MERGES), newest(MERGES), strict=True):
        drawn = shown(item.select("svg")[1])
        rings = [x for x, _ in drawn.pop("ring", [])]
        leaves = sorted((x, kind) for kind, places in drawn.items() for x, _ in places)
        assert [int(kind) - 1 for _, kind in leaves] == list(labels[order])
        assert [x in rings for x, _ in leaves] == list(new[order])


def test_the_tree_is_drawn_to_scale_and_its_merges_are_numbered():
    tree = tree_of(MERGES, 480)
    assert_allclose(tree.corners - tree.feet[0], _scaled(brackets(MERGES), tree), atol=1.1)
    merged = read(PLAYER).select(".sp-number text:not([text-anchor])")
    on_the_map, on_the_tree = range(20), range(1, 20)
    assert sorted(int(text.text) for text in merged) == sorted([*on_the_map, *on_the_tree])


def test_every_leaf_has_its_number_below_it_and_neighbours_do_not_meet():
    leaves = read(PLAYER).select(".sp-number text[text-anchor]")
    assert [int(leaf.text) for leaf in leaves] == leaf_order(MERGES).tolist()
    feet = tree_of(MERGES, 480).feet
    assert [int(leaf["x"]) for leaf in leaves] == feet[:, 0].tolist()
    rows = np.array([int(leaf["y"]) for leaf in leaves]) - feet[:, 1]
    assert (np.abs(np.diff(rows)) >= 20).all()
    assert (rows > POINT).all()


def _scaled(places, tree):
    return places * [SIDE, -tree.panel.height] / (tree.panel.high - tree.panel.low)


@pytest.mark.parametrize("how", LINKAGES)
def test_no_number_of_the_homes_is_over_another_or_over_a_bracket(how):
    drawn = tree_of(agglomerate(HOMES, linkage=how), 480)
    boxes, corners = number_places(drawn), drawn.corners * [1, -1]
    pairs = np.stack([corners[:, :-1], corners[:, 1:]], axis=2).reshape(-1, 2, 2)
    strokes = np.hstack([pairs.min(axis=1), pairs.max(axis=1)])
    for i, box in enumerate(boxes):
        for left, low, right, high in [*strokes, *np.delete(boxes, i, axis=0)]:
            beside = right <= box[0] or box[2] <= left
            assert beside or high <= box[1] or box[3] <= low, f"{i + 1} is over something"


@given(trees())
def test_the_number_of_a_merge_is_near_its_bracket(tree):
    _, merges = tree
    drawn = tree_of(merges, 480)
    places = number_places(drawn)
    assert len(places) == len(merges)
    for (left, _), (_, top), (right, _), _, box in zip(
        *np.moveaxis(drawn.corners, 1, 0), places, strict=True
    ):
        assert left - 36 <= box[0] <= box[2] <= right + 36
        assert -top - 24 <= box[1] <= box[3] <= -top + 24


def test_the_numbers_on_the_map_are_over_no_point_and_no_number():
    texts = read(PLAYER).select("g[id$=f] .sp-number text")
    assert [int(text.text) for text in texts] == list(range(20))
    boxes = [(int(t["x"]), int(t["y"]), 14 * len(t.text)) for t in texts]
    for i, (x, y, width) in enumerate(boxes):
        for left, base, other in boxes[:i]:
            assert x + width <= left or left + other <= x or abs(y - base) >= 16


def test_rings_are_around_points_and_a_tree_is_never_low():
    soup = read(merge_player([[0.0, 0], [100, 1], [30, 2]], agglomerate([[0.0], [100], [30]])))
    markers = {marker["id"][5:]: marker.find() for marker in soup("marker")}
    assert float(markers["m0"]["r"]) == POINT / 2
    assert float(markers["mring"]["r"]) > POINT / 2 + 3
    heights = [int(frame["height"]) for frame in soup.select("rect.sp-line")]
    assert heights[1] == max(LEAST_HEIGHT, heights[0]) > heights[0]


@given(trees())
def test_everything_stays_within_its_frame(tree):
    soup = read(merge_player(*tree))
    for picture in soup.select("ol svg"):
        *_, width, height = map(float, re.findall(r"-?\d+", picture["viewbox"]))
        for places in shown(picture).values():
            assert (np.array(places) >= 9).all()
            assert (np.array(places) <= np.array([width, height]) - 13).all()


# As HTML


def test_twenty_points_are_light():
    assert len(PLAYER.markup.encode()) <= 30_000


def test_as_many_points_as_there_is_room_for_are_shown_and_still_light():
    points = RNG.normal(size=(MOST_NUMBERED, 2))
    assert len(merge_player(points, agglomerate(points)).markup.encode()) <= 60_000


def test_a_linkage_of_scipy_and_points_of_any_kind_are_shown():
    points = RNG.normal(size=(9, 3))
    for method in ("single", "complete", "average", "ward"):
        assert len(read(merge_player(points, linkage(points, method))).select("li")) == 9
    assert repr(merge_player([[1.0]], [])) == "Start: 1 point, and as many clusters"
    assert len(read(merge_player(np.ones((4, 2)), agglomerate(np.ones((4, 2))))).select("li")) == 4


def test_every_name_that_is_referred_to_is_there_once_and_two_players_share_none():
    everything = []
    for player in (
        PLAYER,
        merge_player(HOMES, MERGES, caption="Again"),
        merge_player(HOMES, agglomerate(HOMES, linkage="complete")),
        merge_player(HOMES[:, ::-1], MERGES),
    ):
        soup = read(player)
        names = [tag["id"] for tag in soup.select("[id]")]
        used = {use["href"][1:] for use in soup.select("use")}
        used |= set(re.findall(r"url\(#(\w+)\)", soup.svg["style"]))
        assert len(names) == len(set(names))
        assert used <= set(names)
        everything += names
    assert len(everything) == len(set(everything))


def test_text_is_shown_as_it_is_written():
    nasty = "<script>alert('&\"')</script>"
    soup = read(merge_player(HOMES, MERGES, caption=nasty, columns=[nasty, "</svg>"]))
    assert not soup.find("script")
    assert soup.find("step-player")["aria-label"] == nasty
    assert {nasty, "</svg>", "height"} <= {text.text for text in soup.select("defs text")}


def test_a_notebook_shows_the_player_and_where_it_cannot_the_sentences():
    data, metadata = DisplayFormatter().format(PLAYER)
    assert data["text/plain"] == repr(PLAYER)
    html = data["text/html"]
    assert html.count("<script>") == len(KIT) - html.count("<style>")
    assert PLAYER.markup in html
    assert not metadata  # so the site looks for no files to download


# What is refused


def test_points_must_be_good():
    with pytest.raises(ValueError, match="^points must hold finite numbers only"):
        merge_player([[np.nan]] * 20, MERGES)


@pytest.mark.parametrize(
    "points, merges, words",
    [
        (HOMES, MERGES[:-1], "merges must be"),
        (HOMES[1:], MERGES, "19 merges of 19 points"),
        (HOMES, None, "merges must be such as agglomerate"),
        (HOMES, [(0, 1)], "merges must be such as agglomerate"),
        (HOMES[:3], [(0, 1, 2.0, 2), (2, 3, 1.0, 3)], "must not be lower"),
        (np.zeros((31, 2)), MERGES, "at most 30 points; got 31: take a sample"),
    ],
    ids=["too few", "too many", "none", "short rows", "falling", "too many points"],
)
def test_merges_must_be_of_these_points(points, merges, words):
    with pytest.raises(ValueError, match=words):
        merge_player(points, merges)


@pytest.mark.parametrize("columns", [["x"], "xy"], ids=["one", "a word"])
def test_there_is_one_name_for_each_column(columns):
    with pytest.raises(ValueError, match="columns must be 2 names, one for each column"):
        merge_player(HOMES, MERGES, columns=columns)
