// What there is to find out: each task knows when it is done, and what it shows.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { over, empties, sizesOf, partition, bestInertia } = boards;
  const SAME = 1 + 1e-9; // two inertias that differ by less are the same but for rounding

  const TASKS = [
    {
      name: "get stuck",
      words: "Make it get stuck: an end with more than twice the best inertia.",
      shows: "It is at rest, and yet far from the best: each of the two steps only looks at what is near.",
      done: ({ end, best }) => end && best > 0 && end.inertia > 2 * best,
    },
    {
      name: "the best",
      words: "Find the best end, as far as thirty starts of k-means++ know it.",
      shows: "No start that was tried ends lower.  That is no proof.",
      done: ({ end, best }) => end && end.means.length > 1 && end.inertia <= best * SAME,
    },
    {
      name: "an empty mean",
      words: "Bring about a mean without points.",
      shows: "Other means are nearer to every point, so this one has nothing to be the mean of.",
      done: ({ state }) => empties(state).length > 0,
    },
    {
      name: "two starts",
      words: "Find two different starts with the same end.",
      shows: "The end is the same grouping, perhaps under other numbers: labels are only names.",
      done: ({ end, ends }) => end && ends.some((other) => sameEnd(end, other)),
    },
    {
      name: "too many means",
      words: "End with more means than there are groups.",
      shows: "A group was cut in two: k-means makes as many clusters as it has means, whatever the points.",
      done: ({ end, groups }) => end && groups > 0 && sizesOf(end).filter(Boolean).length > groups,
    },
    {
      name: "no groups",
      words: "Let it find groups where there are none: choose “nothing at all”.",
      shows: "The points lie anywhere, and still every one has a cluster: an answer is no proof of groups.",
      done: ({ end, groups }) => end && groups === 0 && end.means.length > 1,
    },
    {
      name: "one update",
      words: "Find a start from which one update is enough.",
      shows: "The first labels were the last ones, so the means went home in one move.",
      done: ({ end }) => end && end.means.length > 1 && end.iteration === 1,
    },
  ];

  const sameEnd = (one, other) =>
    one.points === other.points &&
    String(one.origin) !== String(other.origin) &&
    String(partition(one.labels)) === String(partition(other.labels));

  // The best inertia that is known for some points and so many means, worked out once.
  const known = new WeakMap();
  const bestOf = (points, k) => {
    if (!known.has(points)) known.set(points, {});
    const bests = known.get(points);
    return (bests[k] ??= bestInertia(points, k));
  };

  // Tell which tasks a state has done; the ends are those of earlier runs.
  const doneBy = (state, ends, groups) => {
    const end = over(state) ? state : undefined;
    const best = end && Math.min(bestOf(end.points, end.means.length), end.inertia);
    return TASKS.filter((task) => task.done({ state, end, best, ends, groups: state.edited ? NaN : groups }));
  };

  Object.assign(boards, { TASKS, doneBy });
})();
