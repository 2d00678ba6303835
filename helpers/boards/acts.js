// What a reader does to a run, in pure functions: each takes a state and returns the next.  A state is a
// step of k-means (see arithmetic.js) with data, edited, origin, ways, curve, acts, decided, fate, coming and said.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { UNASSIGNED, startStep, assignStep, updateStep, sizesOf, describe, counted } = boards;
  const { placed, distinct, farthest, assign, inertia } = boards;

  const bare = ({ labels }) => labels.every((label) => label === UNASSIGNED);
  const outdated = (state) => (bare(state) ? "no point has a label yet" : "the labels are out of date");

  // A run that begins: the means stand somewhere, and no point has a label.
  const begun = (data, points, means) => {
    const start = startStep(points, means);
    return {
      ...start, data, edited: false, origin: means, ways: [means], curve: [NaN], acts: 0,
      decided: [], fate: undefined, coming: undefined, said: describe(start),
    };
  };

  const stepped = (state, step) => ({
    ...step,
    ways: step.phase === "update" ? [...state.ways, step.means] : state.ways,
    curve: [...state.curve, step.inertia],
    acts: state.acts + 1,
    coming: undefined,
    said: describe(step, state),
  });

  const assigned = (state) => stepped(state, assignStep(state));
  const updated = (state) => stepped(state, updateStep(state));

  // Lloyd's algorithm counts every point at the first assignment; labels from before a move do not end a run.
  const over = (state) => state.phase === "assign" && state.changed === 0 && state.iteration > 0;

  const nextAct = (state) => {
    if (over(state) || !state.means.length || !state.points.length) return undefined;
    return state.phase === "assign" ? "update" : "assign";
  };

  const further = (state) => (nextAct(state) === "assign" ? assigned(state) : updated(state));

  // Why an act would change nothing, if so.
  const whyNot = (state, act) => {
    const { points, means, phase } = state;
    if (!points.length) return "There are no points yet: add some first.";
    if (!means.length) return "There are no means yet: add some first.";
    if (means.length > points.length) {
      return `${counted(means.length, "mean")} for ${counted(points.length, "point")}; points come first.`;
    }
    if (over(state)) return "The run is over: no label changes, and no mean moves any more.";
    if (act === "assign" && phase === "assign") {
      return "No mean has moved since, so no label can change.";
    }
    if (act === "update" && phase === "update") return "No label has changed since, so no mean can move.";
    if (act === "update" && phase === "start") {
      if (!bare(state)) return "The labels are out of date: assign first.";
      return "No point has a label yet, so no mean can move.";
    }
    return undefined;
  };

  // The inertia that the next assignment would have, if there can be one.
  const comingInertia = ({ points, means }) =>
    means.length && means.length <= points.length ? inertia(points, assign(points, means), means) : undefined;

  // Whatever is done by hand begins a run anew from where things stand; points keep what they wear.
  const byHand = (state, parts, said) => {
    const next = { ...state, fate: undefined, ...parts };
    const began = { phase: "start", iteration: 0, changed: 0, inertia: NaN, acts: 0, curve: [NaN] };
    const coming = comingInertia(next);
    return { ...next, ...began, decided: [], origin: next.means, ways: [next.means], coming, said };
  };

  const replaced = (items, i, item) => items.map((old, place) => (place === i ? item : old));
  const without = (items, i) => items.filter((_, place) => place !== i);

  const moveMean = (state, i, place, decimals) =>
    byHand(
      state,
      { means: replaced(state.means, i, place) },
      `Mean ${i} was put at ${placed(place, decimals)}; ${outdated(state)}.`,
    );

  const movePoint = (state, i, place, decimals) =>
    byHand(
      state,
      { points: replaced(state.points, i, place), edited: true },
      `A point was put at ${placed(place, decimals)}; ${outdated(state)}.`,
    );

  const addPoints = (state, places, decimals) => {
    const where = places.length === 1 ? ` at ${placed(places[0], decimals)}` : "";
    const points = [...state.points, ...places];
    const labels = [...state.labels, ...places.map(() => UNASSIGNED)];
    const all = `${counted(points.length, "point")} in all`;
    const said = `${counted(places.length, "point")} added${where}; ${all}.`;
    return byHand(state, { points, labels, edited: true }, said);
  };

  const addMean = (state, place, decimals) =>
    byHand(
      state,
      { means: [...state.means, place] },
      `Mean ${state.means.length} was added at ${placed(place, decimals)}; ${outdated(state)}.`,
    );

  const erasePoint = (state, i, decimals) => {
    const [points, labels] = [without(state.points, i), without(state.labels, i)];
    const where = placed(state.points[i], decimals);
    const said = `The point at ${where} was erased; ${counted(points.length, "point")} left.`;
    return byHand(state, { points, labels, edited: true }, said);
  };

  const left = (state) => `${counted(state.means.length - 1, "mean")} left`;

  // The labels above it count one less.
  const eraseMean = (state, i, said, fate) => {
    const shifted = (label) => (label === i ? UNASSIGNED : label - (label > i));
    const parts = { means: without(state.means, i), labels: state.labels.map(shifted), fate };
    return byHand(state, parts, said ?? `Mean ${i} was erased; ${left(state)}.`);
  };

  // The means without points of which nobody has said yet what becomes of them.
  const empties = (state) => {
    if (state.phase !== "assign") return [];
    const sizes = sizesOf(state);
    return state.means.map((_, label) => label).filter((label) => !sizes[label]);
  };
  const undecided = (state) => empties(state).filter((label) => !state.decided.includes(label));

  const putOn = (state, mean, point, words, fate, decimals) =>
    byHand(
      state,
      { means: replaced(state.means, mean, point), fate },
      `Mean ${mean} was put on ${words}, ${placed(point, decimals)}; ${outdated(state)}.`,
    );

  // What may become of a mean without points, by the words on the buttons.
  const FATES = {
    "let it stay": (state, mean) => ({
      ...state,
      decided: [...state.decided, mean],
      fate: "let it stay",
      said: `Mean ${mean} stays where it is, without points.`,
    }),
    "put it on the farthest point": (state, mean, random, decimals) => {
      const others = without(state.means, mean);
      const point = state.points[farthest(state.points, others)];
      return putOn(state, mean, point, "the farthest point", "put it on the farthest point", decimals);
    },
    "drop it": (state, mean) =>
      eraseMean(state, mean, `Mean ${mean} was dropped; ${left(state)}.`, "drop it"),
    "put it at random": (state, mean, random, decimals) => {
      const places = distinct(state.points);
      const point = places[Math.floor(random() * places.length)];
      return putOn(state, mean, point, "a random point", "put it at random", decimals);
    },
  };

  // As many means as are wanted: the first ones stay, and new ones stand on the farthest points.
  const asMany = (means, points, k) => {
    const grown = means.slice(0, k);
    const places = distinct(points);
    while (grown.length < Math.min(k, places.length)) {
      grown.push(grown.length ? places[farthest(places, grown)] : places[0]);
    }
    return grown;
  };

  Object.assign(boards, {
    begun, assigned, updated, over, nextAct, further, whyNot, moveMean, movePoint, addPoints, addMean,
    erasePoint, eraseMean, empties, undecided, FATES, asMany,
  });
})();
