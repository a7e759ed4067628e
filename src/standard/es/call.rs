//! Requests: the operation element to a [`Call`], and back for messages that a scenario sends.

use std::borrow::Cow;

use super::emit::{Emit, Level, Prefixes};
use super::names::{BINDING, COMMON, HEADER_REQUEST, is_wrapped, namespaces};
use super::record::{decode_record, encode_record, identifier, text};
use super::{person_decode, person_encode};
use crate::base::Value;
use crate::model::{
    AnyRecord, Call, FieldInfo, Operation, Payload, Record, RecordKind, RequestHeader, Service,
    Shape, Standard, record_fields_of,
};
use crate::soap::security::WSSE_NAMESPACE;
use crate::standard::lis::{Parameters, trimmed};
use crate::xml::{Element, Writer};

/// The kinds of record there are in ES.
const KINDS: [RecordKind; 3] = [
    RecordKind::Person,
    RecordKind::Group,
    RecordKind::Membership,
];

/// What a parameter of a request or response holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// One text.
    Text,
    /// An `identifier`.
    Id,
    /// `sourcedIdSet`.
    Ids,
    /// `pairSourcedIdSet`.
    IdPairs,
    /// A record.
    Record(RecordKind),
    /// Records without their ids.
    Records(RecordKind),
    /// Ids with their records.
    Pairs(RecordKind),
}

/// What the parameter of that name holds.
pub fn param_kind(name: &str) -> ParamKind {
    let kind = |name: &str| KINDS.into_iter().find(|k| k.inside() == name);
    let stem = name.strip_suffix("Set");
    // Answers spell it with a capital D where memberships are concerned.
    let pair = stem.and_then(|s| s.strip_suffix("IdPair").or(s.strip_suffix("IDPair")));
    match name {
        "sourcedIdSet" => ParamKind::Ids,
        "pairSourcedIdSet" => ParamKind::IdPairs,
        _ if is_wrapped(name) => ParamKind::Id,
        _ => kind(name)
            .map(ParamKind::Record)
            .or_else(|| Some(ParamKind::Pairs(kind(pair?)?)))
            .or_else(|| Some(ParamKind::Records(kind(stem?)?)))
            .unwrap_or(ParamKind::Text),
    }
}

const fn half(name: &'static str, source: &'static str) -> FieldInfo {
    FieldInfo {
        name,
        shape: Shape::Text,
        source,
        shorthand: false,
    }
}

/// One item of `pairSourcedIdSet`.
const ID_PAIR: &[FieldInfo] = &[half("first", "firstId"), half("second", "secondId")];

/// The parameters of an operation but its record and its `sourcedId`: what a scenario gives under `with:`.
pub fn with_fields(operation: &Operation) -> Vec<FieldInfo> {
    let params = operation.request.iter();
    params
        .filter_map(|p| with_shape(p.name).map(|shape| (p.name, shape)))
        .map(|(name, shape)| FieldInfo {
            name,
            shape,
            source: name,
            shorthand: false,
        })
        .collect()
}

/// What stands at a parameter under `with:`; `None` for those that have a place of their own.
pub fn with_shape(name: &str) -> Option<Shape> {
    match param_kind(name) {
        _ if name == "sourcedId" => None,
        ParamKind::Text | ParamKind::Id => Some(Shape::Text),
        ParamKind::Ids => Some(Shape::Texts),
        ParamKind::IdPairs => Some(Shape::List(ID_PAIR)),
        ParamKind::Records(kind) | ParamKind::Pairs(kind) => {
            Some(Shape::List(record_fields_of(Standard::Es, kind)))
        }
        ParamKind::Record(_) => None,
    }
}

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
        arguments: Vec::new(),
    };
    for child in element.children() {
        parameter(&mut call, child);
    }
    if matches!(call.payload, Payload::Empty) && operation.carries_record() {
        // The record is missing: decoded as an empty one, so that the receiver's own checks speak.
        call.payload = single(empty(operation.record));
    }
    // There is no id in records of ES.
    match &mut call.payload {
        Payload::Person(record) => record.id.clone_from(&call.outer_id),
        Payload::Record(record) => record.id.clone_from(&call.outer_id),
        _ => {}
    }
    call
}

fn parameter<'t>(call: &mut Call<'t>, child: Element<'t>) {
    let kind = call.operation.record;
    let name = child.local();
    match param_kind(name) {
        _ if name == "sourcedId" => call.outer_id = identifier(child),
        // One published page calls the set of pairs so, too.
        ParamKind::Ids | ParamKind::IdPairs => {
            call.payload = if child.child("identifierPair").is_some() || name.starts_with("pair") {
                Payload::IdPairs(id_pairs(child))
            } else {
                Payload::Ids(ids(child))
            };
        }
        ParamKind::Record(found) if found == kind => {
            call.payload = single(decode_any(kind, child));
        }
        ParamKind::Records(found) if found == kind => {
            call.payload = Payload::Records(decode_set(kind, child));
        }
        ParamKind::Pairs(found) if found == kind => {
            call.payload = Payload::Pairs(decode_pairs(kind, child));
        }
        shape => {
            let params = call.operation.request.iter().map(|p| p.name);
            let known = params.into_iter().find(|n| n.eq_ignore_ascii_case(name));
            let value = match shape {
                ParamKind::Id => identifier(child),
                _ => text(child).text.map(trimmed),
            };
            if let (Some(name), Some(value)) = (known, value) {
                call.arguments.push((name, value));
            }
        }
    }
}

fn empty(kind: RecordKind) -> AnyRecord<'static> {
    match kind {
        RecordKind::Person => AnyRecord::Person(Box::default()),
        kind => AnyRecord::Other(Box::new(Record::new_in(Standard::Es, kind))),
    }
}

fn single(record: AnyRecord<'_>) -> Payload<'_> {
    match record {
        AnyRecord::Person(record) => Payload::Person(record),
        AnyRecord::Other(record) => Payload::Record(record),
    }
}

/// A record element of that kind. It has no id.
pub(super) fn decode_any(kind: RecordKind, element: Element<'_>) -> AnyRecord<'_> {
    match kind {
        RecordKind::Person => AnyRecord::Person(Box::new(person_decode::person_record(element))),
        kind => AnyRecord::Other(Box::new(decode_record(kind, element))),
    }
}

/// The records of a `personSet` or one of its sisters.
pub(super) fn decode_set(kind: RecordKind, set: Element<'_>) -> Vec<AnyRecord<'_>> {
    set.children_named(kind.inside())
        .map(|record| decode_any(kind, record))
        .collect()
}

/// The ids and records of a `personIdPairSet` or one of its sisters.
pub(super) fn decode_pairs(
    kind: RecordKind,
    set: Element<'_>,
) -> Vec<(Option<Cow<'_, str>>, AnyRecord<'_>)> {
    let is_pair = |e: &Element<'_>| e.local().to_ascii_lowercase().ends_with("idpair");
    let pairs = set.children().filter(is_pair);
    pairs
        .map(|pair| {
            let id = pair.child("sourcedId").and_then(identifier);
            let record = pair.child(kind.inside());
            let mut record = record.map_or_else(|| empty(kind), |r| decode_any(kind, r));
            match &mut record {
                AnyRecord::Person(record) => record.id.clone_from(&id),
                AnyRecord::Other(record) => record.id.clone_from(&id),
            }
            (id, record)
        })
        .collect()
}

/// The ids of a `sourcedIdSet`, blanks trimmed. An empty one counts: a status has to answer it.
pub(super) fn ids(set: Element<'_>) -> Vec<Cow<'_, str>> {
    set.children_named("identifier")
        .map(|id| trimmed(id.text()))
        .collect()
}

fn id_pairs(set: Element<'_>) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    set.children_named("identifierPair")
        .map(|pair| {
            let half = |name| pair.child(name).map(|id| trimmed(id.text()));
            (
                half("firstId").unwrap_or_default(),
                half("secondId").unwrap_or_default(),
            )
        })
        .collect()
}

/// Writes a request envelope with the namespaces of the operation's service, as a well-behaved SIS would. `token` is user
/// name and password for a WS-Security UsernameToken.
pub fn encode_request(
    operation: &Operation,
    message_id: &str,
    token: Option<(&str, &str)>,
    parameters: Parameters<'_>,
) -> String {
    let mut out = begin(operation.service, message_id, token);
    let element = format!("{}Request", operation.name);
    out.open(Level::Message, &element);
    for param in operation.request {
        encode_parameter(&mut out, operation, param.name, param.optional, parameters);
    }
    out.close(&element);
    end(out)
}

fn encode_parameter(
    out: &mut Emit,
    operation: &Operation,
    name: &'static str,
    optional: bool,
    parameters: Parameters<'_>,
) {
    let given = parameters.with.and_then(|with| with.get(name));
    let list = match given {
        Some(Value::List(list)) => list.as_slice(),
        _ => &[],
    };
    let records = |kind| {
        list.iter()
            .map(move |value| AnyRecord::from_value_in(Standard::Es, kind, value))
    };
    match param_kind(name) {
        ParamKind::Record(_) => {
            if let Some(record) = parameters.record {
                encode_any(out, record);
            }
        }
        ParamKind::Text => out.maybe(Level::Message, name, given.and_then(Value::as_text)),
        ParamKind::Id => {
            let own = operation.id_parameter() == Some(name);
            let id = given
                .and_then(Value::as_text)
                .or_else(|| parameters.id.filter(|_| own));
            match id {
                Some(id) => out.id(Level::Message, name, id),
                None if own => out.id(Level::Message, name, ""),
                None => {}
            }
        }
        // Something else than a list, or nothing at all, of what must be there is an empty set.
        _ if given.is_none() && optional => {}
        ParamKind::Ids => encode_ids(out, name, list.iter().filter_map(Value::as_text)),
        ParamKind::IdPairs => {
            out.open(Level::Message, name);
            for pair in list {
                let half = |key| pair.get(key).and_then(Value::as_text).unwrap_or("");
                out.open(Level::Common, "identifierPair");
                out.leaf(Level::Common, "firstId", half("first"));
                out.leaf(Level::Common, "secondId", half("second"));
                out.close("identifierPair");
            }
            out.close(name);
        }
        ParamKind::Records(kind) => encode_set(out, name, records(kind)),
        ParamKind::Pairs(kind) => encode_pairs(out, name, records(kind)),
    }
}

/// A `sourcedIdSet`.
pub(super) fn encode_ids<'i>(out: &mut Emit, name: &str, ids: impl Iterator<Item = &'i str>) {
    out.open(Level::Message, name);
    for id in ids {
        out.leaf(Level::Common, "identifier", id);
    }
    out.close(name);
}

/// A `personSet` or one of its sisters.
pub(super) fn encode_set<'r, R>(out: &mut Emit, name: &str, records: impl Iterator<Item = R>)
where
    R: std::borrow::Borrow<AnyRecord<'r>>,
{
    out.open(Level::Message, name);
    for record in records {
        encode_any(out, record.borrow());
    }
    out.close(name);
}

/// A `personIdPairSet` or one of its sisters.
pub(super) fn encode_pairs<'r, R>(out: &mut Emit, name: &str, records: impl Iterator<Item = R>)
where
    R: std::borrow::Borrow<AnyRecord<'r>>,
{
    let pair = name.strip_suffix("Set").unwrap_or(name);
    // The capital is the set's alone.
    let pair = pair.replace("IDPair", "IdPair");
    out.open(Level::Message, name);
    for record in records {
        let record = record.borrow();
        out.open(Level::Message, &pair);
        out.id(Level::Message, "sourcedId", record.id().unwrap_or(""));
        encode_any(out, record);
        out.close(&pair);
    }
    out.close(name);
}

/// Encodes a record of any kind.
pub(super) fn encode_any(out: &mut Emit, record: &AnyRecord<'_>) {
    match record {
        AnyRecord::Person(record) => person_encode::person_record(out, record),
        AnyRecord::Other(record) => encode_record(out, record),
    }
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
    let names = namespaces(service);
    let mut xml = Writer::with_capacity(4096);
    xml.open("soapenv:Envelope");
    xml.attr("xmlns:soapenv", "http://schemas.xmlsoap.org/soap/envelope/");
    for (prefix, uri) in [
        ("b", BINDING),
        ("m", names.messages),
        ("d", names.data),
        ("c", COMMON),
    ] {
        xml.declare(prefix, uri);
    }
    xml.open("soapenv:Header");
    let prefixes = Prefixes::Each {
        message: "m",
        data: "d",
        common: "c",
    };
    let mut out = Emit::new(xml, prefixes, "b", names);
    out.open(Level::Header, HEADER_REQUEST);
    out.leaf(Level::Header, "messageIdentifier", message_id);
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
