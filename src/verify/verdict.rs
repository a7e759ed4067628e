//! The verdict on one scenario: all that a report shows.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::difference::{Difference, Rule};
use crate::diag::Span;
use crate::engine::Evidence;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// All that was expected holds.
    Passed,
    /// Something expected does not hold.
    Failed,
    /// It cannot be told: the evidence or the record is not enough.
    Inconclusive,
    /// Messages were expected and none arrived.
    NothingArrived,
    /// The run broke before it could be judged.
    CouldNotRun,
}

impl Outcome {
    /// The word used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Inconclusive => "inconclusive",
            Self::NothingArrived => "nothing arrived",
            Self::CouldNotRun => "could not run",
        }
    }

    /// The exit code of a run that ended so.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::CouldNotRun => 3,
            Self::NothingArrived => 4,
            Self::Inconclusive => 5,
        }
    }

    /// The outcome of a suite: the gravest that occurred; could not run, failed, inconclusive, nothing arrived,
    /// passed, in this order. An empty suite has passed.
    pub fn of_suite(outcomes: impl IntoIterator<Item = Self>) -> Self {
        let gravity = |outcome: &Self| match outcome {
            Self::Passed => 0,
            Self::NothingArrived => 1,
            Self::Inconclusive => 2,
            Self::Failed => 3,
            Self::CouldNotRun => 4,
        };
        outcomes
            .into_iter()
            .max_by_key(gravity)
            .unwrap_or(Self::Passed)
    }
}

/// What kind of expectation does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// An expected message arrived with other content.
    Differs,
    /// An expected message did not arrive.
    Missing,
    /// A message arrived that nobody expected.
    Unexpected,
    /// A message arrived too often or not often enough.
    Count,
    /// Messages arrived in another order.
    Order,
    /// Something followed a message that was to be the last about its id.
    Followed,
    /// No message at all arrived at an instance.
    NothingArrived,
    /// The LMS holds something else.
    State,
    /// A message of the scenario was answered differently.
    Answer,
    /// A command ended with another exit code.
    Exit,
    /// A finding occurred, or did not.
    Finding,
    /// A rule fired, or did not.
    Quirk,
    /// A remark on the scenario or the run; always a warning.
    Remark,
}

impl FailureKind {
    /// The word used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Differs => "differs",
            Self::Missing => "missing",
            Self::Unexpected => "unexpected",
            Self::Count => "count",
            Self::Order => "order",
            Self::Followed => "followed",
            Self::NothingArrived => "nothing-arrived",
            Self::State => "state",
            Self::Answer => "answer",
            Self::Exit => "exit",
            Self::Finding => "finding",
            Self::Quirk => "quirk",
            Self::Remark => "remark",
        }
    }
}

/// Something near to what was expected or received, and what keeps it from being the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// What it is: `exchange 17, replacePerson person-4711`, or `the expectation of …`.
    pub what: String,
    /// The exchange, if it is one.
    pub seq: Option<u64>,
    /// Where it stands, if it is an expectation.
    pub span: Option<Span>,
    /// What keeps it from being the same.
    pub differences: Vec<Difference>,
    /// The failure speaks for this message, too: no other one names it.
    pub told: bool,
}

/// One expectation that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of expectation.
    pub kind: FailureKind,
    /// What is wrong, in a sentence that needs nothing else: a lowercase fragment without a final stop.
    pub title: String,
    /// Where the expectation stands in the scenario.
    pub span: Option<Span>,
    /// The instance it is about.
    pub instance: Option<String>,
    /// The operation it is about.
    pub operation: Option<String>,
    /// The record it is about.
    pub id: Option<String>,
    /// The exchange it is about.
    pub seq: Option<u64>,
    /// What differs.
    pub differences: Vec<Difference>,
    /// How many values are as expected.
    pub equal: usize,
    /// What comes nearest, the nearest first.
    pub near: Vec<NearMiss>,
    /// Rules that fired in the exchange it is about.
    pub rules: Vec<Rule>,
    /// What else helps to understand it.
    pub notes: Vec<String>,
    /// For messages out of order: the expectations concerned, as listed, with the exchange that met each.
    pub arrived: Arc<[(Span, u64)]>,
}

impl Failure {
    /// A failure that says no more than its title.
    pub fn new(kind: FailureKind, title: impl Into<String>, span: Option<&Span>) -> Self {
        Self {
            kind,
            title: title.into(),
            span: span.cloned(),
            instance: None,
            operation: None,
            id: None,
            seq: None,
            differences: Vec::new(),
            equal: 0,
            near: Vec::new(),
            rules: Vec::new(),
            notes: Vec::new(),
            arrived: Arc::default(),
        }
    }
}

/// What was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Expectations of the scenario: messages, state patterns, answers, exit codes, findings and rules it names.
    pub expectations: usize,
    /// Those that hold.
    pub met: usize,
    /// Messages seen.
    pub messages: usize,
    /// Findings by name.
    pub findings: BTreeMap<String, usize>,
}

/// Which of a vendor's rules the traffic touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The vendor.
    pub vendor: String,
    /// Emulated rules that fired.
    pub fired: Vec<String>,
    /// Emulated rules that did not.
    pub idle: Vec<String>,
}

/// A rule that decided something during the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceUse {
    /// Rule id with its part, or `setting:<name>`.
    pub id: String,
    /// How sure it is.
    pub evidence: Evidence,
    /// In how many exchanges.
    pub exchanges: usize,
    /// The first of them.
    pub first: u64,
}

/// Why an exchange belongs to a line of the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// The step made it.
    Step,
    /// The expectation was held against it.
    Expectation,
}

impl LinkKind {
    /// The word used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Expectation => "expectation",
        }
    }
}

/// An exchange and a place of the scenario it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The exchange.
    pub seq: u64,
    /// Why.
    pub kind: LinkKind,
    /// The place.
    pub span: Span,
}

/// The verdict on one scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The scenario's file.
    pub path: PathBuf,
    /// The scenario's title.
    pub title: String,
    /// The name of its row, when it is a case of a table.
    pub case: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it is inconclusive or could not run.
    pub reasons: Vec<String>,
    /// What does not hold.
    pub failures: Vec<Failure>,
    /// What does not count but should be known.
    pub warnings: Vec<Failure>,
    /// What was looked at.
    pub counts: Counts,
    /// Rule coverage by vendor.
    pub coverage: Vec<Coverage>,
    /// The rules that decided something, by id.
    pub evidence: Vec<EvidenceUse>,
    /// The scenario's instances.
    pub instances: Vec<String>,
    /// Which exchange belongs to which place of the scenario, as far as that is known.
    pub links: Vec<Link>,
    /// How long it took; filled in by the caller.
    pub duration: Duration,
}

impl Verdict {
    /// The verdict on a run that broke: a port was taken, a command could not be started or ran out of time.
    pub fn could_not_run(path: impl Into<PathBuf>, title: &str, reason: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            title: title.to_owned(),
            case: None,
            outcome: Outcome::CouldNotRun,
            reasons: vec![reason.into()],
            failures: Vec::new(),
            warnings: Vec::new(),
            counts: Counts::default(),
            coverage: Vec::new(),
            evidence: Vec::new(),
            instances: Vec::new(),
            links: Vec::new(),
            duration: Duration::ZERO,
        }
    }

    /// The least sure rule that decided something.
    pub fn lowest_evidence(&self) -> Option<Evidence> {
        self.evidence.iter().map(|used| used.evidence).min()
    }
}
