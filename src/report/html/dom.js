// Elements, and the blocks of data. Nothing here or elsewhere parses markup: foreign text becomes text nodes only.

/** An element: h("a.link", { href: "#x" }, "text", child). Children that are null or false are left out. */
function h(spec, attributes, ...children) {
  const [tag, ...classes] = spec.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  put(element, children);
  return element;
}

function put(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** Control characters, made visible. */
function visible(text) {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (c) => "\\u{" + c.codePointAt(0).toString(16) + "}");
}

/** The same with line ends, for what stands on one line. */
function oneLine(text) {
  return visible(text.replace(/\r/g, "\\r").replace(/\n/g, "\\n").replace(/\t/g, "\\t"));
}

function plural(n, noun) {
  return n === 1 ? "1 " + noun : n + " " + noun + "s";
}

function time(seconds) {
  if (seconds < 0.001) return "<1 ms";
  return seconds < 1 ? Math.round(seconds * 1000) + " ms" : seconds.toFixed(2) + " s";
}

const suite = JSON.parse(document.getElementById("suite").textContent);
const unpacked = new Map();

/** A block of data, unpacked when it is first looked at. */
function block(name) {
  if (!unpacked.has(name)) unpacked.set(name, unpack(document.getElementById(name)));
  return unpacked.get(name);
}

async function unpack(element) {
  const text = element.textContent;
  element.textContent = "";
  if (element.dataset.form === "json") return JSON.parse(text);
  if (typeof DecompressionStream === "undefined") {
    throw new Error("this browser cannot unpack the exchanges: it is older than 2023");
  }
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

const OUTCOMES = {
  "passed": ["✓", "good"],
  "failed": ["✗", "bad"],
  "inconclusive": ["?", "warning"],
  "nothing arrived": ["∅", "bad"],
  "could not run": ["⊘", "bad"],
};
const MOODS = { good: "✓", warning: "!", bad: "✗", plain: "·" };
const MOOD_WORDS = { good: "done", warning: "done with a warning", bad: "not done", plain: "no message" };

/** The outcome of a scenario: a sign, a word and a color. */
function outcomeBadge(outcome) {
  const [sign, mood] = OUTCOMES[outcome] || ["?", "plain"];
  return h("span.badge." + mood, {}, h("span.sign", { "aria-hidden": "true" }, sign), outcome);
}

/** How sure a rule is. */
function evidenceBadge(evidence) {
  return evidence && h("span.evidence." + evidence, { title: "how sure this rule is" }, evidence);
}

/** A rule with its title and evidence. */
function ruleLine(id, evidence, title) {
  return h("span.rule", {}, h("code", {}, id), " ", evidenceBadge(evidence), " ",
    title || suite.rules[id.split("/")[0]] || "");
}

/** A button that copies a text. */
function copyButton(label, text) {
  const button = h("button.quiet", { type: "button" }, label);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "function" ? text() : text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Could not copy";
    }
    setTimeout(() => { button.textContent = label; }, 1500);
  });
  return button;
}
