//! The translators of IPSIS: from a LIS person record to the neutral request that the handlers work on.

use crate::engine::Cx;
use crate::model::{
    Call, ExtensionField, Name, Payload, Person, PersonRecord, Text, Token, UserId,
};
use crate::vendor::brightspace::answers::{Failure, incomplete};
use crate::vendor::brightspace::quirks::{
    D2L_003, D2L_014, D2L_018, D2L_020, D2L_021, D2L_023, D2L_025, D2L_026, D2L_027, D2L_037,
    D2L_039,
};
use crate::vendor::brightspace::settings::Settings;

/// What a replacePerson asks for, after translation.
#[derive(Debug, Default)]
pub(in super::super) struct UserRequest {
    pub(in super::super) code: String,
    pub(in super::super) first: Option<String>,
    pub(in super::super) last: Option<String>,
    /// The names were left out although they are required; only possible while D2L-020 is off.
    pub(in super::super) names_missing: bool,
    pub(in super::super) email: Option<String>,
    /// SIS role texts, and whether each is marked primary.
    pub(in super::super) roles: Vec<(String, bool)>,
    pub(in super::super) username: Option<String>,
    pub(in super::super) password: Option<String>,
    pub(in super::super) encryption: Option<String>,
    pub(in super::super) is_active: Option<bool>,
    pub(in super::super) preferred: Preferred,
    pub(in super::super) agents: Vec<AgentRequest>,
    pub(in super::super) synchronize: bool,
}

/// What a message says about preferred names.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in super::super) enum Preferred {
    /// Nobody looked: the translator is not configured.
    #[default]
    NotRead,
    /// There is no Preferred block.
    NoBlock,
    /// First and last part of the block.
    Block(PreferredPart, PreferredPart),
}

/// One part of the Preferred block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum PreferredPart {
    /// The part is missing.
    Absent,
    /// The part is there without a text.
    Empty,
    /// The part has a text.
    Value(String),
}

/// A parent or auditor.
#[derive(Debug)]
pub(in super::super) struct AgentRequest {
    pub(in super::super) id: String,
    pub(in super::super) role: String,
}

const FIRST: &[&str] = &["First", "Given"];
const LAST: &[&str] = &["Last", "Family", "Surname"];

/// Runs the configured translators over a call.
pub(in super::super) fn user_request(
    settings: &Settings,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<UserRequest, Failure> {
    let empty = PersonRecord::default();
    let record = match &call.payload {
        Payload::Person(record) => record,
        _ => &empty,
    };
    let nobody = Person::default();
    let person = record.person.as_ref().unwrap_or(&nobody);
    let mut request = UserRequest {
        code: code(cx, call, record)?,
        ..UserRequest::default()
    };
    for translator in &settings.translators {
        match translator.as_str() {
            "PersonRequestFirstAndLastNameRequiredTranslator" => {
                legal_names(cx, record, person, &mut request)?;
            }
            "PersonRequestInstitutionRoleOptionalTranslator" => roles(cx, person, &mut request),
            "PersonRequestEmailPrimaryOptionalTranslator" => request.email = email(person),
            "PersonRequestFirstUserIdAndPasswordOptionalTranslator" => {
                user_id(cx, person, &mut request);
            }
            "PersonRequestIsActiveTranslator" => is_active(cx, person, &mut request)?,
            "PersonRequestPreferredFirstAndLastNameOptionalTranslator" => {
                request.preferred = preferred(cx, person);
            }
            "PersonRequestAgentsTranslator" => agents(cx, person, &mut request),
            // The base translator's work is done by `code`: nothing goes on without a key.
            _ => {}
        }
    }
    Ok(request)
}

/// The key: the `sourcedId` inside `sourcedGUID`.
fn code(cx: &mut Cx<'_>, call: &Call<'_>, record: &PersonRecord<'_>) -> Result<String, Failure> {
    let inner = record.id.as_deref().unwrap_or("");
    let outer = call.outer_id.as_deref().unwrap_or("");
    if inner != outer && !cx.quirk(D2L_003) && inner.is_empty() {
        return Ok(outer.to_owned());
    }
    if inner.is_empty() {
        return Err(incomplete(
            cx,
            "personRecord.sourcedGUID.sourcedId is missing",
        ));
    }
    Ok(inner.to_owned())
}

fn is_preferred(name: &Name<'_>) -> bool {
    name.kind()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("Preferred"))
}

fn legal_names(
    cx: &mut Cx<'_>,
    record: &PersonRecord<'_>,
    person: &Person<'_>,
    request: &mut UserRequest,
) -> Result<(), Failure> {
    for name in person.names.iter().filter(|n| !is_preferred(n)) {
        // `Full` is what Brightspace itself writes and `Contact` what its sample sends; other types are our reading.
        let rule = match name.kind() {
            Some(kind) if kind.eq_ignore_ascii_case("Full") => None,
            Some(kind) if kind.eq_ignore_ascii_case("Contact") => Some(D2L_039),
            _ => Some(D2L_039.part("any-type")),
        };
        if rule.is_some_and(|rule| !cx.quirk(rule)) {
            continue;
        }
        for (labels, field) in [(FIRST, &mut request.first), (LAST, &mut request.last)] {
            if field.is_none() {
                *field = part(cx, name, labels).and_then(filled);
            }
        }
    }
    let missing: Vec<_> = [("first", &request.first), ("last", &request.last)]
        .iter()
        .filter(|(_, f)| f.is_none())
        .map(|(n, _)| *n)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let rule = if record.person.is_none() {
        D2L_020.part("no-person")
    } else {
        D2L_020
    };
    if cx.quirk(rule) {
        return Err(incomplete(
            cx,
            format!("required {} name is missing", missing.join(" and ")),
        ));
    }
    request.names_missing = true;
    Ok(())
}

/// The first part with one of these labels. The first label is the plain one; the others are D2L-018.
fn part<'p>(cx: &mut Cx<'_>, name: &'p Name<'_>, labels: &[&str]) -> Option<&'p Token<'p>> {
    let part = name
        .parts
        .iter()
        .find(|p| p.label().is_some_and(|l| labels.contains(&l)))?;
    if part.label() == Some(labels[0]) || cx.quirk(D2L_018) {
        return Some(part);
    }
    name.parts.iter().find(|p| p.label() == Some(labels[0]))
}

fn filled(part: &Token<'_>) -> Option<String> {
    part.value
        .as_ref()
        .and_then(Text::filled)
        .map(str::to_owned)
}

fn email(person: &Person<'_>) -> Option<String> {
    let contact = person
        .contacts
        .iter()
        .find(|c| c.kind.term() == Some("EmailPrimary"))?;
    contact.value.filled().map(|text| text.trim().to_owned())
}

fn roles(cx: &mut Cx<'_>, person: &Person<'_>, request: &mut UserRequest) {
    let all = person.roles.iter().flat_map(|r| &r.institution_roles);
    request.roles = all
        .filter_map(|r| Some((r.kind.term()?.to_owned(), r.primary == Some(true))))
        .collect();
    if person
        .roles
        .iter()
        .filter(|r| !r.institution_roles.is_empty())
        .count()
        > 1
    {
        // Several blocks are one list.
        cx.quirk(D2L_021.part("several-blocks"));
    }
}

fn user_id(cx: &mut Cx<'_>, person: &Person<'_>, request: &mut UserRequest) {
    let all: Vec<&UserId<'_>> = person.roles.iter().flat_map(|r| &r.user_ids).collect();
    let chosen = match all.as_slice() {
        [] => return,
        [only] => only,
        [first, .., last] => {
            if cx.quirk(D2L_025) {
                first
            } else {
                last
            }
        }
    };
    let text =
        |field: &Option<Text<'_>>| field.as_ref().and_then(|t| t.filled().map(str::to_owned));
    request.username = text(&chosen.value).map(|u| u.trim().to_owned());
    request.password = text(&chosen.password);
    if request.password.is_some()
        && let Some(encryption) = text(&chosen.encryption)
        && !cx.quirk(D2L_026.part("encryption-type"))
    {
        request.encryption = Some(encryption);
    }
}

fn field<'p>(person: &'p Person<'_>, name: &str) -> Option<&'p ExtensionField<'p>> {
    person
        .extensions
        .iter()
        .flat_map(|e| &e.fields)
        .find(|f| f.name.as_deref() == Some(name))
}

fn boolean(text: &str) -> Option<bool> {
    match text.trim() {
        "1" => Some(true),
        "0" => Some(false),
        t if t.eq_ignore_ascii_case("true") => Some(true),
        t if t.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn is_active(
    cx: &mut Cx<'_>,
    person: &Person<'_>,
    request: &mut UserRequest,
) -> Result<(), Failure> {
    let Some(field) = field(person, "IsActive") else {
        return Ok(());
    };
    if !cx.quirk(D2L_023) {
        return Ok(());
    }
    let text = field.value.as_deref().unwrap_or("");
    let Some(active) = boolean(text) else {
        cx.quirk(D2L_023.part("other-text"));
        return Err(incomplete(
            cx,
            format!("IsActive is '{text}', not 0, 1, true or false"),
        ));
    };
    request.is_active = Some(active);
    Ok(())
}

fn preferred(cx: &mut Cx<'_>, person: &Person<'_>) -> Preferred {
    let blocks: Vec<_> = person.names.iter().filter(|n| is_preferred(n)).collect();
    let Some(block) = blocks.last() else {
        return Preferred::NoBlock;
    };
    if blocks.len() > 1 {
        cx.quirk(D2L_027.part("duplicates"));
    }
    if block.kind.term().is_none() {
        cx.quirk(D2L_027.part("block-type"));
    }
    let mut read = |labels| match part(cx, block, labels) {
        None => PreferredPart::Absent,
        Some(part) => filled(part).map_or(PreferredPart::Empty, PreferredPart::Value),
    };
    let first = read(FIRST);
    let last = read(LAST);
    Preferred::Block(first, last)
}

fn agents(cx: &mut Cx<'_>, person: &Person<'_>, request: &mut UserRequest) {
    for agent in &person.agents {
        if agent.after_roles && cx.quirk(D2L_014) {
            continue;
        }
        let text = |text: &Text<'_>| text.filled().map_or(String::new(), |t| t.trim().to_owned());
        request.agents.push(AgentRequest {
            id: text(&agent.id),
            role: text(&agent.domain),
        });
    }
    if let Some(field) = field(person, "SynchronizeRelationships") {
        let asked = field.value.as_deref().and_then(boolean).unwrap_or(false);
        request.synchronize = asked && cx.quirk(D2L_037);
        if request.synchronize && person.extensions.len() > 1 {
            cx.quirk(D2L_037.part("two-extensions"));
        }
    }
}
