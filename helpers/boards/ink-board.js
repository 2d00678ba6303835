// A photograph, the page's or the reader's own, in k inks, with the palette below it.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set, button, Ground, chooseInks, painted, codeOf, pixelsOf, readPhotograph, show, savePoster } = boards;
  const MOST = 24;
  const [FINE, HALF] = [20, 0.5];

  // Tell whether two states show one picture.
  const samePicture = (one, other) => one.original === other.original;

  const TASKS = [
    {
      words: `Find the least number of inks with an error below ${FINE}.`,
      shows: "One ink fewer is not enough.  Another photograph has another answer.",
      done: ({ k, error, original }, { seen }) => {
        const errors = seen.get(original);
        const least = [k, k + 1].find((count) => errors[count] < FINE && errors[count - 1] >= FINE);
        return least !== undefined && Number.isFinite(error);
      },
    },
    {
      words: "Look at 2 inks, and then halve the error that they have.",
      shows: "For the temple three times as many.  The next halving takes more, and in the end eight times as many.",
      done: ({ error, original }, { seen }) => error <= HALF * seen.get(original)[2],
    },
    {
      words: "Take another start with the same number of inks, and see which inks stay.",
      shows: "Large areas tend to keep their ink.  A rare colour may get one or not, by chance.",
      done: (state, { past }) => {
        const before = past.at(-1);
        return before && samePicture(state, before) && state.k === before.k && state.seed !== before.seed;
      },
    },
    {
      words: "Choose a photograph of your own, and keep its poster.",
      shows: "It was read in this browser, and sent nowhere.",
      done: ({ kept }) => kept,
    },
  ];

  class InkBoard extends Ground {
    constructor(element) {
      super(element);
      Object.assign(this, { tasks: TASKS, seen: new Map() });
      this.canvases = ["before", "after"].map((name) => make("canvas", { class: name, role: "img" }));
      this.palette = make("ul", { class: "palette" });
      this.slider = make("input", { type: "range", min: 1, max: MOST, "aria-label": "Number of inks, k" });
      this.slider.addEventListener("change", () => this.take({ k: Number(this.slider.value) }));
      this.count = make("output");
      this.slider.addEventListener("input", () => (this.count.textContent = this.slider.value));
      const file = make("input", { type: "file", accept: "image/*", "aria-label": "Choose a photograph of your own" });
      file.addEventListener("change", () => file.files[0] && this.choose(file));
      file.addEventListener("click", () => (file.value = "")); // so that the same file can be chosen again
      this.file = file;
      const row = make("div", { class: "unit" }, make("label", {}, "Inks", this.slider, this.count));
      const own = make("label", { class: "own" }, "Your own photograph, which stays in this browser: ", file);
      const pair = make("div", { class: "pair" }, ...this.canvases);
      const image = make("img", { src: this.shown, alt: "" });
      image.decode().then(() => {
        this.ownPicture = pixelsOf(image);
        this.open([pair, this.palette, own], [row, ...this.buttons()]);
      });
    }

    buttons() {
      return [
        button("Another start", () => this.take({ seed: this.state.seed + 1 })),
        button("Save PNG", () => this.save()),
      ];
    }

    begin() {
      return this.stateOf({ original: this.ownPicture, name: "", k: this.k, seed: 1, kept: false });
    }

    // All that follows from a picture, k and the number of the start.
    stateOf({ original, name, k, seed, kept }, about = "") {
      const inks = chooseInks(original, k, seed);
      const known = painted(original, inks);
      if (!this.seen.has(original)) this.seen.set(original, []);
      this.seen.get(original)[k] = known.error;
      const said = `${about}${told(inks, known.error)}`;
      return { original, name, k, seed, kept, inks, ...known, said };
    }

    take(parts) {
      this.go(this.stateOf({ ...this.state, ...parts }));
    }

    async choose(input) {
      const [file] = input.files;
      this.say("The photograph is being read.");
      const { picture, many, problem } = await readPhotograph(file);
      if (problem) {
        input.value = "";
        return this.say(problem);
      }
      const { width, height } = picture;
      const smaller = many > width * height ? `, made smaller to ${width} × ${height}` : "";
      const about = `${file.name}: ${many.toLocaleString("en")} pixels${smaller}.  `;
      return this.go(this.stateOf({ ...this.state, original: picture, name: file.name, kept: false }, about));
    }

    async save() {
      await savePoster(this.state, "poster.png");
      const { name } = this.state;
      this.state = { ...this.state, kept: Boolean(name) };
      this.say("The picture and its palette are saved as poster.png.");
      this.remember();
    }

    draw() {
      const { original, picture, inks, shares, k, name } = this.state;
      const [before, after] = this.canvases;
      show(before, original);
      show(after, picture);
      set(before, { "aria-label": name ? `Your photograph, ${name}` : this.alt });
      set(after, { "aria-label": `The same in ${inks.length} inks` });
      set(this.slider, { "aria-valuetext": `${k} of ${MOST}` }).value = k;
      this.count.textContent = k;
      if (!name) this.file.value = "";
      this.palette.replaceChildren(...inks.map((ink, i) => inkOf(ink, shares[i])));
    }

    standing() {
      const { inks, shares, said } = this.state;
      return `${said}  ${inks.map((ink, i) => `${codeOf(ink)}: ${percent(shares[i])}`).join(", ")}.`;
    }

    lines() {
      const { name, inks } = this.state;
      const reads = name ? [`picture = read_picture(${JSON.stringify(name)})`] : [`picture = ${this.code}`];
      return [
        "import numpy as np", "from PIL import Image",
        `from helpers import assign${name ? ", read_picture" : ""}`, "", ...reads,
        `inks = np.array(${JSON.stringify(inks).replaceAll(",", ", ")})`,
        "labels = assign(picture.reshape(-1, 3), inks)",
        "print((np.bincount(labels, minlength=len(inks)) / len(labels)).round(2))",
        "painted = inks.astype(np.uint8)[labels].reshape(picture.shape)",
        'Image.fromarray(painted).save("painted.png")',
      ].join("\n");
    }

    // A photograph is in no address, for it stays where it is.
    get brought() {
      return this.state.name ? "the number of inks and the start, but not your photograph," : undefined;
    }

    written({ k, seed }) {
      return `k=${k}&start=${seed}`;
    }

    read(parts) {
      const [k, seed] = ["k", "start"].map((name) => Number(parts.get(name) || NaN));
      const whole = Number.isInteger(k) && k >= 1 && k <= MOST && Number.isInteger(seed) && seed >= 1 && seed < 1e6;
      return whole ? this.stateOf({ ...this.begin(), k, seed }) : undefined;
    }
  }

  const percent = (share) => `${(100 * share).toFixed(share < 0.01 ? 1 : 0)} %`;

  const inkOf = (ink, share) => {
    const swatch = make("span", { class: "ink", style: `background: ${codeOf(ink)}` });
    return make("li", {}, swatch, make("code", {}, codeOf(ink)), ` ${percent(share)}`);
  };

  const told = (inks, error) => {
    const ends = inks.length > 1 ? `, from ${codeOf(inks[0])} to ${codeOf(inks.at(-1))}` : `, ${codeOf(inks[0])}`;
    return `${inks.length} ${inks.length > 1 ? "inks" : "ink"}${ends}; error ${error.toFixed(1)}.`;
  };

  boards.kinds = { ...boards.kinds, inks: InkBoard };
})();
