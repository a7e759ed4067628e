//! The commands, one file each: functions that return what is printed.

pub mod explain;
mod layout;
pub mod quirks;

/// How a command prints what it found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For documents.
    Markdown,
}
