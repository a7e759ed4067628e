//! What the tests share: finding, loading and running scenario files as the program does.

use std::path::{Path, PathBuf};

use mocklms::diag;
use mocklms::report::{Format, Paint};
use mocklms::runner;
use mocklms::scenario::{self, Scenario};
use mocklms::verify::{Outcome, Verdict};

/// The folder of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files with one of these endings in a folder of the package and below it, sorted.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&root().join(folder), endings, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, endings, found);
        } else if path
            .extension()
            .is_some_and(|e| endings.iter().any(|ending| e == *ending))
        {
            found.push(path);
        }
    }
}

/// A file's name as people write it: from the package on.
pub(crate) fn short(file: &Path) -> String {
    file.strip_prefix(root())
        .unwrap_or(file)
        .display()
        .to_string()
}

/// Loads the scenarios of a file; the error is what the program would print.
pub(crate) fn load(file: &Path) -> Result<Vec<Scenario>, String> {
    let loaded = scenario::load_file(file, &[]);
    if loaded.scenarios.is_empty() {
        return Err(diag::render(&loaded.problems));
    }
    Ok(loaded.scenarios)
}

/// Plays a scenario on a session of its own and judges it.
pub(crate) fn run(scenario: &Scenario) -> Result<Verdict, String> {
    runner::rehearse(scenario).map(|(verdict, _)| verdict)
}

/// Nothing when the verdict is a pass, else what failed.
pub(crate) fn failure(verdict: &Verdict) -> Option<String> {
    if verdict.outcome == Outcome::Passed {
        return None;
    }
    Some(Format::Text(Paint::Plain).render(std::slice::from_ref(verdict)))
}
