//! A row: a record as it was sent, where each of its fields came from, and when it changed last.

use std::any::Any;
use std::sync::Arc;

use crate::base::{Time, Value};
use crate::model::{AnyRecord, FieldInfo, Packed, RecordKind, Shape, lis_record_fields};
use crate::store::{AnyRow, Origin};

/// A record that is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    kind: RecordKind,
    packed: Packed,
    /// Of a bulk exchange: what happened, in order.
    happened: Option<Box<[Box<str>]>>,
    origins: Origins,
    changed: Time,
}

/// Who writes a record, and what of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing<'a> {
    /// Where the values come from.
    pub(super) origin: &'a Origin,
    /// The moment.
    pub(super) now: Time,
    /// Whether every field counts as written, the unchanged ones, too.
    pub(super) whole: bool,
    /// Names of further fields that were given, whether or not they changed.
    pub(super) given: &'a [&'static str],
}

/// The fields of a bulk exchange: those of its record, and what happened.
pub(super) const BULK_FIELDS: &[FieldInfo] = &{
    const OWN: &[FieldInfo] = lis_record_fields(RecordKind::Bulk);
    let mut all = [OWN[0]; OWN.len() + 1];
    let mut n = 0;
    while n < OWN.len() {
        all[n] = OWN[n];
        n += 1;
    }
    all[n] = FieldInfo {
        name: "happened",
        shape: Shape::Texts,
        source: "the operations that named this transaction, in order",
        shorthand: false,
    };
    all
};

/// The fields of a row.
pub(super) const fn fields(kind: RecordKind) -> &'static [FieldInfo] {
    match kind {
        RecordKind::Bulk => BULK_FIELDS,
        kind => lis_record_fields(kind),
    }
}

impl Kept {
    /// A record as it is after a writing.
    pub(super) fn new(
        before: Option<&Self>,
        record: &AnyRecord<'_>,
        happened: Option<Vec<Box<str>>>,
        writing: Writing<'_>,
    ) -> Self {
        let mut kept = Self {
            kind: record.kind(),
            packed: Packed::new(record),
            happened: happened.map(Vec::into_boxed_slice),
            origins: before.map(|b| b.origins.clone()).unwrap_or_default(),
            changed: writing.now,
        };
        let old = before.map(AnyRow::values).unwrap_or_default();
        let mut written = 0;
        for (place, (field, new)) in fields(kept.kind).iter().zip(kept.values()).enumerate() {
            let differs = old.get(place).unwrap_or(&None) != &new;
            let given = new.is_some() && (writing.whole || writing.given.contains(&field.name));
            if differs || given {
                written |= 1 << place;
            }
        }
        kept.origins.set(written, writing.origin);
        kept
    }

    /// What it is.
    pub(super) fn kind(&self) -> RecordKind {
        self.kind
    }

    /// The record.
    pub(super) fn record(&self) -> AnyRecord<'_> {
        self.packed.open()
    }

    /// What happened to a bulk exchange.
    pub(super) fn happened(&self) -> &[Box<str>] {
        self.happened.as_deref().unwrap_or_default()
    }

    /// When it changed last.
    pub(super) fn changed(&self) -> Time {
        self.changed
    }
}

impl AnyRow for Kept {
    fn fields(&self) -> &'static [FieldInfo] {
        fields(self.kind)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_row_has_a_place_among_the_origins() {
        for kind in RecordKind::ALL.into_iter().chain([RecordKind::Bulk]) {
            assert!(fields(kind).len() <= 64, "{kind:?}");
        }
    }
}
