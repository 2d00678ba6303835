// Guess first: what is asked before an act, and what a guess comes from if it is not right.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { squaredDistance, assign, update, centre, same, fourDigits, placed } = boards;
  const CLOSE = 0.1; // of the picture's width
  const NEAR_A_SLIP = 0.05;
  const STANDS = "where it stands now";
  const OLD = "the mean of the points that it had before";

  const distance = (one, other) => Math.sqrt(squaredDistance(one, other));

  const byPlace = (numbers, place) => numbers.indexOf(place(...numbers));

  // Before an update: where will the mean land that goes farthest?
  const askForMean = (state) => {
    const after = update(state.points, state.labels, state.means);
    const ways = after.map((mean, label) => squaredDistance(mean, state.means[label]));
    return { kind: "mean", mean: byPlace(ways, Math.max), after };
  };

  const sortedSquares = (point, means) =>
    means.map((mean) => squaredDistance(point, mean)).sort((one, other) => one - other);

  // Before an assignment: to which mean will the point go that is nearest to a border?  One that will
  // change its label comes first.
  const askForPoint = (state) => {
    const after = assign(state.points, state.means);
    const gaps = state.points.map((point, i) => {
      const [least, next] = sortedSquares(point, state.means);
      const changes = after[i] !== state.labels[i];
      return next > least ? (next - least) / next + (changes ? 0 : 1) : Infinity;
    });
    const point = byPlace(gaps, Math.min);
    return { kind: "point", point, label: after[point] };
  };

  const ask = (state, act) => {
    if (act === "update") return askForMean(state);
    return state.means.length > 1 ? askForPoint(state) : undefined;
  };

  const questionOf = (asked, act) =>
    asked.kind === "mean"
      ? `Guess first: put a mark where mean ${asked.mean} will land, or press ${act} again.`
      : `Guess first: to which mean will the point with the ring go?  Or press ${act} again.`;

  const middle = (numbers) => {
    const sorted = [...numbers].sort((one, other) => one - other);
    const half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  };

  const byColumn = (points, value) =>
    points[0].map((_, column) => value(points.map((point) => point[column])));

  // What people take for the mean of its points.
  const slipsOf = (state, mean, before) => {
    const own = (labels) => state.points.filter((_, i) => labels[i] === mean);
    const points = own(state.labels);
    const old = before ? own(before) : [];
    const after = update(state.points, state.labels, state.means);
    const later = update(state.points, assign(state.points, after), after)[mean];
    const stands = state.means[mean];
    const slips = { "one update further on": later, "the mean of all points": centre(state.points) };
    if (old.length && same(centre(old), stands)) slips[`${STANDS}, ${OLD}`] = stands;
    else slips[STANDS] = stands;
    if (old.length && !same(centre(old), stands)) slips[OLD] = centre(old);
    if (!points.length) return slips;
    slips["the median of its points"] = byColumn(points, middle);
    slips["the middle of the box around its points"] = byColumn(
      points,
      (values) => (Math.min(...values) + Math.max(...values)) / 2,
    );
    return slips;
  };

  // The slip that a mark lies on, if it is nearer to it than to the truth.
  const slipOf = (mark, truth, slips, width) => {
    const limit = Math.min(NEAR_A_SLIP * width, distance(mark, truth));
    const found = Object.entries(slips).filter(([, place]) => distance(mark, place) < limit);
    found.sort(([, one], [, other]) => distance(mark, one) - distance(mark, other));
    return found[0]?.[0];
  };

  // What there is to say about a mark, and whether it counts as close.
  const answerMean = (state, { mean, after }, mark, before, width, decimals) => {
    const truth = after[mean];
    const apart = distance(mark, truth);
    const slip = slipOf(mark, truth, slipsOf(state, mean, before), width);
    const where = `Mean ${mean} landed at ${placed(truth, decimals)}, the mean of its points`;
    const named = slip ? `  You marked ${slip}.` : "";
    const words = `${where}; your mark is ${fourDigits(apart)} away.${named}`;
    return { close: apart <= CLOSE * width, words };
  };

  const answerPoint = (state, { point, label }, guess) => {
    const squares = state.means.map((mean) => squaredDistance(state.points[point], mean));
    const two = guess === label ? byOther(squares, label) : guess;
    const [near, far] = [label, two].map((mean) => fourDigits(Math.sqrt(squares[mean])));
    const tie = squares[two] === squares[label] ? "  Of equals the lowest label wins." : "";
    return {
      close: guess === label,
      words: `The point goes to mean ${label}, at a distance of ${near}; mean ${two} is at ${far}.${tie}`,
    };
  };

  // The nearest mean but one.
  const byOther = (squares, label) => {
    const others = squares.map((square, mean) => (mean === label ? Infinity : square));
    return byPlace(others, Math.min);
  };

  Object.assign(boards, { ask, questionOf, answerMean, answerPoint, slipsOf, slipOf });
})();
