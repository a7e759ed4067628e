//! What a Brightspace double can be told, and the lists of translators and handlers that IPSIS would be configured with.

mod bulk;
mod enrollments;
mod grades;
mod units;

use indexmap::IndexMap;

use self::bulk::BulkSettings;
pub(super) use self::bulk::{Endpoint, EndpointAuth};
use self::enrollments::EnrollmentSettings;
use self::grades::GradeSettings;
pub(super) use self::units::Deleting;
use self::units::UnitSettings;
use crate::base::Value;
use crate::engine::{ConfigProblem, Evidence, Kind, SettingInfo};
use crate::model::Service;

/// Translators of `ITranslatePerson`. The first five are the shipped list (kb 23724).
pub(super) const TRANSLATORS: &[&str] = &[
    "PersonRequestBaseTranslator",
    "PersonRequestFirstAndLastNameRequiredTranslator",
    "PersonRequestInstitutionRoleOptionalTranslator",
    "PersonRequestEmailPrimaryOptionalTranslator",
    "PersonRequestFirstUserIdAndPasswordOptionalTranslator",
    "PersonRequestIsActiveTranslator",
    "PersonRequestPreferredFirstAndLastNameOptionalTranslator",
    "PersonRequestAgentsTranslator",
];

/// Handlers of `IReplaceUserHandler`. The first eleven are the shipped list (kb 23652).
pub(super) const REPLACE_HANDLERS: &[&str] = &[
    "ReplaceUserReadIPSISHandler",
    "ReplaceUserReadLMSHandler",
    "ReplaceUserStatusDefaultActiveHandler",
    "ReplaceUserRoleDefaultFirstRoleHandler",
    "ReplaceUserValidateBaseHandler",
    "ReplaceUserCreateLMSHandler",
    "ReplaceUserCreateIPSISHandler",
    "ReplaceUserSaveLMSHandler",
    "ReplaceUserSaveIPSISHandler",
    "ReplaceUserSavePasswordPlainTextHandler",
    "ParentPortalCreateRelationshipHandler",
    "ReplaceUserPreferredFirstNameNoUpdateHandler",
    "ReplaceUserPreferredLastNameNoUpdateHandler",
    "ReplaceUserUpdateAuditorsHandler",
];

/// How many of [`REPLACE_HANDLERS`] are the default.
const REPLACE_DEFAULT: usize = 11;

/// Handlers of `IDeleteUserHandler` (kb 23718, 17026).
const DELETE_HANDLERS: &[&str] = &[
    "DeleteUserRemoveRelationshipsHandler",
    "DeleteUserLMSHandler",
    "DeleteUserIMHandler",
    "DeleteUserLMSInactiveHandler",
    "ParentPortalDeleteRelationshipHandler",
];

/// How many of [`DELETE_HANDLERS`] are the default.
const DELETE_DEFAULT: usize = 3;

/// Translators of `ITranslateReadPersonResponse` (kb 23704). The first is the shipped list.
const READ_TRANSLATORS: &[&str] = &[
    "ReadUserResponseNameFirstLastNameRequiredTranslator",
    "ReadUserAgentsTranslator",
];

/// How many of [`TRANSLATORS`] are shipped.
const SHIPPED_TRANSLATORS: usize = 5;

/// Which lists an IPSIS without further configuration has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// With the optional translators that the vendor's pages describe most.
    PlugAndPlay,
    /// The documented default lists, nothing else.
    Shipped,
    /// As for Ellucian ILP: one section message makes a whole course.
    Ilp,
}

/// A default that was not readable in the vendor's pages.
pub(super) const fn inferred(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    about: &'static str,
) -> SettingInfo {
    SettingInfo {
        name,
        kind,
        default,
        evidence: Evidence::Inferred,
        about,
        quirk: None,
    }
}

/// Settings of the person service and of all services.
const PERSONS: &[SettingInfo] = &[
    inferred(
        "profile",
        Kind::OneOf(&["plug_and_play", "shipped", "ilp"]),
        "plug_and_play",
        "the lists of translators and handlers to start from: with the usual additions, as shipped, or as for Ellucian ILP; a list that is set wins",
    ),
    inferred(
        "role_map",
        Kind::TextMap,
        "{ Student: Learner, Faculty: Instructor }",
        "SIS role text to Brightspace role; what is not in it is an error (D2L-033)",
    ),
    inferred(
        "role_case",
        Kind::OneOf(&["ignore", "exact"]),
        "ignore",
        "whether role texts are compared in their letter case",
    ),
    SettingInfo {
        name: "person_translators",
        kind: Kind::WordList(TRANSLATORS),
        default: "the five shipped ones and, unless the profile is shipped, IsActive, preferred names and agents",
        evidence: Evidence::Documented,
        about: "the ITranslatePerson list: what of a person record is read at all",
        quirk: Some("D2L-024"),
    },
    SettingInfo {
        name: "replace_user_handlers",
        kind: Kind::WordList(REPLACE_HANDLERS),
        default: "the shipped list",
        evidence: Evidence::Documented,
        about: "the IReplaceUserHandler list, in order: what replacePerson does",
        quirk: Some("D2L-038"),
    },
    inferred(
        "delete_user_handlers",
        Kind::WordList(DELETE_HANDLERS),
        "[DeleteUserRemoveRelationshipsHandler, DeleteUserLMSHandler, DeleteUserIMHandler]",
        "the IDeleteUserHandler list, in order: delete, deactivate, or only forget the mapping",
    ),
    SettingInfo {
        name: "read_user_translators",
        kind: Kind::WordList(READ_TRANSLATORS),
        default: "[ReadUserResponseNameFirstLastNameRequiredTranslator]",
        evidence: Evidence::Documented,
        about: "the ITranslateReadPersonResponse list: what readPerson gives back",
        quirk: Some("D2L-009"),
    },
    inferred(
        "preferred_block_without_parts",
        Kind::OneOf(&["keep", "clear"]),
        "keep",
        "what a Preferred block with neither first nor last name does",
    ),
    inferred(
        "status_default_on_update",
        Kind::OneOf(&["keep", "active"]),
        "keep",
        "the status of a user that is updated without IsActive",
    ),
    inferred(
        "missing_role_on_create",
        Kind::Text,
        "",
        "the Brightspace role of a user created without any role; empty for none",
    ),
    inferred(
        "username_fallback",
        Kind::OneOf(&["org_defined_id", "reject"]),
        "org_defined_id",
        "the user name of a user created without one",
    ),
    inferred(
        "username_conflict",
        Kind::OneOf(&["reject", "adopt"]),
        "reject",
        "what happens when another, unmapped user has the user name already",
    ),
    inferred(
        "unknown_agent",
        Kind::OneOf(&["ignore", "fail"]),
        "ignore",
        "what an agent that is no user does to the message",
    ),
    inferred(
        "transactional",
        Kind::Bool,
        "false",
        "whether a handler that fails undoes what the handlers before it have saved (D2L-032)",
    ),
    inferred(
        "handler_failure",
        Kind::OneOf(&["error", "status"]),
        "error",
        "the severity of a failure that a handler reports; translators always report status (D2L-007)",
    ),
    inferred(
        "unimplemented_operation",
        Kind::OneOf(&["status", "fault"]),
        "status",
        "how an operation that Brightspace does not carry out is answered: unsupported in the status, or a SOAP fault",
    ),
    inferred(
        "course_delete_answers",
        Kind::OneOf(&["service", "as_printed"]),
        "service",
        "the namespace of answers to deleteCourseOffering and deleteCourseSection: the service's, or that of groups as the vendor's pages print it (D2L-012)",
    ),
    inferred(
        "require_request_header",
        Kind::Bool,
        "false",
        "whether a request without imsx_syncRequestHeaderInfo is refused",
    ),
    SettingInfo {
        name: "password_regex",
        kind: Kind::Regex,
        default: "",
        evidence: Evidence::Documented,
        about: "d2l.Auth.Password.ValidationRegex: what a password must match; empty for anything",
        quirk: Some("D2L-032"),
    },
    inferred(
        "extra_paths",
        Kind::TextMap,
        "{}",
        "further paths of services, such as a customer's HTTPS ones: path to PMS, MMS, … (D2L-013)",
    ),
];

const GROUPS: [&[SettingInfo]; 5] = [
    PERSONS,
    units::SETTINGS,
    enrollments::SETTINGS,
    bulk::SETTINGS,
    grades::SETTINGS,
];

/// The settings of Brightspace beside the common ones.
pub(super) const SETTINGS: &[SettingInfo] = &join::<{ width(&GROUPS) }>(&GROUPS);

const fn width(groups: &[&[SettingInfo]]) -> usize {
    let (mut n, mut sum) = (0, 0);
    while n < groups.len() {
        sum += groups[n].len();
        n += 1;
    }
    sum
}

const fn join<const N: usize>(groups: &[&[SettingInfo]]) -> [SettingInfo; N] {
    let mut all = [PERSONS[0]; N];
    let (mut group, mut next) = (0, 0);
    while group < groups.len() {
        let mut row = 0;
        while row < groups[group].len() {
            all[next] = groups[group][row];
            next += 1;
            row += 1;
        }
        group += 1;
    }
    all
}

/// The settings of one instance as types.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) role_map: Vec<(String, String)>,
    pub(super) role_case_exact: bool,
    pub(super) translators: Vec<String>,
    pub(super) replace_handlers: Vec<String>,
    pub(super) delete_handlers: Vec<String>,
    pub(super) read_agents: bool,
    pub(super) clear_without_parts: bool,
    pub(super) active_on_update: bool,
    pub(super) missing_role: Option<String>,
    pub(super) username_fallback: bool,
    pub(super) adopt: bool,
    pub(super) fail_unknown_agent: bool,
    pub(super) transactional: bool,
    pub(super) handler_failure_is_status: bool,
    pub(super) unimplemented_fault: bool,
    pub(super) answers_as_printed: bool,
    pub(super) require_header: bool,
    pub(super) password_regex: Option<regex::Regex>,
    pub(super) extra_paths: Vec<(String, Service)>,
    pub(super) units: UnitSettings,
    pub(super) enrollments: EnrollmentSettings,
    pub(super) bulk: BulkSettings,
    pub(super) grades: GradeSettings,
}

impl Settings {
    /// Reads settings that the loader has checked.
    pub(super) fn from_value(settings: &Value) -> Self {
        let word = |name: &str| settings.get(name).and_then(Value::as_text);
        let is =
            |name: &str, value: &str| word(name).is_some_and(|w| w.eq_ignore_ascii_case(value));
        let words = |name: &str, default: &[&str]| match settings.get(name) {
            Some(Value::List(list)) => list
                .iter()
                .filter_map(|v| v.as_text().map(str::to_owned))
                .collect(),
            _ => default.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>(),
        };
        let pairs = |name: &str, default: &[(&str, &str)]| match settings.get(name) {
            Some(Value::Map(map)) => map
                .iter()
                .filter_map(|(k, v)| Some((k.clone(), v.as_text()?.to_owned())))
                .collect::<Vec<_>>(),
            _ => default
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
        };
        let profile = match word("profile") {
            Some("shipped") => Profile::Shipped,
            Some("ilp") => Profile::Ilp,
            _ => Profile::PlugAndPlay,
        };
        let translators = match profile {
            Profile::Shipped => &TRANSLATORS[..SHIPPED_TRANSLATORS],
            Profile::PlugAndPlay | Profile::Ilp => TRANSLATORS,
        };
        Self {
            role_map: pairs(
                "role_map",
                &[("Student", "Learner"), ("Faculty", "Instructor")],
            ),
            role_case_exact: is("role_case", "exact"),
            translators: words("person_translators", translators),
            replace_handlers: words(
                "replace_user_handlers",
                &REPLACE_HANDLERS[..REPLACE_DEFAULT],
            ),
            delete_handlers: words("delete_user_handlers", &DELETE_HANDLERS[..DELETE_DEFAULT]),
            read_agents: words("read_user_translators", &READ_TRANSLATORS[..1])
                .iter()
                .any(|t| t == READ_TRANSLATORS[1]),
            clear_without_parts: is("preferred_block_without_parts", "clear"),
            active_on_update: is("status_default_on_update", "active"),
            missing_role: word("missing_role_on_create")
                .filter(|r| !r.is_empty())
                .map(str::to_owned),
            username_fallback: !is("username_fallback", "reject"),
            adopt: is("username_conflict", "adopt"),
            fail_unknown_agent: is("unknown_agent", "fail"),
            transactional: is("transactional", "true"),
            handler_failure_is_status: is("handler_failure", "status"),
            unimplemented_fault: is("unimplemented_operation", "fault"),
            answers_as_printed: is("course_delete_answers", "as_printed"),
            require_header: is("require_request_header", "true"),
            password_regex: word("password_regex")
                .filter(|r| !r.is_empty())
                .and_then(|r| regex::Regex::new(r).ok()),
            extra_paths: pairs("extra_paths", &[])
                .into_iter()
                .filter_map(|(path, name)| {
                    let service = Service::ALL
                        .into_iter()
                        .find(|s| s.abbreviation() == name)?;
                    Some((path, service))
                })
                .collect(),
            units: UnitSettings::from_value(settings, profile),
            enrollments: EnrollmentSettings::from_value(settings),
            bulk: BulkSettings::from_value(settings),
            grades: GradeSettings::from_value(settings),
        }
    }
}

/// Contradictions between settings and quirks, and inside the handler lists.
pub(super) fn check(settings: &Value, quirks: &IndexMap<String, bool>) -> Vec<ConfigProblem> {
    let mut problems = enrollments::check(settings);
    let typed = Settings::from_value(settings);
    let mut problem = |path: &str, message: &str, help: &str| {
        problems.push(ConfigProblem {
            path: path.into(),
            message: message.into(),
            help: help.into(),
        });
    };
    let delete = &typed.delete_handlers;
    let has = |name: &str| delete.iter().any(|h| h == name);
    if has("DeleteUserLMSHandler") && has("DeleteUserLMSInactiveHandler") {
        problem(
            "settings.delete_user_handlers",
            "DeleteUserLMSHandler and DeleteUserLMSInactiveHandler exclude each other",
            "keep the one that does what your tenant does: delete or deactivate",
        );
    }
    if has("DeleteUserIMHandler") && delete.last().is_some_and(|h| h != "DeleteUserIMHandler") {
        problem(
            "settings.delete_user_handlers",
            "DeleteUserIMHandler must run last, because it forgets whom the others are about",
            "move it to the end of the list",
        );
    }
    for (path, service) in settings
        .get("extra_paths")
        .and_then(as_map)
        .into_iter()
        .flatten()
    {
        let name = service.as_text().unwrap_or("");
        let names = Service::ALL.map(Service::abbreviation);
        if !names.contains(&name) {
            problem(
                "settings.extra_paths",
                &format!("'{name}' is no service"),
                &format!("write one of {}", names.join(", ")),
            );
        }
        if !path.starts_with('/') {
            problem(
                "settings.extra_paths",
                &format!("path '{path}' does not begin with '/'"),
                "write the path from the host on",
            );
        }
    }
    let word = |name: &str| settings.get(name).and_then(Value::as_text);
    let body = match word("answer_body") {
        Some("element") => Some(false),
        Some("empty") => Some(true),
        _ => None,
    };
    let namespaces = word("namespaces").map(|w| w == "any");
    for (id, name, said) in [
        ("D2L-004", "answer_body", body),
        ("D2L-010", "namespaces", namespaces),
    ] {
        if let (Some(quirk), Some(said)) = (quirks.get(id), said)
            && *quirk != said
        {
            problem(
                &format!("quirks.{id}"),
                &format!(
                    "{id} is {} here, but the setting {name} says the opposite",
                    if *quirk { "on" } else { "off" }
                ),
                "say it once: drop one of the two",
            );
        }
    }
    problems
}

fn as_map(value: &Value) -> Option<&IndexMap<String, Value>> {
    match value {
        Value::Map(map) => Some(map),
        _ => None,
    }
}
