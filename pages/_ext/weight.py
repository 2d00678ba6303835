"""Make pages light: one style sheet and one script, of what is used, and small pictures."""

import re
import shutil
from base64 import b64decode
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import tinycss2
from PIL import Image
from sphinx.util.images import get_image_size

SHEET = "site.css"
THEME_SHEETS = ["basic.css", "styles/pydata-sphinx-theme.css"]
THEME_SCRIPTS = ["scripts/bootstrap.js", "scripts/pydata-sphinx-theme.js"]
USES = {
    "clipboard.min.js": 'class="highlight',
    "copybutton.js": 'class="highlight',
    "togglebutton.js": r'class="[^"]*(dropdown|toggle)',
    "design-tabs.js": "sd-tab-label",
    "sphinx_highlight.js": "(?!)",  # nothing: it marks what Sphinx's own search has found
}
"""What is on a page that needs a script; the scripts that are not named here serve all pages."""
COMMENT = r"^[ \t]*(//.*|/\*(?!!)[\s\S]*?\*/)?\n?|(?<=[;{,]) // [^\"'`\n]{,90}$"
"""What begins or ends a line of a script and does nothing."""
LITERAL = r"`(?:[^`\\]|\\.)*`"
"""Text in a script whose lines stand as they are meant, such as lines of Python."""
SURPLUS = ["vendor", "*macros.html", "scripts/*.map", "styles/*.map", "scripts/fontawesome.js*"]
"""What the theme brings along and no page loads."""
ICON = r"fa[bsr]?(-|$)"
"""The classes of the theme's icons, which our own sheet draws."""
PICTURE = r'<img\b[^>]*?\bsrc="([^"]+)"[^>]*>'
EMBEDDED = r"data:image/(png|jpeg);base64,(.{7900,})"
"""A picture inside a page, if it is large enough to be worth a file of its own."""


def join_files(app, pagename, templatename, context, doctree):
    """Let a page load one style sheet and one script that all share, and one each of its own.

    Browsers show a page when its scripts have run, so that nothing jumps while they change it.
    """
    scripts = sorted(context["script_files"], key=lambda script: script.priority)
    shared = [*app.builder._orig_css_files, *app.builder._orig_js_files]
    theirs = [one for one in scripts if one in shared]
    own_scripts, own_sheets = (
        files_of(app, [one for one in files if one not in shared])
        for files in (scripts, context["css_files"])
    )
    for files in (context["css_files"], context["script_files"]):
        files.clear()
    # What the search page has besides may build on it while the page is read.
    when = {} if pagename == "search" else {"defer": "defer", "blocking": "render"}
    app.add_js_file(joined_scripts(app, theirs, context.get("body", "")), priority=1, **when)
    app.add_css_file(SHEET, priority=1)
    if own_scripts:
        app.add_js_file(joined(app, "own.js", map(lean, own_scripts)), priority=2, **when)
    if own_sheets:
        app.add_css_file(joined(app, "own.css", map(lean, own_sheets)), priority=2)


def joined_scripts(app, scripts, body):
    """Write those of the shared scripts that a page uses into one file; return its name."""
    uses = [one for one in scripts if re.search(USES.get(Path(one.filename or "").name, ""), body)]
    themes = [Path(app.outdir, "_static", name) for name in THEME_SCRIPTS]
    settings = dict.fromkeys(one.attributes.get("body", "") for one in scripts)
    texts = map(lean, [*files_of(app, uses), *themes])
    return joined(app, "scripts.js", [*settings, *texts])


def files_of(app, used):
    """Return the files of scripts or style sheets; some only set an option and have none."""
    return [Path(app.outdir, one.filename) for one in used if one.filename]


def joined(app, name, texts):
    """Write texts into one file, and what they hold into its name, which is returned."""
    name = Path(name)
    text = (";\n" if name.suffix == ".js" else "\n").join(texts)
    text = text.replace("Toggle hidden content", "Show or hide")  # which is what the button shows
    name = f"{name.stem}-{digest(text.encode())}{name.suffix}"
    Path(app.outdir, "_static", name).write_text(text, encoding="utf-8")
    return name


def lean(path):
    """Return a file's text; a script's without indents and comments, but for those on licences."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".js":
        return text
    kept = rf"(?P<literal>{LITERAL})|{COMMENT}"
    return re.sub(kept, lambda found: found["literal"] or "", text, flags=re.M)


def digest(data):
    """Return a short name for what a file holds."""
    return sha256(data).hexdigest()[:12]


def lighten_pictures(app, pagename, templatename, context, doctree):
    """Store a page's pictures small, with their sizes, to be loaded when they come in sight.

    What a player shows is loaded at once, so that it does not flicker.
    """

    def lighter(match):
        tag, source = match[0], match[1]
        path, attributes = stored(app, source), ""
        if path is None:
            return tag
        if " width=" not in tag and (size := get_image_size(path)):
            attributes += 'width="{}" height="{}" '.format(*size)
        if not source.startswith("data:"):
            attributes += 'loading="lazy" '
        address = context["pathto"](f"_images/{path.name}", 1)
        return tag.replace(source, address).replace("<img ", f"<img {attributes}", 1)

    context["body"] = re.sub(PICTURE, lighter, context.get("body", ""))


def stored(app, source):
    """Return the file in which the site keeps a picture, or nothing if it may stay as it is."""
    folder = Path(app.outdir, "_images")
    folder.mkdir(exist_ok=True)
    if embedded := re.fullmatch(EMBEDDED, source):
        data = b64decode(embedded[2])
        return smallest(data, folder / f"{digest(data)}.{embedded[1]}")
    kept = [path for path, name in app.builder.images.items() if name == Path(source).name]
    if not kept:
        return None
    return smallest(Path(app.srcdir, kept[0]).read_bytes(), folder / Path(source).name)


def smallest(data, path):
    """Write a picture as WebP where that is smaller and loses nothing; return the file's path."""
    compact = BytesIO()
    if path.suffix == ".png":
        picture = Image.open(BytesIO(data)).convert("RGBA")
        picture.save(compact, "WEBP", lossless=True, quality=75, method=4)
    if 0 < compact.tell() < len(data):
        path, data = path.with_suffix(".webp"), compact.getvalue()
    path.write_bytes(data)
    return path


def join_sheets(app, error):
    """Write the rules that some page uses into one sheet, and tell browsers which it is."""
    if error or not hasattr(app.builder, "_orig_css_files"):  # no page has been written
        return
    site = Path(app.outdir)
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    used = names_in(pages.values(), (site / "_static").glob("*.js"))
    sheets = [f"_static/{name}" for name in THEME_SHEETS]
    sheets += [sheet.filename for sheet in app.builder._orig_css_files]
    text = "\n".join(Path(site, sheet).read_text(encoding="utf-8") for sheet in sheets)
    rules = tinycss2.parse_stylesheet(text, skip_whitespace=True)
    sheet = "\n".join(filter(None, (thinned(rule, used) for rule in rules)))
    (site / "_static" / SHEET).write_text(sheet, encoding="utf-8")
    address = f"{SHEET}?v={digest(sheet.encode())}"  # another sheet is not the one in a cache
    for path, page in pages.items():
        page = re.sub(rf"{re.escape(SHEET)}(\?v=\w+)?", address, page)
        path.write_text(page, encoding="utf-8")
    drop_surplus(site)


def names_in(pages, scripts):
    """Return the classes and names that pages have, and those that scripts may give them."""
    named = r'\s(?:class|id)="([^"]*)"'
    used = {name for page in pages for names in re.findall(named, page) for name in names.split()}
    for script in scripts:
        used |= set(re.findall(r"[\w-]+", script.read_text(encoding="utf-8")))
    return {name for name in used if not re.match(ICON, name)}


def thinned(rule, used):
    """Return a rule of a style sheet for what is used, or nothing.

    Comments go, but for those that keep a licence, and so do fonts: letters come from the
    reader's machine, icons from our own sheet.
    """
    if rule.type == "comment":
        ours = rule.value.startswith("!") and "Font Awesome" not in rule.value
        return rule.serialize() if ours else ""
    if rule.type == "qualified-rule":
        parts = [part for part in split(rule.prelude) if needed(part) <= used]
        selectors = ",".join(tinycss2.serialize(part).strip() for part in parts)
        return selectors and f"{selectors}{{{tinycss2.serialize(rule.content).strip()}}}"
    if rule.lower_at_keyword in ("media", "supports"):
        inside = tinycss2.parse_rule_list(rule.content, True, True)
        kept = "".join(filter(None, (thinned(one, used) for one in inside)))
        return kept and f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}"
    return "" if rule.lower_at_keyword == "font-face" else rule.serialize()


def split(selectors):
    """Yield the selectors of a rule, each as a list of tokens."""
    while "," in selectors:
        place = selectors.index(",")
        yield selectors[:place]
        selectors = selectors[place + 1 :]
    yield selectors


def needed(selector):
    """Return the classes and names without which a selector matches nothing."""
    beside = zip(selector, selector[1:], strict=False)
    classes = {name.value for dot, name in beside if dot == "." and name.type == "ident"}
    return classes | {token.value for token in selector if token.type == "hash"}


def drop_surplus(site):
    """Remove what no page loads: files of the theme, and pictures that have a smaller one."""
    for path in (path for pattern in SURPLUS for path in (site / "_static").glob(pattern)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (site / "_images").glob("*.webp"):
        path.with_suffix(".png").unlink(missing_ok=True)


def setup(app):
    """Tell Sphinx when to call the functions above: after those that add files and pictures."""
    app.connect("html-page-context", lighten_pictures, priority=940)
    app.connect("html-page-context", join_files, priority=950)
    app.connect("build-finished", join_sheets, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
