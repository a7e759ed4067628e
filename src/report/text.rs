//! The report for people: one line for what passed, a block for what did not, a summary of at most three lines.

use std::fmt::Write as _;
use std::time::Duration;

use super::block;
use super::paint::{Ink, Paint};
use crate::base::text::{plural, truncate, visible};
use crate::verify::{Failure, FailureKind, Outcome, Verdict};

/// Differences that are shown of one scenario.
const MAX_DIFFERENCES: usize = 20;
/// Warnings that are shown of one scenario.
const MAX_WARNINGS: usize = 5;
/// Characters of a sentence.
const MAX_SENTENCE: usize = 240;

/// The report on a suite.
pub(super) fn render(verdicts: &[Verdict], paint: Paint) -> String {
    let mut out = String::new();
    let brief = verdicts.len() > 1;
    for (n, verdict) in verdicts.iter().enumerate() {
        let block = if brief && verdict.outcome == Outcome::Passed && verdict.warnings.is_empty() {
            passed(verdict, paint)
        } else {
            scenario(verdict, paint)
        };
        let multiline = block.lines().count() > 1;
        if n > 0 && (multiline || out.ends_with("\n\n")) && !out.ends_with("\n\n") {
            out.push('\n');
        }
        out.push_str(&block);
        if multiline {
            out.push('\n');
        }
    }
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
    out.push_str(&summary(verdicts, paint));
    out
}

/// One of several that passed: short enough for a narrow terminal.
fn passed(verdict: &Verdict, paint: Paint) -> String {
    let findings: usize = verdict.counts.findings.values().sum();
    let findings = if findings > 0 {
        paint.ink(Ink::Faint, &format!("  {}", plural(findings, "finding")))
    } else {
        String::new()
    };
    let case = verdict
        .case
        .as_ref()
        .map_or(String::new(), |case| format!("  {}", visible(case)));
    format!(
        "{}  {}  {}{case}{findings}\n",
        paint.ink(Ink::Good, "passed"),
        paint.ink(Ink::Faint, &format!("{:>7}", time(verdict.duration))),
        visible(&verdict.path.display().to_string()),
    )
}

/// The block of one scenario.
pub(super) fn scenario(verdict: &Verdict, paint: Paint) -> String {
    let mut out = String::new();
    head(&mut out, verdict, paint);
    let listed = verdict.failures.len() > 1 || !verdict.reasons.is_empty();
    let mut room = MAX_DIFFERENCES;
    let mut shown = 0;
    for (n, failure) in verdict.failures.iter().enumerate() {
        if room == 0 {
            break;
        }
        let weight = failure.differences.len().max(1);
        let indent = if listed {
            let place = block::place(failure)
                .map(|p| format!("{p}  "))
                .unwrap_or_default();
            let number = format!("{}.", n + 1);
            _ = writeln!(
                out,
                "\n  {number:<3}{}{}",
                visible(&place),
                sentence(&failure.title)
            );
            "     "
        } else {
            "    "
        };
        for line in block::lines(failure, room, paint) {
            _ = writeln!(out, "{indent}{}", line.trim_end());
        }
        let cut = weight.saturating_sub(room);
        if cut > 0 {
            _ = writeln!(out, "{indent}… and {}", plural(cut, "more difference"));
        }
        room = room.saturating_sub(weight);
        shown += 1;
    }
    if shown < verdict.failures.len() {
        let more = verdict.failures.len() - shown;
        _ = writeln!(out, "\n  … and {more} more");
    }
    for warning in verdict.warnings.iter().take(MAX_WARNINGS) {
        let place = block::place(warning)
            .map(|p| format!("{p}  "))
            .unwrap_or_default();
        let word = paint.ink(Ink::Unsure, "warning");
        _ = writeln!(
            out,
            "    {word}   {}{}",
            visible(&place),
            sentence(&warning.title)
        );
    }
    if verdict.warnings.len() > MAX_WARNINGS {
        let more = verdict.warnings.len() - MAX_WARNINGS;
        _ = writeln!(out, "    … and {}", plural(more, "more warning"));
    }
    if let Some(next) = next(verdict) {
        let gap = if listed { "\n" } else { "" };
        _ = writeln!(
            out,
            "{gap}    {}      {next}",
            paint.ink(Ink::Label, "next")
        );
    }
    out
}

fn head(out: &mut String, verdict: &Verdict, paint: Paint) {
    let path = verdict.path.display().to_string();
    let (word, ink) = match verdict.outcome {
        Outcome::Passed => ("passed", Ink::Good),
        Outcome::Failed => ("FAILED", Ink::Bad),
        Outcome::Inconclusive => ("INCONCLUSIVE", Ink::Unsure),
        Outcome::NothingArrived => ("NOTHING ARRIVED", Ink::Bad),
        Outcome::CouldNotRun => ("COULD NOT RUN", Ink::Bad),
    };
    let word = paint.ink(ink, word);
    let title = visible(&verdict.title);
    if verdict.outcome == Outcome::Passed {
        let scope = paint.ink(Ink::Faint, &format!("({})", scope(verdict)));
        _ = writeln!(out, "{word}  {}  {title} {scope}", visible(&path));
        return;
    }
    let (place, message) = match (&verdict.reasons[..], &verdict.failures[..]) {
        ([reason, ..], _) => (path, sentence(reason)),
        ([], [one]) => (block::place(one).unwrap_or(path), sentence(&one.title)),
        ([], many) => (
            path,
            format!("{}: {}", plural(many.len(), "failure"), kinds(many)),
        ),
    };
    _ = writeln!(
        out,
        "{word}  {}  {}",
        visible(&place),
        paint.ink(Ink::Strong, &message)
    );
    let about = if verdict.outcome == Outcome::CouldNotRun && verdict.counts.expectations == 0 {
        title.into_owned()
    } else {
        format!("{title} ({})", scope(verdict))
    };
    _ = writeln!(out, "    {}", paint.ink(Ink::Faint, &about));
    for reason in verdict.reasons.iter().skip(1) {
        _ = writeln!(out, "    {}", sentence(reason));
    }
}

/// The failures by kind, so that the first line says what it is about.
fn kinds(failures: &[Failure]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for failure in failures {
        let word = match failure.kind {
            FailureKind::Differs => "differing",
            FailureKind::Missing | FailureKind::NothingArrived => "missing",
            FailureKind::Unexpected => "unexpected",
            FailureKind::Count => "miscounted",
            FailureKind::Order => "out of order",
            FailureKind::Followed => "followed",
            FailureKind::State => "in the state",
            FailureKind::Answer => "in answers",
            FailureKind::Exit => "exit code",
            FailureKind::Finding => "about findings",
            FailureKind::Quirk => "about rules",
            FailureKind::Remark => "remarks",
        };
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, n)) => *n += 1,
            None => counts.push((word, 1)),
        }
    }
    let named: Vec<String> = counts
        .iter()
        .map(|(word, n)| format!("{n} {word}"))
        .collect();
    named.join(", ")
}

/// `3 of 4 expectations met, 2 messages, 120 ms`.
pub(super) fn scope(verdict: &Verdict) -> String {
    let counts = &verdict.counts;
    let expectations = plural(counts.expectations, "expectation");
    let met = if verdict.outcome == Outcome::Passed {
        expectations
    } else {
        format!("{} of {expectations} met", counts.met)
    };
    let messages = plural(counts.messages, "message");
    let findings: usize = counts.findings.values().sum();
    let findings = if findings > 0 {
        format!(", {}", plural(findings, "finding"))
    } else {
        String::new()
    };
    format!("{met}, {messages}{findings}, {}", time(verdict.duration))
}

fn sentence(text: &str) -> String {
    truncate(&visible(text), MAX_SENTENCE).into_owned()
}

/// `12 ms`, `1.24 s`.
pub(super) fn time(duration: Duration) -> String {
    match duration.as_millis() {
        0 => "<1 ms".to_owned(),
        ms @ 1..1000 => format!("{ms} ms"),
        _ => format!("{:.2} s", duration.as_secs_f64()),
    }
}

/// What to do next, if that can be said.
pub(super) fn next(verdict: &Verdict) -> Option<String> {
    let rules = verdict.failures.iter().flat_map(|f| {
        let written = f
            .differences
            .iter()
            .filter_map(|d| d.written_by.as_ref()?.rule.as_ref());
        // Of several rules that fired in an exchange nobody knows which one matters.
        let fired = f.rules.first().filter(|_| f.rules.len() == 1);
        written.chain(fired)
    });
    let mut ids = rules
        .map(|r| r.id.as_str())
        .filter(|id| !id.starts_with("setting:"));
    if verdict.outcome == Outcome::NothingArrived {
        let failure = verdict.failures.iter().find(|f| f.instance.is_some())?;
        // A note says what arrived instead, and that is the thing to look at.
        let instance = failure
            .instance
            .as_deref()
            .filter(|_| failure.notes.is_empty())?;
        let name = instance
            .to_uppercase()
            .replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        return Some(format!(
            "see that the SIS sends to the address it was given (MOCKLMS_{name}_URL)"
        ));
    }
    let weakest = || {
        let lowest = verdict.lowest_evidence()?;
        verdict
            .evidence
            .iter()
            .find(|u| u.evidence == lowest && !u.id.starts_with("setting:"))
            .map(|u| u.id.as_str())
    };
    let id = match verdict.outcome {
        Outcome::Inconclusive => weakest().or_else(|| ids.next())?,
        _ => ids.next()?,
    };
    let bare = id.split('/').next().unwrap_or(id);
    Some(format!("mocklms explain quirk {}", visible(bare)))
}

/// The last lines: how many ended how, and what it rested on.
pub(super) fn summary(verdicts: &[Verdict], paint: Paint) -> String {
    let order = [
        (Outcome::CouldNotRun, Ink::Bad),
        (Outcome::Failed, Ink::Bad),
        (Outcome::Inconclusive, Ink::Unsure),
        (Outcome::NothingArrived, Ink::Bad),
        (Outcome::Passed, Ink::Good),
    ];
    let counted: Vec<String> = order
        .into_iter()
        .filter_map(|(outcome, ink)| {
            let n = verdicts.iter().filter(|v| v.outcome == outcome).count();
            let words = match outcome {
                Outcome::NothingArrived => format!("{n} got nothing"),
                other => format!("{n} {}", other.as_str()),
            };
            (n > 0).then(|| paint.ink(ink, &words))
        })
        .collect();
    let all: Duration = verdicts.iter().map(|v| v.duration).sum();
    let mut out = format!(
        "{}: {} in {}\n",
        plural(verdicts.len(), "scenario"),
        if counted.is_empty() {
            "nothing to do".to_owned()
        } else {
            counted.join(", ")
        },
        time(all)
    );
    let rested = [coverage(verdicts), evidence(verdicts)];
    for line in rested.into_iter().flatten() {
        _ = writeln!(out, "{}", paint.ink(Ink::Faint, &line));
    }
    out
}

/// `rules exercised: brightspace 12 of 40`.
fn coverage(verdicts: &[Verdict]) -> Option<String> {
    let all = super::json::merged_coverage(verdicts);
    let named: Vec<String> = all
        .iter()
        .filter(|c| !(c.fired.is_empty() && c.idle.is_empty()))
        .map(|c| {
            format!(
                "{} {} of {}",
                c.vendor,
                c.fired.len(),
                c.fired.len() + c.idle.len()
            )
        })
        .collect();
    (!named.is_empty()).then(|| format!("rules exercised: {}", named.join(", ")))
}

/// `evidence: 10 documented, 2 inferred (D2L-023/other-text)`.
fn evidence(verdicts: &[Verdict]) -> Option<String> {
    const NAMED: usize = 2;
    let mut all: Vec<_> = verdicts.iter().flat_map(|v| &v.evidence).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id).then(a.evidence.cmp(&b.evidence)));
    all.dedup_by(|a, b| a.id == b.id);
    let lowest = all.iter().map(|u| u.evidence).min()?;
    let mut levels: Vec<_> = all.iter().map(|u| u.evidence).collect();
    levels.sort_unstable();
    levels.dedup();
    let named: Vec<String> = levels
        .iter()
        .rev()
        .map(|level| {
            let of_level: Vec<&str> = all
                .iter()
                .filter(|u| u.evidence == *level)
                .map(|u| u.id.as_str())
                .collect();
            let mut words = format!("{} {}", of_level.len(), level.as_str());
            // The least sure ones by name, unless all are equally sure.
            if *level == lowest && levels.len() > 1 {
                let more = if of_level.len() > NAMED { ", …" } else { "" };
                let ids = of_level[..of_level.len().min(NAMED)].join(", ");
                _ = write!(words, " ({}{more})", visible(&ids));
            }
            words
        })
        .collect();
    Some(format!("evidence: {}", named.join(", ")))
}
