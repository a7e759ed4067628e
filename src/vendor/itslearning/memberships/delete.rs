//! Deleting memberships.

use std::sync::Arc;

use super::{by_its_key, home};
use crate::engine::Cx;
use crate::model::{Call, Outcome, OutcomeBody};
use crate::vendor::itslearning::answers::{Refusal, done};
use crate::vendor::itslearning::groups::{key_of, unknown_to_delete};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::State;

/// Carries out a delete.
pub(super) fn delete(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let key = key_of(call.record_id(), settings.max_key.membership)?;
    let Some(membership) = state.membership(key, settings.key_case_exact).cloned() else {
        return unknown_to_delete(settings, cx);
    };
    by_its_key(cx, &membership);
    remove(state, cx, &membership);
    Ok(done(OutcomeBody::Empty))
}

/// Takes a membership away, and the home organisation with it.
pub(in super::super) fn remove(state: &mut State, cx: &mut Cx<'_>, membership: &Arc<str>) {
    let Some(row) = state.hierarchies.memberships.remove(&mut cx.tx, membership) else {
        return;
    };
    if let (Some(person), Some(group)) = (row.person.text(), row.group.text()) {
        let origin = cx.origin();
        home::leave(state, cx, person, group, &origin);
    }
}
