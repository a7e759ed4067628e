//! Random stories against a naive model that is written from the rules and shares no code with the double.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use mocklms::base::Value;
use mocklms::model::{PersonRecord, Service};
use mocklms::session::Session;
use mocklms::standard::lis;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

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

const DONE: &str = "success/warning/partialdatastorage";
const NOT_TRANSLATED: &str = "failure/status/invaliddata";
const NOT_SAVED: &str = "failure/error/invaliddata";
const NOT_FOUND: &str = "failure/error/unknownobject";

/// A user: the fields that a SIS can see or set, by name, and a number.
#[derive(Clone, Debug, Default, PartialEq)]
struct User {
    fields: BTreeMap<&'static str, String>,
    number: u32,
}

impl User {
    fn set(&mut self, field: &'static str, text: Option<&str>) {
        match text {
            Some(text) => drop(self.fields.insert(field, text.to_owned())),
            None => drop(self.fields.remove(field)),
        }
    }
}

/// The tenant as the rules have it.
#[derive(Clone, Debug)]
struct Model {
    users: BTreeMap<String, User>,
    deleted: BTreeMap<String, User>,
    /// From SIS person to number of the user.
    mapped: BTreeMap<String, u32>,
    relationships: BTreeSet<String>,
    role_map: BTreeMap<String, String>,
    deleted_roles: BTreeSet<String>,
    known_roles: BTreeSet<String>,
    last_number: u32,
    /// Whether what a failed message has saved is undone.
    transactional: bool,
}

impl Model {
    fn new(transactional: bool) -> Self {
        let pairs = [("Student", "Learner"), ("Faculty", "Instructor")];
        Self {
            users: BTreeMap::new(),
            deleted: BTreeMap::new(),
            mapped: BTreeMap::new(),
            relationships: BTreeSet::new(),
            role_map: pairs
                .map(|(sis, role)| (sis.to_owned(), role.to_owned()))
                .into(),
            deleted_roles: BTreeSet::new(),
            known_roles: ["Administrator", "Instructor", "Learner", "Guardian"]
                .map(str::to_owned)
                .into(),
            last_number: 0,
            transactional,
        }
    }

    fn number(&mut self) -> u32 {
        self.last_number += 1;
        self.last_number
    }

    /// User names belong to one user, a deleted one or not.
    fn taken(&self, username: &str, by_other_than: &str) -> bool {
        let mut all = self.users.iter().chain(&self.deleted);
        all.any(|(id, user)| {
            id != by_other_than
                && user
                    .fields
                    .get("username")
                    .is_some_and(|name| name == username)
        })
    }

    /// The user that the mapping of a person leads to.
    fn user_of(&self, id: &str) -> Option<&User> {
        let number = self.mapped.get(id)?;
        self.users.get(id).filter(|user| user.number == *number)
    }

    fn run(&mut self, step: &Step) -> Result<&'static str, ()> {
        match step {
            Step::Replace(replace) => {
                let before = self.clone();
                let outcome = self.replace(replace);
                if outcome != DONE && self.transactional {
                    *self = before;
                }
                Ok(outcome)
            }
            // D2L-036: without mapping there is nobody. D2L-031: a mapping to nobody is an error.
            Step::Delete(id) if self.user_of(id).is_none() => Ok(NOT_FOUND),
            Step::Delete(id) => {
                let user = self.users.remove(*id).expect("it was found");
                self.deleted.insert((*id).to_owned(), user);
                self.mapped.remove(*id);
                let (as_child, as_parent) = (format!("{id}>"), format!(">{id}"));
                self.relationships
                    .retain(|key| !key.starts_with(&as_child) && !key.ends_with(&as_parent));
                Ok("success/status/fullsuccess")
            }
            Step::Read(id) if self.user_of(id).is_some() => Ok(DONE),
            Step::Read(id) if self.mapped.contains_key(*id) => {
                Ok("failure/error/targetreadfailure")
            }
            Step::Read(_) => Ok(NOT_FOUND),
            Step::Admin(name, arguments) => self
                .by_hand(name, &arguments.iter().copied().collect())
                .map(|()| ""),
        }
    }

    fn replace(&mut self, said: &Replace) -> &'static str {
        // D2L-020: both names, on updates, too; blanks are no name.
        let filled = |text: Option<&'static str>| text.filter(|text| !text.trim().is_empty());
        let (Some(first), Some(last)) = (filled(said.first), filled(said.last)) else {
            return NOT_TRANSLATED;
        };
        // D2L-023: four values.
        let active = match said.active.map(str::to_ascii_lowercase).as_deref() {
            None => None,
            Some("1" | "true") => Some(true),
            Some("0" | "false") => Some(false),
            Some(_) => return NOT_TRANSLATED,
        };
        let id = said.id;
        let known = self.user_of(id).is_some();
        // D2L-031: an update of somebody who was deleted by hand.
        if self.mapped.contains_key(id) && !known {
            return NOT_FOUND;
        }
        // D2L-021: the primary role, else the first; D2L-033, D2L-034: it must lead to a role that is there.
        let role = said
            .roles
            .iter()
            .find(|(_, primary)| *primary)
            .or(said.roles.first())
            .map(|(role, _)| *role);
        let role = match role {
            None => None,
            Some(sent) => {
                let same = |(sis, _): &(&String, &String)| sis.eq_ignore_ascii_case(sent);
                let Some((_, role)) = self.role_map.iter().find(same) else {
                    return NOT_FOUND;
                };
                if self.deleted_roles.contains(role) {
                    return NOT_FOUND;
                }
                Some(role.clone())
            }
        };
        let username = filled(said.username);
        let mut user = if known {
            if username.is_some_and(|name| self.taken(name, id)) {
                return NOT_SAVED;
            }
            self.users[id].clone()
        } else {
            // D2L-030, and nobody whom an administrator has created is taken over.
            if self.deleted.contains_key(id)
                || self.users.contains_key(id)
                || self.taken(username.unwrap_or(id), id)
            {
                return NOT_SAVED;
            }
            let mut user = User {
                number: self.number(),
                ..User::default()
            };
            self.mapped.insert(id.to_owned(), user.number);
            user.set("username", Some(id));
            // D2L-022: active unless said otherwise.
            user.set("is_active", Some("true"));
            user
        };
        user.set("legal_first_name", Some(first));
        user.set("legal_last_name", Some(last));
        for (field, text) in [
            ("username", username),
            ("email", filled(said.email)),
            ("role", role.as_deref()),
        ] {
            if text.is_some() {
                user.set(field, text);
            }
        }
        if let Some(active) = active {
            user.set("is_active", Some(if active { "true" } else { "false" }));
        }
        match said.preferred {
            // D2L-028: no block, no preferred names.
            None => ["preferred_first_name", "preferred_last_name"]
                .into_iter()
                .for_each(|field| user.set(field, None)),
            // D2L-027: each by itself.
            Some((first, last)) => {
                for (field, part) in [
                    ("preferred_first_name", first),
                    ("preferred_last_name", last),
                ] {
                    if let Some(text) = part {
                        user.set(field, filled(Some(text)));
                    }
                }
            }
        }
        // D2L-032: the password comes after all that is saved.
        let password = filled(said.password);
        let refused = password.is_some_and(|password| password.chars().count() < 4);
        if !refused && password.is_some() {
            user.set("password", password);
        }
        self.users.insert(id.to_owned(), user);
        if refused {
            return NOT_SAVED;
        }
        self.agents(said);
        DONE
    }

    /// D2L-014: agents behind roles do not count. D2L-037: with the field they are the whole truth.
    fn agents(&mut self, said: &Replace) {
        let behind = |after_roles: bool| after_roles && has_roles(said);
        let named: BTreeSet<String> = said
            .agents
            .iter()
            .filter(|(agent, after_roles)| !behind(*after_roles) && self.users.contains_key(*agent))
            .map(|(agent, _)| format!("{}>{agent}", said.id))
            .collect();
        if matches!(said.synchronize, Some("true" | "1")) {
            let prefix = format!("{}>", said.id);
            self.relationships.retain(|key| !key.starts_with(&prefix));
        }
        self.relationships.extend(named);
    }

    fn by_hand(&mut self, step: &str, arguments: &BTreeMap<&str, &str>) -> Result<(), ()> {
        let id = arguments.get("id").copied().unwrap_or_default();
        match step {
            "delete_user_by_hand" => {
                let user = self.users.remove(id).ok_or(())?;
                self.deleted.insert(id.to_owned(), user);
            }
            "create_user_by_hand" => {
                let username = arguments.get("username").copied().unwrap_or(id);
                if self.users.contains_key(id) || self.taken(username, "") {
                    return Err(());
                }
                let number = self.number();
                let mut user = User {
                    number,
                    ..User::default()
                };
                for (field, text) in [
                    ("username", username),
                    ("legal_first_name", "By"),
                    ("legal_last_name", "Hand"),
                    ("is_active", "true"),
                ] {
                    user.set(field, Some(text));
                }
                self.users.insert(id.to_owned(), user);
            }
            "map_role" => {
                self.role_map
                    .insert(arguments["sis"].to_owned(), arguments["role"].to_owned());
                self.known_roles.insert(arguments["role"].to_owned());
            }
            "unmap_role" => drop(self.role_map.remove(arguments["sis"]).ok_or(())?),
            "delete_role" => {
                let role = self.known_roles.get(arguments["role"]).ok_or(())?;
                self.deleted_roles.insert(role.clone());
            }
            _ => {
                let user = self.users.get_mut(id).ok_or(())?;
                match step {
                    "deactivate_user_by_hand" => user.set("is_active", Some("false")),
                    "activate_user_by_hand" => user.set("is_active", Some("true")),
                    _ => {
                        for (argument, field) in [
                            ("first", "preferred_first_name"),
                            ("last", "preferred_last_name"),
                        ] {
                            if let Some(text) = arguments.get(argument) {
                                user.set(field, Some(*text).filter(|text| !text.is_empty()));
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether the message has a `roles` element at all.
fn has_roles(said: &Replace) -> bool {
    !said.roles.is_empty() || said.username.is_some() || said.password.is_some()
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
    lis::encode_request(
        operation,
        "m",
        None,
        Some("not looked at"),
        Some(&PersonRecord::from_value(&record)),
    )
}

/// Carries the step out and says how it ended; an administrator step that is refused is an error.
fn run(session: &Session, step: &Step) -> Result<String, ()> {
    let by_id = |operation: &str, id: &str| {
        let operation = lis::find(Service::Pms, &format!("{operation}Request")).expect("it is LIS");
        lis::encode_request(operation, "m", None, Some(id), None)
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
