//! The journal: what was exchanged, in order. Stored shapes are their own, versioned, types.

mod entry;

pub use entry::{Body, ChangeEntry, Entry, EntryKind, FindingEntry, QuirkEntry};
