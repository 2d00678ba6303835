/* Makes a form of each question, gives feedback, and keeps what was answered in this browser alone. */

(() => {
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  };

  // A browser may refuse to keep anything: then a question works all the same.
  const kept = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };
  const key = (name) => `question:${name}`;
  const read = (name) => kept((store) => JSON.parse(store.getItem(key(name))));
  const write = (name, answer) => kept((store) => store.setItem(key(name), JSON.stringify(answer)));
  const clear = (name) => kept((store) => store.removeItem(key(name)));

  // A number as people type it; NaN if it is none.
  const asNumber = (text) => {
    const plain = text.trim().replace(/^−/, "-").replace(/^(-?\d*),(\d+)$/, "$1.$2");
    return plain === "" ? NaN : Number(plain);
  };

  // Which answers to talk about, by the kind of a question, and whether all is right.
  const judge = {
    one: (answers, [place]) => ({ right: answers[place].right, about: [answers[place]] }),
    several: (answers, places) => {
      const wrong = answers.filter((answer, place) => answer.right !== places.includes(place));
      return { right: wrong.length === 0, about: wrong.length ? wrong : answers };
    },
    number: (answers, [text], tolerance) => {
      const off = (answer) => Math.abs(asNumber(answer.text) - asNumber(text));
      const near = answers.find((answer) => off(answer) <= tolerance + 1e-9);
      const about = near ?? answers.find((answer) => Number.isNaN(asNumber(answer.text)));
      return { right: Boolean(near?.right), about: about ? [about] : [] };
    },
  };

  class Question {
    constructor(element) {
      this.element = element;
      this.kind = element.dataset.kind;
      const folded = [...element.querySelectorAll("details.answer")];
      this.answers = folded.map((details) => ({
        words: details.querySelector("summary"),
        text: details.querySelector("summary").textContent.trim(),
        said: details.querySelector("div"),
        right: "right" in details.dataset,
      }));
      element.querySelectorAll(":scope > details").forEach((details) => details.remove());
      this.verdict = make("div", { class: "verdict", role: "status" });
      this.form = make("form", { novalidate: "" }, ...this.fields());
      this.form.addEventListener("submit", (event) => this.check(event));
      element.append(this.form, this.verdict);
      const before = read(element.id);
      if (Array.isArray(before?.given)) this.restore(before);
    }

    fields() {
      const asked = this.element.querySelector("p:not(.question-number)");
      asked.id = `${this.element.id}-asked`;
      const role = this.kind === "one" ? "radiogroup" : "group";
      const labelledby = `${this.element.id}-number ${asked.id}`;
      const choices = this.kind === "number" ? [this.field()] : this.answers.map(this.choice, this);
      const several = this.kind === "several" ? [make("p", { class: "hint" }, "Choose all that are right.")] : [];
      const group = make("div", { role, "aria-labelledby": labelledby }, ...several, ...choices);
      return [group, make("button", {}, "Check")];
    }

    choice({ words }, place) {
      const type = this.kind === "one" ? "radio" : "checkbox";
      const input = make("input", { type, name: this.element.id, value: place });
      return make("label", {}, input, make("span", {}, ...words.cloneNode(true).childNodes));
    }

    field() {
      const input = make("input", { inputmode: "decimal", name: this.element.id, autocomplete: "off" });
      return make("label", {}, "Your number ", input);
    }

    get given() {
      return new FormData(this.form).getAll(this.element.id);
    }

    check(event) {
      event.preventDefault();
      const { given } = this;
      const missing = this.kind === "number" ? Number.isNaN(asNumber(given[0])) : given.length === 0;
      if (missing) {
        const what = this.kind === "number" ? "Write a number first." : "Choose an answer first.";
        this.verdict.replaceChildren(make("p", {}, what));
      } else {
        write(this.element.id, { given, right: this.say(given) });
      }
    }

    // Say whether what was given is right, and what is true about it.
    say(given) {
      const places = this.kind === "number" ? given : given.map(Number);
      const tolerance = Number(this.element.dataset.tolerance);
      const { right, about } = judge[this.kind](this.answers, places, tolerance);
      const named = (answer) => (this.kind === "several" ? [make("p", { class: "about" }, answer.text)] : []);
      const parts = about.flatMap((one) => [...named(one), ...one.said.cloneNode(true).childNodes]);
      this.verdict.replaceChildren(make("p", { class: "said" }, right ? "✓ Right." : "Not yet."), ...parts);
      this.element.dataset.answered = right ? "right" : "not yet";
      return right;
    }

    restore({ given }) {
      const inputs = [...this.form.querySelectorAll("input")];
      if (this.kind === "number") inputs[0].value = given[0];
      else inputs.forEach((input) => (input.checked = given.includes(input.value)));
      if (this.kind === "number" || inputs.some((input) => input.checked)) this.say(this.given);
    }
  }

  // The list of all questions says what was answered, and forgets it.
  const review = (items) => {
    const answerTo = (item) => read(item.id.slice("of-".length));
    const states = items.map((item) => item.querySelector("p").appendChild(make("span", {})));
    const sum = make("p", { role: "status" });
    const show = () => {
      const answers = items.map(answerTo);
      answers.forEach((answer, place) => {
        const state = answer ? (answer.right ? "✓ right" : "answered, not yet right") : "not answered yet";
        states[place].textContent = ` (${state})`;
      });
      const met = answers.filter(Boolean);
      const right = met.filter((answer) => answer.right);
      sum.textContent = `${met.length} of ${items.length} questions answered, ${right.length} of them right.`;
    };
    const button = make("button", { type: "button" }, "Clear my answers");
    button.addEventListener("click", () => {
      items.forEach((item) => clear(item.id.slice("of-".length)));
      show();
    });
    document.querySelector(".my-answers").append(sum, button);
    show();
  };

  document.querySelectorAll(".asked").forEach((element) => new Question(element));
  const items = [...document.querySelectorAll(".every-question > li")];
  if (items.length) review(items);
})();
