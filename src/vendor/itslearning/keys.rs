//! Sync keys: those that itslearning makes itself, their lengths, and when two are the same.

use std::borrow::Cow;

use super::texts::{self, codes};
use crate::base::Rng;

/// How keys begin that itslearning generates.
pub(super) const GENERATED: &str = "itsla-";

/// The length from which on a key leaves a finding: some pages document it as the limit.
pub(super) const SHORTER_LIMIT: usize = 64;

/// A new key, from the exchange's randomness: `itsla-` and a GUID.
pub(super) fn generate(rng: &mut Rng) -> String {
    format!("{GENERATED}{}", rng.uuid())
}

/// Whether itslearning generated this key.
pub(super) fn is_generated(key: &str) -> bool {
    let Some(guid) = key.strip_prefix(GENERATED) else {
        return false;
    };
    guid.len() == 36
        && guid.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// What is wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyProblem {
    /// It is empty, or missing.
    Empty,
    /// It is longer than the setting allows.
    TooLong,
}

impl KeyProblem {
    /// The description of the status.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Empty => texts::EMPTY_KEY,
            Self::TooLong => texts::Reason::TooLong.text(),
        }
    }

    /// The minor code of the status.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Empty => codes::NO_KEY,
            Self::TooLong => texts::Reason::TooLong.code(),
        }
    }
}

/// Looks at the key of a message. White space alone is no key, white space around one belongs to it. Lengths are counted
/// in characters.
pub(super) fn check(key: Option<&str>, max: usize) -> Result<&str, KeyProblem> {
    match key {
        Some(key) if key.chars().count() > max => Err(KeyProblem::TooLong),
        Some(key) if !key.trim().is_empty() => Ok(key),
        _ => Err(KeyProblem::Empty),
    }
}

/// Whether a key that fits is so long that some pages would not allow it.
pub(super) fn is_risky(key: &str) -> bool {
    key.chars().count() > SHORTER_LIMIT
}

/// The form in which texts are compared that do not differ by letter case.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    if text
        .chars()
        .any(|c| !c.is_ascii() || c.is_ascii_uppercase())
    {
        Cow::Owned(text.to_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_keys_are_known_again_and_repeat_with_the_seed() {
        let key = generate(&mut Rng::new(7));
        assert!(is_generated(&key), "{key}");
        assert_eq!(key.len(), 42);
        assert_eq!(key, generate(&mut Rng::new(7)));
        let mut rng = Rng::new(7);
        assert_ne!(generate(&mut rng), generate(&mut rng));
        for other in [
            "",
            "P-1001",
            "itsla-",
            "itsla-5e0c9a34",
            "itsla-5e0c9a34-6f5b-4a86-9f0e-2b7f3c1d8e9",
            "itsla-5e0c9a34x6f5b-4a86-9f0e-2b7f3c1d8e90",
            "itsla-5e0c9a34-6f5b-4a86-9f0e-2b7f3c1d8eé",
        ] {
            assert!(!is_generated(other), "{other}");
        }
        assert!(is_generated("itsla-5e0c9a34-6f5b-4a86-9f0e-2b7f3c1d8e90"));
    }

    #[test]
    fn keys_are_there_and_fit() {
        let long = "x".repeat(65);
        assert_eq!(check(Some("P-1001"), 255), Ok("P-1001"));
        assert_eq!(check(Some(" P "), 255), Ok(" P "));
        assert_eq!(check(Some(&long), 65), Ok(&*long));
        assert_eq!(check(Some(&long), 64), Err(KeyProblem::TooLong));
        assert_eq!(check(Some("ééé"), 3), Ok("ééé"));
        for empty in [None, Some(""), Some(" \n")] {
            assert_eq!(check(empty, 255), Err(KeyProblem::Empty));
        }
        assert!(is_risky(&long) && !is_risky(&long[1..]));
    }

    #[test]
    fn problems_have_texts_and_codes() {
        assert_eq!(KeyProblem::Empty.text(), texts::EMPTY_KEY);
        assert_eq!(KeyProblem::Empty.code(), "nosourcedids");
        assert_eq!(KeyProblem::TooLong.code(), "overflowfail");
    }

    #[test]
    fn folding_is_lower_case() {
        assert_eq!(folded("ABC-Ä"), "abc-ä");
        assert!(matches!(folded("abc-1"), Cow::Borrowed(_)));
    }
}
