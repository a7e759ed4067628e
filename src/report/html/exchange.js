// The right side for one exchange.

/** Every text of a record with its path, as scenarios name it: name.first, agents.0.id. */
function flat(value, path, out) {
  if (value === null || value === undefined) return out;
  if (typeof value !== "object") {
    out.push([path, String(value)]);
    return out;
  }
  const entries = Object.entries(value);
  if (entries.length === 0 && path) out.push([path, Array.isArray(value) ? "[]" : "{}"]);
  for (const [key, inner] of entries) flat(inner, path ? path + "." + key : key, out);
  return out;
}

function section(title, id, ...children) {
  return h("section", { id: "part-" + id }, h("h3", {}, title), children);
}

function fieldTable(value, differing) {
  const rows = flat(value, "", []);
  return h("table.fields", {}, h("tbody", {}, rows.map(([path, text]) => h("tr" + (differing.has(path) ? ".differs" : ""), {},
    h("th", { scope: "row" }, differing.has(path) && h("span.sign", { title: "differs from what was expected" }, "✗ "), visible(path)),
    h("td", {}, text === "" ? h("span.ours", {}, "(empty)") : visible(text))))));
}

function changesTable(changes) {
  const groups = new Map();
  for (const change of changes) {
    const name = change.table + " " + change.key;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(change);
  }
  const value = (text, word) => (text === null ? h("span.ours", {}, word) : text === "" ? h("span.ours", {}, "(empty)") : visible(text));
  return h("table.changes", {},
    h("thead", {}, h("tr", {}, ["field", "before", "after", "rule"].map((word) => h("th", { scope: "col" }, word)))),
    [...groups].map(([name, rows]) => {
      const whole = rows.find((row) => row.field === "");
      const fields = rows.filter((row) => row !== whole);
      const event = whole && (whole.new === "created" ? "created" : "removed");
      return h("tbody", {},
        h("tr.group", {}, h("th", { colspan: "4", scope: "rowgroup" }, h("code", {}, visible(name)), event && h("span.event", {}, event))),
        fields.map((row) => h("tr", {},
          h("th", { scope: "row" }, visible(row.field)),
          h("td.old", { "data-label": "before" }, value(row.old, "(none)")),
          h("td.new", { "data-label": "after" }, value(row.new, "(none)")),
          h("td", { "data-label": "rule" }, row.rule && h("code", { title: suite.rules[row.rule.split("/")[0]] || "" }, row.rule)))));
    }));
}

function headersTable(first, headers) {
  return h("details.headers", {}, h("summary", {}, h("code", {}, visible(first)), h("span.muted", {}, " · " + plural(headers.length, "header"))),
    h("table.fields", {}, h("tbody", {}, headers.map(([name, value]) => h("tr", {}, h("th", { scope: "row" }, visible(name)), h("td", {}, visible(value)))))));
}

/** Remarks at places of the request: findings, and values that are not as expected. */
function pinsOf(detail, failures, seq) {
  const pins = [];
  const pin = (line, column, mood, sign, text, title) => {
    if (line > 0) pins.push({ offset: offsetOf(detail.request, line, column), note: () => h("span.pin." + mood, { title }, sign + " " + text) });
  };
  for (const finding of detail.findings) pin(finding.line, finding.column, "warning", "!", finding.name, finding.message + "\n" + finding.hint);
  for (const { failure } of failures) {
    if (failure.exchange !== seq) continue;
    for (const difference of failure.differences) {
      if (!difference.request) continue;
      const [expected] = sideText(difference.expected, difference.kind);
      pin(difference.request.line, difference.request.column, "bad", "✗", "expected " + visible(expected), difference.path);
    }
  }
  return pins;
}

/** The lines of the scenario around those an exchange belongs to; `problems` are those it has to do with, by line. */
function excerpt(scenario, links, problems) {
  const lines = scenario.source;
  const wanted = new Map(links.map(([line, kind]) => [line, kind]));
  for (const line of problems.keys()) if (!wanted.has(line)) wanted.set(line, "expectation");
  const shown = new Set();
  for (const line of wanted.keys()) for (let n = line - 1; n <= line + 1; n++) if (n >= 1 && n <= lines.length) shown.add(n);
  const sorted = [...shown].sort((a, b) => a - b);
  const rows = [];
  sorted.forEach((n, i) => {
    if (i > 0 && sorted[i - 1] !== n - 1) rows.push(h("div.row.gap", {}, h("span.number", {}, "⋮")));
    const kind = wanted.get(n);
    rows.push(sourceRow(scenario, n, problems.has(n) ? { ...problemMarks(problems.get(n)), remark: kind } : kind ? { mark: "→", mood: "here", remark: kind } : { mark: "", remark: "" }));
  });
  return h("div.source", {}, rows);
}

/** All about one exchange. */
async function exchangeView(scenario, index) {
  const row = scenario.rows[index];
  const detail = (await block(scenario.block + "x" + Math.floor(index / suite.per_block)))[index % suite.per_block];
  const failures = scenario.failuresOf.get(row.seq) || [];
  const links = scenario.linksOf.get(row.seq) || [];
  const own = failures.filter(({ failure }) => failure.exchange === row.seq);
  const other = failures.filter(({ failure }) => failure.exchange !== row.seq);
  const failing = new Map();
  for (const { failure, isWarning } of failures) {
    if (failure.exchange === row.seq || failure.differences.some((d) => d.written_by)) {
      for (const [line, problem] of problemLines(failure, isWarning)) failing.set(line, [...(failing.get(line) || []), problem]);
    }
  }
  // Of an answer: in a step by its field, in an expected message below `answer`.
  const differing = new Set(), answeredDiffering = new Set();
  for (const { failure } of own) {
    for (const { path } of failure.differences) {
      if (failure.kind === "answer") answeredDiffering.add(path);
      else if (path.startsWith("answer.")) answeredDiffering.add(path.slice(7));
      else differing.add(path);
    }
  }
  const mine = own.filter(({ isWarning }) => !isWarning).length;
  const parts = [];
  if (own.length > 0) parts.push(section("What does not hold", "failures", own.map(({ failure, isWarning }) => failureCard(failure, scenario, isWarning, true))));
  if (other.length > 0) parts.push(section("Also has to do with", "others", other.map(({ failure, isWarning }) => failureCard(failure, scenario, isWarning, true))));
  if (links.length + failing.size > 0) parts.push(section("In the scenario", "source", excerpt(scenario, links, failing)));
  if (detail.by_hand) parts.push(section("Done by hand", "step", h("p", {}, h("code", {}, visible(detail.target)))));
  if (detail.changes.length > 0) parts.push(section("State before and after", "state", changesTable(detail.changes)));
  else parts.push(section("State before and after", "state", h("p.muted", {}, "This exchange changed nothing.")));
  if (detail.rules.length > 0) {
    parts.push(section("Rules that decided", "rules", h("ul.plain", {}, detail.rules.map((rule) => h("li", {}, ruleLine(rule.id, rule.evidence))))));
  }
  if (detail.findings.length > 0) {
    parts.push(section("Findings", "findings", h("ul.plain", {}, detail.findings.map((finding) => h("li", {},
      h("code", {}, finding.name), " ", h("span.muted", {}, finding.class + (finding.line > 0 ? ", line " + finding.line + ", column " + finding.column : "")),
      h("div", {}, visible(finding.message)), finding.hint && h("div.muted", {}, visible(finding.hint)))))));
  }
  const hasRecord = detail.record && flat(detail.record, "", []).length > 0;
  if (hasRecord) parts.push(section("Decoded record", "record", fieldTable(detail.record, differing)));
  if (!detail.by_hand) {
    parts.push(section("Request", "request", headersTable(detail.method + " " + detail.target, detail.request_headers),
      bodyView(detail.request, detail.request_note, pinsOf(detail, failures, row.seq))));
    const line = detail.status > 0 ? "HTTP " + detail.status : "no answer was sent";
    parts.push(section("Answer", "answer", headersTable(line, detail.answer_headers),
      detail.answered && fieldTable(detail.answered, answeredDiffering), bodyView(detail.answer, detail.answer_note, [])));
  }
  const facts = [detail.time.replace("T", " ").replace("Z", " UTC"), row.instance && "to " + row.instance, detail.vendor, detail.kind,
    detail.caller && "from " + detail.caller, detail.outer_id && detail.outer_id !== row.id && "outer id " + detail.outer_id,
    row.fault && "fault on purpose: " + row.fault, !detail.by_hand && detail.micros + " µs"];
  return h("article.detail", {},
    h("header", {},
      h("h2", { tabindex: "-1" }, h("span.muted", {}, "#" + row.seq + " "), visible(row.what), row.id && [" ", h("code", {}, visible(row.id))]),
      h("p.facts", {}, moodBadge(row), mine > 0 && h("span.badge.bad", {}, h("span.sign", { "aria-hidden": "true" }, "✗"), plural(mine, "failure")),
        facts.filter(Boolean).map((fact) => h("span", {}, visible(fact))))),
    parts);
}

function moodBadge(row) {
  return h("span.badge." + row.mood, { title: MOOD_WORDS[row.mood] }, h("span.sign", { "aria-hidden": "true" }, MOODS[row.mood]), visible(row.outcome));
}
