/* Python in a worker: the page stays alive whatever a cell does.  Each file that it fetches is checked by its sum. */
"use strict";

const say = (kind, about = {}) => postMessage({ kind, ...about });
const sum = (hex) => `sha256-${btoa(String.fromCharCode(...hex.match(/../g).map((two) => parseInt(two, 16))))}`;
let python;

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

const begin = async ({ from, lockAt, packages, shell, total, interrupt }) => {
  const lock = await (await fetch(lockAt)).json();
  const files = Object.entries(lock.core);
  for (const one of Object.values(lock.packages)) files.push([(one.own ?? one.file_name).split("/").pop(), one]);
  checked(Object.fromEntries(files.map(([name, one]) => [name, sum(one.sha256)])), total);
  await runScript(`${from}pyodide.js`);
  await runScript(`${from}pyodide.asm.js`);
  python = await loadPyodide({ indexURL: from, lockFileURL: absolute(lock, lockAt) });
  if (interrupt) python.setInterruptBuffer(interrupt);
  const quiet = () => {};
  await python.loadPackage(packages, { messageCallback: quiet, errorCallback: quiet, checkIntegrity: true });
  python.registerJsModule("live_page", { send: (text) => postMessage(JSON.parse(text)) });
  await python.runPythonAsync(shell);
};

const run = async ({ code }) => {
  const quiet = () => {};
  await python.loadPackagesFromImports(code, { messageCallback: quiet, errorCallback: quiet }).catch(quiet);
  say("done", JSON.parse(python.globals.get("run")(code)));
};

self.onmessage = async ({ data }) => {
  try {
    if (data.act === "begin") await begin(data).then(() => say("ready"));
    else if (data.act === "run") await run(data);
    else say("painted", { cell: data.cell, code: data.code, html: python.globals.get("paint")(data.code) });
  } catch (error) {
    say("broken", { text: String(error.message ?? error) });
  }
};
