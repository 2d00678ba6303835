"""Questions: from one source to a page, a notebook, an LMS and paper."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import questions
from built import SITE, need_the_site
from plain_markdown import asked
from questions import question
from searching import gather
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

CHAPTER = """\
# A chapter

:::{question} Which mean moves *farthest*?
:name: q-11-farthest

Look at the picture.

[ ] mean 0
: It stands in the middle of its points.

[x] mean `2`
: Most of its points lie to its right.
:::

:::{question} Which of these can be told without labels?
:name: q-11-several

[x] the inertia
: It needs points and means.

[ ] the accuracy
: It needs classes.

[x] the silhouette
: It needs distances only.
:::

:::{question} How many updates does it take?
:name: q-11-number
:number: 0.5

[x] 2
: After the second one nothing changes.

[ ] 3
: That counts the assignment at the end.

[ ] any other number
: Count the rows that begin with *update*.
:::
"""
NUMBER = ":::{question} How many?\n:name: q\n:number: "
MANY = "".join(f"\n[ ] answer {i}\n: no\n" for i in range(10))
LIST = "# My answers\n\n```{every-question}\n```\n"


def build(folder, chapter=CHAPTER, **more):
    """Build a small site with questions; return its application."""
    pages = {"index": "# Start\n\n```{toctree}\n:glob:\n*/*\n```\n", "pages/answers": LIST}
    for name, text in (pages | {"notebooks/11-one": chapter} | more).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.md").write_text(text)
    (folder / "_toc.yml").write_text("chapters: [file: notebooks/11-one, file: notebooks/12-two]")
    config = {
        "extensions": ["myst_parser", "chapters", "questions"],
        "myst_enable_extensions": ["colon_fence", "deflist"],
        "html_static_path": [str(Path(questions.__file__).with_suffix(s)) for s in (".js", ".css")],
    }
    out, trees = folder / "out" / "html", folder / "out" / "trees"
    with docutils_namespace():
        app = Sphinx(folder, None, out, trees, "html", config, status=None, warningiserror=True)
        app.build()
    return app


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def page(app):
    return Path(app.outdir, "notebooks/11-one.html").read_text()


def test_each_answer_unfolds_what_is_true_about_it(page):
    said = re.findall(r'<details class="answer"(.*?)><summary>(.*?)</summary>', page)
    right = [re.sub("<.*?>", "", words) for marked, words in said if "data-right" in marked]
    assert len(said) == 8
    assert right == ["mean 2", "the inertia", "the silhouette", "2"]
    assert "<em>farthest</em>" in page
    assert "[x]" not in page


def test_questions_have_numbers_of_their_chapter(page):
    assert re.findall(r"Question (11\.\d)", page) == ["11.1", "11.2", "11.3"]


def test_a_number_does_not_give_itself_away(page):
    before, after = page.split("<details><summary>The answer</summary>")
    assert before.count("any other number") == 0
    assert after.index('<details class="answer"') < after.index("any other number")


def test_script_and_style_are_loaded_where_there_are_questions(app, page):
    start = Path(app.outdir, "index.html").read_text()
    for name in ("questions.js", "questions.css"):
        assert page.count(name) == 1
        assert name not in start


def test_paper_has_the_answers_at_the_end_of_the_chapter(page):
    on_paper = page[page.index('<div class="on-paper') :]
    assert page.rindex('class="asked"') < page.index('<div class="on-paper')
    for words in ("11.1: mean 2", "11.2: the inertia; the silhouette", "11.3: 2"):
        assert words in on_paper
    assert "Most of its points lie to its right." in on_paper
    assert "It stands in the middle" not in on_paper


def test_one_page_lists_all_questions_with_links(app):
    html = Path(app.outdir, "pages/answers.html").read_text()
    assert 'href="../notebooks/11-one.html#q-11-farthest"' in html
    assert re.findall(r'id="of-([\w-]+)"', html) == [
        "q-11-farthest",
        "q-11-several",
        "q-11-number",
    ]


def test_the_search_does_not_give_answers_away(app):
    tree = app.env.get_and_resolve_doctree("notebooks/11-one", app.builder)
    places = []
    gather(tree, None, places)
    text = " ".join(places[0]["text"])
    assert "Which mean moves farthest?" in text
    assert "Most of its points" not in text


def test_answers_unfold_in_a_notebook(app):
    first, *_ = app.env.get_doctree("notebooks/11-one").findall(question)
    text = "\n".join(part.astext() for part in asked(first))
    assert "Question 11.1\nWhich mean moves farthest?\nLook at the picture." in text
    unfolds = "<details>\n<summary>{}</summary>\n{}\n{}\n</details>"
    wrong = "Not this one.", "It stands in the middle of its points."
    assert unfolds.format("mean 0", *wrong) in text
    assert unfolds.format("mean 2", "Right.", "Most of its points lie to its right.") in text


def test_a_printed_test_gives_nothing_away_before_its_end(app):
    text = Path(app.outdir, "../questions/11-one-test.txt").read_text()
    asked, key = text.split("\nAnswers\n")
    assert "11.1  Which mean moves farthest? Look at the picture." in asked
    assert "    [ ] b)  mean 2" in asked
    assert "Most of its points" not in asked
    assert "2" not in asked.split("11.3")[1]
    assert key.split("\n")[1:4] == ["11.1  b", "11.2  a, c", "11.3  2"]


def test_an_lms_reads_them(app, tmp_path):
    from text2qti.config import Config
    from text2qti.quiz import Quiz

    text = Path(app.outdir, "../questions/11-one-quiz.txt").read_text()
    quiz = Quiz(text, config=Config(), source_name="quiz")
    one, several, number = quiz.questions_and_delims
    assert [choice.correct for choice in one.choices] == [False, True]
    assert [choice.correct for choice in several.choices] == [True, False, True]
    assert (number.numerical_min, number.numerical_max) == (1.5, 2.5)
    assert "Most of its points lie to its right." in one.choices[1].feedback_raw


def test_an_lms_reads_the_questions_of_the_course(tmp_path):
    """As `make questions` writes them."""
    need_the_site()
    quizzes = sorted((SITE.parent / "questions").glob("*-quiz.txt"))
    assert quizzes
    for quiz in quizzes:
        shutil.copy(quiz, tmp_path)
        program = Path(sys.executable).with_name("text2qti")
        subprocess.run([program, quiz.name], cwd=tmp_path, check=True, capture_output=True)
        assert (tmp_path / quiz.name).with_suffix(".zip").exists()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (":::{question} What?\n\n[x] a\n: b\n\n[ ] c\n: d\n:::", "needs a :name:"),
        (":::{question} What?\n:name: q\n\n[ ] a\n: b\n\n[ ] c\n: d\n:::", "a right one among"),
        (":::{question} What?\n:name: q\n\n[x] a\n: b\n:::", "two answers or more"),
        (":::{question} What?\n:name: q\n\n[x] a\n: b\n\nc\n: d\n:::", r"begins with \[ \] or"),
        (
            f":::{{question}} What?\n:name: q\n\n[x] r\n: s\n{MANY}\n:::",
            "at most 10 answers.* got 11",
        ),
        (f"{NUMBER}0.5\n\n[x] 2\n: b\n\n[x] 3\n: d\n:::", "one right answer; got 2, 3"),
        (f"{NUMBER}0.5\n\n[x] two\n: b\n\n[ ] 3\n: d\n:::", "are numbers; got two"),
        (f"{NUMBER}near\n\n[x] 2\n: b\n\n[ ] 3\n: d\n:::", "are numbers"),
        (":::{question} W?\n:name: q-2\n\n[x] a\n: b\n\n[ ] c\n: d\n:::\n" * 2, "q-2"),
    ],
)
def test_a_question_that_cannot_be_answered_stops_the_build(tmp_path, text, complaint):
    with pytest.raises(Exception, match=complaint):
        build(tmp_path, f"# A chapter\n\n{text}\n")


def test_two_chapters_have_no_question_of_the_same_name(tmp_path):
    with pytest.raises(Exception, match="has one of this name: q-11-farthest"):
        build(tmp_path, **{"notebooks/12-two": CHAPTER})
