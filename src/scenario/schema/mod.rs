//! The JSON schema of the scenario file, from the tables that the decoder goes by.
//!
//! A schema cannot know which instance is of which vendor outside `lms:`, so tables, operations and admin steps of all
//! vendors are offered there; `mocklms check` is the judge.

mod fields;
mod root;
mod text;
mod vendors;

pub use root::{schema, schema_of};
pub use text::text as schema_text;
