//! What `${capture:x}` has remembered.

use std::collections::HashMap;

use crate::base::Value;
use crate::scenario::Piece;

/// Captured values, with a way back for comparisons that were only tried.
#[derive(Clone, Debug, Default)]
pub struct Captures {
    known: HashMap<String, Value>,
    undo: Vec<(String, Option<Value>)>,
}

impl Captures {
    /// What was captured as `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.known.get(name)
    }

    /// Remembers a value; a later one replaces it.
    pub fn set(&mut self, name: &str, value: Value) {
        let old = self.known.insert(name.to_owned(), value);
        self.undo.push((name.to_owned(), old));
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

    /// Runs a comparison and forgets what it captured.
    pub(super) fn trial<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.undo.len();
        let result = run(self);
        while self.undo.len() > mark {
            if let Some((name, old)) = self.undo.pop() {
                match old {
                    Some(old) => self.known.insert(name, old),
                    None => self.known.remove(&name),
                };
            }
        }
        result
    }
}
