//! Any text as a scenario file: it is refused with reasons that can be shown, or it loads and can be played and judged.

#![no_main]

use std::io;
use std::path::{Path, PathBuf};

use libfuzzer_sys::fuzz_target;
use mocklms::diag::{self, Source};
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
    let loaded = scenario::load(source, Path::new(""), &env, &read);
    let words = diag::render(&loaded.problems);
    assert_eq!(loaded.scenarios.is_empty(), loaded.has_errors(), "{words}");
    assert_eq!(words.is_empty(), loaded.problems.is_empty());
    // The cases of a table differ in what was filled in; a few stand for all.
    for scenario in loaded.scenarios.iter().take(3) {
        play(scenario);
    }
});

fn play(scenario: &scenario::Scenario) {
    let Ok(session) = runner::open(scenario, false, JournalLimits::default()) else {
        return;
    };
    let mut no_command = |_: &scenario::RunStep| Err("no commands here".to_owned());
    let mut played = runner::play(scenario, &session, &mut no_command, &mut |_| {});
    runner::settle(scenario, &session, false, &mut played);
    let states: Vec<_> = session
        .state()
        .into_iter()
        .map(|(_, state)| state)
        .collect();
    _ = verify::judge(Input {
        scenario,
        entries: &session.entries(),
        states: &states,
        steps: played.steps,
        captures: played.captures,
        evidence_floor: None,
        evicted: false,
    });
}
