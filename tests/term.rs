//! Whole nights over HTTP: a SIS written in Python against the doubles, each judged by one scenario.

use std::path::Path;
use std::process::Command;

fn nights(folder: &str, scenario: &str, messages: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let output = Command::new(env!("CARGO_BIN_EXE_mocklms"))
        .args(["run", scenario])
        .current_dir(folder)
        .output()
        .expect("mocklms starts");
    let told = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{}\n{told}", output.status);
    assert!(told.contains(messages), "{told}");
}

#[test]
fn a_whole_term_in_two_nights() {
    nights("term", "term.yaml", "24628 messages");
}

#[test]
fn a_school_year_in_batches_of_fifty() {
    nights("school", "school_year.yaml", "253 messages");
}
