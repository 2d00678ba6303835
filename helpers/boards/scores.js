// Scores of a table of counts, a row for each class and a column for each cluster, in pure functions: those of
// helpers.agreement, and the accuracy by majority.  And what there is to find out about them.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const SAME = 0.0005; // scores that differ by less look the same

  const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
  const columnsOf = (counts) => counts[0].map((_, j) => counts.map((row) => row[j]));
  const pairs = (size) => (size * (size - 1)) / 2;

  const entropy = (sizes, n) => total(sizes.map((size) => (size / n) * Math.log(n / size)));

  const information = (counts, n) => {
    const columns = columnsOf(counts).map(total);
    const told = (count, a, b) => count && (count / n) * Math.log((count / a) * (n / b));
    return total(counts.flatMap((row) => row.map((count, j) => told(count, total(row), columns[j]))));
  };

  // The average information over all ways to deal n points out to clusters of these sizes.
  const expectedInformation = (classes, clusters, n) => {
    const logs = [0]; // the logarithms of the factorials
    for (let i = 1; i <= n; i++) logs.push(logs[i - 1] + Math.log(i));
    const choose = (all, some) => logs[all] - logs[some] - logs[all - some];
    let sum = 0;
    for (const a of classes) {
      for (const b of clusters) {
        for (let shared = Math.max(1, a + b - n); shared <= Math.min(a, b); shared++) {
          const probability = Math.exp(choose(a, shared) + choose(n - a, b - shared) - choose(n, b));
          sum += probability * (shared / n) * Math.log((shared / a) * (n / b));
        }
      }
    }
    return sum;
  };

  const scoresOf = (counts) => {
    const groups = [counts, columnsOf(counts)].map((lines) => lines.map(total).filter(Boolean));
    const n = total(groups[0]);
    const accuracy = total(columnsOf(counts).map((column) => Math.max(...column))) / n;
    const all = (score) => ({ accuracy, homogeneity: score, completeness: score, AMI: score, ARI: score });
    const cells = counts.flat().filter(Boolean).length;
    if (groups.every((sizes) => sizes.length === cells)) return all(n ? 1 : NaN); // class by class a cluster
    const most = groups.map((sizes) => entropy(sizes, n));
    const told = Math.min(Math.max(0, information(counts, n)), ...most);
    const [homogeneity, completeness] = most.map((all) => (all ? told / all : 1));
    const luck = expectedInformation(...groups, n);
    const [inClass, inCluster] = groups.map((sizes) => total(sizes.map(pairs)));
    const luckyPairs = (inClass * inCluster) / pairs(n);
    const AMI = (told - luck) / (total(most) / 2 - luck);
    const ARI = (total(counts.flat().map(pairs)) - luckyPairs) / ((inClass + inCluster) / 2 - luckyPairs);
    return { accuracy, homogeneity, completeness, AMI, ARI };
  };

  // Every point goes to one of the clusters, each as likely as the others.
  const dealt = (counts, random) =>
    counts.map((row) => {
      const fresh = row.map(() => 0);
      for (let left = total(row); left; left--) fresh[Math.floor(random() * row.length)]++;
      return fresh;
    });

  // What there is to find out, if its scores are shown; done is asked with the scores now and before.
  const SCORE_TASKS = [
    {
      needs: "accuracy AMI",
      words: "Find a table with an accuracy of 0.9 or more and an AMI below 0.05.",
      shows: "Nearly every name is right, and yet the clusters tell next to nothing about the classes.",
      done: ({ accuracy, AMI }, before, { counts }) => accuracy >= 0.9 && AMI < 0.05 && rowsIn(counts) > 1,
    },
    {
      needs: "accuracy AMI",
      words: "Exchange the names of two clusters (⇄).  Which score changes?",
      shows: "None: the same points are together, and no score looks at names.",
      done: (now, before, { renamed }) => renamed,
    },
    {
      needs: "accuracy AMI",
      words: "Bring the AMI to −0.01 or lower.",
      shows: "Spread evenly, points tell less than those of a lottery do on average: 0 is not the least.",
      done: ({ AMI }) => AMI <= -0.01,
    },
    {
      needs: "homogeneity completeness",
      words: "Find homogeneity 1 with a completeness below 0.7.",
      shows: "No cluster is mixed, but classes are split.",
      done: ({ homogeneity, completeness }) => homogeneity === 1 && completeness < 0.7,
    },
    {
      needs: "AMI ARI",
      words:
        "Put a class into the cluster of a larger one.  Then write another count for the larger one, so that AMI and " +
        "ARI go different ways.",
      shows: "AMI counts questions, ARI counts pairs: they weigh mistakes differently.",
      done: (now, before, { edited }) => {
        const [one, other] = ["AMI", "ARI"].map((name) => now[name] - before[name]);
        return edited && Math.max(one, other) > SAME && Math.min(one, other) < -SAME;
      },
    },
  ];

  const rowsIn = (counts) => counts.filter((row) => row.some(Boolean)).length;

  Object.assign(boards, { SAME, total, scoresOf, dealt, SCORE_TASKS });
})();
