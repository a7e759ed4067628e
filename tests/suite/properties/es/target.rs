//! The reference target of Enterprise Services against a naive model: whatever is sent in whatever order, one or several
//! at a time, its answers and what it holds are those of a map of records.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use mocklms::session::{InstanceSpec, Session};
use mocklms::standard;
use mocklms::vendor::es::INFO;
use mocklms::wire::Request;

use super::*;
use crate::lms::opening;

const IDS: [&str; 4] = ["X-1", "X-2", "X-3", "X-4"];
const KINDS: [RecordKind; 3] = [
    RecordKind::Person,
    RecordKind::Group,
    RecordKind::Membership,
];

/// The fields of a record, all of them single texts.
type Fields = BTreeMap<&'static str, String>;

/// One call; those with several items are in the plural.
#[derive(Clone, Debug)]
enum Step {
    Create(RecordKind, Vec<(&'static str, Fields)>),
    Replace(RecordKind, Vec<(&'static str, Fields)>),
    Update(RecordKind, Vec<(&'static str, Fields)>),
    Delete(RecordKind, Vec<&'static str>),
    Rename(RecordKind, Vec<(&'static str, &'static str)>),
    Read(RecordKind, Vec<&'static str>),
    /// What goes with a person, or with a group.
    Of(RecordKind, RecordKind, &'static str),
}

fn fields(kind: RecordKind) -> impl Strategy<Value = Fields> {
    let id = || select(&IDS[..]);
    let word = || option::of("[a-z]{1,6}");
    let member = select(&["Person", "Group", "1", "2"][..]);
    (id(), id(), word(), word(), member).prop_map(move |(one, other, word, more, member)| {
        let mut out = Fields::new();
        let mut set = |name, text: Option<String>| out.extend(text.map(|text| (name, text)));
        match kind {
            RecordKind::Person => {
                set("email", word);
                set("data_source", more);
            }
            RecordKind::Group => {
                set("short_description", word);
                set("parent", more.is_some().then(|| one.to_owned()));
            }
            _ => {
                set("person", Some(one.to_owned()));
                set("collection", Some(other.to_owned()));
                set("member_type", Some(member.to_owned()));
                set("role", word);
            }
        }
        out
    })
}

fn step() -> impl Strategy<Value = Step> {
    let id = || select(&IDS[..]);
    let kind = prop_oneof![1 => Just(KINDS[0]), 1 => Just(KINDS[1]), 2 => Just(KINDS[2])];
    kind.prop_flat_map(move |kind| {
        let given = || vec((id(), fields(kind)), 1..4);
        let other = if kind == RecordKind::Person {
            RecordKind::Group
        } else {
            RecordKind::Person
        };
        let of = if kind == RecordKind::Membership {
            select(&KINDS[..2]).boxed()
        } else {
            Just(other).boxed()
        };
        prop_oneof![
            3 => given().prop_map(move |items| Step::Create(kind, items)),
            3 => given().prop_map(move |items| Step::Replace(kind, items)),
            2 => given().prop_map(move |items| Step::Update(kind, items)),
            2 => vec(id(), 1..3).prop_map(move |ids| Step::Delete(kind, ids)),
            2 => vec((id(), id()), 1..3).prop_map(move |pairs| Step::Rename(kind, pairs)),
            1 => vec(id(), 1..4).prop_map(move |ids| Step::Read(kind, ids)),
            2 => (of, id()).prop_map(move |(of, id)| Step::Of(kind, of, id)),
        ]
    })
}

/// The short form of a record with these fields.
fn shown(kind: RecordKind, id: &str, fields: &Fields) -> Value {
    let mut value = Value::map();
    value.insert("id", Value::text(id));
    for (name, text) in fields {
        value.insert(*name, Value::text(text.as_str()));
    }
    AnyRecord::from_value_in(Standard::Es, kind, &value).to_value()
}

/// What became of an item: nothing to say, or a minor code.
type Code = Option<&'static str>;

#[derive(Debug, Default)]
struct Model(BTreeMap<(usize, String), Fields>);

impl Model {
    fn key(kind: RecordKind, id: &str) -> (usize, String) {
        (kind as usize, id.to_owned())
    }

    fn create(&mut self, kind: RecordKind, id: &str, fields: &Fields) -> Code {
        if self.0.contains_key(&Self::key(kind, id)) {
            return Some("idallocinusefail");
        }
        self.replace(kind, id, fields)
    }

    fn replace(&mut self, kind: RecordKind, id: &str, fields: &Fields) -> Code {
        self.0.insert(Self::key(kind, id), fields.clone());
        None
    }

    fn update(&mut self, kind: RecordKind, id: &str, fields: &Fields) -> Code {
        let Some(old) = self.0.get_mut(&Self::key(kind, id)) else {
            return Some("unknownobject");
        };
        old.extend(fields.clone());
        None
    }

    /// Where records refer to one of that kind.
    fn refers(from: usize, fields: &Fields, kind: RecordKind, id: &str) -> Vec<&'static str> {
        let group = fields
            .get("member_type")
            .is_some_and(|t| t == "Group" || t == "2");
        let places: &[&'static str] = match (from, kind) {
            (1, RecordKind::Group) => &["parent"],
            (2, RecordKind::Person) if !group => &["person"],
            (2, RecordKind::Group) if group => &["person", "collection"],
            (2, RecordKind::Group) => &["collection"],
            _ => &[],
        };
        let found = places.iter().copied();
        found
            .filter(|place| fields.get(place).is_some_and(|text| text == id))
            .collect()
    }

    fn delete(&mut self, kind: RecordKind, id: &str) -> Code {
        if self.0.remove(&Self::key(kind, id)).is_none() {
            return Some("unknownobject");
        }
        self.0.retain(|(from, _), fields| {
            *from != 2 || Self::refers(*from, fields, kind, id).is_empty()
        });
        None
    }

    fn rename(&mut self, kind: RecordKind, old: &str, new: &str) -> Code {
        if !self.0.contains_key(&Self::key(kind, old)) {
            return Some("unknownobject");
        }
        if self.0.contains_key(&Self::key(kind, new)) {
            return Some("idallocinusefail");
        }
        let fields = self.0.remove(&Self::key(kind, old)).expect("it is there");
        self.0.insert(Self::key(kind, new), fields);
        for ((from, _), fields) in &mut self.0 {
            for place in Self::refers(*from, fields, kind, old) {
                fields.insert(place, new.to_owned());
            }
        }
        None
    }

    fn read(&self, kind: RecordKind, id: &str) -> Option<Value> {
        let fields = self.0.get(&Self::key(kind, id))?;
        Some(shown(kind, id, fields))
    }

    fn of(&self, kind: RecordKind, of: RecordKind, id: &str) -> Vec<Value> {
        let memberships = self.0.iter().filter(|((from, _), fields)| {
            let places = Self::refers(*from, fields, of, id);
            let place = if of == RecordKind::Person {
                "person"
            } else {
                "collection"
            };
            *from == 2 && places.contains(&place)
        });
        let ids: BTreeSet<&str> = if kind == RecordKind::Membership {
            memberships.map(|((_, id), _)| &**id).collect()
        } else {
            let place = if kind == RecordKind::Person {
                "person"
            } else {
                "collection"
            };
            let named = memberships.filter_map(|(_, fields)| {
                let id = fields.get(place)?;
                let means = Self::refers(2, fields, kind, id).contains(&place);
                means.then_some(&**id)
            });
            named.collect()
        };
        ids.into_iter()
            .filter_map(|id| self.read(kind, id))
            .collect()
    }

    /// As the target exports it.
    fn state(&self) -> Value {
        let mut out = Value::map();
        for (table, kind) in INFO.tables.iter().zip(KINDS) {
            let mut rows = Value::map();
            for ((_, id), fields) in self.0.iter().filter(|((k, _), _)| *k == kind as usize) {
                rows.insert(id.clone(), shown(kind, id, fields));
            }
            out.insert(table.name, rows);
        }
        out
    }
}

fn open(seed: &Value) -> Session {
    let spec = InstanceSpec {
        name: "es",
        vendor: &INFO,
        settings: &Value::map(),
        quirks: &IndexMap::new(),
        seed,
    };
    Session::open(opening(), [spec]).expect("the seed fits")
}

fn send(session: &Session, operation: &str, parameters: Parameters<'_>) -> Value {
    let row = INFO.operation(operation).expect("it is ES");
    let body = es::encode_request(row, "m-1", None, parameters);
    let headers = [("Content-Type", "text/xml; charset=utf-8")];
    let exchange = session.handle(Request::post("/es/combined", &headers, body));
    assert_eq!(exchange.reply.status, 200, "{operation}");
    standard::answer(200, &exchange.reply.body)
}

/// A call in the plural, with one parameter.
fn several(session: &Session, operation: &str, name: &str, value: Value) -> Value {
    let mut with = Value::map();
    with.insert(name, value);
    let parameters = Parameters {
        with: Some(&with),
        ..Parameters::default()
    };
    send(session, operation, parameters)
}

fn codes(answer: &Value) -> Vec<Option<String>> {
    let Some(Value::List(statuses)) = answer.get("statuses") else {
        return Vec::new();
    };
    let codes = statuses.iter().map(|status| status.get("code_minor"));
    codes
        .map(|code| Some(code?.as_text()?.to_owned()))
        .collect()
}

fn texts(ids: &[&str]) -> Value {
    Value::List(ids.iter().map(|id| Value::text(*id)).collect())
}

/// Plays one step on both sides: what came of its items must agree, and what was found.
fn play(session: &Session, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    let write = |verb: &str, kind: RecordKind, items: &[(&'static str, Fields)]| {
        let items = items.iter().map(|(id, fields)| shown(kind, id, fields));
        let name = format!("{verb}{}s", kind.name());
        let set = format!("{}IdPairSet", kind.name().to_lowercase());
        several(session, &name, &set, Value::List(items.collect()))
    };
    let (answer, wanted, found): (Value, Vec<Code>, Option<Vec<Value>>) = match step {
        Step::Create(kind, items) => {
            let codes = items.iter().map(|(id, f)| model.create(*kind, id, f));
            (write("create", *kind, items), codes.collect(), None)
        }
        Step::Replace(kind, items) => {
            let codes = items.iter().map(|(id, f)| model.replace(*kind, id, f));
            (write("replace", *kind, items), codes.collect(), None)
        }
        Step::Update(kind, items) => {
            let codes = items.iter().map(|(id, f)| model.update(*kind, id, f));
            (write("update", *kind, items), codes.collect(), None)
        }
        Step::Delete(kind, ids) => {
            let name = format!("delete{}s", kind.name());
            let answer = several(session, &name, "sourcedIdSet", texts(ids));
            let codes = ids.iter().map(|id| model.delete(*kind, id));
            (answer, codes.collect(), None)
        }
        Step::Rename(kind, pairs) => {
            let name = format!("change{}sIdentifier", kind.name());
            let pair = |(first, second): &(&str, &str)| {
                let mut pair = Value::map();
                pair.insert("first", Value::text(*first));
                pair.insert("second", Value::text(*second));
                pair
            };
            let given = Value::List(pairs.iter().map(pair).collect());
            let answer = several(session, &name, "pairSourcedIdSet", given);
            let codes = pairs.iter().map(|(old, new)| model.rename(*kind, old, new));
            (answer, codes.collect(), None)
        }
        Step::Read(kind, ids) => {
            let name = format!("read{}s", kind.name());
            let answer = several(session, &name, "sourcedIdSet", texts(ids));
            let found: Vec<_> = ids.iter().map(|id| model.read(*kind, id)).collect();
            let missing = |f: &Option<Value>| f.is_none().then_some("unknownobject");
            let codes = found.iter().map(missing).collect();
            (answer, codes, Some(found.into_iter().flatten().collect()))
        }
        Step::Of(kind, of, id) => {
            let name = format!("read{}sFor{}", kind.name(), of.name());
            let parameter = format!("{}SourcedId", of.name().to_lowercase());
            let answer = several(session, &name, &parameter, Value::text(*id));
            let known = model.read(*of, id).is_some();
            let code = (!known).then_some("unknownobject");
            (answer, vec![code], known.then(|| model.of(*kind, *of, id)))
        }
    };
    let wanted: Vec<_> = wanted.into_iter().map(|c| c.map(str::to_owned)).collect();
    prop_assert_eq!(codes(&answer), wanted, "{:?}", step);
    if let Some(mut found) = found {
        let mut records = match answer.get("records") {
            Some(Value::List(records)) => records.clone(),
            _ => Vec::new(),
        };
        // Sets of groups and memberships that are asked for by id come without the ids.
        for record in found.iter_mut().chain(&mut records) {
            if let (Value::Map(map), Step::Read(..)) = (record, step) {
                map.shift_remove("id");
            }
        }
        prop_assert_eq!(records, found, "{:?}", step);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn stories_end_as_a_map_of_records_would(steps in vec(step(), 1..40)) {
        let (session, mut model) = (open(&Value::map()), Model::default());
        for step in &steps {
            play(&session, &mut model, step)?;
        }
        let state = session.state().remove(0).1;
        prop_assert_eq!(&state, &model.state());
        prop_assert_eq!(open(&state).state().remove(0).1, state);
    }

    #[test]
    fn what_is_read_is_what_was_written(record in prop_oneof![person(), other()]) {
        let session = open(&Value::map());
        let kind = record.kind();
        let mut short = record.to_value();
        let says = |field| short.get(field).and_then(Value::as_text).is_some_and(|t| !t.trim().is_empty());
        let complete = kind != RecordKind::Membership || says("collection") && says("person");
        let answer = send(&session, &format!("replace{}", kind.name()), Parameters::new("X-1", Some(&record)));
        let code = answer.get("code_minor").and_then(Value::as_text);
        prop_assert_eq!(code, (!complete).then_some("incompletedata"));
        if complete {
            let answer = send(&session, &format!("read{}", kind.name()), Parameters::new("X-1", None));
            if let Value::Map(map) = &mut short {
                map.shift_remove("id");
            }
            prop_assert_eq!(answer.get("record"), Some(&short));
        }
    }
}
