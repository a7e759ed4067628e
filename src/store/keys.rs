//! The keys of the rows that share a text.

use std::collections::BTreeSet;
use std::sync::Arc;

/// Keys in their order. Most texts have one; a set for each of those would be most of the memory of a large state.
#[derive(Debug)]
pub(super) enum Keys {
    One(Arc<str>),
    Many(BTreeSet<Arc<str>>),
}

impl Keys {
    pub(super) fn insert(&mut self, key: &Arc<str>) {
        match self {
            Self::One(first) if first == key => {}
            Self::One(first) => {
                *self = Self::Many([Arc::clone(first), Arc::clone(key)].into());
            }
            Self::Many(keys) => {
                keys.insert(Arc::clone(key));
            }
        }
    }

    /// Says whether none is left.
    pub(super) fn remove(&mut self, key: &Arc<str>) -> bool {
        match self {
            Self::One(only) => only == key,
            Self::Many(keys) => {
                keys.remove(key);
                keys.is_empty()
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<str>> {
        let (one, many) = match self {
            Self::One(key) => (Some(key), None),
            Self::Many(keys) => (None, Some(keys)),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }
}
