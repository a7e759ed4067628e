//! Verdicts as text, JSON, JUnit XML, Markdown, GitHub annotations and HTML.
//!
//! Every format is a view of [`Verdict`](crate::verify::Verdict) and shows the same facts; HTML shows the exchanges too
//! and is made from [`Case`]s. Foreign text is made safe here. Nothing is printed: a report is a text that the caller writes.

mod block;
mod case;
mod format;
mod github;
mod html;
mod json;
mod junit;
mod markdown;
mod paint;
mod secrets;
mod text;
mod value;

#[cfg(test)]
mod tests;

pub use case::Case;
pub use format::Format;
pub use paint::Paint;
