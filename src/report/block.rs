//! One failure as lines.

use super::paint::{Ink, Paint};
use super::value::{Sides, sides};
use crate::base::text::{plural, truncate, visible};
use crate::diag::Span;
use crate::verify::{Difference, DifferenceKind, Failure, FailureKind, NearMiss, Rule};

/// Differences that are shown of one near miss.
const MAX_NEAR: usize = 4;
/// Rules that are shown of one exchange.
const MAX_RULES: usize = 3;
/// Characters of a path in a list; of longer ones the end is shown.
const MAX_PATH: usize = 48;
/// Characters of a half-sentence in a list.
const MAX_SAYS: usize = 120;
/// Where values start, counted from their label.
const LABEL: usize = 10;
/// Values longer than this do not push the places behind them to the right.
const MAX_ALIGNED: usize = 40;

/// `file:line:column` of a failure: of its only difference, if it has just one.
pub(super) fn place(failure: &Failure) -> Option<String> {
    span(failure).map(Span::place)
}

/// Where a failure is shown: at its only difference, if it has just one.
pub(super) fn span(failure: &Failure) -> Option<&Span> {
    match &failure.differences[..] {
        [one] => one.span.as_ref().or(failure.span.as_ref()),
        _ => failure.span.as_ref(),
    }
}

/// The lines below the title of a failure, at most `room` differences; without indentation.
pub(super) fn lines(failure: &Failure, room: usize, paint: Paint) -> Vec<String> {
    let mut out = Block {
        lines: Vec::new(),
        paint,
    };
    let single = failure.differences.len() == 1;
    for difference in failure.differences.iter().take(room) {
        if single {
            out.difference(failure, difference, "", !same_place(failure, difference));
        } else {
            let path = if difference.path.is_empty() {
                "(the whole)"
            } else {
                &difference.path
            };
            let remark = remark(difference.kind);
            out.lines.push(format!(
                "{}{remark}",
                paint.ink(Ink::Strong, &visible(path))
            ));
            out.difference(failure, difference, "  ", true);
        }
    }
    let answer = failure.kind == FailureKind::Answer;
    for note in failure.notes.iter().filter(|_| answer) {
        out.labelled("", "says", &visible(note));
    }
    for rule in failure.rules.iter().take(MAX_RULES) {
        let label = if failure.kind == FailureKind::Quirk {
            "rule"
        } else {
            "fired"
        };
        out.labelled("", label, &rule_line(rule));
    }
    for (n, near) in failure.near.iter().enumerate() {
        out.near(near, n == 0);
    }
    for note in failure.notes.iter().filter(|_| !answer) {
        out.labelled("", "note", &visible(note));
    }
    out.lines
}

fn same_place(failure: &Failure, difference: &Difference) -> bool {
    difference.span.as_ref() == span(failure)
}

/// What the values alone would not tell.
fn remark(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Whitespace => "  differs only in white space",
        DifferenceKind::Case => "  differs only in case",
        DifferenceKind::Namespace => "  is in another namespace",
        DifferenceKind::Order => "  stands in another place",
        _ => "",
    }
}

struct Block {
    lines: Vec<String>,
    paint: Paint,
}

impl Block {
    fn difference(
        &mut self,
        failure: &Failure,
        difference: &Difference,
        indent: &str,
        placed: bool,
    ) {
        let received_label = match failure.kind {
            FailureKind::State => "holds",
            FailureKind::Answer => "answered",
            _ => "received",
        };
        let mut expected_place = String::new();
        if placed && let Some(span) = &difference.span {
            expected_place = span.place();
        }
        let mut received_place = String::new();
        if let Some(position) = difference.position {
            received_place = format!("request {position}");
        }
        match sides(difference) {
            Sides::Lines { expected, received } => {
                let width = [&expected, &received]
                    .iter()
                    .map(|v| v.chars().count())
                    .filter(|w| *w <= MAX_ALIGNED)
                    .max()
                    .unwrap_or(0);
                let rows = [
                    ("expected", expected, Ink::Expected, expected_place),
                    (received_label, received, Ink::Received, received_place),
                ];
                for (label, value, ink, place) in rows {
                    let pad = width.saturating_sub(value.chars().count());
                    let place = if place.is_empty() {
                        String::new()
                    } else {
                        format!(
                            "{}  {}",
                            " ".repeat(pad),
                            self.paint.ink(Ink::Faint, &visible(&place))
                        )
                    };
                    let value = self.paint.ink(ink, &value);
                    self.labelled(indent, label, &format!("{value}{place}"));
                }
            }
            Sides::Changes(changes) => {
                let legend = format!("- expected  + {received_label}");
                self.labelled(indent, "lines", &self.paint.ink(Ink::Faint, &legend));
                for (sign, line) in changes {
                    let ink = match sign {
                        '-' => Ink::Expected,
                        '+' => Ink::Received,
                        _ => Ink::Faint,
                    };
                    let text = format!("{sign} {line}");
                    self.lines
                        .push(format!("{indent}  {}", self.paint.ink(ink, &text)));
                }
            }
        }
        if let Some(by) = &difference.written_by {
            let written = format!("by exchange {}, {}", by.seq, visible(&by.operation));
            self.labelled(indent, "written", &written);
            if let Some(rule) = &by.rule {
                self.labelled(indent, "rule", &rule_line(rule));
            }
        }
    }

    fn near(&mut self, near: &NearMiss, nearest: bool) {
        let place = near
            .span
            .as_ref()
            .map(|s| format!(", {}", s.place()))
            .unwrap_or_default();
        let head = visible(&near.what).into_owned();
        if !nearest {
            let differ = plural(near.differences.len(), "difference");
            self.labelled("", "also near", &format!("{head}{place} ({differ})"));
            return;
        }
        let all_same = if near.differences.is_empty() {
            ", taken by another expectation"
        } else {
            ""
        };
        self.labelled("", "nearest", &format!("{head}{place}{all_same}"));
        let shown = &near.differences[..near.differences.len().min(MAX_NEAR)];
        let paths: Vec<String> = shown.iter().map(|d| tail(&visible(&d.path))).collect();
        let width = paths.iter().map(|p| p.chars().count()).max().unwrap_or(0);
        for (path, difference) in paths.iter().zip(shown) {
            let pad = " ".repeat(width - path.chars().count());
            let says = difference.says();
            let line = format!("{path}{pad}  {}", truncate(&visible(&says), MAX_SAYS));
            self.labelled("", "", &line);
        }
        if near.differences.len() > MAX_NEAR {
            self.labelled(
                "",
                "",
                &format!("… and {} more", near.differences.len() - MAX_NEAR),
            );
        }
    }

    fn labelled(&mut self, indent: &str, label: &str, value: &str) {
        let pad = LABEL.saturating_sub(label.chars().count()).max(1);
        let label = self.paint.ink(Ink::Label, label);
        self.lines
            .push(format!("{indent}{label}{}{value}", " ".repeat(pad)));
    }
}

/// The end of a path, which tells most.
fn tail(path: &str) -> String {
    let length = path.chars().count();
    if length <= MAX_PATH {
        return path.to_owned();
    }
    let end: String = path.chars().skip(length - MAX_PATH + 1).collect();
    match end.split_once('/') {
        Some((_, whole)) if !whole.is_empty() => format!("…/{whole}"),
        _ => format!("…{end}"),
    }
}

/// `D2L-028, documented: a resync without …`.
fn rule_line(rule: &Rule) -> String {
    let mut line = visible(&rule.id).into_owned();
    if !rule.evidence.is_empty() {
        line.push_str(", ");
        line.push_str(&visible(&rule.evidence));
    }
    if !rule.title.is_empty() {
        line.push_str(": ");
        line.push_str(&rule.title);
    }
    line
}
