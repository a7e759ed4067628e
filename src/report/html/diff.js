// What does not hold, and by how much.

const REMARKS = {
  whitespace: "differs only in white space",
  case: "differs only in case",
  namespace: "is in another namespace",
  order: "stands in another place",
};

/** One side of a difference as text. */
function sideText(side, kind) {
  const value = side.value;
  switch (side.is) {
    case "absent": return ["(absent)", true];
    case "nil": return ["(nil)", true];
    case "secret": return ["(hidden)", true];
    case "text":
      if (value === "") return ["(empty)", true];
      return [oneLine(kind === "whitespace" ? value.replace(/ /g, "·").replace(/\u00a0/g, "\\u{a0}") : value), false];
    default: return [value || "", side.is === "words"];
  }
}

/** Two texts with what differs marked: all between the first and the last difference. */
function marked(expected, received) {
  const a = Array.from(expected), b = Array.from(received);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const cut = (list, tag) => {
    const middle = list.slice(head, list.length - tail).join("");
    return [visible(list.slice(0, head).join("")), middle && h(tag, {}, visible(middle)), visible(list.slice(list.length - tail).join(""))];
  };
  // Texts with little in common are easier to read whole.
  if (head + tail < 2 && Math.max(a.length, b.length) > 2) return [[visible(expected)], [visible(received)]];
  return [cut(a, "del"), cut(b, "ins")];
}

/** One difference as a row: where, what was expected, what came. */
function differenceRow(failure, difference, scenario) {
  const received = { state: "holds", answer: "answered" }[failure.kind] || "received";
  const [left, leftOurs] = sideText(difference.expected, difference.kind);
  const [right, rightOurs] = sideText(difference.received, difference.kind);
  const both = leftOurs || rightOurs ? [[visible(left)], [visible(right)]] : marked(left, right);
  const side = (label, ours, content, mood, place) => h("div.side." + mood, {},
    h("span.label", {}, label), h("span.value" + (ours ? ".ours" : ""), {}, content), place);
  const place = difference.place && difference.place.line &&
    h("a.place", { href: "#" + scenario.slug + "/L" + difference.place.line }, "line " + difference.place.line);
  const at = difference.request && h("span.place", {}, "request line " + difference.request.line + ", column " + difference.request.column);
  const lines = difference.lines && h("pre.lines", {}, difference.lines.map(([sign, line]) =>
    h("span." + ({ "-": "expected", "+": "received" }[sign] || "same"), {}, sign + " " + line + "\n")));
  const by = difference.written_by;
  return h("div.difference", {},
    h("div.path", {}, h("code", {}, visible(difference.path || "(the whole)")), REMARKS[difference.kind] && h("span.muted", {}, " " + REMARKS[difference.kind])),
    lines ? [h("div.muted", {}, "- expected  + " + received), lines] : [
      side("expected", leftOurs, both[0], "expected", place),
      side(received, rightOurs, both[1], "received", at),
    ],
    by && h("div.muted", {}, "written by ", h("a", { href: "#" + scenario.slug + "/" + by.exchange }, "exchange " + by.exchange),
      ", " + by.operation, by.rule && [": ", ruleLine(by.rule.id, by.rule.evidence, by.rule.title)]));
}

const SHOWN = 50;

/** A failure or a warning in full; `brief` when the rules that fired stand nearby. */
function failureCard(failure, scenario, isWarning, brief) {
  const near = failure.near.map((one, n) => h("div.near", {},
    h("div", {}, h("span.label", {}, n === 0 ? "nearest" : "also near"), " ",
      one.exchange ? h("a", { href: "#" + scenario.slug + "/" + one.exchange }, visible(one.what)) : visible(one.what),
      one.place && h("a.place", { href: "#" + scenario.slug + "/L" + one.place.line }, " line " + one.place.line),
      n > 0 && h("span.muted", {}, " (" + plural(one.differences.length, "difference") + ")")),
    n === 0 && one.differences.slice(0, 5).map((difference) => differenceRow(failure, difference, scenario)),
    n === 0 && one.differences.length > 5 && h("div.muted", {}, "… and " + plural(one.differences.length - 5, "more difference"))));
  const rest = failure.differences.length - SHOWN;
  return h("article.failure" + (isWarning ? ".warning" : ".bad"), {},
    h("h4", {}, h("span.sign", { "aria-hidden": "true" }, isWarning ? "!" : "✗"),
      h("span", {}, h("span.hidden", {}, isWarning ? "warning: " : "failure: "), oneLine(failure.title))),
    h("div.where", {},
      failure.place && h("a", { href: "#" + scenario.slug + "/L" + failure.place.line },
        failure.place.file.split(/[\/\\]/).pop() + ":" + failure.place.line + ":" + failure.place.column),
      failure.exchange && h("a", { href: "#" + scenario.slug + "/" + failure.exchange }, "exchange " + failure.exchange),
      failure.equal > 0 && h("span.muted", {}, plural(failure.equal, "value") + " as expected")),
    failure.differences.slice(0, SHOWN).map((difference) => differenceRow(failure, difference, scenario)),
    rest > 0 && h("div.muted", {}, "… and " + plural(rest, "more difference")),
    (!brief || failure.kind === "quirk") && failure.rules.length > 0 && h("ul.plain", {}, failure.rules.slice(0, 3).map((rule) => h("li", {},
      h("span.label", {}, failure.kind === "quirk" ? "rule " : "fired "), ruleLine(rule.id, rule.evidence, rule.title))),
    failure.rules.length > 3 && h("li.muted", {}, "… and " + plural(failure.rules.length - 3, "more rule"))),
    near,
    failure.notes.map((note) => h("p.note", {}, visible(note))));
}
