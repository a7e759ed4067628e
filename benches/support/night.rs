//! A nightly run: everything that a school sends in one night, in the order in which it has to come.

use mocklms::base::Value;
use mocklms::model::{AnyRecord, RecordKind, Service};
use mocklms::standard::lis::{self, Parameters};

use super::message::{self, Message};

/// Persons of the school; each is in five sections.
const PERSONS: usize = 1000;
const SECTIONS: usize = 80;
const OFFERINGS: usize = 50;
const TEMPLATES: usize = 20;
const DEPARTMENTS: usize = 8;

/// What a night sends: 8 departments, a semester, 20 templates, 50 offerings, 80 sections, 1,000 persons, 5,000
/// memberships. From the second night on all of them are updates.
pub(crate) fn messages() -> Vec<Message> {
    let mut all = units();
    all.extend((0..PERSONS).map(message::person));
    all.extend(memberships());
    all
}

/// Departments, semester, templates, offerings, sections.
pub(crate) fn units() -> Vec<Message> {
    let mut all = Vec::new();
    let group = |id: String, kind: &str| {
        let name = format!("The {id}");
        replace(
            RecordKind::Group,
            &id,
            &[("type", kind), ("short_description", &name)],
        )
    };
    all.extend((0..DEPARTMENTS).map(|n| group(format!("DEPT-{n}"), "DEPT")));
    all.push(group("2026A".to_owned(), "TERM"));
    all.extend((0..TEMPLATES).map(|n| {
        replace(
            RecordKind::CourseTemplate,
            &format!("TPL-{n}"),
            &[
                ("title", &format!("Course {n}")),
                ("org.name", &department(n)),
            ],
        )
    }));
    all.extend((0..OFFERINGS).map(|n| {
        let fields: [(&str, &str); 4] = [
            ("title", &format!("Course {n}, spring")),
            ("parent_template", &format!("TPL-{}", n % TEMPLATES)),
            ("status", "Active"),
            ("academic_session", "2026A"),
        ];
        replace(RecordKind::CourseOffering, &format!("OFF-{n}"), &fields)
    }));
    all.extend((0..SECTIONS).map(|n| {
        let fields: [(&str, &str); 6] = [
            ("title", &format!("Section {n}")),
            ("parent_offering", &format!("OFF-{}", n % OFFERINGS)),
            ("status", "Active"),
            ("org.name", &department(n)),
            ("begin", "2026-02-02T00:00:00"),
            ("end", "2026-06-12T00:00:00"),
        ];
        replace(RecordKind::CourseSection, &format!("SEC-{n}"), &fields)
    }));
    all
}

/// Every person in five sections.
pub(crate) fn memberships() -> impl Iterator<Item = Message> {
    (0..PERSONS * 5).map(|n| membership(n, n % PERSONS, n * 7 % SECTIONS + n / PERSONS))
}

/// The membership of a person in a section.
pub(crate) fn membership(n: usize, person: usize, section: usize) -> Message {
    let fields: [(&str, &str); 5] = [
        ("collection", &format!("SEC-{}", section % SECTIONS)),
        ("collection_type", "courseSection"),
        ("person", &message::person_id(person)),
        ("role", "Student"),
        ("status", "Active"),
    ];
    replace(RecordKind::Membership, &format!("M-{n}"), &fields)
}

fn department(n: usize) -> String {
    format!("DEPT-{}", n % DEPARTMENTS)
}

fn replace(kind: RecordKind, id: &str, fields: &[(&str, &str)]) -> Message {
    let mut record = Value::map();
    record.insert("id", Value::text(id));
    for (name, text) in fields {
        match name.split_once('.') {
            None => record.insert(*name, Value::text(*text)),
            Some((group, name)) => {
                let mut inner = Value::map();
                inner.insert(name, Value::text(*text));
                record.insert(group, inner);
            }
        }
    }
    let record = AnyRecord::from_value(kind, &record);
    let name = format!("replace{}Request", kind.name());
    let operation = lis::find_anywhere(&name).expect("LIS has it");
    let path = path(operation.service);
    let body = lis::encode_request(
        operation,
        &format!("5f2c1a7e-{id}"),
        None,
        Parameters::new(id, Some(&record)),
    );
    Message {
        path,
        action: format!("\"{}\"", lis::action(operation.service, operation.name)),
        body,
    }
}

/// Where Brightspace has the service.
fn path(service: Service) -> &'static str {
    let mut endpoints = mocklms::vendor::brightspace::INFO.endpoints.iter();
    endpoints
        .find(|e| e.service == service)
        .expect("Brightspace has all services")
        .path
}
