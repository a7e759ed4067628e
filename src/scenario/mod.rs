//! The scenario file: one YAML file, one story.
//!
//! `reader` makes YAML events a tree of `node`s with places; `decode` asks that tree for the keys of `table` and collects every
//! problem; `schema` tells editors the same tables. Only this module knows YAML.

mod decode;
mod duration;
#[cfg(test)]
mod fake;
#[cfg(test)]
mod golden;
mod load;
mod matcher;
mod model;
mod node;
mod outline;
mod reader;
mod schema;
mod syntax;
mod table;
mod text;

pub use decode::Outside;
pub use load::{load, load_among, load_file};
pub use matcher::{Captures, MATCHERS, MatcherInfo};
pub use model::{
    AdminStep, ClockSpec, Expect, ExpectedMessage, FindingsExpect, Instance, MatchKind, Matcher,
    Order, Pattern, PatternEntry, QuirksExpect, RequestsExpect, RunStep, Scenario, SendBody,
    SendStep, Step, StepKind, Times, Unexpected,
};
pub(crate) use outline::{Outline, PartId, Shape as Layout};
pub use schema::{schema, schema_of};
