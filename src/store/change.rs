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
        let values = |row: &Option<Arc<dyn AnyRow>>| match row {
            Some(row) => row.values(),
            None => some.fields().iter().map(|_| None).collect(),
        };
        let sides = values(&self.before).into_iter().zip(values(&self.after));
        let fields = some.fields().iter().zip(sides).enumerate();
        let changed = fields.filter_map(|(place, (info, (old, new)))| {
            if old == new {
                return None;
            }
            let quirk = self.after.as_ref().and_then(|r| r.origin_at(place).quirk);
            Some(FieldChange {
                field: info.name,
                old,
                new,
                quirk,
            })
        });
        changed.collect()
    }
}

/// What an exchange has written so far.
#[derive(Debug, Default)]
pub struct Tx {
    /// In the order of writing.
    pub changes: Vec<Change>,
}
