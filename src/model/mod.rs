//! Neutral messages: what a SIS said and what the LMS answers, free of XML and of any vendor.
//!
//! Model types are not serde types; YAML, JSON and the journal have their own.

mod finding;

pub use finding::{Finding, FindingClass};
