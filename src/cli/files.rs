//! Which scenario files the user means.

use std::path::{Path, PathBuf};

use crate::diag::Problem;

/// The named files, and every `*.yaml` below the named folders, in the order of their names. Whatever cannot be read, or
/// holds no scenario, becomes a problem.
pub(super) fn collect(paths: &[PathBuf], problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = (files.len(), problems.len());
            below(path, &mut files, problems);
            if before == (files.len(), problems.len()) {
                problems.push(nothing(format!(
                    "there is no .yaml file below {}",
                    path.display()
                )));
            }
        } else {
            files.push(path.clone());
        }
    }
    if paths.is_empty() {
        problems.push(nothing("no scenario file was named".to_owned()));
    }
    files
}

/// `NAME=VALUE`.
pub(super) fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}

fn nothing(message: String) -> Problem {
    Problem::error("no-scenarios", None, message)
        .with_help("name scenario files, or folders that hold some; `mocklms new VENDOR` writes one to start from")
}

fn below(folder: &Path, files: &mut Vec<PathBuf>, problems: &mut Vec<Problem>) {
    let mut entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|e| e.path()).collect::<Vec<_>>(),
        Err(error) => {
            let message = format!("cannot list {}: {error}", folder.display());
            return problems.push(Problem::error("unreadable-file", None, message));
        }
    };
    entries.sort();
    for path in entries {
        // A link is not followed, so that a folder that links to itself comes to an end.
        if path.is_dir() && !path.is_symlink() {
            below(&path, files, problems);
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "yml") && path.is_file() {
            files.push(path);
        }
    }
}
