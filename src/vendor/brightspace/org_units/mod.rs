//! GMS, CTMS, COMS, CSMS and SAMS: departments, semesters, other units, templates, offerings, sections, associations.

mod associations;
mod copy;
mod delete;
mod ilp;
mod parents;
mod read;
mod replace;
mod translate;

pub(super) use self::delete::throw_away;
use super::answers::{Failure, done, refuse, unsupported};
use super::quirks::{D2L_044, D2L_045, D2L_051};
use super::settings::Settings;
use super::state::{ImUnit, State, kind};
use crate::engine::Cx;
use crate::model::{Call, CodeMajor, Outcome, RecordKind, Service, Severity};

/// What a message is about: each has its service, its translators and its handlers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    /// A department, semester or other unit: the type in the message says which.
    Group,
    Template,
    Offering,
    Section,
    Association,
}

/// Carries a call of the service out.
pub(super) fn apply(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let object = match call.operation.service {
        Service::Gms => Object::Group,
        Service::Ctms => Object::Template,
        Service::Coms => Object::Offering,
        Service::Csms => Object::Section,
        _ => Object::Association,
    };
    match call.operation.name {
        "replaceSectionAssociation" => associations::replace(settings, state, cx, call),
        "replaceGroup"
        | "replaceCourseTemplate"
        | "replaceCourseOffering"
        | "replaceCourseSection" => replace::replace(settings, state, cx, call, object),
        "deleteGroup"
        | "deleteCourseTemplate"
        | "deleteCourseOffering"
        | "deleteCourseSection"
        | "deleteSectionAssociation" => delete::delete(settings, state, cx, call, object),
        "readGroup"
        | "readCourseTemplate"
        | "readCourseOffering"
        | "readCourseSection"
        | "readSectionAssociation" => read::read(settings, state, cx, call, object),
        _ => Ok(unsupported(settings, cx, call)),
    }
}

impl Object {
    /// Its key in the type map, spelled exactly (kb 23639); groups go by the text in the message.
    const fn key(self) -> &'static str {
        match self {
            Self::Group => "",
            Self::Template => "CourseTemplate",
            Self::Offering => "CourseOffering",
            Self::Section => "CourseSection",
            Self::Association => "SectionAssociation",
        }
    }

    const fn record(self) -> RecordKind {
        match self {
            Self::Group => RecordKind::Group,
            Self::Template => RecordKind::CourseTemplate,
            Self::Offering => RecordKind::CourseOffering,
            Self::Section => RecordKind::CourseSection,
            Self::Association => RecordKind::SectionAssociation,
        }
    }

    /// Whether a unit that the SIS sent came through this service.
    fn owns(self, row: &ImUnit) -> bool {
        let sis_type = row.sis_type.text().unwrap_or("");
        match self {
            Self::Group => [
                Self::Template,
                Self::Offering,
                Self::Section,
                Self::Association,
            ]
            .iter()
            .all(|other| other.key() != sis_type),
            _ => self.key() == sis_type,
        }
    }

    /// What to call it in texts of ours.
    const fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            other => other.key(),
        }
    }
}

/// The kind of org unit that a type of the SIS is mapped to.
fn mapped_type(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    object: Object,
    sis_type: &str,
) -> Result<String, Failure> {
    let table = &state.units.org_type_mappings;
    let mut row = table.get(sis_type);
    if row.is_none() {
        // Only looked for to find out that the rule decides: an exact key needs no rule.
        let rows = table.sorted();
        let near = rows
            .into_iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(sis_type))
            .map(|(_, row)| row);
        row = near.filter(|_| !cx.quirk(D2L_044));
    }
    let Some(type_name) = row.and_then(|row| row.type_name.text()) else {
        cx.quirk(D2L_044.part("failure"));
        let text = format!("Invalid Configuration: Missing Org Unit Type Mapping for {sis_type}.");
        return Err(refuse(settings, cx, None, "unknownobject", text));
    };
    let of_courses = [
        kind::ORGANIZATION,
        kind::TEMPLATE,
        kind::OFFERING,
        kind::SECTION,
    ];
    if object == Object::Group && of_courses.contains(&type_name) {
        cx.quirk(D2L_051.part("replace"));
        let text = format!("the group service makes no {type_name}");
        let rule = Some(D2L_051);
        return Err(refuse(settings, cx, rule, "unknownobject", text));
    }
    let swapped = match object {
        Object::Section => type_name == kind::OFFERING,
        Object::Offering => type_name == kind::SECTION,
        _ => false,
    };
    if swapped {
        cx.quirk(D2L_045);
    }
    if type_name == kind::SECTION && settings.units.sections_as_groups {
        cx.setting("sections_as");
        return Ok(kind::GROUP.to_owned());
    }
    Ok(type_name.to_owned())
}

/// The object was sent through the service of another kind.
fn wrong_service(
    settings: &Settings,
    cx: &mut Cx<'_>,
    object: Object,
    id: &str,
    row: &ImUnit,
) -> Failure {
    let text = format!(
        "org unit {id} is a {}, not a {}",
        row.sis_type.text().unwrap_or("unit of no type"),
        object.word()
    );
    refuse(settings, cx, Some(D2L_051), "unknownobject", text)
}

/// An id that IPSIS, or the LMS behind it, does not know.
fn unknown(settings: &Settings, cx: &mut Cx<'_>, what: &str, id: &str) -> Failure {
    let text = format!("{what} {id} is not known");
    refuse(settings, cx, None, "unknownobject", text)
}

/// The answer to a replace, or a read.
fn success(settings: &Settings, cx: &mut Cx<'_>) -> Outcome {
    cx.setting("unit_answers");
    if settings.units.partial_answers {
        done(CodeMajor::Success, Severity::Warning, "partialdatastorage")
    } else {
        done(CodeMajor::Success, Severity::Status, "fullsuccess")
    }
}

/// A line of the Audit Log. Its words are ours: the vendor's are not public.
fn audit(state: &mut State, done: &str, type_name: &str, code: &str) {
    let line = format!("{done} {type_name} {code}.");
    state.audit_log.add("information", line);
}
