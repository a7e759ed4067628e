//! `personRecord` from XML: local names decide, order does not matter, what is not read is kept.

use std::borrow::Cow;

use super::header::trimmed;
use crate::model::{
    Address, Agent, Contact, Demographics, Description, Extension, ExtensionField, FormName,
    FullDescription, InstitutionRole, Leftover, Name, Person, PersonRecord, Representation, Roles,
    Text, Token, UserId,
};
use crate::xml::{Element, trim};

/// Decodes a `personRecord` element.
pub(super) fn person_record(element: Element<'_>) -> PersonRecord<'_> {
    let mut record = PersonRecord::default();
    let mut keep = Keep::default();
    for child in element.children() {
        match child.local() {
            "sourcedGUID" => {
                for part in child.children() {
                    match part.local() {
                        "sourcedId" => record.id = Some(trimmed(part.text())),
                        "refAgentInstanceID" => record.ref_agent = Some(trimmed(part.text())),
                        _ => keep.leftover("sourcedGUID", part),
                    }
                }
            }
            "person" => record.person = Some(person(child, &mut keep)),
            _ => keep.leftover("", child),
        }
    }
    record.leftovers = keep.0;
    record
}

/// Decodes a `personCore` element as a record that has nothing else.
pub fn person_core(element: Element<'_>) -> PersonRecord<'_> {
    let mut record = PersonRecord::default();
    let mut keep = Keep::default();
    let mut person = Person::default();
    for child in element.children() {
        match child.local() {
            "sourcedId" => record.id = Some(trimmed(child.text())),
            "formname" => person.formnames.push(formname(child, &mut keep)),
            "userId" => person.roles.push(Roles {
                user_ids: vec![user_id(child, &mut keep)],
                ..Roles::default()
            }),
            _ => keep.leftover("", child),
        }
    }
    record.person = Some(person);
    record.leftovers = keep.0;
    record
}

/// Collects what was read past.
#[derive(Default)]
pub(in crate::standard) struct Keep<'t>(pub(in crate::standard) Vec<Leftover<'t>>);

impl<'t> Keep<'t> {
    pub(in crate::standard) fn leftover(&mut self, parent: &str, element: Element<'t>) {
        let mut path = String::from(parent);
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(element.local());
        self.0.push(Leftover {
            path,
            xml: Cow::Borrowed(element.outer()),
        });
    }
}

fn person<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Person<'t> {
    let mut person = Person::default();
    let mut roles_seen = false;
    for child in element.children() {
        match child.local() {
            "formname" => person.formnames.push(formname(child, keep)),
            "name" => {
                let (kind, parts) = block(child, "nameType", "partName", "person/name", keep);
                person.names.push(Name { kind, parts });
            }
            "address" => {
                let (kind, parts) =
                    block(child, "addressType", "addressPart", "person/address", keep);
                person.addresses.push(Address { kind, parts });
            }
            "contactinfo" => person.contacts.push(contact(child, keep)),
            "demographics" => person.demographics.push(demographics(child, keep)),
            "agent" => person.agents.push(agent(child, roles_seen, keep)),
            "roles" => {
                roles_seen = true;
                person.roles.push(roles(child, keep));
            }
            "dataSource" => person.data_source = Some(trimmed(child.text())),
            "extension" => person.extensions.push(extension(child, keep)),
            _ => keep.leftover("person", child),
        }
    }
    person
}

fn formname<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> FormName<'t> {
    let mut out = FormName::default();
    for child in element.children() {
        match child.local() {
            "formnameType" => out.kind = token(child),
            "formattedName" => out.value = text(child),
            _ => keep.leftover("person/formname", child),
        }
    }
    out
}

/// A type token followed by labelled parts: names and addresses.
fn block<'t>(
    element: Element<'t>,
    kind_name: &str,
    part_name: &str,
    path: &str,
    keep: &mut Keep<'t>,
) -> (Token<'t>, Vec<Token<'t>>) {
    let mut kind = Token::default();
    let mut parts = Vec::new();
    for child in element.children() {
        if child.local() == part_name {
            parts.push(token(child));
        } else if child.local() == kind_name {
            kind = token(child);
        } else {
            keep.leftover(path, child);
        }
    }
    (kind, parts)
}

fn contact<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Contact<'t> {
    let mut out = Contact::default();
    for child in element.children() {
        match child.local() {
            "contactinfoType" => out.kind = token(child),
            "contactinfoValue" => out.value = text(child),
            _ => keep.leftover("person/contactinfo", child),
        }
    }
    out
}

fn demographics<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Demographics<'t> {
    let mut out = Demographics::default();
    for child in element.children() {
        match child.local() {
            "demographicsType" => out.kind = token(child),
            "representation" => out.representations.push(representation(child, keep)),
            "eventDate" => out.dates.push(token(child)),
            "gender" => out.gender = Some(trimmed(child.text())),
            "demographicInfo" => out.infos.push(token(child)),
            _ => keep.leftover("person/demographics", child),
        }
    }
    out
}

fn agent<'t>(element: Element<'t>, after_roles: bool, keep: &mut Keep<'t>) -> Agent<'t> {
    let mut out = Agent {
        after_roles,
        ..Agent::default()
    };
    for child in element.children() {
        match child.local() {
            "agentType" => out.kind = Some(token(child)),
            "agentId" => out.id = text(child),
            "agentDomain" => out.domain = text(child),
            "description" => {
                out.description = Some(description(child, "person/agent/description", keep));
            }
            _ => keep.leftover("person/agent", child),
        }
    }
    out
}

fn representation<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Representation<'t> {
    const PATH: &str = "person/demographics/representation";
    let mut out = Representation::default();
    for child in element.children() {
        match child.local() {
            "representationType" => out.kind = token(child),
            "date" => out.date = Some(trimmed(child.text())),
            "description" => {
                let path = "person/demographics/representation/description";
                out.description = Some(description(child, path, keep));
            }
            _ => keep.leftover(PATH, child),
        }
    }
    out
}

fn description<'t>(element: Element<'t>, path: &str, keep: &mut Keep<'t>) -> Description<'t> {
    let mut out = Description::default();
    for child in element.children() {
        match child.local() {
            "shortDescription" => out.short = Some(text(child)),
            "longDescription" => out.long = Some(text(child)),
            "fullDescription" => {
                let mut full = FullDescription::default();
                for part in child.children() {
                    match part.local() {
                        // The final version of the standard spells it so in other services.
                        "mediamode" | "mediaMode" => full.mediamode = Some(trimmed(part.text())),
                        "contentRefType" => full.content_ref_type = Some(trimmed(part.text())),
                        "mimeType" => full.mime_type = Some(trimmed(part.text())),
                        "descriptionText" => full.text = Some(text(part)),
                        _ => keep.leftover(&format!("{path}/fullDescription"), part),
                    }
                }
                out.full = Some(full);
            }
            _ => keep.leftover(path, child),
        }
    }
    out
}

fn roles<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Roles<'t> {
    let mut out = Roles::default();
    for child in element.children() {
        match child.local() {
            "enterpriserolesType" => out.kind = token(child),
            "systemRole" => out.system_role = Some(token(child)),
            "institutionRole" => out.institution_roles.push(institution_role(child, keep)),
            "userId" => out.user_ids.push(user_id(child, keep)),
            _ => keep.leftover("person/roles", child),
        }
    }
    out
}

fn institution_role<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> InstitutionRole<'t> {
    let mut out = InstitutionRole::default();
    for child in element.children() {
        match child.local() {
            "institutionroletype" => out.kind = token(child),
            "primaryroletype" => out.primary = boolean(&child.text()),
            _ => keep.leftover("person/roles/institutionRole", child),
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
            "password" => &mut out.password,
            "pwEncryptionType" => &mut out.encryption,
            "authenticationType" => &mut out.authentication,
            _ => {
                keep.leftover("person/roles/userId", child);
                continue;
            }
        };
        *field = Some(text(child));
    }
    out
}

/// `extension` or `recordInfo`, in the spelling of any service.
pub(super) fn extension<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> Extension<'t> {
    let mut out = Extension::default();
    for child in element.children() {
        match child.local() {
            "extensionNameVocabulary" | "metadataNameVocabulary" => {
                out.name_vocabulary = Some(trimmed(child.text()));
            }
            // The second vocabulary element has another name in every service's schema, and senders mix them up.
            "extensionValueVocabulary"
            | "extensionTypeVocabulary"
            | "extensionValueType"
            | "metadataTypeVocabulary"
            | "metadataValueVocabulary" => {
                out.value_vocabulary = Some(trimmed(child.text()));
            }
            "extensionField" | "metadataField" => out.fields.push(extension_field(child, keep)),
            _ => keep.leftover("extension", child),
        }
    }
    out
}

fn extension_field<'t>(element: Element<'t>, keep: &mut Keep<'t>) -> ExtensionField<'t> {
    let mut out = ExtensionField::default();
    for child in element.children() {
        match child.local() {
            "fieldName" => out.name = Some(trimmed(child.text())),
            "fieldType" => out.kind = Some(trimmed(child.text())),
            "fieldValue" => out.value = Some(child.text()),
            _ => keep.leftover("extension/extensionField", child),
        }
    }
    out
}

/// `language` + `textString`; plain text in its place is taken as the text (some senders do that).
pub(super) fn text(element: Element<'_>) -> Text<'_> {
    let mut out = Text::default();
    let mut structured = false;
    for child in element.children() {
        structured = true;
        match child.local() {
            "textString" => out.text = Some(child.text()),
            "language" => out.language = Some(trimmed(child.text())),
            _ => {}
        }
    }
    if !structured {
        let plain = element.text();
        if !trim(&plain).is_empty() {
            out.text = Some(plain);
        }
    }
    out
}

/// A vocabulary token or labelled value; plain text in its place is taken as the value.
fn token(element: Element<'_>) -> Token<'_> {
    let mut out = Token::default();
    let mut structured = false;
    for child in element.children() {
        structured = true;
        match child.local() {
            "instanceValue" => out.value = Some(text(child)),
            "instanceName" => out.name = Some(text(child)),
            "instanceVocabulary" => out.vocabulary = Some(trimmed(child.text())),
            "instanceIdentifier" => out.identifier = Some(text(child)),
            _ => {}
        }
    }
    if !structured {
        out.value = Some(text(element)).filter(|t| t.text.is_some());
    }
    out
}

/// An `xs:boolean`, in any letter case.
fn boolean(text: &str) -> Option<bool> {
    match trim(text) {
        "1" => Some(true),
        "0" => Some(false),
        t if t.eq_ignore_ascii_case("true") => Some(true),
        t if t.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}
