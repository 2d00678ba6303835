// A sheet of pixels to draw on, with a mouse, with a finger and with keys, and small pictures of pixels.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, set } = boards;
  const PIXEL = 10; // units
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // How dark a pixel is, as a shade of grey; paper is white in the dark as well.
  const shade = (value, ink) => {
    const light = Math.round(255 * (1 - value / ink));
    return `rgb(${light} ${light} ${light})`;
  };

  const cells = (side) =>
    Array.from({ length: side * side }, (_, i) =>
      make("rect", { x: PIXEL * (i % side), y: PIXEL * Math.floor(i / side), width: PIXEL, height: PIXEL }),
    );

  // A picture of pixels; show(values) fills it.
  const picture = (side, ink, about) => {
    const rects = cells(side);
    const whole = PIXEL * side;
    const svg = make("svg", { viewBox: `-1 -1 ${whole + 2} ${whole + 2}`, ...about }, ...rects);
    const show = (values) => values.forEach((value, i) => set(rects[i], { style: `fill:${shade(value, ink)}` }));
    return { svg, rects, show };
  };

  // The pixels on the way from one to another, so that a quick stroke has no holes.
  const between = ([x, y], [toX, toY]) => {
    const steps = Math.max(Math.abs(toX - x), Math.abs(toY - y), 1);
    return Array.from({ length: steps }, (_, i) =>
      [[x, toX], [y, toY]].map(([from, to]) => Math.round(from + ((i + 1) / steps) * (to - from))),
    );
  };

  // All pixels a step further; what leaves the sheet is lost, and what comes in is white.
  const shifted = (pixels, side, [right, down]) =>
    pixels.map((_, i) => {
      const [x, y] = [(i % side) - right, Math.floor(i / side) - down];
      return x in [...Array(side)] && y in [...Array(side)] ? pixels[y * side + x] : 0;
    });

  // A board gives pixels, preview(pixels), stroke(pixels) and at(x, y), which is said of the cursor.
  class Sheet {
    constructor(board, side, ink) {
      Object.assign(this, { board, side, spot: [0, 0] });
      const name = `Sheet of ${side} by ${side} pixels. Arrow keys move the cursor, Enter or space puts the ink.`;
      const about = { class: "stage sheet", role: "application", tabindex: 0, "aria-label": name };
      Object.assign(this, picture(side, ink, about));
      this.cursor = make("rect", { class: "cursor", width: PIXEL, height: PIXEL });
      this.svg.append(this.cursor);
      this.listen();
    }

    listen() {
      const { svg } = this;
      svg.addEventListener("pointerdown", (event) => this.begin(event));
      svg.addEventListener("pointermove", (event) => this.pixels && this.go(this.spotAt(event)));
      svg.addEventListener("pointerup", () => this.end());
      svg.addEventListener("pointercancel", () => this.cancel());
      svg.addEventListener("keydown", (event) => this.press(event));
    }

    spotAt({ clientX, clientY }) {
      const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(this.svg.getScreenCTM().inverse());
      return [x, y].map((unit) => Math.min(this.side - 1, Math.max(0, Math.floor(unit / PIXEL))));
    }

    begin(event) {
      if (event.button || !event.isPrimary) return;
      this.svg.setPointerCapture(event.pointerId);
      this.pixels = [...this.board.state.pixels];
      this.last = this.spotAt(event);
      this.go(this.last);
    }

    go(spot) {
      for (const [x, y] of between(this.last, spot)) this.pixels[y * this.side + x] = this.board.ink;
      this.last = spot;
      this.board.preview(this.pixels);
    }

    end() {
      const { pixels } = this;
      this.pixels = undefined;
      if (pixels) this.board.stroke(pixels);
    }

    cancel() {
      this.pixels = undefined;
      this.board.preview(this.board.state.pixels);
    }

    press(event) {
      const way = ARROWS[event.key];
      const paints = event.key === "Enter" || event.key === " ";
      if (event.altKey || event.ctrlKey || event.metaKey || !(way || paints)) return;
      event.preventDefault();
      event.stopPropagation();
      if (way) this.move(way);
      else this.put();
    }

    move(way) {
      this.spot = this.spot.map((x, axis) => Math.min(this.side - 1, Math.max(0, x + way[axis])));
      set(this.cursor, { x: PIXEL * this.spot[0], y: PIXEL * this.spot[1] });
      this.board.sayPixel(...this.spot);
    }

    put() {
      const pixels = [...this.board.state.pixels];
      pixels[this.spot[1] * this.side + this.spot[0]] = this.board.ink;
      this.board.stroke(pixels);
    }
  }

  Object.assign(boards, { Sheet, picture, between, shifted });
})();
