// One element for players and boards: it wakes what Python wrote, once its kind is known.
(() => {
  const boards = globalThis.courseBoards;
  const { drawingIn } = boards;
  const ON = ["PageDown", "ArrowRight", "ArrowDown", " "];
  const WAYS = { PageUp: -1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  for (const key of ON) WAYS[key] = 1;
  // Where these keys have a task of their own, on a board or in a list, the keys of a clicker still turn.
  const OWN = ".board :is(.stage, .stage *, select, input, summary, pre)";

  class StepPlayer extends HTMLElement {
    connectedCallback() {
      if (document.readyState !== "loading") return this.wake();
      // The parser has not read what is inside yet.
      document.addEventListener("DOMContentLoaded", () => this.wake(), { once: true });
    }

    disconnectedCallback() {
      this.played?.pause();
    }

    wake() {
      const Kind = boards.kinds[this.dataset.kind ?? "trace"];
      if (!Kind || this.hasAttribute("ready")) return; // its script comes later, or it was only moved
      this.unfold();
      this.rename();
      this.played = new Kind(this);
      // JupyterLab takes the keys of what has the focus, unless it is marked.
      this.addEventListener("focusin", ({ target }) => target.setAttribute("data-lm-suppress-shortcuts", "true"));
      this.toggleAttribute("ready", true);
    }

    // Go a step on, or back; return whether there was one.
    turn(by) {
      return this.played.turn(by);
    }

    // Fill the screen; where the browser does not let it, fill the window.
    toggleFull() {
      if (this.toggleAttribute("full")) this.requestFullscreen?.()?.catch(() => {});
      else if (document.fullscreenElement) document.exitFullscreen();
    }

    // A picture that survives where drawings do not is a drawing here.
    unfold() {
      const image = this.querySelector(":scope > img.sp-storyboard");
      if (!image) return;
      const drawing = drawingIn(image);
      this.style.cssText += drawing.getAttribute("style");
      drawing.removeAttribute("style");
      drawing.setAttribute("aria-label", image.alt);
      image.replaceWith(drawing);
    }

    // The same player may stand on the page twice, and either may be hidden or go: share no names.
    rename() {
      boards.count = (boards.count ?? 0) + 1;
      const [key, name] = [this.id, `${this.id}-${boards.count}`];
      for (const part of [this, ...this.querySelectorAll("[id], use")]) {
        for (const attribute of ["id", "href", "style"]) {
          const value = part.getAttribute(attribute);
          if (value) part.setAttribute(attribute, value.replaceAll(key, name));
        }
      }
    }
  }

  // What a key, or a button of a clicker, does to what fills the screen or is alone on its page.
  const keyAct = (element, { key, target }) => {
    if (key === "F5") return () => element.toggleFull();
    if (key === "Escape") return element.hasAttribute("full") && (() => element.toggleFull());
    if (key === "." || key === "b") return () => element.toggleAttribute("blank");
    const taken = !key.startsWith("Page") && target.closest?.(OWN);
    return WAYS[key] && !taken && (() => element.turn(WAYS[key]));
  };

  const press = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const element = document.querySelector("step-player[full], main > step-player[large]");
    const act = element?.played && keyAct(element, event);
    if (!act) return;
    event.preventDefault(); // also when the key comes up, or a button that has the focus is pressed
    event.stopPropagation();
    if (event.type === "keyup") return;
    if (event.key !== "." && event.key !== "b") element.toggleAttribute("blank", false);
    act();
  };

  if (!boards.listening) {
    boards.listening = true;
    for (const type of ["keydown", "keyup"]) addEventListener(type, press, { capture: true });
    document.addEventListener("fullscreenchange", () => {
      if (document.fullscreenElement) return;
      document.querySelector("step-player[full]")?.toggleAttribute("full", false);
    });
  }

  if (!customElements.get("step-player")) customElements.define("step-player", StepPlayer);
  // In a notebook, what is played may stand on the page before its scripts.
  for (const late of document.querySelectorAll("step-player:not([ready])")) late.wake();
})();
