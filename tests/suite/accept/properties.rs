//! Whatever the wrong expectations are: accepting makes them right and touches nothing else.

use std::fmt::Write as _;

use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{all, story};

/// A field of the person's row, with its value in the end.
const FIELDS: [(&str, &str); 4] = [
    ("legal_first_name", "Ada"),
    ("legal_last_name", "Byron"),
    ("email", "ada@x.example"),
    ("preferred_last_name", "\"${absent}\""),
];

/// How one expected value is written.
#[derive(Clone, Debug)]
struct Wrong {
    field: usize,
    written: String,
    comment: String,
}

fn wrong() -> impl Strategy<Value = Wrong> {
    let written = prop_oneof![
        "[A-Z][a-z]{0,5}( [a-z]{1,4})?",
        "\"[A-Za-z ,:#{}\u{e4}']{0,8}\"",
        "'[A-Za-z ,:#{}\u{e4}\"]{0,8}'",
        Just("\"${uuid}\"".to_owned()),
        Just("\"$${any}\"".to_owned()),
        Just("null".to_owned()),
    ];
    let comment = prop_oneof![
        Just(String::new()),
        Just(" # c: {x}, \"y\"".to_owned()),
        Just("   ".to_owned())
    ];
    (0..FIELDS.len(), written, comment).prop_map(|(field, written, comment)| Wrong {
        field,
        written,
        comment,
    })
}

/// A text as every YAML reader takes it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace("${", "$${")
}

proptest! {
    #[test]
    fn whatever_was_received_can_be_written(
        name in "[\\PC\n]{1,12}|[ -~]{1,12}|(\\$\\{any\\}|[-:#,{}'\"&*? a]){1,6}",
        block in any::<bool>(),
    ) {
        let sent = format!("name: {{ first: {} }}", quoted(&name));
        let head = super::HEAD.replace("name: { first: Ada, last: Byron }", &sent);
        let expect = if block {
            "        - operation: replacePerson\n          id: P-1\n          record:\n            name.first: Wrong! # x\n"
        } else {
            "        - { operation: replacePerson, id: P-1, record: { name: { first: Wrong! } , email: ada@x.example } }\n"
        };
        let text = format!("{head}expect:\n  requests:\n    d2l:\n      unexpected: ignore\n      messages:\n{expect}");
        let after = all(&text);
        prop_assert!(!after.contains("Wrong!"));
    }
}

proptest! {
    #[test]
    fn accepting_all_makes_it_pass_and_touches_nothing_else(
        mut wrongs in proptest::collection::vec(wrong(), 1..5),
        block in any::<bool>(),
        crlf in any::<bool>(),
        end in any::<bool>(),
    ) {
        wrongs.sort_by_key(|w| w.field);
        wrongs.dedup_by_key(|w| w.field);
        // At least one is wrong, whatever the others are.
        wrongs[0].written = "Certainly wrong".to_owned();
        let text = |value: &dyn Fn(&Wrong) -> String| {
            let mut out = story("expect:\n  state:\n    d2l:\n      users:\n");
            if block {
                out.push_str("        P-1:\n");
                for w in &wrongs {
                    let (length, name) = (w.written.len(), FIELDS[w.field].0);
                    _ = writeln!(out, "          # {length}\n          {name}: {}{}\n", value(w), w.comment);
                }
            } else {
                let all: Vec<String> = wrongs.iter().map(|w| format!("{}: {} ", FIELDS[w.field].0, value(w))).collect();
                _ = writeln!(out, "        P-1: {{ {} }} # end", all.join(","));
            }
            if !end {
                out.truncate(out.trim_end().len());
            }
            if crlf { out.replace('\n', "\r\n") } else { out }
        };
        let before = text(&|w| w.written.clone());
        let after = all(&before);
        // The same text with marks where the values stand: what is around them is equal.
        let marked = text(&|_| "\u{0}".to_owned());
        let mut rest = &after[..];
        let mut pieces = marked.split('\u{0}').peekable();
        let first = pieces.next().unwrap_or_default();
        prop_assert!(rest.starts_with(first));
        rest = &rest[first.len()..];
        for (piece, w) in pieces.zip(&wrongs) {
            let value = FIELDS[w.field].1;
            let length = [value.to_owned(), format!("\"{value}\""), format!("'{value}'"), "null".to_owned(), "'${absent}'".to_owned(), String::new()]
                .into_iter()
                .find(|v| rest.strip_prefix(v.as_str()).is_some_and(|r| r.starts_with(piece) && !piece.is_empty()) || rest == v.as_str())
                .map(|v| v.len());
            prop_assert!(length.is_some(), "{after}\n{rest:?}\n{piece:?}");
            rest = &rest[length.unwrap_or(0)..];
            prop_assert!(rest.starts_with(piece));
            rest = &rest[piece.len()..];
        }
        prop_assert_eq!(rest, "");
    }
}
