//! The report for continuous integration: one test case per scenario.
//!
//! Failed and nothing arrived are a `failure` (type `failed`, `nothing-arrived`): the SIS has to change. Could not run
//! and inconclusive are an `error` (type `could-not-run`, `inconclusive`): nothing was found out about the SIS. The
//! text of either is what the text report says. Warnings are in `system-out`.

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::paint::Paint;
use super::text;
use crate::verify::{Outcome, Verdict};

/// The report on a suite.
pub(super) fn render(verdicts: &[Verdict]) -> String {
    let mut suite = TestSuite::new("mocklms");
    for verdict in verdicts {
        suite.add_test_case(case(verdict));
    }
    suite.set_time(verdicts.iter().map(|v| v.duration).sum());
    let mut report = Report::new("mocklms");
    report.set_time(verdicts.iter().map(|v| v.duration).sum());
    report.add_test_suite(suite);
    let text = report.to_string().unwrap_or_default();
    // The writer leaves out control characters; these two are no XML either.
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

fn case(verdict: &Verdict) -> TestCase {
    let block = text::scenario(verdict, Paint::Plain);
    let kind = match verdict.outcome {
        Outcome::Passed => None,
        Outcome::Failed => Some((NonSuccessKind::Failure, "failed")),
        Outcome::NothingArrived => Some((NonSuccessKind::Failure, "nothing-arrived")),
        Outcome::Inconclusive => Some((NonSuccessKind::Error, "inconclusive")),
        Outcome::CouldNotRun => Some((NonSuccessKind::Error, "could-not-run")),
    };
    let status = match kind {
        None => TestCaseStatus::success(),
        Some((kind, name)) => {
            let mut status = TestCaseStatus::non_success(kind);
            status
                .set_type(name)
                .set_message(block.lines().next().unwrap_or_default())
                .set_description(block.as_str());
            status
        }
    };
    let path = verdict.path.display().to_string();
    let line = verdict
        .failures
        .iter()
        .find_map(|f| f.span.as_ref())
        .map_or(1, |span| span.line);
    let mut case = TestCase::new(verdict.title.as_str(), status);
    case.set_classname(path.as_str())
        .set_time(verdict.duration)
        .set_assertions(verdict.counts.expectations);
    case.extra.insert("file".into(), path.as_str().into());
    case.extra.insert("line".into(), line.to_string().into());
    case.add_property(Property::new(
        "messages",
        verdict.counts.messages.to_string(),
    ));
    for coverage in &verdict.coverage {
        let all = coverage.fired.len() + coverage.idle.len();
        let value = format!("{} of {all}", coverage.fired.len());
        case.add_property(Property::new(format!("rules-{}", coverage.vendor), value));
    }
    if let Some(lowest) = verdict.lowest_evidence() {
        case.add_property(Property::new("lowest-evidence", lowest.as_str()));
    }
    if kind.is_none() && !verdict.warnings.is_empty() {
        case.set_system_out(block);
    }
    case
}
