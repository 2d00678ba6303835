// Out of a board and back: its address, lines and points.  Its addresses are
// { addressOf(state, number), boardOf(address), readAddress(address, data) }.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, nextAct, csvOf } = boards;

  class Share {
    constructor(board, addresses) {
      Object.assign(this, { board, addresses });
      board.turn = (by) => this.turn(by);
      addEventListener("hashchange", () => this.restore());
    }

    // What the keys of a lecture do: the next act, or the last one undone.
    turn(by) {
      const { board } = this;
      if (!Number.isFinite(by)) return false;
      if (by > 0 && board.goOn) return board.goOn();
      const can = by < 0 ? board.past.length : nextAct(board.state);
      if (!can) return false;
      if (by < 0) board.undo();
      else board.act(can);
      return true;
    }

    // Which board of its kind this is on the page.
    get number() {
      const { element } = this.board;
      const all = document.querySelectorAll(`step-player[data-kind="${element.dataset.kind}"]`);
      return [...all].indexOf(element) + 1;
    }

    async copy(text, words) {
      try {
        await navigator.clipboard.writeText(text);
        this.board.say(words);
      } catch {
        this.board.say(`The browser does not let the board copy.  Copy it by hand: ${text}`);
      }
    }

    copyAddress() {
      history.replaceState(history.state, "", this.addresses.addressOf(this.board.state, this.number));
      const brought = this.board.brought ?? "this state";
      return this.copy(location.href, `The address of this page now brings ${brought} back; it is copied.`);
    }

    savePoints() {
      const file = new Blob([csvOf(this.board.state, this.board.dataSet)], { type: "text/csv" });
      const link = make("a", { href: URL.createObjectURL(file), download: "points.csv" });
      link.click();
      URL.revokeObjectURL(link.href);
    }

    // Bring back what the address of the page says; a damaged one gives the start and a sentence.
    restore() {
      const { board, addresses } = this;
      if (addresses.boardOf(location.hash) !== this.number) return;
      const { state, problem } = addresses.readAddress(location.hash, board.data);
      if (state) board.go(state);
      else board.reset();
      if (problem) board.say(problem);
      board.element.scrollIntoView();
    }
  }

  Object.assign(boards, { Share });
})();
