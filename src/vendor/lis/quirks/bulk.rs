//! Requirements LIS-070 to LIS-072: bulk data exchange.

use super::{PROTOCOL, READS, WRITES};
use crate::engine::quirks;

quirks! {
    /// Bulk data exchange.
    BULK, rows from PROTOCOL.len() + WRITES.len() + READS.len();

    LIS_070 "LIS-070" {
        title: "What is said about a bulk exchange is taken and kept",
        what: "announce and request SHALL be answered with the list of supported services, the other four with \
            nothing. The double keeps files, filters, report entries and what happened in which order.",
        why: "So the double can also stand for the SIS's own endpoint, which an LMS calls back.",
        example: "announceBulkDataExchange B-1 -> success and a list of services; bulk_exchanges has B-1",
        parts: [
            Documented: "the operations, and that an announcement is answered with services",
            Inferred "request": "that a request is answered with them, too",
        ],
        source: "Brightspace Community, Bulk Data Exchange Management Service; Blackboard Learn service \
            descriptions",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-070.yaml" },
    }

    LIS_071 "LIS-071" {
        title: "A report about an exchange nobody announced here is taken",
        what: "A target SHOULD take report, cancel, ignore, announceFailure and request for a transaction that \
            it has not seen: the other side announced it elsewhere.",
        why: "At the SIS's endpoint every call-back is of that kind.",
        example: "reportBulkDataExchange of an unknown B-9 -> success, B-9 is kept",
        parts: [
            Inferred: "nothing is published about it",
        ],
        source: "Brightspace Community, Bulk Data Exchange Management Service",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-071.yaml" },
    }

    LIS_072 "LIS-072" {
        title: "Files are not fetched",
        what: "A target that takes an announcement SHALL fetch the files and process them, and report. The \
            double keeps the announcement only.",
        why: "Whatever is in the files never arrives.",
        example: "announceBulkDataExchange with a file -> the address is kept, nothing is fetched",
        parts: [
            Documented: "that the files are fetched after the answer",
        ],
        source: "Brightspace Community, Bulk Data Exchange Management Service",
        default: Always,
        off: "not a switch: not emulated",
        status: NotEmulated { reason: "the reference target never calls anybody" },
    }
}
