//! What is known about the tree that a pattern is held against: how its keys are shown, what is secret, what is
//! a shorthand.

use crate::engine::TableInfo;
use crate::model::{FieldInfo, Shape};
use crate::standard::{self, ANSWER_FIELDS};

/// Knowledge about one level of a tree.
#[derive(Clone, Copy, Debug)]
pub(super) enum Schema {
    /// Nothing is known; keys are field names.
    Open,
    /// The tables of a vendor's state.
    Tables(&'static [TableInfo]),
    /// The rows of a table, by key.
    Rows(&'static [FieldInfo]),
    /// Named fields.
    Fields(&'static [FieldInfo]),
    /// A list of maps with these fields.
    Items(&'static [FieldInfo]),
    /// The parameters of an operation beside its record.
    Parameters,
    /// An answer, with the fields of the records that it can hold.
    Answer(&'static [FieldInfo]),
    /// Values under names that the sender chose.
    Named,
    /// A text that is never shown.
    Secret,
}

impl Schema {
    /// What is known about the value under a key.
    pub(super) fn child(self, key: &str) -> Self {
        match self {
            Self::Tables(tables) => match tables.iter().find(|t| t.name == key) {
                Some(table) if table.log => Self::Items(table.fields),
                Some(table) => Self::Rows(table.fields),
                None => Self::Open,
            },
            Self::Rows(fields) => Self::Fields(fields),
            Self::Fields(fields) => match fields.iter().find(|f| f.name == key).map(|f| f.shape) {
                Some(Shape::Secret) => Self::Secret,
                Some(Shape::Map(inner)) => Self::Fields(inner),
                Some(Shape::List(inner)) => Self::Items(inner),
                Some(Shape::Open) => Self::Named,
                _ => Self::Open,
            },
            Self::Parameters => match standard::with_shape(key) {
                Some(Shape::Map(inner)) => Self::Fields(inner),
                Some(Shape::List(inner)) => Self::Items(inner),
                _ => Self::Open,
            },
            Self::Answer(record) => match key {
                "record" if !record.is_empty() => Self::Fields(record),
                "records" if !record.is_empty() => Self::Items(record),
                _ => Self::Fields(ANSWER_FIELDS).child(key),
            },
            _ => Self::Open,
        }
    }

    /// What is known about an item of a list.
    pub(super) fn item(self) -> Self {
        match self {
            Self::Items(fields) => Self::Fields(fields),
            _ => Self::Open,
        }
    }

    /// Whether keys are data (`users[Demo_User]`) and not names (`users`).
    pub(super) fn keyed(self) -> bool {
        matches!(self, Self::Rows(_) | Self::Named)
    }

    /// Whether a field repeats what another one says in full.
    pub(super) fn shorthand(self, key: &str) -> bool {
        match self {
            Self::Fields(fields) => fields.iter().any(|f| f.name == key && f.shorthand),
            _ => false,
        }
    }
}
