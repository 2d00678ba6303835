// Points in parts: what each part sends, sums that add up, and the average of averages that goes wrong.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, button, choice, Ground, begun, assign, inertia, splitInto, sent, bySums, byAverages } = boards;
  const { placed, fourDigits, shortInertia, counted, pythonList, readPlaces, listed } = boards;
  const CLOSE = 1e-9;

  const HELP = `The squares are the means.  The ring is where sums and counts put the chosen one, and the cross is
    where the average of averages puts it.  The small numbers are the parts of its points.`.replace(/\s*\n\s*/, " ");
  const CROSS = "M-26-26l52 52m0-52l-52 52"; // its arms show beyond the square of a mean
  const RING = "M-24 0a24 24 0 1 0 48 0a24 24 0 1 0-48 0"; // and so does this, around it

  const apart = (one, other) => Math.hypot(...one.map((value, axis) => value - other[axis]));

  const TASKS = [
    {
      words: "Find a number of parts, more than one, at which the average of averages is right.",
      shows: "All points of this mean are in one part, or each of its parts has equally many.",
      done: ({ parts, off }) => parts > 1 && off < CLOSE,
    },
    {
      words: "Choose another number of parts or another mean, so that a part has no point of it.",
      shows: "It has no average at all.  Its sum is 0 and its count is 0, and both can be added.",
      done: ({ rows, parts, look }, { first }) =>
        (parts !== first || look !== 0) && rows.some(({ count }) => count === 0),
    },
    {
      words: "Mix the rows until the average of averages is off by less than half of what it was.",
      shows: "How far it is off depends on the order of the rows, for better or worse.  The sums do not.",
      done: ({ mixed, off, before }) => mixed && off < before / 2,
    },
    {
      words: "Update by sums until no mean moves.  Then choose another number of parts.",
      shows: "However many parts there are, the same means stay where they are.",
      done: ({ parts, moved, stillAt }) => stillAt !== undefined && stillAt !== parts && moved < CLOSE,
    },
  ];

  class PartsBoard extends Ground {
    constructor(element) {
      super(element);
      this.tasks = TASKS;
      this.plane = this.addPlane("Plane", HELP);
      set(this.plane.svg, { role: "img" }).removeAttribute("tabindex");
      this.table = make("table", { class: "sheet" });
      this.slider = make("input", { type: "range", min: 1, max: this.most, "aria-label": "Parts" });
      this.slider.addEventListener("input", () => this.preview(this.with({ parts: Number(this.slider.value) })));
      this.slider.addEventListener("change", () => this.go(this.with({ parts: Number(this.slider.value) })));
      this.many = make("output", {});
      const numbers = this.means.map((_, i) => [i, i]);
      this.chosen = choice("Mean", numbers, (look) => this.go(this.with({ look: Number(look) })));
      const pair = make("div", { class: "pair" }, this.plane.svg, make("div", {}, make("p", {}, HELP), this.table));
      this.open([pair], [
        make("label", { class: "unit" }, "Parts", this.slider, this.many), this.chosen,
        button("Mix the rows", () => this.mix()),
        button("Update by sums", () => this.update(bySums, "by sums")),
        button("Update by averages", () => this.update(byAverages, "by the averages of averages")),
      ]);
    }

    begin() {
      return this.stateAt({ parts: this.first, look: 0, means: this.means, order: this.points.map((_, i) => i) });
    }

    with(change) {
      const { parts, look, means, order, stillAt } = this.state;
      return this.stateAt({ parts, look, means, order, stillAt, ...change });
    }

    // All that follows from the number of parts, the mean that is looked at, the means and the order of the rows.
    stateAt(chosen, words = "") {
      const { parts, look, means, order } = chosen;
      const points = order.map((i) => this.points[i]);
      const partials = splitInto(points, parts).map((part) => sent(part, means));
      const [right, wrong] = [bySums, byAverages].map((way) => way(partials, means)[look]);
      const rows = partials.map(({ sums, counts }) => ({ sum: sums[look], count: counts[look] }));
      const labels = assign(points, means);
      const off = apart(right, wrong);
      const moved = Math.max(...bySums(partials, means).map((mean, label) => apart(mean, means[label])));
      const state = { ...begun("own", points, means), ...chosen, labels, partials, right, wrong, rows, off, moved };
      return { ...state, said: `${words}${this.told(state)}` };
    }

    told({ parts, look, right, wrong, off, rows }) {
      const { decimals } = this.plane;
      const count = rows.reduce((all, row) => all + row.count, 0);
      const has = `Mean ${look} has ${counted(count, "point")} in ${counted(parts, "part")}.`;
      const fault = off < CLOSE ? "the same place" : `${placed(wrong, decimals)}, which is ${fourDigits(off)} off`;
      return `${has}  Sums and counts move it to ${placed(right, decimals)}; the average of averages to ${fault}.`;
    }

    draw() {
      const { plane, state } = this;
      const { look, right, wrong, parts } = state;
      this.slider.value = parts;
      this.many.textContent = parts;
      this.chosen.list.value = look;
      plane.show({ ...state, ways: [state.means] });
      for (const handle of plane.handles) set(handle, { role: "img" }).removeAttribute("tabindex");
      const signs = [set(plane.markAt(right), { d: RING }), set(plane.markAt(wrong), { d: CROSS })];
      plane.marks.replaceChildren(this.numbersOf(state), ...signs);
      this.table.replaceChildren(make("caption", {}, `What the parts send for mean ${look}`), ...this.rowsOf(state));
    }

    // The number of its part beside each point of the mean that is looked at.
    numbersOf({ points, labels, parts, look }) {
      const partOf = splitInto(points, parts).flatMap((part, number) => part.map(() => number));
      const own = points.map((place, i) => [this.plane.spotOf(place), i]).filter(([, i]) => labels[i] === look);
      const numbers = own.map(([[x, y], i]) => make("text", { x: x + 9, y: y - 7 }, partOf[i]));
      return make("g", { class: "sp-number" }, ...numbers);
    }

    rowsOf({ rows, right, wrong }) {
      const write = (values) => values.map((value) => fourDigits(value)).join(", ");
      const row = (name, cells, kind = "td") =>
        make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((text) => make(kind, {}, text)));
      const total = rows.reduce((all, { count }) => all + count, 0);
      const sum = rows.map((one) => one.sum).reduce((one, other) => one.map((value, axis) => value + other[axis]));
      const average = ({ sum: own, count }) => (count ? write(own.map((value) => value / count)) : "none");
      return [
        row("part", ["sum", "count", "average"], "th"),
        ...rows.map((one, i) => row(i, [write(one.sum), one.count, average(one)])),
        row("added up", [write(sum), total, write(right)]),
        row("averaged", ["", "", write(wrong)]),
      ];
    }

    // Acts

    mix() {
      const order = [...this.state.order];
      for (let i = order.length - 1; i > 0; i--) {
        const other = Math.floor(Math.random() * (i + 1));
        [order[i], order[other]] = [order[other], order[i]];
      }
      const { off, parts, look, means, before = off } = this.state;
      const state = this.stateAt({ parts, look, means, order }, "The rows are mixed.  ");
      this.go({ ...state, mixed: true, before });
    }

    update(way, words) {
      const { partials, parts, look, order } = this.state;
      const means = way(partials, this.state.means);
      const far = Math.max(...means.map((mean, label) => apart(mean, this.state.means[label])));
      const stillAt = way === bySums && far < CLOSE ? parts : undefined;
      const end = shortInertia(inertia(this.state.points, assign(this.state.points, means), means));
      const what = far < CLOSE ? "No mean moves" : "The means moved";
      this.go(this.stateAt({ parts, look, order, means, stillAt }, `${what} ${words}; inertia ${end}.  `));
    }

    // Words, lines and address

    standing() {
      const { rows, means } = this.state;
      const each = rows.map(({ sum, count }, i) => `Part ${i}: sum ${sum.map(fourDigits).join(", ")}, count ${count}.`);
      const places = means.map((mean, i) => `Mean ${i} at ${placed(mean, this.plane.decimals)}.`);
      return [...each, ...places, this.told(this.state)].join(" ");
    }

    lines() {
      const { parts, means, order } = this.state;
      const rows = order.every((row, i) => row === i) ? "" : `[[${order.join(", ")}]]`;
      const same = means === this.means ? this.meansCode : `np.array(${pythonList(means)})`;
      return [
        "import numpy as np", "from helpers import combine, partial_update", "",
        `rows = np.asarray(${this.data.code})${rows}`, `here = ${same}`,
        `partials = [partial_update(part, here) for part in np.array_split(rows, ${parts})]`,
        "combine(partials, here)[0]",
      ].join("\n");
    }

    written({ parts, look, means, order }) {
      return `cut=${parts}&look=${look}&means=${listed(means)}&order=${order.join(",")}`;
    }

    read(parts) {
      const [number, look] = ["cut", "look"].map((name) => Number(parts.get(name) ?? NaN));
      const means = readPlaces(parts.get("means"), this.data.columns.length);
      const order = (parts.get("order") ?? "").split(",").map(Number);
      const all = new Set(order).size === this.points.length && order.every((row) => row in this.points);
      const fits = Number.isInteger(number) && number >= 1 && number <= this.most && look in this.means;
      if (!fits || !all || order.length !== this.points.length || means?.length !== this.means.length) return undefined;
      return this.stateAt({ parts: number, look, means, order });
    }
  }

  boards.kinds = { ...boards.kinds, parts: PartsBoard };
})();
