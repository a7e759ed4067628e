//! Judging: what arrived and what is stored against what a scenario expects.
//!
//! [`judge`] gives a [`Verdict`] that holds everything a report shows; reports never look at journals or scenarios.
//! Differences are data, found by key and not by position, and one cause makes one difference. Nothing here does
//! I/O or waits; state is handed in, messages are decoded again from the recorded bytes.

mod align;
mod buckets;
mod canon;
mod diff;
mod difference;
mod followed;
mod fragment;
mod judge;
mod matching;
mod messages;
mod near;
mod order;
mod pair;
mod requests;
mod schema;
mod show;
mod state;
mod steps;
mod verdict;
mod wanted;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use crate::scenario::Captures;
pub use canon::{Canon, CanonAttribute};
pub use diff::compare;
pub use difference::{Difference, DifferenceKind, Found, Provenance, Rule, Shown};
pub use judge::{Checked, Input, check_expect, judge};
pub use steps::StepOutcome;
pub use verdict::{
    Counts, Coverage, EvidenceUse, Failure, FailureKind, Link, LinkKind, NearMiss, Outcome, Verdict,
};
