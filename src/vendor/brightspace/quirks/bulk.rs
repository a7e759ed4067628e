//! Rules D2L-070 to D2L-076 about bulk exchange and grades.

use super::{ENROLLMENTS, ORG_UNITS, PERSON_RECORDS, PERSONS, PROTOCOL};
use crate::engine::quirks;

const ANSWER: &str = "severity, minor code and description of the refusal";

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
            Inferred "code": "the answer is success/status/fullsuccess; a setting makes it processing",
            Inferred "services": "the supported services are the four that data files name",
            Inferred "statuses": "after BulkRequested and BulkRequestSent a job is Processing, then Complete, Error or \
                Canceled",
            Inferred "order": "files one after the other in the order of the manifest, transactions in the order of the \
                file; each like a call in real time, whatever became of the others",
            Inferred "sizes": "a totalSize that is not that of the file is logged, checkSum is not compared, and an \
                expiryDate that has passed changes nothing",
            Documented "report": "a report that the SIS does not accept leaves the job in status Error",
            Inferred "no-endpoint": "without a Bulk endpoint the report is kept and a warning logged",
        ],
        source: "Brightspace Community, Bulk Data Exchange Service, kb 23689",
        default: Always,
        off: "not a switch: calls are answered before files are fetched",
        status: Structural { shows: "tests/quirks/brightspace/D2L-070.yaml" },
    }

    D2L_071 "D2L-071" {
        title: "Announcing a job twice is refused",
        what: "When a job with that id exists it must be in status BulkRequestSent, which is to say that Brightspace has \
            asked for it; otherwise the announcement is rejected. Of a job that was asked for, an announcement fills only \
            what is empty yet.",
        why: "Use a new transactionId for every bulk run.",
        example: "announceBulkDataExchange bulk-0007 twice -> the second fails",
        parts: [
            Documented: "the ready handler",
            Inferred "answer": ANSWER,
        ],
        source: "Brightspace Community, bulk handlers, kb 23701",
        default: On,
        off: "the job begins anew",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-071.yaml" },
    }

    D2L_072 "D2L-072" {
        title: "Whether a job is cancelled or ignored depends on its state",
        what: "For a job in BulkRequested or BulkRequestSent Brightspace calls cancelBulkDataExchange, otherwise \
            ignoreBulkDataExchange. When the SIS does not answer with success the job is in status Error; the source \
            system is enabled again in any case.",
        why: "A SIS must implement both.",
        example: "cancel while the files are read -> ignoreBulkDataExchange arrives",
        parts: [
            Documented: "the cancel handler",
            Inferred "no-endpoint": "without a Bulk endpoint the job is canceled and nobody told",
        ],
        source: "Brightspace Community, bulk handlers, kb 23697",
        default: On,
        off: "cancelBulkDataExchange is called whatever the status",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-072.yaml" },
    }

    D2L_073 "D2L-073" {
        title: "Save points have milliseconds and no zone",
        what: "All save points of a request must be equal and look like YYYY-MM-DDTHH:MM:SS.NNN.",
        why: "A time zone, or a missing fraction, is refused.",
        example: "2026-01-05T08:00:00Z -> refused; 2026-01-05T08:00:00.000 -> taken",
        parts: [
            Documented: "the request handler",
            Documented "entity-types": "an entity type that Brightspace does not know is refused, too",
            Inferred "job": "a job that is refused for them is in status Error, and the SIS is not called",
        ],
        source: "Brightspace Community, bulk handlers, kb 23705",
        default: On,
        off: "save points are sent as they were given",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-073.yaml" },
    }

    D2L_074 "D2L-074" {
        title: "Only http, https, ftp and file addresses are fetched",
        what: "The retriever of bulk files knows these four schemes.",
        why: "Files offered by sftp are not fetched.",
        example: "sftp://sis.example/persons.xml -> that file fails",
        parts: [
            Documented: "the retriever",
            Documented "credentials": "files are fetched with the credentials of the Bulk File Download endpoint (setting \
                endpoints), else anonymously. Credentials in the request, which the page mentions, are not read: where they \
                stand is not known",
            Inferred "others": "the other files of the job are fetched all the same",
            Documented "ftp": "ftp is one of the four, and this double does not speak it: the client libraries bring \
                more code than the rest of what fetches; such a file fails and says so",
        ],
        source: "Brightspace Community, bulk handlers, kb 23700",
        default: On,
        off: "fetching is tried with any address",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-074.yaml" },
    }

    D2L_075 "D2L-075" {
        title: "A source system stays in bulk mode from announcement to report",
        what: "From the announcement until the report or a failure the source system is in BulkMode.",
        why: "Real-time messages in that window may be treated differently.",
        example: "announceBulkDataExchange, then replacePerson -> processed, or refused as busy",
        parts: [
            Documented: "when the mode begins and ends",
            Documented "failure": "announceFailureBulkDataExchange ends it, and cancels the job",
            Inferred "real-time": "real-time calls are processed meanwhile; a setting answers them with targetisbusy",
        ],
        source: "Brightspace Community, bulk handlers, kb 23701 and kb 23707",
        default: On,
        off: "the source system stays enabled",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-075.yaml" },
    }

    D2L_076 "D2L-076" {
        title: "A result id has five parts separated by bars",
        what: "readResults takes ids of the form section|mapping|grade type|status|user.",
        why: "Ids are to be built, not copied from elsewhere.",
        example: "GEO-26A-01|41|FinalCalculated|Released|P-3301 -> a result; four parts -> \
            failure/status/invaliddata",
        parts: [
            Documented: "the page on reading results",
            Inferred "mapping": "the second part is the number of the org unit; when it comes back it is not compared",
            Documented "context": "readResultIdsForLineItemWithLineItemType takes the section's id from contextSourcedId, \
                unlike LIS; without it, failure/status/invaliddata",
            Documented "result": "a result has the status Complete, the section as line item, the person and the score",
            Inferred "status": "the fourth part is Released or All, as the ids were asked for",
        ],
        source: "Brightspace Community, IPSIS and grades, kb 23635, kb 23636 and kb 23634",
        default: On,
        off: "an id that is no result id is passed over",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-076.yaml" },
    }
}
