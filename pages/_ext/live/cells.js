/* A cell that can be changed and run: its buttons, its keys, and its editor. */
"use strict";

const button = (text, name, onclick) => {
  const one = made("button", { type: "button", textContent: text, onclick });
  one.setAttribute("aria-label", name);
  return one;
};

class Cell {
  constructor(element, number, page) {
    Object.assign(this, { element, number, page });
    this.block = element.querySelector(".cell_input .highlight");
    this.pre = this.block.querySelector("pre");
    this.source = this.built = this.pre.textContent.replace(/\n$/, "");
    this.cannot = element.dataset.cannot;
    this.mayFail = element.classList.contains("tag_raises-exception");
    this.outputs = new Outputs(element);
    this.bar = this.toolbar();
    element.querySelector(".cell_input").after(this.bar);
    element.addEventListener("keydown", (event) => this.press(event));
    this.pre.addEventListener("click", () => getSelection().isCollapsed && this.edit());
  }

  get name() {
    return this.answer ? `your answer, cell ${this.number}` : `cell ${this.number}`;
  }

  toolbar() {
    const { number, page } = this;
    this.state = made("span", { className: "live-state" });
    this.editor = button("Edit", `Edit cell ${number}`, () => this.edit());
    this.reset = button("Reset", `Reset cell ${number}`, () => this.restore());
    this.reset.hidden = true;
    const run = button("Run", `Run cell ${number}`, () => page.enqueue([this]));
    const above = button("Run all above", `Run all above cell ${number}`, () => page.enqueue(page.above(this)));
    const note = made("span", { className: "live-note", textContent: this.cannot ?? "" });
    const bar = made("div", { className: "live-bar" }, run, this.editor, above, this.reset, this.state, note);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", `Cell ${number}`);
    this.runner = run;
    return bar;
  }

  press(event) {
    if (event.key === "Escape" && this.area) return this.read(true);
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    this.keep();
    this.page.enqueue([this]);
    if (event.shiftKey) this.page.next(this)?.focus(Boolean(this.area));
  }

  /* Where the reader edits, the next cell opens as well; where she reads, its button has the focus. */
  focus(editing) {
    this.page.cells.forEach((one) => one !== this && one.read());
    if (editing) this.edit();
    else this.runner.focus();
    this.element.closest("details, .dropdown")?.setAttribute("open", "");
  }

  edit() {
    if (this.area) return this.area.focus();
    const area = made("textarea", { className: "live-code", value: this.source, spellcheck: false });
    area.setAttribute("aria-label", `Code of ${this.name}; Escape to read, Control Enter to run`);
    for (const name of ["autocapitalize", "autocomplete", "autocorrect"]) area.setAttribute(name, "off");
    const grow = () => {
      area.rows = Math.max(2, area.value.split("\n").length);
      this.keep();
    };
    area.addEventListener("input", grow);
    this.area = area;
    grow();
    this.block.hidden = true;
    this.block.after(area);
    area.focus();
  }

  /* Take what stands in the editor as the source. */
  keep() {
    if (this.area) this.source = this.area.value;
    this.reset.hidden = this.source === this.built;
  }

  read(stay) {
    if (!this.area) return;
    this.keep();
    this.paint(this.source);
    this.area.remove();
    this.area = null;
    this.block.hidden = false;
    if (stay) this.editor.focus();
  }

  /* Show the source; Python paints it as soon as it is free. */
  paint(source) {
    if (this.pre.textContent.replace(/\n$/, "") === source) return;
    this.pre.textContent = `${source}\n`;
    this.page.python?.postMessage({ act: "paint", cell: this.number, code: source });
  }

  restore() {
    if (this.area) this.area.value = this.built;
    this.source = this.built;
    this.reset.hidden = true;
    this.left = true; // whatever it still shows, if it runs
    this.paint(this.built);
    this.outputs.restore();
    this.show("");
    (this.area ?? this.editor).focus();
    this.page.speak(`${this.name} is as it was`);
  }

  show(state) {
    this.state.textContent = state;
  }
}

/* An exercise has room for an answer, above its solution. */
const room = (exercise) => {
  const lines = made("div", { className: "highlight" }, made("pre", { textContent: "# Your answer\n" }));
  const input = made("div", { className: "cell_input docutils container" });
  input.append(made("div", { className: "highlight-ipython3 notranslate" }, lines));
  const cell = made("div", { className: "cell docutils container live-answer" }, input);
  exercise.after(cell);
};
