//! The short form of what a person has in ES and not in LIS, and of ES where the two differ in what is left unsaid.

use std::borrow::Cow;

use super::Standard;
use super::person::{Person, PersonRecord, Photo, Relationship, Roles, Text, Token};
use super::person_value::{insert_list, list_at, own, text_at};
use crate::base::Value;

impl PersonRecord<'_> {
    /// A record to send in messages of that standard, from its short form.
    ///
    /// LIS has a type for every block of names, addresses and dates, and a usual one is filled in where the short form
    /// names none. ES has no such types.
    pub fn from_value_in(standard: Standard, value: &Value) -> PersonRecord<'static> {
        let mut record = Self::from_value(value);
        if let (Standard::Es, Some(person)) = (standard, &mut record.person) {
            as_in_es(value, person);
        }
        record
    }
}

fn as_in_es(value: &Value, person: &mut Person<'static>) {
    let blocks = [value.get("name"), value.get("preferred")];
    let blocks = blocks.into_iter().flatten();
    for (name, block) in person
        .names
        .iter_mut()
        .zip(blocks.chain(list_at(value, "other_names")))
    {
        let preferred = name.kind() == Some("Preferred");
        if block.get("type").is_none() && !preferred {
            name.kind = Token::default();
        }
        for part in &mut name.parts {
            if part.label() == Some("Nickname") {
                part.name = Some(Text {
                    language: None,
                    text: Some(Cow::Borrowed("Nick")),
                });
            }
        }
    }
    for (address, block) in person.addresses.iter_mut().zip(list_at(value, "addresses")) {
        if block.get("type").is_none() {
            address.kind = Token::default();
        }
    }
    let blocks = list_at(value, "demographics");
    for (demographics, block) in person.demographics.iter_mut().zip(blocks) {
        if block.get("type").is_none() {
            demographics.kind = Token::default();
        }
    }
    if value.get("enterprise_role").is_none() {
        for roles in &mut person.roles {
            roles.kind = Token::default();
        }
    }
    person.roles.retain(|roles| *roles != Roles::default());
}

pub(super) fn to_value(person: &Person<'_>, out: &mut Value) {
    out.insert_text("url", person.url.as_deref());
    if let Some(photo) = &person.photo {
        let mut value = Value::map();
        value.insert_text("type", photo.kind.as_deref());
        value.insert_text("ref", photo.reference.as_deref());
        out.insert("photo", value);
    }
    out.insert_text("comments", person.comments.as_deref());
    let relationships = person.relationships.iter().map(|other| {
        let mut value = Value::map();
        value.insert_text("relation", other.relation.as_deref());
        value.insert_text("id", other.id.as_deref());
        value.insert_text("label", other.label.as_deref());
        value
    });
    insert_list(out, "relationships", relationships.collect());
}

pub(super) fn from_value(value: &Value, person: &mut Person<'static>) {
    let text = |value: &Value, key| text_at(value, key).map(own);
    person.url = text(value, "url");
    person.photo = value.get("photo").map(|photo| Photo {
        kind: text(photo, "type"),
        reference: text(photo, "ref"),
    });
    person.comments = text(value, "comments");
    let relationships = list_at(value, "relationships").map(|other| Relationship {
        relation: text(other, "relation"),
        id: text(other, "id"),
        label: text(other, "label"),
    });
    person.relationships = relationships.collect();
}
