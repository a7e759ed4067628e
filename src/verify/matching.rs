//! Whether a value is what a matcher asks for.

use super::captures::Captures;
use super::difference::{Difference, DifferenceKind, Shown};
use super::show::show;
use crate::base::Value;
use crate::scenario::{MatchKind, Matcher};

/// Holds a value against a matcher. The difference has no path and place yet.
pub(super) fn hold(
    matcher: &Matcher,
    value: Option<&Value>,
    captures: &mut Captures,
) -> Option<Difference> {
    let found = value.map_or(Shown::Absent, show);
    let text = value.and_then(Value::as_text);
    let differs = |expected: Shown| {
        let kind = match value {
            None => DifferenceKind::Missing,
            Some(Value::List(_) | Value::Map(_)) => DifferenceKind::Type,
            Some(_) => DifferenceKind::Value,
        };
        Some(Difference::new(kind, "", expected, found.clone()))
    };
    let asks = |holds: bool, what: &str| {
        if holds {
            None
        } else {
            differs(Shown::words(what))
        }
    };
    match &matcher.kind {
        MatchKind::Any => None,
        MatchKind::Absent => value
            .is_some()
            .then(|| Difference::new(DifferenceKind::Extra, "", Shown::Absent, found.clone())),
        MatchKind::Present => asks(value.is_some(), "any value"),
        MatchKind::Regex(regex) => asks(
            text.is_some_and(|t| regex.find(t).is_some_and(|m| m.len() == t.len())),
            &format!("a text that matches {}", matcher.text),
        ),
        MatchKind::OneOf(options) => asks(
            text.is_some_and(|t| options.iter().any(|o| o == t)),
            &format!("one of {}", options.join(", ")),
        ),
        MatchKind::Uuid => asks(text.is_some_and(is_uuid), "a UUID"),
        MatchKind::Date => asks(text.is_some_and(is_date), "an ISO 8601 date or time"),
        MatchKind::Capture(name) => match value {
            Some(value) => {
                captures.set(name, value.clone());
                None
            }
            None => differs(Shown::words(format!("any value, to be captured as {name}"))),
        },
        MatchKind::Ref(name) => match captures.get(name) {
            None => differs(Shown::words(format!(
                "what was captured as {name}, but nothing was"
            ))),
            Some(captured) if value == Some(captured) => None,
            Some(captured) if text.is_some() && captured.as_text() == text => None,
            Some(captured) => differs(Shown::words(format!(
                "{}, captured as {name}",
                show(captured)
            ))),
        },
        MatchKind::Pieces(pieces) => match captures.join(pieces) {
            Err(name) => differs(Shown::words(format!(
                "a text with what was captured as {name}, but nothing was"
            ))),
            Ok(expected) if text == Some(&expected) => None,
            Ok(expected) => differs(show(&Value::Text(expected))),
        },
    }
}

/// 8-4-4-4-12 hexadecimal digits, in braces or not.
fn is_uuid(text: &str) -> bool {
    let bare = text
        .strip_prefix('{')
        .and_then(|t| t.strip_suffix('}'))
        .unwrap_or(text);
    bare.len() == 36
        && bare.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// `2026-01-31`, or a date-time with or without zone.
fn is_date(text: &str) -> bool {
    text.len() >= 10
        && text.is_char_boundary(10)
        && text[..10].parse::<jiff::civil::Date>().is_ok()
        && (text.len() == 10
            || text.parse::<jiff::Timestamp>().is_ok()
            || text.parse::<jiff::civil::DateTime>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for good in [
            "2026-01-31",
            "2026-01-31T10:00:00Z",
            "2026-01-31T10:00:00.5+01:00",
            "2026-01-31T10:00:00",
        ] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "2026-13-01",
            "31.01.2026",
            "2026-01-31x",
            "2026-01-3ä",
            "20260131",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn uuids() {
        assert!(is_uuid("00112233-4455-6677-8899-aabbccddeeFF"));
        assert!(is_uuid("{00112233-4455-6677-8899-aabbccddeeFF}"));
        assert!(!is_uuid("00112233-4455-6677-8899-aabbccddeeFG"));
        assert!(!is_uuid("001122334455-6677-8899-aabbccddee-FF"));
    }
}
