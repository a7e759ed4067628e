//! The numbered rules of itslearning, as data. Code names a row by its constant: `cx.quirk(ITS_070)`.

mod answers;
mod extensions;
mod fields;
mod groups;
mod memberships;
mod persons;
mod profiles;
mod reads;
mod transport;

use crate::engine::{Quirk, join_quirks};

pub use answers::*;
pub use extensions::*;
pub use fields::*;
pub use groups::*;
pub use memberships::*;
pub use persons::*;
pub use profiles::*;
pub use reads::*;
pub use transport::*;

const ROWS: usize = TRANSPORT.len()
    + ANSWERS.len()
    + PERSONS.len()
    + MEMBERSHIPS.len()
    + GROUPS.len()
    + EXTENSIONS.len()
    + PROFILES.len()
    + READS.len()
    + FIELDS.len();

/// Every rule, in the order of the ids.
pub const QUIRKS: &[Quirk] = &join_quirks::<ROWS>(&[
    TRANSPORT,
    ANSWERS,
    PERSONS,
    MEMBERSHIPS,
    GROUPS,
    EXTENSIONS,
    PROFILES,
    READS,
    FIELDS,
]);

/// What was read in code that talks to the real service.
const CLIENTS: &str =
    "public client code that is used against the real service (Go, TypeScript, PHP, Java)";
/// Defaults of the server stack.
const STACK: &str = "public source of the server stack that itslearning runs on; no capture of itslearning's own answer \
    is public";
const WSDL: &str = "the public WSDL captured from the test server";
const JOBS: &str = "a public production job built on a public Go client";
const METHODS: &str =
    "itslearning developer site, createPersons, deletePersons, createGroups and their sister pages";
const SAMPLES: &str = "itslearning developer site, Managing persons, printed answers of readPerson";
const PERSON_PAGE: &str = "itslearning developer site, Managing persons";
const PROFILE_PAGE: &str = "itslearning developer site, How to assign profiles to users";
const GROUP_PAGE: &str = "itslearning developer site, Managing groups";
const COURSE_PAGE: &str = "itslearning developer site, Creating courses and course groups";
const MEMBERSHIP_PAGE: &str = "itslearning developer site, Managing memberships";
const RELATIONSHIP_PAGE: &str =
    "itslearning developer site, Creating parent/child relationships, and Managing persons";
const DOS: &str = "itslearning developer site, Dos and don'ts";

#[cfg(test)]
mod tests {
    use super::{ITS_001, ITS_024, ITS_070, ITS_088, ITS_103, QUIRKS};
    use crate::engine::{Default, Status};

    #[test]
    fn ids_are_complete_and_in_order() {
        let ids: Vec<_> = QUIRKS.iter().map(|quirk| quirk.id.to_owned()).collect();
        let expected: Vec<_> = (1..=103).map(|n| format!("ITS-{n:03}")).collect();
        assert_eq!((ids.len(), ids), (103, expected));
    }

    #[test]
    fn constants_lead_to_their_rows() {
        for (name, id) in [
            (ITS_001, "ITS-001"),
            (ITS_024, "ITS-024"),
            (ITS_070, "ITS-070"),
            (ITS_088, "ITS-088"),
            (ITS_103, "ITS-103"),
        ] {
            assert_eq!(QUIRKS[usize::from(name.row)].id, id);
        }
    }

    #[test]
    fn every_row_says_everything() {
        for quirk in QUIRKS {
            for (field, text) in [
                ("title", quirk.title),
                ("what", quirk.what),
                ("why", quirk.why),
                ("example", quirk.example),
                ("source", quirk.source),
                ("off", quirk.off),
            ] {
                assert!(!text.trim().is_empty(), "{}: no {field}", quirk.id);
                assert!(
                    !text.contains("  "),
                    "{}: double blank in {field}",
                    quirk.id
                );
            }
            assert!(!quirk.title.ends_with('.'), "{}: title", quirk.id);
            assert_eq!(quirk.parts[0].name, "", "{}: first part", quirk.id);
            for (n, part) in quirk.parts.iter().enumerate() {
                assert!(!part.says.is_empty(), "{}/{}", quirk.id, part.name);
                assert!(
                    quirk.parts[..n].iter().all(|p| p.name != part.name),
                    "{}/{} twice",
                    quirk.id,
                    part.name
                );
                let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                assert!(part.name.chars().all(kebab), "{}/{}", quirk.id, part.name);
            }
            if quirk.default != Default::Always {
                assert!(
                    matches!(quirk.status, Status::Emulated { .. }),
                    "{}: a switch that is not emulated",
                    quirk.id
                );
            }
        }
    }

    #[test]
    fn rules_that_are_mentioned_exist() {
        for quirk in QUIRKS {
            let says = quirk.parts.iter().map(|part| part.says);
            let texts = [quirk.what, quirk.why, quirk.example, quirk.off];
            for text in texts.into_iter().chain(says) {
                for (at, _) in text.match_indices("ITS-") {
                    let id = &text[at..at + 7];
                    assert!(QUIRKS.iter().any(|q| q.id == id), "{}: {id}", quirk.id);
                }
            }
        }
    }
}
