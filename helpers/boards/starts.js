// Two starts at once: k-means twice on the same points, stepped together; means can be dragged in both.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, button, curve, Hands, listen, Ground, lloyd, listed, readPlaces, begunAnew, pythonList } = boards;
  const { begun, further, nextAct, over, partition, shortInertia, inertiaInWords, standing, MOST_ACTS } = boards;
  const NAMES = ["First start", "Second start"];
  const HELP = "Tab goes to the means, arrow keys move the one that has the focus.";
  const CURVE = { width: 300, height: 60 };
  const RUN_MS = 800; // how long each step of a run stands
  const MORE = 1 + 1e-9; // less is nothing but rounding

  // Only means are moved: both runs have the same points, and as many means.
  class MeanHands extends Hands {
    get kinds() {
      return ["means"];
    }

    erase() {
      this.board.say("Nothing can be erased here: both runs have the same points, and as many means.");
    }

    keyAct() {}
  }

  // One of the two runs, with its plane; its hands take it for a board.
  class Side {
    constructor(board, i) {
      Object.assign(this, { board, i, mode: "move", guessing: {}, panel: this });
      this.plane = board.addPlane(NAMES[i], HELP);
      this.inertia = make("p", { class: "inertia" });
      this.curve = make("svg", { viewBox: "-84 -12 396 86", class: "curve", role: "img" });
      const title = make("p", { class: "name" }, NAMES[i]);
      this.whole = make("div", { class: "run" }, title, this.plane.svg, this.inertia, this.curve);
      listen(this.plane, new MeanHands(this));
    }

    get state() {
      return this.board.state.runs[this.i];
    }

    go(run) {
      this.board.moved(this.i, run);
    }

    show() {
      this.board.draw();
    }

    pause() {
      this.board.pause();
    }

    say(words) {
      this.board.say(words);
    }

    draw(from, most, last) {
      this.plane.show(this.state, { from });
      this.showInertia(this.state);
      this.curve.replaceChildren(...curve(this.state.curve, most, last, CURVE));
      set(this.curve, { "aria-label": `${NAMES[this.i]}: ${this.inertia.textContent}` });
    }

    // The inertia, or that of the next assignment once a mean is moved.
    showInertia(state) {
      this.inertia.textContent = inertiaInWords(state) ?? "Inertia: none yet";
    }
  }

  const bothOver = ({ runs }) => runs.every(over);

  class TwoStarts extends Ground {
    constructor(element) {
      super(element);
      this.tasks = [
        {
          words: "See where both starts end.",
          shows: "The points are the same and so is k, but not the end: the start decided.",
          done: (state) => bothOver(state) && state.runs[0].inertia !== state.runs[1].inertia,
        },
        {
          words: "Reset, and drag one mean until both end alike.",
          shows: "One mean in another place was enough: it does not take much to get stuck, or free.",
          done: (state) => bothOver(state) && alike(...state.runs),
        },
        {
          words: "Spoil the better start: drag its means until it ends higher than the other did.",
          shows: "Being good is no property of the points: a start can be spoiled on any of them.",
          done: (state, { worst }) => bothOver(state) && state.runs.some((run) => run.inertia > worst * MORE),
        },
      ];
      this.worst = Math.max(...this.starts.map((means) => lloyd(this.points, means).at(-1).inertia));
      this.sides = [0, 1].map((i) => new Side(this, i));
      this.stepButton = button("Step both", () => this.step());
      this.runButton = button("Run", () => this.toggleRun());
      const pair = make("div", { class: "pair" }, ...this.sides.map(({ whole }) => whole));
      this.open([pair], [this.stepButton, this.runButton]);
    }

    begin() {
      const runs = this.starts.map((means) => begun("own", this.points, means));
      return { runs, said: told(runs) };
    }

    draw(from = []) {
      const { runs } = this.state;
      const most = Math.max(0, ...runs.flatMap((run) => run.curve.filter((inertia) => !Number.isNaN(inertia))));
      const last = Math.max(8, ...runs.map((run) => run.curve.length - 1));
      this.sides.forEach((side, i) => side.draw(from[i], most, last));
      this.stepButton.classList.toggle("next", !bothOver(this.state));
      this.runButton.textContent = this.timer ? "Stop" : "Run";
    }

    // The next act of each run; a run that is over waits for the other.
    step() {
      if (bothOver(this.state)) return this.say("Both runs are over.  Drag a mean, or press Reset.");
      const { runs } = this.state;
      const next = runs.map((run) => (nextAct(run) ? further(run) : run));
      const from = next.map((run, i) => (run !== runs[i] && run.phase === "update" ? runs[i].means : undefined));
      return this.go({ runs: next, said: told(next, runs) }, from);
    }

    moved(i, run) {
      const runs = this.state.runs.map((old, side) => (side === i ? run : old));
      this.go({ runs, said: `${NAMES[i]}: ${run.said}` });
    }

    toggleRun() {
      if (this.timer) return this.pause();
      if (bothOver(this.state)) return this.step();
      this.timer = setInterval(() => this.runOn(), RUN_MS);
      return this.runOn();
    }

    runOn() {
      this.step();
      if (bothOver(this.state)) this.pause();
    }

    pause() {
      clearInterval(this.timer);
      this.timer = undefined;
      this.runButton.textContent = "Run";
    }

    standing() {
      return this.sides.map(({ state, plane }, i) => `${NAMES[i]}: ${standing(state, plane.decimals)}`).join(" ");
    }

    lines() {
      const starts = this.state.runs.map(({ origin }, i) => `${["first", "second"][i]} = ${pythonList(origin)}`);
      const ends = `[lloyd(${this.data.code}, means)[-1].inertia for means in (first, second)]`;
      return ["from helpers import lloyd", "", ...starts, ends].join("\n");
    }

    written({ runs: [first, second] }) {
      return `first=${listed(first.origin)}&second=${listed(second.origin)}&acts=${first.acts},${second.acts}`;
    }

    read(parts) {
      const acts = (parts.get("acts") ?? "").split(",").map(Number);
      const starts = ["first", "second"].map((name) => readPlaces(parts.get(name), this.data.columns.length));
      const good = (means, i) => means?.length === this.starts[i].length;
      const whole = (count) => Number.isInteger(count) && count >= 0 && count <= MOST_ACTS;
      if (acts.length !== 2 || !acts.every(whole) || !starts.every(good)) return undefined;
      const runs = starts.map((means, i) => begunAnew("own", this.points, means, acts[i]));
      return { runs, said: told(runs) };
    }
  }

  const told = (runs, before = []) => {
    const words = (run) => run.said.replace(/^Start: /, "");
    const end = (run) => `over, inertia ${shortInertia(run.inertia)}`;
    return runs.map((run, i) => `${NAMES[i]}: ${(run === before[i] ? end : words)(run)}.`).join("  ");
  };

  const alike = (one, other) => String(partition(one.labels)) === String(partition(other.labels));

  boards.kinds = { ...boards.kinds, starts: TwoStarts };
})();
