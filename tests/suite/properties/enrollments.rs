//! Random memberships against a naive model of who is enrolled where; and what a message costs when there are many.

mod model;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use indexmap::IndexMap;
use mocklms::base::Value;
use mocklms::model::{AnyRecord, RecordKind, Service};
use mocklms::session::Session;
use mocklms::standard::lis::{self, Parameters};
use mocklms::wire::Request;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use self::model::Model;
use super::config;
use crate::lms;

/// The path of the membership service.
const MMS: &str = "/d2l/im/ipsis/lis/mmsv2p0/MembershipManagementServices.svc";

/// Sections with the offerings above them. The last hangs below both, the last but one below none.
const SECTIONS: [(&str, &[&str]); 5] = [
    ("S1", &["O1"]),
    ("S2", &["O1"]),
    ("S3/1", &["O2"]),
    ("S4", &[]),
    ("S5", &["O1", "O2"]),
];
const OFFERINGS: [&str; 2] = ["O1", "O2"];
const USERS: [&str; 3] = ["P1", "P2", "p/3"];
const MEMBERSHIPS: [&str; 6] = ["M1", "M2", "M3", "M4", "M5", "M6"];

/// One step of a story.
#[derive(Clone, Copy, Debug)]
enum Step {
    Replace {
        id: &'static str,
        section: &'static str,
        user: &'static str,
        role: &'static str,
        status: Option<&'static str>,
    },
    Delete(&'static str),
    /// An administrator enrolls: unit, user, Brightspace role.
    Hand(&'static str, &'static str, &'static str),
}

fn step() -> impl Strategy<Value = Step> {
    let id = || select(MEMBERSHIPS.to_vec());
    let sections: Vec<_> = SECTIONS.iter().map(|(section, _)| *section).collect();
    let units = [&sections[..], &OFFERINGS].concat();
    let section = prop_oneof![20 => select(sections), 1 => Just("nowhere")];
    let user = prop_oneof![20 => select(USERS.to_vec()), 1 => Just("nobody")];
    let role = prop_oneof![10 => Just("Student"), 10 => Just("Faculty"), 1 => Just("Alumni")];
    let status = prop_oneof![6 => Just(Some("Active")), 4 => Just(Some("Inactive")), 1 => Just(None), 1 => Just(Some("maybe"))];
    let replace = (id(), section, user, role, status);
    let hand = (
        select(units),
        select(USERS.to_vec()),
        select(vec!["Learner", "Instructor"]),
    );
    prop_oneof![
        12 => replace.prop_map(|(id, section, user, role, status)| Step::Replace { id, section, user, role, status }),
        3 => id().prop_map(Step::Delete),
        1 => hand.prop_map(|(unit, user, role)| Step::Hand(unit, user, role)),
    ]
}

fn text(text: &str) -> Value {
    Value::text(text)
}

/// Sections below offerings, and users.
fn seed(sections: &[(&str, &[&str])], users: &[&str]) -> Value {
    let unit = |kind: &str, parents: &[&str]| {
        let mut unit = lms::values(&[("type_name", kind)]);
        let parents: Vec<_> = parents.iter().map(|p| text(p)).collect();
        unit.insert("parents", Value::List(parents));
        unit
    };
    let mut units = Value::map();
    for (section, parents) in sections {
        for offering in *parents {
            units.insert(*offering, unit("Course Offering", &[]));
        }
        units.insert(*section, unit("Section", parents));
    }
    let mut people = Value::map();
    for user in users {
        people.insert(*user, Value::map());
    }
    let mut seed = Value::map();
    seed.insert("org_units", units);
    seed.insert("users", people);
    seed
}

fn open(seed: &Value) -> Session {
    lms::open_with(&Value::map(), &IndexMap::new(), seed)
}

fn message(id: &str, section: &str, user: &str, role: &str, status: Option<&str>) -> String {
    let pairs = [
        ("id", id),
        ("collection", section),
        ("person", user),
        ("role", role),
    ];
    let mut record = lms::values(&pairs);
    record.insert_text("status", status);
    let operation = lis::find(Service::Mms, "replaceMembershipRequest").expect("it is LIS");
    let record = AnyRecord::from_value(RecordKind::Membership, &record);
    let parameters = Parameters::new("not looked at", Some(&record));
    lis::encode_request(operation, "m", None, parameters)
}

fn send(session: &Session, body: String) -> String {
    let headers = [("Content-Type", "text/xml; charset=utf-8")];
    let exchange = session.handle(Request::post(MMS, &headers, body));
    exchange.ending.text()
}

/// Carries the step out and says whether it succeeded.
fn run(session: &Session, step: Step) -> bool {
    let body = match step {
        Step::Replace {
            id,
            section,
            user,
            role,
            status,
        } => message(id, section, user, role, status),
        Step::Delete(id) => {
            let operation = lis::find(Service::Mms, "deleteMembershipRequest").expect("it is LIS");
            lis::encode_request(operation, "m", None, Parameters::new(id, None))
        }
        Step::Hand(unit, user, role) => {
            let arguments = [("unit", unit), ("user", user), ("role", role)];
            return session.admin("d2l", "enroll_by_hand", &arguments).is_ok();
        }
    };
    send(session, body).starts_with("success")
}

/// Fields of a table's rows, by what the rows are about.
fn table<const N: usize>(state: &Value, name: &str, fields: [&str; N]) -> Vec<[String; N]> {
    let Some(Value::Map(rows)) = state.get(name) else {
        panic!("no table {name}")
    };
    let mut rows: Vec<_> = rows
        .values()
        .map(|row| {
            fields.map(|field| {
                let text = row.get(field).and_then(Value::as_text);
                text.unwrap_or_default().to_owned()
            })
        })
        .collect();
    rows.sort_unstable();
    rows
}

fn enrolled(state: &Value) -> Vec<[String; 4]> {
    table(state, "enrollments", ["org_unit", "user", "role", "by"])
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn everybody_is_where_the_rules_say(steps in vec(step(), 1..40)) {
        let session = open(&seed(&SECTIONS, &USERS));
        let mut model = Model::new(&SECTIONS);
        for (n, step) in steps.iter().enumerate() {
            let before = lms::state(&session);
            let expected = model.run(*step);
            prop_assert_eq!(run(&session, *step), expected, "step {} succeeds: {:?}", n + 1, step);
            let after = lms::state(&session);
            prop_assert_eq!(enrolled(&after), model.enrollments(), "after step {}: {:?}", n + 1, step);
            let known = table(&after, "im_enrollments", ["org_unit", "user", "is_active"]);
            prop_assert_eq!(known, model.memberships(), "after step {}: {:?}", n + 1, step);
            if !expected {
                prop_assert_eq!(after.get("im_enrollments"), before.get("im_enrollments"));
            }
        }
        let mut exported = lms::state(&session);
        if let Value::Map(tables) = &mut exported {
            tables.shift_remove("system_log");
            tables.shift_remove("audit_log");
        }
        let mut again = lms::state(&open(&exported));
        if let Value::Map(tables) = &mut again {
            tables.shift_remove("system_log");
            tables.shift_remove("audit_log");
        }
        prop_assert_eq!(again, exported, "what is exported can be seeded");
    }
}

/// A course of ten sections with so many members, each in two of them.
fn crowded(members: usize) -> Session {
    let sections: Vec<_> = (0..10).map(|n| format!("S{n}")).collect();
    let sections: Vec<(&str, &[&str])> = sections.iter().map(|s| (&**s, &["O"][..])).collect();
    let users: Vec<_> = (0..=members).map(|n| format!("P{n}")).collect();
    let users: Vec<_> = users.iter().map(|user| &**user).collect();
    let mut seed = seed(&sections, &users);
    let (mut memberships, mut enrollments) = (Value::map(), Value::map());
    for n in 0..members {
        let user = format!("P{n}");
        for section in [n % 10, (n + 1) % 10] {
            let unit = format!("S{section}");
            let row = [
                ("org_unit", &*unit),
                ("user", &*user),
                ("sis_role", "Student"),
            ];
            memberships.insert(format!("{unit}:{user}"), lms::values(&row));
            let role = lms::values(&[("role", "Learner")]);
            enrollments.insert(format!("{unit}/{user}"), role);
        }
        let role = lms::values(&[("role", "Learner")]);
        enrollments.insert(format!("O/{user}"), role);
    }
    seed.insert("im_enrollments", memberships);
    seed.insert("enrollments", enrollments);
    open(&seed)
}

/// How long it takes somebody to come and go, at best.
fn coming_and_going(session: &Session, who: &str) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..20 {
        let start = Instant::now();
        for status in ["Active", "Inactive"] {
            let answer = send(session, message("M", "S3", who, "Student", Some(status)));
            assert!(answer.starts_with("success"), "{answer}");
        }
        best = best.min(start.elapsed());
    }
    best
}

#[test]
fn a_message_costs_the_same_among_many() {
    let (few, many) = (crowded(1_000), crowded(10_000));
    let (small, large) = (
        coming_and_going(&few, "P1000"),
        coming_and_going(&many, "P10000"),
    );
    let mut said = String::new();
    _ = write!(said, "2,000 memberships: {small:?}, 20,000: {large:?}");
    assert!(large < small * 5, "{said}");
}

#[test]
fn ids_with_slashes_are_told_apart() {
    // Two pairs of unit and user that look the same when they are only joined.
    let seed = seed(&[("A", &["O"]), ("A/B", &["O"])], &["B/C", "C"]);
    let session = open(&seed);
    for (id, section, user) in [("1", "A", "B/C"), ("2", "A/B", "C")] {
        let answer = send(
            &session,
            message(id, section, user, "Student", Some("Active")),
        );
        assert!(answer.starts_with("success"), "{answer}");
        let grade = [("section", section), ("user", user), ("points", id)];
        assert!(session.admin("d2l", "set_grade", &grade).is_ok());
    }
    let grades = table(&lms::state(&session), "grades", ["org_unit", "points"]);
    assert_eq!(grades, [["A", "1"], ["A/B", "2"]]);
    let mut again = lms::state(&session);
    if let Value::Map(tables) = &mut again {
        tables.retain(|name, _| !name.ends_with("_log"));
    }
    let again = lms::state(&open(&again));
    assert_eq!(
        again.get("grades"),
        lms::state(&session).get("grades"),
        "grades are seeded as they were exported"
    );
    let names: BTreeSet<_> = enrolled(&lms::state(&session))
        .into_iter()
        .map(|[unit, user, ..]| (unit, user))
        .collect();
    assert_eq!(names.len(), 4, "{names:?}");
}

#[test]
fn the_background_service_tells_what_it_did_when_it_was_due() {
    let mut seed = seed(&[("S", &["O"]), ("T", &["N"])], &["P"]);
    let row = [("org_unit", "S"), ("user", "P"), ("sis_role", "Student")];
    let mut rows = Value::map();
    rows.insert("M", lms::values(&row));
    seed.insert("im_enrollments", rows);
    // As it would have been left behind by a section that moved from N to O.
    let mut work = lms::values(&[("org_unit", "S"), ("due", "2026-01-05T08:00:05.000Z")]);
    work.insert("offerings", Value::List(vec![text("N")]));
    let (mut queue, mut enrollments) = (Value::map(), Value::map());
    queue.insert("1", work);
    enrollments.insert("N/P", lms::values(&[("role", "Learner")]));
    seed.insert("background_queue", queue);
    seed.insert("enrollments", enrollments);
    let session = open(&seed);
    session.clock.advance(Duration::from_secs(60));
    session.catch_up();
    session.catch_up();
    let all = session.journal.exchanges();
    let [exchange] = &all[..] else {
        panic!("one exchange, not {}", all.len())
    };
    assert_eq!(exchange.time.rfc3339(), "2026-01-05T08:00:05.000Z");
    assert_eq!(exchange.kind, mocklms::engine::ExchangeKind::Background);
    let rules = mocklms::vendor::brightspace::INFO.quirks;
    let ids: Vec<_> = exchange
        .trace
        .quirks
        .iter()
        .map(|q| rules[usize::from(q.row)].id)
        .collect();
    assert!(ids.contains(&"D2L-057"), "{ids:?}");
    let written: Vec<_> = exchange
        .changes
        .iter()
        .map(|c| format!("{}.{}", c.table, c.key))
        .collect();
    let expected = [
        "background_queue.1",
        "enrollments.S/P",
        "enrollments.N/P",
        "enrollments.O/P",
    ];
    assert_eq!(written, expected);
    let double = session.instance("d2l").expect("it is open");
    let origin = double.origin("enrollments", "O/P", "role");
    let origin = origin.expect("it was written");
    assert_eq!(
        origin.quirk.map(|(row, _)| rules[usize::from(row)].id),
        Some("D2L-057")
    );
}
