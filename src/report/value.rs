//! The two values of a difference, made safe, comparable and short.

use std::borrow::Cow;

use similar::{ChangeTag, TextDiff};

use crate::base::text::{truncate, visible};
use crate::verify::{Difference, DifferenceKind, Shown};

/// Characters of a value that are shown.
const MAX_VALUE: usize = 100;
/// Characters that are kept before the first character that differs.
const LEAD: usize = 24;
/// Lines that are shown of a value with several lines.
const MAX_LINES: usize = 8;

/// The two values of a difference as they are shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sides {
    /// Each on a line of its own.
    Lines { expected: String, received: String },
    /// Texts of several lines: what is to go (`-`), what is to come (`+`) and what stays (` `).
    Changes(Vec<(char, String)>),
}

/// Both values of a difference.
pub(super) fn sides(difference: &Difference) -> Sides {
    match (&difference.expected, &difference.received) {
        (Shown::Text(expected), Shown::Text(received)) => {
            if difference.kind == DifferenceKind::Whitespace {
                return Sides::Lines {
                    expected: blanks(expected),
                    received: blanks(received),
                };
            }
            if expected.trim_end().contains('\n') || received.trim_end().contains('\n') {
                return Sides::Changes(changes(expected, received));
            }
            let cut = first_difference(expected, received);
            Sides::Lines {
                expected: window(&difference.expected, cut),
                received: window(&difference.received, cut),
            }
        }
        (Shown::Secret, Shown::Secret) => Sides::Lines {
            expected: Shown::Secret.to_string(),
            received: format!("{}, differs (hidden)", Shown::Secret),
        },
        (expected, received) => Sides::Lines {
            expected: window(expected, 0),
            received: window(received, 0),
        },
    }
}

/// A value on one line, cut to a sensible length.
fn window(shown: &Shown, cut: usize) -> String {
    let text = shown.to_string();
    let skip = cut.saturating_sub(LEAD);
    let text: Cow<'_, str> = if text.chars().count() > MAX_VALUE && skip > 0 {
        Cow::Owned(format!("…{}", text.chars().skip(skip).collect::<String>()))
    } else {
        Cow::Borrowed(&text)
    };
    truncate(&visible(&text), MAX_VALUE).into_owned()
}

fn first_difference(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count()
}

/// White space made visible: a dot for a blank, escapes for the rest.
fn blanks(text: &str) -> String {
    let marked: String = text
        .chars()
        .map(|c| match c {
            ' ' => "·".to_owned(),
            c if c.is_whitespace() && !c.is_control() => format!("\\u{{{:x}}}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{}\"", truncate(&visible(&marked), MAX_VALUE))
}

fn changes(expected: &str, received: &str) -> Vec<(char, String)> {
    let diff = TextDiff::from_lines(expected, received);
    let mut lines: Vec<(char, String)> = diff
        .grouped_ops(1)
        .iter()
        .flatten()
        .flat_map(|op| diff.iter_changes(op))
        .map(|change| {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let line = change.value().trim_end_matches(['\r', '\n']);
            (sign, truncate(&visible(line), MAX_VALUE).into_owned())
        })
        .collect();
    if lines.len() > MAX_LINES {
        let more = lines.len() - MAX_LINES + 1;
        lines.truncate(MAX_LINES - 1);
        lines.push((' ', format!("… and {more} more lines")));
    }
    lines
}
