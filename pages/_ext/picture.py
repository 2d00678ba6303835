"""Write the picture at the top of the README, as a player draws it: `make picture`."""

import re
from pathlib import Path

from helpers import grid_means, lloyd, random_means, sample_blobs, step_player
from helpers.boards.player import STYLE

PICTURE = Path(__file__).parents[1] / "_static" / "storyboard.svg"
SEED = 25


def picture():
    """Return the storyboard of a run, with all that it needs to stand alone."""
    points, _ = sample_blobs(200, grid_means(4), rng=SEED)
    player = step_player(lloyd(points, random_means(points, 4, rng=SEED)))
    data, _ = player._repr_mimebundle_()
    (storyboard,) = re.findall(r"<svg .*?</svg>", data["text/html"], re.S)
    (shapes,) = re.findall(r'<step-player [^>]*style="([^"]*)"', data["text/html"])
    looks = re.findall(r"^(?:\.sp-|path|:is)[^{]*\{[^}]*\}", STYLE, re.M)
    looks += ["svg { font-family: sans-serif }", "marker { overflow: visible }"]
    paper = '<rect x="-2" width="100%" height="100%" fill="white"/>'
    begin, rest = storyboard.split(">", 1)
    begin = begin.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')
    lines = [f'{begin} style="{shapes}">', "<style>", *looks, "</style>", f"{paper}{rest}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
