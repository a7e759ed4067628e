//! The operation tables of LIS 2.0.

use crate::model::{Arity, Operation, Param, RecordKind, Service, Verb};

const fn must(name: &'static str) -> Param {
    Param {
        name,
        optional: false,
    }
}

const fn may(name: &'static str) -> Param {
    Param {
        name,
        optional: true,
    }
}

const ID: Param = must("sourcedId");
const IDS: Param = must("sourcedIdSet");
const SINCE: Param = must("fromSavePoint");

const fn person(
    name: &'static str,
    verb: Verb,
    arity: Arity,
    request: &'static [Param],
    response: &'static [Param],
) -> Operation {
    Operation {
        name,
        service: Service::Pms,
        verb,
        record: RecordKind::Person,
        arity,
        request,
        response,
    }
}

/// PMS: 13 operations, in the order of the consortium's WSDL. There are no plural writes in LIS.
const PMS: &[Operation] = &[
    person(
        "createPerson",
        Verb::Create,
        Arity::One,
        &[ID, must("personRecord")],
        &[],
    ),
    person(
        "createByProxyPerson",
        Verb::CreateByProxy,
        Arity::One,
        &[must("personRecord")],
        &[may("sourcedId")],
    ),
    person("deletePerson", Verb::Delete, Arity::One, &[ID], &[]),
    person(
        "readPerson",
        Verb::Read,
        Arity::One,
        &[ID],
        &[may("personRecord")],
    ),
    person(
        "readPersonCore",
        Verb::ReadCore,
        Arity::One,
        &[ID],
        &[may("personCore")],
    ),
    person(
        "readAllPersonIds",
        Verb::ReadIds,
        Arity::Many,
        &[],
        &[may("sourcedIdSet")],
    ),
    person(
        "readPersonIdsFromSavePoint",
        Verb::ReadFromSavePoint,
        Arity::Many,
        &[SINCE],
        &[may("sourcedIdSet"), may("savePoint")],
    ),
    person(
        "readPersons",
        Verb::Read,
        Arity::Many,
        &[IDS],
        &[may("personRecordSet"), may("savePoint")],
    ),
    person(
        "readPersonsFromSavePoint",
        Verb::ReadFromSavePoint,
        Arity::Many,
        &[SINCE],
        &[may("personRecordSet"), may("savePoint")],
    ),
    person(
        "updatePerson",
        Verb::Update,
        Arity::One,
        &[ID, must("personRecord")],
        &[],
    ),
    person(
        "replacePerson",
        Verb::Replace,
        Arity::One,
        &[ID, must("personRecord")],
        &[],
    ),
    person(
        "discoverPersonIds",
        Verb::Discover,
        Arity::Many,
        &[must("queryObject")],
        &[may("sourcedIdSet")],
    ),
    person(
        "changePersonIdentifier",
        Verb::ChangeIdentifier,
        Arity::One,
        &[ID, must("newSourcedId")],
        &[],
    ),
];

/// All operations of a service; empty for those that are not offered yet.
pub const fn operations(service: Service) -> &'static [Operation] {
    match service {
        Service::Pms => PMS,
        _ => &[],
    }
}

/// The operation whose request element has this local name, such as `replacePersonRequest`.
pub fn find(service: Service, request_element: &str) -> Option<&'static Operation> {
    let name = request_element.strip_suffix("Request")?;
    operations(service).iter().find(|o| o.name == name)
}
