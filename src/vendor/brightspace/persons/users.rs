//! deletePerson and readPerson, and what all three person operations share.

use std::borrow::Cow;

use super::relationships;
use super::replace::{self, account_gone};
use super::translate;
use crate::engine::Cx;
use crate::model::{
    Agent, AnyRecord, Call, CodeMajor, Contact, Extension, ExtensionField, FormName,
    InstitutionRole, Name, Outcome, OutcomeBody, Person, PersonRecord, Roles, Severity, Text,
    Token, UserId,
};
use crate::vendor::brightspace::answers::{Failure, done, key_of, refuse};
use crate::vendor::brightspace::enrollments;
use crate::vendor::brightspace::quirks::{D2L_005, D2L_006, D2L_008, D2L_009, D2L_031, D2L_036};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{State, User};

/// replacePerson: translate, then handle.
pub(in super::super) fn replace(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let request = translate::user_request(settings, cx, call)?;
    replace::run(settings, state, cx, request)?;
    Ok(if cx.quirk(D2L_005) {
        done(CodeMajor::Success, Severity::Warning, "partialdatastorage")
    } else {
        done(CodeMajor::Success, Severity::Status, "fullsuccess")
    })
}

/// deletePerson: the handlers of `IDeleteUserHandler`, in the configured order.
pub(in super::super) fn delete(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let code = key_of(cx, call)?;
    let mapped = state.mappings.get(&code).is_some();
    if !mapped {
        cx.quirk(D2L_036);
        return Err(refuse(
            settings,
            cx,
            Some(D2L_036),
            "unknownobject",
            not_mapped(&code),
        ));
    }
    // While D2L-036 is off the mapping outlives the user, and deleting again finds nothing left to do.
    let gone = state.mapped_user(&code).is_none();
    if gone && cx.is_on(D2L_036) && cx.quirk(D2L_031) {
        return Err(account_gone(settings, state, cx, &code));
    }
    if enrollments::of_person(state, &code) {
        cx.quirk(D2L_036.part("memberships"));
    }
    for handler in &settings.delete_handlers {
        match handler.as_str() {
            "DeleteUserRemoveRelationshipsHandler" | "ParentPortalDeleteRelationshipHandler" => {
                relationships::forget(state, cx, &code);
            }
            "DeleteUserLMSHandler" => {
                cx.setting("delete_user_handlers");
                if let Some(user) = state.users.remove(&mut cx.tx, &code) {
                    state
                        .deleted_users
                        .put(&mut cx.tx, &code, User::clone(&user));
                }
            }
            "DeleteUserLMSInactiveHandler" => {
                if let Some(user) = state.users.get(&code) {
                    let mut user = User::clone(user);
                    user.is_active.set(false, &cx.origin());
                    state.users.put(&mut cx.tx, &code, user);
                }
            }
            "DeleteUserIMHandler" if cx.quirk(D2L_036) => {
                state.mappings.remove(&mut cx.tx, &code);
            }
            _ => {}
        }
    }
    cx.quirk(D2L_006);
    Ok(done(CodeMajor::Success, Severity::Status, "fullsuccess"))
}

/// readPerson: names only, unless D2L-009 is off or more translators are configured.
pub(in super::super) fn read(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let code = key_of(cx, call)?;
    let mapped = state.mappings.get(&code).is_some();
    let Some(user) = state.mapped_user(&code) else {
        cx.quirk(D2L_036);
        let minor = if mapped {
            "targetreadfailure"
        } else {
            "unknownobject"
        };
        return Err(refuse(
            settings,
            cx,
            Some(D2L_036),
            minor,
            not_mapped(&code),
        ));
    };
    let mut person = names(user);
    if cx.quirk(D2L_009) {
        cx.quirk(D2L_009.part("language"));
    } else {
        everything(user, &mut person);
    }
    if settings.read_agents {
        cx.setting("read_user_translators");
        let rows = state.relationships.sorted();
        let rows = rows
            .into_iter()
            .filter(|(_, row)| row.child.text() == Some(&code));
        person.agents = rows
            .map(|(_, row)| Agent {
                kind: None,
                id: text(row.parent.text().unwrap_or("")),
                domain: text(row.role.text().unwrap_or("")),
                description: None,
                after_roles: false,
            })
            .collect();
    }
    let record = PersonRecord {
        id: Some(Cow::Owned(code)),
        person: Some(person),
        ..PersonRecord::default()
    };
    let mut outcome = if cx.quirk(D2L_008) {
        let mut outcome = done(CodeMajor::Success, Severity::Warning, "partialdatastorage");
        outcome.status.description = "PMS.readPerson".into();
        outcome
    } else {
        done(CodeMajor::Success, Severity::Status, "fullsuccess")
    };
    outcome.body = OutcomeBody::Record(AnyRecord::Person(Box::new(record)));
    Ok(outcome)
}

fn not_mapped(code: &str) -> String {
    format!("UserMappingNotFoundException: no user is mapped to {code}")
}

/// The names as Brightspace gives them back: every language is en-US and no identifier has a text.
fn names(user: &User) -> Person<'static> {
    let first = user.legal_first_name.text().unwrap_or("");
    let last = user.legal_last_name.text().unwrap_or("");
    Person {
        formnames: vec![FormName {
            kind: token("Full"),
            value: text(&format!("{first} {last}")),
        }],
        names: vec![Name {
            kind: token("Full"),
            parts: vec![part("First", first), part("Last", last)],
        }],
        ..Person::default()
    }
}

/// All that is stored, for when D2L-009 is off.
fn everything(user: &User, person: &mut Person<'static>) {
    let preferred: Vec<_> = [
        ("First", &user.preferred_first_name),
        ("Last", &user.preferred_last_name),
    ]
    .into_iter()
    .filter_map(|(label, field)| Some(part(label, field.text()?)))
    .collect();
    if !preferred.is_empty() {
        person.names.push(Name {
            kind: token("Preferred"),
            parts: preferred,
        });
    }
    if let Some(email) = user.email.text() {
        person.contacts.push(Contact {
            kind: token("EmailPrimary"),
            value: text(email),
        });
    }
    person.roles.push(Roles {
        kind: token("StudentInformationSystem"),
        system_role: None,
        institution_roles: user
            .role
            .text()
            .map(|r| InstitutionRole {
                kind: token(r),
                primary: Some(true),
            })
            .into_iter()
            .collect(),
        user_ids: vec![UserId {
            value: user.username.text().map(text),
            ..UserId::default()
        }],
    });
    let active = if user.is_active.value {
        "True"
    } else {
        "False"
    };
    let field = ExtensionField {
        name: Some("IsActive".into()),
        kind: Some("Boolean".into()),
        value: Some(active.into()),
    };
    person.extensions.push(Extension {
        fields: vec![field],
        ..Extension::default()
    });
}

fn text(value: &str) -> Text<'static> {
    Text {
        language: Some("en-US".into()),
        text: Some(value.to_owned().into()),
    }
}

fn token(term: &str) -> Token<'static> {
    let identifier = Text {
        language: Some("en-US".into()),
        text: None,
    };
    Token {
        identifier: Some(identifier),
        vocabulary: None,
        name: None,
        value: Some(text(term)),
    }
}

fn part(label: &str, value: &str) -> Token<'static> {
    Token {
        name: Some(text(label)),
        value: Some(text(value)),
        ..token(label)
    }
}
