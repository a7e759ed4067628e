//! `within` and `settle`: waiting for what is expected while somebody else sends.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mocklms::diag::{Source, render};
use mocklms::journal::JournalLimits;
use mocklms::runner::{Played, judge, open, play, settle};
use mocklms::scenario::{Scenario, load};
use mocklms::vendor::brightspace;
use mocklms::verify::Outcome;
use mocklms::wire::Request;

fn scenario(expect: &str) -> Scenario {
    let text = format!(
        "mocklms: 1\nscenario: x\nlms: {{ d2l: {{ vendor: brightspace, settings: {{ auth: off }} }} }}\nexpect: {expect}\n"
    );
    let source = Source {
        path: "x.yaml".into(),
        text,
    };
    let nothing = |_: &Path| Err(std::io::ErrorKind::NotFound.into());
    let mut loaded = load(source, Path::new(""), &|_| None, &nothing);
    assert!(!loaded.has_errors(), "{}", render(&loaded.problems));
    loaded.scenarios.remove(0)
}

/// Plays a scenario while somebody sends persons, one every `pause`; how it ends, and how long the wait was.
fn run(expect: &str, ids: &'static [&'static str], pause: u64) -> (Outcome, Duration) {
    let scenario = scenario(expect);
    let session = open(&scenario, true, JournalLimits::default()).expect("it opens");
    let session = Arc::new(session);
    let sender = Arc::clone(&session);
    let thread = std::thread::spawn(move || {
        for id in ids {
            std::thread::sleep(Duration::from_millis(pause));
            sender.handle(person(id));
        }
    });
    let mut played = play(
        &scenario,
        &session,
        &mut |_| Err("no command".to_owned()),
        &mut |_| {},
    );
    let start = Instant::now();
    settle(&scenario, &session, true, &mut played);
    let waited = start.elapsed();
    let (verdict, _) = judge(&scenario, &session, played, None);
    thread.join().expect("the sender is done");
    (verdict.outcome, waited)
}

fn person(id: &str) -> Request {
    let body = format!(
        r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><deletePersonRequest xmlns="http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0"><sourcedId>{id}</sourcedId></deletePersonRequest></s:Body></s:Envelope>"#
    );
    let info = &brightspace::INFO;
    let headers = [("Content-Type", "text/xml; charset=utf-8")];
    Request::post(info.endpoints[0].path, &headers, body.into_bytes())
}

#[test]
fn it_waits_until_the_moment_it_holds_and_no_longer() {
    let two = "{ within: 20s, requests: { d2l: { messages: [ { operation: deletePerson, times: 2 } ] } } }";
    let (outcome, waited) = run(two, &["a", "b"], 30);
    assert_eq!(outcome, Outcome::Passed);
    assert!(waited >= Duration::from_millis(40), "{waited:?}");
    assert!(waited < Duration::from_secs(10), "{waited:?}");
}

#[test]
fn its_time_ends() {
    let one = "{ within: 60ms, requests: { d2l: { messages: [ { operation: deletePerson } ] } } }";
    let (outcome, waited) = run(one, &[], 0);
    assert_eq!(outcome, Outcome::NothingArrived);
    assert!(waited >= Duration::from_millis(60), "{waited:?}");
}

#[test]
fn what_must_not_arrive_is_awaited() {
    let none = |wait: &str| {
        format!(
            "{{ {wait}requests: {{ d2l: {{ unexpected: fail, messages: [ {{ operation: deletePerson, id: a, times: 0..1 }} ] }} }} }}"
        )
    };
    let (outcome, _) = run(&none("settle: 20s, within: 100ms, "), &["a", "b"], 30);
    assert_eq!(outcome, Outcome::Failed, "b came within the time to settle");
    let (outcome, waited) = run(&none("settle: 50ms, "), &[], 0);
    assert_eq!(outcome, Outcome::Passed);
    assert!(waited >= Duration::from_millis(50), "{waited:?}");
}

#[test]
fn without_anybody_who_sends_a_remark_takes_the_place_of_waiting() {
    let scenario = scenario("{ within: 20s, state: { d2l: { users: { $count: 1 } } } }");
    let session = open(&scenario, false, JournalLimits::default()).expect("it opens");
    let mut played = Played::default();
    settle(&scenario, &session, false, &mut played);
    assert_eq!(
        played.steps[0].warnings[0].title,
        "`within` waited for nothing: no command runs, so all was over at once"
    );
}
