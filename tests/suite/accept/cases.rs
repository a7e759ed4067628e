//! Every kind of difference, in blocks and in flow.

use super::{all, story};

/// Accepts everything in a story and compares what its expectations become.
#[track_caller]
fn becomes(before: &str, after: &str) {
    let found = all(&story(before));
    let expected = story(after);
    if found != expected {
        let diff = similar::TextDiff::from_lines(&expected, &found);
        panic!("{}", diff.unified_diff().header("expected", "found"));
    }
    // The same with the line endings of another system.
    let found = all(&story(before).replace('\n', "\r\n"));
    assert_eq!(found, expected.replace('\n', "\r\n"));
}

/// An expected state of P-1, in a line of its own.
fn user(fields: &str) -> String {
    format!("expect:\n  state:\n    d2l: {{ users: {{ P-1: {{ {fields} }} }} }} # state\n")
}

/// The expected messages after the first two.
fn messages(lines: &str) -> String {
    format!("expect:\n  requests:\n    d2l:\n      messages:\n{lines}")
}

#[test]
fn values_keep_their_quotes_and_comments() {
    for (before, after) in [
        ("legal_first_name: Bob", "legal_first_name: Ada"),
        ("legal_first_name: \"Bob\"", "legal_first_name: \"Ada\""),
        ("legal_first_name: 'Bob'", "legal_first_name: 'Ada'"),
        ("legal_first_name: \"${uuid}\"", "legal_first_name: Ada"),
        ("legal_first_name: \"${absent}\"", "legal_first_name: Ada"),
        ("legal_first_name: null", "legal_first_name: Ada"),
        ("legal_first_name: ~ ", "legal_first_name: Ada "),
        ("legal_first_name: ", "legal_first_name: Ada "),
        ("legal_first_name: ADA", "legal_first_name: Ada"),
        (
            "preferred_first_name: X",
            "preferred_first_name: \"${absent}\"",
        ),
        (
            "\"legal_first_name\" : \"B\\\"#\" , role: \"${any}\"",
            "\"legal_first_name\" : \"Ada\" , role: \"${any}\"",
        ),
        (
            "legal_first_name: B, legal_last_name: C",
            "legal_first_name: Ada, legal_last_name: Byron",
        ),
    ] {
        becomes(&user(before), &user(after));
    }
}

#[test]
fn parameters_are_accepted_as_records_are() {
    let steps = "  - { operation: changePersonIdentifier, id: P-1, with: { newSourcedId: P-3 } }
  - { operation: readPersons, with: { sourcedIdSet: [ P-1, P-2 ] } }
  - { operation: readPersonIdsFromSavePoint, with: { fromSavePoint: \"2026-01-05T08:00:00Z\" } }
";
    let tell = |messages: &str| {
        let first = "        - { operation: replacePerson, id: P-1 }
        - { operation: replacePerson, id: P-2 }
        - { operation: deletePerson, id: P-2 }
";
        story(&format!(
            "{steps}expect:\n  requests:\n    d2l:\n      messages:\n{first}{messages}"
        ))
    };
    let found = all(&tell(
        "        - { operation: changePersonIdentifier, id: P-1, with: { newSourcedId: P-4 } }
        - operation: readPersons
          with:
            sourcedIdSet: [ P-1, P-2, P-9 ] # nine is gone
",
    ));
    let expected = tell(
        "        - { operation: changePersonIdentifier, id: P-1, with: { newSourcedId: P-3 } }
        - operation: readPersons
          with:
            sourcedIdSet: [ P-1, P-2 ] # nine is gone
        - { operation: readPersonIdsFromSavePoint, with: { fromSavePoint: 2026-01-05T08:00:00Z } }
",
    );
    assert_eq!(found, expected);
}

#[test]
fn values_in_blocks() {
    becomes(
        "expect:
  state:
    d2l:
      users:
        P-1:
          # above
          legal_first_name: Bob   # beside
          legal_last_name: >- # folded
            several
            lines

          email: # nothing is written
          preferred_first_name: |
            X
        P-2:
          legal_first_name: Zoë   # she is gone
          legal_last_name: O
        # the end
",
        "expect:
  state:
    d2l:
      users:
        P-1:
          # above
          legal_first_name: Ada   # beside
          legal_last_name: Byron

          email: ada@x.example # nothing is written
          preferred_first_name: \"${absent}\"
        P-2: \"${absent}\"
        # the end
",
    );
}

#[test]
fn rows_that_came_and_went() {
    becomes(
        "expect: { state: { d2l: { users: { P-2: { role: X }, P-9: {} } } } }",
        "expect: { state: { d2l: { users: { P-2: \"${absent}\", P-9: \"${absent}\" } } } }",
    );
    becomes(
        "expect: { state: { d2l: { users: { $count: 3 }, relationships: { $count: 1 } } } }\n",
        "expect: { state: { d2l: { users: { $count: 1 }, relationships: { $count: 0 } } } }\n",
    );
}

#[test]
fn keys_that_an_exact_map_lacks() {
    becomes(
        &messages(
            "        - { operation: replacePerson, id: P-1, record: { id: P-1, name: { $exact: true, last: Byron }, email: \"${any}\" } }
        - operation: replacePerson
          id: P-2
          record:
            name:
              $exact: true
              first: Zoë # her

            id: P-2
        - { operation: deletePerson, id: P-2 }
",
        ),
        &messages(
            "        - { operation: replacePerson, id: P-1, record: { id: P-1, name: { $exact: true, last: Byron, type: Full, first: Ada }, email: \"${any}\" } }
        - operation: replacePerson
          id: P-2
          record:
            name:
              $exact: true
              first: Zoë # her
              type: Full
              last: O'Hara, B.

            id: P-2
        - { operation: deletePerson, id: P-2 }
",
        ),
    );
}

#[test]
fn dotted_keys() {
    becomes(
        &messages(
            "        - { operation: replacePerson, id: P-1, record: { name.first: Bob, name.last: 'X', preferred.first: Q, preferred.last: R } }
        - operation: replacePerson
          id: P-2
          record:
            name.last: Q # flow needs quotes, this does not
            preferred.first: Y
        - { operation: deletePerson, id: P-2 }
",
        ),
        &messages(
            "        - { operation: replacePerson, id: P-1, record: { name.first: Ada, name.last: 'Byron', preferred.first: \"${absent}\", preferred.last: \"${absent}\" } }
        - operation: replacePerson
          id: P-2
          record:
            name.last: O'Hara, B. # flow needs quotes, this does not
            preferred.first: \"${absent}\"
        - { operation: deletePerson, id: P-2 }
",
        ),
    );
}

#[test]
fn answers_of_steps_and_messages() {
    let step = "  - { operation: deletePerson, id: P-2, answer: { code_major: CODE, severity: SEVERITY } } # again\nexpect:\n  requests:\n    d2l: { unexpected: ignore, messages: [ { operation: deletePerson, id: P-2, times: 2, answer: { http_status: STATUS, fault: FAULT } } ] }\n";
    let filled = |values: [&str; 4]| {
        let names = ["CODE", "SEVERITY", "STATUS", "FAULT"];
        names
            .iter()
            .zip(values)
            .fold(step.to_owned(), |text, (name, value)| {
                text.replace(name, value)
            })
    };
    let before = all(&story(&filled(["failure", "error", "500", "Client"])));
    let after = filled(["success", "warning", "200", "\"${absent}\""]);
    let code = |text: &str| text.lines().last().map(str::to_owned);
    assert_eq!(code(&before), code(&after));
    assert!(before.contains("answer: { code_major: "), "{before}");
}

#[test]
fn lists_in_flow() {
    let record = |addresses: &str| {
        messages(&format!(
            "        - {{ operation: replacePerson, id: P-1, record: {{ addresses: {addresses} }} }}
        - {{ operation: replacePerson, id: P-2 }}
        - {{ operation: deletePerson, id: P-2 }}
"
        ))
    };
    let whole =
        "[ { type: Home, city: London }, { type: Work, city: Paris }, { type: Other, city: Rom } ]";
    for (before, after) in [
        (
            "[ { type: Home }, { type: Work, city: Bonn }, { type: Other } ]",
            "[ { type: Home }, { type: Work, city: Paris }, { type: Other } ]",
        ),
        (
            "[ { type: Home }, { type: Other } ]",
            "[ { type: Home }, { type: Work, city: Paris }, { type: Other } ]",
        ),
        (
            "[{type: Home},{type: Work},{type: Other},{type: Summer}]",
            "[{type: Home},{type: Work},{type: Other}]",
        ),
        (
            "[ { type: Other }, { type: Home }, { type: Work } ]",
            "[ { type: Home }, { type: Work }, { type: Other } ]",
        ),
        (
            "[ { type: Summer }, { type: Work }, { type: Home } ]",
            "[ { type: Home }, { type: Work }, { type: Other, city: Rom } ]",
        ),
        ("[]", whole),
        ("\"${absent}\"", whole),
    ] {
        becomes(&record(before), &record(after));
    }
}

#[test]
fn lists_in_blocks() {
    let record = |addresses: &str| {
        messages(&format!(
            "        - operation: replacePerson
          id: P-1
          record:
            addresses:{addresses}
            name.first: Ada
        - {{ operation: replacePerson, id: P-2 }}
        - {{ operation: deletePerson, id: P-2 }}
"
        ))
    };
    for (before, after) in [
        (
            " # all\n              - type: Home # one\n                city: London\n\n              # the third\n              - type: Other\n",
            " # all\n              - type: Home # one\n                city: London\n              - type: Work\n                city: Paris\n\n              # the third\n              - type: Other\n",
        ),
        (
            "\n            - { type: Other } # o\n            # w\n            - { type: Work }\n\n            # h\n            - { type: Home } # x",
            "\n            # h\n            - { type: Home } # x\n            # w\n            - { type: Work }\n            - { type: Other } # o",
        ),
        (
            "\n            - type: Home\n            - type: Work\n            - type: Other\n            - type: Summer # y\n",
            "\n            - type: Home\n            - type: Work\n            - type: Other\n",
        ),
    ] {
        becomes(&record(before), &record(after));
    }
}

#[test]
fn counts() {
    let expected = |times: &str| {
        messages(&format!(
            "        - {{ operation: replacePerson{times} }}\n        - operation: deletePerson # gone\n          id: P-2\n"
        ))
    };
    becomes(&expected(", times: 3..4"), &expected(", times: 2"));
    becomes(&expected(""), &expected(", times: 2"));
    becomes(
        &messages(
            "        - { operation: replacePerson, times: 2.. }\n        - operation: deletePerson # gone\n          id: P-2\n          times: 0\n",
        ),
        &messages(
            "        - { operation: replacePerson, times: 2.. }\n        - operation: deletePerson # gone\n          id: P-2\n          times: 1\n",
        ),
    );
}

#[test]
fn messages_that_never_came_and_messages_that_nobody_expected() {
    // The id was another one: that is a changed value, no lost and found message.
    becomes(
        &messages(
            "        - { operation: replacePerson, times: 2 }\n        - { operation: deletePerson, id: P-3 } # x\n",
        ),
        &messages(
            "        - { operation: replacePerson, times: 2 }\n        - { operation: deletePerson, id: P-2 } # x\n",
        ),
    );
    becomes(
        &messages(
            "        - operation: replacePerson\n          times: 2\n\n        # never\n        - operation: readPerson # x\n          id: P-3\n\n        # the last\n        - operation: deletePerson\n",
        ),
        &messages(
            "        - operation: replacePerson\n          times: 2\n\n        # the last\n        - operation: deletePerson\n",
        ),
    );
    becomes(
        &messages("        - operation: replacePerson # first\n          id: P-1\n# the end\n"),
        &messages(
            "        - operation: replacePerson # first\n          id: P-1\n        - operation: replacePerson\n          id: P-2\n          record: { name: { type: Full, first: Zoë, last: \"O'Hara, B.\" } }\n        - operation: deletePerson\n          id: P-2\n# the end\n",
        ),
    );
    becomes(
        "expect: { requests: { d2l: { messages: [ { operation: replacePerson, times: 2 } ] } } }",
        "expect: { requests: { d2l: { messages: [ { operation: replacePerson, times: 2 }, { operation: deletePerson, id: P-2 } ] } } }",
    );
    becomes(
        "expect: { requests: { d2l: { unexpected: fail, messages: [ ] } } }",
        "expect: { requests: { d2l: { unexpected: fail, messages: [ { operation: replacePerson, id: P-1, record: { name: { type: Full, first: Ada, last: Byron }, email: ada@x.example, addresses: [ { type: Home, city: London }, { type: Work, city: Paris }, { type: Other, city: Rom } ] } }, { operation: replacePerson, id: P-2, record: { name: { type: Full, first: Zoë, last: \"O'Hara, B.\" } } }, { operation: deletePerson, id: P-2 } ] } } }",
    );
}

#[test]
fn messages_in_another_order() {
    let listed = |order: &str, lines: [&str; 3]| {
        format!(
            "expect:\n  requests:\n    d2l:\n      order: {order}\n      messages:\n        - {}\n        - {}\n        # above\n        - {}\n",
            lines[0], lines[1], lines[2]
        )
    };
    let (first, second, third) = (
        "{ operation: replacePerson, id: P-1 } # a",
        "operation: replacePerson # b\n          id: P-2",
        "{ operation: deletePerson, id: P-2 }",
    );
    becomes(
        &listed("per_record", [third, first, second]),
        "expect:\n  requests:\n    d2l:\n      order: per_record\n      messages:\n        # above\n        - operation: replacePerson # b\n          id: P-2\n        - { operation: replacePerson, id: P-1 } # a\n        - { operation: deletePerson, id: P-2 }\n",
    );
    becomes(
        &listed("strict", [second, first, third]),
        &listed("strict", [first, second, third]),
    );
}

#[test]
fn rules_and_findings() {
    becomes(
        "expect:\n  quirks:\n    fired: [ D2L-022, D2L-028 ] # f\n    not_fired:\n      - D2L-010\n      - D2L-006 # n\n",
        "expect:\n  quirks:\n    fired: [ D2L-022, D2L-006 ] # f\n    not_fired:\n      - D2L-010\n      - D2L-028\n",
    );
    becomes(
        "expect:\n  quirks:\n    fired:\n    - D2L-028\n",
        "expect:\n  quirks:\n    fired: []\n    not_fired: [ D2L-028 ]\n",
    );
    becomes(
        "expect:\n  findings: { present: [ two-payloads, namespace-mismatch ], fail_on: [ bad-value ] }\n",
        "expect:\n  findings: { present: [], fail_on: [ bad-value ] }\n",
    );
}

#[test]
fn fragments_of_xml() {
    let expected = |value: &str| {
        messages(&format!(
            "        - operation: replacePerson
          id: P-1
          xml: | # as it is sent
            <contactinfoValue xmlns=\"http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0\">
              <language>en</language>
              <textString>{value}</textString>
            </contactinfoValue>
        - {{ operation: replacePerson, id: P-2 }}
        - {{ operation: deletePerson, id: P-2 }}
"
        ))
    };
    becomes(&expected("bob@x.example"), &expected("ada@x.example"));
}

#[test]
fn checks_in_the_middle_of_the_story() {
    let text = |name: &str| {
        format!(
            "  - expect: {{ state: {{ d2l: {{ users: {{ P-1: {{ legal_first_name: {name} }} }} }} }} }}\n  - {{ operation: deletePerson, id: P-1 }}\n"
        )
    };
    becomes(&text("Bob"), &text("Ada"));
}

#[test]
fn a_last_line_without_its_end_stays_so() {
    becomes(
        "expect:\n  state:\n    d2l:\n      users:\n        P-1:\n          legal_first_name: X",
        "expect:\n  state:\n    d2l:\n      users:\n        P-1:\n          legal_first_name: Ada",
    );
    becomes(
        "expect:\n  requests:\n    d2l:\n      messages:\n      - operation: replacePerson\n        times: 2",
        "expect:\n  requests:\n    d2l:\n      messages:\n      - operation: replacePerson\n        times: 2\n      - operation: deletePerson\n        id: P-2",
    );
}
