//! Calls in the plural, as itslearning takes them.

use indexmap::IndexMap;
use mocklms::base::Value;
use mocklms::journal::JournalLimits;
use mocklms::model::Service;
use mocklms::session::{InstanceSpec, Opening, Session};
use mocklms::standard::es;
use mocklms::standard::lis::Parameters;
use mocklms::vendor::itslearning;
use mocklms::wire::Request;

/// A session with one itslearning that asks for no password.
pub(crate) fn session() -> Session {
    let mut settings = Value::map();
    settings.insert("auth", Value::text("off"));
    let (nothing, quirks) = (Value::map(), IndexMap::new());
    let spec = InstanceSpec {
        name: "its",
        vendor: &itslearning::INFO,
        settings: &settings,
        quirks: &quirks,
        seed: &nothing,
    };
    let opening = Opening {
        journal: JournalLimits {
            entries: 100,
            ..JournalLimits::default()
        },
        ..Opening::real_time()
    };
    Session::open(opening, [spec]).expect("an empty seed fits")
}

/// `createPersons` with so many persons, the first of them number `first`.
pub(crate) fn create_persons(first: usize, count: usize) -> Request {
    let persons = (first..first + count).map(|n| {
        let mut person = Value::map();
        let mut name = Value::map();
        person.insert("id", Value::text(format!("P-{n}")));
        name.insert("first", Value::text("Augusta Ada"));
        name.insert("last", Value::text(format!("Lovelace-{n}")));
        person.insert("name", name);
        person.insert(
            "email",
            Value::text(format!("ada.{n}@students.example.edu")),
        );
        person.insert("role", Value::text("Student"));
        person.insert("username", Value::text(format!("alovelace{n}")));
        person
    });
    let mut with = Value::map();
    with.insert("personIdPairSet", Value::List(persons.collect()));
    request(Service::EsPerson, "createPersons", &with)
}

/// `readAllPersons`: the first page of so many.
pub(crate) fn read_all_persons(size: usize) -> Request {
    let mut with = Value::map();
    with.insert("PageIndex", Value::text("1"));
    with.insert("PageSize", Value::text(size.to_string()));
    request(Service::EsExtendedPerson, "readAllPersons", &with)
}

fn request(service: Service, name: &str, with: &Value) -> Request {
    let operation = es::find(service, &format!("{name}Request")).expect("ES has it");
    let parameters = Parameters {
        with: Some(with),
        ..Parameters::default()
    };
    let body = es::encode_request(operation, "bench", None, parameters);
    let mut endpoints = itslearning::INFO.endpoints.iter();
    let path = endpoints
        .find(|e| e.service == service)
        .expect("itslearning has it")
        .path;
    Request::post(path, &[("Content-Type", "text/xml; charset=utf-8")], body)
}
