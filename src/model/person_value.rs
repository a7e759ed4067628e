//! Both directions between a [`PersonRecord`] and its short form, as listed in [`PERSON_FIELDS`](super::PERSON_FIELDS).

use std::borrow::Cow;

use super::person::{
    Address, Agent, Contact, Demographics, Description, Extension, ExtensionField, FormName,
    InstitutionRole, Leftover, Name, Person, PersonRecord, Representation, Roles, Text, Token,
    UserId,
};
use super::person_more;
use crate::base::{Secret, Value};

/// Short names of name parts, with the labels that mean them; the first label is the one that is sent.
const NAME_PARTS: &[(&str, &[&str])] = &[
    ("first", &["First", "Given"]),
    ("last", &["Last", "Family", "Surname"]),
    ("middle", &["Middle"]),
    ("prefix", &["Prefix"]),
    ("suffix", &["Suffix"]),
    // ES senders write the short one.
    ("nickname", &["Nickname", "Nick"]),
];

/// Short names of address parts.
const ADDRESS_PARTS: &[(&str, &[&str])] = &[
    ("street1", &["NonfieldedStreetAddress1"]),
    ("street2", &["NonfieldedStreetAddress2"]),
    ("city", &["City"]),
    ("state", &["StatePr"]),
    ("postcode", &["Postcode"]),
    ("country", &["Country"]),
];

/// The type of the name block that holds preferred names.
const PREFERRED: &str = "Preferred";

/// The kind of contact that `email` stands for.
const EMAIL_PRIMARY: &str = "EmailPrimary";

impl PersonRecord<'_> {
    /// The record in its short form. Absent elements are absent keys; an empty element is an empty text.
    pub fn to_value(&self) -> Value {
        let mut out = Value::map();
        out.insert_text("id", self.id.as_deref());
        out.insert_text("ref_agent", self.ref_agent.as_deref());
        if let Some(person) = &self.person {
            names_to_value(person, &mut out);
            contacts_to_value(person, &mut out);
            roles_to_value(person, &mut out);
            out.insert_text("data_source", person.data_source.as_deref());
            let mut fields = Value::map();
            for field in person.extensions.iter().flat_map(|e| &e.fields) {
                fields.insert(field.name.as_deref().unwrap_or(""), field.to_value());
            }
            insert_filled(&mut out, "extension", fields);
            person_more::to_value(person, &mut out);
        }
        let mut leftovers = Value::map();
        for leftover in &self.leftovers {
            leftovers.insert(leftover.path.clone(), leftover.to_value());
        }
        insert_filled(&mut out, "leftovers", leftovers);
        out
    }

    /// A record to send, from its short form. Keys outside the table are left alone: the loader has refused them.
    pub fn from_value(value: &Value) -> PersonRecord<'static> {
        let mut person = Person::default();
        if let Some(full) = text_at(value, "full_name") {
            person.formnames.push(FormName {
                kind: token("Full"),
                value: words(full),
            });
        }
        if let Some(block) = value.get("name") {
            person.names.push(name_from(block, "Full"));
        }
        if let Some(block) = value.get("preferred") {
            person.names.push(name_from(block, PREFERRED));
        }
        for block in list_at(value, "other_names") {
            person.names.push(name_from(block, "Other"));
        }
        if let Some(email) = text_at(value, "email") {
            person.contacts.push(Contact {
                kind: token(EMAIL_PRIMARY),
                value: words(email),
            });
        }
        for (kind, text) in entries_at(value, "contacts") {
            person.contacts.push(Contact {
                kind: token(kind),
                value: words(text),
            });
        }
        for block in list_at(value, "addresses") {
            person.addresses.push(Address {
                kind: token(text_at(block, "type").unwrap_or("Home")),
                parts: parts_from(block, ADDRESS_PARTS),
            });
        }
        for block in list_at(value, "demographics") {
            person.demographics.push(Demographics {
                kind: token(text_at(block, "type").unwrap_or("Primary")),
                representations: list_at(block, "representations")
                    .map(|picture| Representation {
                        kind: token(text_at(picture, "type").unwrap_or("")),
                        date: text_at(picture, "date").map(own),
                        description: description(
                            text_at(picture, "short_description"),
                            text_at(picture, "long_description"),
                        ),
                    })
                    .collect(),
                dates: entries_at(block, "dates")
                    .map(|(k, v)| single(k, v))
                    .collect(),
                gender: text_at(block, "gender").map(own),
                infos: entries_at(block, "infos")
                    .map(|(k, v)| single(k, v))
                    .collect(),
            });
        }
        for block in list_at(value, "agents") {
            person.agents.push(Agent {
                kind: text_at(block, "type").map(token),
                id: text_at(block, "id").map(words).unwrap_or_default(),
                domain: text_at(block, "domain").map(words).unwrap_or_default(),
                description: description(text_at(block, "description"), None),
                after_roles: text_at(block, "after_roles") == Some("true"),
            });
        }
        person.roles = roles_from(value).into_iter().collect();
        person.data_source = text_at(value, "data_source").map(own);
        let fields: Vec<_> = entries_at(value, "extension")
            .map(|(name, text)| ExtensionField {
                name: Some(own(name)),
                kind: Some(own(if is_boolean(text) {
                    "Boolean"
                } else {
                    "String"
                })),
                value: Some(own(text)),
            })
            .collect();
        if !fields.is_empty() {
            person.extensions.push(Extension {
                fields,
                ..Extension::default()
            });
        }
        person_more::from_value(value, &mut person);
        PersonRecord {
            id: text_at(value, "id").map(own),
            ref_agent: text_at(value, "ref_agent").map(own),
            person: Some(person),
            leftovers: Leftover::all_from(value),
        }
    }
}

fn names_to_value(person: &Person<'_>, out: &mut Value) {
    // One without anything is ES saying that there is none.
    if let Some(formname) = person.formnames.first()
        && *formname != FormName::default()
    {
        out.insert(
            "full_name",
            Value::text(formname.value.text.as_deref().unwrap_or("")),
        );
    }
    let is_preferred = |name: &Name<'_>| {
        name.kind()
            .is_some_and(|k| k.eq_ignore_ascii_case(PREFERRED))
    };
    let mut others = Vec::new();
    for name in &person.names {
        let key = if is_preferred(name) {
            "preferred"
        } else {
            "name"
        };
        let value = parts_to_value(&name.kind, &name.parts, NAME_PARTS);
        if out.get(key).is_none() {
            out.insert(key, value);
        } else {
            others.push(value);
        }
    }
    insert_list(out, "other_names", others);
}

fn contacts_to_value(person: &Person<'_>, out: &mut Value) {
    let mut contacts = Value::map();
    for contact in &person.contacts {
        let text = Value::text(contact.value.text.as_deref().unwrap_or(""));
        let kind = contact
            .kind
            .term()
            .or_else(|| contact.kind.id())
            .unwrap_or("");
        if kind == EMAIL_PRIMARY && out.get("email").is_none() {
            out.insert("email", text);
        } else {
            contacts.insert(kind, text);
        }
    }
    insert_filled(out, "contacts", contacts);
    let addresses = person
        .addresses
        .iter()
        .map(|a| parts_to_value(&a.kind, &a.parts, ADDRESS_PARTS))
        .collect();
    insert_list(out, "addresses", addresses);
    let demographics = person.demographics.iter().map(|block| {
        let mut value = Value::map();
        value.insert_text("type", block.kind.term());
        let representations = block.representations.iter().map(|picture| {
            let mut value = Value::map();
            value.insert_text("type", picture.kind.term());
            value.insert_text("date", picture.date.as_deref());
            if let Some(description) = &picture.description {
                value.insert_text("short_description", shown(description.short.as_ref()));
                value.insert_text("long_description", shown(description.long.as_ref()));
            }
            value
        });
        insert_list(&mut value, "representations", representations.collect());
        value.insert_text("gender", block.gender.as_deref());
        insert_filled(&mut value, "dates", singles_to_value(&block.dates));
        insert_filled(&mut value, "infos", singles_to_value(&block.infos));
        value
    });
    insert_list(out, "demographics", demographics.collect());
    let agents = person.agents.iter().map(|agent| {
        let mut value = Value::map();
        value.insert_text("id", agent.id.text.as_deref());
        value.insert_text("domain", agent.domain.text.as_deref());
        value.insert_text("type", agent.kind.as_ref().and_then(Token::term));
        let description = agent.description.as_ref();
        value.insert_text(
            "description",
            description.and_then(|d| shown(d.short.as_ref())),
        );
        if agent.after_roles {
            value.insert("after_roles", Value::text("true"));
        }
        value
    });
    insert_list(out, "agents", agents.collect());
}

fn roles_to_value(person: &Person<'_>, out: &mut Value) {
    if let Some(roles) = person.roles.first() {
        out.insert_text("enterprise_role", roles.kind.term());
    }
    out.insert_text(
        "system_role",
        person
            .roles
            .iter()
            .find_map(|r| r.system_role.as_ref()?.term()),
    );
    let all: Vec<_> = person
        .roles
        .iter()
        .flat_map(|r| &r.institution_roles)
        .collect();
    let main = all.iter().find(|r| r.primary == Some(true)).or(all.first());
    out.insert_text("role", main.and_then(|r| r.kind.term()));
    let roles = all.iter().map(|role| {
        let mut value = Value::map();
        value.insert_text("role", role.kind.term());
        value.insert_text(
            "primary",
            role.primary.map(|p| if p { "true" } else { "false" }),
        );
        value
    });
    insert_list(out, "roles", roles.collect());
    let user_ids: Vec<_> = person.roles.iter().flat_map(|r| &r.user_ids).collect();
    if let Some(first) = user_ids.first() {
        out.insert_text(
            "username",
            first.value.as_ref().and_then(|t| t.text.as_deref()),
        );
        insert_secret(out, first);
    }
    let user_ids = user_ids.iter().map(|user_id| {
        let mut value = Value::map();
        for (key, text) in [("value", &user_id.value), ("type", &user_id.kind)] {
            value.insert_text(key, text.as_ref().map(|t| t.text.as_deref().unwrap_or("")));
        }
        insert_secret(&mut value, user_id);
        for (key, text) in [
            ("encryption", &user_id.encryption),
            ("authentication", &user_id.authentication),
        ] {
            value.insert_text(key, text.as_ref().map(|t| t.text.as_deref().unwrap_or("")));
        }
        value
    });
    insert_list(out, "user_ids", user_ids.collect());
}

fn roles_from(value: &Value) -> Option<Roles<'static>> {
    let mut institution_roles: Vec<_> = list_at(value, "roles")
        .map(|block| InstitutionRole {
            kind: token(text_at(block, "role").unwrap_or("")),
            primary: text_at(block, "primary").map(|p| matches!(p, "true" | "1")),
        })
        .collect();
    if let (true, Some(role)) = (institution_roles.is_empty(), text_at(value, "role")) {
        institution_roles.push(InstitutionRole {
            kind: token(role),
            primary: Some(true),
        });
    }
    let mut user_ids: Vec<_> = list_at(value, "user_ids").map(user_id_from).collect();
    if user_ids.is_empty() && (value.get("username").is_some() || value.get("password").is_some()) {
        user_ids.push(UserId {
            value: text_at(value, "username").map(words),
            password: text_at(value, "password").map(words),
            ..UserId::default()
        });
    }
    let kind = text_at(value, "enterprise_role");
    let system_role = text_at(value, "system_role");
    if institution_roles.is_empty()
        && user_ids.is_empty()
        && kind.is_none()
        && system_role.is_none()
    {
        return None;
    }
    Some(Roles {
        // With a name, which the public draft requires and later versions do not.
        kind: {
            let kind = kind.unwrap_or("StudentInformationSystem");
            single(kind, kind)
        },
        system_role: system_role.map(token),
        institution_roles,
        user_ids,
    })
}

fn user_id_from(block: &Value) -> UserId<'static> {
    let text = |key| text_at(block, key).map(words);
    UserId {
        value: text("value"),
        kind: text("type"),
        password: text("password"),
        encryption: text("encryption"),
        authentication: text("authentication"),
    }
}

fn insert_secret(out: &mut Value, user_id: &UserId<'_>) {
    if let Some(password) = &user_id.password {
        out.insert(
            "password",
            Value::Secret(Secret::new(password.text.as_deref().unwrap_or(""))),
        );
    }
}

fn parts_to_value(kind: &Token<'_>, parts: &[Token<'_>], table: &[(&str, &[&str])]) -> Value {
    let mut out = Value::map();
    out.insert_text("type", kind.term().or_else(|| kind.id()));
    let mut others = Value::map();
    for part in parts {
        let label = part.label().unwrap_or("");
        let text = Value::text(
            part.value
                .as_ref()
                .and_then(|v| v.text.as_deref())
                .unwrap_or(""),
        );
        match table.iter().find(|(_, labels)| labels.contains(&label)) {
            Some((short, _)) if out.get(short).is_none() => out.insert(*short, text),
            _ => others.insert(label, text),
        }
    }
    insert_filled(&mut out, "parts", others);
    out
}

fn parts_from(block: &Value, table: &[(&str, &[&str])]) -> Vec<Token<'static>> {
    let known = table
        .iter()
        .filter_map(|(short, labels)| Some(single(labels[0], text_at(block, short)?)));
    known
        .chain(entries_at(block, "parts").map(|(label, text)| single(label, text)))
        .collect()
}

fn name_from(block: &Value, kind: &str) -> Name<'static> {
    Name {
        kind: token(text_at(block, "type").unwrap_or(kind)),
        parts: parts_from(block, NAME_PARTS),
    }
}

fn singles_to_value(singles: &[Token<'_>]) -> Value {
    let mut out = Value::map();
    for single in singles {
        out.insert(
            single.label().unwrap_or(""),
            Value::text(
                single
                    .value
                    .as_ref()
                    .and_then(|v| v.text.as_deref())
                    .unwrap_or(""),
            ),
        );
    }
    out
}

pub(super) fn insert_filled(out: &mut Value, key: &str, value: Value) {
    if matches!(&value, Value::Map(map) if !map.is_empty()) {
        out.insert(key, value);
    }
}

pub(super) fn insert_list(out: &mut Value, key: &str, list: Vec<Value>) {
    if !list.is_empty() {
        out.insert(key, Value::List(list));
    }
}

/// The text of an element that is there.
fn shown<'t>(text: Option<&'t Text<'_>>) -> Option<&'t str> {
    text.map(|t| t.text.as_deref().unwrap_or(""))
}

fn description(short: Option<&str>, long: Option<&str>) -> Option<Description<'static>> {
    (short.is_some() || long.is_some()).then(|| Description {
        short: short.map(words),
        long: long.map(words),
        full: None,
    })
}

fn is_boolean(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

pub(super) fn text_at<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_text)
}

pub(super) fn list_at<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    match value.get(key) {
        Some(Value::List(list)) => list.as_slice(),
        _ => &[],
    }
    .iter()
}

fn entries_at<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v str, &'v str)> {
    let map = match value.get(key) {
        Some(Value::Map(map)) => Some(map),
        _ => None,
    };
    map.into_iter()
        .flatten()
        .filter_map(|(k, v)| Some((k.as_str(), v.as_text()?)))
}

pub(super) fn own(text: &str) -> Cow<'static, str> {
    Cow::Owned(text.to_owned())
}

fn words(text: &str) -> Text<'static> {
    Text {
        language: Some(Cow::Borrowed("en")),
        text: Some(own(text)),
    }
}

/// A vocabulary term. The codec adds the vocabulary that belongs to its place.
fn token(term: &str) -> Token<'static> {
    Token {
        identifier: Some(words(term)),
        vocabulary: None,
        name: None,
        value: Some(words(term)),
    }
}

/// A labelled value.
fn single(label: &str, text: &str) -> Token<'static> {
    Token {
        name: Some(words(label)),
        value: Some(words(text)),
        ..token(label)
    }
}
