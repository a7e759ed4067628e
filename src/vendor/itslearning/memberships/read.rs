//! Reading memberships. Two of these reads write: what has no key is given one.

use std::borrow::Cow;
use std::sync::Arc;

use super::{home, key_of_group, key_of_person};
use crate::base::Value;
use crate::engine::Cx;
use crate::model::{
    AnyRecord, Call, Entry, Item, Outcome, OutcomeBody, Record, RecordKind, Standard,
};
use crate::vendor::itslearning::answers::{Refusal, done};
use crate::vendor::itslearning::groups::{key_of, refuse};
use crate::vendor::itslearning::keys;
use crate::vendor::itslearning::quirks::{ITS_050, ITS_053, ITS_067};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::State;
use crate::vendor::itslearning::texts::Reason;

/// `readMembership`.
pub(super) fn read(
    settings: &Settings,
    state: &State,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let key = key_of(call.record_id(), settings.max_key.membership)?;
    let found = state.membership(key, settings.key_case_exact);
    let record = found.and_then(|key| record(state, key));
    let record = record.ok_or_else(|| refuse(Reason::UnknownObject))?;
    Ok(done(OutcomeBody::Record(record)))
}

/// `readMembershipsForPerson`.
pub(super) fn for_person(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let key = key_of(call.record_id(), settings.max_key.person)?;
    let Some(person) = state.person(key, settings.key_case_exact) else {
        return Err(refuse(Reason::UnknownObject));
    };
    let all = state.memberships_of(person);
    let keys: Vec<_> = all.map(|(key, _)| Arc::clone(key)).collect();
    Ok(found(state, cx, &keys))
}

/// `readMembershipsForGroup`.
pub(super) fn for_group(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let key = key_of(call.record_id(), settings.max_key.group)?;
    let Some(group) = state.group(key, settings.key_case_exact) else {
        return Err(refuse(Reason::UnknownObject));
    };
    let all = state.memberships_in(group);
    let keys: Vec<_> = all.map(|(key, _)| Arc::clone(key)).collect();
    Ok(found(state, cx, &keys))
}

/// The memberships that can be seen, each with a key.
fn found(state: &mut State, cx: &mut Cx<'_>, rows: &[Arc<str>]) -> Outcome {
    let mut records = Vec::new();
    for key in rows {
        if !is_seen(state, cx, key) {
            continue;
        }
        let mut key = Arc::clone(key);
        let row = state.hierarchies.memberships.get(&key);
        let keyless = row.is_some_and(|row| row.sync_key.value.is_none());
        if keyless && cx.quirk(ITS_050) {
            let new: Arc<str> = keys::generate(&mut cx.rng).into();
            let origin = cx.origin_by(ITS_050);
            state.rekey_membership(&mut cx.tx, &key, &new, &origin);
            key = new;
        }
        records.extend(record(state, &key));
    }
    done(OutcomeBody::Records {
        records,
        save_point: None,
    })
}

/// Whether a read shows a membership: not of somebody in the trash, and not in a group that nobody can name.
fn is_seen(state: &State, cx: &mut Cx<'_>, key: &str) -> bool {
    let Some(row) = state.hierarchies.memberships.get(key) else {
        return false;
    };
    let person = row.person.text().unwrap_or_default();
    if state.people.persons.get(person).is_none() {
        return false;
    }
    let group = row.group.text().unwrap_or_default();
    if key_of_group(state, group).is_empty() && cx.quirk(ITS_067) {
        return false;
    }
    !key_of_person(state, person).is_empty() || cx.quirk(ITS_053)
}

/// A membership as reads show it; none of somebody in the trash.
fn record(state: &State, key: &str) -> Option<AnyRecord<'static>> {
    let row = state.hierarchies.memberships.get(key)?;
    let person = row.person.text().unwrap_or_default();
    let group = row.group.text().unwrap_or_default();
    state.people.persons.get(person)?;
    let mut value = Value::map();
    let text = |text: &str| Value::text(text);
    value.insert("id", text(row.sync_key.text().unwrap_or_default()));
    value.insert("collection", text(key_of_group(state, group)));
    value.insert("person", text(key_of_person(state, person)));
    let mut role = Value::map();
    role.insert("role", text(row.role.text().unwrap_or_default()));
    if home::is_shown(state, person, group) {
        let mut fields = Value::map();
        fields.insert(home::FIELD, text("1"));
        role.insert("extension", fields);
    }
    value.insert("roles", Value::List(vec![role]));
    let mut record = Record::from_value_in(Standard::Es, RecordKind::Membership, &value);
    as_booleans(record.tree.as_deref_mut().unwrap_or_default());
    Some(AnyRecord::Other(Box::new(record)))
}

/// The only field that a membership has is a boolean.
fn as_booleans(tree: &mut [Entry<'_>]) {
    for entry in tree {
        match &mut entry.item {
            Item::Tree(tree) => as_booleans(tree),
            Item::Fields(fields) => {
                for field in &mut fields.fields {
                    field.kind = Some(Cow::Borrowed("bool"));
                }
            }
            Item::Text(_) => {}
        }
    }
}
