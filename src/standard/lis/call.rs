//! Requests: the operation element to a [`Call`], and back for messages that a scenario sends.

use super::emit::Emit;
use super::header::trimmed;
use super::names::{HEADER_REQUEST, namespace};
use super::{person_decode, person_encode};
use crate::model::{
    Call, Operation, Payload, PersonRecord, RecordKind, RequestHeader, Service, Verb,
};
use crate::soap::security::WSSE_NAMESPACE;
use crate::xml::{Element, Writer};

/// Decodes a request element, children by their local names.
pub fn decode<'t>(
    operation: &'static Operation,
    element: Element<'t>,
    header: RequestHeader<'t>,
) -> Call<'t> {
    let mut call = Call {
        operation,
        header,
        outer_id: None,
        payload: Payload::Empty,
    };
    for child in element.children() {
        match child.local() {
            "sourcedId" => call.outer_id = Some(trimmed(child.text())),
            "personRecord" => {
                call.payload = Payload::Person(Box::new(person_decode::person_record(child)));
            }
            "sourcedIdSet" => {
                call.payload = Payload::Ids(
                    child
                        .children_named("sourcedId")
                        .map(|id| trimmed(id.text()))
                        .collect(),
                );
            }
            "newSourcedId" => call.payload = Payload::NewId(trimmed(child.text())),
            "queryObject" => call.payload = Payload::Query(child.text()),
            "fromSavePoint" => call.payload = Payload::SavePoint(trimmed(child.text())),
            _ => {}
        }
    }
    if matches!(call.payload, Payload::Empty)
        && operation.request.iter().any(|p| p.name == "personRecord")
    {
        // The record is missing: decoded as an empty one, so that the receiver's own checks speak.
        call.payload = Payload::Person(Box::default());
    }
    call
}

/// Writes a request envelope in the service's namespace, as a well-behaved SIS would. `token` is user name and
/// password for a WS-Security UsernameToken.
pub fn encode_request(
    operation: &Operation,
    message_id: &str,
    token: Option<(&str, &str)>,
    outer_id: Option<&str>,
    record: Option<&PersonRecord<'_>>,
) -> String {
    let mut out = begin(operation.service, message_id, token);
    let element = format!("{}Request", operation.name);
    out.open(&element);
    for param in operation.request {
        match (param.name, record) {
            ("personRecord", Some(record)) => person_encode::person_record(&mut out, record),
            ("sourcedId", _) => out.leaf("sourcedId", outer_id.unwrap_or("")),
            _ => {}
        }
    }
    out.close(&element);
    end(out)
}

/// Puts a request element that is ready into an envelope.
pub fn wrap(
    service: Service,
    message_id: &str,
    token: Option<(&str, &str)>,
    payload: &str,
) -> String {
    let mut out = begin(service, message_id, token);
    out.xml.raw(payload);
    end(out)
}

fn begin(service: Service, message_id: &str, token: Option<(&str, &str)>) -> Emit {
    let mut xml = Writer::with_capacity(4096);
    xml.open("soapenv:Envelope");
    xml.attr("xmlns:soapenv", "http://schemas.xmlsoap.org/soap/envelope/");
    xml.attr("xmlns:ims", namespace(service));
    xml.open("soapenv:Header");
    let mut out = Emit::new(xml, "ims");
    out.open(HEADER_REQUEST);
    out.leaf("imsx_version", "V1.0");
    out.leaf("imsx_messageIdentifier", message_id);
    out.close(HEADER_REQUEST);
    if let Some((username, password)) = token {
        out.xml.open("wsse:Security");
        out.xml.attr("xmlns:wsse", WSSE_NAMESPACE);
        out.xml.open("wsse:UsernameToken");
        out.xml.leaf("wsse:Username", username);
        out.xml.leaf("wsse:Password", password);
        out.xml.close("wsse:UsernameToken");
        out.xml.close("wsse:Security");
    }
    out.xml.close("soapenv:Header");
    out.xml.open("soapenv:Body");
    out
}

fn end(mut out: Emit) -> String {
    out.xml.close("soapenv:Body");
    out.xml.close("soapenv:Envelope");
    out.xml.into_string()
}

/// Whether a scenario step can write this operation from its short form.
pub fn can_encode(operation: &Operation) -> bool {
    if operation.record != RecordKind::Person {
        return false;
    }
    matches!(
        operation.verb,
        Verb::Create
            | Verb::CreateByProxy
            | Verb::Replace
            | Verb::Update
            | Verb::Delete
            | Verb::Read
            | Verb::ReadCore
    ) && operation
        .request
        .iter()
        .all(|p| matches!(p.name, "sourcedId" | "personRecord"))
}
