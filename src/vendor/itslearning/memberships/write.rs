//! Creating, updating and replacing memberships, which is nearly the same thing.

use std::sync::Arc;

use super::{by_its_key, home};
use crate::engine::Cx;
use crate::model::{Call, Outcome, Payload, Verb, View};
use crate::vendor::itslearning::answers::{Refusal, unsupported};
use crate::vendor::itslearning::groups::{How, key_of, refuse};
use crate::vendor::itslearning::quirks::{ITS_046, ITS_048, ITS_049, ITS_051, ITS_055, ITS_056};
use crate::vendor::itslearning::roles::Role;
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{Membership, State, set_role};
use crate::vendor::itslearning::texts::Reason;

/// The rows of a person and of a group.
type Pair = (Arc<str>, Arc<str>);

/// Carries out a write.
pub(super) fn write(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let Payload::Record(record) = &call.payload else {
        return Err(unsupported(call));
    };
    let verb = call.operation.verb;
    let sent = key_of(call.record_id(), settings.max_key.membership)?;
    let view = record.view();
    let role_view = view.list("roles").into_iter().next();
    let role = role(role_view)?;
    let found = state.membership(sent, settings.key_case_exact).cloned();
    let (key, how) = if let Some(key) = found {
        by_its_key(cx, &key);
        let how = match verb {
            Verb::Create if cx.quirk(ITS_046) => How::Updated,
            Verb::Create => return Err(refuse(Reason::KeyInUse)),
            _ => How::AsAsked,
        };
        move_to(settings, state, cx, &key, view)?;
        (key, how)
    } else {
        let pair = match pair(settings, state, cx, view)? {
            Ok(pair) => pair,
            Err(reason) => return Ok(How::Otherwise(reason).outcome(settings, cx)),
        };
        let role_needed = role.is_none().then(|| refuse(Reason::InvalidValue));
        if let Some(refusal) = role_needed {
            return Err(refusal);
        }
        add(settings, state, cx, (verb, sent), &pair)?
    };
    let Some(row) = state.hierarchies.memberships.get(&key) else {
        return Err(refuse(Reason::UnknownObject));
    };
    let mut row = (**row).clone();
    if let Some(role) = role {
        put_role(cx, &mut row, role);
    }
    state
        .hierarchies
        .memberships
        .put(&mut cx.tx, &key, row.clone());
    home::follow(state, cx, verb, &row, role_view);
    Ok(how.outcome(settings, cx))
}

/// The role that is sent, by word or number.
fn role<'r>(role: Option<View<'r, '_>>) -> Result<Option<&'r str>, Refusal> {
    let Some(text) = role.and_then(|role| role.text("role")) else {
        return Ok(None);
    };
    match Role::parse(text) {
        Some(_) => Ok(Some(text)),
        None => Err(refuse(Reason::InvalidValue)),
    }
}

fn put_role(cx: &mut Cx<'_>, row: &mut Membership, text: &str) {
    let is_number = Role::parse(text).is_some_and(|role| role.word != text);
    let mut origin = cx.origin();
    if is_number {
        cx.quirk(ITS_056);
        if cx.quirk(ITS_051) {
            origin = cx.origin_by(ITS_051);
        }
    }
    set_role(row, text, &origin);
    if is_number && !cx.is_on(ITS_051) {
        row.role.set_text(text, &origin);
    }
}

/// The person and the group of a new membership, or why it is passed over.
fn pair(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    view: View<'_, '_>,
) -> Result<Result<Pair, Reason>, Refusal> {
    let exact = settings.key_case_exact;
    let group = view
        .text("collection")
        .and_then(|key| state.group(key, exact));
    let person = view.text("person").and_then(|key| state.person(key, exact));
    let missing = match (person, group) {
        (Some(person), Some(group)) => return Ok(Ok((Arc::clone(person), Arc::clone(group)))),
        (_, None) => Reason::UnknownGroup,
        _ => Reason::UnknownPerson,
    };
    if cx.quirk(ITS_049) {
        Err(refuse(missing))
    } else {
        Ok(Err(missing))
    }
}

/// A membership under a new key. Where the person is in the group already, it takes over or is refused.
fn add(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    (verb, key): (Verb, &str),
    (person, group): &Pair,
) -> Result<(Arc<str>, How), Refusal> {
    let origin = cx.origin();
    if let Some(other) = state.membership_between(person, group).cloned() {
        cx.setting("second_membership");
        cx.quirk(ITS_055);
        if !settings.second_membership_takes_over {
            return Err(refuse(Reason::KeyInUse));
        }
        state.rekey_membership(&mut cx.tx, &other, key, &origin);
        let how = if verb == Verb::Create {
            How::Updated
        } else {
            How::AsAsked
        };
        return Ok((key.into(), how));
    }
    let mut row = Membership::default();
    row.membership_id.set(state.new_membership_id(), &origin);
    row.sync_key.set_text(key, &origin);
    row.person.set_text(person, &origin);
    row.group.set_text(group, &origin);
    state.hierarchies.memberships.put(&mut cx.tx, key, row);
    let how = if verb == Verb::Create {
        How::AsAsked
    } else {
        How::Inserted
    };
    Ok((key.into(), how))
}

/// Whom and where a message says, of a membership that exists: it stays where it is.
fn move_to(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    key: &Arc<str>,
    view: View<'_, '_>,
) -> Result<(), Refusal> {
    let exact = settings.key_case_exact;
    let Some(row) = state.hierarchies.memberships.get(key) else {
        return Ok(());
    };
    let mut row = (**row).clone();
    let group = view.text("collection");
    let person = view.text("person");
    let new_group = group.map(|sent| state.group(sent, exact).cloned());
    let new_person = person.map(|sent| state.person(sent, exact).cloned());
    let moved = |new: &Option<Option<Arc<str>>>, old: Option<&str>| {
        new.as_ref().is_some_and(|new| new.as_deref() != old)
    };
    let to_other_group = moved(&new_group, row.group.text());
    let to_other_person = moved(&new_person, row.person.text());
    if !(to_other_group || to_other_person) || cx.quirk(ITS_048) {
        return Ok(());
    }
    let origin = cx.origin();
    if to_other_group {
        let group = new_group.flatten().ok_or(refuse(Reason::UnknownGroup))?;
        row.group.set_text(&group, &origin);
    }
    if to_other_person {
        let person = new_person.flatten().ok_or(refuse(Reason::UnknownPerson))?;
        row.person.set_text(&person, &origin);
    }
    let (person, group) = (row.person.text(), row.group.text());
    let taken = state.membership_between(person.unwrap_or_default(), group.unwrap_or_default());
    if taken.is_some_and(|other| other != key) {
        return Err(refuse(Reason::KeyInUse));
    }
    state.hierarchies.memberships.put(&mut cx.tx, key, row);
    Ok(())
}
