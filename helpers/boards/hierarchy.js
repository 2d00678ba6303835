// Hierarchical clustering in pure functions, in the order of helpers.hierarchy: a merge is
// [left, right, height, size], and merge i makes cluster n + i.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { squaredDistance } = boards;
  const LINKAGES = ["single", "complete", "average", "ward"];

  // How far the union of two clusters is from another: from the old distances and the sizes alone.
  const JOINED = {
    single: (one, other) => Math.min(one, other),
    complete: (one, other) => Math.max(one, other),
    average: (one, other, apart, m, n) => (m * one + n * other) / (m + n),
    ward: (one, other, apart, m, n, size) =>
      ((m + size) * one + (n + size) * other - size * apart) / (m + n + size),
  };

  // Those for Ward's linkage are squared.
  const distances = (points, linkage) =>
    points.map((one, i) => points.map((other, j) => {
      const square = squaredDistance(one, other);
      if (i === j) return Infinity;
      return linkage === "ward" ? square : Math.sqrt(square);
    }));

  const nearestTo = (row) => row.indexOf(Math.min(...row));

  // Walk to the nearest, and on, until two are nearest to each other: they merge at once.
  const followChains = (points, linkage) => {
    const table = distances(points, linkage);
    const clusters = new Map(points.map((_, place) => [place, { name: place, size: 1, height: 0 }]));
    const merges = [];
    let chain = [];
    while (clusters.size > 1) {
      if (!chain.length) chain = [clusters.keys().next().value];
      for (let near; (near = nearestTo(table[chain.at(-1)])) !== chain.at(-2); ) chain.push(near);
      const [gone, kept] = [chain.pop(), chain.pop()];
      const [one, other] = [clusters.get(kept), clusters.get(gone)];
      const height = Math.max(table[gone][kept], one.height, other.height);
      join(table, clusters, kept, gone, linkage);
      merges.push([one.name, other.name, height, one.size + other.size]);
      clusters.set(kept, { name: points.length + merges.length - 1, size: one.size + other.size, height });
      clusters.delete(gone);
    }
    return linkage === "ward" ? merges.map(([l, r, height, size]) => [l, r, Math.sqrt(height), size]) : merges;
  };

  const join = (table, clusters, kept, gone, linkage) => {
    const apart = table[kept][gone];
    const [m, n] = [clusters.get(kept).size, clusters.get(gone).size];
    for (const [place, { size }] of clusters) {
      if (place === kept || place === gone) continue;
      const joined = JOINED[linkage](table[kept][place], table[gone][place], apart, m, n, size);
      table[kept][place] = table[place][kept] = joined;
    }
    for (const row of table) row[gone] = Infinity;
  };

  // The merges by height; of equals, the one whose parts have been there for longer comes first.
  const lowestFirst = (found) => {
    const n = found.length + 1;
    const numbers = new Map(Array.from({ length: n }, (_, point) => [point, point]));
    const waiting = new Set(found.keys());
    const merges = [];
    while (waiting.size) {
      const ready = [...waiting].filter((i) => numbers.has(found[i][0]) && numbers.has(found[i][1]));
      const known = ready.map((i) => {
        const parts = found[i].slice(0, 2).map((part) => numbers.get(part));
        return [found[i][2], Math.max(...parts), Math.min(...parts), i];
      });
      const [height, right, left, i] = known.sort(inOrder)[0];
      numbers.set(n + i, n + merges.length);
      merges.push([left, right, height, found[i][3]]);
      waiting.delete(i);
    }
    return merges;
  };

  const inOrder = (one, other) => {
    const i = one.findIndex((value, place) => value !== other[place]);
    return i < 0 ? 0 : one[i] - other[i];
  };

  const agglomerate = (points, linkage) => lowestFirst(followChains(points, linkage));

  // The labels when the last k - 1 merges are undone; label 0 is that of the first point.
  const cutTree = (merges, k) => {
    const n = merges.length + 1;
    const names = Array.from({ length: 2 * n - 1 }, (_, i) => i);
    for (let i = n - k - 1; i >= 0; i--) for (const part of merges[i].slice(0, 2)) names[part] = names[n + i];
    const seen = [...new Set(names.slice(0, n))];
    return names.slice(0, n).map((name) => seen.indexOf(name));
  };

  // The points as they stand along the bottom, those of a left part first.
  const leafOrder = (merges) => {
    const parts = merges.reduce((all, [left, right]) => [...all, [...all[left], ...all[right]]],
      Array.from({ length: merges.length + 1 }, (_, point) => [point]));
    return parts.at(-1);
  };

  // The four corners of the bracket of each merge: up the left side, and down the right one.
  const brackets = (merges) => {
    const feet = leafOrder(merges).reduce((all, point, x) => Object.assign(all, { [point]: [x, 0] }), []);
    return merges.map(([left, right, height]) => {
      const [[x, y], [otherX, otherY]] = [feet[left], feet[right]];
      feet.push([(x + otherX) / 2, height]);
      return [[x, y], [x, height], [otherX, height], [otherX, otherY]];
    });
  };

  // Between the merges that a cut keeps and those that it undoes.
  const cutHeight = (merges, k) => {
    const heights = [0, ...merges.map(([, , height]) => height)];
    heights.push(1.08 * heights.at(-1));
    return (heights.at(-k - 1) + heights.at(-k)) / 2;
  };

  // Whether the last merge that a cut keeps is as high as the first that it undoes.
  const isTied = (merges, k) => k > 1 && k <= merges.length && merges.at(-k)[2] === merges.at(1 - k)[2];

  const namedPoints = (points) =>
    points.length > 1 ? `points ${points.slice(0, -1).join(", ")} and ${points.at(-1)}` : `point ${points[0]}`;

  Object.assign(boards, {
    LINKAGES, agglomerate, cutTree, leafOrder, brackets, cutHeight, isTied, namedPoints,
  });
})();
