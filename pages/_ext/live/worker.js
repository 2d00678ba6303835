/* Python in a worker: the page stays alive whatever a cell does.  Each file that it fetches is checked by its sum. */
"use strict";

const say = (kind, about = {}) => postMessage({ kind, ...about });
const sum = (hex) => `sha256-${btoa(String.fromCharCode(...hex.match(/../g).map((two) => parseInt(two, 16))))}`;
let python, rest;

/* Ask for a file of the distribution only with its sum, and say how many have come. */
const checked = (sums, total) => {
  const ask = self.fetch.bind(self);
  let come = 0;
  self.fetch = async (what, how) => {
    const name = String(what.url ?? what).split("/").pop();
    const answer = await ask(what, sums[name] ? { ...how, integrity: sums[name] } : how);
    if (sums[name]) say("progress", { come: (come += 1), total });
    return answer;
  };
};

/* Our own packages lie beside the lock file, all others where Python comes from. */
const absolute = (lock, place) => {
  for (const one of Object.values(lock.packages)) if (one.own) one.file_name = new URL(one.own, place).href;
  return URL.createObjectURL(new Blob([JSON.stringify(lock)]));
};

const runScript = async (address) => importScripts(URL.createObjectURL(await (await fetch(address)).blob()));

/* A file of the course lies in data, as it does beside a notebook. */
const keep = async (address) => {
  python.FS.mkdirTree("data");
  python.FS.writeFile(`data/${address.split("/").pop()}`, new Uint8Array(await (await fetch(address)).arrayBuffer()));
};

const quiet = { messageCallback: () => {}, errorCallback: () => {} };

const begin = async ({ from, lockAt, packages, later, shell, total, interrupt, own }) => {
  const lock = await (await fetch(lockAt)).json();
  const files = Object.entries(lock.core);
  for (const one of Object.values(lock.packages)) files.push([(one.own ?? one.file_name).split("/").pop(), one]);
  checked(Object.fromEntries(files.map(([name, one]) => [name, sum(one.sha256)])), total);
  await runScript(`${from}pyodide.js`);
  await runScript(`${from}pyodide.asm.js`);
  const env = { MPLBACKEND: "module://matplotlib_inline.backend_inline" };
  python = await loadPyodide({ indexURL: from, lockFileURL: absolute(lock, lockAt), env });
  for (const address of own) await keep(address);
  if (interrupt) python.setInterruptBuffer(interrupt);
  await python.loadPackage(packages, quiet);
  python.registerJsModule("live_page", { send: (text) => postMessage(JSON.parse(text)) });
  await python.runPythonAsync(shell);
  rest = later;
  say("ready");
};

/* What the first cell does not need comes when it has run. */
const run = async ({ code }) => {
  await python.loadPackagesFromImports(code, quiet).catch(() => {});
  say("done", JSON.parse(python.globals.get("run")(code)));
  await python.loadPackage(rest.splice(0), quiet);
};

const paint = ({ cell, code }) => say("painted", { cell, code, html: python.globals.get("paint")(code) });

/* One after the other, in the order in which they are asked for. */
let before = Promise.resolve();
self.onmessage = ({ data }) => {
  before = before
    .then(() => ({ begin, run, paint })[data.act](data))
    .catch((error) => say("broken", { text: String(error.message ?? error) }));
};
