// The buttons, lists and words around the plane of a board, and what they ask of it.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { set, make, button, choice, curve, shortInertia, counted, TASKS, FATES, MODES, KEYS } = boards;
  const STARTS = ["by hand", "at random", "farthest first", "k-means++"];
  const CURVE = { width: 300, height: 90 };

  const check = (words, act) => {
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => act(box.checked));
    return Object.assign(make("label", { class: "check" }, box, words), { box });
  };

  const status = (name) => make("p", { class: name, role: "status", "aria-live": "polite" });

  class Panel {
    constructor(board, dataSets, note) {
      this.board = board;
      this.said = status("said");
      this.answer = status("answer");
      this.question = make("div", { class: "question", role: "group", "aria-label": "Question" });
      this.acts = this.makeActs();
      this.modes = this.makeModes();
      const below = [this.said, this.acts.row, this.modes, this.question, this.answer];
      const acts = make("div", { class: "acts" }, ...below);
      const more = this.makeMore();
      if (note) more.prepend(make("p", { class: "note" }, note));
      const top = make("div", { class: "top" }, board.plane.svg, acts, this.makeSide(dataSets));
      this.whole = make("div", { class: "board" }, top, more);
    }

    makeActs() {
      const { board } = this;
      const assign = button("Assign", () => board.act("assign"));
      const update = button("Update", () => board.act("update"));
      const run = button("Run", () => board.toggleRun());
      const undo = button("Undo", () => board.undo());
      const about = { class: "buttons", role: "group", "aria-label": "Steps" };
      const row = make("div", about, assign, update, run, undo);
      return { row, assign, update, run, undo };
    }

    makeModes() {
      const buttons = Object.entries(MODES).map(([mode, words]) => {
        const key = Object.keys(KEYS).find((letter) => KEYS[letter] === mode);
        const title = `Key ${key.toUpperCase()} on the plane`;
        const about = { "aria-keyshortcuts": key, title, "data-mode": mode };
        return button(words, () => this.board.chooseMode(mode), about);
      });
      const about = { role: "group", "aria-label": "A press on the plane will" };
      return make("div", { class: "buttons modes", ...about }, ...buttons);
    }

    makeSide(dataSets) {
      const { board } = this;
      this.inertia = make("p", { class: "inertia" });
      this.curve = make("svg", { viewBox: "-84 -12 396 112", class: "curve", role: "img" });
      const titles = dataSets.map(({ name, title }) => [name, title]);
      this.data = choice("Data", titles, (name) => board.take(name));
      const counts = Array.from({ length: 9 }, (_, i) => [i + 1, i + 1]);
      this.k = choice("Means", counts, () => board.startAgain());
      this.start = choice("Start", STARTS.map((way) => [way, way]), () => board.startAgain());
      this.borders = check("Borders", (on) => board.look({ borders: on }));
      this.guess = check("Guess first", (on) => board.look({ guess: on }));
      this.full = button("Full screen", () => board.share.toggleFull());
      this.full.hidden = !document.fullscreenEnabled;
      const fresh = button("New start", () => board.startAgain());
      const others = [
        button("How it stands", () => board.sayAll()),
        button("Reset", () => board.reset()),
        button("Copy address", () => board.share.copyAddress()),
        this.full,
      ];
      return make(
        "div", { class: "side" },
        make("div", { class: "meter" }, this.inertia, this.curve),
        make("div", { class: "lists" }, this.data, this.k, this.start, fresh),
        make("div", { class: "buttons" }, this.borders, this.guess),
        make("div", { class: "buttons" }, ...others),
      );
    }

    makeMore() {
      const { board } = this;
      const items = TASKS.map(({ words }) => make("li", {}, words));
      this.tasks = make("ul", { class: "tasks" }, ...items);
      this.fates = make("div", { class: "fates" });
      this.python = make("pre", { tabindex: 0, "aria-label": "Lines of Python" });
      this.command = make("pre", { tabindex: 0, "aria-label": "Command" });
      const code = make(
        "details", {}, make("summary", {}, "In Python"), this.python,
        button("Copy lines", () => board.share.copy(this.python.textContent, "The lines are copied.")),
        make("p", {}, "The instructors’ command for the same run, with the points in a file:"),
        this.command,
        make("div", { class: "buttons" },
          button("Copy command", () => board.share.copy(this.command.textContent, "The command is copied.")),
          button("Save points.csv", () => board.share.savePoints())),
      );
      const find = make("details", { open: "" }, make("summary", {}, "To find out"), this.tasks, this.fates);
      return make("div", { class: "more" }, find, code);
    }

    // Show which act is next, and that a run goes on.
    showActs(next, running, past) {
      for (const act of ["assign", "update"]) {
        const isNext = act === next;
        this.acts[act].classList.toggle("next", isNext);
        if (isNext) set(this.acts[act], { "aria-current": "step" });
        else this.acts[act].removeAttribute("aria-current");
      }
      this.acts.run.textContent = running ? "Stop" : "Run";
      this.acts.undo.disabled = !past;
    }

    showMode(mode) {
      for (const one of this.modes.children) set(one, { "aria-pressed": one.dataset.mode === mode });
    }

    // The inertia in words, and its curve; or what the next assignment would have.
    showInertia(state, preview) {
      const known = !Number.isNaN(state.inertia);
      const now = known ? `Inertia ${shortInertia(state.inertia)}` : "Inertia: none yet";
      const coming = preview === undefined ? now : `Inertia ${shortInertia(preview)} at the next assignment`;
      this.inertia.textContent = coming;
      if (preview !== undefined) return;
      const most = Math.max(0, ...state.curve.filter((inertia) => !Number.isNaN(inertia)));
      const last = Math.max(8, state.curve.length - 1);
      this.curve.replaceChildren(...curve(state.curve, most, last, CURVE));
      set(this.curve, { "aria-label": `${now}, after ${counted(state.acts, "act")}` });
    }

    // Ask something, with an answer on each button.
    ask(words, answers = []) {
      const asked = words ? [make("p", {}, words)] : [];
      const buttons = answers.map(([text, act]) => button(text, act));
      this.question.replaceChildren(...asked, make("div", { class: "buttons" }, ...buttons));
      this.question.hidden = !words;
    }

    showTasks(found) {
      [...this.tasks.children].forEach((item, i) => {
        const { name, words, shows } = TASKS[i];
        item.classList.toggle("done", found.has(name));
        item.textContent = found.has(name) ? `Done: ${words} ${shows}` : words;
      });
    }

    // How each way to treat a mean without points has ended.
    showFates(ends) {
      const rows = Object.keys(FATES).filter((fate) => ends[fate]).map((fate) => {
        const { means, inertia } = ends[fate];
        const cells = [fate, means.length, shortInertia(inertia)];
        return make("tr", {}, ...cells.map((text) => make("td", {}, text)));
      });
      const heads = ["A mean without points", "means", "inertia at the end"];
      const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
      const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
      this.fates.replaceChildren(...(rows.length ? [table] : []));
    }
  }

  Object.assign(boards, { Panel });
})();
