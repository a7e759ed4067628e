//! What fuzzing and random stories have found, each as the shortest story that shows it.

use mocklms::base::Value;
use mocklms::model::{AnyRecord, RecordKind, Service};
use mocklms::session::Session;
use mocklms::standard::lis::{self, Parameters};

use crate::lms;

const DONE: &str = "success/warning/partialdatastorage";
const NOT_SAVED: &str = "failure/error/invaliddata";
const NOT_FOUND: &str = "failure/error/unknownobject";

fn send(session: &Session, operation: &str, id: &str, record: &Value) -> String {
    let operation = lis::find(Service::Pms, &format!("{operation}Request")).expect("it is LIS");
    let record = AnyRecord::from_value(RecordKind::Person, record);
    let message = lis::encode_request(operation, "m", None, Parameters::new(id, Some(&record)));
    lms::send(session, message).ending.text()
}

/// Sends a person with a name and some other fields of the short form.
fn replace(session: &Session, id: &str, fields: &[(&str, &str)]) -> String {
    let mut record = lms::values(&[("name.first", "Ada"), ("name.last", "Byron"), ("id", id)]);
    for (name, text) in fields {
        record.insert(*name, Value::text(*text));
    }
    send(session, "replacePerson", id, &record)
}

fn delete(session: &Session, id: &str) -> String {
    send(session, "deletePerson", id, &Value::map())
}

fn by_hand(session: &Session, step: &str, arguments: &[(&str, &str)]) {
    session
        .admin("d2l", step, arguments)
        .expect("the step can be carried out");
}

#[test]
fn the_user_name_of_a_deleted_user_stays_taken() {
    let session = lms::open();
    assert_eq!(replace(&session, "A", &[("username", "ada")]), DONE);
    assert_eq!(delete(&session, "A"), "success/status/fullsuccess");
    assert_eq!(replace(&session, "B", &[("username", "ada")]), NOT_SAVED);
    assert_eq!(replace(&session, "B", &[]), DONE);
    assert_eq!(replace(&session, "B", &[("username", "ada")]), NOT_SAVED);
    assert!(
        session
            .admin(
                "d2l",
                "create_user_by_hand",
                &[("id", "C"), ("username", "ada")]
            )
            .is_err()
    );
}

#[test]
fn a_user_created_by_hand_is_not_the_deleted_one_that_the_mapping_means() {
    let session = lms::open();
    assert_eq!(replace(&session, "A", &[("username", "ada")]), DONE);
    by_hand(&session, "delete_user_by_hand", &[("id", "A")]);
    by_hand(
        &session,
        "create_user_by_hand",
        &[("id", "A"), ("username", "hand"), ("first", "By")],
    );
    assert_eq!(replace(&session, "A", &[]), NOT_FOUND);
    assert_eq!(
        send(&session, "readPerson", "A", &Value::map()),
        "failure/error/targetreadfailure"
    );
    assert_eq!(delete(&session, "A"), NOT_FOUND);
    let state = lms::state(&session);
    assert_eq!(
        state
            .at("users.A.legal_first_name")
            .and_then(Value::as_text),
        Some("By")
    );
}

#[test]
fn adopting_a_user_name_pushes_nobody_aside() {
    let session = lms::settings(&[("username_conflict", "adopt")]);
    by_hand(
        &session,
        "create_user_by_hand",
        &[("id", "A"), ("username", "hand")],
    );
    by_hand(
        &session,
        "create_user_by_hand",
        &[("id", "B"), ("username", "ada")],
    );
    let before = lms::state(&session).get("users").cloned();
    assert_eq!(replace(&session, "A", &[("username", "ada")]), NOT_SAVED);
    assert_eq!(lms::state(&session).get("users").cloned(), before);
    assert_eq!(replace(&session, "A", &[("username", "hand")]), DONE);
    assert_eq!(replace(&session, "C", &[("username", "ada")]), DONE);
    assert!(lms::state(&session).at("users.B").is_none());
}

#[test]
fn somebody_can_be_their_own_agent_from_the_first_message_on() {
    let session = lms::open();
    let mut record = lms::values(&[("name.first", "Ada"), ("name.last", "Byron"), ("id", "A")]);
    record.insert(
        "agents",
        Value::List(vec![lms::values(&[("id", "A"), ("domain", "Parent")])]),
    );
    assert_eq!(send(&session, "replacePerson", "A", &record), DONE);
    assert!(lms::state(&session).at("relationships.A>A").is_some());
}
