//! A keyed table with optional secondary indexes.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::change::{Change, Tx};
use super::keys::Keys;
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
    groupings: Vec<Grouping<R>>,
    stamps: Option<Stamps<R>>,
}

/// Rows by a text that several of them share, or that one has several of.
#[derive(Debug)]
struct Grouping<R> {
    by: GroupBy<R>,
    keys: HashMap<Box<str>, Keys>,
}

/// Rows by when they changed.
#[derive(Debug)]
struct Stamps<R> {
    of: fn(&R) -> i64,
    keys: BTreeSet<(i64, Arc<str>)>,
}

/// Says each text that a row is to be found by.
pub type GroupBy<R> = fn(&R, &mut dyn FnMut(&str));

impl<R: AnyRow + 'static> Table<R> {
    /// An empty table.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            rows: HashMap::new(),
            index: HashMap::new(),
            indexed: None,
            groupings: Vec::new(),
            stamps: None,
        }
    }

    /// An empty table that also finds rows by a text that no two of them share.
    pub fn with_index(name: &'static str, indexed: fn(&R) -> Option<&str>) -> Self {
        Self {
            indexed: Some(indexed),
            ..Self::new(name)
        }
    }

    /// Adds a grouping. Groupings are numbered in the order in which they are added.
    #[must_use]
    pub fn grouped(mut self, by: GroupBy<R>) -> Self {
        self.groupings.push(Grouping {
            by,
            keys: HashMap::new(),
        });
        self
    }

    /// Also finds rows by a moment at which they changed.
    #[must_use]
    pub fn stamped(mut self, of: fn(&R) -> i64) -> Self {
        self.stamps = Some(Stamps {
            of,
            keys: BTreeSet::new(),
        });
        self
    }

    /// The keys of the rows that changed after a moment, in the order of their changes. None when rows are not stamped.
    pub fn changed_after(&self, moment: i64) -> impl Iterator<Item = &Arc<str>> {
        let keys = self.stamps.as_ref().map(|stamps| &stamps.keys);
        let first = (moment.saturating_add(1), Arc::from(""));
        let later = keys.into_iter().flat_map(move |k| k.range(first.clone()..));
        later.map(|(_, key)| key)
    }

    /// The keys of the rows with that text, in their order.
    ///
    /// # Panics
    ///
    /// When there is no grouping of that number.
    pub fn keys_in(&self, grouping: usize, text: &str) -> impl Iterator<Item = &Arc<str>> {
        let keys = self.groupings[grouping].keys.get(text);
        keys.into_iter().flat_map(Keys::iter)
    }

    /// The rows with that text, in the order of their keys.
    ///
    /// # Panics
    ///
    /// When there is no grouping of that number.
    pub fn rows_in(
        &self,
        grouping: usize,
        text: &str,
    ) -> impl Iterator<Item = (&Arc<str>, &Arc<R>)> {
        self.keys_in(grouping, text)
            .filter_map(|key| Some((key, self.rows.get(key)?)))
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
        for grouping in &mut self.groupings {
            let keys = &mut grouping.keys;
            if let Some(old) = self.rows.get(key) {
                (grouping.by)(old, &mut |text| {
                    if keys.get_mut(text).is_some_and(|set| set.remove(key)) {
                        keys.remove(text);
                    }
                });
            }
            if let Some(new) = &row {
                (grouping.by)(new, &mut |text| {
                    if let Some(set) = keys.get_mut(text) {
                        set.insert(key);
                    } else {
                        keys.insert(text.into(), Keys::One(Arc::clone(key)));
                    }
                });
            }
        }
        if let Some(stamps) = &mut self.stamps {
            if let Some(old) = self.rows.get(key) {
                stamps.keys.remove(&((stamps.of)(old), Arc::clone(key)));
            }
            if let Some(new) = &row {
                stamps.keys.insert(((stamps.of)(new), Arc::clone(key)));
            }
        }
        let before = match row {
            Some(row) => self.rows.insert(Arc::clone(key), row),
            None => self.rows.remove(key),
        };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Origin, row};

    row! {
        /// A unit.
        struct Unit {
            /// Its name.
            name: Option<Arc<str>>,
            /// Whose child it is.
            parents: Vec<Arc<str>>,
        }
    }

    fn unit(name: &str, parents: &[&str]) -> Unit {
        let mut row = Unit::default();
        row.name.set_text(name, &Origin::default());
        let parents = parents.iter().map(|p| Arc::from(*p)).collect();
        row.parents.set(parents, &Origin::default());
        row
    }

    #[test]
    fn groupings_follow_writes_and_their_undoing() {
        let mut table: Table<Unit> = Table::new("units").grouped(|row, add| {
            row.parents.value.iter().for_each(|p| add(p));
        });
        let mut tx = Tx::default();
        table.put(&mut tx, "b", unit("B", &["x", "y"]));
        table.put(&mut tx, "a", unit("A", &["x"]));
        let keys = |table: &Table<Unit>, text: &str| -> Vec<String> {
            table.keys_in(0, text).map(ToString::to_string).collect()
        };
        assert_eq!(keys(&table, "x"), ["a", "b"]);
        table.put(&mut tx, "b", unit("B", &["y"]));
        table.remove(&mut tx, "a");
        assert_eq!(
            (keys(&table, "x"), keys(&table, "y")),
            (vec![], vec!["b".to_owned()])
        );
        for change in tx.changes.drain(..).rev() {
            table.restore(&change);
        }
        assert!(table.is_empty() && keys(&table, "y").is_empty());
    }

    #[test]
    fn an_index_forgets_only_whom_it_means() {
        let mut table: Table<Unit> = Table::with_index("units", |row| row.name.text());
        let mut tx = Tx::default();
        table.put(&mut tx, "a", unit("X", &[]));
        table.put(&mut tx, "b", unit("X", &[]));
        table.remove(&mut tx, "a");
        assert_eq!(table.key_of("X").map(|key| &**key), Some("b"));
    }

    #[test]
    fn a_row_has_one_moment_of_its_last_change() {
        let mut table: Table<Unit> = Table::new("units").stamped(|row| {
            let name = row.name.text().unwrap_or("");
            i64::try_from(name.len()).unwrap_or(0)
        });
        let mut tx = Tx::default();
        table.put(&mut tx, "a", unit("1", &[]));
        table.put(&mut tx, "a", unit("22", &[]));
        table.put(&mut tx, "b", unit("1", &[]));
        let since = |table: &Table<Unit>, moment| -> Vec<String> {
            let keys = table.changed_after(moment);
            keys.map(ToString::to_string).collect()
        };
        assert_eq!(since(&table, 0), ["b", "a"]);
        assert_eq!(since(&table, 1), ["a"]);
        for change in tx.changes.drain(1..).rev() {
            table.restore(&change);
        }
        assert_eq!(
            (since(&table, 0), since(&table, 1).len()),
            (vec!["a".to_owned()], 0)
        );
    }
}
