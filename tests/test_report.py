"""The report of a reader's own table: what it says is true, and bad tables get one line."""

import re
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from sklearn.metrics import adjusted_mutual_info_score, silhouette_score

from helpers import iris
from helpers.command.findings import (
    differences,
    doubts,
    odd_rows,
    profile_words,
    share,
    shown,
    summary_of,
)
from helpers.command.options import command_line
from helpers.command.report import report, report_of
from helpers.command.report_page import odd
from helpers.command.report_picture import picture_of
from helpers.command.run import main
from helpers.command.study import MOST, Trial, assigned, scored, usable_rows
from helpers.command.tables import Column, columns_of, distances

RNG = np.random.default_rng(3)


def groups(n, d, k=3):
    """Return numbers in k groups, and the groups."""
    of = np.arange(n) % k
    return RNG.normal(size=(n, d)) + 8 * of[:, None], of


def numbered(values, name="c"):
    return pd.DataFrame(values, columns=[f"{name}{i}" for i in range(values.shape[1])])


def with_gaps(table, share):
    return table.mask(RNG.random(table.shape) < share)


def words_in(n):
    of = np.arange(n) % 2
    kinds = np.array([["red", "tall", "old"], ["blue", "short", "new"]])[of]
    return pd.DataFrame(kinds, columns=["colour", "size", "age"])


TABLES = {
    "iris": iris(),
    "wide": numbered(groups(60, 120)[0]),
    "long": numbered(groups(1200, 3)[0]),
    "categories": words_in(80),
    "gaps": with_gaps(numbered(groups(120, 5)[0]).assign(kind=["x", "y"] * 60), 0.4),
    "scripts": pd.DataFrame(groups(90, 2)[0], columns=["длина", "重さ"]).assign(
        **{"نوع": ["ا", "ب", "ج"] * 30}
    ),
    "one column": numbered(groups(90, 1)[0]),
    "slip": numbered(groups(90, 3)[0]).replace({0: 1}).assign(c0=[9e9, *range(0, 178, 2)]),
    "markup": pd.DataFrame(groups(60, 2)[0], columns=["<b>a</b>", "</script><i>"]),
    "infinities": numbered(groups(60, 2)[0]).assign(x=[np.inf, -np.inf] + [1.5, 2.5] * 29),
    "duplicates": pd.concat([numbered(groups(30, 2)[0])] * 3),
}


@pytest.fixture(scope="module", params=TABLES)
def made(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    TABLES[request.param].to_csv(path, index=False)
    return report_of(options_for(path))


def options_for(*words):
    parser = command_line("", [report])
    return parser.parse_args(["report", *map(str, words)])


def write(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def page(tmp_path, *words):
    out = tmp_path / "page.html"
    assert main(["report", *map(str, words), "--out", str(out), "--force"]) == 0
    return BeautifulSoup(out.read_bytes().decode(), "html.parser")


# What it says is true


def test_the_silhouette_is_that_of_scikit_learn(made):
    rows = usable_rows(made.columns)
    if len(rows) > MOST:
        pytest.skip("of a long table a sample is scored")
    apart = distances(made.columns, rows, rows)
    for trial in made.trials:
        labels, _ = assigned(made.columns, trial.medoids)
        wanted = silhouette_score(apart, labels[rows], metric="precomputed")
        assert trial.silhouette == pytest.approx(wanted)


def test_every_row_is_with_its_nearest_medoid(made):
    rows = usable_rows(made.columns)
    apart = distances(made.columns, rows, made.chosen.medoids)
    assert (apart.min(axis=1) == made.far[rows]).all()
    assert (apart[np.arange(len(rows)), made.labels[rows]] == made.far[rows]).all()
    assert (made.labels[made.chosen.medoids] == np.arange(made.chosen.k)).all()


def test_k_is_where_the_silhouette_is_furthest_above_shuffled_tables(made):
    assert made.chosen.above == max(trial.above for trial in made.trials)
    assert all(-1 <= s <= 1 for trial in made.trials for s in [trial.silhouette, *trial.shuffled])


def test_groups_that_lie_apart_are_found_in_each_half(tmp_path):
    values, of = groups(150, 4)
    path = write(tmp_path, numbered(values).to_csv(index=False))
    made = report_of(options_for(path))
    assert made.chosen.k == 3
    assert made.chosen.agreement == pytest.approx(1)
    assert adjusted_mutual_info_score(of, made.labels) == pytest.approx(1)


def test_a_table_without_groups_is_told_to_be_one(tmp_path):
    noise = numbered(np.random.default_rng(0).normal(size=(300, 4)))
    soup = page(tmp_path, write(tmp_path, noise.to_csv(index=False)))
    assert "the clusters touch" in soup.text


def test_the_profiles_are_those_of_pandas(tmp_path):
    table = iris()
    path = write(tmp_path, table.to_csv(index=False))
    options = options_for(path, "--label", "species", "--k", "3")
    made = report_of(options)
    soup = page(tmp_path, path, "--label", "species", "--k", "3")
    medians = table.drop(columns="species").groupby(made.labels).median()
    for name in medians:
        row = next(r for t in soup("table")[2:] for r in t("tr") if r.th.text == name)
        told = [float(cell.text.split(" ")[0]) for cell in row("td")[:-1]]
        assert told == pytest.approx(medians[name].tolist(), rel=1e-3)
    score = adjusted_mutual_info_score(table["species"], made.labels)
    assert f"agree with it by {score:.2f}" in soup.text


@pytest.mark.slow
def test_a_hundred_thousand_rows_need_less_than_a_gigabyte(tmp_path):
    path = write(tmp_path, numbered(groups(100_000, 9)[0]).to_csv(index=False))
    code = "import sys, resource; from helpers.command.run import main; main(sys.argv[1:]); "
    code += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    words = ["report", str(path), "--out", str(tmp_path / "page.html")]
    ran = [sys.executable, "-c", code, *words]
    done = subprocess.run(ran, capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) < 1_000_000  # kB


# The page


def test_the_page_needs_nothing_else_and_is_the_same_each_time(tmp_path):
    path = write(tmp_path, TABLES["gaps"].to_csv(index=False))
    first, again = (str(page(tmp_path, path)) for _ in range(2))
    assert first == again
    soup = BeautifulSoup(first, "html.parser")
    assert not soup(["script", "link", "iframe"])
    assert all(image["src"].startswith("data:") and image["alt"] for image in soup("img"))
    assert soup.html["lang"] == "en" and soup.title.text and len(soup("h1")) == 1
    assert all(head["scope"] in ("col", "row") for head in soup("th"))


def test_headings_that_are_markup_are_text_on_the_page(tmp_path):
    soup = page(tmp_path, write(tmp_path, TABLES["markup"].to_csv(index=False)))
    assert not soup(["b", "i", "script"]) and "<b>a</b>" in soup.text


def test_names_in_other_scripts_stay_as_they_are(tmp_path):
    soup = page(tmp_path, write(tmp_path, TABLES["scripts"].to_csv(index=False)))
    assert {"длина", "重さ", "نوع"} <= {head.text for head in soup("th")}


def test_what_cannot_be_used_is_left_out_with_its_reason(tmp_path):
    table = numbered(groups(40, 2)[0]).assign(
        same=1, day=[f"2024-01-{i % 28 + 1:02}" for i in range(40)], number=range(40),
        name=[f"person {i}" for i in range(40)], odd=[*map(str, range(0, 76, 2)), "many", "few"],
        nothing="",
    )  # fmt: skip
    soup = page(tmp_path, write(tmp_path, table.to_csv(index=False)))
    for reason in (
        "same: the same in all rows",
        "day: dates",
        "number: numbers the rows",
        "name: 40 different texts",
        "odd: numbers, but for 2 fields such as 'many'",
        "nothing: empty",
    ):
        assert reason in soup.text


def test_slips_copies_and_empty_rows_are_told(tmp_path):
    table = pd.concat([TABLES["duplicates"], pd.DataFrame([{"c0": 1e6, "c1": 1}])])
    table["kind"] = "x"
    table.loc[len(table)] = [None, None, "x"]
    soup = page(tmp_path, write(tmp_path, table.to_csv(index=False)))
    assert "c0: 1 outlier, such as 1,000,000" in soup.text
    assert "same as another one in all columns: 60" in soup.text
    assert "1 row without any value" in soup.text


@pytest.mark.parametrize("title", ["Shop", "Shop;"], ids=["alone", "as Excel pads it"])
def test_semicolons_decimal_commas_and_a_title_are_read(tmp_path, title):
    lines = [f"{i % 3 * 9 + i / 100:.2f};{i % 3}".replace(".", ",") for i in range(60)]
    path = write(tmp_path, "\n".join([title, "size;price", *lines]))
    made = report_of(options_for(path))
    assert [column.name for column in made.columns] == ["size", "price"]
    assert made.chosen.k == 3


# Bad tables

BAD = {
    "empty": ("", "0 rows"),
    "a header alone": ("a,b\n", "0 rows"),
    "one row": ("a,b\n1,2\n", "1 rows"),
    "constant": ("a,b\n" + "1,x\n" * 20, "no column can be clustered"),
    "names": ("a\n" + "".join(f"n{i}\n" for i in range(40)), "no column can be clustered"),
    "twice": ("a,a\n" + "1,2\n" * 20, "two columns have the heading 'a'"),
    "alike": ("a,a\u200b\n" + "1,2\n" * 20, r"two columns have the heading 'a\u200b'"),
    "ragged": ("a,b\n" + "1,2\n" * 20 + "1,2,3\n", "line 22 has 3 fields"),
    "gaps": ("a,b\n" + "1,?\n2,?\n" * 3 + "-,?\n" * 20, "for 1 clusters only"),
    "infinite": ("a\n" + "inf\n-inf\n" * 10, "no column can be clustered"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_gets_one_line_and_no_page(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text, problem = BAD[name]
    assert main(["report", str(write(tmp_path, text))]) == 2
    said = capsys.readouterr().err
    assert problem in said and said.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_columns_that_are_not_there_are_told(tmp_path, capsys):
    path = write(tmp_path, TABLES["iris"].to_csv(index=False))
    for option in ("--columns", "--without", "--label"):
        assert main(["report", str(path), option, "weight"]) == 2
        assert f"{option}: there is no column 'weight'" in capsys.readouterr().err


def test_rows_without_any_value_are_counted(tmp_path):
    made = report_of(options_for(write(tmp_path, "a,b\n" + "1,2\n9,8\n" * 20 + "?,\n" * 2)))
    assert "2 rows without any value that could be used: in no cluster." in list(doubts(made))


def test_a_column_of_gaps_alone_agrees_with_nothing(tmp_path, capsys):
    path = write(tmp_path, "a,b,kind\n" + "1,2,\n9,8,?\n" * 20)
    assert main(["report", str(path), "--label", "kind"]) == 2
    assert "--label: the column 'kind' has no value" in capsys.readouterr().err


def test_columns_are_found_by_what_they_look_like(tmp_path):
    table = numbered(groups(40, 2)[0]).set_axis(["gro\u0308\u00dfe", "weight\xa0in  kg"], axis=1)
    path = write(tmp_path, table.assign(**{"kind\u200b": "a"}).to_csv(index=False))
    asked = ["--columns", "gr\u00f6\u00dfe", "weight in kg", "--label", "kind"]
    made = report_of(options_for(path, *asked))
    assert [column.name for column in made.columns] == ["gro\u0308\u00dfe", "weight in kg"]
    assert made.known[0] == "kind\u200b"


def test_an_address_of_the_web_is_no_table(capsys):
    assert main(["report", "https://example.org/cats.csv"]) == 2
    assert "cats.csv: an address; download the file first" in capsys.readouterr().err


def test_a_page_is_replaced_only_if_asked(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = str(write(tmp_path, TABLES["iris"].to_csv(index=False)))
    assert main(["report", path]) == 0
    assert re.search(r"table-report\.html\n\d clusters of", capsys.readouterr().out)
    assert main(["report", path]) == 2
    assert "would be replaced" in capsys.readouterr().err


def test_numbers_that_may_have_thousands_are_left_out():
    fields = {"unclear": ["1.234", "5.678"] * 6, "clear": ["1,5", "20,25"] * 6}
    used, left = columns_of(";", fields)
    assert [column.name for column in used] == ["clear"]
    assert used[0].values[:2].tolist() == [1.5, 20.25]
    assert "thousands" in left["unclear"]


# What seldom happens


def a_column(*values, texts=(), span=1.0):
    return Column("x", np.array(values, float), list(texts), span)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1e-4, "0.0001"),
        (9.99e-5, "9.990e-05"),
        (-1e15, "-1.000e+15"),
        (1e3, "1,000"),
        (12345.6, "12,346"),
        (0.123456, "0.1235"),
        (2.0, "2"),
    ],
)
def test_a_number_has_four_digits_at_any_size(number, text):
    assert shown(number) == text


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (0, "0 %"),
        (0.004, "0.4 %"),
        (0.00444, "0.44 %"),
        (0.5, "50 %"),
        (0.996, "nearly 100 %"),
        (1, "100 %"),
    ],
)
def test_a_share_is_none_or_all_only_if_it_is_exact(part, text):
    assert share(part) == text


def test_a_column_without_values_in_a_cluster_says_nothing_of_it():
    gaps = a_column(1, 2, np.nan, np.nan)
    assert summary_of(gaps, [2, 3]) == "nothing known"
    assert summary_of(gaps, [0, 1]) == "1.5 (1.25 to 1.75)"
    assert list(differences(gaps, [2, 3])) == []
    assert profile_words([gaps], [2, 3]) == ["Nothing sets it apart clearly."]


def test_a_summary_names_the_two_most_frequent_categories_that_there_are():
    kinds = a_column(1, 1, 2, 0, np.nan, 1, texts=["red", "blue", "green"])
    assert summary_of(kinds, range(5)) == "blue 50 %, red 25 %"
    assert summary_of(kinds, [0, 5]) == "blue 100 %"
    counts = [1, 2, 2, 2, 1, 1, 1, 1, 3, 2, 2, 1, 2, 3, 2, 2, 3, 3, 3, 2]
    letters = a_column(*np.repeat(range(20), counts), texts="abcdefghijklmnopqrst")
    assert summary_of(letters, range(39)) == "i 8 %, n 8 %"  # of five equals the first


def test_differences_count_in_spans_and_in_shares():
    numbers = a_column(0, 1, 2, 3, 4, np.nan, span=8)
    assert list(differences(numbers, [3, 4, 5])) == [(0.1875, "x is higher: 3.5 against 2")]
    assert list(differences(numbers, [0, 1])) == [(0.1875, "x is lower: 0.5 against 2")]
    kinds = a_column(0, 0, 0, 1, np.nan, texts=["red", "blue"])
    words = "x is more often blue: 50 % against 25 %"
    assert list(differences(kinds, [2, 3])) == [(0.25, words)]
    assert not list(differences(kinds, range(5)))


def test_a_profile_tells_what_is_clear_and_the_clearest_first():
    kinds = a_column(0, 0, 0, 1, texts=["red", "blue"])
    slight, clear = (a_column(0, 0, 8, 8, span=span) for span in (64, 8))
    words = ["x is higher: 8 against 4", "x is more often blue: 50 % against 25 %"]
    assert profile_words([kinds, slight, clear], [2, 3]) == words


def a_report(**other):
    """Return what is found in a table, so that nothing is doubtful but what is given."""
    numbers = a_column(*[10] * 38, 13, 7)
    kinds = a_column(*[0, 1] * 10, *[1] * 20, texts=["red", "blue"])
    fine = {"columns": [numbers, kinds], "labels": np.repeat([0, 1], [38, 2]), "copies": 0}
    fine["chosen"] = Trial(2, np.array([0, 38]), 0.25, [0.2], 0.8)
    return SimpleNamespace(**fine | other)


def test_the_oddest_rows_are_told_with_what_is_odd_about_them():
    numbers = a_column(0, 1, 4, np.nan, *[2] * 99, span=8)
    kinds = a_column(0, 0, 1, 1, *[0, np.nan] * 49, 0, texts=["red", "blue"])
    far = np.array([0, 0.1, 0.8, 1, *[0.2, 0.3] * 49, 0.2])
    chosen = SimpleNamespace(medoids=[0])
    made = a_report(columns=[numbers, kinds], labels=np.zeros(103, int), far=far, chosen=chosen)
    usual = "x is 2; its medoid has 0"
    blue = "x is blue; its medoid has red"
    told = [(3, 1, blue), (2, 0.8, blue), (5, 0.3, usual), (7, 0.3, usual), (9, 0.3, usual)]
    assert list(odd_rows(made)) == told


@pytest.mark.parametrize("values", ["rst", "123"], ids=["categories", "numbers"])
def test_a_row_may_share_no_known_column_with_its_medoid(tmp_path, values):
    one, two, three = values
    lines = ["a,b", *[f",{one}"] * 15, *[f"{one},"] * 14, *[f"{three},"] * 13, *[f",{two}"] * 3]
    soup = page(tmp_path, write(tmp_path, "\n".join(lines)), "--k", "2")
    reasons = {row("td")[-1].text for row in soup("table")[-1]("tr")[1:]}
    assert reasons == {"no column has a value both of it and of its medoid"}


KINDS = a_column(*[0] * 20, *[1] * 20, texts=["red", "blue"])
GAPS = a_column(*[np.nan] * 8, *range(32), span=16)
DOUBTS = {
    "The clusters were found in 1,000 rows drawn by chance; each of the other rows "
    "went to its nearest medoid.": {"labels": np.arange(1001) % 2},
    "1 row without any value that could be used: in no cluster.": {
        "labels": np.array([-1, *np.arange(1000) % 2])
    },
    "Rows that are the same as another one in all columns: 3 of 40.  "
    "A case that was entered twice counts twice.": {"copies": 3},
    "Tables whose columns were shuffled score as well (0.25) as yours (0.25).  No clusters "
    "stand out: these are a cut through the table, not groups that were found.": {
        "chosen": Trial(2, np.array([0, 38]), 0.25, [0.1, 0.25], 0.8)
    },
    "The mean silhouette is 0.24: the clusters touch, and many rows "
    "could as well be in the next one.": {"chosen": Trial(2, np.array([0, 38]), 0.24, [], 0.8)},
    "Two halves of the table agree by 0.79 only, where 1 is all and 0 "
    "is chance: other rows would have given other clusters.": {
        "chosen": Trial(2, np.array([0, 38]), 0.25, [], 0.79)
    },
    "1 cluster with less than 5 % of the rows: read it row by row.": {
        "chosen": Trial(3, np.array([0, 38, 39]), 0.25, [], 0.8)
    },
    "The clusters are hardly more than the column x.": {
        "columns": [a_column(*[10] * 40), KINDS],
        "labels": np.repeat([0, 1], 20),
    },
    "x has gaps in 20 % of the rows, and says nothing there.": {"columns": [GAPS]},
    "x: 2 outliers, such as -40.": {"columns": [a_column(np.nan, *[10] * 37, 40, -40, span=9)]},
}


@pytest.mark.parametrize("words", DOUBTS)
def test_what_is_doubtful_is_told_alone(words):
    wrong = DOUBTS[words]
    if len(wrong.get("labels", [0] * 40)) != 40:
        wrong = {"columns": []} | wrong
    assert list(doubts(a_report(**wrong))) == [words]


def test_what_is_just_good_enough_is_not_doubted():
    assert not list(doubts(a_report()))
    assert not list(doubts(a_report(labels=np.repeat([0, 1], 20))))
    assert not list(doubts(a_report(columns=[KINDS], labels=np.repeat([0, 1], 20))))
    assert not list(doubts(a_report(columns=[], labels=np.arange(MOST) % 2)))


def test_rows_that_are_where_their_medoids_are_are_not_odd(tmp_path):
    path = write(tmp_path, "a,b\n" + "1,x\n9,y\n" * 20)
    made = report_of(options_for(path))
    assert made.far.max() == 0
    assert odd(made) is None


def test_a_table_of_categories_or_of_one_column_of_numbers_has_no_picture(tmp_path):
    made = report_of(options_for(write(tmp_path, words_in(40).to_csv(index=False))))
    assert picture_of(made) == (None, "")


def test_two_columns_that_are_never_known_together_have_no_picture(tmp_path):
    lines = [f"{i % 2 * 9 + i / 100}," if i < 30 else f",{i % 2 * 9 + i / 100}" for i in range(60)]
    made = report_of(options_for(write(tmp_path, "\n".join(["a,b", *lines]))))
    assert len(made.columns) == 2
    assert picture_of(made) == (None, "")


def test_a_small_cluster_is_to_be_read_row_by_row(tmp_path):
    lines = ["kind", *["cat", "dog"] * 30, "emu", "emu"]
    made = report_of(options_for(write(tmp_path, "\n".join(lines)), "--k", "3"))
    assert np.bincount(made.labels).tolist() == [30, 30, 2]
    assert any("1 cluster with less than 5 % of the rows" in words for words in doubts(made))


def test_rows_that_are_all_one_make_no_two_clusters():
    assert scored(np.zeros((6, 6)), 2)[1] == 0
