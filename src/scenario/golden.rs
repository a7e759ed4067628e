//! Every mistake in `tests/golden/scenario-errors` and the words it is met with, and files that are right.

use std::path::{Path, PathBuf};

use super::fake::{good, load};
use super::{MatchKind, Pattern, SendBody, StepKind, Unexpected};
use crate::base::Value;
use crate::diag::render;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/scenario-errors")
}

#[test]
fn mistakes_are_met_with_these_words() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut stale = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder is there")
        .map(|e| e.expect("it can be listed").path())
        .filter(|p| p.extension().is_some_and(|e| e == "yaml"))
        .collect();
    files.sort();
    assert!(files.len() > 20, "the folder is not empty");
    let mut parts = vec![("there.xml".to_owned(), "<a/>".to_owned())];
    for part in std::fs::read_dir(folder().join("parts")).expect("the folder is there") {
        let path = part.expect("it can be listed").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(&path).expect("goldens are text");
        parts.push((format!("parts/{name}"), text));
    }
    for file in files {
        let text = std::fs::read_to_string(&file).expect("goldens are text");
        let parts: Vec<_> = parts
            .iter()
            .map(|(n, t)| (n.as_str(), t.as_str()))
            .collect();
        let (_, problems) = load(&text, &parts);
        let words = render(&problems);
        assert!(!words.is_empty(), "{} has no mistake", file.display());
        let golden = file.with_extension("txt");
        if update {
            std::fs::write(&golden, &words).expect("goldens can be written");
        } else if std::fs::read_to_string(&golden).ok().as_ref() != Some(&words) {
            stale.push(format!("{}\n{words}", golden.display()));
        }
    }
    assert!(
        stale.is_empty(),
        "UPDATE_GOLDEN=1 rewrites these:\n{}",
        stale.join("\n")
    );
}

/// Everything the language has, in one file.
const EVERYTHING: &str = r#"
mocklms: 1
scenario: everything
about: |
  Two lines
  about it.
lms:
  a:
    vendor: fake
    listen: 127.0.0.1:0
    settings: { role_map: { Student: Learner }, trash: False, auth: off, credentials: { username: "${env:HOME_ID}" }, name_order: [last, first] }
    quirks: { FK-001: off }
  b: other
seed:
  a: { users: { john.smith: { legal_first_name: 0123, active: true, password: x, contact.email: e, roles: [ { role: r } ], extra: { a.b: c }, preferred_first_name: null } } }
clock: { start: 2026-01-05T08:00:00Z }
commands: { sync: [./sync, "${env:HOME_ID}"], plain: ./plain }
steps:
  - { to: a, operation: replacePerson, record: { id: j, name.first: True, name: { last: "" }, extension.a.b: c, password: p }, headers: { X: "$${y}" }, answer: { code_major: success, record.name.first: "${capture:first}", ids: [ x ] } }
  - { to: a, operation: deletePerson, id: j }
  - { to: a, operation: replacePersons, record: [ { id: x }, { id: y } ] }
  - { to: a, file: there.xml }
  - to: a
    xml: <deletePersonRequest/>
  - { at: a, admin: delete_user_by_hand, id: 007 }
  - { advance: 2h 30m }
  - { run: sync, exit: any }
  - { run: }
  - { expect: { state: { a: { users: { john.smith: "${absent}" } } } } }
expect:
  requests:
    a:
      order: strict
      messages:
        - { operation: replacePerson, id: j, times: 1.., record: { $exact: true, preferred: {}, roles: "${present}", name: { first: "${ref:first}" }, email: null } }
        - { operation: deletePerson, outer_id: "${regex:[a-z]+}", times: 0..2, xml: <a/> }
    b: { unexpected: warn }
  state: { a: { users: { $count: 1 }, mails: [ { to: x } ] } }
  findings: { fail_on: [two-payloads], present: [namespace-mismatch] }
  quirks: { fired: [FK-002, FK-002/other-text], not_fired: [] }
"#;

#[test]
fn a_file_with_everything_has_no_problems() {
    let (scenario, problems) = load(EVERYTHING, &[("there.xml", "<a/>")]);
    assert!(problems.is_empty(), "{}", render(&problems));
    let scenario = scenario.expect("there are no problems");
    let a = &scenario.instances[0];
    let setting = |path| a.settings.at(path).and_then(Value::as_text);
    assert_eq!(setting("trash"), Some("false"));
    assert_eq!(setting("credentials.username"), Some("h1"));
    assert_eq!(setting("name_order.1"), Some("first"));
    assert_eq!(a.quirks.get("FK-001"), Some(&false));

    let john = a
        .seed
        .get("users")
        .and_then(|u| u.get("john.smith"))
        .expect("the row is there");
    assert_eq!(
        john.at("legal_first_name").and_then(Value::as_text),
        Some("0123")
    );
    assert!(matches!(john.at("password"), Some(Value::Secret(_))));
    assert_eq!(john.at("contact.email").and_then(Value::as_text), Some("e"));
    assert_eq!(
        john.get("extra")
            .and_then(|e| e.get("a.b"))
            .and_then(Value::as_text),
        Some("c")
    );
    assert_eq!(john.get("preferred_first_name"), None);

    assert_eq!(scenario.commands["sync"], ["./sync", "h1"]);
    let StepKind::Send(send) = &scenario.steps[0].kind else {
        panic!("the first step sends");
    };
    assert_eq!(send.headers["X"], "${y}");
    let SendBody::Record(record) = &send.body else {
        panic!("it sends a record");
    };
    assert_eq!(
        record.at("name.first").and_then(Value::as_text),
        Some("True")
    );
    assert_eq!(record.at("name.last").and_then(Value::as_text), Some(""));
    assert!(
        matches!(&scenario.steps[3].kind, StepKind::Send(s) if matches!(&s.body, SendBody::File(_, b) if b == b"<a/>"))
    );
    assert!(matches!(&scenario.steps[5].kind, StepKind::Admin(s) if s.arguments["id"] == "007"));
    assert!(
        matches!(&scenario.steps[7].kind, StepKind::Run(s) if s.command.as_deref() == Some("sync") && s.exit.is_none())
    );
    assert!(
        matches!(&scenario.steps[8].kind, StepKind::Run(s) if s.command.is_none() && s.exit == Some(0))
    );

    let (_, requests) = &scenario.expect.requests[0];
    assert_eq!(requests.unexpected, Unexpected::Fail);
    assert_eq!(
        (
            requests.messages[1].times.min,
            requests.messages[1].times.max
        ),
        (0, Some(2))
    );
    let Some(Pattern::Map { entries, exact, .. }) = &requests.messages[0].record else {
        panic!("the record is a map");
    };
    assert!(exact);
    assert!(
        matches!(&entries[3].value, Pattern::Matcher(m, _) if matches!(m.kind, MatchKind::Absent))
    );
    assert_eq!(scenario.expect.requests[1].1.unexpected, Unexpected::Warn);
}

#[test]
fn a_seed_in_a_file_is_judged_at_its_place_in_that_file() {
    let text = "mocklms: 1\nscenario: x\nlms: { a: fake }\nseed: { a: { file: state.json } }\nexpect: { state: { a: { users: {} } } }\n";
    let json = "{\n\t\"users\": { \"u\": { \"active\": true,\n\t\t\"colour\": null } }\n}\n";
    let (_, problems) = load(text, &[("state.json", json)]);
    let place = problems[0].span.as_ref().map(crate::diag::Span::place);
    assert_eq!(place.as_deref(), Some("state.json:3:3"));
    let (scenario, problems) = load(
        text,
        &[("state.json", &json.replace("colour", "legal_first_name"))],
    );
    assert!(problems.is_empty(), "{}", render(&problems));
    let seed = &scenario.expect("it is good").instances[0].seed;
    assert_eq!(
        seed.at("users.u.active").and_then(Value::as_text),
        Some("true")
    );
}

#[test]
fn equal_keys_are_found_in_long_maps_too() {
    use std::fmt::Write as _;
    let mut text = "mocklms: 1\nscenario: x\nlms: { a: fake }\nseed: { a: { users: {".to_owned();
    for n in 0..50 {
        _ = write!(text, " u{n}: {{}},");
    }
    text.push_str(" u3: {}, u40: {}, u3: {} } } }\n");
    let (_, problems) = load(&text, &[]);
    let twice = problems.iter().filter(|p| p.code == "duplicate-key");
    assert_eq!(twice.count(), 3);
}

#[test]
fn to_may_be_left_out_with_one_instance() {
    let scenario = good(
        "mocklms: 1\nscenario: x\nlms: { a: fake }\nsteps:\n  - { operation: readPerson, id: a }\n",
    );
    assert!(matches!(&scenario.steps[0].kind, StepKind::Send(s) if s.to == 0));
}

#[test]
fn many_expectations_load() {
    use std::fmt::Write as _;
    let mut text = "mocklms: 1\nscenario: x\nlms: { a: fake }\nexpect:\n  requests:\n    a:\n      messages:\n".to_owned();
    for n in 0..20_000 {
        _ = writeln!(
            text,
            "        - {{ operation: replacePerson, id: p{n}, record: {{ name.first: F{n}, email: \"${{any}}\" }} }}"
        );
    }
    let scenario = good(&text);
    assert_eq!(scenario.expect.requests[0].1.messages.len(), 20_000);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_makes_the_loader_panic(text in "\\PC{0,200}|([ \\n\t{}\\[\\],:&*!|>'\"%@#$a-c-]|\\$\\{any\\}|mocklms: 1\n|lms: |steps:\n|expect: ){0,60}") {
        let (scenario, problems) = load(&text, &[]);
        render(&problems);
        assert!(scenario.is_some() || !problems.is_empty());
    }

    #[test]
    fn no_damaged_scenario_makes_the_loader_panic(cut in 0..EVERYTHING.len(), insert in "[{}\\[\\]:,'\"$&*\n\t é-]{0,4}", skip in 0_usize..8) {
        let at = (0..=cut).rev().find(|i| EVERYTHING.is_char_boundary(*i)).unwrap_or(0);
        let behind = (at + skip).min(EVERYTHING.len());
        let text = format!("{}{insert}{}", &EVERYTHING[..at], EVERYTHING.get(behind..).unwrap_or_default());
        let (scenario, problems) = load(&text, &[("there.xml", "")]);
        render(&problems);
        assert!(scenario.is_some() || !problems.is_empty());
    }
}
