//! Values as they are written into a scenario.

use std::fmt::Write as _;

use crate::base::Value;

/// Something to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Yaml {
    /// A text that means itself; what looks like a matcher is escaped.
    Text(String),
    /// A matcher.
    Matcher(String),
    /// A number or word of the format.
    Word(String),
    /// Values in order.
    List(Vec<Yaml>),
    /// Named values.
    Map(Vec<(String, Yaml)>),
}

/// The quotes of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// None where that is safe.
    Plain,
    /// `'…'` where that is possible.
    Single,
    /// `"…"`.
    Double,
}

impl Yaml {
    /// The matcher of that name.
    pub(super) fn matcher(name: &str) -> Self {
        Self::Matcher(format!("${{{name}}}"))
    }

    /// A value in full. What is secret is left out of maps and stands for anything in lists.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.clone()),
            Value::Secret(_) => Self::matcher("present"),
            Value::List(list) => Self::List(list.iter().map(Self::of).collect()),
            Value::Map(map) => Self::Map(
                map.iter()
                    .filter(|(_, value)| !matches!(value, Value::Secret(_)))
                    .map(|(key, value)| (key.clone(), Self::of(value)))
                    .collect(),
            ),
        }
    }

    /// In one line. `in_flow`: it stands inside `{}` or `[]`.
    pub(super) fn inline(&self, quotes: Quotes, in_flow: bool) -> String {
        match self {
            Self::Text(text) => scalar(&text.replace("${", "$${"), quotes, in_flow),
            Self::Matcher(text) => match quotes {
                Quotes::Single => scalar(text, quotes, in_flow),
                Quotes::Plain | Quotes::Double => scalar(text, Quotes::Double, in_flow),
            },
            Self::Word(word) => word.clone(),
            Self::List(list) if list.is_empty() => "[]".to_owned(),
            Self::List(list) => {
                let items: Vec<String> =
                    list.iter().map(|v| v.inline(Quotes::Plain, true)).collect();
                format!("[ {} ]", items.join(", "))
            }
            Self::Map(map) if map.is_empty() => "{}".to_owned(),
            Self::Map(map) => {
                let entries: Vec<String> = map.iter().map(|(k, v)| entry(k, v, true)).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    /// A map with a line for each key, the others in one line. Without indentation on the first line.
    pub(super) fn block(&self, indent: usize, line_break: &str) -> String {
        match self {
            Self::Map(map) if !map.is_empty() => {
                let lines: Vec<String> = map.iter().map(|(k, v)| entry(k, v, false)).collect();
                lines.join(&format!("{line_break}{}", " ".repeat(indent)))
            }
            other => other.inline(Quotes::Plain, false),
        }
    }
}

/// `key: value`.
pub(super) fn entry(key: &str, value: &Yaml, in_flow: bool) -> String {
    // A key that reads as nothing, or as merging, would not be the text it is.
    let quotes = if matches!(key, "<<" | "=") || key.contains(':') {
        Quotes::Double
    } else {
        Quotes::Plain
    };
    let key = scalar(key, quotes, in_flow);
    format!("{key}: {}", value.inline(Quotes::Plain, in_flow))
}

/// A scalar in the quotes it should have, or in those it needs.
fn scalar(text: &str, quotes: Quotes, in_flow: bool) -> String {
    let printable = text.chars().all(is_printable);
    match quotes {
        Quotes::Plain if printable && plain_is_safe(text, in_flow) => text.to_owned(),
        Quotes::Single if printable => format!("'{}'", text.replace('\'', "''")),
        _ => double(text),
    }
}

fn is_printable(c: char) -> bool {
    !(c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        ))
}

/// Whether a text without quotes is read as that very text, by this program and by others.
fn plain_is_safe(text: &str, in_flow: bool) -> bool {
    let nothing = matches!(text, "" | "~" | "null" | "Null" | "NULL" | "---" | "...");
    let mut chars = text.chars();
    let first = chars.next().unwrap_or(' ');
    let starts = match first {
        '-' => chars.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        c => {
            !c.is_whitespace()
                && !matches!(
                    c,
                    '?' | ':'
                        | ','
                        | '['
                        | ']'
                        | '{'
                        | '}'
                        | '#'
                        | '&'
                        | '*'
                        | '!'
                        | '|'
                        | '>'
                        | '\''
                        | '"'
                )
                && !matches!(c, '%' | '@' | '`' | '=' | '<')
        }
    };
    let inside = text.contains(": ") || text.contains(" #") || text.contains(":\t");
    // Readers do not agree on colons before signs in flow.
    let odd_colon = text.match_indices(':').any(|(at, _)| {
        let next = text[at + 1..].chars().next();
        !next.is_some_and(|c| c == '/' || c.is_ascii_alphanumeric())
    });
    let flow = in_flow && (odd_colon || text.contains([',', '[', ']', '{', '}']));
    !nothing
        && starts
        && !inside
        && !flow
        && !text.ends_with(|c: char| c.is_whitespace() || c == ':')
        && !text.starts_with("---")
        && !text.starts_with("...")
}

fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            c => match u32::from(c) {
                n @ 0..=0xff => _ = write!(out, "\\x{n:02x}"),
                n => _ = write!(out, "\\u{n:04x}"),
            },
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{Quotes, Yaml};
    use crate::base::Value;

    #[test]
    fn scalars_are_quoted_where_they_must_be() {
        for (text, block, flow) in [
            ("Ada", "Ada", "Ada"),
            ("Zoë Ångström", "Zoë Ångström", "Zoë Ångström"),
            ("", "\"\"", "\"\""),
            ("null", "\"null\"", "\"null\""),
            ("true", "true", "true"),
            ("0042", "0042", "0042"),
            ("-1", "-1", "-1"),
            ("- a", "\"- a\"", "\"- a\""),
            ("a, b", "a, b", "\"a, b\""),
            ("a {b}", "a {b}", "\"a {b}\""),
            ("{b}", "\"{b}\"", "\"{b}\""),
            ("a: b", "\"a: b\"", "\"a: b\""),
            ("a #b", "\"a #b\"", "\"a #b\""),
            ("a:", "\"a:\"", "\"a:\""),
            ("http://x/y#z", "http://x/y#z", "http://x/y#z"),
            (" a", "\" a\"", "\" a\""),
            ("O'Hara", "O'Hara", "O'Hara"),
            ("'tis", "\"'tis\"", "\"'tis\""),
            ("a\n\tb\"\\", "\"a\\n\\tb\\\"\\\\\"", "\"a\\n\\tb\\\"\\\\\""),
            ("\u{1}\u{2028}", "\"\\x01\\u2028\"", "\"\\x01\\u2028\""),
            ("${any}", "$${any}", "\"$${any}\""),
            ("a ${x}", "a $${x}", "\"a $${x}\""),
            (
                "2026-01-05T08:00:00Z",
                "2026-01-05T08:00:00Z",
                "2026-01-05T08:00:00Z",
            ),
        ] {
            let yaml = Yaml::Text(text.to_owned());
            assert_eq!(yaml.inline(Quotes::Plain, false), block);
            assert_eq!(yaml.inline(Quotes::Plain, true), flow);
        }
        let quoted = Yaml::Text("it's \"x\"".to_owned());
        assert_eq!(quoted.inline(Quotes::Single, false), "'it''s \"x\"'");
        assert_eq!(quoted.inline(Quotes::Double, false), "\"it's \\\"x\\\"\"");
        let broken = Yaml::Text("a\nb".to_owned());
        assert_eq!(broken.inline(Quotes::Single, false), "\"a\\nb\"");
    }

    #[test]
    fn trees_are_written_in_flow_and_in_lines() {
        let json =
            serde_json::json!({ "id": "P-1", "a b": { "x": "1, 2" }, "l": [ "p", {} ], "e": [] });
        let yaml = Yaml::of(&Value::from_json(&json).expect("it is a tree"));
        assert_eq!(
            yaml.inline(Quotes::Plain, false),
            "{ id: P-1, a b: { x: \"1, 2\" }, l: [ p, {} ], e: [] }"
        );
        assert_eq!(
            yaml.block(2, "\n"),
            "id: P-1\n  a b: { x: \"1, 2\" }\n  l: [ p, {} ]\n  e: []"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(text in any::<String>(), style in 0..3_usize, in_flow in any::<bool>()) {
            let quotes = [Quotes::Plain, Quotes::Single, Quotes::Double][style];
            let written = Yaml::Text(text.clone()).inline(quotes, in_flow);
            let document = if in_flow { format!("k: [ {written} , b ]\n") } else { format!("k: {written} # c\n") };
            let read: serde_yaml::Value = serde_yaml::from_str(&document.replace("$${", "${"))
                .unwrap_or_else(|error| panic!("{document:?}: {error}"));
            let value = if in_flow { &read["k"][0] } else { &read["k"] };
            // What looks like a number is one to other readers; the text is the same.
            if let serde_yaml::Value::String(found) = value {
                prop_assert_eq!(found, &text);
            }
        }
    }
}
