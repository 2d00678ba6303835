// A talk: one slide at a time.  The keys of a clicker step what is played on a slide, then go on.
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const ON = { PageDown: 1, ArrowRight: 1, ArrowDown: 1, " ": 1, PageUp: -1, ArrowLeft: -1, ArrowUp: -1 };
  const OWN = ".board :is(.stage, .stage *), select, input, textarea, summary";
  const { classList, dataset } = document.documentElement;
  const [nav, title] = [document.querySelector("nav"), document.title];
  let at, speaker;

  const button = (words, sign, act) => {
    const element = document.createElement("button");
    Object.assign(element, { textContent: sign, title: words, ariaLabel: words, onclick: act });
    nav.append(element);
    return element;
  };

  // What is too large for its slide becomes smaller, and a picture as large as its room.
  const fit = () => {
    const shown = slides[at].querySelector(".shown");
    if (!shown || shown.querySelector("step-player")) return;
    const inner = shown.firstElementChild;
    inner.style.zoom = 1;
    const share = Math.min(shown.clientWidth / inner.scrollWidth, shown.clientHeight / inner.scrollHeight);
    inner.style.zoom = Math.min(1.6, share);
  };

  const tell = () => {
    if (!speaker || speaker.closed) return;
    const next = slides[at + 1]?.querySelector("h2").textContent ?? "the end";
    const { document: page } = speaker;
    page.title = `Notes: ${title}`;
    page.body.innerHTML = slides[at].querySelector("h2").outerHTML + slides[at].querySelector(".notes").innerHTML;
    page.body.append(`${at + 1} of ${slides.length}.  Next: ${next}`);
    page.body.style.font = "1.4rem/1.5 sans-serif";
  };

  const show = (number) => {
    at = Math.max(0, Math.min(number, slides.length - 1));
    slides.forEach((slide, place) => slide.classList.toggle("now", place === at));
    count.textContent = `${at + 1} / ${slides.length}`;
    history.replaceState(null, "", `#${at + 1}`);
    fit();
    tell();
  };

  const go = (by) => {
    const played = slides[at].querySelector("step-player[ready]");
    if (!played?.turn(by)) show(at + by);
  };

  const full = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.()?.catch(() => {});
  };

  const speak = () => {
    speaker = open("", "notes", "popup,width=800,height=600");
    speaker?.addEventListener("keydown", press);
    tell();
  };

  const toggle = (name) => {
    classList.toggle(name);
    fit();
  };

  const theme = () => {
    dataset.theme = dataset.theme === "dark" ? "light" : "dark";
  };

  const ACTS = {
    Home: () => show(0), End: () => show(slides.length - 1), F5: full, f: full, d: theme, s: speak,
    c: () => toggle("no-code"), n: () => toggle("with-notes"), ".": () => toggle("blank"), b: () => toggle("blank"),
  };

  const press = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const taken = !event.key.startsWith("Page") && event.target.closest?.(OWN);
    const act = !taken && (ON[event.key] ? () => go(ON[event.key]) : ACTS[event.key]);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation(); // a player would go on by itself
    if (event.type === "keyup") return;
    if (event.key !== "." && event.key !== "b") classList.remove("blank");
    act();
  };

  if (matchMedia("(prefers-color-scheme: dark)").matches) theme();
  button("Previous slide", "‹", () => show(at - 1));
  const count = button("Notes below the slide", "", ACTS.n);
  button("Next slide", "›", () => show(at + 1));
  for (const type of ["keydown", "keyup"]) document.addEventListener(type, press, { capture: true });
  addEventListener("resize", fit);
  addEventListener("load", fit);
  addEventListener("hashchange", () => show(Number(location.hash.slice(1)) - 1));
  show((Number(location.hash.slice(1)) || 1) - 1);
})();
