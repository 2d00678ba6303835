"""Link each word of the glossary where a chapter uses it first."""

import re

from docutils import nodes

# Where a word is no prose, or would be a link within a link.
ELSEWHERE = (
    *(nodes.title, nodes.rubric, nodes.caption, nodes.table, nodes.reference, nodes.raw),
    *(nodes.literal, nodes.literal_block, nodes.math, nodes.math_block),
)
# Words that mean other things too: only so are they surely the term.
SURELY = {
    "mean": r"(?:(?<=\bfirst\s)|(?<=\bnearest\s)|(?<=\beach\s)|(?<=\bevery\s)|(?<=\btrue\s)"
    r"|(?<=\bone\s))means?|(?:(?<=\bthe\s)|(?<=\bits\s)|(?<=\btheir\s))means",
    "objective": r"(?:(?<=\bthe\s)|(?<=\bits\s))objective",
}
EVERYDAY = "|".join(
    [
        r"(?:at (?:this|that|some|no)|decimal|percentage|starting) points?|points? (?:at|out|to)",
        # What a feature without meaning adds, and not the points that DBSCAN leaves out.
        r"(?:the|pure|random) noise|noise (?:columns?|outweighs)",
        # To do it, and not what comes of it; and two groups may become one in any algorithm.
        r"(?:and|that|to|you) clusters? (?:a|it|the|them)",
        r"(?:and|can|that|to|you) labels? (?:a|all|it|the|them)|label new",
        r"groups merge|merge (?:both|three|two) of",
    ]
)


def pattern_of(term):
    """Return what matches a term, also in the plural, and at the start of a sentence."""
    written = r"\s+".join(map(re.escape, term.split()))
    plurals = {"y": "(?:y|ies)", "um": "(?:um|a)"}
    ending = next((end for end in plurals if term.endswith(end)), "")
    written = written.removesuffix(ending) + plurals.get(ending, "(?:e?s)?")
    case = "" if term.isupper() else "i"
    return rf"(?{case}:(?<![\w-])(?:{SURELY.get(term, written)})(?![\w-]))"


def words_of(terms):
    """Return what matches the terms, each as the group that wears its number."""
    numbered = sorted(enumerate(terms), key=lambda pair: len(pair[1]), reverse=True)
    # "squared distance" stands before "distance", and what is no term before both.
    groups = (f"(?P<t{number}>{pattern_of(term)})" for number, term in numbered)
    return re.compile("|".join([rf"(?i:\b(?:{EVERYDAY})\b)", *groups]))


def link_first_uses(app, doctree, docname):
    """Link the first use of each term in a chapter, unless the author has."""
    if not docname.startswith("notebooks/"):
        return
    objects = app.env.get_domain("std").objects
    targets = {name: target for (kind, name), target in objects.items() if kind == "term"}
    words = words_of(targets)
    addresses = [
        app.builder.get_relative_uri(docname, page) + f"#{name}" for page, name in targets.values()
    ]
    linked = set()

    def pieces(text):
        """Yield the text again, with links where terms are new."""
        end = 0
        for match in words.finditer(text):
            address = match.lastgroup and addresses[int(match.lastgroup[1:])]
            if address and address not in linked:
                linked.add(address)
                yield nodes.Text(text[end : match.start()])
                inline = nodes.inline("", match[0], classes=["xref", "std", "std-term"])
                yield nodes.reference("", "", inline, internal=True, refuri=address)
                end = match.end()
        yield nodes.Text(text[end:])

    for text in list(doctree.findall(nodes.Text)):
        around = list(ancestors(text))
        linked.update(node.get("refuri") for node in around if isinstance(node, nodes.reference))
        is_prose = any(isinstance(node, nodes.paragraph) for node in around)
        if is_prose and not any(isinstance(node, ELSEWHERE) for node in around):
            text.parent.replace(text, [piece for piece in pieces(text) if piece.astext()])


def ancestors(node):
    """Yield what a node stands in, from the inside out."""
    while node.parent is not None:
        node = node.parent
        yield node


def setup(app):
    """Tell Sphinx when to call the function above."""
    app.connect("doctree-resolved", link_first_uses, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
