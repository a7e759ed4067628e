use super::*;

#[track_caller]
fn check(body: &[u8], charset: Option<&str>, text: &str, encoding: &str) {
    let decoded = decode(body, charset).unwrap();
    assert_eq!((&*decoded.text, decoded.encoding), (text, encoding));
    assert_eq!(decoded.conflict, None);
}

#[track_caller]
fn refused(body: &[u8], charset: Option<&str>, kind: ErrorKind, offset: usize) -> String {
    let error = decode(body, charset).unwrap_err();
    assert_eq!((error.kind, error.offset), (kind, offset), "{error}");
    error.to_string()
}

#[track_caller]
fn conflicting(body: &[u8], charset: Option<&str>, text: &str, conflict: &str) {
    let decoded = decode(body, charset).unwrap();
    assert_eq!(decoded.text, text);
    assert_eq!(decoded.conflict.unwrap().to_string(), conflict);
}

fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn utf8_is_the_default_and_not_copied() {
    check("<a>ä</a>".as_bytes(), None, "<a>ä</a>", "UTF-8");
    check(b"\xEF\xBB\xBF<a/>", Some("utf-8"), "<a/>", "UTF-8");
    check(b"", None, "", "UTF-8");
    check(b"<a/>", Some(" UTF8 "), "<a/>", "UTF-8");
    assert!(matches!(
        decode(b"<a/>", None).unwrap().text,
        Cow::Borrowed(_)
    ));
}

#[test]
fn the_declaration_is_heard() {
    let text = "<?xml version='1.0' encoding = 'iso-8859-1' ?><a>é\u{80}</a>";
    let body: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    // 0x80 is a control character in ISO-8859-1, and only in windows-1252 a euro sign.
    check(&body, None, text, "ISO-8859-1");
    check(&body, Some("latin1"), text, "ISO-8859-1");
    check(
        b"<?xml version='1.0' encoding='us-ascii'?><a/>",
        None,
        "<?xml version='1.0' encoding='us-ascii'?><a/>",
        "US-ASCII",
    );
}

#[test]
fn utf16_by_mark_pattern_and_name() {
    let text = "<?xml version='1.0' encoding='utf-16'?><a>é😀</a>";
    let (le, be) = (wide(text, u16::to_le_bytes), wide(text, u16::to_be_bytes));
    check(&[&[0xFF, 0xFE], &le[..]].concat(), None, text, "UTF-16LE");
    check(
        &[&[0xFE, 0xFF], &be[..]].concat(),
        Some("utf-16"),
        text,
        "UTF-16BE",
    );
    check(&le, None, text, "UTF-16LE");
    check(&be, Some("utf-16be"), text, "UTF-16BE");
}

#[test]
fn contradictions_are_reported() {
    conflicting(
        b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
        Some("utf-8"),
        "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
        "the Content-Type says UTF-8 but the XML declaration says ISO-8859-1",
    );
    conflicting(
        b"\xEF\xBB\xBF<a/>",
        Some("iso-8859-1"),
        "<a/>",
        "the byte order mark says UTF-8 but the Content-Type says ISO-8859-1",
    );
    let text = "<?xml version='1.0' encoding='utf-8'?><a/>";
    conflicting(
        &[&[0xFF, 0xFE], &wide(text, u16::to_le_bytes)[..]].concat(),
        None,
        text,
        "the byte order mark says UTF-16LE but the XML declaration says UTF-8",
    );
    // .NET writes this declaration when it serializes to a string.
    let text = "<?xml version='1.0' encoding='utf-16'?><a/>";
    conflicting(
        text.as_bytes(),
        Some("utf-8"),
        text,
        "the Content-Type says UTF-8 but the XML declaration says UTF-16",
    );
}

#[test]
fn bytes_that_cannot_be_what_was_declared() {
    let text = "<?xml version='1.0' encoding='utf-16'?><a/>";
    refused(text.as_bytes(), None, ErrorKind::EncodingMismatch, 0);
    refused(b"<a/>", Some("UTF-16LE"), ErrorKind::EncodingMismatch, 0);
    refused(
        &wide("<a/>", u16::to_le_bytes),
        Some("utf-8"),
        ErrorKind::EncodingMismatch,
        0,
    );
    refused(
        &wide("<a/>", u16::to_le_bytes),
        Some("utf-16be"),
        ErrorKind::EncodingMismatch,
        0,
    );
}

#[test]
fn wrong_bytes_are_refused_with_their_offset() {
    let message = refused(
        b"<a>M\xFCller</a>",
        Some("utf-8"),
        ErrorKind::InvalidBytes,
        4,
    );
    assert_eq!(
        message,
        "byte 0xFC at offset 4 is not UTF-8 (in ISO-8859-1 it would be 'ü')"
    );
    refused(b"\xEF\xBB\xBF<\xFF", None, ErrorKind::InvalidBytes, 4);
    refused(b"<a>\xC3", None, ErrorKind::InvalidBytes, 3);
    refused(
        "<a>ä</a>".as_bytes(),
        Some("us-ascii"),
        ErrorKind::InvalidBytes,
        3,
    );
    refused(b"<\0a", None, ErrorKind::InvalidBytes, 2);
    refused(
        &[0xFE, 0xFF, 0, b'<', 0xD8, 0, 0, b'a'],
        None,
        ErrorKind::InvalidBytes,
        4,
    );
    let body = b"<?xml version='1.0' encoding='latin1'?><a>\xE4</a>";
    let message = refused(body, Some("utf-8"), ErrorKind::InvalidBytes, 42);
    assert!(
        message.ends_with("; the Content-Type says UTF-8 but the XML declaration says ISO-8859-1"),
        "{message}"
    );
}

#[test]
fn unknown_encodings_are_refused_by_name() {
    let message = refused(b"<a/>", Some("koi8-r"), ErrorKind::UnknownEncoding, 0);
    assert!(message.contains("'koi8-r' of the charset"), "{message}");
    let body = b"<?xml version='1.0' encoding='windows-1252'?><a/>";
    let message = refused(body, None, ErrorKind::UnknownEncoding, 30);
    assert!(
        message.contains("'windows-1252' of the XML declaration"),
        "{message}"
    );
    refused(b"\xFF\xFE\0\0<\0\0\0", None, ErrorKind::UnknownEncoding, 0);
    refused(b"<\0\0\0", None, ErrorKind::UnknownEncoding, 0);
    refused(b"\0\0\0<", None, ErrorKind::UnknownEncoding, 0);
}

#[test]
fn half_a_declaration_declares_nothing() {
    for body in [
        "<?xml",
        "<?xml encoding",
        "<?xml encoding=?>",
        "<?xml encoding='x?>",
        "<?xml xencoding='koi8-r'?>",
    ] {
        check(body.as_bytes(), None, body, "UTF-8");
    }
}
