"""Write the picture at the top of the README, as a player draws it: `make picture`."""

from pathlib import Path

from helpers import grid_means, lloyd, random_means, sample_blobs
from helpers.boards.image import standing_alone
from helpers.boards.player import as_columns, key_of
from helpers.boards.steps import drawn_storyboard

PICTURE = Path(__file__).parents[1] / "_static" / "storyboard.svg"
SEED = 25


def picture():
    """Return the storyboard of a run, with all that it needs to stand alone."""
    points, _ = sample_blobs(200, grid_means(4), rng=SEED)
    trace = lloyd(points, random_means(points, 4, rng=SEED))
    columns = as_columns(None, points)
    return standing_alone(drawn_storyboard(trace, columns, key_of("README", points)))


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
