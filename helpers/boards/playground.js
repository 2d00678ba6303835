// A board on which the reader makes a run of k-means: it keeps one state, and everything follows from it.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { set, drawingIn, Plane, Panel, Hands, Guessing, Share, listen, FATES, generator } = boards;
  const { begun, assigned, updated, over, nextAct, whyNot, undecided, asMany, standing } = boards;
  const RUN_MS = 800; // how long each step of a run stands
  const HELP = "Arrow keys move a cross, Enter presses there, Delete erases.";

  class Playground {
    constructor(element) {
      const given = element.querySelector(":scope > script").textContent;
      Object.assign(this, JSON.parse(given), { element, mode: "move", past: [], looks: {} });
      Object.assign(this, { ends: [], found: new Set(), fates: {} });
      const picture = drawingIn(element.querySelector(":scope > .sp-still"), this.key, element.id);
      element.style.cssText += picture.getAttribute("style");
      for (const set of this.data) set.points = boards.inRows(set.points, set.columns.length);
      this.random = generator(Math.floor(Math.random() * 2 ** 32));
      this.plane = new Plane(element.id, picture.firstElementChild);
      this.panel = new Panel(this, this.data, this.note);
      element.prepend(this.panel.whole);
      this.guessing = new Guessing(this);
      this.share = new Share(this, boards);
      listen(this.plane, new Hands(this));
      this.setMode("move");
      this.reset();
      this.share.restore();
    }

    // States

    get dataSet() {
      return this.data.find(({ name }) => name === this.state.data);
    }

    // Take a state that follows from the one before.
    go(state, seen = {}) {
      if (this.state) this.past.push(this.state);
      this.show(state, seen);
      this.remember(state);
    }

    undo() {
      this.pause();
      if (this.past.length) this.show(this.past.pop());
    }

    show(state, { answer = "", ...seen } = {}) {
      const fresh = this.state?.data !== state.data;
      this.state = state;
      this.guessing.asked = undefined;
      if (fresh) this.fit();
      this.panel.said.textContent = state.said;
      this.panel.answer.textContent = answer;
      this.askAboutEmpty();
      this.draw(seen);
      this.panel.showInertia(state);
      this.panel.data.list.value = state.data;
      this.panel.k.list.value = state.means.length || this.panel.k.list.value;
      this.panel.python.textContent = boards.pythonLines(state, this.dataSet);
      this.panel.command.textContent = boards.commandLine(state, this.dataSet);
    }

    fit() {
      this.plane.fit(this.dataSet);
      const [across, up] = this.dataSet.columns;
      const axes = up ? `${across} across, ${up} upwards` : `${across} across`;
      set(this.plane.svg, { "aria-label": `Plane: ${axes}. ${HELP}` });
    }

    draw(seen = {}) {
      this.plane.show(this.state, { borders: this.looks.borders, ...seen });
      this.panel.showActs(nextAct(this.state), this.timer, this.past.length);
    }

    say(words) {
      this.panel.said.textContent = words;
    }

    // Keep what a state has shown, also when it is undone.
    remember(state) {
      const done = boards.doneBy(state, this.ends, this.dataSet.groups ?? NaN);
      const fresh = done.filter(({ name }) => !this.found.has(name));
      for (const { name, words, shows } of fresh) {
        this.found.add(name);
        this.panel.answer.append(` Found out: ${words}  ${shows}`);
      }
      if (over(state)) this.ends.push(state);
      if (over(state) && state.fate) this.fates[state.fate] = state;
      this.panel.showTasks(this.found);
      this.panel.showFates(this.fates);
    }

    // Acts of the algorithm

    act(name) {
      this.pause();
      const why = whyNot(this.state, name);
      if (why) return this.say(why);
      if (this.looks.guess && this.guessing.ask(name)) return undefined;
      return this.step(name);
    }

    step(name, seen = {}) {
      const before = this.state.means;
      const next = name === "assign" ? assigned(this.state) : updated(this.state);
      this.go(next, { ...seen, from: name === "update" ? before : undefined });
    }

    toggleRun() {
      if (this.timer) return this.pause();
      const why = whyNot(this.state, nextAct(this.state));
      if (why) return this.say(why);
      this.timer = setInterval(() => this.runOn(), RUN_MS);
      return this.runOn();
    }

    runOn() {
      if (!undecided(this.state).length && nextAct(this.state)) this.step(nextAct(this.state));
      if (over(this.state) || undecided(this.state).length) this.pause();
    }

    pause() {
      clearInterval(this.timer);
      this.timer = undefined;
      if (this.state) this.panel.showActs(nextAct(this.state), false, this.past.length);
    }

    askAboutEmpty() {
      const [mean] = undecided(this.state);
      if (mean === undefined) return this.panel.ask();
      const answers = Object.keys(FATES).map((fate) => [fate, () => this.decide(fate, mean)]);
      return this.panel.ask(`Mean ${mean} has no points.  What shall become of it?`, answers);
    }

    decide(fate, mean) {
      this.go(FATES[fate](this.state, mean, this.random, this.plane.decimals));
      this.panel.acts.run.focus();
    }

    // Starts

    take(name) {
      const { points } = this.data.find((one) => one.name === name);
      const k = Number(this.panel.k.list.value);
      if (!points.length) this.setMode("points");
      this.begin(begun(name, points, this.chosen(points, k, [])));
    }

    // The same points, and a start with as many means as the list says.
    startAgain() {
      const { data, points, means, edited } = this.state;
      const chosen = this.chosen(points, Number(this.panel.k.list.value), means);
      this.begin({ ...begun(data, points, chosen), edited });
    }

    // Where k means start, in the way that the list says; by hand they stay where they are.
    chosen(points, k, means) {
      const ways = { "at random": "atRandom", "farthest first": "farthestFirst", "k-means++": "plusPlus" };
      const way = boards[ways[this.panel.start.list.value]];
      return way ? way(points, k, this.random) : asMany(means, points, k);
    }

    begin(state) {
      this.pause();
      this.go(state);
    }

    reset() {
      this.panel.start.list.value = "by hand";
      this.begin(begun(this.data[0].name, this.data[0].points, this.means));
    }

    // Looks and words

    chooseMode(mode) {
      this.setMode(mode);
      this.say(`A press on the plane will now ${boards.MODES[mode].toLowerCase()}.`);
    }

    // A press on the plane does one thing at a time.
    setMode(mode) {
      this.mode = mode;
      this.panel.showMode(mode);
      set(this.plane.svg, { "data-mode": mode });
    }

    look(how) {
      Object.assign(this.looks, how);
      if (how.guess === false && this.guessing.asked) this.show(this.state);
      else this.draw();
    }

    sayAll() {
      this.say(standing(this.state, this.plane.decimals));
    }
  }

  boards.kinds = { ...boards.kinds, playground: Playground };
})();
