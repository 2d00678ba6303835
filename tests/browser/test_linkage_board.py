"""Drag the cut through a tree, choose the linkage; and the arithmetic behind it."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect
from scipy.cluster.hierarchy import linkage as scipys_linkage
from scipy.spatial.distance import pdist

from helpers import agglomerate, cut, linkage_board, meetups
from helpers.boards.player import FOLDER
from helpers.drawing.tree import brackets, cut_height, leaf_order
from helpers.hierarchy import LINKAGES

from .test_playground import AXE, VIEWS, at, keys, page_of, touches

HOMES = meetups()
BOARD = linkage_board(HOMES, columns=["east", "north"], code="homes")


# The arithmetic


def cases():
    """Return points of many kinds, with ties and duplicates among them, and a linkage for each."""
    rng, made = np.random.default_rng(0), []
    for case in range(500):
        n, d = int(rng.integers(2, 31)), int(rng.integers(1, 4))
        points = rng.normal(size=(n, d)) * rng.choice([1e-9, 1, 1e6])
        if case % 5 == 4:
            points = rng.integers(0, 4, size=(n, d)).astype(float)
        made.append((points, LINKAGES[case % 4], int(rng.integers(1, n + 1))))
    return made


def test_the_trees_of_five_hundred_cases_are_those_of_scipy_and_of_the_helpers(chromium):
    page, made = chromium.new_page(), cases()
    for name in ("arithmetic.js", "hierarchy.js"):
        page.add_script_tag(content=(FOLDER / name).read_text(encoding="utf-8"))
    answers = page.evaluate(  # as text, since Playwright takes long over many numbers
        """cases => JSON.stringify(JSON.parse(cases).map(([points, how, k]) => {
             const b = courseBoards, merges = b.agglomerate(points, how);
             return [merges, b.cutTree(merges, k), b.leafOrder(merges), b.brackets(merges)];
           }))""",
        json.dumps([[points.tolist(), how, k] for points, how, k in made]),
    )
    page.close()
    for i, ((points, how, k), (merges, labels, order, corners)) in enumerate(
        zip(made, json.loads(answers), strict=True)
    ):
        ours = agglomerate(points, linkage=how)
        size = np.ptp(points) + 1e-30
        theirs = scipys_linkage(pdist(points), how)
        if i % 5 != 4:  # no ties
            assert np.allclose(np.array(merges), theirs, atol=1e-9 * size)
        if i % 5 != 4 or how in ("single", "complete"):  # nothing is rounded, so ties are the same
            assert np.allclose(np.array(merges), np.array(ours), atol=1e-9 * size)
            assert labels == cut(ours, k).tolist()
            assert order == leaf_order(ours).tolist()
            assert np.allclose(corners, brackets(ours), atol=1e-9 * size)
        if how == "single":  # whichever of two that tie comes first
            assert np.allclose([merge[2] for merge in merges], theirs[:, 2], atol=1e-9 * size)


# The board


def labels_shown(board, how, k):
    assert board.state()["labels"] == cut(agglomerate(HOMES, linkage=how), k).tolist()


def slide(board, k):
    board.root.get_by_label("Number of clusters", exact=True).focus()
    keys(board, "Home", *["ArrowRight"] * (k - 1))


def tree_pixel(board, height, x=10):
    """Return where a height of the tree is on the screen."""
    script = """(e, place) => {
        const tree = e.played.tree, [x, y] = tree.spotOf(place);
        const at = new DOMPoint(x, y).matrixTransform(tree.svg.getScreenCTM());
        return [at.x, at.y];
    }"""
    return board.root.evaluate(script, [x, height])


def drag_cut(board, to):
    merges = agglomerate(HOMES, linkage=board.state()["linkage"])
    start = tree_pixel(board, cut_height(merges, board.state()["k"]))
    board.page.mouse.move(*start)
    board.page.mouse.down()
    board.page.mouse.move(*tree_pixel(board, to), steps=5)
    board.page.mouse.up()


def done(board, words):
    return expect(board.root.locator(".tasks li").filter(has_text=words))


def test_the_slider_and_the_linkage_give_the_clusters_of_the_helpers(open_small):
    board = open_small(BOARD)
    board.says(
        "Single linkage, 3 clusters: 14, 2 and 4 points.  "
        "Merges 17 and 18 tie, so no height gives 3."
    )
    for how in LINKAGES:
        board.choose("Linkage", how)
        for k in (1, 5):
            slide(board, k)
            labels_shown(board, how, k)
    board.says("Ward’s linkage, 5 clusters: 4, 3, 3, 5 and 5 points.")
    made = board.root.locator(".sp-made").first.get_attribute("d")
    assert made.count("M") == 15
    board.press("Undo")
    board.press("Reset")
    labels_shown(board, "single", 3)


def test_the_cut_is_dragged_and_passes_the_tie_at_once(open_small):
    board = open_small(BOARD)
    seen = []
    for height in (20, 11.9, 9):
        before = board.said.inner_text()
        drag_cut(board, height)
        assert board.said.inner_text() != before
        heights = [merge.height for merge in agglomerate(HOMES)]
        assert board.state()["k"] == 20 - np.sum(np.array(heights) <= height)
        seen.append(board.state()["k"])
    assert 3 not in seen
    assert {2, 4} <= set(seen)
    board.press("Undo")
    assert board.state()["k"] == seen[-2]


def test_clusters_are_counted_in_sight_while_the_cut_is_dragged_and_said_once_it_rests(open_small):
    board = open_small(BOARD)
    before, seen = board.said.inner_text(), board.root.locator(".seen")
    board.page.mouse.move(*tree_pixel(board, 12.0416))
    board.page.mouse.down()
    for height, words in (25, "2 clusters: 14 and 6 points."), (31, "1 cluster: 20 points."):
        board.page.mouse.move(*tree_pixel(board, height), steps=4)
        expect(seen).to_have_text(f"Single linkage, {words}")
        expect(seen).to_be_visible()
        assert seen.get_attribute("aria-hidden") == "true"
        expect(board.said).to_have_css("clip-path", "inset(50%)")
        board.says(before)
    board.page.mouse.up()
    board.says("Single linkage, 1 cluster: 20 points.")
    expect(board.said).to_have_css("clip-path", "none")
    expect(seen).to_be_hidden()
    assert seen.text_content() == ""


def test_a_cut_that_is_taken_back_stands_where_it_was(open_small):
    board = open_small(BOARD)
    before = board.said.inner_text()
    board.page.mouse.move(*tree_pixel(board, 12.0416))
    board.page.mouse.down()
    board.page.mouse.move(*tree_pixel(board, 25), steps=4)
    expect(board.root.get_by_label("Number of clusters")).to_have_value("2")
    board.plane.nth(1).dispatch_event("pointercancel")
    board.says(before)
    expect(board.root.get_by_label("Number of clusters")).to_have_value("3")
    board.page.mouse.up()


def test_a_point_is_highlighted_on_the_map_in_the_tree_and_in_the_list(open_small):
    board = open_small(BOARD)
    board.plane.first.scroll_into_view_if_needed()
    board.click(HOMES[5].tolist())
    expect(board.said).to_contain_text("Point 5 is with points 2, 7 and 13.")
    expect(board.root.locator(".sp-rings circle")).to_have_count(8)  # on the map and in the tree
    leaf = agglomerate(HOMES)
    order = leaf_order(leaf).tolist()
    board.page.mouse.click(*tree_pixel(board, -1, x=order.index(10)))
    expect(board.said).to_contain_text("Point 10 is with point 1.")
    slide(board, 20)
    expect(board.said).to_contain_text("Point 10 is alone.")
    board.choose("Point", "-1")
    expect(board.root.locator(".sp-rings circle")).to_have_count(0)


def test_keys_alone_move_the_cut_and_highlight(open_small):
    board = open_small(BOARD)
    before = board.said.inner_text()
    board.plane.nth(1).focus()
    keys(board, "ArrowUp")
    expect(board.root.get_by_label("Number of clusters")).to_have_value("2")
    board.says(before)
    expect(board.root.locator(".seen")).to_have_text(re.compile("^Single linkage, 2 clusters"))
    expect(board.said).to_have_text(re.compile("^Single linkage, 2 clusters"))
    keys(board, "ArrowDown", "ArrowDown", "Tab")  # what is left has come to rest
    expect(board.said).to_have_text(re.compile("^Single linkage, 4 clusters"))
    board.plane.first.focus()
    keys(board, "Shift+ArrowLeft", "Enter", "Delete")
    board.says("All points stay on this board.")


def test_a_finger_drags_the_cut(open_small):
    board = open_small(BOARD, touch=True, width=390)
    board.plane.nth(1).scroll_into_view_if_needed()
    touch = touches(board.page)
    start, end = tree_pixel(board, 12.0416), tree_pixel(board, 25)
    touch("Start", *start)
    for share in np.linspace(0.1, 1, 8):
        touch("Move", *(np.array(start) + share * (np.array(end) - start)).tolist())
    touch("End")
    expect(board.said).to_have_text(re.compile("^Single linkage, 2 clusters"))


def test_the_board_knows_what_was_found_out(open_small):
    board = open_small(BOARD)
    slide(board, 2)  # which all linkages do alike
    board.choose("Linkage", "complete")
    board.choose("Linkage", "single")
    slide(board, 3)
    done(board, "that no height gives").to_contain_text("Done: ")
    board.choose("Linkage", "complete")
    done(board, "largest cluster loses").to_contain_text("Done: ")
    done(board, "the very same").not_to_contain_text("Done: ")
    board.choose("Linkage", "ward")
    done(board, "the very same").to_contain_text("Done: ")


def test_an_address_brings_the_state_back_and_a_damaged_one_the_start(open_small):
    board = open_small(BOARD)
    board.choose("Linkage", "average")
    slide(board, 4)
    board.choose("Point", "7")
    state = board.state()
    board.press("Copy address")
    address = board.page.evaluate("location.hash")
    assert address == "#linkage=1&how=average&k=4&point=7"
    again = at(board.page, page_of(BOARD), address)
    for name in ("labels", "said", "k", "point", "linkage"):
        assert again.state()[name] == state[name]
    for parts in ("how=min&k=3", "how=ward", "how=ward&k=21", "how=ward&k=3&point=20"):
        damaged = at(board.page, page_of(BOARD), f"#linkage=1&{parts}")
        damaged.says("This address is damaged, so the board is at its start.")


def test_the_lines_of_python_do_the_same(open_small):
    board = open_small(BOARD)
    board.choose("Linkage", "complete")
    *lines, last = board.root.locator("pre").text_content().splitlines()
    known = {"homes": HOMES}
    exec("\n".join(lines), known)
    assert eval(last, known).tolist() == board.state()["labels"]


@pytest.mark.parametrize("width, scheme", VIEWS)
def test_the_board_is_open_to_everyone_and_fits_the_page(open_small, width, scheme):
    board = open_small(BOARD, width=width, scheme=scheme)
    board.root.get_by_text("In Python").click()
    board.choose("Point", "5")
    board.page.evaluate(AXE)
    rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
    assert board.page.evaluate(rules) == []
    assert board.page.evaluate("document.documentElement.scrollWidth") <= width
    board.press("How it stands")
    expect(board.said).to_contain_text("Points 2, 5, 7 and 13.")


def test_without_scripts_it_is_told(open_page):
    page = open_page("blank.html", scripts=False)
    page.set_content(page_of(BOARD))
    assert page.locator("ol > li").all_inner_texts() == BOARD.sentences
    assert page.locator("step-player img").bounding_box()["width"] > 500
