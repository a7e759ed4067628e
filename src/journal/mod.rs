//! The journal: what was exchanged, in order. Stored shapes are their own, versioned, types.
//!
//! A [`Journal`] keeps the last exchanges of a session in memory, bounded by count and by bytes. A [`Recorder`]
//! writes every exchange to a file before its answer is sent; [`Recording::read`] reads such a file back.
//! Secrets stay in clear in memory, because rules read them; [`mask()`] takes them out of whatever is shown or saved.

mod convert;
mod entry;
mod line;
mod mask;
mod provenance;
mod read;
mod record;
mod ring;
mod scan;

pub use convert::quirk_name;
pub use entry::{Body, ChangeEntry, Entry, EntryKind, FindingEntry, QuirkEntry};
pub use line::LineStyle;
pub use mask::{mask, mask_text};
pub use provenance::{FieldView, fold};
pub use read::{ReadError, Recording, Torn};
pub use record::{MAJOR, MINOR, RecordError, Recorder, Secrets};
pub use ring::{Journal, JournalLimits};

#[cfg(test)]
mod tests;
