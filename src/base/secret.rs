//! Texts that must never be shown in clear.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
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

    /// A text with the passwords of the addresses in it masked.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        hidden(text, |password| self.mask(password))
    }
}

/// Whether an element or field of that name holds a secret.
pub fn is_secret_name(name: &[u8]) -> bool {
    // Nearly every name is turned away by its length and last letter.
    let ends_with = |word: &[u8]| {
        name.len()
            .checked_sub(word.len())
            .is_some_and(|start| name[start..].eq_ignore_ascii_case(word))
    };
    match name.last() {
        Some(b'd' | b'D') => ends_with(b"password") || ends_with(b"passwd") || ends_with(b"pwd"),
        Some(b'e' | b'E') => name.eq_ignore_ascii_case(b"nonce"),
        _ => false,
    }
}

/// Whether a piece of XML has an element called like a secret, or a text that is such a name. Rather yes than no.
pub fn holds_secret(xml: &str) -> bool {
    let mut words = xml.split(|c: char| matches!(c, '<' | '>' | '/' | ':') || c.is_whitespace());
    words.any(|word| is_secret_name(word.as_bytes()))
}

/// The password of the first address with one (`http://user:password@host/`) from a place in a text on.
fn address_password(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(found) = text[at..].find("://") {
        at += found + 3;
        let rest = &text[at..];
        let ends =
            |c: char| matches!(c, '/' | '?' | '#' | '<' | '>' | '"' | '\'') || c.is_whitespace();
        let authority = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let user = authority.rfind('@').map_or("", |end| &authority[..end]);
        if let Some((name, password)) = user.split_once(':').filter(|(_, p)| !p.is_empty()) {
            let start = at + name.len() + 1;
            return Some(start..start + password.len());
        }
    }
    None
}

/// The passwords of the addresses in a text.
pub fn address_passwords(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(range) = address_password(text, at) {
        at = range.end;
        all.push(&text[range]);
    }
    all
}

/// A text whose addresses show something else instead of their passwords.
pub fn hidden(text: &str, mut mask: impl FnMut(&str) -> String) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    while let Some(range) = address_password(text, copied) {
        out.push_str(&text[copied..range.start]);
        out.push_str(&mask(&text[range.clone()]));
        copied = range.end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
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

    #[test]
    fn addresses_lose_their_passwords() {
        let masker = Masker::default();
        for (text, shown) in [
            ("http://sis.example/a:b@c", "http://sis.example/a:b@c"),
            ("http://me@sis.example", "http://me@sis.example"),
            (
                "http://me:p@w@sis.example/x",
                "http://me:<secret:1>@sis.example/x",
            ),
            (
                "no <url>ftp://a:p@w@h</url> and 'https://b:other@h'",
                "no <url>ftp://a:<secret:1>@h</url> and 'https://b:<secret:2>@h'",
            ),
            ("://:@", "://:@"),
        ] {
            assert_eq!(masker.text(text), shown);
        }
        assert_eq!(address_passwords("x://a:1@h y://b:2@h"), ["1", "2"]);
    }

    #[test]
    fn what_may_be_secret_is_taken_for_it() {
        for xml in [
            "<a><x:passWord>b</x:passWord></a>",
            "<a><fieldName>Initial Password</fieldName><fieldValue>b</fieldValue></a>",
            "<nonce/>",
        ] {
            assert!(holds_secret(xml), "{xml}");
        }
        assert!(!holds_secret("<a><email>my pass, a word</email></a>"));
    }
}
