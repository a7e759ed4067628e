//! A keyed table with optional secondary indexes.

use std::collections::HashMap;
use std::sync::Arc;

use super::change::{Change, Tx};
use super::links::{Linked, Links};
use super::row::AnyRow;
use crate::base::Value;

/// Rows by key. Every write goes through a [`Tx`], so that it can be undone and told.
#[derive(Debug)]
pub struct Table<R> {
    name: &'static str,
    rows: HashMap<Arc<str>, Arc<R>>,
    /// Indexed text to key.
    index: HashMap<Box<str>, Arc<str>>,
    indexed: Option<fn(&R) -> Option<&str>>,
    links: Option<Links<R>>,
}

impl<R: AnyRow + 'static> Table<R> {
    /// An empty table.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            rows: HashMap::new(),
            index: HashMap::new(),
            indexed: None,
            links: None,
        }
    }

    /// An empty table that also finds rows by a text that no two of them share.
    pub fn with_index(name: &'static str, indexed: fn(&R) -> Option<&str>) -> Self {
        Self {
            indexed: Some(indexed),
            ..Self::new(name)
        }
    }

    /// An empty table that also finds rows by texts that any number of them share, and by when they changed.
    pub fn with_links(name: &'static str, linked: Linked<R>) -> Self {
        Self {
            links: Some(Links::new(linked)),
            ..Self::new(name)
        }
    }

    /// The row with that key.
    pub fn get(&self, key: &str) -> Option<&Arc<R>> {
        self.rows.get(key)
    }

    /// The row with that key, and the key as the table holds it.
    pub fn get_key(&self, key: &str) -> Option<(&Arc<str>, &Arc<R>)> {
        self.rows.get_key_value(key)
    }

    /// The key of the row with that indexed text.
    pub fn key_of(&self, indexed: &str) -> Option<&Arc<str>> {
        self.index.get(indexed)
    }

    /// The keys of the rows with that text in that link, in order.
    pub fn linked(&self, link: usize, text: &str) -> Vec<Arc<str>> {
        self.links
            .as_ref()
            .map(|links| links.keys(link, text))
            .unwrap_or_default()
    }

    /// The keys of the rows that changed after that moment, in order.
    pub fn changed_after(&self, stamp: i64) -> Vec<Arc<str>> {
        self.links
            .as_ref()
            .map(|links| links.after(stamp))
            .unwrap_or_default()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes a whole row.
    pub fn put(&mut self, tx: &mut Tx, key: &str, row: R) {
        let key = self
            .rows
            .get_key_value(key)
            .map_or_else(|| Arc::from(key), |(k, _)| Arc::clone(k));
        let row = Arc::new(row);
        let before = self.set(&key, Some(Arc::clone(&row)));
        tx.changes.push(Change {
            table: self.name,
            key,
            before: before.map(any),
            after: Some(row),
        });
    }

    /// Removes a row and returns it.
    pub fn remove(&mut self, tx: &mut Tx, key: &str) -> Option<Arc<R>> {
        let key = Arc::clone(self.rows.get_key_value(key)?.0);
        let before = self.set(&key, None)?;
        tx.changes.push(Change {
            table: self.name,
            key,
            before: Some(any(Arc::clone(&before))),
            after: None,
        });
        Some(before)
    }

    /// Undoes one change of this table.
    pub fn restore(&mut self, change: &Change) {
        let before = change.before.as_ref().map(|row| {
            Arc::clone(row)
                .into_any()
                .downcast::<R>()
                .expect("a change carries rows of its own table")
        });
        self.set(&change.key, before);
    }

    /// The rows in the order of their keys.
    pub fn sorted(&self) -> Vec<(&Arc<str>, &Arc<R>)> {
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.sort_unstable_by(|a, b| a.0.cmp(b.0));
        rows
    }

    /// The table as it is shown.
    pub fn show(&self) -> Value {
        Value::Map(
            self.sorted()
                .into_iter()
                .map(|(key, row)| (key.to_string(), row.show()))
                .collect(),
        )
    }

    fn set(&mut self, key: &Arc<str>, row: Option<Arc<R>>) -> Option<Arc<R>> {
        let new_text = self
            .indexed
            .and_then(|f| row.as_deref().and_then(f).map(Box::<str>::from));
        let before = match row {
            Some(row) => self.rows.insert(Arc::clone(key), row),
            None => self.rows.remove(key),
        };
        if let Some(links) = &mut self.links {
            let after = self.rows.get(key).map(|row| &**row);
            links.moved(key, before.as_deref(), after);
        }
        if let Some(f) = self.indexed {
            let old_text = before.as_deref().and_then(f);
            if old_text != new_text.as_deref() {
                if let Some(old) = old_text.filter(|old| self.index.get(*old) == Some(key)) {
                    self.index.remove(old);
                }
                if let Some(new) = new_text {
                    self.index.insert(new, Arc::clone(key));
                }
            }
        }
        before
    }
}

fn any<R: AnyRow + 'static>(row: Arc<R>) -> Arc<dyn AnyRow> {
    row
}
