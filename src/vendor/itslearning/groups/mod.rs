//! Calls about groups.

mod course;
pub(super) mod delete;
mod endings;
mod read;
mod types;
mod write;

use super::answers::{Refusal, unsupported};
use super::settings::Settings;
use super::state::State;
use super::texts::Reason;
use crate::engine::Cx;
use crate::model::{Call, Outcome, OutcomeBody, Verb};

pub(super) use self::endings::{How, alone, key_of, refuse, unknown_to_delete};

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
        Verb::Read if call.operation.name == FOR_PERSON => {
            Ok(alone(read::for_person(settings, state, cx, call)))
        }
        Verb::Read => read::read(settings, state, call),
        _ => Err(unsupported(call)),
    }
}

const FOR_PERSON: &str = "readGroupsForPerson";

/// Which parameter of the response carries what was found, where it is not the usual one.
pub(super) fn answer_set(
    settings: &Settings,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Option<&'static str> {
    if call.operation.name != FOR_PERSON {
        return None;
    }
    cx.setting("read_groups_for_person_shape");
    settings
        .groups_for_person_with_ids
        .then_some("groupIdPairSet")
}

fn rename(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let exact = settings.key_case_exact;
    let old = key_of(call.record_id(), settings.max_key.group)?;
    let new = key_of(call.argument("newSourcedId"), settings.max_key.group)?;
    let Some(group) = state.group(old, exact).cloned() else {
        return Err(refuse(Reason::UnknownObject));
    };
    let taken = state.group(new, exact).is_some_and(|other| *other != group);
    // A course has the key of its group; a template may have that already.
    let by_template =
        state.is_course(&group) && *group != *new && state.hierarchies.courses.get(new).is_some();
    if taken || by_template {
        return Err(refuse(Reason::KeyInUse));
    }
    if *group != *new {
        let origin = cx.origin();
        state.rekey_group(&mut cx.tx, &group, new, &origin);
    }
    Ok(super::answers::done(OutcomeBody::Empty))
}

/// The sync key of a group; empty when it has none.
pub(super) fn sync_key<'s>(state: &'s State, group: &str) -> &'s str {
    let row = state.hierarchies.groups.get(group);
    row.and_then(|row| row.sync_key.text()).unwrap_or_default()
}

/// A text that fits its field, or is made to.
fn fitted(settings: &Settings, cx: &mut Cx<'_>, text: &str, max: usize) -> Result<String, Refusal> {
    if text.chars().count() <= max {
        return Ok(text.to_owned());
    }
    cx.setting("overlong_value");
    if settings.truncate_overlong {
        Ok(text.chars().take(max).collect())
    } else {
        Err(refuse(Reason::TooLong))
    }
}
