//! `person` from XML, into the record that both standards share: what means the same stands at the same place.
//!
//! Local names decide, order does not matter, what is not read is kept.

use std::borrow::Cow;

use super::record::{field, identifier, text};
use crate::model::{
    Address, Contact, Demographics, Extension, FormName, InstitutionRole, Name, Person,
    PersonRecord, Photo, Relationship, Roles, Text, Token, UserId,
};
use crate::standard::lis::{Keep, trimmed};
use crate::xml::{Element, trim};

/// Address elements and what their values are called in the record; streets are numbered.
pub(super) const ADDRESS_PARTS: [(&str, &str); 6] = [
    ("pobox", "POBox"),
    ("extadd", "ExtAdd"),
    ("locality", "City"),
    ("region", "StatePr"),
    ("postcode", "Postcode"),
    ("country", "Country"),
];
/// What streets are called, with a number behind it.
pub(super) const STREET: &str = "NonfieldedStreetAddress";
/// What disabilities are called; the second and further ones with a number behind it.
pub(super) const DISABILITY: &str = "Disability";
/// What `bday` is called.
pub(super) const BIRTH: &str = "Birth";
/// What `email` is called.
pub(super) const EMAIL: &str = "EmailPrimary";
/// What `formatName` is called.
const FULL: &str = "Full";

/// Decodes a `person` element.
pub(super) fn person_record(element: Element<'_>) -> PersonRecord<'_> {
    let mut keep = Keep::default();
    let mut person = Person::default();
    let mut roles = Roles::default();
    for child in element.children() {
        match child.local() {
            "formatName" => person.formnames.push(format_name(child)),
            "name" => person.names.push(name(child, &mut keep)),
            "recordInfo" => person.comments = comments(child, &mut keep).or(person.comments),
            "email" => person.contacts.push(Contact {
                kind: term(Cow::Borrowed(EMAIL)),
                value: text(child),
            }),
            "URL" => person.url = plain(child),
            "systemRole" => roles.system_role = Some(token(child)),
            "userId" => roles.user_ids.push(user_id(child, &mut keep)),
            "address" => person.addresses.push(address(child, &mut keep)),
            "demographics" => person.demographics.push(demographics(child, &mut keep)),
            "institutionRole" => roles
                .institution_roles
                .push(institution_role(child, &mut keep)),
            "tel" => person.contacts.push(tel(child, &mut keep)),
            "photo" => person.photo = Some(photo(child, &mut keep)),
            "dataSource" => person.data_source = plain(child),
            "extension" => extension(child, &mut person, &mut keep),
            _ => keep.leftover("person", child),
        }
    }
    if roles != Roles::default() {
        person.roles.push(roles);
    }
    PersonRecord {
        id: None,
        ref_agent: None,
        person: Some(person),
        leftovers: keep.0,
    }
}

/// One that says that it has no value is kept as one without anything.
fn format_name(element: Element<'_>) -> FormName<'_> {
    if element.is_nil() {
        return FormName::default();
    }
    FormName {
        kind: term(Cow::Borrowed(FULL)),
        value: text(element),
    }
}

fn name<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Name<'t> {
    let mut out = Name::default();
    for child in element.children() {
        match child.local() {
            "nameType" => out.kind = token(child),
            "partName" => {
                let mut part = Token::default();
                for inner in child.children() {
                    match inner.local() {
                        "namePartType" => part.name = Some(text(inner)),
                        "namePartValue" => part.value = Some(text(inner)),
                        _ => keep.leftover("person/name/partName", inner),
                    }
                }
                out.parts.push(part);
            }
            _ => keep.leftover("person/name", child),
        }
    }
    out
}

fn comments<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Option<Cow<'t, str>> {
    let mut out = None;
    for child in element.children() {
        match child.local() {
            "comments" => out = plain(child),
            _ => keep.leftover("person/recordInfo", child),
        }
    }
    out
}

fn user_id<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> UserId<'t> {
    let mut out = UserId::default();
    for child in element.children() {
        let field = match child.local() {
            "userIdValue" => &mut out.value,
            "userIdType" => &mut out.kind,
            "passWord" | "password" => &mut out.password,
            "pwEncryptionType" => &mut out.encryption,
            "authenticationType" => &mut out.authentication,
            _ => {
                keep.leftover("person/userId", child);
                continue;
            }
        };
        *field = Some(text(child));
    }
    out
}

fn address<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Address<'t> {
    let mut out = Address::default();
    let mut streets = 0;
    for child in element.children() {
        let local = child.local();
        let label = match ADDRESS_PARTS.iter().find(|(element, _)| *element == local) {
            Some((_, label)) => Cow::Borrowed(*label),
            None if local == "street" => {
                streets += 1;
                Cow::Owned(format!("{STREET}{streets}"))
            }
            None => {
                keep.leftover("person/address", child);
                continue;
            }
        };
        out.parts.push(labelled(label, text(child)));
    }
    out
}

fn demographics<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Demographics<'t> {
    let mut out = Demographics::default();
    for child in element.children() {
        match child.local() {
            "gender" => out.gender = plain(child),
            "disability" => {
                let label = match out.infos.len() {
                    0 => Cow::Borrowed(DISABILITY),
                    n => Cow::Owned(format!("{DISABILITY}{}", n + 1)),
                };
                out.infos.push(labelled(label, text(child)));
            }
            "bday" => out.dates.push(labelled(Cow::Borrowed(BIRTH), text(child))),
            _ => keep.leftover("person/demographics", child),
        }
    }
    out
}

fn institution_role<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> InstitutionRole<'t> {
    let mut out = InstitutionRole::default();
    for child in element.children() {
        match child.local() {
            "institutionRoleType" => out.kind = token(child),
            "primaryRoleType" => {
                out.primary = match trim(&child.text()) {
                    "1" => Some(true),
                    "0" => Some(false),
                    t if t.eq_ignore_ascii_case("true") => Some(true),
                    t if t.eq_ignore_ascii_case("false") => Some(false),
                    _ => None,
                }
            }
            _ => keep.leftover("person/institutionRole", child),
        }
    }
    out
}

fn tel<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Contact<'t> {
    let mut out = Contact::default();
    for child in element.children() {
        match child.local() {
            "telType" => out.kind = token(child),
            "telValue" => out.value = text(child),
            _ => keep.leftover("person/tel", child),
        }
    }
    out
}

fn photo<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Photo<'t> {
    let mut out = Photo::default();
    for child in element.children() {
        match child.local() {
            "imgType" => out.kind = plain(child),
            "extRef" => out.reference = plain(child),
            _ => keep.leftover("person/photo", child),
        }
    }
    out
}

fn extension<'t>(element: Element<'t>, person: &mut Person<'t>, keep: &mut Keep<'t>) {
    const PATH: &str = "person/extension";
    let mut out = Extension::default();
    let mut related = false;
    for child in element.children() {
        match child.local() {
            "extensionField" => out.fields.push(field(child, PATH, keep)),
            "relationship" => {
                related = true;
                let mut other = Relationship::default();
                for inner in child.children() {
                    match inner.local() {
                        "relation" => other.relation = plain(inner),
                        // Empty for somebody who has no id; the other spelling is that of every other place.
                        "sourceId" | "sourcedId" => {
                            other.id = Some(identifier(inner).unwrap_or_default());
                        }
                        "label" => other.label = plain(inner),
                        _ => keep.leftover("person/extension/relationship", inner),
                    }
                }
                person.relationships.push(other);
            }
            _ => keep.leftover(PATH, child),
        }
    }
    if !(out.fields.is_empty() && related) {
        person.extensions.push(out);
    }
}

/// A text without blanks around it; none when the element says that it has no value.
fn plain(element: Element<'_>) -> Option<Cow<'_, str>> {
    text(element).text.map(trimmed)
}

/// A term without a vocabulary, which ES does not have.
fn token(element: Element<'_>) -> Token<'_> {
    Token {
        value: Some(text(element)),
        ..Token::default()
    }
}

fn term(term: Cow<'_, str>) -> Token<'_> {
    Token {
        value: Some(Text {
            language: None,
            text: Some(term),
        }),
        ..Token::default()
    }
}

fn labelled<'t>(label: Cow<'t, str>, value: Text<'t>) -> Token<'t> {
    Token {
        name: Some(Text {
            language: None,
            text: Some(label),
        }),
        value: Some(value),
        ..Token::default()
    }
}
