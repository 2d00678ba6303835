"""From a reader's own table to one page: its clusters, and how far to trust them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from helpers.agreement import adjusted_mutual_information
from helpers.command.export import outside_of_course, save_text
from helpers.command.files import move_into_place, refuse_to_replace, say, staging_folder
from helpers.command.report_page import page_of
from helpers.command.study import KS, Trial, assigned, different, study, usable_rows
from helpers.command.tables import GAPS, columns_of, read_table
from helpers.files import as_seen, as_shown


@dataclass(frozen=True, eq=False)
class Report:
    """All that the page tells.

    Attributes
    ----------
    title : str
    columns : list of Column
        Those that were clustered.
    left : dict
        Why each other column was not.
    trials : list of Trial
    chosen : Trial
    asked : bool
        Whether the reader chose k.
    labels, far : array, shape (n,)
        The cluster of each row, and how far it is from its medoid.
    known : tuple or None
        The name of the column that was held back, its texts, and the adjusted
        mutual information with the clusters.
    copies : int
        How many rows repeat another one.
    """

    title: str
    columns: list
    left: dict
    trials: list
    chosen: Trial
    asked: bool
    labels: np.ndarray
    far: np.ndarray
    known: tuple | None
    copies: int


def report(options):
    """Cluster the rows of a table, and write one page about it."""
    out = options.out or outside_of_course() / f"{options.FILE.stem}-report.html"
    refuse_to_replace([out], options.force)
    made = report_of(options, lambda ks: tqdm(ks, disable=None, desc="numbers of clusters"))
    with staging_folder(out.parent) as folder:
        save_text(page_of(made), folder / out.name)
        move_into_place(folder.iterdir(), out.parent, options.force)
    sizes = np.bincount(made.labels[made.labels >= 0]).tolist()
    say(out, f"{len(sizes)} clusters of {', '.join(map(str, sizes))} rows")
    return 0


def report_of(options, progress=iter):
    """Return all that there is to tell about the table of some options."""
    mark, fields = read_table(options.FILE)
    held = taken(fields, [options.label] if options.label else [], "--label")
    asked = taken(fields, options.columns or fields, "--columns")
    asked = {name: texts for name, texts in asked.items() if name not in held}
    columns, left = columns_of(mark, without(asked, options.without or [], fields))
    if not columns:
        why = "; ".join(f"{name}: {words}" for name, words in left.items())
        raise ValueError(f"{options.FILE}: no column can be clustered ({why})")
    trials = study(columns, [options.k] if options.k else KS, progress)
    chosen = max(trials, key=lambda one: one.above)
    labels, far = assigned(columns, chosen.medoids)
    return Report(
        *(Path(options.FILE).stem, columns, left, trials, chosen, bool(options.k), labels, far),
        known_of(*held.popitem(), labels) if held else None,
        copies_of(columns),
    )


def taken(fields, names, option):
    """Return some columns of a table by their names, as they look."""
    there = {as_seen(name): name for name in fields}
    missing = [name for name in names if as_seen(name) not in there]
    if missing:
        shown = ", ".join(map(as_shown, fields))
        raise ValueError(f"{option}: there is no column {missing[0]!r}; there are {shown}")
    found = [there[as_seen(name)] for name in names]
    return {name: fields[name] for name in found}


def without(asked, names, fields):
    """Return the columns that nobody wants left out."""
    return {name: asked[name] for name in asked if name not in taken(fields, names, "--without")}


def known_of(name, texts, labels):
    """Return what was held back and how well the clusters agree with it."""
    there = [i for i, text in enumerate(texts) if text.lower() not in GAPS and labels[i] >= 0]
    if not there:
        raise ValueError(f"--label: the column {name!r} has no value")
    truth = [texts[i] for i in there]
    return name, texts, adjusted_mutual_information(truth, labels[there])


def copies_of(columns):
    """Return how many rows repeat another one in all columns; those without values are none."""
    there = usable_rows(columns)
    return len(there) - different(columns, there)
