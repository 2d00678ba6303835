"use strict";
// Find the places of the site that answer a query, the best first.  PLACES and MEANINGS come from search-index.js, and
// so does the stemmer.

const FILLERS = new Set(
  ("a about an and are as at be between by can could did do does explain for from get has have how i if in into is it "
    + "its make me my of on or should so than that the their them then there these they this to use using versus vs was "
    + "we were what which who will with would you your").split(" "),
);
const WEIGHTS = { title: 6, page: 1.5, text: 1, code: 0.3 };
const KINDS = { section: 1, term: 1, name: 0.6, exercise: 0.6, solution: 0.5 };
const EXACT = 0.5; // what the very word counts, beside its root
const WHOLE = 2; // what a place counts that is called just as was asked
const AGAIN = 0.65; // what a further result of the same page counts

/** Write a text in small letters, without accents and apostrophes. */
function plain(text) {
  const small = text.toLowerCase().normalize("NFKD").replace(/[\p{M}'’]/gu, "");
  return small.replace(/[ -]?plus[ -]?plus\b| \+\+/g, "++").replace(/(?<=[a-z])(error|warning)\b/g, "-$1");
}

/** Split a text into words, each a list of parts: a hyphen, a dot or an underscore joins them. */
function wordsOf(text) {
  const words = plain(text).match(/[\p{L}\p{N}]+(?:[-_.][\p{L}\p{N}]+)*\+*/gu) ?? [];
  return words.map(word => word.split(/[-_.]/));
}

/** Split a text of the site: a joined word counts as one, and in parts. */
function split(text) {
  return wordsOf(text).flatMap(parts => {
    if (parts.length === 1) return parts;
    compounds.add(parts.join(""));
    return [parts.join(""), ...parts.map(part => part.replace(/\++$/, ""))];
  });
}

/** Split a query: what the site joins is one word, however it is typed. */
function splitQuery(query) {
  const words = [];
  for (const parts of wordsOf(query)) {
    const whole = parts.join(""), pair = words.at(-1) + whole;
    if (hyphened.has(pair)) words.splice(-1, 1, pair);
    else if (compounds.has(whole)) words.push(whole);
    else words.push(...parts);
  }
  const said = words.filter(word => !FILLERS.has(word));
  return [...new Set(said.length ? said : words)];
}

/** Write a word as the course spells it. */
function spelt(word) {
  return word
    .replace(/(?<=..[iy])z(?=(e|es|ed|er|ing|ation|ations)$)/, "s")
    .replace(/^(col|neighb|behavi|fav)or/, "$1our")
    .replace(/^center/, "centre")
    .replace(/^(min|max|opt)ima$/, "$1imum")
    .replace(/^(matr|ind)ices$/, (all, stem) => ({ matr: "matrix", ind: "index" })[stem]);
}

const root = word => new Stemmer().stemWord(spelt(word));
const exact = word => `=${spelt(word)}`;

/** Return words and phrases as what they are compared by: without the s of a plural, between spaces. */
function phrase(words) {
  return ` ${words.map(word => spelt(word).replace(/(?<=..)s$/, "")).join(" ")} `;
}

const compounds = new Set();
const hyphened = new Set(
  PLACES.flatMap(place => plain(`${place.title} ${place.text}`).match(/[\p{L}\p{N}]+(-[\p{L}\p{N}]+)+\+*/gu) ?? [])
    .map(word => word.replaceAll("-", "")),
);
const known = new Set();
const index = new MiniSearch({
  fields: Object.keys(WEIGHTS),
  storeFields: ["kind", "title", "page", "text", "address"],
  tokenize: split,
  processTerm: word => {
    known.add(root(word));
    return [root(word), exact(word)];
  },
  searchOptions: {
    tokenize: terms => terms.split(" "),
    processTerm: term => term,
    boost: WEIGHTS,
    boostDocument: (id, term, place) => KINDS[place.kind],
    boostTerm: term => (term.startsWith("=") ? EXACT : 1),
  },
});
index.addAll(PLACES.map((place, id) => ({ id, ...place })));
const MEANT = Object.entries(MEANINGS).map(([words, others]) => [phrase(splitQuery(words)), others]);

/** Return places, the best first, and let other pages come between those of one page. */
function find(query) {
  const words = splitQuery(query), found = new Map();
  const likeThem = {
    prefix: term => term.length > 3 && !term.startsWith("="),
    fuzzy: term => term.length > 4 && !term.startsWith("=") && !known.has(term) && 0.2,
  };
  add(found, asked(words, likeThem), 1);
  add(found, askedOtherwise(words), 1);
  return spread([...found.values()]);
}

/** Return the places that have some of the words.  A place counts by how many of them it has. */
function asked(words, options) {
  const places = index.search([...words.map(root), ...words.map(exact)].join(" "), options);
  return places.map(place => {
    const had = place.queryTerms.filter(term => !term.startsWith("=")).length;
    const share = (had / words.length) * (isCalled(place, words) ? WHOLE : 1);
    return { ...place, score: (place.score / place.queryTerms.length) * share };
  });
}

/** Tell whether the words are a place's title, or one of its names. */
function isCalled(place, words) {
  const names = place.title.replace(/^\d+ · /, "").split(place.kind === "term" ? ", " : "\n");
  return names.some(name => phrase(splitQuery(name)) === phrase(words));
}

/** Return the places that have what means the same, which counts by how much of the query it stands for. */
function askedOtherwise(words) {
  const best = new Map(), query = phrase(words);
  for (const [meant, others] of MEANT.filter(([meant]) => query.includes(meant))) {
    const share = meant.trim().split(" ").length / words.length;
    for (const place of others.flatMap(other => askedAll(splitQuery(other)))) {
      if (!(best.get(place.id)?.score > place.score * share)) best.set(place.id, { ...place, score: place.score * share });
    }
  }
  return [...best.values()];
}

/** Return the places that have all of the words. */
function askedAll(words) {
  return asked(words, {}).filter(place => words.every(word => place.queryTerms.includes(root(word))));
}

/** Add scores, and the words found, to those of earlier searches. */
function add(found, places) {
  for (const place of places) {
    const before = found.get(place.id) ?? { score: 0, terms: [] };
    found.set(place.id, { ...place, score: before.score + place.score, terms: [...before.terms, ...place.terms] });
  }
}

/** Sort places; a further one of the same page counts less. */
function spread(found) {
  const seen = {}, best = (a, b) => b.score - a.score;
  for (const place of found.sort(best)) {
    seen[place.page] = (seen[place.page] ?? 0) + 1;
    place.score *= AGAIN ** (seen[place.page] - 1);
  }
  return found.sort(best);
}
