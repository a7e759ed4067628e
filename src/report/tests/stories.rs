//! One story for every way a run can end.

use super::check;
use crate::base::Value;
use crate::engine::Evidence;
use crate::journal::{Entry, EntryKind};
use crate::scenario::Scenario;
use crate::verify::testing::{Story, message, person};
use crate::verify::{Captures, Input, StepOutcome, Verdict, judge};

pub(super) const RESYNC: &str = r"mocklms: 1
scenario: a plain resync wipes the preferred names
lms:
  d2l: { vendor: brightspace }
expect:
  requests:
    d2l:
      messages:
        - { operation: replacePerson, id: Demo_User, record: { name: { first: Demo, last: User }, email: demo@example.org } }
  state:
    d2l:
      users:
        Demo_User: { preferred_first_name: Dee, legal_first_name: Demo }
";

const ENROL: &str = r"mocklms: 1
scenario: the nightly run creates the new pupils
lms:
  d2l: { vendor: brightspace }
expect:
  requests:
    d2l:
      messages:
        - { operation: createPerson, id: person-4711, record: { name: { first: Solveig, last: Aaserud } } }
        - { operation: createPerson, id: person-4712, record: { name: { first: Lars, last: Moen } } }
        - { operation: deletePerson, id: person-9, times: 2 }
        - { operation: replacePerson, id: person-1 }
        - { operation: deletePerson, id: person-1 }
";

pub(super) fn input<'a>(
    scenario: &'a Scenario,
    entries: &'a [Entry],
    states: &'a [Value],
) -> Input<'a> {
    Input {
        scenario,
        entries,
        states,
        steps: Vec::new(),
        captures: Captures::default(),
        evidence_floor: None,
        evicted: false,
    }
}

fn verdict(scenario: &Scenario, entries: &[Entry], state: &serde_json::Value) -> Verdict {
    let states = [Value::from_json(state).unwrap()];
    judge(input(scenario, entries, &states))
}

fn demo(seq: u64, email: &str) -> Entry {
    person(
        seq,
        "replacePerson",
        "Demo_User",
        &[("First", "Demo"), ("Last", "User"), ("email", email)],
    )
}

pub(super) fn dee() -> serde_json::Value {
    serde_json::json!({ "users": { "Demo_User": { "preferred_first_name": "Dee", "legal_first_name": "Demo" } } })
}

#[test]
fn passed() {
    let scenario = Story::load("scenarios/resync.yaml", RESYNC);
    check(
        "passed",
        vec![verdict(&scenario, &[demo(1, "demo@example.org")], &dee())],
    );
}

#[test]
fn a_value_of_a_message_differs() {
    let scenario = Story::load("scenarios/resync.yaml", RESYNC);
    check(
        "value_differs",
        vec![verdict(&scenario, &[demo(1, "Demo@example.org")], &dee())],
    );
}

#[test]
fn a_value_of_the_state_differs_and_says_what_wrote_it() {
    let scenario = Story::load("scenarios/resync.yaml", RESYNC);
    let entries = [demo(3, "demo@example.org")
        .fired("D2L-028", "", "documented")
        .fired("D2L-023", "other-text", "inferred")
        .changed(
            ["users", "Demo_User", "preferred_first_name"],
            None,
            Some("D2L-028"),
        )];
    let state = serde_json::json!({ "users": { "Demo_User": { "legal_first_name": "Demo" } } });
    check("state_differs", vec![verdict(&scenario, &entries, &state)]);
}

#[test]
fn many_things_are_wrong() {
    let scenario = Story::load("scenarios/enrol.yaml", ENROL);
    let entries = [
        message(1, "deletePerson", "person-1"),
        message(2, "replacePerson", "person-1"),
        person(
            3,
            "createPerson",
            "person-4711",
            &[("First", "Solveig "), ("Last", "Xander")],
        ),
        person(
            4,
            "createPerson",
            "person-4713",
            &[("First", "Lars"), ("Last", "Moen")],
        ),
        message(5, "deletePerson", "person-9"),
        person(6, "updatePerson", "person-8\u{1b}[31m", &[("First", "Eva")]),
    ];
    check(
        "many_failures",
        vec![verdict(&scenario, &entries, &serde_json::json!({}))],
    );
}

#[test]
fn a_message_is_missing() {
    let scenario = Story::load(
        "scenarios/missing.yaml",
        r"scenario: a leaver is removed
lms: { d2l: { vendor: brightspace } }
expect:
  requests:
    d2l:
      messages:
        - { operation: deletePerson, id: person-4711 }
        - { operation: replacePerson, id: person-1 }
",
    );
    let entries = [
        message(1, "replacePerson", "person-1"),
        person(2, "replacePerson", "person-4711", &[("First", "Solveig")]),
    ];
    check(
        "missing_message",
        vec![verdict(&scenario, &entries, &serde_json::json!({}))],
    );
}

#[test]
fn nothing_arrived() {
    let scenario = Story::load("scenarios/enrol.yaml", ENROL);
    let refused = message(1, "createPerson", "x").of_kind(EntryKind::Unauthorized, "401");
    let lost = message(2, "createPerson", "x").of_kind(EntryKind::NotServed, "404");
    check(
        "nothing_arrived",
        vec![verdict(&scenario, &[refused, lost], &serde_json::json!({}))],
    );
}

#[test]
fn inconclusive() {
    let scenario = Story::load("scenarios/resync.yaml", RESYNC);
    let entries = [demo(3, "demo@example.org").fired("D2L-023", "other-text", "inferred")];
    let states = [Value::from_json(&dee()).unwrap()];
    let mut weak = input(&scenario, &entries, &states);
    weak.evidence_floor = Some(Evidence::Documented);
    let mut short = input(&scenario, &[], &states);
    short.evicted = true;
    check("inconclusive", vec![judge(weak), judge(short)]);
}

#[test]
fn could_not_run() {
    let scenario = Story::load("scenarios/resync.yaml", RESYNC);
    let early = Verdict::could_not_run(
        "scenarios/taken.yaml",
        "a port is taken",
        "127.0.0.1:8723 is in use; choose another with --listen",
    );
    let entries = [demo(1, "demo@example.org")];
    let states = [Value::from_json(&dee()).unwrap()];
    let mut late = input(&scenario, &entries, &states);
    late.steps = vec![StepOutcome::broken("command sync did not end within 60 s")];
    check("could_not_run", vec![early, judge(late)]);
}

#[test]
fn rules_findings_and_exit_codes() {
    let scenario = Story::load(
        "scenarios/rules.yaml",
        r"scenario: namespaces are right and genders arrive
lms: { d2l: { vendor: brightspace } }
expect:
  findings: { fail_on: [ namespace-mismatch ], present: [ empty-element ] }
  quirks: { fired: [ D2L-027 ], not_fired: [ D2L-023/other-text ] }
",
    );
    let entries = [
        demo(1, "demo@example.org").found("namespace-mismatch", 4),
        demo(2, "demo@example.org")
            .found("namespace-mismatch", 4)
            .fired("D2L-023", "other-text", "inferred"),
    ];
    let mut run = input(&scenario, &entries, &[]);
    run.steps = vec![StepOutcome::exit("sync", Some(0), Some(2), None)];
    check("rules_and_findings", vec![judge(run)]);
}

#[test]
fn a_suite_of_several() {
    let resync = Story::load("scenarios/resync.yaml", RESYNC);
    let empty = Story::load(
        "scenarios/empty.yaml",
        "scenario: nothing is asked\nlms: { d2l: { vendor: brightspace } }\n",
    );
    let good = [demo(1, "demo@example.org").fired("D2L-027", "", "documented")];
    let bad = [demo(1, "other@example.org")];
    check(
        "suite",
        vec![
            verdict(&resync, &good, &dee()),
            verdict(&empty, &good, &dee()),
            verdict(&resync, &bad, &dee()),
            verdict(&resync, &good, &dee()),
        ],
    );
}
