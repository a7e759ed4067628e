//! A row: a record as it was sent, where each of its fields came from, and when it changed last.

use std::any::Any;
use std::sync::Arc;

use super::links::Layout;
use crate::base::{Time, Value};
use crate::model::{AnyRecord, FieldInfo, Packed, RecordKind};
use crate::store::{AnyRow, Origin};

/// A record that is kept.
#[derive(Clone, Debug)]
pub(in crate::vendor) struct Kept {
    layout: &'static Layout,
    kind: RecordKind,
    packed: Packed,
    /// Of a bulk exchange: what happened, in order.
    happened: Option<Box<[Box<str>]>>,
    origins: Origins,
    changed: Time,
}

/// Who writes a record, and what of it.
#[derive(Clone, Copy, Debug)]
pub(in crate::vendor) struct Writing<'a> {
    /// Where the values come from.
    pub(in crate::vendor) origin: &'a Origin,
    /// The moment.
    pub(in crate::vendor) now: Time,
    /// Whether every field counts as written, the unchanged ones, too.
    pub(in crate::vendor) whole: bool,
    /// Names of further fields that were given, whether or not they changed.
    pub(in crate::vendor) given: &'a [&'static str],
}

impl Kept {
    /// A record as it is after a writing.
    pub(in crate::vendor) fn new(
        layout: &'static Layout,
        before: Option<&Self>,
        record: &AnyRecord<'_>,
        happened: Option<Vec<Box<str>>>,
        writing: Writing<'_>,
    ) -> Self {
        let mut kept = Self {
            layout,
            kind: record.kind(),
            packed: Packed::new(record),
            happened: happened.map(Vec::into_boxed_slice),
            origins: before.map(|b| b.origins.clone()).unwrap_or_default(),
            changed: writing.now,
        };
        let old = before.map(AnyRow::values).unwrap_or_default();
        let mut written = 0;
        for (place, (field, new)) in kept.fields().iter().zip(kept.values()).enumerate() {
            let differs = old.get(place).unwrap_or(&None) != &new;
            let given = new.is_some() && (writing.whole || writing.given.contains(&field.name));
            if differs || given {
                written |= 1 << place;
            }
        }
        kept.origins.set(written, writing.origin);
        kept
    }

    /// Where it is kept.
    pub(in crate::vendor) fn layout(&self) -> &'static Layout {
        self.layout
    }

    /// What it is.
    pub(in crate::vendor) fn kind(&self) -> RecordKind {
        self.kind
    }

    /// The record.
    pub(in crate::vendor) fn record(&self) -> AnyRecord<'_> {
        self.packed.open()
    }

    /// What happened to a bulk exchange.
    pub(in crate::vendor) fn happened(&self) -> &[Box<str>] {
        self.happened.as_deref().unwrap_or_default()
    }

    /// When it changed last.
    pub(in crate::vendor) fn changed(&self) -> Time {
        self.changed
    }
}

impl AnyRow for Kept {
    fn fields(&self) -> &'static [FieldInfo] {
        self.layout.fields(self.kind)
    }

    fn values(&self) -> Vec<Option<Value>> {
        let Value::Map(mut shown) = self.record().to_value() else {
            return Vec::new();
        };
        if let Some(happened) = &self.happened {
            let list = happened.iter().map(|word| Value::text(&**word)).collect();
            shown.insert("happened".to_owned(), Value::List(list));
        }
        let fields = self.fields().iter();
        fields.map(|f| shown.swap_remove(f.name)).collect()
    }

    fn origin_at(&self, place: usize) -> &Origin {
        self.origins.at(place)
    }

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

/// The origins of the fields of one row. Most were written together: one entry stands for all of those.
#[derive(Clone, Debug, Default)]
struct Origins(Vec<(u64, Origin)>);

impl Origins {
    fn at(&self, place: usize) -> &Origin {
        static NOBODY: Origin = Origin {
            source: None,
            quirk: None,
        };
        let found = self.0.iter().find(|(places, _)| places & (1 << place) != 0);
        found.map_or(&NOBODY, |(_, origin)| origin)
    }

    fn set(&mut self, written: u64, origin: &Origin) {
        if written == 0 {
            return;
        }
        for (places, _) in &mut self.0 {
            *places &= !written;
        }
        self.0.retain(|(places, _)| *places != 0);
        self.0.push((written, origin.clone()));
        self.0.shrink_to_fit();
    }
}
