//! Recorded bytes, read again for showing and judging.

use super::{es, lis};
use crate::base::{Limits, Value};
use crate::model::{AnyRecord, FieldInfo, Operation, Payload, Shape};
use crate::{soap, xml};

const fn text(name: &'static str, source: &'static str) -> FieldInfo {
    FieldInfo {
        name,
        shape: Shape::Text,
        source,
        shorthand: false,
    }
}

/// One status of several.
const STATUS_FIELDS: &[FieldInfo] = &[
    text("code_major", "codeMajor"),
    text("severity", "severity"),
    text("code_minor", "codeMinorValue"),
    text("description", "description.text"),
    text("message_ref", "messageIdRef"),
];

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
    text(
        "expires",
        "Expires of the timestamp in the security header (ES)",
    ),
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
        name: "records",
        shape: Shape::Open,
        source: "the set of records that was read, each in its short form",
        shorthand: false,
    },
    text(
        "id",
        "the sourcedId that was allocated, or that was asked for",
    ),
    FieldInfo {
        name: "ids",
        shape: Shape::Texts,
        source: "sourcedIdSet, or resultIdSet",
        shorthand: false,
    },
    text("save_point", "savePoint"),
    text(
        "total",
        "virtualCount (ES): how many records there are, shown or not",
    ),
    FieldInfo {
        name: "statuses",
        shape: Shape::List(STATUS_FIELDS),
        source: "statusInfoSet (ES): one status for each item of the request",
        shorthand: false,
    },
    FieldInfo {
        name: "replaced",
        shape: Shape::Open,
        source: "replaceStatusCodes: status by resultSourcedId",
        shorthand: false,
    },
    FieldInfo {
        name: "services",
        shape: Shape::Texts,
        source: "supportedServices",
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
    /// Every other parameter by its official name: `newSourcedId`, `sourcedIdSet`, `fromSavePoint`, …
    pub with: Value,
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
        with: Value::map(),
        xml: payload.outer().to_owned(),
        message_id: None,
    };
    let spoken = es::namespace_service(payload.namespace()).is_some()
        || envelope
            .header_blocks()
            .any(|b| b.local() == es::HEADER_REQUEST);
    // Several operations have the same name in both standards. The rest of what is only one's is told by its name.
    if spoken || lis::find_anywhere(payload.local()).is_none() {
        es::request(payload, envelope.header_blocks(), &mut view);
        return Some(view);
    }
    let Some(operation) = lis::find_anywhere(payload.local()) else {
        return Some(view);
    };
    let call = lis::decode(
        operation,
        payload,
        lis::decode_header(envelope.header_blocks()),
    );
    view.operation = Some(operation.name.to_owned());
    view.message_id = call.header.message_id.as_deref().map(str::to_owned);
    for (name, text) in &call.arguments {
        view.with.insert(*name, Value::text(text.as_ref()));
    }
    match &call.payload {
        Payload::Person(record) => view.record = record.to_value(),
        Payload::Record(record) if call.carries_record() => view.record = record.to_value(),
        Payload::Record(group) => {
            if let Some(Value::List(list)) = group.to_value().get("relationships")
                && let Some(relationship) = list.first()
            {
                view.with.insert("relationship", relationship.clone());
            }
        }
        Payload::Records(records) => {
            let list = records.iter().map(AnyRecord::to_value).collect();
            let name = parameter(operation, |kind| matches!(kind, lis::ParamKind::Records(_)));
            view.with
                .insert(name.unwrap_or("resultRecordSet"), Value::List(list));
        }
        Payload::Ids(ids) => {
            let list = ids.iter().map(|id| Value::text(id.as_ref())).collect();
            let name = parameter(operation, |kind| kind == lis::ParamKind::Ids);
            view.with
                .insert(name.unwrap_or("sourcedIdSet"), Value::List(list));
        }
        // No message of LIS has these.
        Payload::Pairs(_) | Payload::IdPairs(_) | Payload::Empty => {}
    }
    if !call.carries_record() {
        view.record.insert_text("id", call.record_id());
    }
    Some(view)
}

/// The first parameter of that kind, by its official name.
fn parameter(
    operation: &'static Operation,
    is: impl Fn(lis::ParamKind) -> bool,
) -> Option<&'static str> {
    let mut names = operation.request.iter().map(|p| p.name);
    names.find(|name| is(lis::param_kind(name)))
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
    let es_block = envelope
        .header_blocks()
        .find(|b| b.local() == es::HEADER_RESPONSE);
    if let Some(block) = es_block {
        es::decode_status(block, &mut fields);
    }
    let mut blocks = envelope.header_blocks();
    let timestamp = blocks.find_map(|b| b.child("Timestamp"));
    if let Some(expires) = timestamp.and_then(|t| t.child("Expires")) {
        fields.insert("expires", Value::text(xml::trim(&expires.text())));
    }
    let Some(payload) = envelope.payload else {
        fields.insert("body", Value::text("empty"));
        return fields;
    };
    fields.insert("body", Value::text(payload.local()));
    let in_es = es_block.is_some() || es::namespace_service(payload.namespace()).is_some();
    for child in payload.children() {
        if in_es {
            es::answer_part(child, &mut fields);
        } else {
            answer_part(child, &mut fields);
        }
    }
    fields
}

fn answer_part(child: xml::Element<'_>, fields: &mut Value) {
    let texts = |name| {
        let texts = child
            .children_named(name)
            .map(|id| Value::text(xml::trim(&id.text())));
        Value::List(texts.collect())
    };
    match (child.local(), lis::param_kind(child.local())) {
        ("personCore", _) => {
            let record = lis::decode_core(child);
            fields.insert("record", record.to_value());
        }
        ("savePoint", _) => fields.insert("save_point", Value::text(xml::trim(&child.text()))),
        ("supportedServices", _) => fields.insert("services", texts("serviceName")),
        ("replaceStatusCodes", _) => {
            let mut codes = Value::map();
            for code in child.children() {
                let text = |name| code.child(name).map(|c| xml::trim(&c.text()).to_owned());
                if let (Some(id), Some(status)) = (text("resultSourcedId"), text("replaceStatus")) {
                    codes.insert(id, Value::text(status));
                }
            }
            fields.insert("replaced", codes);
        }
        (_, lis::ParamKind::Ids) => fields.insert("ids", texts("sourcedId")),
        (_, lis::ParamKind::Record(kind)) => {
            fields.insert("record", lis::decode_any(kind, child).to_value());
        }
        (_, lis::ParamKind::Records(kind)) => {
            let records = lis::decode_set(kind, child);
            let list = records.iter().map(AnyRecord::to_value).collect();
            fields.insert("records", Value::List(list));
        }
        // The draft drops a letter of `resultValueSourcedId`.
        (name, lis::ParamKind::Text)
            if ["sourcedid", "sourceid"]
                .iter()
                .any(|end| name.to_ascii_lowercase().ends_with(end)) =>
        {
            fields.insert("id", Value::text(xml::trim(&child.text())));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
