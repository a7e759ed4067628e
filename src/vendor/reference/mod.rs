//! What the reference targets of both standards share: rows that keep a record as it was sent, how records are found and
//! refer to each other, what an update does, and how calls end. No rule is decided here.

pub(in crate::vendor) mod admin;
pub(in crate::vendor) mod kept;
pub(in crate::vendor) mod links;
pub(in crate::vendor) mod merge;
mod merge_person;
pub(in crate::vendor) mod outcome;
pub(in crate::vendor) mod state;

pub(in crate::vendor) use kept::Kept;
pub(in crate::vendor) use links::{Layout, Link, id, name, text};
pub(in crate::vendor) use merge::merge;
pub(in crate::vendor) use state::{State, set_id};
