//! `${ref:x}` in what a step sends, filled in when it runs.

use std::borrow::Cow;

use crate::base::{Secret, Value};
use crate::scenario::{AdminStep, Late, SendBody, SendStep};
use crate::verify::Captures;

/// What a message says, with everything that was captured filled in.
#[derive(Debug)]
pub(super) struct Said<'s> {
    /// The outer id.
    pub(super) id: Option<Cow<'s, str>>,
    /// The record.
    pub(super) record: Cow<'s, Value>,
    /// The other parameters.
    pub(super) with: Cow<'s, Value>,
}

/// The parts of a message, with everything that was captured filled in.
///
/// # Errors
///
/// What has not been captured.
pub(super) fn message<'s>(step: &'s SendStep, captures: &Captures) -> Result<Said<'s>, String> {
    let empty = || Cow::Owned(Value::map());
    let mut id = step.id.as_deref().map(Cow::Borrowed);
    let mut record = match &step.body {
        SendBody::Record(record) => Cow::Borrowed(record),
        SendBody::File(..) | SendBody::Xml(_) => empty(),
    };
    let mut with = Cow::Borrowed(&step.with);
    for late in &step.late {
        let text = text(late, captures)?;
        match &late.path[..] {
            [first, path @ ..] if first == "record" => put(record.to_mut(), path, text),
            [first, path @ ..] if first == "with" => put(with.to_mut(), path, text),
            _ => id = Some(Cow::Owned(text)),
        }
    }
    Ok(Said { id, record, with })
}

/// The arguments of an administrator step.
///
/// # Errors
///
/// What has not been captured.
pub(super) fn arguments<'s>(
    step: &'s AdminStep,
    captures: &Captures,
) -> Result<Vec<(&'s str, Cow<'s, str>)>, String> {
    let mut arguments: Vec<(&str, Cow<'_, str>)> = step
        .arguments
        .iter()
        .map(|(name, value)| (name.as_str(), Cow::Borrowed(value.as_str())))
        .collect();
    for late in &step.late {
        let text = text(late, captures)?;
        let mut named = arguments
            .iter_mut()
            .filter(|(n, _)| late.path.first().is_some_and(|p| p == n));
        if let Some((_, value)) = named.next() {
            *value = Cow::Owned(text);
        }
    }
    Ok(arguments)
}

fn text(late: &Late, captures: &Captures) -> Result<String, String> {
    captures.join(&late.pieces).map_err(|name| {
        let why = match captures.get(name) {
            None => "nothing has been captured under that name by now",
            Some(_) => "what was captured under that name is no text",
        };
        let place = late.span.place();
        format!(
            "{place}: {} needs `${{ref:{name}}}`, but {why}",
            late.path.join(".")
        )
    })
}

fn put(value: &mut Value, path: &[String], text: String) {
    match (path, value) {
        ([], Value::Secret(secret)) => *secret = Secret::new(text),
        ([], value) => *value = Value::Text(text),
        ([key, rest @ ..], Value::Map(map)) => {
            if let Some(inner) = map.get_mut(key) {
                put(inner, rest, text);
            }
        }
        ([number, rest @ ..], Value::List(list)) => {
            let inner = number.parse::<usize>().ok().and_then(|n| list.get_mut(n));
            if let Some(inner) = inner {
                put(inner, rest, text);
            }
        }
        _ => {}
    }
}
