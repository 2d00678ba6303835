// A tree of merges beside its points: drag the cut, choose the linkage, and highlight a cluster.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, choice, listen, Ground, MapHands, CutHands, RING, NONE, begun } = boards;
  const { LINKAGES, agglomerate, cutTree, leafOrder, brackets, cutHeight, namedPoints } = boards;
  const { linkageTasks, linkageTold, title } = boards;
  const MAP_HELP = "Arrow keys move a cross, Enter highlights the point there with its cluster.";
  const TREE_HELP = "Arrow keys up and down move the cut by a merge.";
  const ROWS = [38, 62]; // the numbers below the leaves, in two rows

  class LinkageBoard extends Ground {
    constructor(element) {
      super(element);
      Object.assign(this, { tasks: linkageTasks, mode: "move", guessing: {} });
      this.merged = Object.fromEntries(LINKAGES.map((one) => [one, agglomerate(this.points, one)]));
      this.plane = this.addPlane("Points", MAP_HELP);
      this.tree = this.addTree();
      const n = this.points.length;
      this.slider = make("input", { type: "range", min: 1, max: n, "aria-label": "Number of clusters" });
      this.slider.addEventListener("input", () => this.look(Number(this.slider.value)));
      this.slider.addEventListener("change", () => this.cutInto(Number(this.slider.value)));
      const linkages = LINKAGES.map((one) => [one, title(one)]);
      this.which = choice("Linkage", linkages, (linkage) => this.go({ ...this.state, linkage }));
      const all = [[NONE, "no point"], ...this.points.map((_, i) => [i, i])];
      this.point = choice("Point", all, (i) => this.highlight(Number(i)));
      listen(this.plane, new MapHands(this));
      listen(this.tree, new CutHands(this));
      const clusters = make("label", { class: "unit" }, "Clusters", this.slider);
      this.open([make("div", { class: "pair" }, this.plane.svg, this.tree.svg)], [clusters, this.which, this.point]);
    }

    addTree() {
      const tree = this.addPlane("Tree", TREE_HELP);
      tree.svg.addEventListener("focusout", () => this.kept && this.cutInto(this.state.k));
      tree.moveCross = ([, dy]) => this.look(Math.min(this.points.length, Math.max(1, this.state.k + Math.sign(dy))));
      set(tree.svg, { "aria-label": `Tree: heights upwards, points along the bottom. ${TREE_HELP}` });
      return tree;
    }

    begin() {
      return this.stateOf({ ...begun("own", this.points, []), linkage: this.linkage, k: this.k, point: NONE });
    }

    stateOf(state, before) {
      const merges = this.merged[state.linkage];
      const next = { ...state, merges, labels: cutTree(merges, state.k) };
      return { ...next, said: linkageTold(next), before: before && { ...before, before: undefined } };
    }

    go(state) {
      super.go(this.stateOf(state, this.state));
    }

    cutInto(k) {
      // What was looked at on the way is no state of its own.
      if (this.kept) this.state = this.kept;
      this.kept = undefined;
      this.go({ ...this.state, k });
    }

    cutAt(height) {
      this.cutInto(this.clustersAt(height));
    }

    clustersAt(height) {
      const { merges } = this.state;
      return merges.length + 1 - merges.filter((merge) => merge[2] <= height).length;
    }

    // While the cut is on its way nothing is said, but the clusters are counted in sight.
    look(k, height) {
      this.kept ??= this.state;
      this.state = this.stateOf({ ...this.kept, k });
      this.draw(height);
      this.see(this.state.said);
    }

    // The cut goes back to where it was taken.
    letGo() {
      this.show(this.kept ?? this.state);
    }

    preview(height) {
      this.look(this.clustersAt(height), height);
    }

    show(state, seen) {
      this.kept = undefined;
      super.show(state, seen);
    }

    highlight(point) {
      this.go({ ...this.state, point });
    }

    draw(height) {
      const { plane, state, slider } = this;
      const { k, linkage, point, points, labels, merges } = state;
      const ringed = points.map((_, i) => i).filter((i) => point !== NONE && labels[i] === labels[point]);
      plane.show({ ...state, ways: [[]] });
      const look = (i) => (i === point ? "sp-line sp-own" : "sp-line");
      plane.rings.replaceChildren(...ringed.map((i) => plane.circle(points[i], RING, look(i))));
      this.drawTree(ringed, height ?? cutHeight(merges, k));
      set(slider, { "aria-valuetext": `${k} of ${points.length}` }).value = k;
      this.which.list.value = linkage;
      this.point.list.value = point;
    }

    drawTree(ringed, height) {
      const { tree, state } = this;
      const { linkage, k, labels, merges, point } = state;
      if (this.fitted !== linkage) tree.fit(this.trees[linkage]);
      this.fitted = linkage;
      const order = leafOrder(merges);
      const feet = order.map((_, x) => [x, 0]);
      const oneOf = (four) => `M${four.map((place) => tree.spotOf(place)).join("L")}`;
      const pathOf = (corners) => corners.map(oneOf).join("");
      const all = brackets(merges);
      const made = all.slice(0, merges.length + 1 - k);
      const [, y] = tree.spotOf([0, height]);
      tree.borders.replaceChildren(
        make("path", { class: "sp-line", d: pathOf(all) }),
        make("path", { class: "sp-made", d: pathOf(made) }),
        make("path", { class: "sp-cut", d: `M0 ${y}h${tree.width}` }),
        make("path", { class: "sp-grip", d: `M${tree.width} ${y}l-26-16v32z` }),
        ...order.map((i, x) => this.leafNumber(i, x)),
      );
      tree.showPoints({ points: feet, labels: order.map((i) => labels[i]) });
      tree.rings.replaceChildren(...order.flatMap((i, x) =>
        ringed.includes(i) ? [tree.circle(feet[x], RING, i === point ? "sp-line sp-own" : "sp-line")] : []));
    }

    leafNumber(point, x) {
      const [across, foot] = this.tree.spotOf([x, 0]);
      const about = { x: across, y: foot + ROWS[x % 2], "text-anchor": "middle", "font-size": 24 };
      return make("text", about, point);
    }

    standing() {
      const { labels, k } = this.state;
      const of = (label) => labels.flatMap((one, i) => (one === label ? [i] : []));
      const each = Array.from({ length: k }, (_, label) => `${title(namedPoints(of(label)))}.`);
      return [this.state.said, ...each].join(" ");
    }

    lines() {
      const { linkage, k } = this.state;
      return [
        "from helpers import agglomerate, cut, plot_dendrogram", "",
        `merges = agglomerate(${this.data.code}, linkage="${linkage}")`,
        `plot_dendrogram(merges, ${k})`,
        `cut(merges, ${k})`,
      ].join("\n");
    }

    written({ linkage, k, point }) {
      return `how=${linkage}&k=${k}${point === NONE ? "" : `&point=${point}`}`;
    }

    read(parts) {
      const linkage = parts.get("how");
      const [k, point] = [Number(parts.get("k")), Number(parts.get("point") ?? NONE)];
      const n = this.points.length;
      const known = LINKAGES.includes(linkage) && Number.isInteger(k) && k >= 1 && k <= n;
      if (!known || !(point === NONE || point in this.points)) return undefined;
      return { ...begun("own", this.points, []), linkage, k, point };
    }
  }

  boards.kinds = { ...boards.kinds, linkage: LinkageBoard };
})();
