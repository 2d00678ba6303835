"""What a report says in words: of its clusters, of its odd rows, and against itself."""

import numpy as np

from helpers.agreement import adjusted_mutual_information
from helpers.command.study import MOST
from helpers.command.tables import apart_in

CLEAR = 0.25
"""A difference of so much of a span, or of so many shares, sets a cluster apart."""
TOLD = 3
"""How many differences are told of a cluster."""
FAR_OUT = 3
"""A number so many spans from the median is an outlier."""


def shown(number):
    """Return a number with four digits, as people write it.

    >>> shown(4201.754), shown(0.00012345), shown(100000)
    ('4,202', '0.0001234', '100,000')
    """
    if number == 0 or 1e-4 <= abs(number) < 1e15:
        digits = 0 if number == 0 else max(0, 3 - int(np.floor(np.log10(abs(number)))))
        text = f"{number:,.{digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{number:.3e}"


def share(part):
    """Return a share in percent, which is 0 % and 100 % only if it is exact."""
    percent = round(100 * part)
    if percent == 0:
        return f"{100 * part:.2g} %"
    return "nearly 100 %" if percent == 100 and part < 1 else f"{percent} %"


def counted(number, noun):
    """Return a number of things."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def summary_of(column, rows):
    """Return the middle and the spread of some rows of a column, in its own units."""
    values = column.values[rows]
    values = values[~np.isnan(values)]
    if not len(values):
        return "nothing known"
    if not column.texts:
        low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
        return f"{shown(middle)} ({shown(low)} to {shown(high)})"
    counts = np.bincount(values.astype(int))
    most = np.argsort(-counts, kind="stable")[:2]
    return ", ".join(
        f"{column.texts[i]} {share(counts[i] / len(values))}" for i in most if counts[i]
    )


def differences(column, rows):
    """Yield how much, and in what, some rows differ from all rows."""
    values = column.values[rows]
    values, every = values[~np.isnan(values)], column.values[~np.isnan(column.values)]
    if not len(values):
        return
    if not column.texts:
        here, there = np.median(values), np.median(every)
        by = (here - there) / column.span
        words = f"{column.name} is {'higher' if by > 0 else 'lower'}"
        yield abs(by), f"{words}: {shown(here)} against {shown(there)}"
        return
    for place, text in enumerate(column.texts):
        here, there = (values == place).mean(), (every == place).mean()
        if here > there:
            words = f"{column.name} is more often {text}"
            yield here - there, f"{words}: {share(here)} against {share(there)}"


def profile_words(columns, rows):
    """Return what sets a cluster apart, the clearest first."""
    found = [one for column in columns for one in differences(column, rows)]
    clear = sorted((one for one in found if one[0] >= CLEAR), key=lambda one: -one[0])
    return [words for _, words in clear[:TOLD]] or ["Nothing sets it apart clearly."]


def odd_rows(made, most=5):
    """Yield the rows that are farthest from their medoids: row, distance, and why."""
    for row in np.argsort(-made.far, kind="stable")[:most]:
        if made.far[row] == 0:  # as all that follow
            return
        medoid = made.chosen.medoids[made.labels[row]]
        yield row, made.far[row], why_odd(made.columns, row, medoid)


def why_odd(columns, row, medoid):
    """Return in which column a row is farthest from its medoid."""
    apart = [apart_in(c, c.values[row], c.values[medoid]) for c in columns]
    if np.isnan(apart).all():
        return "no column has a value both of it and of its medoid"
    column = columns[np.nanargmax(apart)]
    value, usual = (value_of(column, column.values[i]) for i in (row, medoid))
    return f"{column.name} is {value}; its medoid has {usual}"


def value_of(column, value):
    """Return a value of a column as a reader knows it."""
    return column.texts[int(value)] if column.texts else shown(value)


def doubts(made):
    """Yield what a reader should distrust, the gravest first."""
    yield from doubts_of_clusters(made)
    yield from doubts_of_columns(made)
    empty = int((made.labels < 0).sum())
    n = len(made.labels)
    if empty:
        yield f"{counted(empty, 'row')} without any value that could be used: in no cluster."
    if n - empty > MOST:
        yield (
            f"The clusters were found in {MOST:,} rows drawn by chance; each of the other rows "
            "went to its nearest medoid."
        )
    if made.copies:
        yield (
            f"Rows that are the same as another one in all columns: {made.copies:,} of {n:,}.  "
            "A case that was entered twice counts twice."
        )


def doubts_of_clusters(made):
    """Yield what is doubtful about the clusters."""
    one = made.chosen
    if one.shuffled and one.silhouette <= max(one.shuffled):
        yield (
            f"Tables whose columns were shuffled score as well ({max(one.shuffled):.2f}) as "
            f"yours ({one.silhouette:.2f}).  No clusters stand out: these are a cut through "
            "the table, not groups that were found."
        )
    if one.silhouette < CLEAR:
        yield (
            f"The mean silhouette is {one.silhouette:.2f}: the clusters touch, and many rows "
            "could as well be in the next one."
        )
    if one.agreement < 0.8:
        yield (
            f"Two halves of the table agree by {one.agreement:.2f} only, where 1 is all and 0 "
            "is chance: other rows would have given other clusters."
        )
    sizes = np.bincount(made.labels[made.labels >= 0], minlength=one.k)
    small = int((sizes < 0.05 * sizes.sum()).sum())
    if small:
        yield f"{counted(small, 'cluster')} with less than 5 % of the rows: read it row by row."
    for column in made.columns:
        if column.texts and len(made.columns) > 1 and same_as(column, made.labels) > 0.9:
            yield f"The clusters are hardly more than the column {column.name}."


def same_as(column, labels):
    """Return how well the clusters agree with a column of categories."""
    there = ~np.isnan(column.values) & (labels >= 0)
    return adjusted_mutual_information(column.values[there], labels[there])


def doubts_of_columns(made):
    """Yield what is doubtful about the columns."""
    for column in made.columns:
        gaps = np.isnan(column.values).mean()
        if gaps >= 0.2:
            yield f"{column.name} has gaps in {share(gaps)} of the rows, and says nothing there."
        if not column.texts:
            off = abs(column.values - np.nanmedian(column.values)) / column.span
            out = int((off > FAR_OUT).sum())
            if out:
                worst = shown(column.values[np.nanargmax(off)])
                yield f"{column.name}: {counted(out, 'outlier')}, such as {worst}."
