//! Reading a record, and those that go with a person or a group.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::outcomes::{Answer, own, records, unknown, with};
use super::quirks::{ES_040, ES_041, ES_042, ES_043, ES_044, ES_045};
use super::write::{argument, id};
use crate::engine::Cx;
use crate::model::{AnyRecord, Call, OutcomeBody, RecordKind};
use crate::vendor::reference::State;

use RecordKind as K;

/// `readX`.
pub(super) fn read(state: &State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let id = id(cx, call)?;
    let Some(row) = state.get(kind, id) else {
        cx.quirk(ES_041);
        return Err(unknown(kind, id));
    };
    cx.quirk(ES_040);
    Ok(with(cx, OutcomeBody::Record(own(row.record()))))
}

/// `readXsForPerson` and `readXsForGroup`.
pub(super) fn going_with(state: &State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let of_person = call.operation.name.ends_with("ForPerson");
    let (name, of) = if of_person {
        ("personSourcedId", K::Person)
    } else {
        ("groupSourcedId", K::Group)
    };
    let id = argument(cx, call, name)?;
    if !state.has(of, id) && cx.quirk(ES_045) {
        return Err(unknown(of, id));
    }
    let memberships = if of_person {
        state.referring(K::Membership, of, id)
    } else {
        state.found(K::Membership, "collection", id)
    };
    let found = match call.operation.record {
        K::Membership => {
            cx.quirk(ES_044);
            rows(state, K::Membership, memberships)
        }
        K::Person => {
            cx.quirk(ES_042);
            let ids = others(state, &memberships, "person", K::Person);
            rows(state, K::Person, ids)
        }
        _ => {
            cx.quirk(ES_043);
            let ids = others(state, &memberships, "collection", K::Group);
            rows(state, K::Group, ids)
        }
    };
    Ok(records(cx, found))
}

/// Whom or what memberships name on their other side.
fn others(
    state: &State,
    memberships: &[Arc<str>],
    path: &str,
    kind: RecordKind,
) -> BTreeSet<Arc<str>> {
    let mut out = BTreeSet::new();
    let links = || state.layout().links_to(K::Membership, kind);
    for row in memberships
        .iter()
        .filter_map(|id| state.get(K::Membership, id))
    {
        let record = row.record();
        let AnyRecord::Other(membership) = &record else {
            continue;
        };
        if links().any(|link| link.path == path && link.means(&record, kind))
            && let Some(id) = membership.view().text(path)
        {
            out.insert(Arc::from(id));
        }
    }
    out
}

/// The records that are there, in the order of their ids.
fn rows(
    state: &State,
    kind: RecordKind,
    ids: impl IntoIterator<Item = Arc<str>>,
) -> Vec<AnyRecord<'static>> {
    let ids: BTreeSet<_> = ids.into_iter().collect();
    let rows = ids.iter().filter_map(|id| state.get(kind, id));
    rows.map(|row| own(row.record())).collect()
}
