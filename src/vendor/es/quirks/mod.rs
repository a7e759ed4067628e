//! The numbered requirements of ES 1.0 as the reference target reads them. Code names a row by its constant:
//! `cx.quirk(ES_023)`.

mod protocol;
mod reads;
mod writes;

use crate::engine::{Quirk, join_quirks};

pub use protocol::*;
pub use reads::*;
pub use writes::*;

const ROWS: usize = PROTOCOL.len() + WRITES.len() + READS.len();

/// Every requirement, in the order of the ids.
pub const QUIRKS: &[Quirk] = &join_quirks::<ROWS>(&[PROTOCOL, WRITES, READS]);

#[cfg(test)]
mod tests {
    use super::{ES_001, ES_008, ES_020, ES_031, ES_040, ES_046, QUIRKS};

    #[test]
    fn constants_lead_to_their_rows() {
        for (name, id) in [
            (ES_001, "ES-001"),
            (ES_008, "ES-008"),
            (ES_020, "ES-020"),
            (ES_031, "ES-031"),
            (ES_040, "ES-040"),
            (ES_046, "ES-046"),
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
                let once = !text.trim().is_empty() && !text.contains("  ");
                assert!(once, "{}: {text}", quirk.id);
            }
            let binds = quirk.what.contains("SHALL") || quirk.what.contains("SHOULD");
            assert!(binds && !quirk.title.ends_with('.'), "{}", quirk.id);
            assert_eq!(quirk.parts[0].name, "", "{}: first part", quirk.id);
        }
    }
}
