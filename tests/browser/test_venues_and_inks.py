"""Drag venues and beat k-means; choose inks for a photograph that never leaves the browser."""

import io
import json
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from scipy.spatial.distance import cdist

from helpers import assign, best_of, ink_board, lloyd, meetups, venue_board
from helpers.boards.player import FOLDER

from .test_playground import AXE, keys, touches

HOMES = meetups()
THREE = best_of(HOMES, 3, rng=1)[-1].means
VENUES = venue_board(HOMES, THREE, columns=["blocks east", "blocks north"], code="homes")
ROWS, COLUMNS = np.mgrid[0:30, 0:40]
FLAG = np.stack([ROWS * 8, COLUMNS * 6, 255 - ROWS * 4], axis=2).astype(np.uint8)
INKS = ink_board(FLAG, 5, code="flag")


@pytest.fixture(scope="module")
def scripts(chromium):
    """Open an empty page with the pure functions and nothing else."""
    page = chromium.new_page()
    for name in ["arithmetic.js", "seeding.js", "inks.js"]:
        page.add_script_tag(content=(FOLDER / name).read_text(encoding="utf-8"))
    yield page
    page.close()


# The arithmetic of inks


def as_canvas(pixels):
    """Return what a canvas has of pixels, all of them solid."""
    return np.column_stack([pixels, np.full(len(pixels), 255)]).ravel().tolist()


def test_a_hundred_palettes_and_their_pictures_are_those_of_the_helpers(scripts):
    rng, cases = np.random.default_rng(0), []
    for _ in range(100):
        pixels = rng.integers(0, rng.choice([3, 256]), size=(rng.integers(4, 60), 3))
        many = int(rng.integers(1, min(8, len(np.unique(pixels, axis=0))) + 1))
        starts = [rng.choice(np.unique(pixels, axis=0), many, replace=False) for _ in range(3)]
        cases.append((pixels, starts))
    answers = scripts.evaluate(
        """cases => cases.map(([pixels, starts, data]) => {
          const inks = courseBoards.inksFrom(pixels, starts);
          const picture = { width: pixels.length, height: 1, data: new Uint8ClampedArray(data) };
          const { picture: { data: paint }, shares, error } = courseBoards.painted(picture, inks);
          return { inks, paint: [...paint], shares, error };
        })""",
        [[p.tolist(), [s.tolist() for s in starts], as_canvas(p)] for p, starts in cases],
    )
    for (pixels, starts), found in zip(cases, answers, strict=True):
        ends = [lloyd(pixels, start)[-1] for start in starts]
        inks = min(ends, key=lambda end: end.inertia).means.round()
        inks = inks[np.argsort(inks.sum(axis=1), kind="stable")]
        assert found["inks"] == inks.tolist()
        labels = assign(pixels, inks)
        assert found["paint"] == as_canvas(inks[labels].astype(int))
        assert np.allclose(found["shares"], np.bincount(labels, minlength=len(inks)) / len(pixels))
        squares = ((pixels - inks[labels]) ** 2).sum(axis=1)
        assert found["error"] == pytest.approx(squares.mean() ** 0.5)


def test_the_inks_of_a_picture_serve_it_as_well_as_those_of_the_helpers(scripts):
    pixels = FLAG.reshape(-1, 3)
    inks = scripts.evaluate(
        """bytes => {
          const data = new Uint8ClampedArray(bytes);
          return courseBoards.chooseInks({ width: 40, height: 30, data }, 5, 1);
        }""",
        as_canvas(pixels),
    )
    best = best_of(pixels, 5, runs=20, rng=0)[-1]
    squares = cdist(pixels, inks, "sqeuclidean").min(axis=1).sum()
    assert best.inertia * 0.99 < squares < best.inertia * 1.1


# Venues


def measured(venues):
    walks = cdist(HOMES, venues, "cityblock").min(axis=1)
    squares = cdist(HOMES, venues, "sqeuclidean").min(axis=1).sum()
    longest = f"longest walk {walks.max():.1f}."
    return f"walks in all {walks.sum():.1f}, squares in all {squares:.1f}, {longest}"


def done(board):
    return [task[6:20] for task in board.root.locator(".tasks .done").all_inner_texts()]


def test_a_venue_is_dragged_and_the_three_numbers_follow(open_small):
    board = open_small(VENUES)
    board.says(f"The venues of k-means: {measured(THREE)}")
    places = THREE.tolist()
    for i, place in enumerate([[20, 19], [-46, 5], [-14, -9]]):
        board.drag(places[i], place)
        places[i] = board.state()["means"][i]
        assert np.allclose(places[i], place, atol=0.2)
        expect(board.said).to_contain_text(measured(places))
    assert done(board) == ["Make the walks"]
    expect(board.root.get_by_text("you win")).to_have_count(1)
    board.press("Undo")
    assert board.state()["means"][2] == pytest.approx(THREE[2])


def test_a_plan_that_is_shorter_and_fairer_beats_k_means_twice_and_no_plan_thrice(open_small):
    board = open_small(VENUES)
    moved = "(e, means) => e.played.go(e.played.stateOf(means, 'Moved'))"
    board.root.evaluate(moved, [[19, 17], [-46, 3], [-15, -11]])
    board.says(f"Moved: {measured([[19, 17], [-46, 3], [-15, -11]])}")
    assert done(board) == ["Make the walks", "Make the longe", "Beat k-means a"]
    board.root.evaluate(moved, (THREE + 0.1).tolist())
    assert done(board)[-1] == "Move every ven"
    expect(board.root.get_by_text("k-means wins").first).to_be_visible()


def test_keys_alone_move_a_venue_and_none_can_be_erased(open_small):
    board = open_small(VENUES)
    board.plane.focus()
    keys(board, "Tab", "Shift+ArrowLeft")
    expect(board.said).to_have_text(re.compile(r"^Venue 0 was put at"))
    assert board.state()["means"][0][0] < THREE[0][0]
    keys(board, "Delete")
    board.says("All venues stay on this board; drag one instead.")
    board.press("How it stands")
    expect(board.said).to_contain_text("Venue 2 at (-15.9, -10.3), 9 homes.")


def test_a_finger_drags_a_venue(open_small):
    board = open_small(VENUES, touch=True, width=390)
    touch = touches(board.page)
    start, end = board.pixel(THREE[0].tolist()), board.pixel([0, 10])
    touch("Start", *start)
    touch("Move", *end)
    touch("End")
    expect(board.said).to_have_text(re.compile("^Venue 0 was put at"))


def test_an_address_and_lines_bring_the_venues_back(open_small, capsys):
    board = open_small(VENUES)
    board.drag(THREE[0].tolist(), [10, 10])
    kept = board.state()["means"]
    board.press("Copy address")
    address = board.page.evaluate("location.hash")
    board.press("Reset")
    board.page.evaluate("a => { location.hash = ''; location.hash = a }", address)
    expect(board.said).to_have_text(f"Venues of this address: {measured(kept)}")
    assert board.state()["means"] == kept
    exec(board.root.locator("pre").text_content(), {"homes": HOMES})
    walks = cdist(HOMES, kept, "cityblock").min(axis=1)
    assert float(capsys.readouterr().out.split()[0]) == pytest.approx(walks.sum())
    board.page.evaluate("location.hash = '#venues=1&places=1,2;3'")
    expect(board.said).to_have_text(re.compile("^This address is damaged"))


# Inks


def file_of(name, image, **how):
    kept = io.BytesIO()
    image.save(kept, format=name.rpartition(".")[2].replace("jpg", "jpeg"), **how)
    return {"name": name, "mimeType": "image/any", "buffer": kept.getvalue()}


def choose(board, file):
    board.root.locator("input[type=file]").set_input_files(file)


def colours(board):
    return board.root.locator(".palette code").all_inner_texts()


def test_a_slider_and_another_start_change_the_palette(open_small):
    board = open_small(INKS)
    expect(board.said).to_have_text(re.compile(r"^5 inks, from #\w{6} to #\w{6}; error \d+\.\d\.$"))
    slider = board.root.get_by_label("Number of inks, k")
    slider.focus()
    keys(board, "ArrowRight")
    expect(board.said).to_have_text(re.compile("^6 inks"))
    assert len(colours(board)) == 6
    board.press("Another start")
    expect(board.root.locator(".tasks .done")).to_have_count(1)
    board.press("How it stands")
    for code in colours(board):
        expect(board.said).to_contain_text(code)
    board.press("Copy address")
    assert board.page.evaluate("location.hash") == "#inks=1&k=6&start=2"
    kept = colours(board)
    board.press("Reset")
    board.page.evaluate("location.hash = ''; location.hash = '#inks=1&k=6&start=2'")
    expect(board.said).to_have_text(re.compile("^6 inks"))
    assert colours(board) == kept


def test_a_photograph_of_any_kind_is_read_upright_on_white_and_a_text_is_refused(open_small):
    board = open_small(INKS)
    sideways = Image.Exif()
    sideways[0x0112] = 6
    left_red = Image.new("RGB", (60, 20), "blue")
    left_red.paste("red", (0, 0, 30, 20))
    choose(board, file_of("sideways.jpg", left_red, exif=sideways, quality=95))
    expect(board.said).to_have_text(re.compile(r"^sideways.jpg: 1,200 pixels\. "))
    original = board.root.locator("canvas.before")
    assert original.evaluate("e => [e.width, e.height]") == [20, 60]
    chosen = board.root.locator("input[type=file]")
    assert chosen.evaluate("e => e.files[0].name") == "sideways.jpg"
    red, _, blue, _ = original.evaluate(
        "e => [...e.getContext('2d').getImageData(10, 5, 1, 1).data]"
    )
    assert red > 200 > blue
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    clear.paste((255, 0, 0, 255), (0, 0, 4, 8))
    choose(board, file_of("clear.png", clear))
    expect(board.said).to_have_text(
        "clear.png: 64 pixels.  2 inks, from #ff0000 to #ffffff; error 0.0."
    )
    before = colours(board)
    choose(board, {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Buy five inks."})
    board.says(
        "notes.txt is no picture that this browser can read, or it is damaged.  "
        "Save it as JPEG or PNG first."
    )
    assert colours(board) == before
    choose(board, file_of("clear.png", clear))
    board.press("Reset")
    assert chosen.evaluate("e => e.files.length") == 0


@pytest.mark.slow
def test_twelve_megapixels_are_made_smaller_and_the_poster_is_kept_as_a_png(open_small):
    board = open_small(INKS)
    noise = np.random.default_rng(0).integers(0, 256, size=(30, 40, 3), dtype=np.uint8)
    choose(board, file_of("phone.jpg", Image.fromarray(noise).resize((4000, 3000))))
    expect(board.said).to_have_text(
        re.compile(r"^phone.jpg: 12,000,000 pixels, made smaller to 640 × 480\.  5 inks")
    )
    with board.page.expect_download() as saved:
        board.press("Save PNG")
    poster = np.array(Image.open(saved.value.path()).convert("RGB"))
    assert poster.shape == (960 + 144, 1280, 3)
    assert {"#" + bytes(c).hex() for c in np.unique(poster[:960].reshape(-1, 3), axis=0)} == set(
        colours(board)
    )
    assert ["#" + bytes(poster[-3, x]).hex() for x in range(128, 1280, 256)] == colours(board)
    expect(board.root.locator(".tasks .done").last).to_contain_text("sent nowhere")
    board.page.context.grant_permissions(["clipboard-write"])
    board.press("Copy address")
    expect(board.said).to_contain_text("but not your photograph")


def test_the_lines_paint_the_picture_that_the_board_shows(open_small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    board = open_small(INKS)
    exec(board.root.locator("pre").text_content(), {"flag": FLAG})
    shown = board.root.locator("canvas.after").evaluate(
        "e => [...e.getContext('2d').getImageData(0, 0, e.width, e.height).data]"
    )
    painted = np.array(Image.open("painted.png"))
    assert np.array_equal(painted.reshape(-1, 3), np.reshape(shown, (-1, 4))[:, :3])


@pytest.mark.parametrize("shown", [VENUES, INKS], ids=["venues", "inks"])
@pytest.mark.parametrize(
    "width, scheme", [(390, "dark"), pytest.param(1280, "light", marks=pytest.mark.slow)]
)
def test_both_are_open_to_everyone_and_fit_the_page(open_small, shown, width, scheme):
    board = open_small(shown, width=width, scheme=scheme)
    expect(board.said).not_to_be_empty()
    board.root.get_by_text("In Python").click()
    board.page.evaluate(AXE)
    rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
    assert json.dumps(board.page.evaluate(rules)) == "[]"
    assert board.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("shown", [VENUES, INKS], ids=["venues", "inks"])
@pytest.mark.parametrize(
    "scripts, media", [(False, "screen"), pytest.param(True, "print", marks=pytest.mark.slow)]
)
def test_without_scripts_and_on_paper_there_is_a_picture_with_its_numbers(
    open_page, shown, scripts, media
):
    page = open_page("blank.html", scripts=scripts)
    page.set_content(f"<title>A page</title><main>{shown._repr_html_()}</main>")
    page.emulate_media(media=media)
    expect(page.locator("step-player > img")).to_be_visible()
    assert page.locator("step-player > ol li:visible").all_inner_texts() == shown.sentences
    expect(page.locator(".board:visible")).to_have_count(0)
