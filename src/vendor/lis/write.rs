//! Creating, replacing, updating; other ids, copies, a new status.

use std::borrow::Cow;

use super::delete;
use super::outcomes::{Answer, Refusal, created, done, in_use, incomplete, unknown, with};
use super::quirks::{
    LIS_010, LIS_011, LIS_020, LIS_021, LIS_022, LIS_023, LIS_026, LIS_027, LIS_032, LIS_033,
    LIS_034, LIS_035,
};
use crate::base::Value;
use crate::engine::Cx;
use crate::model::{
    AnyRecord, Call, OutcomeBody, Payload, RecordKind, Standard, Verb, record_fields,
};
use crate::vendor::reference::merge;
use crate::vendor::reference::{State, set_id};

/// Operations that write one record.
pub(super) fn write(
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
    cascade: delete::Cascade,
) -> Answer {
    match call.operation.verb {
        Verb::Create => create(state, cx, call),
        Verb::CreateByProxy => create_by_proxy(state, cx, call),
        Verb::Replace => replace(state, cx, call),
        Verb::Update => update(state, cx, call),
        Verb::Delete => delete::delete(state, cx, call, cascade),
        Verb::ChangeIdentifier => change_identifier(state, cx, call),
        Verb::CreateFrom => create_from(state, cx, call),
        _ => update_status(state, cx, call),
    }
}

/// The record of a call; refused when there is nothing in it.
fn record<'c>(cx: &mut Cx<'_>, call: &'c Call<'_>) -> Result<AnyRecord<'c>, Refusal> {
    let record: Option<AnyRecord<'c>> = match &call.payload {
        Payload::Person(record) if record.person.is_some() => {
            Some(AnyRecord::Person(record.clone()))
        }
        Payload::Record(record) if record.tree.is_some() => Some(AnyRecord::Other(record.clone())),
        _ => None,
    };
    record.ok_or_else(|| incomplete(cx, call.operation.record.element()))
}

/// The id inside the record: the one that counts.
fn inner_id(cx: &mut Cx<'_>, call: &Call<'_>) -> Result<String, Refusal> {
    let id = call.record_id().unwrap_or("").trim();
    if call.outer_id.as_deref().is_some_and(|outer| outer != id) {
        cx.quirk(LIS_011);
    }
    if id.is_empty() {
        let element = call.operation.record.element();
        return Err(incomplete(cx, format!("{element}/sourcedGUID/sourcedId")));
    }
    Ok(id.to_owned())
}

/// An id that is a parameter.
pub(super) fn argument<'c>(
    cx: &mut Cx<'_>,
    call: &'c Call<'_>,
    name: &'static str,
) -> Result<&'c str, Refusal> {
    let given = match name {
        "sourcedId" => call.outer_id.as_deref().map(str::trim),
        name => call.argument(name),
    };
    given
        .filter(|text| !text.is_empty())
        .ok_or_else(|| incomplete(cx, name))
}

/// What a record means nothing without.
pub(super) fn complete(cx: &mut Cx<'_>, record: &AnyRecord<'_>) -> Result<(), Refusal> {
    let AnyRecord::Other(other) = record else {
        return Ok(());
    };
    let needed: &[(&str, &'static str)] = match other.kind {
        RecordKind::Membership => &[
            ("collection", "membership/collectionSourcedId"),
            ("person", "membership/member/personSourcedId"),
        ],
        RecordKind::Result => &[("line_item", "result/lineItemSourcedId")],
        _ => &[],
    };
    let view = other.view();
    match needed.iter().find(|(path, _)| view.text(path).is_none()) {
        Some((_, element)) => {
            cx.quirk(LIS_010.part("content"));
            Err(incomplete(cx, *element))
        }
        None => Ok(()),
    }
}

fn create(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let record = record(cx, call)?;
    let id = inner_id(cx, call)?;
    complete(cx, &record)?;
    if state.has(kind, &id) {
        cx.quirk(LIS_020);
        return Err(in_use(kind, &id));
    }
    state.put(cx, &id, &record);
    Ok(done(cx))
}

fn create_by_proxy(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let mut record = record(cx, call)?;
    complete(cx, &record)?;
    cx.quirk(LIS_021);
    let mut id = cx.rng.uuid();
    while state.has(call.operation.record, &id) {
        id = cx.rng.uuid();
    }
    set_id(&mut record, Cow::Owned(id.clone()));
    state.put(cx, &id, &record);
    Ok(with(cx, OutcomeBody::Id(id)))
}

fn replace(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let record = record(cx, call)?;
    let id = inner_id(cx, call)?;
    complete(cx, &record)?;
    put_or_create(state, cx, &id, &record)?;
    // What was there before is only known from the change.
    let new = cx.tx.changes.last().is_some_and(|c| c.before.is_none());
    Ok(if new {
        created(cx, call.operation.service)
    } else {
        done(cx)
    })
}

/// What replace does, once all is there.
pub(super) fn put_or_create(
    state: &mut State,
    cx: &mut Cx<'_>,
    id: &str,
    record: &AnyRecord<'_>,
) -> Result<(), Refusal> {
    if state.has(record.kind(), id) {
        cx.quirk(LIS_022);
    } else if !cx.quirk(LIS_023) {
        return Err(unknown(record.kind(), id));
    }
    state.put(cx, id, record);
    Ok(())
}

fn update(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let record = record(cx, call)?;
    let id = inner_id(cx, call)?;
    merge_into(state, cx, &id, record)?;
    cx.quirk(LIS_026);
    Ok(done(cx))
}

/// Adds to a record that is there.
pub(super) fn merge_into(
    state: &mut State,
    cx: &mut Cx<'_>,
    id: &str,
    new: AnyRecord<'_>,
) -> Result<(), Refusal> {
    let kind = new.kind();
    let Some(row) = state.get(kind, id) else {
        cx.quirk(LIS_027);
        return Err(unknown(kind, id));
    };
    let shown = new.to_value();
    let given: Vec<&'static str> = record_fields(kind)
        .iter()
        .map(|f| f.name)
        .filter(|name| shown.get(name).is_some())
        .collect();
    let mut record = row.record();
    merge(Standard::Lis, &mut record, new);
    state.put_some(cx, id, &record, &given);
    Ok(())
}

fn change_identifier(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let old = argument(cx, call, "sourcedId")?;
    let new = argument(cx, call, "newSourcedId")?;
    cx.quirk(LIS_032);
    if !state.has(kind, old) {
        return Err(unknown(kind, old));
    }
    if state.has(kind, new) {
        return Err(in_use(kind, new));
    }
    if let Some(row) = state.remove(cx, kind, old) {
        let mut record = row.record();
        set_id(&mut record, Cow::Borrowed(new));
        state.put(cx, new, &record);
    }
    let references = state.references(kind, old);
    if !references.is_empty() && cx.quirk(LIS_033) {
        state.repoint(cx, &references, (old, new), LIS_033);
    }
    Ok(done(cx))
}

/// A copy for another academic session.
fn create_from(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let old = argument(cx, call, "sourcedId")?;
    let session = argument(cx, call, "academicSession")?;
    let new = argument(cx, call, "newSourcedId")?;
    cx.quirk(LIS_034);
    let row = state.get(kind, old).ok_or_else(|| unknown(kind, old))?;
    if state.has(kind, new) {
        return Err(in_use(kind, new));
    }
    let mut record = row.record();
    merge(
        Standard::Lis,
        &mut record,
        one_field(kind, "academic_session", session),
    );
    set_id(&mut record, Cow::Borrowed(new));
    state.put(cx, new, &record);
    Ok(done(cx))
}

fn update_status(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let id = argument(cx, call, "sourcedId")?;
    let status = argument(cx, call, "status")?;
    cx.quirk(LIS_035);
    merge_into(state, cx, id, one_field(kind, "status", status))?;
    Ok(done(cx))
}

/// A record that has one field and no other.
pub(super) fn one_field(kind: RecordKind, field: &str, text: &str) -> AnyRecord<'static> {
    let mut value = Value::map();
    value.insert(field, Value::text(text));
    AnyRecord::from_value(kind, &value)
}
