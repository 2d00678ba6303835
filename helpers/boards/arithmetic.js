// Lloyd's algorithm in pure functions, with the additions in the order of helpers.kmeans: a step is
// { phase, iteration, points, means, labels, changed, inertia }, and no function changes one.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const UNASSIGNED = -1;
  const BLOCK = 128; // NumPy adds up so many numbers at once

  const squaredDistance = (one, other) => {
    let sum = 0;
    for (let column = 0; column < one.length; column++) {
      const difference = one[column] - other[column];
      sum += difference * difference;
    }
    return sum;
  };

  // The label of the nearest mean; of equals the lowest.
  const nearest = (point, means) => {
    let [label, least] = [0, Infinity];
    means.forEach((mean, i) => {
      const square = squaredDistance(point, mean);
      if (square < least) [label, least] = [i, square];
    });
    return label;
  };

  const assign = (points, means) => points.map((point) => nearest(point, means));

  const countsOf = (labels, k) => {
    const counts = new Array(k).fill(0);
    for (const label of labels) if (label !== UNASSIGNED) counts[label]++;
    return counts;
  };

  const update = (points, labels, means) => {
    const counts = countsOf(labels, means.length);
    const sums = means.map((mean) => mean.map(() => 0));
    points.forEach((point, i) => {
      const sum = sums[labels[i]];
      if (sum) point.forEach((value, column) => (sum[column] += value));
    });
    return means.map((mean, label) =>
      counts[label] ? sums[label].map((sum) => sum / counts[label]) : mean,
    );
  };

  // The mean of some points; the first of a list of one.
  const centre = (points) => update(points, points.map(() => 0), [points[0]])[0];

  // NumPy adds in halves, and within a block in eight rows.
  const addUp = (terms) => {
    const n = terms.length;
    if (n > BLOCK) {
      const half = (n >> 1) - ((n >> 1) % 8);
      return addUp(terms.slice(0, half)) + addUp(terms.slice(half));
    }
    const whole = n < 8 ? 0 : n - (n % 8);
    const rows = terms.slice(0, whole ? 8 : 0);
    for (let i = 8; i < whole; i++) rows[i % 8] += terms[i];
    const [a, b, c, d, e, f, g, h] = rows;
    const eight = whole ? a + b + (c + d) + (e + f + (g + h)) : 0;
    return terms.slice(whole).reduce((sum, term) => sum + term, eight);
  };

  const inertia = (points, labels, means) => {
    const squares = [];
    points.forEach((point, i) =>
      point.forEach((value, column) => squares.push((value - means[labels[i]][column]) ** 2)),
    );
    return addUp(squares);
  };

  const withInertia = (step) => ({
    ...step,
    inertia: inertia(step.points, step.labels, step.means),
  });

  const startStep = (points, means) => {
    const labels = points.map(() => UNASSIGNED);
    return { phase: "start", iteration: 0, points, means, labels, changed: 0, inertia: NaN };
  };

  const assignStep = (step) => {
    const labels = assign(step.points, step.means);
    const changed = labels.filter((label, i) => label !== step.labels[i]).length;
    return withInertia({ ...step, phase: "assign", labels, changed });
  };

  const updateStep = (step) => {
    const means = update(step.points, step.labels, step.means);
    const iteration = step.iteration + 1;
    return withInertia({ ...step, phase: "update", iteration, means, changed: 0 });
  };

  const isOver = (step) => step.phase === "assign" && step.changed === 0;

  const nextStep = (step) => (step.phase === "assign" ? updateStep(step) : assignStep(step));

  const lloyd = (points, means) => {
    const trace = [startStep(points, means)];
    while (!isOver(trace.at(-1))) trace.push(nextStep(trace.at(-1)));
    return trace;
  };

  // Names of groups left aside: each group is called by its first point.
  const partition = (labels) => labels.map((label) => labels.indexOf(label));

  // What of a box is nearer to one place than to the others, as a list of corners.
  const cell = (own, others, box) =>
    others.reduce((corners, other) => {
      const normal = other.map((value, axis) => value - own[axis]);
      const middle = other.map((value, axis) => (value + own[axis]) / 2);
      const side = (corner) =>
        normal.reduce((sum, value, axis) => sum + value * (corner[axis] - middle[axis]), 0);
      return normal.every((value) => value === 0) ? corners : clipped(corners, side);
    }, box);

  const clipped = (corners, side) =>
    corners.flatMap((corner, i) => {
      const next = corners[(i + 1) % corners.length];
      const [here, there] = [side(corner), side(next)];
      const kept = here <= 0 ? [corner] : [];
      if (here < 0 === there < 0 || here === 0 || there === 0) return kept;
      const share = here / (here - there);
      return [...kept, corner.map((value, axis) => value + share * (next[axis] - value))];
    });

  Object.assign(boards, {
    UNASSIGNED, squaredDistance, assign, countsOf, update, centre, addUp, inertia,
    startStep, assignStep, updateStep, isOver, nextStep, lloyd, partition, cell,
  });
})();
