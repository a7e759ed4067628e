//! What a message says about a person: what was left out is `None`, what was sent empty is an empty text.

use crate::engine::Cx;
use crate::model::{Call, ExtensionField, Payload, Person, Relationship, Text};
use crate::vendor::itslearning::profiles::SentRole;
use crate::vendor::itslearning::quirks::ITS_090;

/// The e-mail address among the contacts of a record.
const EMAIL: &str = "EmailPrimary";

/// The texts of a message, and what else it has.
#[derive(Debug, Default)]
pub(super) struct Sent<'m> {
    pub(super) prefix: Option<&'m str>,
    pub(super) first: Option<&'m str>,
    pub(super) last: Option<&'m str>,
    pub(super) nick: Option<&'m str>,
    pub(super) email: Option<&'m str>,
    pub(super) username: Option<&'m str>,
    pub(super) password: Option<&'m str>,
    pub(super) phone: Option<&'m str>,
    pub(super) mobile: Option<&'m str>,
    pub(super) streets: [Option<&'m str>; 2],
    pub(super) postcode: Option<&'m str>,
    pub(super) town: Option<&'m str>,
    pub(super) birth_date: Option<&'m str>,
    pub(super) gender: Option<&'m str>,
    pub(super) roles: Vec<SentRole<'m>>,
    pub(super) fields: Vec<&'m ExtensionField<'m>>,
    pub(super) relationships: &'m [Relationship<'m>],
}

/// Reads the person of a call.
pub(super) fn sent<'m>(cx: &mut Cx<'_>, call: &'m Call<'_>) -> Sent<'m> {
    let Payload::Person(record) = &call.payload else {
        return Sent::default();
    };
    record
        .person
        .as_ref()
        .map_or_else(Sent::default, |person| of_person(cx, person))
}

fn of_person<'m>(cx: &mut Cx<'_>, person: &'m Person<'_>) -> Sent<'m> {
    let mut sent = Sent::default();
    for part in person.names.iter().flat_map(|name| &name.parts) {
        let Some(label) = part.label() else { continue };
        let labels = matches!(label, "FirstName" | "LastName") && !cx.quirk(ITS_090);
        let place = match label {
            "First" => &mut sent.first,
            "Last" => &mut sent.last,
            "FirstName" if labels => &mut sent.first,
            "LastName" if labels => &mut sent.last,
            "Nick" => &mut sent.nick,
            "Prefix" => &mut sent.prefix,
            _ => continue,
        };
        *place = part.value.as_ref().and_then(plain).or(*place);
    }
    for contact in &person.contacts {
        let value = plain(&contact.value);
        let place = match contact.kind.term() {
            Some(EMAIL) => &mut sent.email,
            Some("Voice" | "1") => &mut sent.phone,
            Some("Mobile" | "3") => &mut sent.mobile,
            _ => continue,
        };
        *place = value.or(*place);
    }
    for user_id in person.roles.iter().flat_map(|roles| &roles.user_ids) {
        sent.username = user_id.value.as_ref().and_then(plain).or(sent.username);
        let password = user_id.password.as_ref();
        // Blanks may be part of a password.
        let password = password.and_then(|text| text.text.as_deref());
        sent.password = password.or(sent.password);
    }
    for part in person.addresses.iter().flat_map(|address| &address.parts) {
        let place = match part.label() {
            Some("NonfieldedStreetAddress1") => &mut sent.streets[0],
            Some("NonfieldedStreetAddress2") => &mut sent.streets[1],
            Some("Postcode") => &mut sent.postcode,
            Some("City") => &mut sent.town,
            _ => continue,
        };
        *place = part.value.as_ref().and_then(plain).or(*place);
    }
    for block in &person.demographics {
        sent.gender = block.gender.as_deref().or(sent.gender);
        for date in block.dates.iter().filter(|d| d.label() == Some("Birth")) {
            sent.birth_date = date.value.as_ref().and_then(plain).or(sent.birth_date);
        }
    }
    for role in person.roles.iter().flat_map(|r| &r.institution_roles) {
        sent.roles.push(SentRole {
            role_type: role.kind.value.as_ref().and_then(plain),
            primary: role.primary == Some(true),
        });
    }
    let blocks = person.extensions.iter();
    sent.fields = blocks.flat_map(|block| &block.fields).collect();
    sent.relationships = &person.relationships;
    sent
}

/// The text of an element that has a value, without blanks around it.
fn plain<'m>(text: &'m Text<'_>) -> Option<&'m str> {
    text.text.as_deref().map(str::trim)
}
