//! The numbered rules of Brightspace, as data. Code names a row by its constant: `cx.quirk(D2L_028)`.

mod bulk;
mod enrollments;
mod org_units;
mod person_records;
mod persons;
mod protocol;

use crate::engine::{Quirk, join_quirks};

pub use bulk::*;
pub use enrollments::*;
pub use org_units::*;
pub use person_records::*;
pub use persons::*;
pub use protocol::*;

const ROWS: usize = PROTOCOL.len()
    + PERSON_RECORDS.len()
    + PERSONS.len()
    + ORG_UNITS.len()
    + ENROLLMENTS.len()
    + BULK.len();

/// Every rule, in the order of the ids.
pub const QUIRKS: &[Quirk] = &join_quirks::<ROWS>(&[
    PROTOCOL,
    PERSON_RECORDS,
    PERSONS,
    ORG_UNITS,
    ENROLLMENTS,
    BULK,
]);

#[cfg(test)]
mod tests {
    use super::{BULK, D2L_001, D2L_014, D2L_027, D2L_028, D2L_035, D2L_053, D2L_076, QUIRKS};
    use crate::engine::{Default, Status};

    #[test]
    fn ids_are_unique_and_sorted() {
        assert!(
            QUIRKS.windows(2).all(|w| w[0].id < w[1].id),
            "ids must rise from row to row"
        );
        assert_eq!(QUIRKS.len(), 70);
        assert_eq!(BULK.len(), 7);
    }

    #[test]
    fn constants_lead_to_their_rows() {
        for (name, id) in [
            (D2L_001, "D2L-001"),
            (D2L_014, "D2L-014"),
            (D2L_027, "D2L-027"),
            (D2L_028, "D2L-028"),
            (D2L_035, "D2L-035"),
            (D2L_053, "D2L-053"),
            (D2L_076, "D2L-076"),
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
}
