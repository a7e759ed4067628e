//! How a value that is not what a matcher asks for is described.

use super::difference::{Difference, DifferenceKind, Shown};
use super::show::show;
use crate::base::Value;
use crate::scenario::{Captures, MatchKind, Matcher};

/// Holds a value against a matcher. The difference has no path and place yet.
pub(super) fn hold(
    matcher: &Matcher,
    value: Option<&Value>,
    captures: &mut Captures,
) -> Option<Difference> {
    if matcher.matches(value, captures) {
        return None;
    }
    let kind = match (&matcher.kind, value) {
        (MatchKind::Absent, _) => DifferenceKind::Extra,
        (_, None) => DifferenceKind::Missing,
        (_, Some(Value::List(_) | Value::Map(_))) => DifferenceKind::Type,
        (_, Some(Value::Text(_) | Value::Secret(_))) => DifferenceKind::Value,
    };
    let expected = match &matcher.kind {
        MatchKind::Absent => Shown::Absent,
        MatchKind::Any | MatchKind::Present => Shown::words("any value"),
        MatchKind::Regex(_) => Shown::words(format!("a text that matches {}", matcher.text)),
        MatchKind::OneOf(options) => Shown::words(format!("one of {}", options.join(", "))),
        MatchKind::Uuid => Shown::words("a UUID"),
        MatchKind::Date => Shown::words("an ISO 8601 date or time"),
        MatchKind::Capture(name) => Shown::words(format!("any value, to be captured as {name}")),
        MatchKind::Ref(name) => Shown::words(match captures.get(name) {
            Some(captured) => format!("{}, captured as {name}", show(captured)),
            None => format!("what was captured as {name}, but nothing was"),
        }),
        MatchKind::Pieces(pieces) => match captures.join(pieces) {
            Ok(text) => show(&Value::Text(text)),
            Err(name) => Shown::words(format!(
                "a text with what was captured as {name}, but nothing was"
            )),
        },
    };
    let received = value.map_or(Shown::Absent, show);
    Some(Difference::new(kind, "", expected, received))
}
