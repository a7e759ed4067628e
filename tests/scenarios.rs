//! Every scenario file of the project is a test.

mod support;

use std::fmt::Write as _;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let folders = [
        "scenarios",
        "tests/conformance",
        "tests/quirks",
        "tests/language",
        "tests/senders",
    ];
    let files: Vec<_> = folders
        .into_iter()
        .flat_map(|folder| support::files(folder, &["yaml"]))
        .collect();
    // What others include is no scenario of its own.
    let included = mocklms::scenario::load_files(&files, &[]).included;
    let stories = files.into_iter().filter(|file| !included.contains(file));
    let trials = stories.map(|file| {
        Trial::test(support::short(&file), move || {
            let mut told = String::new();
            for scenario in support::load(&file)? {
                let verdict = support::run(&scenario)?;
                if let Some(failure) = support::failure(&verdict) {
                    _ = write!(told, "{}: {failure}", scenario.title);
                }
            }
            if told.is_empty() {
                return Ok(());
            }
            Err(Failed::from(told))
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}
