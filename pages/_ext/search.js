"use strict";
// Find the places of the site that answer a query, the best first.  PLACES and MEANINGS come from search-index.js, and
// so does the stemmer.

const FILLERS = new Set(
  ("a about an and are as at be between by can could did do does for from get has have how i if in into is it its "
    + "make me my of on or should so than that the their them then there these they this to use using was we were what "
    + "which who will with would you your").split(" "),
);
const WEIGHTS = { title: 6, page: 1.5, text: 1, code: 0.3 };
const KINDS = { section: 1, term: 1.2, name: 0.9, exercise: 0.6, solution: 0.5 };
const MEANT = 0.7; // what a word counts that was not typed, but means the same
const AGAIN = 0.75; // what a further result of the same page counts

/** Write a word as the course would, and drop its ending. */
function root(word) {
  const british = word
    .replace(/(..)(i|y)z(e|es|ed|er|ing|ation|ations)$/, "$1$2s$3")
    .replace(/^(col|neighb|behavi|fav)or/, "$1our")
    .replace(/^center/, "centre");
  return new Stemmer().stemWord(british);
}

/** Split a text into words.  What a hyphen, dot or underscore joins counts as one word, and in parts. */
function split(text) {
  const found = plain(text).match(/[\p{L}\p{N}]+(?:[-_.][\p{L}\p{N}]+)*\+*/gu) ?? [];
  return found.flatMap(word => {
    const parts = word.split(/[-_.]/);
    return parts.length > 1 ? [parts.join(""), ...parts.map(part => part.replace(/\++$/, ""))] : parts;
  });
}

/** Write a text in small letters, without accents and apostrophes. */
function plain(text) {
  return text.toLowerCase().normalize("NFKD").replace(/[\p{M}'’]/gu, "").replace(/\s+(plus )?plus\b|\s\+\+/g, "++");
}

/** Split a query into roots; also join neighbours, since "k means" is written in one word elsewhere. */
function rootsOf(query) {
  const words = split(query);
  const joined = words.slice(1).map((word, place) => words[place] + word);
  const said = words.filter(word => !FILLERS.has(word));
  return [...new Set([...(said.length ? said : words), ...joined].map(root))];
}

const phrase = text => split(text).map(root).join(" ");
const MEANINGS_BY_ROOTS = Object.entries(MEANINGS).map(([words, others]) => [` ${phrase(words)} `, others]);

/** Return the roots of what means the same as words of a query. */
function meant(query) {
  const asked = ` ${phrase(query)} `;
  const others = MEANINGS_BY_ROOTS.filter(([words]) => asked.includes(words)).flatMap(([, others]) => others);
  return [...new Set(others.flatMap(rootsOf))];
}

const index = new MiniSearch({
  fields: Object.keys(WEIGHTS),
  storeFields: ["kind", "title", "page", "text", "address"],
  tokenize: split,
  processTerm: root,
});
index.addAll(PLACES.map((place, id) => ({ id, ...place })));

/** Return all places that have to do with a query. */
function find(query) {
  const typed = rootsOf(query);
  const others = meant(query).filter(word => !typed.includes(word));
  const found = index.search([...typed, ...others].join(" "), {
    tokenize: text => text.split(" "),
    processTerm: term => term,
    boost: WEIGHTS,
    boostDocument: (id, term, place) => KINDS[place.kind],
    boostTerm: (term, place) => (place < typed.length ? 1 : MEANT),
    prefix: (term, place) => place < typed.length && term.length > 3,
    fuzzy: (term, place) => place < typed.length && term.length > 4 && 0.2,
  });
  return spread(found);
}

/** Let other pages come between the results of one. */
function spread(found) {
  const seen = {};
  for (const place of found) {
    seen[place.page] = (seen[place.page] ?? 0) + 1;
    place.score *= AGAIN ** (seen[place.page] - 1);
  }
  return found.sort((a, b) => b.score - a.score);
}
