//! What a read returns of a person.

use std::borrow::Cow;
use std::sync::Arc;

use super::extensions::names;
use super::{relationships, role};
use crate::engine::Cx;
use crate::model::{
    self, Address, AnyRecord, Call, Contact, Demographics, Extension, ExtensionField,
    InstitutionRole, Name, Outcome, OutcomeBody, PersonRecord, Roles, Text, Token, UserId,
};
use crate::store::Field;
use crate::vendor::itslearning::answers::{self, Refusal};
use crate::vendor::itslearning::quirks::{ITS_034, ITS_038, ITS_091, ITS_093};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{Person, State};
use crate::vendor::itslearning::texts::Reason;

/// Answers readPerson.
pub(super) fn read(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let key = call.outer_id.as_deref().unwrap_or("");
    let exact = settings.key_case_exact;
    if state.person(key, exact).is_none() && state.person(key, false).is_some() {
        cx.setting("sync_key_case");
    }
    let Some(row) = state.person(key, exact).map(Arc::clone) else {
        if state.trashed(key, exact).is_some() {
            cx.quirk(ITS_034.part("read"));
        }
        return Err(Refusal::because(Reason::UnknownObject));
    };
    let (record, _) = shown(settings, state, cx, &row);
    Ok(answers::done(OutcomeBody::Record(record)))
}

/// A person as a read shows them, and whether their role is that of the default profile for want of one of their own.
pub(super) fn shown(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    row: &str,
) -> (AnyRecord<'static>, bool) {
    let Some(person) = state.people.persons.get(row) else {
        return (AnyRecord::Person(Box::default()), false);
    };
    let mut out = model::Person::default();
    name(cx, &mut out, person);
    contacts(cx, &mut out, person);
    address(settings, cx, &mut out, person);
    demographics(settings, cx, &mut out, person);
    let by_default = roles(settings, state, cx, &mut out, person);
    let fields = extension_fields(person);
    if !fields.is_empty() {
        out.extensions.push(Extension {
            fields,
            ..Extension::default()
        });
    }
    out.relationships = relationships::shown(settings, state, cx, row);
    let record = PersonRecord {
        id: person.sync_key.text().map(|key| Cow::Owned(key.to_owned())),
        person: Some(out),
        ..PersonRecord::default()
    };
    (AnyRecord::Person(Box::new(record)), by_default)
}

/// A text to show: what is stored, or an empty one where there is nothing (ITS-091).
fn shown_text(cx: &mut Cx<'_>, field: &Field<Option<Arc<str>>>) -> Option<Text<'static>> {
    match field.text() {
        Some(text) => Some(words(text)),
        None => cx.quirk(ITS_091).then(|| words("")),
    }
}

fn words(text: &str) -> Text<'static> {
    Text {
        language: None,
        text: Some(Cow::Owned(text.to_owned())),
    }
}

fn term(text: &str) -> Token<'static> {
    Token {
        value: Some(words(text)),
        ..Token::default()
    }
}

fn named(label: &str, value: Text<'static>) -> Token<'static> {
    Token {
        name: Some(words(label)),
        value: Some(value),
        ..Token::default()
    }
}

fn name(cx: &mut Cx<'_>, out: &mut model::Person<'static>, person: &Person) {
    let mut name = Name::default();
    for (label, field) in [
        ("First", &person.first_name),
        ("Last", &person.last_name),
        ("Nick", &person.nickname),
    ] {
        if let Some(text) = shown_text(cx, field) {
            name.parts.push(named(label, text));
        }
    }
    out.names.push(name);
}

fn contacts(cx: &mut Cx<'_>, out: &mut model::Person<'static>, person: &Person) {
    for (kind, field) in [
        ("EmailPrimary", &person.email),
        ("Voice", &person.phone),
        ("Mobile", &person.cellular_phone),
    ] {
        if let Some(value) = shown_text(cx, field) {
            out.contacts.push(Contact {
                kind: term(kind),
                value,
            });
        }
    }
    if cx.quirk(ITS_091) {
        out.url = Some(Cow::Borrowed(""));
    }
}

fn address(
    settings: &Settings,
    cx: &mut Cx<'_>,
    out: &mut model::Person<'static>,
    person: &Person,
) {
    let mut address = Address::default();
    if person.address_2.value.is_some() {
        cx.setting("second_street_readback");
    }
    let second = &person.address_2;
    let nothing = Field::default();
    let (extra, street) = if settings.second_street_as_street {
        (&nothing, Some(second))
    } else {
        (second, None)
    };
    for (label, field) in [
        ("ExtAdd", extra),
        ("City", &person.town),
        ("Postcode", &person.post_code),
        ("NonfieldedStreetAddress1", &person.address_1),
    ] {
        if let Some(text) = shown_text(cx, field) {
            address.parts.push(named(label, text));
        }
    }
    if let Some(text) = street.and_then(|street| street.text()) {
        address
            .parts
            .push(named("NonfieldedStreetAddress2", words(text)));
    }
    if !address.parts.is_empty() {
        out.addresses.push(address);
    }
}

fn demographics(
    settings: &Settings,
    cx: &mut Cx<'_>,
    out: &mut model::Person<'static>,
    person: &Person,
) {
    let stored = person.gender.text();
    if stored.is_some_and(|gender| gender != "Male") {
        cx.setting("gender_readback");
    }
    let gender = stored.filter(|_| settings.gender_stored).unwrap_or("Male");
    let dates = person
        .birth_date
        .text()
        .map(|date| named("Birth", words(date)));
    out.demographics.push(Demographics {
        gender: Some(Cow::Owned(gender.to_owned())),
        dates: dates.into_iter().collect(),
        ..Demographics::default()
    });
}

fn roles(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    out: &mut model::Person<'static>,
    person: &Person,
) -> bool {
    let profile = person.profile.text().unwrap_or("");
    let profiles = state.profiles();
    let rules = role::rules(settings, &profiles);
    let (word, by_default) = rules.role_of(profile);
    // Where both are the same word there is nothing to decide.
    let word = if word == profile || cx.quirk(ITS_093) {
        word
    } else {
        profile
    };
    let password = person.password.value.as_ref();
    let password = password.filter(|_| !cx.quirk(ITS_038));
    let user_id = UserId {
        value: shown_text(cx, &person.username),
        password: password.map(|secret| words(secret.reveal())),
        ..UserId::default()
    };
    out.roles.push(Roles {
        institution_roles: vec![InstitutionRole {
            kind: term(word),
            primary: Some(true),
        }],
        user_ids: (user_id != UserId::default())
            .then_some(user_id)
            .into_iter()
            .collect(),
        ..Roles::default()
    });
    by_default
}

/// The fields that have something in them, by the names with which they are written.
fn extension_fields(person: &Person) -> Vec<ExtensionField<'static>> {
    let mut out = Vec::new();
    let mut add = |name: &str, kind: &str, value: Option<&str>| {
        if let Some(value) = value {
            out.push(ExtensionField {
                name: Some(Cow::Owned(name.to_owned())),
                kind: Some(Cow::Owned(kind.to_owned())),
                value: Some(Cow::Owned(value.to_owned())),
            });
        }
    };
    let custom = [
        &person.custom_string_1,
        &person.custom_string_2,
        &person.custom_string_3,
        &person.custom_string_4,
        &person.custom_string_5,
    ];
    for (name, field) in names::CUSTOM.into_iter().zip(custom) {
        add(name, "string", field.text());
    }
    for (name, field) in [
        (names::MAIL_EMAIL, &person.mail_account_email),
        (names::MAIL_LOGIN, &person.mail_account_login),
        (names::MAIL_SERVER, &person.mail_account_server),
        (names::MAIL_PORT, &person.mail_account_port),
        (names::MAIL_TYPE, &person.mail_account_type),
        (names::CLOUD_LOGIN, &person.cloud_login),
        (names::CLOUD_TYPE, &person.cloud_type),
    ] {
        add(name, "string", field.text());
    }
    let yes = |is: bool, word| is.then_some(word);
    let (external, private) = (person.is_external.value, person.privacy_protection.value);
    add(names::EXTERNAL, "Bool", yes(external, "True"));
    add(names::PRIVACY, "bool", yes(private, "1"));
    add(
        names::PASSWORD_CHANGE,
        "String",
        person.password_change.text(),
    );
    let headmaster = person.is_headmaster.value;
    add(names::HEADMASTER, "Bool", yes(headmaster, "true"));
    for (name, field) in [
        (names::ECK_ID, &person.eck_id),
        (names::DIGI_DELIVERY_ID, &person.digi_delivery_id),
        (names::ANONYMOUS_ID, &person.anonymous_id),
    ] {
        add(name, "String", field.text());
    }
    add(names::EXPIRES, "date", person.expires.text());
    out
}
