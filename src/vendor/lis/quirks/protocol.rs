//! Requirements LIS-001 to LIS-014: headers, status codes, ids.

use crate::engine::quirks;

quirks! {
    /// What every exchange looks like.
    PROTOCOL, rows from 0;

    LIS_001 "LIS-001" {
        title: "An answer has a message id of its own and repeats the request's",
        what: "The answer's header SHALL carry an imsx_messageIdentifier of its own, and SHALL repeat the \
            request's in imsx_messageRefIdentifier. imsx_version is V1.0 whatever the request says.",
        why: "Answers are matched to requests by the reference id and by nothing else.",
        example: "readPerson with message id m-7 -> reference id m-7, a message id that is a UUID",
        parts: [
            Documented: "both elements are required in imsx_syncResponseHeaderInfo",
            Inferred "no-id": "a request without an id is answered with an empty reference id",
        ],
        source: "LIS 2.0 WSDL, imsx_syncResponseHeaderInfo",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-001.yaml" },
    }

    LIS_002 "LIS-002" {
        title: "What goes wrong in the target is said in the status header, with HTTP 200",
        what: "A call that was understood but not carried out SHALL be answered with HTTP 200 and a status \
            header; a SOAP fault is for messages that cannot be taken at all.",
        why: "A client that looks at HTTP status or faults alone takes every failure for a success.",
        example: "readPerson of an unknown id -> HTTP 200, failure/error/unknownobject, and no fault",
        parts: [
            Observed: "clients read the codes from every answer's header and treat faults apart",
        ],
        source: "LIS 2.0 WSDL, imsx_statusInfo; Turnitin LIS SDK",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Structural { shows: "tests/quirks/lis/LIS-002.yaml" },
    }

    LIS_003 "LIS-003" {
        title: "The Body of every answer holds the response element",
        what: "The Body of an answer SHALL hold the operation's response element, empty when there is nothing \
            to say or the call failed.",
        why: "Generated clients insist on it.",
        example: "deletePerson -> <deletePersonResponse/>",
        parts: [
            Documented: "every operation has an output message with that element",
            Observed "failed": "failed calls are answered with it, too",
        ],
        source: "LIS 2.0 WSDL, output messages; setting answer_body",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-003.yaml" },
    }

    LIS_004 "LIS-004" {
        title: "What was done is success, status, fullsuccess",
        what: "A call that was carried out in full SHALL be answered with code major success, severity status; \
            the minor code SHOULD be fullsuccess.",
        why: "Anything else makes a sender look for what went wrong.",
        example: "createPerson -> success/status/fullsuccess",
        parts: [
            Observed: "receivers answer so",
            Documented "words": "the words are in the enumerations",
        ],
        source: "LIS 2.0 WSDL, imsx_codeMinorFieldValue",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-004.yaml" },
    }

    LIS_005 "LIS-005" {
        title: "An operation that is not offered is answered as unsupported",
        what: "An operation of an offered service that the target does not carry out SHALL be answered with \
            unsupported/status/unsupportedLISoperation. The setting not_offered names such operations.",
        why: "A sender that treats unsupported as a failure sends the same again for ever.",
        example: "not_offered: [createPerson], createPerson -> unsupported/status/unsupportedLISoperation",
        parts: [
            Documented: "asked of every implementation of any part of LIS",
        ],
        source: "PeopleSoft Campus Solutions, Student Administration Integration Pack (SAIP), Status Codes and \
            Explanations",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-005.yaml" },
    }

    LIS_006 "LIS-006" {
        title: "A service that is not offered is answered as unsupported",
        what: "A call of a service that the target does not offer SHALL be answered with unsupported/status. \
            The minor code is unsupportedLIS by the service descriptions, unsupportedLISservice by others. \
            The setting not_offered names such services.",
        why: "Targets differ in the word, so a sender should go by the code major.",
        example: "not_offered: [OMS], readLineItem -> unsupported/status/unsupportedLIS",
        parts: [
            Documented: "code major and severity",
            Documented "word": "unsupportedLIS is the word of the enumerations",
        ],
        source: "PeopleSoft Campus Solutions, Student Administration Integration Pack (SAIP), Status Codes and \
            Explanations; LIS 2.0 WSDL, imsx_codeMinorFieldValue",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-006.yaml" },
    }

    LIS_007 "LIS-007" {
        title: "What is no operation of the service is answered with unknownoperation",
        what: "A request element that no operation has SHOULD be answered with \
            unsupported/status/unknownoperation. The double answers with the fault of a SOAP stack instead, \
            as it does for every vendor.",
        why: "A typing error in an operation name is seen at once either way.",
        example: "repalcePersonRequest -> a fault that names the nearest operation",
        parts: [
            Documented: "code major, severity and minor code",
        ],
        source: "PeopleSoft Campus Solutions, Student Administration Integration Pack (SAIP), Status Codes and \
            Explanations",
        default: Always,
        off: "not a switch: not emulated",
        status: NotEmulated { reason: "a stack that dispatches by the service description never gets to see such a call" },
    }

    LIS_008 "LIS-008" {
        title: "Elements stand in the schema's order, in the service's namespace",
        what: "Requests SHALL have every element in the namespace of its service and in the order of the \
            schema. At level lenient, what does not is a finding; level schema refuses it.",
        why: "Many receivers are strict about one or the other.",
        example: "personRecord before sourcedId at level schema -> a fault; at level lenient -> carried out, \
            finding element-order",
        parts: [
            Documented: "elementFormDefault is qualified, types are sequences",
        ],
        source: "LIS 2.0 WSDL, types",
        default: Always,
        off: "not a switch: see the setting level",
        status: Structural { shows: "tests/quirks/lis/LIS-008.yaml" },
    }

    LIS_009 "LIS-009" {
        title: "The version of the header does not decide",
        what: "A target SHOULD NOT refuse a request for its imsx_version: senders say V1.0, V2.0, 1.0 or \
            nothing.",
        why: "Real clients differ; a mock that insisted would test nothing but that.",
        example: "readPerson with version V2.0 -> carried out, finding header-version",
        parts: [
            Observed: "all of these are sent by known clients",
        ],
        source: "LIS 2.0 WSDL, imsx_version, held against known clients",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Structural { shows: "tests/quirks/lis/LIS-009.yaml" },
    }

    LIS_010 "LIS-010" {
        title: "Without an id or a record nothing is done",
        what: "A call whose id or record is missing or empty SHALL fail; the double answers \
            failure/error/incompletedata.",
        why: "An empty id is the commonest mistake of an export.",
        example: "replacePerson without sourcedGUID -> failure/error/incompletedata",
        parts: [
            Inferred: "the code; invaliddata is as likely elsewhere",
            Documented "content": "a membership without person or collection, and a result without line item, are incomplete by the \
            schema",
        ],
        source: "LIS 2.0 WSDL, imsx_codeMinorFieldValue and record types",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-010.yaml" },
    }

    LIS_011 "LIS-011" {
        title: "Where the two ids of a request differ, the record's own counts",
        what: "sourcedId stands in the request and in its record. A sender SHALL make them equal; when they \
            differ, the double goes by the record's and notes the finding ids-differ.",
        why: "Receivers differ in which one they take, so a sender must not rely on either.",
        example: "replacePerson, outer X-1, inner X-2 -> person X-2",
        parts: [
            Inferred: "the standard does not say which",
        ],
        source: "LIS 2.0 WSDL, replacePersonRequest",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-011.yaml" },
    }

    LIS_012 "LIS-012" {
        title: "A busy target says so",
        what: "A target that cannot take a call for now SHOULD answer failure/status/targetisbusy; the sender \
            sends again.",
        why: "A sender without a second try loses data on every busy night.",
        example: "any call -> failure/status/targetisbusy",
        parts: [
            Documented: "code major, severity and minor code",
        ],
        source: "PeopleSoft Campus Solutions, Student Administration Integration Pack (SAIP), Status Codes and \
            Explanations",
        default: Always,
        off: "not a switch: not emulated",
        status: NotEmulated { reason: "the reference target is never busy" },
    }

    LIS_013 "LIS-013" {
        title: "A lost connection is a linkfailure",
        what: "Any node on the way MAY answer failure/error/linkfailure when it cannot reach the target; a \
            sender SHOULD take it as not delivered.",
        why: "It is not the target that answers then.",
        example: "any call -> failure/error/linkfailure",
        parts: [
            Documented: "code major, severity and minor code",
        ],
        source: "PeopleSoft Campus Solutions, Student Administration Integration Pack (SAIP), Status Codes and \
            Explanations",
        default: Always,
        off: "not a switch: not emulated",
        status: NotEmulated { reason: "there is no node between the sender and the double" },
    }

    LIS_014 "LIS-014" {
        title: "Who may not call is told unauthorizedrequest",
        what: "A call that its sender may not make SHOULD fail with unauthorizedrequest. The double refuses \
            callers by the setting auth before it reads the message: HTTP 401, or a fault for a \
            UsernameToken.",
        why: "The standard leaves authentication to the transport.",
        example: "auth: basic and no credentials -> HTTP 401",
        parts: [
            Inferred: "the code is in the enumerations; when it is to be sent is not said",
        ],
        source: "LIS 2.0 WSDL, imsx_codeMinorFieldValue",
        default: Always,
        off: "not a switch: not emulated",
        status: NotEmulated { reason: "callers are refused before the message is read" },
    }
}
