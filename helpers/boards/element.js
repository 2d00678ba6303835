// One element for players and boards: it wakes what Python wrote, once its kind is known.
(() => {
  const boards = globalThis.courseBoards;
  const { drawingIn } = boards;

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
      this.setAttribute("data-lm-suppress-shortcuts", "true"); // or JupyterLab takes the keys
      this.toggleAttribute("ready", true);
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

  if (!customElements.get("step-player")) customElements.define("step-player", StepPlayer);
  // In a notebook, what is played may stand on the page before its scripts.
  for (const late of document.querySelectorAll("step-player:not([ready])")) late.wake();
})();
