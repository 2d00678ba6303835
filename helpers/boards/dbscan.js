// DBSCAN in pure functions, with the labels that scikit-learn gives; a point counts among those near it.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { UNASSIGNED, squaredDistance } = boards;

  // For each point the rows of those within eps.
  const nearOf = (points, eps) =>
    points.map((one) => points.flatMap((other, j) => (squaredDistance(one, other) <= eps * eps ? [j] : [])));

  // Give a label to all that a core point reaches: core points reach on, border points do not.
  const spread = (from, label, { near, core, labels }) => {
    const open = [from];
    while (open.length) {
      const i = open.pop();
      if (labels[i] !== UNASSIGNED) continue;
      labels[i] = label;
      if (core[i]) open.push(...near[i]);
    }
  };

  const dbscan = (points, eps, least) => {
    const near = nearOf(points, eps);
    const core = near.map((rows) => rows.length >= least);
    const labels = points.map(() => UNASSIGNED);
    let count = 0;
    points.forEach((_, i) => {
      if (core[i] && labels[i] === UNASSIGNED) spread(i, count++, { near, core, labels });
    });
    const kinds = core.map((is, i) => (is ? "core" : labels[i] === UNASSIGNED ? "noise" : "border"));
    return { near, labels, kinds, count };
  };

  // How far each point has to look to find so many, itself counted; sorted.
  const reaches = (points, least) =>
    points
      .map((one) => points.map((other) => squaredDistance(one, other)).sort((a, b) => a - b)[least - 1] ?? Infinity)
      .map(Math.sqrt)
      .sort((a, b) => a - b);

  Object.assign(boards, { dbscan, reaches });
})();
