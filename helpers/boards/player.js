// A player: shows the steps of a storyboard one at a time.
(() => {
  if (customElements.get("step-player")) return;

  const PLAY_MS = 1000; // how long each step stands while it plays
  const GLIDE_MS = 400; // how long means take to their new places
  const LEFT = 110; // room for the ticks and names of the axes, at the left
  const NAMES = 80; // and below
  const BELOW = 220; // the same, and for the curve
  const CURVE = 90; // how high the curve of the inertia is

  let players = 0;

  const make = (name, attributes = {}, ...children) => {
    const space = "svg line path g text circle use".split(" ").includes(name)
      ? "http://www.w3.org/2000/svg"
      : "http://www.w3.org/1999/xhtml";
    const element = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // A part that stays as it was refers to the panel where it is drawn.
  const drawn = (part, root) =>
    part.localName === "use" ? root.querySelector(part.getAttribute("href")) : part;

  // The last parts of each panel of a storyboard.
  const partsOf = (root, count) =>
    [...root.querySelectorAll(":scope > svg > g")].map((panel) =>
      [...panel.children].slice(-count).map((part) => drawn(part, root)),
    );

  // What a player shows, by its kind: each makes a stage, and shows a step on it.

  // A run of k-means: points, means with their ways, and the inertia so far.
  class Trace {
    constructor(player) {
      const sentences = [...player.querySelectorAll("ol > li")];
      this.inertias = sentences.map((sentence) => Number(sentence.dataset.inertia));
      this.panels = partsOf(player, 2);
      const { width, height } = player.querySelector(".sp-line").getBBox();
      this.width = width;
      this.scene = make("g");
      this.curve = make("g", { class: "curve", transform: `translate(0 ${height + 110})` });
      this.stage = make(
        "svg",
        { viewBox: `${-LEFT} -4 ${LEFT + width + 20} ${height + BELOW}` },
        make("use", { href: `#${player.key}f${player.mark}` }),
        make("use", { href: `#${player.key}a${player.mark}` }),
        this.scene,
        this.curve,
      );
    }

    show(step, before) {
      const [points, means] = this.panels[step];
      const moving = means.cloneNode(true);
      this.scene.replaceChildren(points.cloneNode(true), moving);
      for (const part of this.scene.children) part.removeAttribute("id");
      this.drawCurve(step);

      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (!still && step === before + 1 && means !== this.panels[before][1]) {
        this.glide(moving, this.panels[before][1]);
      }
    }

    // Let the means walk from their places before to those they have now.
    glide(moving, before) {
      const places = (part) =>
        [...part.querySelectorAll("use")].map((use) => [use.x.baseVal.value, use.y.baseVal.value]);
      const [from, to] = [places(before), places(moving)];
      const way = moving.querySelector(".sp-way");
      const done = way.getAttribute("d");
      const gone = before.querySelector(".sp-way").getAttribute("d");
      const began = performance.now();
      const frame = (now) => {
        if (!moving.isConnected) return; // the reader has gone on
        const share = Math.min(1, Math.max(0, (now - began) / GLIDE_MS));
        const here = from.map(([x, y], mean) => [
          x + share * (to[mean][0] - x),
          y + share * (to[mean][1] - y),
        ]);
        [...moving.querySelectorAll("use")].forEach((use, mean) => {
          use.setAttribute("x", here[mean][0]);
          use.setAttribute("y", here[mean][1]);
        });
        const last = from.map((place, mean) => `M${place}L${here[mean]}`).join("");
        way.setAttribute("d", share < 1 ? gone + last : done);
        if (share < 1) requestAnimationFrame(frame);
      };
      frame(began);
    }

    // The inertia of every step so far; the start has none.
    drawCurve(step) {
      const most = Math.max(...this.inertias.filter((inertia) => !Number.isNaN(inertia)), 0);
      const apart = this.width / Math.max(1, this.inertias.length - 1);
      const dots = this.inertias
        .map((inertia, number) => [number * apart, CURVE * (1 - (most && inertia / most))])
        .slice(1, step + 1);
      const text = { x: -16, "font-size": 24, "text-anchor": "end" };
      this.curve.replaceChildren(
        make("path", { class: "sp-line", d: `M0 ${CURVE}h${this.width}` }),
        make("text", { ...text, y: 9 }, Number(most.toPrecision(3))),
        make("text", { ...text, y: CURVE }, 0),
        make("text", { ...text, x: this.width }, "inertia"),
        make("path", { class: "sp-line", d: dots.length ? `M${dots.join("L")}` : "" }),
        ...dots.map(([x, y]) => make("circle", { cx: x, cy: y, r: 6 })),
      );
    }
  }

  // Pictures of one subject.  All are there from the start, so that none comes late.
  class Pictures {
    constructor(player) {
      this.images = [...player.querySelectorAll("ol img")].map((image) => image.cloneNode());
      for (const image of this.images) {
        image.decoding = "sync";
        image.alt = ""; // the stage says it
      }
      this.stage = make("div", {}, ...this.images);
    }

    show(step) {
      this.images.forEach((image, number) => image.classList.toggle("shown", number === step));
    }
  }

  // Merges of clusters: the points, and the tree beside them.
  class Merges {
    constructor(player) {
      this.panels = [...player.querySelectorAll("ol > li")].map((item) =>
        [...item.querySelectorAll("svg")].map((picture) => picture.lastElementChild),
      );
      this.scenes = [make("g"), make("g")];
      const named = (name) => make("use", { href: `#${player.key}${name}${player.mark}` });
      const pictures = ["fa", "gb"].map((names, number) => {
        const { width, height } = this.panels[0][number].ownerSVGElement.viewBox.baseVal;
        return make(
          "svg",
          { viewBox: `${-LEFT} -4 ${LEFT + width + 16} ${height + NAMES}` },
          ...[...names].map(named),
          this.scenes[number],
        );
      });
      this.stage = make("div", {}, ...pictures);
    }

    show(step) {
      this.panels[step].forEach((part, number) =>
        this.scenes[number].replaceChildren(part.cloneNode(true)),
      );
    }
  }

  const KINDS = { pictures: Pictures, merges: Merges };

  class StepPlayer extends HTMLElement {
    connectedCallback() {
      if (this.hasAttribute("ready")) return; // it was only moved within the page
      if (document.readyState === "loading") {
        // The parser has not read what is inside yet.
        document.addEventListener("DOMContentLoaded", () => this.connectedCallback(), { once: true });
        return;
      }
      this.rename();
      this.build();
      this.show(0);
      this.toggleAttribute("ready", true);
    }

    disconnectedCallback() {
      this.pause();
    }

    // The same player may stand on the page twice, and either may be hidden or go: share no names.
    rename() {
      const mark = `-${++players}`;
      this.key = this.id;
      for (const named of this.querySelectorAll("[id]")) named.id += mark;
      for (const use of this.querySelectorAll("use")) {
        use.setAttribute("href", use.getAttribute("href") + mark);
      }
      const style = this.getAttribute("style");
      if (style) this.setAttribute("style", style.replaceAll(")", `${mark})`));
      this.id += mark;
      this.mark = mark;
    }

    build() {
      this.captions = [...this.querySelectorAll("ol > li")].map((item) => item.textContent);
      this.view = new (KINDS[this.dataset.kind] ?? Trace)(this);
      this.stage = this.view.stage;
      this.stage.setAttribute("class", "stage");
      this.stage.setAttribute("role", "img");

      const last = this.captions.length - 1;
      const button = (text, act) => {
        const element = make("button", { type: "button" }, text);
        element.addEventListener("click", act);
        return element;
      };
      this.playButton = button("Play", () => this.toggle());
      this.slider = make("input", { type: "range", min: 0, max: last, "aria-label": "Step" });
      this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
      const controls = make(
        "div",
        { class: "controls" },
        button("First", () => this.go(0)),
        button("Previous", () => this.go(this.step - 1)),
        this.playButton,
        button("Next", () => this.go(this.step + 1)),
        button("Last", () => this.go(last)),
        this.slider,
      );
      this.status = make("p", { role: "status", "aria-live": "polite" });

      this.querySelector("svg")?.setAttribute("aria-hidden", "true"); // the storyboard
      this.prepend(this.stage, this.status, controls);
      this.setAttribute("data-lm-suppress-shortcuts", "true"); // or JupyterLab takes the keys
      this.addEventListener("keydown", (event) => this.press(event));
      this.stage.addEventListener("click", () => this.slider.focus());
    }

    press(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const act = {
        ArrowLeft: () => this.go(this.step - 1),
        ArrowRight: () => this.go(this.step + 1),
        Home: () => this.go(0),
        End: () => this.go(this.captions.length - 1),
        // On a button the space bar presses that button, and on a link it scrolls.
        " ": event.target === this.slider ? () => this.toggle() : undefined,
      }[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    }

    // What a reader asks for ends the play.
    go(step) {
      this.pause();
      this.show(Math.max(0, Math.min(step, this.captions.length - 1)));
    }

    toggle() {
      if (this.timer) return this.pause();
      const last = this.captions.length - 1;
      if (!last) return; // a single step is all there is
      if (this.step === last) this.show(0);
      this.playButton.textContent = "Pause";
      this.timer = setInterval(() => {
        this.show(this.step + 1);
        if (this.step === last) this.pause();
      }, PLAY_MS);
    }

    pause() {
      clearInterval(this.timer);
      this.timer = undefined;
      if (this.playButton) this.playButton.textContent = "Play";
    }

    show(step) {
      const before = this.step;
      this.step = step;
      this.status.textContent = this.captions[step];
      this.stage.setAttribute("aria-label", this.captions[step]);
      this.slider.value = step;
      this.slider.setAttribute("aria-valuetext", `${step + 1} of ${this.captions.length}`);
      this.view.show(step, before);
    }
  }

  customElements.define("step-player", StepPlayer);
})();
