// The unit: one slider stretches one axis, and the nearest neighbours, or the clusters, are found anew.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, choice, Ground, begun, lloyd, squaredDistance, partition } = boards;
  const { fourDigits, placed, counted, pythonList } = boards;
  const NAME = 30; // units from a point to its name

  const stretched = (places, axes) => places.map((place) => place.map((value, axis) => value * axes[axis]));

  // For each point the number of the nearest other one; of equals the first.
  const neighbours = (points) =>
    points.map((point, i) => {
      const squares = points.map((other, j) => (i === j ? Infinity : squaredDistance(point, other)));
      return squares.indexOf(Math.min(...squares));
    });

  // What is near: neighbours, or the groups of k-means under names that do not matter.
  const near = (points, means) =>
    String(means.length ? partition(lloyd(points, means).at(-1).labels) : neighbours(points));

  class UnitSlider extends Ground {
    constructor(element) {
      super(element);
      const canBe = ({ done }) => this.stops.some((_, stop) => done(this.at(stop)));
      this.tasks = this.makeTasks().filter(canBe);
      this.plane = this.addPlane("Plane", "The slider below stretches it.");
      set(this.plane.svg, { role: "img" }).removeAttribute("tabindex");
      this.plane.svg.addEventListener("click", (event) => this.press(event));
      const about = { type: "range", min: 0, max: this.stops.length - 1, "aria-label": "Unit" };
      this.slider = make("input", about);
      this.slider.addEventListener("input", () => this.preview(this.stateAt(this.slider.value, this.state.look)));
      this.slider.addEventListener("change", () => this.go(this.stateAt(this.slider.value, this.state.look)));
      this.unit = make("output", {});
      this.chosen = choice("Look at", this.names.map((name, i) => [i, name]), (look) => this.look(look));
      this.chosen.hidden = this.means.length > 0;
      const words = `Unit of ${this.data.columns[1]}`;
      this.open([this.plane.svg], [make("label", { class: "unit" }, words, this.slider, this.unit), this.chosen]);
    }

    makeTasks() {
      const [across, up] = this.data.columns;
      const at = (axes) => near(stretched(this.points, axes), stretched(this.means, axes));
      const [first, flat, steep] = [[1, this.stops[this.first].factor], [1, 0], [0, 1]].map(at);
      const what = this.means.length ? "a cluster" : "a nearest neighbour";
      return [
        {
          words: `Change ${what} by the unit alone.`,
          shows: "No point has changed: the same lengths are written in another unit.",
          done: (state) => state.near !== first,
        },
        {
          words: `Find a unit in which ${across} alone decides.`,
          shows: `The differences in ${up} are too small in this unit to change what is found.`,
          done: (state) => state.near === flat,
        },
        {
          words: `Find a unit in which ${up} alone decides.`,
          shows: `The differences in ${up} are so large in this unit that the clusters go by them.`,
          done: (state) => state.near === steep,
        },
      ];
    }

    begin() {
      return this.stateAt(this.first, 0);
    }

    // What is found at a stop: the last step of k-means, or each point's nearest one.
    at(stop) {
      const axes = [1, this.stops[stop].factor];
      const [points, means] = [this.points, this.means].map((places) => stretched(places, axes));
      const step = means.length ? lloyd(points, means).at(-1) : begun("own", points, []);
      const found = means.length ? step.labels : neighbours(points);
      return { ...step, found, near: near(points, means) };
    }

    // All that follows from a stop of the slider and the point that is looked at.
    stateAt(stop, look) {
      const step = this.at(stop);
      const state = { ...step, ways: [step.means], stop: Number(stop), look: Number(look) };
      return { ...state, said: this.told(state) };
    }

    // The sentence of helpers.unit_slider, for the point that is looked at.
    told({ points, found, stop, look }) {
      const { factor } = this.stops[stop];
      const other = this.means.length ? "wear another label" : "have another nearest one";
      this.before ??= this.at(this.first).found;
      const change = found.filter((one, i) => one !== this.before[i]).length;
      const far = Math.sqrt(squaredDistance(points[look], points[found[look]] ?? points[look]));
      const who = `${this.names[found[look]]} is nearest to ${this.names[look]}, at distance ${fourDigits(far)}; `;
      const fresh = `${change} of ${found.length} points ${other} than at × ${this.stops[this.first].factor}`;
      return `${this.data.columns[1]} × ${factor}: ${this.means.length ? "" : who}${fresh}`;
    }

    draw() {
      const { plane, state, stops } = this;
      const [across, up] = this.data.columns;
      plane.fit({ ...this.data, ...stops[state.stop] });
      this.slider.value = state.stop;
      this.chosen.list.value = state.look;
      this.unit.textContent = `× ${stops[state.stop].factor}`;
      set(this.slider, { "aria-valuetext": `${up} times ${stops[state.stop].factor}` });
      set(plane.svg, { "aria-label": `Plane: ${across} across, ${up} upwards. ${state.said}` });
      plane.show(state, { borders: this.means.length > 0 });
      for (const handle of plane.handles) set(handle, { role: "img" }).removeAttribute("tabindex");
      if (!this.means.length) plane.rings.replaceChildren(...this.ways(state));
    }

    // A line from each point to its nearest one; the one that is looked at is bold and has names.
    ways({ points, found, look }) {
      const spots = points.map((point) => this.plane.spotOf(point));
      const way = (i) => `M${spots[i]}L${spots[found[i]]}`;
      const below = spots[found[look]][1] < spots[look][1] ? 1 : -1;
      const name = (i, side) => {
        const [x, y] = spots[i];
        return make("text", { x, y: y + side * NAME + 8, "text-anchor": "middle" }, this.names[i]);
      };
      return [
        make("path", { class: "sp-line", d: spots.map((_, i) => way(i)).join("") }),
        make("path", { class: "sp-made", d: way(look) }),
        make("g", { class: "sp-number" }, name(look, below), name(found[look], -below)),
      ];
    }

    look(i) {
      this.go(this.stateAt(this.state.stop, i));
    }

    press(event) {
      const hit = this.means.length ? undefined : this.plane.hit(this.state, this.plane.spotAt(event), ["points"]);
      if (hit) this.look(hit.i);
    }

    standing() {
      const { points, means, found } = this.state;
      const { decimals } = this.plane;
      if (!means.length) {
        return found.map((other, i) => `${this.names[other]} is nearest to ${this.names[i]}.`).join(" ");
      }
      const own = (label) => counted(found.filter((one) => one === label).length, "point");
      const each = means.map((mean, i) => `Mean ${i} at ${placed(mean, decimals)}, ${own(i)}.`);
      return [`${counted(points.length, "point")}.`, ...each].join(" ");
    }

    lines() {
      const axes = `[1, ${this.stops[this.state.stop].factor}]`;
      const points = ["import numpy as np", `scaled = np.asarray(${this.data.code}) * ${axes}`];
      if (this.means.length) {
        const means = `means = np.array(${pythonList(this.means)}) * ${axes}`;
        return ["from helpers import lloyd", ...points, means, "lloyd(scaled, means)[-1].labels"].join("\n");
      }
      const table = ["squares = squared_distances(scaled, scaled)", "np.fill_diagonal(squares, np.inf)"];
      return ["from helpers import squared_distances", ...points, ...table, "squares.argmin(axis=1)"].join("\n");
    }

    written({ stop, look }) {
      return `stop=${stop}&look=${look}`;
    }

    read(parts) {
      const [stop, look] = ["stop", "look"].map((name) => parts.get(name));
      return stop in this.stops && look in this.points ? this.stateAt(stop, look) : undefined;
    }
  }

  Object.assign(boards, { neighbours });
  boards.kinds = { ...boards.kinds, unit: UnitSlider };
})();
