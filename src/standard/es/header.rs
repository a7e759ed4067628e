//! The header blocks.

use super::names::HEADER_REQUEST;
use super::record::text;
use crate::base::Value;
use crate::model::RequestHeader;
use crate::standard::lis::trimmed;
use crate::xml::Element;

/// Reads the request header out of the SOAP header blocks, whatever namespace it is in. ES has no version in it.
pub fn decode_header<'t>(blocks: impl IntoIterator<Item = Element<'t>>) -> RequestHeader<'t> {
    let mut blocks = blocks.into_iter();
    let Some(block) = blocks.find(|b| b.local() == HEADER_REQUEST) else {
        return RequestHeader::default();
    };
    let message_id = block.child("messageIdentifier");
    RequestHeader {
        present: true,
        message_id: message_id.and_then(|id| text(id).text.map(trimmed)),
        ..RequestHeader::default()
    }
}

/// Reads a response header block into the fields of an answer.
///
/// The statuses of a set are listed under `statuses`. When there is one only, its fields stand where a single status has
/// them, too.
pub fn decode_status(block: Element<'_>, out: &mut Value) {
    out.insert("namespace", Value::text(block.namespace()));
    for child in block.children() {
        match child.local() {
            "messageIdentifier" => out.insert("message_id", Value::text(child.text())),
            "statusInfo" => status(child, out),
            "statusInfoSet" => {
                let infos: Vec<_> = child.children_named("statusInfo").collect();
                if let [only] = *infos {
                    status(only, out);
                }
                let list = infos.into_iter().map(|info| {
                    let mut value = Value::map();
                    status(info, &mut value);
                    value
                });
                out.insert("statuses", Value::List(list.collect()));
            }
            _ => {}
        }
    }
}

fn status(info: Element<'_>, out: &mut Value) {
    for field in info.children() {
        let (key, text) = match field.local() {
            "codeMajor" => ("code_major", Some(field)),
            "severity" => ("severity", Some(field)),
            "messageIdRef" => ("message_ref", Some(field)),
            "description" => ("description", field.child("text")),
            "codeMinor" => {
                let inner = field.child("codeMinorField");
                ("code_minor", inner.and_then(|f| f.child("codeMinorValue")))
            }
            _ => continue,
        };
        out.insert_text(key, text.map(Element::text).as_deref());
    }
}
