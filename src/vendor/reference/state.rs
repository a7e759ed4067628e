//! What a reference target keeps: records as they were sent, one table for each kind.

use std::borrow::Cow;
use std::sync::Arc;

use super::kept::{Kept, Writing};
use super::links::{Layout, Link, new_table, rename};
use crate::base::Value;
use crate::engine::{Cx, QuirkRef};
use crate::model::{AnyRecord, RecordKind};
use crate::store::{AnyRow, Change, Origin, Table};

/// One record that refers to another.
#[derive(Clone, Debug)]
pub(in crate::vendor) struct Reference {
    /// What it is.
    pub(in crate::vendor) from: RecordKind,
    /// Its id.
    pub(in crate::vendor) id: Arc<str>,
    /// Where it refers.
    link: &'static Link,
}

/// The state of one instance.
#[derive(Debug)]
pub(in crate::vendor) struct State {
    layout: &'static Layout,
    tables: Vec<Table<Kept>>,
}

impl State {
    /// Of nothing yet.
    pub(in crate::vendor) fn new(layout: &'static Layout) -> Self {
        let tables = layout.tables.iter().map(|t| new_table(t.name));
        Self {
            layout,
            tables: tables.collect(),
        }
    }

    /// What it keeps.
    pub(in crate::vendor) fn layout(&self) -> &'static Layout {
        self.layout
    }

    /// The table of a kind of record.
    pub(in crate::vendor) fn table(&self, kind: RecordKind) -> &Table<Kept> {
        &self.tables[kind as usize]
    }

    /// The row with that id.
    pub(in crate::vendor) fn get(&self, kind: RecordKind, id: &str) -> Option<Arc<Kept>> {
        self.table(kind).get(id).cloned()
    }

    /// Whether there is a record of that kind with that id.
    pub(in crate::vendor) fn has(&self, kind: RecordKind, id: &str) -> bool {
        self.table(kind).get(id).is_some()
    }

    /// The ids of the records of that kind that have a text at a linked path.
    pub(in crate::vendor) fn found(
        &self,
        kind: RecordKind,
        path: &str,
        text: &str,
    ) -> Vec<Arc<str>> {
        match self.layout.link(kind, path) {
            Some(link) => self.table(kind).keys_in(link, text).cloned().collect(),
            None => Vec::new(),
        }
    }

    /// All ids of a kind, in order.
    pub(in crate::vendor) fn ids(&self, kind: RecordKind) -> Vec<Arc<str>> {
        let rows = self.table(kind).sorted().into_iter();
        rows.map(|(key, _)| Arc::clone(key)).collect()
    }

    /// Writes a record in place of what is there.
    pub(in crate::vendor) fn put(&mut self, cx: &mut Cx<'_>, id: &str, record: &AnyRecord<'_>) {
        self.write(cx, id, record, None, true, &[]);
    }

    /// Writes a record of which some fields were given; the others keep their origin.
    pub(in crate::vendor) fn put_some(
        &mut self,
        cx: &mut Cx<'_>,
        id: &str,
        record: &AnyRecord<'_>,
        given: &[&'static str],
    ) {
        self.write(cx, id, record, None, false, given);
    }

    /// Writes a bulk exchange to which something happened.
    pub(in crate::vendor) fn put_bulk(
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

    fn write_as(
        &mut self,
        cx: &mut Cx<'_>,
        id: &str,
        record: &AnyRecord<'_>,
        happened: Option<Vec<Box<str>>>,
        writing: Writing<'_>,
    ) {
        let table = &mut self.tables[record.kind() as usize];
        let row = Kept::new(
            self.layout,
            table.get(id).map(|row| &**row),
            record,
            happened,
            writing,
        );
        table.put(&mut cx.tx, id, row);
    }

    /// The ids of the records of a kind that refer to a record of another.
    pub(in crate::vendor) fn referring(
        &self,
        from: RecordKind,
        kind: RecordKind,
        id: &str,
    ) -> Vec<Arc<str>> {
        let all = self.references_from(from, kind, id);
        all.into_iter().map(|reference| reference.id).collect()
    }

    /// All references to a record.
    pub(in crate::vendor) fn references(&self, kind: RecordKind, id: &str) -> Vec<Reference> {
        let kinds = self.layout.kinds.iter();
        kinds
            .flat_map(|from| self.references_from(*from, kind, id))
            .collect()
    }

    fn references_from(&self, from: RecordKind, kind: RecordKind, id: &str) -> Vec<Reference> {
        let mut all = Vec::new();
        for link in self.layout.links_to(from, kind) {
            for key in self.found(from, link.path, id) {
                let row = self.get(from, &key);
                if row.is_some_and(|row| link.means(&row.record(), kind)) {
                    all.push(Reference {
                        from,
                        id: key,
                        link,
                    });
                }
            }
        }
        all
    }

    /// Writes another id in the place of references; a rule says so.
    pub(in crate::vendor) fn repoint(
        &mut self,
        cx: &mut Cx<'_>,
        references: &[Reference],
        (old, new): (&str, &str),
        rule: QuirkRef,
    ) {
        let origin = cx.origin_by(rule);
        for Reference { from, id, link } in references {
            let Some(row) = self.get(*from, id) else {
                continue;
            };
            let mut record = row.record();
            rename(&mut record, link.path, old, new);
            let writing = Writing {
                origin: &origin,
                now: cx.now,
                whole: false,
                given: &[],
            };
            self.write_as(cx, id, &record, None, writing);
        }
    }

    /// Removes a record.
    pub(in crate::vendor) fn remove(
        &mut self,
        cx: &mut Cx<'_>,
        kind: RecordKind,
        id: &str,
    ) -> Option<Arc<Kept>> {
        self.tables[kind as usize].remove(&mut cx.tx, id)
    }

    /// The state as scenarios see it.
    pub(in crate::vendor) fn export(&self) -> Value {
        let mut out = Value::map();
        for (info, table) in self.layout.tables.iter().zip(&self.tables) {
            out.insert(info.name, table.show());
        }
        out
    }

    /// Puts a seed in.
    pub(in crate::vendor) fn seed(&mut self, cx: &mut Cx<'_>, seed: &Value) -> Result<(), String> {
        let layout = self.layout;
        for (info, &kind) in layout.tables.iter().zip(layout.kinds) {
            let Some(Value::Map(rows)) = seed.get(info.name) else {
                continue;
            };
            for (key, value) in rows {
                let id = value.get("id").and_then(Value::as_text);
                if let Some(other) = id.filter(|id| id != key) {
                    return Err(format!("{}.{key} says that its id is '{other}'", info.name));
                }
                let mut record = AnyRecord::from_value_in(layout.standard, kind, value);
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
    pub(in crate::vendor) fn origin(&self, table: &str, key: &str, field: &str) -> Option<Origin> {
        let place = self.layout.tables.iter().position(|t| t.name == table)?;
        self.tables[place].get(key)?.origin_of(field)
    }

    /// Undoes one change.
    pub(in crate::vendor) fn restore(&mut self, change: &Change) {
        let place = self
            .layout
            .tables
            .iter()
            .position(|t| t.name == change.table);
        if let Some(table) = place.and_then(|place| self.tables.get_mut(place)) {
            table.restore(change);
        }
    }
}

/// Gives a record another id.
pub(in crate::vendor) fn set_id<'t>(record: &mut AnyRecord<'t>, id: Cow<'t, str>) {
    match record {
        AnyRecord::Person(record) => record.id = Some(id),
        AnyRecord::Other(record) => record.id = Some(id),
    }
}
