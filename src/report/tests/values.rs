//! How values are shown, and what keeps reports short and safe.

use super::super::value::{Sides, sides};
use crate::report::{Format, Paint};
use crate::verify::{Difference, DifferenceKind, Failure, FailureKind, Outcome, Shown, Verdict};

fn texts(kind: DifferenceKind, expected: &str, received: &str) -> Difference {
    let shown = |text: &str| Shown::Text(text.to_owned());
    Difference::new(kind, "a", shown(expected), shown(received))
}

#[track_caller]
fn check(difference: &Difference, expected: &str, received: &str) {
    let (expected, received) = (expected.to_owned(), received.to_owned());
    assert_eq!(sides(difference), Sides::Lines { expected, received });
}

#[test]
fn white_space_is_made_visible() {
    let difference = texts(DifferenceKind::Whitespace, "a b", "a\u{a0}b\t");
    check(&difference, "\"a·b\"", "\"a\\u{a0}b\\t\"");
}

#[test]
fn long_values_are_cut_where_they_are_alike() {
    let long = "x".repeat(200);
    let difference = texts(
        DifferenceKind::Value,
        &format!("{long}1"),
        &format!("{long}2"),
    );
    let alike = "x".repeat(24);
    check(&difference, &format!("…{alike}1"), &format!("…{alike}2"));
}

#[test]
fn values_of_several_lines_are_shown_as_changes() {
    let difference = texts(DifferenceKind::Value, "a\nb\nc\n", "a\nx\nc\n");
    let changes = [(' ', "a"), ('-', "b"), ('+', "x"), (' ', "c")];
    let changes = changes.map(|(sign, line)| (sign, line.to_owned()));
    assert_eq!(sides(&difference), Sides::Changes(changes.to_vec()));
}

fn failed(failures: usize, differences: usize) -> Verdict {
    let mut verdict = Verdict::could_not_run("s.yaml", "s", "");
    verdict.outcome = Outcome::Failed;
    verdict.reasons.clear();
    for _ in 0..failures {
        let mut failure = Failure::new(FailureKind::Differs, "t", None);
        let many = "line\n".repeat(50);
        failure.differences = (0..differences)
            .map(|_| texts(DifferenceKind::Value, &many, &many.to_uppercase()))
            .collect();
        verdict.failures.push(failure);
    }
    verdict
}

#[test]
fn a_difference_takes_twelve_lines_at_most() {
    let text = Format::Text(Paint::Plain).render(&[failed(1, 1)]);
    assert!(text.lines().count() <= 12 + 2, "{text}");
}

#[test]
fn at_most_twenty_differences_are_shown() {
    let text = Format::Text(Paint::Plain).render(&[failed(30, 3)]);
    assert_eq!(text.matches("more lines").count(), 20, "{text}");
    assert!(text.contains("… and 1 more difference\n"), "{text}");
    assert!(text.contains("… and 23 more\n"), "{text}");
}

#[test]
fn colors_only_when_asked_for() {
    let verdicts = [failed(1, 1)];
    assert!(
        !Format::Text(Paint::Plain)
            .render(&verdicts)
            .contains('\u{1b}')
    );
    assert!(
        Format::Text(Paint::Color)
            .render(&verdicts)
            .contains("\u{1b}[1m\u{1b}[31mFAILED")
    );
}

#[test]
fn formats_are_known_by_name() {
    for format in [
        Format::Text(Paint::Plain),
        Format::Json,
        Format::Junit,
        Format::Html,
        Format::Markdown,
        Format::Github,
    ] {
        assert_eq!(Format::parse(format.name()), Some(format));
    }
    assert_eq!(Format::parse("pdf"), None);
}
