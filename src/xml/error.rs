//! Why a body could not be read.

use super::position::{Position, position};

/// What rule was broken. [`ErrorKind::name`] is stable; match on it in tests and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The declared encoding is not one of those we decode.
    UnknownEncoding,
    /// The bytes cannot be in the declared encoding at all.
    EncodingMismatch,
    /// A byte that the encoding does not have at this place.
    InvalidBytes,
    /// A document type declaration; refused for safety.
    Doctype,
    /// More than 4 GiB of text.
    TooLarge,
    /// Elements nest deeper than the limit.
    TooDeep,
    /// One element has more attributes than the limit.
    TooManyAttributes,
    /// The document has more elements than the limit.
    TooManyElements,
    /// More distinct namespaces or prefixes than the tree can number.
    TooManyNamespaces,
    /// A name longer than 65,535 bytes.
    NameTooLong,
    /// No root element.
    NoRoot,
    /// An element after the root element.
    SecondRoot,
    /// Text, a reference or CDATA before or after the root element.
    TextOutsideRoot,
    /// A character that XML 1.0 forbids.
    IllegalCharacter,
    /// A character reference to a character that XML 1.0 forbids, or to none.
    IllegalReference,
    /// A reference to an entity that is not one of the five predefined ones.
    UnknownEntity,
    /// An `&` that begins no reference.
    BareAmpersand,
    /// `]]>` in text.
    CdataEndInText,
    /// `<` in an attribute value.
    LessThanInAttribute,
    /// Attributes without a blank between them.
    MissingBlank,
    /// Not `name="value"`.
    MalformedAttribute,
    /// Two attributes with the same name, or with the same namespace and local name.
    DuplicateAttribute,
    /// Not a name, or a name with more than one colon.
    IllegalName,
    /// A prefix without a namespace declaration in scope.
    UndeclaredPrefix,
    /// A namespace declaration that Namespaces in XML forbids.
    IllegalNamespace,
    /// An XML declaration anywhere but at the very beginning.
    MisplacedDeclaration,
    /// An XML declaration with wrong contents.
    IllegalDeclaration,
    /// `--` in a comment.
    IllegalComment,
    /// A processing instruction without a proper target.
    IllegalInstruction,
    /// The text ends within a tag, an element, a comment, CDATA or an instruction.
    Unterminated,
    /// An end tag that does not fit the open element.
    MismatchedTag,
    /// `<!` followed by something else than a comment or CDATA.
    MalformedMarkup,
}

impl ErrorKind {
    /// The stable kebab-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownEncoding => "unknown-encoding",
            Self::EncodingMismatch => "encoding-mismatch",
            Self::InvalidBytes => "invalid-bytes",
            Self::Doctype => "doctype",
            Self::TooLarge => "too-large",
            Self::TooDeep => "too-deep",
            Self::TooManyAttributes => "too-many-attributes",
            Self::TooManyElements => "too-many-elements",
            Self::TooManyNamespaces => "too-many-namespaces",
            Self::NameTooLong => "name-too-long",
            Self::NoRoot => "no-root",
            Self::SecondRoot => "second-root",
            Self::TextOutsideRoot => "text-outside-root",
            Self::IllegalCharacter => "illegal-character",
            Self::IllegalReference => "illegal-reference",
            Self::UnknownEntity => "unknown-entity",
            Self::BareAmpersand => "bare-ampersand",
            Self::CdataEndInText => "cdata-end-in-text",
            Self::LessThanInAttribute => "less-than-in-attribute",
            Self::MissingBlank => "missing-blank",
            Self::MalformedAttribute => "malformed-attribute",
            Self::DuplicateAttribute => "duplicate-attribute",
            Self::IllegalName => "illegal-name",
            Self::UndeclaredPrefix => "undeclared-prefix",
            Self::IllegalNamespace => "illegal-namespace",
            Self::MisplacedDeclaration => "misplaced-declaration",
            Self::IllegalDeclaration => "illegal-declaration",
            Self::IllegalComment => "illegal-comment",
            Self::IllegalInstruction => "illegal-instruction",
            Self::Unterminated => "unterminated",
            Self::MismatchedTag => "mismatched-tag",
            Self::MalformedMarkup => "malformed-markup",
        }
    }

    /// Whether it is about the encoding, so that the offset counts bytes of the body and not of the decoded text.
    pub fn is_about_bytes(self) -> bool {
        matches!(
            self,
            Self::UnknownEncoding | Self::EncodingMismatch | Self::InvalidBytes
        )
    }
}

/// A body that is not readable XML: what, where, and in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ReadError {
    /// Which rule was broken.
    pub kind: ErrorKind,
    /// Byte offset: into the body for the errors of [`decode`](super::decode), into the text for those of
    /// [`read`](super::read).
    pub offset: usize,
    /// A lowercase fragment that names the value.
    pub message: String,
}

impl ReadError {
    #[cold]
    pub(super) fn new(kind: ErrorKind, offset: usize, message: impl Into<String>) -> Self {
        Self {
            kind,
            offset,
            message: message.into(),
        }
    }

    /// Line and column in what was read: the body's bytes or its text, see [`ReadError::offset`].
    pub fn position(&self, text: impl AsRef<[u8]>) -> Position {
        position(text, self.offset)
    }
}
