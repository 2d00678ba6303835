/* The page: it begins Python once, runs cells in turn, and says what has come of them. */
"use strict";

const GONE = "What Python knew is gone; “Run all above” brings it back.";
const STAYS = "What you run and write stays while you move about on this page, until you reload or leave it.";

class Page {
  constructor(offer) {
    this.offer = offer;
    this.about = offer.dataset;
    this.queue = [];
    this.again = "";
    this.cache = "default";
    this.status = made("p", { className: "live-status" });
    this.status.setAttribute("role", "status");
    this.all = made("button", { type: "button", textContent: "Run all cells", onclick: () => this.enqueue(this.untold()) });
    this.halt = made("button", { type: "button", textContent: "Stop", disabled: true, onclick: () => this.stop() });
    const bar = made("div", { className: "live-page" }, this.all, this.halt, this.status);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Python in this page");
    offer.replaceWith(bar);
    this.all.focus();
    document.querySelectorAll("article .exercise").forEach(room);
    const found = [...document.querySelectorAll("article .cell:has(.cell_input pre)")];
    this.cells = found.map((element, index) => new Cell(element, index + 1, this));
    this.cells.forEach((one) => (one.answer = one.element.classList.contains("live-answer")));
    addEventListener("pagehide", () => this.python?.terminate());
    addEventListener("pageshow", (event) => event.persisted && this.restart("Python ended when you left this page."));
    this.begin();
  }

  begin() {
    const isolated = globalThis.crossOriginIsolated;
    this.interrupt = isolated ? new Uint8Array(new SharedArrayBuffer(1)) : null;
    this.ready = false;
    this.python = new Worker(this.about.worker);
    this.python.onmessage = ({ data }) => this.hear(data);
    this.python.onerror = (event) => this.hear({ kind: "broken", text: event.message });
    const absolute = (path) => new URL(path, location).href;
    const { python, lock, total, packages, own } = this.about;
    this.python.postMessage({
      act: "begin", from: absolute(python), lockAt: absolute(lock), total: Number(total),
      packages: packages.split(" "), shell: SHELL, interrupt: this.interrupt, cache: this.cache,
      own: own.split(" ").filter(Boolean).map(absolute),
    });
  }

  hear(message) {
    const { kind } = message;
    if (kind === "progress") this.wait(message);
    else if (kind === "ready") this.wake();
    else if (kind === "broken") this.fail(message.text);
    else if (kind === "painted") this.painted(message);
    else if (kind === "done") this.finish(message);
    else if (!this.now || this.now.left) return;
    else if (kind === "clear") this.now.outputs.clear(message.wait);
    else this.now.outputs.add(message, this.strayed);
  }

  wait({ come, total }) {
    this.tell(`${this.again}Loading Python: ${come} of ${total} files`);
  }

  painted({ cell, code, html }) {
    const one = this.cells[cell - 1];
    if (one.source === code) one.pre.innerHTML = html;
  }

  wake() {
    this.ready = true;
    this.cache = "default";
    this.tell(this.again ? `${this.again}Python is ready again.` : `Python is ready.  ${STAYS}`);
    this.again = "";
    this.step();
  }

  fail(text) {
    if (this.ready) this.again = `${GONE}  `;
    else this.cache = "reload"; // what the browser has kept may be what was wrong
    this.end("!");
    this.python = null;
    this.tell(`Python could not go on: ${text}.  Run a cell to try again.`);
  }

  /* Put cells into the queue; a cell that cannot run here is left out, unless it is asked for by itself. */
  enqueue(cells) {
    const able = cells.filter((one) => cells.length === 1 || !one.cannot);
    able.forEach((one) => one.show("[*]"));
    this.queue.push(...able);
    if (!this.python) this.begin();
    this.step();
  }

  above(cell) {
    return this.untold().filter((one) => one.number < cell.number);
  }

  /* All cells, but no solution where the reader has written an answer, and no empty answer. */
  untold() {
    let answered = false;
    return this.cells.filter((one) => {
      if (one.answer) answered = one.source !== one.built;
      return one.answer ? answered : !(answered && one.element.closest(".solution"));
    });
  }

  next(cell) {
    return this.cells[cell.number];
  }

  step() {
    if (!this.ready || this.now || !this.queue.length) return;
    this.now = this.queue.shift();
    const { now } = this;
    now.keep();
    Object.assign(now, { ran: now.source, left: false });
    this.strayed = this.cells.some((one) => (one.ran ?? one.built) !== one.built);
    now.outputs.expect();
    this.halt.disabled = false;
    this.all.closest("div").dataset.busy = "";
    if (this.interrupt) this.interrupt[0] = 0;
    this.python.postMessage({ act: "run", code: now.source });
  }

  finish({ count, well }) {
    const { now } = this;
    if (!now) return;
    const said = now.left ? "" : now.outputs.done();
    if (!now.left) now.show(`[${count ?? " "}]`);
    this.now = null;
    if (!well && !now.mayFail) this.drop();
    this.halt.disabled = !this.queue.length;
    this.speak(`${now.name} ${well ? "has run" : "failed"}`, said.slice(0, 300));
    this.step();
  }

  /* After an error nothing that waits is run, as in Jupyter. */
  drop() {
    this.queue.forEach((one) => one.show(""));
    this.queue = [];
  }

  /* What does not listen, such as a program that sleeps, is ended by a second press. */
  stop() {
    if (this.interrupt?.[0] !== 0) return this.restart("Stopped.");
    this.drop();
    this.interrupt[0] = 2;
  }

  restart(why) {
    this.end("stopped");
    this.cells.forEach((one) => one.show(""));
    this.again = `${why}  ${GONE}  `;
    this.begin();
  }

  end(count) {
    this.ready = false;
    this.drop();
    this.python?.terminate();
    this.finish({ well: false, count });
    this.cells.forEach((one) => (one.ran = null));
    this.halt.disabled = true;
  }

  tell(text) {
    this.status.textContent = text;
  }

  /* What a cell has shown is seen below it, and heard here. */
  speak(text, said = "") {
    this.tell(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
    this.status.append(made("span", { className: "live-heard", textContent: ` ${said}` }));
  }
}

{
  const offer = document.querySelector(".live-offer");
  if (location.protocol === "file:")
    offer.querySelector("span").textContent =
      "A browser runs Python only in pages that come from a server.  Start one with make serve, or read this page on the web.";
  else {
    document.head.append(made("style", { textContent: STYLE }));
    new Page(offer);
  }
}
