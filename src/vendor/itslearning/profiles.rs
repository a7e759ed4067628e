//! The decision about a person's profile: what the message says about the role, by the site's profiles.
//!
//! Source: itslearning developer site, "How to assign profiles to users": the default table, the field that customizes
//! it, and four words of caution. What the page leaves open is marked inferred, row by row.

#[cfg(test)]
use crate::engine::Evidence;

/// The values of `institutionRoleType` in the service description of 2017. The default table lists the same, in this order.
pub(super) const INSTITUTION_ROLES: [&str; 14] = [
    "Student",
    "Faculty",
    "Member",
    "Learner",
    "Instructor",
    "Mentor",
    "Staff",
    "Alumni",
    "ProspectiveStudent",
    "Guest",
    "Other",
    "Administrator",
    "Observer",
    "Carer",
];

/// The profiles of a new site and what they are mapped from; two of them from nothing.
pub(super) const DEFAULT_PROFILES: [(&str, Option<&str>); 7] = [
    ("Pupil", Some("Student")),
    ("Staff", Some("Staff")),
    ("Guest", Some("Guest")),
    ("Administrator", Some("Administrator")),
    ("Parent", Some("Carer")),
    ("System Administrator", None),
    ("AICC", None),
];

/// The role that is used when the default role leads nowhere.
pub(super) const LAST_RESORT: &str = "Student";

/// A profile of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Profile<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The field "Synchronisation – Map from profile".
    pub(super) map_from: Option<&'a str>,
    /// Marked as deleted.
    pub(super) deleted: bool,
}

/// What happens when a role is needed and not sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum MissingRole {
    /// The person is refused: a mandatory field is missing.
    #[default]
    Refuse,
    /// As if the element were empty.
    SiteDefault,
}

/// How a site assigns profiles.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules<'a> {
    /// Its profiles, in the order of their names.
    pub(super) profiles: &'a [Profile<'a>],
    /// The role set as "Default profile for external enrollment".
    pub(super) default_external: &'a str,
    /// The name of the site's default profile.
    pub(super) site_default: &'a str,
    /// Whether role texts differ by letter case.
    pub(super) exact_case: bool,
    /// Whether only the values of the service description can be read.
    pub(super) strict_enum: bool,
    /// What happens when a role is needed and not sent.
    pub(super) missing: MissingRole,
}

/// One `institutionRole` of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SentRole<'m> {
    /// Its `institutionRoleType`, if it has one.
    pub(super) role_type: Option<&'m str>,
    /// Whether it is marked primary.
    pub(super) primary: bool,
}

/// What the message does to the person, whatever the operation is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The person comes into being.
    New,
    /// A person who exists is changed: an update, or a create with a key that exists.
    Updated,
    /// A person who exists is replaced.
    Replaced,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome<'a> {
    /// This profile.
    Profile(&'a str),
    /// The profile stays.
    Unchanged,
    /// Refused: the field is missing.
    Missing,
    /// The message cannot be read.
    Fault,
}

/// The row of the table that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// The role is mapped to a profile.
    Mapped,
    /// The role is mapped to nothing; the default role has a profile.
    Unmapped,
    /// The role is mapped to a deleted profile; the default role has a profile.
    Deleted,
    /// Neither the role nor the default role has a profile; Student has one.
    InvalidDefault,
    /// Not even Student has one; the site's default profile is taken.
    NoStudent,
    /// The element is empty.
    Empty,
    /// The element has no `institutionRoleType`.
    NoType,
    /// Left out of an update.
    LeftOut,
    /// Left out of what makes a new person.
    LeftOutOfNew,
    /// Left out of a replace.
    LeftOutOfReplace,
    /// A value outside of the enumeration, on a site that keeps to it.
    OutsideEnumeration,
}

impl Row {
    /// The page's word of caution behind it, counted from 1.
    #[cfg(test)]
    pub(super) const fn caution(self) -> Option<u8> {
        match self {
            Self::Unmapped => Some(1),
            Self::Deleted => Some(2),
            Self::InvalidDefault | Self::NoStudent => Some(3),
            Self::Empty | Self::NoType | Self::LeftOut => Some(4),
            _ => None,
        }
    }

    /// How sure it is.
    #[cfg(test)]
    pub(super) const fn evidence(self) -> Evidence {
        match self {
            Self::Mapped
            | Self::Unmapped
            | Self::Deleted
            | Self::InvalidDefault
            | Self::Empty
            | Self::LeftOut => Evidence::Documented,
            Self::NoStudent
            | Self::NoType
            | Self::LeftOutOfNew
            | Self::LeftOutOfReplace
            | Self::OutsideEnumeration => Evidence::Inferred,
        }
    }

    /// Whether a default was used in place of what the role asked for (ITS-080).
    pub(super) const fn is_fallback(self) -> bool {
        matches!(
            self,
            Self::Unmapped | Self::Deleted | Self::InvalidDefault | Self::NoStudent
        )
    }
}

/// Which of the roles was looked at. More than one is a case of which no page speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picked {
    /// There was none.
    None,
    /// There was only one.
    Only,
    /// The first of several that is marked primary.
    Primary,
    /// The first of several, none of which is marked primary.
    First,
}

/// The decision, and what decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decision<'a> {
    /// What follows.
    pub(super) outcome: Outcome<'a>,
    /// The row that decided.
    pub(super) row: Row,
    /// Which role was looked at.
    pub(super) picked: Picked,
    /// The deleted profile that the role is mapped to, if it is.
    pub(super) deleted: Option<&'a str>,
}

/// What a role text leads to.
enum Found<'a> {
    Active(&'a str),
    Deleted(&'a str),
    Nothing,
}

impl<'a> Rules<'a> {
    /// Decides. Whoever has ITS-081 switched off leaves empty roles out of `sent`.
    pub(super) fn decide(&self, sent: &[SentRole<'_>], target: Target) -> Decision<'a> {
        let (role, picked) = pick(sent);
        let decision = |outcome, row| Decision {
            outcome,
            row,
            picked,
            deleted: None,
        };
        // One value that cannot be read takes the message down, whichever role it is in.
        let unreadable = |role: &SentRole<'_>| role.text().is_some_and(|t| !in_enumeration(t));
        if self.strict_enum && sent.iter().any(unreadable) {
            return decision(Outcome::Fault, Row::OutsideEnumeration);
        }
        let Some(role) = role else {
            return match (target, self.missing) {
                (Target::Updated, _) => decision(Outcome::Unchanged, Row::LeftOut),
                (Target::New, missing) => decision(self.left_out(missing), Row::LeftOutOfNew),
                (Target::Replaced, missing) => {
                    decision(self.left_out(missing), Row::LeftOutOfReplace)
                }
            };
        };
        let Some(text) = role.text() else {
            let row = match role.role_type {
                Some(_) => Row::Empty,
                None => Row::NoType,
            };
            return decision(Outcome::Profile(self.site_default), row);
        };
        match self.find(text) {
            Found::Active(name) => decision(Outcome::Profile(name), Row::Mapped),
            Found::Nothing => {
                let (name, row) = self.fallback(Row::Unmapped);
                decision(Outcome::Profile(name), row)
            }
            Found::Deleted(deleted) => {
                let (name, row) = self.fallback(Row::Deleted);
                Decision {
                    deleted: Some(deleted),
                    ..decision(Outcome::Profile(name), row)
                }
            }
        }
    }

    /// The role that a read gives for a profile, and whether it is that of the default profile because the profile is
    /// not mapped, deleted or unknown. The latter is a warning in readPersonsForGroup.
    pub(super) fn role_of(&self, profile: &str) -> (&'a str, bool) {
        let mapped = |name: &str| {
            let mut profiles = self.profiles.iter();
            let profile = profiles.find(|p| p.name == name && !p.deleted)?;
            profile.map_from.filter(|text| !text.is_empty())
        };
        match mapped(profile) {
            Some(role) => (role, false),
            None => (mapped(self.site_default).unwrap_or(LAST_RESORT), true),
        }
    }

    fn left_out(&self, missing: MissingRole) -> Outcome<'a> {
        match missing {
            MissingRole::Refuse => Outcome::Missing,
            MissingRole::SiteDefault => Outcome::Profile(self.site_default),
        }
    }

    /// The profile of the default role; failing that, of Student; failing that, the site's default profile.
    fn fallback(&self, row: Row) -> (&'a str, Row) {
        match (self.find(self.default_external), self.find(LAST_RESORT)) {
            (Found::Active(name), _) => (name, row),
            (_, Found::Active(name)) => (name, Row::InvalidDefault),
            _ => (self.site_default, Row::NoStudent),
        }
    }

    /// The profile mapped from a text. One that is not deleted goes before one that is.
    fn find(&self, text: &str) -> Found<'a> {
        let same = |profile: &&Profile<'_>| {
            profile.map_from.is_some_and(|from| {
                !from.is_empty()
                    && if self.exact_case {
                        from == text
                    } else {
                        from.to_lowercase() == text.to_lowercase()
                    }
            })
        };
        let mut deleted = None;
        for profile in self.profiles.iter().filter(same) {
            if !profile.deleted {
                return Found::Active(profile.name);
            }
            deleted = deleted.or(Some(profile.name));
        }
        deleted.map_or(Found::Nothing, Found::Deleted)
    }
}

impl<'m> SentRole<'m> {
    /// Its text; white space alone is none.
    fn text(&self) -> Option<&'m str> {
        self.role_type
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }
}

/// Whether the service description of 2017 has this value.
pub(super) fn in_enumeration(text: &str) -> bool {
    INSTITUTION_ROLES.contains(&text)
}

fn pick<'s, 'm>(sent: &'s [SentRole<'m>]) -> (Option<&'s SentRole<'m>>, Picked) {
    match sent {
        [] => (None, Picked::None),
        [only] => (Some(only), Picked::Only),
        [first, ..] => match sent.iter().find(|role| role.primary) {
            Some(primary) => (Some(primary), Picked::Primary),
            None => (Some(first), Picked::First),
        },
    }
}

#[cfg(test)]
mod tests;
