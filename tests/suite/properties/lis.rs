//! The reference target against a naive model: whatever is sent in whatever order, its answers and what it holds are
//! those of a map of records.

mod model;

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;
use mocklms::base::clock::Stopwatch;
use mocklms::base::{Limits, Value};
use mocklms::engine::Exchange;
use mocklms::model::{
    AnyRecord, Entry, Item, Node, NodeKind, PersonRecord, Record, RecordKind, Shape, Tree,
    lis_record_fields, nodes,
};
use mocklms::session::{InstanceSpec, Session};
use mocklms::standard::lis::{self, Parameters};
use mocklms::vendor;
use mocklms::wire::Request;
use mocklms::{soap, standard, xml};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use self::model::Model;
use super::{config, records, trees};
use crate::lms::opening;

/// The ids that stories are about: few, so that they meet.
const IDS: [&str; 4] = ["X-1", "X-2", "X-3", "X-4"];

/// One call.
#[derive(Clone, Debug)]
enum Step {
    Create(AnyRecord<'static>),
    Replace(AnyRecord<'static>),
    /// A field and its text.
    Update(RecordKind, &'static str, &'static str, String),
    Delete(RecordKind, &'static str),
    Rename(RecordKind, &'static str, &'static str),
    Read(RecordKind, &'static str),
    All(RecordKind),
    /// The memberships of a person.
    Of(&'static str),
    /// The memberships in a section.
    In(&'static str),
}

/// Fields that a story may update: single texts that refer to nothing and that no other field repeats.
fn texts(kind: RecordKind) -> Vec<&'static str> {
    if kind == RecordKind::Person {
        return vec!["data_source", "email"];
    }
    let referring = [
        "id",
        "ref_agent",
        "person",
        "collection",
        "collection_type",
        "line_item",
    ];
    let fields = lis_record_fields(kind).iter();
    fields
        .filter(|f| f.shape == Shape::Text && !f.shorthand && !referring.contains(&f.name))
        .map(|f| f.name)
        .collect()
}

/// What the schema has once stands once.
fn once(nodes: &'static [Node], tree: Tree<'static>) -> Tree<'static> {
    let mut out: Tree<'static> = Vec::new();
    for Entry { node: place, item } in tree {
        let node = &nodes[usize::from(place)];
        if !node.many && out.iter().any(|e| e.node == place) {
            continue;
        }
        let item = match (&node.kind, item) {
            (NodeKind::Group(inner, _) | NodeKind::Inline(inner), Item::Tree(tree)) => {
                Item::Tree(once(inner, tree))
            }
            (_, item) => item,
        };
        out.push(Entry { node: place, item });
    }
    out
}

/// References to the ids of the story instead of whatever was drawn.
fn refer(record: &mut Record<'static>, pairs: &[(&str, &str)]) {
    let mut value = Value::map();
    for (field, text) in pairs {
        value.insert(*field, Value::text(*text));
    }
    let given = Record::from_value(record.kind, &value)
        .tree
        .unwrap_or_default();
    let tree = record.tree.get_or_insert_default();
    tree.retain(|e| given.iter().all(|g| g.node != e.node));
    tree.extend(given);
    tree.sort_by_key(|e| e.node);
}

/// A record of any kind, complete and under an id of the story. With `repeats`, elements may stand more often than the
/// schema has them.
fn record(repeats: bool) -> impl Strategy<Value = AnyRecord<'static>> {
    let id = || select(&IDS[..]);
    // Memberships and results refer to others: most can go wrong with them.
    let kinds = prop_oneof![
        2 => select(&RecordKind::ALL[..]),
        2 => Just(RecordKind::Membership),
        1 => Just(RecordKind::Result),
    ];
    (kinds, id(), id(), id(), any::<bool>()).prop_flat_map(
        move |(kind, id, person, other, group)| {
            if kind == RecordKind::Person {
                let person = records::person().prop_map(move |person| {
                    AnyRecord::Person(Box::new(PersonRecord {
                        id: Some(Cow::Borrowed(id)),
                        person: Some(person),
                        ..PersonRecord::default()
                    }))
                });
                return person.boxed();
            }
            let tree = trees::tree(nodes(kind).iter().enumerate().collect());
            let record = tree.prop_map(move |tree| {
                let mut record = Record::new(kind);
                record.id = Some(Cow::Borrowed(id));
                record.tree = Some(if repeats {
                    tree
                } else {
                    once(nodes(kind), tree)
                });
                let word = if group { "group" } else { "courseSection" };
                match kind {
                    RecordKind::Membership => refer(
                        &mut record,
                        &[
                            ("person", person),
                            ("collection", other),
                            ("collection_type", word),
                        ],
                    ),
                    RecordKind::Result => {
                        refer(&mut record, &[("person", person), ("line_item", other)]);
                    }
                    _ => {}
                }
                AnyRecord::Other(Box::new(record))
            });
            record.boxed()
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let id = || select(&IDS[..]);
    let kind = || select(&RecordKind::ALL[..]);
    prop_oneof![
        3 => record(false).prop_map(Step::Create),
        3 => record(false).prop_map(Step::Replace),
        2 => (kind(), id(), "[a-z]{1,6}", any::<usize>()).prop_map(|(kind, id, text, n)| {
            let fields = texts(kind);
            Step::Update(kind, id, fields[n % fields.len()], text)
        }),
        2 => (kind(), id()).prop_map(|(kind, id)| Step::Delete(kind, id)),
        2 => (kind(), id(), id()).prop_map(|(kind, old, new)| Step::Rename(kind, old, new)),
        1 => (kind(), id()).prop_map(|(kind, id)| Step::Read(kind, id)),
        1 => kind().prop_map(Step::All),
        2 => id().prop_map(Step::Of),
        2 => id().prop_map(Step::In),
    ]
}

/// A session with a reference target.
fn open(seed: &Value) -> Session {
    let spec = InstanceSpec {
        name: "lis",
        vendor: &vendor::lis::INFO,
        settings: &Value::map(),
        quirks: &IndexMap::new(),
        seed,
    };
    Session::open(opening(), [spec]).expect("the seed fits")
}

fn send(session: &Session, operation: &str, parameters: Parameters<'_>) -> Arc<Exchange> {
    let row = vendor::lis::INFO.operation(operation).expect("it is LIS");
    let endpoints = vendor::lis::INFO.endpoints.iter();
    let path = endpoints
        .filter(|e| e.service == row.service)
        .map(|e| e.path)
        .next()
        .expect("every service has an endpoint");
    let body = lis::encode_request(row, "m-1", None, parameters);
    let exchange = session.handle(Request::post(
        path,
        &[("Content-Type", "text/xml; charset=utf-8")],
        body,
    ));
    assert_eq!(exchange.reply.status, 200, "{operation}");
    exchange
}

fn by_id(id: &str) -> Parameters<'_> {
    Parameters::new(id, None)
}

/// Plays one step on both sides and compares.
fn play(session: &Session, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    let with = |record: &AnyRecord<'_>, verb: &str| {
        let name = format!("{verb}{}", record.kind().name());
        let id = record.id().unwrap_or_default().to_owned();
        send(session, &name, Parameters::new(&id, Some(record)))
    };
    let (exchange, wanted) = match step {
        Step::Create(record) => (with(record, "create"), model.create(record)),
        Step::Replace(record) => (with(record, "replace"), model.replace(record)),
        Step::Update(kind, id, field, text) => {
            let mut value = Value::map();
            value.insert("id", Value::text(*id));
            value.insert(*field, Value::text(text.as_str()));
            let record = AnyRecord::from_value(*kind, &value);
            (
                with(&record, "update"),
                model.update(*kind, id, field, text),
            )
        }
        Step::Delete(kind, id) => {
            let name = format!("delete{}", kind.name());
            (send(session, &name, by_id(id)), model.delete(*kind, id))
        }
        Step::Rename(kind, old, new) => {
            let mut given = Value::map();
            given.insert("newSourcedId", Value::text(*new));
            let parameters = Parameters {
                with: Some(&given),
                ..by_id(old)
            };
            let name = format!("change{}Identifier", kind.name());
            (
                send(session, &name, parameters),
                model.rename(*kind, old, new),
            )
        }
        Step::Read(kind, id) => {
            let name = format!("read{}", kind.name());
            let exchange = send(session, &name, by_id(id));
            if let Some(exact) = model.exact(*kind, id) {
                prop_assert_eq!(&read_back(&exchange, *kind), exact);
            }
            (exchange, model.read(*kind, id))
        }
        Step::All(kind) => {
            let name = format!("readAll{}Ids", kind.name());
            (
                send(session, &name, Parameters::default()),
                model.all(*kind),
            )
        }
        Step::Of(person) => {
            let mut given = Value::map();
            given.insert("personSourcedId", Value::text(*person));
            let parameters = Parameters {
                with: Some(&given),
                ..Parameters::default()
            };
            let exchange = send(session, "readMembershipIdsForPerson", parameters);
            (exchange, model.memberships(&[("person", person)]))
        }
        Step::In(section) => {
            let mut given = Value::map();
            given.insert("groupSourcedId", Value::text(*section));
            given.insert("collection", Value::text("courseSection"));
            let parameters = Parameters {
                with: Some(&given),
                ..Parameters::default()
            };
            let exchange = send(session, "readMembershipIdsForCollection", parameters);
            let wanted = [
                ("collection", *section),
                ("collection_type", "courseSection"),
            ];
            (exchange, model.memberships(&wanted))
        }
    };
    let answer = standard::answer(200, &exchange.reply.body);
    for (field, value) in wanted {
        prop_assert_eq!(answer.get(field), Some(&value), "{} of {:?}", field, step);
    }
    Ok(())
}

/// The record of an answer as the codecs read it.
fn read_back(exchange: &Exchange, kind: RecordKind) -> AnyRecord<'static> {
    use mocklms::model::IntoOwned as _;
    let text = std::str::from_utf8(&exchange.reply.body).expect("answers are UTF-8");
    let tree = xml::read(text, &Limits::default()).expect("answers are well-formed");
    let envelope = soap::open(&tree, &mut Vec::new()).expect("answers are envelopes");
    let payload = envelope.payload.expect("answers have an element");
    let record = payload.child(kind.element()).expect("it was found");
    lis::decode_any(kind, record).owned()
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn stories_end_as_a_map_of_records_would(steps in vec(step(), 1..40)) {
        let (session, mut model) = (open(&Value::map()), Model::default());
        for step in &steps {
            play(&session, &mut model, step)?;
        }
        prop_assert_eq!(session.state().remove(0).1, model.state());
    }

    #[test]
    fn what_is_read_is_what_was_written(record in record(true)) {
        let session = open(&Value::map());
        let name = record.kind().name();
        let id = record.id().unwrap_or_default().to_owned();
        send(&session, &format!("replace{name}"), Parameters::new(&id, Some(&record)));
        let exchange = send(&session, &format!("read{name}"), by_id(&id));
        prop_assert_eq!(read_back(&exchange, record.kind()), record);
    }

    #[test]
    fn what_is_exported_can_be_seeded(steps in vec(step(), 1..12)) {
        let (session, mut model) = (open(&Value::map()), Model::default());
        for step in &steps {
            play(&session, &mut model, step)?;
        }
        let state = session.state().remove(0).1;
        let ids = |state: &Value| -> Vec<(String, Vec<String>)> {
            let Value::Map(tables) = state else { return Vec::new() };
            let keys = |table: &Value| match table {
                Value::Map(rows) => rows.keys().cloned().collect(),
                _ => Vec::new(),
            };
            tables.iter().map(|(name, table)| (name.clone(), keys(table))).collect()
        };
        let again = open(&state).state().remove(0).1;
        prop_assert_eq!(ids(&again), ids(&state));
    }
}

/// That many memberships in one section, each of a person of its own.
fn crowd(n: usize) -> Session {
    let mut memberships = Value::map();
    for n in 0..n {
        let mut row = Value::map();
        row.insert("person", Value::text(format!("P-{n}")));
        row.insert("collection", Value::text("S-1"));
        row.insert("collection_type", Value::text("courseSection"));
        row.insert("role", Value::text("Learner"));
        memberships.insert(format!("M-{n}"), row);
    }
    let mut seed = Value::map();
    seed.insert("memberships", memberships);
    open(&seed)
}

/// Microseconds for some calls of every kind that touches few of the memberships.
fn some_calls(session: &Session, records: &[AnyRecord<'static>]) -> u64 {
    let watch = Stopwatch::start();
    for (n, record) in records.iter().enumerate() {
        let id = record.id().unwrap_or_default();
        send(
            session,
            "replaceMembership",
            Parameters::new(id, Some(record)),
        );
        let person = format!("P-{n}");
        let mut given = Value::map();
        given.insert("personSourcedId", Value::text(person.as_str()));
        let of_person = Parameters {
            with: Some(&given),
            ..Parameters::default()
        };
        send(session, "readMembershipIdsForPerson", of_person);
        let mut query = Value::map();
        query.insert("queryObject", Value::text(format!("person={person}")));
        let query = Parameters {
            with: Some(&query),
            ..Parameters::default()
        };
        send(session, "discoverMembershipIds", query);
        send(session, "deleteMembership", by_id(id));
    }
    watch.micros()
}

#[test]
fn a_call_takes_no_longer_in_a_crowd() {
    let records: Vec<_> = (0..150)
        .map(|n| {
            let mut value = Value::map();
            for (field, text) in [
                ("id", format!("N-{n}")),
                ("person", format!("P-{n}")),
                ("collection", "S-1".to_owned()),
                ("collection_type", "courseSection".to_owned()),
                ("role", "Learner".to_owned()),
            ] {
                value.insert(field, Value::text(text));
            }
            AnyRecord::from_value(RecordKind::Membership, &value)
        })
        .collect();
    let (few, many) = (crowd(5_000), crowd(50_000));
    // The better of three: other tests run beside this one.
    let best = |session| (0..3).map(|_| some_calls(session, &records)).min();
    let (few, many) = (best(&few).unwrap_or(0), best(&many).unwrap_or(0));
    assert!(
        many < few * 4,
        "{many} µs among 50,000 memberships, {few} µs among 5,000"
    );
}
