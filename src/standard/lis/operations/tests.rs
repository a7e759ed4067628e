use std::collections::BTreeSet;

use super::{ALIASES, find, operations};
use crate::model::{Arity, RecordKind, Service, Verb};

#[test]
fn every_service_has_its_operations() {
    let counts = Service::ALL.map(|service| operations(service).len());
    assert_eq!(counts, [13, 15, 15, 13, 16, 14, 14, 50, 6]);
}

#[test]
fn outcomes_are_three_tables_in_one() {
    let of = |record| {
        let rows = operations(Service::Oms).iter();
        rows.filter(|row| row.record == record).count()
    };
    let kinds = [
        RecordKind::LineItem,
        RecordKind::Result,
        RecordKind::ResultValue,
    ];
    assert_eq!(kinds.map(of), [17, 19, 14]);
}

#[test]
fn names_are_unique_and_found() {
    for service in Service::ALL {
        let mut names = BTreeSet::new();
        for row in operations(service) {
            assert_eq!(row.service, service, "{}", row.name);
            assert!(names.insert(row.name), "{} twice", row.name);
            let request = format!("{}Request", row.name);
            assert_eq!(find(service, &request), Some(row));
        }
    }
    assert_eq!(find(Service::Pms, "replacePerson"), None);
    assert_eq!(find(Service::Gms, "replacePersonRequest"), None);
}

#[test]
fn a_draft_s_name_leads_to_the_operation() {
    for (service, draft, name) in ALIASES {
        assert!(
            operations(*service).iter().all(|row| row.name != *draft),
            "{draft} is an operation"
        );
        let row = find(*service, &format!("{draft}Request")).expect("is found");
        assert_eq!(row.name, *name);
    }
    let request = "readResultIdsForLineItemsWithLineItemTypeRequest";
    assert!(find(Service::Oms, request).is_some());
    assert_eq!(find(Service::Mms, request), None);
}

/// Names tell what rows say: nothing was put into the wrong row.
#[test]
fn names_and_rows_agree() {
    let verbs = [
        ("createByProxy", Verb::CreateByProxy),
        ("create", Verb::Create),
        ("replace", Verb::Replace),
        ("delete", Verb::Delete),
        ("discover", Verb::Discover),
        ("change", Verb::ChangeIdentifier),
        ("add", Verb::Add),
        ("remove", Verb::Remove),
        ("announceFailure", Verb::AnnounceFailure),
        ("announce", Verb::Announce),
        ("request", Verb::Request),
        ("report", Verb::Report),
        ("cancel", Verb::Cancel),
        ("ignore", Verb::Ignore),
    ];
    for row in Service::ALL.into_iter().flat_map(operations) {
        let name = row.name;
        let expected = if name.ends_with("FromSavePoint") {
            Verb::ReadFromSavePoint
        } else if name.contains("FromCourse") {
            Verb::CreateFrom
        } else if name.starts_with("update") {
            if name.ends_with("Status") {
                Verb::UpdateStatus
            } else {
                Verb::Update
            }
        } else if name.starts_with("read") {
            if name.ends_with("Core") {
                Verb::ReadCore
            } else if name.contains("Id") {
                Verb::ReadIds
            } else {
                Verb::Read
            }
        } else {
            let found = verbs.iter().find(|(prefix, _)| name.starts_with(prefix));
            found.unwrap_or_else(|| panic!("{name}: no verb")).1
        };
        assert_eq!(row.verb, expected, "{name}");
        let kind = match row.verb {
            Verb::Add | Verb::Remove if row.service == Service::Sams => "CourseSection",
            _ => row.record.name(),
        };
        assert!(name.contains(kind), "{name} is about {kind}");
        let many = matches!(row.verb, Verb::ReadFromSavePoint | Verb::Discover)
            || row.verb == Verb::Read && name.ends_with('s')
            || row.verb == Verb::ReadIds && name.contains("Ids")
            || name == "replaceResultsForLineItem";
        assert_eq!(row.arity == Arity::Many, many, "{name}");
        for param in row.response {
            assert!(param.optional, "{name} answers with {}", param.name);
        }
    }
}

/// A record goes where its kind's records go.
#[test]
fn records_are_those_of_the_kind() {
    for row in Service::ALL.into_iter().flat_map(operations) {
        let params = row.request.iter().chain(row.response);
        for param in params.filter(|p| p.name.contains("Record")) {
            let name = param.name.strip_suffix("Set").unwrap_or(param.name);
            assert_eq!(name, row.record.element(), "{}", row.name);
        }
    }
}
