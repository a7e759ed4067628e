//! The roles of memberships: words, numbers, and what they are in a hierarchy of itslearning.

use crate::engine::Evidence;

/// What somebody is in a hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HierarchyRole {
    /// May everything.
    Administrator,
    /// Teaches.
    Teacher,
    /// Learns.
    Student,
    /// Looks on.
    Guest,
}

impl HierarchyRole {
    /// The word in the state.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::Teacher => "Teacher",
            Self::Student => "Student",
            Self::Guest => "Guest",
        }
    }
}

/// One value of `roleType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Role {
    /// The word, which is also what reads return.
    pub(super) word: &'static str,
    /// The number that means the same, where there is one.
    pub(super) number: Option<&'static str>,
    /// What it is in the hierarchy.
    pub(super) hierarchy: HierarchyRole,
    /// How sure that is.
    pub(super) evidence: Evidence,
}

/// The role that has rules of its own about home organisations.
pub(super) const MENTOR: &str = "Mentor";

/// Every role, in the order of the enumeration. The page on memberships has the first four rows in full.
pub(super) const ROLES: [Role; 10] = [
    role("Learner", Some("01"), HierarchyRole::Student, true),
    role("Instructor", Some("02"), HierarchyRole::Teacher, true),
    role("ContentDeveloper", Some("03"), HierarchyRole::Guest, true),
    role("Member", Some("04"), HierarchyRole::Guest, true),
    role("Manager", Some("05"), HierarchyRole::Guest, false),
    role(MENTOR, Some("06"), HierarchyRole::Guest, false),
    role(
        "Administrator",
        Some("07"),
        HierarchyRole::Administrator,
        false,
    ),
    role(
        "TeachingAssistant",
        Some("08"),
        HierarchyRole::Teacher,
        false,
    ),
    role("Default", None, HierarchyRole::Student, false),
    role("Guest", None, HierarchyRole::Guest, false),
];

const fn role(
    word: &'static str,
    number: Option<&'static str>,
    hierarchy: HierarchyRole,
    documented: bool,
) -> Role {
    let evidence = if documented {
        Evidence::Documented
    } else {
        Evidence::Inferred
    };
    Role {
        word,
        number,
        hierarchy,
        evidence,
    }
}

impl Role {
    /// The role that a message names by word or number. Anything else is outside of the enumeration.
    pub(super) fn parse(text: &str) -> Option<&'static Self> {
        ROLES
            .iter()
            .find(|role| role.word == text || role.number == Some(text))
    }

    /// Whether a membership with it can be marked as home organisation.
    pub(super) fn can_be_home(&self) -> bool {
        self.word != MENTOR
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_the_same_roles() {
        for (number, word, hierarchy) in [
            ("01", "Learner", "Student"),
            ("02", "Instructor", "Teacher"),
            ("03", "ContentDeveloper", "Guest"),
            ("04", "Member", "Guest"),
            ("05", "Manager", "Guest"),
            ("06", "Mentor", "Guest"),
            ("07", "Administrator", "Administrator"),
            ("08", "TeachingAssistant", "Teacher"),
        ] {
            let role = Role::parse(number).expect("a role");
            assert_eq!(Role::parse(word), Some(role));
            assert_eq!((role.word, role.hierarchy.as_str()), (word, hierarchy));
        }
        assert_eq!(Role::parse("Default").map(|r| r.number), Some(None));
        assert_eq!(Role::parse("Guest").map(|r| r.number), Some(None));
    }

    #[test]
    fn nothing_else_is_a_role() {
        for text in ["", "1", "09", "learner", "Pupil", "Student", " 01"] {
            assert_eq!(Role::parse(text), None, "{text}");
        }
    }

    #[test]
    fn four_rows_are_documented() {
        let documented = |r: &&Role| r.evidence == Evidence::Documented;
        assert_eq!(ROLES.iter().filter(documented).count(), 4);
        let homeless: Vec<_> = ROLES.iter().filter(|r| !r.can_be_home()).collect();
        assert_eq!(homeless.len(), 1);
        assert_eq!(homeless[0].number, Some("06"));
    }
}
