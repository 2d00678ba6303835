// The curves over k on a board: what each method says of every k, in lines and in words.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, LEAST_F } = boards;
  const [WIDE, HIGH] = [300, 100];
  const CURVES = { inertia: "Inertia", silhouette: "Silhouette", gap: "Gap", f: "f(K)" };

  // A dot for each k, a ring where a rule says so, and dashed lines at this k and at the limit of f.
  const curveOf = (name, state, most) => {
    const words = inTitle(name, state);
    const lines = state.fits.length ? linesOf(name, state, most) : [];
    const about = { viewBox: `-14 -14 ${WIDE + 28} ${HIGH + 46}`, role: "img", "aria-label": words };
    return make("div", {}, make("p", {}, words), make("svg", about, ...lines));
  };

  const linesOf = (name, { fits, k, names }, most) => {
    const there = fits.map((fit, i) => [i, fit[name], name === "gap" ? fit.error : 0]).filter(([, at]) => at !== null);
    const low = Math.min(0, ...there.map(([, at, error]) => at - error));
    const high = Math.max(low + 1e-9, ...there.map(([, at, error]) => at + error));
    const x = (i) => ((i + 0.5) * WIDE) / most;
    const y = (at) => (HIGH * (high - at)) / (high - low);
    const path = (kind, d) => make("path", { class: kind, d });
    const dot = (i, r, kind) => make("circle", { cx: x(i), cy: y(fits[i][name]), r, class: kind });
    const line = there.map(([i, at], number) => `${number ? "L" : "M"}${x(i)} ${y(at)}`).join("");
    const bars = there.map(([i, at, error]) => `M${x(i)} ${y(at - error)}V${y(at + error)}`).join("");
    return [
      path("sp-cut", `M${x(k - 1)} 0V${HIGH}`),
      ...(name === "f" ? [path("sp-cut", `M0 ${y(LEAST_F)}H${WIDE}`)] : []),
      path("sp-line", `M0 ${y(0)}H${WIDE}${line}${bars}`),
      ...there.map(([i]) => dot(i, i === k - 1 ? 8 : 4, "dot")),
      ...(names[name] ? [dot(names[name] - 1, 13, "sp-line")] : []),
      ...fits.map((_, i) => make("text", { x: x(i), y: HIGH + 28, "text-anchor": "middle" }, i + 1)),
    ];
  };

  const inDigits = (name, value) => (name === "inertia" ? (Math.round(value * 10) / 10).toFixed(1) : value.toFixed(3));

  const inTitle = (name, { fits, k, names }) => {
    const now = fits[k - 1]?.[name] ?? null;
    const rule = name in names ? `; its rule says ${names[name] ?? "nothing"}` : "";
    return `${CURVES[name]}: ${now === null ? "none" : inDigits(name, now)}${rule}`;
  };

  const lower = (word) => word[0].toLowerCase() + word.slice(1);

  const inWords = (fit, k) => {
    const known = Object.keys(CURVES).filter((name) => fit[name] !== null);
    return `k = ${k}: ${known.map((name) => `${lower(CURVES[name])} ${inDigits(name, fit[name])}`).join(", ")}`;
  };

  Object.assign(boards, { CURVES, curveOf, inWords });
})();
