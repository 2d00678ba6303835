"""How long the scripts of a board take for one move of a drag, and how many bytes a board has.

.venv/bin/python benchmarks/board.py
"""

import sys
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "pages" / "_ext"))

from print_course import find_browser  # noqa: E402

from helpers import playground  # noqa: E402

K, MOVES = 4, 100
WHERE = """kind => {
  const board = document.querySelector("step-player").played, { plane, state } = board;
  const [x, y] = plane.spotOf(state[kind][0]);
  const at = new DOMPoint(x, y).matrixTransform(plane.svg.getScreenCTM());
  return [at.x, at.y];
}"""
# What a move costs: the event that says where the pointer is, and the frame that it asks for.
DRAG = """async ({ x, y, moves }) => {
  const { svg } = document.querySelector("step-player").played.plane;
  const ask = requestAnimationFrame, times = [];
  let spent;
  const timed = act => (...given) => {
    const began = performance.now();
    act(...given);
    spent += performance.now() - began;
  };
  globalThis.requestAnimationFrame = act => ask(timed(act));
  for (let move = 1; move <= moves; move++) {
    spent = 0;
    const to = { clientX: x + move, clientY: y - move / 2 };
    timed(() => svg.dispatchEvent(new PointerEvent("pointermove", to)))();
    await new Promise(ask);
    times.push(spent);
  }
  globalThis.requestAnimationFrame = ask;
  return times;
}"""


def move_times(page, points, kind):
    """Return the milliseconds of script for each move of a mean or a point."""
    page.set_content(f"<main>{playground(points, k=K)._repr_html_()}</main>")
    page.get_by_role("button", name="Assign", exact=True).click()
    x, y = page.evaluate(WHERE, kind)
    page.mouse.move(x, y)
    page.mouse.down()
    times = page.evaluate(DRAG, {"x": x, "y": y, "moves": MOVES})
    page.mouse.up()
    page.get_by_text("was put at").wait_for()  # it was moved indeed
    return times


def print_times(page, n, limit):
    """Print what moves of a drag take on a board of n points."""
    points = np.random.default_rng(0).normal(size=(n, 2))
    size = len(playground(points, k=K).markup.encode()) / 1e3
    print(f"{n} points, k = {K}: {size:.1f} kB of markup")
    for kind, name in (("means", "a mean"), ("points", "a point")):
        times = move_times(page, points, kind)
        middle, most = median(times), sorted(times)[-MOVES // 20]
        print(
            f"  one move of {name}: {middle:.1f} ms of script, 19 of 20 take {most:.1f} ({limit})"
        )


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        print_times(page, 200, "at most 16, which is a frame")
        print_times(page, 2000, "at most 100, which feels immediate")
        browser.close()
