// A palette for a picture, in pure functions.  A picture is { width, height, data }, as a canvas has it:
// four numbers a pixel, red, green, blue and how solid it is.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { lloyd, plusPlus, generator, distinct } = boards;
  const [SAMPLE, RUNS] = [2000, 5]; // as many pixels and starts as in the chapter

  const pixelAt = ({ data }, i) => [...data.subarray(4 * i, 4 * i + 3)];

  // So many pixels by chance, none of them twice.
  const sampled = (picture, random) => {
    const order = Uint32Array.from({ length: picture.width * picture.height }, (_, i) => i);
    return Array.from({ length: Math.min(SAMPLE, order.length) }, (_, i) => {
      const other = i + Math.floor(random() * (order.length - i));
      [order[i], order[other]] = [order[other], order[i]];
      return pixelAt(picture, order[i]);
    });
  };

  // To a whole number; halves to an even one, as NumPy has it.
  const rounded = (number) => {
    const near = Math.round(number);
    return near - number === 0.5 && near % 2 ? near - 1 : near;
  };

  const lightness = (ink) => ink.reduce((sum, part) => sum + part, 0);

  // The means of the best run from some starts, as colours of a screen, from dark to light.
  const inksFrom = (pixels, starts) => {
    const ends = starts.map((means) => lloyd(pixels, means).at(-1));
    const best = ends.reduce((least, end) => (end.inertia < least.inertia ? end : least));
    const inks = best.means.map((mean) => mean.map(rounded));
    return inks.sort((one, other) => lightness(one) - lightness(other));
  };

  // A picture of few colours gets no more inks than it has.
  const chooseInks = (picture, k, seed) => {
    const random = generator(seed);
    const pixels = sampled(picture, random);
    const most = Math.min(k, distinct(pixels).length);
    return inksFrom(pixels, Array.from({ length: RUNS }, () => plusPlus(pixels, most, random)));
  };

  // The nearest ink of a pixel, and the square of how far off it is; of equals the first.
  const nearestInk = (data, at, inks) => {
    let [label, least] = [0, Infinity];
    for (let i = 0; i < inks.length; i++) {
      const [red, green, blue] = inks[i];
      const square = (data[at] - red) ** 2 + (data[at + 1] - green) ** 2 + (data[at + 2] - blue) ** 2;
      if (square < least) [label, least] = [i, square];
    }
    return [label, least];
  };

  // The picture in these inks, the share of each, and the root mean square error.
  const painted = ({ width, height, data }, inks) => {
    const [paint, counts] = [new Uint8ClampedArray(data.length).fill(255), inks.map(() => 0)];
    let squares = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [label, square] = nearestInk(data, at, inks);
      paint.set(inks[label], at);
      counts[label] += 1;
      squares += square;
    }
    const shares = counts.map((count) => count / (width * height));
    return { picture: { width, height, data: paint }, shares, error: Math.sqrt(squares / (width * height)) };
  };

  const codeOf = (ink) => `#${ink.map((part) => part.toString(16).padStart(2, "0")).join("")}`;

  Object.assign(boards, { inksFrom, chooseInks, painted, codeOf });
})();
