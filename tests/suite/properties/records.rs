//! Person records: to XML and back, to the short form and back.

use std::borrow::Cow;

use mocklms::base::{Limits, Value};
use mocklms::model::{
    Address, Agent, AnyRecord, Contact, Demographics, Description, Extension, ExtensionField,
    FormName, FullDescription, InstitutionRole, Name, Payload, Person, PersonRecord,
    Representation, Roles, Service, Text, Token, UserId,
};
use mocklms::standard::lis::{self, Parameters};
use mocklms::{soap, xml};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::config;

pub(super) type Str = Cow<'static, str>;

/// Whether XML 1.0 can hold the character at all.
fn legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Any text that XML can hold: empty, blank, markup, line ends, far planes.
pub(super) fn text() -> BoxedStrategy<String> {
    prop_oneof![
        3 => "[A-Za-z]{1,8}",
        1 => Just(String::new()),
        1 => "[ \t\r\n]{0,3}",
        1 => "[<>&\"'\\]\\r\\n\\t ;#]{1,6}",
        1 => vec(any::<char>().prop_filter("XML has it", |c| legal(*c)), 0..6).prop_map(String::from_iter),
        1 => Just("]]>&amp;<!--\u{85}\u{2028}\u{a0}é\u{0301}\u{202e}𝄞\u{10FFFF}".to_owned()),
    ]
    .boxed()
}

pub(super) fn trimmed() -> BoxedStrategy<Str> {
    text()
        .prop_map(|t| Cow::Owned(xml::trim(&t).to_owned()))
        .boxed()
}

fn words() -> impl Strategy<Value = Text<'static>> {
    (
        option::of(trimmed()),
        option::of(text().prop_map(Cow::Owned)),
    )
        .prop_map(|(language, text)| Text { language, text })
}

fn token() -> impl Strategy<Value = Token<'static>> {
    // The encoder always writes a vocabulary.
    (
        option::of(words()),
        trimmed(),
        option::of(words()),
        option::of(words()),
    )
        .prop_map(|(identifier, vocabulary, name, value)| Token {
            identifier,
            vocabulary: Some(vocabulary),
            name,
            value,
        })
}

fn roles() -> impl Strategy<Value = Roles<'static>> {
    let role = (token(), any::<Option<bool>>())
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
    (
        token(),
        option::of(token()),
        vec(role, 0..3),
        vec(user_id, 0..3),
    )
        .prop_map(|(kind, system_role, institution_roles, user_ids)| Roles {
            kind,
            system_role,
            institution_roles,
            user_ids,
        })
}

fn description() -> impl Strategy<Value = Description<'static>> {
    let maybe = || option::of(trimmed());
    let full = (maybe(), maybe(), maybe(), option::of(words())).prop_map(
        |(mediamode, content_ref_type, mime_type, text)| FullDescription {
            mediamode,
            content_ref_type,
            mime_type,
            text,
        },
    );
    (option::of(words()), option::of(words()), option::of(full))
        .prop_map(|(short, long, full)| Description { short, long, full })
}

pub(super) fn person() -> impl Strategy<Value = Person<'static>> {
    let formname = (token(), words()).prop_map(|(kind, value)| FormName { kind, value });
    let name = (token(), vec(token(), 0..4)).prop_map(|(kind, parts)| Name { kind, parts });
    let address = (token(), vec(token(), 0..3)).prop_map(|(kind, parts)| Address { kind, parts });
    let contact = (token(), words()).prop_map(|(kind, value)| Contact { kind, value });
    let representation = (token(), option::of(trimmed()), option::of(description())).prop_map(
        |(kind, date, description)| Representation {
            kind,
            date,
            description,
        },
    );
    let demographics = (
        token(),
        vec(representation, 0..2),
        vec(token(), 0..2),
        option::of(trimmed()),
        vec(token(), 0..2),
    )
        .prop_map(
            |(kind, representations, dates, gender, infos)| Demographics {
                kind,
                representations,
                dates,
                gender,
                infos,
            },
        );
    let agent = (
        option::of(token()),
        words(),
        words(),
        option::of(description()),
        any::<bool>(),
    )
        .prop_map(|(kind, id, domain, description, after_roles)| Agent {
            kind,
            id,
            domain,
            description,
            after_roles,
        });
    let field = (trimmed(), trimmed(), text()).prop_map(|(name, kind, value)| ExtensionField {
        name: Some(name),
        kind: Some(kind),
        value: Some(value.into()),
    });
    let extension =
        (trimmed(), trimmed(), vec(field, 0..3)).prop_map(|(name, value, fields)| Extension {
            name_vocabulary: Some(name),
            value_vocabulary: Some(value),
            fields,
        });
    let first = (
        vec(formname, 0..2),
        vec(name, 0..3),
        vec(address, 0..2),
        vec(contact, 0..3),
    );
    let second = (
        vec(demographics, 0..2),
        vec(agent, 0..3),
        vec(roles(), 0..3),
    );
    (first, second, option::of(trimmed()), vec(extension, 0..3)).prop_map(
        |(
            (formnames, names, addresses, contacts),
            (demographics, mut agents, roles),
            data_source,
            extensions,
        )| {
            // Behind roles is only a place where there are roles; the encoder writes those agents last.
            for agent in &mut agents {
                agent.after_roles &= !roles.is_empty();
            }
            agents.sort_by_key(|agent| agent.after_roles);
            Person {
                formnames,
                names,
                addresses,
                contacts,
                demographics,
                agents,
                roles,
                data_source,
                extensions,
                ..Person::default()
            }
        },
    )
}

fn record() -> impl Strategy<Value = PersonRecord<'static>> {
    (trimmed(), option::of(trimmed()), option::of(person())).prop_map(|(id, ref_agent, person)| {
        PersonRecord {
            id: Some(id),
            ref_agent,
            person,
            leftovers: Vec::new(),
        }
    })
}

fn encode(outer: &str, record: &PersonRecord<'_>) -> String {
    let operation = lis::find(Service::Pms, "replacePersonRequest").expect("it is LIS");
    let record = AnyRecord::Person(Box::new(record.clone()));
    lis::encode_request(
        operation,
        "m-1",
        None,
        Parameters::new(outer, Some(&record)),
    )
}

/// Reads a message as the engine does and hands the record over.
fn decode<T>(message: &str, with: impl FnOnce(Option<&str>, &PersonRecord<'_>) -> T) -> T {
    let tree =
        xml::read(message, &Limits::default()).unwrap_or_else(|error| panic!("{error}: {message}"));
    let mut findings = Vec::new();
    let envelope = soap::open(&tree, &mut findings).expect("it is an envelope");
    assert!(findings.is_empty(), "{findings:?}");
    let payload = envelope.payload.expect("it has a payload");
    let operation = lis::find(Service::Pms, payload.local()).expect("it is LIS");
    let call = lis::decode(
        operation,
        payload,
        lis::decode_header(envelope.header_blocks()),
    );
    let Payload::Person(record) = &call.payload else {
        panic!("it carries a person: {message}")
    };
    with(call.outer_id.as_deref(), record)
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_record_survives_the_wire(record in record(), outer in trimmed()) {
        decode(&encode(&outer, &record), |outer_seen, seen| {
            prop_assert_eq!(outer_seen, Some(&*outer));
            prop_assert_eq!(seen, &record);
            Ok(())
        })?;
    }

    #[test]
    fn any_characters_at_all_are_written_as_xml(id in any::<String>(), name in any::<String>()) {
        let text = Text { language: None, text: Some(Cow::Owned(name.clone())) };
        let formname = FormName { kind: Token::default(), value: text };
        let person = Person { formnames: vec![formname], ..Person::default() };
        let record = PersonRecord { id: Some(Cow::Owned(id)), person: Some(person), ..PersonRecord::default() };
        let seen = decode(&encode("", &record), |_, seen| seen.person.as_ref().unwrap().formnames[0].value.text.clone().unwrap().into_owned());
        let expected: String = name.chars().map(|c| if legal(c) { c } else { '\u{FFFD}' }).collect();
        prop_assert_eq!(seen, expected);
    }
}

/// A text under a key, if there is one.
fn maybe(
    key: &'static str,
    text: impl Strategy<Value = String>,
) -> impl Strategy<Value = Option<(&'static str, Value)>> {
    option::of(text.prop_map(move |text| (key, Value::text(text))))
}

fn map(entries: Vec<Option<(&'static str, Value)>>) -> Value {
    let mut out = Value::map();
    for (key, value) in entries.into_iter().flatten() {
        out.insert(key, value);
    }
    out
}

/// A word that stays what it is when it is trimmed.
fn word() -> impl Strategy<Value = String> {
    "[A-Za-z0-9éß李<&]{1,8}"
}

/// Texts by names of the sender's choice.
fn open_map() -> impl Strategy<Value = Value> {
    // No name that one of the tables knows.
    proptest::collection::btree_map("x[a-z<&]{1,5}", text(), 1..3).prop_map(|entries| {
        Value::Map(
            entries
                .into_iter()
                .map(|(k, v)| (k, Value::text(v)))
                .collect(),
        )
    })
}

fn name_parts() -> impl Strategy<Value = Value> {
    let kind = maybe("type", "(Contact|Full|Legal|Andere)");
    let others = option::of(open_map().prop_map(|parts| ("parts", parts)));
    (
        kind,
        maybe("first", text()),
        maybe("last", text()),
        maybe("middle", text()),
        maybe("nickname", text()),
        others,
    )
        .prop_map(|(a, b, c, d, e, f)| map(vec![a, b, c, d, e, f]))
}

fn list(
    key: &'static str,
    item: impl Strategy<Value = Value>,
) -> impl Strategy<Value = Option<(&'static str, Value)>> {
    option::of(vec(item, 1..3).prop_map(move |items| (key, Value::List(items))))
}

/// A record in its short form, as a scenario can hold it.
fn short_form() -> impl Strategy<Value = Value> {
    let preferred =
        (maybe("first", text()), maybe("last", text())).prop_map(|(a, b)| map(vec![a, b]));
    let names =
        option::of((name_parts(), option::of(vec(name_parts(), 1..3)))).prop_map(
            |names| match names {
                None => vec![],
                Some((name, others)) => {
                    vec![
                        Some(("name", name)),
                        others.map(|others| ("other_names", Value::List(others))),
                    ]
                }
            },
        );
    let address = (
        maybe("type", word()),
        maybe("street1", text()),
        maybe("city", text()),
    )
        .prop_map(|(a, b, c)| map(vec![a, b, c]));
    let dates = option::of(open_map().prop_map(|dates| ("dates", dates)));
    let representation = (
        maybe("type", word()),
        maybe("date", word()),
        maybe("short_description", text()),
        maybe("long_description", text()),
    )
        .prop_map(|(a, b, c, d)| map(vec![a, b, c, d]));
    let demographics = (
        maybe("type", word()),
        maybe("gender", word()),
        dates,
        list("representations", representation),
    )
        .prop_map(|(a, b, c, d)| map(vec![a, b, c, d]));
    let agent = (
        maybe("id", text()),
        maybe("domain", text()),
        maybe("type", word()),
        maybe("description", text()),
    )
        .prop_map(|(a, b, c, d)| map(vec![a, b, c, d]));
    let role = (maybe("role", word()), maybe("primary", "(true|false)"))
        .prop_map(|(a, b)| map(vec![a, b]));
    let roles = prop_oneof![list("roles", role), maybe("role", word())];
    let user_id = (
        maybe("value", text()),
        maybe("type", text()),
        maybe("password", text()),
        maybe("encryption", text()),
    )
        .prop_map(|(a, b, c, d)| map(vec![a, b, c, d]));
    let user_ids = prop_oneof![
        list("user_ids", user_id).prop_map(|ids| vec![ids]),
        (maybe("username", text()), maybe("password", text())).prop_map(|(a, b)| vec![a, b])
    ];
    let extension = option::of(open_map().prop_map(|fields| ("extension", fields)));
    let contacts = option::of(open_map().prop_map(|contacts| ("contacts", contacts)));
    let first = (
        maybe("id", word()),
        maybe("ref_agent", word()),
        maybe("full_name", text()),
        maybe("email", text()),
    );
    let second = (
        list("addresses", address),
        list("demographics", demographics),
        list("agents", agent),
        roles,
    );
    let third = (
        maybe("enterprise_role", word()),
        maybe("system_role", word()),
        maybe("data_source", word()),
        extension,
        contacts,
    );
    (first, names, option::of(preferred), second, user_ids, third).prop_map(
        |(a, names, preferred, b, user_ids, c)| {
            let mut entries = vec![
                a.0, a.1, a.2, a.3, b.0, b.1, b.2, b.3, c.0, c.1, c.2, c.3, c.4,
            ];
            entries.extend(names);
            entries.extend(user_ids);
            entries.push(preferred.map(|block| ("preferred", block)));
            map(entries)
        },
    )
}

/// Every text of `small` stands at the same place of `large`.
pub(super) fn contained(small: &Value, large: &Value, path: &str) -> Result<(), TestCaseError> {
    match small {
        Value::Map(map) => map.iter().try_for_each(|(key, value)| {
            let path = format!("{path}/{key}");
            let found = large.get(key);
            // A map or list without any text asks for nothing.
            prop_assert!(
                found.is_some() || matches!(value, Value::Map(m) if m.is_empty()),
                "{path} is gone"
            );
            found.map_or(Ok(()), |found| contained(value, found, &path))
        }),
        Value::List(list) => {
            let Value::List(found) = large else {
                return Err(TestCaseError::fail(format!("{path} is no list")));
            };
            prop_assert_eq!(list.len(), found.len(), "{}", path);
            list.iter()
                .zip(found)
                .try_for_each(|(one, other)| contained(one, other, path))
        }
        scalar => {
            prop_assert_eq!(scalar.as_text(), large.as_text(), "{}", path);
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn the_short_form_says_all_of_what_was_made_from_it(short in short_form()) {
        let record = PersonRecord::from_value(&short);
        let full = record.to_value();
        contained(&short, &full, "")?;
        prop_assert_eq!(&PersonRecord::from_value(&full), &record);
        prop_assert_eq!(PersonRecord::from_value(&full).to_value(), full);
    }

    #[test]
    fn the_short_form_survives_the_wire(short in short_form()) {
        let mut sent = PersonRecord::from_value(&short);
        // Without an id the element is written empty.
        sent.id.get_or_insert_default();
        let seen = decode(&encode("o", &sent), |_, seen| seen.to_value());
        prop_assert_eq!(seen, sent.to_value());
    }
}
