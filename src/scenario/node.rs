//! YAML as a tree in which every part knows its place and every scalar keeps its text.
//!
//! Nothing is typed: `0123`, `True` and `1.0` stay what was written. Only a plain `null`, `~` or nothing at all is
//! [`Kind::Null`].

use std::sync::Arc;

use crate::diag::{Source, Span};

/// Where a node stands; lines and columns count from 1, columns and lengths in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) length: u32,
    /// Which of the files that make up the scenario; 0 is the file itself.
    pub(crate) file: u32,
}

impl Place {
    pub(crate) fn new(line: usize, column: usize, length: usize) -> Self {
        let small = |n| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            line: small(line),
            column: small(column),
            length: small(length.max(1)),
            file: 0,
        }
    }

    pub(crate) fn in_source(self, source: &Arc<Source>) -> Span {
        Span {
            source: Arc::clone(source),
            line: self.line as usize,
            column: self.column as usize,
            length: self.length as usize,
        }
    }
}

/// One value of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) kind: Kind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A plain `null`, `~` or nothing.
    Null,
    /// A text, and whether it stood in quotes or in a block.
    Scalar { text: String, quoted: bool },
    /// Values in order.
    List(Vec<Node>),
    /// Keys in order; no two are equal.
    Map(Vec<Entry>),
}

/// One key of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) place: Place,
    pub(crate) value: Node,
}

impl Node {
    /// What the node is, for messages.
    pub(crate) fn found(&self) -> String {
        match &self.kind {
            Kind::Null => "nothing".to_owned(),
            Kind::Scalar { text, .. } => super::text::quoted(text),
            Kind::List(_) => "a list".to_owned(),
            Kind::Map(_) => "a map".to_owned(),
        }
    }

    pub(crate) fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Takes the entry of a key out of a map.
    pub(crate) fn take(&mut self, key: &str) -> Option<Entry> {
        match &mut self.kind {
            Kind::Map(entries) => {
                let at = entries.iter().position(|e| e.key == key)?;
                Some(entries.remove(at))
            }
            _ => None,
        }
    }

    /// Says of every part that it stands in this file.
    pub(crate) fn put_into_file(&mut self, file: u32) {
        self.place.file = file;
        match &mut self.kind {
            Kind::Null | Kind::Scalar { .. } => {}
            Kind::List(items) => items.iter_mut().for_each(|i| i.put_into_file(file)),
            Kind::Map(entries) => {
                for entry in entries {
                    entry.place.file = file;
                    entry.value.put_into_file(file);
                }
            }
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        self.kind == Kind::Null
    }

    /// The value under a key, when the node is a map that has it.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.kind {
            Kind::Map(entries) => entries.iter().find(|e| e.key == key),
            _ => None,
        }
    }

    /// How many nodes and keys it holds, itself included.
    pub(crate) fn size(&self) -> usize {
        1 + match &self.kind {
            Kind::Null | Kind::Scalar { .. } => 0,
            Kind::List(items) => items.iter().map(Self::size).sum(),
            Kind::Map(entries) => entries.iter().map(|e| 1 + e.value.size()).sum(),
        }
    }
}
