//! Org units of Brightspace: in whatever order messages and administrators come, nothing fails inside, what is refused
//! leaves no trace, and what is exported can be seeded.

use indexmap::IndexMap;
use mocklms::base::Value;
use mocklms::model::{AnyRecord, RecordKind};
use mocklms::session::Session;
use mocklms::standard::lis::{self, Parameters};
use mocklms::vendor::brightspace::INFO;
use mocklms::wire::Request;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::config;
use crate::lms;

/// Ids of anything: few, so that they meet, and some that look like parts of keys.
const IDS: [&str; 6] = ["A", "B", "A/B", "A%2FB", "C d'\"<é", "ORG"];

#[derive(Clone, Debug)]
enum Step {
    Replace(RecordKind, [&'static str; 4]),
    Delete(RecordKind, &'static str),
    Read(RecordKind, &'static str),
    Admin(&'static str, Vec<(&'static str, &'static str)>),
}

const KINDS: [RecordKind; 7] = [
    RecordKind::Group,
    RecordKind::CourseTemplate,
    RecordKind::CourseOffering,
    RecordKind::CourseSection,
    RecordKind::SectionAssociation,
    RecordKind::Membership,
    RecordKind::Person,
];

fn id() -> impl Strategy<Value = &'static str> {
    // Mostly the first three: a story is to get somewhere.
    prop_oneof![3 => select(IDS[..3].to_vec()), 1 => select(IDS.to_vec())]
}

fn step() -> impl Strategy<Value = Step> {
    let kind = || select(KINDS.to_vec());
    let admin = select(vec![
        "delete_org_unit_by_hand",
        "restore_org_unit_by_hand",
        "rename_org_unit_by_hand",
        "create_org_unit_by_hand",
        "enroll_by_hand",
        "unenroll_by_hand",
        "set_grade",
        "release_grades",
        "run_background_now",
    ]);
    prop_oneof![
        12 => (kind(), [id(), id(), id(), id()]).prop_map(|(kind, ids)| Step::Replace(kind, ids)),
        3 => (kind(), id()).prop_map(|(kind, id)| Step::Delete(kind, id)),
        1 => (kind(), id()).prop_map(|(kind, id)| Step::Read(kind, id)),
        3 => (admin, id(), id()).prop_map(|(step, one, two)| {
            let arguments = match step {
                "rename_org_unit_by_hand" => vec![("id", one), ("name", two)],
                "create_org_unit_by_hand" => vec![("id", one), ("type", "Section"), ("parent", two)],
                "enroll_by_hand" => vec![("unit", one), ("user", two), ("role", "Learner")],
                "unenroll_by_hand" => vec![("unit", one), ("user", two)],
                "set_grade" => vec![("section", one), ("user", two), ("points", "1")],
                "release_grades" => vec![("section", one)],
                "run_background_now" => vec![],
                _ => vec![("id", one)],
            };
            Step::Admin(step, arguments)
        }),
    ]
}

/// A record that has all that is required, and refers to others.
fn record(kind: RecordKind, [id, one, two, three]: [&str; 4]) -> AnyRecord<'static> {
    let list = |all: &[&str]| Value::List(all.iter().map(|text| Value::text(*text)).collect());
    let mut record = lms::values(&[("id", id)]);
    let mut set = |pairs: &[(&str, &str)]| {
        for (field, text) in pairs {
            record.insert(*field, Value::text(*text));
        }
    };
    match kind {
        RecordKind::Group => {
            let sis_type = if three < "B" { "DEPT" } else { "TERM" };
            set(&[("type", sis_type), ("short_description", two)]);
            let parent = lms::values(&[("relation", "Parent"), ("id", one)]);
            record.insert("relationships", Value::List(vec![parent]));
        }
        RecordKind::CourseTemplate => {
            set(&[("title", two)]);
            record.insert("org", lms::values(&[("name", one)]));
        }
        RecordKind::CourseOffering => {
            set(&[("title", two), ("parent_template", one)]);
            if three != "B" {
                set(&[("academic_session", three)]);
            }
        }
        RecordKind::CourseSection => {
            set(&[("title", two), ("parent_offering", one)]);
        }
        RecordKind::SectionAssociation => {
            set(&[("title", "both")]);
            record.insert("sections", list(&[one, two, three]));
        }
        RecordKind::Membership => {
            let status = if three == "B" { "Inactive" } else { "Active" };
            let pairs = [("collection", one), ("person", two)];
            set(&pairs);
            set(&[("role", "Student"), ("status", status)]);
        }
        _ => record = lms::values(&[("id", id), ("name.first", one), ("name.last", two)]),
    }
    AnyRecord::from_value(kind, &record)
}

fn send(session: &Session, operation: &str, parameters: Parameters<'_>) -> String {
    let row = INFO.operation(operation).expect("it is LIS");
    let mut endpoints = INFO.endpoints.iter();
    let endpoint = endpoints.find(|e| e.service == row.service);
    let path = endpoint.expect("every service has an endpoint").path;
    let body = lis::encode_request(row, "m", None, parameters);
    let headers = [("Content-Type", "text/xml; charset=utf-8")];
    session
        .handle(Request::post(path, &headers, body))
        .ending
        .text()
}

/// Carries the step out and says how it ended; an administrator step that is refused is a failure.
fn run(session: &Session, step: &Step) -> String {
    match step {
        Step::Replace(kind, ids) => {
            let record = record(*kind, *ids);
            let parameters = Parameters::new(ids[0], Some(&record));
            send(session, &format!("replace{}", kind.name()), parameters)
        }
        Step::Delete(kind, id) => {
            let name = format!("delete{}", kind.name());
            send(session, &name, Parameters::new(id, None))
        }
        Step::Read(kind, id) => {
            let name = format!("read{}", kind.name());
            send(session, &name, Parameters::new(id, None))
        }
        Step::Admin(step, arguments) => match session.admin("d2l", step, arguments) {
            Ok(_) => String::new(),
            Err(reason) => format!("failure: {reason}"),
        },
    }
}

const LOGS: [&str; 2] = ["system_log", "audit_log"];

fn without_logs(session: &Session) -> Value {
    let mut state = lms::state(session);
    if let Value::Map(tables) = &mut state {
        tables.retain(|name, _| !LOGS.contains(&name.as_str()));
    }
    state
}

/// Something to begin with.
fn open(keys: &[(&str, &str)]) -> Session {
    let unit = |kind: &str, parent: &str| {
        let mut unit = lms::values(&[("type_name", kind)]);
        unit.insert("parents", Value::List(vec![Value::text(parent)]));
        unit
    };
    let mut units = Value::map();
    for (code, kind, parent) in [
        ("D", "Department", "ORG"),
        ("T", "Course Template", "D"),
        ("A", "Course Offering", "T"),
        ("A/B", "Section", "A"),
        ("B", "Section", "A"),
    ] {
        units.insert(code, unit(kind, parent));
    }
    let mut users = Value::map();
    users.insert("A", Value::map());
    users.insert("B", Value::map());
    let mut seed = Value::map();
    seed.insert("org_units", units);
    seed.insert("users", users);
    lms::open_with(&lms::values(keys), &IndexMap::new(), &seed)
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_refused_message_leaves_no_trace(steps in vec(step(), 1..40)) {
        let session = open(&[("transactional", "true"), ("background_delay", "1h")]);
        for step in &steps {
            let before = without_logs(&session);
            let ending = run(&session, step);
            prop_assert!(!ending.contains("fault"), "{:?}: {}", step, ending);
            if ending.starts_with("failure") {
                prop_assert_eq!(without_logs(&session), before, "{:?}: {}", step, ending);
            }
        }
    }

    #[test]
    fn what_is_exported_can_be_seeded(steps in vec(step(), 1..40)) {
        let session = open(&[("background_delay", "1h")]);
        for step in &steps {
            run(&session, step);
        }
        let exported = without_logs(&session);
        let again = lms::open_with(&Value::map(), &IndexMap::new(), &exported);
        prop_assert_eq!(without_logs(&again), exported);
    }
}
