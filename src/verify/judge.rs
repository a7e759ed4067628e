//! The whole judgement of one run.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use super::requests::{self, exchanges};
use super::state;
use super::steps::StepOutcome;
use super::verdict::{Counts, Coverage, EvidenceUse, Failure, FailureKind, Link, Outcome, Verdict};
use super::wanted::n_times;
use crate::base::Value;
use crate::base::text::plural;
use crate::engine::{Evidence, Status};
use crate::journal::{Entry, EntryKind};
use crate::scenario::{Captures, Expect, FindingsExpect, QuirksExpect, Scenario, Unexpected};

/// What a verdict is made from.
#[derive(Debug)]
pub struct Input<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Everything that was recorded, in the order of its numbers.
    pub entries: &'a [Entry],
    /// What every instance holds at the end, by index.
    pub states: &'a [Value],
    /// What came out of the steps.
    pub steps: Vec<StepOutcome>,
    /// What the steps captured.
    pub captures: Captures,
    /// What a verdict may rest on at the least.
    pub evidence_floor: Option<Evidence>,
    /// The journal has lost entries.
    pub evicted: bool,
}

/// The outcome of checking one `expect:` block.
#[derive(Debug, Default)]
pub struct Checked {
    /// What does not hold.
    pub failures: Vec<Failure>,
    /// What does not count but should be known.
    pub warnings: Vec<Failure>,
    /// How many expectations there are.
    pub expectations: usize,
    /// How many of them hold.
    pub met: usize,
    /// Which exchange was held against which expectation.
    pub links: Vec<Link>,
}

/// Judges a run.
pub fn judge(input: Input<'_>) -> Verdict {
    let Input {
        scenario,
        entries,
        states,
        steps,
        mut captures,
        evidence_floor,
        evicted,
    } = input;
    let mut all = Checked::default();
    let mut broken = Vec::new();
    for step in steps {
        all.expectations += step.expectations;
        all.met += step.met;
        all.failures.extend(step.failures);
        all.warnings.extend(step.warnings);
        all.links.extend(step.links);
        broken.extend(step.could_not_run);
    }
    let failed_on_the_way = !all.failures.is_empty();
    // A run that broke off is not judged any further: what is missing then says nothing about the SIS.
    let end = if broken.is_empty() {
        check_expect(&scenario.expect, scenario, entries, states, &mut captures)
    } else {
        Checked::default()
    };
    all.expectations += end.expectations;
    all.met += end.met;
    all.failures.extend(end.failures);
    all.warnings.extend(end.warnings);
    all.links.extend(end.links);
    if all.expectations == 0 && broken.is_empty() {
        all.warnings.push(Failure::new(
            FailureKind::Remark,
            "this scenario checks nothing: give it an answer, an expect block or a command",
            None,
        ));
    }

    if let Some(case) = &scenario.case {
        let line = case.span.source.text.lines().nth(case.span.line - 1);
        let words: Vec<&str> = line.unwrap_or_default().split_whitespace().collect();
        let row = words.join(" ");
        let note = format!(
            "case {}: {} {}",
            case.name,
            case.span.place(),
            row.trim_start_matches("- ")
        );
        for failure in all.failures.iter_mut().chain(&mut all.warnings) {
            failure.notes.insert(0, note.clone());
        }
    }
    let names: HashSet<&str> = scenario.instances.iter().map(|i| i.name.as_str()).collect();
    let messages = entries
        .iter()
        .filter(|e| e.kind == EntryKind::Message && names.contains(e.instance.as_str()))
        .count();
    let silent = all
        .failures
        .iter()
        .any(|f| f.kind == FailureKind::NothingArrived);
    let mut findings = BTreeMap::new();
    for finding in entries.iter().flat_map(|e| &e.findings) {
        *findings.entry(finding.name.clone()).or_insert(0) += 1;
    }
    let evidence = evidence(scenario, entries);

    let mut reasons = broken;
    let outcome = if !reasons.is_empty() {
        Outcome::CouldNotRun
    } else if let Some(reason) = evidence_floor.and_then(|floor| below(floor, &evidence)) {
        reasons.push(reason);
        Outcome::Inconclusive
    } else if evicted && needs_the_journal(scenario) && !certain(&all.failures) {
        reasons.push(
            "the journal has lost entries that this verdict needs; give it more room".to_owned(),
        );
        Outcome::Inconclusive
    } else if messages == 0 && silent && !failed_on_the_way {
        // What the LMS holds and which rules fired follows from the silence.
        all.failures
            .retain(|f| f.kind == FailureKind::NothingArrived);
        Outcome::NothingArrived
    } else if all.failures.is_empty() {
        Outcome::Passed
    } else {
        Outcome::Failed
    };
    Verdict {
        path: scenario.source.path.clone(),
        title: scenario.title.clone(),
        case: scenario.case.as_ref().map(|case| case.name.clone()),
        outcome,
        reasons,
        failures: all.failures,
        warnings: all.warnings,
        counts: Counts {
            expectations: all.expectations,
            met: all.met,
            messages,
            findings,
        },
        coverage: coverage(scenario, entries),
        evidence,
        instances: scenario.instances.iter().map(|i| i.name.clone()).collect(),
        links: all.links,
        duration: Duration::ZERO,
    }
}

/// Checks one `expect:` block on what there is: at the end, or in the middle of the story.
pub fn check_expect(
    expect: &Expect,
    scenario: &Scenario,
    entries: &[Entry],
    states: &[Value],
    captures: &mut Captures,
) -> Checked {
    let mut checked = Checked::default();
    for (index, requests) in &expect.requests {
        if requests.messages.is_empty() && requests.unexpected == Unexpected::Fail {
            checked.expectations += 1;
            checked.met += 1;
        }
        let instance = &scenario.instances[*index];
        requests::check(requests, instance, entries, captures, &mut checked);
    }
    for (index, pattern) in &expect.state {
        let instance = &scenario.instances[*index];
        let state = states.get(*index);
        state::check(pattern, instance, state, entries, captures, &mut checked);
    }
    if let Some(findings) = &expect.findings {
        check_findings(findings, entries, &mut checked);
    }
    if let Some(quirks) = &expect.quirks {
        check_quirks(quirks, scenario, entries, &mut checked);
    }
    checked
}

fn check_findings(expect: &FindingsExpect, entries: &[Entry], checked: &mut Checked) {
    let all = || {
        entries
            .iter()
            .flat_map(|entry| entry.findings.iter().map(move |f| (entry, f)))
    };
    checked.expectations += expect.fail_on.len() + expect.present.len();
    for (name, span) in &expect.fail_on {
        let mut names: Vec<&str> = all()
            .map(|(_, f)| f.name.as_str())
            .filter(|n| name == "any" || n == name)
            .collect();
        names.sort_unstable();
        names.dedup();
        checked.met += usize::from(names.is_empty());
        for name in names {
            let found: Vec<_> = all().filter(|(_, f)| f.name == name).collect();
            let (entry, first) = found[0];
            let place = if first.line > 0 {
                format!(", line {}, column {}", first.line, first.column)
            } else {
                String::new()
            };
            let times = n_times(found.len());
            let word = if found.len() == 1 { "in" } else { "first in" };
            let title = format!(
                "finding {name} occurred {times}, {word} exchange {}{place}",
                entry.seq
            );
            let mut failure = Failure::new(FailureKind::Finding, title, Some(span));
            failure.instance = Some(entry.instance.clone());
            failure.operation.clone_from(&entry.operation);
            failure.id.clone_from(&entry.id);
            failure.seq = Some(entry.seq);
            failure.notes = [&first.message, &first.hint]
                .into_iter()
                .filter(|note| !note.is_empty())
                .cloned()
                .collect();
            checked.failures.push(failure);
        }
    }
    for (name, span) in &expect.present {
        if all().any(|(_, f)| f.name == *name) {
            checked.met += 1;
        } else {
            let title = format!("finding {name} never occurred");
            checked
                .failures
                .push(Failure::new(FailureKind::Finding, title, Some(span)));
        }
    }
}

fn check_quirks(
    expect: &QuirksExpect,
    scenario: &Scenario,
    entries: &[Entry],
    checked: &mut Checked,
) {
    let rule = |id: &str| {
        let vendors = || scenario.instances.iter().map(|i| i.vendor);
        let bare = id.split('/').next().unwrap_or(id);
        let vendor = vendors().find(|v| v.quirk(bare).is_some());
        vendor.map(|vendor| state::rule(id, None, vendor))
    };
    let fired = |id: &str| -> Vec<u64> {
        let (bare, part) = id.split_once('/').unwrap_or((id, ""));
        entries
            .iter()
            .filter(|e| {
                e.quirks
                    .iter()
                    .any(|q| q.id == bare && (part.is_empty() || q.part == part))
            })
            .map(|e| e.seq)
            .collect()
    };
    checked.expectations += expect.fired.len() + expect.not_fired.len();
    let mut fail = |title: String, id: &str, span, seq| {
        let mut failure = Failure::new(FailureKind::Quirk, title, Some(span));
        failure.seq = seq;
        failure.rules.extend(rule(id));
        checked.failures.push(failure);
    };
    let mut met = 0;
    for (id, span) in &expect.fired {
        if fired(id).is_empty() {
            fail(format!("{id} never fired"), id, span, None);
        } else {
            met += 1;
        }
    }
    for (id, span) in &expect.not_fired {
        let seqs = fired(id);
        if seqs.is_empty() {
            met += 1;
        } else {
            let title = format!("{id} fired in {}, expected never", exchanges(&seqs));
            fail(title, id, span, seqs.first().copied());
        }
    }
    checked.met += met;
}

/// `D2L-023/other-text`.
pub(super) fn full_id(id: &str, part: &str) -> String {
    if part.is_empty() {
        id.to_owned()
    } else {
        format!("{id}/{part}")
    }
}

fn evidence(scenario: &Scenario, entries: &[Entry]) -> Vec<EvidenceUse> {
    let mut uses: BTreeMap<String, EvidenceUse> = BTreeMap::new();
    let known = |e: &&Entry| scenario.instances.iter().any(|i| i.name == e.instance);
    for entry in entries.iter().filter(known) {
        for quirk in &entry.quirks {
            let id = full_id(&quirk.id, &quirk.part);
            // A word that a newer recording may use counts as the least.
            let evidence = Evidence::parse(&quirk.evidence).unwrap_or(Evidence::Inferred);
            uses.entry(id.clone())
                .and_modify(|known| {
                    known.exchanges += 1;
                    known.evidence = known.evidence.min(evidence);
                })
                .or_insert(EvidenceUse {
                    id,
                    evidence,
                    exchanges: 1,
                    first: entry.seq,
                });
        }
    }
    uses.into_values().collect()
}

fn below(floor: Evidence, evidence: &[EvidenceUse]) -> Option<String> {
    const NAMED: usize = 5;
    let weak: Vec<&EvidenceUse> = evidence.iter().filter(|u| u.evidence < floor).collect();
    if weak.is_empty() {
        return None;
    }
    let named: Vec<String> = weak
        .iter()
        .take(NAMED)
        .map(|u| format!("{} ({}, exchange {})", u.id, u.evidence.as_str(), u.first))
        .collect();
    let more = if weak.len() > NAMED { ", …" } else { "" };
    Some(format!(
        "it rests on {} less sure than {}: {}{more}",
        plural(weak.len(), "rule"),
        floor.as_str(),
        named.join(", ")
    ))
}

fn needs_the_journal(scenario: &Scenario) -> bool {
    let expect = &scenario.expect;
    expect.findings.is_some()
        || expect.quirks.is_some()
        || expect
            .requests
            .iter()
            .any(|(_, r)| !r.messages.is_empty() || r.unexpected == Unexpected::Fail)
}

/// Whether some failure stands whatever the lost entries said.
fn certain(failures: &[Failure]) -> bool {
    failures.iter().any(|f| {
        matches!(
            f.kind,
            FailureKind::State | FailureKind::Answer | FailureKind::Exit
        )
    })
}

fn coverage(scenario: &Scenario, entries: &[Entry]) -> Vec<Coverage> {
    let mut all: Vec<Coverage> = Vec::new();
    for instance in &scenario.instances {
        let vendor = instance.vendor;
        if all.iter().any(|c| c.vendor == vendor.name) {
            continue;
        }
        let fired: HashSet<&str> = entries
            .iter()
            .filter(|e| e.vendor == vendor.name)
            .flat_map(|e| e.quirks.iter().map(|q| q.id.as_str()))
            .collect();
        let emulated = vendor
            .quirks
            .iter()
            .filter(|q| matches!(q.status, Status::Emulated { .. }))
            .map(|q| q.id.to_owned());
        let (fired, idle) = emulated.partition(|id| fired.contains(id.as_str()));
        all.push(Coverage {
            vendor: vendor.name.to_owned(),
            fired,
            idle,
        });
    }
    all
}
