//! Settings about org units, and the lists of translators and handlers for them.

use super::{Profile, inferred};
use crate::base::Value;
use crate::engine::{Evidence, Kind, SettingInfo};

/// Translators of `ITranslateGroup` (kb 23720).
pub(in super::super) const GROUP_TRANSLATORS: &[&str] = &[
    "GroupRequestBaseTranslator",
    "GroupRequestTypeValueIdRequiredTranslator",
    "GroupRequestNameShortDescRequiredTranslator",
];

/// Translators of `ITranslateCourseTemplate` (kb 24347).
pub(in super::super) const TEMPLATE_TRANSLATORS: &[&str] = &[
    "CourseTemplateRequestBaseTranslator",
    "CourseTemplateRequestNameTitleRequiredTranslator",
    "CourseTemplateRequestDepOrgNameOptionalTranslator",
];

/// Translators of `ITranslateCourseOffering` (kb 23710).
pub(in super::super) const OFFERING_TRANSLATORS: &[&str] = &[
    "CourseOfferingRequestBaseTranslator",
    "CourseOfferingRequestNameTitleRequiredTranslator",
    "CourseOfferingRequestTemplateRequiredTranslator",
    "CourseOfferingRequestSemesterOptionalTranslator",
    "CourseOfferingRequestDepOrgNameOptionalTranslator",
    "CourseOfferingRequestStartDateEndDateOptionalTranslator",
    "CourseOfferingRequestStatusOptionalTranslator",
];

/// Translators of `ITranslateCourseSection` (kb 23736).
pub(in super::super) const SECTION_TRANSLATORS: &[&str] = &[
    "CourseSectionRequestBaseTranslator",
    "CourseSectionRequestParentOfferingIdRequiredTranslator",
    "CourseSectionRequestNameRequiredTranslator",
    "CourseSectionRequestDepartmentRequiredTranslator",
    "CourseSectionRequestSemesterOptionalTranslator",
    "CourseSectionRequestStartDateEndDateRequiredTranslator",
    "CourseSectionRequestStatusOptionalTranslator",
];

/// Translators of `ITranslateSectionAssociation` (kb 23637).
pub(in super::super) const ASSOCIATION_TRANSLATORS: &[&str] = &[
    "SectionAssociationRequestBaseTranslator",
    "SectionAssociationRequestNameTitleOptionalTranslator",
    "SectionAssociationRequestSectionIdRequiredTranslator",
    "SectionAssociationRequestStatusOptionalTranslator",
];

/// Handlers of `IReplaceCourseOfferingHandler` (kb 23644). The first eight are the shipped list.
pub(in super::super) const OFFERING_HANDLERS: &[&str] = &[
    "ReplaceCourseOfferingReadHandler",
    "ReplaceCourseOfferingValidateHandler",
    "ReplaceCourseOfferingDisallowParentChangesIfChildrenExistHandler",
    "ReplaceCourseOfferingTemplateUpdateDepartmentsLMSHandler",
    "ReplaceCourseOfferingCreateLMSHandler",
    "ReplaceCourseOfferingCreateIMHandler",
    "ReplaceCourseOfferingSaveLMSHandler",
    "ReplaceCourseOfferingSaveIMHandler",
    "ReplaceCourseOfferingCopyCourseHandler",
];

/// How many of [`OFFERING_HANDLERS`] are shipped.
const OFFERING_SHIPPED: usize = 8;

const DELETE_DEPARTMENT: &[&str] = &[
    "DeleteDepartmentIMHandler",
    "DeleteDepartmentLMSHandler",
    "DeleteDepartmentCascadeDeleteCourseTemplatesHandler",
];
const DELETE_SEMESTER: &[&str] = &[
    "DeleteSemesterIMHandler",
    "DeleteSemesterLMSHandler",
    "DeleteSemesterCascadeDeleteCourseOfferingsHandler",
];
const DELETE_OTHER: &[&str] = &[
    "DeleteOtherOrgUnitIMHandler",
    "DeleteOtherOrgUnitLMSHandler",
];
const DELETE_TEMPLATE: &[&str] = &[
    "DeleteCourseTemplateValidateHandler",
    "DeleteCourseTemplateIMHandler",
    "DeleteCourseTemplateDeleteLEHandler",
];

const fn list(
    name: &'static str,
    words: &'static [&'static str],
    about: &'static str,
    quirk: Option<&'static str>,
) -> SettingInfo {
    SettingInfo {
        name,
        kind: Kind::WordList(words),
        default: "the shipped list",
        evidence: Evidence::Documented,
        about,
        quirk,
    }
}

/// What can be set.
pub(super) const SETTINGS: &[SettingInfo] = &[
    inferred(
        "org_type_map",
        Kind::TextMap,
        "{ CourseTemplate: Course Template, CourseOffering: Course Offering, CourseSection: Section, SectionAssociation: Course Offering, DEPT: Department, TERM: Semester }",
        "type of the message to kind of org unit; keys are exact, and what is not in it is an error (D2L-044)",
    ),
    inferred(
        "organization_code",
        Kind::Text,
        "ORG",
        "code of the org unit above all others, which is there from the start",
    ),
    list(
        "group_translators",
        GROUP_TRANSLATORS,
        "the ITranslateGroup list: what of a group is read at all",
        Some("D2L-041"),
    ),
    list(
        "template_translators",
        TEMPLATE_TRANSLATORS,
        "the ITranslateCourseTemplate list",
        Some("D2L-041"),
    ),
    list(
        "offering_translators",
        OFFERING_TRANSLATORS,
        "the ITranslateCourseOffering list; only the word in the middle of each name is documented",
        Some("D2L-041"),
    ),
    list(
        "section_translators",
        SECTION_TRANSLATORS,
        "the ITranslateCourseSection list; only the word in the middle of each name is documented",
        Some("D2L-041"),
    ),
    list(
        "association_translators",
        ASSOCIATION_TRANSLATORS,
        "the ITranslateSectionAssociation list; only the word in the middle of each name is documented",
        Some("D2L-041"),
    ),
    list(
        "replace_offering_handlers",
        OFFERING_HANDLERS,
        "the IReplaceCourseOfferingHandler list, in order; course copy is no part of the shipped one",
        Some("D2L-063"),
    ),
    list(
        "delete_department_handlers",
        DELETE_DEPARTMENT,
        "the IDeleteDepartmentHandler list: the shipped one forgets the mapping; others delete in Brightspace or the templates below",
        Some("D2L-046"),
    ),
    list(
        "delete_semester_handlers",
        DELETE_SEMESTER,
        "the IDeleteSemesterHandler list, as for departments, with the offerings below",
        Some("D2L-046"),
    ),
    list(
        "delete_other_handlers",
        DELETE_OTHER,
        "the IDeleteOtherOrgUnitHandler list, as for departments",
        Some("D2L-046"),
    ),
    list(
        "delete_template_handlers",
        DELETE_TEMPLATE,
        "the IDeleteCourseTemplateHandler list; the shipped one is all but DeleteCourseTemplateDeleteLEHandler",
        Some("D2L-046"),
    ),
    inferred(
        "delete_unknown",
        Kind::OneOf(&["warn_success", "failure"]),
        "warn_success",
        "what deleting an org unit that IPSIS does not know does: a line in the System Log, or a failure (D2L-050)",
    ),
    inferred(
        "orphan_org_unit",
        Kind::OneOf(&["recreate", "error"]),
        "recreate",
        "what a replace does when the org unit was deleted in Brightspace (D2L-052, D2L-035)",
    ),
    inferred(
        "org_unit_conflict",
        Kind::OneOf(&["reject", "adopt"]),
        "reject",
        "what a replace does when an org unit that was made by hand has the code already",
    ),
    inferred(
        "sections_as",
        Kind::OneOf(&["sections", "groups"]),
        "sections",
        "which of the two template lists is in use: sections become Brightspace sections, or groups",
    ),
    inferred(
        "former_offering",
        Kind::OneOf(&["leave", "keep"]),
        "leave",
        "whether a section that an association lists leaves its own offering, or keeps it as a second parent",
    ),
    inferred(
        "deleted_association",
        Kind::OneOf(&["release", "keep"]),
        "release",
        "where the sections of a deleted association go: back below their own offerings, or nowhere",
    ),
    inferred(
        "unit_answers",
        Kind::OneOf(&["full", "partial"]),
        "full",
        "the status of answers about org units: fullsuccess, or partialdatastorage, which readGroup always has",
    ),
];

const DEFAULT_TYPES: &[(&str, &str)] = &[
    ("CourseTemplate", "Course Template"),
    ("CourseOffering", "Course Offering"),
    ("CourseSection", "Section"),
    ("SectionAssociation", "Course Offering"),
    ("DEPT", "Department"),
    ("TERM", "Semester"),
];

/// What the delete handlers of one kind of unit do.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Deleting {
    /// They forget the mapping.
    pub(in super::super) im: bool,
    /// They delete in the LMS.
    pub(in super::super) lms: bool,
    /// They delete what is below first.
    pub(in super::super) cascade: bool,
}

/// The same as types.
#[derive(Clone, Debug)]
pub(in super::super) struct UnitSettings {
    pub(in super::super) org_type_map: Vec<(String, String)>,
    pub(in super::super) organization: String,
    pub(in super::super) group_translators: Vec<String>,
    pub(in super::super) template_translators: Vec<String>,
    pub(in super::super) offering_translators: Vec<String>,
    pub(in super::super) section_translators: Vec<String>,
    pub(in super::super) association_translators: Vec<String>,
    pub(in super::super) offering_handlers: Vec<String>,
    pub(in super::super) delete_department: Deleting,
    pub(in super::super) delete_semester: Deleting,
    pub(in super::super) delete_other: Deleting,
    pub(in super::super) delete_template: Deleting,
    pub(in super::super) fail_unknown_delete: bool,
    pub(in super::super) orphan_is_error: bool,
    pub(in super::super) adopt: bool,
    pub(in super::super) sections_as_groups: bool,
    pub(in super::super) keep_former_offering: bool,
    pub(in super::super) keep_association_sections: bool,
    pub(in super::super) partial_answers: bool,
    /// One section message makes a whole course, as Ellucian ILP sends it.
    pub(in super::super) ilp: bool,
}

impl UnitSettings {
    /// Reads settings that the loader has checked.
    pub(super) fn from_value(settings: &Value, profile: Profile) -> Self {
        let word = |name: &str| settings.get(name).and_then(Value::as_text);
        let is = |name: &str, value: &str| word(name) == Some(value);
        let words = |name: &str, default: &[&str]| match settings.get(name) {
            Some(Value::List(list)) => list
                .iter()
                .filter_map(|v| v.as_text().map(str::to_owned))
                .collect(),
            _ => default.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>(),
        };
        let deleting = |name: &str, shipped: &[&str]| {
            let list = words(name, shipped);
            let has = |part: &str| list.iter().any(|handler| handler.contains(part));
            Deleting {
                im: has("IMHandler"),
                lms: has("LMSHandler") || has("DeleteLEHandler"),
                cascade: has("Cascade"),
            }
        };
        let org_type_map = match settings.get("org_type_map") {
            Some(Value::Map(map)) => map
                .iter()
                .filter_map(|(k, v)| Some((k.clone(), v.as_text()?.to_owned())))
                .collect(),
            _ => DEFAULT_TYPES
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
        };
        Self {
            org_type_map,
            organization: word("organization_code")
                .filter(|code| !code.is_empty())
                .unwrap_or("ORG")
                .to_owned(),
            group_translators: words("group_translators", GROUP_TRANSLATORS),
            template_translators: words("template_translators", TEMPLATE_TRANSLATORS),
            offering_translators: words("offering_translators", OFFERING_TRANSLATORS),
            section_translators: words("section_translators", SECTION_TRANSLATORS),
            association_translators: words("association_translators", ASSOCIATION_TRANSLATORS),
            offering_handlers: words(
                "replace_offering_handlers",
                &OFFERING_HANDLERS[..OFFERING_SHIPPED],
            ),
            delete_department: deleting("delete_department_handlers", &DELETE_DEPARTMENT[..1]),
            delete_semester: deleting("delete_semester_handlers", &DELETE_SEMESTER[..1]),
            delete_other: deleting("delete_other_handlers", &DELETE_OTHER[..1]),
            delete_template: deleting("delete_template_handlers", &DELETE_TEMPLATE[..2]),
            fail_unknown_delete: is("delete_unknown", "failure"),
            orphan_is_error: is("orphan_org_unit", "error"),
            adopt: is("org_unit_conflict", "adopt"),
            sections_as_groups: is("sections_as", "groups"),
            keep_former_offering: is("former_offering", "keep"),
            keep_association_sections: is("deleted_association", "keep"),
            partial_answers: is("unit_answers", "partial"),
            ilp: profile == Profile::Ilp,
        }
    }
}
