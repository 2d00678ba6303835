// The update on parts in pure functions: what each part sends, and two ways to put it together.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { assign, countsOf } = boards;

  // Consecutive rows; the first parts have one more where it does not come out even.
  const splitInto = (points, number) => {
    const [size, more] = [Math.floor(points.length / number), points.length % number];
    const begin = (part) => part * size + Math.min(part, more);
    return Array.from({ length: number }, (_, part) => points.slice(begin(part), begin(part + 1)));
  };

  // What a part sends: for each mean the sum of its points, and how many they are.
  const sent = (part, means) => {
    const labels = assign(part, means);
    const sums = means.map((mean) => mean.map(() => 0));
    part.forEach((point, i) => point.forEach((value, axis) => (sums[labels[i]][axis] += value)));
    return { sums, counts: countsOf(labels, means.length) };
  };

  const plus = (one, other) => one.map((value, axis) => value + other[axis]);
  const over = (sum, count) => sum.map((value) => value / count);

  // Each point counts alike.  A mean that no part has points for stays.
  const bySums = (partials, means) =>
    means.map((mean, label) => {
      const count = partials.reduce((all, { counts }) => all + counts[label], 0);
      const sum = partials.map(({ sums }) => sums[label]).reduce(plus);
      return count ? over(sum, count) : mean;
    });

  // Each part counts alike, which is wrong.  A part without points of a mean has no average.
  const byAverages = (partials, means) =>
    means.map((mean, label) => {
      const own = partials.filter(({ counts }) => counts[label]);
      const averages = own.map(({ sums, counts }) => over(sums[label], counts[label]));
      return own.length ? over(averages.reduce(plus), own.length) : mean;
    });

  Object.assign(boards, { splitInto, sent, bySums, byAverages });
})();
