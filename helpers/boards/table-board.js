// One table and many ways to cluster it: a way and k to choose, the clusters, and what is usual in each.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, choice, Ground, begun, profileOf, isTexts, isSlices, alike } = boards;
  const OTHER_ROWS = 0.8; // pairs that are treated alike; with fewer, many rows have moved

  const TASKS = [
    {
      words: "Find clusters that are slices of one column of numbers.",
      shows: "The unit of that column makes it count more than all the others together.",
      done: ({ labels, k }, { profiled }) => profiled.some((column) => isSlices(column, labels, k)),
    },
    {
      words: "Keep k, change the way, and send many rows into other clusters.",
      shows: "The rows are the same.  Only how they were measured and clustered is another.",
      done: ({ labels, k }, { past }) => {
        const before = past.at(-1);
        return before?.k === k && alike(labels, before.labels) < OTHER_ROWS;
      },
    },
    {
      words: "Find clusters that are hardly more than one column of words.",
      shows: "What you put in comes out: with few columns, one with two words can decide alone.",
      done: ({ labels, k }, { profiled }) => profiled.some((column) => isTexts(column, labels, k)),
    },
  ];

  class TableBoard extends Ground {
    constructor(element) {
      super(element);
      this.names = Object.keys(this.ways);
      this.tasks = TASKS;
      this.plane = this.addPlane("Plane", "The list and the slider choose the clusters.");
      set(this.plane.svg, { role: "img", style: "max-height: 20rem" }).removeAttribute("tabindex");
      const about = { type: "range", min: 0, max: this.ks.length - 1, "aria-label": "Number of clusters, k" };
      this.slider = make("input", about);
      this.slider.addEventListener("input", () => this.preview(this.stateAt(this.state.way, this.slider.value)));
      this.slider.addEventListener("change", () => this.go(this.stateAt(this.state.way, this.slider.value)));
      this.number = make("output", {});
      this.which = choice("Way", this.names.map((name) => [name, name]), (way) =>
        this.go(this.stateAt(way, this.slider.value)));
      this.profile = make("table");
      const wide = make("div", { style: "overflow-x: auto; font-size: .85rem", tabindex: 0, role: "group",
        "aria-label": "Profiles" }, this.profile);
      const k = make("label", { class: "unit" }, "k", this.slider, this.number);
      // Five clusters need all the width.
      const below = { class: "pair", style: "grid-template-columns: minmax(0, 1fr)" };
      this.open([make("div", below, this.plane.svg, wide)], [this.which, k]);
    }

    begin() {
      return this.stateAt(this.names[0], 0);
    }

    stateAt(way, stop) {
      const k = this.ks[stop];
      const labels = this.ways[way][k];
      const state = { ...begun("own", this.points, []), labels, way, k };
      return { ...state, said: `${way}, k = ${k}: clusters of ${this.sizes(state).join(", ")}.` };
    }

    sizes({ labels, k }) {
      return Array.from({ length: k }, (_, label) => labels.filter((one) => one === label).length);
    }

    draw() {
      const { state } = this;
      this.plane.show({ ...state, means: [], ways: [[]] });
      const stop = this.ks.indexOf(state.k);
      set(this.slider, { "aria-valuetext": `${state.k}` }).value = stop;
      this.number.textContent = state.k;
      this.which.list.value = state.way;
      const labels = this.sizes(state).map((size, label) => [label, size]);
      const heads = labels.map(([label, size]) => make("th", { scope: "col" }, `cluster ${label} (${size})`));
      const row = (column) => {
        const cells = labels.map(([label]) => make("td", {}, profileOf(column, state.labels, label)));
        return make("tr", {}, make("th", { scope: "row" }, column.name.replaceAll("_", "_\u200b")), ...cells);
      };
      this.profile.replaceChildren(make("tr", {}, make("td"), ...heads), ...this.profiled.map(row));
    }

    standing() {
      const { labels, said } = this.state;
      const each = this.sizes(this.state).map((_, label) =>
        `Cluster ${label}: ${this.profiled.map((one) => `${one.name} ${profileOf(one, labels, label)}`).join(", ")}.`);
      return [said, ...each].join(" ");
    }

    lines() {
      const { way, k } = this.state;
      return [
        `clusters = ways[${JSON.stringify(way)}][${k}]`,
        `print(${this.code}.groupby(clusters).size())`,
        `${this.code}.groupby(clusters).median(numeric_only=True)`,
      ].join("\n");
    }

    written({ way, k }) {
      return `way=${this.names.indexOf(way)}&k=${k}`;
    }

    read(parts) {
      const way = this.names[/^\d+$/.test(parts.get("way") ?? "") ? Number(parts.get("way")) : -1];
      const stop = this.ks.indexOf(Number(parts.get("k")));
      return way === undefined || stop < 0 ? undefined : this.stateAt(way, stop);
    }
  }

  boards.kinds = { ...boards.kinds, table: TableBoard };
})();
