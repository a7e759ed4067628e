//! The operation tables of LIS 2.0: one file per service below this one, in the order of the consortium's WSDL.
//!
//! There are no plural writes in LIS; what exists in the plural is reading.

mod bdems;
mod cms;
mod gms;
mod mms;
mod oms;
mod pms;
#[cfg(test)]
mod tests;

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
const SAVE_POINT: Param = may("savePoint");
const FOUND_IDS: &[Param] = &[may("sourcedIdSet")];

/// The shapes that the operations on any kind of record have. The names stay with the rows, where a search finds them.
#[derive(Clone, Copy)]
struct Shapes {
    service: Service,
    record: RecordKind,
    /// Id and record: what most writes take.
    given: &'static [Param],
    /// The record alone: what a write takes whose id the target allocates.
    proxied: &'static [Param],
    /// What reading one record gives.
    found: &'static [Param],
    /// What reading several gives.
    found_set: &'static [Param],
}

impl Shapes {
    const fn row(
        self,
        name: &'static str,
        (verb, arity): (Verb, Arity),
        request: &'static [Param],
        response: &'static [Param],
    ) -> Operation {
        Operation {
            name,
            service: self.service,
            verb,
            record: self.record,
            arity,
            request,
            response,
        }
    }

    /// An operation on one record, of no common shape.
    const fn one(
        self,
        name: &'static str,
        verb: Verb,
        request: &'static [Param],
        response: &'static [Param],
    ) -> Operation {
        self.row(name, (verb, Arity::One), request, response)
    }

    const fn create(self, name: &'static str) -> Operation {
        self.one(name, Verb::Create, self.given, &[])
    }

    const fn create_by_proxy(self, name: &'static str) -> Operation {
        const ALLOCATED: &[Param] = &[may("sourcedId")];
        self.one(name, Verb::CreateByProxy, self.proxied, ALLOCATED)
    }

    /// A copy for another academic session, under another id.
    const fn create_from(self, name: &'static str) -> Operation {
        const COPY: &[Param] = &[ID, must("academicSession"), must("newSourcedId")];
        self.one(name, Verb::CreateFrom, COPY, &[])
    }

    const fn delete(self, name: &'static str) -> Operation {
        self.one(name, Verb::Delete, &[ID], &[])
    }

    const fn read(self, name: &'static str) -> Operation {
        self.one(name, Verb::Read, &[ID], self.found)
    }

    /// The ids of this kind of record, all or those that go with what the request names.
    const fn read_ids(self, name: &'static str, request: &'static [Param]) -> Operation {
        self.row(name, (Verb::ReadIds, Arity::Many), request, FOUND_IDS)
    }

    const fn read_ids_since(self, name: &'static str) -> Operation {
        const IDS_AND_POINT: &[Param] = &[may("sourcedIdSet"), SAVE_POINT];
        self.since(name, IDS_AND_POINT)
    }

    const fn read_many(self, name: &'static str) -> Operation {
        const IDS: &[Param] = &[must("sourcedIdSet")];
        self.row(name, (Verb::Read, Arity::Many), IDS, self.found_set)
    }

    const fn read_many_since(self, name: &'static str) -> Operation {
        self.since(name, self.found_set)
    }

    const fn since(self, name: &'static str, response: &'static [Param]) -> Operation {
        const SINCE: &[Param] = &[must("fromSavePoint")];
        self.row(
            name,
            (Verb::ReadFromSavePoint, Arity::Many),
            SINCE,
            response,
        )
    }

    const fn update(self, name: &'static str) -> Operation {
        self.one(name, Verb::Update, self.given, &[])
    }

    const fn update_status(self, name: &'static str) -> Operation {
        const STATUS: &[Param] = &[ID, must("status")];
        self.one(name, Verb::UpdateStatus, STATUS, &[])
    }

    const fn replace(self, name: &'static str) -> Operation {
        self.one(name, Verb::Replace, self.given, &[])
    }

    const fn discover(self, name: &'static str) -> Operation {
        const QUERY: &[Param] = &[must("queryObject")];
        self.row(name, (Verb::Discover, Arity::Many), QUERY, FOUND_IDS)
    }

    const fn change_identifier(self, name: &'static str) -> Operation {
        const IDS: &[Param] = &[ID, must("newSourcedId")];
        self.one(name, Verb::ChangeIdentifier, IDS, &[])
    }
}

/// All operations of a service.
///
/// Where one kind of record is asked for by another (`readCourseOfferingIdsForCourseTemplate`), [`Operation::record`] is
/// the kind whose ids are answered.
pub const fn operations(service: Service) -> &'static [Operation] {
    match service {
        Service::Pms => pms::PMS,
        Service::Gms => gms::GMS,
        Service::Mms => mms::MMS,
        Service::Ctms => cms::CTMS,
        Service::Coms => cms::COMS,
        Service::Csms => cms::CSMS,
        Service::Sams => cms::SAMS,
        Service::Oms => oms::OMS,
        Service::Bdems => bdems::BDEMS,
        _ => &[],
    }
}

/// Names that drafts of the standard have for an operation, and the name in the table.
const ALIASES: &[(Service, &str, &str)] = &[(
    Service::Oms,
    "readResultIdsForLineItemsWithLineItemType",
    "readResultIdsForLineItemWithLineItemType",
)];

/// The operation whose request element has this local name, such as `replacePersonRequest`. A draft's name leads to the
/// operation, too.
pub fn find(service: Service, request_element: &str) -> Option<&'static Operation> {
    let sent = request_element.strip_suffix("Request")?;
    let alias = ALIASES
        .iter()
        .find(|(of, draft, _)| *of == service && *draft == sent);
    let name = alias.map_or(sent, |(.., name)| *name);
    operations(service).iter().find(|o| o.name == name)
}
