//! Creating, updating and replacing groups: one thing, in three degrees of thoroughness.

use std::sync::Arc;

use super::{How, course, fitted, key_of, refuse, types};
use crate::engine::Cx;
use crate::model::{Call, Outcome, Payload, Verb, View};
use crate::store::{Field, Origin};
use crate::vendor::itslearning::answers::{Refusal, unsupported};
use crate::vendor::itslearning::quirks::{ITS_057, ITS_058, ITS_059, ITS_060};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{Group, HOME, State, types as kinds};
use crate::vendor::itslearning::texts::Reason;

/// How many characters the descriptions hold.
const TITLE: usize = 64;
const LONG: usize = 256;
const FULL: usize = 2048;

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
    let replace = verb == Verb::Replace;
    let sent = key_of(call.record_id(), settings.max_key.group)?;
    let known = state.group(sent, settings.key_case_exact).cloned();
    let mut how = how(cx, verb, known.is_some())?;
    let view = record.view();
    let named = types::named(cx, view)?;
    let wanted = course::wanted(view);
    let parent = parent(settings, state, cx, view, known.as_deref(), &mut how)?;
    let (key, mut group): (Arc<str>, Group) = match &known {
        Some(key) => (
            Arc::clone(key),
            state
                .hierarchies
                .groups
                .get(key)
                .map(|row| (**row).clone())
                .unwrap_or_default(),
        ),
        None => (sent.into(), Group::default()),
    };
    let kind = match &known {
        Some(key) => {
            let current = state.type_of(key).to_owned();
            types::of_known(cx, &current, named, wanted.is_some(), replace)?
        }
        None => types::of_new(cx, named, wanted.is_some())?.to_owned(),
    };
    if let Some(parent) = &parent {
        types::placed(state, cx, known.as_deref(), &kind, parent)?;
    }
    let origin = cx.origin();
    if known.is_none() {
        group.group_id.set(state.new_group_id(), &origin);
        group.sync_key.set_text(sent, &origin);
    }
    let becomes = group.organisation_type.text() != Some(&*kind);
    if becomes {
        group.organisation_type.set_text(&kind, &origin);
    }
    if let Some(parent) = &parent {
        group.parent.set_text(parent, &origin);
    }
    describe(settings, cx, view, &mut group, known.is_none(), replace)?;
    state.hierarchies.groups.put(&mut cx.tx, &key, group);
    match &wanted {
        Some(wanted) if kind == kinds::COURSE => {
            course::write(settings, state, cx, &key, wanted, replace)?;
        }
        // Nothing can be connected to a course in any other way.
        None if becomes && kind == kinds::COURSE => return Err(refuse(Reason::InvalidValue)),
        _ => {}
    }
    if becomes && !state.can_be_home(&key) {
        leave_home(state, cx, &key, &origin);
    }
    Ok(how.outcome(settings, cx))
}

/// What will have been done, where the verb does not fit.
fn how(cx: &mut Cx<'_>, verb: Verb, exists: bool) -> Result<How, Refusal> {
    match (verb, exists) {
        (Verb::Create, true) if cx.quirk(ITS_057) => Ok(How::Updated),
        (Verb::Create, true) => Err(refuse(Reason::KeyInUse)),
        (Verb::Update, false) if cx.quirk(ITS_057.part("update")) => Ok(How::Inserted),
        (Verb::Update, false) => Err(refuse(Reason::UnknownObject)),
        (Verb::Replace, false) => Ok(How::Inserted),
        _ => Ok(How::AsAsked),
    }
}

/// The row of the parent; none for the root, and for a group that stays where it is.
fn parent(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    view: View<'_, '_>,
    known: Option<&str>,
    how: &mut How,
) -> Result<Option<Arc<str>>, Refusal> {
    if known == Some(&**state.root()) {
        return Ok(None);
    }
    let mut relationships = view.list("relationships").into_iter();
    let named = relationships.find(|r| matches!(r.text("relation"), Some("Parent" | "1")));
    let Some(sent) = named.and_then(|r| r.text("id")) else {
        return match known {
            Some(key) if !cx.quirk(ITS_058) => Ok(state.parent_of(key).map(Into::into)),
            _ => Err(refuse(Reason::NoParent)),
        };
    };
    let found = state.group(sent, settings.key_case_exact).cloned();
    let found = found.filter(|parent| !is_of_this_call(cx, parent) || cx.quirk(ITS_060));
    let Some(parent) = found else {
        if cx.quirk(ITS_059) {
            return Err(refuse(Reason::UnknownParent));
        }
        *how = How::Otherwise(Reason::UnknownParent);
        return Ok(Some(Arc::clone(state.root())));
    };
    if let Some(key) = known
        && (*parent == *key || state.ancestors(&parent).contains(&key))
    {
        return Err(refuse(Reason::InvalidValue));
    }
    Ok(Some(parent))
}

/// Whether an object before this one in the same call has made the group.
fn is_of_this_call(cx: &Cx<'_>, group: &str) -> bool {
    let mut changes = cx.tx.changes.iter();
    changes.any(|c| c.table == "groups" && *c.key == *group && c.before.is_none())
}

/// The three descriptions.
fn describe(
    settings: &Settings,
    cx: &mut Cx<'_>,
    view: View<'_, '_>,
    group: &mut Group,
    is_new: bool,
    replace: bool,
) -> Result<(), Refusal> {
    let origin = cx.origin();
    match view.text("short_description") {
        Some(text) => {
            let title = fitted(settings, cx, text, TITLE)?;
            group.title.set_text(&title, &origin);
        }
        None if is_new || replace => return Err(refuse(Reason::InvalidValue)),
        None => {}
    }
    for (field, name, max) in [
        (&mut group.long_description, "long_description", LONG),
        (&mut group.full_description, "full_text", FULL),
    ] {
        if let Some(text) = view.text(name) {
            let text = fitted(settings, cx, text, max)?;
            field.set_text(&text, &origin);
        } else if replace || view.has(name) {
            clear(field, &origin);
        }
    }
    Ok(())
}

fn clear(field: &mut Field<Option<Arc<str>>>, origin: &Origin) {
    if field.value.is_some() {
        field.set(None, origin);
    }
}

/// Whoever is at home in a group that can be nobody's home is at home on the site.
pub(super) fn leave_home(state: &mut State, cx: &mut Cx<'_>, group: &str, origin: &Origin) {
    let people: Vec<_> = state.at_home_in(group).cloned().collect();
    let trashed = state.people.trash.keys_in(HOME, group);
    let trashed: Vec<_> = trashed.cloned().collect();
    for (table, keys) in [
        (&mut state.people.persons, people),
        (&mut state.people.trash, trashed),
    ] {
        for key in keys {
            if let Some(row) = table.get(&key) {
                let mut person = (**row).clone();
                person.home_organisation.set(None, origin);
                table.put(&mut cx.tx, &key, person);
            }
        }
    }
}
