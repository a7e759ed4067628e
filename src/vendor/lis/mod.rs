//! The reference target: an LMS that follows IMS LIS 2.0 and nothing else.
//!
//! Where the standard is silent, the rules say so: they are labelled inferred, and what can reasonably be otherwise is a
//! switch or a setting.

mod bulk;
mod delete;
mod discover;
mod kinds;
mod outcomes;
mod profile;
pub mod quirks;
mod read;
mod relations;
mod results;
mod sets;
mod settings;
mod write;

pub use profile::INFO;
