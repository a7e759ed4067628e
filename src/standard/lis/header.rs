//! The `imsx_…` header blocks.

use std::borrow::Cow;

use super::names::HEADER_REQUEST;
use crate::base::Value;
use crate::model::RequestHeader;
use crate::xml::{Element, trim};

/// Reads the request header out of the SOAP header blocks, whatever namespace it is in.
pub fn decode_header<'t>(blocks: impl IntoIterator<Item = Element<'t>>) -> RequestHeader<'t> {
    let Some(block) = blocks.into_iter().find(|b| b.local() == HEADER_REQUEST) else {
        return RequestHeader::default();
    };
    let mut header = RequestHeader {
        present: true,
        ..RequestHeader::default()
    };
    for child in block.children() {
        let field = match child.local() {
            "imsx_version" => &mut header.version,
            "imsx_messageIdentifier" => &mut header.message_id,
            "imsx_sendingAgentIdentifier" => &mut header.sending_agent,
            _ => continue,
        };
        *field = Some(trimmed(child.text()));
    }
    header
}

/// Reads a response header block into the fields of an answer.
pub fn decode_status(block: Element<'_>, out: &mut Value) {
    out.insert("namespace", Value::text(block.namespace()));
    for child in block.children() {
        match child.local() {
            "imsx_version" => out.insert("version", Value::text(child.text())),
            "imsx_messageIdentifier" => out.insert("message_id", Value::text(child.text())),
            "imsx_statusInfo" => {
                for field in child.children() {
                    let key = match field.local() {
                        "imsx_codeMajor" => "code_major",
                        "imsx_severity" => "severity",
                        "imsx_messageRefIdentifier" => "message_ref",
                        "imsx_description" => "description",
                        "imsx_codeMinor" => {
                            let value = field
                                .child("imsx_codeMinorField")
                                .and_then(|f| f.child("imsx_codeMinorFieldValue"));
                            out.insert_text("code_minor", value.map(Element::text).as_deref());
                            continue;
                        }
                        _ => continue,
                    };
                    out.insert(key, Value::text(field.text()));
                }
            }
            _ => {}
        }
    }
}

/// Without the XML blanks around it, borrowed when it was borrowed.
pub(in crate::standard) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
    }
}
