//! The numbered requirements of LIS 2.0 as the reference target reads them. Code names a row by its constant:
//! `cx.quirk(LIS_023)`.

mod bulk;
mod protocol;
mod reads;
mod writes;

use crate::engine::{Quirk, join_quirks};

pub use bulk::*;
pub use protocol::*;
pub use reads::*;
pub use writes::*;

const ROWS: usize = PROTOCOL.len() + WRITES.len() + READS.len() + BULK.len();

/// Every requirement, in the order of the ids.
pub const QUIRKS: &[Quirk] = &join_quirks::<ROWS>(&[PROTOCOL, WRITES, READS, BULK]);

#[cfg(test)]
mod tests {
    use super::{LIS_001, LIS_020, LIS_039, LIS_050, LIS_064, LIS_070, LIS_072, QUIRKS};
    use crate::engine::{Default, Status};

    #[test]
    fn ids_are_unique_and_sorted() {
        assert!(QUIRKS.windows(2).all(|w| w[0].id < w[1].id));
    }

    #[test]
    fn constants_lead_to_their_rows() {
        for (name, id) in [
            (LIS_001, "LIS-001"),
            (LIS_020, "LIS-020"),
            (LIS_039, "LIS-039"),
            (LIS_050, "LIS-050"),
            (LIS_064, "LIS-064"),
            (LIS_070, "LIS-070"),
            (LIS_072, "LIS-072"),
        ] {
            assert_eq!(QUIRKS[usize::from(name.row)].id, id);
        }
    }

    #[test]
    fn every_row_says_everything() {
        for quirk in QUIRKS {
            for text in [
                quirk.title,
                quirk.what,
                quirk.why,
                quirk.example,
                quirk.source,
                quirk.off,
            ] {
                assert!(
                    !text.trim().is_empty() && !text.contains("  "),
                    "{}: {text}",
                    quirk.id
                );
            }
            assert!(
                quirk.what.contains("SHALL") || quirk.what.contains("SHOULD"),
                "{}",
                quirk.id
            );
            assert!(!quirk.title.ends_with('.'), "{}", quirk.id);
            assert_eq!(quirk.parts[0].name, "", "{}: first part", quirk.id);
            if quirk.default != Default::Always {
                assert!(
                    matches!(quirk.status, Status::Emulated { .. }),
                    "{}",
                    quirk.id
                );
            }
        }
    }
}
