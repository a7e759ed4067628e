//! `personRecord` to XML, in the order of the schema; empty optional elements are left out.

use super::emit::Emit;
use super::names::{Vocabulary, vocabulary};
use crate::model::{
    Agent, Demographics, Description, Extension, FormName, Person, PersonRecord, Roles, Text,
    Token, UserId,
};

/// Encodes a `personRecord` element.
pub(super) fn person_record(out: &mut Emit, record: &PersonRecord<'_>) {
    out.open("personRecord");
    out.open("sourcedGUID");
    if let Some(agent) = &record.ref_agent {
        out.leaf("refAgentInstanceID", agent);
    }
    out.leaf("sourcedId", record.id.as_deref().unwrap_or(""));
    out.close("sourcedGUID");
    if let Some(person) = &record.person {
        encode_person(out, person);
    }
    out.close("personRecord");
}

/// Encodes a `personCore` element: id, first formatted name, first user id.
pub(super) fn person_core(out: &mut Emit, record: &PersonRecord<'_>) {
    let person = record.person.as_ref();
    out.open("personCore");
    out.leaf("sourcedId", record.id.as_deref().unwrap_or(""));
    if let Some(formname) = person.and_then(|p| p.formnames.first()) {
        encode_formname(out, formname);
    }
    let mut user_ids = person
        .iter()
        .flat_map(|p| &p.roles)
        .flat_map(|r| &r.user_ids);
    if let Some(user_id) = user_ids.next() {
        encode_user_id(out, user_id);
    }
    out.close("personCore");
}

fn encode_formname(out: &mut Emit, formname: &FormName<'_>) {
    out.open("formname");
    token(out, "formnameType", &formname.kind, Vocabulary::FormName);
    text(out, "formattedName", &formname.value);
    out.close("formname");
}

fn encode_person(out: &mut Emit, person: &Person<'_>) {
    out.open("person");
    for formname in &person.formnames {
        encode_formname(out, formname);
    }
    for name in &person.names {
        block(
            out,
            "name",
            ("nameType", &name.kind, Vocabulary::NameType),
            ("partName", &name.parts, Vocabulary::PartName),
        );
    }
    for address in &person.addresses {
        block(
            out,
            "address",
            ("addressType", &address.kind, Vocabulary::AddressType),
            ("addressPart", &address.parts, Vocabulary::AddressPart),
        );
    }
    for contact in &person.contacts {
        out.open("contactinfo");
        token(
            out,
            "contactinfoType",
            &contact.kind,
            Vocabulary::ContactType,
        );
        text(out, "contactinfoValue", &contact.value);
        out.close("contactinfo");
    }
    for block in &person.demographics {
        demographics(out, block);
    }
    for agent in person.agents.iter().filter(|a| !a.after_roles) {
        encode_agent(out, agent);
    }
    for roles in &person.roles {
        encode_roles(out, roles);
    }
    // Only a sender that wants to be wrong asks for this place.
    for agent in person.agents.iter().filter(|a| a.after_roles) {
        encode_agent(out, agent);
    }
    if let Some(source) = &person.data_source {
        out.leaf("dataSource", source);
    }
    for extension in &person.extensions {
        encode_extension(out, extension);
    }
    out.close("person");
}

fn block(
    out: &mut Emit,
    name: &str,
    (kind_name, kind, kind_vocabulary): (&str, &Token<'_>, Vocabulary),
    (part_name, parts, part_vocabulary): (&str, &[Token<'_>], Vocabulary),
) {
    out.open(name);
    token(out, kind_name, kind, kind_vocabulary);
    for part in parts {
        token(out, part_name, part, part_vocabulary);
    }
    out.close(name);
}

fn demographics(out: &mut Emit, block: &Demographics<'_>) {
    out.open("demographics");
    token(
        out,
        "demographicsType",
        &block.kind,
        Vocabulary::DemographicsType,
    );
    for picture in &block.representations {
        out.open("representation");
        token(
            out,
            "representationType",
            &picture.kind,
            Vocabulary::RepresentationType,
        );
        if let Some(date) = &picture.date {
            out.leaf("date", date);
        }
        if let Some(words) = &picture.description {
            description(out, words);
        }
        out.close("representation");
    }
    for date in &block.dates {
        token(out, "eventDate", date, Vocabulary::EventDate);
    }
    if let Some(gender) = &block.gender {
        out.leaf("gender", gender);
    }
    for info in &block.infos {
        token(out, "demographicInfo", info, Vocabulary::DemographicsInfo);
    }
    out.close("demographics");
}

fn encode_agent(out: &mut Emit, agent: &Agent<'_>) {
    out.open("agent");
    if let Some(kind) = &agent.kind {
        token(out, "agentType", kind, Vocabulary::AgentType);
    }
    text(out, "agentId", &agent.id);
    text(out, "agentDomain", &agent.domain);
    if let Some(words) = &agent.description {
        description(out, words);
    }
    out.close("agent");
}

fn description(out: &mut Emit, words: &Description<'_>) {
    out.open("description");
    if let Some(short) = &words.short {
        text(out, "shortDescription", short);
    }
    if let Some(long) = &words.long {
        text(out, "longDescription", long);
    }
    if let Some(full) = &words.full {
        out.open("fullDescription");
        for (name, value) in [
            ("mediamode", &full.mediamode),
            ("contentRefType", &full.content_ref_type),
            ("mimeType", &full.mime_type),
        ] {
            if let Some(value) = value {
                out.leaf(name, value);
            }
        }
        if let Some(words) = &full.text {
            text(out, "descriptionText", words);
        }
        out.close("fullDescription");
    }
    out.close("description");
}

fn encode_roles(out: &mut Emit, roles: &Roles<'_>) {
    out.open("roles");
    token(
        out,
        "enterpriserolesType",
        &roles.kind,
        Vocabulary::EnterpriseRoles,
    );
    if let Some(role) = &roles.system_role {
        token(out, "systemRole", role, Vocabulary::SystemRole);
    }
    for role in &roles.institution_roles {
        out.open("institutionRole");
        token(
            out,
            "institutionroletype",
            &role.kind,
            Vocabulary::InstitutionRole,
        );
        if let Some(primary) = role.primary {
            out.leaf("primaryroletype", if primary { "true" } else { "false" });
        }
        out.close("institutionRole");
    }
    for user_id in &roles.user_ids {
        encode_user_id(out, user_id);
    }
    out.close("roles");
}

fn encode_user_id(out: &mut Emit, user_id: &UserId<'_>) {
    out.open("userId");
    for (name, value) in [
        ("userIdValue", &user_id.value),
        ("userIdType", &user_id.kind),
        ("password", &user_id.password),
        ("pwEncryptionType", &user_id.encryption),
        ("authenticationType", &user_id.authentication),
    ] {
        if let Some(value) = value {
            text(out, name, value);
        }
    }
    out.close("userId");
}

fn encode_extension(out: &mut Emit, extension: &Extension<'_>) {
    let uri = vocabulary(Vocabulary::Extension);
    out.open("extension");
    out.leaf(
        "extensionNameVocabulary",
        extension.name_vocabulary.as_deref().unwrap_or(uri),
    );
    out.leaf(
        "extensionValueVocabulary",
        extension.value_vocabulary.as_deref().unwrap_or(uri),
    );
    for field in &extension.fields {
        out.open("extensionField");
        out.leaf("fieldName", field.name.as_deref().unwrap_or(""));
        out.leaf("fieldType", field.kind.as_deref().unwrap_or("String"));
        out.leaf("fieldValue", field.value.as_deref().unwrap_or(""));
        out.close("extensionField");
    }
    out.close("extension");
}

fn text(out: &mut Emit, name: &str, value: &Text<'_>) {
    out.open(name);
    if let Some(language) = &value.language {
        out.leaf("language", language);
    }
    if let Some(text) = &value.text {
        out.leaf("textString", text);
    }
    out.close(name);
}

fn token(out: &mut Emit, name: &str, token: &Token<'_>, default_vocabulary: Vocabulary) {
    out.open(name);
    if let Some(identifier) = &token.identifier {
        text(out, "instanceIdentifier", identifier);
    }
    out.leaf(
        "instanceVocabulary",
        token
            .vocabulary
            .as_deref()
            .unwrap_or(vocabulary(default_vocabulary)),
    );
    if let Some(label) = &token.name {
        text(out, "instanceName", label);
    }
    if let Some(value) = &token.value {
        text(out, "instanceValue", value);
    }
    out.close(name);
}
