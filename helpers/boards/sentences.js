// What a step has done, in the words and digits of helpers.describe, and the words for acts by hand.
(() => {
  const boards = (globalThis.courseBoards ??= {});
  const { UNASSIGNED, countsOf } = boards;
  const HEADINGS = { start: "Start", assign: "Assignment", update: "Update" };

  // Round to some digits, as Python does: half to even, seen on the exact value.
  const significant = (number, digits) => {
    if (number === 0) return 0;
    const [mantissa, exponent] = number.toExponential(60).split("e");
    const all = mantissa.replace(/[-.]/g, "");
    const tie = /^50*$/.test(all.slice(digits));
    if (!tie || all[digits - 1] % 2) return Number(number.toPrecision(digits));
    const kept = `${all[0]}.${all.slice(1, digits)}e${exponent}`;
    return Math.sign(number) * Number(kept);
  };

  // Four digits, as Python's format :.4g.
  const fourDigits = (number) => {
    const short = significant(number, 4);
    const exponent = short && Math.floor(Math.log10(Math.abs(short)) + 1e-9);
    if (exponent >= -4 && exponent < 4) return String(short);
    const [mantissa, power] = short.toExponential().split("e");
    return `${mantissa}e${power[0]}${power.slice(1).padStart(2, "0")}`;
  };

  const shortInertia = (inertia) => {
    if (!(inertia >= 100 && inertia < 1e7)) return fourDigits(inertia);
    return significant(inertia, Math.floor(Math.log10(inertia)) + 2).toFixed(1);
  };

  const counted = (number, noun) => `${number || "no"} ${noun}${number === 1 ? "" : "s"}`;

  const heading = ({ phase, iteration }) =>
    phase === "start" ? HEADINGS.start : `${HEADINGS[phase]} ${iteration}`;

  const describe = (step, previous) => {
    if (step.phase === "start") {
      return `Start: ${counted(step.means.length, "mean")}, and no point has a label`;
    }
    const changed = `${counted(step.changed, "point")} changed label`;
    const what = step.phase === "assign" ? changed : "the means moved to their points";
    const before = previous && previous.phase !== "start";
    const from = before ? `${shortInertia(previous.inertia)} → ` : "";
    return `${heading(step)}: ${what}; inertia ${from}${shortInertia(step.inertia)}`;
  };

  // A place with as many decimals as its picture can tell apart.
  const placed = (place, decimals) =>
    `(${place.map((value) => value.toFixed(Math.max(0, decimals))).join(", ")})`;

  const sizesOf = (step) => countsOf(step.labels, step.means.length);

  // The inertia now, or what the next assignment would have after something was moved by hand.
  const inertiaInWords = ({ inertia, coming }) => {
    if (coming !== undefined) return `Inertia ${shortInertia(coming)} at the next assignment`;
    return Number.isNaN(inertia) ? undefined : `Inertia ${shortInertia(inertia)}`;
  };

  // Where everything is, for those who cannot see the picture.
  const standing = (step, decimals) => {
    const sizes = sizesOf(step);
    const each = step.means.map(
      (mean, label) => `Mean ${label} at ${placed(mean, decimals)}, ${counted(sizes[label], "point")}.`,
    );
    const bare = step.labels.filter((label) => label === UNASSIGNED).length;
    const rest = bare ? [`${counted(bare, "point")} without a label.`] : [];
    const inertia = inertiaInWords(step);
    const known = inertia ? [`${inertia}.`] : [];
    const begun = `${counted(step.points.length, "point")}, ${counted(step.means.length, "mean")}.`;
    return [begun[0].toUpperCase() + begun.slice(1), ...each, ...rest, ...known].join(" ");
  };

  Object.assign(boards, {
    significant, fourDigits, shortInertia, counted, describe, placed, sizesOf, inertiaInWords, standing,
  });
})();
