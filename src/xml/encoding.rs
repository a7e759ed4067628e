//! Bytes to text.
//!
//! Which encoding counts follows RFC 7303: the byte order mark, else the charset of the Content-Type, else the XML
//! declaration, else UTF-8. Decoded are UTF-8, UTF-16, ISO-8859-1 and US-ASCII; nothing is ever replaced silently.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::chars::is_blank;
use super::error::{ErrorKind, ReadError};
use super::tag::shown;

/// The text of a body.
#[derive(Clone)]
pub struct Decoded<'b> {
    /// The text without its byte order mark; borrowed when the body is UTF-8.
    pub text: Cow<'b, str>,
    /// The encoding that was used: `UTF-8`, `UTF-16LE`, `UTF-16BE`, `ISO-8859-1` or `US-ASCII`.
    pub encoding: &'static str,
    /// What the sender said in two places, differently.
    pub conflict: Option<Conflict>,
}

impl fmt::Debug for Decoded<'_> {
    /// Without contents: those hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoded")
            .field("bytes", &self.text.len())
            .field("encoding", &self.encoding)
            .field("conflict", &self.conflict)
            .finish_non_exhaustive()
    }
}

/// Two statements about the encoding that do not agree. Displays as a lowercase fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Whose word counts, with the encoding: `Content-Type says UTF-8`.
    pub used: String,
    /// Who says otherwise: `XML declaration says ISO-8859-1`.
    pub ignored: String,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} but the {}", self.used, self.ignored)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    /// As declared: the byte order is seen in the bytes.
    Utf16,
    Utf16Le,
    Utf16Be,
    Latin1,
    Ascii,
}

impl Encoding {
    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Latin1 => "ISO-8859-1",
            Self::Ascii => "US-ASCII",
        }
    }

    /// By the names in use for it (IANA's list, and what people write).
    fn from_label(label: &str) -> Option<Self> {
        Some(match label.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Self::Utf8,
            "utf-16" | "utf16" => Self::Utf16,
            "utf-16le" => Self::Utf16Le,
            "utf-16be" => Self::Utf16Be,
            "iso-8859-1" | "iso_8859-1" | "iso8859-1" | "iso88591" | "latin1" | "latin-1"
            | "l1" => Self::Latin1,
            "us-ascii" | "ascii" => Self::Ascii,
            _ => return None,
        })
    }

    fn is_wide(self) -> bool {
        matches!(self, Self::Utf16 | Self::Utf16Le | Self::Utf16Be)
    }

    /// Whether a declaration of `other` says nothing different.
    fn agrees(self, other: Self) -> bool {
        self == other || (self.is_wide() && other == Self::Utf16)
    }
}

/// Decodes a body; `content_type_charset` is the `charset` parameter of its Content-Type.
///
/// # Errors
///
/// Encodings that are not decoded here, bytes that cannot be in the declared encoding, and single wrong bytes.
pub fn decode<'b>(
    body: &'b [u8],
    content_type_charset: Option<&str>,
) -> Result<Decoded<'b>, ReadError> {
    let charset = content_type_charset
        .map(str::trim)
        .filter(|label| !label.is_empty());
    let charset = charset
        .map(|label| known(label, 0, "charset"))
        .transpose()?;
    let (mark, bom_len) = byte_order_mark(body)?;
    let wide = match mark {
        Some(encoding) => encoding.is_wide().then_some(encoding),
        None => sniff_wide(body)?,
    };
    if let Some(encoding) = wide {
        return decode_wide(body, bom_len, encoding, mark.is_some(), charset);
    }
    let body_text = &body[bom_len..];
    let declared = match declared_label(body_text) {
        None => None,
        Some((label, at)) => {
            let label = String::from_utf8_lossy(label);
            Some(known(&label, bom_len + at, "XML declaration")?)
        }
    };
    let (encoding, source) = match (mark, charset, declared) {
        (Some(encoding), ..) => (encoding, "byte order mark"),
        (None, Some(encoding), _) => (encoding, "Content-Type"),
        (None, None, Some(encoding)) => (encoding, "XML declaration"),
        (None, None, None) => (Encoding::Utf8, "default"),
    };
    if encoding.is_wide() {
        return Err(not_wide(encoding, source));
    }
    let conflict = conflict((encoding, source), charset, declared);
    let text = match encoding {
        Encoding::Latin1 => latin1(body_text),
        Encoding::Ascii => match body_text.iter().position(|b| !b.is_ascii()) {
            Some(at) => {
                return Err(wrong_byte(
                    body,
                    bom_len + at,
                    "US-ASCII",
                    conflict.as_ref(),
                ));
            }
            None => utf8(body, bom_len, conflict.as_ref())?,
        },
        _ => utf8(body, bom_len, conflict.as_ref())?,
    };
    Ok(Decoded {
        text,
        encoding: encoding.name(),
        conflict,
    })
}

fn known(label: &str, offset: usize, source: &str) -> Result<Encoding, ReadError> {
    Encoding::from_label(label).ok_or_else(|| {
        let message = format!(
            "encoding '{}' of the {source} is not known; UTF-8, UTF-16, ISO-8859-1 and US-ASCII are",
            shown(label)
        );
        ReadError::new(ErrorKind::UnknownEncoding, offset, message)
    })
}

fn byte_order_mark(body: &[u8]) -> Result<(Option<Encoding>, usize), ReadError> {
    match body {
        [0xEF, 0xBB, 0xBF, ..] => Ok((Some(Encoding::Utf8), 3)),
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Err(utf32()),
        [0xFF, 0xFE, ..] => Ok((Some(Encoding::Utf16Le), 2)),
        [0xFE, 0xFF, ..] => Ok((Some(Encoding::Utf16Be), 2)),
        _ => Ok((None, 0)),
    }
}

/// UTF-16 without a mark shows in the zero byte beside the `<` (or blank) that every document begins with.
fn sniff_wide(body: &[u8]) -> Result<Option<Encoding>, ReadError> {
    match body {
        [0, 0, 0, b'<', ..] | [b'<', 0, 0, 0, ..] => Err(utf32()),
        [b'<' | b' ' | b'\t' | b'\r' | b'\n', 0, ..] => Ok(Some(Encoding::Utf16Le)),
        [0, b'<' | b' ' | b'\t' | b'\r' | b'\n', ..] => Ok(Some(Encoding::Utf16Be)),
        _ => Ok(None),
    }
}

#[cold]
fn utf32() -> ReadError {
    let message = "encoding 'UTF-32' is not decoded; UTF-8, UTF-16, ISO-8859-1 and US-ASCII are";
    ReadError::new(ErrorKind::UnknownEncoding, 0, message)
}

#[cold]
fn not_wide(encoding: Encoding, source: &str) -> ReadError {
    let message = format!(
        "the {source} says {}, but the bytes are not UTF-16",
        encoding.name()
    );
    ReadError::new(ErrorKind::EncodingMismatch, 0, message)
}

fn decode_wide<'b>(
    body: &[u8],
    bom_len: usize,
    encoding: Encoding,
    marked: bool,
    charset: Option<Encoding>,
) -> Result<Decoded<'b>, ReadError> {
    let text = utf16(&body[bom_len..], bom_len, encoding)?;
    let declared = match declared_label(text.as_bytes()) {
        None => None,
        Some((label, at)) => Some(known(
            &String::from_utf8_lossy(label),
            bom_len + 2 * at,
            "XML declaration",
        )?),
    };
    if !marked && let Some(other) = charset.filter(|other| !encoding.agrees(*other)) {
        let message = format!(
            "the Content-Type says {}, but the bytes are {}",
            other.name(),
            encoding.name()
        );
        return Err(ReadError::new(ErrorKind::EncodingMismatch, 0, message));
    }
    let source = if marked {
        "byte order mark"
    } else {
        "byte pattern"
    };
    let conflict = conflict((encoding, source), charset, declared);
    Ok(Decoded {
        text: Cow::Owned(text),
        encoding: encoding.name(),
        conflict,
    })
}

fn utf16(bytes: &[u8], offset: usize, encoding: Encoding) -> Result<String, ReadError> {
    let wrong = |at: usize, what: &str| {
        ReadError::new(
            ErrorKind::InvalidBytes,
            offset + at,
            format!("{what}, so the body is not {}", encoding.name()),
        )
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(wrong(bytes.len() - 1, "the last byte has no partner"));
    }
    let unit = |pair: &[u8; 2]| match encoding {
        Encoding::Utf16Be => u16::from_be_bytes(*pair),
        _ => u16::from_le_bytes(*pair),
    };
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut at = 0;
    for c in char::decode_utf16(pairs.iter().map(unit)) {
        let c = c.map_err(|e| {
            wrong(
                at,
                &format!("surrogate 0x{:04X} stands alone", e.unpaired_surrogate()),
            )
        })?;
        at += 2 * c.len_utf16();
        text.push(c);
    }
    Ok(text)
}

/// The real ISO-8859-1, in which every byte is the character of its number. (Browsers and `encoding_rs` take the name
/// to mean windows-1252.)
fn latin1(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect()),
    }
}

fn utf8<'b>(
    body: &'b [u8],
    from: usize,
    conflict: Option<&Conflict>,
) -> Result<Cow<'b, str>, ReadError> {
    match std::str::from_utf8(&body[from..]) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(e) => Err(wrong_byte(body, from + e.valid_up_to(), "UTF-8", conflict)),
    }
}

#[cold]
fn wrong_byte(
    body: &[u8],
    offset: usize,
    encoding: &str,
    conflict: Option<&Conflict>,
) -> ReadError {
    let byte = body[offset];
    let mut message = format!("byte 0x{byte:02X} at offset {offset} is not {encoding}");
    if byte >= 0xA0 {
        _ = write!(
            message,
            " (in ISO-8859-1 it would be '{}')",
            char::from(byte)
        );
    }
    if let Some(conflict) = conflict {
        _ = write!(message, "; {conflict}");
    }
    ReadError::new(ErrorKind::InvalidBytes, offset, message)
}

/// What is said elsewhere than where it counts.
fn conflict(
    (used, source): (Encoding, &str),
    charset: Option<Encoding>,
    declared: Option<Encoding>,
) -> Option<Conflict> {
    let differs = |said: Option<Encoding>| said.filter(|other| !used.agrees(*other));
    let (other, who) = match (differs(charset), differs(declared)) {
        (Some(other), _) => (other, "Content-Type"),
        (None, Some(other)) => (other, "XML declaration"),
        (None, None) => return None,
    };
    let says = |who: &str, what: Encoding| format!("{who} says {}", what.name());
    Some(Conflict {
        used: says(source, used),
        ignored: says(who, other),
    })
}

/// The value of `encoding` in the XML declaration and where it stands. Whether the declaration is right as a whole is
/// for [`read`](super::read) to judge.
fn declared_label(body: &[u8]) -> Option<(&[u8], usize)> {
    let declaration = body.strip_prefix(b"<?xml")?;
    // Nobody needs more for version, encoding and standalone, whatever else the body holds.
    let declaration = &declaration[..declaration.len().min(400)];
    let declaration = &declaration[..memchr::memmem::find(declaration, b"?>")?];
    let key = memchr::memmem::find_iter(declaration, b"encoding")
        .find(|at| *at > 0 && is_blank(declaration[at - 1]))?;
    let mut at = key + b"encoding".len();
    let skip_blanks = |at: usize| {
        at + declaration[at..]
            .iter()
            .take_while(|b| is_blank(**b))
            .count()
    };
    at = skip_blanks(at);
    if declaration.get(at) != Some(&b'=') {
        return None;
    }
    at = skip_blanks(at + 1);
    let quote = *declaration.get(at).filter(|b| matches!(b, b'"' | b'\''))?;
    at += 1;
    let len = memchr::memchr(quote, &declaration[at..])?;
    Some((&declaration[at..at + len], b"<?xml".len() + at))
}

#[cfg(test)]
mod tests;
