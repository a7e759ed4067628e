//! The texts and minor codes of statuses.
//!
//! The texts marked as known are exactly those of the real service: integrators compare with them, letter by letter.

#[cfg(test)]
use crate::engine::Evidence;

/// Known, from the page of replacePerson: the object was unknown and has been made.
pub(super) const INSERTED: &str = "Object did not exist, has been inserted instead";

/// Known, from stored answers: the key is empty. The marks are U+2018 and U+2019.
pub(super) const EMPTY_KEY: &str = "The \u{2018}sourcedId\u{2019} identifier can\u{2019}t be empty";

/// Known, from the page on relationships: the parent portal is off (a warning).
pub(super) const PORTAL_OFF: &str =
    "Parent portal is disabled for the customer, a new Child relationship could not be created.";

/// Known, from the page of readPersonsForGroup: some profiles have no valid mapping (a warning).
pub(super) const DEFAULT_PROFILE_READ: &str = "Some persons related to that group are returned with default profile because they are connected to not valid profiles (deleted, not used for synchronization). Please contact administrator to solve that issue.";

/// Known, from stored answers: a mandatory field is missing. The field is named as itslearning names it.
pub(super) fn missing_field(field: Field) -> String {
    format!(
        "Part or all the supplied data was detected as invalid by itslearning. Missing field: '{}'",
        field.name()
    )
}

/// The mandatory fields of a person that can be missing. A missing key has a text of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// The name part First.
    FirstName,
    /// The name part Last.
    LastName,
    /// The institutionRoleType.
    Profile,
}

impl Field {
    /// The name in the text.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::FirstName => "FirstName",
            Self::LastName => "LastName",
            Self::Profile => "Profile",
        }
    }

    /// Only the last name was seen.
    #[cfg(test)]
    pub(super) const fn evidence(self) -> Evidence {
        match self {
            Self::LastName => Evidence::Observed,
            Self::FirstName | Self::Profile => Evidence::Inferred,
        }
    }
}

/// Why an object was refused, or done otherwise than asked, where no text of the real service is known.
///
/// The wording is the double's own; so are the minor codes, but for that of an unknown object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// A create found the key in use; the object was updated.
    UpdatedInstead,
    /// A create found the key in use, while creates must not update.
    KeyInUse,
    /// No object has that key.
    UnknownObject,
    /// A membership names no group that exists.
    UnknownGroup,
    /// A membership names no person who exists.
    UnknownPerson,
    /// A group names no parent that exists.
    UnknownParent,
    /// A group names no parent at all.
    NoParent,
    /// A child of a person is unknown; it was skipped.
    UnknownChild,
    /// A text is longer than its field.
    TooLong,
    /// Somebody else has the user name.
    UsernameTaken,
    /// Somebody else has the anonymous id.
    AnonymousIdTaken,
    /// A value cannot be what its field holds.
    InvalidValue,
    /// A school below a school.
    SchoolBelowSchool,
    /// Type and level say different things.
    TypeAndLevel,
    /// The type may not become that other type.
    TypeChange,
    /// A course group whose parent is no course.
    CourseGroupParent,
    /// A default profile was used for a role without one.
    DefaultProfile,
    /// No profile is mapped from the role, and no default is to be used.
    UnknownRole,
    /// The operation is not enabled for this integration.
    NotEnabled,
}

impl Reason {
    /// All of them.
    #[cfg(test)]
    pub(super) const ALL: [Self; 19] = [
        Self::UpdatedInstead,
        Self::KeyInUse,
        Self::UnknownObject,
        Self::UnknownGroup,
        Self::UnknownPerson,
        Self::UnknownParent,
        Self::NoParent,
        Self::UnknownChild,
        Self::TooLong,
        Self::UsernameTaken,
        Self::AnonymousIdTaken,
        Self::InvalidValue,
        Self::SchoolBelowSchool,
        Self::TypeAndLevel,
        Self::TypeChange,
        Self::CourseGroupParent,
        Self::DefaultProfile,
        Self::UnknownRole,
        Self::NotEnabled,
    ];

    /// The description.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::UpdatedInstead => "Object already exists, has been updated instead",
            Self::KeyInUse => "Another object has this identifier",
            Self::UnknownObject => "Object does not exist",
            Self::UnknownGroup => "The group of the membership does not exist",
            Self::UnknownPerson => "The person of the membership does not exist",
            Self::UnknownParent => "The parent of the group does not exist",
            Self::NoParent => "The parent of the group is missing",
            Self::UnknownChild => "A child does not exist, the relationship was not created",
            Self::TooLong => "A value is too long for its field",
            Self::UsernameTaken => "Another person has this user name",
            Self::AnonymousIdTaken => "Another person has this anonymous id",
            Self::InvalidValue => "A value is not valid for its field",
            Self::SchoolBelowSchool => "A school cannot be placed below another school",
            Self::TypeAndLevel => "Type and level of the group do not match",
            Self::TypeChange => "The type of the group cannot be changed in this way",
            Self::CourseGroupParent => "The parent of a course group must be a course",
            Self::DefaultProfile => {
                "The role is not mapped to a profile, a default profile is used"
            }
            Self::UnknownRole => "The role is not mapped to a profile",
            Self::NotEnabled => "The operation is not enabled for this integration",
        }
    }

    /// The minor code.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::UnknownObject
            | Self::UnknownGroup
            | Self::UnknownPerson
            | Self::UnknownParent
            | Self::UnknownChild => codes::UNKNOWN_OBJECT,
            Self::UpdatedInstead | Self::KeyInUse => codes::ID_IN_USE,
            Self::TooLong => codes::OVERFLOW,
            Self::DefaultProfile | Self::UnknownRole => codes::UNKNOWN_VOCABULARY,
            Self::NotEnabled => codes::UNSUPPORTED,
            Self::NoParent
            | Self::UsernameTaken
            | Self::AnonymousIdTaken
            | Self::InvalidValue
            | Self::SchoolBelowSchool
            | Self::TypeAndLevel
            | Self::TypeChange
            | Self::CourseGroupParent => codes::INVALID_DATA,
        }
    }

    /// How sure the minor code is. Of the texts, none is.
    #[cfg(test)]
    pub(super) const fn code_evidence(self) -> Evidence {
        match self {
            Self::UnknownObject => Evidence::Observed,
            _ => Evidence::Inferred,
        }
    }
}

/// The values of `codeMinorValue`.
pub(super) mod codes {
    /// Seen: no such object.
    pub(in super::super) const UNKNOWN_OBJECT: &str = "unknownobject";
    /// Data that is not valid, or not there.
    pub(in super::super) const INVALID_DATA: &str = "invaliddata";
    /// An empty key.
    pub(in super::super) const NO_KEY: &str = "nosourcedids";
    /// A value that is too long.
    pub(in super::super) const OVERFLOW: &str = "overflowfail";
    /// A key that is in use.
    pub(in super::super) const ID_IN_USE: &str = "idallocinusefail";
    /// A word that is not known.
    pub(in super::super) const UNKNOWN_VOCABULARY: &str = "unknownvocab";
    /// A delete that is not possible.
    pub(in super::super) const DELETE_FAILURE: &str = "deletefailure";
    /// Not offered.
    pub(in super::super) const UNSUPPORTED: &str = "unsupported";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_texts_are_exact() {
        assert_eq!(
            missing_field(Field::LastName),
            "Part or all the supplied data was detected as invalid by itslearning. Missing field: 'LastName'"
        );
        assert_eq!(EMPTY_KEY, "The ‘sourcedId’ identifier can’t be empty");
        assert!(!EMPTY_KEY.contains('\''));
        assert_eq!(INSERTED, "Object did not exist, has been inserted instead");
        assert_eq!(
            PORTAL_OFF,
            "Parent portal is disabled for the customer, a new Child relationship could not be created."
        );
        assert_eq!(
            DEFAULT_PROFILE_READ,
            "Some persons related to that group are returned with default profile because they are connected to not \
            valid profiles (deleted, not used for synchronization). Please contact administrator to solve that issue."
        );
    }

    #[test]
    fn reasons_differ() {
        for (n, reason) in Reason::ALL.iter().enumerate() {
            assert!(!reason.text().ends_with('.') && !reason.code().is_empty());
            for other in &Reason::ALL[..n] {
                assert_ne!(reason.text(), other.text());
            }
        }
        assert_eq!(Reason::UnknownObject.code(), "unknownobject");
        assert_eq!(Reason::UnknownObject.code_evidence(), Evidence::Observed);
        assert_eq!(Reason::UnknownParent.code_evidence(), Evidence::Inferred);
        assert_eq!(Field::FirstName.evidence(), Evidence::Inferred);
    }
}
