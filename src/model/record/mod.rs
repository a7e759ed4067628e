//! Records of every kind but persons: one tree for all, shaped by one table per kind.
//!
//! A table says for each element, in the official order: its name, other spellings that are seen, its name in scenarios,
//! and what stands in it. Decoding, encoding, the short form and the published field lists all follow from it.

mod es_tables;
mod fields;
mod owned;
mod packed;
mod tables;
#[cfg(test)]
mod tests;
mod value;
mod view;

use std::borrow::Cow;

pub use self::fields::{es_record_fields, record_fields, record_fields_of};
pub use self::owned::IntoOwned;
pub use self::packed::Packed;
pub use self::tables::{lis_record_fields, nodes, nodes_of};
pub use self::view::View;
use super::person::{Extension, Leftover, PersonRecord, Text};
use super::{FieldInfo, RecordKind, Standard};
use crate::base::Value;

/// One element of a record's table.
#[derive(Debug)]
pub struct Node {
    /// The official element name.
    pub element: &'static str,
    /// Other spellings that are read as the same.
    pub also: &'static [&'static str],
    /// Its name in scenarios; empty for a container whose children stand one level up there.
    pub field: &'static str,
    /// What stands in it.
    pub kind: NodeKind,
    /// Whether it may stand several times.
    pub many: bool,
}

/// What stands in an element.
#[derive(Debug)]
pub enum NodeKind {
    /// A word, number or date.
    Plain,
    /// `true` or `false`.
    Flag,
    /// A word that is not for everyone to see.
    Secret,
    /// `language` + `textString`.
    Lang,
    /// A plain text by some senders, `language` + `textString` by others. Written as it was read; plain by default.
    Either,
    /// Elements.
    Group(&'static [Node], &'static [FieldInfo]),
    /// Elements that stand one level up in scenarios.
    Inline(&'static [Node]),
    /// Named fields: `extension` or `recordInfo`. The elements' names, which differ from service to service, as they are
    /// written.
    Fields {
        /// `extensionNameVocabulary` or `metadataNameVocabulary`.
        names: &'static str,
        /// `extensionTypeVocabulary` or one of its sisters.
        values: &'static str,
        /// `extensionField` or `metadataField`.
        item: &'static str,
    },
}

/// A record that is not a person's; texts are borrowed from the request where possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'t> {
    /// What it is about.
    pub kind: RecordKind,
    /// Whose table its tree follows.
    pub standard: Standard,
    /// `sourcedGUID/sourcedId`, blanks trimmed (`transactionId` of a bulk exchange); `None` when it is missing.
    pub id: Option<Cow<'t, str>>,
    /// `sourcedGUID/refAgentInstanceID`.
    pub ref_agent: Option<Cow<'t, str>>,
    /// What stands in the element inside the record; `None` when that is missing.
    pub tree: Option<Tree<'t>>,
    /// Elements that no reader knows.
    pub leftovers: Vec<Leftover<'t>>,
}

/// Elements in the order in which they stood.
pub type Tree<'t> = Vec<Entry<'t>>;

/// One element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'t> {
    /// Its place in the table of its parent.
    pub node: u8,
    /// What stands in it.
    pub item: Item<'t>,
}

/// What stands in one element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item<'t> {
    /// A text; its language only where the element has one.
    Text(Text<'t>),
    /// Elements.
    Tree(Tree<'t>),
    /// Named fields.
    Fields(Box<Extension<'t>>),
}

impl<'t> Record<'t> {
    /// A record of LIS without anything.
    pub const fn new(kind: RecordKind) -> Self {
        Self::new_in(Standard::Lis, kind)
    }

    /// A record without anything.
    pub const fn new_in(standard: Standard, kind: RecordKind) -> Self {
        Self {
            kind,
            standard,
            id: None,
            ref_agent: None,
            tree: None,
            leftovers: Vec::new(),
        }
    }

    /// The table of its tree.
    pub const fn nodes(&self) -> &'static [Node] {
        nodes_of(self.standard, self.kind)
    }

    /// For looking at it by the names that scenarios use.
    pub fn view(&self) -> View<'_, 't> {
        View::new(self.nodes(), self.tree.as_deref().unwrap_or_default())
    }
}

/// A record of any kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyRecord<'t> {
    /// A person.
    Person(Box<PersonRecord<'t>>),
    /// Anything else.
    Other(Box<Record<'t>>),
}

impl AnyRecord<'_> {
    /// What it is about.
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Person(_) => RecordKind::Person,
            Self::Other(record) => record.kind,
        }
    }

    /// The id inside `sourcedGUID`.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Person(record) => record.id.as_deref(),
            Self::Other(record) => record.id.as_deref(),
        }
    }

    /// The short form.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Person(record) => record.to_value(),
            Self::Other(record) => record.to_value(),
        }
    }

    /// From the short form, for LIS.
    pub fn from_value(kind: RecordKind, value: &Value) -> AnyRecord<'static> {
        AnyRecord::from_value_in(Standard::Lis, kind, value)
    }

    /// From the short form, for messages of that standard.
    pub fn from_value_in(
        standard: Standard,
        kind: RecordKind,
        value: &Value,
    ) -> AnyRecord<'static> {
        match kind {
            RecordKind::Person => {
                AnyRecord::Person(Box::new(PersonRecord::from_value_in(standard, value)))
            }
            kind => AnyRecord::Other(Box::new(Record::from_value_in(standard, kind, value))),
        }
    }
}
