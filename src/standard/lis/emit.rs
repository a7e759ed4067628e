//! Answers to bytes, in a vendor's way of writing XML.

use super::names::HEADER_RESPONSE;
use super::person_encode;
use crate::model::{Operation, OutcomeBody, StatusInfo};
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
    let mut xml = Writer::with_capacity(2048);
    let soap = |local: &str| format!("{}:{local}", style.soap_prefix);
    let (envelope, header, body) = (soap("Envelope"), soap("Header"), soap("Body"));
    xml.open(&envelope);
    xml.attr(&format!("xmlns:{}", style.soap_prefix), SOAP_11);
    xml.open(&header);
    let block = format!("{}:{HEADER_RESPONSE}", style.header_prefix);
    xml.open(&block);
    xml.attr(&format!("xmlns:{}", style.header_prefix), answer.namespace);
    let mut out = Emit {
        xml,
        prefix: style.inner_prefix,
        name: String::new(),
    };
    if style.inner_prefix != style.header_prefix {
        out.declare(answer.namespace);
    }
    if style.schema_prefixes {
        out.xml.attr("xmlns:xsi", XSI);
        out.xml.attr("xmlns:xsd", XSD);
    }
    status_header(&mut out, answer);
    out.xml.close(&block);
    out.xml.close(&header);
    out.xml.open(&body);
    if style.schema_prefixes {
        out.xml.attr("xmlns:xsi", XSI);
        out.xml.attr("xmlns:xsd", XSD);
    }
    if let Some((operation, content)) = answer.body {
        let name = format!("{}Response", operation.name);
        out.open(&name);
        out.declare(answer.namespace);
        response(&mut out, content);
        out.close(&name);
    }
    out.xml.close(&body);
    out.xml.close(&envelope);
    out.xml.into_string()
}

fn status_header(out: &mut Emit, answer: &Answer<'_>) {
    let status = answer.status;
    out.leaf("imsx_version", answer.version);
    out.leaf("imsx_messageIdentifier", answer.message_id);
    out.open("imsx_statusInfo");
    out.leaf("imsx_codeMajor", status.major.as_str());
    out.leaf("imsx_severity", status.severity.as_str());
    out.leaf("imsx_messageRefIdentifier", answer.message_ref);
    out.leaf("imsx_description", &status.description);
    out.open("imsx_codeMinor");
    out.open("imsx_codeMinorField");
    out.leaf("imsx_codeMinorFieldName", "TargetEndSystem");
    out.leaf("imsx_codeMinorFieldValue", status.minor);
    out.close("imsx_codeMinorField");
    out.close("imsx_codeMinor");
    out.close("imsx_statusInfo");
}

fn response(out: &mut Emit, content: &OutcomeBody) {
    match content {
        OutcomeBody::Empty => {}
        OutcomeBody::Person(record) => person_encode::person_record(out, record),
        OutcomeBody::Ids(ids) => {
            out.open("sourcedIdSet");
            for id in ids {
                out.leaf("sourcedId", id);
            }
            out.close("sourcedIdSet");
        }
    }
}

/// A writer that puts one prefix in front of every name.
#[derive(Debug)]
pub(super) struct Emit {
    pub(super) xml: Writer,
    prefix: &'static str,
    /// Reused for prefixed names.
    name: String,
}

impl Emit {
    /// Begins with nothing.
    pub(super) fn new(xml: Writer, prefix: &'static str) -> Self {
        Self {
            xml,
            prefix,
            name: String::new(),
        }
    }

    /// Declares the namespace of the prefix on the element just begun.
    pub(super) fn declare(&mut self, namespace: &str) {
        if self.prefix.is_empty() {
            self.xml.attr("xmlns", namespace);
        } else {
            self.name.clear();
            self.name.push_str("xmlns:");
            self.name.push_str(self.prefix);
            self.xml.attr(&self.name, namespace);
        }
    }

    pub(super) fn open(&mut self, local: &str) {
        let name = qualified(&mut self.name, self.prefix, local);
        self.xml.open(name);
    }

    pub(super) fn close(&mut self, local: &str) {
        let name = qualified(&mut self.name, self.prefix, local);
        self.xml.close(name);
    }

    /// An element with a text; an empty text gives an empty-element tag.
    pub(super) fn leaf(&mut self, local: &str, text: &str) {
        self.open(local);
        if !text.is_empty() {
            self.xml.text(text);
        }
        self.close(local);
    }
}

fn qualified<'n>(buffer: &'n mut String, prefix: &str, local: &'n str) -> &'n str {
    if prefix.is_empty() {
        return local;
    }
    buffer.clear();
    buffer.push_str(prefix);
    buffer.push(':');
    buffer.push_str(local);
    buffer
}
