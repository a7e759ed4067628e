//! Bulk data exchange. The SIS announces; the LMS requests, reports, cancels and ignores.

use super::{may, must};
use crate::model::{Arity, Operation, Param, RecordKind, Service, Verb};

const TRANSACTION: Param = must("transactionId");
/// Inferred: that the answer lists services is documented, how the list is called is not.
const SUPPORTED: &[Param] = &[may("supportedServices")];

const fn bulk(
    name: &'static str,
    verb: Verb,
    request: &'static [Param],
    response: &'static [Param],
) -> Operation {
    Operation {
        name,
        service: Service::Bdems,
        verb,
        record: RecordKind::Bulk,
        arity: Arity::One,
        request,
        response,
    }
}

/// BDEMS: 6 operations.
pub(super) const BDEMS: &[Operation] = &[
    bulk(
        "announceBulkDataExchange",
        Verb::Announce,
        &[TRANSACTION, must("bulkBlockManifest")],
        SUPPORTED,
    ),
    bulk(
        "requestBulkDataExchange",
        Verb::Request,
        &[TRANSACTION, must("filter")],
        SUPPORTED,
    ),
    bulk(
        "announceFailureBulkDataExchange",
        Verb::AnnounceFailure,
        &[TRANSACTION, must("failureReport")],
        &[],
    ),
    bulk(
        "reportBulkDataExchange",
        Verb::Report,
        &[TRANSACTION, must("bulkBlockReport")],
        &[],
    ),
    bulk("cancelBulkDataExchange", Verb::Cancel, &[TRANSACTION], &[]),
    bulk("ignoreBulkDataExchange", Verb::Ignore, &[TRANSACTION], &[]),
];
