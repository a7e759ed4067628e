//! Rules D2L-070 to D2L-076 about bulk exchange and grades.

use super::{ENROLLMENTS, ORG_UNITS, PERSON_RECORDS, PERSONS, PROTOCOL};
use crate::engine::quirks;

const LATER: &str = "bulk exchange and outcomes are not offered yet";

quirks! {
    /// Bulk exchange and grades.
    BULK, rows from PROTOCOL.len() + PERSON_RECORDS.len() + PERSONS.len()
        + ORG_UNITS.len() + ENROLLMENTS.len();

    D2L_070 "D2L-070" {
        title: "A bulk announcement is answered at once, its results come later",
        what: "announceBulkDataExchange is accepted synchronously; Brightspace fetches the files in the \
            background and calls reportBulkDataExchange at the SIS.",
        why: "The SIS has to run an endpoint of its own to learn what happened.",
        example: "announceBulkDataExchange bulk-0007 -> success; minutes later a report to the Bulk endpoint",
        parts: [
            Documented: "the page on bulk exchange",
        ],
        source: "Brightspace Community, Bulk Data Exchange Service, kb 23689",
        default: Always,
        off: super::NOT_SERVED,
        status: NotEmulated { reason: LATER },
    }

    D2L_071 "D2L-071" {
        title: "Announcing a job twice is refused",
        what: "When a job with that id exists it must be in status BulkRequestSent; otherwise the announcement is \
            rejected.",
        why: "Use a new transactionId for every bulk run.",
        example: "announceBulkDataExchange bulk-0007 twice -> the second fails",
        parts: [
            Documented: "the ready handler",
        ],
        source: "Brightspace Community, bulk handlers, kb 23701",
        default: Always,
        off: super::NOT_SERVED,
        status: NotEmulated { reason: LATER },
    }

    D2L_072 "D2L-072" {
        title: "Whether a job is cancelled or ignored depends on its state",
        what: "For a job in BulkRequested or BulkRequestSent Brightspace calls cancelBulkDataExchange, otherwise \
            ignoreBulkDataExchange.",
        why: "A SIS must implement both.",
        example: "cancel while the files are read -> ignoreBulkDataExchange arrives",
        parts: [
            Documented: "the cancel handler",
        ],
        source: "Brightspace Community, bulk handlers, kb 23697",
        default: Always,
        off: super::NOT_SERVED,
        status: NotEmulated { reason: LATER },
    }

    D2L_073 "D2L-073" {
        title: "Save points have milliseconds and no zone",
        what: "All save points of a request must be equal and look like YYYY-MM-DDTHH:MM:SS.NNN.",
        why: "A time zone, or a missing fraction, is refused.",
        example: "2026-01-05T08:00:00Z -> refused; 2026-01-05T08:00:00.000 -> taken",
        parts: [
            Documented: "the request handler",
        ],
        source: "Brightspace Community, bulk handlers, kb 23705",
        default: Always,
        off: super::NOT_SERVED,
        status: NotEmulated { reason: LATER },
    }

    D2L_074 "D2L-074" {
        title: "Only http, https, ftp and file addresses are fetched",
        what: "The retriever of bulk files knows these four schemes.",
        why: "Files offered by sftp are not fetched.",
        example: "sftp://sis.example/persons.xml -> that file fails",
        parts: [
            Documented: "the retriever",
        ],
        source: "Brightspace Community, bulk handlers, kb 23700",
        default: Always,
        off: super::NOT_SERVED,
        status: NotEmulated { reason: LATER },
    }

    D2L_075 "D2L-075" {
        title: "A source system stays in bulk mode from announcement to report",
        what: "From the announcement until the report or a failure the source system is in BulkMode.",
        why: "Real-time messages in that window may be treated differently.",
        example: "announceBulkDataExchange, then replacePerson -> processed, or refused as busy",
        parts: [
            Documented: "when the mode begins and ends",
            Inferred "real-time": "real-time calls are processed meanwhile",
        ],
        source: "Brightspace Community, bulk handlers, kb 23701 and kb 23707",
        default: Always,
        off: super::NOT_SERVED,
        status: NotEmulated { reason: LATER },
    }

    D2L_076 "D2L-076" {
        title: "A result id has five parts separated by bars",
        what: "readResults takes ids of the form section|mapping|grade type|status|user.",
        why: "Ids are to be built, not copied from elsewhere.",
        example: "GEO-26A-01|41|FinalCalculated|Released|P-3301 -> a result; four parts -> \
            failure/status/invaliddata",
        parts: [
            Documented: "the page on reading results",
        ],
        source: "Brightspace Community, IPSIS and grades, kb 23635",
        default: Always,
        off: super::NOT_SERVED,
        status: NotEmulated { reason: LATER },
    }
}
