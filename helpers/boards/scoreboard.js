// A table of classes and clusters to edit, with scores that follow.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, button, Ground, scoresOf, dealt, SCORE_TASKS, SAME, total } = boards;
  const [MOST, MOST_CLUSTERS] = [9999, 9];

  const short = (score) => (Number.isNaN(score) ? "none" : score.toFixed(3).replace(/^-(0.000)$/, "$1"));

  class Scoreboard extends Ground {
    constructor(element) {
      super(element);
      const fits = ({ needs }) => needs.split(" ").every((name) => this.scores.includes(name));
      this.tasks = SCORE_TASKS.filter(fits).map(({ done, ...task }) => {
        const before = () => (this.past.at(-1) ?? this.state).counts;
        return { ...task, done: (state) => done(scoresOf(state.counts), scoresOf(before()), state) };
      });
      this.table = make("table");
      this.shown = make("table");
      const pair = make("div", { class: "pair counted" }, make("div", {}, this.table), this.shown);
      this.open([pair], [
        button("Deal by lot", () => this.take(dealt(this.state.counts, Math.random), "All were dealt by lot.")),
        button("Add a cluster", () => this.addCluster()),
      ]);
    }

    begin() {
      return { counts: this.counts, said: `Scores: ${this.inWords(this.counts)}.` };
    }

    // In words

    nameOf(j) {
      return this.clusters[j] ?? String(j);
    }

    nameOfCell(i, j) {
      return `${this.classes[i]} in cluster ${this.nameOf(j)}`;
    }

    inWords(counts) {
      const now = scoresOf(counts);
      return this.scores.map((name) => `${name} ${short(now[name])}`).join(", ");
    }

    standing() {
      const { counts } = this.state;
      const cells = counts.flatMap((row, i) => row.map((count, j) => `${this.nameOfCell(i, j)}: ${count}. `));
      return `${cells.join("")}${this.inWords(counts)}.`;
    }

    // The table, and its scores with what changed since the act before

    draw() {
      const { counts } = this.state;
      if (counts[0].length !== this.fields?.[0].length) this.build(counts);
      const most = Math.max(1, ...counts.flat());
      this.fields.forEach((row, i) =>
        row.forEach((field, j) => {
          field.value = counts[i][j];
          field.style = `--share: ${counts[i][j] / most}`;
        }),
      );
      this.sums.forEach((sum, i) => sum.replaceChildren(`${total(counts[i])} in all`));
      this.drawScores(scoresOf(counts), scoresOf((this.past.at(-1) ?? this.state).counts));
    }

    drawScores(now, before) {
      const rows = this.scores.map((name) => {
        const by = now[name] - before[name];
        const change = Math.abs(by) > SAME ? `${by > 0 ? "+" : ""}${short(by)}` : "";
        const below = now[name] < -SAME ? " below" : "";
        const bar = make("div", { class: `bar${below}`, style: `--share: ${Math.max(0, now[name]) || 0}` });
        return this.row(name, [short(now[name]), bar, change].map((part) => make("td", {}, part)));
      });
      this.shown.replaceChildren(...rows);
    }

    row(name, cells) {
      return make("tr", {}, make("th", { scope: "row" }, name), ...cells);
    }

    build(counts) {
      this.fields = counts.map((row, i) => row.map((_, j) => this.field(i, j)));
      const head = (_, j) => make("th", { scope: "col" }, `cluster ${this.nameOf(j)} `, this.exchange(j));
      const cells = (row, i) => row.map((field, j) => this.cell(field, i, j));
      this.sums = counts.map(() => make("small"));
      const rows = this.fields.map((row, i) => this.row(this.classes[i], cells(row, i)));
      rows.forEach((row, i) => row.firstChild.append(" ", this.sums[i]));
      this.table.replaceChildren(make("tr", {}, make("td"), ...counts[0].map(head)), ...rows);
    }

    field(i, j) {
      const field = make("input", { type: "number", min: 0, max: MOST, "aria-label": this.nameOfCell(i, j) });
      field.addEventListener("change", () => this.put(i, j, field.value));
      return field;
    }

    // A mouse and a finger have buttons; keys have the arrows of the field.
    cell(field, i, j) {
      const by = (sign, step) => {
        const about = { "aria-label": `${sign}1 ${this.nameOfCell(i, j)}`, tabindex: -1 };
        return button(sign, () => this.put(i, j, this.state.counts[i][j] + step), about);
      };
      return make("td", {}, make("div", {}, field, make("span", {}, by("−", -1), by("+", 1))));
    }

    // A cluster takes the name of the next one, and the last one that of the first.
    exchange(j) {
      const next = () => (j + 1) % this.state.counts[0].length;
      const swapped = (row) => row.map((count, k) => (k === j ? row[next()] : k === next() ? row[j] : count));
      const act = () => {
        const counts = this.state.counts.map(swapped);
        const names = `${this.nameOf(j)} and ${this.nameOf(next())}`;
        const renamed = String(counts) !== String(this.state.counts);
        this.take(counts, `Clusters ${names} have exchanged names.`, { renamed });
      };
      return button("⇄", act, { "aria-label": `Exchange the names of cluster ${this.nameOf(j)} and the next` });
    }

    // Acts

    take(counts, words, more) {
      this.go({ counts, said: `${words}  ${this.inWords(counts)}.`, ...more });
    }

    put(i, j, value) {
      const count = Math.min(MOST, Math.max(0, Math.round(value) || 0));
      const counts = this.state.counts.map((row) => [...row]);
      counts[i][j] = count;
      const limits = String(count) === String(value) ? "" : `  Counts are whole numbers from 0 to ${MOST}.`;
      this.take(counts, `${this.nameOfCell(i, j)}: ${count}.${limits}`, { edited: true });
    }

    addCluster() {
      const { counts } = this.state;
      if (counts[0].length === MOST_CLUSTERS) return this.say("There is room for nine clusters.");
      return this.take(counts.map((row) => [...row, 0]), `Cluster ${this.nameOf(counts[0].length)} has no points yet.`);
    }

    // Lines and address

    lines() {
      return `from helpers import adjusted_mutual_information, scoreboard

counts = ${JSON.stringify(this.state.counts).replaceAll(",", ", ")}
truth, labels = [], []
for row, numbers in enumerate(counts):
    for column, count in enumerate(numbers):
        truth += [row] * count
        labels += [column] * count

print(adjusted_mutual_information(truth, labels))
scoreboard(truth, labels)`;
    }

    written({ counts }) {
      return `counts=${counts.map(String).join(";")}`;
    }

    read(parts) {
      const text = parts.get("counts") ?? "";
      const counts = text.split(";").map((row) => row.split(",").map(Number));
      const clusters = counts[0].length;
      const whole = /^\d+([,;]\d+)*$/.test(text) && counts.flat().every((count) => count <= MOST);
      const fits = counts.length === this.classes.length && clusters <= MOST_CLUSTERS;
      if (!whole || !fits || counts.some((row) => row.length !== clusters)) return undefined;
      return { counts, said: `Scores: ${this.inWords(counts)}.` };
    }
  }

  boards.kinds = { ...boards.kinds, scores: Scoreboard };
})();
