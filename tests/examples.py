"""Points, means, labels and bad input that several tests share."""

import re
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import adjusted_mutual_info_score

from helpers import lloyd

# Small whole numbers make ties and coinciding points; the others make neither.
coordinates = st.one_of(
    st.integers(-3, 3).map(float),
    st.floats(-1000, 1000).map(lambda x: x if abs(x) > 1e-100 else 0.0),  # has a square
)


@st.composite
def boards(draw, elements=coordinates):
    """Draw 1 to 12 points and 1 to 5 means, no more than points, in one to three dimensions."""
    n, d = draw(st.integers(1, 12)), draw(st.integers(1, 3))
    k = draw(st.integers(1, min(5, n)))
    return draw(arrays(float, (n, d), elements=elements)), draw(
        arrays(float, (k, d), elements=elements)
    )


@st.composite
def labelings(draw):
    """Draw two labelings of the same 1 to 40 points."""
    n = draw(st.integers(1, 40))
    few, many = draw(st.integers(0, 5)), draw(st.integers(0, n))
    return tuple(draw(arrays(int, n, elements=st.integers(0, most))) for most in (few, many))


def scikit_learns_ami(truth, labels):
    """Score labels; where each point is alone in both, version 1.6 may give 0 in the place of 1."""
    alone = len(truth) == len(set(truth)) == len(set(labels))
    return 1.0 if alone else adjusted_mutual_info_score(truth, labels)


# A name for the test's report, the bad points, and words that must stand in the message.
BAD_POINTS = [
    pytest.param(points, words, id=name)
    for name, points, words in [
        ("nan", [[0.0, 1.0], [np.nan, 1.0]], "numbers only; nan in column 0, row 1: .*rows first$"),
        ("infinity", [[0.0, np.inf]], "finite numbers only; inf in column 1, row 0"),
        ("minus infinity", [[0.0, -np.inf]], "finite numbers only; -inf in column 1, row 0"),
        ("too large", [[0.0, 1.0], [1e150, 0.0]], r"below 1e\+150 in size"),
        ("far too large", [[0.0, 1e300]], r"below 1e\+150"),
        ("too large and negative", [[0.0, -1e150]], r"below 1e\+150"),
        ("no float", [[0, 10**400]], "finite numbers only; 10{39} in column 1, row 0"),
        ("masked", np.ma.masked_equal([[1.0, 2.0]], 2), "masked values"),
        ("nan among objects", np.array([[np.nan, 1]], dtype=object), "finite"),
        ("one number", 5.0, "two dimensions"),
        ("one dimension", [1.0, 2.0], r"two dimensions.*\(2,\)"),
        ("three dimensions", [[[1.0, 2.0]]], r"two dimensions.*\(1, 1, 2\)"),
        ("empty list", [], "two dimensions"),
        ("no rows", np.empty((0, 2)), r"must not be empty.*\(0, 2\)"),
        ("no columns", np.empty((2, 0)), r"must not be empty.*\(2, 0\)"),
        ("words", [["a", "b"]], "numbers"),
        ("numerals in quotes", [["1", "2"]], "numbers"),
        ("ragged", [[1.0, 2.0], [3.0]], "rows of equal length"),
        ("complex", [[1j, 2.0]], "numbers"),
        ("missing", [[None, 2.0]], "numbers"),
        ("a column of names", pd.DataFrame({"x": [1.0], "species": ["setosa"]}), "numeric columns"),
        ("dates", np.array([["2025-01-01"]], dtype="datetime64[D]"), "numbers"),
    ]
]

POINTS = np.array([[0, 0], [0, 3], [3, 0], [8, 8], [8, 11], [11, 8]], dtype=float)
TRACE = lloyd(POINTS, [[0, 0], [0, 3], [-20, 3]])  # the third mean never gets any points

# A name for the test's report, the bad trace, and words that must stand in the message.
BAD_TRACES = [
    pytest.param(trace, words, id=name)
    for name, trace, words in [
        ("empty", [], "list of steps"),
        ("none", None, r"be a list of steps, .*lloyd\(points, means\)"),
        ("nones", [None], "list of steps"),
        ("one step", TRACE[0], "list of steps"),
        ("points", [POINTS], "list of steps"),
        ("runs of other points", [*TRACE, *lloyd(POINTS[1:], POINTS[1:4])], "the same points"),
        ("runs of more means", [*TRACE, *lloyd(POINTS, POINTS[:4])], "as many means"),
    ]
]

BAD_COUNTS = [0, -1, 1.5, 2.0, "2", None, np.nan]
BAD_AMOUNTS = [-0.1, np.nan, np.inf, 1e150, 10**400, "1", None, [1.0]]


def disguises(points):
    """Return small whole points as everything else that a student may pass."""
    return [
        points.tolist(),
        pd.DataFrame(points, index=range(len(points), 0, -1)),
        pd.DataFrame(points).convert_dtypes(),
        np.asfortranarray(points),
        *(points.astype(kind) for kind in ("int64", "int8", "uint8", "float32", object)),
    ]


def unfolded(markup):
    """Return markup with each storyboard as the drawing that a script makes of its image."""
    image = r'<img class="sp-storyboard"[^>]*src="data:image/svg\+xml,([^"]*)"/>'
    return re.sub(image, lambda match: unquote(match[1]), markup)
