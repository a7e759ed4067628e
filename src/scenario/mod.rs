//! The scenario file: one YAML file, one story.

mod model;

pub use model::{
    AdminStep, ClockSpec, Expect, ExpectedMessage, FindingsExpect, Instance, MatchKind, Matcher,
    Order, Pattern, PatternEntry, QuirksExpect, RequestsExpect, RunStep, Scenario, SendBody,
    SendStep, Step, StepKind, Times, Unexpected,
};
