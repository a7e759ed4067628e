//! One field of a row: its value and where that came from.

use std::sync::Arc;

use crate::base::{Secret, Time, Value};
use crate::model::Shape;

/// The exchange (or seed, or administrator step) that wrote something. One per exchange, shared by all it wrote.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Number of the exchange; 0 for the seed.
    pub seq: u64,
    /// When.
    pub time: Time,
    /// `seed`, an operation, or an administrator step.
    pub operation: &'static str,
}

/// Where a value came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Who wrote it; `None` for a field that was never written.
    pub source: Option<Arc<Source>>,
    /// The rule that decided the value (row in the vendor's table, name of the part), if one did.
    pub quirk: Option<(u16, &'static str)>,
}

/// A value with its origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field<T> {
    /// The value.
    pub value: T,
    /// Who wrote it last.
    pub origin: Origin,
}

impl<T> Field<T> {
    /// Writes the field.
    pub fn set(&mut self, value: T, origin: &Origin) {
        self.value = value;
        self.origin = origin.clone();
    }
}

impl Field<Option<Arc<str>>> {
    /// The text, if there is one.
    pub fn text(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// Writes a text. One that is the same already stays where it is, shared with the row before.
    pub fn set_text(&mut self, text: &str, origin: &Origin) {
        if self.text() != Some(text) {
            self.value = Some(text.into());
        }
        self.origin = origin.clone();
    }
}

/// A type that a field can hold.
pub trait Cell: Sized {
    /// Its shape in seeds and expectations.
    const SHAPE: Shape;

    /// As shown; `None` when there is nothing to show.
    fn show(&self) -> Option<Value>;

    /// From a seed.
    fn take(value: &Value) -> Option<Self>;
}

impl Cell for Option<Arc<str>> {
    const SHAPE: Shape = Shape::Text;

    fn show(&self) -> Option<Value> {
        self.as_deref().map(Value::text)
    }

    fn take(value: &Value) -> Option<Self> {
        value.as_text().map(|t| Some(t.into()))
    }
}

impl Cell for Option<Secret> {
    const SHAPE: Shape = Shape::Secret;

    fn show(&self) -> Option<Value> {
        self.clone().map(Value::Secret)
    }

    fn take(value: &Value) -> Option<Self> {
        value.as_text().map(|t| Some(Secret::new(t)))
    }
}

impl Cell for bool {
    const SHAPE: Shape = Shape::Boolean;

    fn show(&self) -> Option<Value> {
        Some(Value::text(if *self { "true" } else { "false" }))
    }

    fn take(value: &Value) -> Option<Self> {
        value.as_text()?.to_ascii_lowercase().parse().ok()
    }
}

impl Cell for Vec<Arc<str>> {
    const SHAPE: Shape = Shape::Texts;

    fn show(&self) -> Option<Value> {
        let texts = self.iter().map(|text| Value::text(&**text)).collect();
        (!self.is_empty()).then_some(Value::List(texts))
    }

    fn take(value: &Value) -> Option<Self> {
        let Value::List(list) = value else {
            return None;
        };
        list.iter()
            .map(|text| text.as_text().map(Arc::from))
            .collect()
    }
}

impl Cell for u64 {
    const SHAPE: Shape = Shape::Text;

    fn show(&self) -> Option<Value> {
        Some(Value::text(self.to_string()))
    }

    fn take(value: &Value) -> Option<Self> {
        value.as_text()?.parse().ok()
    }
}
