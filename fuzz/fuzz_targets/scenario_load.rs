//! Any text as a scenario file: it is refused with reasons that can be shown, or it loads and can be played and judged.

#![no_main]

use std::io;
use std::path::{Path, PathBuf};

use libfuzzer_sys::fuzz_target;
use mocklms::diag::{self, Severity, Source};
use mocklms::journal::JournalLimits;
use mocklms::verify::{self, Input};
use mocklms::{runner, scenario};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let source = Source {
        path: PathBuf::from("fuzz.yaml"),
        text: text.to_owned(),
    };
    let env = |name: &str| (name == "SET").then(|| "value".to_owned());
    let read = |_: &Path| Err(io::Error::from(io::ErrorKind::NotFound));
    let (scenario, problems) = scenario::load(source, Path::new(""), &env, &read);
    let bad = problems.iter().any(|p| p.severity == Severity::Error);
    assert_eq!(scenario.is_none(), bad, "{}", diag::render(&problems));
    assert_eq!(diag::render(&problems).is_empty(), problems.is_empty());
    let Some(scenario) = scenario else { return };
    let Ok(session) = runner::open(&scenario, false, JournalLimits::default()) else {
        return;
    };
    let mut no_command = |_: &scenario::RunStep| Err("no commands here".to_owned());
    let played = runner::play(&scenario, &session, &mut no_command, &mut |_| {});
    let states: Vec<_> = session
        .state()
        .into_iter()
        .map(|(_, state)| state)
        .collect();
    _ = verify::judge(Input {
        scenario: &scenario,
        entries: &session.entries(),
        states: &states,
        steps: played.steps,
        captures: played.captures,
        evidence_floor: None,
        evicted: false,
    });
});
