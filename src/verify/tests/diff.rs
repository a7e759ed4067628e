use serde_json::{Value as Json, json};

use crate::base::{Secret, Value};
use crate::verify::testing::Story;
use crate::verify::{Captures, compare};

/// Every difference as `kind path: expected | received`.
fn differences(pattern: &Json, value: &Json) -> Vec<String> {
    let pattern = Story::new("p.yaml", "").pattern(pattern);
    let value = Value::from_json(value);
    show(&compare(&pattern, value.as_ref(), &mut Captures::default()))
}

fn show(differences: &[crate::verify::Difference]) -> Vec<String> {
    differences
        .iter()
        .map(|d| {
            format!(
                "{} {}: {} | {}",
                d.kind.as_str(),
                d.path,
                d.expected,
                d.received
            )
        })
        .collect()
}

#[track_caller]
fn check(pattern: Json, value: Json, expected: &[&str]) {
    assert_eq!(
        differences(&pattern, &value),
        expected,
        "{pattern} against {value}"
    );
}

#[test]
fn maps_are_partial_unless_exact() {
    check(json!({"a": "1"}), json!({"a": "1", "b": "2"}), &[]);
    check(
        json!({"a": "1", "$exact": true}),
        json!({"a": "1", "b": "2"}),
        &["extra b: (absent) | 2"],
    );
    check(json!({"a": "1"}), json!({"a": "2"}), &["value a: 1 | 2"]);
}

#[test]
fn what_is_missing_is_named_once() {
    check(
        json!({"name": {"first": "Demo", "last": "User"}, "id": "x"}),
        json!({"id": "x"}),
        &["missing name: {first: Demo, last: User} | (absent)"],
    );
}

#[test]
fn absent_and_empty_are_two_things() {
    check(json!({"a": ""}), json!({"a": ""}), &[]);
    check(
        json!({"a": ""}),
        json!({}),
        &["missing a: \"\" (empty) | (absent)"],
    );
    check(
        json!({"a": null}),
        json!({"a": ""}),
        &["extra a: (absent) | \"\" (empty)"],
    );
    check(json!({"a": {"b": null}}), json!({}), &[]);
    check(json!({"a": {}}), json!({}), &["missing a: {} | (absent)"]);
}

#[test]
fn white_space_and_case_are_named_as_such() {
    check(
        json!({"a": "Demo User"}),
        json!({"a": "Demo  User "}),
        &["whitespace a: Demo User | \"Demo  User \""],
    );
    check(
        json!({"a": "Demo"}),
        json!({"a": "DEMO"}),
        &["case a: Demo | DEMO"],
    );
}

#[test]
fn a_missing_item_leaves_the_others_alone() {
    check(
        json!(["a", "b", "c"]),
        json!(["a", "c"]),
        &["missing [b]: b | (absent)"],
    );
    check(
        json!(["a", "c"]),
        json!(["a", "b", "c"]),
        &["extra [b]: (absent) | b"],
    );
    check(
        json!(["a", "b"]),
        json!(["b", "a"]),
        &["order [a]: first | after b"],
    );
}

#[test]
fn items_are_called_by_their_key() {
    check(
        json!({"roles": [{"role": "Learner", "primary": "true"}, {"role": "Staff"}]}),
        json!({"roles": [{"role": "Learner", "primary": "false"}, {"role": "Staff"}]}),
        &["value roles[Learner].primary: true | false"],
    );
    check(
        json!({"roles": [{"role": "Staff", "primary": "true"}]}),
        json!({"roles": [{"role": "Learner"}, {"role": "Staff", "primary": "false"}]}),
        &[
            "value roles[Staff].primary: true | false",
            "extra roles[Learner]: (absent) | {role: Learner}",
        ],
    );
}

#[test]
fn counts_are_named_unless_the_keys_say_it_already() {
    check(
        json!({"$count": 1}),
        json!({"a": "1", "b": "2"}),
        &["count : 1 entry | 2 entries: a, b"],
    );
    check(
        json!({"$count": 2, "a": "1", "b": "2"}),
        json!({"a": "1"}),
        &["missing b: 2 | (absent)"],
    );
    check(json!({"$count": 2}), json!({"a": "1", "b": "2"}), &[]);
}

#[test]
fn another_kind_of_value_is_a_difference_of_type() {
    check(
        json!({"a": {"b": "1"}}),
        json!({"a": "1"}),
        &["type a: {b: 1} | 1"],
    );
    check(json!({"a": "1"}), json!({"a": ["1"]}), &["type a: 1 | [1]"]);
}

#[test]
fn matchers() {
    check(json!({"a": "${any}"}), json!({}), &[]);
    check(
        json!({"a": "${present}"}),
        json!({}),
        &["missing a: any value | (absent)"],
    );
    check(
        json!({"a": "${one_of:x|y}"}),
        json!({"a": "z"}),
        &["value a: one of x, y | z"],
    );
    check(
        json!({"a": "${regex:a+}"}),
        json!({"a": "aab"}),
        &["value a: a text that matches ${regex:a+} | aab"],
    );
    check(json!({"a": "${regex:a|ab}"}), json!({"a": "ab"}), &[]);
    check(
        json!({"a": "${uuid}"}),
        json!({"a": "1"}),
        &["value a: a UUID | 1"],
    );
    check(json!({"a": "${date}"}), json!({"a": "2026-02-01"}), &[]);
}

#[test]
fn captured_values_are_compared() {
    check(
        json!({"a": "${capture:x}", "b": "${ref:x}"}),
        json!({"a": "1", "b": "1"}),
        &[],
    );
    check(
        json!({"a": "${capture:x}", "b": "${ref:x}"}),
        json!({"a": "1", "b": "2"}),
        &["value b: 1, captured as x | 2"],
    );
    check(
        json!("${ref:y}"),
        json!("1"),
        &["value : what was captured as y, but nothing was | 1"],
    );
}

#[test]
fn a_comparison_that_was_only_tried_captures_nothing() {
    let story = Story::new("p.yaml", "");
    let list = story.pattern(&json!([{"a": "x", "b": "${capture:n}"}]));
    let value = Value::from_json(&json!([{"a": "y", "b": "1"}, {"a": "x", "b": "2"}]));
    let mut captures = Captures::default();
    let found = compare(&list, value.as_ref(), &mut captures);
    assert_eq!(show(&found), ["extra [y]: (absent) | {a: y, b: 1}"]);
    assert_eq!(captures.get("n"), Some(&Value::text("2")));
}

#[test]
fn secrets_are_compared_but_never_shown() {
    let story = Story::new("p.yaml", "");
    let mut value = Value::map();
    value.insert("password", Value::Secret(Secret::new("hunter2")));
    let same = story.pattern(&json!({"password": "hunter2"}));
    assert!(compare(&same, Some(&value), &mut Captures::default()).is_empty());
    for pattern in [
        json!({"password": "hunter3"}),
        json!({"$exact": true}),
        json!({"password": "${uuid}"}),
    ] {
        let pattern = story.pattern(&pattern);
        let found = compare(&pattern, Some(&value), &mut Captures::default());
        assert_eq!(found.len(), 1);
        let text = format!("{found:?} {}", found[0].says());
        assert!(!text.contains("hunter"), "{text}");
    }
}
