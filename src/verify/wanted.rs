//! One expected message, ready to be held against messages.

use super::canon::Canon;
use super::diff::{Comparison, compare_into};
use super::difference::{Difference, DifferenceKind, Shown};
use super::messages::{self, Messages};
use super::schema::Schema;
use crate::base::{Limits, Value};
use crate::engine::VendorInfo;
use crate::model::{FieldInfo, record_fields_of};
use crate::scenario::{Captures, ExpectedMessage, MatchKind, Pattern};
use crate::xml;

/// An expected message with what has been worked out about it.
#[derive(Debug)]
pub(super) struct Wanted<'s> {
    pub(super) expected: &'s ExpectedMessage,
    /// The id, when it is one literal text.
    pub(super) id: Option<&'s str>,
    /// It remembers something, so holding it against a message is not without effect.
    pub(super) captures: bool,
    fragment: Option<Result<Canon, String>>,
    /// The fields of the records that its operation is about; none when it is not known.
    fields: &'static [FieldInfo],
}

impl<'s> Wanted<'s> {
    pub(super) fn new(expected: &'s ExpectedMessage, vendor: &VendorInfo) -> Self {
        let patterns = [
            &expected.id,
            &expected.outer_id,
            &expected.record,
            &expected.with,
            &expected.answer,
        ];
        Self {
            expected,
            id: match &expected.id {
                Some(Pattern::Text(id, _)) => Some(id),
                _ => None,
            },
            captures: patterns.into_iter().flatten().any(captures),
            fragment: expected.xml.as_ref().map(|(text, _)| {
                xml::read(text, &Limits::default())
                    .map(|tree| Canon::of(tree.root()))
                    .map_err(|e| e.to_string())
            }),
            fields: vendor
                .operation(&expected.operation)
                .map_or(&[][..], |row| {
                    record_fields_of(row.service.standard(), row.record)
                }),
        }
    }

    /// The id as it is shown: literal, or in the words of its matcher.
    pub(super) fn shown_id(&self) -> Option<&'s str> {
        match &self.expected.id {
            Some(Pattern::Text(id, _)) => Some(id),
            Some(Pattern::Matcher(matcher, _)) => Some(&matcher.text),
            _ => None,
        }
    }

    /// `replacePerson Demo_User`.
    pub(super) fn name(&self) -> String {
        name(&self.expected.operation, self.shown_id())
    }

    /// How often it must arrive, in words.
    pub(super) fn times(&self) -> String {
        let times = &self.expected.times;
        match (times.min, times.max) {
            (0, Some(0)) => "never".to_owned(),
            (min, Some(max)) if min == max => n_times(min as usize),
            (0, Some(max)) => format!("at most {}", n_times(max as usize)),
            (min, None) => format!("at least {}", n_times(min as usize)),
            (min, Some(max)) => format!("{min} to {max} times"),
        }
    }

    /// Everything in which a message of the same operation differs.
    pub(super) fn hold(
        &self,
        messages: &Messages<'_>,
        message: usize,
        captured: &mut Captures,
    ) -> Comparison {
        let mut out = Comparison::default();
        let entry = messages.get(message);
        let expected = self.expected;
        if let Some(id) = &expected.id {
            let value = entry.id.as_ref().map(Value::text);
            compare_into(&mut out, id, value.as_ref(), Schema::Open, "id", captured);
        }
        if let Some(id) = &expected.outer_id {
            let value = entry.outer_id.as_ref().map(Value::text);
            compare_into(
                &mut out,
                id,
                value.as_ref(),
                Schema::Open,
                "outer_id",
                captured,
            );
        }
        if let Some(record) = &expected.record {
            let said = messages.said(message);
            let value = Some(&said.record);
            let schema = match self.fields {
                [] => Schema::Open,
                fields => Schema::Fields(fields),
            };
            compare_into(&mut out, record, value, schema, "", captured);
        }
        if let Some(with) = &expected.with {
            let said = messages.said(message);
            let value = Some(&said.with);
            compare_into(&mut out, with, value, Schema::Parameters, "with", captured);
        }
        if let Some(answer) = &expected.answer {
            let value = messages.answer(message);
            let schema = Schema::Answer(self.fields);
            compare_into(&mut out, answer, Some(&value), schema, "answer", captured);
        }
        if let (Some(fragment), Some((_, span))) = (&self.fragment, &expected.xml) {
            let found = match fragment {
                Err(problem) => Err(Shown::words(format!(
                    "a fragment that cannot be read: {problem}"
                ))),
                Ok(fragment) => match messages::operation_canon(entry) {
                    Some(operation) => Ok(super::fragment::compare_fragment(
                        fragment, &operation, span,
                    )),
                    None => Err(Shown::words(format!("<{}>", fragment.local))),
                },
            };
            match found {
                Ok(comparison) => {
                    out.differences.extend(comparison.differences);
                    out.equal += comparison.equal;
                }
                Err(expected) => out.differences.push(
                    Difference::new(DifferenceKind::Missing, "xml", expected, Shown::Absent)
                        .at(Some(span)),
                ),
            }
        }
        out
    }

    /// Whether a message of the same operation is what is wanted; remembers nothing.
    pub(super) fn fits(
        &self,
        messages: &Messages<'_>,
        message: usize,
        captured: &mut Captures,
    ) -> bool {
        let expected = self.expected;
        if let Some(id) = self.id
            && messages.get(message).id.as_deref() != Some(id)
        {
            return false;
        }
        let bare = expected.outer_id.is_none()
            && expected.record.is_none()
            && expected.with.is_none()
            && expected.answer.is_none()
            && expected.xml.is_none();
        if bare && (self.id.is_some() || expected.id.is_none()) {
            return true;
        }
        captured.trial(|captured| {
            self.hold(messages, message, captured)
                .differences
                .is_empty()
        })
    }

    /// The place and text of one literal that every fitting message has; narrows the search when there is no id.
    pub(super) fn landmark(&self) -> Option<(Landmark<'s>, &'s str)> {
        let sides = [(&self.expected.record, false), (&self.expected.with, true)];
        sides.into_iter().find_map(|(pattern, in_with)| {
            let mut path = Vec::new();
            let text = literal(pattern.as_ref()?, &mut path)?;
            Some((Landmark { in_with, path }, text))
        })
    }
}

/// Where a literal stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Landmark<'s> {
    /// Among the parameters, not in the record.
    pub(super) in_with: bool,
    /// The keys down to it.
    pub(super) path: Vec<&'s str>,
}

/// `replacePerson Demo_User`.
pub(super) fn name(operation: &str, id: Option<&str>) -> String {
    match id {
        Some(id) => format!("{operation} {id}"),
        None => operation.to_owned(),
    }
}

/// `once`, `3 times`.
pub(super) fn n_times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

fn literal<'s>(pattern: &'s Pattern, path: &mut Vec<&'s str>) -> Option<&'s str> {
    match pattern {
        Pattern::Text(text, _) => Some(text),
        Pattern::Map { entries, .. } => entries.iter().find_map(|entry| {
            path.push(&entry.key);
            let found = literal(&entry.value, path);
            if found.is_none() {
                path.pop();
            }
            found
        }),
        Pattern::Matcher(..) | Pattern::List(..) => None,
    }
}

fn captures(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Text(..) => false,
        Pattern::Matcher(matcher, _) => matches!(matcher.kind, MatchKind::Capture(_)),
        Pattern::Map { entries, .. } => entries.iter().any(|e| captures(&e.value)),
        Pattern::List(items, _) => items.iter().any(captures),
    }
}
