//! Deleting persons, and bringing them back.

use std::sync::Arc;

use crate::engine::Cx;
use crate::model::{Call, Outcome, OutcomeBody};
use crate::vendor::itslearning::answers::{self, Refusal};
use crate::vendor::itslearning::keys;
use crate::vendor::itslearning::quirks::{ITS_032, ITS_033, ITS_034};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::State;
use crate::vendor::itslearning::texts::Reason;

/// Moves a person to the trash.
pub(super) fn delete(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let exact = settings.key_case_exact;
    let key = match keys::check(call.outer_id.as_deref(), usize::MAX) {
        Ok(key) => key,
        Err(problem) if cx.quirk(ITS_032) => {
            return Err(Refusal::new(problem.code(), problem.text()));
        }
        Err(_) => "",
    };
    if let Some(row) = state.person(key, exact).map(Arc::clone) {
        let keep = cx.quirk(ITS_033);
        throw_away(settings, state, cx, &row, keep);
        return Ok(answers::done(OutcomeBody::Empty));
    }
    if state.trashed(key, exact).is_some() && !cx.quirk(ITS_034) {
        return Ok(answers::done(OutcomeBody::Empty));
    }
    cx.setting("delete_unknown");
    let reason = Reason::UnknownObject;
    if settings.warn_delete_unknown {
        return Ok(answers::warned(
            reason.code(),
            reason.text(),
            OutcomeBody::Empty,
        ));
    }
    Err(Refusal::because(reason))
}

/// Takes a person away, into the trash or for good.
pub(in super::super) fn throw_away(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    row: &str,
    keep: bool,
) {
    let Some(person) = state.people.persons.remove(&mut cx.tx, row) else {
        return;
    };
    if keep {
        state.people.trash.put(&mut cx.tx, row, (*person).clone());
    }
    let memberships: Vec<Arc<str>> = state
        .memberships_of(row)
        .map(|(key, _)| Arc::clone(key))
        .collect();
    if keep && !memberships.is_empty() {
        cx.setting("trashed_memberships");
    }
    if !keep || !settings.trash_keeps_memberships {
        for key in memberships {
            state.hierarchies.memberships.remove(&mut cx.tx, &key);
        }
    }
    if !keep {
        let children = state.children_of(row).into_iter().map(|child| (child, row));
        let parents = state.parents_of(row).into_iter();
        let links: Vec<String> = children
            .chain(parents.map(|parent| (row, parent)))
            .map(|(child, parent)| super::super::state::relationship_key(child, parent))
            .collect();
        for key in links {
            state.people.relationships.remove(&mut cx.tx, &key);
        }
    }
}

/// Brings a person back out of the trash, as they were.
pub(in super::super) fn restore(state: &mut State, cx: &mut Cx<'_>, row: &str) {
    if let Some(person) = state.people.trash.remove(&mut cx.tx, row) {
        state.people.persons.put(&mut cx.tx, row, (*person).clone());
    }
}
