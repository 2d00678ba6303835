/* Python in a worker: the page stays alive whatever a cell does.  Each file that it fetches is checked by its sum. */
"use strict";

const say = (kind, about = {}) => postMessage({ kind, ...about });
const sum = (hex) => `sha256-${btoa(String.fromCharCode(...hex.match(/../g).map((two) => parseInt(two, 16))))}`;
let python, second;

/* What only other programs read, or nobody. */
const UNUSED = /[.](afm|h|pxd|pyi|pyx|tp)$/;

const inflate = async (bytes, whole, from) => {
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  writer.write(bytes);
  writer.close();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    whole.set(part.value, from);
    from += part.value.length;
  }
};

/* In the second worker: fetch an archive and unpack it, which a browser does more quickly than Python.
   The answer is one piece of memory, and where in it each file begins and ends.  An archive tells at its end,
   in its "central directory", where its files lie. */
const unpack = async ({ address, how, port }) => {
  const packed = await (await fetch(address, how)).arrayBuffer();
  const view = new DataView(packed);
  const short = (at) => view.getUint16(at, true);
  const long = (at) => view.getUint32(at, true);
  const files = [];
  let at = long(packed.byteLength - 6);
  let size = 0;
  for (let left = short(packed.byteLength - 12); left; left -= 1) {
    const path = new TextDecoder().decode(new Uint8Array(packed, at + 46, short(at + 28)));
    const head = long(at + 42);
    const bytes = new Uint8Array(packed, head + 30 + short(head + 26) + short(head + 28), long(at + 20));
    if (!UNUSED.test(path)) files.push({ path, bytes, plain: !short(at + 10), from: size, to: (size += long(at + 24)) });
    at += 46 + short(at + 28) + short(at + 30) + short(at + 32);
  }
  const whole = new Uint8Array(size);
  await Promise.all(files.map(({ bytes, plain, from }) => (plain ? whole.set(bytes, from) : inflate(bytes, whole, from))));
  port.postMessage({ whole, places: files.map(({ path, from, to }) => [path, from, to]) }, [whole.buffer]);
};

/* What the second worker has unpacked, until it lies in its place. */
const held = {};

/* Let the second worker fetch an archive; the answer is empty, since Python has nothing left to unpack. */
const fetchAside = (address, how) =>
  new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    second ??= new Worker(self.location);
    second.addEventListener("error", () => reject(new Error("no second worker")));
    second.postMessage({ act: "unpack", address, how, port: port2 }, [port2]);
    port1.onmessage = ({ data }) => {
      port1.close();
      if (data.error) return reject(new Error(data.error));
      held[address.split("/").pop()] = data;
      resolve(new Response());
    };
  });

/* Put what an archive holds where Python looks for it; return which compiled parts are needed at once:
   most of those of packages are never asked for, and are loaded when something imports them. */
const place = ({ filename, extract_dir }) => {
  const name = filename.split("/").pop();
  const { whole, places } = held[name];
  delete held[name];
  for (const [path, from, to] of places) {
    const full = `${extract_dir}/${path}`;
    python.FS.mkdirTree(full.slice(0, full.lastIndexOf("/")));
    if (!path.endsWith("/")) python.FS.writeFile(full, whole.subarray(from, to), { canOwn: true });
  }
  return name.endsWith(".zip") ? places.map(([path]) => `${extract_dir}/${path}`) : [];
};

/* Ask for a file of the distribution once, and only with its sum; say how many have come. */
const checked = (sums, archives, total, cache) => {
  const ask = self.fetch.bind(self);
  const asked = {};
  let come = 0;
  const arrive = async (address, name) => {
    const get = archives.includes(name) ? fetchAside : ask;
    const answer = await get(address, { integrity: sums[name], cache }).catch((error) => {
      delete asked[name]; // it may come another time
      throw new Error(`${name} has not come (${error.message})`);
    });
    say("progress", { come: (come += 1), total: Math.max(come, total) });
    // Some servers do not know what it is, and a browser compiles nothing else while it comes.
    return name.endsWith(".wasm") ? new Response(answer.body, { headers: { "Content-Type": "application/wasm" } }) : answer;
  };
  self.fetch = (what, how) => {
    const address = String(what.url ?? what);
    const name = address.split("/").pop();
    return sums[name] ? (asked[name] ??= arrive(address, name)) : ask(what, how);
  };
};

/* Our own packages lie beside the lock file, all others where Python comes from. */
const addressed = (lock, place, from) => {
  for (const one of Object.values(lock.packages))
    one.file_name = one.own ? new URL(one.own, place).href : from + one.file_name;
  return lock;
};

const got = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} has not come`);
  return answer;
};

const runScript = async (address) => importScripts(URL.createObjectURL(await (await got(address)).blob()));

/* A file of the course lies in data, as it does beside a notebook. */
const keep = async (address) => {
  const folder = `${python.FS.cwd()}/data`; // mkdirTree begins at the root
  const bytes = await (await got(address)).arrayBuffer();
  python.FS.mkdirTree(folder);
  python.FS.writeFile(`${folder}/${address.split("/").pop()}`, new Uint8Array(bytes));
};

const broken = (error) => say("broken", { text: String(error.message ?? error) });
const quiet = { messageCallback: () => {}, errorCallback: () => {} };

/* Nothing that is imported becomes rubbish: nobody looks for any until the first cell has run.
   Some modules are imported by others that hardly use them: they are read when something in them is asked for.
   No terminal is.  What has been imported is kept for no later time, for there is none. */
const LEAN = `
import gc, importlib, sys, types
from importlib.machinery import PathFinder
from importlib.util import LazyLoader

class Later:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in ("numpy.f2py", "numpy.testing", "pdb", "pstats", "pydoc"):
            spec = PathFinder.find_spec(name, path)
            spec.loader = LazyLoader(spec.loader)
            return spec

gc.disable()
sys.meta_path.insert(0, Later)
sys.modules["IPython.terminal.embed"] = types.SimpleNamespace(embed=None)
sys.dont_write_bytecode = True
importlib.invalidate_caches = sys.path_importer_cache.clear
`;

const begin = async ({ from, lockAt, packages, shell, total, interrupt, own, cache }) => {
  const lock = addressed(await (await got(lockAt)).json(), lockAt, from);
  const archives = Object.values(lock.packages).map((one) => [one.file_name.split("/").pop(), one]);
  const sums = [...Object.entries(lock.core), ...archives].map(([name, one]) => [name, sum(one.sha256)]);
  checked(Object.fromEntries(sums), archives.map(([name]) => name), total, cache);
  const core = Object.keys(lock.core).map((name) => from + name);
  for (const address of [...core, ...packages.map((name) => lock.packages[name].file_name)]) fetch(address).catch(broken);
  await runScript(`${from}pyodide.js`);
  await runScript(`${from}pyodide.asm.js`);
  const lockFileURL = URL.createObjectURL(new Blob([JSON.stringify(lock)]));
  const env = { MPLBACKEND: "module://matplotlib_inline.backend_inline" };
  python = await loadPyodide({ indexURL: from, lockFileURL, env });
  for (const address of own) await keep(address);
  if (interrupt) python.setInterruptBuffer(interrupt);
  python.runPython(LEAN);
  python._api.package_loader.unpack_buffer = { callKwargs: place };
  await python.loadPackage(packages, quiet);
  endSecond();
  python.registerJsModule("live_page", { send: (text) => postMessage(JSON.parse(text)) });
  await python.runPythonAsync(shell);
  say("ready");
};

/* It is there again as soon as a reader's cell asks for another package. */
const endSecond = () => {
  second?.terminate();
  second = null;
};

const run = async ({ code }) => {
  const imports = code.replace(/^[%!].*/gm, ""); // what is no Python has none
  await python.loadPackagesFromImports(imports, quiet).catch(() => {});
  endSecond();
  say("done", JSON.parse(python.globals.get("run")(code)));
};

const paint = ({ cell, code }) => say("painted", { cell, code, html: python.globals.get("paint")(code) });

/* One after the other, in the order in which they are asked for. */
let before = Promise.resolve();
self.onmessage = ({ data }) => {
  if (data.act === "unpack") return unpack(data).catch((error) => data.port.postMessage({ error: error.message }));
  before = before
    .then(() => ({ begin, run, paint })[data.act](data))
    .catch(broken);
};
