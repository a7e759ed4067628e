//! Collecting findings: one for each kind of irregularity, however many places it has.

use std::borrow::Cow;
use std::collections::HashMap;

use indexmap::IndexMap;
use indexmap::map::Entry;

use crate::model::{Finding, FindingClass};

/// The kinds of irregularity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    UnknownElement,
    ElementOrder,
    MissingElement,
    RepeatedElement,
    BadValue,
    UnqualifiedElement,
    NamespaceMismatch,
    TextInElementContent,
    UnexpectedAttribute,
    NilElement,
    PaddedValue,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::UnknownElement => "unknown-element",
            Self::ElementOrder => "element-order",
            Self::MissingElement => "missing-element",
            Self::RepeatedElement => "repeated-element",
            Self::BadValue => "bad-value",
            Self::UnqualifiedElement => "unqualified-element",
            Self::NamespaceMismatch => "namespace-mismatch",
            Self::TextInElementContent => "text-in-element-content",
            Self::UnexpectedAttribute => "unexpected-attribute",
            Self::NilElement => "nil-element",
            Self::PaddedValue => "padded-value",
        }
    }

    const fn class(self) -> FindingClass {
        match self {
            Self::PaddedValue => FindingClass::Note,
            _ => FindingClass::Schema,
        }
    }
}

/// How many findings are told apart. A message can be all irregular, and then the rest of each kind is only counted.
const MOST: usize = 100;

/// The irregularities of one payload. Empty, it owns no memory.
#[derive(Debug, Default)]
pub(super) struct Report<'t> {
    issues: IndexMap<(Kind, &'t str, &'t str), Issue>,
    /// For unknown elements, by parent and name, the position of the known one that was probably meant.
    meant: HashMap<(&'t str, &'t str), Option<usize>>,
}

#[derive(Debug)]
struct Issue {
    /// The first place.
    offset: u32,
    message: String,
    hint: String,
    count: u32,
}

impl<'t> Report<'t> {
    /// Counts an irregularity. Those of one kind with equal names become one finding, with the text of the first.
    pub(super) fn add(
        &mut self,
        kind: Kind,
        offset: u32,
        names: (&'t str, &'t str),
        text: impl FnOnce() -> (String, String),
    ) {
        let mut key = (kind, names.0, names.1);
        let is_full = self.is_full() && !self.issues.contains_key(&key);
        if is_full {
            key = (kind, "", "");
        }
        match self.issues.entry(key) {
            Entry::Occupied(mut issue) => issue.get_mut().count += 1,
            Entry::Vacant(empty) => {
                let (message, hint) = if is_full { Self::rest() } else { text() };
                empty.insert(Issue {
                    offset,
                    message,
                    hint,
                    count: 1,
                });
            }
        }
    }

    fn rest() -> (String, String) {
        (
            "there is more of this kind".into(),
            "correct what is listed first".into(),
        )
    }

    /// Whether further irregularities are only counted.
    pub(super) fn is_full(&self) -> bool {
        self.issues.len() >= MOST
    }

    /// The position of the known child that an unknown one was meant to be; `guess` is asked once per name.
    pub(super) fn meant(
        &mut self,
        parent: &'t str,
        name: &'t str,
        guess: impl FnOnce() -> Option<usize>,
    ) -> Option<usize> {
        if self.is_full() {
            return self.meant.get(&(parent, name)).copied().flatten();
        }
        *self.meant.entry((parent, name)).or_insert_with(guess)
    }

    pub(super) fn finish(self, namespace: &str, out: &mut Vec<Finding>) {
        let first = out.len();
        for ((kind, seen, wanted), issue) in self.issues {
            // Where there are several, the one that belongs to the place.
            let namespace = match kind {
                Kind::UnqualifiedElement | Kind::NamespaceMismatch if !wanted.is_empty() => wanted,
                _ => namespace,
            };
            let Issue {
                offset,
                message,
                hint,
                count,
            } = issue;
            let (message, hint) = match kind {
                Kind::UnqualifiedElement => (
                    format!("{} in no namespace, from `{message}` on", elements(count)),
                    format!("give them the prefix of, or as default namespace, `{namespace}`"),
                ),
                Kind::NamespaceMismatch if seen.is_empty() => (
                    format!("{} in yet other namespaces", elements(count)),
                    format!("put them in `{namespace}`"),
                ),
                Kind::NamespaceMismatch => (
                    format!(
                        "{} in the namespace `{seen}`, from `{message}` on",
                        elements(count)
                    ),
                    format!("put them in `{namespace}`"),
                ),
                _ if count > 1 => (format!("{message} ({count} times, first here)"), hint),
                _ => (message, hint),
            };
            out.push(Finding {
                name: kind.name(),
                class: kind.class(),
                offset: Some(offset),
                message: Cow::Owned(message),
                hint: Cow::Owned(hint),
            });
        }
        out[first..].sort_by_key(|finding| finding.offset);
    }
}

fn elements(count: u32) -> String {
    if count == 1 {
        "1 element is".to_owned()
    } else {
        format!("{count} elements are")
    }
}
