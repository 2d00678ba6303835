// What a small board stands on: one state and those before it, planes, words, buttons, address and lines.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, button, inRows, parsed, Plane, Share, OTHER, DAMAGED } = boards;
  const VERSION = "1";

  // A board of a kind has begin(), draw(), standing(), lines(), written(state), read(parts) and tasks.
  class Ground {
    constructor(element) {
      const given = element.querySelector(":scope > script").textContent;
      Object.assign(this, JSON.parse(given), { element, kind: element.dataset.kind, past: [], found: new Set() });
      if (this.data) this.takePoints();
      const about = { role: "status", "aria-live": "polite" };
      this.said = make("p", { class: "said", ...about });
      this.seen = make("p", { class: "seen", "aria-hidden": true });
      this.answer = make("p", { class: "answer", ...about });
    }

    takePoints() {
      this.points = inRows(this.data.points, this.data.columns.length);
      this.marks = this.marks.replaceAll(this.key, this.element.id);
      this.element.style.cssText += this.style.replaceAll(this.key, this.element.id);
    }

    // A plane with the axes of the points; the first one brings the marks of all.
    addPlane(name, help) {
      const { firstElementChild: defs } = parsed(`<svg><defs>${this.marks}</defs></svg>`);
      const plane = new Plane(this.element.id, defs);
      this.marks = "";
      plane.fit(this.data);
      const axes = this.data.columns.map((column, i) => `${column} ${i ? "upwards" : "across"}`).join(", ");
      set(plane.svg, { "aria-label": `${name}: ${axes}. ${help}`, "data-mode": "move" });
      return plane;
    }

    // Put the planes, the buttons of this kind, and those of every board on the page; then begin.
    open(planes, acts) {
      this.undoButton = button("Undo", () => this.undo());
      const full = button("Full screen", () => this.element.toggleFull());
      const others = [
        button("How it stands", () => this.say(this.standing())),
        button("Reset", () => this.reset()),
        button("Copy address", () => this.share.copyAddress()),
        full,
      ];
      const row = (name, ...buttons) =>
        make("div", { class: "buttons", role: "group", "aria-label": name }, ...buttons);
      const bar = make("div", { class: "acts" }, this.seen, this.said, row("Steps", ...acts, this.undoButton));
      const more = make("div", { class: "more" }, this.answer, row("Board", ...others), ...this.boxes());
      this.element.prepend(make("div", { class: "board small" }, ...planes, bar, more));
      this.share = new Share(this, this.addresses());
      this.reset();
      this.share.restore();
    }

    boxes() {
      this.list = make("ul", { class: "tasks" }, ...this.tasks.map(({ words }) => make("li", {}, words)));
      this.python = make("pre", { tabindex: 0, "aria-label": "Lines of Python" });
      const copy = button("Copy lines", () => this.share.copy(this.python.textContent, "The lines are copied."));
      const box = (title, about, ...parts) => make("details", about, make("summary", {}, title), ...parts);
      return [box("To find out", { open: "" }, this.list), box("In Python", {}, this.python, copy)];
    }

    // How the address of the page names a state of this board, and which of its kind is meant.
    addresses() {
      const parts = (address) => new URLSearchParams(address.slice(1));
      const begins = `#${this.kind}=`;
      return {
        addressOf: (state, number) =>
          `${begins}${VERSION}${number > 1 ? `&board=${number}` : ""}&${this.written(state)}`,
        boardOf: (address) => (address.startsWith(begins) ? Number(parts(address).get("board") ?? 1) : undefined),
        readAddress: (address) => {
          if (parts(address).get(this.kind) !== VERSION) return { problem: OTHER };
          const state = this.read(parts(address));
          return state ? { state } : { problem: DAMAGED };
        },
      };
    }

    go(state, seen) {
      this.past.push(this.state);
      this.show(state, seen);
      this.remember();
    }

    show(state, seen) {
      this.state = state;
      this.draw(seen);
      this.say(state.said);
      this.answer.textContent = "";
      this.undoButton.disabled = !this.past.length;
      this.python.textContent = this.lines();
    }

    // The next act: the slider a place on, or the first button that can be pressed.
    goOn() {
      const [slider] = this.element.querySelectorAll("input[type=range]");
      if (slider) {
        const before = slider.value;
        slider.stepUp();
        slider.dispatchEvent(new Event("change"));
        return slider.value !== before;
      }
      const act = this.element.querySelector(".acts button[type=button]:enabled");
      if (act === this.undoButton) return false;
      act.click();
      return true;
    }

    undo() {
      this.pause();
      if (this.past.length) this.show(this.past.pop());
    }

    // What a board begins with is nothing that the reader has found out.
    reset() {
      this.pause();
      if (this.state) this.past.push(this.state);
      this.show(this.begin());
    }

    pause() {}

    say(words) {
      this.said.textContent = words;
      this.seen.textContent = "";
    }

    // While something moves it is drawn and its words are seen; they are said when it rests.
    preview(state) {
      const kept = this.state;
      this.state = state;
      this.draw();
      this.state = kept;
      this.see(state.said);
    }

    see(words) {
      this.seen.textContent = words;
    }

    // Keep what was found out, also when it is undone.
    remember() {
      this.tasks.forEach((task, i) => {
        if (this.found.has(task) || !task.done(this.state, this)) return;
        this.found.add(task);
        this.answer.append(`Found out: ${task.words} ${task.shows} `);
        set(this.list.children[i], { class: "done" }).textContent = `Done: ${task.words} ${task.shows}`;
      });
    }
  }

  Object.assign(boards, { Ground });
})();
