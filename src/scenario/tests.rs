//! Shared scenes, variables and tables: what comes out of them.

use super::fake::{good, load, load_with};
use super::{Pattern, SendBody, StepKind};
use crate::base::Value;
use crate::diag::{Severity, render};

const COMMON: &str = "\
mocklms: 1
use: deeper/base.yaml
set: { school: North, year: 2026 }
lms:
  a: { vendor: fake, settings: { trash: false, role_map: { Student: Learner, Teacher: Instructor } }, quirks: { FK-001: off } }
seed:
  a: { users: { one: { legal_first_name: One, active: true }, two: { legal_first_name: Two } } }
commands: { sync: [./sync, --full] }
expect: { findings: { fail_on: [two-payloads] } }
";

const BASE: &str = "\
mocklms: 1
lms: { b: other }
seed: { b: {} }
clock: { start: 2026-01-05T08:00:00Z }
commands: { sync: ./from-below, other: ./other }
";

const FILES: &[(&str, &str)] = &[("common.yaml", COMMON), ("deeper/base.yaml", BASE)];

#[test]
fn what_is_included_stands_below_the_files_own() {
    let text = "\
mocklms: 1
scenario: x
use: common.yaml
lms: { a: { settings: { role_map: { Parent: Observer } } } }
seed: { a: { users: { one: { legal_first_name: Eins } } } }
expect: { state: { a: { users: { two: { legal_first_name: Zwei } } } } }
";
    let loaded = load_with(text, FILES, &[]);
    assert!(!loaded.has_errors(), "{}", render(&loaded.problems));
    let scenario = &loaded.scenarios[0];
    let names: Vec<&str> = scenario.instances.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["b", "a"], "included ones first");
    let a = &scenario.instances[1];
    assert_eq!(
        a.settings.get("trash").and_then(Value::as_text),
        Some("false")
    );
    let roles = a.settings.get("role_map").expect("it is set");
    assert_eq!(
        roles.get("Student"),
        None,
        "maps of settings replace each other"
    );
    assert_eq!(a.quirks.get("FK-001"), Some(&false));
    let users = a.seed.get("users").expect("it is seeded");
    assert_eq!(users.at("one.active"), None, "rows replace each other");
    assert_eq!(
        users.at("two.legal_first_name").and_then(Value::as_text),
        Some("Two")
    );
    assert_eq!(scenario.commands["sync"], ["./sync", "--full"]);
    assert_eq!(scenario.commands["other"], ["./other"]);
    assert!(scenario.clock.start.is_some());
    let findings = scenario
        .expect
        .findings
        .as_ref()
        .expect("they are included");
    assert_eq!(findings.fail_on[0].1.place(), "common.yaml:9:33");
    assert_eq!(a.span.source.path.to_str(), Some("scenario.yaml"));
    assert_eq!(
        scenario.instances[0].span.source.path.to_str(),
        Some("deeper/base.yaml")
    );
}

#[test]
fn problems_of_an_included_file_are_shown_there() {
    let text = "mocklms: 1\nscenario: x\nuse: common.yaml\n";
    let broken = BASE.replace("b: other", "b: oter");
    let files = [FILES[0], ("deeper/base.yaml", &broken)];
    let (_, problems) = load(text, &files);
    let places: Vec<String> = problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .filter_map(|p| p.span.as_ref().map(crate::diag::Span::place))
        .collect();
    assert_eq!(places, ["deeper/base.yaml:2:11"], "{}", render(&problems));
}

const SET: &str = "\
mocklms: 1
scenario: ${set:school} at work
set: { school: North, id: T-1, home: \"at ${env:HOME_ID}\" }
lms: { a: fake }
seed: { a: { users: { \"${set:id}\": { legal_first_name: \"${set:school} ${set:home}\" } } } }
steps:
  - { operation: replacePerson, record: { id: \"${set:id}\", name: { first: \"$${set:id} ${set:school}\" } }, answer: { code_major: success } }
  - { operation: replacePerson, xml: \"<a>${set:id}</a>\", answer: { code_major: success } }
expect: { state: { a: { users: { \"${set:id}\": { legal_first_name: \"${set:school}\" } } } } }
";

#[test]
fn variables_are_filled_in_and_overridden() {
    for (set, id, school) in [
        (&[][..], "T-1", "North"),
        (&[("school", "${any}"), ("id", "a: b")], "a: b", "${any}"),
    ] {
        let loaded = load_with(SET, &[], set);
        assert!(loaded.problems.is_empty(), "{}", render(&loaded.problems));
        assert_eq!(loaded.variables, ["school", "id", "home"]);
        let scenario = &loaded.scenarios[0];
        let users = scenario.instances[0].seed.get("users");
        let name = users
            .and_then(|u| u.get(id))
            .and_then(|u| u.get("legal_first_name"));
        assert_eq!(
            name.and_then(Value::as_text),
            Some(&*format!("{school} at h1"))
        );
        let StepKind::Send(send) = &scenario.steps[0].kind else {
            panic!("it sends");
        };
        let SendBody::Record(record) = &send.body else {
            panic!("it sends a record");
        };
        assert_eq!(
            record.at("name.first").and_then(Value::as_text),
            Some(&*format!("${{set:id}} {school}"))
        );
        assert!(
            matches!(&scenario.steps[1].kind, StepKind::Send(s) if matches!(&s.body, SendBody::Xml(x) if x == "<a>${set:id}</a>"))
        );
        let Pattern::Map { entries, .. } = &scenario.expect.state[0].1 else {
            panic!("it is a map");
        };
        let Pattern::Map { entries, .. } = &entries[0].value else {
            panic!("it is a map");
        };
        let Pattern::Map { entries, .. } = &entries[0].value else {
            panic!("it is a map");
        };
        assert!(matches!(&entries[0].value, Pattern::Text(t, _) if t == school));
    }
}

const TABLE: &str = "\
mocklms: 1
scenario: preferred names
cases:
  columns: [stored, sent, fired]
  rows:
    - { name: kept,    stored: Tilly, sent: ~,             fired: [] }
    - [ emptied,       Tilly,         { first: \"\" },       [FK-001] ]
    - { name: matched, stored: ~,     sent: { first: X },  fired: [FK-001] }
lms: { a: fake }
seed: { a: { users: { u: { preferred_first_name: \"${case:stored}\" } } } }
steps:
  - { operation: replacePerson, record: { id: u, preferred: \"${case:sent}\" } }
expect: { quirks: { fired: \"${case:fired}\" }, state: { a: { users: { u: { preferred_first_name: \"${case:stored}\" } } } } }
";

#[test]
fn a_table_is_one_scenario_for_each_row() {
    let loaded = load_with(TABLE, &[], &[]);
    assert!(loaded.problems.is_empty(), "{}", render(&loaded.problems));
    let titles: Vec<&str> = loaded.scenarios.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "preferred names [kept]",
            "preferred names [emptied]",
            "preferred names [matched]"
        ]
    );
    let sent = |n: usize| {
        let StepKind::Send(send) = &loaded.scenarios[n].steps[0].kind else {
            panic!("it sends");
        };
        let SendBody::Record(record) = &send.body else {
            panic!("it sends a record");
        };
        record.get("preferred").cloned()
    };
    assert_eq!(sent(0), None, "an empty cell leaves the key out");
    let empty = sent(1).expect("it is there");
    assert_eq!(empty.get("first").and_then(Value::as_text), Some(""));
    let seed = |n: usize| loaded.scenarios[n].instances[0].seed.at("users.u");
    assert_eq!(
        seed(0)
            .and_then(|u| u.get("preferred_first_name"))
            .and_then(Value::as_text),
        Some("Tilly")
    );
    assert_eq!(seed(2).and_then(|u| u.get("preferred_first_name")), None);
    let fired = loaded.scenarios[1]
        .expect
        .quirks
        .as_ref()
        .expect("they are expected");
    assert_eq!(
        fired.fired[0].1.place(),
        "scenario.yaml:7:61",
        "where the cell says so"
    );
    let case = loaded.scenarios[1].case.as_ref().expect("it is a case");
    assert_eq!((case.name.as_str(), case.span.line), ("emptied", 7));
}

#[test]
fn tags_are_kept() {
    let scenario = good("mocklms: 1\nscenario: x\ntags: [sync, very-slow]\nlms: { a: fake }\n");
    assert_eq!(scenario.tags, ["sync", "very-slow"]);
}

#[test]
fn references_in_what_is_sent_are_put_down_for_later() {
    let scenario = good(
        "\
mocklms: 1
scenario: x
lms: { a: fake }
steps:
  - { operation: readPerson, id: a, answer: { description: \"${capture:d}\" } }
  - { operation: replacePersons, record: [ { id: x, name: { first: \"${ref:d}\" } }, { id: \"y-${ref:d}\", password: \"${ref:d}\" } ] }
  - { at: a, admin: delete_user_by_hand, id: \"${ref:d}\" }
",
    );
    let StepKind::Send(send) = &scenario.steps[1].kind else {
        panic!("it sends");
    };
    let paths: Vec<String> = send.late.iter().map(|l| l.path.join(".")).collect();
    assert_eq!(
        paths,
        ["record.0.name.first", "record.1.id", "record.1.password"]
    );
    assert!(matches!(&scenario.steps[2].kind, StepKind::Admin(a) if a.late[0].path == ["id"]));
}

#[test]
fn parameters_are_read_by_their_shapes() {
    let scenario = good(
        "\
mocklms: 1
scenario: x
lms: { a: fake }
set: { unit: G-1 }
cases: { rows: [ { name: one, person: P-1 } ] }
steps:
  - { operation: createByProxyMembership, record: { person: P-1, role: Learner }, answer: { id: \"${capture:made}\" } }
  - operation: addGroupRelationship
    id: \"${set:unit}\"
    with: { relationship.relation: Parent, relationship: { id: \"${ref:made}\" } }
  - operation: replaceResultsForLineItem
    with:
      lineItemSourcedId: L-1
      resultRecordSet: [ { id: R-1, person: \"${case:person}\" }, { id: R-2, result_value.range: { max: \"${ref:made}\" } } ]
    answer: { replaced: { R-1: success, R-2: \"${one_of:failure|success}\" } }
  - { operation: readMemberships, with: { sourcedIdSet: [ \"${ref:made}\", M-2 ] }, answer: { records: [ { role: Learner }, \"${any}\" ], save_point: \"${capture:point}\", ids: [], services: null, record: { roles: [ { role: Learner } ] } } }
  - { operation: readMembershipIdsForPerson, id: P-1, answer: { ids: [ \"${ref:made}\" ] } }
  - { operation: readMembershipIdsForPerson, with: { personSourcedId: \"${ref:point}\" } }
expect:
  requests:
    a:
      messages:
        - { operation: addGroupRelationship, with: { $exact: true, relationship: { $exact: true, relation: Parent, id: \"${ref:made}\" } } }
        - { operation: readMemberships, with: { sourcedIdSet: [ \"${capture:again}\", \"${regex:M-.}\" ] } }
        - { operation: readMembershipIdsForPerson, with: { personSourcedId: P-1 } }
        - { operation: readMembershipIdsForPerson, id: \"${ref:point}\", with: { personSourcedId: \"${present}\" } }
",
    );
    let sent = |n: usize| match &scenario.steps[n].kind {
        StepKind::Send(send) => send,
        other => panic!("{other:?} does not send"),
    };
    let late =
        |n: usize| -> Vec<String> { sent(n).late.iter().map(|l| l.path.join(".")).collect() };
    let text = |n: usize, path| sent(n).with.at(path).and_then(Value::as_text);
    assert_eq!(sent(1).id.as_deref(), Some("G-1"));
    assert_eq!(text(1, "relationship.relation"), Some("Parent"));
    assert_eq!(late(1), ["with.relationship.id"]);
    assert_eq!(text(2, "resultRecordSet.0.person"), Some("P-1"));
    assert_eq!(late(2), ["with.resultRecordSet.1.result_value.range.max"]);
    assert_eq!(late(3), ["with.sourcedIdSet.0"]);
    assert_eq!(text(3, "sourcedIdSet.1"), Some("M-2"));
    assert_eq!(late(5), ["with.personSourcedId"]);
    let messages = &scenario.expect.requests[0].1.messages;
    assert!(matches!(
        &messages[0].with,
        Some(Pattern::Map { exact: true, .. })
    ));
    assert!(
        matches!(&messages[2].with, Some(Pattern::Map { entries, .. }) if entries[0].key == "personSourcedId")
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn no_damaged_table_or_scene_makes_the_loader_panic(which in 0..3_usize, cut in 0..900_usize, insert in "[{}\\[\\]:,'\"$~-]{0,4}|\\$\\{case:sent\\}|\\$\\{set:|\\$\\{ref:x\\}", skip in 0_usize..8) {
        let story = [TABLE, SET, "mocklms: 1\nscenario: x\nuse: [broken.yaml, common.yaml]\n"][which];
        let whole = if which == 2 { COMMON } else { story };
        let cut = cut.min(whole.len());
        let text = format!("{}{insert}{}", &whole[..cut], whole.get(cut + skip..).unwrap_or_default());
        let files = [FILES[0], FILES[1], ("broken.yaml", text.as_str())];
        let loaded = load_with(if which == 2 { story } else { &text }, &files, &[("id", "1")]);
        render(&loaded.problems);
        assert_eq!(loaded.scenarios.is_empty(), loaded.has_errors());
    }
}
