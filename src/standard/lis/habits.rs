//! What real senders do and versions of the schema disagree about.
//!
//! None of it keeps a message from being understood, and the schema here is wide enough to let it pass. But the schema of
//! the public draft is not, and receivers differ in what they make of it: worth knowing before the message meets another
//! LMS. Sources: published messages of the Banner gateway and of Blackboard's and Brightspace's documentation, held
//! against the LIS 2.0 draft of January 2010.

use crate::model::{Finding, FindingClass, Operation, RecordKind};
use crate::xml::Element;

/// Appends a finding for each habit that a request shows.
pub fn habits(operation: &Operation, payload: Element<'_>, out: &mut Vec<Finding>) {
    let Some(record) = payload.child(operation.record.element()) else {
        return;
    };
    match operation.record {
        RecordKind::Person => {
            if let Some(person) = record.child("person") {
                person_habits(person, out);
            }
        }
        RecordKind::CourseSection => {
            if let Some(section) = record.child("courseSection") {
                if let Some(session) = section.child("academicSession") {
                    out.push(note(
                        "academic-session-in-section",
                        session,
                        "courseSection has an academicSession",
                        "the public draft has none here, later versions do: some receivers read the term from the \
                         offering or from timeFrame/adminPeriod only",
                    ));
                }
                extensions(section, out);
            }
        }
        RecordKind::SectionAssociation => {
            if let Some(kind) = record.child("type") {
                out.push(note(
                    "association-type",
                    kind,
                    "sectionAssociationRecord has a type beside sourcedGUID",
                    "one gateway sends it; the standard has no such element, and most receivers pass it over",
                ));
            }
            if let Some(association) = record.child("sectionAssociation") {
                extensions(association, out);
            }
        }
        kind => {
            let inside = kind.element().strip_suffix("Record").unwrap_or("");
            if let Some(inside) = record.child(inside) {
                extensions(inside, out);
            }
        }
    }
}

fn person_habits(person: Element<'_>, out: &mut Vec<Finding>) {
    for roles in person.children_named("roles") {
        let mut user_ids = roles.children_named("userId");
        if let Some(second) = user_ids.nth(1) {
            let n = 2 + user_ids.count();
            let hint = "the public draft allows one userId: Brightspace takes the first, Blackboard Learn the last";
            let message = format!("roles holds {n} userId elements");
            out.push(note("several-user-ids", second, message, hint));
        }
        if let Some(kind) = roles.child("enterpriserolesType")
            && kind.child("instanceName").is_none()
            && kind.has_children()
        {
            out.push(note(
                "role-type-unnamed",
                kind,
                "enterpriserolesType has no instanceName",
                "the public draft requires it, later versions do not: repeat the value in it to be safe",
            ));
        }
    }
    extensions(person, out);
}

fn extensions(parent: Element<'_>, out: &mut Vec<Finding>) {
    let mut blocks = parent.children_named("extension");
    let Some(first) = blocks.next() else {
        return;
    };
    if first.child("extensionNameVocabulary").is_none() {
        out.push(note(
            "extension-without-vocabulary",
            first,
            "extension names no vocabularies",
            "the schema requires extensionNameVocabulary and a second one; most receivers do not look at them",
        ));
    }
    if let Some(second) = blocks.next() {
        out.push(note(
            "several-extensions",
            second,
            "there is more than one extension",
            "the public draft allows one: put all fields into it",
        ));
    }
}

fn note(
    name: &'static str,
    at: Element<'_>,
    message: impl Into<std::borrow::Cow<'static, str>>,
    hint: &'static str,
) -> Finding {
    Finding {
        name,
        class: FindingClass::Note,
        offset: Some(at.offset()),
        message: message.into(),
        hint: hint.into(),
    }
}
