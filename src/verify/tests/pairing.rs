use std::fmt::Write as _;

use crate::base::Value;
use crate::journal::{Entry, EntryKind};
use crate::scenario::Scenario;
use crate::verify::testing::{Story, message, person};
use crate::verify::{Captures, Checked, check_expect};

fn story(lines: &str) -> Scenario {
    let text =
        format!("scenario: s\nlms: {{ d2l: {{}} }}\nexpect:\n  requests:\n    d2l:\n{lines}");
    Story::load("s.yaml", &text)
}

fn run(lines: &str, entries: &[Entry]) -> Checked {
    let scenario = story(lines);
    check_expect(
        &scenario.expect,
        &scenario,
        entries,
        &[],
        &mut Captures::default(),
    )
}

#[track_caller]
fn check(lines: &str, entries: &[Entry], titles: &[&str]) {
    let found = run(lines, entries);
    let found: Vec<&str> = found.failures.iter().map(|f| f.title.as_str()).collect();
    assert_eq!(found, titles, "{lines}");
}

fn named(seq: u64, id: &str, first: &str) -> Entry {
    person(seq, "replacePerson", id, &[("First", first)])
}

#[test]
fn the_particular_expectation_gets_its_message_though_a_general_one_stands_before_it() {
    check(
        "      order: any
      messages:
        - { operation: replacePerson, id: x }
        - { operation: replacePerson, id: x, record: { name: { first: Demo } } }",
        &[named(1, "x", "Demo"), named(2, "x", "Other")],
        &[],
    );
}

#[test]
fn the_least_distance_wins_among_the_rest() {
    check(
        "      order: any
      messages:
        - { operation: replacePerson, id: x, record: { name: { first: A }, role: none } }
        - { operation: replacePerson, id: x, record: { name: { first: B }, role: none } }",
        &[named(1, "x", "B"), named(2, "x", "A")],
        &[
            "d2l: replacePerson x (exchange 2): role is missing, expected none",
            "d2l: replacePerson x (exchange 1): role is missing, expected none",
        ],
    );
}

#[test]
fn times_are_ranges() {
    let twice = [
        message(1, "deletePerson", "x"),
        message(2, "deletePerson", "x"),
    ];
    let with = |times: &str| {
        format!("      messages: [ {{ operation: deletePerson, id: x, times: \"{times}\" }} ]")
    };
    check(&with("2"), &twice, &[]);
    check(&with("1.."), &twice, &[]);
    check(&with("1..3"), &twice, &[]);
    check(
        &with("1"),
        &twice,
        &["d2l: deletePerson x arrived twice, expected once"],
    );
    check(
        &with("0"),
        &twice,
        &["d2l: deletePerson x arrived twice, expected never"],
    );
    check(
        &with("3.."),
        &twice,
        &["d2l: deletePerson x arrived twice, expected at least 3 times"],
    );
}

#[test]
fn only_messages_can_match() {
    let refused = message(1, "deletePerson", "x").of_kind(EntryKind::Unauthorized, "401");
    let found = run(
        "      messages: [ { operation: deletePerson, id: x } ]",
        &[refused, message(2, "deletePerson", "y")],
    );
    assert_eq!(found.failures[0].title, "d2l: deletePerson x never arrived");
}

#[test]
fn order_is_per_record_unless_told_otherwise() {
    let entries = [
        message(1, "createPerson", "b"),
        message(2, "deletePerson", "a"),
        message(3, "createPerson", "a"),
    ];
    let with = |order: &str| {
        format!(
            "      order: {order}
      messages:
        - {{ operation: createPerson, id: a }}
        - {{ operation: deletePerson, id: a }}
        - {{ operation: createPerson, id: b }}"
        )
    };
    let swapped = "d2l: createPerson a (exchange 3) arrived after deletePerson a (exchange 2), \
                   listed the other way round";
    check(&with("any"), &entries, &[]);
    check(&with("per_record"), &entries, &[swapped]);
    assert_eq!(run(&with("strict"), &entries).failures.len(), 2);
}

#[test]
fn one_message_too_early_is_one_failure() {
    let mut entries = vec![message(1, "deletePerson", "z")];
    let mut lines = String::from("      order: strict\n      messages:\n");
    for n in 2..10 {
        entries.push(message(n, "createPerson", &format!("p{n}")));
        _ = writeln!(lines, "        - {{ operation: createPerson, id: p{n} }}");
    }
    lines.push_str("        - { operation: deletePerson, id: z }");
    check(
        &lines,
        &entries,
        &[
            "d2l: deletePerson z (exchange 1) arrived before createPerson p9 (exchange 9), listed the other way round",
        ],
    );
}

#[test]
fn unexpected_messages_fail_warn_or_are_passed_over() {
    let entries = [
        message(1, "deletePerson", "x"),
        message(2, "replacePerson", "y"),
    ];
    let with = |mode: &str| {
        format!(
            "      unexpected: {mode}\n      messages: [ {{ operation: deletePerson, id: x }} ]"
        )
    };
    let counts = |mode: &str| {
        let found = run(&with(mode), &entries);
        (found.failures.len(), found.warnings.len())
    };
    assert_eq!(counts("fail"), (1, 0));
    assert_eq!(counts("warn"), (0, 1));
    assert_eq!(counts("ignore"), (0, 0));
}

#[test]
fn without_an_id_the_record_decides() {
    check(
        "      order: any
      messages:
        - { operation: replacePerson, record: { name: { first: Eva } } }
        - { operation: replacePerson, record: { name: { first: Lars } } }",
        &[named(1, "1", "Lars"), named(2, "2", "Eva")],
        &[],
    );
}

#[test]
fn what_one_message_captures_another_must_repeat() {
    let lines = "      order: any
      messages:
        - { operation: createPerson, id: \"${capture:who}\" }
        - { operation: deletePerson, id: \"${ref:who}\" }";
    check(
        lines,
        &[
            message(1, "createPerson", "7"),
            message(2, "deletePerson", "7"),
        ],
        &[],
    );
    let found = run(
        lines,
        &[
            message(1, "createPerson", "7"),
            message(2, "deletePerson", "8"),
        ],
    );
    assert_eq!(found.failures.len(), 1);
    let near = &found.failures[0].near[0];
    assert_eq!(
        near.differences[0].says(),
        "is 8, expected 7, captured as who"
    );
}

#[test]
fn xml_differences_know_their_line() {
    let found = run(
        "      messages:
        - operation: replacePerson
          id: x
          xml: \"<instanceName xmlns='http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0'><textString>Last</textString></instanceName>\"",
        &[named(1, "x", "Demo")],
    );
    let difference = &found.failures[0].differences[0];
    assert_eq!(
        difference.path,
        "replacePersonRequest/personRecord/person/name/partName/instanceName/textString"
    );
    assert_eq!(difference.position.unwrap().line, 10);
}

#[test]
fn an_instance_that_nothing_reached_is_one_failure() {
    let scenario = story("      messages: [ { operation: a, id: x }, { operation: b, id: y } ]");
    let states = [Value::map()];
    let found = check_expect(
        &scenario.expect,
        &scenario,
        &[],
        &states,
        &mut Captures::default(),
    );
    assert_eq!(found.failures.len(), 1);
    assert_eq!(
        found.failures[0].title,
        "d2l: no message arrived, 2 were expected"
    );
}

#[test]
fn nothing_may_follow_the_last_message() {
    let last = "      unexpected: fail
      messages:
        - { operation: replacePerson, id: a, then: nothing }
        - { operation: replacePerson, id: b }
";
    let (a, b) = (named(1, "a", "A"), named(2, "b", "B"));
    check(last, &[a.clone(), b.clone()], &[]);
    // One failure, though the retries are unexpected and too many, too.
    let retries = [
        a.clone(),
        b.clone(),
        named(3, "a", "A"),
        message(4, "deletePerson", "a"),
    ];
    check(
        last,
        &retries,
        &[
            "d2l: nothing was to follow replacePerson a (exchange 1), but replacePerson a followed (exchange 3) and 1 more message",
        ],
    );
    assert_eq!(run(last, &retries).met, 1);
    // A message that nobody expects stays unexpected when it is about something else.
    check(
        last,
        &[a.clone(), b, message(3, "deletePerson", "c")],
        &["d2l: deletePerson c arrived, but nothing expects it (exchange 3)"],
    );
    // With several allowed, only what comes after the last of them follows.
    let twice = "      unexpected: ignore
      messages:
        - { operation: replacePerson, id: a, times: 1..2, then: nothing }
";
    check(twice, &[a.clone(), named(2, "a", "A")], &[]);
    check(
        twice,
        &[
            a.clone(),
            named(2, "a", "A"),
            message(3, "deletePerson", "a"),
        ],
        &[
            "d2l: nothing was to follow replacePerson a (exchange 2), but deletePerson a followed (exchange 3)",
        ],
    );
    // Without a fixed id, each record has its own last message.
    let any = "      unexpected: ignore
      messages:
        - { operation: replacePerson, times: 0.., then: nothing }
";
    check(
        any,
        &[a, message(2, "deletePerson", "a"), named(3, "b", "B")],
        &[
            "d2l: nothing was to follow replacePerson a (exchange 1), but deletePerson a followed (exchange 2)",
        ],
    );
}

#[test]
fn a_reference_can_be_part_of_a_text() {
    let lines = "      order: any
      messages:
        - { operation: replacePerson, id: a, record: { name: { first: \"${capture:x}\" } } }
        - { operation: replacePerson, id: \"b-${ref:x}\" }
";
    check(lines, &[named(1, "a", "Ada"), named(2, "b-Ada", "B")], &[]);
    check(
        lines,
        &[named(1, "a", "Ada"), named(2, "b-Eve", "B")],
        &["d2l: replacePerson b-${ref:x} never arrived"],
    );
}

/// A message with one more parameter.
fn renamed(seq: u64, id: &str, new: &str) -> Entry {
    let mut entry = message(seq, "changePersonIdentifier", id);
    if let crate::journal::Body::Text(text) = &mut entry.request_body {
        *text = text.replace(
            "</changePersonIdentifierRequest>",
            &format!("  <newSourcedId>{new}</newSourcedId>\n</changePersonIdentifierRequest>"),
        );
    }
    entry
}

#[test]
fn parameters_are_compared_and_named_by_their_path() {
    check(
        "      messages:
        - { operation: changePersonIdentifier, id: a, with: { newSourcedId: b } }
        - { operation: changePersonIdentifier, with: { newSourcedId: \"${any}\" } }",
        &[renamed(1, "a", "b"), renamed(2, "b", "c")],
        &[],
    );
    check(
        "      messages:
        - { operation: changePersonIdentifier, id: a, with: { newSourcedId: b } }",
        &[renamed(1, "a", "c")],
        &["d2l: changePersonIdentifier a (exchange 1): with.newSourcedId is c, expected b"],
    );
    check(
        "      messages:
        - { operation: changePersonIdentifier, id: a, with: { newSourcedId: null, fromSavePoint: x } }",
        &[renamed(1, "a", "c")],
        &[
            "d2l: changePersonIdentifier a (exchange 1): 2 values differ: with.newSourcedId, with.fromSavePoint",
        ],
    );
}

#[test]
fn a_parameter_finds_its_message_in_a_crowd() {
    use std::fmt::Write as _;
    let mut lines = "      order: any\n      messages:\n".to_owned();
    let mut entries = Vec::new();
    for n in 0..200 {
        _ = writeln!(
            lines,
            "        - {{ operation: changePersonIdentifier, with: {{ newSourcedId: n{n} }} }}"
        );
        entries.insert(0, renamed(200 - n, &format!("o{n}"), &format!("n{n}")));
    }
    check(&lines, &entries, &[]);
}
