// The plane of a board: its axes, borders, points and means, drawn as players draw them.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { UNASSIGNED, set, make, parsed, glide, still, cell, placed, sizesOf, counted } = boards;
  const SIDE = 600; // the width of the frame; its height comes with the data
  const KINDS = 9; // colours and shapes of points
  const ROOM = { left: 110, right: 20, above: 24, below: 84 }; // for the ticks and names of the axes
  const TOUCH = 45; // how far around a mean a finger finds it

  const flat = (place) => (place.length > 1 ? place : [place[0], 0]);
  const lineThrough = (spots) => `M${spots.map((spot) => spot.map((x) => x.toFixed(1))).join("L")}`;
  const path = (kind, d) => make("path", { class: `sp-${kind}`, d });

  class Plane {
    constructor(id, marks) {
      this.id = id;
      const names = ["axes", "borders", "points", "rings", "means", "marks"];
      for (const name of names) this[name] = make("g", { class: `sp-${name}` });
      this.way = path("way", "");
      this.means.append(this.way);
      this.cross = make("path", { class: "sp-cross", d: "M-22 0h44M0-22v44", visibility: "hidden" });
      const about = { class: "stage", role: "application", tabindex: 0 };
      this.svg = make("svg", about, ...names.map((name) => this[name]), this.cross);
      const defs = parsed(`<svg><defs>${marks}</defs></svg>`).firstElementChild;
      this.svg.prepend(defs);
    }

    // Take the axes and the limits of some data.
    fit({ low, high, height, axes, columns }) {
      Object.assign(this, { low, high, height, columns });
      const range = Math.min(...high.slice(0, columns.length).map((top, axis) => top - low[axis]));
      this.decimals = Math.min(15, Math.ceil(-Math.log10(range / 400)));
      const size = `${ROOM.left + SIDE + ROOM.right} ${ROOM.above + height + ROOM.below}`;
      set(this.svg, { viewBox: `${-ROOM.left} ${-ROOM.above} ${size}` });
      this.axes.replaceChildren(...parsed(`<svg>${axes}</svg>`).children);
      this.box = [low, [high[0], low[1]], high, [low[0], high[1]]];
      this.at = [SIDE / 2, height / 2];
    }

    spotOf(place) {
      const [x, y] = flat(place).map((value, axis) => this.share(value, axis));
      return [x * SIDE, (1 - y) * this.height];
    }

    share(value, axis) {
      return (value - this.low[axis]) / (this.high[axis] - this.low[axis]);
    }

    // The place of a spot, within the frame and with as many decimals as can be told apart.
    placeOf([x, y]) {
      const shares = [x / SIDE, 1 - y / this.height].map((share) => Math.min(1, Math.max(0, share)));
      const values = shares.map((s, axis) => this.low[axis] + s * (this.high[axis] - this.low[axis]));
      return values.slice(0, this.columns.length).map((value) => this.rounded(value));
    }

    rounded(value) {
      if (this.decimals >= 0) return Number(value.toFixed(this.decimals));
      const unit = 10 ** -this.decimals;
      return Math.round(value / unit) * unit;
    }

    // Where an event of a pointer is, in the units of the drawing.
    spotAt({ clientX, clientY }) {
      const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(this.svg.getScreenCTM().inverse());
      return [x, y];
    }

    get width() {
      return SIDE;
    }

    // How many units a pixel is.
    get pixel() {
      return 1 / (this.svg.getScreenCTM()?.a || 1);
    }

    // The mean or the point under a spot, the mean before the point.
    hit(state, spot, kinds = ["means", "points"]) {
      const reach = { means: Math.max(TOUCH / 2, 22 * this.pixel), points: 16 * this.pixel };
      for (const kind of kinds) {
        const far = state[kind].map((place) => Math.hypot(...this.spotOf(place).map((x, i) => x - spot[i])));
        const i = far.indexOf(Math.min(...far));
        if (far[i] <= reach[kind]) return { kind, i };
      }
      return undefined;
    }

    // Draw a state.  What is seen besides: borders, the ring on a point, and the mark of a guess.
    show(state, { borders = false, ring, mark, truth, from } = {}) {
      if (state.points !== this.shown?.points || state.labels !== this.shown?.labels) this.showPoints(state);
      this.showMeans(state);
      this.borders.replaceChildren(path("border", borders ? this.borderPath(state.means) : ""));
      const rings = ring === undefined ? [] : [this.circle(state.points[ring], 22, "sp-line")];
      if (mark) rings.push(this.markAt(mark));
      const ends = [mark, truth].filter(Boolean).map((place) => this.spotOf(place));
      if (ends.length === 2) rings.push(path("cut", lineThrough(ends)));
      this.rings.replaceChildren(...rings);
      if (from && !still() && from.length === state.means.length) {
        const gone = state.ways.length > 1 ? this.wayPath(state.ways.slice(0, -1)) : "";
        glide(this.means, from.map((place) => this.spotOf(place)), gone);
      }
      this.shown = state;
    }

    circle(place, r, kind) {
      const [cx, cy] = this.spotOf(place);
      return make("circle", { class: kind, cx, cy, r });
    }

    markAt(place) {
      const [x, y] = this.spotOf(place);
      const cross = path("mark", "M-13-13l26 26m0-26l-26 26");
      return set(cross, { transform: `translate(${x} ${y})` });
    }

    showPoints({ points, labels }) {
      const byKind = new Map();
      points.forEach((place, i) => {
        const kind = labels[i] === UNASSIGNED ? 0 : (labels[i] % KINDS) + 1;
        if (!byKind.has(kind)) byKind.set(kind, []);
        byKind.get(kind).push(this.spotOf(place));
      });
      // A path of one corner has no mark, so the last corner comes twice.
      const paths = [...byKind].map(([kind, spots]) => path(kind, `${lineThrough(spots)}l0 0`));
      this.points.replaceChildren(...paths);
    }

    // The means keep their elements, so that the focus stays where it is.
    showMeans(state) {
      const handles = this.handles;
      for (const handle of handles.splice(state.means.length)) handle.remove();
      const sizes = sizesOf(state);
      state.means.forEach((place, label) => {
        const handle = handles[label] ?? this.addHandle(label);
        const [x, y] = this.spotOf(place);
        for (const part of handle.children) set(part, part.localName === "use" ? { x, y } : { cx: x, cy: y });
        const said = `Mean ${label} at ${placed(place, this.decimals)}, ${counted(sizes[label], "point")}`;
        handle.setAttribute("aria-label", said);
      });
      this.way.setAttribute("d", this.wayPath(state.ways));
    }

    get handles() {
      return [...this.means.querySelectorAll("[data-mean]")];
    }

    addHandle(label) {
      const touch = make("circle", { r: TOUCH, class: "sp-touch" });
      const square = make("use", { href: `#${this.id}bc${label}` });
      const about = { "data-mean": label, role: "button", tabindex: 0 };
      const handle = make("g", about, touch, square);
      this.means.append(handle);
      return handle;
    }

    wayPath(ways) {
      return ways[0].map((_, label) => lineThrough(ways.map((means) => this.spotOf(means[label])))).join("");
    }

    borderPath(means) {
      const flats = means.map(flat);
      const cells = flats.map((own, i) => cell(own, flats.filter((_, other) => other !== i), this.box));
      return cells
        .filter((corners) => corners.length)
        .map((corners) => `${lineThrough(corners.map((corner) => this.spotOf(corner)))}z`)
        .join("");
    }

    // The cross that arrow keys move.
    moveCross([dx, dy]) {
      const [x, y] = this.at;
      this.at = [Math.min(SIDE, Math.max(0, x + dx)), Math.min(this.height, Math.max(0, y + dy))];
      set(this.cross, { transform: `translate(${this.at})`, visibility: "visible" });
    }

    hideCross() {
      set(this.cross, { visibility: "hidden" });
    }
  }

  Object.assign(boards, { Plane });
})();
