//! `run --accept`: texts before and after.

mod cases;
mod dialog;
mod properties;
mod refused;

use std::path::{Path, PathBuf};

use mocklms::accept::{self, Accepted, All, Decide, Error, Outside, Run};
use mocklms::diag::{self, Problem, Source};
use mocklms::runner;
use mocklms::scenario::{self, Scenario};
use mocklms::verify::Outcome;

/// What every story here begins with: three messages and what they leave behind.
const HEAD: &str = "mocklms: 1
scenario: two people
lms: { d2l: brightspace }
steps:
  - operation: replacePerson
    record:
      id: P-1
      name: { first: Ada, last: Byron }
      email: ada@x.example
      addresses: [ { type: Home, city: London }, { type: Work, city: Paris }, { type: Other, city: Rom } ]
  - { operation: replacePerson, record: { id: P-2, name: { first: Zoë, last: \"O'Hara, B.\" } } }
  - { operation: deletePerson, id: P-2 }
";

/// A story with other expectations.
fn story(expect: &str) -> String {
    format!("{HEAD}{expect}")
}

fn load(text: String) -> (Option<Scenario>, Vec<Problem>) {
    let source = Source {
        path: PathBuf::from("sync.yaml"),
        text,
    };
    let env = |name: &str| (name == "WHO").then(|| "Mary".to_owned());
    let read = |path: &Path| match path.to_str() {
        Some("seed.yaml") => Ok(b"users: { P-1: { legal_first_name: Ada } }\n".to_vec()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    scenario::load(source, Path::new(""), &env, &read).into_one(None)
}

fn play(scenario: &Scenario) -> Result<Run, String> {
    let (verdict, entries) = runner::rehearse(scenario)?;
    Ok(Run { verdict, entries })
}

/// Accepts what somebody decides to accept.
fn decided(text: &str, decide: &mut dyn Decide) -> Result<Accepted, Error> {
    let (scenario, problems) = load(text.to_owned());
    let scenario = scenario.unwrap_or_else(|| panic!("{}", diag::render(&problems)));
    let run = play(&scenario).expect("it runs");
    let mut outside = Outside {
        load: &load,
        play: &mut play,
    };
    accept::accept(&scenario, &run, decide, &mut outside)
}

/// The text in which everything has been accepted.
fn all(text: &str) -> String {
    let accepted = decided(text, &mut All).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let Some(after) = accepted.text else {
        panic!("nothing was accepted: {}\n{text}", accepted.summary());
    };
    let run = accepted.run.expect("it was played");
    let failed: Vec<_> = run.verdict.failures.iter().map(|f| &f.title).collect();
    assert_eq!(run.verdict.outcome, Outcome::Passed, "{after}{failed:?}");
    let again = decided(&after, &mut All).expect("it passes");
    assert!(again.text.is_none(), "accepting again changes nothing");
    after
}
