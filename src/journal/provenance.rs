//! Where every field of the state came from, as it is shown and sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entry::{Entry, EntryKind};

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
/// is not in it. Where numbers begin again, another run does, with an empty state; instances of named sessions (the
/// scenarios of a suite) are told as `session/instance`.
pub fn fold(entries: &[Entry]) -> Vec<FieldView> {
    let mut fields: BTreeMap<(String, &str, &str, &str), FieldView> = BTreeMap::new();
    let mut last: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in entries {
        let begins_again = last
            .insert(&entry.session, entry.seq)
            .is_some_and(|n| n >= entry.seq);
        let instance = match entry.session.as_str() {
            "" => entry.instance.clone(),
            session => format!("{session}/{}", entry.instance),
        };
        if begins_again {
            let of_session = |name: &str| match entry.session.as_str() {
                "" => !name.contains('/'),
                session => name
                    .strip_prefix(session)
                    .is_some_and(|rest| rest.starts_with('/')),
            };
            fields.retain(|(name, ..), _| !of_session(name));
        }
        // A removed row is told before its fields; it must go after them.
        let (rows, cells): (Vec<_>, Vec<_>) =
            entry.changes.iter().partition(|c| c.field.is_empty());
        for change in cells.into_iter().chain(rows) {
            let row = (change.table.as_str(), change.key.as_str());
            if change.field.is_empty() {
                if change.new.is_none() {
                    fields.retain(|(name, table, key, _), _| {
                        *name != instance || (*table, *key) != row
                    });
                }
                continue;
            }
            let at = (instance.clone(), row.0, row.1, change.field.as_str());
            if change.new.is_none() && change.old.is_none() {
                continue;
            }
            let view = FieldView {
                instance: instance.clone(),
                vendor: entry.vendor.clone(),
                table: change.table.clone(),
                key: change.key.clone(),
                field: change.field.clone(),
                value: change.new.clone(),
                seq: entry.seq,
                time: entry.time.clone(),
                operation: entry.operation.clone().unwrap_or_else(|| match entry.kind {
                    EntryKind::Background => "background".to_owned(),
                    _ => step_name(&entry.target),
                }),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::ChangeEntry;

    fn wrote(session: &str, seq: u64, key: &str, field: &str, new: Option<&str>) -> Entry {
        let change = ChangeEntry {
            table: "users".to_owned(),
            key: key.to_owned(),
            field: field.to_owned(),
            old: Some("before".to_owned()),
            new: new.map(str::to_owned),
            quirk: None,
        };
        Entry {
            seq,
            session: session.to_owned(),
            instance: "d2l".to_owned(),
            changes: vec![change],
            ..Entry::default()
        }
    }

    fn shown(entries: &[Entry]) -> Vec<String> {
        let views = fold(entries).into_iter();
        views
            .map(|v| {
                format!(
                    "{} {} {} {}",
                    v.instance,
                    v.key,
                    v.field,
                    v.value.unwrap_or_default()
                )
            })
            .collect()
    }

    #[test]
    fn the_last_writer_counts_and_removed_rows_go() {
        let entries = [
            wrote("", 1, "P-1", "email", Some("a")),
            wrote("", 2, "P-1", "email", Some("b")),
            wrote("", 3, "P-2", "email", Some("c")),
            wrote("", 4, "P-2", "", None),
        ];
        assert_eq!(shown(&entries), ["d2l P-1 email b"]);
    }

    #[test]
    fn another_run_begins_empty_and_sessions_stay_apart() {
        let entries = [
            wrote("", 1, "P-1", "email", Some("a")),
            wrote("x.yaml", 1, "P-1", "email", Some("x")),
            wrote("", 1, "P-2", "email", Some("b")),
        ];
        assert_eq!(
            shown(&entries),
            ["d2l P-2 email b", "x.yaml/d2l P-1 email x"]
        );
    }
}
