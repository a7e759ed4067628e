//! The narrowest matcher that accepts a value which changes from run to run.

use super::yaml::Yaml;
use crate::base::Value;
use crate::scenario::{Captures, MatchKind, Matcher};

/// Fields whose values are made up for every message.
const MADE_UP: [&str; 2] = ["message_id", "message_ref"];

/// The matcher for a text that stands in a field.
pub(super) fn text(field: &str, text: &str) -> Yaml {
    let is = |kind: MatchKind| {
        let matcher = Matcher {
            text: String::new(),
            kind,
        };
        matcher.matches(Some(&Value::text(text)), &mut Captures::default())
    };
    if is(MatchKind::Uuid) {
        Yaml::matcher("uuid")
    } else if is(MatchKind::Date) {
        Yaml::matcher("date")
    } else if MADE_UP.contains(&field) && !text.is_empty() {
        Yaml::Matcher(format!("${{regex:{}}}", shape(text)))
    } else {
        Yaml::matcher("any")
    }
}

/// A regular expression for texts made like this one: letters and signs stay, numbers may be others.
fn shape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
        let hex = run(|c| c.is_ascii_hexdigit());
        let digits = run(|c| c.is_ascii_digit());
        let length = if hex >= 8 && hex > digits {
            out.push_str("[0-9A-Fa-f]+");
            hex
        } else if digits > 0 {
            out.push_str("[0-9]+");
            digits
        } else {
            if r"\.+*?()|[]{}^$".contains(first) {
                out.push('\\');
            }
            out.push(first);
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::accept::yaml::Yaml;

    #[test]
    fn the_value_shows_its_matcher() {
        for (field, value, matcher) in [
            ("x", "0e8400e2-e29b-41d4-a716-446655440000", "${uuid}"),
            ("x", "2026-01-05", "${date}"),
            ("x", "2026-01-05T08:00:00Z", "${date}"),
            ("x", "Ada", "${any}"),
            ("x", "", "${any}"),
            ("message_id", "msg-17.a", "${regex:msg-[0-9]+\\.a}"),
            (
                "message_ref",
                "d2l-00ffa1c2b3-7",
                "${regex:d[0-9]+l-[0-9A-Fa-f]+-[0-9]+}",
            ),
        ] {
            assert_eq!(
                text(field, value),
                Yaml::Matcher(matcher.to_owned()),
                "{value}"
            );
        }
    }
}
