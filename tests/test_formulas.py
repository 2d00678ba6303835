"""Write formulas as MathML: complete, spaced as in TeX, or not at all."""

import re
from xml.etree import ElementTree

import pytest
from formulas import mathml
from sphinx.errors import ExtensionError

MATHML = "{http://www.w3.org/1998/Math/MathML}"


def parsed(tex, display="inline"):
    return ElementTree.fromstring(mathml(tex, display))


def parts(tex):
    """Return what stands in a formula, one after the other: texts, and a gap for a space."""
    return [
        "gap" if part.tag == f"{MATHML}mspace" else part.text
        for part in parsed(tex).iter()
        if part.text or part.tag == f"{MATHML}mspace"
    ]


def test_a_formula_says_whether_it_stands_in_a_line_or_alone():
    assert parsed("n").get("display") == "inline"
    assert parsed("n", "block").get("display") == "block"


@pytest.mark.parametrize("environment", ["aligned", "align", "align*", "split"])
def test_aligned_lines_stand_below_each_other_and_have_no_numbers(environment):
    tex = rf"\begin{{{environment}}} a &= b \\ &\quad + c \end{{{environment}}}"
    rows = parsed(tex, "block").findall(f".//{MATHML}mtr")
    sides = [[cell.get("columnalign") for cell in row] for row in rows]
    assert sides == [["right", "left"], ["right", "left"]]


@pytest.mark.parametrize("environment", ["gather", "gather*", "gathered"])
def test_gathered_lines_stand_below_each_other(environment):
    tex = rf"\begin{{{environment}}} a \\ b \end{{{environment}}}"
    assert len(parsed(tex, "block").findall(f".//{MATHML}mtr")) == 2


def test_the_name_of_a_function_keeps_its_distance_but_not_from_a_bracket():
    assert parts(r"p \log p") == ["p", "gap", "log", "gap", "p"]
    assert parts(r"-\log_2 n") == ["−", "log", "2", "gap", "n"]
    assert parts(r"\max(a, b)") == ["max", "(", "a", ",", "b", ")"]
    assert parts(r"p \, \log p") == ["p", "gap", "log", "gap", "p"]


def test_bars_know_whether_they_open_or_close():
    bars = [
        part.get("form") for part in parsed(r"\lVert x - m \rVert^2").iter() if part.text == "‖"
    ]
    assert bars == ["prefix", "postfix"]


@pytest.mark.parametrize("tex", [r"\unheardof x", "a & b"])
def test_a_formula_that_would_stand_there_as_it_is_stops_the_build(tex):
    with pytest.raises(ExtensionError, match=re.escape(repr(tex))):
        mathml(tex)


def test_signs_that_markup_uses_itself_are_written_so_that_a_browser_reads_them():
    assert parts(r"a < b \& c > d") == ["a", "<", "b", "&", "c", ">", "d"]
