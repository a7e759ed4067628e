//! What the reference target can be told.

use indexmap::IndexMap;

use super::delete::Cascade;
use crate::base::Value;
use crate::engine::{ConfigProblem, Evidence, Kind, SettingInfo};
use crate::model::{Operation, Service};
use crate::standard::lis;

/// The settings beside the common ones.
pub(super) const SETTINGS: &[SettingInfo] = &[
    SettingInfo {
        name: "not_offered",
        kind: Kind::TextList,
        default: "[]",
        evidence: Evidence::Documented,
        about: "operations (createPerson) and services (OMS) that are answered as unsupported",
        quirk: Some("LIS-005"),
    },
    SettingInfo {
        name: "delete_cascade",
        kind: Kind::OneOf(&["none", "memberships", "children"]),
        default: "memberships",
        evidence: Evidence::Inferred,
        about: "what goes with a deleted group or course object: nothing, its memberships, or those and all that lies below it",
        quirk: Some("LIS-031"),
    },
];

/// The same as a type.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    not_offered: Vec<String>,
    pub(super) cascade: Cascade,
}

/// How an operation is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotOffered {
    /// It alone.
    Operation,
    /// The whole service.
    Service,
}

impl Settings {
    /// Reads the settings, which passed [`check`].
    pub(super) fn from_value(settings: &Value) -> Self {
        Self {
            not_offered: not_offered(settings).map(str::to_owned).collect(),
            cascade: match settings.get("delete_cascade").and_then(Value::as_text) {
                Some("none") => Cascade::Nothing,
                Some("children") => Cascade::Children,
                _ => Cascade::Memberships,
            },
        }
    }

    /// Whether an operation is one of those that are not offered.
    pub(super) fn not_offered(&self, operation: &Operation) -> Option<NotOffered> {
        let has = |word: &str| self.not_offered.iter().any(|name| name == word);
        if has(operation.service.abbreviation()) {
            Some(NotOffered::Service)
        } else if has(operation.name) {
            Some(NotOffered::Operation)
        } else {
            None
        }
    }
}

fn not_offered(settings: &Value) -> impl Iterator<Item = &str> {
    let list = match settings.get("not_offered") {
        Some(Value::List(list)) => list.as_slice(),
        _ => &[],
    };
    list.iter().filter_map(Value::as_text)
}

/// Names under `not_offered` that name nothing.
pub(super) fn check(settings: &Value, _: &IndexMap<String, bool>) -> Vec<ConfigProblem> {
    let known = |word: &str| {
        let mut services = Service::ALL.into_iter();
        services
            .any(|s| s.abbreviation() == word || lis::operations(s).iter().any(|o| o.name == word))
    };
    not_offered(settings)
        .filter(|word| !known(word))
        .map(|word| ConfigProblem {
            path: "settings.not_offered".to_owned(),
            message: format!("'{word}' is neither an operation nor a service of LIS 2.0"),
            help: "name an operation such as createPerson, or a service: PMS, GMS, MMS, CTMS, COMS, CSMS, SAMS, OMS, BDEMS"
                .to_owned(),
        })
        .collect()
}
