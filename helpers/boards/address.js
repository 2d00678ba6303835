// A state as an address and back, and as lines of Python and a command that do the same run.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { begun, further, nextAct } = boards;
  const VERSION = 1;
  const MOST_ACTS = 1000;

  const listed = (places) => places.map((place) => place.join(",")).join(";");

  const addressOf = (state, board = 1) => {
    const parts = [["v", VERSION], ["k", state.origin.length], ["data", state.data]];
    if (board > 1) parts.splice(1, 0, ["board", board]);
    if (state.edited) parts.push(["points", listed(state.points)]);
    parts.push(["means", listed(state.origin)], ["acts", state.acts]);
    return `#${parts.map(([name, value]) => `${name}=${encoded(value)}`).join("&")}`;
  };

  // Commas and semicolons stay as they are, so that a reader sees places.
  const encoded = (value) =>
    encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3B", ";");

  // Places of some columns, or nothing if they cannot be read.
  const readPlaces = (text, columns) => {
    const places = text ? text.split(";").map((place) => place.split(",").map(asNumber)) : [];
    const good = (place) => place.length === columns && place.every(Number.isFinite);
    return places.every(good) ? places : undefined;
  };

  const asNumber = (text) => (text.trim() ? Number(text) : NaN);

  // Tell which board an address means, if it is one of a board at all.
  const boardOf = (address) => {
    if (!/^#v=/.test(address)) return undefined;
    return Number(new URLSearchParams(address.slice(1)).get("board") ?? 1);
  };

  const DAMAGED = "This address is damaged, so the board is at its start.";
  const OTHER = "This address is of another version of the board, which is at its start.";

  // What an address says: data, points if they were changed, means and acts, as a state; or a problem.
  const readAddress = (address, dataSets) => {
    const parts = new URLSearchParams(address.slice(1));
    if (parts.get("v") !== String(VERSION)) return { problem: OTHER };
    const data = dataSets.find(({ name }) => name === parts.get("data"));
    if (!data) return { problem: DAMAGED };
    const columns = data.columns.length;
    const points = parts.has("points") ? readPlaces(parts.get("points"), columns) : data.points;
    const means = readPlaces(parts.get("means"), columns);
    const [acts, k] = ["acts", "k"].map((name) => asNumber(parts.get(name) ?? ""));
    const whole = Number.isInteger(acts) && acts >= 0 && acts <= MOST_ACTS;
    if (!points || !means || !whole || k !== means.length || k > 9) return { problem: DAMAGED };
    if (acts && (!k || k > points.length)) return { problem: DAMAGED };
    return { state: { ...begunAnew(data.name, points, means, acts), edited: parts.has("points") } };
  };

  // The state after so many acts.
  const begunAnew = (data, points, means, acts) => {
    let state = begun(data, points, means);
    for (let act = 0; act < acts && nextAct(state); act++) state = further(state);
    return state;
  };

  // Points as Python hands them over: in one list of coordinates, or as the bytes of one.
  const inRows = (given, columns) => {
    const bytes = () => Uint8Array.from(atob(given), (letter) => letter.charCodeAt(0));
    const numbers = Array.isArray(given) ? given : [...new Float64Array(bytes().buffer)];
    return numbers.flatMap((_, i) => (i % columns ? [] : [numbers.slice(i, i + columns)]));
  };

  const pythonList = (places) => `[${places.map((place) => `[${place.join(", ")}]`).join(", ")}]`;

  // Lines that run as they are where the page's own names are known.
  const pythonLines = (state, data) => {
    const code = state.edited ? "points" : data.code;
    const needs = ["lloyd", "step_player", ...(state.edited ? [] : data.needs)].sort();
    const columns = state.edited ? JSON.stringify(data.columns) : "";
    return [
      ...(state.edited ? [] : data.imports),
      `from helpers import ${needs.join(", ")}`,
      "",
      ...(state.edited ? [`points = ${pythonList(state.points)}`] : []),
      `means = ${pythonList(state.origin)}`,
      `my_run = lloyd(${code}, means)`,
      `step_player(my_run${columns && `, columns=${columns}`})`,
    ].join("\n");
  };

  // The command draws two columns, so a single one gets a second without any spread.
  const inTwo = (place) => (place.length > 1 ? place : [...place, 0]);

  const quoted = (name) => (/^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", `'"'"'`)}'`);

  const commandLine = (state, data) => {
    const means = state.origin.map((mean) => inTwo(mean).join(","));
    const columns = csvColumns(data).map(quoted);
    return `kmeans-course animate --csv points.csv --columns ${columns.join(" ")} --means ${means.join(" ")}`;
  };

  const csvColumns = ({ columns }) => (columns.length > 1 ? columns : [...columns, `${columns[0]}_zero`]);

  const csvField = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  const csvOf = (state, data) =>
    [csvColumns(data).map(csvField), ...state.points.map(inTwo)]
      .map((row) => `${row.join(",")}\n`)
      .join("");

  Object.assign(boards, {
    addressOf, boardOf, readAddress, inRows, pythonLines, pythonList, commandLine, csvOf,
    begunAnew, listed, readPlaces, MOST_ACTS, DAMAGED, OTHER,
  });
})();
