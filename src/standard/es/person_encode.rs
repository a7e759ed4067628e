//! `person` to XML, in the order of the schema.
//!
//! What a record has that ES knows nothing of (types of addresses, agents, languages) is left out.

use super::emit::{Emit, Level};
use super::person_decode::{ADDRESS_PARTS, BIRTH, DISABILITY, EMAIL, STREET};
use crate::model::{
    Address, Contact, Demographics, ExtensionField, Person, PersonRecord, Text, Token, UserId,
};

/// More streets than any address has: a number in a record must not make a message long.
const MOST_STREETS: usize = 20;

/// Encodes a `person` element.
pub(super) fn person_record(out: &mut Emit, record: &PersonRecord<'_>) {
    out.open(Level::Message, "person");
    if let Some(person) = &record.person {
        encode_person(out, person);
    }
    out.close("person");
}

fn encode_person(out: &mut Emit, person: &Person<'_>) {
    // Required by the schema; no value is a value there.
    let full = person.formnames.first().map(|f| &f.value);
    text(
        out,
        Level::Data,
        "formatName",
        full.unwrap_or(&Text::default()),
    );
    for name in &person.names {
        out.open(Level::Data, "name");
        token(out, "nameType", &name.kind);
        for part in &name.parts {
            out.open(Level::Data, "partName");
            some_text(out, Level::Data, "namePartType", part.name.as_ref());
            some_text(out, Level::Data, "namePartValue", part.value.as_ref());
            out.close("partName");
        }
        out.close("name");
    }
    if let Some(comments) = &person.comments {
        out.open(Level::Data, "recordInfo");
        out.leaf(Level::Common, "comments", comments);
        out.close("recordInfo");
    }
    let is_email = |contact: &&Contact<'_>| contact.kind.term() == Some(EMAIL);
    for email in person.contacts.iter().filter(is_email) {
        text(out, Level::Common, "email", &email.value);
    }
    out.maybe(Level::Common, "URL", person.url.as_deref());
    for role in person.roles.iter().filter_map(|r| r.system_role.as_ref()) {
        token(out, "systemRole", role);
    }
    for user_id in person.roles.iter().flat_map(|r| &r.user_ids) {
        encode_user_id(out, user_id);
    }
    for block in &person.addresses {
        address(out, block);
    }
    for block in &person.demographics {
        demographics(out, block);
    }
    for role in person.roles.iter().flat_map(|r| &r.institution_roles) {
        out.open(Level::Data, "institutionRole");
        token(out, "institutionRoleType", &role.kind);
        if let Some(primary) = role.primary {
            let word = if primary { "true" } else { "false" };
            out.leaf(Level::Data, "primaryRoleType", word);
        }
        out.close("institutionRole");
    }
    for contact in person.contacts.iter().filter(|c| !is_email(c)) {
        out.open(Level::Data, "tel");
        token(out, "telType", &contact.kind);
        text(out, Level::Data, "telValue", &contact.value);
        out.close("tel");
    }
    if let Some(photo) = &person.photo {
        out.open(Level::Data, "photo");
        out.maybe(Level::Data, "imgType", photo.kind.as_deref());
        out.maybe(Level::Data, "extRef", photo.reference.as_deref());
        out.close("photo");
    }
    out.maybe(Level::Common, "dataSource", person.data_source.as_deref());
    extensions(out, person);
}

fn encode_user_id(out: &mut Emit, user_id: &UserId<'_>) {
    out.open(Level::Data, "userId");
    for (name, value) in [
        ("userIdValue", &user_id.value),
        ("userIdType", &user_id.kind),
        ("passWord", &user_id.password),
        ("pwEncryptionType", &user_id.encryption),
        ("authenticationType", &user_id.authentication),
    ] {
        some_text(out, Level::Common, name, value.as_ref());
    }
    out.close("userId");
}

fn address(out: &mut Emit, address: &Address<'_>) {
    out.open(Level::Data, "address");
    for (element, label) in ADDRESS_PARTS {
        let parts = address.parts.iter();
        for part in parts.filter(|p| p.label() == Some(label)) {
            some_text(out, Level::Data, element, part.value.as_ref());
        }
    }
    let number = |part: &Token<'_>| -> Option<usize> {
        let number = part.label()?.strip_prefix(STREET)?.parse().ok()?;
        (1..=MOST_STREETS).contains(&number).then_some(number)
    };
    let last = address.parts.iter().filter_map(number).max().unwrap_or(0);
    for n in 1..=last {
        let part = address.parts.iter().find(|p| number(p) == Some(n));
        match part.and_then(|p| p.value.as_ref()) {
            Some(value) => text(out, Level::Data, "street", value),
            // The second without a first is to arrive as the second.
            None => out.leaf(Level::Data, "street", ""),
        }
    }
    out.close("address");
}

fn demographics(out: &mut Emit, block: &Demographics<'_>) {
    out.open(Level::Data, "demographics");
    out.maybe(Level::Data, "gender", block.gender.as_deref());
    for info in &block.infos {
        if info.label().is_some_and(|l| l.starts_with(DISABILITY)) {
            some_text(out, Level::Data, "disability", info.value.as_ref());
        }
    }
    for date in block.dates.iter().filter(|d| d.label() == Some(BIRTH)) {
        some_text(out, Level::Data, "bday", date.value.as_ref());
    }
    out.close("demographics");
}

/// Relationships stand in the first extension, behind its fields.
fn extensions(out: &mut Emit, person: &Person<'_>) {
    let blocks = person.extensions.len();
    let blocks = blocks.max(usize::from(!person.relationships.is_empty()));
    for n in 0..blocks {
        out.open(Level::Data, "extension");
        if let Some(extension) = person.extensions.get(n) {
            extension_fields(out, &extension.fields);
        }
        let related = if n == 0 { &*person.relationships } else { &[] };
        for other in related {
            out.open(Level::Common, "relationship");
            out.maybe(Level::Common, "relation", other.relation.as_deref());
            if let Some(id) = &other.id {
                out.id(Level::Common, "sourceId", id);
            }
            out.maybe(Level::Common, "label", other.label.as_deref());
            out.close("relationship");
        }
        out.close("extension");
    }
}

/// Every field has all three elements: servers leave some out, the original schema wants them all.
pub(super) fn extension_fields(out: &mut Emit, fields: &[ExtensionField<'_>]) {
    for field in fields {
        out.open(Level::Common, "extensionField");
        out.leaf(
            Level::Common,
            "fieldName",
            field.name.as_deref().unwrap_or(""),
        );
        out.leaf(
            Level::Common,
            "fieldType",
            field.kind.as_deref().unwrap_or("String"),
        );
        out.leaf(
            Level::Common,
            "fieldValue",
            field.value.as_deref().unwrap_or(""),
        );
        out.close("extensionField");
    }
}

fn text(out: &mut Emit, level: Level, name: &str, value: &Text<'_>) {
    match &value.text {
        Some(text) => out.leaf(level, name, text),
        None => out.nil(level, name),
    }
}

fn some_text(out: &mut Emit, level: Level, name: &str, value: Option<&Text<'_>>) {
    if let Some(value) = value {
        text(out, level, name, value);
    }
}

/// The value of a term; nothing where there is none.
fn token(out: &mut Emit, name: &str, token: &Token<'_>) {
    some_text(out, Level::Data, name, token.value.as_ref());
}
