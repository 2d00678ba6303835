// The words of the board with the tree: what there is to find out, and how it stands.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { countsOf, partition, counted, isTied, namedPoints, NONE } = boards;

  const title = (word) => word[0].toUpperCase() + word.slice(1);
  const lineOf = (linkage) => (linkage === "ward" ? "Ward’s linkage" : `${title(linkage)} linkage`);

  const largest = ({ labels, k }) => Math.max(...countsOf(labels, k));
  const isOther = ({ before, linkage, k }) => before && before.k === k && before.linkage !== linkage;

  const linkageTasks = [
    {
      words: "Find a number of clusters that no height gives.",
      shows:
        "Two merges tie there.  A line passes both at once, and which of them was first is the program’s choice.",
      done: ({ merges, k }) => isTied(merges, k),
    },
    {
      words: "With three clusters or more, find two linkages with the very same ones: leave k, and change the linkage.",
      shows: "Where clusters are compact and lie apart, it matters little how their distance is measured.",
      done: (state) => isOther(state) && state.k > 2 && state.k < state.labels.length &&
        String(partition(state.labels)) === String(partition(state.before.labels)),
    },
    {
      words:
        "Go from single to another linkage with the same k: the largest cluster loses at least a third of its points.",
      shows:
        "Single linkage needs one short step from point to point.  The others see whole clusters and part the chain.",
      done: (state) =>
        isOther(state) && state.before.linkage === "single" && 3 * largest(state) <= 2 * largest(state.before),
    },
  ];

  const linkageTold = ({ linkage, k, labels, merges, point, points }) => {
    const sizes = countsOf(labels, k).map(String);
    const each = sizes.length > 1 ? `${sizes.slice(0, -1).join(", ")} and ${sizes.at(-1)}` : sizes[0];
    const made = `${lineOf(linkage)}, ${counted(k, "cluster")}: ${each} point${each === "1" ? "" : "s"}.`;
    const merge = points.length - k;
    const tied = isTied(merges, k) ? `  Merges ${merge} and ${merge + 1} tie, so no height gives ${k}.` : "";
    if (point === NONE) return made + tied;
    const others = labels.flatMap((label, i) => (label === labels[point] && i !== point ? [i] : []));
    return `${made}${tied}  Point ${point} is ${others.length ? `with ${namedPoints(others)}` : "alone"}.`;
  };

  Object.assign(boards, { linkageTasks, linkageTold, title });
})();
