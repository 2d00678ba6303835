// One point to drag: its a, b and silhouette, the bars of all points, and their mean.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, button, choice, Plane, Hands, listen, Ground, begun, movePoint, placed, listed } = boards;
  const { readPlaces, pythonList, silhouetteOf, silhouettes, meanOf } = boards;
  const HELP = "Tab goes to the point with the ring, arrow keys move it, and a digit gives it that label.";
  const WIDE = 300; // from -1 to 1
  const HIGH = 220; // of all bars together
  const NEAR = 0.02; // a silhouette as good as 0
  const [LOW, GOOD] = [0.35, 0.7]; // means that are worth finding

  const round = (number, digits) => number.toFixed(digits);

  // Only the point with the ring has a handle; any other takes the ring when it is pressed.
  class RingHands extends Hands {
    get kinds() {
      return ["points"];
    }

    carryMean() {
      return this.carryPoint(this.board.state.watched);
    }

    carryPoint(i) {
      const { board } = this;
      const become = (place) => board.stateOf(movePoint(board.state, i, place, this.decimals), { watched: i });
      return this.carry(become, () => board.go(board.stateOf(board.state, { watched: i })));
    }

    preview(state) {
      this.board.preview(state);
    }

    choose() {
      this.board.say(this.board.state.said);
    }

    erase() {
      this.board.say("All points stay on this board; drag one instead.");
    }

    keyAct(key) {
      return this.board.clusters.includes(Number(key)) ? () => this.board.relabel(Number(key)) : undefined;
    }
  }

  class SilhouetteBoard extends Ground {
    constructor(element) {
      super(element);
      this.tasks = [
        {
          words: "Find a place where the silhouette of the point is below zero.",
          shows: "There another cluster is nearer to it than its own, on average.",
          done: ({ own }) => own.s < 0,
        },
        {
          words: "Find a place where it is almost zero, on either side.",
          shows: "There a and b are about alike: the point lies between two clusters.",
          done: ({ own }) => Math.abs(own.s) < NEAR,
        },
        {
          words: "Give a point below zero the label of the next cluster.",
          shows: "What was its b is its a now, so it is above zero.",
          done: ({ before, own }) => before?.s < 0 && own.s > 0,
        },
        {
          words: `Bring the mean of all points below ${LOW} by moving a single point.`,
          shows: "It costs more than its own bar: it makes a larger for all the others of its cluster.",
          done: (state) => meanOf(state.all) < LOW && this.isOneMove(state),
        },
        {
          words: `Bring the mean above ${GOOD}, with as many points as you like.`,
          shows: "Tight groups that lie apart score high.  Nobody asks whether they are true.",
          done: ({ all }) => meanOf(all) > GOOD,
        },
      ];
      this.clusters = [...new Set(this.labels)].sort((one, other) => one - other);
      this.plane = this.addPlane("Plane", HELP);
      this.numbers = make("p", { class: "inertia" });
      this.bars = make("svg", { viewBox: `-50 -10 ${WIDE + 70} ${HIGH + 82}`, class: "bars", role: "img" });
      const beside = make("div", { class: "run" }, this.numbers, this.bars);
      const all = this.points.map((_, i) => [i, i]);
      this.which = choice("Point", all, (i) => this.go(this.stateOf(this.state, { watched: Number(i) })));
      this.label = choice("Label", this.clusters.map((one) => [one, one]), (one) => this.relabel(Number(one)));
      listen(this.plane, new RingHands(Object.assign(this, { mode: "move", guessing: {} })));
      this.open([make("div", { class: "pair" }, this.plane.svg, beside)], [this.which, this.label]);
    }

    begin() {
      const { points, labels } = this;
      return this.stateOf({ ...begun("own", points, []), labels, edited: false }, { watched: this.watched });
    }

    // All that follows from points, labels and the point with the ring; that point is drawn as a mean would be.
    stateOf(state, parts = {}) {
      const next = { ...state, before: undefined, ...parts };
      const { points, labels, watched } = next;
      const own = silhouetteOf(points, labels, watched);
      const known = { own, all: silhouettes(points, labels), means: [points[watched]], ways: [[points[watched]]] };
      return { ...next, ...known, said: told({ ...next, ...known }, this.plane.decimals) };
    }

    isOneMove({ points, labels }) {
      return labels === this.labels && points.filter((point, i) => point !== this.points[i]).length === 1;
    }

    relabel(label) {
      const { labels, watched, own } = this.state;
      const others = labels.map((old, i) => (i === watched ? label : old));
      this.label.list.value = labels[watched];
      if (new Set(others).size < 2) return this.say("A silhouette needs two clusters at least.");
      return this.go(this.stateOf(this.state, { labels: others, before: own }));
    }

    draw() {
      const { plane, state } = this;
      const { points, labels, watched, own, all } = state;
      plane.show(state, { ring: watched });
      set(plane.handles[0], { "aria-label": `Point ${watched} at ${placed(points[watched], plane.decimals)}` });
      const ways = (label, kind) => {
        const others = points.filter((_, i) => i !== watched && labels[i] === label);
        const d = others.map((place) => `M${plane.spotOf(points[watched])}L${plane.spotOf(place)}`).join("");
        return make("path", { class: kind, d });
      };
      plane.borders.replaceChildren(ways(labels[watched], "sp-line"), ways(own.next, "sp-cut"));
      this.numbers.textContent = inNumbers(own, all);
      this.bars.replaceChildren(...this.barsOf(state));
      set(this.bars, { "aria-label": `A bar for each point; ${round(meanOf(all), 3)} on average` });
      this.which.list.value = watched;
      this.label.list.value = labels[watched];
    }

    // The longest bar of each cluster is on top; a dashed line marks the mean of all.
    barsOf({ all, labels, watched }) {
      const order = all.map((_, i) => i).sort((i, j) => labels[i] - labels[j] || all[j] - all[i]);
      const high = HIGH / (order.length + this.clusters.length - 1);
      const at = (s) => (WIDE / 2) * (1 + s);
      const line = (s, kind) => make("path", { class: kind, d: `M${at(s)} 0V${HIGH}` });
      const bars = order.map((i, row) => {
        const y = (row + this.clusters.indexOf(labels[i])) * high;
        const x = at(Math.min(0, all[i]));
        const size = { x, y, width: Math.abs(at(all[i]) - at(0)), height: high };
        const style = `fill: ${this.colours[labels[i]]}`;
        return make("rect", { ...size, style, class: i === watched ? "bar now" : "bar" });
      });
      const named = this.clusters.filter((label) => labels.includes(label)).map((label) => {
        const rows = order.map((_, row) => row).filter((row) => labels[order[row]] === label);
        const y = (meanOf(rows) + this.clusters.indexOf(label) + 0.5) * high + 8;
        return make("text", { x: -28, y, "text-anchor": "middle" }, label);
      });
      const ticks = [-1, 0, 1].map((s) => make("text", { x: at(s), y: HIGH + 30, "text-anchor": "middle" }, s));
      const name = make("text", { x: at(0), y: HIGH + 62, "text-anchor": "middle" }, "silhouette");
      return [...bars, ...named, line(0, "sp-line"), line(meanOf(all), "sp-cut"), ...ticks, name];
    }

    standing() {
      const { all, labels, said } = this.state;
      const each = this.clusters.filter((label) => labels.includes(label)).map((label) => {
        const own = all.filter((_, i) => labels[i] === label);
        return `Cluster ${label}: ${own.length} points, ${round(meanOf(own), 3)} on average.`;
      });
      return `${said} ${each.join(" ")}`;
    }

    lines() {
      const { points, labels, edited } = this.state;
      const code = edited ? "points" : this.data.code;
      const given = edited ? [`points = ${pythonList(points)}`] : [];
      const use = [`labels = [${labels.join(", ")}]`, `silhouette(${code}, labels).round(3)`];
      return ["from helpers import silhouette", "", ...given, ...use].join("\n");
    }

    written({ points, labels, watched, edited }) {
      return `point=${watched}&labels=${labels}${edited ? `&points=${listed(points)}` : ""}`;
    }

    read(parts) {
      const labels = (parts.get("labels") ?? "").split(",").map(Number);
      const edited = parts.has("points");
      const points = edited ? readPlaces(parts.get("points"), this.data.columns.length) : this.points;
      const known = labels.every((label) => this.clusters.includes(label)) && new Set(labels).size > 1;
      const watched = Number(parts.get("point") ?? NaN);
      if (!known || ![points?.length, labels.length].every((n) => n === this.points.length)) return undefined;
      return watched in points ? this.stateOf({ ...begun("own", points, []), labels, edited }, { watched }) : undefined;
    }
  }

  const inNumbers = ({ a, b, next, s }, all) =>
    `a = ${a === undefined ? "nothing, for it is alone" : round(a, 2)}, b = ${round(b, 2)} to cluster ${next}, ` +
    `s = ${round(s, 3)}; mean of all points ${round(meanOf(all), 3)}`;

  const told = ({ points, labels, watched, own, all }, decimals) =>
    `Point ${watched} at ${placed(points[watched], decimals)}, label ${labels[watched]}: ${inNumbers(own, all)}.`;

  boards.kinds = { ...boards.kinds, silhouette: SilhouetteBoard };
})();
