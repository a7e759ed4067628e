//! Finding secrets in bytes that need not be well-formed.
//!
//! The scan goes from `<` to `<` and looks at element names only, so it works on broken XML, in comments and in
//! CDATA. Where a document is broken it rather takes too much for secret than too little.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use crate::base::secret::is_secret_name;

/// Calls `found` with every range that holds a secret: content of elements called like a password or `Nonce`, in any
/// letter case and under any prefix, and of the `fieldValue` of an extension field called like a password. The ranges
/// ascend, do not overlap, and never include markup around the text.
pub(super) fn secrets(bytes: &[u8], found: &mut dyn FnMut(Range<usize>)) {
    let mut at = 0;
    let mut field_is_secret = false;
    while let Some(open) = memchr(b'<', &bytes[at..]).map(|i| at + i) {
        let name = local_name(bytes, open + 1);
        at = name.end.max(open + 1);
        let local = &bytes[name];
        match local.len() {
            9 if local.eq_ignore_ascii_case(b"fieldName") => {
                let start = tag_end(bytes, at).map_or(bytes.len(), |end| end + 1);
                let end = memchr(b'<', &bytes[start..]).map_or(bytes.len(), |i| start + i);
                field_is_secret = is_secret_name(bytes[start..end].trim_ascii());
                at = end;
            }
            10 if field_is_secret && local.eq_ignore_ascii_case(b"fieldValue") => {
                field_is_secret = false;
                at = content(bytes, at, found);
            }
            _ if is_secret_name(local) => at = content(bytes, at, found),
            _ => {}
        }
    }
}

/// The name after `<` without its prefix. Empty for end tags, comments and the like.
fn local_name(bytes: &[u8], start: usize) -> Range<usize> {
    let mut local = start;
    let mut end = start;
    while let Some(&b) = bytes.get(end) {
        match b {
            b':' => local = end + 1,
            b'/' | b'>' | b'<' | b'!' | b'?' | b' ' | b'\t' | b'\r' | b'\n' => break,
            _ => {}
        }
        end += 1;
    }
    local..end
}

/// Where the tag whose inside contains `from` ends: at its `>`, or `None` when it is never closed.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let stop = from + memchr2(b'>', b'<', &bytes[from..])?;
    (bytes[stop] == b'>').then_some(stop)
}

/// Reports the texts inside the element whose start tag's name ends at `from`; returns where to go on.
fn content(bytes: &[u8], from: usize, found: &mut dyn FnMut(Range<usize>)) -> usize {
    let mut run = match tag_end(bytes, from) {
        Some(end) if bytes[end - 1] == b'/' => return end,
        Some(end) => end + 1,
        // `<password secret</password>`: the tag is broken, so all of it may be the secret.
        None => from,
    };
    let mut depth = 1_usize;
    let mut at = run;
    loop {
        let open = memchr(b'<', &bytes[at..]).map_or(bytes.len(), |i| at + i);
        let rest = &bytes[open..];
        let inside = [
            (&b"<!--"[..], &b"-->"[..]),
            (b"<![CDATA[", b"]]>"),
            (b"<?", b"?>"),
        ]
        .into_iter()
        .find(|(start, _)| rest.starts_with(start));
        if let Some((start, end)) = inside {
            let after = &rest[start.len()..];
            at = memmem::find(after, end)
                .map_or(bytes.len(), |i| open + start.len() + i + end.len());
            continue;
        }
        let text = trimmed(bytes, run..open);
        if !text.is_empty() {
            found(text);
        }
        if open == bytes.len() {
            return open;
        }
        let end = tag_end(bytes, open + 1);
        if rest.get(1) == Some(&b'/') {
            depth -= 1;
        } else if end.is_none_or(|end| bytes[end - 1] != b'/') {
            depth += 1;
        }
        if depth == 0 {
            return open + 1;
        }
        run = end.map_or(open + 1, |end| end + 1);
        at = run;
    }
}

fn trimmed(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let text = &bytes[range.clone()];
    let start = range.start + (text.len() - text.trim_ascii_start().len());
    start..start + text.trim_ascii().len()
}

/// The text that a stretch of character data means: entities resolved, CDATA unwrapped, comments gone. Equal secrets
/// become equal whatever way they were written.
pub(super) fn plain_text(raw: &[u8]) -> Cow<'_, str> {
    if !raw.iter().any(|b| matches!(b, b'&' | b'<')) {
        return String::from_utf8_lossy(raw);
    }
    let raw = String::from_utf8_lossy(raw);
    let mut out = String::with_capacity(raw.len());
    let mut rest = &*raw;
    while let Some(at) = rest.find(['&', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<![CDATA[") {
            let (inside, tail) = after.split_once("]]>").unwrap_or((after, ""));
            out.push_str(inside);
            rest = tail;
        } else if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, tail)| tail);
        } else if let Some((c, tail)) = entity(rest) {
            out.push(c);
            rest = tail;
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(text: &str) -> Option<(char, &str)> {
    let (name, tail) = text.strip_prefix('&')?.split_once(';')?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, tail))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(xml: &str) -> Vec<&str> {
        let mut out = Vec::new();
        secrets(xml.as_bytes(), &mut |range| out.push(&xml[range]));
        out
    }

    #[test]
    fn elements_are_known_by_name_in_any_case_and_prefix() {
        assert_eq!(
            found("<u><password>a</password><p:passWord>b</p:passWord></u>"),
            ["a", "b"]
        );
        assert_eq!(
            found("<wsse:Password Type='x'>c</wsse:Password><Nonce>ZA==</Nonce>"),
            ["c", "ZA=="]
        );
        assert_eq!(
            found("<name>x</name><pwEncryptionType>y</pwEncryptionType>"),
            [""; 0]
        );
    }

    #[test]
    fn nested_text_is_found_and_blanks_are_left_alone() {
        let xml = "<password>\n <language>en</language>\n <textString> s3 </textString>\n</password><id>1</id>";
        assert_eq!(found(xml), ["en", "s3"]);
    }

    #[test]
    fn cdata_comments_and_empty_elements() {
        assert_eq!(
            found("<password><![CDATA[a<b>]]></password><i>1</i>"),
            ["<![CDATA[a<b>]]>"]
        );
        assert_eq!(
            found("<password>a<!-- </password> -->b</password>"),
            ["a<!-- </password> -->b"]
        );
        assert_eq!(
            found("<password/><x>1</x><password></password><y>2</y>"),
            [""; 0]
        );
    }

    #[test]
    fn broken_documents_lose_too_much_rather_than_too_little() {
        assert_eq!(found("<password>abc"), ["abc"]);
        assert_eq!(found("<password abc</password>"), ["abc"]);
        assert_eq!(found("<password>abc</passwor"), ["abc"]);
        assert_eq!(found("<password>abc</wrong><id>1</id>"), ["abc"]);
        assert_eq!(found("<password>a<b>c<d>e"), ["a", "c", "e"]);
    }

    #[test]
    fn an_extension_field_called_password_is_secret() {
        let xml = "<fieldName>initialPassword</fieldName><fieldType>String</fieldType><fieldValue>pw</fieldValue>\
                   <fieldName>color</fieldName><fieldValue>red</fieldValue>";
        assert_eq!(found(xml), ["pw"]);
    }

    #[test]
    fn one_text_has_many_spellings() {
        for raw in [
            "a&amp;b<c",
            "a&#38;b&lt;c",
            "<![CDATA[a&b<c]]>",
            "a&#x26;<!-- no -->b<c",
        ] {
            assert_eq!(plain_text(raw.as_bytes()), "a&b<c", "{raw}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_ordered_ranges(bytes in prop::collection::vec(prop::sample::select(b"<>/!-?[]: aPpasswordNonceCDATA".to_vec()), 0..200)) {
            let mut last = 0;
            secrets(&bytes, &mut |range| {
                assert!(range.start >= last && range.start < range.end && range.end <= bytes.len());
                last = range.end;
            });
        }

        #[test]
        fn a_password_cut_off_anywhere_never_shows(cut in 0usize..200) {
            let xml = "<a><userId><userIdValue>u</userIdValue><ns:passWord xml:lang='en'><textString>TOPSECRET</textString></ns:passWord></userId></a>";
            let part = &xml.as_bytes()[..cut.min(xml.len())];
            let mut clear = part.to_vec();
            secrets(part, &mut |range| clear[range].fill(b'*'));
            prop_assert!(memmem::find(&clear, b"TOP").is_none());
        }
    }
}
