// A question to type, the texts nearest to it, and the words that decide.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { make, button, choice, Ground, wordsOf, leftOut, corpusOf, nearestTo } = boards;
  const [SHOWN, LONGEST] = [5, 200];
  const WAYS = { weighed: "rare words weigh more (TF-IDF)", alike: "all words weigh the same" };
  const short = (number) => number.toFixed(3);

  class QuestionBoard extends Ground {
    constructor(element) {
      super(element);
      this.corpus = corpusOf(this.texts, this.stop);
      this.tasks = this.toFindOut();
      this.field = make("input", { type: "text", maxlength: LONGEST, "aria-label": "Your question" });
      this.ways = choice("Weights", Object.entries(WAYS), (way) => this.ask(this.field.value, way));
      const form = make("form", { class: "texts-asked" }, this.field, this.ways);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.find();
      });
      this.shown = make("ol", { class: "answers" });
      this.open([form], [button("Find the nearest", () => this.find())]);
      this.said.parentElement.after(this.shown);
    }

    toFindOut() {
      const before = () => this.past.at(-1) ?? this.state;
      const words = ({ question }) => wordsOf(question, this.corpus.stop);
      const sorted = (state) => String(words(state).sort());
      const first = ({ answers }) => answers[0].text;
      return [
        {
          words: "Ask about something that no paragraph speaks of.",
          shows: "No word is shared, so all cosines are 0: every angle is a right angle.",
          done: (state) => words(state).length > 0 && !state.answers[0].cosine,
        },
        {
          words: "Ask the same words in another order.",
          shows: "Nothing changes.  Words are counted, and their order is lost.",
          done: (state) => sorted(state) === sorted(before()) && String(words(state)) !== String(words(before())),
        },
        {
          words: "Ask with a rare word and common ones, let all weigh the same, and see another paragraph come first.",
          shows: "The weights decided, not the words alone.",
          done: (state) =>
            state.question === before().question && state.way !== before().way && first(state) !== first(before()),
        },
      ];
    }

    begin() {
      return this.stateOf(this.question, "weighed");
    }

    stateOf(question, way) {
      const answers = nearestTo(question, this.corpus, way === "weighed").slice(0, SHOWN);
      return { question, way, answers, said: this.inWords(question, answers) };
    }

    inWords(question, answers) {
      const small = leftOut(question, this.corpus.stop);
      const without = small.length ? `  Left out as small: ${small.join(", ")}.` : "";
      return this.nearestInWords(question, answers) + without;
    }

    nearestInWords(question, [{ text, parts, cosine }]) {
      if (!wordsOf(question, this.corpus.stop).length) return "No word of this question is left to compare.";
      if (!cosine) return "No paragraph has a word of this question: all cosines are 0.";
      const words = parts.map(([word]) => word).join(", ");
      return `Nearest: ${this.places[text]}, cosine ${short(cosine)}, by ${words}.`;
    }

    standing() {
      const { question, way, answers } = this.state;
      return `Asked: ${question}.  ${WAYS[way]}.  ${this.inWords(question, answers)}`;
    }

    find() {
      this.ask(this.field.value, this.state.way);
    }

    ask(question, way) {
      this.go(this.stateOf(question, way));
    }

    // What is nearest, with the words that decide marked

    draw() {
      const { question, way, answers } = this.state;
      this.field.value = question;
      this.ways.list.value = way;
      this.shown.replaceChildren(...answers.filter(({ cosine }) => cosine).map((answer) => this.drawn(answer)));
    }

    drawn({ text, parts, cosine }) {
      const bar = make("div", { class: "bar", style: `--share: ${Math.min(1, cosine)}` });
      const sums = parts.map(([word, part]) => `${word} ${short(part)}`).join(" + ");
      return make(
        "li",
        {},
        make("strong", {}, this.places[text]),
        make("p", { class: "sum" }, `cosine ${short(cosine)} = ${sums}`, bar),
        make("p", {}, ...this.marked(this.texts[text], new Set(parts.map(([word]) => word)))),
      );
    }

    marked(text, words) {
      const pieces = text.split(/([\p{L}\p{N}_]+)/u);
      return pieces.map((piece) => (words.has(piece.toLowerCase()) ? make("mark", {}, piece) : piece));
    }

    // Lines and address

    lines() {
      const { question, way } = this.state;
      const alike = way === "alike" ? ", use_idf=False" : "";
      return `from sklearn.feature_extraction.text import TfidfVectorizer

weigher = TfidfVectorizer(stop_words="english"${alike})
weighed = weigher.fit_transform(${this.code})
question = weigher.transform([${JSON.stringify(question)}])
nearness = (weighed @ question.T).toarray().ravel()
for i in nearness.argsort()[:-${SHOWN + 1}:-1]:
    print(nearness[i].round(3), list(${this.code})[i])`;
    }

    written({ question, way }) {
      return String(new URLSearchParams({ way, asked: question }));
    }

    read(parts) {
      const [way, question] = [parts.get("way"), parts.get("asked")];
      return way in WAYS && question?.length <= LONGEST ? this.stateOf(question, way) : undefined;
    }
  }

  boards.kinds = { ...boards.kinds, question: QuestionBoard };
})();
