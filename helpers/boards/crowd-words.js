// Crowded places in words: what is said of a state, and the lines and the address that bring it back.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { begun, counted, placed, listed, readPlaces, pythonList, reaches } = boards;
  const MOST = 500; // more points no page can work on while the reader waits
  const LEAST = 15; // the largest least number of points

  const KINDS = ["core", "border", "noise"];
  const ordinal = (number) => `${number}${{ 1: "st", 2: "nd", 3: "rd" }[number] ?? "th"}`;

  // The sentence of helpers.crowd_board, and what there is to say of the point that is looked at.
  const crowdTold = ({ points, near, kinds, labels, count, eps, least, watched }, decimals) => {
    const each = KINDS.map((kind) => counted(kinds.filter((one) => one === kind).length, `${kind} point`));
    const all = `eps ${eps}, at least ${least}: ${counted(count, "cluster")}; ${each.join(", ")}.`;
    if (!points.length) return all;
    const home = kinds[watched] === "noise" ? "" : ` of cluster ${labels[watched]}`;
    const found = `${counted(near[watched].length, "point")} within eps, itself counted`;
    return `${all}  Point ${watched} at ${placed(points[watched], decimals)}: ${found}; ${kinds[watched]}${home}.`;
  };

  const crowdCurve = ({ points, least, eps }) => {
    if (points.length < least) return "There are too few points for a curve of distances";
    const core = reaches(points, least).filter((far) => far <= eps).length;
    return `The distance of each point to its ${ordinal(least)}, sorted; ${core} of ${points.length} are below eps`;
  };

  const crowdWords = {
    standing() {
      const { said, kinds, labels, count } = this.state;
      const size = (label, kind) => kinds.filter((one, i) => one === kind && labels[i] === label).length;
      const each = Array.from({ length: count }, (_, label) =>
        `Cluster ${label}: ${counted(size(label, "core"), "core point")}, ` +
        `${counted(size(label, "border"), "border point")}.`);
      return [said, ...each].join(" ");
    },

    lines() {
      const { points, edited, data, eps, least } = this.state;
      const own = this.sets.find(({ name }) => name === data);
      const needs = edited ? [] : own.needs;
      return [
        ...(edited ? [] : own.imports),
        ...(needs.length ? [`from helpers import ${needs.join(", ")}`] : []),
        "from sklearn.cluster import DBSCAN", "",
        `points = ${edited || !points.length ? pythonList(points) : own.code}`,
        `DBSCAN(eps=${eps}, min_samples=${least}).fit_predict(points)`,
      ].join("\n");
    },

    written({ points, edited, data, eps, least, watched }) {
      const moved = edited ? `&points=${listed(points)}` : "";
      return `eps=${eps}&least=${least}&point=${watched}&data=${data}${moved}`;
    },

    read(parts) {
      const set = this.sets.find(({ name }) => name === parts.get("data"));
      const edited = parts.has("points");
      const points = edited ? readPlaces(parts.get("points"), set?.columns.length) : set?.points;
      const [eps, least, watched] = ["eps", "least", "point"].map((name) => Number(parts.get(name) || NaN));
      const isKnown = points && points.length <= MOST && eps > 0 && eps < Infinity;
      if (!isKnown || !Number.isInteger(least) || least < 1 || least > LEAST) return undefined;
      if (!Number.isInteger(watched) || watched < 0) return undefined;
      return { ...begun(set.name, points, []), edited, eps, least, watched };
    },
  };

  // A border point within reach of core points of two clusters.
  const isShared = ({ near, labels, kinds }) =>
    kinds.some((kind, i) =>
      kind === "border" && new Set(near[i].filter((j) => kinds[j] === "core").map((j) => labels[j])).size > 1);

  Object.assign(boards, { isShared, LEAST, ordinal, crowdTold, crowdCurve, crowdWords });
})();
