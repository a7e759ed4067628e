//! Messages of Enterprise Services: records of every kind to XML and back, every published field and every parameter.

mod target;

use std::borrow::Cow;

use mocklms::base::{Limits, Value};
use mocklms::model::{
    Address, AnyRecord, Contact, Demographics, Entry, Extension, ExtensionField, FieldInfo,
    FormName, InstitutionRole, IntoOwned as _, Item, Name, Node, NodeKind, Payload, Person,
    PersonRecord, Photo, Record, RecordKind, Relationship, Roles, Service, Shape, Standard, Text,
    Token, Tree, UserId, nodes_of, record_fields_of,
};
use mocklms::standard::es::{self, Parameters};
use mocklms::{soap, xml};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::config;
use super::records::{Str, contained, text, trimmed};

/// A text or nil.
fn words() -> impl Strategy<Value = Text<'static>> {
    option::weighted(0.9, text().prop_map(Cow::Owned)).prop_map(|text| Text {
        language: None,
        text,
    })
}

fn said(text: Str) -> Text<'static> {
    Text {
        language: None,
        text: Some(text),
    }
}

fn term() -> impl Strategy<Value = Token<'static>> {
    option::of(words()).prop_map(|value| Token {
        value,
        ..Token::default()
    })
}

fn labelled(label: impl Into<Str>, value: Text<'static>) -> Token<'static> {
    Token {
        name: Some(said(label.into())),
        value: Some(value),
        ..Token::default()
    }
}

fn named() -> impl Strategy<Value = Name<'static>> {
    let part = (option::of(words()), option::of(words())).prop_map(|(name, value)| Token {
        name,
        value,
        ..Token::default()
    });
    (term(), vec(part, 0..4)).prop_map(|(kind, parts)| Name { kind, parts })
}

/// In the order of the schema; streets are numbered from 1.
fn address() -> impl Strategy<Value = Address<'static>> {
    let labels = ["POBox", "ExtAdd", "City", "StatePr", "Postcode", "Country"];
    let parts = labels.map(|label| option::of(words().prop_map(move |t| labelled(label, t))));
    (parts, vec(words(), 0..4)).prop_map(|(parts, streets)| {
        let streets = (1..).zip(streets);
        let streets = streets.map(|(n, t)| labelled(format!("NonfieldedStreetAddress{n}"), t));
        Address {
            kind: Token::default(),
            parts: parts.into_iter().flatten().chain(streets).collect(),
        }
    })
}

fn demographics() -> impl Strategy<Value = Demographics<'static>> {
    let birth = option::of(words().prop_map(|t| labelled("Birth", t)));
    (option::of(trimmed()), vec(words(), 0..3), birth).prop_map(|(gender, infos, birth)| {
        let infos = (1..).zip(infos).map(|(n, text)| match n {
            1 => labelled("Disability", text),
            n => labelled(format!("Disability{n}"), text),
        });
        Demographics {
            gender,
            infos: infos.collect(),
            dates: birth.into_iter().collect(),
            ..Demographics::default()
        }
    })
}

fn contacts() -> impl Strategy<Value = Vec<Contact<'static>>> {
    let email = words().prop_map(|value| Contact {
        kind: Token {
            value: Some(said("EmailPrimary".into())),
            ..Token::default()
        },
        value,
    });
    let tel = (term(), words()).prop_map(|(kind, value)| Contact { kind, value });
    (vec(email, 0..2), vec(tel, 0..3))
        .prop_map(|(email, tel)| email.into_iter().chain(tel).collect())
}

fn roles() -> impl Strategy<Value = Vec<Roles<'static>>> {
    let role = (term(), any::<Option<bool>>())
        .prop_map(|(kind, primary)| InstitutionRole { kind, primary });
    let texts = || option::of(words());
    let user_id = (texts(), texts(), texts(), texts(), texts()).prop_map(
        |(value, kind, password, encryption, authentication)| UserId {
            value,
            kind,
            password,
            encryption,
            authentication,
        },
    );
    // An element is there, so there is a value, be it nil.
    let system_role = words().prop_map(|value| Token {
        value: Some(value),
        ..Token::default()
    });
    (option::of(system_role), vec(role, 0..3), vec(user_id, 0..2)).prop_map(
        |(system_role, institution_roles, user_ids)| {
            let roles = Roles {
                kind: Token::default(),
                system_role,
                institution_roles,
                user_ids,
            };
            (roles != Roles::default())
                .then_some(roles)
                .into_iter()
                .collect()
        },
    )
}

fn fields() -> impl Strategy<Value = Vec<ExtensionField<'static>>> {
    let field = (trimmed(), trimmed(), text()).prop_map(|(name, kind, value)| ExtensionField {
        name: Some(name),
        kind: Some(kind),
        value: Some(Cow::Owned(value)),
    });
    vec(field, 0..3)
}

fn more() -> impl Strategy<Value = Person<'static>> {
    let other = (
        option::of(trimmed()),
        option::of(trimmed()),
        option::of(trimmed()),
    )
        .prop_map(|(relation, id, label)| Relationship {
            relation,
            id,
            label,
        });
    let photo = (option::of(trimmed()), option::of(trimmed()))
        .prop_map(|(kind, reference)| Photo { kind, reference });
    let texts = (
        option::of(trimmed()),
        option::of(trimmed()),
        option::of(trimmed()),
    );
    (
        texts,
        option::of(photo),
        vec(other, 0..3),
        option::of(fields()),
    )
        .prop_map(
            |((url, comments, data_source), photo, relationships, fields)| {
                // Relationships alone make an extension that holds no fields, and is none.
                let fields = fields.filter(|f| relationships.is_empty() || !f.is_empty());
                let extension = fields.map(|fields| Extension {
                    fields,
                    ..Extension::default()
                });
                Person {
                    url,
                    comments,
                    data_source,
                    photo,
                    relationships,
                    extensions: extension.into_iter().collect(),
                    ..Person::default()
                }
            },
        )
}

fn person() -> impl Strategy<Value = AnyRecord<'static>> {
    let full = option::of(text()).prop_map(|full| match full {
        None => FormName::default(),
        Some(full) => FormName {
            kind: Token {
                value: Some(said("Full".into())),
                ..Token::default()
            },
            value: said(full.into()),
        },
    });
    let blocks = (
        vec(named(), 0..2),
        vec(address(), 0..2),
        vec(demographics(), 0..2),
    );
    (trimmed(), full, blocks, contacts(), roles(), more()).prop_map(
        |(id, full, (names, addresses, demographics), contacts, roles, more)| {
            AnyRecord::Person(Box::new(PersonRecord {
                id: Some(id),
                ref_agent: None,
                person: Some(Person {
                    formnames: vec![full],
                    names,
                    addresses,
                    demographics,
                    contacts,
                    roles,
                    ..more
                }),
                leftovers: Vec::new(),
            }))
        },
    )
}

fn item(node: &'static Node) -> BoxedStrategy<Item<'static>> {
    match &node.kind {
        NodeKind::Secret => words().prop_map(Item::Text).boxed(),
        NodeKind::Group(inner, _) => tree(inner).prop_map(Item::Tree).boxed(),
        // A container that holds nothing is not written.
        NodeKind::Inline(inner) => tree(inner)
            .prop_filter("it holds something", |tree| !tree.is_empty())
            .prop_map(Item::Tree)
            .boxed(),
        NodeKind::Fields { .. } => fields()
            .prop_map(|fields| {
                Item::Fields(Box::new(Extension {
                    fields,
                    ..Extension::default()
                }))
            })
            .boxed(),
        _ => option::weighted(0.9, trimmed())
            .prop_map(|text| {
                Item::Text(Text {
                    language: None,
                    text,
                })
            })
            .boxed(),
    }
}

/// Elements in the order of the table, each up to twice.
fn tree(table: &'static [Node]) -> BoxedStrategy<Tree<'static>> {
    let each: Vec<BoxedStrategy<Tree<'static>>> = (0..)
        .zip(table)
        .map(|(node, row): (u8, _)| {
            option::weighted(0.3, vec(item(row), 1..3))
                .prop_map(move |items| {
                    let items = items.into_iter().flatten();
                    items.map(|item| Entry { node, item }).collect()
                })
                .boxed()
        })
        .collect();
    each.prop_map(|trees| trees.into_iter().flatten().collect())
        .boxed()
}

fn other() -> impl Strategy<Value = AnyRecord<'static>> {
    select(vec![RecordKind::Group, RecordKind::Membership]).prop_flat_map(|kind| {
        (trimmed(), tree(nodes_of(Standard::Es, kind))).prop_map(move |(id, tree)| {
            let mut record = Record::new_in(Standard::Es, kind);
            record.id = Some(id);
            record.tree = Some(tree);
            AnyRecord::Other(Box::new(record))
        })
    })
}

/// A message with that record, and what is in it.
fn sent_and_read(record: &AnyRecord<'_>) -> (String, AnyRecord<'static>) {
    let request = format!("replace{}Request", record.kind().name());
    let operation = es::find(Service::EsCombined, &request).expect("it is ES");
    let parameters = Parameters::new(record.id().unwrap_or(""), Some(record));
    let message = es::encode_request(operation, "m-1", None, parameters);
    let tree = xml::read(&message, &Limits::default())
        .unwrap_or_else(|error| panic!("{error}: {message}"));
    let envelope = soap::open(&tree, &mut Vec::new()).expect("it is an envelope");
    let payload = envelope.payload.expect("it has a payload");
    let header = es::decode_header(envelope.header_blocks());
    let call = es::decode(operation, payload, header);
    let read = match call.payload {
        Payload::Person(record) => AnyRecord::Person(record).owned(),
        Payload::Record(record) => AnyRecord::Other(record).owned(),
        other => panic!("{other:?} is no record"),
    };
    drop(tree);
    (message, read)
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn a_record_survives_the_wire(record in prop_oneof![person(), other()]) {
        let (message, read) = sent_and_read(&record);
        prop_assert_eq!(&read, &record, "{}", message);
    }

    /// What is read is shown, and what is shown can be sent and shows the same again.
    #[test]
    fn the_short_form_is_sent_as_it_is_shown(record in prop_oneof![person(), other()]) {
        let shown = record.to_value();
        let made = AnyRecord::from_value_in(Standard::Es, record.kind(), &shown);
        let (_, read) = sent_and_read(&made);
        let again = read.to_value();
        let made = AnyRecord::from_value_in(Standard::Es, record.kind(), &again);
        let (_, read) = sent_and_read(&made);
        // Nothing gets lost after the first time, which does away with what the short form cannot tell apart.
        prop_assert_eq!(read.to_value(), again);
    }
}

/// Something for every field of a table, shorthands and leftovers left out.
fn filled(fields: &'static [FieldInfo], number: &mut usize) -> Value {
    let mut out = Value::map();
    let fields = fields
        .iter()
        .filter(|f| !f.shorthand && f.name != "leftovers");
    for field in fields {
        *number += 1;
        let text = Value::text(format!("{} {number}", field.name));
        let value = match (field.name, field.shape) {
            (_, Shape::Text | Shape::Secret) => text,
            (_, Shape::Boolean) => Value::text("true"),
            (_, Shape::Texts) => Value::List(vec![text, Value::text("another")]),
            (name, Shape::Open) => {
                let key = match name {
                    "dates" => "Birth",
                    "infos" => "Disability",
                    "parts" => "POBox",
                    _ => "Some.Name",
                };
                let mut map = Value::map();
                map.insert(key, text);
                map
            }
            (name, Shape::Map(inner)) => {
                let mut map = filled(inner, number);
                // What makes a block of names this one.
                if name == "preferred" {
                    map.insert("type", Value::text("Preferred"));
                }
                map
            }
            (_, Shape::List(inner)) => {
                Value::List(vec![filled(inner, number), filled(inner, number)])
            }
        };
        out.insert(field.name, value);
    }
    out
}

#[test]
fn every_published_field_arrives() {
    for kind in [
        RecordKind::Person,
        RecordKind::Group,
        RecordKind::Membership,
    ] {
        let short = filled(record_fields_of(Standard::Es, kind), &mut 0);
        let made = AnyRecord::from_value_in(Standard::Es, kind, &short);
        let (message, read) = sent_and_read(&made);
        let read = read.to_value();
        contained(&short, &read, kind.words()).unwrap_or_else(|e| panic!("{e}\n{message}"));
    }
}

#[test]
fn every_parameter_of_every_operation_arrives() {
    for operation in es::operations(Service::EsCombined) {
        let mut with = Value::map();
        for field in es::with_fields(operation) {
            let value = match field.shape {
                Shape::Text => Value::text(format!("the {} & <more>", field.name)),
                Shape::Texts => Value::List(vec![Value::text("a"), Value::text("b & c")]),
                Shape::List(_) => {
                    let fields = match es::param_kind(field.name) {
                        es::ParamKind::Records(kind) | es::ParamKind::Pairs(kind) => {
                            record_fields_of(Standard::Es, kind)
                        }
                        _ => match field.shape {
                            Shape::List(inner) => inner,
                            _ => &[],
                        },
                    };
                    let mut list = vec![filled(fields, &mut 0), filled(fields, &mut 500)];
                    if let es::ParamKind::Records(_) = es::param_kind(field.name) {
                        // There is no place for it.
                        for value in &mut list {
                            if let Value::Map(map) = value {
                                map.shift_remove("id");
                            }
                        }
                    }
                    Value::List(list)
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
        let message = es::encode_request(operation, "m-1", None, parameters);
        let view = mocklms::standard::request(Some("text/xml"), message.as_bytes());
        let view = view.expect("it is a call");
        assert_eq!(view.operation.as_deref(), Some(operation.name));
        assert_eq!(view.message_id.as_deref(), Some("m-1"));
        contained(&with, &view.with, operation.name).unwrap_or_else(|e| panic!("{e}\n{message}"));
        if operation.request.iter().any(|p| p.name == "sourcedId") {
            let id = view.record.get("id").and_then(Value::as_text);
            assert_eq!(id, Some("the id"), "{}", operation.name);
        }
    }
}
