//! Reading records: one, several, and what changed since a save point.

use std::collections::HashSet;
use std::sync::Arc;

use super::outcomes::{Answer, incomplete, own, partial, refuse, unknown, with};
use super::quirks::{LIS_050, LIS_051, LIS_052, LIS_053, LIS_054, LIS_055, LIS_056, LIS_062};
use super::write::argument;
use crate::base::Time;
use crate::engine::Cx;
use crate::model::{AnyRecord, Arity, Call, OutcomeBody, Payload, RecordKind, Verb};
use crate::vendor::reference::State;

/// `readX`, `readXCore` and `readXs`.
pub(super) fn read(state: &State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    if call.operation.arity == Arity::Many {
        return several(state, cx, call);
    }
    let kind = call.operation.record;
    let id = argument(cx, call, "sourcedId")?;
    let Some(row) = state.get(kind, id) else {
        cx.quirk(LIS_051);
        return Err(unknown(kind, id));
    };
    cx.quirk(if call.operation.verb == Verb::ReadCore {
        LIS_062
    } else {
        LIS_050
    });
    Ok(with(cx, OutcomeBody::Record(own(row.record()))))
}

fn several(state: &State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let Payload::Ids(ids) = &call.payload else {
        return Err(incomplete(cx, "sourcedIdSet"));
    };
    let mut wanted: Vec<&str> = Vec::new();
    let mut seen = HashSet::new();
    for id in ids.iter().map(|id| id.trim()) {
        if !id.is_empty() && seen.insert(id) {
            wanted.push(id);
        }
    }
    if wanted.is_empty() {
        cx.quirk(LIS_053);
        return Err(refuse("nosourcedids", "sourcedIdSet names no record"));
    }
    let mut records = Vec::new();
    let mut missing = Vec::new();
    for id in wanted {
        match state.get(kind, id) {
            Some(row) => records.push(own(row.record())),
            None => missing.push(id),
        }
    }
    let body = OutcomeBody::Records {
        records,
        save_point: gives_point(call).then(|| point(cx.now)),
    };
    let Some(first) = missing.first() else {
        cx.quirk(LIS_050);
        return Ok(with(cx, body));
    };
    if !cx.quirk(LIS_052) {
        return Err(unknown(kind, first));
    }
    let more = match missing.len() {
        1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    let why = format!("there is no {} '{first}'{more}", kind.words());
    Ok(partial(body, why))
}

/// What changed after a moment: ids or records, and the moment to ask from the next time.
pub(super) fn since(state: &State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let text = argument(cx, call, "fromSavePoint")?;
    let Some(from) = moment(text).filter(|from| *from <= cx.now) else {
        cx.quirk(LIS_055);
        return Err(refuse(
            "savepointerror",
            format!("'{text}' is not a moment that has passed"),
        ));
    };
    cx.quirk(LIS_054);
    cx.quirk(LIS_056);
    let mut ids: Vec<_> = state.table(kind).changed_after(from.0).cloned().collect();
    ids.sort_unstable();
    let save_point = gives_point(call).then(|| point(cx.now));
    let gives_ids = call
        .operation
        .response
        .first()
        .is_some_and(|p| p.name == ID_SET);
    let body = if gives_ids {
        OutcomeBody::Ids { ids, save_point }
    } else {
        OutcomeBody::Records {
            records: records(state, kind, &ids),
            save_point,
        }
    };
    Ok(with(cx, body))
}

const ID_SET: &str = "sourcedIdSet";

fn records(state: &State, kind: RecordKind, ids: &[Arc<str>]) -> Vec<AnyRecord<'static>> {
    let rows = ids.iter().filter_map(|id| state.get(kind, id));
    rows.map(|row| own(row.record())).collect()
}

fn gives_point(call: &Call<'_>) -> bool {
    let mut answers = call.operation.response.iter();
    answers.any(|p| p.name == "savePoint")
}

/// An `xs:dateTime`; without a time zone it is taken as UTC.
fn moment(text: &str) -> Option<Time> {
    Time::parse(text).or_else(|| Time::parse(&format!("{text}Z")))
}

/// A save point: as exact as the clock, or records that changed within the same millisecond would come twice.
fn point(now: Time) -> String {
    if now.0 % 1_000_000 == 0 {
        return now.rfc3339();
    }
    format!("{:.9}Z", now.utc())
}
