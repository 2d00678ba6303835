// What is usual in a cluster of a table, in pure functions.  A column is { name, number, values }; null is a gap.
(() => {
  const boards = (globalThis.courseBoards ??= {});

  const medianOf = (numbers) => {
    const sorted = [...numbers].sort((one, other) => one - other);
    const half = sorted.length / 2;
    return sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
  };

  // The most frequent text, the first one in the alphabet of several, and its share.
  const commonest = (texts) => {
    const counts = new Map();
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const [name] = [...counts.keys()].filter((text) => counts.get(text) === most).sort();
    return { name, share: most / texts.length };
  };

  const within = ({ values }, labels, label) =>
    values.filter((value, i) => value !== null && (label === undefined || labels[i] === label));

  // A profile of some rows in one column, as a reader sees it.
  const profileOf = (column, labels, label) => {
    const values = within(column, labels, label);
    if (!values.length) return "nothing known";
    if (column.number) return String(Number(medianOf(values).toPrecision(4)));
    const { name, share } = commonest(values);
    return `${name} ${Math.round(100 * share)} %`;
  };

  // Tell whether each cluster has hardly more than one text of a column, and another one each.
  const isTexts = (column, labels, k) => {
    if (column.number) return false;
    const groups = Array.from({ length: k }, (_, label) => within(column, labels, label));
    const most = groups.filter((texts) => texts.length).map(commonest);
    const each = new Set(most.map(({ name }) => name)).size === most.length;
    return most.length > 1 && each && most.every(({ share }) => share > 0.95);
  };

  // Tell whether the clusters are slices of a column of numbers, none of which reaches into another.
  const isSlices = (column, labels, k) => {
    if (!column.number) return false;
    const groups = Array.from({ length: k }, (_, label) => within(column, labels, label));
    const ends = groups.filter((numbers) => numbers.length).map((one) => [Math.min(...one), Math.max(...one)]);
    ends.sort((one, other) => one[0] - other[0]);
    return ends.length === k && ends.every(([low], i) => !i || low > ends[i - 1][1]);
  };

  // The share of pairs of rows that two labelings treat alike.
  const alike = (labels, others) => {
    let [same, all] = [0, 0];
    labels.forEach((one, i) => {
      for (let j = 0; j < i; j++, all++) same += (one === labels[j]) === (others[i] === others[j]);
    });
    return all ? same / all : 1;
  };

  Object.assign(boards, { medianOf, commonest, profileOf, isTexts, isSlices, alike });
})();
