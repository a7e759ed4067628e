//! Deleting, and what goes with a deleted record.

use std::sync::Arc;

use super::kinds::COLLECTIONS;
use super::outcomes::{Answer, done, unknown, with};
use super::quirks::{LIS_028, LIS_029, LIS_030, LIS_031};
use super::write::argument;
use crate::engine::Cx;
use crate::model::{Call, OutcomeBody, RecordKind};
use crate::vendor::reference::State;

/// What goes with a deleted course object or group (the setting `delete_cascade`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Cascade {
    /// Nothing.
    Nothing,
    /// Its memberships.
    #[default]
    Memberships,
    /// Those, and what lies below it.
    Children,
}

/// Kinds whose records lie below others, by the reference in them.
const BELOW: &[RecordKind] = &[
    RecordKind::CourseOffering,
    RecordKind::CourseSection,
    RecordKind::LineItem,
];

pub(super) fn delete(
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
    cascade: Cascade,
) -> Answer {
    let kind = call.operation.record;
    let id = argument(cx, call, "sourcedId")?;
    if state.remove(cx, kind, id).is_none() {
        cx.quirk(LIS_028);
        return Err(unknown(kind, id));
    }
    if kind == RecordKind::LineItem {
        cx.quirk(LIS_030);
        let ids = state.referring(RecordKind::Result, kind, id);
        for id in &ids {
            state.remove(cx, RecordKind::Result, id);
        }
        let body = OutcomeBody::Ids {
            ids,
            save_point: None,
        };
        return Ok(with(cx, body));
    }
    if kind == RecordKind::Person {
        person(state, cx, id);
    } else if COLLECTIONS.contains(&kind) {
        collection(state, cx, kind, id, cascade);
    }
    Ok(done(cx))
}

fn person(state: &mut State, cx: &mut Cx<'_>, id: &str) {
    let memberships = state.referring(RecordKind::Membership, RecordKind::Person, id);
    if !memberships.is_empty() && cx.quirk(LIS_029) {
        for key in memberships {
            state.remove(cx, RecordKind::Membership, &key);
        }
    }
    let results = state.referring(RecordKind::Result, RecordKind::Person, id);
    if !results.is_empty() && cx.quirk(LIS_029.part("results")) {
        for key in results {
            state.remove(cx, RecordKind::Result, &key);
        }
    }
}

/// A list of what is to go instead of recursion: a chain of templates, offerings and sections is as long as it is.
fn collection(state: &mut State, cx: &mut Cx<'_>, kind: RecordKind, id: &str, cascade: Cascade) {
    let mut gone: Vec<(RecordKind, Arc<str>)> = vec![(kind, Arc::from(id))];
    while let Some((kind, id)) = gone.pop() {
        let members = state.referring(RecordKind::Membership, kind, &id);
        if !members.is_empty() {
            cx.setting("delete_cascade");
            cx.quirk(LIS_031);
        }
        if cascade == Cascade::Nothing {
            return;
        }
        for key in members {
            state.remove(cx, RecordKind::Membership, &key);
        }
        for &below in BELOW {
            for key in state.referring(below, kind, &id) {
                cx.setting("delete_cascade");
                if cascade == Cascade::Children && state.remove(cx, below, &key).is_some() {
                    gone.push((below, key));
                }
            }
        }
        if kind == RecordKind::LineItem {
            for key in state.referring(RecordKind::Result, kind, &id) {
                state.remove(cx, RecordKind::Result, &key);
            }
        }
    }
}
