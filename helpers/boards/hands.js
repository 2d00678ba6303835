// What is grabbed on the plane of a board, and what comes of it when it is put down.  A carry has
// move(spot), drop() and cancel(); nothing has happened before it is dropped.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { moveMean, movePoint, addPoints, addMean, erasePoint, eraseMean, placed } = boards;
  const KEYS = { m: "move", p: "points", a: "means", e: "erase" };
  const MODES = { move: "Move", points: "Add points", means: "Add means", erase: "Erase" };
  const MOST_MEANS = 9;
  const SPRAY = 24; // units from a point to the next while many are added

  const press = (act) => ({ move() {}, drop: act, cancel() {} });

  class Hands {
    constructor(board) {
      this.board = board;
      this.plane = board.plane;
    }

    get decimals() {
      return this.plane.decimals;
    }

    // What can be taken up in a mode.
    get kinds() {
      return { move: ["means", "points"], erase: [] }[this.board.mode] ?? ["means"];
    }

    // Tell whether something here can be taken up; else a finger may scroll the page.
    holds(spot) {
      return !this.board.guessing.asked && Boolean(this.plane.hit(this.board.state, spot, this.kinds));
    }

    grab(spot) {
      const { board, plane } = this;
      board.pause();
      if (board.guessing.asked) return board.guessing.carry(spot);
      if (board.mode === "erase") return press(() => this.erase(spot));
      const hit = plane.hit(board.state, spot, this.kinds);
      if (hit) return hit.kind === "means" ? this.carryMean(hit.i) : this.carryPoint(hit.i);
      const fresh = { points: () => this.carrySpray(spot), means: () => this.carryNewMean(spot) };
      return fresh[board.mode]?.();
    }

    // Something that moves: what it would become is shown, and at the end it is.
    carry(become, stay = () => {}) {
      const { board, plane } = this;
      let last;
      return {
        move: (spot) => this.preview((last = become(plane.placeOf(spot)))),
        drop: () => (last ? board.go(last) : stay()),
        cancel: () => board.show(board.state),
      };
    }

    // While something moves, the borders turn, and the inertia is that of the next assignment.
    preview(state) {
      this.plane.show(state, { borders: true });
      this.board.panel.showInertia(state);
    }

    carryMean(i) {
      const stay = () => this.plane.handles[i]?.focus({ preventScroll: true });
      return this.carry((place) => moveMean(this.board.state, i, place, this.decimals), stay);
    }

    carryPoint(i) {
      return this.carry((place) => movePoint(this.board.state, i, place, this.decimals));
    }

    carryNewMean(spot) {
      const { board, plane } = this;
      if (board.state.means.length === MOST_MEANS) {
        return press(() => board.say("Nine means are as many as the board has colours."));
      }
      const become = (place) => addMean(board.state, place, this.decimals);
      return this.carry(become, () => board.go(become(plane.placeOf(spot))));
    }

    // A long way leaves points behind it.
    carrySpray(spot) {
      const { board, plane } = this;
      const spots = [spot];
      const become = () => addPoints(board.state, spots.map((one) => plane.placeOf(one)), this.decimals);
      return {
        move: (next) => {
          if (Math.hypot(...next.map((x, axis) => x - spots.at(-1)[axis])) < SPRAY) return;
          spots.push(next);
          this.preview(become());
        },
        drop: () => board.go(become()),
        cancel: () => board.show(board.state),
      };
    }

    // Enter on a mean: it is the answer to a question, or erased, or said.
    choose(mean) {
      const { board, plane } = this;
      if (board.guessing.asked?.kind === "point") return board.guessing.guess(mean);
      if (board.mode === "erase") return this.erase(plane.spotOf(board.state.means[mean]));
      return board.say(`${plane.handles[mean].getAttribute("aria-label")}.`);
    }

    erase(spot) {
      const { board, plane } = this;
      board.pause();
      const hit = plane.hit(board.state, spot);
      if (!hit) return board.say("There is nothing here to erase.");
      if (hit.kind === "means") return board.go(eraseMean(board.state, hit.i));
      return board.go(erasePoint(board.state, hit.i, this.decimals));
    }

    keyAct(key) {
      const { board } = this;
      const { asked } = board.guessing;
      if (asked?.kind === "point" && board.state.means[key]) return () => board.guessing.guess(Number(key));
      const mode = KEYS[key];
      return mode && (() => board.chooseMode(mode));
    }

    sayCross(spot) {
      const hit = this.plane.hit(this.board.state, spot);
      const near = hit ? `, on ${hit.kind === "means" ? `mean ${hit.i}` : "a point"}` : "";
      this.board.say(`Cross at ${placed(this.plane.placeOf(spot), this.decimals)}${near}.`);
    }
  }

  Object.assign(boards, { Hands, KEYS, MODES });
})();
