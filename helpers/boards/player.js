// A player: shows the steps of a storyboard one at a time.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { set, make, button, still, placesOf, glide, curve } = boards;
  const PLAY_MS = 1000; // how long each step stands while it plays
  const SWIPE = 40; // pixels that a finger goes sideways
  const LEFT = 110; // room for the ticks and names of the axes, at the left
  const NAMES = 84; // and below
  const BELOW = 220; // the same, and for the curve
  const CURVE = 90; // how high the curve of the inertia is
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
      const most = Math.max(0, ...this.inertias.filter((inertia) => !Number.isNaN(inertia)));
      const box = { width: this.width, height: CURVE };
      const seen = this.inertias.slice(0, step + 1);
      const name = { x: this.width, "font-size": 24, "text-anchor": "end" };
      const parts = curve(seen, most, this.inertias.length - 1, box);
      this.curve.replaceChildren(...parts, make("text", name, "inertia"));

      const [, gone] = this.panels[before] ?? [];
      if (still() || step !== before + 1 || gone === this.panels[step][1]) return;
      glide(means, placesOf(gone), gone.querySelector(".sp-way").getAttribute("d"));
    }
  }

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

  // The controls around a stage, and which step it shows.
  const playerOf = (View) =>
    class {
      constructor(player) {
        this.captions = [...player.querySelectorAll("ol > li")].map((item) => item.textContent);
        this.last = this.captions.length - 1;
        [this.element, this.view] = [player, new View(player)];
        this.stage = set(this.view.stage, { class: "stage", role: "img" });
        this.status = make("p", { role: "status", "aria-live": "polite" });
        player.querySelector("svg")?.setAttribute("aria-hidden", "true"); // the storyboard
        player.prepend(this.stage, this.status, this.controls());
        player.addEventListener("keydown", (event) => this.press(event));
        this.stage.addEventListener("click", () => this.slider.focus());
        this.listenToFingers();
        this.show(0);
      }

      controls() {
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
          button("Full screen", () => this.element.toggleFull()),
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

      // A finger that goes sideways turns to the next step; one that goes up or down scrolls the page.
      listenToFingers() {
        let begun;
        this.stage.addEventListener("touchstart", ({ touches }) => {
          begun = touches.length === 1 ? touches[0] : undefined;
        }, { passive: true });
        this.stage.addEventListener("touchend", ({ changedTouches: [ended] }) => {
          if (!begun) return; // of two fingers
          const [across, down] = [ended.clientX - begun.clientX, ended.clientY - begun.clientY];
          if (Math.abs(across) < SWIPE + Math.abs(down)) return;
          this.go(this.step - Math.sign(across));
        });
      }

      // What a reader asks for ends the play.
      go(step) {
        this.pause();
        this.show(Math.max(0, Math.min(step, this.last)));
      }

      turn(by) {
        const before = this.step;
        this.go(before + by);
        return this.step !== before;
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
        this.playButton.textContent = "Play";
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
    };

  const kinds = { trace: playerOf(Trace), pictures: playerOf(Pictures), merges: playerOf(Merges) };
  boards.kinds = { ...boards.kinds, ...kinds };
})();
