//! The neutral tree in which records and state are shown, seeded, exported and compared.
//!
//! Everything that travels in LIS and ES is text, so the only scalar is text: booleans appear as `true`/`false`.
//! An absent field is an absent key, never an empty text.

use indexmap::IndexMap;

use super::secret::{Masker, Secret};

/// A tree of named fields, lists and texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One scalar.
    Text(String),
    /// A scalar that is never shown in clear.
    Secret(Secret),
    /// Values in order.
    List(Vec<Value>),
    /// Named values in the order in which they are shown.
    Map(IndexMap<String, Value>),
}

impl Value {
    /// An empty map.
    pub fn map() -> Self {
        Self::Map(IndexMap::new())
    }

    /// A scalar.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The scalar's text, a secret's included: for comparing and storing, not for output.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Secret(secret) => Some(secret.reveal()),
            _ => None,
        }
    }

    /// The value under `key` of a map.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Map(map) => map.get(key),
            _ => None,
        }
    }

    /// The value at a dotted path (`name.first`); list items by number.
    pub fn at(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(self, |value, step| match value {
            Self::Map(map) => map.get(step),
            Self::List(list) => step.parse::<usize>().ok().and_then(|n| list.get(n)),
            Self::Text(_) | Self::Secret(_) => None,
        })
    }

    /// Sets `key` of a map; does nothing on other kinds.
    pub fn insert(&mut self, key: impl Into<String>, value: Value) {
        if let Self::Map(map) = self {
            map.insert(key.into(), value);
        }
    }

    /// Sets `key` when there is a text to set.
    pub fn insert_text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.insert(key, Self::text(text));
        }
    }

    /// As JSON, keys in their order, secrets masked.
    pub fn to_json(&self, masker: &Masker) -> serde_json::Value {
        match self {
            Self::Text(text) => serde_json::Value::String(masker.text(text).into_owned()),
            Self::Secret(secret) => serde_json::Value::String(masker.mask(secret.reveal())),
            Self::List(list) => {
                serde_json::Value::Array(list.iter().map(|v| v.to_json(masker)).collect())
            }
            Self::Map(map) => serde_json::Value::Object(
                map.iter()
                    .map(|(k, v)| (k.clone(), v.to_json(masker)))
                    .collect(),
            ),
        }
    }

    /// From JSON: numbers and booleans become their text, `null` disappears.
    pub fn from_json(json: &serde_json::Value) -> Option<Self> {
        Some(match json {
            serde_json::Value::Null => return None,
            serde_json::Value::Bool(b) => Self::text(b.to_string()),
            serde_json::Value::Number(n) => Self::text(n.to_string()),
            serde_json::Value::String(s) => Self::text(s.clone()),
            serde_json::Value::Array(list) => {
                Self::List(list.iter().filter_map(Self::from_json).collect())
            }
            serde_json::Value::Object(map) => Self::Map(
                map.iter()
                    .filter_map(|(k, v)| Some((k.clone(), Self::from_json(v)?)))
                    .collect(),
            ),
        })
    }
}
