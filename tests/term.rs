//! A whole term over HTTP: a SIS written in Python against Brightspace, judged by one scenario.

use std::path::Path;
use std::process::Command;

#[test]
fn a_whole_term_in_two_nights() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/term");
    let output = Command::new(env!("CARGO_BIN_EXE_mocklms"))
        .args(["run", "term.yaml"])
        .current_dir(folder)
        .output()
        .expect("mocklms starts");
    let told = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{}\n{told}", output.status);
    assert!(told.contains("24628 messages"), "{told}");
}
