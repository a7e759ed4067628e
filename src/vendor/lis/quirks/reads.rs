//! Requirements LIS-050 to LIS-064: records, sets, save points, queries.

use super::{PROTOCOL, WRITES};
use crate::engine::quirks;

quirks! {
    /// What is read.
    READS, rows from PROTOCOL.len() + WRITES.len();

    LIS_050 "LIS-050" {
        title: "Read gives back what was stored",
        what: "read SHALL supply the stored data, languages and vocabularies included. Passwords are data.",
        why: "What a sender reads back should equal what it sent.",
        example: "replacePerson, readPerson -> the same record",
        parts: [
            Documented: "said of outcomes objects",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), readLineItem, readResult, readResultValue",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-050.yaml" },
    }

    LIS_051 "LIS-051" {
        title: "Read of an unknown id fails",
        what: "read SHALL fail when no object has the id; the double answers failure/error/unknownobject.",
        why: "It is how a sender finds out what is there.",
        example: "readPerson of an unknown id -> failure/error/unknownobject",
        parts: [
            Inferred: "the code, after that of delete",
        ],
        source: "LIS 2.0 WSDL, readPerson",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-051.yaml" },
    }

    LIS_052 "LIS-052" {
        title: "Of several records, those that are there are given",
        what: "readXs with some unknown ids SHOULD give the others: success/warning/partialdatastorage.",
        why: "One deleted person must not stop a whole comparison.",
        example: "readPersons P-1 and an unknown id -> P-1, success/warning/partialdatastorage",
        parts: [
            Inferred: "the standard does not say what comes of unknown ids",
        ],
        source: "LIS 2.0 WSDL, readPersons",
        default: On,
        off: "one unknown id fails the call with unknownobject",
        status: Emulated { scenario: "tests/quirks/lis/LIS-052.yaml" },
    }

    LIS_053 "LIS-053" {
        title: "A set of no ids is refused",
        what: "readXs with an empty sourcedIdSet, and replaceResultsForLineItem without results, SHOULD fail \
            with nosourcedids.",
        why: "An empty set is a mistake of the sender more often than not.",
        example: "readPersons of nothing -> failure/error/nosourcedids",
        parts: [
            Inferred: "by the name of the code",
        ],
        source: "LIS 2.0 WSDL, imsx_codeMinorFieldValue",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-053.yaml" },
    }

    LIS_054 "LIS-054" {
        title: "From a save point, what changed after it",
        what: "read…FromSavePoint SHALL give what changed after the moment, and a new save point to ask from \
            the next time. Save points are dateTimes of the session's clock.",
        why: "A sender that keeps the save point never reads the same change twice.",
        example: "P-1 written, save point, P-2 written -> from the save point: P-2",
        parts: [
            Documented: "what is given, and the new save point",
            Inferred "moment": "that a save point is the moment of the answer",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), readResultIdsFromSavePoint",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-054.yaml" },
    }

    LIS_055 "LIS-055" {
        title: "A save point that cannot be used is refused",
        what: "A save point that is no dateTime, or lies ahead, SHALL fail the call; the double answers \
            failure/error/savepointerror.",
        why: "Taking it for the beginning of time would send everything.",
        example: "fromSavePoint yesterday -> failure/error/savepointerror",
        parts: [
            Inferred: "the code, by its name",
        ],
        source: "LIS 2.0 WSDL, imsx_codeMinorFieldValue",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-055.yaml" },
    }

    LIS_056 "LIS-056" {
        title: "A deletion leaves no trace behind a save point",
        what: "What was deleted is not among what changed. A reader SHOULD compare all ids to find deletions; \
            an object under another id counts as changed.",
        why: "A copy kept by save points alone grows stale.",
        example: "P-1 deleted after the save point -> its id is not in the answer",
        parts: [
            Inferred: "the answers have no place for deletions",
        ],
        source: "LIS 2.0 WSDL, readPersonIdsFromSavePoint",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-056.yaml" },
    }

    LIS_057 "LIS-057" {
        title: "A query finds ids by texts, fields or a JSON object",
        what: "discoverXIds SHALL answer the ids of the objects that match queryObject. The language is the \
            target's: here a bare text is looked for among ids, user names, e-mail addresses, titles and \
            labels; field=value pairs joined by & and JSON objects compare fields of the short form. \
            Everything must be equal as it is.",
        why: "No two targets need understand the same query.",
        example: "discoverPersonIds ada@example.org -> P-1; name.last=Byron&role=Student -> P-1",
        parts: [
            Documented: "that ids of matching objects are answered",
            Observed "forms": "a bare e-mail address and a JSON object are sent by a known client",
            Inferred "language": "the language",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), discoverResultIds; Turnitin LIS SDK",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-057.yaml" },
    }

    LIS_058 "LIS-058" {
        title: "A query that is not understood is refused",
        what: "A queryObject that the target does not understand SHALL fail the call; the double answers \
            failure/error/unknownquery.",
        why: "An empty set would read as: nobody is there.",
        example: "discoverPersonIds nmae=Byron -> failure/error/unknownquery",
        parts: [
            Inferred: "the code, by its name",
        ],
        source: "LIS 2.0 WSDL, imsx_codeMinorFieldValue",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-058.yaml" },
    }

    LIS_059 "LIS-059" {
        title: "Ids for something unknown are an empty set",
        what: "read…IdsFor… of a person, collection or line item that is not there SHOULD be answered with the \
            ids that go with it all the same: memberships may name persons that the target does not know.",
        why: "Records may arrive before those they refer to.",
        example: "readMembershipIdsForPerson of an unknown person -> success, no ids",
        parts: [
            Inferred: "the standard does not say",
        ],
        source: "LIS 2.0 WSDL, readMembershipIdsForPerson",
        default: On,
        off: "the call fails with unknownobject",
        status: Emulated { scenario: "tests/quirks/lis/LIS-059.yaml" },
    }

    LIS_060 "LIS-060" {
        title: "readMembershipIdsForPersonWithRole answers ids, against the letter of its description",
        what: "The published request has the id set among its own children and the answer has none. A target \
            SHOULD take the request with or without it, and answer the ids.",
        why: "Clients generated from the published file cannot read the answer.",
        example: "readMembershipIdsForPersonWithRole P-1, Learner -> sourcedIdSet M-1",
        parts: [
            Documented: "the misplaced set, in two published files",
            Inferred "answer": "that the ids are answered",
        ],
        source: "LIS 2.0 WSDL, readMembershipIdsForPersonWithRole; Blackboard Learn, membership service WSDL",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-060.yaml" },
    }

    LIS_061 "LIS-061" {
        title: "Active offerings of a session are those not marked inactive",
        what: "readAllActiveCourseOfferingIdsForAcademicSession SHALL answer the offerings of that session that \
            are active. One without a status counts as active.",
        why: "A status that was never sent should not hide an offering.",
        example: "O-1 Active, O-2 Inactive, O-3 without a status -> O-1, O-3",
        parts: [
            Documented: "that only active ones are answered",
            Inferred "no-status": "what has no status",
        ],
        source: "LIS 2.0 WSDL, readAllActiveCourseOfferingIdsForAcademicSession",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-061.yaml" },
    }

    LIS_062 "LIS-062" {
        title: "readPersonCore gives the core of a person",
        what: "readPersonCore SHALL answer personCore: the id, the formatted name and one user id, and nothing \
            else.",
        why: "It is enough to tell who somebody is.",
        example: "readPersonCore P-1 -> formatted name and user id, no e-mail",
        parts: [
            Documented: "the response type",
        ],
        source: "LIS 2.0 WSDL, readPersonCore",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-062.yaml" },
    }

    LIS_063 "LIS-063" {
        title: "Spellings of drafts and slips are understood",
        what: "A target SHOULD understand names that drafts of the outcomes service had, and known slips: \
            resultValuesRecord, sourceIdSet, lineItemSourcedid, readResultIdsForLineItemsWithLineItemType.",
        why: "Clients generated from a draft are still in use.",
        example: "readResults with sourceIdSet -> the results",
        parts: [
            Observed: "each is in a published draft or a known client",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), held against its draft of 2010 and a Blackboard \
            sample client",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Structural { shows: "tests/quirks/lis/LIS-063.yaml" },
    }

    LIS_064 "LIS-064" {
        title: "A person's line items are those of its results",
        what: "readLineItemIdsForPerson SHALL answer the line items that concern the person: here those for \
            which it has a result.",
        why: "A line item refers to no person itself.",
        example: "R-1 of P-1 in L-1 -> readLineItemIdsForPerson P-1: L-1",
        parts: [
            Inferred: "the standard does not say what makes a line item a person's",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), readLineItemIdsForPerson",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-064.yaml" },
    }
}
