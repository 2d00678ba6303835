"""A reader's own picture."""

import itertools
import struct
import sys
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

from helpers import read_picture

COLOURS = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]], [[9, 80, 160], [0, 0, 0], [255] * 3]])
COLOURS = COLOURS.astype(np.uint8)
UPRIGHT = {  # what the orientation of a camera's picture does to the upright one
    1: lambda upright: upright,
    2: np.fliplr,
    3: lambda upright: np.rot90(upright, 2),
    4: np.flipud,
    5: lambda upright: upright.swapaxes(0, 1),
    6: lambda upright: np.rot90(upright, 1),
    7: lambda upright: np.rot90(upright, 2).swapaxes(0, 1),
    8: lambda upright: np.rot90(upright, -1),
}


@pytest.fixture
def saved(tmp_path):
    """Return what saves a picture and returns its path."""

    def save(image, name="picture.png", **options):
        path = tmp_path / name
        image.save(path, **options)
        return path

    return save


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif", "a.ppm", "a.PNG"])
def test_a_picture_is_read_row_by_row_as_red_green_and_blue(saved, name):
    path = saved(Image.fromarray(COLOURS), name)
    for picture in (read_picture(path), read_picture(str(path))):
        assert picture.dtype == np.uint8
        assert_array_equal(picture, COLOURS)
        picture[0] = 0  # it may be painted on


def test_the_colours_of_a_jpeg_are_nearly_those_of_its_picture(saved):
    wide = COLOURS.repeat(16, axis=0).repeat(16, axis=1)
    picture = read_picture(saved(Image.fromarray(wide), "a.jpg", quality=95, subsampling=0))
    assert picture.shape == wide.shape
    assert np.abs(picture.astype(int) - wide).max() < 12


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1"])
def test_a_grey_picture_has_three_equal_numbers_a_pixel(saved, mode):
    greys = np.array([[0, 255], [255, 0]], dtype=np.uint8)
    picture = read_picture(saved(Image.fromarray(greys).convert(mode)))
    assert_array_equal(picture, np.stack([greys] * 3, axis=2))


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_sixteen_bits_of_grey_are_scaled_and_not_cut(saved, name):
    greys = np.array([[0, 257, 385, 386], [32768, 65279, 65535, 100]], dtype=np.uint16)
    picture = read_picture(saved(Image.fromarray(greys), name))
    assert_array_equal(picture[..., 0], [[0, 1, 1, 2], [128, 254, 255, 0]])
    assert_array_equal(picture[..., 1:], picture[..., [0, 0]])


def test_greys_of_32_bits_are_read_if_16_hold_them(saved):
    greys = np.array([[0, 65535]], dtype=np.int32)
    assert read_picture(saved(Image.fromarray(greys), "a.tif"))[0, :, 2].tolist() == [0, 255]
    for bad in ([[-1, 0]], [[0, 65536]]):
        path = saved(Image.fromarray(np.array(bad, dtype=np.int32)), "a.tif")
        with pytest.raises(ValueError, match="greys are not whole numbers from 0 to 65535"):
            read_picture(path)


def test_greys_that_are_fractions_are_refused(saved):
    path = saved(Image.fromarray(np.array([[0.5]], dtype=np.float32)), "a.tif")
    with pytest.raises(ValueError, match=r"\(its greys are not whole numbers from 0 to 65535\)"):
        read_picture(path)


def test_what_is_transparent_lies_on_white(saved):
    see_through = [[[255, 0, 0, 255], [255, 0, 0, 0], [255, 0, 0, 51]]]
    picture = read_picture(saved(Image.fromarray(np.array(see_through, dtype=np.uint8))))
    assert_array_equal(picture, [[[255, 0, 0], [255, 255, 255], [255, 204, 204]]])


def test_a_colour_of_a_palette_may_be_transparent(saved):
    image = Image.new("P", (2, 1))
    image.putpalette([200, 0, 0, 0, 0, 200])
    image.putpixel((1, 0), 1)
    assert_array_equal(read_picture(saved(image)), [[[200, 0, 0], [0, 0, 200]]])
    picture = read_picture(saved(image, "a.gif", transparency=0))
    assert_array_equal(picture, [[[255, 255, 255], [0, 0, 200]]])


def test_inks_become_light(saved):
    inks = Image.fromarray(COLOURS).convert("CMYK")
    assert_array_equal(read_picture(saved(inks, "a.tif")), COLOURS)
    flat = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    red = read_picture(saved(flat, "a.jpg", quality=95))
    assert np.abs(red.astype(int) - [255, 0, 0]).max() < 4


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_of_an_animation_the_first_frame_is_read(saved, name):
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "lime", "blue")]
    options = {"lossless": True} if name == "a.webp" else {}
    path = saved(frames[0], name, save_all=True, append_images=frames[1:], **options)
    assert_array_equal(read_picture(path), np.full((4, 4, 3), [255, 0, 0]))


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_a_picture_of_a_camera_held_sideways_stands_upright(saved, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    lying = Image.fromarray(np.ascontiguousarray(UPRIGHT[orientation](COLOURS)))
    assert_array_equal(read_picture(saved(lying, exif=exif)), COLOURS)


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_a_huge_picture_is_made_smaller_with_a_word_about_it(saved, capsys, name):
    halves = np.zeros((1000, 2000, 3), dtype=np.uint8)
    halves[:, 1000:] = [255, 0, 0]
    picture = read_picture(saved(Image.fromarray(halves), name), longest=100)
    assert picture.shape == (50, 100, 3)
    assert np.abs(picture[:, :45].astype(int)).max() < 4
    assert np.abs(picture[:, 55:].astype(int) - [255, 0, 0]).max() < 4
    assert capsys.readouterr().out == (
        f"{name}: 2,000,000 pixels are many; made smaller to 100 × 50\n"
    )


def test_a_tall_picture_is_made_smaller_by_its_height(saved, capsys):
    tall = Image.new("L", (3, 90))
    assert read_picture(saved(tall), longest=30).shape == (30, 1, 3)
    assert "270 pixels are many; made smaller to 1 × 30" in capsys.readouterr().out


def test_a_picture_is_at_most_640_pixels_long_unless_told(saved):
    assert read_picture(saved(Image.new("L", (2, 1000)))).shape == (640, 1, 3)


def test_a_picture_that_fits_is_neither_enlarged_nor_spoken_about(saved, capsys):
    path = saved(Image.fromarray(COLOURS))
    assert_array_equal(read_picture(path, longest=3), COLOURS)
    assert capsys.readouterr().out == ""
    assert read_picture(path, longest=2).shape == (1, 2, 3)


def test_the_longer_side_is_a_whole_number_of_pixels(saved):
    path = saved(Image.fromarray(COLOURS))
    with pytest.raises(ValueError, match="longest must be a whole number of at least 1"):
        read_picture(path, longest=0)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"\0" * 99])
def test_a_file_that_is_no_picture_is_named(tmp_path, content):
    path = tmp_path / "notes.png"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="notes.png: .* as PNG or JPEG first$"):
        read_picture(path)


def as_file(kind):
    """Return the bytes of a picture that no kind of file makes much smaller."""
    whole = BytesIO()
    colours = np.random.default_rng(0).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    Image.fromarray(colours).save(whole, kind)
    return whole.getvalue()


@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP"]), st.floats(0, 0.9))
def test_a_picture_that_is_cut_short_is_never_taken_for_a_whole_one(tmp_path_factory, kind, share):
    path, whole = tmp_path_factory.mktemp("cut") / "photo", as_file(kind)
    path.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(ValueError, match="photo: .* as PNG"):
        read_picture(path)


def test_a_tiff_that_is_cut_short_is_refused(tmp_path):
    path, whole = tmp_path / "photo", as_file("TIFF")
    path.write_bytes(whole[: len(whole) // 2])  # in its pixels
    with pytest.raises(ValueError, match="photo: .* may be damaged or cut short: .* as PNG$"):
        read_picture(path)
    path.write_bytes(whole[:60])  # in its header: Pillow would warn, too
    with pytest.raises(ValueError, match="photo: .* as PNG"):
        read_picture(path)


@given(st.data())
def test_a_damaged_picture_is_read_or_refused_and_nothing_else(tmp_path_factory, data):
    whole = BytesIO()
    Image.fromarray(COLOURS).save(whole, data.draw(st.sampled_from(["PNG", "JPEG", "GIF", "BMP"])))
    damaged = bytearray(whole.getvalue())
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=5)):
        damaged[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "photo"
    path.write_bytes(damaged)
    try:
        picture = read_picture(path)
    except ValueError as error:
        assert "photo: " in str(error)
    else:
        assert (picture.ndim, picture.shape[2], picture.dtype) == (3, 3, np.uint8)


@pytest.mark.parametrize("most", [2, 3, 5])
def test_a_picture_of_too_many_pixels_is_refused(saved, monkeypatch, most):
    path = saved(Image.fromarray(COLOURS))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", most)
    with pytest.raises(ValueError, match=f"over {most} pixels; shrink it$"):
        read_picture(path)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 6)
    assert_array_equal(read_picture(path), COLOURS)


def test_a_picture_that_is_not_there_is_reported_as_such(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_picture(tmp_path / "none.png")
    with pytest.raises(OSError, match="directory|denied"):
        read_picture(tmp_path)


@pytest.mark.parametrize("address", ["https://example.org/a.jpg", "s3:/photos/a.jpg"])
def test_an_address_of_the_web_is_no_picture(address):
    with pytest.raises(ValueError, match="a.jpg: an address; download the file first$"):
        read_picture(address)


def test_the_path_of_a_picture_may_begin_at_home(saved, tmp_path, monkeypatch):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    saved(Image.fromarray(COLOURS), "mine.png")
    assert_array_equal(read_picture("~/mine.png"), COLOURS)


def test_a_picture_that_memory_cannot_hold_is_not_called_damaged(tmp_path, monkeypatch):
    def fail(*_):
        raise MemoryError

    Image.new("RGB", (8, 4)).save(tmp_path / "large.png")
    monkeypatch.setattr("helpers.drawing.photographs._red_green_blue", fail)
    with pytest.raises(MemoryError):
        read_picture(tmp_path / "large.png")


def fixed(*numbers):
    """Return numbers as a colour profile holds them."""
    return struct.pack(f">{len(numbers)}i", *(round(65536 * number) for number in numbers))


def profile(space, tags, *, between=b"XYZ ", kind=b"mntr"):
    """Return a colour profile with these entries."""
    white = fixed(0.9642, 1, 0.8249)
    tags = {b"wtpt": b"XYZ \0\0\0\0" + white, **tags}
    head = struct.pack(">L4s4s4s12x4s28x", 0x02400000, kind, space, between, b"acsp") + white
    index, bodies = struct.pack(">L", len(tags)), b""
    for name, body in tags.items():
        place = 132 + 12 * len(tags) + len(bodies)
        index += struct.pack(">4sLL", name, place, len(body))
        bodies += body + bytes(-len(body) % 4)
    rest = bytes(4) + head.ljust(120, b"\0") + index + bodies
    return struct.pack(">L", 4 + len(rest)) + rest


def of_screen(primaries, curve):
    """Return the profile of a screen with these three lights."""
    lights = {name: b"XYZ \0\0\0\0" + fixed(*p) for name, p in zip(LIGHTS, primaries, strict=True)}
    return profile(b"RGB ", lights | dict.fromkeys([b"rTRC", b"gTRC", b"bTRC"], curve))


def gamma(power):
    """Return a curve of light."""
    return b"curv\0\0\0\0" + struct.pack(">LH", 1, round(256 * power))


def of_ink():
    """Return the profile of a printer whose cyan, alone and in full, is (0, 188, 242)."""
    paper = [
        [
            (1 - 0.3 * c - 0.3 * m - 0.1 * y) * (1 - k),
            (60 * m - 30 * c) * (1 - k),
            (80 * y - 40 * c) * (1 - k),
        ]
        for c, m, y, k in itertools.product([0, 1], repeat=4)
    ]
    corners = bytes(round(v) for light, a, b in paper for v in (255 * light, 128 + a, 128 + b))
    same = bytes(range(256))
    table = b"mft1\0\0\0\0\4\3\2\0" + fixed(*np.eye(3).ravel()) + 4 * same + corners + 3 * same
    return profile(b"CMYK", {b"A2B0": table}, between=b"Lab ", kind=b"prtr")


LIGHTS = [b"rXYZ", b"gXYZ", b"bXYZ"]
SCREEN_CURVE = b"para\0\0\0\0\0\3\0\0" + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
SRGB = of_screen(
    [(0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.7141)],
    SCREEN_CURVE,
)
DISPLAY_P3 = of_screen(
    [(0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407)],
    SCREEN_CURVE,
)
ADOBE_RGB = of_screen(
    [(0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)],
    gamma(2.2),
)
PROPHOTO = of_screen(
    [(0.79767, 0.28804, 0), (0.13519, 0.71188, 0), (0.03134, 0.00009, 0.82491)], gamma(1.8)
)
GREY_OF_LIGHT = profile(b"GRAY", {b"kTRC": gamma(1)})


def shown(path):
    """Return the first pixel that is read from a file."""
    return read_picture(path)[0, 0].astype(int)


@pytest.mark.parametrize(
    ("icc", "there", "here"),
    [
        (SRGB, (200, 100, 50), (200, 100, 50)),
        (DISPLAY_P3, (200, 100, 50), (215, 93, 31)),
        (DISPLAY_P3, (255, 255, 255), (255, 255, 255)),
        (ADOBE_RGB, (200, 100, 50), (227, 100, 42)),
        (PROPHOTO, (128, 128, 128), (146, 146, 146)),
    ],
)
@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp", "a.jpg"])
def test_colours_are_those_that_a_screen_shows(saved, name, icc, there, here):
    exact = {"lossless": True} if name == "a.webp" else {}
    path = saved(Image.new("RGB", (16, 16), there), name, icc_profile=icc, **exact)
    assert np.abs(shown(path) - here).max() <= (3 if name == "a.jpg" else 1)


@pytest.mark.parametrize(
    ("mode", "there", "here"),
    [("L", 100, 168), ("LA", (100, 255), 168), ("LA", (100, 51), 238), ("1", 1, 255)],
)
def test_a_profile_of_greys_is_for_greys(saved, mode, there, here):
    path = saved(Image.new(mode, (4, 4), there), icc_profile=GREY_OF_LIGHT)
    assert np.abs(read_picture(path).astype(int) - here).max() <= 1


def test_a_profile_of_greys_holds_for_what_becomes_grey_between_black_and_white(saved):
    squares = Image.fromarray(np.indices((8, 8)).sum(axis=0) % 2 == 1)
    path = saved(squares, icc_profile=GREY_OF_LIGHT)
    assert np.abs(read_picture(path, longest=2).astype(int) - 188).max() <= 1


def test_a_profile_holds_for_greys_of_16_bits_and_for_palettes(saved):
    greys = Image.fromarray(np.full((4, 4), 100 * 257, dtype=np.uint16))
    assert shown(saved(greys, icc_profile=GREY_OF_LIGHT)).tolist() == [168] * 3
    named = Image.new("P", (4, 4))
    named.putpalette([200, 100, 50])
    assert np.abs(shown(saved(named, icc_profile=DISPLAY_P3)) - [215, 93, 31]).max() <= 1


def test_a_profile_comes_before_the_white_below(saved):
    clear = Image.new("RGBA", (4, 4), (200, 100, 50, 102))  # two fifths are seen
    assert np.abs(shown(saved(clear, icc_profile=DISPLAY_P3)) - [239, 190, 165]).max() <= 1


def test_a_profile_of_inks_is_for_inks(saved):
    cyan = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    assert np.abs(shown(saved(cyan, "a.tif", icc_profile=of_ink())) - [0, 188, 242]).max() <= 2
    assert np.abs(shown(saved(cyan, "a.jpg", icc_profile=of_ink())) - [0, 188, 242]).max() <= 6


BROKEN = {
    "empty": b"",
    "no profile": b"colours" * 40,
    "cut short": DISPLAY_P3[:200],
    "a head alone": DISPLAY_P3[:128],
    "too many entries": DISPLAY_P3[:128] + b"\xff" * 4 + DISPLAY_P3[132:],
    "no lights": profile(b"RGB ", {}),
    "of inks": of_ink(),
    "of greys": GREY_OF_LIGHT,
    "of no space": profile(b"XYZW", {}),
}


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.jpg", "a.webp"])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_profile_that_is_broken_or_does_not_fit_counts_for_nothing(saved, name, broken):
    image = Image.new("RGB", (16, 16), (200, 100, 50))
    plain = read_picture(saved(image, name))
    assert_array_equal(read_picture(saved(image, name, icc_profile=BROKEN[broken])), plain)


def test_a_profile_that_is_a_text_counts_for_nothing(saved):
    notes = TiffImagePlugin.ImageFileDirectory_v2()
    notes.tagtype[34675], notes[34675] = 2, "colours"  # where a TIFF has the bytes of its profile
    path = saved(Image.new("RGB", (4, 4), (200, 100, 50)), "a.tif", tiffinfo=notes)
    assert shown(path).tolist() == [200, 100, 50]


@given(st.binary(min_size=1, max_size=8), st.integers(0, len(DISPLAY_P3) - 8))
def test_no_damage_to_a_profile_makes_a_picture_unreadable(tmp_path_factory, damage, place):
    path = tmp_path_factory.mktemp("damaged") / "a.tif"
    damaged = DISPLAY_P3[:place] + damage + DISPLAY_P3[place + len(damage) :]
    Image.new("RGB", (2, 2)).save(path, icc_profile=damaged)
    assert read_picture(path).shape == (2, 2, 3)


def long(icc, megabytes):
    """Return a profile with as many megabytes at its end that nobody reads."""
    padded = icc + bytes(megabytes * 2**20)
    return struct.pack(">L", len(padded)) + padded[4:]


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.jpg", "a.webp"])
def test_a_profile_may_have_some_megabytes(saved, name):
    image = Image.new("RGB", (16, 16), (200, 100, 50))
    path = saved(image, name, icc_profile=long(DISPLAY_P3, 3))
    assert np.abs(shown(path) - [215, 93, 31]).max() <= 4
    assert PngImagePlugin.MAX_TEXT_CHUNK == 2**20  # as it is for everybody else


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("add", ["add_text", "add_itxt"])
def test_a_note_in_a_picture_may_have_some_megabytes(saved, add, packed):
    note = PngImagePlugin.PngInfo()
    getattr(note, add)("XML:com.adobe.xmp", "colours " * 2**19, zip=packed)
    assert_array_equal(read_picture(saved(Image.fromarray(COLOURS), pnginfo=note)), COLOURS)


def test_what_pillow_allows_is_as_before_when_a_picture_is_refused(tmp_path):
    path = tmp_path / "notes.png"
    path.write_bytes(b"hello")
    with pytest.raises(ValueError, match="not a picture"):
        read_picture(path)
    assert PngImagePlugin.MAX_TEXT_CHUNK == 2**20


def test_a_grey_picture_with_a_profile_of_colours_is_read_without(saved):
    path = saved(Image.new("L", (4, 4), 100), icc_profile=DISPLAY_P3)
    assert shown(path).tolist() == [100, 100, 100]


def test_where_profiles_cannot_be_applied_pictures_are_read_without(saved, monkeypatch):
    path = saved(Image.new("RGB", (4, 4), (200, 100, 50)), icc_profile=DISPLAY_P3)
    deferred = sys.modules["PIL._util"].DeferredError(ImportError("no _imagingcms"))
    monkeypatch.setattr(ImageCms, "core", deferred)
    assert shown(path).tolist() == [200, 100, 50]


@pytest.mark.parametrize("options", [{}, {"icc_profile": DISPLAY_P3}])
@pytest.mark.parametrize("longest", [4, 1])
def test_colours_of_a_laboratory_become_those_of_a_screen(saved, longest, options):
    violet = Image.new("LAB", (4, 4), (128, 160, 100))
    picture = read_picture(saved(violet, "a.tif", **options), longest=longest)
    assert np.abs(picture.astype(int) - [155, 99, 168]).max() <= 1


def test_colours_with_a_fourth_number_that_says_nothing_are_read(saved):
    padded = Image.fromarray(COLOURS).convert("RGBX")
    assert_array_equal(read_picture(saved(padded, "a.tif")), COLOURS)


def test_greys_of_16_bits_may_begin_with_their_larger_half(tmp_path):
    path = tmp_path / "a.tif"
    entries = [(256, 2), (257, 1), (258, 16), (259, 1), (262, 1), (273, 122), (277, 1)]
    entries += [(278, 1), (279, 4)]
    packed = b"".join(struct.pack(">HHLHH", tag, 3, 1, value, 0) for tag, value in entries)
    head = b"MM\0*\0\0\0\x08" + struct.pack(">H", len(entries))
    path.write_bytes(head + packed + bytes(4) + struct.pack(">HH", 100 * 257, 65535))
    assert read_picture(path)[0, :, 0].tolist() == [100, 255]


def test_of_the_two_pictures_of_a_phone_the_first_is_read(saved):
    near = [Image.new("RGB", (16, 16), colour) for colour in ("red", "blue")]
    path = saved(near[0], "a.mpo", save_all=True, append_images=near[1:])
    path = path.rename(path.with_suffix(".jpg"))
    assert np.abs(shown(path) - [254, 0, 0]).max() <= 2


def test_a_photograph_that_pillow_does_not_read_says_what_to_do(tmp_path):
    path = tmp_path / "IMG_1.HEIC"
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99))
    with pytest.raises(ValueError, match="IMG_1.HEIC: not a picture .* as PNG or JPEG first$"):
        read_picture(path)


def exif(*entries, order="<", count=None, start=8):
    """Return EXIF data with entries of tag, type, count, and two or four bytes."""
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}L", start)
    head += struct.pack(f"{order}H", len(entries) if count is None else count)
    for *about, value in entries:
        four = struct.pack(f"{order}H", value) if value < 65536 else struct.pack(f"{order}L", value)
        head += struct.pack(f"{order}HHL", *about) + four.ljust(4, b"\0")
    return b"Exif\0\0" + head + struct.pack(f"{order}L", 8)  # the next list is this one again


TURNED = (0x0112, 3, 1, 6)
ODD = {
    "none": b"",
    "no more than a name": b"Exif\0\0",
    "no EXIF": b"Exif\0\0something else",
    "orientation 0": exif((0x0112, 3, 1, 0)),
    "orientation 9": exif((0x0112, 3, 1, 9)),
    "orientation 65535": exif((0x0112, 3, 1, 65535)),
    "orientation as text": exif((0x0112, 2, 2, ord("6"))),
    "orientation as bytes": exif((0x0112, 7, 1, 6)),
    "orientation as a fraction": exif((0x0112, 5, 1, 8)),
    "orientation as a float": exif((0x0112, 11, 1, 0x40C00000)),
    "two orientations": exif((0x0112, 3, 2, 6)),
    "orientations without end": exif((0x0112, 3, 2**32 - 1, 6)),
    "no orientation": exif((0x0112, 3, 0, 6)),
    "behind its end": exif(TURNED, count=0),
    "behind the end of others": exif((0x0128, 3, 1, 2), TURNED, count=1),
    "a list elsewhere": exif(TURNED, start=2**31),
    "a list in its own head": exif(TURNED, start=0),
    "a list cut short": exif(TURNED)[:18],
    "lists in a ring": exif((0x8769, 4, 1, 8), (0x8825, 4, 1, 8)),
    "a resolution over nothing": exif((0x011A, 5, 1, 2**32 - 1), (0x0128, 2, 9, 1)),
    "an unknown type": exif((0x010F, 99, 2**31, 70000)),
}


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
@pytest.mark.parametrize("odd", ODD)
def test_odd_exif_data_change_nothing(saved, capfd, name, odd):
    plain = read_picture(saved(Image.fromarray(COLOURS), name))
    read = read_picture(saved(Image.fromarray(COLOURS), name, exif=ODD[odd]))
    assert_array_equal(read, plain)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize(
    "odd",
    [
        (0x010E, 2, 2**32 - 1, 26),  # a text without end
        (0x010F, 2, 20, 2**31),  # a text beyond the file
        (0x010F, 99, 7, 7),  # a type that there is not
        (0x0100, 3, 0, 0),  # no width
    ],
)
def test_a_broken_entry_does_not_hide_how_the_camera_was_held(saved, odd, order):
    lying = Image.fromarray(np.ascontiguousarray(UPRIGHT[6](COLOURS)))
    for entries, count in (((odd, TURNED), None), ((TURNED, odd), 65535)):
        path = saved(lying, exif=exif(*entries, order=order, count=count))
        assert_array_equal(read_picture(path), COLOURS)


def test_a_scan_that_lies_on_its_side_is_turned_once(saved):
    lying = Image.fromarray(np.ascontiguousarray(UPRIGHT[6](COLOURS)))
    assert_array_equal(read_picture(saved(lying, "a.tif", tiffinfo={0x0112: 6})), COLOURS)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "L", "P", "1", "CMYK", "I;16"])
def test_no_copy_of_a_large_picture_is_made(saved, monkeypatch, mode):
    """Each copy that Pillow makes of more than a quarter of the picture is counted."""
    image = Image.new("L", (1600, 1200), 255)
    image = image.convert("I").convert(mode) if mode == "I;16" else image.convert(mode)
    path, large = saved(image, "a.tif"), []

    def noted(self, made):
        large.append(np.prod(made.size) > 1600 * 1200 / 4)
        return new(self, made)

    new = Image.Image._new
    monkeypatch.setattr(Image.Image, "_new", noted)
    assert read_picture(path, longest=200).shape == (150, 200, 3)
    assert large and not any(large)


def test_a_picture_made_smaller_in_strips_has_no_seams(saved):
    slope = np.linspace(0, 255, 1000)[:, np.newaxis] + np.zeros(700)
    picture = read_picture(saved(Image.fromarray(slope.round().astype(np.uint8))), longest=90)
    steps = np.diff(picture[:, 30, 0].astype(int))
    assert (picture.shape[0], steps.min() >= 2, steps.max() <= 4) == (90, True, True)
