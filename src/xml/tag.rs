//! The inside of a start tag: name, attributes, namespace declarations.

use std::borrow::Cow;

use super::chars::{Place, check_references, is_blank, unescape};
use super::error::{ErrorKind, ReadError};
use super::name::{NAME_MAX, local_start};
use super::scope::Scope;
use super::tree::{Attr, NO_NAMESPACE, XMLNS_NAMESPACE_ID};

/// Checks a qualified name; where its local part begins.
pub(super) fn check_name(name: &str, offset: usize) -> Result<usize, ReadError> {
    let Some(local) = local_start(name) else {
        return Err(ReadError::new(
            ErrorKind::IllegalName,
            offset,
            format!("'{}' is not an XML name", shown(name)),
        ));
    };
    if name.len() > NAME_MAX {
        return Err(ReadError::new(
            ErrorKind::NameTooLong,
            offset,
            format!("a name is longer than {NAME_MAX} bytes"),
        ));
    }
    Ok(local)
}

/// The beginning of a foreign text, for messages.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    crate::base::text::truncate(text, 60)
}

/// Reads attributes as they are written: `text[from..to]`, which is what follows the element's name.
///
/// Namespace declarations take effect in `scope` at once; prefixes of attributes are resolved by
/// [`resolve_attributes`] when all declarations of the tag are known.
pub(super) fn read_attributes<'t>(
    text: &'t str,
    (from, to): (usize, usize),
    limit: usize,
    scope: &mut Scope<'t>,
    attrs: &mut Vec<Attr>,
) -> Result<(), ReadError> {
    let bytes = &text.as_bytes()[..to];
    let skip_blanks = |at: usize| {
        bytes[at..]
            .iter()
            .position(|b| !is_blank(*b))
            .map_or(to, |n| at + n)
    };
    let first = attrs.len();
    let mut at = from;
    loop {
        let name = skip_blanks(at);
        if name == to {
            return Ok(());
        }
        if name == at {
            return Err(ReadError::new(
                ErrorKind::MissingBlank,
                at,
                "attributes need a blank between them",
            ));
        }
        if attrs.len() - first >= limit {
            return Err(ReadError::new(
                ErrorKind::TooManyAttributes,
                name,
                format!("more than {limit} attributes on one element"),
            ));
        }
        let name_end = name
            + bytes[name..]
                .iter()
                .position(|b| is_blank(*b) || *b == b'=')
                .unwrap_or(to - name);
        let qualified = &text[name..name_end];
        let local = check_name(qualified, name)?;
        let malformed = |what: &str| {
            let message = format!("attribute '{}' {what}", shown(qualified));
            ReadError::new(ErrorKind::MalformedAttribute, name, message)
        };
        let equals = skip_blanks(name_end);
        if bytes.get(equals) != Some(&b'=') {
            return Err(malformed("has no value"));
        }
        let open = skip_blanks(equals + 1);
        let Some(quote @ (b'"' | b'\'')) = bytes.get(open).copied() else {
            return Err(malformed("has a value without quotes"));
        };
        let value = open + 1;
        let Some(length) = memchr::memchr(quote, &bytes[value..]) else {
            return Err(malformed("has a value without closing quote"));
        };
        let value_end = value + length;
        let rough = check_value(&text[value..value_end], value)?;
        let mut attr = Attr {
            name: name as u32,
            local: (name + local) as u32,
            name_end: name_end as u32,
            value: value as u32,
            value_end: value_end as u32,
            namespace: NO_NAMESPACE,
            rough,
        };
        let declared = match qualified {
            "xmlns" => Some(""),
            _ => qualified.strip_prefix("xmlns:"),
        };
        if let Some(prefix) = declared {
            attr.namespace = XMLNS_NAMESPACE_ID;
            let raw = &text[value..value_end];
            let uri = if rough {
                unescape(raw, Place::Attribute)
            } else {
                Cow::Borrowed(raw)
            };
            scope.declare(prefix, uri, name)?;
        }
        attrs.push(attr);
        at = value_end + 1;
    }
}

/// Checks an attribute value; true when it differs from what it stands for.
fn check_value(value: &str, offset: usize) -> Result<bool, ReadError> {
    let mut rough = false;
    for (at, b) in value.bytes().enumerate() {
        match b {
            b'<' => {
                let message = "'<' in an attribute value; write '&lt;'";
                return Err(ReadError::new(
                    ErrorKind::LessThanInAttribute,
                    offset + at,
                    message,
                ));
            }
            b'&' | b'\t' | b'\n' | b'\r' => rough = true,
            _ => {}
        }
    }
    if rough {
        check_references(value, offset)?;
    }
    Ok(rough)
}

/// Gives the attributes of one tag their namespaces and refuses duplicates.
pub(super) fn resolve_attributes<'t>(
    text: &'t str,
    attrs: &mut [Attr],
    scope: &mut Scope<'t>,
) -> Result<(), ReadError> {
    for attr in attrs.iter_mut() {
        if attr.local != attr.name && attr.namespace == NO_NAMESPACE {
            let prefix = &text[attr.name as usize..attr.local as usize - 1];
            attr.namespace = scope
                .resolve(prefix)
                .ok_or_else(|| undeclared(prefix, attr.name as usize))?;
        }
    }
    if attrs.len() < 2 {
        return Ok(());
    }
    let local = |attr: &Attr| &text[attr.local as usize..attr.name_end as usize];
    let duplicate = if attrs.len() <= 16 {
        attrs.iter().enumerate().find(|(n, attr)| {
            attrs[..*n]
                .iter()
                .any(|other| other.namespace == attr.namespace && local(other) == local(attr))
        })
    } else {
        // Comparing each with each would make a tag full of attributes expensive.
        let mut sorted: Vec<(usize, &Attr)> = attrs.iter().enumerate().collect();
        sorted.sort_by_key(|(n, attr)| (attr.namespace, local(attr), *n));
        sorted
            .windows(2)
            .find(|two| {
                two[0].1.namespace == two[1].1.namespace && local(two[0].1) == local(two[1].1)
            })
            .map(|two| two[1])
    };
    match duplicate {
        None => Ok(()),
        Some((_, attr)) => {
            let name = &text[attr.name as usize..attr.name_end as usize];
            let message = format!("attribute '{}' stands twice on one element", shown(name));
            Err(ReadError::new(
                ErrorKind::DuplicateAttribute,
                attr.name as usize,
                message,
            ))
        }
    }
}

#[cold]
pub(super) fn undeclared(prefix: &str, offset: usize) -> ReadError {
    let message = format!("prefix '{}' is not declared", shown(prefix));
    ReadError::new(ErrorKind::UndeclaredPrefix, offset, message)
}
