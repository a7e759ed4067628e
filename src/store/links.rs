//! Secondary indexes of a table: rows by texts that several of them share, and by when they changed.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// How rows are linked.
#[derive(Debug)]
pub struct Linked<R> {
    /// The texts of a row, each with the number of its link.
    pub texts: fn(&R) -> Vec<(usize, String)>,
    /// When the row changed last.
    pub stamp: fn(&R) -> i64,
}

/// The keys of one text. Most texts have one; a set for each of those would be most of the memory.
#[derive(Debug)]
enum Keys {
    One(Arc<str>),
    Many(BTreeSet<Arc<str>>),
}

#[derive(Debug)]
pub(super) struct Links<R> {
    linked: Linked<R>,
    by_text: Vec<HashMap<Box<str>, Keys>>,
    by_stamp: BTreeSet<(i64, Arc<str>)>,
}

impl<R> Links<R> {
    pub(super) fn new(linked: Linked<R>) -> Self {
        Self {
            linked,
            by_text: Vec::new(),
            by_stamp: BTreeSet::new(),
        }
    }

    pub(super) fn keys(&self, link: usize, text: &str) -> Vec<Arc<str>> {
        match self.by_text.get(link).and_then(|texts| texts.get(text)) {
            None => Vec::new(),
            Some(Keys::One(key)) => vec![Arc::clone(key)],
            Some(Keys::Many(keys)) => keys.iter().cloned().collect(),
        }
    }

    pub(super) fn after(&self, stamp: i64) -> Vec<Arc<str>> {
        let Some(from) = stamp.checked_add(1) else {
            return Vec::new();
        };
        let from: (i64, Arc<str>) = (from, Arc::from(""));
        let mut keys: Vec<_> = self
            .by_stamp
            .range(from..)
            .map(|(_, key)| Arc::clone(key))
            .collect();
        keys.sort_unstable();
        keys
    }

    /// A row was written or removed.
    pub(super) fn moved(&mut self, key: &Arc<str>, before: Option<&R>, after: Option<&R>) {
        let (texts, stamp) = (self.linked.texts, self.linked.stamp);
        if before.map(stamp) != after.map(stamp) {
            if let Some(row) = before {
                self.by_stamp.remove(&(stamp(row), Arc::clone(key)));
            }
            if let Some(row) = after {
                self.by_stamp.insert((stamp(row), Arc::clone(key)));
            }
        }
        let (before, after) = (
            before.map(texts).unwrap_or_default(),
            after.map(texts).unwrap_or_default(),
        );
        for (link, text) in before.iter().filter(|text| !after.contains(text)) {
            self.unlink(*link, text, key);
        }
        for (link, text) in after.iter().filter(|text| !before.contains(text)) {
            self.link(*link, text, key);
        }
    }

    fn link(&mut self, link: usize, text: &str, key: &Arc<str>) {
        if self.by_text.len() <= link {
            self.by_text.resize_with(link + 1, HashMap::new);
        }
        let texts = &mut self.by_text[link];
        match texts.get_mut(text) {
            None => {
                texts.insert(text.into(), Keys::One(Arc::clone(key)));
            }
            Some(Keys::Many(keys)) => {
                keys.insert(Arc::clone(key));
            }
            Some(keys @ Keys::One(_)) => {
                if let Keys::One(first) = keys
                    && first != key
                {
                    *keys = Keys::Many([Arc::clone(first), Arc::clone(key)].into());
                }
            }
        }
    }

    fn unlink(&mut self, link: usize, text: &str, key: &Arc<str>) {
        let Some(texts) = self.by_text.get_mut(link) else {
            return;
        };
        let gone = match texts.get_mut(text) {
            None => false,
            Some(Keys::One(only)) => only == key,
            Some(Keys::Many(keys)) => {
                keys.remove(key);
                keys.is_empty()
            }
        };
        if gone {
            texts.remove(text);
        }
    }
}
