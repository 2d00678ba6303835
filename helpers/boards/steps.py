"""Turn a trace into a step player: a picture that a reader steps through.

Its storyboard is one SVG with a panel for each step, and below it there is a
sentence for each.
"""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_hex

from helpers.boards.numbers import as_data
from helpers.boards.player import (
    Player,
    as_columns,
    downloads,
    element,
    key_of,
)
from helpers.boards.svg import (
    SIDE,
    frame,
    line_through,
    marker,
    marker_style,
    panel_limits,
    panel_places,
    point_paths,
)
from helpers.drawing.axes import first_two_columns, places_of
from helpers.drawing.captions import captions, heading
from helpers.drawing.palette import BOLD, ink_on, kinds_of
from helpers.kmeans import UNASSIGNED, as_trace

__all__ = ["step_player"]

SQUARE = 40
"""Width of a mean, in the units of the SVG."""
COLUMNS = 3
"""How many panels of the storyboard stand side by side."""


@dataclass(frozen=True, eq=False, repr=False)
class StepPlayer(Player):
    """What :func:`step_player` returns; it shows itself in a notebook."""

    trace: list
    caption: str | None
    columns: tuple

    def sentences(self):
        """Return the sentence of each step."""
        return captions(self.trace)

    def markup(self, files=None):
        """Return the player without its style and its script."""
        return markup(self, files)

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Show the player; keep the numbers beside it, for other tools."""
        data = {"text/plain": repr(self), "text/html": self._repr_html_()}
        trace = as_data(self.trace, columns=self.columns)
        return data, {"text/html": {"player": _key(self), "trace": trace}}


def step_player(trace, *, caption=None, columns=None):
    """Show a trace one step at a time, at the reader's own pace.

    Each step is shown with its sentence and with the inertia so far.  There
    are buttons and a slider; the left and right arrow keys, Home, End and the
    space bar work too.  Nothing moves before the reader asks.

    On the course's site there are links to the same run as a GIF, storyboard
    and numbers.  In a notebook :func:`helpers.save_gif` and
    :func:`helpers.storyboard` make them.

    Parameters
    ----------
    trace : list of Step
    caption : str, optional
        What to notice; also the name of the player for screen readers.
    columns : sequence of str, optional
        The names of the two axes; ``x0`` and ``x1`` if not given.

    Returns
    -------
    StepPlayer
        It shows itself where it is the last value of a notebook's cell.

    Raises
    ------
    ValueError
        If ``trace`` has no steps, or ``columns`` are not as many names as the
        points have columns.

    Examples
    --------
    >>> from helpers import lloyd
    >>> step_player(lloyd([[0], [4]], [[1]]))
    Start: 1 mean, and no point has a label
    Assignment 0: 2 points changed label; inertia 10
    Update 1: the means moved to their points; inertia 10 → 8
    Assignment 1: no points changed label; inertia 8 → 8
    """
    trace = as_trace(trace)
    return StepPlayer(trace, caption, as_columns(columns, trace[0].points))


def markup(player, files=None):
    """Return a player without its style and its script."""
    key, trace = _key(player), player.trace
    sentences = "".join(
        f"<li{_inertia(step)}>{sentence}</li>"
        for step, sentence in zip(trace, captions(trace), strict=True)
    )
    return element(
        f"{_storyboard(trace, player.columns, key)}<ol>{sentences}</ol>"
        f"{downloads(files) if files else ''}",
        key=key,
        name=player.caption or "K-means, step by step",
        style=marker_style(_worn(trace), key),
    )


def _inertia(step):
    return (
        "" if step.phase == "start" else f' data-inertia="{step.inertia:.6g}"'
    )


def _key(player):
    """Return a name for a player, so that two on one page keep apart."""
    steps = (a for step in player.trace for a in (step.means, step.labels))
    about = (player.caption, player.columns)
    return key_of(about, player.trace[0].points, *steps)


def _storyboard(trace, columns, key):
    """Return the SVG: what all panels share, and then the panels.

    What a step has in common with the one before it is drawn only once: an
    update keeps the points of the assignment, an assignment keeps the means.
    """
    low, high, height = panel_limits(*places_of(trace))

    def place(positions):
        return panel_places(first_two_columns(positions), low, high, height)

    spots, settled = place(trace[0].points), _settled(trace)
    right, down = SIDE + 40, height + 110
    pictures = zip(
        trace,
        _points(trace, spots, key),
        _means([place(step.means) for step in trace], key),
        strict=True,
    )
    panels = "".join(
        f'<g transform="translate({number % COLUMNS * right} '
        f'{number // COLUMNS * down + 70})"><use href="#{key}f"/>'
        f'<text y="-16">{heading(step)}</text>'
        f"{points}{means}</g>"
        for number, (step, points, means) in enumerate(pictures)
    )
    across = min(len(trace), COLUMNS) * right - 36
    shared = point_paths(spots[settled], trace[-1].labels[settled])
    return (
        f'<svg viewBox="-2 0 {across} {math.ceil(len(trace) / COLUMNS) * down}'
        f'" font-size="52" role="img" '
        f'aria-label="Storyboard of {len(trace)} steps"><defs>'
        f"{frame(low, high, height, columns, key)}{_symbols(trace, key)}"
        f'<g id="{key}s">{shared}</g></defs>{panels}</svg>'
    )


def _worn(trace):
    """Return which shapes and colours of points a trace shows."""
    return np.unique(kinds_of(np.concatenate([s.labels for s in trace])))


def _symbols(trace, key):
    """Return the shape of each label's points, and the square of each mean."""
    points = "".join(marker(kind, key) for kind in _worn(trace))
    squares = "".join(
        f'<g id="{key}c{label}" class="sp-mean"><path fill="{to_hex(colour)}" '
        f'd="M{-SQUARE // 2} {-SQUARE // 2}h{SQUARE}v{SQUARE}h{-SQUARE}z"/>'
        f'<text y="11" fill="{ink_on(np.array(colour))}">'
        f"{label}</text></g>"
        for label, colour in zip(
            range(len(trace[0].means)), itertools.cycle(BOLD), strict=False
        )
    )
    return points + squares


def _points(trace, spots, key):
    """Yield the points of each step, drawn anew where labels have changed.

    Points that never change their first label are drawn once for all steps.
    """
    settled, labelings = _settled(trace), [step.labels for step in trace]
    drawn = None
    for number, labels in enumerate(labelings):
        if number and np.array_equal(labels, labelings[number - 1]):
            yield f'<use href="#{key}p{drawn}"/>'
            continue
        drawn = number
        known = settled & (labels != UNASSIGNED)
        yield (
            f'<g id="{key}p{number}">'
            + (f'<use href="#{key}s"/>' if known.any() else "")
            + point_paths(spots[~known], labels[~known])
            + "</g>"
        )


def _settled(trace):
    """Tell which points never change the label that they once have."""
    given = [step.labels for step in trace if UNASSIGNED not in step.labels]
    same = [labels == given[-1] for labels in given]
    return np.all(same, axis=0) & np.full(len(trace[0].points), bool(given))


def _means(places, key):
    """Yield the means of each step and their ways, anew if they moved."""
    ways = []
    for squares in places:
        if ways and np.array_equal(ways[-1], squares):
            yield f'<use href="#{key}u{len(ways)}"/>'
            continue
        ways.append(squares)
        lines = "".join(
            line_through(way) for way in np.transpose(ways, (1, 0, 2))
        )
        means = "".join(
            f'<use href="#{key}c{label}" x="{x}" y="{y}"/>'
            for label, (x, y) in enumerate(squares)
        )
        yield (
            f'<g id="{key}u{len(ways)}"><path class="sp-way" d="{lines}"/>'
            f"{means}</g>"
        )
