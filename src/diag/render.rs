//! Problems as text, with the source line and a caret.

use std::fmt::Write as _;

use super::{Problem, Severity};
use crate::base::text::visible;

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
            let before: String = line
                .chars()
                .take(span.column.saturating_sub(1))
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            _ = writeln!(out, "{pad} --> {}", span.place());
            _ = writeln!(out, "{gutter} | {}", line.trim_end());
            _ = writeln!(out, "{pad} | {before}{}", "^".repeat(span.length.max(1)));
        }
        if let Some(help) = &problem.help {
            _ = writeln!(out, "  help: {help}");
        }
    }
    out
}
