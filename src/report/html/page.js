// The overview, the address, and the keys.

const app = document.getElementById("app");
const GRAVITY = ["could not run", "failed", "inconclusive", "nothing arrived", "passed"];
let current = null;
let visit = 0;
let overviewState = { outcome: "", text: "" };

function topBar(scenario) {
  return h("header.top", {},
    h("a.home", { href: "#" }, "mocklms"),
    scenario ? [h("span.crumb", { "aria-hidden": "true" }, "/"), h("a.crumb", { href: "#" + scenario.slug }, visible(scenario.title)), outcomeBadge(scenario.outcome)]
      : [h("span.crumb", {}, "report"), outcomeBadge(suite.outcome)],
    h("button.quiet.keys", { type: "button", onclick: () => help.showModal() }, "Keys ?"));
}

function overview() {
  const scenarios = suite.scenarios;
  const tile = (outcome) => {
    const n = scenarios.filter((s) => s.outcome === outcome).length;
    return n > 0 && h("li", {}, h("strong", {}, n), outcomeBadge(outcome));
  };
  const sum = (key) => scenarios.reduce((all, s) => all + s[key], 0);
  const total = [plural(scenarios.length, "scenario"), sum("met") + " of " + plural(sum("expectations"), "expectation") + " met", plural(sum("messages"), "message"),
    sum("findings") > 0 && plural(sum("findings"), "finding"), time(suite.seconds)];
  const body = h("tbody", {});
  const status = h("p.count", { role: "status" });
  const outcome = h("select", { "aria-label": "outcome", onchange: () => fill() }, h("option", { value: "" }, "any outcome"),
    GRAVITY.filter((o) => scenarios.some((s) => s.outcome === o)).map((o) => h("option", { value: o }, o)));
  const text = h("input.search", { type: "search", placeholder: "title, file or rule ( / )", "aria-label": "title, file or rule", oninput: () => fill(), autocomplete: "off" });
  outcome.value = overviewState.outcome;
  text.value = overviewState.text;
  const sorted = scenarios.map((s, n) => [s, n]).sort(([a, n], [b, m]) => GRAVITY.indexOf(a.outcome) - GRAVITY.indexOf(b.outcome) || n - m).map(([s]) => s);
  const fill = () => {
    overviewState = { outcome: outcome.value, text: text.value };
    const needle = text.value.trim().toLowerCase();
    const shown = sorted.filter((s) => (!outcome.value || s.outcome === outcome.value)
      && (!needle || [s.title, s.file, ...s.rules].join("\n").toLowerCase().includes(needle)));
    body.replaceChildren(...shown.map((s) => h("tr", {},
      h("td", {}, outcomeBadge(s.outcome)),
      h("td.title", {}, h("a", { href: "#" + s.slug }, visible(s.title)), h("div.muted", {}, h("code", {}, visible(s.file))), s.first && h("div.first", {}, oneLine(s.first))),
      h("td.number", { "data-label": "expectations met" }, s.met + " of " + s.expectations),
      h("td.number", { "data-label": "messages" }, s.messages),
      h("td.number", { "data-label": "findings" }, s.findings),
      h("td", { "data-label": "least sure rule" }, evidenceBadge(s.lowest) || "–"),
      h("td.number", { "data-label": "time" }, time(s.seconds)))));
    status.textContent = shown.length === scenarios.length ? "" : shown.length + " of " + plural(scenarios.length, "scenario");
  };
  fill();
  const evidence = suite.evidence;
  const levels = ["inferred", "observed", "documented"].map((level) => [level, evidence.filter(([, known]) => known === level)]).filter(([, list]) => list.length > 0);
  app.replaceChildren(topBar(null), h("main.overview", {},
    h("h1", { tabindex: "-1" }, "Report: " + suite.outcome),
    h("p.facts", {}, total.filter(Boolean).map((fact) => h("span", {}, fact))),
    h("ul.tiles", {}, GRAVITY.map(tile)),
    h("div.selects", {}, text, outcome, status),
    h("table.scenarios", {}, h("thead", {}, h("tr", {}, ["verdict", "scenario", "expectations met", "messages", "findings", "least sure rule", "time"].map((word) => h("th", { scope: "col" }, word)))), body),
    suite.coverage.length > 0 && section("Rule coverage", "coverage", coverageView(suite.coverage)),
    levels.length > 0 && section("Evidence", "evidence", h("p.muted", {}, "How sure the rules are that decided something in this run."),
      levels.map(([level, list]) => h("details", {}, h("summary", {}, evidenceBadge(level), " " + plural(list.length, "rule")),
        h("ul.plain", {}, list.map(([id, known, n]) => h("li", {}, ruleLine(id, known), h("span.muted", {}, " · " + plural(n, "exchange"))))))))));
  current = {
    search: text,
    step: (by) => {
      const links = [...body.querySelectorAll("td.title > a")];
      const at = links.indexOf(document.activeElement);
      const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
      if (next) next.focus();
    },
  };
}

async function scenarioPage(head, target) {
  const scenario = await loadScenario(head);
  if (!current || current.scenario !== scenario) {
    const right = h("main.right", { id: "right" });
    const list = exchangeList(scenario, () => {});
    const split = h("div.split", {}, list.pane, right);
    app.replaceChildren(topBar(scenario), split);
    const go = (index) => {
      if (index !== undefined) location.hash = "#" + scenario.slug + (index === null ? "" : "/" + scenario.rows[index].seq);
    };
    current = {
      scenario, right, list, split,
      search: list.search,
      step: (by) => go(list.neighbour(by)),
      nextFailure: () => go(list.neighbour(1, (row) => scenario.failuresOf.has(row.seq))),
    };
    list.start();
  }
  const mine = ++visit;
  const line = /^L(\d+)$/.exec(target);
  const index = scenario.index.get(Number(target));
  const showing = current;
  // On a narrow screen one of the two sides is shown.
  showing.split.classList.toggle("listing", target === "list");
  showing.list.choose(index === undefined ? null : index);
  const view = index === undefined ? verdictView(scenario) : await exchangeView(scenario, index);
  if (visit !== mine) return;
  const back = h("a.back", { href: "#" + scenario.slug + "/list" }, "← " + plural(scenario.exchanges, "exchange"));
  showing.right.replaceChildren(back, view);
  showing.right.scrollTop = 0;
  if (index === undefined && target && !line && target !== "verdict" && target !== "list") view.prepend(h("p.reason", {}, "There is no exchange " + visible(target) + " here."));
  const row = line && document.getElementById("L" + line[1]);
  if (row) {
    row.classList.add("aimed");
    row.scrollIntoView({ block: "center" });
  }
}

async function route() {
  const [slug, target] = decodeURIComponent(location.hash.slice(1)).split("/");
  const head = suite.scenarios.find((s) => s.slug === slug);
  try {
    if (head) {
      document.title = head.outcome + ": " + head.title;
      await scenarioPage(head, target || "");
    } else {
      document.title = suite.outcome + " - mocklms report";
      overview();
    }
  } catch (error) {
    app.append(h("p.reason", {}, "This part of the report cannot be shown: " + error.message));
  }
}

const KEYS = [["j / k", "next / previous"], ["Enter", "open, or go to what is shown"], ["f", "next exchange in a failure"], ["v", "the verdict"],
  ["/", "search"], ["u", "up: to the list, to the overview"], ["?", "this list"]];
const help = h("dialog", { "aria-label": "keys" }, h("h2", {}, "Keys"),
  h("table.fields", {}, h("tbody", {}, KEYS.map(([key, does]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key)), h("td", {}, does))))),
  h("form", { method: "dialog" }, h("button", {}, "Close")));
document.body.append(help);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open || !current) return;
  const typing = event.target.matches("input, select, textarea");
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const scenario = current.scenario;
  const actions = {
    "j": () => current.step(1),
    "k": () => current.step(-1),
    "f": () => current.nextFailure && current.nextFailure(),
    "v": () => { if (scenario) location.hash = "#" + scenario.slug + "/verdict"; },
    "/": () => { current.search.focus(); current.search.select(); },
    "u": () => { location.hash = scenario ? "#" : location.hash; },
    "?": () => help.showModal(),
    "Enter": () => {
      const heading = current.right && current.right.querySelector("h2");
      if (heading && !event.target.matches("a, button, summary")) heading.focus();
      return heading && !event.target.matches("a, button, summary");
    },
  };
  const action = actions[event.key];
  if (action && action() !== false && event.key !== "Enter") event.preventDefault();
});

window.addEventListener("hashchange", route);
route();
