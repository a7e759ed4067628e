//! Texts that must never be shown in clear.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// A password, nonce or the like. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(Box<str>);

impl Secret {
    /// Takes a text that must not be shown.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The clear text, for comparing; never for output.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// Numbers secrets as they are met, so that equal ones stay visibly equal: `<secret:1>`, `<secret:2>`.
#[derive(Debug, Default)]
pub struct Masker {
    /// A lock of its own, held for one look-up: while one thread searches a body for secrets, others do so too.
    known: Mutex<HashMap<Secret, usize>>,
}

impl Masker {
    /// The mask of a secret. An empty secret hides nothing and stays empty.
    pub fn mask(&self, clear: &str) -> String {
        if clear.is_empty() {
            return String::new();
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let next = known.len() + 1;
        let n = *known.entry(Secret::new(clear)).or_insert(next);
        drop(known);
        format!("<secret:{n}>")
    }
}
