//! Requests: the operation element to a [`Call`], and back for messages that a scenario sends.

use std::borrow::Cow;

use super::emit::Emit;
use super::header::trimmed;
use super::names::{HEADER_REQUEST, namespace};
use super::person_decode::{self, text};
use super::person_encode;
use super::record::{
    decode_bare, decode_part, decode_record, encode_item, encode_record, encode_tree,
};
use crate::base::Value;
use crate::model::{
    AnyRecord, Call, FieldInfo, NodeKind, Operation, Payload, Record, RecordKind, RequestHeader,
    Service, Shape, lis_record_fields, nodes,
};
use crate::soap::security::WSSE_NAMESPACE;
use crate::xml::{Element, Writer};

/// The vocabulary of `lineItemType`, as it is seen in messages.
const LINE_ITEM_TYPES: &str =
    "http://www.imsglobal.org/vdex/lis/omsv1p0/lineitemtypevocabularyv1p0.xml";

/// What a parameter of a request or response holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// One text.
    Text,
    /// `language` + `textString`.
    Lang,
    /// `sourcedIdSet`.
    Ids,
    /// A record.
    Record(RecordKind),
    /// A set of records.
    Records(RecordKind),
    /// A relationship of a group.
    Relationship,
    /// A part of a bulk exchange.
    Bulk,
}

/// What the parameter of that name holds.
pub fn param_kind(name: &str) -> ParamKind {
    let kind = |name: &str| RecordKind::ALL.into_iter().find(|k| k.element() == name);
    match name {
        "sourcedIdSet" | "resultIdSet" => ParamKind::Ids,
        "academicSession" => ParamKind::Lang,
        "relationship" => ParamKind::Relationship,
        "bulkBlockManifest" | "filter" | "failureReport" | "bulkBlockReport"
        | "supportedServices" => ParamKind::Bulk,
        _ => kind(name)
            .map(ParamKind::Record)
            .or_else(|| Some(ParamKind::Records(kind(name.strip_suffix("Set")?)?)))
            .unwrap_or(ParamKind::Text),
    }
}

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

/// The fields of an operation's record. The parts of a bulk exchange stand in the requests themselves, each in some.
pub fn carried_fields(operation: &Operation) -> Cow<'static, [FieldInfo]> {
    let all = lis_record_fields(operation.record);
    if operation.record != RecordKind::Bulk {
        return Cow::Borrowed(all);
    }
    let table = nodes(RecordKind::Bulk).iter();
    let mut carried: Vec<&str> = vec!["id"];
    for node in table.filter(|node| operation.request.iter().any(|p| p.name == node.element)) {
        match &node.kind {
            NodeKind::Inline(inner) => carried.extend(inner.iter().map(|n| n.field)),
            _ => carried.push(node.field),
        }
    }
    all.iter()
        .filter(|f| carried.contains(&f.name))
        .copied()
        .collect()
}

/// What stands at a parameter under `with:`; `None` for those that have a place of their own.
pub fn with_shape(name: &str) -> Option<Shape> {
    match param_kind(name) {
        _ if matches!(name, "sourcedId" | "transactionId") => None,
        ParamKind::Text | ParamKind::Lang => Some(Shape::Text),
        ParamKind::Ids => Some(Shape::Texts),
        ParamKind::Records(kind) => Some(Shape::List(lis_record_fields(kind))),
        ParamKind::Relationship => {
            match FieldInfo::find(lis_record_fields(RecordKind::Group), "relationships") {
                Some(Shape::List(fields)) => Some(Shape::Map(fields)),
                _ => None,
            }
        }
        ParamKind::Record(_) | ParamKind::Bulk => None,
    }
}

/// Decodes a request element, children by their local names.
pub fn decode<'t>(
    operation: &'static Operation,
    element: Element<'t>,
    header: RequestHeader<'t>,
) -> Call<'t> {
    let mut call = blank(operation, header);
    if operation.record == RecordKind::Bulk {
        let mut record = decode_bare(RecordKind::Bulk, element);
        record.id = element.child("transactionId").map(|id| trimmed(id.text()));
        call.outer_id.clone_from(&record.id);
        call.payload = Payload::Record(Box::new(record));
        return call;
    }
    for child in element.children() {
        if child.local() == "sourcedId" {
            call.outer_id = Some(trimmed(child.text()));
        } else {
            parameter(&mut call, child.local(), child);
        }
    }
    complete(&mut call);
    call
}

/// A call without its parameters.
pub(super) fn blank<'t>(operation: &'static Operation, header: RequestHeader<'t>) -> Call<'t> {
    Call {
        operation,
        header,
        outer_id: None,
        payload: Payload::Empty,
        arguments: Vec::new(),
    }
}

/// To be called when all parameters of a call are there. A record that is missing becomes an empty one, so that the
/// receiver's own checks speak.
pub(super) fn complete(call: &mut Call<'_>) {
    if matches!(call.payload, Payload::Empty) && call.carries_record() {
        call.payload = match call.operation.record {
            RecordKind::Person => Payload::Person(Box::default()),
            kind => Payload::Record(Box::new(Record::new(kind))),
        };
    }
}

/// Takes the parameter called `local`, which stands in `child`.
pub(super) fn parameter<'t>(call: &mut Call<'t>, local: &str, child: Element<'t>) {
    let kind = call.operation.record;
    // The draft's outcomes service calls this one differently; a client is known that drops a letter of the other.
    let name = match local {
        "resultValuesRecord" => "resultValueRecord",
        "sourceIdSet" => "sourcedIdSet",
        name => name,
    };
    match param_kind(name) {
        ParamKind::Record(RecordKind::Person) if kind == RecordKind::Person => {
            call.payload = Payload::Person(Box::new(person_decode::person_record(child)));
        }
        ParamKind::Record(found) if found == kind => {
            call.payload = Payload::Record(Box::new(decode_record(kind, child)));
        }
        ParamKind::Records(found) if found == kind && kind != RecordKind::Person => {
            call.payload = Payload::Records(decode_set(kind, child));
        }
        ParamKind::Ids => {
            call.payload = Payload::Ids(ids(child));
        }
        ParamKind::Relationship => {
            // As a group that has nothing else.
            call.payload = Payload::Record(Box::new(decode_part(RecordKind::Group, child)));
        }
        _ => {
            let known = call
                .operation
                .request
                .iter()
                .map(|p| p.name)
                .find(|n| folded(n) == folded(name));
            if let Some(name) = known {
                call.arguments.push((name, trimmed(deep_text(child))));
            }
        }
    }
}

/// A parameter's name for comparing: senders differ in letter case, and drafts in a letter of `lineItemSourcediId`.
fn folded(name: &str) -> String {
    name.to_ascii_lowercase().replace("sourcediid", "sourcedid")
}

/// The text of an element, of its `textString`, or of the first element in it that has one (`lineItemType`).
fn deep_text(element: Element<'_>) -> Cow<'_, str> {
    let own = text(element).text;
    let inner = || {
        element
            .children()
            .filter(|c| !c.local().ends_with("Vocabulary"))
            .find_map(|c| text(c).text)
    };
    own.or_else(inner).unwrap_or_default()
}

/// The ids of a `sourcedIdSet`, blanks trimmed.
pub fn ids(set: Element<'_>) -> Vec<Cow<'_, str>> {
    set.children_named("sourcedId")
        .map(|id| trimmed(id.text()))
        .collect()
}

/// A record element of that kind.
pub fn decode_any(kind: RecordKind, element: Element<'_>) -> AnyRecord<'_> {
    match kind {
        RecordKind::Person => AnyRecord::Person(Box::new(person_decode::person_record(element))),
        kind => AnyRecord::Other(Box::new(decode_record(kind, element))),
    }
}

/// The records of a `…RecordSet`.
pub fn decode_set(kind: RecordKind, set: Element<'_>) -> Vec<AnyRecord<'_>> {
    set.children_named(kind.element())
        .map(|record| decode_any(kind, record))
        .collect()
}

/// What a message that a scenario sends says beside its header.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parameters<'p> {
    /// The outer `sourcedId` (or `transactionId`).
    pub id: Option<&'p str>,
    /// The record.
    pub record: Option<&'p AnyRecord<'p>>,
    /// Every other parameter by its official name: a text, a list of ids, a relationship in its short form, or a list of
    /// records in theirs.
    pub with: Option<&'p Value>,
}

impl<'p> Parameters<'p> {
    /// An id, and the record if the operation carries one.
    pub fn new(id: &'p str, record: Option<&'p AnyRecord<'p>>) -> Self {
        Self {
            id: Some(id),
            record,
            with: None,
        }
    }
}

/// Writes a request envelope in the service's namespace, as a well-behaved SIS would. `token` is user name and
/// password for a WS-Security UsernameToken.
pub fn encode_request(
    operation: &Operation,
    message_id: &str,
    token: Option<(&str, &str)>,
    parameters: Parameters<'_>,
) -> String {
    let mut out = begin(operation.service, message_id, token);
    let element = format!("{}Request", operation.name);
    out.open(&element);
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
    match (param_kind(name), parameters.record) {
        (ParamKind::Record(_), Some(record)) => encode_any(out, record),
        (ParamKind::Bulk, Some(AnyRecord::Other(record))) => {
            let table = nodes(RecordKind::Bulk);
            for entry in record.tree.iter().flatten() {
                let node = &table[usize::from(entry.node)];
                if node.element == name {
                    encode_item(out, node, &entry.item);
                }
            }
        }
        (ParamKind::Records(kind), _) => {
            if let Some(Value::List(list)) = given {
                out.open(name);
                for value in list {
                    encode_any(out, &AnyRecord::from_value(kind, value));
                }
                out.close(name);
            }
        }
        (ParamKind::Ids, _) => {
            if given.is_some() || !optional {
                out.open(name);
                if let Some(Value::List(list)) = given {
                    for id in list.iter().filter_map(Value::as_text) {
                        out.leaf("sourcedId", id);
                    }
                }
                out.close(name);
            }
        }
        (ParamKind::Relationship, _) => {
            let mut group = Value::map();
            let list = given.cloned().into_iter().collect();
            group.insert("relationships", Value::List(list));
            let group = Record::from_value(RecordKind::Group, &group);
            let tree = group.tree.unwrap_or_default();
            encode_tree(out, nodes(RecordKind::Group), &tree);
        }
        (ParamKind::Lang, _) => {
            if let Some(text) = given.and_then(Value::as_text) {
                out.open(name);
                out.leaf("language", "en");
                out.leaf("textString", text);
                out.close(name);
            }
        }
        (ParamKind::Text, _) => {
            let own = operation.id_parameter() == Some(name);
            let text = given
                .and_then(Value::as_text)
                .or_else(|| parameters.id.filter(|_| own));
            match text {
                Some(text) if name == "lineItemType" => line_item_type(out, text),
                Some(text) => out.leaf(name, text),
                None if own => out.leaf(name, ""),
                None => {}
            }
        }
        (ParamKind::Record(_) | ParamKind::Bulk, _) => {}
    }
}

/// The one parameter that is a term with its vocabulary.
fn line_item_type(out: &mut Emit, term: &str) {
    out.open("lineItemType");
    out.leaf("lineItemTypeVocabulary", LINE_ITEM_TYPES);
    out.open("lineItemTypeValue");
    out.leaf("language", "en");
    out.leaf("textString", term);
    out.close("lineItemTypeValue");
    out.close("lineItemType");
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
