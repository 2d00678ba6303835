"""The picture player's HTML, read as a browser reads it; tests/browser presses its buttons."""

import io
from base64 import b64decode

import numpy as np
import pytest
from bs4 import BeautifulSoup
from IPython.core.formatters import DisplayFormatter
from numpy.testing import assert_array_equal
from PIL import Image

from helpers import picture_player
from helpers.boards.pictures import SMALL, as_png
from helpers.boards.player import PLAYER

RNG = np.random.default_rng(0)


def picture(colours, shape=(30, 40)):
    """Return a picture of exactly so many colours."""
    inks = RNG.choice(256**3, size=colours, replace=False)
    inks = np.stack([inks >> 16, inks >> 8 & 255, inks & 255], axis=1).astype(np.uint8)
    pixels = np.append(np.arange(colours), RNG.integers(colours, size=shape[0] * shape[1]))
    return inks[RNG.permutation(pixels[: shape[0] * shape[1]])].reshape(*shape, 3)


PICTURES = [picture(colours) for colours in (2, 16, 1000)]
SENTENCES = ["Two colours.", "Sixteen colours.", "A thousand colours."]


def read(player):
    return BeautifulSoup(player.markup, "html.parser")


def seen(image):
    """Return the picture that an element shows."""
    data = image["src"].removeprefix("data:image/png;base64,")
    return np.array(Image.open(io.BytesIO(b64decode(data))).convert("RGB"))


def test_every_picture_is_there_to_the_last_pixel_in_its_order():
    images = read(picture_player(PICTURES, SENTENCES)).select("ol > li > img")
    for image, meant in zip(images, PICTURES, strict=True):
        assert_array_equal(seen(image), meant)
        assert (image["height"], image["width"]) == ("30", "40")


def test_every_picture_has_its_sentence_which_a_screen_reader_says_once():
    items = read(picture_player(PICTURES, SENTENCES)).select("ol > li")
    for item, sentence in zip(items, SENTENCES, strict=True):
        assert item.text == item.img["alt"] == sentence
        assert item.span["aria-hidden"] == "true"


@pytest.mark.parametrize(
    "colours, bits",
    [(1, 1), (2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (256, 8), (257, 24)],
)
def test_few_colours_cost_few_bits_a_pixel(colours, bits):
    png = as_png(picture(colours))
    depth, kind = png[24], png[25]  # of the header; kind 3 has a palette, kind 2 has not
    assert (depth * 3 if kind == 2 else depth) == bits
    assert (kind == 3) == (colours <= 256)
    assert_array_equal(np.unique(seen_colours(png), axis=0).shape, (colours, 3))


def seen_colours(png):
    return np.array(Image.open(io.BytesIO(png)).convert("RGB")).reshape(-1, 3)


def test_black_and_white_and_strips_of_memory_are_shown_as_they_are():
    board = np.zeros((8, 8, 3), np.uint8)
    board[::2, 1::2] = 255
    for shown in (board, np.asfortranarray(board), board[::-1, ::2]):
        assert_array_equal(seen(read(picture_player([shown], ["A board."])).img), shown)


def test_small_pictures_keep_sharp_pixels():
    narrow, wide = (np.zeros((2, width, 3), np.uint8) for width in (SMALL - 1, SMALL))
    assert read(picture_player([narrow], ["Narrow."])).select("img.sp-small")
    assert not read(picture_player([wide], ["Wide."])).select("img.sp-small")


def test_sixteen_colours_of_a_photograph_are_light():
    photograph = picture(16, shape=(200, 300))  # noise: no photograph is heavier
    assert len(picture_player([photograph], ["Noise."]).markup) < 200 * 300 / 2 * 4 / 3 + 1500


def test_a_picture_of_many_colours_is_packed_as_well_as_may_be():
    x, y = np.meshgrid(np.arange(100), np.arange(80))
    gradient, plain = np.stack([x, y, x + y], axis=2).astype(np.uint8), io.BytesIO()
    Image.fromarray(gradient).save(plain, format="png")
    assert len(as_png(gradient)) < len(plain.getvalue())


def test_text_is_shown_as_it_is_written():
    nasty = "<script>alert('&\"')</script>"
    soup = read(picture_player(PICTURES[:1], [nasty], caption=nasty))
    assert not soup.find("script")
    assert soup.find("step-player")["aria-label"] == soup.li.text == soup.img["alt"] == nasty


def test_two_players_share_no_name():
    players = [
        picture_player(PICTURES, SENTENCES),
        picture_player(PICTURES[::-1], SENTENCES),
        picture_player(PICTURES, SENTENCES[::-1]),
        picture_player(PICTURES, SENTENCES, caption="Again"),
    ]
    assert len({read(player).find("step-player")["id"] for player in players}) == len(players)


def test_a_notebook_shows_the_player_and_where_it_cannot_the_sentences():
    player = picture_player(np.stack(PICTURES), tuple(SENTENCES))
    data, metadata = DisplayFormatter().format(player)
    assert data["text/plain"] == "\n".join(SENTENCES)
    html = data["text/html"]
    assert html.count("<script>") == len(PLAYER) - html.count("<style>")
    assert player.markup in html
    assert not metadata  # so the site looks for no files to download


BLACK = np.zeros((3, 4, 3), np.uint8)


@pytest.mark.parametrize(
    "pictures, words",
    [
        ([], "at least one picture; got none"),
        ([BLACK, BLACK / 255], "uint8, .*picture 1 has dtype float64"),
        ([BLACK.astype(int)], "picture 0 has dtype int64"),
        ([BLACK[:, :, 0]], r"\(height, width, 3\); picture 0 has dtype uint8 and shape \(3, 4\)"),
        (BLACK, r"picture 0 has dtype uint8 and shape \(4, 3\)"),
        ([BLACK[:, :, [0, 1, 2, 0]]], r"shape \(3, 4, 4\)"),
        ([BLACK[:0]], r"shape \(0, 4, 3\)"),
        ([BLACK, BLACK[:2]], r"picture 1 .* shape \(2, 4, 3\), and the first \(3, 4, 3\)"),
    ],
    ids=["none", "floats", "int", "grey", "one", "RGBA", "empty", "other sizes"],
)
def test_what_is_no_list_of_pictures_is_refused(pictures, words):
    with pytest.raises(ValueError, match=words):
        picture_player(pictures, ["A sentence."] * len(pictures))


@pytest.mark.parametrize(
    "captions, words",
    [
        (["One."], r"one sentence for each of the 2 pictures; got \['One.'\]"),
        (["One."] * 3, r"got \['One.', 'One.', 'One.'\]"),
        ("No", r"got \['No'\]"),
        (["One.", " "], r"got \['One.', ' '\]"),
        ([None, "Two."], r"got \[None, 'Two.'\]"),
    ],
    ids=["too few", "too many", "a word", "blank", "none"],
)
def test_each_picture_needs_a_sentence(captions, words):
    with pytest.raises(ValueError, match=words):
        picture_player([BLACK, BLACK], captions)
