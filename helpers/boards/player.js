// A player: shows the steps of a storyboard one at a time.
(() => {
  if (customElements.get("step-player")) return;

  const PLAY_MS = 1000; // how long each step stands while it plays
  const GLIDE_MS = 400; // how long means take to their new places
  const LEFT = 110; // room for the ticks and names of the axes, at the left
  const NAMES = 84; // and below
  const BELOW = 220; // the same, and for the curve
  const CURVE = 90; // how high the curve of the inertia is
  const HTML = ["button", "div", "input", "p"];

  let players = 0;

  // In a notebook the drawing comes as an image, which is left where no script runs.
  const unpack = (player) => {
    const image = player.querySelector(".sp-still");
    if (!image) return;
    const page = document.createElement("template");
    page.innerHTML = decodeURIComponent(image.src.slice(image.src.indexOf(",") + 1));
    image.replaceWith(page.content.firstElementChild.lastElementChild);
  };

  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  };

  const make = (name, attributes = {}, ...children) => {
    const space = HTML.includes(name) ? "1999/xhtml" : "2000/svg";
    const element = document.createElementNS(`http://www.w3.org/${space}`, name);
    set(element, attributes);
    element.append(...children);
    return element;
  };

  // The size of a frame stands in the markup: what is hidden cannot be measured.
  const sizeOf = (frame) => ["width", "height"].map((side) => Number(frame.getAttribute(side)));

  // A picture of what a player's storyboard calls by these letters, and of further parts.
  const picture = (player, letters, frame, below, ...parts) => {
    const [width, height] = sizeOf(frame);
    const shared = [...letters].map((letter) => make("use", { href: `#${player.id}${letter}` }));
    const viewBox = `${-LEFT} -4 ${LEFT + width + 20} ${height + below}`;
    return make("svg", { viewBox }, ...shared, ...parts);
  };

  // What a player shows, by its kind: each makes a stage, and shows a step on it.

  // A run of k-means: points, means with their ways, and the inertia so far.
  class Trace {
    constructor(player) {
      const items = [...player.querySelectorAll("ol > li")];
      this.inertias = items.map((item) => Number(item.dataset.inertia));
      const drawn = (part) =>
        part.localName === "use" ? player.querySelector(part.getAttribute("href")) : part;
      this.panels = [...player.querySelectorAll(":scope > svg > g")].map((panel) =>
        [...panel.children].slice(-2).map(drawn),
      );
      const frame = player.querySelector("rect");
      const [width, height] = sizeOf(frame);
      this.width = width;
      this.scene = make("g");
      this.curve = make("g", { class: "curve", transform: `translate(0 ${height + 110})` });
      this.stage = picture(player, "fa", frame, BELOW, this.scene, this.curve);
    }

    show(step, before) {
      const [points, means] = this.panels[step].map((part) => part.cloneNode(true));
      this.scene.replaceChildren(points, means);
      for (const part of this.scene.children) part.removeAttribute("id");
      this.drawCurve(step);

      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const [, gone] = this.panels[before] ?? [];
      if (!still && step === before + 1 && gone !== this.panels[step][1]) glide(means, gone);
    }

    // The inertia of every step so far; the start has none.
    drawCurve(step) {
      const most = Math.max(0, ...this.inertias.filter((inertia) => !Number.isNaN(inertia)));
      const apart = this.width / Math.max(1, this.inertias.length - 1);
      const dots = this.inertias
        .map((inertia, number) => [number * apart, CURVE * (1 - inertia / (most || 1))])
        .slice(0, step + 1)
        .filter(([, y]) => !Number.isNaN(y));
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

  // Let means walk from where they were before to where they are now.
  const glide = (means, before) => {
    const placesOf = (part) =>
      [...part.querySelectorAll("use")].map((use) => ["x", "y"].map((at) => +use.getAttribute(at)));
    const [from, to] = [before, means].map(placesOf);
    const [gone, way] = [before, means].map((part) => part.querySelector(".sp-way"));
    const done = way.getAttribute("d");
    const began = performance.now();
    const frame = (now) => {
      if (!means.isConnected) return; // the reader has gone on
      const share = Math.min(1, Math.max(0, (now - began) / GLIDE_MS));
      const here = from.map((place, mean) =>
        place.map((start, axis) => start + share * (to[mean][axis] - start)),
      );
      means.querySelectorAll("use").forEach((use, mean) => {
        set(use, { x: here[mean][0], y: here[mean][1] });
      });
      const last = from.map((place, mean) => `M${place}L${here[mean]}`).join("");
      set(way, { d: share < 1 ? gone.getAttribute("d") + last : done });
      if (share < 1) requestAnimationFrame(frame);
    };
    frame(began);
  };

  // Pictures of one subject.  All are there from the start, so that none comes late.
  class Pictures {
    constructor(player) {
      this.images = [...player.querySelectorAll("ol img")].map((image) => image.cloneNode());
      for (const image of this.images) set(image, { decoding: "sync", alt: "" }); // the stage says it
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
        [...item.querySelectorAll("svg")].map((drawing) => drawing.lastElementChild),
      );
      this.scenes = [make("g"), make("g")];
      const frames = player.querySelectorAll("rect");
      const pictures = ["fa", "gb"].map((letters, number) =>
        picture(player, letters, frames[number], NAMES, this.scenes[number]),
      );
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
      unpack(this);
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
      const [key, name] = [this.id, `${this.id}-${++players}`];
      for (const part of [this, ...this.querySelectorAll("[id], use")]) {
        for (const attribute of ["id", "href", "style"]) {
          const value = part.getAttribute(attribute);
          if (value) part.setAttribute(attribute, value.replaceAll(key, name));
        }
      }
    }

    build() {
      this.captions = [...this.querySelectorAll("ol > li")].map((item) => item.textContent);
      this.last = this.captions.length - 1;
      this.view = new (KINDS[this.dataset.kind] ?? Trace)(this);
      this.stage = this.view.stage;
      set(this.stage, { class: "stage", role: "img" });
      this.status = make("p", { role: "status", "aria-live": "polite" });

      this.querySelector("svg")?.setAttribute("aria-hidden", "true"); // the storyboard
      this.prepend(this.stage, this.status, this.controls());
      set(this, { "data-lm-suppress-shortcuts": "true" }); // or JupyterLab takes the keys
      this.addEventListener("keydown", (event) => this.press(event));
      this.stage.addEventListener("click", () => this.slider.focus());
    }

    controls() {
      const button = (text, act) => {
        const element = make("button", { type: "button" }, text);
        element.addEventListener("click", act);
        return element;
      };
      const range = { type: "range", min: 0, max: this.last, "aria-label": "Step" };
      this.slider = make("input", range);
      this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
      this.playButton = button("Play", () => this.toggle());
      return make(
        "div",
        { class: "controls" },
        button("First", () => this.go(0)),
        button("Previous", () => this.go(this.step - 1)),
        this.playButton,
        button("Next", () => this.go(this.step + 1)),
        button("Last", () => this.go(this.last)),
        this.slider,
      );
    }

    press(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const act = {
        ArrowLeft: () => this.go(this.step - 1),
        ArrowRight: () => this.go(this.step + 1),
        Home: () => this.go(0),
        End: () => this.go(this.last),
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
      this.show(Math.max(0, Math.min(step, this.last)));
    }

    toggle() {
      if (this.timer) return this.pause();
      if (!this.last) return; // a single step is all there is
      if (this.step === this.last) this.show(0);
      this.playButton.textContent = "Pause";
      this.timer = setInterval(() => {
        this.show(this.step + 1);
        if (this.step === this.last) this.pause();
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
