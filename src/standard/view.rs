//! Recorded bytes, read again for showing and judging.

use crate::base::Value;
use crate::model::{FieldInfo, Shape};

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
    /// The operation element as it was sent, for comparing XML.
    pub xml: String,
    /// `imsx_messageIdentifier`.
    pub message_id: Option<String>,
}

/// Decodes a recorded request body. `None` when it is no SOAP call.
pub fn request(_content_type: Option<&str>, _body: &[u8]) -> Option<RequestView> {
    None
}

/// Decodes a recorded answer into the fields of [`ANSWER_FIELDS`].
pub fn answer(http_status: u16, _body: &[u8]) -> Value {
    let mut fields = Value::map();
    fields.insert("http_status", Value::text(http_status.to_string()));
    fields
}
