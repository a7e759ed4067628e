//! Settings that contradict each other, the rules, or themselves.

use indexmap::IndexMap;

use super::{Settings, list, pairs, parse_number, service};
use crate::base::Value;
use crate::engine::ConfigProblem;
use crate::model::Service;
use crate::vendor::itslearning::profiles::in_enumeration;

/// The settings that are numbers.
const NUMBERS: [&str; 5] = [
    "max_sync_key_person",
    "max_sync_key_group",
    "max_sync_key_membership",
    "batch_lint_limit",
    "max_unprocessed_operations",
];

/// Contradictions between settings and rules.
pub(in super::super) fn check(
    settings: &Value,
    quirks: &IndexMap<String, bool>,
) -> Vec<ConfigProblem> {
    let mut problems = Vec::new();
    let mut problem = |path: &str, message: String, help: &str| {
        problems.push(ConfigProblem {
            path: path.into(),
            message,
            help: help.into(),
        });
    };
    let word = |name: &str| settings.get(name).and_then(Value::as_text);
    for name in NUMBERS {
        if let Some(text) = word(name).filter(|text| parse_number(text).is_none()) {
            problem(
                &format!("settings.{name}"),
                format!("'{text}' is no number from 1 on"),
                "write a whole number",
            );
        }
    }
    for (path, name) in pairs(settings, "extra_paths") {
        if service(name).is_none() {
            let names = Service::ES.map(Service::abbreviation).join(", ");
            problem(
                "settings.extra_paths",
                format!("'{name}' is no service"),
                &format!("write one of {names}"),
            );
        }
        if !path.starts_with('/') {
            problem(
                "settings.extra_paths",
                format!("path '{path}' does not begin with '/'"),
                "write the path from the host on",
            );
        }
    }
    let typed = Settings::from_value(settings);
    let root = &typed.root_group_id;
    if root.trim().is_empty() {
        problem(
            "settings.root_group_id",
            "the root needs a sync key".into(),
            "without one no group can name it as parent",
        );
    } else if root.chars().count() > typed.max_key.group {
        problem(
            "settings.root_group_id",
            "the root's sync key is longer than max_sync_key_group allows".into(),
            "shorten the one or raise the other",
        );
    }
    check_profiles(settings, &typed, &mut problem);
    check_rules(&word, quirks, &mut problem);
    problems
}

fn check_profiles(settings: &Value, typed: &Settings, problem: &mut dyn FnMut(&str, String, &str)) {
    let profile = |name: &str| typed.profiles.iter().find(|p| p.name == name);
    for name in list(settings, "deleted_profiles").filter(|name| profile(name).is_none()) {
        problem(
            "settings.deleted_profiles",
            format!("there is no profile '{name}'"),
            "a deleted profile still stands in profiles",
        );
    }
    let default = &typed.site_default_profile;
    match profile(default) {
        None => problem(
            "settings.site_default_profile",
            format!("there is no profile '{default}'"),
            "name one of profiles; this setting is a profile, not a role",
        ),
        Some(profile) if profile.deleted => problem(
            "settings.site_default_profile",
            format!("profile '{default}' is deleted"),
            "name one that is not in deleted_profiles",
        ),
        Some(_) => {}
    }
    for (n, one) in typed.profiles.iter().enumerate() {
        let Some(text) = &one.map_from else { continue };
        let same = |other: &str| {
            if typed.role_case_exact {
                other == text
            } else {
                other.to_lowercase() == text.to_lowercase()
            }
        };
        let mut before = typed.profiles[..n].iter();
        let twin = before.find(|other| {
            other.deleted == one.deleted && other.map_from.as_deref().is_some_and(same)
        });
        if let Some(other) = twin {
            problem(
                "settings.profiles",
                format!(
                    "'{}' and '{}' are both mapped from '{text}'",
                    other.name, one.name
                ),
                "which of them counts is not known; give them different texts",
            );
        }
        if typed.strict_role_enum && !in_enumeration(text) {
            problem(
                "settings.strict_role_enum",
                format!(
                    "profile '{}' is mapped from '{text}', which can then never be sent",
                    one.name
                ),
                "drop strict_role_enum, or map the profile from a value of the enumeration",
            );
        }
    }
}

fn check_rules<'v>(
    word: &dyn Fn(&str) -> Option<&'v str>,
    quirks: &IndexMap<String, bool>,
    problem: &mut dyn FnMut(&str, String, &str),
) {
    let help = "say it once: drop one of the two";
    let namespaces = match (quirks.get("ITS-020"), word("namespaces")) {
        (Some(true), Some("any")) => Some("takes elements from wrong namespaces"),
        (Some(true), Some("strict")) => Some("refuses what ITS-020 passes over"),
        _ => None,
    };
    if let Some(says) = namespaces {
        problem(
            "quirks.ITS-020",
            format!("ITS-020 is on here, but the setting namespaces {says}"),
            help,
        );
    }
    let token = match word("auth") {
        Some("off" | "basic") => Some(false),
        _ => None,
    };
    for id in ["ITS-007", "ITS-008", "ITS-009"] {
        if quirks.get(id) == Some(&true) && token == Some(false) {
            problem(
                &format!("quirks.{id}"),
                format!("{id} is about user name tokens, but the setting auth asks for none"),
                help,
            );
        }
    }
}
