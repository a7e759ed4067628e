//! The job summary: nothing foreign becomes markup, and it fits.

use crate::report::Format;
use crate::verify::{Counts, Failure, FailureKind, Outcome, Verdict};

fn failed(title: &str, failures: usize) -> Verdict {
    let mut verdict = Verdict::could_not_run("scenarios/a|b`c.yaml", title, "");
    verdict.outcome = Outcome::Failed;
    verdict.reasons.clear();
    verdict.counts = Counts {
        expectations: failures,
        ..Counts::default()
    };
    verdict.failures = (0..failures)
        .map(|n| {
            let mut failure = Failure::new(FailureKind::Missing, format!("{title} {n}"), None);
            failure.notes.push("``` x ```` <b>".repeat(10));
            failure
        })
        .collect();
    verdict
}

#[test]
fn foreign_text_stays_text() {
    let text = Format::Markdown.render(&[failed("a | b ` <img src=x> *c*\n# d", 1)]);
    assert!(
        text.contains(r"a \| b \` &lt;img src=x&gt; \*c\*\\n\# d"),
        "{text}"
    );
    assert!(text.contains("| ``scenarios/a\\|b`c.yaml`` |"), "{text}");
    assert!(
        text.contains("\n   `````text\n   note      ``` x ````"),
        "{text}"
    );
    assert!(!text.contains("<img"));
}

#[test]
fn a_summary_is_never_larger_than_github_takes() {
    let many: Vec<Verdict> = (0..6000)
        .map(|n| failed(&format!("a pupil who moves {n}"), 30))
        .collect();
    let text = Format::Markdown.render(&many);
    assert!(text.len() < 1_000_000, "{} bytes", text.len());
    assert!(text.contains("more scenarios not shown here: a job summary holds 1 MB."));
    assert!(text.starts_with("## ❌ mocklms: failed\n\n6000 scenarios: 6000 failed"));
    assert!(text.contains("| … | "));
}
