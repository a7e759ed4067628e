//! Judging a payload by the published schema, which is the `types` section of the service's WSDL.
//!
//! In ES there is a schema for each of several namespaces; all services are judged by those of the WSDL for all.
//!
//! The schema is read once into a small table (`table`). A message that keeps to it costs one comparison of names and a
//! look at some bytes per element, and no memory (`check`). Only where an element's children do not fit is
//! the reason looked for (`diagnose`). The same irregularity in many places is one finding with a count (`report`).
//!
//! What is judged: names, namespaces, order, number and kind of elements, the form of values, stray text and attributes.
//! What the schema leaves open because senders of the final standard differ from its draft is no irregularity here. The
//! texts of the findings hold no values of free text, which may be passwords.

mod check;
mod diagnose;
#[cfg(test)]
mod es_tests;
mod report;
#[cfg(test)]
mod service_tests;
mod table;
#[cfg(test)]
mod tests;
mod value;

use std::sync::OnceLock;

use self::check::Check;
use self::table::Schema;
use super::{es, lis};
use crate::model::{Finding, Service};
use crate::xml::Element;

/// Appends a finding for each way in which `payload` bends the schema of its service, in order of place.
///
/// `payload` is the operation's element in the Body, or an IMS header block. Its own namespace is the caller's to judge;
/// elements below it are judged unless they share it. Nothing is said about an element whose name the service does not
/// have.
pub fn validate(service: Service, payload: Element<'_>, out: &mut Vec<Finding>) {
    let schema = schema(service);
    let kind = schema.global(payload.local()).or_else(|| {
        // A draft's name for an operation.
        let operation = lis::find(service, payload.local())?;
        schema.global(&format!("{}Request", operation.name))
    });
    if let Some(kind) = kind {
        Check::run(schema, payload, kind, out);
    }
}

fn schema(service: Service) -> &'static Schema {
    static PMS: OnceLock<Schema> = OnceLock::new();
    static GMS: OnceLock<Schema> = OnceLock::new();
    static MMS: OnceLock<Schema> = OnceLock::new();
    static CMS: OnceLock<Schema> = OnceLock::new();
    static OMS: OnceLock<Schema> = OnceLock::new();
    static BDEMS: OnceLock<Schema> = OnceLock::new();
    static ES: OnceLock<Schema> = OnceLock::new();
    let place = match service {
        Service::EsPerson
        | Service::EsExtendedPerson
        | Service::EsGroup
        | Service::EsMembership
        | Service::EsCombined => {
            return ES.get_or_init(|| Schema::compile(&es::wsdl::source(Service::EsCombined)));
        }
        Service::Pms => &PMS,
        Service::Gms => &GMS,
        Service::Mms => &MMS,
        Service::Ctms | Service::Coms | Service::Csms | Service::Sams => &CMS,
        Service::Oms => &OMS,
        Service::Bdems => &BDEMS,
    };
    place.get_or_init(|| Schema::compile(&super::wsdl::source(service)))
}
