//! What the reference target keeps: records as they were sent, one table for each kind.

use std::borrow::Cow;
use std::sync::Arc;

use super::kept::{Kept, Writing};
use super::kinds::{TABLES, link, new_table};
use crate::base::Value;
use crate::engine::Cx;
use crate::model::{AnyRecord, RecordKind};
use crate::store::{AnyRow, Change, Origin, Table};

/// The state of one instance.
#[derive(Debug)]
pub(super) struct State {
    tables: Vec<Table<Kept>>,
}

impl State {
    pub(super) fn new() -> Self {
        let tables = TABLES.iter().map(|t| new_table(t.name));
        Self {
            tables: tables.collect(),
        }
    }

    /// The table of a kind of record.
    pub(super) fn table(&self, kind: RecordKind) -> &Table<Kept> {
        &self.tables[kind as usize]
    }

    /// The row with that id.
    pub(super) fn get(&self, kind: RecordKind, id: &str) -> Option<Arc<Kept>> {
        self.table(kind).get(id).cloned()
    }

    /// Whether there is a record of that kind with that id.
    pub(super) fn has(&self, kind: RecordKind, id: &str) -> bool {
        self.table(kind).get(id).is_some()
    }

    /// The ids of the records of that kind that have a text at a linked path.
    pub(super) fn found(&self, kind: RecordKind, path: &str, text: &str) -> Vec<Arc<str>> {
        match link(kind, path) {
            Some(link) => self.table(kind).keys_in(link, text).cloned().collect(),
            None => Vec::new(),
        }
    }

    /// All ids of a kind, in order.
    pub(super) fn ids(&self, kind: RecordKind) -> Vec<Arc<str>> {
        let rows = self.table(kind).sorted().into_iter();
        rows.map(|(key, _)| Arc::clone(key)).collect()
    }

    /// Writes a record in place of what is there.
    pub(super) fn put(&mut self, cx: &mut Cx<'_>, id: &str, record: &AnyRecord<'_>) {
        self.write(cx, id, record, None, true, &[]);
    }

    /// Writes a record of which some fields were given; the others keep their origin.
    pub(super) fn put_some(
        &mut self,
        cx: &mut Cx<'_>,
        id: &str,
        record: &AnyRecord<'_>,
        given: &[&'static str],
    ) {
        self.write(cx, id, record, None, false, given);
    }

    /// Writes a bulk exchange to which something happened.
    pub(super) fn put_bulk(
        &mut self,
        cx: &mut Cx<'_>,
        id: &str,
        record: &AnyRecord<'_>,
        happened: Vec<Box<str>>,
    ) {
        self.write(cx, id, record, Some(happened), false, &[]);
    }

    fn write(
        &mut self,
        cx: &mut Cx<'_>,
        id: &str,
        record: &AnyRecord<'_>,
        happened: Option<Vec<Box<str>>>,
        whole: bool,
        given: &[&'static str],
    ) {
        let origin = cx.origin();
        let writing = Writing {
            origin: &origin,
            now: cx.now,
            whole,
            given,
        };
        self.write_as(cx, id, record, happened, writing);
    }

    /// Writes a record for somebody.
    pub(super) fn write_as(
        &mut self,
        cx: &mut Cx<'_>,
        id: &str,
        record: &AnyRecord<'_>,
        happened: Option<Vec<Box<str>>>,
        writing: Writing<'_>,
    ) {
        let table = &mut self.tables[record.kind() as usize];
        let row = Kept::new(table.get(id).map(|row| &**row), record, happened, writing);
        table.put(&mut cx.tx, id, row);
    }

    /// Removes a record.
    pub(super) fn remove(
        &mut self,
        cx: &mut Cx<'_>,
        kind: RecordKind,
        id: &str,
    ) -> Option<Arc<Kept>> {
        self.tables[kind as usize].remove(&mut cx.tx, id)
    }

    /// The state as scenarios see it.
    pub(super) fn export(&self) -> Value {
        let mut out = Value::map();
        for (info, table) in TABLES.iter().zip(&self.tables) {
            out.insert(info.name, table.show());
        }
        out
    }

    /// Puts a seed in.
    pub(super) fn seed(&mut self, cx: &mut Cx<'_>, seed: &Value) -> Result<(), String> {
        let kinds = RecordKind::ALL.into_iter().chain([RecordKind::Bulk]);
        for (info, kind) in TABLES.iter().zip(kinds) {
            let Some(Value::Map(rows)) = seed.get(info.name) else {
                continue;
            };
            for (key, value) in rows {
                let id = value.get("id").and_then(Value::as_text);
                if let Some(other) = id.filter(|id| id != key) {
                    return Err(format!("{}.{key} says that its id is '{other}'", info.name));
                }
                let mut record = AnyRecord::from_value(kind, value);
                set_id(&mut record, Cow::Borrowed(key));
                let happened = match value.get("happened") {
                    Some(Value::List(list)) => list.iter().filter_map(Value::as_text).collect(),
                    _ => Vec::new(),
                };
                let happened = (kind == RecordKind::Bulk)
                    .then(|| happened.into_iter().map(Box::from).collect());
                self.write(cx, key, &record, happened, true, &[]);
            }
        }
        Ok(())
    }

    /// Where a field came from.
    pub(super) fn origin(&self, table: &str, key: &str, field: &str) -> Option<Origin> {
        let place = TABLES.iter().position(|t| t.name == table)?;
        self.tables[place].get(key)?.origin_of(field)
    }

    /// Undoes one change.
    pub(super) fn restore(&mut self, change: &Change) {
        let place = TABLES.iter().position(|t| t.name == change.table);
        if let Some(table) = place.and_then(|place| self.tables.get_mut(place)) {
            table.restore(change);
        }
    }
}

/// Gives a record another id.
pub(super) fn set_id<'t>(record: &mut AnyRecord<'t>, id: Cow<'t, str>) {
    match record {
        AnyRecord::Person(record) => record.id = Some(id),
        AnyRecord::Other(record) => record.id = Some(id),
    }
}
