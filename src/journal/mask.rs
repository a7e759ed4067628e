//! Taking secrets out of entries before they are shown or saved.

use std::borrow::Cow;
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use memchr::memmem;

use super::scan::{plain_text, secrets};
use super::{Body, Entry};
use crate::base::Masker;
use crate::base::secret::{address_passwords, hidden, is_secret_name};

/// How far a compressed body is inflated to look for secrets in it; larger ones are withheld.
const INFLATE_MAX: u64 = 64 * 1024 * 1024;

/// Replaces every secret of an entry by a numbered mask: credentials in headers, passwords and nonces in bodies
/// (broken and compressed ones too), and in what the engine said about them.
pub fn mask(entry: &mut Entry, masker: &Masker) {
    let mut clear = Vec::new();
    for (name, value) in entry
        .request_headers
        .iter_mut()
        .chain(&mut entry.response_headers)
    {
        if name.eq_ignore_ascii_case("authorization")
            || name.eq_ignore_ascii_case("proxy-authorization")
        {
            mask_credentials(value, masker, &mut clear);
        }
    }
    inflate(entry);
    mask_body(&mut entry.request_body, masker, &mut clear);
    mask_body(&mut entry.response_body, masker, &mut clear);
    for change in &mut entry.changes {
        if is_secret_name(change.field.as_bytes()) {
            for value in [&mut change.old, &mut change.new].into_iter().flatten() {
                if !is_mask(value) {
                    *value = masker.mask(value);
                }
            }
        }
    }
    let changes = entry.changes.iter_mut();
    let values = changes.flat_map(|c| [&mut c.old, &mut c.new]).flatten();
    for text in values.chain([&mut entry.target]) {
        clear.extend(address_passwords(text).into_iter().map(str::to_owned));
        if let Cow::Owned(masked) = masker.text(text) {
            *text = masked;
        }
    }
    // Findings and outcomes may quote what was sent. Very short secrets would hit innocent words.
    clear.retain(|secret| secret.len() >= 4);
    if clear.is_empty() {
        return;
    }
    let texts = entry
        .findings
        .iter_mut()
        .flat_map(|f| [&mut f.message, &mut f.hint])
        .chain([&mut entry.outcome]);
    for text in texts {
        for secret in &clear {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), &masker.mask(secret));
            }
        }
    }
}

/// Replaces every secret in a text that holds messages, such as a scenario.
pub fn mask_text(text: &mut String, masker: &Masker) {
    let mut body = Body::Text(std::mem::take(text));
    mask_body(&mut body, masker, &mut Vec::new());
    if let Body::Text(masked) = body {
        *text = masked;
    }
}

/// `Basic <secret:1>`: the scheme stays, the user name goes with the rest.
fn mask_credentials(value: &mut String, masker: &Masker, clear: &mut Vec<String>) {
    let (scheme, rest) = match value.trim().split_once([' ', '\t']) {
        Some((scheme, rest)) => (format!("{scheme} "), rest.trim()),
        None => (String::new(), value.trim()),
    };
    if is_mask(rest) {
        return;
    }
    if let Ok(pair) = STANDARD.decode(rest)
        && let Some((_, password)) = String::from_utf8_lossy(&pair).split_once(':')
    {
        clear.push(password.to_owned());
    }
    clear.push(rest.to_owned());
    *value = format!("{scheme}{}", masker.mask(rest));
}

fn mask_body(body: &mut Body, masker: &Masker, clear: &mut Vec<String>) {
    match body {
        Body::Text(text) => {
            if let Some(masked) = mask_bytes(text.as_bytes(), masker, clear) {
                // Masks are ASCII and stand where whole texts stood, so this is UTF-8 still.
                *text = String::from_utf8(masked)
                    .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
            }
            clear.extend(address_passwords(text).into_iter().map(str::to_owned));
            let mask = |password: &str| masker.mask(password).replace('<', "&lt;");
            if let Cow::Owned(masked) = hidden(text, mask) {
                *text = masked;
            }
        }
        Body::Base64(code) => {
            let Ok(bytes) = STANDARD.decode(code.as_bytes()) else {
                return;
            };
            let masked = match utf16(&bytes) {
                Some(order) => mask_utf16(&bytes, order, masker, clear),
                None => mask_bytes(&bytes, masker, clear),
            };
            if let Some(masked) = masked {
                *code = STANDARD.encode(masked);
            }
        }
    }
}

/// The bytes with their secrets masked; `None` when there are none.
fn mask_bytes(bytes: &[u8], masker: &Masker, clear: &mut Vec<String>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut copied = 0;
    secrets(bytes, &mut |range| {
        let secret = plain_text(&bytes[range.clone()]);
        if is_mask(&secret) {
            return; // Masked before: numbers must not change.
        }
        if copied == 0 {
            out.reserve(bytes.len() + 64);
        }
        out.extend_from_slice(&bytes[copied..range.start]);
        // The mask is character data like what it replaces, so its `<` is an entity.
        out.extend_from_slice(masker.mask(&secret).replace('<', "&lt;").as_bytes());
        clear.push(secret.into_owned());
        copied = range.end;
    });
    if copied > 0 {
        out.extend_from_slice(&bytes[copied..]);
    }
    // A document inside a text, its markup escaped: what is secret in there is secret out here.
    let escaped = memmem::find(bytes, b"&lt;").map(|_| plain_text(bytes).into_owned());
    if let Some(inner) = escaped {
        let mut inside = Vec::new();
        secrets(inner.as_bytes(), &mut |range| {
            inside.push(inner[range].to_owned());
        });
        for secret in inside
            .iter()
            .filter(|s| !is_mask(&plain_text(s.as_bytes())))
        {
            if copied == 0 {
                out = bytes.to_vec();
                copied = 1;
            }
            let mask = masker.mask(secret).replace('<', "&amp;lt;");
            replace_all(&mut out, secret.as_bytes(), mask.as_bytes());
            clear.push(secret.clone());
        }
    }
    (copied > 0).then_some(out)
}

fn is_mask(text: &str) -> bool {
    text.starts_with("<secret:") && text.ends_with('>')
}

fn replace_all(bytes: &mut Vec<u8>, from: &[u8], to: &[u8]) {
    let mut out = Vec::with_capacity(bytes.len());
    let mut copied = 0;
    for at in memmem::find_iter(bytes, from) {
        out.extend_from_slice(&bytes[copied..at]);
        out.extend_from_slice(to);
        copied = at + from.len();
    }
    out.extend_from_slice(&bytes[copied..]);
    *bytes = out;
}

/// Byte order of a UTF-16 document, told by its mark or by how `<` is written.
#[derive(Clone, Copy)]
enum Order {
    Big,
    Little,
}

fn utf16(bytes: &[u8]) -> Option<Order> {
    match bytes {
        [0xFE, 0xFF, ..] | [0, b'<', ..] => Some(Order::Big),
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => Some(Order::Little),
        _ => None,
    }
}

fn mask_utf16(
    bytes: &[u8],
    order: Order,
    masker: &Masker,
    clear: &mut Vec<String>,
) -> Option<Vec<u8>> {
    let units = bytes.chunks_exact(2).map(|pair| match order {
        Order::Big => u16::from_be_bytes([pair[0], pair[1]]),
        Order::Little => u16::from_le_bytes([pair[0], pair[1]]),
    });
    let text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    let masked = mask_bytes(text.as_bytes(), masker, clear)?;
    let masked = String::from_utf8_lossy(&masked);
    Some(
        masked
            .encode_utf16()
            .flat_map(|unit| match order {
                Order::Big => unit.to_be_bytes(),
                Order::Little => unit.to_le_bytes(),
            })
            .collect(),
    )
}

/// Replaces a compressed request body by its plain text, or withholds it when it cannot be inflated.
fn inflate(entry: &mut Entry) {
    if entry.request_body_was.is_some() {
        return;
    }
    let declared = entry
        .request_headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-encoding"))
        .map(|(_, value)| value.trim().to_ascii_lowercase());
    let Body::Base64(code) = &entry.request_body else {
        return; // Compressed bytes are never UTF-8.
    };
    let Ok(bytes) = STANDARD.decode(code.as_bytes()) else {
        return;
    };
    let encoding = match declared.as_deref() {
        Some("gzip" | "x-gzip") => "gzip",
        _ if bytes.starts_with(&[0x1F, 0x8B]) => "gzip",
        Some("deflate") => "deflate",
        Some(other @ ("br" | "zstd" | "compress")) => other,
        Some(several) if several.contains(',') => several,
        _ => return,
    };
    let plain = match encoding {
        "gzip" => read_all(MultiGzDecoder::new(&*bytes)),
        "deflate" => {
            read_all(ZlibDecoder::new(&*bytes)).or_else(|| read_all(DeflateDecoder::new(&*bytes)))
        }
        _ => None,
    };
    match plain {
        Some(plain) => {
            entry.request_body_was = Some(encoding.to_owned());
            entry.request_body = Body::of(&plain);
        }
        None if bytes.trim_ascii_start().starts_with(b"<") => {} // Only said to be compressed.
        None => {
            entry.request_body_was = Some(format!(
                "{encoding}, {} bytes withheld: they could not be inflated",
                bytes.len()
            ));
            entry.request_body = Body::Text(String::new());
        }
    }
}

fn read_all(reader: impl std::io::Read) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    reader.take(INFLATE_MAX + 1).read_to_end(&mut out).ok()?;
    (out.len() as u64 <= INFLATE_MAX).then_some(out)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::journal::{ChangeEntry, FindingEntry};

    fn masked(mut entry: Entry) -> Entry {
        mask(&mut entry, &Masker::default());
        entry
    }

    fn with_body(body: &[u8]) -> Entry {
        Entry {
            request_body: Body::of(body),
            ..Entry::default()
        }
    }

    #[test]
    fn equal_secrets_get_equal_masks() {
        let entry = masked(with_body(
            b"<a><password>x&amp;y</password><Password>z</Password><passWord><![CDATA[x&y]]></passWord></a>",
        ));
        assert_eq!(
            entry.request_body,
            Body::Text(
                "<a><password>&lt;secret:1></password><Password>&lt;secret:2></Password><passWord>&lt;secret:1></passWord></a>"
                    .to_owned()
            )
        );
    }

    #[test]
    fn basic_credentials_hide_the_user_name_too() {
        let entry = masked(Entry {
            request_headers: vec![
                (
                    "authorization".to_owned(),
                    "Basic c2lzOnMzY3JldA==".to_owned(),
                ),
                ("Accept".to_owned(), "*/*".to_owned()),
            ],
            outcome: "401 for password s3cret".to_owned(),
            ..Entry::default()
        });
        assert_eq!(entry.request_headers[0].1, "Basic <secret:1>");
        assert_eq!(entry.request_headers[1].1, "*/*");
        assert_eq!(entry.outcome, "401 for password <secret:2>");
    }

    #[test]
    fn a_gzip_body_is_kept_as_masked_text() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"<password>hidden-one</password>").unwrap();
        let mut entry = with_body(&gzip.finish().unwrap());
        entry.request_headers = vec![("Content-Encoding".to_owned(), "gzip".to_owned())];
        let entry = masked(entry);
        assert_eq!(entry.request_body_was.as_deref(), Some("gzip"));
        assert_eq!(
            entry.request_body,
            Body::Text("<password>&lt;secret:1></password>".to_owned())
        );
    }

    #[test]
    fn compressed_bytes_that_cannot_be_inflated_are_withheld() {
        let entry = masked(with_body(&[0x1F, 0x8B, 8, 0, 0xFF, 0xFF, 1, 2, 3]));
        assert_eq!(entry.request_body, Body::Text(String::new()));
        assert!(entry.request_body_was.unwrap().contains("9 bytes withheld"));
    }

    #[test]
    fn utf_16_bodies_stay_utf_16() {
        let wide: Vec<u8> = "\u{feff}<password>hidden</password>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let entry = masked(with_body(&wide));
        let bytes = entry.request_body.bytes().unwrap().into_owned();
        let units: Vec<u16> = bytes
            .chunks(2)
            .map(|pair| u16::from_le_bytes(pair.try_into().expect("whole units")))
            .collect();
        let text = String::from_utf16(&units).unwrap();
        assert_eq!(text, "\u{feff}<password>&lt;secret:1></password>");
    }

    #[test]
    fn latin_1_bodies_keep_their_other_bytes() {
        let entry = masked(with_body(b"<n>Andr\xE9</n><password>p\xE9q</password>"));
        let bytes = entry.request_body.bytes().unwrap().into_owned();
        assert_eq!(bytes, b"<n>Andr\xE9</n><password>&lt;secret:1></password>");
    }

    #[test]
    fn an_escaped_document_hides_its_secrets_too() {
        let entry = masked(with_body(b"<x>&lt;password&gt;hidden&lt;/password&gt;</x>"));
        assert_eq!(
            entry.request_body,
            Body::Text("<x>&lt;password&gt;&amp;lt;secret:1>&lt;/password&gt;</x>".to_owned())
        );
    }

    #[test]
    fn changes_and_findings_are_masked() {
        let mut entry = with_body(b"<password>hidden</password>");
        entry.changes = vec![ChangeEntry {
            table: "users".to_owned(),
            key: "1".to_owned(),
            field: "login.password".to_owned(),
            old: Some("<secret:9>".to_owned()),
            new: Some("hidden".to_owned()),
            quirk: None,
        }];
        entry.findings = vec![FindingEntry {
            name: "weak".to_owned(),
            class: "note".to_owned(),
            line: 1,
            column: 1,
            message: "`hidden` is weak".to_owned(),
            hint: String::new(),
        }];
        let entry = masked(entry);
        assert_eq!(entry.changes[0].old.as_deref(), Some("<secret:9>"));
        assert_eq!(entry.changes[0].new.as_deref(), Some("<secret:1>"));
        assert_eq!(entry.findings[0].message, "`<secret:1>` is weak");
    }

    #[test]
    fn masking_twice_is_masking_once() {
        let mut entry =
            with_body(b"<password>hidden</password><x>&lt;password&gt;deeper&lt;/password&gt;</x>");
        entry.request_headers = vec![("Authorization".to_owned(), "Basic YTpi".to_owned())];
        let once = masked(entry);
        assert_eq!(masked(once.clone()), once);
    }

    #[test]
    fn what_has_no_secret_is_untouched() {
        let entry = with_body("<name>Zoë &lt;b&gt;</name>".as_bytes());
        assert_eq!(masked(entry.clone()), entry);
    }
}
