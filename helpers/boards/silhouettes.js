// The silhouette in pure functions, as helpers.silhouettes has it.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { squaredDistance } = boards;

  // How far one point is from the others of each cluster, on average; its own has none if it is alone.
  const meanDistances = (points, labels, i) => {
    const [sums, counts] = [new Map(), new Map()];
    points.forEach((point, other) => {
      if (other === i) return;
      const label = labels[other];
      sums.set(label, (sums.get(label) ?? 0) + Math.sqrt(squaredDistance(points[i], point)));
      counts.set(label, (counts.get(label) ?? 0) + 1);
    });
    return new Map([...sums].map(([label, sum]) => [label, sum / counts.get(label)]));
  };

  // What the silhouette s of a point is made of: a, b, and the next cluster.  A point alone scores 0.
  const silhouetteOf = (points, labels, i) => {
    const means = meanDistances(points, labels, i);
    const a = means.get(labels[i]);
    means.delete(labels[i]);
    const [next, b] = [...means].sort(([l, one], [m, other]) => one - other || l - m)[0];
    const larger = Math.max(a, b);
    return { a, b, next, s: larger > 0 ? (b - a) / larger : 0 };
  };

  const silhouettes = (points, labels) => points.map((_, i) => silhouetteOf(points, labels, i).s);

  const meanOf = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

  Object.assign(boards, { silhouetteOf, silhouettes, meanOf });
})();
