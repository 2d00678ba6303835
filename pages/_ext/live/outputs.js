/* What a cell has shown takes the place of what stands in the page. */
"use strict";

const made = (tag, about = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), about);
  element.append(...children);
  return element;
};

const PICTURES = { "image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif" };
const ESCAPES = /\x1b\[[\d;]*m/g;
const CHANGED = "A picture that this page has drawn after a cell was changed.  Before, it was: ";

/* Scripts that come as text do not run by themselves; a board needs its own, and data stays what it is. */
const alive = (html) => {
  const box = made("div", { className: "output text_html", innerHTML: html.replaceAll("<th></th>", "<td></td>") });
  for (const script of box.querySelectorAll("script:not([type])"))
    script.replaceWith(made("script", { textContent: script.textContent }));
  return box;
};

const preformatted = (text, kind) => {
  const lines = made("div", { className: "highlight" }, made("pre", { textContent: text }));
  return made("div", { className: `output ${kind} highlight-myst-ansi notranslate` }, lines);
};

/* What a terminal shows of a text in which lines are written over. */
const lastOf = (line) => line.slice(line.lastIndexOf("\r", line.length - 2) + 1);
const overwritten = (text) => (text.includes("\r") ? text.split("\n").map(lastOf).join("\n") : text);
const MOST = 100000; // signs of what a cell prints

/* An error is told in one line; how Python came to it can be opened. */
const mistake = ({ name, text, line, traceback }) => {
  const place = line ? `, line ${line} of this cell` : "";
  const said = `${text && ": "}${text}${place}`;
  const plain = made("p", { className: "live-error" }, made("strong", { textContent: name }), said);
  const full = preformatted(traceback.replace(ESCAPES, ""), "traceback");
  return made("div", { className: "output" }, plain, made("details", {}, made("summary", { textContent: "Where it happened" }), full));
};

class Outputs {
  constructor(cell) {
    this.cell = cell;
    this.box = cell.querySelector(".cell_output");
    this.figure = this.box?.querySelector("figure");
    this.alt = this.box?.querySelector("img")?.alt ?? "";
    this.kept = [...(this.box?.childNodes ?? [])];
    this.stale = false;
  }

  /* The old output stays until there is something new, so that nothing jumps. */
  expect() {
    this.stale = true;
    this.text = [];
    this.box?.classList.add("live-old");
  }

  clear(later) {
    if (later) return (this.later = true);
    if (!this.box) {
      this.box = made("div", { className: "cell_output docutils container" });
      this.cell.append(this.box);
    }
    this.box.classList.remove("live-old");
    this.box.replaceChildren();
    this.last = null;
    this.framed = this.later = this.stale = false;
  }

  add(message, changed) {
    if (this.stale || this.later) this.clear();
    if (message.kind === "stream") this.print(message);
    else this.append(message.kind === "error" ? mistake(message) : this.shown(message.data, changed), message);
  }

  append(element, { kind, name, text, data }) {
    this.last = null;
    this.box.append(element);
    this.text.push(kind === "error" ? `${name}: ${text}` : data["text/plain"] ?? "");
  }

  print({ name, text }) {
    if (this.last?.name !== name) {
      const element = preformatted("", name === "stderr" ? "stderr" : "stream");
      this.box.append(element);
      this.last = { name, pre: element.querySelector("pre"), printed: "", cut: "" };
    }
    const { last } = this;
    const all = overwritten(last.printed + text);
    if (all.length > MOST) last.cut = "(Only the end is shown.)\n";
    last.printed = all.slice(-MOST);
    last.pre.textContent = last.cut + last.printed;
    this.text.push(text);
  }

  shown(data, changed) {
    const mime = Object.keys(PICTURES).find((one) => data[one]);
    if (data["text/html"]) return this.inFigure(alive(data["text/html"]), ".output.text_html");
    if (mime) return this.picture(`data:${mime};base64,${data[mime].trim()}`, changed);
    if (data["image/svg+xml"]) return alive(data["image/svg+xml"]);
    return preformatted(`${data["text/plain"] ?? ""}\n`, "text_plain");
  }

  picture(src, changed) {
    const alt = changed || !this.alt ? CHANGED + (this.alt || "none.") : this.alt;
    const image = made("img", { src, alt });
    const shown = this.inFigure(image, "img:not(step-player img)");
    return shown === image ? made("div", { className: "output" }, image) : shown;
  }

  /* The first of what a cell draws takes its place in the figure, with its number and its caption. */
  inFigure(drawn, place) {
    const figure = this.framed ? null : this.figure?.cloneNode(true);
    const old = figure?.querySelector(place);
    if (!old) return drawn;
    old.replaceWith(drawn);
    this.framed = true;
    return figure;
  }

  done() {
    if (this.stale) this.clear();
    return this.text.join(" ").trim();
  }

  restore() {
    this.clear();
    this.box.append(...this.kept);
  }
}
