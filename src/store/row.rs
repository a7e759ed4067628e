//! Rows: typed structs whose fields can also be reached by name.

use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

use super::field::Origin;
use crate::base::Value;
use crate::model::FieldInfo;

/// What the macro `row!` implements.
pub trait Row: Clone + Default + Debug + Send + Sync + 'static {
    /// Names and shapes of the fields, in order.
    const FIELDS: &'static [FieldInfo];

    /// The value and origin of a field, by its place in [`Row::FIELDS`].
    fn at(&self, place: usize) -> (Option<Value>, &Origin);

    /// Writes a field by name; false when there is no such field or the value does not fit.
    fn put(&mut self, name: &str, value: &Value, origin: &Origin) -> bool;

    /// A row from a seed.
    fn from_seed(seed: &Value, origin: &Origin) -> Self {
        let mut row = Self::default();
        if let Value::Map(map) = seed {
            for (name, value) in map {
                row.put(name, value, origin);
            }
        }
        row
    }

    /// The origin of a field by name.
    fn origin(&self, name: &str) -> Option<Origin> {
        let place = Self::FIELDS.iter().position(|f| f.name == name)?;
        Some(self.at(place).1.clone())
    }
}

/// A row of any type, as tables and change lists hold it.
pub trait AnyRow: Debug + Send + Sync {
    /// See [`Row::FIELDS`].
    fn fields(&self) -> &'static [FieldInfo];

    /// The value of every field, in their order.
    fn values(&self) -> Vec<Option<Value>>;

    /// Where the field at that place came from.
    fn origin_at(&self, place: usize) -> &Origin;

    /// For getting the type back.
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;

    /// The row as it is shown: fields without a value are left out.
    fn show(&self) -> Value {
        let mut out = Value::map();
        for (field, value) in self.fields().iter().zip(self.values()) {
            if let Some(value) = value {
                out.insert(field.name, value);
            }
        }
        out
    }

    /// The origin of a field by name.
    fn origin_of(&self, name: &str) -> Option<Origin> {
        let place = self.fields().iter().position(|f| f.name == name)?;
        Some(self.origin_at(place).clone())
    }
}

impl<R: Row> AnyRow for R {
    fn fields(&self) -> &'static [FieldInfo] {
        R::FIELDS
    }

    fn values(&self) -> Vec<Option<Value>> {
        let places = 0..R::FIELDS.len();
        places.map(|place| self.at(place).0).collect()
    }

    fn origin_at(&self, place: usize) -> &Origin {
        self.at(place).1
    }

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

/// Declares a row: a struct of [`Field`](crate::store::Field)s that implements [`Row`].
///
/// The documentation of each field is also what `mocklms explain state` prints.
macro_rules! row {
    (
        $(#[doc = $about:literal])*
        $vis:vis struct $Name:ident {
            $( #[doc = $doc:literal] $field:ident: $ty:ty, )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[allow(clippy::struct_field_names, reason = "fields are named as the vendor names them")]
        $vis struct $Name {
            $( #[doc = $doc] pub(crate) $field: $crate::store::Field<$ty>, )*
        }

        impl $crate::store::Row for $Name {
            const FIELDS: &'static [$crate::model::FieldInfo] = &[
                $( $crate::model::FieldInfo {
                    name: stringify!($field),
                    shape: <$ty as $crate::store::Cell>::SHAPE,
                    source: $doc.trim_ascii(),
                    shorthand: false,
                }, )*
            ];

            fn at(&self, place: usize) -> (Option<$crate::base::Value>, &$crate::store::Origin) {
                let mut here = 0;
                $(
                    if here == place {
                        return ($crate::store::Cell::show(&self.$field.value), &self.$field.origin);
                    }
                    here += 1;
                )*
                panic!("a row has {here} fields, asked for number {place}")
            }

            fn put(&mut self, name: &str, value: &$crate::base::Value, origin: &$crate::store::Origin) -> bool {
                match name {
                    $( stringify!($field) => match <$ty as $crate::store::Cell>::take(value) {
                        Some(value) => { self.$field.set(value, origin); true }
                        None => false,
                    }, )*
                    _ => false,
                }
            }
        }
    };
}

pub(crate) use row;
