//! The report for the summary page of a CI job: Markdown as GitHub renders it.
//!
//! What did not pass comes first and in full; what passed is folded away. Foreign text can neither end a table cell
//! nor a code block nor become markup, and the whole stays below the megabyte that GitHub takes.

use std::fmt::Write as _;

use super::block;
use super::paint::Paint;
use super::text;
use crate::base::text::{plural, truncate, visible};
use crate::verify::{Outcome, Verdict};

/// Bytes of the whole report; GitHub refuses summaries of more than 1 MiB.
const LIMIT: usize = 1_000_000;
/// Bytes of one table.
const TABLE: usize = 150_000;
/// Differences that are shown of one scenario.
const MAX_DIFFERENCES: usize = 20;
/// Warnings that are shown of one scenario.
const MAX_WARNINGS: usize = 5;
/// Characters of a sentence or a path.
const MAX_SENTENCE: usize = 240;

/// The report on a suite.
pub(super) fn render(verdicts: &[Verdict]) -> String {
    let summary = text::summary(verdicts, Paint::Plain);
    let mut lines = summary.lines();
    let outcome = Outcome::of_suite(verdicts.iter().map(|v| v.outcome));
    let mut out = format!(
        "## {} mocklms: {}\n\n{}\n",
        sign(outcome),
        outcome.as_str(),
        inline(lines.next().unwrap_or_default())
    );
    let (passed, mut failed): (Vec<&Verdict>, Vec<&Verdict>) = verdicts
        .iter()
        .partition(|verdict| verdict.outcome == Outcome::Passed);
    failed.sort_by_key(|verdict| gravity(verdict.outcome));
    if !failed.is_empty() {
        out.push('\n');
        table(&mut out, &failed);
    }
    let mut end = String::new();
    if !passed.is_empty() {
        _ = write!(
            end,
            "\n<details><summary>{} passed</summary>\n\n",
            plural(passed.len(), "scenario")
        );
        table(&mut end, &passed);
        end.push_str("\n</details>\n");
    }
    for line in lines {
        _ = write!(end, "\n{}\n", inline(line));
    }
    let room = LIMIT.saturating_sub(end.len() + 200);
    for (n, verdict) in failed.iter().enumerate() {
        let section = section(verdict);
        if out.len() + section.len() > room {
            _ = write!(
                out,
                "\n> {} not shown here: a job summary holds 1 MB. The HTML and JSON reports have them.\n",
                plural(failed.len() - n, "more scenario")
            );
            break;
        }
        out.push_str(&section);
    }
    out.push_str(&end);
    out
}

/// A row for each, as many as there is room for.
fn table(out: &mut String, verdicts: &[&Verdict]) {
    let start = out.len();
    out.push_str("| Verdict | Scenario | File | Expectations met | Messages | Time |\n");
    out.push_str("| --- | --- | --- | ---: | ---: | ---: |\n");
    for (n, verdict) in verdicts.iter().enumerate() {
        let counts = &verdict.counts;
        let row = format!(
            "| {} {} | {} | {} | {} of {} | {} | {} |\n",
            sign(verdict.outcome),
            verdict.outcome.as_str(),
            inline(&verdict.title),
            code(&verdict.path.display().to_string(), true),
            counts.met,
            counts.expectations,
            counts.messages,
            text::time(verdict.duration)
        );
        if out.len() - start + row.len() > TABLE {
            let more = plural(verdicts.len() - n, "more scenario");
            _ = writeln!(out, "| … | {more} | | | | |");
            return;
        }
        out.push_str(&row);
    }
}

/// All about a scenario that did not pass.
fn section(verdict: &Verdict) -> String {
    let mut out = format!(
        "\n### {} {}\n\n**{}** · {}",
        sign(verdict.outcome),
        inline(&verdict.title),
        verdict.outcome.as_str(),
        code(&verdict.path.display().to_string(), false)
    );
    if verdict.outcome != Outcome::CouldNotRun || verdict.counts.expectations > 0 {
        _ = write!(out, " · {}", text::scope(verdict));
    }
    out.push('\n');
    for reason in &verdict.reasons {
        _ = write!(out, "\n{}\n", inline(reason));
    }
    let mut room = MAX_DIFFERENCES;
    for (n, failure) in verdict.failures.iter().enumerate() {
        if room == 0 {
            let more = plural(verdict.failures.len() - n, "more failure");
            _ = write!(out, "\n… and {more}\n");
            break;
        }
        let number = format!("{}. ", n + 1);
        let indent = " ".repeat(number.len());
        _ = write!(out, "\n{number}{}", inline(&failure.title));
        if let Some(place) = block::place(failure) {
            _ = write!(out, "  \n{indent}{}", code(&place, false));
        }
        out.push('\n');
        let mut lines = block::lines(failure, room, Paint::Plain);
        let weight = failure.differences.len().max(1);
        if weight > room {
            lines.push(format!(
                "… and {}",
                plural(weight - room, "more difference")
            ));
        }
        room = room.saturating_sub(weight);
        fenced(&mut out, &lines, &indent);
    }
    for warning in verdict.warnings.iter().take(MAX_WARNINGS) {
        _ = write!(out, "\nWarning: {}", inline(&warning.title));
        if let Some(place) = block::place(warning) {
            _ = write!(out, " ({})", code(&place, false));
        }
        out.push('\n');
    }
    if verdict.warnings.len() > MAX_WARNINGS {
        let more = plural(verdict.warnings.len() - MAX_WARNINGS, "more warning");
        _ = write!(out, "\n… and {more}\n");
    }
    if let Some(next) = text::next(verdict) {
        let next = if next.starts_with("mocklms ") {
            code(&next, false)
        } else {
            inline(&next)
        };
        _ = write!(out, "\nNext: {next}\n");
    }
    out
}

/// A code block inside a list entry that no line of it can end.
fn fenced(out: &mut String, lines: &[String], indent: &str) {
    if lines.is_empty() {
        return;
    }
    let longest = lines.iter().map(|line| ticks(line)).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    _ = write!(out, "\n{indent}{fence}text\n");
    for line in lines {
        _ = writeln!(out, "{indent}{}", line.trim_end());
    }
    _ = writeln!(out, "{indent}{fence}");
}

/// The longest run of backticks.
fn ticks(text: &str) -> usize {
    text.split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default()
}

/// A code span that its content cannot end.
fn code(content: &str, in_table: bool) -> String {
    let content = truncate(&visible(content), MAX_SENTENCE).into_owned();
    let tick = "`".repeat(ticks(&content) + 1);
    let pad = if content.starts_with('`') || content.ends_with('`') {
        " "
    } else {
        ""
    };
    let content = if in_table {
        content.replace('|', "\\|")
    } else {
        content
    };
    format!("{tick}{pad}{content}{pad}{tick}")
}

/// Text on one line that is nothing but text.
fn inline(foreign: &str) -> String {
    let safe = visible(foreign);
    let mut out = String::with_capacity(safe.len());
    for c in truncate(&safe, MAX_SENTENCE).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

const fn sign(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "✅",
        Outcome::Failed => "❌",
        Outcome::Inconclusive => "❔",
        Outcome::NothingArrived => "📭",
        Outcome::CouldNotRun => "⛔",
    }
}

/// The gravest first, as the exit code has it.
const fn gravity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::CouldNotRun => 0,
        Outcome::Failed => 1,
        Outcome::Inconclusive => 2,
        Outcome::NothingArrived => 3,
        Outcome::Passed => 4,
    }
}
