//! Every scenario file of the project is a test.

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use mocklms::diag;
use mocklms::journal::JournalLimits;
use mocklms::runner;
use mocklms::scenario;
use mocklms::verify::{self, Input, Outcome};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["scenarios", "tests/quirks"] {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    let trials = files.into_iter().map(|file| {
        let name = file.strip_prefix(root).unwrap_or(&file).display().to_string();
        Trial::test(name, move || passes(&file))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            files.push(path);
        }
    }
}

fn passes(file: &Path) -> Result<(), Failed> {
    let (scenario, problems) = scenario::load_file(file);
    let Some(scenario) = scenario else { return Err(diag::render(&problems).into()) };
    let session = runner::open(&scenario, false, JournalLimits::default())?;
    let mut no_command = |_: &scenario::RunStep| Err("this test runs no commands".to_owned());
    let played = runner::play(&scenario, &session, &mut no_command, &mut |_| {});
    let states: Vec<_> = session.state().into_iter().map(|(_, state)| state).collect();
    let verdict = verify::judge(Input {
        scenario: &scenario,
        entries: &session.entries(),
        states: &states,
        steps: played.steps,
        captures: played.captures,
        evidence_floor: None,
        evicted: session.evicted() > 0,
    });
    if verdict.outcome == Outcome::Passed {
        return Ok(());
    }
    let mut text = format!("{:?}\n", verdict.outcome);
    for failure in &verdict.failures {
        text.push_str(&format!("- {}\n", failure.title));
        for difference in &failure.differences {
            text.push_str(&format!("    {difference:?}\n"));
        }
    }
    Err(text.into())
}
