//! The page around the data.

use std::fmt::Write as _;

use super::data::{Report, inert, pack};
use crate::base::text::truncate;
use crate::report::paint::Paint;
use crate::report::{Case, text};
use crate::verify::Verdict;

const STYLE: &str = include_str!("style.css");
const SCRIPT: [&str; 6] = [
    include_str!("dom.js"),
    include_str!("xml.js"),
    include_str!("diff.js"),
    include_str!("exchange.js"),
    include_str!("scenario.js"),
    include_str!("page.js"),
];
/// Characters of the text that is shown where no script runs.
const MAX_PLAIN: usize = 64 * 1024;

/// The report on a suite.
pub(in crate::report) fn render(cases: &[Case]) -> String {
    let report = Report::new(cases);
    let mut out = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"data:,\">\n",
    );
    let outcome = report.suite["outcome"].as_str().unwrap_or_default();
    _ = write!(
        out,
        "<title>{outcome} - mocklms report</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    );
    let plain = plain(cases);
    _ = writeln!(
        out,
        "<div id=\"app\"></div>\n<noscript><h1>mocklms: {outcome}</h1>\n<pre>{plain}</pre></noscript>"
    );
    let suite = inert(&report.suite.to_string());
    _ = writeln!(
        out,
        "<script type=\"application/json\" id=\"suite\">{suite}</script>"
    );
    for ((name, _), (form, content)) in report.blocks.iter().zip(pack(&report.blocks)) {
        _ = writeln!(
            out,
            "<script type=\"text/plain\" id=\"{name}\" data-form=\"{form}\">{content}</script>"
        );
    }
    out.push_str("<script>\n\"use strict\";\n");
    for part in SCRIPT {
        out.push_str(part);
    }
    out.push_str("</script>\n</body>\n</html>\n");
    out
}

/// The text report, for browsers that run no scripts.
fn plain(cases: &[Case]) -> String {
    let verdicts: Vec<Verdict> = cases.iter().map(|c| c.verdict.clone()).collect();
    let all = text::render(&verdicts, Paint::Plain);
    let mut shown = truncate(&all, MAX_PLAIN);
    if shown.len() < all.len() {
        let summary = text::summary(&verdicts, Paint::Plain);
        shown = format!("{shown}\n\n{summary}").into();
    }
    shown.replace('&', "&amp;").replace('<', "&lt;")
}
