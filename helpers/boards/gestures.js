// What a mouse, a finger and keys do on the plane of a board.  Its hands say what is grabbed at a spot:
// a carry with move(spot), drop() and cancel(), or nothing.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const STEP = 6; // units for an arrow key
  const FAR = 5; // times as many with Shift
  const PAUSE_MS = 500; // so long after the last arrow key a move is over
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const listenToPointers = (plane, hands) => {
    let carry, next;
    const { svg } = plane;

    svg.addEventListener("pointerdown", (event) => {
      if (event.button || !event.isPrimary) return;
      plane.hideCross();
      carry = hands.grab(plane.spotAt(event));
      if (carry) svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      if (!carry) return;
      // However many events come, a frame is drawn once.
      if (!next) requestAnimationFrame(() => { next?.(); next = undefined; });
      const spot = plane.spotAt(event);
      next = () => carry?.move(spot);
    });
    const end = (act) => () => {
      next?.();
      next = undefined;
      const ended = carry;
      carry = undefined;
      ended?.[act]();
    };
    svg.addEventListener("pointerup", end("drop"));
    svg.addEventListener("pointercancel", end("cancel"));
    // A finger on a mean or a point moves it; anywhere else it scrolls the page.
    svg.addEventListener("touchstart", (event) => {
      if (event.touches.length === 1 && hands.holds(plane.spotAt(event.touches[0]))) event.preventDefault();
    }, { passive: false });
  };

  const listenToKeys = (plane, hands) => {
    let carry, timer, spot;
    const { svg } = plane;

    const finish = (act = "drop") => {
      clearTimeout(timer);
      const ended = carry;
      carry = undefined;
      ended?.[act]();
    };

    const moveMean = (label, way) => {
      if (!carry) [carry, spot] = [hands.carryMean(label), plane.spotOf(hands.board.state.means[label])];
      spot = spot.map((x, axis) => x + way[axis]);
      carry.move(spot);
      clearTimeout(timer);
      timer = setTimeout(finish, PAUSE_MS);
    };

    const moveCross = (way) => {
      plane.moveCross(way);
      carry?.move(plane.at);
      clearTimeout(timer);
      timer = setTimeout(() => hands.sayCross(plane.at), PAUSE_MS);
    };

    // Enter does what a press does; a thing that was taken up is put down by the next Enter.
    const enter = () => {
      if (carry) return finish();
      const grabbed = hands.grab(plane.at);
      if (grabbed && hands.holds(plane.at)) [carry, spot] = [grabbed, plane.at];
      else grabbed?.drop();
    };

    const actOf = (event) => {
      const mean = event.target.closest("[data-mean]")?.dataset.mean;
      const arrow = ARROWS[event.key];
      const way = arrow?.map((x) => x * (hands.step ?? STEP) * (event.shiftKey ? FAR : 1));
      if (arrow) return mean === undefined ? () => moveCross(way) : () => moveMean(Number(mean), way);
      if (event.key === "Escape" && carry) return () => finish("cancel");
      if (event.key === "Delete" || event.key === "Backspace") {
        return () => hands.erase(mean === undefined ? plane.at : plane.spotOf(hands.board.state.means[mean]));
      }
      if (event.key === "Enter" || event.key === " ") {
        return mean === undefined ? enter : () => (carry ? finish() : hands.choose(Number(mean)));
      }
      const act = event.shiftKey ? undefined : hands.keyAct(event.key);
      return act && (() => { finish(); act(); }); // what was on its way is put down first
    };

    svg.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const act = actOf(event);
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
    svg.addEventListener("focusout", () => finish());
    svg.addEventListener("focusin", ({ target }) => target === svg || plane.hideCross());
  };

  const listen = (plane, hands) => {
    listenToPointers(plane, hands);
    listenToKeys(plane, hands);
  };

  Object.assign(boards, { listen });
})();
