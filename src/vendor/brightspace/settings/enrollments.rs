//! Settings about memberships, and the lists of translators and handlers for them.

use std::time::Duration;

use super::inferred;
use crate::base::{Value, duration};
use crate::engine::{ConfigProblem, Evidence, Kind, SettingInfo};

/// Translators of `ITranslateMembership` (kb 23732).
const TRANSLATORS: &[&str] = &[
    "MembershipRequestBaseTranslator",
    "MembershipRequestCollectionRequiredTranslator",
    "MembershipRequestUserPersonRequiredTranslator",
    "MembershipRequestRoleTypeAndStatusRequiredTranslator",
];

/// Handlers of `IReplaceEnrollmentHandler` (kb 23647).
const REPLACE_HANDLERS: &[&str] = &[
    "ReplaceEnrollmentReadIMHandler",
    "ReplaceEnrollmentStatusDefaultActiveHandler",
    "ReplaceEnrollmentValidateSectionHandler",
    "ReplaceEnrollmentCreateIMEnrollmentHandler",
    "ReplaceEnrollmentSaveIMEnrollmentHandler",
    "ReplaceEnrollmentEnrollLMSOfferingHandler",
    "ReplaceEnrollmentEnrollLMSGroupSectionHandler",
    "ReplaceEnrollmentUnenrollLMSGroupSectionHandler",
    "ReplaceEnrollmentUnenrollLMSOfferingHandler",
];

/// Handlers of `IDeleteEnrollmentHandler` (kb 23716), two of them with one l and without the usual ending.
const DELETE_HANDLERS: &[&str] = &[
    "DeleteEnrollmentReadIMHandler",
    "DeleteEnrollmentUnenrolLMSGroupSection",
    "DeleteEnrollmentUnenrolLMSOffering",
    "DeleteEnrollmentIMHandler",
];

const fn list(
    name: &'static str,
    words: &'static [&'static str],
    about: &'static str,
    quirk: &'static str,
) -> SettingInfo {
    SettingInfo {
        name,
        kind: Kind::WordList(words),
        default: "the shipped list",
        evidence: Evidence::Documented,
        about,
        quirk: Some(quirk),
    }
}

/// What can be set.
pub(super) const SETTINGS: &[SettingInfo] = &[
    list(
        "membership_translators",
        TRANSLATORS,
        "the ITranslateMembership list: what of a membership record is read at all",
        "D2L-053",
    ),
    list(
        "replace_enrollment_handlers",
        REPLACE_HANDLERS,
        "the IReplaceEnrollmentHandler list, in order: what replaceMembership does; ReplaceEnrollmentReadIMHandler comes first",
        "D2L-053",
    ),
    list(
        "delete_enrollment_handlers",
        DELETE_HANDLERS,
        "the IDeleteEnrollmentHandler list, in order: what deleteMembership does; DeleteEnrollmentReadIMHandler comes first",
        "D2L-056",
    ),
    inferred(
        "membership_status_missing",
        Kind::OneOf(&["active", "reject"]),
        "active",
        "what a membership without status is: active, or refused; one name in the vendor's lists says required, another default",
    ),
    inferred(
        "delete_unknown_membership",
        Kind::OneOf(&["warn_success", "failure"]),
        "warn_success",
        "what deleting a membership that IPSIS does not know does: a line in the System Log, or a failure (D2L-050)",
    ),
    inferred(
        "membership_answers",
        Kind::OneOf(&["full", "partial"]),
        "full",
        "the status of answers to replaceMembership and readMembership: fullsuccess or partialdatastorage",
    ),
    inferred(
        "access_all_roles",
        Kind::TextList,
        "[Instructor]",
        "Brightspace roles with access to all groups and sections; roles that are seeded or changed by hand say it themselves (D2L-055)",
    ),
    inferred(
        "enrollments_by_hand",
        Kind::OneOf(&["keep", "take_away"]),
        "keep",
        "whether an enrollment that was made by hand outlives a membership that ends",
    ),
    inferred(
        "background_delay",
        Kind::Text,
        "5s",
        "how long the enrollment background service waits before it moves enrollments, such as 5s or 2 min (D2L-057)",
    ),
];

/// The same as types.
#[derive(Clone, Debug)]
pub(in super::super) struct EnrollmentSettings {
    pub(in super::super) translators: Vec<String>,
    pub(in super::super) replace_handlers: Vec<String>,
    pub(in super::super) delete_handlers: Vec<String>,
    pub(in super::super) reject_without_status: bool,
    pub(in super::super) fail_unknown_delete: bool,
    pub(in super::super) partial_answers: bool,
    pub(in super::super) access_all_roles: Vec<String>,
    pub(in super::super) keep_by_hand: bool,
    pub(in super::super) background_delay: Duration,
}

impl EnrollmentSettings {
    /// Reads settings that the loader has checked.
    pub(super) fn from_value(settings: &Value) -> Self {
        let word = |name: &str| settings.get(name).and_then(Value::as_text);
        let is = |name: &str, value: &str| word(name) == Some(value);
        let words = |name: &str, default: &[&str]| match settings.get(name) {
            Some(Value::List(list)) => list
                .iter()
                .filter_map(|v| v.as_text().map(str::to_owned))
                .collect(),
            _ => default.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>(),
        };
        Self {
            translators: words("membership_translators", TRANSLATORS),
            replace_handlers: words("replace_enrollment_handlers", REPLACE_HANDLERS),
            delete_handlers: words("delete_enrollment_handlers", DELETE_HANDLERS),
            reject_without_status: is("membership_status_missing", "reject"),
            fail_unknown_delete: is("delete_unknown_membership", "failure"),
            partial_answers: is("membership_answers", "partial"),
            access_all_roles: words("access_all_roles", &["Instructor"]),
            keep_by_hand: !is("enrollments_by_hand", "take_away"),
            background_delay: word("background_delay")
                .and_then(|text| duration::parse(text, duration::Use::Delay).ok())
                .unwrap_or(Duration::from_secs(5)),
        }
    }
}

/// What the loader cannot see: a delay that is no duration, and handlers with nothing to work on.
pub(super) fn check(settings: &Value) -> Vec<ConfigProblem> {
    let mut problems = Vec::new();
    if let Some(text) = settings.get("background_delay").and_then(Value::as_text)
        && let Err((message, help)) = duration::parse(text, duration::Use::Delay)
    {
        problems.push(ConfigProblem {
            path: "settings.background_delay".into(),
            message,
            help,
        });
    }
    let typed = EnrollmentSettings::from_value(settings);
    for (name, list, first) in [
        (
            "replace_enrollment_handlers",
            &typed.replace_handlers,
            REPLACE_HANDLERS[0],
        ),
        (
            "delete_enrollment_handlers",
            &typed.delete_handlers,
            DELETE_HANDLERS[0],
        ),
    ] {
        if list.first().is_some_and(|handler| handler != first) {
            problems.push(ConfigProblem {
                path: format!("settings.{name}"),
                message: format!(
                    "{first} must run first, because the others work on what it reads"
                ),
                help: "move it to the beginning of the list".into(),
            });
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{DELETE_HANDLERS, EnrollmentSettings, check};
    use crate::base::Value;

    #[test]
    fn delays_are_written_as_people_do() {
        let settings = |text: &str| {
            let mut settings = Value::map();
            settings.insert("background_delay", Value::text(text));
            settings
        };
        for (text, seconds) in [("5s", 5), ("2 min", 120), ("0s", 0)] {
            let typed = EnrollmentSettings::from_value(&settings(text));
            assert_eq!(typed.background_delay, Duration::from_secs(seconds));
            assert_eq!(check(&settings(text)), []);
        }
        let problems = check(&settings("soon"));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].path, "settings.background_delay");
        assert!(problems[0].message.starts_with("`soon` is no duration"));
    }

    #[test]
    fn reading_comes_first() {
        let mut settings = Value::map();
        let list = DELETE_HANDLERS.iter().rev().map(|name| Value::text(*name));
        settings.insert("delete_enrollment_handlers", Value::List(list.collect()));
        let problems = check(&settings);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].path, "settings.delete_enrollment_handlers");
    }
}
