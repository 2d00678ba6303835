// Venues to drag: how far everybody walks in all, the squares in all, and the longest walk, beside those of k-means.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, Hands, listen, Ground, begun, squaredDistance, placed, listed } = boards;
  const { readPlaces, pythonList, counted } = boards;
  const HELP = "Tab goes to a venue, and arrow keys move it; with Shift five times as far.";
  const NEAR = 1.01; // squares as good as those of k-means, but for one in a hundred
  const LESS = 1 - 1e-9; // a number that is lower, and not by rounding
  const NAMES = { walks: "walks in all", squares: "squares in all", longest: "longest walk" };

  // Along the streets: the one way, and then the other.
  const cityBlock = (one, other) => one.reduce((sum, value, axis) => sum + Math.abs(value - other[axis]), 0);

  const toNearest = (points, venues, distance) =>
    points.map((point) => Math.min(...venues.map((venue) => distance(point, venue))));

  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  // Everybody goes to the venue that is nearest: along the streets for walks, in a straight line for squares.
  const measured = (points, venues) => {
    const walks = toNearest(points, venues, cityBlock);
    const squares = sum(toNearest(points, venues, squaredDistance));
    return { walks: sum(walks), squares, longest: Math.max(...walks) };
  };

  const nearestOf = (point, venues) => {
    const walks = venues.map((venue) => cityBlock(point, venue));
    return walks.indexOf(Math.min(...walks));
  };

  const inWords = (numbers) =>
    Object.entries(NAMES).map(([name, words]) => `${words} ${numbers[name].toFixed(1)}`).join(", ");

  class VenueHands extends Hands {
    get kinds() {
      return ["means"];
    }

    // Finer than elsewhere: a quarter of a block decides.
    get step() {
      return 2;
    }

    carryMean(i) {
      const { board } = this;
      const moved = (place) => board.state.means.map((old, j) => (j === i ? place : old));
      const become = (place) => board.stateOf(moved(place), `Venue ${i} was put at ${placed(place, this.decimals)}`);
      return this.carry(become, () => this.plane.handles[i].focus({ preventScroll: true }));
    }

    preview(state) {
      this.board.preview(state);
    }

    erase() {
      this.board.say("All venues stay on this board; drag one instead.");
    }

    keyAct() {}
  }

  class VenueBoard extends Ground {
    constructor(element) {
      super(element);
      this.best = measured(this.points, this.venues);
      const beats = (name, numbers) => numbers[name] < this.best[name] * LESS;
      this.tasks = [
        {
          words: "Make the walks in all shorter than k-means has them.",
          shows: "K-means does not look at walks, so a median beats it.",
          done: ({ numbers }) => beats("walks", numbers),
        },
        {
          words: "Make the longest walk shorter than k-means has it.",
          shows: "For this only those who live at the edge of a group count.",
          done: ({ numbers }) => beats("longest", numbers),
        },
        {
          words: "Beat k-means at both of them at once.",
          shows: "A plan can be shorter and fairer than that of the lowest inertia.",
          done: ({ numbers }) => beats("walks", numbers) && beats("longest", numbers),
        },
        {
          words: "Move every venue, and try to beat k-means at the squares.  Come within one part in a hundred.",
          shows: "You cannot win here: the squares are what k-means made small.",
          done: ({ numbers, means }) =>
            numbers.squares < this.best.squares * NEAR && means.every((mean, i) => cityBlock(mean, this.venues[i]) > 0),
        },
      ];
      this.plane = this.addPlane("Map", HELP);
      this.plane.means.after(this.plane.points); // so that no venue hides a home
      this.table = make("table");
      listen(this.plane, new VenueHands(Object.assign(this, { mode: "move", guessing: {} })));
      this.open([make("div", { class: "pair" }, this.plane.svg, make("div", { class: "run" }, this.table))], []);
    }

    begin() {
      return this.stateOf(this.venues, "The venues of k-means");
    }

    stateOf(means, act) {
      const numbers = measured(this.points, means);
      const labels = this.points.map((point) => nearestOf(point, means));
      return { ...begun("own", this.points, means), labels, numbers, said: `${act}: ${inWords(numbers)}.` };
    }

    draw() {
      const { plane, state } = this;
      const { points, labels, means } = state;
      plane.show(state);
      plane.handles.forEach((handle, i) => {
        const comers = counted(labels.filter((label) => label === i).length, "home");
        set(handle, { "aria-label": `Venue ${i} at ${placed(means[i], plane.decimals)}, ${comers}` });
      });
      const ways = points.map((point, i) => [point, [point[0], means[labels[i]][1]], means[labels[i]]]);
      const d = ways.map((way) => `M${way.map((place) => plane.spotOf(place)).join("L")}`).join("");
      plane.borders.replaceChildren(make("path", { class: "sp-line", d }));
      this.drawNumbers(state.numbers);
    }

    drawNumbers(numbers) {
      const cell = (text) => make("td", {}, text);
      const heads = ["yours", "k-means"].map((text) => make("th", { scope: "col" }, text));
      const lines = Object.entries(NAMES).map(([name, words]) => {
        const pair = [numbers, this.best].map((known) => cell(known[name].toFixed(1)));
        const head = make("th", { scope: "row" }, words);
        return make("tr", {}, head, ...pair, cell(this.compared(name, numbers)));
      });
      this.table.replaceChildren(make("tr", {}, cell(""), ...heads, cell("")), ...lines);
    }

    compared(name, numbers) {
      if (numbers[name] < this.best[name] * LESS) return "you win";
      return numbers[name] * LESS > this.best[name] ? "k-means wins" : "alike";
    }

    standing() {
      const each = this.plane.handles.map((handle) => `${handle.getAttribute("aria-label")}. `);
      return `${each.join("")}Yours: ${inWords(this.state.numbers)}. K-means: ${inWords(this.best)}.`;
    }

    lines() {
      return [
        "from scipy.spatial.distance import cdist", "",
        `venues = ${pythonList(this.state.means)}`,
        `walks = cdist(${this.data.code}, venues, "cityblock").min(axis=1)`,
        `squares = cdist(${this.data.code}, venues, "sqeuclidean").min(axis=1)`,
        "print(walks.sum(), squares.sum(), walks.max())",
      ].join("\n");
    }

    written({ means }) {
      return `places=${listed(means)}`;
    }

    read(parts) {
      const means = readPlaces(parts.get("places"), 2);
      return means?.length === this.venues.length ? this.stateOf(means, "Venues of this address") : undefined;
    }
  }

  boards.kinds = { ...boards.kinds, venues: VenueBoard };
  Object.assign(boards, { measured });
})();
