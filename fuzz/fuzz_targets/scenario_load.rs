//! Any text as a scenario file: it is refused with reasons that can be shown, or it loads and can be played and judged.

#![no_main]

use std::io;
use std::path::{Path, PathBuf};

use libfuzzer_sys::fuzz_target;
use mocklms::diag::{self, Source};
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
    _ = runner::rehearse(scenario);
}
