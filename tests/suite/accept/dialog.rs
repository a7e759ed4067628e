//! The dialog, as a person sees it.

use mocklms::accept::{Accepted, Dialog};

use super::{decided, story};
use crate::support::root;

/// The dialog of somebody who types these lines, and what came of it.
fn dialog(text: &str, typed: &str) -> (String, Accepted) {
    let mut said = Vec::new();
    let mut dialog = Dialog::new(typed.as_bytes(), &mut said);
    let accepted = decided(text, &mut dialog).expect("it can be written");
    let said = String::from_utf8(said).expect("it is UTF-8");
    // What was typed does not show up by itself.
    (said.replace(": \n", ": ⏎\n"), accepted)
}

const EXPECT: &str = "expect:
  requests:
    d2l:
      messages:
        - { operation: replacePerson, times: 3 }
        - { operation: readPerson, id: P-9 }  # never
        - { operation: deletePerson, answer: { message_ref: abc } }
  state: { d2l: { users: { P-1: { legal_first_name: Bob, legal_last_name: King, email: x } } } }
";

/// Compares with a file; `UPDATE_GOLDEN=1` writes it.
fn golden(name: &str, text: &str) {
    let path = root().join("tests/golden/accept").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        std::fs::write(&path, text).expect("it can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "see UPDATE_GOLDEN=1");
}

#[test]
fn a_whole_session() {
    let (said, accepted) = dialog(&story(EXPECT), "v\ns\nx\nv\na\ns\nq\n");
    golden("dialog.txt", &said);
    assert_eq!(accepted.summary(), "1 accepted, 2 as volatile, 3 skipped");
    let text = accepted.text.unwrap_or_default();
    let changed: Vec<&str> = text
        .lines()
        .filter(|line| !story(EXPECT).contains(line))
        .collect();
    assert_eq!(
        changed,
        [
            "        - { operation: replacePerson, times: 1.. }",
            "        - { operation: deletePerson, answer: { message_ref: \"${regex:step-[0-9]+}\" } }",
            "  state: { d2l: { users: { P-1: { legal_first_name: Ada, legal_last_name: King, email: x } } } }",
        ]
    );
}

#[test]
fn all_the_rest_but_what_would_disappear() {
    let (said, accepted) = dialog(
        &story(EXPECT).replace("message_ref: abc", "code_major: failure"),
        "A\ns\n",
    );
    assert_eq!(said.matches("[q]uit").count(), 2, "{said}");
    assert_eq!(accepted.summary(), "5 accepted, 1 skipped");
    let text = accepted.text.unwrap_or_default();
    assert!(text.contains("id: P-9 }  # never"), "{text}");
    assert!(text.contains("times: 2"), "{text}");
    assert!(text.contains("legal_last_name: Byron"), "{text}");
}

#[test]
fn whoever_leaves_accepts_nothing_more() {
    for typed in ["", "q\n", "s\nq\n"] {
        let (_, accepted) = dialog(&story(EXPECT), typed);
        assert!(accepted.text.is_none());
        assert_eq!(accepted.summary(), "6 skipped");
    }
    let (_, accepted) = dialog(&story(EXPECT), "s\ns\ns\na\n");
    assert_eq!(accepted.summary(), "1 accepted, 5 skipped");
    assert!(
        accepted
            .text
            .unwrap_or_default()
            .contains("legal_first_name: Ada")
    );
}

#[test]
fn part_of_a_list() {
    let listed = |addresses: &str| {
        story(&format!(
            "expect:\n  requests:\n    d2l:\n      unexpected: ignore\n      messages:\n        - {{ operation: replacePerson, id: P-1, record: {{ addresses: {addresses} }} }}\n"
        ))
    };
    // Extra items come where they belong, whether those before them were taken or not.
    let (home, other) = ("{ type: Home, city: London }", "{ type: Other, city: Rom }");
    for (before, typed, after) in [
        (
            "[ { type: Work } ]",
            "s\na\n",
            format!("[ {{ type: Work }}, {other} ]"),
        ),
        (
            "[ { type: Work } ]",
            "a\ns\n",
            format!("[ {home}, {{ type: Work }} ]"),
        ),
        (
            "[ { type: Work }, { type: Other }, { type: Summer } ]",
            "s\na\n",
            format!("[ {home}, {{ type: Work }}, {{ type: Other }}, {{ type: Summer }} ]"),
        ),
        (
            "[ { type: Other }, { type: Work } ]",
            "s\na\n",
            format!("[ {{ type: Other }}, {home}, {{ type: Work }} ]"),
        ),
    ] {
        let (said, accepted) = dialog(&listed(before), typed);
        let expected = listed(&after);
        assert_eq!(
            accepted.text.as_deref().and_then(|t| t.lines().last()),
            expected.lines().last(),
            "{typed:?}{said}"
        );
    }
}
