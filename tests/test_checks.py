"""What every function asks of its input."""

import pytest

from helpers import (
    assign,
)


@pytest.mark.parametrize("size", [1e-151, 1e-200, 5e-324])
def test_points_that_have_no_squares_are_refused_but_means_are_not(size):
    with pytest.raises(ValueError, match=r"points must not all be below 1e-150 .* smaller unit$"):
        assign([[0.0], [-size]], [[0.0]])
    assert assign([[1.0], [0.0]], [[1.0], [size]]).tolist() == [0, 1]
    assert assign([[0.0], [1e-150]], [[0.0], [1e-150]]).tolist() == [0, 1]
    assert assign([[0.0], [0.0]], [[0.0]]).tolist() == [0, 0]
