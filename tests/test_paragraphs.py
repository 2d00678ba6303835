"""The paragraphs that chapter 35 clusters, and what it says of them."""

import csv
import re
from pathlib import Path

import pytest
import yaml
from own_files import faults
from paragraphs import LEAST, NAME, paragraphs, write_paragraphs

from notebooks import NUMBERS

ROOT = Path(__file__).parents[1]
LONG = "word " * LEAST
PAGE = f"""---
kernel: {LONG}
---

# A title

## {LONG}

Too short to be compared.

See {{doc}}`12-k-means`, {{term}}`means <mean>`, [here](there), **bold** `code`.
{LONG}

```{{code-cell}} ipython3
{LONG}
```

A formula $x$ {LONG}

| {LONG} |

```{{exercise-start}} Think
:label: ex
```
Do this: {LONG}
```{{exercise-end}}
```

```{{solution-start}} ex
:class: dropdown
```

```{{code-cell}} ipython3
1 + 1
```

The answer is {LONG}
```{{solution-end}}
```
"""


def test_long_paragraphs_are_kept_as_plain_text_and_nothing_else():
    first, second = paragraphs(PAGE)
    assert first == f"See k-means, means, here, bold code. {LONG}".strip()
    assert second == f"Do this: {LONG}".strip()


def test_the_chapter_that_reads_them_is_left_out_and_others_wear_their_numbers(tmp_path):
    for name, text in [("12-one", PAGE), ("35-two", f"{PAGE}data/{NAME}")]:
        (tmp_path / f"{name}.md").write_text(text)
    numbers = {tmp_path / "12-one.md": "13", tmp_path / "35-two.md": "31"}
    write_paragraphs(numbers, tmp_path / "data")
    rows = list(csv.reader((tmp_path / "data" / NAME).read_text().splitlines()))
    assert rows[0] == ["chapter", "title", "text"]
    assert [row[:2] for row in rows[1:]] == [["13", "A title"]] * 2


def test_nothing_is_written_if_no_chapter_reads_it(tmp_path):
    (tmp_path / "12-one.md").write_text(PAGE)
    write_paragraphs({tmp_path / "12-one.md": "12"}, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_every_other_chapter_has_paragraphs_without_markup_that_may_be_published(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    write_paragraphs(NUMBERS, folder / "data")
    rows = list(csv.DictReader((folder / "data" / NAME).read_text("utf-8").splitlines()))
    others = {n for path, n in NUMBERS.items() if path.stem != "35-documents"}
    assert {row["chapter"] for row in rows} == others
    assert [row["text"] for row in rows if re.search(r"[{}`$|]|\]\(", row["text"])] == []
    assert list(faults(tmp_path)) == []


# What the chapter says of them


@pytest.fixture(scope="module")
def shown():
    """Return what the cells of the chapter show, by the first line of each cell."""
    text = (ROOT / "tests" / "expected" / "35-documents.yml").read_text(encoding="utf-8")
    records = yaml.load(text, yaml.CSafeLoader)
    return {
        record["code"]: "\n".join(
            output.get("text") or output["data"]["text/plain"] for output in record["outputs"]
        )
        for record in records
    }


def after(shown, start):
    """Return the numbers that the one cell shows which begins like this."""
    (text,) = (text for code, text in shown.items() if code.startswith(start))
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def names(shown, start):
    """Return the names of clusters that a cell prints, without the clusters' numbers."""
    (text,) = (text for code, text in shown.items() if code.startswith(start))
    return set(re.findall(r"^\d (.+, .+)$", text, re.M))


def table(shown, start):
    """Return the rows of a table, without the name of each."""
    (text,) = (text for code, text in shown.items() if code.startswith(start))
    return [list(map(float, re.findall(r"\d+(?:\.\d+)?(?= |$)", row))) for row in text.split("\n")]


def test_nearly_all_counts_are_zeros_and_nearly_all_angles_nearly_right(shown):
    assert after(shown, 'counter = CountVectorizer(stop_words="english")')[2] > 97
    no_word, low, *_ = after(shown, "pairs = (points")
    assert no_word > 30 and low > 85


def test_the_clusters_leave_nearly_all_inertia_and_their_silhouette_is_close_to_0(shown):
    (_, left, silhouette, _, _) = after(shown, "def quality")
    assert 0.9 < left < 0.99 and 0 < silhouette < 0.05
    for row in table(shown, "tried = {}")[1:]:
        assert row[-4] > 0.85 and row[-3] < 0.05


def test_other_starts_leave_as_much_inertia_and_find_other_clusters(shown):
    for start in ["agreement = adjusted", "theirs = KMeans"]:
        inertia, agreement = after(shown, start)
        assert 0.99 <= inertia <= 1.01 and agreement < 0.4
    assert names(shown, "words = vectorizer").isdisjoint(names(shown, "again = best_of"))


def test_the_list_of_small_words_and_the_counter_do_not_know_this_course(shown):
    assert any("['find', 'first', 'move']" in text for text in shown.values())
    (common,) = (text for text in shown.values() if "dtype: int64" in text)
    means = int(re.search(r"^means +(\d+)$", common, re.M)[1])
    assert re.search("^does ", common, re.M)
    assert after(shown, "said = texts")[0] > means / 3


def test_the_paragraph_found_first_only_asks(shown):
    (text,) = (text for code, text in shown.items() if code.startswith("places = chapters"))
    assert text.splitlines()[1].endswith("?")


def test_clusters_and_chapters_agree_more_than_by_lot_and_far_from_wholly(shown):
    clusters, lot = after(shown, "dealt = rng")
    assert 0.1 < clusters < 0.35 and abs(lot) < 0.03


def test_fewer_dimensions_find_other_words_and_raise_scores_and_agreement(shown):
    paragraphs, largest, *beside = after(shown, "columns = vectorizer")
    assert paragraphs >= 5 and largest == 0 and min(beside) >= 2
    only, every = after(shown, "flower = normalize(svd")
    assert only > 3 * every
    before, fewer = table(shown, "rows = {}")[1:]
    assert fewer[-4] > 5 * before[-4]  # silhouette
    assert fewer[-5] < 0.8 * before[-5]  # inertia left
    assert fewer[-1] > before[-1] + 0.05  # AMI


def test_the_is_in_nearly_every_name_if_small_words_have_columns(shown):
    (text,) = (text for code, text in shown.items() if code.startswith("everything = Tfidf"))
    assert sum(", the" in line or " the," in line for line in text.splitlines()) >= 6
