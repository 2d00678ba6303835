"""The page of a report: it needs nothing else, and can be read aloud and printed."""

import numpy as np

from helpers.boards.markup import Markup, element
from helpers.command.findings import (
    counted,
    doubts,
    odd_rows,
    profile_words,
    share,
    shown,
    summary_of,
)
from helpers.command.report_picture import picture_of
from helpers.command.study import HALVES, SHUFFLED

STYLE = """
:root { color-scheme: light dark; background: Canvas; color: CanvasText }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
h1, h2 { line-height: 1.2 }
table { border-collapse: collapse }
th, td { padding: .25rem .6rem; text-align: start; vertical-align: top; overflow-wrap: break-word }
tr { border-bottom: 1px solid color-mix(in srgb, currentColor 30%, transparent) }
.wide { overflow-x: auto }
.chosen { font-weight: bold }
img { width: min(100%, 36rem) }
@media print {
  body { max-width: none; margin: 0 }
  section, tr, img { break-inside: avoid }
  .wide { overflow: visible }
}
"""


def page_of(made):
    """Return the whole page."""
    title = f"Clusters in {made.title}"
    about = [
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width"),
        element("title", title),
        element("style", Markup(STYLE)),
    ]
    parts = done, reasons, clusters, picture, odd, comparison, distrust
    main = element("main", element("h1", title), *filter(None, (part(made) for part in parts)))
    html = element("html", element("head", *about), element("body", main), lang="en")
    return f"<!DOCTYPE html>\n{html}\n"


def section(title, *parts):
    """Return a section with its heading."""
    return element("section", element("h2", title), *parts)


def paragraph(text):
    """Return a paragraph."""
    return element("p", text)


def bullets(lines):
    """Return lines as a list."""
    return element("ul", *(element("li", line) for line in lines))


def table(heads, rows, *, chosen=None):
    """Return a table, with the first field of each row as its name."""
    top = element("tr", *(element("th", head, scope="col") for head in heads))
    body = [
        element(
            "tr",
            element("th", first, scope="row"),
            *(element("td", one) for one in rest),
            class_="chosen" if i == chosen else None,
        )  # fmt: skip
        for i, (first, *rest) in enumerate(rows)
    ]
    whole = element("table", element("thead", top), element("tbody", *body))
    return element("div", whole, class_="wide", tabindex=0, role="group", aria_label="Table")


def done(made):
    """Return what was done, and why."""
    numbers = [column for column in made.columns if not column.texts]
    words = [
        f"The table has {counted(len(made.labels), 'row')}.  "
        f"{counted(len(made.columns), 'column')} were used, of which {len(numbers)} hold numbers.",
        "How far two rows are apart is the average over their columns.  Two numbers are as far "
        "apart as their difference, divided by the width of the middle nine tenths of the column, "
        "and at most 1: so no unit counts more than another, and no outlier more than 1.  Two "
        "categories are 0 apart if they are the same, and else 1: they have no order.  Where one "
        "of the two rows has a gap, the column says nothing, and nothing is filled in.",
        "The clusters are those of k-medoids (FasterPAM): each has a row in its middle, and each "
        "row belongs to the nearest of these medoids.",
    ]
    rows = [[c.name, kind_of(c), share(np.isnan(c.values).mean())] for c in made.columns]
    parts = [*map(paragraph, words), table(["column", "used as", "gaps"], rows)]
    if made.left:
        left = (f"{name}: {why}." for name, why in made.left.items())
        parts += [paragraph("Left out:"), bullets(left)]
    return section("What was done, and why", *parts)


def kind_of(column):
    """Return what a column was used as."""
    if column.texts:
        return f"{len(column.texts)} categories"
    return f"numbers, {shown(np.nanmin(column.values))} to {shown(np.nanmax(column.values))}"


def reasons(made):
    """Return why there are so many clusters."""
    one = made.chosen
    how = "was asked for" if made.asked else "was chosen: there the silhouette is furthest above"
    how += "" if made.asked else " that of shuffled tables" if one.shuffled else " zero"
    words = (
        f"k = {one.k} {how}.  The silhouette says how much nearer rows are to their own cluster "
        f"than to the next, from -1 to 1.  In {SHUFFLED} shuffled tables each column has the same "
        "values, but they know nothing of each other.  Agreement says how alike two halves of the "
        f"table cluster all rows, on average of {HALVES} pairs: 1 is the same, 0 is chance."
    )
    heads = ["k", "silhouette", "shuffled tables", "above these", "agreement of halves"]
    rows = [reason(trial) for trial in made.trials]
    return section(
        "How many clusters", paragraph(words), table(heads, rows, chosen=made.trials.index(one))
    )


def reason(trial):
    """Return what is known of one k, as a row of the table."""
    shuffled = f"{np.mean(trial.shuffled):.2f}" if trial.shuffled else "one column: none"
    return [
        str(trial.k),
        f"{trial.silhouette:.2f}",
        shuffled,
        f"{trial.above:.2f}",
        f"{trial.agreement:.2f}",
    ]


def clusters(made):
    """Return each cluster with what sets it apart, and all columns in their units."""
    members = [np.flatnonzero(made.labels == label) for label in range(made.chosen.k)]
    parts = []
    for label, rows in enumerate(members):
        size = f"{counted(len(rows), 'row')}, {share(len(rows) / len(made.labels))}"
        middle = f"The row in its middle is row {made.chosen.medoids[label] + 1}."
        parts += [element("h3", f"Cluster {label}: {size}")]
        parts += [bullets([*profile_words(made.columns, rows), middle])]
    everyone = np.arange(len(made.labels))
    heads = ["column", *(f"cluster {label}" for label in range(made.chosen.k)), "all rows"]
    rows = [
        [column.name, *(summary_of(column, some) for some in [*members, everyone])]
        for column in made.columns
    ]
    words = (
        "Of numbers: the median, and from where to where the middle half lies.  Of categories: "
        "the most frequent, with their shares.  Clusters have no names; give them yours."
    )
    return section("The clusters", *parts, paragraph(words), table(heads, rows))


def picture(made):
    """Return the picture, if there is something to draw."""
    image, words = picture_of(made)
    return image and section("A picture", paragraph(words), image)


def odd(made):
    """Return the rows that fit their cluster least."""
    rows = [[str(row + 1), f"{far:.2f}", why] for row, far, why in odd_rows(made)]
    if not rows:
        return None
    words = (
        "These rows are farthest from the medoid of their cluster.  They may be errors, rare "
        "cases, or what you look for.  Rows are counted from 1, below the headings."
    )
    return section("Odd rows", paragraph(words), table(["row", "distance", "mostly because"], rows))


def comparison(made):
    """Return how the clusters compare with a column that was held back."""
    if not made.known:
        return None
    name, texts, score = made.known
    words = (
        f"The column {name} was held back.  The clusters agree with it by {score:.2f} (adjusted "
        "mutual information: 1 is the same, 0 is chance)."
    )
    return section("Compared with what was held back", paragraph(words))


def distrust(made):
    """Return what speaks against the clusters."""
    always = (
        "K-medoids makes k clusters of any table.  Which columns stand in it, and how their "
        "distances are counted, has decided much of this page."
    )
    return section("What to distrust", bullets([*doubts(made), always]))
