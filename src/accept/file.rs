//! Writing a file whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// A mark at the beginning of a file, which the loader takes off.
const MARK: &str = "\u{feff}";

/// Replaces the text of a file, which must still be `old`. Its permissions stay; a link stays a link.
///
/// # Errors
///
/// What went wrong; the file is as it was.
pub fn write(path: &Path, old: &str, new: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let there = fs::read_to_string(&path)?;
    let (mark, there) = match there.strip_prefix(MARK) {
        Some(rest) => (MARK, rest),
        None => ("", &*there),
    };
    if there != old {
        return Err(io::Error::other(
            "it was changed by somebody else meanwhile",
        ));
    }
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "it is read-only",
        ));
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = create(&temporary).and_then(|mut file| {
        file.set_permissions(permissions)?;
        file.write_all(mark.as_bytes())?;
        file.write_all(new.as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, &path)
    });
    if written.is_err() {
        _ = fs::remove_file(&temporary);
    }
    written
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
