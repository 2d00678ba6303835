// Guess first: the board asks before an act, and says what came of the guess.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { ask, questionOf, answerMean, answerPoint } = boards;

  class Guessing {
    constructor(board) {
      this.board = board;
      this.guesses = [];
    }

    // Ask before an act, unless there is nothing to ask or it has been asked: then the act goes on.
    ask(act) {
      const { board } = this;
      const asked = this.asked ? undefined : ask(board.state, act);
      if (!asked) return false;
      const words = questionOf(asked, act === "assign" ? "Assign" : "Update");
      const answers = board.state.means.map((_, mean) => [`Mean ${mean}`, () => this.guess(mean)]);
      board.say(words);
      board.panel.answer.textContent = "";
      board.panel.ask("Your guess:", asked.kind === "point" ? answers : []);
      this.asked = { ...asked, act };
      board.draw({ ring: asked.point });
      if (asked.kind === "mean") board.plane.svg.focus({ preventScroll: true });
      return true;
    }

    // A guess is a mean, or the place of a mark.
    guess(given) {
      const { asked } = this;
      const isMark = asked.kind === "mean";
      const { close, words } = isMark
        ? this.answerTo(given)
        : answerPoint(this.board.state, asked, given);
      this.guesses.push(close);
      const score = `Close guesses so far: ${this.guesses.filter(Boolean).length} of ${this.guesses.length}.`;
      const seen = isMark ? { mark: given, truth: asked.after[asked.mean] } : { ring: asked.point };
      this.board.step(asked.act, { ...seen, answer: `${words}  ${score}` });
      if (!isMark) this.board.panel.acts.update.focus({ preventScroll: true });
    }

    answerTo(mark) {
      const { state, past, plane } = this.board;
      const before = past.findLast((one) => one.phase === "assign" && one !== state)?.labels;
      return answerMean(state, this.asked, mark, before, plane.high[0] - plane.low[0], plane.decimals);
    }

    // What is pressed on the plane is the answer.
    carry(spot) {
      const { board, asked } = this;
      if (asked.kind === "point") {
        const hit = board.plane.hit(board.state, spot, ["means"]);
        return { move() {}, drop: () => hit && this.guess(hit.i), cancel() {} };
      }
      let last = board.plane.placeOf(spot);
      const show = () => board.draw({ mark: last });
      show();
      return {
        move: (next) => { last = board.plane.placeOf(next); show(); },
        drop: () => this.guess(last),
        cancel: () => board.draw(),
      };
    }
  }

  Object.assign(boards, { Guessing });
})();
