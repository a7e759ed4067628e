//! One difference, as data. Every report is a view of these.

use std::fmt;

use crate::base::Value;
use crate::diag::Span;
use crate::xml::Position;

/// In what way two things differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DifferenceKind {
    /// Another value.
    Value,
    /// The same value but for upper and lower case.
    Case,
    /// The same value but for white space.
    Whitespace,
    /// Expected and not there.
    Missing,
    /// There and not expected.
    Extra,
    /// There, but in another place of the order.
    Order,
    /// The same local name in another namespace.
    Namespace,
    /// A text where a map or list was expected, or the like.
    Type,
    /// Another number of entries.
    Count,
}

impl DifferenceKind {
    /// The word used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Case => "case",
            Self::Whitespace => "whitespace",
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::Order => "order",
            Self::Namespace => "namespace",
            Self::Type => "type",
            Self::Count => "count",
        }
    }
}

/// One side of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing there.
    Absent,
    /// `xsi:nil`: there, and said to have no value.
    Nil,
    /// This very text; may be empty.
    Text(String),
    /// A text that is never shown.
    Secret,
    /// A map, list or element in short form.
    Inline(String),
    /// What is asked for, or what was seen, in our words.
    Words(String),
}

impl Shown {
    /// In our words.
    pub fn words(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }

    /// The name of the variant, as reports give it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Nil => "nil",
            Self::Text(_) => "text",
            Self::Secret => "secret",
            Self::Inline(_) => "inline",
            Self::Words(_) => "words",
        }
    }
}

impl fmt::Display for Shown {
    /// As plain text on any number of lines; texts that would mislead are quoted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("(absent)"),
            Self::Nil => f.write_str("(nil)"),
            Self::Secret => f.write_str("<secret>"),
            Self::Text(text) if text.is_empty() => f.write_str("\"\" (empty)"),
            Self::Text(text) if misleads(text) => write!(f, "\"{text}\""),
            Self::Text(text) | Self::Inline(text) | Self::Words(text) => f.write_str(text),
        }
    }
}

/// Blanks at either end cannot be seen, and `(absent)` could be taken for ours.
fn misleads(text: &str) -> bool {
    text.trim() != text || text.starts_with(['(', '<'])
}

/// The rule that decided something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `D2L-028`, `D2L-023/other-text` or `setting:<name>`.
    pub id: String,
    /// `documented`, `observed` or `inferred`; empty when the journal no longer says.
    pub evidence: String,
    /// The rule's title; empty for settings.
    pub title: String,
}

/// What wrote a value of the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The exchange.
    pub seq: u64,
    /// Its operation, or what it was instead.
    pub operation: String,
    /// The rule that decided the value, if one did.
    pub rule: Option<Rule>,
}

/// One difference between what was expected and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// In what way.
    pub kind: DifferenceKind,
    /// Where, by key: `name.first`, `users[Demo_User].email`, `person/name/partName[Last]`. Empty: the whole.
    pub path: String,
    /// The same path step by step.
    pub steps: Vec<String>,
    /// What was expected.
    pub expected: Shown,
    /// What is there.
    pub received: Shown,
    /// Where the expectation stands in the scenario.
    pub span: Option<Span>,
    /// Byte offset of the value in the request body.
    pub offset: Option<u32>,
    /// Where that is.
    pub position: Option<Position>,
    /// What wrote the value, for differences of the state.
    pub written_by: Option<Provenance>,
    /// What `received` does not tell in full.
    pub found: Option<Box<Found>>,
}

/// What is there, for those who write it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The value that is only shown in short form or in words.
    pub value: Option<Value>,
    /// The index in the received list, for items.
    pub index: Option<usize>,
}

impl Difference {
    /// A difference without a path of its own.
    pub fn new(kind: DifferenceKind, path: &str, expected: Shown, received: Shown) -> Self {
        Self {
            kind,
            path: path.to_owned(),
            steps: Vec::new(),
            expected,
            received,
            span: None,
            offset: None,
            position: None,
            written_by: None,
            found: None,
        }
    }

    /// With the value that is there.
    #[must_use]
    pub(super) fn found(mut self, value: impl Into<Option<Value>>) -> Self {
        let value = value.into();
        self.found = value.map(|value| {
            Box::new(Found {
                value: Some(value),
                index: None,
            })
        });
        self
    }

    /// At a place of the scenario.
    #[must_use]
    pub fn at(mut self, span: Option<&Span>) -> Self {
        self.span = span.cloned();
        self
    }

    /// Half a sentence: `is Xander, expected Aaserud`.
    pub fn says(&self) -> String {
        match self.kind {
            DifferenceKind::Missing => format!("is missing, expected {}", self.expected),
            DifferenceKind::Extra => format!("is {}, expected nothing", self.received),
            DifferenceKind::Order => {
                format!("stands {}, expected {}", self.received, self.expected)
            }
            DifferenceKind::Namespace => {
                format!(
                    "is in namespace {}, expected {}",
                    self.received, self.expected
                )
            }
            DifferenceKind::Whitespace => "differs only in white space".to_owned(),
            DifferenceKind::Case => {
                format!(
                    "differs only in case: {}, expected {}",
                    self.received, self.expected
                )
            }
            DifferenceKind::Count => format!("has {}, expected {}", self.received, self.expected),
            DifferenceKind::Value if self.received == Shown::Secret => {
                "differs (hidden)".to_owned()
            }
            DifferenceKind::Value | DifferenceKind::Type => {
                format!("is {}, expected {}", self.received, self.expected)
            }
        }
    }
}

/// How two texts differ; `None` when they do not.
pub(super) fn text_difference(expected: &str, received: &str) -> Option<DifferenceKind> {
    if expected == received {
        return None;
    }
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    Some(
        if bare(expected) == bare(received) && !received.is_empty() && !expected.is_empty() {
            DifferenceKind::Whitespace
        } else if expected.to_lowercase() == received.to_lowercase() {
            DifferenceKind::Case
        } else {
            DifferenceKind::Value
        },
    )
}
