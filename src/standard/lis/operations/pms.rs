//! Persons.

use super::{ID, SAVE_POINT, Shapes, may, must};
use crate::model::{Operation, RecordKind, Service, Verb};

const PERSON: Shapes = Shapes {
    service: Service::Pms,
    record: RecordKind::Person,
    given: &[ID, must("personRecord")],
    proxied: &[must("personRecord")],
    found: &[may("personRecord")],
    found_set: &[may("personRecordSet"), SAVE_POINT],
};

/// PMS: 13 operations.
pub(super) const PMS: &[Operation] = &[
    PERSON.create("createPerson"),
    PERSON.create_by_proxy("createByProxyPerson"),
    PERSON.delete("deletePerson"),
    PERSON.read("readPerson"),
    PERSON.one(
        "readPersonCore",
        Verb::ReadCore,
        &[ID],
        &[may("personCore")],
    ),
    PERSON.read_ids("readAllPersonIds", &[]),
    PERSON.read_ids_since("readPersonIdsFromSavePoint"),
    PERSON.read_many("readPersons"),
    PERSON.read_many_since("readPersonsFromSavePoint"),
    PERSON.update("updatePerson"),
    PERSON.replace("replacePerson"),
    PERSON.discover("discoverPersonIds"),
    PERSON.change_identifier("changePersonIdentifier"),
];
