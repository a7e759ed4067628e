//! The report formats.

use super::{Paint, json, junit, text};
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
}

impl Format {
    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Json => "json",
            Self::Junit => "junit",
        }
    }

    /// The format of that name; text without colors.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Text(Paint::Plain), Self::Json, Self::Junit]
            .into_iter()
            .find(|format| format.name() == name)
    }

    /// The report on a suite.
    pub fn render(self, verdicts: &[Verdict]) -> String {
        match self {
            Self::Text(paint) => text::render(verdicts, paint),
            Self::Json => json::render(verdicts),
            Self::Junit => junit::render(verdicts),
        }
    }
}
