"use strict";
// Show what a query finds: at once as it is typed, and under an address that can be kept.

const SHOWN = 25;
const AROUND = 12; // how many words of a text are shown before the first that was found
const LONG = 40;
const NEEDS = document.currentScript.dataset.needs.split(" ");
const field = document.querySelector(".bd-search-container input");

/** Return an element with children, which may be texts. */
function made(name, ...children) {
  const tag = document.createElement(name);
  tag.append(...children);
  return tag;
}

/** Return the part of a text where a query's words stand, with those words marked. */
function excerpt(text, roots) {
  const words = text.split(" ");
  const found = words.map(word => split(word).some(part => roots.has(root(part))));
  const start = Math.max(found.indexOf(true) - AROUND, 0);
  const line = made("p", start ? "… " : "");
  words.slice(start, start + LONG).forEach((word, place) => {
    line.append(found[start + place] ? made("mark", word) : word, " ");
  });
  line.append(start + LONG < words.length ? "…" : "");
  return line;
}

/** Return a result as an entry of the list. */
function entry(place) {
  const link = made("a", place.title === place.page ? place.title : `${place.page} › ${place.title}`);
  link.href = place.address;
  return made("li", link, excerpt(place.text, new Set(place.terms)));
}

/** Load a script, after those that were asked for before. */
function load(src) {
  return new Promise((onload, onerror) => {
    document.head.append(Object.assign(made("script"), { src, async: false, onload, onerror }));
  });
}

let loaded; // the index is large, and comes when somebody searches

/** Search, and say how much was found. */
async function show() {
  if (field.value.trim()) await (loaded ??= Promise.all(NEEDS.map(load)));
  const query = field.value.trim(); // more may have been typed meanwhile
  const found = query ? find(query).slice(0, SHOWN) : [];
  document.getElementById("search-results").replaceChildren(...found.map(entry));
  const many = found.length === SHOWN ? `The best ${SHOWN} places` : `${found.length} places`;
  const none = "Nothing found.  Try fewer words, or another one for the same.";
  document.getElementById("search-status").textContent = query && (found.length ? many : none);
  history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : "?");
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", show);
field.form.addEventListener("submit", event => event.preventDefault());
field.focus();
show();
