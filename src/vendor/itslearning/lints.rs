//! What is legal, or at least taken, and still probably not what the sender meant: findings, never refusals.

use std::borrow::Cow;

use super::keys::is_risky;
use super::settings::Settings;
use crate::base::text::is_date;
use crate::model::{AnyRecord, Call, Finding, FindingClass, Payload, PersonRecord, Verb};
use crate::xml::Element;

/// Names of extension fields, as itslearning spells them: of persons, groups and memberships.
const FIELDS: &[&str] = &[
    "nationalidentitynumber",
    "customstring0",
    "customstring1",
    "customstring2",
    "customstring3",
    "customstring4",
    "emailserver/email",
    "emailserver/userid",
    "emailserver/userid/@password",
    "emailserver/server",
    "emailserver/port",
    "emailserver/type",
    "cloudaccount/login",
    "cloudaccount/accounttype",
    "IsExternalUser",
    "privacyprotection",
    "passwordchange",
    "frenchcalendarmanagement/isheadmaster",
    "eckid",
    "digiDeliveryId",
    "anonymousid",
    "expires",
    "HomeOrganisation",
    "course",
    "course/code",
    "course/credits",
    "course/credit",
    "course/template/synckey",
    "course/template/coursecreatorsynckey",
];
/// Names that go on with an id of the sender's own.
const FIELD_FAMILY: &str = "course/template/terms/";
/// What fits into one of the custom fields, in characters.
const CUSTOM_FIELD: usize = 255;

/// Appends a finding for each thing worth knowing about a call.
pub(super) fn lint(
    settings: &Settings,
    call: &Call<'_>,
    payload: Element<'_>,
    out: &mut Vec<Finding>,
) {
    let mut lint = Lint {
        payload,
        verb: call.operation.verb,
        out,
    };
    let items = match &call.payload {
        Payload::Pairs(pairs) => pairs.len(),
        Payload::Ids(ids) => ids.len(),
        Payload::IdPairs(pairs) => pairs.len(),
        _ => 0,
    };
    let items = items.max(members(payload));
    if items > settings.batch_lint_limit {
        lint.note(
            "large-batch",
            format!("{items} items in one call"),
            "itslearning discourages more than 50 operations in one call: send them in smaller ones",
        );
    }
    lint.id_sets();
    if let Some(key) = call.outer_id.as_deref() {
        lint.key(key);
    }
    match &call.payload {
        Payload::Person(record) => lint.person(record),
        Payload::Record(record) => {
            let view = record.view();
            for extension in view.extensions("extension") {
                lint.fields(extension.fields.iter().filter_map(|f| f.name.as_deref()));
            }
        }
        Payload::Pairs(pairs) => {
            for (id, record) in pairs {
                if let Some(key) = id.as_deref() {
                    lint.key(key);
                }
                if let AnyRecord::Person(record) = record {
                    lint.person(record);
                }
            }
        }
        Payload::Ids(ids) => ids.iter().for_each(|key| lint.key(key)),
        _ => {}
    }
}

/// How many members there are in a call about memberships: each is an operation.
fn members(payload: Element<'_>) -> usize {
    payload
        .children()
        .map(|child| usize::from(child.local() == "member") + members(child))
        .sum()
}

struct Lint<'l, 't> {
    payload: Element<'t>,
    verb: Verb,
    out: &'l mut Vec<Finding>,
}

impl Lint<'_, '_> {
    /// One finding of a name is enough: the next item would say the same.
    fn note(
        &mut self,
        name: &'static str,
        message: impl Into<Cow<'static, str>>,
        hint: &'static str,
    ) {
        if self.out.iter().any(|f| f.name == name) {
            return;
        }
        self.out.push(Finding {
            name,
            class: FindingClass::Note,
            offset: Some(self.payload.offset()),
            message: message.into(),
            hint: hint.into(),
        });
    }

    fn id_sets(&mut self) {
        let sets = self.payload.children_named("sourcedIdSet").count();
        if sets > 1 {
            self.note(
                "several-id-sets",
                format!("{sets} sourcedIdSet elements in one call"),
                "put all identifiers into one sourcedIdSet: of several only one is looked at",
            );
        }
    }

    fn key(&mut self, key: &str) {
        if is_risky(key) {
            self.note(
                "long-sync-key",
                format!("a sync key has {} characters", key.chars().count()),
                "the method pages say 64 at the most, others 255: keep keys within 64",
            );
        }
    }

    fn person(&mut self, record: &PersonRecord<'_>) {
        let Some(person) = &record.person else {
            return;
        };
        let fields = || person.extensions.iter().flat_map(|e| &e.fields);
        self.fields(fields().filter_map(|f| f.name.as_deref()));
        for field in fields() {
            let (Some(name), Some(value)) = (field.name.as_deref(), field.value.as_deref()) else {
                continue;
            };
            let name = name.to_ascii_lowercase();
            let custom = name.starts_with("customstring") || name == "nationalidentitynumber";
            if custom && value.chars().count() > CUSTOM_FIELD {
                self.note(
                    "long-custom-field",
                    format!("{name} has {} characters", value.chars().count()),
                    "custom fields hold 255 characters",
                );
            }
            if name == "expires" && !value.trim().is_empty() && !is_date(value.trim()) {
                self.note(
                    "bad-expiry-date",
                    "expires is not a date",
                    "write it as YYYY-MM-DD, or empty for an account that never expires",
                );
            }
        }
        let roles = || person.roles.iter().flat_map(|r| &r.institution_roles);
        if roles().any(|role| role.kind.term().is_none()) {
            self.note(
                "empty-role-type",
                "institutionRoleType is empty",
                "an empty role gives the site's default profile; leave the element out of an update to keep the profile",
            );
        }
        if self.verb == Verb::Replace {
            let named = |label: &str| {
                person
                    .names
                    .iter()
                    .flat_map(|n| &n.parts)
                    .any(|p| p.label() == Some(label) && p.term().is_some())
            };
            if !named("First") || !named("Last") || roles().next().is_none() {
                self.note(
                    "replace-incomplete",
                    "a replace lacks first name, last name or role",
                    "a replace must carry all mandatory fields: what is missing is cleared or refused",
                );
            }
        }
    }

    fn fields<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        for name in names {
            if FIELDS.contains(&name) || name.starts_with(FIELD_FAMILY) {
                continue;
            }
            if FIELDS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                self.note(
                    "field-name-case",
                    format!("the extension field '{name}' is spelled in another letter case"),
                    "write extension fields as the documentation does: whether letter case matters is not known",
                );
            } else {
                self.note(
                    "unknown-extension-field",
                    format!("itslearning knows no extension field '{name}'"),
                    "check the spelling: unknown fields are passed over in silence",
                );
            }
        }
    }
}
