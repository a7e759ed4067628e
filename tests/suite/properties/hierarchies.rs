//! Random groups and memberships of itslearning against a naive model: a list of groups and a list of who is in them.

mod model;

use std::borrow::Cow;

use indexmap::IndexMap;
use mocklms::base::Value;
use mocklms::model::{AnyRecord, RecordKind, Service, Standard};
use mocklms::session::{InstanceSpec, Session};
use mocklms::standard::es::{self, Parameters};
use mocklms::vendor;
use mocklms::wire::Request;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use self::model::Model;
use super::config;
use crate::lms;

/// The address of all services.
const PATH: &str = "/WCFServiceLibrary/ImsEnterpriseServicesPort.svc";
const SCHEME: &str = "ItslearningOrganisationTypes";

const ROOT: &str = "root";
const GROUPS: [&str; 5] = ["G1", "G2", "G3", "G4", "G5"];
const PERSONS: [&str; 2] = ["P1", "P2"];
const MEMBERSHIPS: [&str; 4] = ["M1", "M2", "M3", "M4"];
const ROLES: [&str; 4] = ["Learner", "Instructor", "Mentor", "Administrator"];

/// What a write is called.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verb {
    Create,
    Update,
    Replace,
}

impl Verb {
    fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Replace => "replace",
        }
    }
}

/// One step of a story.
#[derive(Clone, Debug)]
enum Step {
    Group {
        verb: Verb,
        id: &'static str,
        parent: Option<&'static str>,
        kind: Option<&'static str>,
        course: bool,
    },
    DeleteGroup(&'static str),
    RenameGroup(&'static str, &'static str),
    Membership {
        verb: Verb,
        id: &'static str,
        group: &'static str,
        person: &'static str,
        role: &'static str,
        home: Option<&'static str>,
    },
    DeleteMembership(&'static str),
    /// An administrator adds a person to a group.
    Hand(&'static str, &'static str),
    ReadForPerson(&'static str),
    ReadForGroup(&'static str),
}

fn step() -> impl Strategy<Value = Step> {
    let verb = || select(vec![Verb::Create, Verb::Update, Verb::Replace]);
    let group = || select(GROUPS.to_vec());
    let any_group = || select([&GROUPS[..], &[ROOT]].concat());
    let person = || prop_oneof![12 => select(PERSONS.to_vec()), 1 => Just("nobody")];
    let parent = prop_oneof![3 => Just(ROOT), 6 => group(), 1 => Just("nowhere")];
    let kinds = vec!["Unspecified", "School", "Course", "CourseGroup", "Site"];
    let course = prop_oneof![4 => Just(false), 1 => Just(true)];
    let of_group = (
        verb(),
        group(),
        option::weighted(0.9, parent),
        option::of(select(kinds)),
        course,
    );
    let membership = (
        verb(),
        select(MEMBERSHIPS.to_vec()),
        any_group(),
        person(),
        select(ROLES.to_vec()),
        option::of(select(vec!["1", "1", "0", "yes"])),
    );
    prop_oneof![
        10 => of_group.prop_map(|(verb, id, parent, kind, course)| Step::Group {
            verb, id, parent, kind,
            // A course that has no title is refused; mostly it has one.
            course: course || kind == Some("Course"),
        }),
        2 => any_group().prop_map(Step::DeleteGroup),
        1 => (group(), group()).prop_map(|(old, new)| Step::RenameGroup(old, new)),
        10 => membership.prop_map(|(verb, id, group, person, role, home)| Step::Membership {
            verb, id, group, person, role, home
        }),
        2 => select(MEMBERSHIPS.to_vec()).prop_map(Step::DeleteMembership),
        2 => (any_group(), select(PERSONS.to_vec())).prop_map(|(group, person)| Step::Hand(group, person)),
        1 => person().prop_map(Step::ReadForPerson),
        1 => any_group().prop_map(Step::ReadForGroup),
    ]
}

fn value(json: serde_json::Value) -> Value {
    Value::from_json(&json).expect("it is a value")
}

fn open(seed: &Value) -> Session {
    let spec = InstanceSpec {
        name: "its",
        vendor: vendor::find("itslearning").expect("it is there"),
        settings: &Value::map(),
        quirks: &IndexMap::new(),
        seed,
    };
    Session::open(lms::opening(), [spec]).expect("the seed fits")
}

/// What the site holds. What is counted of refused calls is not looked at.
fn state(session: &Session) -> Value {
    let mut state = lms::state(session);
    if let Value::Map(tables) = &mut state {
        tables.shift_remove("counters");
    }
    state
}

/// Sends a call and gives its ending and the answer.
fn send(session: &Session, operation: &str, parameters: Parameters<'_>) -> (bool, String) {
    let element = format!("{operation}Request");
    let operation = es::find(Service::EsCombined, &element).expect("it is ES");
    let body = es::encode_request(operation, "m", Some(("sis", "mocklms")), parameters);
    let headers = [("Content-Type", "text/xml; charset=utf-8")];
    let exchange = session.handle(Request::post(PATH, &headers, body));
    let answer = String::from_utf8_lossy(&exchange.reply.body);
    let succeeded = exchange.ending.text().starts_with("success");
    (succeeded, Cow::into_owned(answer))
}

fn write(session: &Session, operation: &str, kind: RecordKind, record: serde_json::Value) -> bool {
    let record = AnyRecord::from_value_in(Standard::Es, kind, &value(record));
    let id = record.id().unwrap_or_default().to_owned();
    send(session, operation, Parameters::new(&id, Some(&record))).0
}

/// Carries the step out and says whether it succeeded.
fn run(session: &Session, step: &Step) -> bool {
    let about = |operation: &str, id: &str| send(session, operation, Parameters::new(id, None));
    match *step {
        Step::Group {
            verb,
            id,
            parent,
            kind,
            course,
        } => {
            let mut record = json!({ "id": id, "short_description": id });
            if let Some(parent) = parent {
                record["parent"] = parent.into();
            }
            if let Some(kind) = kind {
                record["scheme"] = SCHEME.into();
                record["type"] = kind.into();
            }
            if course {
                record["extension"] = json!({ "course": id });
            }
            let operation = format!("{}Group", verb.word());
            write(session, &operation, RecordKind::Group, record)
        }
        Step::Membership {
            verb,
            id,
            group,
            person,
            role,
            home,
        } => {
            let mut role = json!({ "role": role });
            if let Some(home) = home {
                role["extension"] = json!({ "HomeOrganisation": home });
            }
            let record =
                json!({ "id": id, "collection": group, "person": person, "roles": [role] });
            let operation = format!("{}Membership", verb.word());
            write(session, &operation, RecordKind::Membership, record)
        }
        Step::DeleteGroup(id) => about("deleteGroup", id).0,
        Step::DeleteMembership(id) => about("deleteMembership", id).0,
        Step::RenameGroup(old, new) => {
            let with = value(json!({ "newSourcedId": new }));
            let mut parameters = Parameters::new(old, None);
            parameters.with = Some(&with);
            send(session, "changeGroupIdentifier", parameters).0
        }
        Step::Hand(group, person) => {
            let arguments = [("group", group), ("person", person)];
            session
                .admin("its", "add_member_by_hand", &arguments)
                .is_ok()
        }
        Step::ReadForPerson(id) => {
            let (succeeded, answer) = about("readMembershipsForPerson", id);
            assert_eq!(
                succeeded,
                answer.contains("<membershipIDPairSet"),
                "{answer}"
            );
            assert!(!answer.contains("<identifier xmlns=\"http://www.imsglobal.org/services/common/imsCommonSchema_v1p0\"/>"), "{answer}");
            succeeded
        }
        Step::ReadForGroup(id) => about("readMembershipsForGroup", id).0,
    }
}

/// Rows of a table as texts of some fields, `@` for the key; keys that were generated, and none, look alike.
fn table<const N: usize>(state: &Value, name: &str, fields: [&str; N]) -> Vec<[String; N]> {
    let Some(Value::Map(rows)) = state.get(name) else {
        return Vec::new();
    };
    let row = |(key, row): (&String, &Value)| {
        fields.map(|field| match field {
            "@" if key.starts_with('#') => String::new(),
            "@" if key.starts_with("itsla-") => "itsla".to_owned(),
            "@" => key.clone(),
            field => {
                let text = row.get(field).and_then(Value::as_text);
                text.unwrap_or_default().to_owned()
            }
        })
    };
    let mut rows: Vec<_> = rows.iter().map(row).collect();
    rows.sort_unstable();
    rows
}

proptest! {
    #![proptest_config(config(120))]

    #[test]
    fn groups_and_members_are_where_the_rules_say(steps in vec(step(), 1..50)) {
        let seed = value(json!({ "persons": { "P1": {}, "P2": {} } }));
        let session = open(&seed);
        let mut model = Model::new();
        for (n, step) in steps.iter().enumerate() {
            let before = state(&session);
            let expected = model.run(step);
            prop_assert_eq!(run(&session, step), expected, "step {} succeeds: {:?}", n + 1, step);
            let after = state(&session);
            let told = format!("after step {}: {step:?}", n + 1);
            let groups = table(&after, "groups", ["@", "parent", "organisation_type"]);
            prop_assert_eq!(groups, model.groups(), "{}", &told);
            let memberships = table(&after, "memberships", ["@", "person", "group", "role"]);
            prop_assert_eq!(memberships, model.memberships(), "{}", &told);
            let homes = table(&after, "persons", ["@", "home_organisation"]);
            prop_assert_eq!(homes, model.homes(), "{}", &told);
            prop_assert_eq!(table(&after, "courses", ["@", "group"]), model.courses(), "{}", &told);
            if !expected {
                prop_assert_eq!(after, before, "{}", &told);
            }
        }
        let exported = state(&session);
        prop_assert_eq!(state(&open(&exported)), exported, "what is exported can be seeded");
    }
}
