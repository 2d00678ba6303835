// Texts as points: words counted, weighed and set to length one, as scikit-learn's TfidfVectorizer does.
(() => {
  const boards = (globalThis.courseBoards ??= {});

  // Words of two letters or more, in small letters and without those that say nothing.
  const wordsOf = (text, stop) =>
    (text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? []).filter((word) => !stop.has(word));

  // The words that are not compared: those that say nothing, and single letters.
  const leftOut = (text, stop) => {
    const kept = new Set(wordsOf(text, stop));
    return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu))].filter((word) => !kept.has(word));
  };

  const countsOf = (words) => {
    const counts = new Map();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  };

  // The counts of all texts, and in how many of them each word occurs.
  const corpusOf = (texts, stopWords) => {
    const stop = new Set(stopWords);
    const counts = texts.map((text) => countsOf(wordsOf(text, stop)));
    return { stop, counts, found: countsOf(counts.flatMap((one) => [...one.keys()])) };
  };

  // The rarer a word, the more it weighs; without weighing, all weigh the same.
  const weightOf = (word, corpus, weighed) =>
    weighed ? Math.log((1 + corpus.counts.length) / (1 + corpus.found.get(word))) + 1 : 1;

  // A point of length one, of which only what is not zero is kept.
  const pointOf = (counts, corpus, weighed) => {
    const known = [...counts].filter(([word]) => corpus.found.has(word));
    const values = known.map(([word, count]) => [word, count * weightOf(word, corpus, weighed)]);
    const length = Math.hypot(...values.map(([, value]) => value)) || 1;
    return new Map(values.map(([word, value]) => [word, value / length]));
  };

  // The texts from the nearest on: each with its cosine, and what each word adds to it.
  const nearestTo = (question, corpus, weighed) => {
    const asked = pointOf(countsOf(wordsOf(question, corpus.stop)), corpus, weighed);
    const answers = corpus.counts.map((counts, text) => {
      const point = pointOf(counts, corpus, weighed);
      const shared = [...asked].filter(([word]) => point.has(word));
      const parts = shared.map(([word, value]) => [word, value * point.get(word)]);
      parts.sort((one, other) => other[1] - one[1]);
      return { text, parts, cosine: parts.reduce((sum, [, part]) => sum + part, 0) };
    });
    return answers.sort((one, other) => other.cosine - one.cosine);
  };

  Object.assign(boards, { wordsOf, leftOut, corpusOf, nearestTo });
})();
