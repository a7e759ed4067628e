//! Defaults, typed values, and contradictions.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::*;
use crate::engine::{COMMON_SETTINGS, Kind};
use crate::vendor::itslearning::quirks::QUIRKS;
use crate::vendor::itslearning::state::TABLES;

fn value(json: serde_json::Value) -> Value {
    Value::from_json(&json).expect("a value")
}

fn problems(settings: serde_json::Value, quirks: &[(&str, bool)]) -> Vec<String> {
    let quirks: IndexMap<_, _> = quirks
        .iter()
        .map(|(id, on)| ((*id).to_owned(), *on))
        .collect();
    check(&value(settings), &quirks)
        .into_iter()
        .map(|p| format!("{}: {}", p.path, p.message))
        .collect()
}

#[test]
fn names_are_unique_and_defaults_fit() {
    let mut names = BTreeSet::new();
    for info in SETTINGS {
        assert!(names.insert(info.name), "{} twice", info.name);
        assert!(
            COMMON_SETTINGS.iter().all(|c| c.name != info.name),
            "{} is a common setting",
            info.name
        );
        match info.kind {
            Kind::Bool => assert!(["true", "false"].contains(&info.default), "{}", info.name),
            Kind::OneOf(words) => assert_eq!(words[0], info.default, "{}", info.name),
            _ => assert!(!info.default.is_empty(), "{}", info.name),
        }
        assert!(!info.about.ends_with('.'), "{}", info.name);
        let rule = info.quirk.expect("every setting belongs to a rule");
        assert!(QUIRKS.iter().any(|q| q.id == rule), "{rule}");
    }
    assert_eq!(names.len(), 35);
}

#[test]
fn settings_that_rules_mention_exist() {
    let known = |name: &str| {
        SETTINGS
            .iter()
            .chain(COMMON_SETTINGS)
            .any(|info| info.name == name)
    };
    let mut seen = 0;
    for quirk in QUIRKS {
        let says = quirk.parts.iter().map(|part| part.says);
        for text in [quirk.what, quirk.example, quirk.off]
            .into_iter()
            .chain(says)
        {
            let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let snake = |w: &&str| {
                w.contains('_')
                    && w.starts_with(|c: char| c.is_ascii_lowercase())
                    && !w.contains(|c: char| c.is_ascii_uppercase())
            };
            for word in words.filter(snake) {
                let state = TABLES.iter().flat_map(|table| table.fields);
                let others = ["itslearning_support", "log_in"];
                assert!(
                    known(word) || others.contains(&word) || state.clone().any(|f| f.name == word),
                    "{}: {word}",
                    quirk.id
                );
                seen += usize::from(known(word));
            }
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn what_is_not_said_is_the_default() {
    let s = Settings::from_value(&Value::map());
    assert_eq!(s.root_group_id, "root");
    assert_eq!(
        (s.username_mode, s.password_mode),
        (Mode::Import, Mode::Import)
    );
    assert_eq!(
        s.max_key,
        KeyLimits {
            person: 255,
            group: 255,
            membership: 255
        }
    );
    assert_eq!((s.batch_lint_limit, s.max_unprocessed_operations), (50, 10));
    assert_eq!(s.default_external_role, "Student");
    assert_eq!(s.site_default_profile, "Pupil");
    assert_eq!(s.missing_role, MissingRole::Refuse);
    for on in [
        s.allow_passwords,
        s.parent_portal,
        s.read_all_persons,
        s.page_size_one_means_all,
        s.key_case_exact,
        s.role_case_exact,
        s.warn_create_existing,
        s.trashed_username_blocks,
        s.trash_keeps_memberships,
        s.second_membership_takes_over,
    ] {
        assert!(on);
    }
    for off in [
        s.strict_role_enum,
        s.warn_about_default_profile,
        s.eck_id,
        s.digi_delivery_id,
        s.french_calendar,
        s.system_users,
        s.truncate_overlong,
        s.warn_delete_unknown,
        s.groups_for_person_with_ids,
        s.gender_stored,
        s.second_street_as_street,
    ] {
        assert!(!off);
    }
    assert!(s.extra_paths.is_empty());
    let names: Vec<_> = s.profiles.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "AICC",
            "Administrator",
            "Guest",
            "Parent",
            "Pupil",
            "Staff",
            "System Administrator"
        ]
    );
    assert_eq!(s.profiles[0].map_from, None);
    assert_eq!(s.profiles[4].map_from.as_deref(), Some("Student"));
    assert!(problems(serde_json::json!({}), &[]).is_empty());
}

#[test]
fn what_is_said_counts() {
    let s = Settings::from_value(&value(serde_json::json!({
        "root_group_id": 0,
        "username_mode": "generate",
        "profiles": { "Teachers": "Teacher", "Learners": "Student", "Nobody": "" },
        "deleted_profiles": ["Teachers"],
        "site_default_profile": "Learners",
        "missing_role_on_create": "site_default",
        "read_groups_for_person_shape": "groupIdPairSet",
        "max_sync_key_person": 64,
        "max_sync_key_group": "many",
        "extra_paths": { "/es": "COMBINED", "/lis": "PMS" },
        "parent_portal": false,
        "gender_readback": "stored",
        "sync_key_case": "ignore",
    })));
    assert_eq!(s.root_group_id, "0");
    assert_eq!(
        (s.username_mode, s.password_mode),
        (Mode::Generate, Mode::Import)
    );
    let teachers = s.profiles.iter().find(|p| p.name == "Teachers");
    assert_eq!(s.profiles.len(), 3);
    assert!(teachers.is_some_and(|p| p.deleted && p.map_from.as_deref() == Some("Teacher")));
    assert_eq!(s.missing_role, MissingRole::SiteDefault);
    assert_eq!((s.max_key.person, s.max_key.group), (64, 255));
    assert_eq!(s.extra_paths, [("/es".to_owned(), Service::EsCombined)]);
    assert!(s.groups_for_person_with_ids && s.gender_stored);
    assert!(!s.parent_portal && !s.key_case_exact);
}

/// Settings, rules that are set, and the problems with them.
type Contradiction = (
    &'static str,
    &'static [(&'static str, bool)],
    &'static [&'static str],
);

#[test]
fn contradictions_are_told() {
    let json = |text: &str| serde_json::from_str(text).expect("JSON");
    #[rustfmt::skip]
    let table: &[Contradiction] = &[
        (r#"{"max_sync_key_person": "many", "batch_lint_limit": 0}"#, &[], &[
            "settings.max_sync_key_person: 'many' is no number from 1 on",
            "settings.batch_lint_limit: '0' is no number from 1 on",
        ]),
        (r#"{"extra_paths": {"es": "PMS"}}"#, &[], &[
            "settings.extra_paths: 'PMS' is no service",
            "settings.extra_paths: path 'es' does not begin with '/'",
        ]),
        (r#"{"root_group_id": " "}"#, &[], &["settings.root_group_id: the root needs a sync key"]),
        (r#"{"root_group_id": "campus", "max_sync_key_group": 3}"#, &[], &[
            "settings.root_group_id: the root's sync key is longer than max_sync_key_group allows",
        ]),
        (r#"{"deleted_profiles": ["Teachers"]}"#, &[], &[
            "settings.deleted_profiles: there is no profile 'Teachers'",
        ]),
        (r#"{"site_default_profile": "Student"}"#, &[], &[
            "settings.site_default_profile: there is no profile 'Student'",
        ]),
        (r#"{"deleted_profiles": ["Pupil"]}"#, &[], &[
            "settings.site_default_profile: profile 'Pupil' is deleted",
        ]),
        (r#"{"profiles": {"Pupil": "Student", "Year 7": "Student"}}"#, &[], &[
            "settings.profiles: 'Pupil' and 'Year 7' are both mapped from 'Student'",
        ]),
        (r#"{"profiles": {"Pupil": "Student", "Year 7": "student"}}"#, &[], &[]),
        (r#"{"profiles": {"Pupil": "Student", "Year 7": "student"}, "role_case": "ignore"}"#, &[], &[
            "settings.profiles: 'Pupil' and 'Year 7' are both mapped from 'student'",
        ]),
        (r#"{"profiles": {"Pupil": "Student", "Old": "Student"}, "deleted_profiles": ["Old"]}"#, &[], &[]),
        (r#"{"profiles": {"Pupil": "Student", "T": "Teacher"}, "strict_role_enum": true}"#, &[], &[
            "settings.strict_role_enum: profile 'T' is mapped from 'Teacher', which can then never be sent",
        ]),
        (r#"{"namespaces": "any"}"#, &[("ITS-020", true)], &[
            "quirks.ITS-020: ITS-020 is on here, but the setting namespaces takes elements from wrong namespaces",
        ]),
        (r#"{"namespaces": "strict"}"#, &[("ITS-020", true)], &[
            "quirks.ITS-020: ITS-020 is on here, but the setting namespaces refuses what ITS-020 passes over",
        ]),
        (r#"{"namespaces": "service"}"#, &[("ITS-020", true)], &[]),
        (r#"{"namespaces": "any"}"#, &[("ITS-020", false)], &[]),
        (r#"{"auth": "off"}"#, &[("ITS-009", true)], &[
            "quirks.ITS-009: ITS-009 is about user name tokens, but the setting auth asks for none",
        ]),
        (r#"{"auth": "off"}"#, &[("ITS-009", false)], &[]),
        (r#"{"default_external_role": "Nonsense"}"#, &[], &[]),
    ];
    for (settings, quirks, expected) in table {
        assert_eq!(problems(json(settings), quirks), *expected, "{settings}");
    }
}
