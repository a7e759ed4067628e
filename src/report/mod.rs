//! Verdicts as text, JSON and JUnit XML.
//!
//! Every format is a view of [`Verdict`](crate::verify::Verdict) and of nothing else, and shows the same facts.
//! Foreign text is made safe here. Nothing is printed: a report is a text that the caller writes.

mod block;
mod format;
mod json;
mod junit;
mod paint;
mod text;
mod value;

#[cfg(test)]
mod tests;

pub use format::Format;
pub use paint::Paint;
