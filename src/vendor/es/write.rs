//! Creating, replacing, updating, deleting; other ids.

use std::borrow::Cow;

use super::outcomes::{Answer, Refusal, done, in_use, incomplete, unknown, with};
use super::quirks::{
    ES_006, ES_020, ES_021, ES_022, ES_023, ES_024, ES_025, ES_026, ES_027, ES_028, ES_029, ES_030,
};
use crate::engine::Cx;
use crate::model::{
    AnyRecord, Call, OutcomeBody, Payload, RecordKind, Standard, Verb, record_fields_of,
};
use crate::vendor::reference::{State, merge, set_id};

/// Operations that write one record.
pub(super) fn write(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    match call.operation.verb {
        Verb::Create => create(state, cx, call),
        Verb::CreateByProxy => create_by_proxy(state, cx, call),
        Verb::Replace => replace(state, cx, call),
        Verb::Update => update(state, cx, call),
        Verb::Delete => delete(state, cx, call),
        _ => change_identifier(state, cx, call),
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
    let element = call.operation.record.element_in(Standard::Es);
    record.ok_or_else(|| incomplete(cx, element))
}

/// The id that a call is about.
pub(super) fn id<'c>(cx: &mut Cx<'_>, call: &'c Call<'_>) -> Result<&'c str, Refusal> {
    let id = call.outer_id.as_deref().map(str::trim);
    id.filter(|id| !id.is_empty())
        .ok_or_else(|| incomplete(cx, "sourcedId"))
}

/// Another parameter.
pub(super) fn argument<'c>(
    cx: &mut Cx<'_>,
    call: &'c Call<'_>,
    name: &'static str,
) -> Result<&'c str, Refusal> {
    call.argument(name).ok_or_else(|| incomplete(cx, name))
}

/// What a record means nothing without.
fn complete(cx: &mut Cx<'_>, record: &AnyRecord<'_>) -> Result<(), Refusal> {
    let AnyRecord::Other(other) = record else {
        return Ok(());
    };
    if other.kind != RecordKind::Membership {
        return Ok(());
    }
    let view = other.view();
    for (path, element) in [
        ("collection", "membership/groupSourcedId"),
        ("person", "membership/member/memberSourcedId"),
    ] {
        if view.text(path).is_none() {
            cx.quirk(ES_006.part("content"));
            return Err(incomplete(cx, element));
        }
    }
    Ok(())
}

fn create(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let id = id(cx, call)?;
    let mut record = record(cx, call)?;
    complete(cx, &record)?;
    if state.has(kind, id) {
        cx.quirk(ES_020);
        return Err(in_use(kind, id));
    }
    set_id(&mut record, Cow::Borrowed(id));
    state.put(cx, id, &record);
    Ok(done(cx))
}

fn create_by_proxy(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let mut record = record(cx, call)?;
    complete(cx, &record)?;
    cx.quirk(ES_021);
    let mut id = cx.rng.uuid();
    while state.has(call.operation.record, &id) {
        id = cx.rng.uuid();
    }
    set_id(&mut record, Cow::Owned(id.clone()));
    state.put(cx, &id, &record);
    Ok(with(cx, OutcomeBody::Id(id)))
}

fn replace(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let id = id(cx, call)?;
    let mut record = record(cx, call)?;
    complete(cx, &record)?;
    if state.has(kind, id) {
        cx.quirk(ES_022);
    } else if !cx.quirk(ES_023) {
        return Err(unknown(kind, id));
    }
    set_id(&mut record, Cow::Borrowed(id));
    state.put(cx, id, &record);
    Ok(done(cx))
}

fn update(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let id = id(cx, call)?;
    let new = record(cx, call)?;
    let Some(row) = state.get(kind, id) else {
        cx.quirk(ES_025);
        return Err(unknown(kind, id));
    };
    let shown = new.to_value();
    let fields = record_fields_of(Standard::Es, kind).iter();
    let given: Vec<&'static str> = fields
        .map(|f| f.name)
        .filter(|name| shown.get(name).is_some())
        .collect();
    let mut record = row.record();
    merge(Standard::Es, &mut record, new);
    set_id(&mut record, Cow::Borrowed(id));
    state.put_some(cx, id, &record, &given);
    cx.quirk(ES_024);
    Ok(done(cx))
}

fn delete(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let id = id(cx, call)?;
    if state.remove(cx, kind, id).is_none() {
        cx.quirk(ES_026);
        return Err(unknown(kind, id));
    }
    let members = state.referring(RecordKind::Membership, kind, id);
    if members.is_empty() {
        return Ok(done(cx));
    }
    let with_it = match kind {
        RecordKind::Person => cx.quirk(ES_027),
        _ => cx.quirk(ES_028),
    };
    if with_it {
        for key in members {
            state.remove(cx, RecordKind::Membership, &key);
        }
    }
    Ok(done(cx))
}

fn change_identifier(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let old = id(cx, call)?;
    let new = argument(cx, call, "newSourcedId")?;
    cx.quirk(ES_029);
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
    if !references.is_empty() && cx.quirk(ES_030) {
        state.repoint(cx, &references, (old, new), ES_030);
    }
    Ok(done(cx))
}
