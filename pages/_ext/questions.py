"""Questions that answer back: one source for the pages, the notebooks, paper and an LMS.

An author writes a question with the answers that readers really give, and below each what is
true about it.  A cross marks the right ones:

    :::{question} Which mean moves farthest?
    :name: q-12-farthest

    [ ] mean 0
    : Its points lie around it, so their middle is near.

    [x] mean 2
    : Most of its points lie to its right.
    :::

With one right answer the reader chooses one, with several all that are right.  The option
``number`` asks for a number instead, and says how far off it may be.  Its answers are numbers, but
for the last, ``[ ] any other number``.
"""

import re
from pathlib import Path

from chapters import number_of
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

MARKED = re.compile(r"\s*\[([ x])\]\s*")
LETTERS = "abcdefghij"


class question(nodes.General, nodes.Element):  # noqa: N801  Docutils finds visitors by the name
    """A question: what is asked, and then its answers."""


class answer(nodes.General, nodes.Element):  # noqa: N801
    """An answer, right or not: its words, and then what is true about it."""


class every_question(nodes.General, nodes.Element):  # noqa: N801
    """The place of the list of all questions."""


class Question(SphinxDirective):
    """Ask something."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"name": directives.unchanged_required, "number": directives.unchanged}

    def run(self):
        """Sort what is written into what is asked and the answers."""
        name = self.options.get("name")
        if not name:
            raise self.error("a question needs a :name:, under which its answer is kept")
        asked, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
        content = self.parse_content_to_nodes()
        answers = [a for part in content for a in answers_of(part)]
        stem = [part for part in content if not isinstance(part, nodes.definition_list)]
        if fault := fault_of(answers, self.options):
            raise self.error(f"question {name}: {fault}")
        node = question("", nodes.paragraph("", "", *asked), *stem, *answers, ids=[name])
        node["kind"] = kind_of(answers, self.options)
        node["tolerance"] = float(self.options.get("number") or 0)
        self.state.document.note_explicit_target(node)
        self.set_source_info(node)
        return [node, *messages]


class EveryQuestion(SphinxDirective):
    """List the questions of all chapters."""

    def run(self):
        """Leave the place: other chapters may not have been read yet."""
        return [every_question()]


def answers_of(part):
    """Return the answers that a list of definitions gives."""
    if not isinstance(part, nodes.definition_list):
        return []
    return [as_answer(*item.children) for item in part]


def as_answer(term, said):
    """Return an answer from a marked term and from what is said about it."""
    mark = MARKED.match(term.astext())
    if not mark:
        raise ExtensionError(f"an answer begins with [ ] or [x]: {term.astext()!r}")
    first = term.next_node(nodes.Text)
    first.parent.replace(first, nodes.Text(MARKED.sub("", first.astext(), count=1)))
    return answer("", nodes.inline("", "", *term.children), *said.children, right=mark[1] == "x")


def fault_of(answers, options):
    """Return what keeps a question from being asked, in words, or nothing."""
    right = [one[0].astext() for one in answers if one["right"]]
    if not right or len(answers) < 2:
        return "two answers or more, and a right one among them"
    if len(answers) > len(LETTERS):
        return f"at most {len(LETTERS)} answers, one for each letter; got {len(answers)}"
    if "number" not in options:
        return None
    if len(right) > 1:
        return f"a number has one right answer; got {', '.join(right)}"
    if not is_number(right[0]) or not is_number(options["number"] or "0"):
        return f"the right answer and how far off it may be are numbers; got {right[0]}"
    return None


def is_number(text):
    """Tell whether a text is a number, as a reader would type it."""
    return bool(re.fullmatch(r"[-+]?\d*\.?\d+", text))


def kind_of(answers, options):
    """Return whether one answer, several, or a number is asked for."""
    if "number" in options:
        return "number"
    return "several" if sum(one["right"] for one in answers) > 1 else "one"


def number_questions(app, doctree):
    """Give the questions of chapter 12 the numbers 12.1, 12.2, ... and keep what lists need."""
    chapter = number_of(app, app.env.docname)
    found = [*doctree.findall(question)]
    for count, node in enumerate(found, start=1):
        node["number"] = f"{chapter}.{count}" if chapter else str(count)
    known = [(node["ids"][0], node["number"], node[0].astext()) for node in found]
    for name, number, _ in known:
        for elsewhere, others in questions_of(app.env).items():
            if elsewhere != app.env.docname and name in [other[0] for other in others]:
                raise ExtensionError(f"question {number}: {elsewhere} has one of this name: {name}")
    questions_of(app.env)[app.env.docname] = known


def questions_of(env):
    """Return the names, numbers and words of all questions, by page."""
    if not hasattr(env, "questions"):
        env.questions = {}
    return env.questions


def forget(app, env, docname):
    """Forget the questions of a page that is read again."""
    questions_of(env).pop(docname, None)


def resolve(app, doctree, docname):
    """Write the list of all questions, and the answers that paper has at the end of a chapter."""
    for place in list(doctree.findall(every_question)):
        place.replace_self(list_of_all(app))
    found = [*doctree.findall(question)]
    if found and app.builder.format == "html":
        items = [nodes.list_item("", *right_answer(node)) for node in found]
        title = nodes.paragraph("", "", nodes.strong("", "Answers to the questions"))
        on_paper = nodes.bullet_list("", *items, bullet="-")
        doctree.next_node(nodes.section).append(
            nodes.container("", title, on_paper, classes=["on-paper"])
        )


def right_answer(node):
    """Return paragraphs that say which answers are right, and why."""
    right = [one for one in answers(node) if one["right"]]
    words = "; ".join(one[0].astext() for one in right)
    yield nodes.paragraph("", f"{node['number']}: {words}")
    for one in right:
        yield from (part.deepcopy() for part in one.children[1:])


def answers(node):
    """Return the answers of a question."""
    return [part for part in node.children if isinstance(part, answer)]


def list_of_all(app):
    """Return a list of all questions, page by page, with links to them."""
    parts = [nodes.container("", classes=["my-answers"])]
    for docname, known in sorted(questions_of(app.env).items()):
        if known:
            title = app.env.titles[docname].astext()
            parts += [nodes.paragraph("", "", nodes.strong("", title))]
            items = [item_of(app, docname, *one) for one in known]
            parts += [nodes.bullet_list("", *items, bullet="-", classes=["every-question"])]
    return parts


def item_of(app, docname, name, number, asked):
    """Return a line of the list of all questions."""
    page = app.builder.get_relative_uri("pages/answers", docname)
    link = nodes.reference("", asked, refuri=f"{page}#{name}", internal=True)
    return nodes.list_item("", nodes.paragraph("", f"{number} ", link), ids=[f"of-{name}"])


# On a page: complete without a script, which makes a form of it.


def visit_question(self, node):
    """Begin a question."""
    name, kind, tolerance = node["ids"][0], node["kind"], node["tolerance"]
    self.body.append(
        f'<div class="asked" id="{name}" data-kind="{kind}" data-tolerance="{tolerance:g}">'
        f'<p class="question-number" id="{name}-number">Question {node["number"]}</p>'
    )


def depart_question(self, node):
    """End a question."""
    self.body.append("</details></div>\n" if node["kind"] == "number" else "</div>\n")


def visit_answer(self, node):
    """Write an answer: its words are what unfolds the rest.  A number would give itself away."""
    if node.parent["kind"] == "number" and node is answers(node.parent)[0]:
        self.body.append("<details><summary>The answer</summary>")
    right = ' data-right=""' if node["right"] else ""
    words, *said = node.children
    self.body.append(f'<details class="answer"{right}><summary>')
    words.walkabout(self)
    self.body.append("</summary><div>")
    for part in said:
        part.walkabout(self)
    self.body.append("</div></details>\n")
    raise nodes.SkipNode


def equip(app, pagename, templatename, context, doctree):
    """Load the script and the style where there are questions."""
    body = context.get("body", "")
    if 'class="asked"' in body or "every-question" in body:
        app.add_css_file("questions.css")
        app.add_js_file("questions.js", loading_method="defer")


# For an LMS and for paper


def write_tests(app, env):
    """Write the questions of each chapter as a quiz for text2qti, and as a test to print."""
    folder = Path(app.outdir).parent / "questions"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*"):
        old.unlink()
    for docname, known in sorted(questions_of(env).items()):
        if known:
            tree, stem = env.get_doctree(docname), Path(docname).name
            found, title = [*tree.findall(question)], env.titles[docname].astext()
            quiz = "\n".join([f"Quiz title: {title}", *map(as_quiz, found)])
            (folder / f"{stem}-quiz.txt").write_text(quiz, encoding="utf-8")
            test = "\n".join([title, "", *map(as_test, found), "Answers", "", *map(key, found), ""])
            (folder / f"{stem}-test.txt").write_text(test, encoding="utf-8")


def one_line(*parts):
    """Return the text of nodes in one line."""
    return " ".join(" ".join(part.astext() for part in parts).split())


def asked_in(node):
    """Return what a question asks, in one line."""
    return one_line(*(part for part in node.children if not isinstance(part, answer)))


def as_quiz(node):
    """Return a question as text2qti reads it."""
    lines = ["", f"1.  {asked_in(node)}"]
    if node["kind"] == "number":
        (right,) = [one for one in answers(node) if one["right"]]
        wrong = [one_line(*one.children[1:]) for one in answers(node) if not one["right"]]
        lines += [f"+   {one_line(*right.children[1:])}", f"-   {' '.join(wrong)}"]
        lines += [f"=   {right[0].astext()} +- {node['tolerance']:g}"]
    for letter, one in zip(LETTERS, answers(node), strict=False):
        sign = {"one": ["{})", "*{})"], "several": ["[ ]", "[*]"], "number": None}[node["kind"]]
        if sign:
            lines += [f"{sign[one['right']].format(letter)}  {one[0].astext()}"]
            lines += [f"... {one_line(*one.children[1:])}"]
    return "\n".join(lines)


def as_test(node):
    """Return a question for paper, without what gives the answer away."""
    lines = [f"{node['number']}  {asked_in(node)}", ""]
    if node["kind"] == "number":
        return "\n".join([*lines, "    ____________", ""])
    named = zip(LETTERS, answers(node), strict=False)
    return "\n".join([*lines, *(f"    [ ] {a})  {one[0].astext()}" for a, one in named), ""])


def key(node):
    """Return the right answers of a question in one line."""
    named = zip(LETTERS, answers(node), strict=False)
    number = node["kind"] == "number"
    right = [one[0].astext() if number else a for a, one in named if one["right"]]
    return f"{node['number']}  {', '.join(right)}"


def setup(app):
    """Tell Sphinx about questions."""
    app.add_node(question, html=(visit_question, depart_question))
    app.add_node(answer, html=(visit_answer, None))
    app.add_node(every_question)
    app.add_directive("question", Question)
    app.add_directive("every-question", EveryQuestion)
    app.connect("doctree-read", number_questions)
    app.connect("env-purge-doc", forget)
    app.connect("doctree-resolved", resolve)
    app.connect("env-check-consistency", write_tests)
    app.connect("html-page-context", equip, priority=900)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
