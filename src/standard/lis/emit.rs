//! Answers to bytes, in a vendor's way of writing XML.

use super::call::encode_any;
use super::names::HEADER_RESPONSE;
use super::person_encode;
use crate::model::{AnyRecord, Operation, OutcomeBody, StatusInfo, Verb};
use crate::xml::Writer;

const SOAP_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// How a vendor's server serialises its answers. Clients exist that go by the prefixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerStyle {
    /// Prefix of the SOAP namespace.
    pub soap_prefix: &'static str,
    /// Prefix of the header block itself.
    pub header_prefix: &'static str,
    /// Prefix of everything below; empty for a default namespace declaration.
    pub inner_prefix: &'static str,
    /// Whether `xsi` and `xsd` are declared on header block and Body.
    pub schema_prefixes: bool,
    /// Whether `imsx_description` is sent when there is nothing to say.
    pub empty_description: bool,
}

/// One answer.
#[derive(Debug)]
pub struct Answer<'a> {
    /// Namespace of header block and body.
    pub namespace: &'a str,
    /// `imsx_version`.
    pub version: &'a str,
    /// `imsx_messageIdentifier`, our own.
    pub message_id: &'a str,
    /// `imsx_messageRefIdentifier`, the caller's.
    pub message_ref: &'a str,
    /// The status.
    pub status: &'a StatusInfo,
    /// The response element; `None` leaves the Body empty.
    pub body: Option<(&'static Operation, &'a OutcomeBody)>,
}

/// Writes an answer.
pub fn encode_answer(style: &AnswerStyle, answer: &Answer<'_>) -> String {
    // Enough for an answer without a record; the journal keeps what is not used, too.
    let mut xml = Writer::with_capacity(1280);
    let (soap, header) = (style.soap_prefix, style.header_prefix);
    xml.open_in(soap, "Envelope");
    xml.declare(soap, SOAP_11);
    xml.open_in(soap, "Header");
    xml.open_in(header, HEADER_RESPONSE);
    xml.declare(header, answer.namespace);
    let mut out = Emit::new(xml, style.inner_prefix);
    if style.inner_prefix != style.header_prefix {
        out.declare(answer.namespace);
    }
    if style.schema_prefixes {
        out.xml.attr("xmlns:xsi", XSI);
        out.xml.attr("xmlns:xsd", XSD);
    }
    status_header(&mut out, answer, style.empty_description);
    out.xml.close_in(header, HEADER_RESPONSE);
    out.xml.close_in(soap, "Header");
    out.xml.open_in(soap, "Body");
    if style.schema_prefixes {
        out.xml.attr("xmlns:xsi", XSI);
        out.xml.attr("xmlns:xsd", XSD);
    }
    if let Some((operation, content)) = answer.body {
        let name = format!("{}Response", operation.name);
        out.open(&name);
        out.declare(answer.namespace);
        response(&mut out, operation, content);
        out.close(&name);
    }
    out.xml.close_in(soap, "Body");
    out.xml.close_in(soap, "Envelope");
    out.xml.into_string()
}

fn status_header(out: &mut Emit, answer: &Answer<'_>, empty_description: bool) {
    let status = answer.status;
    out.leaf("imsx_version", answer.version);
    out.leaf("imsx_messageIdentifier", answer.message_id);
    out.open("imsx_statusInfo");
    out.leaf("imsx_codeMajor", status.major.as_str());
    out.leaf("imsx_severity", status.severity.as_str());
    out.leaf("imsx_messageRefIdentifier", answer.message_ref);
    if empty_description || !status.description.is_empty() {
        out.leaf("imsx_description", &status.description);
    }
    if !status.minor.is_empty() {
        out.open("imsx_codeMinor");
        out.open("imsx_codeMinorField");
        out.leaf("imsx_codeMinorFieldName", "TargetEndSystem");
        out.leaf("imsx_codeMinorFieldValue", status.minor);
        out.close("imsx_codeMinorField");
        out.close("imsx_codeMinor");
    }
    out.close("imsx_statusInfo");
}

fn response(out: &mut Emit, operation: &Operation, content: &OutcomeBody) {
    let name = operation.response.first().map_or("", |p| p.name);
    match content {
        OutcomeBody::Empty | OutcomeBody::Fault => {}
        OutcomeBody::Record(AnyRecord::Person(record)) if operation.verb == Verb::ReadCore => {
            person_encode::person_core(out, record);
        }
        OutcomeBody::Record(record) => encode_any(out, record),
        OutcomeBody::Id(id) => out.leaf(name, id),
        OutcomeBody::Ids { ids, save_point } => {
            out.open(name);
            for id in ids {
                out.leaf("sourcedId", id);
            }
            out.close(name);
            end_of_set(out, save_point.as_deref());
        }
        OutcomeBody::Records {
            records,
            save_point,
        } => {
            set(out, name, records);
            end_of_set(out, save_point.as_deref());
        }
        // LIS has no pages.
        OutcomeBody::Page { records, .. } => set(out, name, records),
        OutcomeBody::ReplaceStatus(codes) => {
            out.open(name);
            for (id, code) in codes {
                out.open("replaceStatusCode");
                out.leaf("resultSourcedId", id);
                out.leaf("replaceStatus", code);
                out.close("replaceStatusCode");
            }
            out.close(name);
        }
        OutcomeBody::Services(services) => {
            out.open(name);
            for service in services {
                out.leaf("serviceName", service);
            }
            out.close(name);
        }
    }
}

fn set(out: &mut Emit, name: &str, records: &[AnyRecord<'_>]) {
    out.open(name);
    for record in records {
        encode_any(out, record);
    }
    out.close(name);
}

fn end_of_set(out: &mut Emit, save_point: Option<&str>) {
    if let Some(point) = save_point {
        out.leaf("savePoint", point);
    }
}

/// A writer that puts one prefix in front of every name.
#[derive(Debug)]
pub(super) struct Emit {
    pub(super) xml: Writer,
    prefix: &'static str,
}

impl Emit {
    /// Begins with nothing.
    pub(super) fn new(xml: Writer, prefix: &'static str) -> Self {
        Self { xml, prefix }
    }

    /// Declares the namespace of the prefix on the element just begun.
    pub(super) fn declare(&mut self, namespace: &str) {
        self.xml.declare(self.prefix, namespace);
    }

    pub(super) fn open(&mut self, local: &str) {
        self.xml.open_in(self.prefix, local);
    }

    pub(super) fn close(&mut self, local: &str) {
        self.xml.close_in(self.prefix, local);
    }

    /// An element with a text; an empty text gives an empty-element tag.
    pub(super) fn leaf(&mut self, local: &str, text: &str) {
        self.open(local);
        self.xml.text(text);
        self.close(local);
    }
}
