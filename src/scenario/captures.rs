//! What `${capture:x}` has remembered.

use std::collections::HashMap;

use super::model::Piece;
use crate::base::Value;

/// What was captured so far, by name; with a way back for comparisons that were only tried.
#[derive(Clone, Debug, Default)]
pub struct Captures {
    values: HashMap<String, Value>,
    /// What the names stood for before, in the order in which they were set.
    before: Vec<(String, Option<Value>)>,
}

impl Captures {
    /// The value captured under a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Remembers a value; a later one of the same name takes its place.
    pub fn set(&mut self, name: &str, value: Value) {
        let old = self.values.insert(name.to_owned(), value);
        self.before.push((name.to_owned(), old));
    }

    /// Runs a comparison and forgets what it captured.
    pub fn trial<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.before.len();
        let result = run(self);
        for (name, old) in self.before.drain(mark..).rev() {
            match old {
                Some(old) => self.values.insert(name, old),
                None => self.values.remove(&name),
            };
        }
        result
    }

    /// The text that pieces make; the error is the name of what is missing or no text.
    pub fn join<'p>(&self, pieces: &'p [Piece]) -> Result<String, &'p str> {
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Ref(name) => {
                    let text = self.get(name).and_then(Value::as_text);
                    out.push_str(text.ok_or(name.as_str())?);
                }
            }
        }
        Ok(out)
    }
}
