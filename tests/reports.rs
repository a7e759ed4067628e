//! `mocklms run` writes all its reports in one go.

use std::path::{Path, PathBuf};
use std::process::Command;

fn written(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn one_run_writes_every_report() {
    let names = ["r.html", "r.md", "r.xml", "r.json"];
    let [html, markdown, junit, json] = names.map(written);
    let ran = Command::new(env!("CARGO_BIN_EXE_mocklms"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["run", "scenarios/brightspace/failed_but_half_done.yaml"])
        .args(["--format", "github"])
        .arg("--html")
        .arg(&html)
        .arg("--markdown")
        .arg(&markdown)
        .arg("--junit")
        .arg(&junit)
        .arg("--json")
        .arg(&json)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let printed = String::from_utf8(ran.stdout).unwrap();
    assert!(printed.starts_with("1 scenario: 1 passed in "), "{printed}");
    let read = |path: PathBuf| std::fs::read_to_string(path).unwrap();
    assert!(read(markdown).starts_with("## ✅ mocklms: passed\n"));
    assert!(read(junit).contains("<testsuites name=\"mocklms\""));
    assert!(read(json).contains("\"outcome\": \"passed\""));
    let page = read(html);
    assert!(page.contains("the call failed and half of it is stored"));
    assert!(page.contains("legal_last_name"), "the state is shown");
    // Both passwords stand in the scenario and in its messages.
    assert!(!page.contains("Quill!58"));
    assert!(page.contains("password: \\u003csecret:"));
}
