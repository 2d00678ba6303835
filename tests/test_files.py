"""A reader's own file or picture."""

import csv
import gzip
import itertools
import re
import struct
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from PIL import Image, ImageCms

from helpers import (
    read_picture,
    read_points,
)

# From a file


@pytest.fixture
def table(tmp_path):
    """Return what writes a CSV file and returns its path."""

    def write(text, encoding="utf-8"):
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_columns_are_read_in_the_order_in_which_they_are_asked_for(table):
    path = table("id,a,b,c\n7,1,2.5,x\n8,-3e2,.5,y\n")
    points, labels = read_points(path, ["b", "a"], label="c")
    assert_array_equal(points, [[2.5, 1], [0.5, -300]])
    assert (points.dtype, labels) == (float, ["x", "y"])
    assert read_points(path, ["a", "b"])[1] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_may_come_from_any_system(table, encoding, end):
    path = table(end.join(["größe, b", "1, 2", "", '"3", "4"']), encoding)
    assert_array_equal(read_points(path, ["größe", "b"])[0], [[1, 2], [3, 4]])


def test_quoted_fields_may_hold_commas_quotes_and_line_ends(table):
    path = table('"a, b",c,kind\n"1",2,"say ""hi"",\nplease"\n')
    points, labels = read_points(path, ["a, b", "c"], label="kind")
    assert (points.tolist(), labels) == ([[1, 2]], ['say "hi",\nplease'])


def test_a_column_that_is_not_asked_for_may_hold_anything(table):
    path = table("a,b,b,\n1,nan,,\n2,x,y,z\n")
    assert read_points(path, ["a"])[0].tolist() == [[1], [2]]


def test_all_digits_of_a_number_are_kept(table):
    numbers = np.random.default_rng(0).normal(size=50)
    path = table("a\n" + "\n".join(map(repr, numbers.tolist())))
    assert_array_equal(read_points(path, ["a"])[0][:, 0], numbers)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_other_marks_may_stand_between_the_fields(table, mark, quote):
    rows = [["a, b" if quote else "a", "c"], ["1.5", "-2"], ["3", "1e5"]]
    path = table("\n".join(mark.join(quote + field + quote for field in row) for row in rows))
    assert read_points(path, [rows[0][0], "c"])[0].tolist() == [[1.5, -2], [3, 1e5]]


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_comma_may_stand_before_decimals_if_it_is_not_between_fields(table, mark):
    path = table(f"kind{mark}x{mark}y\na, b{mark}1,5{mark}-0,125\nc{mark}2{mark}1,234\n")
    points, labels = read_points(path, ["x", "y"], label="kind")
    assert (points.tolist(), labels) == ([[1.5, -0.125], [2, 1.234]], ["a, b", "c"])


@pytest.mark.parametrize("field", ["1,234", "1.234", "12.345", "-1,000"])
def test_what_may_be_thousands_or_decimals_is_refused(table, field):
    with pytest.raises(ValueError, match=rf"no clear, .* such as -1234.5 in line 2 \(x: '{field}'"):
        read_points(table(f"x;y\n{field};{field}\n"), ["x", "y"])


@pytest.mark.parametrize(
    ("other", "line"), [("1.5", 3), ("1.234,5", 3), ("1 234,5", 3), ("1\xa0234,5", 3)]
)
def test_a_column_does_not_mix_points_commas_and_spaces(table, other, line):
    path = table(f"x;y\n2,5;1\n{other};1\n")
    with pytest.raises(ValueError, match=rf"in line {line} \(x: {re.escape(repr(other))}\)$"):
        read_points(path, ["x", "y"])


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("gr\u00f6\u00dfe", "gro\u0308\u00dfe"),
        ("gro\u0308\u00dfe", "gr\u00f6\u00dfe"),
        ("weight  in kg ", "weight in kg"),
        ("weight\xa0in\u202fkg", "weight in kg"),
        ('"weight\r\nin kg"', "weight in kg"),
        ("\u200bweight\u00ad", "weight"),
        ("size (µm)", "size (μm)"),
        ("\ufeff\ufeffweight", "weight"),
        ('\ufeff"a, b"', "a, b"),
        ('\ufeff\ufeff"a, b"', "a, b"),
    ],
)
def test_a_heading_is_found_if_it_looks_like_what_is_typed(table, heading, typed):
    assert read_points(table(f"{heading},y\n1,2\n"), [typed])[0].tolist() == [[1]]


def test_headings_that_look_alike_are_refused_and_shown(table):
    with pytest.raises(ValueError, match=r"'x' must be in the header once; .* x, 'x\\u200b'$"):
        read_points(table("x,x\u200b\n1,2\n"), ["x"])


@pytest.mark.parametrize(
    "above",
    [
        "Cats of 2024\n",
        "Cats of 2024;;\n",
        "\n# by me; today; at noon\n",
        "sep=;\n",
        "sep=;\nCats\n\n",
    ],
)
def test_a_title_may_stand_above_the_header(table, above):
    path = table(f"{above}x;y;z\n1;2;3\n")
    assert read_points(path, ["z", "x"])[0].tolist() == [[3, 1]]
    path = table(f"{above}x;y;z\n1;2;3\n?;2;3\n")
    with pytest.raises(ValueError, match=rf"in line {above.count(chr(10)) + 3} \(x: '\?'\)$"):
        read_points(path, ["z", "x"])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x;y\n1,5;2,5\n3,5;4,5\n", "1"),
        ("x\n1\n2\n", "1"),
        ("a,b\n1,2\n3,4\n", "1"),
        ("x y\n1 2\n", "x"),
    ],
)
def test_a_row_is_not_taken_for_a_header(table, text, wanted):
    header = text.partition("\n")[0]
    with pytest.raises(ValueError, match=f"column '{wanted}' must be in the header once") as told:
        read_points(table(text), [wanted])
    assert all(name in str(told.value) for name in re.split(r"\W", header))


@pytest.mark.parametrize("empty", [",,", ",", ",,,,", '"",,', "  "])
def test_empty_rows_are_left_out(table, empty):
    path = table(f"x,y,\n{empty}\n1,2,\n{empty}\n\n3,4,\n{empty}\n{empty}\n")
    assert read_points(path, ["x", "y"])[0].tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("field", ["12%", "€5", "5.1.2024", "2024-01-05", "1 234", "0x10"])
def test_what_is_more_than_a_number_is_refused(table, field):
    with pytest.raises(ValueError, match=rf"line 2 \(x: {re.escape(repr(field))}\)$"):
        read_points(table(f"x,y\n{field},2\n"), ["x"])


def test_digits_of_other_scripts_are_refused(table):
    with pytest.raises(ValueError, match=r"line 2 \(x: '٣'\)$"):
        read_points(table("x\n٣\n"), ["x"])


def test_many_rows_are_read_and_one_bad_one_among_them_is_told(table):
    rows = [f"{number},{number % 7}" for number in range(1234)]
    points, labels = read_points(table("\n".join(["x,kind", *rows])), ["x"], label="kind")
    assert points[:, 0].tolist() == list(range(1234))
    assert labels == [str(number % 7) for number in range(1234)]
    rows[1111] = "1111"
    with pytest.raises(ValueError, match="line 1113 has 1 fields, but the header has 2$"):
        read_points(table("\n".join(["x,kind", *rows])), ["x"])


@pytest.mark.parametrize("name", ["cats.csv.gz", "cats.tsv", "cats"])
def test_a_file_may_be_packed_by_gzip_and_have_any_name(tmp_path, name):
    path = tmp_path / name
    content = b"x,y\n1,2\n"
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert read_points(path, ["y"])[0].tolist() == [[2]]


@pytest.mark.parametrize(
    "content", [gzip.compress(b"x,y\n1,2\n", mtime=0)[:-9], b"x,y\n1,2\n", b"\x1f\x8b\0"]
)
def test_a_packed_file_that_is_damaged_is_told_so(tmp_path, content):
    path = tmp_path / "cats.csv.gz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="cats.csv.gz: not UTF-8; save it as CSV UTF-8"):
        read_points(path, ["y"])


@pytest.mark.parametrize("name", ["cats.xlsx", "cats.ods", "cats.zip"])
def test_a_workbook_is_told_apart(tmp_path, name):
    path = tmp_path / name
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", "x,y\n1,2\n" * 99)
    with pytest.raises(ValueError, match=f"{name}: not UTF-8; .* and not as a workbook$"):
        read_points(path, ["y"])


@pytest.mark.parametrize("start", ["https://", "http:/", "s3://", "file:///", "plans/https:/"])
def test_an_address_of_the_web_is_no_file(start):
    with pytest.raises(ValueError, match="cats.csv: an address; download the file first$"):
        read_points(f"{start}example.org/cats.csv", ["x"])


def test_a_path_may_begin_at_home(tmp_path, monkeypatch):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "cats.csv").write_text("x\n1\n")
    assert read_points("~/cats.csv", ["x"])[0].tolist() == [[1]]
    with pytest.raises(FileNotFoundError):
        read_points("~cats.csv", ["x"])


@pytest.mark.parametrize("text", ['x,y\n1,2\n3,"4\n5,6\n7,8\n', 'x,y\n"1\n",2\n3,"4"5\n'])
def test_the_line_in_which_a_wrong_quote_begins_is_told(table, text):
    line = 3 if text.startswith("x,y\n1") else 4
    with pytest.raises(ValueError, match=f"table.csv: line {line}: "):
        read_points(table(text), ["x"])


@pytest.mark.parametrize("field", ["", "nan", "inf", "-inf", "1e150", "NA", "?", "1_000", "1,5"])
def test_a_field_that_is_no_usable_number_is_shown_with_its_line(table, field):
    path = table(f'a,b\n"1\n",2\n\n3,"{field}"\n')
    with pytest.raises(ValueError, match="table.csv: .* in line 5 ") as error:
        read_points(path, ["a", "b"])
    assert str(error.value).endswith(f"5 (b: {field!r})")


def test_a_label_that_is_a_coordinate_too_must_be_a_number(table):
    path = table("a\n1\nx\n")
    with pytest.raises(ValueError, match="in line 3"):
        read_points(path, ["a"], label="a")
    assert read_points(table("a\n1\n"), ["a"], label="a")[1] == ["1"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "there are no rows below a header"),
        ("\n\n", "there are no rows below a header"),
        ("x,y\n", "no rows below a header"),
        ("x,y\n1\n", "line 2 has 1 fields, but the header has 2"),
        ("x,y\n1,2\n\n1,2,3\n", "line 4 has 3 fields, but the header has 2"),
        ("x,z\n1,2\n", "column 'y' must be in the header once; its columns are x, z"),
        ("x,y,y\n1,2,3\n", "column 'y' must be in the header once; its columns are x, y, y"),
        ('x,y\n1,"2"3\n', "line 2: ',' expected after '\"'"),
        ("x,y\n1,\n?,2\n", "line 2 (y: ''), 3 (x: '?')"),
        ("x,y\n" + "1,?\n" * 10, "".join(f"{line} (y: '?'), " for line in range(2, 12))[:-2]),
        ("x,y\n" + "1,?\n" * 12, "11 (y: '?') and 2 more"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_to_the_end(table, text, line):
    path = table(text)
    with pytest.raises(ValueError, match=f"^{re.escape(str(path))}: .*{re.escape(line)}$") as told:
        read_points(path, ["x", "y"])
    assert "more" not in line or "12 (y" not in str(told.value)


def test_a_label_needs_a_column_of_its_own(table):
    with pytest.raises(ValueError, match=r"table.csv: column 'z' must be in the header once"):
        read_points(table("x,y\n1,2\n"), ["x"], label="z")


def test_a_table_in_another_encoding_is_told_apart(table):
    with pytest.raises(ValueError, match=r"table.csv: not UTF-8; save it as CSV"):
        read_points(table("x,größe\n1,2\n", "latin-1"), ["x"])


def test_a_line_end_in_quotes_stays_what_it_was(table):
    _, labels = read_points(table('x,name\n1,"a\r\nb"\n'), ["x"], label="name")
    assert labels == ["a\r\nb"]


def test_a_single_column_may_have_any_name(table):
    points, _ = read_points(table("X\n1\n"), ["X"])
    assert points.tolist() == [[1]]


@pytest.mark.parametrize("columns", [[], (), None, 5])
def test_at_least_one_column_is_read(table, columns):
    with pytest.raises(ValueError, match=r"^columns must|^the number of columns must"):
        read_points(table("x,y\n1,2\n"), columns)


def test_the_name_of_one_column_is_no_list_of_names(table):
    with pytest.raises(ValueError, match="^columns must be a list; got 'age'$"):
        read_points(table("age,a,g,e\n1,2,3,4\n"), "age")


def test_names_may_look_like_numbers_and_options(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("-2.csv").write_text("-1,0,-c\n5,6,a\n")
    assert read_points("-2.csv", ["0", "-1"], label="-c")[0].tolist() == [[6, 5]]


def test_empty_lines_may_come_before_the_header_and_are_counted(table):
    assert read_points(table("\n\r\nx,y\n1,2\n"), ["x"])[0].tolist() == [[1]]
    with pytest.raises(ValueError, match=r"line 5 \(x: '\?'\)$"):
        read_points(table("\n\r\nx,y\n1,2\n?,2\n"), ["x"])


def test_a_heading_may_have_several_lines_and_commas(table):
    path = table('name,"Weight,\nin kg","Age\r\nin years"\nTom,4.5,3\nKit,?,1\n')
    assert read_points(path, ["Age\r\nin years"])[0].tolist() == [[3], [1]]
    with pytest.raises(ValueError, match="in line 5 "):
        read_points(path, ["Weight,\nin kg"])


def test_headings_are_taken_as_they_are(table):
    path = table("x,x.1,Unnamed: 3,\n1,2,3,4\n")
    assert read_points(path, ["x.1", "Unnamed: 3", ""])[0].tolist() == [[2, 3, 4]]


def test_a_line_end_in_quotes_is_counted_above_a_row_that_is_too_long(table):
    with pytest.raises(ValueError, match="line 5 has 4 fields, but the header has 2"):
        read_points(table('x,y\n1,"a\n\nb"\n1,2,3,4\n'), ["x"])


def test_a_quote_within_a_field_is_part_of_it(table):
    points, labels = read_points(table('x,pipe\n1,5"\n2,6" or 7"\n'), ["x"], label="pipe")
    assert (points.tolist(), labels) == ([[1], [2]], ['5"', '6" or 7"'])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_the_line_of_a_quote_that_does_not_fit_is_told(table, end):
    path = table((end or "\n").join(["x,y", "1,2", '1,"2"3']) + end)
    with pytest.raises(ValueError, match="table.csv: line 3: ',' expected after '\"'$"):
        read_points(path, ["x"])


FIELDS = st.one_of(
    st.text("0123456789.,_-+eEx \t\xa0٣\x0b\x1f", max_size=6),
    st.floats().map(repr),
    st.sampled_from(["NA", "nan", "None", "-inf", "Infinity", "TRUE", "1e400", "1e149", '"', "#"]),
)


@given(st.lists(st.tuples(FIELDS, FIELDS), min_size=1), st.sampled_from(",;\t|"))
def test_what_is_read_is_what_python_reads_and_nothing_else_is_refused(
    tmp_path_factory, rows, mark
):
    path = tmp_path_factory.mktemp("table") / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=mark)
        writer.writerows([["x", "y"], *rows])
    rows = [row for row in rows if any(field.lstrip(" ") for field in row)]
    try:
        points, _ = read_points(path, ["x", "y"])
    except ValueError as error:
        told = re.search(r" in line \d+ \([xy]: '|no rows below a header$", str(error))
        assert told, error
    else:
        texts = [field for row in rows for field in row]
        assert "_" not in "".join(texts)
        decimal = "," if mark != "," and "," in "".join(texts) else "."
        numbers = [float(text.replace(decimal, ".")) for text in texts]
        assert points.ravel().tolist() == numbers


def test_long_fields_are_read(table):
    outline = ",".join(map(str, range(40_000)))
    assert len(outline) > 131_072  # where Python's own reader stops
    path = table(f'x,outline\n1,"{outline}"\n2,"{outline}"\n')
    points, labels = read_points(path, ["x"], label="outline")
    assert (points.tolist(), labels) == ([[1], [2]], [outline] * 2)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_of_more_bytes_a_letter_is_told_apart(table, encoding):
    with pytest.raises(ValueError, match=r"table.csv: not UTF-8"):
        read_points(table("x,y\n1,2\n", encoding), ["x"])


@pytest.mark.parametrize("rows", ["1\0,2", "1,\0", "\0" * 4096])
def test_a_file_with_a_byte_that_no_text_has_is_refused(table, rows):
    with pytest.raises(ValueError, match=r"table.csv: not UTF-8"):
        read_points(table(f"x,y\n{rows}\n"), ["x"])


def test_a_table_that_is_not_there_is_reported_as_such(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_points(tmp_path / "none.csv", ["x"])
    with pytest.raises(OSError, match="directory|denied"):
        read_points(tmp_path, ["x"])


# From a picture

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
    with pytest.raises(ValueError, match="greys are not whole numbers from 0 to 65535"):
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


@pytest.mark.parametrize("most", [3, 5])
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


def test_a_picture_that_memory_cannot_hold_is_not_called_damaged(tmp_path, monkeypatch):
    def fail(*_):
        raise MemoryError

    Image.new("RGB", (8, 4)).save(tmp_path / "large.png")
    monkeypatch.setattr("helpers.files._red_green_blue", fail)
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
    image = Image.new(mode, (4, 4), there)
    assert np.abs(shown(saved(image, icc_profile=GREY_OF_LIGHT)) - here).max() <= 1


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


@given(st.binary(min_size=1, max_size=8), st.integers(0, len(DISPLAY_P3) - 8))
def test_no_damage_to_a_profile_makes_a_picture_unreadable(tmp_path_factory, damage, place):
    path = tmp_path_factory.mktemp("damaged") / "a.tif"
    damaged = DISPLAY_P3[:place] + damage + DISPLAY_P3[place + len(damage) :]
    Image.new("RGB", (2, 2)).save(path, icc_profile=damaged)
    assert read_picture(path).shape == (2, 2, 3)


def test_a_grey_picture_with_a_profile_of_colours_is_read_without(saved):
    path = saved(Image.new("L", (4, 4), 100), icc_profile=DISPLAY_P3)
    assert shown(path).tolist() == [100, 100, 100]


def test_where_profiles_cannot_be_applied_pictures_are_read_without(saved, monkeypatch):
    path = saved(Image.new("RGB", (4, 4), (200, 100, 50)), icc_profile=DISPLAY_P3)
    deferred = sys.modules["PIL._util"].DeferredError(ImportError("no _imagingcms"))
    monkeypatch.setattr(ImageCms, "core", deferred)
    assert shown(path).tolist() == [200, 100, 50]


def test_colours_of_a_laboratory_become_those_of_a_screen(saved):
    grey = Image.new("LAB", (4, 4), (128, 128, 128))
    assert np.abs(shown(saved(grey, "a.tif")) - [119] * 3).max() <= 1


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
