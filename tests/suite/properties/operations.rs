//! Random stories against a naive model that is written from the rules and shares no code with the double.

mod model;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use mocklms::base::Value;
use mocklms::model::{AnyRecord, RecordKind, Service};
use mocklms::session::Session;
use mocklms::standard::lis::{self, Parameters};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use self::model::{Model, User};
use super::config;
use crate::lms;

/// One step of a story.
#[derive(Clone, Debug)]
enum Step {
    Replace(Box<Replace>),
    Delete(&'static str),
    Read(&'static str),
    /// An administrator step with its arguments.
    Admin(&'static str, Vec<(&'static str, &'static str)>),
}

/// What a replacePerson says; absent is `None`.
#[derive(Clone, Debug)]
struct Replace {
    id: &'static str,
    first: Option<&'static str>,
    last: Option<&'static str>,
    /// How the two parts are called.
    labels: (&'static str, &'static str),
    preferred: Option<(Option<&'static str>, Option<&'static str>)>,
    email: Option<&'static str>,
    roles: Vec<(&'static str, bool)>,
    username: Option<&'static str>,
    password: Option<&'static str>,
    active: Option<&'static str>,
    agents: Vec<(&'static str, bool)>,
    synchronize: Option<&'static str>,
}

const IDS: [&str; 4] = ["A", "B", "C", "d/1 ü"];

fn any_of(texts: &[&'static str]) -> impl Strategy<Value = &'static str> + use<> {
    select(texts.to_vec())
}

fn replace() -> impl Strategy<Value = Step> {
    let name = || {
        option::weighted(
            0.9,
            prop_oneof![8 => any_of(&["Ada", "Bo", "Ü"]), 1 => any_of(&["", " "])],
        )
    };
    let labels = (
        any_of(&["First", "Given"]),
        any_of(&["Last", "Family", "Surname"]),
    );
    let part = || option::of(any_of(&["", "Dee", "Li"]));
    let roles = vec(
        (
            any_of(&["Student", "Faculty", "STUDENT", "Alumni"]),
            any::<bool>(),
        ),
        0..3,
    );
    let active = option::weighted(
        0.4,
        any_of(&["0", "1", "true", "False", "TRUE", "maybe", ""]),
    );
    let agents = vec((any_of(&IDS), any::<bool>()), 0..3);
    let legal = (any_of(&IDS), name(), name(), labels);
    let more = (
        option::of((part(), part())),
        option::of(any_of(&["", "a@x.example", "b@x.example"])),
        roles,
    );
    let account = (
        option::of(any_of(&["u1", "u2", "A"])),
        option::of(any_of(&["abc", "abcdef", ""])),
        active,
    );
    let family = (agents, option::of(any_of(&["true", "1", "false", "no"])));
    (legal, more, account, family).prop_map(
        |(
            (id, first, last, labels),
            (preferred, email, roles),
            (username, password, active),
            (agents, synchronize),
        )| {
            Step::Replace(Box::new(Replace {
                id,
                first,
                last,
                labels,
                preferred,
                email,
                roles,
                username,
                password,
                active,
                agents,
                synchronize,
            }))
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let id = || any_of(&IDS);
    let with_id = |name: &'static str| id().prop_map(move |id| Step::Admin(name, vec![("id", id)]));
    let names = (
        id(),
        option::of(any_of(&["", "Dee", "Nox"])),
        option::of(any_of(&["", "Ray"])),
    )
        .prop_map(|(id, first, last)| {
            let mut arguments = vec![("id", id)];
            arguments.extend(first.map(|text| ("first", text)));
            arguments.extend(last.map(|text| ("last", text)));
            Step::Admin("set_preferred_name_by_hand", arguments)
        });
    let created = (id(), option::of(any_of(&["u1", "u2", "B"]))).prop_map(|(id, username)| {
        let mut arguments = vec![("id", id), ("first", "By"), ("last", "Hand")];
        arguments.extend(username.map(|text| ("username", text)));
        Step::Admin("create_user_by_hand", arguments)
    });
    let sis = || any_of(&["Student", "Alumni"]);
    let map = (sis(), any_of(&["Learner", "Visitor"]))
        .prop_map(|(sis, role)| Step::Admin("map_role", vec![("sis", sis), ("role", role)]));
    prop_oneof![
        12 => replace(),
        4 => id().prop_map(Step::Delete),
        3 => id().prop_map(Step::Read),
        2 => with_id("delete_user_by_hand"),
        1 => with_id("deactivate_user_by_hand"),
        1 => with_id("activate_user_by_hand"),
        2 => names,
        1 => created,
        1 => map,
        1 => sis().prop_map(|sis| Step::Admin("unmap_role", vec![("sis", sis)])),
        1 => any_of(&["Learner", "Instructor", "Nobody"]).prop_map(|role| Step::Admin("delete_role", vec![("role", role)])),
    ]
}

fn message(said: &Replace) -> String {
    let text = |text: &str| Value::text(text);
    let mut record = Value::map();
    record.insert("id", text(said.id));
    let mut parts = Value::map();
    parts.insert_text(said.labels.0, said.first);
    parts.insert_text(said.labels.1, said.last);
    let mut name = Value::map();
    name.insert("type", text("Contact"));
    name.insert("parts", parts);
    record.insert("name", name);
    if let Some((first, last)) = said.preferred {
        let mut block = Value::map();
        block.insert_text("first", first);
        block.insert_text("last", last);
        record.insert("preferred", block);
    }
    record.insert_text("email", said.email);
    record.insert_text("username", said.username);
    record.insert_text("password", said.password);
    let list = |items: Vec<Vec<(&str, &str)>>| {
        Value::List(items.iter().map(|pairs| lms::values(pairs)).collect())
    };
    let flag = |on: bool| if on { "true" } else { "false" };
    record.insert(
        "roles",
        list(
            said.roles
                .iter()
                .map(|(role, primary)| vec![("role", *role), ("primary", flag(*primary))])
                .collect(),
        ),
    );
    let agents = said.agents.iter().map(|(id, after)| {
        vec![
            ("id", *id),
            ("domain", "Parent"),
            ("after_roles", flag(*after)),
        ]
    });
    record.insert("agents", list(agents.collect()));
    let mut extension = Value::map();
    extension.insert_text("IsActive", said.active);
    extension.insert_text("SynchronizeRelationships", said.synchronize);
    record.insert("extension", extension);
    let operation = lis::find(Service::Pms, "replacePersonRequest").expect("it is LIS");
    let record = AnyRecord::from_value(RecordKind::Person, &record);
    let parameters = Parameters::new("not looked at", Some(&record));
    lis::encode_request(operation, "m", None, parameters)
}

/// Carries the step out and says how it ended; an administrator step that is refused is an error.
fn run(session: &Session, step: &Step) -> Result<String, ()> {
    let by_id = |operation: &str, id: &str| {
        let operation = lis::find(Service::Pms, &format!("{operation}Request")).expect("it is LIS");
        lis::encode_request(operation, "m", None, Parameters::new(id, None))
    };
    let body = match step {
        Step::Replace(said) => message(said),
        Step::Delete(id) => by_id("deletePerson", id),
        Step::Read(id) => by_id("readPerson", id),
        Step::Admin(name, arguments) => {
            return session
                .admin("d2l", name, arguments)
                .map(|_| String::new())
                .map_err(drop);
        }
    };
    Ok(lms::send(session, body).ending.text())
}

/// A table of the state as key, field, text; numbers are left out.
fn table(state: &Value, name: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let Some(Value::Map(rows)) = state.get(name) else {
        panic!("no table {name}")
    };
    let row = |row: &Value| match row {
        Value::Map(fields) => fields
            .iter()
            .filter(|(k, _)| *k != "user_id")
            .map(|(k, v)| (k.clone(), v.as_text().expect("a text").to_owned()))
            .collect(),
        _ => panic!("a row is a map"),
    };
    rows.iter()
        .map(|(key, value)| (key.clone(), row(value)))
        .collect()
}

fn users(users: &BTreeMap<String, User>) -> BTreeMap<String, BTreeMap<String, String>> {
    let fields = |user: &User| {
        user.fields
            .iter()
            .map(|(k, v)| ((*k).to_owned(), v.clone()))
            .collect()
    };
    users
        .iter()
        .map(|(id, user)| (id.clone(), fields(user)))
        .collect()
}

fn without_log(mut state: Value) -> Value {
    state.insert("system_log", Value::List(Vec::new()));
    state
}

fn open(transactional: bool) -> Session {
    lms::settings(&[
        ("password_regex", "^.{4,}$"),
        (
            "transactional",
            if transactional { "true" } else { "false" },
        ),
    ])
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn stories_end_as_the_rules_say(steps in vec(step(), 1..40), transactional: bool) {
        let session = open(transactional);
        let mut model = Model::new(transactional);
        for (n, step) in steps.iter().enumerate() {
            let before = lms::state(&session);
            let expected = model.run(step).map(str::to_owned);
            let seen = run(&session, step);
            prop_assert_eq!(&seen, &expected, "step {}", n + 1);
            let after = lms::state(&session);
            prop_assert_eq!(table(&after, "users"), users(&model.users), "step {}", n + 1);
            prop_assert_eq!(table(&after, "deleted_users"), users(&model.deleted), "step {}", n + 1);
            prop_assert!(table(&after, "im_users").keys().eq(model.mapped.keys()), "step {}", n + 1);
            prop_assert!(table(&after, "relationships").keys().eq(model.relationships.iter()), "step {}", n + 1);
            if seen.as_ref().map_or(true, |outcome| transactional && outcome.starts_with("failure")) {
                prop_assert_eq!(without_log(after), without_log(before), "step {} was refused", n + 1);
            }
        }
        let messages = steps.iter().zip(1..).filter(|(step, _)| !matches!(step, Step::Admin(..))).count();
        let kept = session.journal.exchanges();
        prop_assert!(kept.len() >= messages && kept.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    }

    #[test]
    fn what_is_exported_can_be_seeded(steps in vec(step(), 1..40)) {
        let session = open(false);
        for step in &steps {
            _ = run(&session, step);
        }
        let exported = without_log(lms::state(&session));
        let mut seed = exported.clone();
        if let Value::Map(tables) = &mut seed {
            tables.shift_remove("system_log");
        }
        let again = lms::open_with(&Value::map(), &IndexMap::new(), &seed);
        prop_assert_eq!(lms::state(&again), exported);
    }
}
