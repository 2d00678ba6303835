"""Press every button and key of the step players, and look at what they show."""

import json
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from helpers import (
    agglomerate,
    grid_means,
    lloyd,
    merge_player,
    picture_player,
    random_means,
    sample_blobs,
    save_gif,
    step_player,
)
from helpers.boards.numbers import from_data
from helpers.boards.player import PLAYER, equipped
from helpers.drawing.captions import captions

from .test_playground import AXE, VIEWS

CHAPTER = "notebooks/12-k-means-step-by-step.html"
NOTEBOOKS = (Path(__file__).parents[2] / "notebooks").glob("*.md")
PLAYED = sorted(path for path in NOTEBOOKS if "step_player(" in path.read_text(encoding="utf-8"))
POINTS, _ = sample_blobs(40, grid_means(4), rng=0)
TRACES = [lloyd(POINTS, random_means(POINTS, 4, rng=seed)) for seed in (0, 1)]

TRACED = "step-player:not([data-kind])"
PICTURES = [np.full((60, 80, 3), grey, np.uint8) for grey in (0, 100, 200)]
OTHERS = {
    "pictures": picture_player(PICTURES, ["A black wall.", "A dark wall.", "A pale wall."]),
    "merges": merge_player(POINTS[:12], agglomerate(POINTS[:12])),
}

# Where the squares of the stage stand, and the same for the last panel of the storyboard.
PLACES = "e => [...e.querySelectorAll('use')].map(u => [u.x.baseVal.value, u.y.baseVal.value])"


class Player:
    """The parts of a step player on a page, as a reader finds them."""

    def __init__(self, root):
        self.root, self.page = root, root.page
        self.status = root.get_by_role("status")
        self.slider = root.get_by_role("slider", name="Step")
        self.means = root.locator(".stage > g").first.locator("> g").last

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def places(self):
        return self.means.evaluate(PLACES)

    def data(self):
        """Return what the reader gets by the link to the data."""
        link = self.root.get_by_role("link", name="data")
        with urllib.request.urlopen(link.evaluate("a => a.href")) as answer:
            return json.load(answer)

    def shows(self, step, sentences):
        self.says(step, sentences)
        expect(self.root.locator(".curve circle")).to_have_count(step)

    def says(self, step, sentences):
        expect(self.status).to_have_text(sentences[step])
        expect(self.slider).to_have_value(str(step))
        expect(self.root.locator(".stage")).to_have_attribute("aria-label", sentences[step])


@pytest.fixture
def open_stopped(open_page):
    """Return a function that opens a page on which time goes by only where the test says so."""

    def open_stopped(path, motion):
        page = open_page("blank.html", motion=motion)
        page.clock.install()
        page.goto(page.url.replace("blank.html", path))
        page.clock.pause_at("2100-01-01")
        return page

    return open_stopped


@pytest.fixture
def player(open_page):
    return Player(open_page(CHAPTER).locator("step-player").first)


@pytest.fixture
def two(open_page):
    """Open a page with two players that are not of the course."""
    page = open_page("blank.html")
    both = "".join(step_player(trace).markup for trace in TRACES)
    page.set_content(equipped(both, PLAYER))
    return [Player(root) for root in page.locator("step-player").all()]


@pytest.mark.parametrize("chapter", PLAYED, ids=lambda path: path.stem)
def test_every_player_shows_the_steps_the_sentences_and_the_end_of_its_trace(open_page, chapter):
    page = open_page(f"notebooks/{chapter.stem}.html")
    assert page.locator(TRACED).count() > 0
    for root in page.locator(TRACED).all():
        player = Player(root)
        trace = from_data(player.data())
        sentences = captions(trace)
        assert int(player.slider.get_attribute("max")) == len(trace) - 1
        for step in range(len(trace)):
            player.shows(step, sentences)
            player.press("Next")
        player.shows(len(trace) - 1, sentences)
        square = root.locator("> svg > g").last.locator("> :last-child").first
        name = square.get_attribute("href") or f"#{square.get_attribute('id')}"
        assert player.places() == root.locator(f":scope > svg {name}").evaluate(PLACES)


def test_every_button_does_what_it_says(player):
    sentences = [step["caption"] for step in player.data()["steps"]]
    last = len(sentences) - 1
    for name, step in [
        ("Next", 1), ("Next", 2), ("Previous", 1), ("Last", last), ("Next", last),
        ("First", 0), ("Previous", 0),
    ]:  # fmt: skip
        player.press(name)
        player.shows(step, sentences)


@pytest.mark.parametrize("focus", ["Next", "slider"])
def test_every_key_does_what_it_says(player, focus):
    sentences = [step["caption"] for step in player.data()["steps"]]
    last = len(sentences) - 1
    element = player.slider if focus == "slider" else player.root.get_by_role("button", name=focus)
    element.focus()
    for key, step in [
        ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", last),
        ("ArrowRight", last), ("Home", 0), ("ArrowLeft", 0),
    ]:  # fmt: skip
        player.page.keyboard.press(key)
        player.shows(step, sentences)
    assert player.page.evaluate("scrollX") == 0


def test_keys_with_a_modifier_are_left_to_the_browser(player):
    player.slider.focus()
    for key in ("Control+ArrowRight", "Shift+Home"):
        player.press("Next")
        player.slider.evaluate(
            "e => e.addEventListener('keydown', k => window.kept = !k.defaultPrevented)"
        )
        player.slider.press(key)
        assert player.page.evaluate("kept")


@pytest.mark.parametrize("way, step", [([-80, 0], 1), ([-80, 30], 1), ([80, 0], 0), ([0, -200], 0)])
def test_a_finger_that_goes_sideways_turns_to_another_step(open_page, way, step):
    page = open_page("blank.html", touch=True, width=390)
    page.set_content(step_player(TRACES[0])._repr_html_() + "<div style='height: 2000px'>")
    player = Player(page.locator("step-player"))
    box = player.root.locator(".stage").bounding_box()
    start = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    session = page.context.new_cdp_session(page)
    for share in np.linspace(0, 1, 9):
        kind = "touchMove" if share else "touchStart"
        x, y = (start + share * np.array(way)).tolist()
        points = [{"x": x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    player.says(step, captions(TRACES[0]))


def test_the_slider_and_the_picture_can_be_pressed(player):
    sentences = [step["caption"] for step in player.data()["steps"]]
    player.slider.fill("3")
    player.shows(3, sentences)
    assert player.slider.get_attribute("aria-valuetext") == f"4 of {len(sentences)}"
    player.root.locator(".stage").click()
    expect(player.slider).to_be_focused()


def test_nothing_moves_before_the_reader_asks_and_play_ends_with_the_run(open_stopped):
    page = open_stopped(CHAPTER, "no-preference")
    player = Player(page.locator("step-player").first)
    sentences = [step["caption"] for step in player.data()["steps"]]
    page.clock.run_for(60_000)
    player.shows(0, sentences)

    player.press("Play")
    page.clock.run_for(2100)
    player.shows(2, sentences)
    player.press("Pause")
    page.clock.run_for(5000)
    player.shows(2, sentences)

    player.slider.press("Space")
    page.clock.run_for(1100)
    player.shows(3, sentences)
    player.slider.press("Space")
    page.clock.run_for(5000)
    player.shows(3, sentences)

    player.press("Play")
    page.clock.run_for(60_000)
    player.shows(len(sentences) - 1, sentences)
    player.press("Play")  # from the start again
    player.shows(0, sentences)
    player.press("Next")
    page.clock.run_for(5000)
    player.shows(1, sentences)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_means_glide_unless_the_reader_wants_less_motion(open_stopped, motion):
    page = open_stopped(CHAPTER, motion)
    player = Player(page.locator("step-player").first)
    player.press("Next")
    before = player.places()
    player.press("Next")
    page.clock.run_for(200)
    halfway = player.places()
    page.clock.run_for(1000)
    after = player.places()
    assert before != after
    if motion == "reduce":
        assert halfway == after
    else:
        assert before != halfway != after
        panel = player.root.locator("> svg:not(.stage) > g").nth(2).locator(".sp-way")
        way = player.means.locator(".sp-way").get_attribute("d")
        assert way == panel.get_attribute("d")
    player.press("Previous")
    assert player.places() == before


def test_two_players_on_a_page_do_not_meet(two):
    one, other = two
    one.press("Next")
    one.shows(1, captions(TRACES[0]))
    other.shows(0, captions(TRACES[1]))
    for step in (1, 2):
        other.slider.press("ArrowRight")
        other.shows(step, captions(TRACES[1]))
        one.shows(1, captions(TRACES[0]))


def test_a_copy_of_a_player_needs_nothing_of_the_other(open_page):
    """A cell that ran twice, and whose first output is folded away."""
    page = open_page("blank.html")
    html = step_player(TRACES[0])._repr_html_()
    apart = "position: absolute; top: 0; left: 640px; width: 600px"  # it stays where it is
    page.set_content(f'<div style="width: 600px">{html}</div><div style="{apart}">{html}</div>')
    first, second = (Player(root) for root in page.locator("step-player").all())
    second.press("Last")
    seen = second.root.locator(".stage").screenshot()
    first.root.evaluate("e => e.style.display = 'none'")
    assert second.root.locator(".stage").screenshot() == seen
    names = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "tag, folded, unfolded",
    [("div", "hidden", ""), ("details", "", "open")],
    ids=["a tab", "a solution"],
)
@pytest.mark.parametrize("kind", ["trace", *OTHERS])
def test_a_player_that_starts_hidden_looks_as_if_seen_from_the_start(
    open_page, kind, tag, folded, unfolded
):
    """In a tab that is not open, or a solution that is folded, nothing can be measured."""
    shown = step_player(TRACES[0]) if kind == "trace" else OTHERS[kind]
    page = open_page("blank.html")
    seen = []
    for start in (folded, unfolded):
        page.set_content(f"<main><{tag} {start}>{shown._repr_html_()}</{tag}></main>")
        player = Player(page.locator("step-player"))
        assert player.root.locator(".stage").is_visible() == (start == unfolded)
        page.locator("main > *").evaluate("e => { e.hidden = false; e.open = true; }")
        player.press("Last")
        seen.append(drawn(player))
    assert seen[0] == seen[1]
    assert player.root.locator(".stage").bounding_box()["height"] > 200


def test_the_curve_is_drawn_to_scale(two):
    player, inertias = two[0], [step.inertia for step in TRACES[0][1:]]
    player.press("Last")
    dots = player.root.locator(".curve circle").all()
    places = [[float(dot.get_attribute(name)) for name in ("cx", "cy")] for dot in dots]
    x, y = np.transpose(places)
    assert np.allclose(np.diff(x), 600 / len(inertias))
    assert np.allclose(y, 90 * (1 - np.array(inertias) / max(inertias)), atol=1e-3)
    assert player.root.locator(".curve text").first.text_content() == f"{max(inertias):.3g}"


LUMINANCE = """e => (({outlineColor}) => {
    const [r, g, b] = outlineColor.match(/\\d+/g).slice(0, 3)
        .map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
})(getComputedStyle(e))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_around_what_has_the_focus_stands_out(open_page, scheme):
    page = open_page(CHAPTER, scheme=scheme)
    player = Player(page.locator("step-player").first)
    for part in player.root.locator("button, input").all():
        part.focus()
        page.keyboard.press("Shift")  # the focus of a keyboard is shown
        ring = part.evaluate(LUMINANCE)
        ground = {"light": 1.0, "dark": 0.006}[scheme]
        light, dark = max(ring, ground) + 0.05, min(ring, ground) + 0.05
        assert light / dark >= 3


def test_a_player_that_is_moved_or_comes_late_works(two):
    one, _ = two
    one.press("Next")
    one.root.evaluate("e => document.body.append(e)")
    moved = Player(one.page.locator("step-player").last)
    moved.shows(1, captions(TRACES[0]))
    moved.press("Next")
    moved.shows(2, captions(TRACES[0]))
    assert moved.root.get_by_role("button").count() == 6

    one.page.evaluate("html => document.body.innerHTML = html", step_player(TRACES[1]).markup)
    late = Player(one.page.locator("step-player"))
    late.press("Last")
    late.shows(len(TRACES[1]) - 1, captions(TRACES[1]))


@pytest.mark.parametrize("width", [1280, 390])
def test_without_scripts_the_storyboard_is_there_instead(open_page, width):
    root = open_page(CHAPTER, width=width, scripts=False).locator("step-player").first
    assert root.get_by_role("button").count() == 0
    assert root.get_by_text("run this cell").is_visible()
    box = root.get_by_role("img").bounding_box()
    assert box["width"] > 0.6 * min(width, 800)
    assert box["height"] > box["width"] / 2
    for sentence in root.locator("li").all():
        assert sentence.is_visible()


def test_paper_shows_the_storyboard(player):
    player.press("Next")
    player.page.emulate_media(media="print")
    for part in (".stage", ".controls", ".files", "[role=status]"):
        assert not player.root.locator(part).is_visible()
    assert player.root.locator("> svg:not(.stage)").bounding_box()["width"] > 400
    assert player.root.locator("li").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_page, width, scheme):
    page = open_page(CHAPTER, width=width, scheme=scheme)
    player = Player(page.locator("step-player").first)
    player.root.get_by_role("button", name="First").focus()
    reached = []
    for _ in range(10):
        focused = page.evaluate_handle("document.activeElement").as_element()
        style = focused.evaluate(
            "e => getComputedStyle(e).outlineStyle + parseFloat(getComputedStyle(e).outlineWidth)"
        )
        reached.append((focused.inner_text() or focused.get_attribute("aria-label"), style))
        page.keyboard.press("Tab")
    names = ["First", "Previous", "Play", "Next", "Last", "Full screen", "Step"]
    names += ["GIF", "storyboard", "data"]
    assert reached == [(name, "solid3") for name in names]
    assert all(
        box["x"] >= 0 and box["x"] + box["width"] <= width
        for box in (button.bounding_box() for button in player.root.locator("button, input").all())
    )


def test_the_text_in_the_picture_can_be_read_on_a_phone(open_page):
    page = open_page(CHAPTER, width=390)
    for text in page.locator("step-player .stage > text, step-player .curve text").all():
        size = text.evaluate("t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a")
        assert size >= 9


def test_every_download_is_of_this_trace(player, tmp_path):
    trace = from_data(player.data())
    for name in ("GIF", "storyboard", "data"):
        with player.page.expect_download() as download:
            player.root.get_by_role("link", name=name, exact=True).click()
        content = download.value.path().read_bytes()
        assert len(content) > 1000
        if name == "GIF":
            assert content == save_gif(trace, tmp_path / "again.gif").read_bytes()


# Players of pictures and of merges: the same controls around another stage


@pytest.fixture(params=OTHERS)
def other(request, open_page):
    """Return how to open a page with one player of another kind, with what it says."""

    def open_other(twice=False, **look):
        page = open_page("blank.html", **look)
        html = OTHERS[request.param]._repr_html_()
        scheme = '<meta name="color-scheme" content="light dark">'
        page.set_content(f"<title>A page</title>{scheme}<main>{html * (1 + twice)}</main>")
        players = [Player(root) for root in page.locator("step-player").all()]
        return *players, OTHERS[request.param].sentences

    return open_other


def drawn(player):
    """Return what the stage of another kind of player shows now."""
    return player.root.locator(".stage").screenshot()


def test_every_button_and_key_of_the_other_players_does_what_it_says(other):
    player, sentences = other()
    last = len(sentences) - 1
    player.says(0, sentences)
    for name, step in [
        ("Next", 1), ("Previous", 0), ("Previous", 0), ("Last", last), ("Next", last), ("First", 0),
    ]:  # fmt: skip
        player.press(name)
        player.says(step, sentences)
    player.root.locator(".stage").click()
    expect(player.slider).to_be_focused()
    for key, step in [
        ("ArrowRight", 1), ("ArrowLeft", 0), ("End", last), ("ArrowRight", last), ("Home", 0),
    ]:  # fmt: skip
        player.page.keyboard.press(key)
        player.says(step, sentences)
    player.slider.fill("1")
    player.says(1, sentences)
    assert player.slider.get_attribute("aria-valuetext") == f"2 of {last + 1}"


def test_the_other_players_show_another_picture_at_each_step(other):
    player, sentences = other()
    seen = [drawn(player)]
    for _ in sentences[1:]:
        player.press("Next")
        seen.append(drawn(player))
    assert len(set(seen)) == len(sentences)
    player.press("First")
    assert drawn(player) == seen[0]


def test_the_picture_of_a_step_is_the_one_that_is_meant(other):
    player, sentences = other()
    for step in range(len(sentences)):
        if player.root.get_attribute("data-kind") == "pictures":
            shown = player.root.locator(".stage img:visible")
            expect(shown).to_have_count(1)
            item = player.root.locator("ol img").nth(step)
            assert shown.get_attribute("src") == item.get_attribute("src")
        else:
            scenes = player.root.locator(".stage svg > g")
            expect(scenes).to_have_count(2)
            parts = player.root.locator("ol > li").nth(step).locator("svg > g")
            for scene, part in zip(scenes.all(), parts.all(), strict=True):
                assert scene.inner_html() == part.evaluate("e => e.outerHTML")
        player.press("Next")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize("shown", OTHERS.values(), ids=list(OTHERS))
def test_the_other_players_wait_and_play_to_the_end_when_asked(open_stopped, shown, motion):
    page = open_stopped("blank.html", motion)
    page.set_content(shown._repr_html_())
    player, sentences = Player(page.locator("step-player")), shown.sentences
    page.clock.run_for(60_000)
    player.says(0, sentences)
    player.slider.press("Space")
    page.clock.run_for(1100)
    player.says(1, sentences)
    player.press("Pause")
    page.clock.run_for(5000)
    player.says(1, sentences)
    player.press("Play")
    page.clock.run_for(60_000)
    player.says(len(sentences) - 1, sentences)


@pytest.mark.parametrize(
    "alone",
    [TRACES[0][:1], picture_player(PICTURES[:1], ["A wall."]), merge_player([[1.0]], [])],
    ids=["trace", *OTHERS],
)
def test_a_player_of_a_single_step_has_nothing_to_play(open_stopped, alone):
    alone = step_player(alone) if isinstance(alone, list) else alone
    page = open_stopped("blank.html", "no-preference")
    page.set_content(alone._repr_html_())
    player = Player(page.locator("step-player"))
    player.press("Play")
    page.clock.run_for(5000)
    player.says(0, alone.sentences)


def test_two_of_the_other_players_do_not_meet_and_share_no_name(other):
    one, second, sentences = other(twice=True)
    second.press("Last")
    one.says(0, sentences)
    seen = drawn(second)
    one.root.evaluate("""e => {
        e.style.height = `${e.getBoundingClientRect().height}px`;  // what is below stays there
        e.replaceChildren();
    }""")
    assert drawn(second) == seen
    names = second.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(names) == len(set(names))


@pytest.mark.parametrize("width, scheme", VIEWS)
def test_the_other_players_are_open_to_everyone_and_fit_the_page(other, width, scheme):
    player, _ = other(width=width, scheme=scheme)
    player.press("Next")
    assert player.page.evaluate("document.documentElement.scrollWidth") <= width
    for part in player.root.locator(".stage, .stage > *, button, input").all():
        box = part.bounding_box()
        assert box is None or box["x"] >= 0 and box["x"] + box["width"] <= width
    for text in player.root.locator(".stage text").all():
        size = text.evaluate("t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a")
        assert size >= 9
    player.page.evaluate(AXE)
    rules = "axe.run('step-player', {preload: false}).then(result => result.violations)"
    assert player.page.evaluate(rules) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_without_scripts_and_on_paper_the_other_players_show_every_step(open_page, width):
    for scripts, media in [(False, "screen"), (True, "print")]:
        page = open_page("blank.html", width=width, scripts=scripts)
        for shown in OTHERS.values():
            page.set_content(shown._repr_html_())
            page.emulate_media(media=media)
            root = page.locator("step-player")
            for part in root.locator(".stage, .controls, [role=status]").all():
                assert not part.is_visible()
            items = root.locator("ol > li").all()
            assert [item.inner_text().strip() for item in items] == shown.sentences
            # Drawings need the script: without it one picture shows where all merges lead.
            whole = root.locator("> img.sp-storyboard").all()
            pictures = whole or root.locator("ol :is(img, svg)").all()
            assert pictures
            for picture in pictures:
                box = picture.bounding_box()
                assert box["width"] > 150 and box["height"] > 80
                assert box["x"] + box["width"] <= width


def test_a_page_in_the_dark_leaves_the_colours_of_pictures_alone(open_page):
    page = open_page(CHAPTER, scheme="dark")
    page.locator("step-player").first.evaluate(
        "(e, html) => e.outerHTML = html", OTHERS["pictures"].markup
    )
    picture = page.locator("step-player .stage img:visible").first
    style = picture.evaluate("e => (({filter, padding}) => [filter, padding])(getComputedStyle(e))")
    assert style == ["none", "0px"]
