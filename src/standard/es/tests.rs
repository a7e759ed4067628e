use super::*;
use crate::base::{Limits, Value};
use crate::model::{
    AnyRecord, CodeMajor, OutcomeBody, Payload, RecordKind, Service, Severity, Standard, StatusInfo,
};
use crate::{soap, xml};

mod answers;
mod requests;

fn status(
    major: CodeMajor,
    severity: Severity,
    minor: &'static str,
    text: &'static str,
) -> StatusInfo {
    StatusInfo {
        major,
        severity,
        minor,
        description: text.into(),
    }
}

fn done() -> StatusInfo {
    status(CodeMajor::Success, Severity::Status, "", "")
}

/// A map of texts.
fn map(pairs: &[(&str, &str)]) -> Value {
    let mut out = Value::map();
    for (key, text) in pairs {
        out.insert(*key, Value::text(*text));
    }
    out
}

fn record(kind: RecordKind, value: &Value) -> AnyRecord<'static> {
    AnyRecord::from_value_in(Standard::Es, kind, value)
}

/// One line for one element of what is written with line breaks here.
fn compact(pretty: &str) -> String {
    let mut out = String::new();
    for line in pretty.lines().map(str::trim) {
        if !line.starts_with('<') && !line.is_empty() {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// Decodes the first element in the Body of a message.
fn with_call<R>(message: &str, look: impl FnOnce(&crate::model::Call<'_>) -> R) -> R {
    let tree = xml::read(message, &Limits::default()).expect("it is well-formed");
    let envelope = soap::open(&tree, &mut Vec::new()).expect("it is an envelope");
    let payload = envelope.payload.expect("it has a payload");
    let operation = find(Service::EsCombined, payload.local()).expect("it is ES");
    look(&decode(
        operation,
        payload,
        decode_header(envelope.header_blocks()),
    ))
}
