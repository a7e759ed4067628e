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

/// The difference of two texts, as `patch` reads it.
pub fn diff(name: &str, old: &str, new: &str) -> String {
    let diff = similar::TextDiff::from_lines(old, new);
    diff.unified_diff().header(name, name).to_string()
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::write;

    /// A folder of its own.
    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("mocklms-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("it can be made");
        path
    }

    #[test]
    fn what_is_not_text_stays() {
        let folder = folder("accept-write");
        let file = folder.join("a.yaml");
        fs::write(&file, "\u{feff}old\r\n").expect("it can be written");
        write(&file, "old\r\n", "new\r\n").expect("it is as it was read");
        assert_eq!(
            fs::read(&file).expect("it is there"),
            "\u{feff}new\r\n".as_bytes()
        );
        let error = write(&file, "old\r\n", "x").expect_err("it is another one");
        assert_eq!(
            error.to_string(),
            "it was changed by somebody else meanwhile"
        );
        assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 1);
        fs::remove_dir_all(folder).expect("it can be removed");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = folder("accept-link");
        let (file, link) = (folder.join("a.yaml"), folder.join("link.yaml"));
        fs::write(&file, "old").expect("it can be written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("it is ours");
        std::os::unix::fs::symlink("a.yaml", &link).expect("it can be made");
        write(&link, "old", "new").expect("it is as it was read");
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "new");
        let mode = fs::metadata(&file)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o640);
        fs::remove_dir_all(folder).expect("it can be removed");
    }
}
