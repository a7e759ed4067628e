//! An exchange while it is being prepared.

use super::cx::Cx;
use super::exchange::{Ending, Kind};
use crate::model::{Finding, Operation};
use crate::wire::Reply;

/// What is known of an exchange while it is being prepared.
pub(super) struct Draft<'a> {
    pub(super) cx: Cx<'a>,
    pub(super) findings: Vec<Finding>,
    /// Whether the caller may call.
    pub(super) identified: bool,
    pub(super) operation: Option<&'static Operation>,
    pub(super) id: Option<Box<str>>,
    pub(super) outer_id: Option<Box<str>>,
    pub(super) about: Option<Box<str>>,
}

/// An early end: what it was, how it ended, what is answered.
pub(super) struct Early {
    pub(super) kind: Kind,
    pub(super) ending: Ending,
    pub(super) reply: Reply,
}
