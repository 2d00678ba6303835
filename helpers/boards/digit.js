// Draw a picture: the nearest mean reads it, and shows how little a distance knows of shapes.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, button, choice, Ground, Sheet, picture, shifted, inRows, squaredDistance, fourDigits } = boards;
  const SHOWN = 3; // means beside the sheet
  const WAYS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
  const SIGNS = "0123456789abcdefg"; // one for each shade

  // The means from the nearest to the farthest, each with its squared distance; of equals the lower number.
  const ranked = (pixels, means) =>
    means
      .map((mean, label) => ({ label, square: squaredDistance(pixels, mean) }))
      .sort((one, other) => one.square - other.square || one.label - other.label);

  const TASKS = [
    {
      words: "Move a picture by one pixel, so that it is read as another digit.",
      shows: "The distance compares each pixel with the one at the same place.  It knows nothing of shapes.",
      done: ({ by, other }) => by === "move" && other,
    },
    {
      words: "Let one pixel change the answer: take a picture whose nearest two means are about equally far.",
      shows: "The drawing lay near the border between two means.",
      done: ({ by, changed, other }) => by === "stroke" && changed === 1 && other,
    },
    {
      words: "Clear the sheet.  What is read when there is nothing to read?",
      shows: "Some mean is always the nearest, so there is always an answer.",
      done: ({ pixels }) => pixels.every((value) => value === 0),
    },
  ];

  class DigitBoard extends Ground {
    constructor(element) {
      super(element);
      const d = this.side * this.side;
      this.means = inRows(this.means, d);
      this.pictures = inRows(this.pictures, d);
      this.tasks = TASKS;
      this.darkest = this.ink;
      this.sheet = new Sheet(this, this.side, this.darkest);
      this.near = Array.from({ length: Math.min(SHOWN, this.means.length) }, () => this.makeMean());
      const read = make("div", { class: "read" }, ...this.near.map(({ figure }) => figure));
      const pair = make("div", { class: "pair" }, this.sheet.svg, read);
      this.open([pair], [...this.makeMoves(), this.makeInks(), this.makeList()]);
    }

    makeMean() {
      const shown = picture(this.side, this.darkest, { "aria-hidden": true });
      const words = make("figcaption");
      return { figure: make("figure", {}, shown.svg, words), words, show: shown.show };
    }

    makeInks() {
      const shades = { Black: this.darkest, Grey: this.darkest / 2, White: 0 };
      const buttons = Object.entries(shades).map(([name, ink]) =>
        button(name, () => this.dip(ink), { "data-ink": ink }),
      );
      this.inks = make("div", { class: "buttons modes", role: "group", "aria-label": "Ink" }, ...buttons);
      return this.inks;
    }

    dip(ink) {
      this.ink = ink;
      for (const one of this.inks.children) set(one, { "aria-pressed": Number(one.dataset.ink) === ink });
    }

    makeMoves() {
      const arrows = { left: "←", right: "→", up: "↑", down: "↓" };
      const moves = Object.keys(WAYS).map((way) =>
        button(arrows[way], () => this.move(way), { "aria-label": `Move one pixel ${way}` }),
      );
      return [...moves, button("Clear", () => this.take(this.means[0].map(() => 0), "The sheet is empty."))];
    }

    makeList() {
      const items = this.pictures.map((_, i) => [i, `picture ${i}`]);
      const act = (i) => this.take(this.pictures[i], `Picture ${i}.`);
      return choice("Take", items, act);
    }

    begin() {
      this.dip(this.darkest);
      return this.stateOf(this.pictures[0], "Picture 0.");
    }

    stateOf(pixels, words) {
      const means = ranked(pixels, this.means);
      const [{ label, square }, next] = means;
      const after = next && `Next comes mean ${next.label}, ${this.names[next.label]}, at ${fourDigits(next.square)}.`;
      const told = `Read as ${this.names[label]}: mean ${label} is nearest, at squared distance ${fourDigits(square)}.`;
      return { pixels, means, name: this.names[label], said: [words, told, after].filter(Boolean).join("  ") };
    }

    draw() {
      this.preview(this.state.pixels);
    }

    // While a stroke is drawn, the means beside it change; the sentence comes when it ends.
    preview(pixels) {
      this.sheet.show(pixels);
      const means = ranked(pixels, this.means);
      this.near.forEach(({ words, show }, i) => {
        const { label, square } = means[i];
        show(this.means[label]);
        words.textContent = `${this.names[label]}: mean ${label}\nat ${fourDigits(square)}`;
      });
    }

    stroke(pixels) {
      const before = this.state.pixels;
      const changed = pixels.filter((value, i) => value !== before[i]).length;
      const words = changed ? "" : "Nothing has changed.";
      this.take(pixels, words, { by: "stroke", changed });
    }

    move(way) {
      this.take(shifted(this.state.pixels, this.side, WAYS[way]), `Moved one pixel ${way}.`, { by: "move" });
    }

    take(pixels, words, how = {}) {
      const next = this.stateOf(pixels, words);
      this.go({ ...next, ...how, other: next.name !== this.state.name });
    }

    sayPixel(x, y) {
      const value = this.state.pixels[y * this.side + x];
      this.say(`Row ${y}, column ${x}: ${value} of ${this.darkest}.`);
    }

    standing() {
      const rows = inRows(this.state.pixels, this.side).map((row, y) => `Row ${y}: ${row.join(" ")}.`);
      return [...rows, this.state.said].join(" ");
    }

    lines() {
      const rows = inRows(this.state.pixels, this.side).map((row) => `    [${row.join(", ")}],`);
      return [
        "import numpy as np", "from helpers import assign", "", "drawing = np.array([", ...rows, "])",
        `assign([drawing.ravel()], ${this.code})[0]`,
      ].join("\n");
    }

    written({ pixels }) {
      return `pixels=${pixels.map((value) => SIGNS[value]).join("")}`;
    }

    read(parts) {
      const pixels = [...(parts.get("pixels") ?? "")].map((sign) => SIGNS.indexOf(sign));
      const good = pixels.length === this.means[0].length && pixels.every((value) => value >= 0);
      return good ? this.stateOf(pixels, "The drawing of the address.") : undefined;
    }
  }

  Object.assign(boards, { ranked });
  boards.kinds = { ...boards.kinds, digit: DigitBoard };
})();
