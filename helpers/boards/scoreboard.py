"""A board on which the reader edits a table of counts, and sees what the scores say."""

from helpers.agreement import (
    adjusted_mutual_information,
    adjusted_rand_index,
    contingency,
    homogeneity_completeness_v,
)
from helpers.boards.given import as_script
from helpers.boards.markup import element
from helpers.boards.player import BOARDS, Player, key_of, player_element
from helpers.checks import as_count, as_list, names_and_codes

__all__ = ["scoreboard"]

MOST = 9
"""More classes or clusters than these no table on a phone can hold."""


def scoreboard(truth, labels, *, scores=None, caption=None):
    """Let the reader edit the table of classes and clusters, with scores live.

    The reader changes the counts, exchanges the names of clusters, adds a
    cluster, and deals all points out by lot.  It works with a mouse, with a
    finger and with keys, and there is something to find out.  Lines of Python
    and an address bring the same table back.

    Where no script runs, and on paper, it shows the table and its scores.

    Parameters
    ----------
    truth : sequence, shape (n,)
        The class of each point; at most nine classes.
    labels : sequence, shape (n,)
        The cluster of each point; at most nine clusters.
    scores : sequence of str, optional
        Which of ``accuracy`` (by majority), ``homogeneity``, ``completeness``,
        ``AMI`` and ``ARI`` to show; all five, if not given.
    caption : str, optional
        The name of the board for screen readers.

    Returns
    -------
    Player
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        As in :func:`contingency`, if there are more than nine classes or
        clusters, or if ``scores`` holds another name.

    Examples
    --------
    >>> scoreboard(["cat", "cat", "dog"], [1, 1, 0], scores=["accuracy", "AMI"])
    cat: 0 in cluster 0, 2 in cluster 1
    dog: 1 in cluster 0, 0 in cluster 1
    accuracy 1.000
    AMI 1.000
    """
    table = contingency(truth, labels)
    (classes, _), (clusters, _) = names_and_codes(truth, "truth"), names_and_codes(labels, "labels")
    as_count(len(classes), "the number of classes", most=MOST)
    as_count(len(clusters), "the number of clusters", most=MOST)
    known = scores_of(table, truth, labels)
    shown = {name: known[name] for name in _asked(scores, known)}
    classes, clusters = ([str(name) for name in names] for names in (classes, clusters))
    key = key_of((caption, classes, clusters, [*shown]), table)
    given = {"classes": classes, "clusters": clusters, "counts": table.tolist()}
    markup = player_element(
        _counted(classes, clusters, table),
        element("table", *(_row(name, [f"{score:.3f}"]) for name, score in shown.items())),
        as_script(given | {"scores": [*shown]}),
        key=key,
        name=caption or "Classes, clusters and their scores",
        kind="scores",
    )
    return Player([*_told(classes, clusters, table, shown)], markup, {}, BOARDS["scores"])


def scores_of(table, truth, labels):
    """Return the five scores by their names."""
    agreement = homogeneity_completeness_v(truth, labels)
    return {
        "accuracy": table.max(axis=0).sum() / table.sum(),
        "homogeneity": agreement.homogeneity,
        "completeness": agreement.completeness,
        "AMI": adjusted_mutual_information(truth, labels) + 0.0,  # no minus before a zero
        "ARI": adjusted_rand_index(truth, labels) + 0.0,
    }


def _asked(scores, known):
    """Return the names of the scores that are to be shown."""
    if scores is None:
        return list(known)
    names = [] if isinstance(scores, str) else as_list(scores, "scores")
    if not names or not all(isinstance(name, str) and name in known for name in names):
        raise ValueError(f"scores must be some of {', '.join(known)}; got {scores!r}")
    return names


def _counted(classes, clusters, table):
    """Return the counts as a table with names."""
    heads = (element("th", f"cluster {name}", scope="col") for name in clusters)
    rows = (_row(*row) for row in zip(classes, table.tolist(), strict=True))
    return element("table", element("tr", element("td", ""), *heads), *rows)


def _row(name, cells):
    head = element("th", name, scope="row")
    return element("tr", head, *(element("td", cell) for cell in cells))


def _told(classes, clusters, table, scores):
    """Return the table and the scores in words."""
    for name, counts in zip(classes, table, strict=True):
        cells = zip(counts, clusters, strict=True)
        yield f"{name}: " + ", ".join(f"{count} in cluster {cluster}" for count, cluster in cells)
    yield from (f"{name} {score:.3f}" for name, score in scores.items())
