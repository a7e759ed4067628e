//! `mocklms run --accept`, as a process.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const STORY: &str = "mocklms: 1
scenario: two people
lms: { d2l: brightspace }
steps:
  - { operation: replacePerson, record: { id: P-1, name: { first: Ada, last: Byron } } }
expect:
  state: { d2l: { users: { P-1: { legal_first_name: Bob } } } } # kept
";

const TABLE: &str = "mocklms: 1
scenario: a table
lms: { d2l: brightspace }
cases:
  rows:
    - { name: ada, first: Ada, stored: Ada }
    - { name: bob, first: Bob, stored: Bob }
steps:
  - { operation: replacePerson, record: { id: P-1, name: { first: \"${case:first}\", last: Byron } } }
expect:
  state: { d2l: { users: { P-1: { legal_first_name: \"${case:stored}\", legal_last_name: Byron } } } }
";

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("it can be written");
    path
}

fn run(file: &Path, accept: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mocklms"))
        .arg("run")
        .arg(file)
        .arg(accept)
        .output()
        .expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is UTF-8")
}

#[test]
fn without_a_terminal_it_shows_what_it_would_do() {
    let file = file("preview.yaml", STORY);
    let ran = run(&file, "--accept");
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), STORY);
    let printed = text(&ran.stdout);
    assert!(
        printed.contains(
            "\n-  state: { d2l: { users: { P-1: { legal_first_name: Bob } } } } # kept\n"
        ),
        "{printed}"
    );
    assert!(
        printed.contains(
            "\n+  state: { d2l: { users: { P-1: { legal_first_name: Ada } } } } # kept\n"
        ),
        "{printed}"
    );
    let said = text(&ran.stderr);
    assert!(
        said.contains("to accept this: mocklms run ") && said.contains("preview.yaml --accept=all"),
        "{said}"
    );
}

#[test]
fn all_is_accepted_once() {
    let file = file("all.yaml", STORY);
    let ran = run(&file, "--accept=all");
    assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    assert!(text(&ran.stderr).starts_with("1 accepted in "), "{ran:?}");
    let after = std::fs::read_to_string(&file).unwrap();
    assert_eq!(after, STORY.replace("Bob", "Ada"));
    let ran = run(&file, "--accept=all");
    assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    assert!(ran.stderr.is_empty(), "{ran:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), after);
}

#[test]
fn every_case_of_a_table_has_a_say() {
    // What all cases share is edited once.
    let shared = file(
        "shared.yaml",
        &TABLE.replace("legal_last_name: Byron", "legal_last_name: King"),
    );
    let ran = run(&shared, "--accept=all");
    assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    assert_eq!(std::fs::read_to_string(&shared).unwrap(), TABLE);
    // What stands in the table is edited there.
    let path = file("cell.yaml", &TABLE.replace("stored: Bob", "stored: Eve"));
    let ran = run(&path, "--accept=all");
    assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), TABLE);
    // But not when something else would change with it.
    let cell = TABLE.replace(
        "legal_last_name: Byron",
        "legal_last_name: \"${case:first}\"",
    );
    let path = file("sent.yaml", &cell);
    let ran = run(&path, "--accept=all");
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    let reason = "its cell is used in several places of the story";
    assert!(text(&ran.stderr).contains(reason), "{ran:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), cell);
    // What is right for one case must not become wrong for it.
    let one = TABLE.replace("\"${case:stored}\"", "Ada");
    let one = one
        .replace(", stored: Ada", "")
        .replace(", stored: Bob", "");
    let path = file("one.yaml", &one);
    let ran = run(&path, "--accept=all");
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    assert!(
        text(&ran.stderr).contains("then another case would fail: a table [ada]"),
        "{ran:?}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), one);
}

#[test]
fn what_is_included_is_edited_where_it_stands() {
    let part = "expect:\n  findings: { present: [ namespace-mismatch ] }\n";
    let included = file("part-of-accept.yaml", &format!("mocklms: 1\n{part}"));
    let story = STORY.split("expect:").next().unwrap();
    let story = story.replace("lms: {", "use: part-of-accept.yaml\nlms: {");
    let path = file("including.yaml", &story);
    let ran = run(&path, "--accept=all");
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    assert!(
        text(&ran.stderr).contains("which other scenarios may use; edit it there"),
        "{ran:?}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), story);
    assert!(
        std::fs::read_to_string(&included)
            .unwrap()
            .contains("namespace-mismatch")
    );
}
