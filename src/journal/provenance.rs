//! Where every field of the state came from, as it is shown and sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entry::Entry;

/// One field of an instance's state and who wrote it last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldView {
    /// The instance.
    pub instance: String,
    /// Its vendor.
    pub vendor: String,
    /// The table.
    pub table: String,
    /// The row's key.
    pub key: String,
    /// The field.
    pub field: String,
    /// The value, secrets masked; `None` when the field was emptied.
    pub value: Option<String>,
    /// The exchange that wrote it; 0 for seed and settings.
    pub seq: u64,
    /// When, RFC 3339.
    pub time: String,
    /// `seed`, an operation, or an administrator step.
    pub operation: String,
    /// The rule that decided it, such as `D2L-028` or `D2L-027/mixed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quirk: Option<String>,
}

/// The state at the end of a recording: the fold of its recorded changes. What was there before the recording began
/// is not in it.
pub fn fold(entries: &[Entry]) -> Vec<FieldView> {
    let mut fields: BTreeMap<(&str, &str, &str, &str), FieldView> = BTreeMap::new();
    for entry in entries {
        // A removed row is told before its fields; it must go after them.
        let (rows, cells): (Vec<_>, Vec<_>) =
            entry.changes.iter().partition(|c| c.field.is_empty());
        for change in cells.into_iter().chain(rows) {
            let row = (
                entry.instance.as_str(),
                change.table.as_str(),
                change.key.as_str(),
            );
            if change.field.is_empty() {
                if change.new.is_none() {
                    fields.retain(|(instance, table, key, _), _| (*instance, *table, *key) != row);
                }
                continue;
            }
            let at = (row.0, row.1, row.2, change.field.as_str());
            if change.new.is_none() && change.old.is_none() {
                continue;
            }
            let view = FieldView {
                instance: entry.instance.clone(),
                vendor: entry.vendor.clone(),
                table: change.table.clone(),
                key: change.key.clone(),
                field: change.field.clone(),
                value: change.new.clone(),
                seq: entry.seq,
                time: entry.time.clone(),
                operation: entry
                    .operation
                    .clone()
                    .unwrap_or_else(|| step_name(&entry.target)),
                quirk: change.quirk.clone(),
            };
            fields.insert(at, view);
        }
    }
    fields.into_values().collect()
}

/// An administrator step is recorded with its arguments behind its name.
fn step_name(target: &str) -> String {
    target.split(' ').next().unwrap_or("").to_owned()
}
