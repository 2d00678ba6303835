// A tree of merges beside its points: drag the cut, choose the linkage, and highlight a cluster.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, choice, Hands, listen, Ground, begun, countsOf, partition, counted } = boards;
  const { LINKAGES, agglomerate, cutTree, leafOrder, brackets, cutHeight, isTied, namedPoints } = boards;
  const MAP_HELP = "Arrow keys move a cross, Enter highlights the point there with its cluster.";
  const TREE_HELP = "Arrow keys up and down move the cut by a merge.";
  const ROWS = [38, 62]; // the numbers below the leaves, in two rows
  const RING = 15;
  const NONE = -1; // no point is highlighted

  const press = (act) => ({ move() {}, drop: act, cancel() {} });
  const title = (word) => word[0].toUpperCase() + word.slice(1);
  const lineOf = (linkage) => (linkage === "ward" ? "Ward’s linkage" : `${title(linkage)} linkage`);

  // A press on a point highlights its cluster; a finger may scroll.
  class MapHands extends Hands {
    holds() {
      return false;
    }

    grab(spot) {
      const hit = this.plane.hit(this.board.state, spot, ["points"]);
      return press(() => this.board.highlight(hit ? hit.i : NONE));
    }

    erase() {
      this.board.say("All points stay on this board.");
    }

    keyAct() {}
  }

  // The cut is taken where it is, or put where the tree is pressed; a leaf is highlighted.
  class CutHands extends Hands {
    constructor(board) {
      super(board);
      this.plane = board.tree;
    }

    holds([, y]) {
      const [, line] = this.plane.spotOf([0, cutHeight(this.board.state.merges, this.board.state.k)]);
      return Math.abs(y - line) < 22 * this.plane.pixel;
    }

    grab(spot) {
      const { board } = this;
      if (spot === this.plane.at) return press(() => board.say(board.state.said));
      const isLeaf = !this.holds(spot) && spot[1] > this.plane.spotOf([0, 0])[1] - RING;
      if (isLeaf) return press(() => board.highlight(this.leafAt(spot)));
      let height = this.holds(spot) ? undefined : this.heightAt(spot);
      return {
        move: (next) => board.preview((height = this.heightAt(next))),
        drop: () => (height === undefined ? board.say(board.state.said) : board.cutAt(height)),
        cancel: () => board.show(board.state),
      };
    }

    heightAt([, y]) {
      const { low, high, height } = this.plane;
      return low[1] + (1 - y / height) * (high[1] - low[1]);
    }

    leafAt([x]) {
      const { low, high, width } = this.plane;
      const order = leafOrder(this.board.state.merges);
      return order[Math.round(low[0] + (x / width) * (high[0] - low[0]))] ?? NONE;
    }

    // The arrow keys have come to rest.
    sayCross() {
      this.board.cutInto(this.board.state.k);
    }

    erase() {
      this.board.say("All merges stay; raise or lower the cut instead.");
    }

    keyAct() {}
  }

  const largest = ({ labels, k }) => Math.max(...countsOf(labels, k));
  const isOther = ({ before, linkage, k }) => before && before.k === k && before.linkage !== linkage;

  const TASKS = [
    {
      words: "Find a number of clusters that no height gives.",
      shows: "Two merges tie there.  A line passes both at once, and which of them was first is the program’s choice.",
      done: ({ merges, k }) => isTied(merges, k),
    },
    {
      words: "Find two linkages that make the very same clusters, and more than one: leave k, and change the linkage.",
      shows: "Where clusters are compact and lie apart, it matters little how their distance is measured.",
      done: (state) => isOther(state) && state.k > 1 && state.k < state.labels.length &&
        String(partition(state.labels)) === String(partition(state.before.labels)),
    },
    {
      words: "Go from single to another linkage with the same k, so that the largest cluster loses a third of its points.",
      shows: "Single linkage needs one short step from point to point.  The others look at all pairs, so they part the chain.",
      done: (state) => isOther(state) && state.before.linkage === "single" && 3 * largest(state) <= 2 * largest(state.before),
    },
  ];

  class LinkageBoard extends Ground {
    constructor(element) {
      super(element);
      Object.assign(this, { tasks: TASKS, mode: "move", guessing: {} });
      this.merged = Object.fromEntries(LINKAGES.map((one) => [one, agglomerate(this.points, one)]));
      this.plane = this.addPlane("Points", MAP_HELP);
      this.tree = this.addTree();
      const n = this.points.length;
      this.slider = make("input", { type: "range", min: 1, max: n, "aria-label": "Number of clusters" });
      this.slider.addEventListener("input", () => this.look(Number(this.slider.value)));
      this.slider.addEventListener("change", () => this.cutInto(Number(this.slider.value)));
      this.which = choice("Linkage", LINKAGES.map((one) => [one, title(one)]), (linkage) => this.go({ ...this.state, linkage }));
      const all = [[NONE, "none"], ...this.points.map((_, i) => [i, i])];
      this.point = choice("Point", all, (i) => this.highlight(Number(i)));
      listen(this.plane, new MapHands(this));
      listen(this.tree, new CutHands(this));
      const clusters = make("label", { class: "unit" }, "Clusters", this.slider);
      this.open([make("div", { class: "pair" }, this.plane.svg, this.tree.svg)], [clusters, this.which, this.point]);
    }

    addTree() {
      const tree = this.addPlane("Tree", TREE_HELP);
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
      return { ...next, said: told(next), before: before && { ...before, before: undefined } };
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

    // While the cut is on its way nothing is said.
    look(k, height) {
      this.kept ??= this.state;
      this.state = this.stateOf({ ...this.kept, k });
      this.draw(height);
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
      plane.rings.replaceChildren(...ringed.map((i) => plane.circle(points[i], RING, i === point ? "sp-line sp-own" : "sp-line")));
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
      const pathOf = (corners) => corners.map((four) => `M${four.map((place) => tree.spotOf(place)).join("L")}`).join("");
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
      const each = Array.from({ length: k }, (_, label) => `${title(namedPoints(labels.flatMap((one, i) => (one === label ? [i] : []))))}.`);
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

  const told = ({ linkage, k, labels, merges, point, points }) => {
    const sizes = countsOf(labels, k).map(String);
    const each = sizes.length > 1 ? `${sizes.slice(0, -1).join(", ")} and ${sizes.at(-1)}` : sizes[0];
    const made = `${lineOf(linkage)}, ${counted(k, "cluster")}: ${each} point${each === "1" ? "" : "s"}.`;
    const tied = isTied(merges, k) ? `  Merges ${points.length - k} and ${points.length - k + 1} tie, so no height gives ${k}.` : "";
    if (point === NONE) return made + tied;
    const others = labels.flatMap((label, i) => (label === labels[point] && i !== point ? [i] : []));
    return `${made}${tied}  Point ${point} is ${others.length ? `with ${namedPoints(others)}` : "alone"}.`;
  };

  boards.kinds = { ...boards.kinds, linkage: LinkageBoard };
})();
