//! What would have to change in a scenario for one difference to be no difference.

use super::edit::Op;
use super::place::{self, Place};
use super::volatile;
use super::yaml::Yaml;
use crate::diag::Span;
use crate::journal::Entry;
use crate::scenario::{Layout, Outline, PartId, Scenario};
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

/// The edits that accept a difference, and those that accept it as volatile.
type Both = (Vec<Op>, Option<Vec<Op>>);

/// Edits of something that does not change from run to run.
fn definite(ops: Vec<Op>) -> Both {
    (ops, None)
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

    fn map_at(&self, span: Option<&Span>) -> Result<PartId, String> {
        place::map_at(self.outline, self.scenario, span)
    }

    fn count(&self, failure: &Failure) -> Result<Both, String> {
        let difference = failure.differences.first().ok_or("nothing was counted")?;
        let map = self.map_at(difference.span.as_ref())?;
        let number = number(difference)?;
        let none = number == Yaml::Word("0".to_owned());
        let open = Yaml::Word(if none { "0.." } else { "1.." }.to_owned());
        let volatile = self.key(map, "times", open);
        Ok((vec![self.key(map, "times", number)], Some(vec![volatile])))
    }

    fn exit(&self, failure: &Failure) -> Result<Both, String> {
        if failure.span.is_none() {
            return Err("the command after -- must exit with 0".to_owned());
        }
        let map = self.map_at(failure.span.as_ref())?;
        let any = self.key(map, "exit", Yaml::Word("any".to_owned()));
        let number = number(failure.differences.first().ok_or("no command ended")?)?;
        Ok((vec![self.key(map, "exit", number)], Some(vec![any])))
    }

    fn missing(&self, failure: &Failure) -> Result<Both, String> {
        let item = self.map_at(failure.span.as_ref())?;
        let list = self.in_list(item)?;
        let maybe = self.key(item, "times", Yaml::Word("0..1".to_owned()));
        Ok((vec![Op::Drop { list, item }], Some(vec![maybe])))
    }

    /// A key of a map gets a value, whether it is there or not.
    fn key(&self, map: PartId, key: &str, value: Yaml) -> Op {
        if let Some(there) = self.outline.key(map, key) {
            return Op::Set {
                part: there.value,
                value,
            };
        }
        let after = ["id", "operation", "run"];
        Op::Insert {
            map,
            key: key.to_owned(),
            value,
            after: after
                .into_iter()
                .find(|k| self.outline.key(map, k).is_some()),
        }
    }

    fn in_list(&self, item: PartId) -> Result<PartId, String> {
        let parent = self.outline.part(item).parent;
        parent
            .filter(|p| matches!(self.outline.part(*p).shape, Layout::List { .. }))
            .ok_or_else(|| "it is no item of a list".to_owned())
    }

    /// The message as an expectation of its own, at the end of the list.
    fn append(&self, failure: &Failure) -> Result<Vec<Op>, String> {
        let requests = place::under_key(self.outline, self.scenario, failure.span.as_ref())?;
        let entry = self
            .entries
            .iter()
            .find(|e| Some(e.seq) == failure.seq)
            .ok_or("its exchange is not in the journal")?;
        let value = super::message::expectation(entry);
        let messages = self.outline.key(requests, "messages").map(|k| k.value);
        Ok(vec![match messages {
            Some(list) => Op::Append { list, value },
            None => Op::Insert {
                map: requests,
                key: "messages".to_owned(),
                value: Yaml::List(vec![value]),
                after: None,
            },
        }])
    }

    fn sort(&self, failure: &Failure) -> Result<Vec<Op>, String> {
        let mut order = Vec::new();
        for (span, seq) in failure.arrived.iter() {
            order.push((
                place::map_at(self.outline, self.scenario, Some(span))?,
                *seq,
            ));
        }
        let list = self.in_list(order.first().ok_or("its order is not known")?.0)?;
        Ok(vec![Op::Sort { list, order }])
    }

    fn finding(&self, failure: &Failure) -> Result<Vec<Op>, String> {
        let (item, list, map) = self.named(failure)?;
        let mut ops = vec![Op::Drop { list, item }];
        if failure.seq.is_some() {
            let text = self.outline.part(item).range.clone();
            let name = self.outline.text[text].trim_matches(['"', '\'']);
            let all = self.entries.iter().flat_map(|e| &e.findings);
            let mut found: Vec<&str> = all
                .map(|f| f.name.as_str())
                .filter(|f| name == "any" || *f == name)
                .collect();
            found.sort_unstable();
            found.dedup();
            ops.extend(found.into_iter().map(|name| Op::Name {
                map,
                key: "present",
                name: name.to_owned(),
            }));
        }
        Ok(ops)
    }

    fn quirk(&self, failure: &Failure) -> Result<Vec<Op>, String> {
        let (item, list, map) = self.named(failure)?;
        let text = self.outline.part(item).range.clone();
        let name = self.outline.text[text].trim_matches(['"', '\'']);
        // It is known whether the rule acts, so the scenario goes on saying it.
        let key = if failure.seq.is_some() {
            "fired"
        } else {
            "not_fired"
        };
        Ok(vec![
            Op::Drop { list, item },
            Op::Name {
                map,
                key,
                name: name.to_owned(),
            },
        ])
    }

    /// A name in a list under a key of a map.
    fn named(&self, failure: &Failure) -> Result<(PartId, PartId, PartId), String> {
        let item = place::scalar_at(self.outline, self.scenario, failure.span.as_ref())?;
        let list = self.in_list(item)?;
        let map = self.outline.part(list).parent.ok_or("it is in no map")?;
        Ok((item, list, map))
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

fn number(difference: &Difference) -> Result<Yaml, String> {
    let value = difference.found.as_deref().and_then(|f| f.value.as_ref());
    match value.and_then(|v| v.as_text()) {
        Some(number) => Ok(Yaml::Word(number.to_owned())),
        None => Err("there is no number to write".to_owned()),
    }
}
