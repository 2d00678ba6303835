// Where the means start, in pure functions; chance comes in as a function that returns numbers below 1.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { squaredDistance, lloyd } = boards;
  const RUNS = 30; // from so many starts the best run is looked for

  // A generator of one's own gives the same numbers everywhere (mulberry32).
  const generator = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  const same = (one, other) => one.every((value, axis) => value === other[axis]);

  // Points that coincide count as one.
  const distinct = (points) => [...new Map(points.map((point) => [String(point), point])).values()];

  const atRandom = (points, k, random) => {
    const left = distinct(points);
    const means = [];
    while (means.length < k && left.length) {
      means.push(...left.splice(Math.floor(random() * left.length), 1));
    }
    return means;
  };

  // The square of each point's distance to the nearest mean.
  const squares = (points, means) =>
    points.map((point) => Math.min(...means.map((mean) => squaredDistance(point, mean))));

  // Each point's probability to be the next mean of k-means++.
  const chances = (points, means) => {
    const each = squares(points, means);
    const total = each.reduce((sum, square) => sum + square, 0);
    return each.map((square) => square / total);
  };

  const drawn = (probabilities, random) => {
    const share = random();
    let sum = 0;
    const place = probabilities.findIndex((probability) => (sum += probability) > share);
    return place < 0 ? probabilities.findLastIndex((probability) => probability > 0) : place;
  };

  const grown = (points, k, random, choose) => {
    const most = Math.min(k, distinct(points).length);
    const means = atRandom(points, Math.min(1, most), random);
    while (means.length < most) means.push(points[choose(means)]);
    return means;
  };

  const plusPlus = (points, k, random) =>
    grown(points, k, random, (means) => drawn(chances(points, means), random));

  const farthest = (points, means) => {
    const each = squares(points, means);
    return each.indexOf(Math.max(...each));
  };

  const farthestFirst = (points, k, random) =>
    grown(points, k, random, (means) => farthest(points, means));

  // The lowest inertia of several runs: as good as is known.
  const bestInertia = (points, k) => {
    const random = generator(1);
    const runs = Array.from({ length: RUNS }, () => lloyd(points, plusPlus(points, k, random)));
    return Math.min(...runs.map((trace) => trace.at(-1).inertia));
  };

  Object.assign(boards, {
    generator, same, distinct, atRandom, squares, chances, drawn, plusPlus, farthest, farthestFirst, bestInertia,
  });
})();
