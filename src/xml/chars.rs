//! Characters: which ones XML has, references to them, and blanks.

use std::borrow::Cow;

use super::error::{ErrorKind, ReadError};

/// Blank, tab, line feed, carriage return: what XML calls white space.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether there is nothing but blanks in a text that is legal XML: other control characters do not occur there. In
/// eights, which the compiler turns into vector code.
pub(super) fn is_all_blank(text: &str) -> bool {
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    eights
        .iter()
        .all(|eight| eight.iter().fold(0, |max, b| max.max(*b)) <= b' ')
        && rest.iter().all(|b| *b <= b' ')
}

/// Whether XML 1.0 has the character.
pub(super) fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// The text without XML blanks at its ends. Other white space, such as the no-break space, is content.
pub fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r'])
}

/// Refuses a text with characters that XML 1.0 does not have, wherever they stand.
pub(super) fn check_legal(text: &str) -> Result<(), ReadError> {
    // One pass without branches, which the compiler turns into vector code. 0xEF begins U+FFFE and U+FFFF, and also
    // many characters that are fine: those are looked at one by one.
    let suspicious = text.bytes().fold(0, |found, b| {
        let control = b < b' ' && b != b'\t' && b != b'\n' && b != b'\r';
        found | u8::from(control || b == 0xEF)
    });
    if suspicious == 0 {
        return Ok(());
    }
    match text.char_indices().find(|(_, c)| !is_legal(*c)) {
        None => Ok(()),
        Some((at, c)) => Err(ReadError::new(
            ErrorKind::IllegalCharacter,
            at,
            format!("character U+{:04X} is not allowed in XML", u32::from(c)),
        )),
    }
}

/// What a reference stands for; `body` is what is between `&` and `;`, and `offset` the place of the `&`.
pub(super) fn resolve(body: &str, offset: usize) -> Result<char, ReadError> {
    let number = match body {
        "amp" => return Ok('&'),
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "quot" => return Ok('"'),
        "apos" => return Ok('\''),
        _ => body.strip_prefix('#'),
    };
    let Some(number) = number else {
        return Err(ReadError::new(
            ErrorKind::UnknownEntity,
            offset,
            format!("entity '&{body};' is not one of &amp; &lt; &gt; &quot; &apos;"),
        ));
    };
    let (digits, radix) = number
        .strip_prefix('x')
        .map_or((number, 10), |hex| (hex, 16));
    // `from_str_radix` would take a sign.
    let code = digits
        .bytes()
        .all(|b| b.is_ascii_hexdigit())
        .then(|| u32::from_str_radix(digits, radix).ok())
        .flatten();
    code.and_then(char::from_u32)
        .filter(|c| is_legal(*c))
        .ok_or_else(|| {
            ReadError::new(
                ErrorKind::IllegalReference,
                offset,
                format!("character reference '&{body};' names no character that XML allows"),
            )
        })
}

/// Checks every reference in an attribute value that stands at `offset`.
pub(super) fn check_references(value: &str, offset: usize) -> Result<(), ReadError> {
    for at in memchr::memchr_iter(b'&', value.as_bytes()) {
        let rest = &value[at + 1..];
        let end = rest
            .find([';', '&'])
            .filter(|end| rest.as_bytes()[*end] == b';');
        let Some(end) = end else {
            return Err(bare_ampersand(offset + at));
        };
        resolve(&rest[..end], offset + at)?;
    }
    Ok(())
}

#[cold]
pub(super) fn bare_ampersand(offset: usize) -> ReadError {
    ReadError::new(
        ErrorKind::BareAmpersand,
        offset,
        "'&' begins no reference; write '&amp;'",
    )
}

/// Where text stands; line ends and blanks are treated differently.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Content,
    Cdata,
    Attribute,
}

/// The characters that a checked piece of text stands for.
pub(super) fn unescape(raw: &str, place: Place) -> Cow<'_, str> {
    let special = |b: u8| match b {
        b'\r' => true,
        b'&' => place != Place::Cdata,
        b'\t' | b'\n' => place == Place::Attribute,
        _ => false,
    };
    let Some(first) = raw.bytes().position(special) else {
        return Cow::Borrowed(raw);
    };
    let line_end = if place == Place::Attribute { ' ' } else { '\n' };
    let mut out = String::with_capacity(raw.len());
    out.push_str(&raw[..first]);
    let mut rest = &raw[first..];
    while let Some(next) = rest.bytes().position(special) {
        out.push_str(&rest[..next]);
        let mut used = next + 1;
        match rest.as_bytes()[next] {
            b'\r' => {
                out.push(line_end);
                used += usize::from(rest.as_bytes().get(used) == Some(&b'\n'));
            }
            b'&' => {
                let end = rest[used..].find(';').map_or(rest.len(), |end| used + end);
                // `read` has resolved it once; what cannot be resolved stays as it is.
                match resolve(&rest[used..end], 0) {
                    Ok(c) => out.push(c),
                    Err(_) => out.push_str(&rest[next..end]),
                }
                used = (end + 1).min(rest.len());
            }
            _ => out.push(' '),
        }
        rest = &rest[used..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, place: Place, expected: &str) {
        assert_eq!(unescape(raw, place), expected);
    }

    #[test]
    fn references_become_characters() {
        check("a&amp;b&lt;&gt;&quot;&apos;", Place::Content, "a&b<>\"'");
        check("&#39;&#x41;&#9;&#x1F600;", Place::Content, "'A\t\u{1F600}");
        check("&amp;amp;", Place::Content, "&amp;");
        check("&amp;", Place::Cdata, "&amp;");
    }

    #[test]
    fn line_ends_become_one() {
        check("a\r\nb\rc\n", Place::Content, "a\nb\nc\n");
        check("a\r\n", Place::Cdata, "a\n");
        check("a\r\nb\tc\nd&#10;", Place::Attribute, "a b c d\n");
        check("&#13;\n", Place::Content, "\r\n");
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(
            unescape("plain\n", Place::Content),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn numbers_with_signs_are_no_references() {
        for body in [
            "#",
            "#x",
            "#+1",
            "#-1",
            "#x+41",
            "#0",
            "#1",
            "#xD800",
            "#x110000",
            "#99999999999",
            "#65a",
            "#X41",
        ] {
            assert_eq!(
                resolve(body, 7).unwrap_err().kind,
                ErrorKind::IllegalReference,
                "{body}"
            );
        }
    }

    #[test]
    fn only_xml_blanks_are_trimmed() {
        assert_eq!(trim(" \t\r\n a b \n"), "a b");
        assert_eq!(trim("\u{a0}a"), "\u{a0}a");
    }
}
