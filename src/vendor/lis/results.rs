//! `replaceResultsForLineItem`: several results at once, and what became of each.

use std::borrow::Cow;

use super::outcomes::{Answer, incomplete, partial, refuse, unknown, with};
use super::quirks::{LIS_024, LIS_036, LIS_053};
use super::write::{argument, one_field, put_or_create};
use crate::engine::Cx;
use crate::model::{AnyRecord, Call, OutcomeBody, Payload, RecordKind, Standard};
use crate::vendor::reference::merge;
use crate::vendor::reference::{State, set_id};

pub(super) fn replace_all(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let item = argument(cx, call, "lineItemSourcedId")?;
    let Payload::Records(records) = &call.payload else {
        return Err(incomplete(cx, "resultRecordSet"));
    };
    if records.is_empty() {
        cx.quirk(LIS_053);
        return Err(refuse("nosourcedids", "resultRecordSet holds no result"));
    }
    if !state.has(RecordKind::LineItem, item) {
        return Err(unknown(RecordKind::LineItem, item));
    }
    cx.quirk(LIS_036);
    let codes: Vec<_> = records
        .iter()
        .map(|record| {
            let id = record.id().unwrap_or("").to_owned();
            let code = one(state, cx, item, &id, record.clone());
            (id, code)
        })
        .collect();
    let failed = codes.iter().filter(|(_, code)| !is_done(code)).count();
    let body = OutcomeBody::ReplaceStatus(codes);
    Ok(match failed {
        0 => with(cx, body),
        n => partial(body, format!("{n} of the results were not stored")),
    })
}

fn is_done(code: &str) -> bool {
    matches!(code, "fullsuccess" | "createsuccess")
}

fn one<'t>(
    state: &mut State,
    cx: &mut Cx<'_>,
    item: &'t str,
    id: &str,
    mut record: AnyRecord<'t>,
) -> &'static str {
    let AnyRecord::Other(other) = &record else {
        return "invaliddata";
    };
    if id.trim().is_empty() || other.tree.is_none() {
        return "incompletedata";
    }
    match other.view().text("line_item").map(|own| own == item) {
        Some(true) => {}
        Some(false) => return "invaliddata",
        None => merge(
            Standard::Lis,
            &mut record,
            one_field(RecordKind::Result, "line_item", item),
        ),
    }
    set_id(&mut record, Cow::Owned(id.to_owned()));
    let new = !state.has(RecordKind::Result, id);
    match put_or_create(state, cx, id, &record) {
        Ok(()) if new && cx.quirk(LIS_024) => "createsuccess",
        Ok(()) => "fullsuccess",
        Err(_) => "unknownobject",
    }
}
