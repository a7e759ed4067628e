//! The scenario file: one YAML file, one story.
//!
//! `reader` makes YAML events a tree of `node`s with places; `decode` asks that tree for the keys of `table` and collects every
//! problem; `schema` tells editors the same tables. Only this module knows YAML.

mod captures;
mod cases;
mod decode;
#[cfg(test)]
mod fake;
mod fill;
#[cfg(test)]
mod golden;
mod include;
mod load;
mod matcher;
mod model;
mod node;
mod outline;
mod placeholder;
mod reader;
mod schema;
mod syntax;
mod table;
#[cfg(test)]
mod tests;
mod text;

pub use captures::Captures;
pub use decode::Outside;
pub use load::{Loaded, load, load_among, load_file, load_files, load_text};
pub use matcher::{MATCHERS, MatcherInfo, Placeholder};
pub use model::{
    AdminStep, Case, ClockSpec, Expect, ExpectedMessage, FindingsExpect, Instance, Late, MatchKind,
    Matcher, Order, Pattern, PatternEntry, Piece, QuirksExpect, RequestsExpect, RunStep, Scenario,
    SendBody, SendStep, Step, StepKind, Times, Unexpected,
};
pub(crate) use outline::{Outline, PartId, Shape as Layout};
pub use schema::{schema, schema_of, schema_text};
