//! Calls about memberships.

mod delete;
mod home;
mod read;
mod write;

use super::answers::{Refusal, done, unsupported};
use super::groups::{alone, key_of, refuse};
use super::quirks::ITS_052;
use super::settings::Settings;
use super::state::State;
use super::texts::Reason;
use super::{groups, keys};
use crate::engine::Cx;
use crate::model::{Call, Outcome, OutcomeBody, Verb};

pub(super) use self::delete::remove;

const FOR_PERSON: &str = "readMembershipsForPerson";
const FOR_GROUP: &str = "readMembershipsForGroup";

/// Carries a call of the service out.
pub(super) fn apply(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    match call.operation.verb {
        Verb::Create | Verb::Update | Verb::Replace => write::write(settings, state, cx, call),
        Verb::Delete => delete::delete(settings, state, cx, call),
        Verb::ChangeIdentifier => rename(settings, state, cx, call),
        Verb::Read => match call.operation.name {
            FOR_PERSON => Ok(alone(read::for_person(settings, state, cx, call))),
            FOR_GROUP => Ok(alone(read::for_group(settings, state, cx, call))),
            _ => read::read(settings, state, call),
        },
        _ => Err(unsupported(call)),
    }
}

fn rename(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let exact = settings.key_case_exact;
    let old = key_of(call.record_id(), settings.max_key.membership)?;
    let new = key_of(call.argument("newSourcedId"), settings.max_key.membership)?;
    let Some(membership) = state.membership(old, exact).cloned() else {
        return Err(refuse(Reason::UnknownObject));
    };
    by_its_key(cx, &membership);
    let other = state.membership(new, exact);
    if other.is_some_and(|other| *other != membership) {
        return Err(refuse(Reason::KeyInUse));
    }
    if *membership != *new {
        let origin = cx.origin();
        state.rekey_membership(&mut cx.tx, &membership, new, &origin);
    }
    Ok(done(OutcomeBody::Empty))
}

/// Notes that a key which itslearning made has led to a membership.
fn by_its_key(cx: &mut Cx<'_>, key: &str) {
    if keys::is_generated(key) {
        cx.quirk(ITS_052);
    }
}

/// The sync key of a person; empty when there is none.
fn key_of_person<'s>(state: &'s State, person: &str) -> &'s str {
    let row = state.people.persons.get(person);
    row.and_then(|row| row.sync_key.text()).unwrap_or_default()
}

/// The sync key of a group; empty when there is none.
fn key_of_group<'s>(state: &'s State, group: &str) -> &'s str {
    groups::sync_key(state, group)
}
