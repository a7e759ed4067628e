//! Where `run` writes its reports.

use std::io;
use std::path::PathBuf;

use super::style;
use crate::base::Masker;
use crate::journal::Entry;
use crate::report::{Case, Format as Report, Paint};
use crate::scenario::Scenario;
use crate::verify::Verdict;

/// How the report is printed, and which files it is also written to.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reports")]
pub(super) struct Reports {
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Also writes the report as JUnit XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Also writes the report as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Also writes the report as one HTML file with every exchange; secrets are masked
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Also writes the report as Markdown, for a job summary ($GITHUB_STEP_SUMMARY)
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
}

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// Everything, for programs
    Json,
    /// Annotations for GitHub Actions, and the summary
    Github,
}

/// A scenario that was played.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) verdict: Verdict,
    /// What was exchanged; empty unless a report shows it.
    pub(super) entries: Vec<Entry>,
}

impl Reports {
    /// Whether a report shows the exchanges.
    pub(super) const fn need_exchanges(&self) -> bool {
        self.html.is_some()
    }

    /// Writes the files and prints.
    ///
    /// # Errors
    ///
    /// What could not be written, and why.
    pub(super) fn write(
        &self,
        scenarios: &[Scenario],
        ran: Vec<Ran>,
    ) -> Result<(), (PathBuf, io::Error)> {
        let write = |path: &PathBuf, text: String| {
            std::fs::write(path, text).map_err(|error| (path.clone(), error))
        };
        let (verdicts, entries): (Vec<Verdict>, Vec<_>) = ran
            .into_iter()
            .map(|ran| (ran.verdict, ran.entries))
            .unzip();
        if let Some(path) = &self.html {
            let masker = Masker::default();
            let cases: Vec<Case> = scenarios
                .iter()
                .zip(&verdicts)
                .zip(entries)
                .map(|((scenario, verdict), entries)| {
                    Case::new(verdict.clone(), scenario, entries, &masker)
                })
                .collect();
            write(path, Report::Html.render_cases(&cases))?;
        }
        for (path, format) in [
            (&self.junit, Report::Junit),
            (&self.json, Report::Json),
            (&self.markdown, Report::Markdown),
        ] {
            if let Some(path) = path {
                write(path, format.render(&verdicts))?;
            }
        }
        let paint = if style::has_colors() {
            Paint::Color
        } else {
            Paint::Plain
        };
        let format = match self.format {
            Format::Text => Report::Text(paint),
            Format::Json => Report::Json,
            Format::Github => Report::Github,
        };
        style::print(&format.render(&verdicts))
            .map_err(|error| (PathBuf::from("standard output"), error))
    }
}
