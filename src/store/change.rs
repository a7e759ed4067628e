//! The undo log of one exchange, which is also its list of changes.

use std::sync::Arc;

use super::row::AnyRow;
use crate::base::Value;

/// One row that was written: as it was and as it is.
#[derive(Clone, Debug)]
pub struct Change {
    /// The table.
    pub table: &'static str,
    /// The row's key.
    pub key: Arc<str>,
    /// The row before; `None` when it is new.
    pub before: Option<Arc<dyn AnyRow>>,
    /// The row after; `None` when it is gone.
    pub after: Option<Arc<dyn AnyRow>>,
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// The field.
    pub field: &'static str,
    /// Value before.
    pub old: Option<Value>,
    /// Value after.
    pub new: Option<Value>,
    /// The rule that decided the new value: row in the vendor's table, name of the part.
    pub quirk: Option<(u16, &'static str)>,
}

impl Change {
    /// The fields that differ.
    pub fn fields(&self) -> Vec<FieldChange> {
        let Some(some) = self.after.as_ref().or(self.before.as_ref()) else {
            return Vec::new();
        };
        let side =
            |row: &Option<Arc<dyn AnyRow>>, place| row.as_ref().and_then(|r| r.field(place).0);
        let fields = some
            .fields()
            .iter()
            .enumerate()
            .filter_map(|(place, info)| {
                let (old, new) = (side(&self.before, place), side(&self.after, place));
                let quirk = self.after.as_ref().and_then(|r| r.field(place).1.quirk);
                (old != new).then_some(FieldChange {
                    field: info.name,
                    old,
                    new,
                    quirk,
                })
            });
        fields.collect()
    }
}

/// What an exchange has written so far.
#[derive(Debug, Default)]
pub struct Tx {
    /// In the order of writing.
    pub changes: Vec<Change>,
}
