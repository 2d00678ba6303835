// Crowded places: two settings of DBSCAN, what is core, border and noise, and the curve of distances.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, button, choice, Hands, listen, Ground, begun, inRows, dbscan, reaches } = boards;
  const { MODES, movePoint, crowdTold, crowdCurve, ordinal, isShared, LEAST } = boards;
  const HELP = "Arrow keys move a cross, Enter presses there, Delete erases.";
  const [WIDE, HIGH] = [480, 200]; // of the curve

  // A press on a point looks at it, and a drag moves it.
  class CrowdHands extends Hands {
    get kinds() {
      return this.board.mode === "move" ? ["points"] : [];
    }

    preview(state) {
      this.board.preview(this.board.stateOf(state));
    }

    carryPoint(i) {
      const { board } = this;
      const become = (place) => ({ ...movePoint(board.state, i, place, this.decimals), watched: i });
      return this.carry(become, () => board.go({ ...board.state, watched: i }));
    }

    keyAct(key) {
      return key === "a" ? undefined : super.keyAct(key);
    }
  }

  const TASKS = [
    {
      words: "Make a point the border of two clusters.",
      shows: "It goes to the cluster whose first core point stands higher in the table: another order may move it.",
      done: isShared,
    },
    {
      words: "Choose “moons”, and find settings with two clusters and no noise.",
      shows: "Core points pass a cluster on along a bend.  No mean could.",
      done: ({ data, edited, count, kinds }) =>
        data === "moons" && !edited && count === 2 && !kinds.includes("noise"),
    },
    {
      words: "Choose “nothing at all”, and make four clusters or more.",
      shows: "Points without groups are crowded somewhere by chance.  Clusters found are no proof of groups.",
      done: ({ data, edited, count }) => data === "nothing" && !edited && count >= 4,
    },
    {
      words: "Make eps larger, and join two clusters by adding one point.",
      shows: "A bridge of one core point is enough.",
      done: ({ points, count, before }) => before && points.length === before.points + 1 && count < before.count,
    },
    {
      words: "Make all points noise.",
      shows: "A score that leaves noise out has nothing left to score.",
      done: ({ points, kinds }) => points.length > 0 && kinds.every((kind) => kind === "noise"),
    },
  ];

  class Crowds extends Ground {
    constructor(element) {
      super(element);
      Object.assign(this, { tasks: TASKS, guessing: {} });
      this.sets = [{ ...this.data, points: this.points, eps: this.eps }];
      for (const one of this.others) this.sets.push({ ...one, points: inRows(one.points, one.columns.length) });
      this.plane = this.addPlane("Plane", HELP);
      this.radius = this.slider("eps", "eps", (eps) => ({ eps }));
      this.number = this.slider("at least", "Least number of points", (least) => ({ least }));
      set(this.number.input, { min: 1, max: LEAST, step: 1 });
      this.curve = make("svg", { viewBox: `-70 -14 ${WIDE + 90} ${HIGH + 70}`, class: "bars", role: "img" });
      this.which = choice("Data", this.sets.map(({ name, title }) => [name, title]), (name) => this.take(name));
      this.modes = ["move", "points", "erase"].map((mode) =>
        button(MODES[mode], () => this.chooseMode(mode), { "data-mode": mode }));
      listen(this.plane, new CrowdHands(this));
      const shapes = "Core: a shape.  Border: a shape in a ring.  Noise: a cross.  A point counts itself.";
      const legend = make("p", {}, shapes);
      const beside = make("div", { class: "run" }, this.radius, this.number, legend, this.curve);
      this.open([make("div", { class: "pair" }, this.plane.svg, beside)], [this.which, ...this.modes]);
      this.setMode("move");
    }

    // A slider with its number; its change is an act, and what it passes on the way is only shown.
    slider(words, name, parts) {
      const input = make("input", { type: "range", "aria-label": name });
      const output = make("output", {});
      const next = () => ({ ...this.state, ...parts(Number(input.value)) });
      input.addEventListener("input", () => this.preview(this.stateOf(next())));
      input.addEventListener("change", () => this.go(next()));
      return Object.assign(make("label", {}, words, input, output), { input, output });
    }

    begin() {
      const { points, eps, least, watched } = this;
      return this.stateOf({ ...begun("own", points, []), eps, least, watched });
    }

    take(name) {
      const { points } = this.sets.find((one) => one.name === name);
      if (!points.length) this.setMode("points");
      this.go({ ...begun(name, points, []), eps: this.scaleOf(name).first, least: this.state.least, watched: 0 });
    }

    // The steps of eps: round numbers that suit the axes; the page says where it begins on its own points.
    scaleOf(name) {
      const { low, high, eps } = this.sets.find((one) => one.name === name);
      const range = Math.max(high[0] - low[0], high[1] - low[1]);
      const step = 10 ** Math.floor(Math.log10(range / 40));
      const round = (share) => Number((Math.round((share * range) / step) * step).toPrecision(12));
      return { step, most: round(0.4), first: eps ?? round(0.2) };
    }

    go(state) {
      const { points, count } = this.state;
      super.go(this.stateOf({ ...state, before: { points: points.length, count } }));
    }

    // All that follows from points, eps and the least number.
    stateOf(state) {
      const next = { ...state, ...dbscan(state.points, state.eps, state.least) };
      const watched = Math.max(0, Math.min(state.watched ?? 0, state.points.length - 1));
      return { ...next, watched, said: crowdTold({ ...next, watched }, this.plane.decimals) };
    }

    draw() {
      const { plane, state, radius, number } = this;
      if (this.shown !== state.data) plane.fit(this.sets.find(({ name }) => name === state.data));
      this.shown = state.data;
      plane.show({ ...state, means: [], ways: [[]] });
      plane.rings.replaceChildren(...this.marksOf(state));
      const { step, most } = this.scaleOf(state.data);
      set(radius.input, { min: step, max: Math.max(most, state.eps), step }).value = state.eps;
      number.input.value = state.least;
      [radius.output.textContent, number.output.textContent] = [state.eps, state.least];
      this.curve.replaceChildren(...(state.points.length >= state.least ? this.curveOf(state) : []));
      set(this.curve, { "aria-label": crowdCurve(state) });
      this.which.list.value = state.data;
    }

    // A cross on noise, a ring around the border, and how far the point that is looked at reaches.
    marksOf({ points, kinds, eps, watched }) {
      const { plane } = this;
      const at = (kind) => points.filter((_, i) => kinds[i] === kind).map((place) => plane.spotOf(place));
      const cross = ([x, y]) => `M${x - 9} ${y - 9}l18 18m0-18l-18 18`;
      const parts = [make("path", { class: "sp-mark sp-noise", d: at("noise").map(cross).join("") })];
      for (const [cx, cy] of at("border")) parts.push(make("circle", { cx, cy, r: 14, class: "sp-line" }));
      if (points.length) parts.push(make("path", { class: "sp-cut", d: this.roundPath(points[watched], eps) }));
      return parts;
    }

    // A circle, drawn as wide and as high as the axes have it.
    roundPath(place, eps) {
      const { plane } = this;
      const [x, y] = plane.spotOf(place);
      const [wide, high] = [plane.width, plane.height].map((size, i) => (eps * size) / (plane.high[i] - plane.low[i]));
      return `M${x - wide} ${y}a${wide} ${high} 0 1 0 ${2 * wide} 0a${wide} ${high} 0 1 0 ${-2 * wide} 0`;
    }

    // How far each point reaches, sorted, and a dashed line at eps: points below it are core.
    curveOf({ points, eps, least, data }) {
      const far = reaches(points, least);
      const most = Math.max(this.scaleOf(data).most, eps);
      const x = (i) => (WIDE * (i + 1)) / far.length;
      const y = (at) => HIGH * (1 - Math.min(1.05, at / most));
      const text = (words, about) => make("text", about, words);
      return [
        make("path", { class: "sp-line", d: `M0 0V${HIGH}H${WIDE}` }),
        make("path", { class: "sp-made", d: `M${far.map((at, i) => `${x(i)} ${y(at)}`).join("L")}l0 0` }),
        make("path", { class: "sp-cut", d: `M0 ${y(eps)}H${WIDE}` }),
        text(most, { x: -10, y: 8, "text-anchor": "end" }),
        text(0, { x: -10, y: HIGH, "text-anchor": "end" }),
        text(far.length, { x: WIDE, y: HIGH + 26, "text-anchor": "end" }),
        text("points, sorted", { x: 0, y: HIGH + 26 }),
        text(`distance to the ${ordinal(least)} point`, { x: 0, y: HIGH + 52 }),
      ];
    }

    setMode(mode) {
      this.mode = mode;
      for (const one of this.modes) set(one, { "aria-pressed": one.dataset.mode === mode });
      set(this.plane.svg, { "data-mode": mode });
    }

    chooseMode(mode) {
      this.setMode(mode);
      this.say(`A press on the plane will now ${MODES[mode].toLowerCase()}.`);
    }
  }

  Object.assign(Crowds.prototype, boards.crowdWords);
  boards.kinds = { ...boards.kinds, crowds: Crowds };
})();
