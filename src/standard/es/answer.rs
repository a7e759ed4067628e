//! Answers to bytes, in a server's way of writing XML.

use super::call::{ParamKind, encode_any, encode_ids, encode_pairs, encode_set, param_kind};
use super::emit::{Emit, Level, Prefixes};
use super::names::{HEADER_RESPONSE, Namespaces};
use crate::model::{Operation, OutcomeBody, Severity, StatusInfo};
use crate::soap::security::WSSE_NAMESPACE;
use crate::xml::{Writer, XSI_NAMESPACE};

const SOAP_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";
const UTILITY: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

/// How a server serialises its answers. Clients exist that go by the prefixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerStyle {
    /// Prefix of the SOAP namespace.
    pub soap_prefix: &'static str,
    /// Prefix of the header block itself, and with [`Prefixes::Each`] of what is in it.
    pub header_prefix: &'static str,
    /// Prefixes of everything else.
    pub prefixes: Prefixes,
    /// Whether `xsi` and `xsd` are declared on header block and Body.
    pub schema_prefixes: bool,
    /// `codeMinorName`.
    pub minor_name: &'static str,
    /// `description/language`.
    pub language: &'static str,
    /// Whether a status repeats the message's id in `messageIdRef`.
    pub message_ref: bool,
}

/// What a neutral server writes: a prefix for each namespace.
pub const PLAIN_STYLE: AnswerStyle = AnswerStyle {
    soap_prefix: "soapenv",
    header_prefix: "h",
    prefixes: Prefixes::Each {
        message: "m",
        data: "d",
        common: "c",
    },
    schema_prefixes: false,
    minor_name: "TargetEndSystem",
    language: "en-US",
    message_ref: true,
};

/// What the serialiser of .NET's web services writes: prefixes for headers only, defaults in the Body.
pub const NET_STYLE: AnswerStyle = AnswerStyle {
    soap_prefix: "s",
    prefixes: Prefixes::None,
    schema_prefixes: true,
    ..PLAIN_STYLE
};

/// One status, or one for each item of the request.
#[derive(Clone, Copy, Debug)]
pub enum Statuses<'a> {
    /// `statusInfo`.
    One(&'a StatusInfo),
    /// `statusInfoSet`, in the order of the items.
    Set(&'a [StatusInfo]),
}

/// One answer.
#[derive(Debug)]
pub struct Answer<'a> {
    /// Those of the service.
    pub namespaces: Namespaces,
    /// `messageIdentifier`, ours or the caller's; left out when there is none.
    pub message_id: Option<&'a str>,
    /// `messageIdRef`, the caller's.
    pub message_ref: Option<&'a str>,
    /// What became of the call.
    pub statuses: Statuses<'a>,
    /// `Created` and `Expires` of a WS-Security timestamp.
    pub timestamp: Option<(&'a str, &'a str)>,
    /// The response element; `None` leaves the Body empty.
    pub body: Option<(&'static Operation, &'a OutcomeBody)>,
    /// Which parameter of the response carries a set of records, where the operation knows several; else the first.
    pub set: Option<&'static str>,
}

/// Writes an answer.
pub fn encode_answer(style: &AnswerStyle, answer: &Answer<'_>) -> String {
    let mut xml = Writer::with_capacity(1536);
    let soap = style.soap_prefix;
    xml.open_in(soap, "Envelope");
    xml.declare(soap, SOAP_11);
    if answer.timestamp.is_some() {
        xml.declare("u", UTILITY);
    }
    xml.open_in(soap, "Header");
    let mut out = Emit::new(xml, style.prefixes, style.header_prefix, answer.namespaces);
    status_header(&mut out, style, answer);
    if let Some((created, expires)) = answer.timestamp {
        timestamp(&mut out.xml, soap, created, expires);
    }
    out.xml.close_in(soap, "Header");
    out.xml.open_in(soap, "Body");
    schema_prefixes(&mut out, style);
    out.xsi_declared = style.schema_prefixes;
    if let Some((operation, content)) = answer.body {
        let name = format!("{}Response", operation.name);
        out.open(Level::Message, &name);
        for level in [Level::Message, Level::Data, Level::Common] {
            // What is not used need not be declared.
            if level == Level::Message || !matches!(content, OutcomeBody::Empty) {
                out.declare(level);
            }
        }
        response(&mut out, operation, answer.set, content);
        out.close(&name);
    }
    out.xml.close_in(soap, "Body");
    out.xml.close_in(soap, "Envelope");
    out.xml.into_string()
}

fn schema_prefixes(out: &mut Emit, style: &AnswerStyle) {
    if style.schema_prefixes {
        out.xml.declare("xsi", XSI_NAMESPACE);
        out.xml.declare("xsd", XSD);
    }
}

fn status_header(out: &mut Emit, style: &AnswerStyle, answer: &Answer<'_>) {
    // The block itself has a prefix in any style.
    out.xml.open_in(style.header_prefix, HEADER_RESPONSE);
    out.xml.declare(style.header_prefix, out.uri(Level::Header));
    match style.prefixes {
        Prefixes::None => {
            let uri = out.uri(Level::Header);
            out.xml.declare("", uri);
        }
        Prefixes::Each { .. } => out.declare(Level::Common),
    }
    schema_prefixes(out, style);
    out.inside(Level::Header);
    out.maybe(Level::Header, "messageIdentifier", answer.message_id);
    match answer.statuses {
        Statuses::One(status) => status_info(out, style, answer, status),
        Statuses::Set(statuses) => {
            out.open(Level::Header, "statusInfoSet");
            for status in statuses {
                status_info(out, style, answer, status);
            }
            out.close("statusInfoSet");
        }
    }
    out.outside();
    out.xml.close_in(style.header_prefix, HEADER_RESPONSE);
}

fn status_info(out: &mut Emit, style: &AnswerStyle, answer: &Answer<'_>, status: &StatusInfo) {
    const H: Level = Level::Header;
    out.open(H, "statusInfo");
    out.leaf(H, "codeMajor", status.major.as_str());
    out.leaf(H, "severity", status.severity.as_str());
    // Of a plain success there is nothing more to say.
    let plain = status.severity == Severity::Status && status.minor == "fullsuccess";
    if !status.minor.is_empty() && !plain {
        out.open(H, "codeMinor");
        out.open(H, "codeMinorField");
        out.leaf(H, "codeMinorName", style.minor_name);
        out.leaf(H, "codeMinorValue", status.minor);
        out.close("codeMinorField");
        out.close("codeMinor");
    }
    if style.message_ref {
        out.maybe(H, "messageIdRef", answer.message_ref);
    }
    if !status.description.is_empty() {
        out.open(H, "description");
        out.leaf(Level::Common, "language", style.language);
        out.leaf(Level::Common, "text", &status.description);
        out.close("description");
    }
    out.close("statusInfo");
}

fn timestamp(xml: &mut Writer, soap: &str, created: &str, expires: &str) {
    xml.open("o:Security");
    xml.attr(&format!("{soap}:mustUnderstand"), "1");
    xml.declare("o", WSSE_NAMESPACE);
    xml.open("u:Timestamp");
    xml.attr("u:Id", "_0");
    xml.leaf("u:Created", created);
    xml.leaf("u:Expires", expires);
    xml.close("u:Timestamp");
    xml.close("o:Security");
}

fn response(
    out: &mut Emit,
    operation: &Operation,
    set: Option<&'static str>,
    content: &OutcomeBody,
) {
    let first = operation.response.first().map_or("", |p| p.name);
    let name = set.unwrap_or(first);
    let records = |out: &mut Emit, records: &[_]| match param_kind(name) {
        ParamKind::Pairs(_) => encode_pairs(out, name, records.iter()),
        _ => encode_set(out, name, records.iter()),
    };
    match content {
        OutcomeBody::Record(record) => encode_any(out, record),
        OutcomeBody::Id(id) => out.id(Level::Message, first, id),
        OutcomeBody::Ids { ids, .. } => encode_ids(out, first, ids.iter().map(|id| &**id)),
        OutcomeBody::Records { records: found, .. } => records(out, found),
        OutcomeBody::Page {
            records: found,
            total,
        } => {
            records(out, found);
            out.leaf(Level::Message, "virtualCount", &total.to_string());
        }
        // The last two are answers of LIS.
        OutcomeBody::Empty
        | OutcomeBody::Fault
        | OutcomeBody::ReplaceStatus(_)
        | OutcomeBody::Services(_) => {}
    }
}
