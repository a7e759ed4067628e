//! Records of every kind but persons, drawn from their tables: a new row of a table is tried without further ado.

use std::borrow::Cow;

use mocklms::base::{Limits, Value};
use mocklms::model::{
    AnyRecord, Entry, Extension, ExtensionField, FieldInfo, Item, Node, NodeKind, Operation,
    Payload, Record, RecordKind, Service, Shape, Standard, Text, Tree, nodes, record_fields_of,
};
use mocklms::standard::lis::{self, Parameters};
use mocklms::{soap, xml};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::config;
use super::records::{contained, text, trimmed};

/// Every kind that has a table, with the operations that carry such a record.
fn carriers() -> Vec<&'static Operation> {
    let kinds = RecordKind::ALL.into_iter().chain([RecordKind::Bulk]);
    let rows: Vec<&'static Operation> = kinds
        .filter(|kind| *kind != RecordKind::Person)
        .flat_map(|kind| {
            let all = Service::ALL.into_iter().flat_map(lis::operations);
            let mine = all.filter(move |o| o.record == kind && o.carries_record());
            // All parts of a bulk exchange want to be seen; of the other kinds one operation is enough.
            mine.take(if kind == RecordKind::Bulk {
                usize::MAX
            } else {
                2
            })
        })
        .collect();
    assert!(rows.len() > 20, "every kind has an operation");
    rows
}

/// The elements that an operation can carry.
fn table(operation: &Operation) -> Vec<(usize, &'static Node)> {
    let all = nodes(operation.record).iter().enumerate();
    all.filter(|(_, node)| {
        operation.record != RecordKind::Bulk
            || operation.request.iter().any(|p| p.name == node.element)
    })
    .collect()
}

fn plain() -> impl Strategy<Value = Text<'static>> {
    trimmed().prop_map(|text| Text {
        language: None,
        text: Some(text),
    })
}

fn with_language() -> impl Strategy<Value = Text<'static>> {
    (trimmed(), option::of(text().prop_map(Cow::Owned))).prop_map(|(language, text)| Text {
        language: Some(language),
        text,
    })
}

/// A text without an element of its own is nothing when it is blank.
fn without_language() -> impl Strategy<Value = Text<'static>> {
    text().prop_map(|text| Text {
        language: None,
        text: (!xml::trim(&text).is_empty()).then_some(Cow::Owned(text)),
    })
}

fn extension() -> impl Strategy<Value = Extension<'static>> {
    let field = (trimmed(), trimmed(), text()).prop_map(|(name, kind, value)| ExtensionField {
        name: Some(name),
        kind: Some(kind),
        value: Some(Cow::Owned(value)),
    });
    // The encoder always writes both vocabularies.
    (trimmed(), trimmed(), vec(field, 0..3)).prop_map(|(names, values, fields)| Extension {
        name_vocabulary: Some(names),
        value_vocabulary: Some(values),
        fields,
    })
}

fn item(node: &'static Node) -> BoxedStrategy<Item<'static>> {
    match &node.kind {
        NodeKind::Plain | NodeKind::Secret => plain().prop_map(Item::Text).boxed(),
        NodeKind::Flag => select(vec!["true", "false", "1", "0", "", "yes"])
            .prop_map(|text| {
                Item::Text(Text {
                    language: None,
                    text: Some(Cow::Borrowed(text)),
                })
            })
            .boxed(),
        NodeKind::Lang => with_language().prop_map(Item::Text).boxed(),
        NodeKind::Either => prop_oneof![with_language(), without_language()]
            .prop_map(Item::Text)
            .boxed(),
        NodeKind::Group(inner, _) => tree(inner.iter().enumerate().collect())
            .prop_map(Item::Tree)
            .boxed(),
        // A container that holds nothing is not written.
        NodeKind::Inline(inner) => tree(inner.iter().enumerate().collect())
            .prop_filter("it holds something", |tree| !tree.is_empty())
            .prop_map(Item::Tree)
            .boxed(),
        NodeKind::Fields { .. } => extension().prop_map(|e| Item::Fields(Box::new(e))).boxed(),
    }
}

/// Elements in the order of the table, each up to twice: what the schema has once, senders repeat.
pub(super) fn tree(table: Vec<(usize, &'static Node)>) -> BoxedStrategy<Tree<'static>> {
    let each: Vec<BoxedStrategy<Tree<'static>>> = table
        .into_iter()
        .map(|(place, node)| {
            let node_number = u8::try_from(place).expect("tables are short");
            option::weighted(0.4, vec(item(node), 1..3))
                .prop_map(move |items| {
                    let items = items.into_iter().flatten();
                    items
                        .map(|item| Entry {
                            node: node_number,
                            item,
                        })
                        .collect()
                })
                .boxed()
        })
        .collect();
    each.prop_map(|trees| trees.into_iter().flatten().collect())
        .boxed()
}

fn record() -> impl Strategy<Value = (&'static Operation, Record<'static>)> {
    select(carriers()).prop_flat_map(|operation| {
        let bulk = operation.record == RecordKind::Bulk;
        let tree = option::weighted(0.9, tree(table(operation)));
        (trimmed(), option::of(trimmed()), tree).prop_map(move |(id, ref_agent, tree)| {
            let record = Record {
                kind: operation.record,
                standard: Standard::Lis,
                id: Some(id),
                ref_agent: ref_agent.filter(|_| !bulk),
                // Without a record around them there are always elements, be it none.
                tree: if bulk {
                    Some(tree.unwrap_or_default())
                } else {
                    tree
                },
                leftovers: Vec::new(),
            };
            (operation, record)
        })
    })
}

fn has_elements((operation, record): &(&'static Operation, Record<'static>)) -> bool {
    operation.record != RecordKind::Bulk && record.tree.is_some()
}

fn encode(operation: &Operation, record: &Record<'_>) -> String {
    let id = record.id.clone().unwrap_or_default();
    let record = AnyRecord::Other(Box::new(record.clone()));
    lis::encode_request(operation, "m-1", None, Parameters::new(&id, Some(&record)))
}

/// Reads a message as the engine does and hands the record over.
fn decode<T>(message: &str, with: impl FnOnce(&Record<'_>) -> T) -> T {
    let read = xml::read(message, &Limits::default());
    let tree = read.unwrap_or_else(|error| panic!("{error}: {message}"));
    let mut findings = Vec::new();
    let envelope = soap::open(&tree, &mut findings).expect("it is an envelope");
    assert!(findings.is_empty(), "{findings:?}");
    let payload = envelope.payload.expect("it has a payload");
    let operation = lis::find_anywhere(payload.local()).expect("it is LIS");
    let header = lis::decode_header(envelope.header_blocks());
    let call = lis::decode(operation, payload, header);
    let Payload::Record(record) = &call.payload else {
        panic!("it carries a record: {message}")
    };
    with(record)
}

/// What stands inside a record, written in the order in which it is, with some names spelt otherwise and with elements
/// that nobody knows. `dice` decides; what nobody knows is put down with its path.
struct Scribbler<'d> {
    out: String,
    dice: &'d [u8],
    at: usize,
    strangers: Vec<(String, String)>,
}

impl Scribbler<'_> {
    fn throw(&mut self, sides: usize) -> usize {
        self.at += 1;
        usize::from(self.dice[self.at % self.dice.len()]) % sides
    }

    fn stranger(&mut self, path: &str) {
        if self.throw(4) == 0 {
            let xml = format!(
                "<stranger{0} a='1'>x<y/>&amp;</stranger{0}>",
                self.strangers.len()
            );
            let path = format!("{path}/stranger{}", self.strangers.len());
            self.out.push_str(&xml);
            self.strangers.push((path, xml));
        }
    }

    fn open(&mut self, name: &str) {
        self.out.extend(["<", name, ">"]);
    }

    fn close(&mut self, name: &str) {
        self.out.extend(["</", name, ">"]);
    }

    fn leaf(&mut self, name: &str, text: &str) {
        let mut writer = xml::Writer::with_capacity(64);
        writer.leaf(name, text);
        self.out.push_str(&writer.into_string());
    }

    fn tree(&mut self, table: &'static [Node], tree: &Tree<'_>, path: &str) {
        for entry in tree {
            self.stranger(path);
            let node = &table[usize::from(entry.node)];
            let which = self.throw(node.also.len() + 1);
            let name = which.checked_sub(1).map_or(node.element, |n| node.also[n]);
            match (&node.kind, &entry.item) {
                (NodeKind::Group(inner, _) | NodeKind::Inline(inner), Item::Tree(tree)) => {
                    self.open(name);
                    self.tree(inner, tree, &format!("{path}/{}", node.element));
                    self.close(name);
                }
                (NodeKind::Fields { .. }, Item::Fields(extension)) => self.fields(name, extension),
                (_, Item::Text(text)) => self.text(name, text),
                _ => panic!("a tree is made from its table"),
            }
        }
        self.stranger(path);
    }

    fn text(&mut self, name: &str, text: &Text<'_>) {
        match &text.language {
            None => self.leaf(name, text.text.as_deref().unwrap_or("")),
            Some(language) => {
                self.open(name);
                if let Some(text) = &text.text {
                    self.leaf("textString", text);
                }
                self.leaf("language", language);
                self.close(name);
            }
        }
    }

    /// The vocabularies in the spelling of any service.
    fn fields(&mut self, name: &str, extension: &Extension<'_>) {
        const VALUES: [&str; 5] = [
            "extensionValueVocabulary",
            "extensionTypeVocabulary",
            "extensionValueType",
            "metadataTypeVocabulary",
            "metadataValueVocabulary",
        ];
        let pick = self.throw(2);
        self.open(name);
        for field in &extension.fields {
            let item = ["extensionField", "metadataField"][pick];
            self.open(item);
            self.leaf("fieldValue", field.value.as_deref().unwrap_or(""));
            self.leaf("fieldName", field.name.as_deref().unwrap_or(""));
            self.leaf("fieldType", field.kind.as_deref().unwrap_or(""));
            self.close(item);
        }
        let values = VALUES[self.throw(VALUES.len())];
        self.leaf(values, extension.value_vocabulary.as_deref().unwrap_or(""));
        let names = ["extensionNameVocabulary", "metadataNameVocabulary"][pick];
        self.leaf(names, extension.name_vocabulary.as_deref().unwrap_or(""));
        self.close(name);
    }
}

/// The children of every element in another order.
fn shuffle(tree: &mut Tree<'_>, dice: &[u8], at: &mut usize) {
    for place in (1..tree.len()).rev() {
        *at += 1;
        let other = usize::from(dice[*at % dice.len()]) % (place + 1);
        tree.swap(place, other);
    }
    for entry in tree {
        if let Item::Tree(inner) = &mut entry.item {
            shuffle(inner, dice, at);
        }
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_record_of_any_kind_survives_the_wire((operation, record) in record()) {
        decode(&encode(operation, &record), |seen| {
            prop_assert_eq!(seen, &record);
            Ok(())
        })?;
    }

    #[test]
    fn its_short_form_says_the_same_twice((operation, record) in record()) {
        let short = record.to_value();
        let again = Record::from_value(operation.record, &short);
        prop_assert_eq!(again.to_value(), short);
    }

    #[test]
    fn order_and_spelling_do_not_matter_and_strangers_are_kept(
        (operation, mut record) in record().prop_filter("it has elements of its own", has_elements),
        dice in vec(any::<u8>(), 40),
    ) {
        let inside = operation.record.element().strip_suffix("Record").expect("it is called so");
        let tree = record.tree.as_mut().expect("it has one");
        shuffle(tree, &dice, &mut 0);
        let mut scribbler = Scribbler { out: String::new(), dice: &dice, at: 0, strangers: Vec::new() };
        scribbler.tree(nodes(operation.record), tree, inside);
        let Scribbler { out, strangers, .. } = scribbler;
        record.id = Some(Cow::Borrowed("i"));
        record.ref_agent = None;
        let request = format!(
            "<{0}Request xmlns='x'><{1}><{inside}>{out}</{inside}>\
             <sourcedGUID><sourcedId>i</sourcedId></sourcedGUID></{1}></{0}Request>",
            operation.name,
            operation.record.element(),
        );
        let message = lis::wrap(operation.service, "m-1", None, &request);
        decode(&message, |seen| {
            let left: Vec<(String, String)> = seen
                .leftovers
                .iter()
                .map(|l| (l.path.clone(), l.xml.to_string()))
                .collect();
            prop_assert_eq!(left, strangers);
            prop_assert_eq!(&seen.tree, &record.tree);
            Ok(())
        })?;
    }
}

/// Something for every field of a table, shorthands and leftovers left out.
fn filled(fields: &'static [FieldInfo], number: &mut usize) -> Value {
    let mut out = Value::map();
    for field in fields
        .iter()
        .filter(|f| !f.shorthand && f.name != "leftovers")
    {
        *number += 1;
        let text = Value::text(format!("{} {number}", field.name));
        let value = match field.shape {
            Shape::Text | Shape::Secret => text,
            Shape::Boolean => Value::text("true"),
            Shape::Texts => Value::List(vec![text, Value::text("another")]),
            Shape::Open => {
                let mut map = Value::map();
                map.insert("Some.Name", text);
                map
            }
            Shape::Map(inner) => {
                let mut map = filled(inner, number);
                // What makes a block of names this one.
                if field.name == "preferred" {
                    map.insert("type", Value::text("Preferred"));
                }
                map
            }
            Shape::List(inner) => Value::List(vec![filled(inner, number), filled(inner, number)]),
        };
        out.insert(field.name, value);
    }
    out
}

/// The record of the message in its short form.
fn sent_and_read(operation: &'static Operation, short: &Value) -> Value {
    let record = AnyRecord::from_value(operation.record, short);
    let id = short.get("id").and_then(Value::as_text).unwrap_or("");
    let message = lis::encode_request(operation, "m-1", None, Parameters::new(id, Some(&record)));
    let view = mocklms::standard::request(Some("text/xml"), message.as_bytes());
    view.expect("it is a call").record
}

#[test]
fn every_published_field_arrives() {
    let person = lis::find_anywhere("replacePersonRequest").expect("it is LIS");
    for operation in carriers().into_iter().chain([person]) {
        let fields = record_fields_of(Standard::Lis, operation.record);
        let mut short = filled(fields, &mut 0);
        if let (RecordKind::Bulk, Value::Map(map)) = (operation.record, &mut short) {
            let carried: Vec<&str> = table(operation)
                .into_iter()
                .flat_map(|(_, node)| match &node.kind {
                    NodeKind::Inline(inner) => inner.iter().map(|n| n.field).collect(),
                    _ => vec![node.field],
                })
                .collect();
            map.retain(|key, _| key == "id" || carried.contains(&key.as_str()));
        }
        let read = sent_and_read(operation, &short);
        contained(&short, &read, operation.name).unwrap_or_else(|e| panic!("{e}\n{read:?}"));
    }
}

#[test]
fn every_shorthand_arrives_where_it_points() {
    for operation in carriers() {
        for field in record_fields_of(Standard::Lis, operation.record)
            .iter()
            .filter(|f| f.shorthand)
        {
            let mut short = Value::map();
            short.insert("id", Value::text("i"));
            short.insert(field.name, Value::text("x"));
            let read = sent_and_read(operation, &short);
            let full = read.at(field.source).and_then(Value::as_text);
            assert_eq!(full, Some("x"), "{} of {}", field.name, operation.name);
            assert_eq!(read.get(field.name).and_then(Value::as_text), Some("x"));
        }
    }
}

#[test]
fn every_parameter_of_every_operation_arrives() {
    for operation in Service::ALL.into_iter().flat_map(lis::operations) {
        let mut with = Value::map();
        for field in lis::with_fields(operation) {
            let value = match field.shape {
                Shape::Text => Value::text(format!(" the {} & <more>", field.name).trim()),
                Shape::Texts => Value::List(vec![Value::text("a"), Value::text("b & c")]),
                Shape::Map(inner) => filled(inner, &mut 0),
                Shape::List(inner) => {
                    Value::List(vec![filled(inner, &mut 0), filled(inner, &mut 50)])
                }
                other => panic!("{other:?} is no shape of a parameter"),
            };
            with.insert(field.name, value);
        }
        let parameters = Parameters {
            id: Some("the id"),
            record: None,
            with: Some(&with),
        };
        let message = lis::encode_request(operation, "m-1", None, parameters);
        let view = mocklms::standard::request(Some("text/xml"), message.as_bytes());
        let view = view.expect("it is a call");
        assert_eq!(view.operation.as_deref(), Some(operation.name));
        let Value::Map(given) = &with else {
            panic!("it was made a map")
        };
        for (name, value) in given {
            let seen = view.with.get(name).unwrap_or(&view.with);
            contained(value, seen, name).unwrap_or_else(|e| panic!("{}: {e}", operation.name));
        }
        if !operation.carries_record()
            && let Some(name) = operation.id_parameter()
        {
            let id = given.get(name).and_then(Value::as_text);
            let seen = view.record.get("id").and_then(Value::as_text);
            assert_eq!(seen, id.or(Some("the id")), "{}", operation.name);
        }
    }
}
