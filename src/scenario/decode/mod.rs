//! From nodes to a [`Scenario`](super::Scenario): asks for keys by name and collects every problem.

mod cx;
mod expect;
mod fields;
mod instance;
mod lint;
mod pattern;
mod quirks;
mod scalars;
mod scenario;
mod seed;
mod send;
mod settings;
mod steps;
mod with;

pub(crate) use cx::Cx;
pub use cx::Outside;
pub(crate) use scenario::{readable, scenario, version};
pub(crate) use send::operations;
pub(crate) use settings::known as known_settings;
