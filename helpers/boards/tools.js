// What players and boards share: how parts of a page are made, and how means glide.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const GLIDE_MS = 400; // how long means take to their new places
  const SVG = "circle g line path rect svg text use".split(" ");

  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  const make = (name, attributes = {}, ...children) => {
    const space = SVG.includes(name) ? "2000/svg" : "1999/xhtml";
    const element = document.createElementNS(`http://www.w3.org/${space}`, name);
    element.append(...children);
    return set(element, attributes);
  };

  const button = (text, act, attributes = {}) => {
    const element = make("button", { type: "button", ...attributes }, text);
    element.addEventListener("click", act);
    return element;
  };

  const labelled = (words, control) => make("label", {}, make("span", {}, words), control);

  const choice = (words, options, act) => {
    const items = options.map(([value, text]) => make("option", { value }, text));
    const list = make("select", { "aria-label": words }, ...items);
    list.addEventListener("change", () => act(list.value));
    return Object.assign(labelled(words, list), { list });
  };

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // What a drawing refers to, read from its text.
  const parsed = (markup) => {
    const holder = make("div");
    holder.innerHTML = markup;
    return holder.firstElementChild;
  };

  // Where the means stand, as they are drawn.
  const placesOf = (means) =>
    [...means.querySelectorAll("use")].map((use) => ["x", "y"].map((at) => +use.getAttribute(at)));

  // Let means walk from where they were before to where they are now.
  const glide = (means, from, gone = "") => {
    const to = placesOf(means);
    const [uses, way] = [means.querySelectorAll("use"), means.querySelector(".sp-way")];
    const done = way.getAttribute("d");
    const began = performance.now();
    const frame = (now) => {
      if (!means.isConnected) return; // the reader has gone on
      const share = Math.min(1, Math.max(0, (now - began) / GLIDE_MS));
      const here = from.map((place, mean) =>
        place.map((start, axis) => start + share * (to[mean][axis] - start)),
      );
      uses.forEach((use, mean) => set(use, { x: here[mean][0], y: here[mean][1] }));
      const last = from.map((place, mean) => `M${place}L${here[mean]}`).join("");
      set(way, { d: share < 1 ? gone + last : done });
      if (share < 1) requestAnimationFrame(frame);
    };
    frame(began);
  };

  // The inertia of every step so far, in a box that begins at the corner; the start has none.
  const curve = (inertias, most, last, { width, height }) => {
    const apart = width / Math.max(1, last);
    const dots = inertias
      .map((inertia, number) => [number * apart, height * (1 - inertia / (most || 1))])
      .filter(([, y]) => !Number.isNaN(y));
    const text = { x: -16, "font-size": 24, "text-anchor": "end" };
    return [
      make("path", { class: "sp-line", d: `M0 ${height}h${width}` }),
      ...(most ? [make("text", { ...text, y: 9 }, Number(most.toPrecision(3)))] : []),
      make("text", { ...text, y: height }, 0),
      make("path", { class: "sp-line", d: dots.length ? `M${dots.join("L")}` : "" }),
      ...dots.map(([x, y]) => make("circle", { cx: x, cy: y, r: 6 })),
    ];
  };

  Object.assign(boards, { set, make, button, choice, still, parsed, placesOf, glide, curve });
})();
