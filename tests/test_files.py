"""A reader's own table."""

import csv
import gzip
import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from helpers import read_points


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
        ("size (m²)", "size (m2)"),
        ("a\u2011b – c", "a-b - c"),
        ("pro\ufb01t", "profit"),
        ("\ufeff\ufeffweight", "weight"),
        ('\ufeff"a, b"', "a, b"),
        ('\ufeff\ufeff"a, b"', "a, b"),
    ],
)
def test_a_heading_is_found_if_it_looks_like_what_is_typed(table, heading, typed):
    assert read_points(table(f"{heading},y\n1,2\n"), [typed])[0].tolist() == [[1]]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_mark_at_the_start_of_the_first_row_is_no_part_of_it(table, quote):
    path = table(f"name,x\n\ufeff{quote}Tom{quote},1\nKit,2\n")  # a header put above a file
    points, labels = read_points(path, ["x"], label="name")
    assert (points.tolist(), labels) == ([[1], [2]], ["Tom", "Kit"])
    path = table(f"x,name\n\ufeff{quote}1{quote},Tom\n2,Kit\n")
    assert read_points(path, ["x"])[0].tolist() == [[1], [2]]


def test_a_mark_further_down_is_shown(table):
    with pytest.raises(ValueError, match=r"line 3 \(x: '\\ufeff2'\)$"):
        read_points(table("x,y\n1,1\n\ufeff2,2\n"), ["x"])


@pytest.mark.parametrize(
    ("heading", "typed", "seen"),
    [
        ("\u0430ge", "age", r"'\\u0430ge'"),
        ("weight \u0441m", "weight cm", r"'weight \\u0441m'"),
        ("вес kg", "weight", "'вес kg'"),
        ("größe", "groesse", "'größe'"),
    ],
)
def test_a_letter_of_another_script_in_a_heading_is_shown_by_its_number(
    table, heading, typed, seen
):
    with pytest.raises(ValueError, match=f"column {typed!r} .* line 1 has {seen}, 'y'$"):
        read_points(table(f"{heading},y\n1,2\n"), [typed])


def test_headings_that_look_alike_are_refused_and_shown(table):
    with pytest.raises(ValueError, match=r"'x' must be in the header once; .* 'x', 'x\\u200b'$"):
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
    path = table(f"{above}x;z\n1;3\n")
    assert read_points(path, ["z", "x"])[0].tolist() == [[3, 1]]
    path = table(f"{above}x;z\n1;3\n?;3\n")
    with pytest.raises(ValueError, match=rf"in line {above.count(chr(10)) + 3} \(x: '\?'\)$"):
        read_points(path, ["z", "x"])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x;y\n1,5;2,5\n3,5;4,5\n", "1"),
        ("x\n1\n2\n", "1"),
        ("a,b\n1,2\n3,4\n", "1"),
        ("x|y\n1,5|2,5\n", "1"),
        ("x\ty\n1,5\t2,5\n", "1"),
        ("x y\n1 2\n", "x"),
        ("xXy\n1X2\n", "x"),
    ],
)
def test_a_row_is_not_taken_for_a_header(table, text, wanted):
    header = text.partition("\n")[0]
    with pytest.raises(ValueError, match=f"column '{wanted}' must be in the header once") as told:
        read_points(table(text), [wanted])
    assert all(name in str(told.value) for name in re.split(r"\W", header))


def test_a_title_that_may_be_a_header_is_told_with_its_line(table):
    path = table("\nCats, 2024\nx,y,z\n1,2,3\n")
    with pytest.raises(ValueError, match="'x' must be .* once; line 2 has 'Cats', '2024'"):
        read_points(path, ["x"])
    with pytest.raises(ValueError, match=r"line 3 has 3 fields, but the header \(line 2\) has 2$"):
        read_points(path, ["Cats"])


@pytest.mark.parametrize("empty", [",,", ",", ",,,,", '"",,', "  "])
def test_empty_rows_are_left_out(table, empty):
    path = table(f"x,y,\n{empty}\n1,2,\n{empty}\n\n3,4,\n{empty}\n{empty}\n")
    assert read_points(path, ["x", "y"])[0].tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("field", ["12%", "€5", "5.1.2024", "2024-01-05", "1 234", "1X", "1\xa0"])
def test_what_is_more_than_a_number_is_refused(table, field):
    with pytest.raises(ValueError, match=rf"line 2 \(x: {re.escape(repr(field))}\)$"):
        read_points(table(f"x,y\n{field},2\n"), ["x"])


@pytest.mark.parametrize("field", ["TRUE", "True", "true", "FALSE", "False", "false"])
def test_what_is_true_or_false_is_no_number(table, field):
    with pytest.raises(ValueError, match=rf"line 2 \(x: '{field}'\)$"):
        read_points(table(f"x,y\n{field},2\n"), ["x", "y"])


def test_a_minus_that_is_no_hyphen_is_shown_by_its_number(table):
    with pytest.raises(ValueError, match=r"line 2 \(x: '\\u22121'\), 3 \(x: '\\u20131'\)$"):
        read_points(table("x,y\n\u22121,2\n–1,2\n"), ["x", "y"])


@pytest.mark.parametrize("field", ["\x1f1", "1\x1f5", "1x5"])
def test_no_sign_but_a_comma_or_a_point_stands_before_decimals(table, field):
    with pytest.raises(ValueError, match=rf"line 2 \(x: {re.escape(repr(field))}\)$"):
        read_points(table(f"x;y\n{field};2\n"), ["x"])


def test_points_and_commas_that_may_be_thousands_are_refused_together(table):
    with pytest.raises(ValueError, match="no clear, finite number"):
        read_points(table("x;y\n1,234;1.234\n"), ["x", "y"])


def test_digits_of_other_scripts_are_refused(table):
    with pytest.raises(ValueError, match=r"line 2 \(x: '٣'\)$"):
        read_points(table("x\n٣\n"), ["x"])


def test_many_rows_are_read_and_one_bad_one_among_them_is_told(table):
    rows = [f"{number},{number % 7}" for number in range(1234)]
    points, labels = read_points(table("\n".join(["x,kind", *rows])), ["x"], label="kind")
    assert points[:, 0].tolist() == list(range(1234))
    assert labels == [str(number % 7) for number in range(1234)]
    rows[1111] = "1111"
    with pytest.raises(ValueError, match=r"line 1113 has 1 fields, but the .* has 2$"):
        read_points(table("\n".join(["x,kind", *rows])), ["x"])


@pytest.mark.parametrize("name", ["cats.csv.gz", "cats.tsv", "cats"])
def test_a_file_may_be_packed_by_gzip_and_have_any_name(tmp_path, name):
    path = tmp_path / name
    content = b"x,y\n1,2\n"
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert read_points(path, ["y"])[0].tolist() == [[2]]


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"x,y\n1,2\n", mtime=0)[:-9],
        gzip.compress(b"x,y\n1,2\n", mtime=0)[:10] + b"\xff" * 20,
        b"x,y\n1,2\n",
        b"\x1f\x8b\0",
    ],
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
        ("x,y\n1\n", "line 2 has 1 fields, but the header (line 1) has 2"),
        ("x,y\n1,2\n\n1,2,3\n", "line 4 has 3 fields, but the header (line 1) has 2"),
        ("x,z\n1,2\n", "column 'y' must be in the header once; line 1 has 'x', 'z'"),
        ("x,y,y\n1,2,3\n", "column 'y' must be in the header once; line 1 has 'x', 'y', 'y'"),
        ('x,y\n1,"2"3\n', "line 2: ',' expected after '\"'"),
        ("x,y\n1,\n?,2\n", "line 2 (y: ''), 3 (x: '?')"),
        ("x,y\n" + "1,?\n" * 10, "".join(f"{line} (y: '?'), " for line in range(2, 12))[:-2]),
        ("x,y\n" + "1,?\n" * 11, "11 (y: '?') and 1 more"),
        ("x,y\n" + "1,?\n" * 12, "11 (y: '?') and 2 more"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_to_the_end(table, text, line):
    path = table(text)
    with pytest.raises(ValueError, match=f"^{re.escape(str(path))}: .*{re.escape(line)}$") as told:
        read_points(path, ["x", "y"])
    assert "more" not in line or "12 (y" not in str(told.value)


@pytest.mark.parametrize("missing", ["", " ", "\t"])
def test_each_point_has_its_label_if_labels_are_asked_for(table, missing):
    path = table(f"x,name\n1,Tom\n2,{missing}\n")
    shown = re.escape(repr(missing.strip(" ")))
    with pytest.raises(ValueError, match=rf"missing .* line 3 \(name: {shown}\)$"):
        read_points(path, ["x"], label="name")


def test_a_name_that_is_not_there_is_told_as_it_was_typed(table):
    with pytest.raises(ValueError, match="column ' body  weight' must be in the header once"):
        read_points(table("x,weight\n1,2\n"), [" body  weight"])


def test_of_many_columns_a_part_is_told(table):
    columns = [f"gene{number}" for number in range(1000)]
    with pytest.raises(ValueError, match="line 1 has 'gene0', 'gene1', ") as told:
        read_points(table(",".join(columns) + "\n" + "1," * 999 + "1\n"), ["gene"])
    assert len(str(told.value).partition(" line 1 has ")[2]) == 2000


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
    with pytest.raises(ValueError, match=r"line 5 has 4 fields, but the header \(line 1\) has 2"):
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
