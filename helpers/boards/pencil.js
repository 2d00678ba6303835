// K-means with a pencil: the board asks for the numbers of a run, one by one, and keeps a ledger.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, button, choice, Ground, UNASSIGNED, begun, lloyd, describe, isOver } = boards;
  const { cellsOf, truthOf, slipIn, readNumber, choices, pythonList, shortInertia } = boards;
  const SAME = 1 + 1e-9; // two inertias that differ by less are the same but for rounding

  const shown = (number) => String(Number(number.toFixed(2)));
  const placeOf = (place) => `(${place.map(shown).join(", ")})`;
  const cellName = ({ kind, i, j, axis }) => [kind, i ?? j, kind === "square" ? j : axis].join(" ");
  const rowOf = ({ turn, kind, i, j }) => [turn, kind === "mean", i ?? j].join(" ");

  class PencilBoard extends Ground {
    constructor(element) {
      super(element);
      const own = JSON.stringify(this.means);
      const all = choices(this.points, this.means.length);
      this.starts = [this.means, ...all.filter((means) => JSON.stringify(means) !== own)];
      this.traces = this.starts.map((means) => lloyd(this.points, means));
      this.tasks = this.makeTasks(this.traces.map((trace) => trace.at(-1).inertia));
      this.plane = this.addPlane("Plane", "It shows the labels and means so far.");
      set(this.plane.svg, { role: "img" }).removeAttribute("tabindex");
      this.tables = make("div", { class: "sheet" });
      this.ledger = make("ol", { class: "ledger", "aria-label": "Ledger" });
      const texts = this.starts.map((means, i) => [i, means.map(placeOf).join(" and ")]);
      this.chosen = choice("First means", texts, (start) => this.go(this.stateAt(Number(start), 0)));
      const run = make("div", { class: "run" }, this.chosen, this.plane.svg, this.ledger);
      this.fills = [
        button("Fill in this row", () => this.fill(rowOf)),
        button("Fill in this step", () => this.fill(({ turn }) => turn)),
      ];
      this.open([make("div", { class: "pair" }, run, this.tables)], [this.makeForm(), ...this.fills]);
    }

    makeTasks(ends) {
      const least = Math.min(...ends);
      return [
        {
          words: "Work out a run to its end.",
          shows: "No step added to the inertia: look down the ledger.",
          done: ({ done }) => this.asked(done) === undefined,
        },
        {
          words: "Choose other first means, and find a run that ends higher than another one.",
          shows: `No number was wrong, and yet another start ends lower, at ${shortInertia(least)}.`,
          done: ({ done, trace }) => this.asked(done) === undefined && trace.at(-1).inertia > least * SAME,
        },
      ];
    }

    makeForm() {
      this.words = make("span", {});
      this.input = make("input", { type: "text", inputmode: "decimal", autocomplete: "off" });
      this.enter = make("button", { type: "submit" }, "Enter");
      const form = make("form", { class: "entry" }, make("label", {}, this.words, this.input), this.enter);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.answered(this.input.value);
      });
      return form;
    }

    begin() {
      return this.stateAt(0, 0);
    }

    // A state is a start and how many of its numbers are done; the last one may have been typed.
    stateAt(start, done, typed = false) {
      const trace = this.traces[start];
      this.cells = cellsOf(trace);
      const [last, next] = [this.cells[done - 1], this.cells[done]];
      const right = typed ? `Right: ${shown(truthOf(trace, last))}.` : last ? "Filled in." : `${describe(trace[0])}.`;
      const ended = last && last.turn !== next?.turn ? this.endOf(last.turn, trace) : "";
      const said = `${right}${ended}${next ? "" : "  The run is over."}`;
      return { start, done, trace, said };
    }

    endOf(turn, trace) {
      const { phase, means } = trace[turn];
      const where = phase === "update" ? `  They are at ${means.map(placeOf).join(" and ")}.` : "";
      return ` ${describe(trace[turn], trace[turn - 1])}.${where}`;
    }

    asked(done = this.state.done) {
      return this.cells[done];
    }

    answered(text) {
      const { trace, start, done } = this.state;
      const [cell, number] = [this.asked(), readNumber(text)];
      if (!cell) return this.say("The run is over.  Choose other first means, or press Reset.");
      if (Number.isNaN(number)) return this.say("Write a number, such as 8, 1.5 or 8/5.");
      const slip = slipIn(trace, cell, number);
      if (slip) return this.say(`${shown(number)} is another number.  ${slip}`);
      return this.go(this.stateAt(start, done + 1, true));
    }

    // Fill in all that belongs to the same part as what is asked for.
    fill(partOf) {
      const { start, done } = this.state;
      const next = this.cells.findIndex((cell, i) => i >= done && partOf(cell) !== partOf(this.asked()));
      this.go(this.stateAt(start, next < 0 ? this.cells.length : next));
    }

    draw() {
      const { trace, done, start } = this.state;
      this.cells = cellsOf(trace);
      const cell = this.asked();
      this.chosen.list.value = start;
      this.input.value = "";
      this.words.textContent = cell ? this.question(cell) : "The run is over.";
      for (const control of [this.input, this.enter, ...this.fills]) control.disabled = !cell;
      this.drawPlane();
      const ended = trace.filter((_, turn) => turn > 0 && turn < (cell?.turn ?? trace.length));
      const items = ended.map((step) => make("li", {}, describe(step, trace[trace.indexOf(step) - 1])));
      this.ledger.replaceChildren(...items);
      const turn = (cell ?? this.cells.at(-1)).turn;
      const assigned = trace[turn].phase === "assign" ? turn : turn - 1;
      this.tables.replaceChildren(this.assignTable(assigned), this.meansTable(assigned + 1));
    }

    question({ kind, turn, i, j, axis }) {
      const { means, points } = this.state.trace[turn];
      if (kind === "mean") return `Update: ${this.data.columns[axis]} of mean ${j}`;
      if (kind === "label") return `Label of ${placeOf(points[i])}`;
      return `Squared distance from ${placeOf(points[i])} to mean ${j} at ${placeOf(means[j])}`;
    }

    // The labels and means that are done; what is not done is as it was before.
    drawPlane() {
      const { trace, done } = this.state;
      const cell = this.asked() ?? { turn: trace.length - 1, i: this.points.length };
      const [before, now] = [trace[cell.turn - 1], trace[cell.turn]];
      const ready = (i) => (now.phase === "assign" ? i < cell.i : true);
      const labels = this.points.map((_, i) => (ready(i) ? now : before).labels[i] ?? UNASSIGNED);
      const means = now.means.map((mean, j) => (now.phase === "update" && j >= cell.j ? before.means[j] : mean));
      this.plane.show({ ...begun("own", this.points, means), labels, done });
      for (const handle of this.plane.handles) set(handle, { role: "img" }).removeAttribute("tabindex");
    }

    // What is done is shown, what is asked for is a question mark, and what comes later is empty.
    filled(turn) {
      const { trace, done } = this.state;
      const entries = this.cells.map((cell, at) => [cell, at]).filter(([cell]) => cell.turn === turn);
      const texts = entries.map(([cell, at]) => [
        cellName(cell), at < done ? shown(truthOf(trace, cell)) : at === done ? "?" : "",
      ]);
      return (name) => {
        const text = Object.fromEntries(texts)[name] ?? "";
        return make("td", text === "?" ? { class: "next", "aria-current": "step" } : {}, text);
      };
    }

    assignTable(turn) {
      const cell = this.filled(turn);
      const { means } = this.state.trace[turn];
      const heads = ["point", ...means.map((mean, j) => `to mean ${j} ${placeOf(mean)}`), "label"];
      const rows = this.points.map((point, i) => [
        placeOf(point), ...means.map((_, j) => cell(`square ${i} ${j}`)), cell(`label ${i} `),
      ]);
      return table(`Squared distances and labels, assignment ${this.state.trace[turn].iteration}`, heads, rows);
    }

    meansTable(turn) {
      const cell = this.filled(turn);
      const rows = this.means.map((_, j) => [`mean ${j}`, ...[0, 1].map((axis) => cell(`mean ${j} ${axis}`))]);
      return table("Means after the update", ["", ...this.data.columns], rows);
    }

    standing() {
      const steps = [...this.ledger.children].map((item) => `${item.textContent}.`);
      return [...steps, `${this.words.textContent.replace(/\.$/, "")}.`].join(" ");
    }

    lines() {
      const means = pythonList(this.starts[this.state.start]);
      const run = `[step.inertia for step in lloyd(${this.data.code}, means)[1:]]`;
      return ["from helpers import lloyd", "", `means = ${means}`, run].join("\n");
    }

    written({ start, done }) {
      return `start=${start}&done=${done}`;
    }

    read(parts) {
      const [start, done] = ["start", "done"].map((name) => Number(parts.get(name) ?? NaN));
      const known = start in this.starts && Number.isInteger(done) && done >= 0;
      return known && done <= cellsOf(this.traces[start]).length ? this.stateAt(start, done) : undefined;
    }
  }

  const table = (title, heads, rows) => {
    const row = (cells) => make("tr", {}, make("th", { scope: "row" }, cells[0]), ...cells.slice(1));
    const head = make("tr", {}, ...heads.map((text) => make(text ? "th" : "td", text ? { scope: "col" } : {}, text)));
    const body = make("tbody", {}, ...rows.map(row));
    return make("table", {}, make("caption", {}, title), make("thead", {}, head), body);
  };

  boards.kinds = { ...boards.kinds, pencil: PencilBoard };
})();
