//! Files of this machine, below what `outgoing` names and nowhere else.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use super::too_large;
use crate::engine::Arrival;
use crate::wire::{Reply, Request};

/// Reads a file.
pub(super) fn fetch(folder: &Path, request: &Request, allowed: &[String], limit: usize) -> Arrival {
    if request.method != "GET" {
        return Err("a file can only be read".to_owned());
    }
    let target = &request.target;
    let path = path_of(folder, target).ok_or_else(|| format!("{target} names no file"))?;
    let real = fs::canonicalize(&path).map_err(|error| format!("cannot read {target}: {error}"))?;
    // Symbolic links are followed here once and for all; what they lead to must lie below an allowed prefix, too.
    let inside = allowed.iter().any(|prefix| {
        let root = path_of(folder, prefix).and_then(|root| fs::canonicalize(root).ok());
        root.is_some_and(|root| real.starts_with(root))
    });
    if !inside {
        return Err(format!("{target} leads out of what `outgoing` allows"));
    }
    let cannot = |error: std::io::Error| format!("cannot read {target}: {error}");
    // A pipe or a device could be read for ever.
    if !fs::metadata(&real).map_err(cannot)?.is_file() {
        return Err(format!("{target} is no file"));
    }
    let mut body = Vec::new();
    let file = File::open(&real).map_err(cannot)?;
    file.take(limit as u64 + 1)
        .read_to_end(&mut body)
        .map_err(cannot)?;
    if body.len() > limit {
        return Err(too_large(limit));
    }
    Ok(Reply {
        status: 200,
        headers: Vec::new(),
        body: body.into(),
    })
}

/// The path of a `file:` address: absolute (`file:///a/b`, `file:/a/b`), or from the folder on (`file:a/b`). `None` for
/// another machine's, and for one that climbs.
fn path_of(folder: &Path, address: &str) -> Option<PathBuf> {
    let (scheme, rest) = address.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") || rest.contains(['?', '#', '\0']) {
        return None;
    }
    let rest = match rest.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
        None => rest,
    };
    if address[scheme.len() + 1..].starts_with("//") && !rest.starts_with('/') {
        return None;
    }
    let decoded = percent_decoded(rest)?;
    // `/C:/bulk` on Windows.
    let path = match decoded.as_bytes() {
        [b'/', drive, b':', ..] if cfg!(windows) && drive.is_ascii_alphabetic() => &decoded[1..],
        _ => &decoded[..],
    };
    let path = Path::new(path);
    let climbs = path.components().any(|c| c == Component::ParentDir);
    (!climbs).then(|| folder.join(path))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        out.push(u8::try_from(high * 16 + low).ok()?);
    }
    let text = String::from_utf8(out).ok()?;
    (!text.contains('\0')).then_some(text)
}
