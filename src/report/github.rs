//! The report for the log of a GitHub job: one annotation per failure, then the summary.
//!
//! GitHub shows ten errors per step, so that every scenario's first failure stands before any second one.

use std::fmt::Write as _;
use std::path::Path;

use super::block;
use super::paint::Paint;
use super::text;
use crate::base::text::{plural, truncate, visible};
use crate::diag::Span;
use crate::verify::{Failure, Outcome, Verdict};

/// Differences that are shown in one annotation.
const MAX_DIFFERENCES: usize = 10;
/// Annotations for one scenario.
const MAX_ANNOTATIONS: usize = 50;
/// Characters of a title.
const MAX_TITLE: usize = 200;

/// The report on a suite, its paths relative to `base` where they can be.
pub(super) fn render(verdicts: &[Verdict], base: Option<&Path>) -> String {
    let mut ranked: Vec<(usize, String)> = verdicts
        .iter()
        .flat_map(|verdict| annotations(verdict, base).into_iter().enumerate())
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut out = String::new();
    for (_, line) in &ranked {
        out.push_str(line);
        out.push('\n');
    }
    out.push_str(&text::summary(verdicts, Paint::Plain));
    out
}

fn annotations(verdict: &Verdict, base: Option<&Path>) -> Vec<String> {
    let mut out = Vec::new();
    let title = format!("{}: {}", verdict.outcome.as_str(), verdict.title);
    let file = relative(&verdict.path, base);
    if verdict.outcome != Outcome::Passed {
        for reason in &verdict.reasons {
            out.push(command("error", &file, None, &title, reason));
        }
    }
    for failure in verdict.failures.iter().take(MAX_ANNOTATIONS) {
        out.push(annotation("error", failure, &title, &file, base));
    }
    if verdict.failures.len() > MAX_ANNOTATIONS {
        let more = plural(verdict.failures.len() - MAX_ANNOTATIONS, "more failure");
        out.push(command(
            "error",
            &file,
            None,
            &title,
            &format!("… and {more}"),
        ));
    }
    let title = format!("warning: {}", verdict.title);
    for warning in verdict.warnings.iter().take(MAX_ANNOTATIONS) {
        out.push(annotation("warning", warning, &title, &file, base));
    }
    out
}

fn annotation(
    level: &str,
    failure: &Failure,
    title: &str,
    file: &str,
    base: Option<&Path>,
) -> String {
    let mut message = visible(&failure.title).into_owned();
    for line in block::lines(failure, MAX_DIFFERENCES, Paint::Plain) {
        _ = write!(message, "\n{}", line.trim_end());
    }
    if let Some(more) = failure.differences.len().checked_sub(MAX_DIFFERENCES + 1) {
        _ = write!(message, "\n… and {}", plural(more + 1, "more difference"));
    }
    match block::span(failure) {
        Some(span) => {
            let file = relative(&span.source.path, base);
            command(level, &file, Some(span), title, &message)
        }
        None => command(level, file, None, title, &message),
    }
}

fn command(level: &str, file: &str, span: Option<&Span>, title: &str, message: &str) -> String {
    let line = span.map_or(1, |s| s.line);
    let mut out = format!("::{level} file={},line={line}", property(file));
    if let Some(span) = span {
        _ = write!(out, ",col={}", span.column);
    }
    _ = write!(
        out,
        ",title={}::{}",
        property(&truncate(&visible(title), MAX_TITLE)),
        data(message)
    );
    out
}

/// The path as GitHub knows it, with slashes.
fn relative(path: &Path, base: Option<&Path>) -> String {
    let inner = base.and_then(|base| path.strip_prefix(base).ok());
    let inner = inner.unwrap_or(path);
    let parts: Vec<_> = inner
        .strip_prefix(".")
        .unwrap_or(inner)
        .iter()
        .map(|part| part.to_string_lossy())
        .collect();
    parts.join("/").replacen("//", "/", 1)
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_foreign_can_end_a_property_or_a_command() {
        let line = command(
            "error",
            "a,b:c.yaml",
            None,
            "t: 100 %\n::x",
            "50 %\r\n::set-env a",
        );
        assert_eq!(
            line,
            "::error file=a%2Cb%3Ac.yaml,line=1,title=t%3A 100 %25\\n%3A%3Ax::50 %25%0D%0A::set-env a"
        );
    }

    #[test]
    fn paths_are_relative_to_where_it_was_started() {
        let base = Some(Path::new("/ci/project"));
        for (path, known) in [
            ("/ci/project/scenarios/a.yaml", "scenarios/a.yaml"),
            ("./scenarios/a.yaml", "scenarios/a.yaml"),
            ("scenarios/a.yaml", "scenarios/a.yaml"),
            ("../other/a.yaml", "../other/a.yaml"),
            ("/elsewhere/a.yaml", "/elsewhere/a.yaml"),
        ] {
            assert_eq!(relative(Path::new(path), base), known);
        }
    }
}
