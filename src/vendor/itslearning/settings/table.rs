//! The settings as data.

use crate::engine::Evidence::{self, Documented, Inferred, Observed};
use crate::engine::{Kind, SettingInfo};

const fn setting(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    evidence: Evidence,
    rule: &'static str,
    about: &'static str,
) -> SettingInfo {
    SettingInfo {
        name,
        kind,
        default,
        evidence,
        about,
        quirk: Some(rule),
    }
}

/// The settings of itslearning beside the common ones.
#[rustfmt::skip]
pub(in super::super) const SETTINGS: &[SettingInfo] = &[
    // The site and where it answers.
    setting("root_group_id", Kind::Text, "root", Inferred, "ITS-067",
        "sync key of the root, the group of type Site that all others hang below; real sites have root, Root, 0 and others"),
    setting("extra_paths", Kind::TextMap, "{}", Inferred, "ITS-001",
        "further paths of services: path to PERSON, EXTENDED_PERSON, GROUP, MEMBERSHIP or COMBINED"),
    setting("system_users", Kind::Bool, "false", Inferred, "ITS-053",
        "whether the site has the users itslearning_support and itslearning_services, who have no sync key"),

    // Accounts.
    setting("username_mode", Kind::OneOf(&["import", "generate"]), "import", Inferred, "ITS-036",
        "import takes the user name that is sent, generate ignores it and makes one up"),
    setting("password_mode", Kind::OneOf(&["import", "generate"]), "import", Inferred, "ITS-036",
        "import takes the password that is sent, generate ignores it and makes one up"),
    setting("allow_passwords", Kind::Bool, "true", Inferred, "ITS-075",
        "whether people sign in with passwords; a site with single sign-on only ignores passwordchange"),
    setting("trashed_username", Kind::OneOf(&["taken", "free"]), "taken", Inferred, "ITS-035",
        "whether user name and anonymous id of a person in the trash can be given to somebody else"),
    setting("trashed_memberships", Kind::OneOf(&["keep", "remove"]), "keep", Inferred, "ITS-033",
        "whether the memberships of a deleted person come back when the person is restored"),

    // Profiles.
    setting("profiles", Kind::TextMap,
        "{ Pupil: Student, Staff: Staff, Guest: Guest, Administrator: Administrator, Parent: Carer, \
            System Administrator: '', AICC: '' }",
        Documented, "ITS-080",
        "the site's profiles and the role text in the field Map from profile; empty for none"),
    setting("deleted_profiles", Kind::TextList, "[]", Inferred, "ITS-080",
        "names of profiles that are marked as deleted but still mapped"),
    setting("default_external_role", Kind::Text, "Student", Inferred, "ITS-080",
        "the role text set as Default profile for external enrollment, for roles without a profile"),
    setting("site_default_profile", Kind::Text, "Pupil", Inferred, "ITS-081",
        "name of the site's default profile, for an empty institutionRoleType"),
    setting("default_profile_severity", Kind::OneOf(&["status", "warning"]), "status", Inferred, "ITS-080",
        "the severity of a success in which a default profile was used for a role without one"),
    setting("missing_role_on_create", Kind::OneOf(&["failure", "site_default"]), "failure", Inferred, "ITS-081",
        "what happens when a person is created or replaced without institutionRole"),
    setting("role_case", Kind::OneOf(&["exact", "ignore"]), "exact", Inferred, "ITS-102",
        "whether role texts are compared in their letter case"),
    setting("strict_role_enum", Kind::Bool, "false", Documented, "ITS-102",
        "true answers an institutionRoleType outside the 14 values of the 2017 service description with a fault"),

    // What the customer has switched on.
    setting("parent_portal", Kind::Bool, "true", Inferred, "ITS-078",
        "whether the parent portal is on; without it relationships are neither written nor read"),
    setting("eck_id", Kind::Bool, "false", Inferred, "ITS-072",
        "Enable Eck id support: whether the extension field eckid counts"),
    setting("digi_delivery_id", Kind::Bool, "false", Inferred, "ITS-072",
        "Enable DigiDeliveryId support: whether the extension field digiDeliveryId counts"),
    setting("french_calendar", Kind::Bool, "false", Inferred, "ITS-100",
        "whether the customer has the French calendar, where people can be headmasters"),
    setting("read_all_persons_enabled", Kind::Bool, "true", Inferred, "ITS-042",
        "whether readAllPersons is enabled for the integration; where it is not, it is answered as unsupported"),

    // Keys and lengths.
    setting("sync_key_case", Kind::OneOf(&["exact", "ignore"]), "exact", Inferred, "ITS-044",
        "whether sync keys that differ by letter case only are different keys"),
    setting("max_sync_key_person", Kind::Text, "255", Documented, "ITS-089",
        "longest sync key of a person; other pages say 64, and longer ones leave a finding"),
    setting("max_sync_key_group", Kind::Text, "255", Documented, "ITS-089",
        "longest sync key of a group; other pages say 64, and longer ones leave a finding"),
    setting("max_sync_key_membership", Kind::Text, "255", Documented, "ITS-089",
        "longest sync key of a membership"),
    setting("overlong_value", Kind::OneOf(&["failure", "truncate"]), "failure", Inferred, "ITS-089",
        "what happens to an object with a text that is longer than its field; keys are never cut"),

    // Statuses.
    setting("create_existing_severity", Kind::OneOf(&["warning", "status"]), "warning", Inferred, "ITS-025",
        "the severity of a create that updated an object which existed"),
    setting("delete_unknown", Kind::OneOf(&["failure", "warning"]), "failure", Inferred, "ITS-034",
        "how deleting an object that does not exist is answered; a warning is a success"),
    setting("second_membership", Kind::OneOf(&["take_over", "failure"]), "take_over", Inferred, "ITS-055",
        "what a membership with a new key does when the person is in the group already"),

    // What reads give back.
    setting("page_size_one_means_all", Kind::Bool, "true", Documented, "ITS-042",
        "whether PageSize 1 of readAllPersons returns everybody, as one edition of its page says"),
    setting("read_groups_for_person_shape", Kind::OneOf(&["groupSet", "groupIdPairSet"]), "groupSet", Documented, "ITS-068",
        "what readGroupsForPerson returns: groups alone, as its page prints, or with their keys, as its sister methods do"),
    setting("gender_readback", Kind::OneOf(&["Male", "stored"]), "Male", Inferred, "ITS-039",
        "what a read gives as gender: always Male, or what was sent"),
    setting("second_street_readback", Kind::OneOf(&["extadd", "street"]), "extadd", Observed, "ITS-040",
        "the element in which a read gives the second address line"),

    // Load.
    setting("batch_lint_limit", Kind::Text, "50", Documented, "ITS-083",
        "a call with more operations than this leaves a finding"),
    setting("max_unprocessed_operations", Kind::Text, "10", Documented, "ITS-083",
        "from this number of operations under way at a time on, a call leaves a finding"),
];
