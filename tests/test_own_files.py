"""A teacher's own files: found by cells, taken home by readers, and refused if they hold people."""

import zipfile

import pytest
from books import make_book, read, write_chapters
from own_files import faults, notices, private_columns

WIDTHS = "species,width\nsetosa,3.5\nvirginica,2.8\n"
PRIVATE = {
    "by its head": "surname,grade\nx,1\n",
    "in German": "Nachname;Punkte\nx;1\n",
    "in two words": "first name\tgrade\nx\t1\n",
    "by e-mail": "key,who\n1,ada@example.org\n2,alan@example.org\n",
    "by telephone": "key,who\n1,+49 30 1234567\n2,030/7654321\n",
    "by full names": "key,who\n1,Ada Lovelace\n2,Alan M. Turing\n3,Grace Hopper\n",
    "by streets": "key,where\n1,12 Downing Street\n2,10 Abbey Road\n",
}
HARMLESS = {
    "measures": WIDTHS,
    "large numbers": "town,people\nTokyo,1380004385\nUlm,120000000\n",
    "dates": "day,time,mm\n2024-05-01,12:30,0.5\n2024-05-02,13:30,1.5\n",
    "words": "filename,colour,renamed\na.png,dark blue,no\nb.png,light red,yes\n",
    "coordinates": "lat,lon\n52.5200,13.4050\n48.8566,-2.3522\n",
    "nothing": "x,y\n",
}


@pytest.fixture
def data(tmp_path):
    """Make the folder of a teacher's files."""
    folder = tmp_path / "notebooks" / "data"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("text", PRIVATE.values(), ids=PRIVATE)
def test_a_column_that_looks_like_people_is_refused_and_may_be_permitted(data, tmp_path, text):
    (data / "class.csv").write_text(text)
    (column,) = private_columns(data / "class.csv")
    (fault,) = faults(tmp_path)
    assert fault.startswith("notebooks/data/class.csv would be published, and these columns")
    assert f": {column}.  " in fault
    line = fault.partition("by the line ")[2]
    (data / "published.toml").write_text(line + "\n")
    assert list(faults(tmp_path)) == []


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_a_table_without_people_is_not_refused(data, tmp_path, text):
    (data / "table.csv").write_text(text)
    assert list(faults(tmp_path)) == []


def test_a_permit_is_for_one_column_of_one_file(data, tmp_path):
    (data / "towns.csv").write_text("name,mail\nUlm,no\n")
    (data / "class.csv").write_text("name\nx\n")
    (data / "published.toml").write_text('"towns.csv" = ["name"]\n')
    of_class, of_towns = faults(tmp_path)
    assert "class.csv" in of_class and ": mail.  " in of_towns
    assert of_towns.endswith('"towns.csv" = ["mail", "name"]')


def test_a_file_that_cannot_be_looked_into_is_refused_and_a_picture_is_not(data, tmp_path):
    for name in ("grades.xlsx", "map.png", ".hidden"):
        (data / name).write_bytes(b"\x00")
    (fault,) = faults(tmp_path)
    assert fault.startswith(
        "notebooks/data/grades.xlsx would be published, and it cannot be looked"
    )
    (data / "published.toml").write_text(fault.partition("by the line ")[2])
    assert list(faults(tmp_path)) == []


def test_a_table_that_is_none_is_refused_in_words(data, tmp_path):
    (data / "empty.csv").write_bytes(b"")
    (data / "odd.csv").write_text("a,b\n1,2,3\n1\n1,2,3,4\n")
    assert ["cannot be looked into" in fault for fault in faults(tmp_path)] == [True, True]


def test_a_table_in_an_old_encoding_is_looked_into(data):
    (data / "class.csv").write_bytes("Größe;Vorname\n1;Jörg\n".encode("latin-1"))
    assert private_columns(data / "class.csv") == ["Vorname"]


def test_each_file_is_told_with_the_chapters_that_publish_it(data, tmp_path):
    for name in ("widths.csv", "unused.csv"):
        (data / name).write_text(WIDTHS)
    chapter = tmp_path / "notebooks" / "16-mine.md"
    chapter.write_text("pd.read_csv('data/widths.csv')")
    assert list(notices(tmp_path, [chapter])) == [
        "notebooks/data/unused.csv is left out: no chapter names it",
        "notebooks/data/widths.csv is published with 16-mine.md",
    ]


@pytest.mark.slow
def test_a_cell_reads_a_file_that_goes_home_with_its_chapter(small_book):
    """The second chapter does not name it, so that it does not get it."""
    folder, _ = small_book
    reading = "import pandas as pd\nprint(pd.read_csv('data/widths.csv')['width'].max())"
    write_chapters(folder, reading, "print(1)")
    (folder / "notebooks" / "data").mkdir()
    (folder / "notebooks" / "data" / "widths.csv").write_text(WIDTHS)
    with make_book(folder) as build:
        said = build.communicate()[0]
    assert build.returncode == 0, said
    assert said.count("notebooks/data/widths.csv is published with 11-one.md") == 1
    site = folder / "_build" / "html"
    page = read(site / "notebooks" / "11-one.html")
    assert ">3.5" in page and 'download="widths.csv"' in page
    assert read(site / "_downloads" / "data" / "widths.csv") == WIDTHS
    held = {path.name: zipfile.ZipFile(path).namelist() for path in site.rglob("*.zip")}
    assert "11-one/data/widths.csv" in held["11-one.zip"]
    assert "12-one/data/widths.csv" not in held["12-one.zip"]
    assert any(name.endswith("/data/widths.csv") for name in held["clustering-step-by-step.zip"])
