//! Bulk data exchange: what is said about one is kept. Nothing is fetched.

use super::outcomes::{Answer, done, incomplete, with};
use super::quirks::{LIS_070, LIS_071};
use crate::engine::Cx;
use crate::model::{
    AnyRecord, Call, OutcomeBody, Payload, Record, RecordKind, Standard, Verb, nodes,
};
use crate::vendor::reference::State;
use crate::vendor::reference::merge;

/// What an announcement or a request is answered with.
const SERVICES: &[&str] = &[
    "PersonManagementService",
    "GroupManagementService",
    "MembershipManagementService",
    "CourseManagementService",
    "OutcomesManagementService",
    "BulkDataExchangeManagementService",
];

pub(super) fn bulk(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let Payload::Record(given) = &call.payload else {
        return Err(incomplete(cx, "transactionId"));
    };
    let Some(id) = given.id.as_deref().filter(|id| !id.is_empty()) else {
        return Err(incomplete(cx, "transactionId"));
    };
    let carried = call.operation.request.iter().map(|p| p.name);
    if let Some(missing) = carried
        .filter(|name| *name != "transactionId")
        .find(|name| !carries(given, name))
    {
        return Err(incomplete(cx, missing));
    }
    cx.quirk(LIS_070);
    let row = state.get(RecordKind::Bulk, id);
    if row.is_none() && call.operation.verb != Verb::Announce {
        cx.quirk(LIS_071);
    }
    let (mut record, mut happened) = if let Some(row) = &row {
        (row.record(), row.happened().to_vec())
    } else {
        let mut record = Record::new(RecordKind::Bulk);
        record.id.clone_from(&given.id);
        (AnyRecord::Other(Box::new(record)), Vec::new())
    };
    happened.push(call.operation.name.into());
    merge(Standard::Lis, &mut record, AnyRecord::Other(given.clone()));
    state.put_bulk(cx, id, &record, happened);
    Ok(match call.operation.verb {
        Verb::Announce | Verb::Request => with(cx, OutcomeBody::Services(SERVICES.to_vec())),
        _ => done(cx),
    })
}

/// Whether the element of a parameter was there.
fn carries(record: &Record<'_>, element: &str) -> bool {
    let nodes = nodes(RecordKind::Bulk);
    let entries = record.tree.iter().flatten();
    let mut elements = entries.map(|e| nodes[usize::from(e.node)].element);
    elements.any(|name| name == element)
}
