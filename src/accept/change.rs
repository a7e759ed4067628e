//! What would have to change in a scenario for one difference to be no difference.

use super::edit::Op;
use super::place::{self, Place};
use super::volatile;
use super::whole::definite;
use super::yaml::Yaml;
use crate::diag::Span;
use crate::journal::Entry;
use crate::scenario::{Outline, PartId, Scenario};
use crate::verify::{Difference, DifferenceKind, Failure, FailureKind, Shown, Verdict};

/// One difference, with what can be done about it.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// What is wrong, in a sentence.
    pub(super) title: String,
    /// What it is about, where the values are shown beside it.
    pub(super) heading: String,
    /// Where it stands.
    pub(super) span: Option<Span>,
    /// Which value.
    pub(super) path: String,
    /// What was expected.
    pub(super) expected: String,
    /// What is there.
    pub(super) received: String,
    /// The edits that accept it, or why it cannot be accepted.
    pub(super) accept: Result<Vec<Op>, String>,
    /// The edits that accept it whatever it will be the next time.
    pub(super) volatile: Option<Vec<Op>>,
    /// An expectation disappears: never taken along when all others are.
    pub(super) removes: bool,
    kind: FailureKind,
    about: [Option<String>; 3],
}

impl Change {
    fn new(failure: &Failure, span: Option<&Span>) -> Self {
        Self {
            title: failure.title.clone(),
            heading: failure.title.clone(),
            span: span.cloned(),
            path: String::new(),
            expected: String::new(),
            received: String::new(),
            accept: Err(String::new()),
            volatile: None,
            removes: false,
            kind: failure.kind,
            about: [&failure.instance, &failure.operation, &failure.id].map(Clone::clone),
        }
    }

    /// What tells it from others, also after lines have moved.
    pub(super) fn key(&self) -> String {
        // Titles of failures about values name the number of values.
        let title = match self.kind {
            FailureKind::Finding | FailureKind::Quirk | FailureKind::Order => &*self.title,
            _ => "",
        };
        format!(
            "{:?} {:?} {title} {} {} {}",
            self.kind, self.about, self.path, self.expected, self.received
        )
    }
}

/// Everything that the changes of one verdict are made from.
pub(super) struct Maker<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) entries: &'a [Entry],
    pub(super) outline: &'a Outline<'a>,
}

impl Maker<'_> {
    /// One change for each difference of a verdict.
    pub(super) fn changes(&self, verdict: &Verdict) -> Vec<Change> {
        verdict
            .failures
            .iter()
            .flat_map(|failure| self.failure(failure))
            .collect()
    }

    fn failure(&self, failure: &Failure) -> Vec<Change> {
        let told = failure.near.first().filter(|near| near.told);
        let differences = match failure.kind {
            FailureKind::Differs | FailureKind::State | FailureKind::Answer => &failure.differences,
            // It did arrive, but as something else.
            FailureKind::Missing if told.is_some_and(|n| !n.differences.is_empty()) => {
                told.map_or(&failure.differences, |near| &near.differences)
            }
            _ => {
                let difference = failure.differences.first();
                let span = difference
                    .and_then(|d| d.span.as_ref())
                    .or(failure.span.as_ref());
                let mut change = Change::new(failure, span);
                if let Some(difference) = difference {
                    change.path.clone_from(&difference.path);
                    change.expected = difference.expected.to_string();
                    change.received = difference.received.to_string();
                }
                self.other(failure, &mut change);
                return vec![change];
            }
        };
        differences
            .iter()
            .map(|difference| self.difference(failure, difference))
            .collect()
    }

    fn difference(&self, failure: &Failure, difference: &Difference) -> Change {
        let mut change = Change::new(failure, difference.span.as_ref().or(failure.span.as_ref()));
        change.heading = heading(failure, difference);
        change.title = format!("{} {}", change.heading, difference.says());
        change.path.clone_from(&difference.path);
        change.expected = difference.expected.to_string();
        change.received = difference.received.to_string();
        let place = match place::of(self.outline, self.scenario, difference) {
            Ok(place) => place,
            Err(reason) => {
                change.accept = Err(reason);
                return change;
            }
        };
        change.accept = self.accept(difference, &place);
        change.volatile = Self::volatile(difference, &place);
        change
    }

    fn accept(&self, difference: &Difference, place: &Place) -> Result<Vec<Op>, String> {
        let found = difference.found.as_deref();
        let one = |op| Ok(vec![op]);
        match place {
            Place::Fragment(part) => super::fragment::patch(self.outline, *part, difference),
            Place::Dotted(values) => match difference.received {
                Shown::Absent => Ok(values
                    .iter()
                    .map(|part| Op::Set {
                        part: *part,
                        value: Yaml::matcher("absent"),
                    })
                    .collect()),
                _ => Err("several dotted keys ask for it; write it by hand".to_owned()),
            },
            Place::Count(part) => one(Op::Set {
                part: *part,
                value: number(difference)?,
            }),
            Place::NewKey { map, key } => one(Op::Insert {
                map: *map,
                key: key.clone(),
                value: received(difference)?,
                after: None,
            }),
            Place::NewItem { list } => one(Op::Put {
                list: *list,
                at: found.and_then(|f| f.index).unwrap_or(usize::MAX),
                value: received(difference)?,
            }),
            Place::Item { list, item } => one(match difference.kind {
                DifferenceKind::Order => Op::Move {
                    list: *list,
                    item: *item,
                    at: found.and_then(|f| f.index).unwrap_or(usize::MAX),
                },
                _ => Op::Drop {
                    list: *list,
                    item: *item,
                },
            }),
            Place::Value(part) => one(Op::Set {
                part: *part,
                value: received(difference)?,
            }),
        }
    }

    fn volatile(difference: &Difference, place: &Place) -> Option<Vec<Op>> {
        let matcher = match (&difference.received, difference.kind) {
            (_, DifferenceKind::Missing) | (Shown::Absent, _) => Yaml::matcher("any"),
            (Shown::Text(text), _) => {
                let field = difference.steps.last().map_or("", String::as_str);
                volatile::text(field, text)
            }
            _ => Yaml::matcher("present"),
        };
        let set = |part: &PartId| Op::Set {
            part: *part,
            value: matcher.clone(),
        };
        match place {
            Place::Value(part) => Some(vec![set(part)]),
            Place::Dotted(values) => Some(values.iter().map(set).collect()),
            Place::NewKey { map, key } => Some(vec![Op::Insert {
                map: *map,
                key: key.clone(),
                value: matcher,
                after: None,
            }]),
            Place::Count(_) | Place::NewItem { .. } | Place::Item { .. } | Place::Fragment(_) => {
                None
            }
        }
    }

    /// Failures that are about something else than one value.
    fn other(&self, failure: &Failure, change: &mut Change) {
        let words = match failure.kind {
            FailureKind::Missing => ("a message", "(nothing)"),
            FailureKind::Unexpected => ("(nothing)", "a message"),
            FailureKind::Order => ("the listed order", "another order"),
            _ => ("", ""),
        };
        if !words.0.is_empty() {
            words.0.clone_into(&mut change.expected);
            words.1.clone_into(&mut change.received);
        }
        let made = match failure.kind {
            FailureKind::Count => self.count(failure),
            FailureKind::Exit => self.exit(failure),
            FailureKind::Missing => {
                change.removes = true;
                self.missing(failure)
            }
            FailureKind::Unexpected => self.append(failure).map(definite),
            FailureKind::Order => self.sort(failure).map(definite),
            FailureKind::Finding => self.finding(failure).map(definite),
            FailureKind::Quirk => self.quirk(failure).map(definite),
            FailureKind::NothingArrived => {
                Err("no message arrived at all: see why nothing was sent".to_owned())
            }
            FailureKind::Followed => Err(
                "if the client may go on after this message, take its `then: nothing` out"
                    .to_owned(),
            ),
            FailureKind::Differs
            | FailureKind::State
            | FailureKind::Answer
            | FailureKind::Remark => Err("nothing in the file asks for it".to_owned()),
        };
        match made {
            Ok((accept, volatile)) => {
                change.accept = Ok(accept);
                change.volatile = volatile;
            }
            Err(reason) => change.accept = Err(reason),
        }
    }
}

/// `d2l: replacePerson P-1: name.first`.
fn heading(failure: &Failure, difference: &Difference) -> String {
    let instance = failure.instance.as_deref();
    let call = match failure.kind {
        FailureKind::State => None,
        _ => failure.operation.as_deref(),
    };
    let call = call.map(|operation| {
        let word = match failure.kind {
            FailureKind::Answer => "answer to ",
            _ => "",
        };
        let id = failure
            .id
            .as_deref()
            .map_or(String::new(), |id| format!(" {id}"));
        format!("{word}{operation}{id}")
    });
    let parts = [instance, call.as_deref(), Some(&*difference.path)];
    let parts: Vec<&str> = parts
        .into_iter()
        .flatten()
        .filter(|p| !p.is_empty())
        .collect();
    parts.join(": ")
}

/// What is there, as it is written.
fn received(difference: &Difference) -> Result<Yaml, String> {
    let value = difference.found.as_deref().and_then(|f| f.value.as_ref());
    match (&difference.received, value) {
        (Shown::Secret, _) => {
            Err("a secret is not written into a file; accept it as volatile".to_owned())
        }
        (Shown::Absent, _) => Ok(Yaml::matcher("absent")),
        (_, Some(value)) => Ok(Yaml::of(value)),
        (Shown::Text(text), None) => Ok(Yaml::Text(text.clone())),
        (Shown::Nil | Shown::Inline(_) | Shown::Words(_), None) => {
            Err("what is there cannot be written as a value".to_owned())
        }
    }
}

pub(super) fn number(difference: &Difference) -> Result<Yaml, String> {
    let value = difference.found.as_deref().and_then(|f| f.value.as_ref());
    match value.and_then(|v| v.as_text()) {
        Some(number) => Ok(Yaml::Word(number.to_owned())),
        None => Err("there is no number to write".to_owned()),
    }
}
