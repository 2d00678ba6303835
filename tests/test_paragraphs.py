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


def table(shown, start):
    """Return the rows of a table, without the name of each."""
    (text,) = (text for code, text in shown.items() if code.startswith(start))
    return [list(map(float, re.findall(r"\d+(?:\.\d+)?(?= |$)", row))) for row in text.split("\n")]


def test_nearly_all_counts_are_zeros(shown):
    assert after(shown, 'counter = CountVectorizer(stop_words="english")')[2] > 97


def test_the_paragraph_found_first_only_asks(shown):
    (text,) = (text for code, text in shown.items() if code.startswith("question_board"))
    assert text.splitlines()[1].endswith("?")


def test_other_starts_leave_as_much_inertia_and_find_other_clusters(shown):
    inertia, agreement = after(shown, "again = best_of")
    assert 0.99 <= inertia <= 1.01 and agreement < 0.4


def test_each_k_leaves_most_of_the_inertia_and_a_silhouette_close_to_0(shown):
    rows = table(shown, "def quality")[1:]
    assert len(rows) == 3
    for *_, left, silhouette in rows:
        assert 0.85 < left < 0.99 and 0 < silhouette < 0.05


def test_clusters_and_chapters_agree_more_than_by_lot_and_far_from_wholly(shown):
    clusters, lot = after(shown, "dealt = rng")
    assert 0.1 < clusters < 0.35 and abs(lot) < 0.03


def test_fewer_dimensions_find_other_words_and_raise_scores_and_agreement(shown):
    assert after(shown, "pair = vectorizer") == [0]
    assert after(shown, "svd = Truncated")[-1] > 0.5
    before, fewer = table(shown, "last = best_of")[1:]
    assert fewer[-2] > 5 * before[-2]  # silhouette
    assert fewer[-3] < 0.8 * before[-3]  # inertia left
    assert fewer[-1] > before[-1] + 0.05  # AMI
