//! Problems as text, with the source line and a caret.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{Problem, Severity};
use crate::base::text::visible;

/// The longest line that is shown whole, in characters; what was generated can be one line of megabytes.
const WIDTH: usize = 200;

/// What is shown of a line before the place that it is about.
const LEAD: usize = 60;

/// A line, or the part of a very long one around a place, and where the place is in it.
fn window(line: &str, column: usize) -> (Cow<'_, str>, usize) {
    if line.chars().nth(WIDTH).is_none() {
        return (Cow::Borrowed(line), column);
    }
    let start = column.saturating_sub(LEAD);
    let mut rest = line.chars().skip(start);
    let mut part: String = if start > 0 { "…" } else { "" }.into();
    part.extend(rest.by_ref().take(WIDTH));
    if rest.next().is_some() {
        part.push('…');
    }
    (Cow::Owned(part), column - start + usize::from(start > 0))
}

/// Renders problems the way a compiler does: place, source line, caret, help.
pub fn render(problems: &[Problem]) -> String {
    let mut out = String::new();
    for problem in problems {
        let word = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        _ = writeln!(
            out,
            "{word}[{}]: {}",
            problem.code,
            visible(&problem.message)
        );
        if let Some(span) = &problem.span {
            let line = span
                .source
                .text
                .lines()
                .nth(span.line.saturating_sub(1))
                .unwrap_or("");
            let gutter = span.line.to_string();
            let pad = " ".repeat(gutter.len());
            let (line, column) = window(line.trim_end(), span.column.saturating_sub(1));
            let before: String = line
                .chars()
                .take(column)
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            let room = line.chars().count().saturating_sub(column);
            let carets = "^".repeat(span.length.clamp(1, room.max(1)));
            _ = writeln!(out, "{pad} --> {}", span.place());
            _ = writeln!(out, "{gutter} | {line}");
            _ = writeln!(out, "{pad} | {before}{carets}");
        }
        if let Some(help) = &problem.help {
            _ = writeln!(out, "  help: {help}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn of_a_very_long_line_a_part_is_shown() {
        assert_eq!(window("short: one", 7), ("short: one".into(), 7));
        let long = format!("{}!{}", "é".repeat(1000), "b".repeat(1000));
        let (part, at) = window(&long, 1000);
        assert_eq!(part.chars().nth(at), Some('!'));
        assert!(part.starts_with("…é") && part.ends_with("b…") && part.chars().count() < 210);
    }
}
