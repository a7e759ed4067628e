//! Settings about org units.

use super::inferred;
use crate::base::Value;
use crate::engine::{Kind, SettingInfo};

/// What can be set.
pub(super) const SETTINGS: &[SettingInfo] = &[inferred(
    "org_type_map",
    Kind::TextMap,
    "{ CourseTemplate: Course Template, CourseOffering: Course Offering, CourseSection: Section, SectionAssociation: Course Offering, DEPT: Department, TERM: Semester }",
    "type of the message to kind of org unit; keys are exact, and what is not in it is an error (D2L-044)",
)];

const DEFAULT_TYPES: &[(&str, &str)] = &[
    ("CourseTemplate", "Course Template"),
    ("CourseOffering", "Course Offering"),
    ("CourseSection", "Section"),
    ("SectionAssociation", "Course Offering"),
    ("DEPT", "Department"),
    ("TERM", "Semester"),
];

/// The same as types.
#[derive(Clone, Debug)]
pub(in super::super) struct UnitSettings {
    pub(in super::super) org_type_map: Vec<(String, String)>,
}

impl UnitSettings {
    /// Reads settings that the loader has checked.
    pub(super) fn from_value(settings: &Value) -> Self {
        let pairs = match settings.get("org_type_map") {
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
            org_type_map: pairs,
        }
    }
}
