//! Reading groups.

use std::sync::Arc;

use super::types::{SCHEME, level_of};
use super::{key_of, refuse, sync_key};
use crate::base::Value;
use crate::engine::Cx;
use crate::model::{AnyRecord, Call, Outcome, OutcomeBody, RecordKind, Standard};
use crate::vendor::itslearning::answers::{Refusal, done};
use crate::vendor::itslearning::quirks::{ITS_067, ITS_068};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{State, types};
use crate::vendor::itslearning::texts::Reason;

/// `readGroup`.
pub(super) fn read(
    settings: &Settings,
    state: &State,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let key = key_of(call.record_id(), settings.max_key.group)?;
    let Some(group) = state.group(key, settings.key_case_exact) else {
        return Err(refuse(Reason::UnknownObject));
    };
    Ok(done(OutcomeBody::Record(record(state, group))))
}

/// `readGroupsForPerson`.
pub(super) fn for_person(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let key = key_of(call.record_id(), settings.max_key.person)?;
    let Some(person) = state.person(key, settings.key_case_exact) else {
        return Err(refuse(Reason::UnknownObject));
    };
    let mut records = Vec::new();
    for (_, membership) in state.memberships_of(person) {
        let Some(group) = membership.group.value.as_ref() else {
            continue;
        };
        let is_of_course = matches!(state.type_of(group), types::COURSE | types::COURSE_GROUP);
        let hidden = sync_key(state, group).is_empty() && cx.quirk(ITS_067);
        if !hidden && (!is_of_course || cx.quirk(ITS_068)) {
            records.push(record(state, group));
        }
    }
    Ok(done(OutcomeBody::Records {
        records,
        save_point: None,
    }))
}

/// A group as reads show it.
fn record(state: &State, group: &Arc<str>) -> AnyRecord<'static> {
    let text = |text: &str| Value::text(text);
    let mut value = Value::map();
    value.insert("id", text(sync_key(state, group)));
    let kind = state.type_of(group);
    let mut of_type = Value::map();
    of_type.insert("type", text(kind));
    of_type.insert_text("level", level_of(kind));
    let mut types = Value::map();
    types.insert("scheme", text(SCHEME));
    types.insert("values", Value::List(vec![of_type]));
    value.insert("types", Value::List(vec![types]));
    if let Some(parent) = state.parent_of(group) {
        let mut relationship = Value::map();
        relationship.insert("relation", text("Parent"));
        relationship.insert("id", text(sync_key(state, parent)));
        relationship.insert("label", text(""));
        value.insert("relationships", Value::List(vec![relationship]));
    }
    if let Some(row) = state.hierarchies.groups.get(group) {
        value.insert(
            "short_description",
            text(row.title.text().unwrap_or_default()),
        );
        value.insert(
            "full_text",
            text(row.full_description.text().unwrap_or_default()),
        );
    }
    if let Some((_, course)) = state.course_of(group) {
        let mut fields = Value::map();
        fields.insert("course", text(course.title.text().unwrap_or_default()));
        fields.insert_text("course/code", course.code.text());
        fields.insert_text("course/credits", course.credits.text());
        value.insert("extension", fields);
    }
    AnyRecord::from_value_in(Standard::Es, RecordKind::Group, &value)
}
