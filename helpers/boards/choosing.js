// How many clusters, in pure functions: the best run for each k, and what is said of it, as helpers.choosing_k does.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { lloyd, plusPlus, distinct, generator, silhouettes, meanOf } = boards;
  const [RUNS, REFERENCES, REFERENCE_RUNS] = [10, 10, 2];
  const LEAST_F = 0.85; // an f below it counts
  const NEXT_TO_NOTHING = 1e-150;

  const repeated = (times, act) => Array.from({ length: times }, act);

  // The end of the best of several runs.
  const bestEnd = (points, k, runs, random) =>
    repeated(runs, () => lloyd(points, plusPlus(points, k, random)).at(-1))
      .reduce((best, end) => (end.inertia < best.inertia ? end : best));

  // The gap of each k and its error, from the inertias of the points and those of each reference.
  const gapsOf = (inertias, references) =>
    inertias.map((inertia, i) => {
      const logs = references.map((one) => Math.log(one[i]));
      const mean = meanOf(logs);
      const spread = Math.sqrt(meanOf(logs.map((log) => (log - mean) ** 2)));
      return { gap: mean - Math.log(inertia), error: spread * Math.sqrt(1 + 1 / logs.length) };
    });

  // Each inertia, divided by what the one before it lets expect.
  const fOfK = (inertias, d) =>
    inertias.map((inertia, i) => {
      const left = 1 - (3 / (4 * d)) * (5 / 6) ** (i - 1);
      return i && inertias[i - 1] > NEXT_TO_NOTHING ? inertia / (left * inertias[i - 1]) : 1;
    });

  // As many points, anywhere in the box around them.
  const evenly = (points, random) => {
    const ends = points[0].map((_, axis) => points.map((point) => point[axis]));
    const [low, high] = [Math.min, Math.max].map((end) => ends.map((values) => end(...values)));
    return points.map(() => low.map((least, axis) => least + random() * (high[axis] - least)));
  };

  // What is known of each k: means, inertia, silhouette, gap, error and f.  With as many means as points, the
  // inertia is 0 and has no logarithm.
  const fitsOf = (points, most) => {
    const random = generator(1);
    const ks = repeated(Math.max(0, Math.min(most, distinct(points).length - 1)), (_, i) => i + 1);
    if (!ks.length) return [];
    const ends = ks.map((k) => bestEnd(points, k, RUNS, random));
    const inertias = ends.map(({ inertia }) => inertia);
    const references = repeated(REFERENCES, () => {
      const drawn = evenly(points, random);
      return ks.map((k) => bestEnd(drawn, k, REFERENCE_RUNS, random).inertia);
    });
    const gaps = gapsOf(inertias, references);
    const f = fOfK(inertias, points[0].length);
    return ends.map(({ means, labels, inertia }, i) => {
      const silhouette = i ? meanOf(silhouettes(points, labels)) : null;
      return { means, inertia, silhouette, ...gaps[i], f: f[i] };
    });
  };

  const placeOf = (values, end) => values.indexOf(end(...values)) + 1;

  // Which k each rule names; the gap's names none if its curve rises to the end.
  const named = (fits) => {
    const flat = fits.findIndex(({ gap }, i) => fits[i + 1] && gap >= fits[i + 1].gap - fits[i + 1].error);
    const f = fits.map((fit) => fit.f);
    return {
      silhouette: placeOf(fits.map((fit) => fit.silhouette ?? -Infinity), Math.max),
      gap: flat < 0 ? undefined : flat + 1,
      f: Math.min(...f) < LEAST_F ? placeOf(f, Math.min) : 1,
    };
  };

  Object.assign(boards, { LEAST_F, bestEnd, gapsOf, fOfK, evenly, fitsOf, named });
})();
