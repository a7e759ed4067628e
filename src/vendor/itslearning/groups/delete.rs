//! Deleting groups, with everything below them.

use std::sync::Arc;

use super::write::leave_home;
use super::{course, key_of, refuse, unknown_to_delete};
use crate::engine::Cx;
use crate::model::{Call, Outcome, OutcomeBody};
use crate::vendor::itslearning::answers::{Refusal, done};
use crate::vendor::itslearning::quirks::ITS_066;
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::State;
use crate::vendor::itslearning::texts::{Reason, codes};

/// Carries out a delete.
pub(super) fn delete(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let key = key_of(call.record_id(), settings.max_key.group)?;
    let Some(group) = state.group(key, settings.key_case_exact).cloned() else {
        return unknown_to_delete(settings, cx);
    };
    if group == *state.root() {
        return Err(Refusal::new(
            codes::DELETE_FAILURE,
            "The site cannot be deleted",
        ));
    }
    if state.below(&group).next().is_some() && !cx.quirk(ITS_066) {
        return Err(Refusal::new(
            codes::DELETE_FAILURE,
            "The group has other groups below it",
        ));
    }
    remove(state, cx, &group);
    Ok(done(OutcomeBody::Empty))
}

/// Takes a group away, what is below it, and the memberships of all. Courses stay, without a group and without a key.
pub(in super::super) fn remove(state: &mut State, cx: &mut Cx<'_>, group: &Arc<str>) {
    let mut all = vec![Arc::clone(group)];
    all.extend(state.descendants(group).into_iter().cloned());
    let origin = cx.origin_by(ITS_066);
    for group in all {
        let members: Vec<_> = state
            .memberships_in(&group)
            .map(|(key, _)| Arc::clone(key))
            .collect();
        for key in members {
            state.hierarchies.memberships.remove(&mut cx.tx, &key);
        }
        leave_home(state, cx, &group, &origin);
        course::disconnect(state, cx, &group, &origin);
        state.hierarchies.groups.remove(&mut cx.tx, &group);
    }
}

/// What an administrator does: a group is a row, whether it has a key or not.
pub(in super::super) fn by_hand(
    state: &mut State,
    cx: &mut Cx<'_>,
    row: &str,
) -> Result<(), String> {
    let found = state.hierarchies.groups.get_key(row);
    let group = found.map(|(key, _)| Arc::clone(key));
    let group = group.ok_or_else(|| format!("there is no group '{row}'"))?;
    if group == *state.root() {
        return Err(refuse(Reason::InvalidValue).text.into_owned());
    }
    remove(state, cx, &group);
    Ok(())
}
