//! A scenario, loaded and checked. Every part knows its place in the file.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;

use crate::base::{Time, Value};
use crate::diag::{Source, Span};
use crate::engine::VendorInfo;

/// One story.
#[derive(Debug)]
pub struct Scenario {
    /// The file.
    pub source: Arc<Source>,
    /// `scenario:`, the title; with the name of the row in brackets when it is a case of a table.
    pub title: String,
    /// The row of `cases:` that this scenario is.
    pub case: Option<Case>,
    /// `tags:`.
    pub tags: Vec<String>,
    /// `about:`.
    pub about: String,
    /// `lms:` in the order of the file.
    pub instances: Vec<Instance>,
    /// `clock:`.
    pub clock: ClockSpec,
    /// `commands:`: name to command line, for `run:` steps.
    pub commands: IndexMap<String, Vec<String>>,
    /// `steps:`.
    pub steps: Vec<Step>,
    /// `expect:`, checked at the end.
    pub expect: Expect,
}

/// One row of `cases:`.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// One emulated LMS.
#[derive(Debug)]
pub struct Instance {
    /// Its name in this scenario.
    pub name: String,
    /// Its vendor.
    pub vendor: &'static VendorInfo,
    /// `settings:` as written, validated against the vendor's table; sub-settings are maps.
    pub settings: Value,
    /// `quirks:`: id to on/off, as written.
    pub quirks: IndexMap<String, bool>,
    /// `listen:`: an address of its own.
    pub listen: Option<String>,
    /// `seed:` for this instance, validated against its tables (an empty map when there is none).
    pub seed: Value,
    /// Where it stands in the file.
    pub span: Span,
}

/// `clock:`.
#[derive(Clone, Debug, Default)]
pub struct ClockSpec {
    /// `start:`. Without it a self-driving scenario starts at 2026-01-05T08:00:00Z.
    pub start: Option<Time>,
}

/// One entry of `steps:`.
#[derive(Debug)]
pub struct Step {
    /// What is done.
    pub kind: StepKind,
    /// Where it stands in the file.
    pub span: Span,
}

/// What a step does.
#[derive(Debug)]
pub enum StepKind {
    /// Sends a message and may judge its answer.
    Send(Box<SendStep>),
    /// Something an administrator does by hand.
    Admin(AdminStep),
    /// Moves the session clock forward.
    Advance(Duration),
    /// Runs the command under test.
    Run(RunStep),
    /// Checks in the middle of the story.
    Expect(Box<Expect>),
}

/// A message that the scenario itself sends.
#[derive(Debug)]
pub struct SendStep {
    /// Index of the instance.
    pub to: usize,
    /// `operation:`; may be left out when `file` or `xml` is a whole envelope.
    pub operation: Option<String>,
    /// `id:`: the outer `sourcedId`, for operations that carry only that; with `record`, defaults to the record's id.
    pub id: Option<String>,
    /// What is sent.
    pub body: SendBody,
    /// `with:`: every parameter but `sourcedId` and the record, by its official name (see [`crate::standard::lis::Parameters`]).
    pub with: Value,
    /// `headers:`: extra or replaced HTTP headers.
    pub headers: IndexMap<String, String>,
    /// `answer:`: what must come back, a map over the answer's fields (see [`crate::standard::ANSWER_FIELDS`]).
    pub answer: Option<Pattern>,
    /// Texts of `id`, `record` and `with` that hold `${ref:x}`; there they stand as they are written.
    pub late: Vec<Late>,
}

/// A text that is known only when its step runs, because it holds `${ref:x}`.
#[derive(Clone, Debug)]
pub struct Late {
    /// Where it belongs: `["id"]`, `["record", "name", "first"]` (list items by number), `["with", …]`, or the name of an
    /// argument.
    pub path: Vec<String>,
    /// What it is made of.
    pub pieces: Vec<Piece>,
    /// Where it stands in the file.
    pub span: Span,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it is.
    Text(String),
    /// What was captured under this name.
    Ref(String),
}

/// The content of a message to send.
#[derive(Debug)]
pub enum SendBody {
    /// `record:` in the short form, or nothing but an id.
    Record(Value),
    /// `file:`: an envelope on disk, sent byte for byte; path as resolved, bytes as read.
    File(PathBuf, Vec<u8>),
    /// `xml:`: an envelope (sent as it is) or a fragment (the operation element; wrapped in an envelope).
    Xml(String),
}

/// `at:` + `admin:`.
#[derive(Debug)]
pub struct AdminStep {
    /// Index of the instance.
    pub at: usize,
    /// The step's name.
    pub name: String,
    /// Its arguments, checked against the vendor's table.
    pub arguments: IndexMap<String, String>,
    /// Arguments that hold `${ref:x}`; among the others they stand as they are written.
    pub late: Vec<Late>,
}

/// `run:`.
#[derive(Debug)]
pub struct RunStep {
    /// The name under `commands:`; `None` stands for the command after `--`.
    pub command: Option<String>,
    /// `exit:`: the exit code that is expected (0 when left out); `None` allows any (`exit: any`).
    pub exit: Option<i32>,
}

/// What must hold.
#[derive(Debug, Default)]
pub struct Expect {
    /// `requests:` by index of the instance.
    pub requests: Vec<(usize, RequestsExpect)>,
    /// `state:` by index of the instance: a pattern over the tables.
    pub state: Vec<(usize, Pattern)>,
    /// `findings:`.
    pub findings: Option<FindingsExpect>,
    /// `quirks:`.
    pub quirks: Option<QuirksExpect>,
    /// `within:`: how long it may take until all of it holds.
    pub within: Option<Duration>,
    /// `settle:`: how long it must go on to hold.
    pub settle: Option<Duration>,
}

impl Expect {
    /// Whether anything is expected at all.
    pub fn says_something(&self) -> bool {
        !self.requests.is_empty()
            || !self.state.is_empty()
            || self.findings.is_some()
            || self.quirks.is_some()
    }
}

/// What must arrive at one instance.
#[derive(Debug)]
pub struct RequestsExpect {
    /// `order:`.
    pub order: Order,
    /// `unexpected:`.
    pub unexpected: Unexpected,
    /// `messages:`.
    pub messages: Vec<ExpectedMessage>,
    /// Where it stands.
    pub span: Span,
}

/// `order:`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Any order.
    Any,
    /// In the listed order among messages about the same id.
    #[default]
    PerRecord,
    /// In the listed order.
    Strict,
}

/// `unexpected:`: what a message means that no expectation asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unexpected {
    /// The verdict is failed. Default once messages are listed.
    Fail,
    /// It is reported.
    Warn,
    /// It is passed over. Default when no messages are listed.
    Ignore,
}

/// One message that must arrive.
#[derive(Debug)]
pub struct ExpectedMessage {
    /// `operation:`.
    pub operation: String,
    /// `id:`: the key the vendor uses.
    pub id: Option<Pattern>,
    /// `outer_id:`.
    pub outer_id: Option<Pattern>,
    /// `times:`.
    pub times: Times,
    /// `record:`: a pattern over the record's fields.
    pub record: Option<Pattern>,
    /// `with:`: a pattern over the other parameters (see [`crate::standard::RequestView`]).
    pub with: Option<Pattern>,
    /// `xml:`: a fragment compared in canonical form with the operation element or an element below it.
    pub xml: Option<(String, Span)>,
    /// `answer:`: what the LMS must have answered.
    pub answer: Option<Pattern>,
    /// `then: nothing`: no message about the same id may follow.
    pub then_nothing: Option<Span>,
    /// Where it stands.
    pub span: Span,
}

/// `times:`: `n`, `n..m` or `n..`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// At least.
    pub min: u32,
    /// At most.
    pub max: Option<u32>,
}

/// `findings:`.
#[derive(Debug)]
pub struct FindingsExpect {
    /// `fail_on:`: names that fail the verdict when they occur (`any` for all).
    pub fail_on: Vec<(String, Span)>,
    /// `present:`: names that must occur.
    pub present: Vec<(String, Span)>,
}

/// `quirks:`.
#[derive(Debug)]
pub struct QuirksExpect {
    /// `fired:`: ids, or `id/part`.
    pub fired: Vec<(String, Span)>,
    /// `not_fired:`.
    pub not_fired: Vec<(String, Span)>,
}

/// An expected value: texts, matchers, maps and lists, each with its place.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// This very text.
    Text(String, Span),
    /// A matcher such as `${any}`.
    Matcher(Matcher, Span),
    /// A map: partial unless exact.
    Map {
        /// The listed keys.
        entries: Vec<PatternEntry>,
        /// `$exact: true`: no other keys.
        exact: bool,
        /// `$count: n`: how many entries there must be.
        count: Option<usize>,
        /// Where it stands.
        span: Span,
    },
    /// A list: same length, same order.
    List(Vec<Pattern>, Span),
}

/// One key of a map pattern.
#[derive(Clone, Debug)]
pub struct PatternEntry {
    /// The key; dotted keys have been unfolded into nested maps.
    pub key: String,
    /// What must stand there.
    pub value: Pattern,
    /// Where the key stands.
    pub span: Span,
}

/// A whole-scalar matcher.
#[derive(Clone, Debug)]
pub struct Matcher {
    /// As written, such as `${one_of:a|b}`.
    pub text: String,
    /// What it asks.
    pub kind: MatchKind,
}

/// What a matcher asks of a value.
#[derive(Clone, Debug)]
pub enum MatchKind {
    /// `${any}`: anything, even nothing.
    Any,
    /// `${absent}` or `null`: no such key.
    Absent,
    /// `${present}`: the key is there, whatever it holds.
    Present,
    /// `${regex:…}`: the whole text matches.
    Regex(regex::Regex),
    /// `${one_of:a|b}`.
    OneOf(Vec<String>),
    /// `${uuid}`.
    Uuid,
    /// `${date}`: an ISO 8601 date or date-time.
    Date,
    /// `${capture:x}`: anything; remembered as `x`.
    Capture(String),
    /// `${ref:x}`: equal to what was captured as `x`.
    Ref(String),
    /// `${ref:x}` inside a longer text.
    Pieces(Vec<Piece>),
}
