//! The kit from which vendors build their state: keyed tables of rows whose fields know where they came from, and an
//! undo log that is at the same time the list of changes.
//!
//! There are no neutral records here: every vendor holds different things. Rows are shared (`Arc`), so that readers,
//! the journal and the undo log keep old ones alive without copying them.

mod change;
mod field;
mod keys;
mod row;
mod table;

pub use change::{Change, FieldChange, Tx};
pub use field::{Cell, Field, Origin, Source};
pub(crate) use row::row;
pub use row::{AnyRow, Row};
pub use table::{GroupBy, Table};
