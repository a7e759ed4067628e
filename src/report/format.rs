//! The report formats.

use super::{Case, Paint, github, html, json, junit, markdown, text};
use crate::verify::Verdict;

/// A report format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text(Paint),
    /// Everything, for programs; described by `docs/report.schema.json`.
    Json,
    /// For continuous integration.
    Junit,
    /// One file for a browser, with the exchanges.
    Html,
    /// For the summary page of a job.
    Markdown,
    /// For the log of a GitHub job.
    Github,
}

impl Format {
    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Json => "json",
            Self::Junit => "junit",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Github => "github",
        }
    }

    /// The format of that name; text without colors.
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Text(Paint::Plain),
            Self::Json,
            Self::Junit,
            Self::Html,
            Self::Markdown,
            Self::Github,
        ]
        .into_iter()
        .find(|format| format.name() == name)
    }

    /// The report on a suite. The HTML report has no exchanges then: it is made by [`Self::render_cases`].
    pub fn render(self, verdicts: &[Verdict]) -> String {
        match self {
            Self::Text(paint) => text::render(verdicts, paint),
            Self::Json => json::render(verdicts),
            Self::Junit => junit::render(verdicts),
            Self::Markdown => markdown::render(verdicts),
            Self::Github => github::render(verdicts, std::env::current_dir().ok().as_deref()),
            Self::Html => {
                let cases: Vec<Case> = verdicts.iter().cloned().map(Case::from).collect();
                html::render(&cases)
            }
        }
    }

    /// The report on a suite, with the exchanges where the format shows them.
    pub fn render_cases(self, cases: &[Case]) -> String {
        if self == Self::Html {
            return html::render(cases);
        }
        let verdicts: Vec<Verdict> = cases.iter().map(|case| case.verdict.clone()).collect();
        self.render(&verdicts)
    }
}
