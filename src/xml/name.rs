//! Names as XML 1.0 (fifth edition) and Namespaces in XML spell them.

/// What a byte may be in a name. Bytes from 0x80 on are looked at as characters.
const CLASS: [u8; 256] = {
    let mut class = [OTHER; 256];
    let mut b = 0;
    while b < 256 {
        class[b] = match b as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => START,
            b'0'..=b'9' | b'-' | b'.' => LATER,
            _ => OTHER,
        };
        b += 1;
    }
    class
};
const START: u8 = 0;
const LATER: u8 = 1;
const OTHER: u8 = 2;

/// The tree counts names in 16 bits.
pub(super) const NAME_MAX: usize = u16::MAX as usize;

/// The qualified name of ASCII letters, digits and so on, as nearly all are, with which `bytes` begin: its length, and
/// where its local part begins. `None` when there is none, or it is too long.
pub(super) fn plain_name(bytes: &[u8]) -> Option<(usize, usize)> {
    let first = plain_part(bytes)?;
    if bytes.get(first) != Some(&b':') {
        return (first <= NAME_MAX).then_some((first, 0));
    }
    let local = first + 1;
    let len = local + plain_part(&bytes[local..])?;
    (len <= NAME_MAX).then_some((len, local))
}

/// The length of the name without colon with which `bytes` begin.
fn plain_part(bytes: &[u8]) -> Option<usize> {
    if CLASS[usize::from(*bytes.first()?)] != START {
        return None;
    }
    let end = bytes.iter().position(|b| CLASS[usize::from(*b)] > LATER);
    Some(end.unwrap_or(bytes.len()))
}

/// Where the local part of a qualified name begins; `None` when it is not a qualified name.
pub(super) fn local_start(name: &str) -> Option<usize> {
    match plain_name(name.as_bytes()) {
        Some((len, local)) if len == name.len() => Some(local),
        _ => local_start_wide(name),
    }
}

fn local_start_wide(name: &str) -> Option<usize> {
    match name.split_once(':') {
        None => is_ncname(name).then_some(0),
        Some((prefix, local)) => {
            (is_ncname(prefix) && is_ncname(local)).then_some(prefix.len() + 1)
        }
    }
}

/// A name without a colon.
pub(super) fn is_ncname(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(is_start) && chars.all(is_later)
}

fn is_start(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'A'..='Z' | '_'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_later(c: char) -> bool {
    is_start(c)
        || matches!(c, '0'..='9' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<usize>) {
        assert_eq!(local_start(name), expected, "{name}");
    }

    #[test]
    fn names_and_prefixes() {
        check("a", Some(0));
        check("sourcedId", Some(0));
        check("a:b", Some(2));
        check("_a-1.x:_", Some(7));
        check("größe", Some(0));
        check("ä:ö", Some(3));
        check("a·", Some(0));
    }

    #[test]
    fn not_names() {
        for name in [
            "", "1a", "-a", ".", ":", "a:", ":a", "a:b:c", "a:1", "a b", "a/b", "a\"", "ä:ö:ü",
            "ä:", "·a", "×", "a,",
        ] {
            check(name, None);
        }
    }
}
