"""Write the picture at the top of the README, as a player draws it: `make picture`."""

import re
from pathlib import Path

from helpers import grid_means, lloyd, random_means, sample_blobs, step_player
from helpers.boards.markup import Markup
from helpers.boards.player import STYLE
from helpers.boards.still import alone

PICTURE = Path(__file__).parents[1] / "_static" / "storyboard.svg"
SEED = 25


def picture():
    """Return the storyboard of a run, with all that it needs to stand alone."""
    points, _ = sample_blobs(200, grid_means(4), rng=SEED)
    player = step_player(lloyd(points, random_means(points, 4, rng=SEED)))
    (drawing,) = re.findall(r"<svg .*?</svg>", player.markup, re.S)
    (shapes,) = re.findall(r'^<step-player [^>]*style="([^"]*)"', player.markup)
    return alone(Markup(drawing), STYLE, shapes) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
