//! The XML declaration. Its encoding has been used by then; here it is only checked.

use super::error::{ErrorKind, ReadError};
use super::scope::Scope;
use super::tag::{read_attributes, shown};

/// Checks the declaration that stands at `text[start..end]`.
pub(super) fn check_declaration(text: &str, start: usize, end: usize) -> Result<(), ReadError> {
    if start != 0 {
        let message = "an XML declaration may stand only at the very beginning, without as much as a blank before it";
        return Err(ReadError::new(
            ErrorKind::MisplacedDeclaration,
            start,
            message,
        ));
    }
    let illegal = |what: &str| {
        Err(ReadError::new(
            ErrorKind::IllegalDeclaration,
            start,
            format!("the XML declaration {what}"),
        ))
    };
    let mut attrs = Vec::new();
    read_attributes(
        text,
        ("<?xml".len(), end - "?>".len()),
        3,
        &mut Scope::new(),
        &mut attrs,
    )?;
    let mut fields = attrs.iter().map(|a| {
        let slice = |from: u32, to: u32| &text[from as usize..to as usize];
        (slice(a.name, a.name_end), slice(a.value, a.value_end))
    });
    match fields.next() {
        Some(("version", version)) if is_version(version) => {}
        Some(("version", version)) => {
            return illegal(&format!("names version '{}'; 1.0 is read", shown(version)));
        }
        _ => return illegal("does not begin with version"),
    }
    let mut field = fields.next();
    if let Some(("encoding", encoding)) = field {
        if !is_encoding_name(encoding) {
            return illegal(&format!("has encoding '{}'", shown(encoding)));
        }
        field = fields.next();
    }
    if let Some(("standalone", "yes" | "no")) = field {
        field = fields.next();
    }
    match field {
        None => Ok(()),
        Some((name, value)) => illegal(&format!(
            "must not have {}='{}' here",
            shown(name),
            shown(value)
        )),
    }
}

fn is_version(version: &str) -> bool {
    // XML 1.0, fifth edition, 2.8: documents of any version 1.x are read as 1.0.
    version
        .strip_prefix("1.")
        .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()))
}

fn is_encoding_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}
