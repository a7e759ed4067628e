//! The report for programs. Its shape is described by `docs/report.schema.json`; keys are only ever added.

use serde_json::{Map, Value, json};

use super::text;
use crate::diag::Span;
use crate::engine::Evidence;
use crate::verify::{
    Coverage, Difference, EvidenceUse, Failure, NearMiss, Outcome, Rule, Shown, Verdict,
};

/// The version of the shape.
const VERSION: u32 = 1;

/// The report on a suite.
pub(super) fn render(verdicts: &[Verdict]) -> String {
    let outcome = Outcome::of_suite(verdicts.iter().map(|v| v.outcome));
    let report = json!({
        "version": VERSION,
        "outcome": outcome.as_str(),
        "exit_code": outcome.exit_code(),
        "seconds": verdicts.iter().map(|v| v.duration.as_secs_f64()).sum::<f64>(),
        "scenarios": verdicts.iter().map(scenario).collect::<Vec<_>>(),
        "coverage": merged_coverage(verdicts).iter().map(coverage).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

/// [`merged_coverage`] as JSON.
pub(super) fn coverage_of(verdicts: &[&Verdict]) -> Value {
    list(&merged_coverage(verdicts.iter().copied()), coverage)
}

/// Coverage of a whole suite: what fired anywhere has fired.
pub(super) fn merged_coverage<'v>(
    verdicts: impl IntoIterator<Item = &'v Verdict>,
) -> Vec<Coverage> {
    let mut merged: Vec<Coverage> = Vec::new();
    for one in verdicts.into_iter().flat_map(|v| &v.coverage) {
        match merged.iter_mut().find(|c| c.vendor == one.vendor) {
            None => merged.push(one.clone()),
            Some(known) => {
                let fired = |id: &String| known.fired.contains(id) || one.fired.contains(id);
                let mut all = known.fired.clone();
                all.extend(known.idle.clone());
                all.sort_unstable();
                (known.fired, known.idle) = all.into_iter().partition(fired);
            }
        }
    }
    merged
}

/// The verdict on one scenario.
pub(super) fn scenario(verdict: &Verdict) -> Value {
    json!({
        "file": verdict.path.display().to_string(),
        "title": verdict.title,
        "outcome": verdict.outcome.as_str(),
        "exit_code": verdict.outcome.exit_code(),
        "seconds": verdict.duration.as_secs_f64(),
        "reasons": verdict.reasons,
        "instances": verdict.instances,
        "expectations": verdict.counts.expectations,
        "met": verdict.counts.met,
        "messages": verdict.counts.messages,
        "findings": verdict.counts.findings,
        "failures": verdict.failures.iter().map(failure).collect::<Vec<_>>(),
        "warnings": verdict.warnings.iter().map(failure).collect::<Vec<_>>(),
        "coverage": verdict.coverage.iter().map(coverage).collect::<Vec<_>>(),
        "evidence": verdict.evidence.iter().map(evidence).collect::<Vec<_>>(),
        "lowest_evidence": verdict.lowest_evidence().map(Evidence::as_str),
        "next": text::next(verdict),
    })
}

fn failure(failure: &Failure) -> Value {
    let mut out = Object::default();
    out.put("kind", failure.kind.as_str());
    out.put("title", failure.title.as_str());
    out.put_some("place", failure.span.as_ref().map(place));
    out.put_some("instance", failure.instance.as_deref());
    out.put_some("operation", failure.operation.as_deref());
    out.put_some("id", failure.id.as_deref());
    out.put_some("exchange", failure.seq);
    out.put("equal", failure.equal);
    out.put("differences", list(&failure.differences, difference));
    out.put("near", list(&failure.near, near));
    out.put("rules", list(&failure.rules, rule));
    out.put("notes", failure.notes.clone());
    out.into()
}

fn difference(difference: &Difference) -> Value {
    let mut out = Object::default();
    out.put("kind", difference.kind.as_str());
    out.put("path", difference.path.as_str());
    out.put("expected", shown(&difference.expected));
    out.put("received", shown(&difference.received));
    out.put_some("place", difference.span.as_ref().map(place));
    let position = difference
        .position
        .map(|p| json!({ "line": p.line, "column": p.column }));
    out.put_some("request", position);
    let written = difference.written_by.as_ref().map(|by| {
        let mut out = Object::default();
        out.put("exchange", by.seq);
        out.put("operation", by.operation.as_str());
        out.put_some("rule", by.rule.as_ref().map(rule));
        Value::from(out)
    });
    out.put_some("written_by", written);
    out.into()
}

/// `{"is": "text", "value": "Dee"}`, `{"is": "absent"}`.
fn shown(shown: &Shown) -> Value {
    match shown {
        Shown::Text(value) | Shown::Inline(value) | Shown::Words(value) => {
            json!({ "is": shown.as_str(), "value": value })
        }
        Shown::Absent | Shown::Nil | Shown::Secret => json!({ "is": shown.as_str() }),
    }
}

fn near(near: &NearMiss) -> Value {
    let mut out = Object::default();
    out.put("what", near.what.as_str());
    out.put_some("exchange", near.seq);
    out.put_some("place", near.span.as_ref().map(place));
    out.put("differences", list(&near.differences, difference));
    out.into()
}

fn rule(rule: &Rule) -> Value {
    json!({ "id": rule.id, "evidence": rule.evidence, "title": rule.title })
}

fn coverage(coverage: &Coverage) -> Value {
    json!({ "vendor": coverage.vendor, "fired": coverage.fired, "idle": coverage.idle })
}

fn evidence(used: &EvidenceUse) -> Value {
    json!({
        "id": used.id,
        "evidence": used.evidence.as_str(),
        "exchanges": used.exchanges,
        "first": used.first,
    })
}

fn place(span: &Span) -> Value {
    json!({
        "file": span.source.path.display().to_string(),
        "line": span.line,
        "column": span.column,
    })
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(one).collect())
}

/// An object whose keys may be left out.
#[derive(Default)]
struct Object(Map<String, Value>);

impl Object {
    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    fn put_some(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}
