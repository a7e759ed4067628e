//! Recorded requests and answers, read again for showing and judging.

use std::borrow::Cow;

use super::call::{self, ParamKind, param_kind};
use super::header::decode_header;
use super::operations::find;
use crate::base::Value;
use crate::model::{AnyRecord, Call, Payload, Service};
use crate::standard::RequestView;
use crate::xml::{Element, trim};

/// Fills in what a request of ES says. Nothing when its element is that of no operation.
pub(in crate::standard) fn request<'t>(
    payload: Element<'t>,
    blocks: impl Iterator<Item = Element<'t>>,
    view: &mut RequestView,
) {
    let Some(operation) = find(Service::EsCombined, payload.local()) else {
        return;
    };
    let call = call::decode(operation, payload, decode_header(blocks));
    view.operation = Some(operation.name.to_owned());
    view.message_id = call.header.message_id.as_deref().map(str::to_owned);
    for (name, text) in &call.arguments {
        view.with.insert(*name, Value::text(text.as_ref()));
    }
    match &call.payload {
        Payload::Person(record) => view.record = record.to_value(),
        Payload::Record(record) => view.record = record.to_value(),
        _ => {}
    }
    if let Some(set) = set(&call) {
        let mut names = operation.request.iter().map(|p| p.name);
        let name = names.find(|n| n.ends_with("Set")).unwrap_or("sourcedIdSet");
        view.with.insert(name, set);
    }
    if !call.carries_record() {
        view.record.insert_text("id", call.record_id());
    }
}

/// The items of a plural request.
fn set(call: &Call<'_>) -> Option<Value> {
    let list = match &call.payload {
        Payload::Records(records) => records.iter().map(AnyRecord::to_value).collect(),
        Payload::Pairs(pairs) => pairs.iter().map(|(_, record)| record.to_value()).collect(),
        Payload::Ids(ids) => ids.iter().map(|id| Value::text(id.as_ref())).collect(),
        Payload::IdPairs(pairs) => {
            let pair = |(first, second): &(Cow<'_, str>, Cow<'_, str>)| {
                let mut value = Value::map();
                value.insert_text("first", Some(first));
                value.insert_text("second", Some(second));
                value
            };
            pairs.iter().map(pair).collect()
        }
        Payload::Empty | Payload::Person(_) | Payload::Record(_) => return None,
    };
    Some(Value::List(list))
}

/// Adds what a child of a response says to the fields of an answer.
pub(in crate::standard) fn answer_part(child: Element<'_>, fields: &mut Value) {
    let list = |records: Vec<AnyRecord<'_>>| {
        let values = records.iter().map(AnyRecord::to_value);
        Value::List(values.collect())
    };
    match param_kind(child.local()) {
        ParamKind::Record(kind) => {
            fields.insert("record", call::decode_any(kind, child).to_value());
        }
        ParamKind::Records(kind) => fields.insert("records", list(call::decode_set(kind, child))),
        ParamKind::Pairs(kind) => {
            let pairs = call::decode_pairs(kind, child).into_iter();
            fields.insert("records", list(pairs.map(|(_, record)| record).collect()));
        }
        ParamKind::Ids => {
            let ids = call::ids(child);
            let ids = ids.iter().map(|id| Value::text(id.as_ref()));
            fields.insert("ids", Value::List(ids.collect()));
        }
        ParamKind::Id => fields.insert_text("id", super::record::identifier(child).as_deref()),
        ParamKind::Text if child.local() == "virtualCount" => {
            fields.insert("total", Value::text(trim(&child.text())));
        }
        ParamKind::Text | ParamKind::IdPairs => {}
    }
}
