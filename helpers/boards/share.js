// Out of a board and back: its address, lines and points.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, begun, nextAct, further, addressOf, boardOf, readAddress, csvOf } = boards;

  class Share {
    constructor(board) {
      this.board = board;
      board.turn = (by) => this.turn(by);
      addEventListener("hashchange", () => this.restore());
    }

    // What the keys of a lecture do: the next act, or the last one undone.
    turn(by) {
      const { board } = this;
      const can = by < 0 ? board.past.length : nextAct(board.state);
      if (!can || !Number.isFinite(by)) return false;
      if (by < 0) board.undo();
      else board.act(can);
      return true;
    }

    // Which board of its page this is.
    get number() {
      const all = document.querySelectorAll('step-player[data-kind="playground"]');
      return [...all].indexOf(this.board.element) + 1;
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
      history.replaceState(history.state, "", addressOf(this.board.state, this.number));
      return this.copy(location.href, "The address of this page now brings this state back; it is copied.");
    }

    savePoints() {
      const file = new Blob([csvOf(this.board.state, this.board.dataSet)], { type: "text/csv" });
      const link = make("a", { href: URL.createObjectURL(file), download: "points.csv" });
      link.click();
      URL.revokeObjectURL(link.href);
    }

    // Bring back what the address of the page says; a damaged one gives the start and a sentence.
    restore() {
      const { board } = this;
      if (boardOf(location.hash) !== this.number) return;
      const read = readAddress(location.hash, board.data);
      if (read.problem) {
        board.reset();
        board.say(read.problem);
      } else {
        let state = { ...begun(read.data.name, read.points, read.means), edited: read.edited };
        for (let act = 0; act < read.acts && nextAct(state); act++) state = further(state);
        board.go(state);
      }
      board.element.scrollIntoView();
    }
  }

  Object.assign(boards, { Share });
})();
