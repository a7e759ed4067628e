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
    /// The mask of a secret. An empty secret hides nothing and stays empty; what is a mask already stays as it is, so
    /// that masking twice is masking once.
    pub fn mask(&self, clear: &str) -> String {
        if clear.is_empty() || is_mask(clear) {
            return clear.to_owned();
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let next = known.len() + 1;
        let n = *known.entry(Secret::new(clear)).or_insert(next);
        drop(known);
        format!("<secret:{n}>")
    }
}

/// Whether a text is what [`Masker::mask`] gives.
fn is_mask(text: &str) -> bool {
    text.strip_prefix("<secret:")
        .and_then(|rest| rest.strip_suffix('>'))
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_secrets_have_equal_masks_and_masks_stay() {
        let masker = Masker::default();
        assert_eq!(masker.mask("d2l"), "<secret:1>");
        assert_eq!(masker.mask("other"), "<secret:2>");
        assert_eq!(masker.mask("d2l"), "<secret:1>");
        assert_eq!(masker.mask("<secret:2>"), "<secret:2>");
        assert_eq!(masker.mask("<secret:>"), "<secret:3>");
    }
}
