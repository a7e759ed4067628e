// One scenario: filters and exchanges on the left, the chosen one (or the verdict) on the right.

/** A scenario with what the page looks up in it. */
async function loadScenario(head) {
  if (head.rows) return head;
  const data = await block(head.block);
  head.verdict = data.verdict;
  head.source = data.source === "" ? [] : data.source.replace(/\n$/, "").split("\n");
  head.rows = data.rows;
  head.failuresOf = new Map();
  head.linksOf = new Map();
  head.exchangesOf = new Map();
  head.problems = new Map();
  const push = (map, key, value) => {
    if (!map.has(key)) map.set(key, []);
    if (!map.get(key).includes(value)) map.get(key).push(value);
  };
  const judge = (failure, isWarning) => {
    const one = { failure, isWarning };
    const seqs = new Set([failure.exchange, ...failure.differences.map((d) => d.written_by && d.written_by.exchange)]);
    if (failure.near.length > 0) seqs.add(failure.near[0].exchange);
    for (const seq of seqs) if (seq) push(head.failuresOf, seq, one);
    for (const [line, problem] of problemLines(failure, isWarning)) push(head.problems, line, problem);
  };
  head.verdict.failures.forEach((failure) => judge(failure, false));
  head.verdict.warnings.forEach((warning) => judge(warning, true));
  for (const [seq, line, kind] of data.links) {
    push(head.linksOf, seq, [line, kind]);
    push(head.exchangesOf, line, seq);
  }
  head.index = new Map(head.rows.map((row, n) => [row.seq, n]));
  return head;
}

/** The lines of the scenario that a failure is about, with what is wrong there. */
function problemLines(failure, isWarning) {
  const problem = { sign: isWarning ? "!" : "✗", mood: isWarning ? "warning" : "bad", text: failure.title };
  const out = [];
  for (const difference of failure.differences) {
    if (!difference.place) continue;
    const [expected] = sideText(difference.expected, difference.kind);
    const [received] = sideText(difference.received, difference.kind);
    const path = difference.path ? difference.path + " " : "";
    out.push([difference.place.line, { ...problem, text: path + "is " + received + ", expected " + expected }]);
  }
  if (failure.place && !out.some(([line]) => line === failure.place.line)) out.push([failure.place.line, problem]);
  return out;
}

function problemMarks(problems) {
  const below = problems.slice(0, 5).map((problem) => h("span.problem." + problem.mood, {}, problem.sign + " " + oneLine(problem.text)));
  if (problems.length > 5) below.push(h("span.problem", {}, "… and " + (problems.length - 5) + " more"));
  const worst = problems.find((problem) => problem.mood === "bad") || problems[0];
  return { mark: worst.sign, mood: worst.mood, below };
}

/** A line of the scenario. */
function sourceRow(scenario, n, { mark, mood, remark, below }) {
  const line = scenario.source[n - 1] || "";
  const found = /^(\s*(?:- )?)((?:[\w.$-]+|"[^"]*"):)?(.*?)(\s#.*)?$/.exec(line) || [line, "", "", line, ""];
  const comment = /^\s*#/.test(line);
  const content = comment ? h("span.y-comment", {}, visible(line)) : [found[1], found[2] && h("span.y-key", {}, visible(found[2])), visible(found[3] || ""), found[4] && h("span.y-comment", {}, visible(found[4]))];
  const seqs = scenario.exchangesOf.get(n) || [];
  return h("div.row" + (mood ? "." + mood : ""), { id: "L" + n },
    h("span.mark", {}, mark), h("a.number", { href: "#" + scenario.slug + "/L" + n, "aria-label": "line " + n }, n),
    h("span.content", {}, content,
      remark === undefined && seqs.length > 0 && h("span.seqs", {}, " ", seqs.slice(0, 5).map((seq) => h("a", { href: "#" + scenario.slug + "/" + seq, title: "exchange " + seq }, "#" + seq)),
        seqs.length > 5 && " … " + seqs.length),
      remark && h("span.seqs", {}, " ", remark), below));
}

function sourceView(scenario) {
  return h("div.source", {}, scenario.source.map((_, at) => {
    const problems = scenario.problems.get(at + 1);
    return sourceRow(scenario, at + 1, problems ? problemMarks(problems) : { mark: "" });
  }));
}

function coverageView(coverage) {
  return coverage.filter((c) => c.fired.length + c.idle.length > 0).map((c) => {
    const all = c.fired.length + c.idle.length;
    const list = (word, ids) => ids.length > 0 && h("div", {}, h("div.muted", {}, word), h("ul.ids", {}, ids.map((id) => h("li", {}, h("code", { title: suite.rules[id] || "" }, id)))));
    return h("details.coverage", {}, h("summary", {}, h("strong", {}, c.vendor), " " + c.fired.length + " of " + plural(all, "rule") + " exercised ",
      h("meter", { min: 0, max: all, value: c.fired.length, "aria-label": "rules exercised" })),
      list("exercised", c.fired), list("not exercised", c.idle));
  });
}

function verdictView(scenario) {
  const verdict = scenario.verdict;
  const facts = [scenario.met + " of " + plural(scenario.expectations, "expectation") + " met", plural(scenario.messages, "message"),
    plural(scenario.exchanges, "exchange"), scenario.findings > 0 && plural(scenario.findings, "finding"), time(scenario.seconds)];
  const evidence = [...verdict.evidence];
  return h("article.detail", {},
    h("header", {}, h("h2", { tabindex: "-1" }, visible(scenario.title)),
      h("p.facts", {}, outcomeBadge(scenario.outcome), facts.filter(Boolean).map((fact) => h("span", {}, fact))),
      h("p.muted", {}, h("code", {}, visible(scenario.file)))),
    verdict.reasons.map((reason) => h("p.reason", {}, oneLine(reason))),
    verdict.failures.length > 0 && section("What does not hold", "failures", listed(verdict.failures, (failure) => failureCard(failure, scenario, false))),
    verdict.warnings.length > 0 && section("Warnings", "warnings", listed(verdict.warnings, (warning) => failureCard(warning, scenario, true))),
    verdict.next && h("p.note", {}, "Next: ", h("code", {}, visible(verdict.next))),
    scenario.source.length > 0 && section("Scenario", "source", sourceView(scenario)),
    evidence.length > 0 && section("What the verdict rests on", "evidence", h("ul.plain", {}, evidence.map((used) => h("li", {}, ruleLine(used.id, used.evidence),
      h("span.muted", {}, " · " + plural(used.exchanges, "exchange") + ", first "), h("a", { href: "#" + scenario.slug + "/" + used.first }, "#" + used.first))))),
    verdict.coverage.length > 0 && section("Rule coverage", "coverage", coverageView(verdict.coverage)));
}

/** A long list, shown piece by piece. */
function listed(items, make) {
  const box = h("div", {});
  const more = (from) => {
    put(box, items.slice(from, from + 100).map(make));
    if (from + 100 >= items.length) return;
    const button = h("button", { type: "button" }, "Show more of " + items.length);
    button.addEventListener("click", () => { button.remove(); more(from + 100); });
    box.append(button);
  };
  more(0);
  return box;
}

/** The list with its filters. Calls `changed` when other rows are shown. */
function exchangeList(scenario, changed) {
  const distinct = (values) => [...new Set(values)].sort();
  const select = (label, options) => h("select", { "aria-label": label, onchange: () => apply() }, options.map(([value, text]) => h("option", { value }, text)));
  const options = (all, values) => [["", all], ...values.map((v) => ["=" + v, visible(v)])];
  const outcome = select("outcome", [["", "any outcome"], ["failures", "in a failure"], ["bad", "not done"], ["warning", "done with a warning"],
    ...distinct(scenario.rows.map((row) => row.outcome)).map((v) => ["=" + v, visible(v)])]);
  const operation = select("operation", options("any operation", distinct(scenario.rows.map((row) => row.what))));
  const rule = select("rule or finding", options("any rule or finding", distinct(scenario.rows.flatMap((row) => [...(row.rules || []), ...(row.findings || [])]))));
  const id = h("input", { type: "search", placeholder: "id", "aria-label": "id", oninput: () => apply(), autocomplete: "off", spellcheck: "false" });
  const text = h("input.search", { type: "search", placeholder: "any text, bodies too ( / )", "aria-label": "any text", oninput: () => apply(), autocomplete: "off", spellcheck: "false" });
  const status = h("p.count", { role: "status" });
  const list = h("ol.list", { "aria-label": "exchanges" });
  const hay = [];
  const rowHay = scenario.rows.map((row) => JSON.stringify(row).toLowerCase());
  let searched = false, shown = [], drawn = 0, chosen = null, waiting = null;

  const matches = (row, n) => {
    const wanted = outcome.value;
    if (wanted === "failures" ? !scenario.failuresOf.has(row.seq) : wanted.startsWith("=") ? row.outcome !== wanted.slice(1) : wanted && row.mood !== wanted) return false;
    if (operation.value && row.what !== operation.value.slice(1)) return false;
    if (rule.value && ![...(row.rules || []), ...(row.findings || [])].includes(rule.value.slice(1))) return false;
    if (id.value && !(row.id || "").toLowerCase().includes(id.value.trim().toLowerCase())) return false;
    const needle = text.value.trim().toLowerCase();
    return !needle || rowHay[n].includes(needle) || (hay[n] || "").includes(needle);
  };
  const searchBodies = async () => {
    searched = true;
    for (let n = 0; n < scenario.rows.length; n += suite.per_block) {
      const details = await block(scenario.block + "x" + n / suite.per_block);
      details.forEach((detail, m) => {
        hay[n + m] = [detail.request, detail.answer, detail.target, JSON.stringify(detail.record), JSON.stringify(detail.changes)].join("\n").toLowerCase();
      });
    }
    apply();
  };
  const line = (n) => {
    const row = scenario.rows[n];
    const failures = (scenario.failuresOf.get(row.seq) || []).filter((f) => !f.isWarning && f.failure.exchange === row.seq).length;
    const notes = [...(row.decided || []), ...(row.findings || [])];
    return h("li", {}, h("a.item", { href: "#" + scenario.slug + "/" + row.seq, "data-index": n },
      h("span.mood." + row.mood, { title: MOOD_WORDS[row.mood] }, MOODS[row.mood]),
      h("span.main", {}, h("span.seq", {}, row.seq), h("span.what", {}, visible(row.what)), row.id && h("code", {}, visible(row.id)),
        failures > 0 && h("span.badge.bad", {}, "✗ " + failures)),
      h("span.sub", {}, visible(row.outcome), row.fault && " · fault " + visible(row.fault), notes.length > 0 && " · " + notes.slice(0, 4).join(" ") + (notes.length > 4 ? " …" : ""))));
  };
  const draw = (upTo) => {
    const next = Math.min(shown.length, Math.max(upTo, drawn));
    for (; drawn < next; drawn++) list.append(line(shown[drawn]));
  };
  const apply = () => {
    const filtered = scenario.rows.map((row, n) => n).filter((n) => matches(scenario.rows[n], n));
    shown = filtered;
    drawn = 0;
    list.replaceChildren(h("li", {}, h("a.item.verdict", { href: "#" + scenario.slug + "/verdict" }, h("span.mood." + OUTCOMES[scenario.outcome][1], {}, OUTCOMES[scenario.outcome][0]),
      h("span.main", {}, h("strong", {}, "Verdict")), h("span.sub", {}, scenario.outcome + (scenario.failures > 0 ? ", " + plural(scenario.failures, "failure") : "")))));
    draw(300);
    const all = scenario.rows.length;
    status.textContent = all === 0 ? "No exchanges." : filtered.length === all ? plural(all, "exchange") : filtered.length + " of " + plural(all, "exchange");
    clearTimeout(waiting);
    if (text.value.trim() && !searched) {
      status.textContent += ", looking into the bodies …";
      waiting = setTimeout(searchBodies, 250);
    }
    mark();
    changed();
  };
  const mark = () => {
    for (const item of list.querySelectorAll("[aria-current]")) item.removeAttribute("aria-current");
    if (chosen !== null) draw(shown.indexOf(chosen) + 2);
    const item = chosen === null ? list.querySelector(".verdict") : list.querySelector('[data-index="' + chosen + '"]');
    if (item) {
      item.setAttribute("aria-current", "true");
      item.scrollIntoView({ block: "nearest" });
    }
  };
  const end = h("div.end", {});
  const pane = h("nav.left", { "aria-label": "exchanges" }, h("div.filters", {}, text, h("div.selects", {}, outcome, operation, rule, id), status), list, end);
  // Whoever reaches the end of the list gets more of it.
  new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting) || drawn >= shown.length) return;
    draw(drawn + 300);
  }).observe(end);
  return {
    pane,
    search: text,
    start: apply,
    choose: (index) => { chosen = index; mark(); },
    // The verdict stands before the first exchange.
    neighbour: (step, wanted) => {
      const all = [null, ...shown];
      let from = all.indexOf(chosen);
      if (from < 0) {
        // The chosen one is filtered out: go on from where it would stand.
        const after = all.findIndex((n) => n !== null && n > chosen);
        from = (after < 0 ? all.length : after) - (step > 0 ? 1 : 0);
      }
      for (let at = from + step; at >= 0 && at < all.length; at += step) {
        if (!wanted || (all[at] !== null && wanted(scenario.rows[all[at]]))) return all[at];
      }
      return undefined;
    },
  };
}
