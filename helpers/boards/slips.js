// The numbers of a run by hand, one after the other, and the slips that lead to wrong ones.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { squaredDistance, centre } = boards;
  const CLOSE = 0.005 + 1e-9; // numbers with two decimals are enough

  // All that is to be worked out: for each step of the run its cells, in the order of a table.
  const cellsOf = (trace) =>
    trace.flatMap((step, turn) => {
      if (step.phase === "start") return [];
      if (step.phase === "update") {
        return step.means.flatMap((mean, j) => mean.map((_, axis) => ({ kind: "mean", turn, j, axis })));
      }
      return step.points.flatMap((_, i) => [
        ...step.means.map((_, j) => ({ kind: "square", turn, i, j })),
        { kind: "label", turn, i },
      ]);
    });

  // What belongs into a cell.
  const truthOf = (trace, { kind, turn, i, j, axis }) => {
    const { points, means, labels } = trace[turn];
    if (kind === "mean") return means[j][axis];
    return kind === "label" ? labels[i] : squaredDistance(points[i], means[j]);
  };

  const slipsInSquare = ({ points, means }, { i, j }) => {
    const [across, up] = points[i].map((value, axis) => Math.abs(value - means[j][axis]));
    return [
      [Math.hypot(across, up), "That is the distance.  Here its square is asked for: leave out the root."],
      [across + up, "You added up the differences.  Square each of them first."],
      [(across + up) ** 2, "You added up and then squared.  Square each difference, then add up."],
      [2 * (across + up), "You doubled the differences.  The square of 3 is 3 times 3."],
      [across ** 2, "That is the first difference, squared.  The second one is missing."],
      [up ** 2, "That is the second difference, squared.  The first one is missing."],
      [Math.abs(across ** 2 - up ** 2), "You subtracted the squares.  Add them up: a square is never negative."],
      ...means.map((mean, other) => [
        other === j ? NaN : squaredDistance(points[i], mean), `That is the squared distance to mean ${other}.`,
      ]),
    ];
  };

  const slipsInLabel = ({ means, labels }, { i }) =>
    means.map((_, other) => [
      other === labels[i] ? NaN : other,
      "Look at the squared distances in this row: another one is smaller, or as small and further left.",
    ]);

  const slipsInMean = (trace, { turn, j, axis }) => {
    const [before, { points, labels }] = [trace[turn - 1], trace[turn]];
    const own = points.filter((_, i) => labels[i] === j);
    const values = own.map((point) => point[axis]).sort((one, other) => one - other);
    const sum = values.reduce((all, value) => all + value, 0);
    const half = (values.length - 1) / 2;
    const older = trace[turn - 3]?.labels ?? labels;
    const past = points.filter((_, i) => older[i] === j);
    return [
      [sum, "That is the sum.  Divide it by the number of points that wear the label."],
      [sum / points.length, "You divided by the number of all points.  Count only those that wear the label."],
      [sum / trace[0].means.length, "You divided by the number of means.  Divide by how many points wear the label."],
      [centre(own.length ? own : points)[1 - axis], "That is the other coordinate of this mean."],
      [before.means[j][axis], "That is where the mean stands now.  It moves to the middle of its points."],
      [(values[Math.floor(half)] + values[Math.ceil(half)]) / 2, "That is the median.  Add up and divide by how many there are."],
      [(values[0] + values.at(-1)) / 2, "That is the middle between the smallest and the largest.  All points count."],
      [centre(points)[axis], "That is the mean of all points.  Take only those that wear the label."],
      [past.length ? centre(past)[axis] : NaN, "These are the points it had before.  Look at the newest labels."],
    ];
  };

  const slipsOf = (trace, cell) => {
    if (cell.kind === "mean") return slipsInMean(trace, cell);
    return (cell.kind === "square" ? slipsInSquare : slipsInLabel)(trace[cell.turn], cell);
  };

  const close = (one, other) => Math.abs(one - other) <= CLOSE;

  const HINTS = {
    square: "Subtract in each column, square both differences, and add them up.",
    label: "A label is the number of a mean.",
    mean: "Add up this column over the points that wear the label, and divide by how many they are.",
  };

  // Nothing if a number is right; else which slip leads to it, or how to begin.
  const slipIn = (trace, cell, number) => {
    if (close(number, truthOf(trace, cell))) return undefined;
    return slipsOf(trace, cell).find(([wrong]) => close(number, wrong))?.[1] ?? HINTS[cell.kind];
  };

  // A number as people write it: 1.6, 1,6 or 8/5.
  const readNumber = (text) => {
    const [, above, below] = /^\s*(-?[\d.,]+)\s*(?:\/\s*([\d.,]+))?\s*$/.exec(text) ?? [];
    const value = (digits) => Number(digits.replace(",", "."));
    return above === undefined ? NaN : value(above) / (below === undefined ? 1 : value(below));
  };

  Object.assign(boards, { cellsOf, truthOf, slipIn, readNumber });
})();
