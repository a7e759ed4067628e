//! Grades that Brightspace sends: the line item, then a result for each user.

use super::{ids, record, section_number};
use crate::base::Value;
use crate::engine::{Arrival, Cx, Outgoing};
use crate::model::{AnyRecord, RecordKind, Service};
use crate::vendor::brightspace::outgoing;
use crate::vendor::brightspace::profile::message_id;
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::State;

const LINE_ITEM: &str = "replaceLineItem";
const RESULT: &str = "replaceResult";

/// Sends the released grades of a section to the SIS's Outcome endpoints; excluded ones stay here.
///
/// # Errors
///
/// Why it could not even begin.
pub(in super::super) fn push(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    section: &str,
) -> Result<(), String> {
    if settings.bulk.outcomes.is_empty() {
        return Err("no Outcome endpoint is configured: set endpoints.outcome.url".to_owned());
    }
    let number = section_number(state, section).map_err(|(_, reason)| reason)?;
    let line_item = AnyRecord::from_value(RecordKind::LineItem, &line_item(section));
    let rows = state.grades.grades.rows_in(0, section);
    let rows = rows.filter(|(_, grade)| grade.released.value && !grade.excluded.value);
    let results: Vec<_> = rows
        .map(|(_, grade)| {
            let id = ids::of(section, number, grade, false);
            let record = record(settings, &id, grade);
            (id, record)
        })
        .collect();
    let mut calls = Vec::new();
    for endpoint in &settings.bulk.outcomes {
        let mut add = |name: &'static str, id: &str, record: &AnyRecord<'_>| {
            let operation = outgoing::operation(Service::Oms, name);
            let message = message_id(Service::Oms, name, cx.now);
            calls.push(outgoing::call(
                endpoint,
                operation,
                &message,
                (id, Some(record)),
            ));
        };
        add(LINE_ITEM, section, &line_item);
        for (id, result) in &results {
            add(RESULT, id, result);
        }
    }
    for call in calls {
        state.outbox.add(call);
    }
    Ok(())
}

fn line_item(section: &str) -> Value {
    let mut context = Value::map();
    context.insert("id", Value::text(section));
    context.insert("type", Value::text("courseSection"));
    let mut kind = Value::map();
    kind.insert("value", Value::text("Final"));
    let mut item = Value::map();
    item.insert("id", Value::text(section));
    item.insert("context", context);
    item.insert("line_item_type", kind);
    item
}

/// Takes what the SIS says to a grade that was pushed.
pub(in super::super) fn arrived(state: &mut State, outgoing: &Outgoing, arrival: &Arrival) {
    if let (Some(operation), Err(reason)) = (outgoing.operation, outgoing::accepted(arrival)) {
        let subject = &outgoing.ticket;
        let text = format!("Error in LIS OMS.{} of {subject}: {reason}", operation.name);
        state.log("error", text);
    }
}
