//! The reference target of Enterprise Services: an LMS that follows IMS ES 1.0 and nothing else.
//!
//! The shapes of messages are published; what the operations do is mostly our reading, and labelled inferred. What can
//! reasonably be otherwise is a switch.

mod kinds;
mod outcomes;
mod profile;
pub mod quirks;
mod read;
mod relations;
mod write;

pub use profile::INFO;
