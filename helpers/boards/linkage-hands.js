// The hands of the board with the tree: on the map they highlight, on the tree they take the cut.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { Hands, leafOrder, cutHeight } = boards;
  const RING = 15;
  const NONE = -1; // no point is highlighted

  const press = (act) => ({ move() {}, drop: act, cancel() {} });

  // A press on a point highlights its cluster; a finger may scroll.
  class MapHands extends Hands {
    holds() {
      return false;
    }

    grab(spot) {
      const hit = this.plane.hit(this.board.state, spot, ["points"]);
      return press(() => this.board.highlight(hit ? hit.i : NONE));
    }

    erase() {
      this.board.say("All points stay on this board.");
    }

    keyAct() {}
  }

  // The cut is taken where it is, or put where the tree is pressed; a leaf is highlighted.
  class CutHands extends Hands {
    constructor(board) {
      super(board);
      this.plane = board.tree;
    }

    holds([, y]) {
      const [, line] = this.plane.spotOf([0, cutHeight(this.board.state.merges, this.board.state.k)]);
      return Math.abs(y - line) < 22 * this.plane.pixel;
    }

    grab(spot) {
      const { board } = this;
      if (spot === this.plane.at) return press(() => board.say(board.state.said));
      const isLeaf = !this.holds(spot) && spot[1] > this.plane.spotOf([0, 0])[1] - RING;
      if (isLeaf) return press(() => board.highlight(this.leafAt(spot)));
      let height = this.holds(spot) ? undefined : this.heightAt(spot);
      return {
        move: (next) => board.preview((height = this.heightAt(next))),
        drop: () => (height === undefined ? board.say(board.state.said) : board.cutAt(height)),
        cancel: () => board.letGo(),
      };
    }

    heightAt([, y]) {
      const { low, high, height } = this.plane;
      return low[1] + (1 - y / height) * (high[1] - low[1]);
    }

    leafAt([x]) {
      const { low, high, width } = this.plane;
      const order = leafOrder(this.board.state.merges);
      return order[Math.round(low[0] + (x / width) * (high[0] - low[0]))] ?? NONE;
    }

    // The arrow keys have come to rest.
    sayCross() {
      this.board.cutInto(this.board.state.k);
    }

    erase() {
      this.board.say("All merges stay; raise or lower the cut instead.");
    }

    keyAct() {}
  }

  Object.assign(boards, { MapHands, CutHands, RING, NONE });
})();
