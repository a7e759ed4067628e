//! Problems in what the user wrote (scenario files, flags): where, what, and how to fix it.
//!
//! Problems are collected, never thrown at the first one.

mod render;

use std::path::PathBuf;
use std::sync::Arc;

pub use render::render;

/// A text the user wrote, kept so that problems can show its lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The file as the user named it.
    pub path: PathBuf,
    /// The whole text.
    pub text: String,
}

/// A place in a [`Source`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text it is in.
    pub source: Arc<Source>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters to underline (at least 1).
    pub length: usize,
}

impl Span {
    /// `file:line:column`.
    pub fn place(&self) -> String {
        format!(
            "{}:{}:{}",
            self.source.path.display(),
            self.line,
            self.column
        )
    }
}

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing runs until it is fixed.
    Error,
    /// Probably not what was meant.
    Warning,
}

/// One thing that is wrong, at one place, with its cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable kebab-case name, such as `unknown-key`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Where, when it is in a file.
    pub span: Option<Span>,
    /// What is wrong: a lowercase fragment without a final stop.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

impl Problem {
    /// An error at a place.
    pub fn error(code: &'static str, span: Option<Span>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            span,
            message: message.into(),
            help: None,
        }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, span: Option<Span>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Warning,
            span,
            message: message.into(),
            help: None,
        }
    }

    /// Says how to fix it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
