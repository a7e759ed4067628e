//! What is never edited, and what is never written.

use mocklms::accept::{Choice, Decide, Error, Offer};

use super::{HEAD, decided, story};

/// Accepts everything and remembers what could not be.
#[derive(Default)]
struct Told(Vec<String>);

impl Decide for Told {
    fn decide(&mut self, _: &Offer) -> Choice {
        Choice::Accept
    }

    fn refuse(&mut self, place: &str, _: &str, reason: &str) {
        self.0.push(format!("{place} {reason}"));
    }
}

fn refused(text: &str) -> Vec<String> {
    let mut told = Told::default();
    let accepted = decided(text, &mut told).expect("nothing went wrong");
    assert!(accepted.text.is_none());
    assert_eq!(accepted.refused, told.0.len());
    told.0
}

#[test]
fn values_that_count_elsewhere_too() {
    let shared = "an anchor and its aliases share this value: another one here would change it in other places";
    let text = story(
        "  - { expect: { state: { d2l: { users: { P-1: &p { legal_first_name: Bob } } } } } }\nexpect: { state: { d2l: { users: { P-1: *p } } } }\n",
    );
    assert_eq!(
        refused(&text),
        [
            format!("sync.yaml:13:70 {shared}"),
            format!("sync.yaml:13:70 {shared}")
        ]
    );
    // Without an alias an anchor does no harm.
    let text = text.replace("*p", "{}");
    let accepted = decided(&text, &mut Told::default()).expect("it can be written");
    assert!(
        accepted
            .text
            .is_some_and(|t| t.contains("&p { legal_first_name: Ada }"))
    );
}

#[test]
fn values_from_the_environment() {
    let text = story(
        "expect: { state: { d2l: { users: { P-1: { legal_first_name: \"${env:WHO}\" } } } } }\n",
    );
    assert_eq!(
        refused(&text),
        ["sync.yaml:13:61 it comes from the environment (${env:WHO})"]
    );
}

#[test]
fn secrets() {
    let text = HEAD.replace("email: ada", "password: Quill\n      email: ada")
        + "expect: { state: { d2l: { users: { P-1: { password: x } } } } }\n";
    assert_eq!(
        refused(&text),
        ["sync.yaml:14:53 a secret is not written into a file; accept it as volatile"]
    );
}

#[test]
fn silence_is_never_accepted() {
    let text = "mocklms: 1\nscenario: x\nlms: { d2l: brightspace }\nexpect: { requests: { d2l: { messages: [ { operation: readPerson } ] } } }\n";
    let error = decided(text, &mut Told::default()).expect_err("nothing arrived");
    assert!(matches!(error, Error::Outcome(_)), "{error}");
}
