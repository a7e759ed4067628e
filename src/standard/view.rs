//! Recorded bytes, read again for showing and judging.

use super::lis;
use crate::base::{Limits, Value};
use crate::model::{FieldInfo, Payload, Service, Shape};
use crate::{soap, xml};

const fn text(name: &'static str, source: &'static str) -> FieldInfo {
    FieldInfo {
        name,
        shape: Shape::Text,
        source,
        shorthand: false,
    }
}

/// What can be expected of an answer (`answer:` in steps and messages).
pub const ANSWER_FIELDS: &[FieldInfo] = &[
    text("http_status", "HTTP status"),
    text("code_major", "imsx_codeMajor"),
    text("severity", "imsx_severity"),
    text("code_minor", "imsx_codeMinorFieldValue"),
    text("description", "imsx_description"),
    text("message_id", "imsx_messageIdentifier"),
    text("message_ref", "imsx_messageRefIdentifier"),
    text("version", "imsx_version"),
    text("namespace", "namespace of the response header block"),
    text("body", "local name of the response element, or `empty`"),
    text("fault", "faultcode, without its prefix"),
    text("fault_string", "faultstring"),
    FieldInfo {
        name: "record",
        shape: Shape::Open,
        source: "the record that was read, in its short form",
        shorthand: false,
    },
    FieldInfo {
        name: "ids",
        shape: Shape::Open,
        source: "sourcedIdSet",
        shorthand: false,
    },
];

/// A request, decoded for people.
#[derive(Debug, Clone)]
pub struct RequestView {
    /// The operation, if the body names one.
    pub operation: Option<String>,
    /// The record in its short form; a map with `id` alone when the call carries no record.
    pub record: Value,
    /// The operation element as it was sent, for comparing XML. It may use prefixes declared further out.
    pub xml: String,
    /// `imsx_messageIdentifier`.
    pub message_id: Option<String>,
}

/// Decodes a recorded request body. `None` when it is no SOAP call.
pub fn request(content_type: Option<&str>, body: &[u8]) -> Option<RequestView> {
    let content_type = soap::ContentType::parse(content_type.unwrap_or(""));
    let decoded = xml::decode(body, content_type.charset.as_deref()).ok()?;
    let tree = xml::read(&decoded.text, &Limits::default()).ok()?;
    let envelope = soap::open(&tree, &mut Vec::new()).ok()?;
    let payload = envelope.payload?;
    let mut view = RequestView {
        operation: None,
        record: Value::map(),
        xml: payload.outer().to_owned(),
        message_id: None,
    };
    let Some(operation) = lis::find(Service::Pms, payload.local()) else {
        return Some(view);
    };
    let call = lis::decode(
        operation,
        payload,
        lis::decode_header(envelope.header_blocks()),
    );
    view.operation = Some(operation.name.to_owned());
    view.message_id = call.header.message_id.as_deref().map(str::to_owned);
    match &call.payload {
        Payload::Person(record) => view.record = record.to_value(),
        Payload::NewId(id) => view.record.insert("new_id", Value::text(id.as_ref())),
        Payload::Query(query) => view.record.insert("query", Value::text(query.as_ref())),
        Payload::SavePoint(point) => view
            .record
            .insert("save_point", Value::text(point.as_ref())),
        Payload::Ids(ids) => {
            view.record.insert(
                "ids",
                Value::List(ids.iter().map(|id| Value::text(id.as_ref())).collect()),
            );
        }
        Payload::Empty => {}
    }
    if view.record.get("id").is_none() && !matches!(call.payload, Payload::Person(_)) {
        view.record.insert_text("id", call.outer_id.as_deref());
    }
    Some(view)
}

/// Decodes a recorded answer into the fields of [`ANSWER_FIELDS`].
pub fn answer(http_status: u16, body: &[u8]) -> Value {
    let mut fields = Value::map();
    fields.insert("http_status", Value::text(http_status.to_string()));
    let Ok(decoded) = xml::decode(body, None) else {
        return fields;
    };
    let Ok(tree) = xml::read(&decoded.text, &Limits::default()) else {
        return fields;
    };
    let Ok(envelope) = soap::open(&tree, &mut Vec::new()) else {
        return fields;
    };
    if let Some((code, text)) = soap::fault::read(&envelope) {
        fields.insert("fault", Value::text(code));
        fields.insert("fault_string", Value::text(text));
        return fields;
    }
    if let Some(block) = envelope
        .header_blocks()
        .find(|b| b.local() == lis::HEADER_RESPONSE)
    {
        lis::decode_status(block, &mut fields);
    }
    let Some(payload) = envelope.payload else {
        fields.insert("body", Value::text("empty"));
        return fields;
    };
    fields.insert("body", Value::text(payload.local()));
    if let Some(record) = payload.child("personRecord") {
        fields.insert("record", lis::decode_person(record).to_value());
    }
    if let Some(set) = payload.child("sourcedIdSet") {
        let ids = set
            .children_named("sourcedId")
            .map(|id| Value::text(xml::trim(&id.text())));
        fields.insert("ids", Value::List(ids.collect()));
    }
    fields
}
