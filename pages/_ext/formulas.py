"""Write formulas as MathML, which browsers show and screen readers read without a script."""

import re
from base64 import b64encode
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from latex2mathml.converter import convert_to_element
from sphinx.errors import ExtensionError
from sphinx.util.math import get_node_equation_number

ENVIRONMENTS = {
    **dict.fromkeys(["align", "aligned", "split"], "align*"),
    **dict.fromkeys(["gather", "gather*", "gathered"], "matrix"),
}
"""What the converter knows in place of what it does not, and without numbers of its own."""
FONT = "pages/_vendor/stix-two-math/stix-two-math.woff2"
"""Letters and signs of STIX Two Math that formulas need, for readers without such a font."""
SHEET = """\
/* STIX Two Math, copyright the STIX Fonts Project Authors, SIL Open Font License 1.1 */
@font-face {{
  font-family: "STIX Two Math";
  src: url("data:font/woff2;base64,{}") format("woff2");
}}

math {{
  font-family: "STIX Two Math", math;
}}
"""


def mathml(tex, display="inline"):
    """Return a formula as MathML.

    Parameters
    ----------
    tex : str
        The formula, without dollars around it.
    display : {"inline", "block"}

    Returns
    -------
    str

    Raises
    ------
    sphinx.errors.ExtensionError
        If the formula has a command that would stand on the page as it is.
    """
    known = re.sub(
        r"(\\begin|\\end)\{([a-z]+\*?)\}",
        lambda match: f"{match[1]}{{{ENVIRONMENTS.get(match[2], match[2])}}}",
        tex.strip(),
    )
    # A bar that opens and one that closes are told apart, and so are set without gaps.
    known = re.sub(r"(?<!\\left)\\l([vV]ert)", r"\\left\\l\1", known)
    known = re.sub(r"(?<!\\right)\\r([vV]ert)", r"\\right\\r\1", known)
    formula = convert_to_element(known, display=display)
    for part in list(formula.iter()):
        if re.match(r"&$|\\.", part.text or ""):
            raise ExtensionError(f"no MathML is known for {part.text} in {tex!r}")
        part.text = part.text and unescape(part.text)
        part.tag = "mi" if part.tag == "mo" and names_function(part) else part.tag
    for row in formula.iter():
        if row.tag in ("mrow", "mstyle", "mtd"):
            space_functions(row)
    return ElementTree.tostring(formula, encoding="unicode")


def space_functions(row):
    """Set a thin space between the name of a function and what stands beside it.

    A bracket behind the name and an operator before it make a space needless.
    """
    parts = list(row)
    for place in range(len(parts) - 1, 0, -1):
        beside = parts[place - 1 : place + 1]
        if any(map(names_function, beside)) and not {"mo", "mspace"} & {one.tag for one in beside}:
            row.insert(place, ElementTree.Element("mspace", width="0.167em"))


def names_function(element):
    """Tell whether an element is the name of a function, such as log, or log with its base."""
    base = element[0] if element.tag in ("msub", "msup", "munder") else element
    return base.tag in ("mi", "mo") and len(base.text or "") > 1 and base.text.isalpha()


def visit_inline(writer, node):
    """Write a formula that stands in a line."""
    writer.body.append(writer.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    writer.body.append(f"{mathml(node.astext())}</span>")
    raise nodes.SkipNode


def visit_block(writer, node):
    """Write a formula that stands alone, with its number if it has one.

    A line break or an empty line in it begins the next line of one formula.
    """
    writer.body.append(writer.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    tex = r" \\ ".join(part for part in node.astext().split("\n\n") if part.strip())
    if r"\\" in tex and r"\begin" not in tex:
        tex = rf"\begin{{split}}{tex}\end{{split}}"
    writer.body.append(f"{mathml(tex, 'block')}</div>\n")
    raise nodes.SkipNode


def set_formulas(app, pagename, templatename, context, doctree):
    """Keep a formula on one line with the stop behind it, and let its page load the letters.

    They come inside a sheet, so that no line moves when they are there.
    """
    body = context.get("body", "")
    if "<math " not in body:
        return
    formula = r'<span class="math [^"]*">(?:(?!</span>).)*</span>'
    pattern, kept = rf"({formula}[.,;:?!)]+)", r'<span class="with-its-stop">\1</span>'
    context["body"] = re.sub(pattern, kept, body, flags=re.S)
    font = b64encode(Path(app.srcdir, FONT).read_bytes()).decode()
    Path(app.outdir, "_static", "formulas.css").write_text(SHEET.format(font), "utf-8")
    app.add_css_file("formulas.css")


def setup(app):
    """Tell Sphinx who writes formulas."""
    app.connect("html-page-context", set_formulas)
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
