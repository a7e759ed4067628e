//! What an itslearning double can be told: how the site and its integration are configured, and how the double behaves
//! where no source says what the real service does.

mod check;
mod table;

use super::profiles::MissingRole;
use crate::base::Value;
use crate::model::Service;

pub(super) use check::check;
pub(super) use table::SETTINGS;

/// A profile of the site, as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ProfileSetting {
    pub(super) name: String,
    /// The field "Synchronisation – Map from profile"; `None` when it is empty.
    pub(super) map_from: Option<String>,
    pub(super) deleted: bool,
}

/// Whether something that is sent is taken, or made up by itslearning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Import,
    Generate,
}

/// How long keys may be, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyLimits {
    pub(super) person: usize,
    pub(super) group: usize,
    pub(super) membership: usize,
}

/// The settings of one instance as types.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) root_group_id: String,
    pub(super) extra_paths: Vec<(String, Service)>,
    pub(super) username_mode: Mode,
    pub(super) password_mode: Mode,
    pub(super) allow_passwords: bool,
    pub(super) profiles: Vec<ProfileSetting>,
    pub(super) default_external_role: String,
    pub(super) site_default_profile: String,
    pub(super) strict_role_enum: bool,
    pub(super) role_case_exact: bool,
    pub(super) missing_role: MissingRole,
    pub(super) warn_about_default_profile: bool,
    pub(super) parent_portal: bool,
    pub(super) eck_id: bool,
    pub(super) digi_delivery_id: bool,
    pub(super) french_calendar: bool,
    pub(super) system_users: bool,
    pub(super) read_all_persons: bool,
    pub(super) page_size_one_means_all: bool,
    pub(super) key_case_exact: bool,
    pub(super) max_key: KeyLimits,
    pub(super) truncate_overlong: bool,
    pub(super) warn_create_existing: bool,
    pub(super) warn_delete_unknown: bool,
    pub(super) trashed_username_blocks: bool,
    pub(super) trash_keeps_memberships: bool,
    pub(super) second_membership_takes_over: bool,
    pub(super) groups_for_person_with_ids: bool,
    pub(super) gender_stored: bool,
    pub(super) second_street_as_street: bool,
    pub(super) max_unprocessed_operations: usize,
    pub(super) batch_lint_limit: usize,
}

impl Settings {
    /// Reads settings that the loader has checked.
    pub(super) fn from_value(settings: &Value) -> Self {
        let word = |name: &str| settings.get(name).and_then(Value::as_text);
        let text = |name: &str| word(name).unwrap_or_else(|| default(name)).to_owned();
        let is = |name: &str, value: &str| text(name).eq_ignore_ascii_case(value);
        let number = |name: &str| {
            let given = word(name).and_then(parse_number);
            given.or_else(|| parse_number(default(name))).unwrap_or(0)
        };
        let mode = |name: &str| {
            if is(name, "generate") {
                Mode::Generate
            } else {
                Mode::Import
            }
        };
        Self {
            root_group_id: text("root_group_id"),
            extra_paths: pairs(settings, "extra_paths")
                .filter_map(|(path, name)| Some((path.to_owned(), service(name)?)))
                .collect(),
            username_mode: mode("username_mode"),
            password_mode: mode("password_mode"),
            allow_passwords: is("allow_passwords", "true"),
            profiles: profiles(settings),
            default_external_role: text("default_external_role"),
            site_default_profile: text("site_default_profile"),
            strict_role_enum: is("strict_role_enum", "true"),
            role_case_exact: is("role_case", "exact"),
            missing_role: if is("missing_role_on_create", "site_default") {
                MissingRole::SiteDefault
            } else {
                MissingRole::Refuse
            },
            warn_about_default_profile: is("default_profile_severity", "warning"),
            parent_portal: is("parent_portal", "true"),
            eck_id: is("eck_id", "true"),
            digi_delivery_id: is("digi_delivery_id", "true"),
            french_calendar: is("french_calendar", "true"),
            system_users: is("system_users", "true"),
            read_all_persons: is("read_all_persons_enabled", "true"),
            page_size_one_means_all: is("page_size_one_means_all", "true"),
            key_case_exact: is("sync_key_case", "exact"),
            max_key: KeyLimits {
                person: number("max_sync_key_person"),
                group: number("max_sync_key_group"),
                membership: number("max_sync_key_membership"),
            },
            truncate_overlong: is("overlong_value", "truncate"),
            warn_create_existing: is("create_existing_severity", "warning"),
            warn_delete_unknown: is("delete_unknown", "warning"),
            trashed_username_blocks: is("trashed_username", "taken"),
            trash_keeps_memberships: is("trashed_memberships", "keep"),
            second_membership_takes_over: is("second_membership", "take_over"),
            groups_for_person_with_ids: is("read_groups_for_person_shape", "groupIdPairSet"),
            gender_stored: is("gender_readback", "stored"),
            second_street_as_street: is("second_street_readback", "street"),
            max_unprocessed_operations: number("max_unprocessed_operations"),
            batch_lint_limit: number("batch_lint_limit"),
        }
    }
}

/// The default of a setting as the table has it, so that it stands in one place only.
fn default(name: &str) -> &'static str {
    SETTINGS
        .iter()
        .find(|info| info.name == name)
        .map_or("", |info| info.default)
}

/// A number of at least one.
fn parse_number(text: &str) -> Option<usize> {
    text.trim().parse().ok().filter(|n| *n > 0)
}

/// The service of that word, one of those of Enterprise Services.
fn service(word: &str) -> Option<Service> {
    Service::ES
        .into_iter()
        .find(|service| service.abbreviation() == word)
}

/// The texts of a map.
fn pairs<'v>(settings: &'v Value, name: &str) -> impl Iterator<Item = (&'v str, &'v str)> {
    let map = match settings.get(name) {
        Some(Value::Map(map)) => Some(map),
        _ => None,
    };
    map.into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((key.as_str(), value.as_text()?)))
}

/// The texts of a list.
fn list<'v>(settings: &'v Value, name: &str) -> impl Iterator<Item = &'v str> {
    let list = match settings.get(name) {
        Some(Value::List(list)) => list.as_slice(),
        _ => &[],
    };
    list.iter().filter_map(Value::as_text)
}

/// The site's profiles in the order of their names.
fn profiles(settings: &Value) -> Vec<ProfileSetting> {
    let deleted: Vec<_> = list(settings, "deleted_profiles").collect();
    let profile = |name: &str, map_from: &str| ProfileSetting {
        name: name.to_owned(),
        map_from: Some(map_from.trim())
            .filter(|text| !text.is_empty())
            .map(str::to_owned),
        deleted: deleted.contains(&name),
    };
    let mut profiles: Vec<_> = if settings.get("profiles").is_some() {
        pairs(settings, "profiles")
            .map(|(name, map_from)| profile(name, map_from))
            .collect()
    } else {
        super::profiles::DEFAULT_PROFILES
            .iter()
            .map(|(name, map_from)| profile(name, map_from.unwrap_or("")))
            .collect()
    };
    profiles.sort_by(|a, b| a.name.cmp(&b.name));
    profiles
}

#[cfg(test)]
mod tests;
