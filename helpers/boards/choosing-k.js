// A slider for k: the clusters, and the place on four curves at once; points can be moved, added and erased.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, button, choice, Hands, listen, Ground, begun, inRows, assign, fitsOf, named } = boards;
  const { LEAST_F, CURVES, curveOf, inWords } = boards;
  const { UNASSIGNED, counted, listed, readPlaces, pythonList, MODES } = boards;
  const HELP = "Arrow keys move a cross, Enter presses there, Delete erases.";
  const MANY = 20; // so many points are a drawing
  const MOST = 500; // more points no page can work on while the reader waits

  class PointsHands extends Hands {
    get kinds() {
      return this.board.mode === "move" ? ["points"] : [];
    }

    preview(state) {
      this.board.preview(state);
    }

    keyAct(key) {
      return key === "a" ? undefined : super.keyAct(key);
    }
  }

  const answers = ({ names }) => new Set(Object.values(names));

  const TASKS = [
    {
      words: "Choose “nothing at all”, and move k to a number above 1 that a rule names all the same.",
      shows: "The silhouette cannot say 1.  The gap can, and f(K) may: they compare with even points.",
      done: ({ data, k, names }) => data === "nothing" && k > 1 && answers({ names }).has(k),
    },
    {
      words: "Draw points for which all three rules name the same k, and not the one of the start.",
      shows: "Now they agree.  With a few points more they may not: the gap's rule stops at the first level place.",
      done: ({ edited, names, fits }, { fitsAtFirst }) =>
        edited && fits.length > 4 && answers({ names }).size === 1 && names.gap !== named(fitsAtFirst).gap,
    },
    {
      words: "Draw points until the elbow is gone: 20 points or more, and no f(K) below 0.85.",
      shows: "No mean helps more than it would anywhere, and still the silhouette names a k.",
      done: ({ edited, points, fits }) =>
        edited && points.length >= MANY && fits.every(({ f }) => f >= LEAST_F),
    },
    {
      words: "Draw or move points until all three disagree: three different answers.",
      shows: "They ask different questions, so none of them is broken.",
      done: (state) => state.edited && answers(state).size === 3 && state.fits.length > 4,
    },
  ];

  class ChoosingK extends Ground {
    constructor(element) {
      super(element);
      Object.assign(this, { tasks: TASKS, guessing: {}, fitsAtFirst: this.fits });
      this.known = new WeakMap([[this.points, this.fits]]);
      this.sets = [{ ...this.data, points: this.points }];
      for (const set of this.others) this.sets.push({ ...set, points: inRows(set.points, set.columns.length) });
      this.plane = this.addPlane("Plane", HELP);
      const about = { type: "range", min: 1, max: this.most, "aria-label": "Number of clusters, k" };
      this.slider = make("input", about);
      const chosen = () => ({ ...this.state, k: Number(this.slider.value) });
      this.slider.addEventListener("input", () => this.preview(this.stateOf(chosen())));
      this.slider.addEventListener("change", () => this.go(chosen()));
      this.curves = make("div", { class: "curves" });
      this.which = choice("Data", this.sets.map(({ name, title }) => [name, title]), (name) => this.take(name));
      this.modes = ["move", "points", "erase"].map((mode) =>
        button(MODES[mode], () => this.chooseMode(mode), { "data-mode": mode }));
      listen(this.plane, new PointsHands(this));
      const beside = make("div", { class: "run" }, make("label", {}, "k", this.slider), this.curves);
      this.open([make("div", { class: "pair" }, this.plane.svg, beside)], [this.which, ...this.modes]);
      this.setMode("move");
    }

    begin() {
      return this.stateOf({ ...begun("own", this.points, []), k: this.k });
    }

    take(name) {
      const { points } = this.sets.find((one) => one.name === name);
      if (!points.length) this.setMode("points");
      this.go({ ...begun(name, points, []), k: this.state.k });
    }

    // All that follows from the points and k is worked out once.
    go(state) {
      super.go(this.stateOf(state));
    }

    stateOf(state) {
      const { points } = state;
      if (!this.known.has(points)) this.known.set(points, fitsOf(points, this.most));
      const fits = this.known.get(points);
      const next = { ...state, fits, names: fits.length ? named(fits) : {}, k: Math.min(state.k, fits.length) || 1 };
      return { ...next, said: told(next) };
    }

    draw() {
      const { plane, state, slider } = this;
      const { points, fits, k } = state;
      if (this.shown !== state.data) plane.fit(this.sets.find(({ name }) => name === state.data));
      this.shown = state.data;
      const means = fits[k - 1]?.means ?? [];
      const labels = means.length ? assign(points, means) : points.map(() => UNASSIGNED);
      plane.show({ points, labels, means, ways: [means] });
      // Where the means stand is an answer, so they cannot be taken up.
      for (const handle of plane.handles) set(handle, { role: "img" }).removeAttribute("tabindex");
      set(slider, { "aria-valuetext": `${k} of ${fits.length}`, max: fits.length || 1 }).value = k;
      this.curves.replaceChildren(...Object.keys(CURVES).map((name) => curveOf(name, state, this.most)));
      this.which.list.value = state.data;
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

    standing() {
      const { points, fits } = this.state;
      return [`${counted(points.length, "point")}.`, ...fits.map((fit, i) => `${inWords(fit, i + 1)}.`)].join(" ");
    }

    lines() {
      const { points, edited, data, k } = this.state;
      const own = this.sets.find(({ name }) => name === data);
      const needs = ["best_of", "elbow", "gap_statistic", "plot_step", ...(edited ? [] : own.needs)].sort();
      const code = edited ? "points" : own.code;
      return [
        ...(edited ? [] : own.imports),
        `from helpers import ${needs.join(", ")}`, "",
        `points = ${edited ? pythonList(points) : code}`,
        `print(elbow(points, range(1, ${this.most + 1}), rng=0).round(1))`,
        `gaps = gap_statistic(points, range(1, ${this.most + 1}), rng=0)`,
        "print([round(gap, 3) for k, gap, error in gaps])",
        `plot_step(best_of(points, ${k}, rng=0)[-1])`,
      ].join("\n");
    }

    written({ points, edited, data, k }) {
      return `k=${k}&data=${data}${edited ? `&points=${listed(points)}` : ""}`;
    }

    read(parts) {
      const set = this.sets.find(({ name }) => name === parts.get("data"));
      const k = Number(parts.get("k"));
      const edited = parts.has("points");
      const points = edited ? readPlaces(parts.get("points"), set?.columns.length) : set?.points;
      if (!points || points.length > MOST || !Number.isInteger(k) || k < 1 || k > this.most) return undefined;
      return { ...begun(set.name, points, []), edited, k };
    }
  }

  const told = ({ points, fits, k, names }) => {
    if (!fits.length) return `${counted(points.length, "point")}; put two in different places to begin.`;
    const rules = `The silhouette says ${names.silhouette}, the gap ${names.gap ?? "none"}, f(K) ${names.f}.`;
    return `${inWords(fits[k - 1], k)}.  ${rules}`;
  };

  boards.kinds = { ...boards.kinds, "choosing-k": ChoosingK };
})();
