// The means of k-means++, one by one: before each draw every point has an area, its probability to be next.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { button, make, Hands, listen, Ground, begun, chances, drawn, squares, lloyd, bestInertia } = boards;
  const { placed, fourDigits, shortInertia, counted } = boards;
  const HELP = "Arrow keys move a cross, Enter chooses the point under it.";
  const RARE = 1e-4;
  const SAME = 1 + 1e-9; // two inertias that differ by less are the same but for rounding

  const carry = (drop) => ({ move() {}, cancel() {}, drop });

  // A press on a point chooses it; what was chosen stays until it is undone.
  class PointHands extends Hands {
    holds() {
      return false;
    }

    pointAt(spot) {
      return this.plane.hit(this.board.state, spot, ["points"])?.i;
    }

    grab(spot) {
      const i = this.pointAt(spot);
      return carry(() => i !== undefined && this.board.choose(i));
    }

    carryMean() {
      return carry(() => this.erase());
    }

    erase() {
      this.board.say("A mean stays where it was drawn.  Undo takes back the last one.");
    }

    keyAct() {}

    sayCross(spot) {
      const i = this.pointAt(spot);
      const where = placed(this.plane.placeOf(spot), this.decimals);
      const on = i === undefined ? "" : `, on a point with probability ${fourDigits(this.board.probabilities[i] ?? 0)}`;
      this.board.say(`Cross at ${where}${on}.`);
    }
  }

  // Each point's probability to be the next mean; the first may be any point.
  const next = (points, means) =>
    means.length ? chances(points, means) : points.map(() => 1 / points.length);

  class NextMean extends Ground {
    constructor(element) {
      super(element);
      this.tasks = [
        {
          words: "Draw all means, one by one.",
          shows: "Most draws went far from the means so far, and none was certain.",
          done: ({ end }) => end !== undefined,
        },
        {
          words: "Choose a point that a draw would take less than once in 10,000 times.",
          shows: "It lies beside a mean, so the sum of the squares hardly falls.",
          done: ({ probability }) => probability < RARE,
        },
        {
          words: "Find a start from which k-means ends as low as the best of thirty starts.",
          shows: "That start has a mean in each group, or near enough to be pulled there.",
          done: ({ end }) => end <= this.best * SAME,
        },
      ];
      this.plane = this.addPlane("Plane", HELP);
      this.sum = make("p", { class: "inertia" });
      this.drawButton = button("Draw", () => this.put(drawn(this.probabilities, Math.random), "was drawn"));
      this.drawButton.classList.add("next");
      listen(this.plane, new PointHands(this));
      this.open([this.plane.svg, this.sum], [this.drawButton]);
    }

    get best() {
      return (this.known ??= bestInertia(this.points, this.k));
    }

    begin() {
      const many = this.points.length;
      return this.stateOf([], `No mean yet: each of the ${many} points has probability ${fourDigits(1 / many)}.`);
    }

    // A state has the numbers of the points that are means; where all stand, k-means has an end.
    stateOf(places, said, probability) {
      const means = places.map((i) => this.points[i]);
      const end = places.length === this.k ? lloyd(this.points, means).at(-1).inertia : undefined;
      return { ...begun("own", this.points, means), places, end, probability, said };
    }

    draw() {
      const { plane, points, state } = this;
      const { means } = state;
      this.probabilities = state.end === undefined ? next(points, means) : [];
      plane.show(state);
      const scale = Math.sqrt((this.area * plane.width * plane.height) / Math.PI);
      const radii = this.probabilities.map((probability) => scale * Math.sqrt(probability));
      const areas = radii.map((radius, i) => plane.circle(points[i], radius, "sp-area"));
      plane.rings.replaceChildren(...areas.filter((_, i) => radii[i] >= this.least));
      const left = squares(points, means).reduce((sum, square) => sum + square, 0);
      const sum = means.length ? shortInertia(left) : "none yet";
      this.sum.textContent = `Sum of the squared distances to the nearest mean: ${sum}`;
      this.drawButton.disabled = !this.probabilities.some((probability) => probability > 0);
    }

    choose(i) {
      if (!(i in this.state.points)) return undefined;
      if (this.state.end !== undefined) return this.say("All means stand.  Press Undo or Reset to go on.");
      if (!this.probabilities[i]) return this.say("A mean stands here already, so this probability is 0.");
      return this.put(i, "was chosen by you");
    }

    put(i, how) {
      const { places } = this.state;
      const what = `Mean ${places.length} ${how} at ${placed(this.points[i], this.plane.decimals)}`;
      const said = `${what}; its probability was ${fourDigits(this.probabilities[i])}.`;
      const state = this.stateOf([...places, i], said, this.probabilities[i]);
      if (state.end !== undefined) state.said += `  From here k-means ends with inertia ${shortInertia(state.end)}.`;
      this.go(state);
    }

    standing() {
      const { decimals } = this.plane;
      const means = this.state.means.map((mean, i) => `Mean ${i} at ${placed(mean, decimals)}.`);
      const all = [`${counted(this.points.length, "point")}.`, ...means, `${this.sum.textContent}.`];
      return [...all, ...this.likely()].join(" ");
    }

    // Where the next mean is most probable; nothing where all means stand.
    likely() {
      const most = Math.max(0, ...this.probabilities);
      if (!most) return [];
      const place = placed(this.points[this.probabilities.indexOf(most)], this.plane.decimals);
      return [`The most probable next mean: ${place}, ${fourDigits(most)}.`];
    }

    lines() {
      const { code } = this.data;
      const { places } = this.state;
      if (!places.length) return "# There is no mean yet.";
      const means = `means = np.asarray(${code})[[${places.join(", ")}]]`;
      const end = `lloyd(${code}, means)[-1].inertia`;
      return ["import numpy as np", "from helpers import lloyd", "", means, end].join("\n");
    }

    written({ places }) {
      return `places=${places.join(",")}`;
    }

    // The numbers of points, each once and no more than k.
    read(parts) {
      const text = parts.get("places");
      const places = text ? text.split(",").map(Number) : [];
      const good = places.every((place) => place in this.points) && new Set(places).size === places.length;
      if (text === null || !good || places.length > this.k) return undefined;
      return this.stateOf(places, `${counted(places.length, "mean")} of ${this.k}, as the address says.`);
    }
  }

  boards.kinds = { ...boards.kinds, "next-mean": NextMean };
})();
