/* Python in a worker: the page stays alive whatever a cell does.  Each file that it fetches is checked by its sum. */
"use strict";

const say = (kind, about = {}) => postMessage({ kind, ...about });
const sum = (hex) => `sha256-${btoa(String.fromCharCode(...hex.match(/../g).map((two) => parseInt(two, 16))))}`;
let python;

/* Ask for a file of the distribution once, and only with its sum; say how many have come. */
const checked = (sums, total) => {
  const ask = self.fetch.bind(self);
  const asked = {};
  let come = 0;
  const arrive = async (what, integrity) => {
    const answer = await ask(what, { integrity });
    say("progress", { come: (come += 1), total });
    return answer;
  };
  self.fetch = (what, how) => {
    const name = String(what.url ?? what).split("/").pop();
    return sums[name] ? (asked[name] ??= arrive(what, sums[name])) : ask(what, how);
  };
};

/* Our own packages lie beside the lock file, all others where Python comes from. */
const addressed = (lock, place, from) => {
  for (const one of Object.values(lock.packages))
    one.file_name = one.own ? new URL(one.own, place).href : from + one.file_name;
  return lock;
};

const runScript = async (address) => importScripts(URL.createObjectURL(await (await fetch(address)).blob()));

/* A file of the course lies in data, as it does beside a notebook. */
const keep = async (address) => {
  const folder = `${python.FS.cwd()}/data`; // mkdirTree begins at the root
  const bytes = await (await fetch(address)).arrayBuffer();
  python.FS.mkdirTree(folder);
  python.FS.writeFile(`${folder}/${address.split("/").pop()}`, new Uint8Array(bytes));
};

const quiet = { messageCallback: () => {}, errorCallback: () => {} };

/* Most compiled parts of packages are never asked for: they are loaded when something imports them.  No terminal is.
   Nothing that is imported becomes rubbish: nobody looks for any until the first cell has run. */
const LEAN = `
import gc, sys, types
gc.disable()
from pyodide import _package_loader as loader
parts = loader.get_dynlibs
loader.get_dynlibs = lambda file, kind, place: parts(file, kind, place) if kind == ".zip" else []
sys.modules["IPython.terminal.embed"] = types.SimpleNamespace(embed=None)
`;

const begin = async ({ from, lockAt, packages, shell, total, interrupt, own }) => {
  const lock = addressed(await (await fetch(lockAt)).json(), lockAt, from);
  const files = Object.entries(lock.core);
  for (const one of Object.values(lock.packages)) files.push([one.file_name.split("/").pop(), one]);
  checked(Object.fromEntries(files.map(([name, one]) => [name, sum(one.sha256)])), total);
  const core = Object.keys(lock.core).map((name) => from + name);
  for (const address of [...core, ...packages.map((name) => lock.packages[name].file_name)]) fetch(address).catch(() => {});
  await runScript(`${from}pyodide.js`);
  await runScript(`${from}pyodide.asm.js`);
  const lockFileURL = URL.createObjectURL(new Blob([JSON.stringify(lock)]));
  const env = { MPLBACKEND: "module://matplotlib_inline.backend_inline" };
  python = await loadPyodide({ indexURL: from, lockFileURL, env });
  for (const address of own) await keep(address);
  if (interrupt) python.setInterruptBuffer(interrupt);
  python.runPython(LEAN);
  await python.loadPackage(packages, quiet);
  python.registerJsModule("live_page", { send: (text) => postMessage(JSON.parse(text)) });
  await python.runPythonAsync(shell);
  say("ready");
};

const run = async ({ code }) => {
  await python.loadPackagesFromImports(code, quiet).catch(() => {});
  say("done", JSON.parse(python.globals.get("run")(code)));
};

const paint = ({ cell, code }) => say("painted", { cell, code, html: python.globals.get("paint")(code) });

/* One after the other, in the order in which they are asked for. */
let before = Promise.resolve();
self.onmessage = ({ data }) => {
  before = before
    .then(() => ({ begin, run, paint })[data.act](data))
    .catch((error) => say("broken", { text: String(error.message ?? error) }));
};
