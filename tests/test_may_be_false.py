"""After a chapter shows something else, all is named that may no longer be true, and no more."""

import pytest
from may_be_false import altered, to_read_again, wrapped
from nbformat.v4 import new_code_cell

from notebooks import code_cells

CHAPTER = """---
file_format: mystnb
kernelspec:
  name: python3
  display_name: Python 3
---
# Widths

You add one to one, and it makes two.  Then you look.

```{code-cell}
import matplotlib.pyplot as plt
```

```{code-cell}
total = 1 + 1
total
```

The total is two.

It is even,
as you see.

```{code-cell}
---
mystnb:
  figure: {name: fig-total, caption: The total is low.}
  image: {alt: A dot near the bottom.}
---
plt.plot([total], "o");
```

The dot is low.

```{code-cell}
other = 7
other
```

The other is the largest of all.  It is seven.  It is cluster 3.
"""


@pytest.fixture
def chapter(tmp_path):
    """Write a chapter, of which a sentence, a figure and another sentence depend on a total."""
    path = tmp_path / "16-widths.md"
    path.write_text(CHAPTER)
    return path


def records(chapter, total, other):
    """Return what its cells show, as the expected outputs keep it."""
    shown = [
        [],
        [{"data": {"text/plain": total}}],
        [{"data": {"image/png": "", "text/plain": "<Figure>"}}],
        [{"data": {"text/plain": other}}],
    ]
    cells = zip(code_cells(chapter), shown, strict=True)
    return [{"code": cell.source, "outputs": outputs} for cell, outputs in cells]


def test_nothing_is_said_of_a_chapter_that_shows_the_same(chapter):
    same = records(chapter, "2", "7")
    assert to_read_again(chapter, same, same) == []


def test_captions_alt_texts_and_paragraphs_after_a_changed_output_are_named(chapter):
    """Also of a figure that draws from what has changed, though pictures are not compared."""
    report = to_read_again(chapter, records(chapter, "2", "7"), records(chapter, "3", "7"))
    assert report[: report.index("16-widths.md, elsewhere, with a number:")] == [
        "",
        "16-widths.md:15: total = 1 + 1",
        "* line 20: The total is two.",
        "  line 22: It is even, as you see.",
        "",
        '16-widths.md:25: plt.plot([total], "o");',
        "  caption: The total is low.",
        "  alt: A dot near the bottom.",
        "  line 34: The dot is low.",
        "",
    ]


def test_sentences_elsewhere_with_a_number_are_named_once(chapter):
    report = to_read_again(chapter, records(chapter, "2", "7"), records(chapter, "3", "7"))
    assert report[report.index("16-widths.md, elsewhere, with a number:") + 1 :] == [
        "* line 9: You add one to one, and it makes two.",
        "* line 41: It is seven.",
        "* line 41: It is cluster 3.",
    ]


@pytest.mark.parametrize("word", ["2", "two", "Twelfth", "twice", "half", "fifteen", "hundreds"])
def test_digits_and_words_are_numbers(word):
    assert wrapped("line 1", f"It is {word}.") == [f"* line 1: It is {word}."]


@pytest.mark.parametrize("word", ["too", "often", "weight", "halving", "ninja"])
def test_other_words_are_none(word):
    assert wrapped("caption", f"It is {word}.") == [f"  caption: It is {word}."]


def test_a_figure_that_takes_nothing_of_what_has_changed_is_not_named(chapter):
    old, new = records(chapter, "2", "7"), records(chapter, "2", "8")
    assert altered(code_cells(chapter), old, new) == [3]


def test_a_new_cell_counts_as_changed():
    cell = new_code_cell("1 + 1")
    assert altered([cell], [], [{"code": "1 + 1", "outputs": [{"data": {}}]}]) == [0]
