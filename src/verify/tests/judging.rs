use serde_json::json;

use crate::base::Value;
use crate::engine::Evidence;
use crate::journal::{Body, Entry};
use crate::scenario::Scenario;
use crate::verify::testing::{Story, message};
use crate::verify::{Captures, Input, Outcome, StepOutcome, Verdict, judge};

fn scenario(expect: &str) -> Scenario {
    Story::load(
        "s.yaml",
        &format!("scenario: s\nlms: {{ d2l: {{}} }}\n{expect}\n"),
    )
}

fn input<'a>(scenario: &'a Scenario, entries: &'a [Entry], states: &'a [Value]) -> Input<'a> {
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

const ONE: &str =
    "expect: { requests: { d2l: { messages: [ { operation: deletePerson, id: x } ] } } }";
const STATE: &str = "expect: { state: { d2l: { users: { x: { email: a } } } } }";

fn state(email: &str) -> [Value; 1] {
    [Value::from_json(&json!({"users": {"x": {"email": email}}})).unwrap()]
}

#[test]
fn nothing_arrived_is_no_failure_unless_a_step_failed() {
    let one = scenario(ONE);
    assert_eq!(
        judge(input(&one, &[], &[])).outcome,
        Outcome::NothingArrived
    );
    let mut crashed = input(&one, &[], &[]);
    crashed.steps = vec![StepOutcome::exit("sync", Some(0), None, None)];
    let verdict = judge(crashed);
    assert_eq!(verdict.outcome, Outcome::Failed);
    assert_eq!(
        verdict.failures[0].title,
        "command sync was ended by a signal, expected 0"
    );
}

#[test]
fn a_scenario_that_checks_nothing_passes_with_a_warning() {
    let nothing = scenario("");
    let verdict = judge(input(&nothing, &[message(1, "deletePerson", "x")], &[]));
    assert_eq!(verdict.outcome, Outcome::Passed);
    assert_eq!(verdict.warnings.len(), 1);
}

#[test]
fn weak_evidence_is_never_a_failure() {
    let one = scenario(STATE);
    let entries = [message(1, "deletePerson", "x").fired("D2L-023", "other-text", "inferred")];
    let states = state("b");
    let with = |floor| {
        let mut input = input(&one, &entries, &states);
        input.evidence_floor = floor;
        judge(input).outcome
    };
    assert_eq!(with(None), Outcome::Failed);
    assert_eq!(with(Some(Evidence::Inferred)), Outcome::Failed);
    assert_eq!(with(Some(Evidence::Documented)), Outcome::Inconclusive);
}

#[test]
fn a_journal_with_gaps_makes_only_what_needs_it_inconclusive() {
    let (one, stored) = (scenario(ONE), scenario(STATE));
    let gone = |scenario: &Scenario, states: &[Value]| {
        let mut input = input(scenario, &[], states);
        input.evicted = true;
        judge(input).outcome
    };
    assert_eq!(gone(&one, &[]), Outcome::Inconclusive);
    assert_eq!(gone(&stored, &state("a")), Outcome::Passed);
    assert_eq!(gone(&stored, &state("b")), Outcome::Failed);
}

#[test]
fn a_fired_part_counts_as_the_rule() {
    let entries = [message(1, "deletePerson", "x").fired("D2L-023", "other-text", "inferred")];
    let outcome = |expect: &str| {
        let scenario = scenario(&format!("expect: {{ quirks: {expect} }}"));
        judge(input(&scenario, &entries, &[])).outcome
    };
    assert_eq!(outcome("{ fired: [ D2L-023 ] }"), Outcome::Passed);
    assert_eq!(
        outcome("{ fired: [ D2L-023/other-text ] }"),
        Outcome::Passed
    );
    assert_eq!(outcome("{ fired: [ D2L-023/another ] }"), Outcome::Failed);
    assert_eq!(outcome("{ not_fired: [ D2L-023 ] }"), Outcome::Failed);
}

#[test]
fn the_last_writer_of_a_field_is_named() {
    let one = scenario(STATE);
    let row = |seq, field, quirk| {
        message(seq, "replacePerson", "x").changed(["users", "x", field], Some("b"), quirk)
    };
    let entries = [
        row(1, "", None),
        row(2, "email", Some("D2L-027")),
        row(3, "role", None),
    ];
    let states = state("b");
    let verdict = judge(input(&one, &entries, &states));
    let by = verdict.failures[0].differences[0]
        .written_by
        .as_ref()
        .unwrap();
    assert_eq!(
        (by.seq, by.rule.as_ref().unwrap().id.as_str()),
        (2, "D2L-027")
    );
}

#[test]
fn answers_of_steps_are_judged() {
    let scenario =
        scenario("steps: [ { operation: deletePerson, id: x, answer: { http_status: 500 } } ]");
    let mut entry = message(1, "deletePerson", "x");
    entry.response_body = Body::Text(String::new());
    let found = StepOutcome::answer(&scenario, 0, &entry, &mut Captures::default());
    assert_eq!(
        found.failures[0].title,
        "d2l: the answer to step 1 (deletePerson x): http_status is 200, expected 500"
    );
}

#[test]
fn a_suite_ends_with_the_gravest_outcome() {
    use Outcome::{CouldNotRun, Failed, Inconclusive, NothingArrived, Passed};
    let code = |outcomes: &[Outcome]| Outcome::of_suite(outcomes.iter().copied()).exit_code();
    assert_eq!(code(&[]), 0);
    assert_eq!(code(&[Passed, NothingArrived]), 4);
    assert_eq!(code(&[NothingArrived, Inconclusive, Passed]), 5);
    assert_eq!(code(&[Inconclusive, Failed]), 1);
    assert_eq!(code(&[Failed, CouldNotRun]), 3);
    assert_eq!(
        Verdict::could_not_run("s.yaml", "s", "port in use")
            .outcome
            .exit_code(),
        3
    );
}
