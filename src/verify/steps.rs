//! What is judged while the story goes on: answers, exit codes, checks in the middle.

use super::diff::{Comparison, compare_into};
use super::difference::{Difference, DifferenceKind, Rule, Shown};
use super::judge::{Checked, check_expect};
use super::messages;
use super::requests::sentence;
use super::schema::Schema;
use super::state::rules;
use super::verdict::{Failure, FailureKind, Link, LinkKind};
use super::wanted::name;
use crate::base::Value;
use crate::diag::Span;
use crate::journal::Entry;
use crate::model::record_fields_of;
use crate::scenario::{Captures, Scenario, StepKind};

/// What came out of one step.
#[derive(Debug, Default)]
pub struct StepOutcome {
    /// How many expectations it had.
    pub expectations: usize,
    /// How many of them hold.
    pub met: usize,
    /// What does not hold.
    pub failures: Vec<Failure>,
    /// What does not count but should be known.
    pub warnings: Vec<Failure>,
    /// Why the run could not go on, if it could not.
    pub could_not_run: Option<String>,
    /// Which exchange belongs to which place of the scenario.
    pub links: Vec<Link>,
}

impl StepOutcome {
    /// A step that broke the run.
    pub fn broken(reason: impl Into<String>) -> Self {
        Self {
            could_not_run: Some(reason.into()),
            ..Self::default()
        }
    }

    /// Judges the answer to a `send` step, given by its index; `entry` is its exchange.
    pub fn answer(
        scenario: &Scenario,
        step: usize,
        entry: &Entry,
        captures: &mut Captures,
    ) -> Self {
        let StepKind::Send(send) = &scenario.steps[step].kind else {
            return Self::default();
        };
        let Some(pattern) = &send.answer else {
            return Self::default();
        };
        let instance = &scenario.instances[send.to];
        let mut found = Comparison::default();
        let answer = messages::answer(entry);
        let row = send.operation.as_deref();
        let row = row.and_then(|name| instance.vendor.operation(name));
        let schema = Schema::Answer(row.map_or(&[][..], |row| {
            record_fields_of(row.service.standard(), row.record)
        }));
        compare_into(&mut found, pattern, Some(&answer), schema, "", captures);
        if found.differences.is_empty() {
            return Self::one(None);
        }
        let operation = entry.operation.as_deref().unwrap_or("message");
        let subject = format!(
            "{}: the answer to step {} ({})",
            instance.name,
            step + 1,
            name(operation, entry.id.as_deref())
        );
        let title = sentence(&subject, &found.differences);
        let span = found.differences[0].span.clone();
        let mut failure = Failure::new(FailureKind::Answer, title, span.as_ref());
        failure.instance = Some(instance.name.clone());
        failure.operation.clone_from(&entry.operation);
        failure.id.clone_from(&entry.id);
        failure.seq = Some(entry.seq);
        failure.rules = likely(rules(entry, instance.vendor), &found.differences);
        failure.differences = found.differences;
        failure.equal = found.equal;
        // Usually the reason stands in the answer's own words.
        let words = ["description", "fault_string"].map(|field| answer.get(field)?.as_text());
        let words = words.into_iter().flatten().filter(|w| !w.is_empty());
        failure.notes.extend(words.map(str::to_owned));
        Self::one(Some(failure))
    }

    /// Judges the exit code of a command; `None` when a signal ended it, `expected: None` when any will do.
    pub fn exit(
        command: &str,
        expected: Option<i32>,
        code: Option<i32>,
        span: Option<&Span>,
    ) -> Self {
        let Some(expected) = expected else {
            return Self::default();
        };
        if code == Some(expected) {
            return Self::one(None);
        }
        let received = match code {
            Some(code) => format!("exit code {code}"),
            None => "end by a signal".to_owned(),
        };
        let ended = match code {
            Some(code) => format!("exited with {code}"),
            None => "was ended by a signal".to_owned(),
        };
        let title = format!("command {command} {ended}, expected {expected}");
        let mut failure = Failure::new(FailureKind::Exit, title, span);
        let expected = Shown::words(format!("exit code {expected}"));
        failure.differences.push(
            Difference::new(
                DifferenceKind::Value,
                "exit",
                expected,
                Shown::words(received),
            )
            .at(span)
            .found(code.map(|code| Value::text(code.to_string()))),
        );
        Self::one(Some(failure))
    }

    /// Judges an `expect` step, given by its index, on what there is so far.
    pub fn midway(
        scenario: &Scenario,
        step: usize,
        entries: &[Entry],
        states: &[Value],
        captures: &mut Captures,
    ) -> Self {
        let StepKind::Expect(expect) = &scenario.steps[step].kind else {
            return Self::default();
        };
        let mut checked = check_expect(expect, scenario, entries, states, captures);
        for failure in checked.failures.iter_mut().chain(&mut checked.warnings) {
            failure.title = format!("after step {step}: {}", failure.title);
        }
        Self::from(checked)
    }

    /// Remembers that a step made an exchange.
    #[must_use]
    pub fn by(mut self, step: &Span, seq: u64) -> Self {
        self.links.push(Link {
            seq,
            kind: LinkKind::Step,
            span: step.clone(),
        });
        self
    }

    fn one(failure: Option<Failure>) -> Self {
        Self {
            expectations: 1,
            met: usize::from(failure.is_none()),
            failures: failure.into_iter().collect(),
            ..Self::default()
        }
    }
}

/// Those of the rules that speak of a value that was received; all of them if none does.
fn likely(rules: Vec<Rule>, differences: &[Difference]) -> Vec<Rule> {
    let speaks = |rule: &Rule| {
        let title = rule.title.to_lowercase();
        differences.iter().any(|d| match &d.received {
            Shown::Text(text) if text.len() > 3 => title.contains(&text.to_lowercase()),
            _ => false,
        })
    };
    let (likely, others): (Vec<Rule>, Vec<Rule>) = rules.into_iter().partition(speaks);
    if likely.is_empty() { others } else { likely }
}

impl From<Checked> for StepOutcome {
    fn from(checked: Checked) -> Self {
        Self {
            expectations: checked.expectations,
            met: checked.met,
            failures: checked.failures,
            warnings: checked.warnings,
            could_not_run: None,
            links: checked.links,
        }
    }
}
