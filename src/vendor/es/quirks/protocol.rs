//! Requirements ES-001 to ES-008: headers, status codes, what a call needs.

use crate::engine::quirks;

quirks! {
    /// What every exchange looks like.
    PROTOCOL, rows from 0;

    ES_001 "ES-001" {
        title: "An answer has a message id of its own and names the request it answers",
        what: "The answer's header SHALL carry a messageIdentifier of its own; every statusInfo SHALL \
            repeat the request's in messageIdRef, where the request has one.",
        why: "Answers are matched to requests by messageIdRef and by nothing else.",
        example: "readPerson with messageIdentifier m-7 -> messageIdRef m-7, a messageIdentifier that is \
            a UUID",
        parts: [
            Documented: "both elements are in syncResponseHeaderInfo",
            Inferred "own": "that the identifier is new; itslearning repeats that of the request",
            Inferred "no-id": "a request without an id is answered without messageIdRef",
        ],
        source: "ES 1.0 WSDL of itslearning and others, syncResponseHeaderInfo",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-001.yaml" },
    }

    ES_002 "ES-002" {
        title: "What goes wrong in the target is said in the status header, with HTTP 200",
        what: "A call that was understood but not carried out SHALL be answered with HTTP 200 and a \
            status header; a SOAP fault is for messages that cannot be taken at all.",
        why: "A client that looks at HTTP status or faults alone takes every failure for a success.",
        example: "readPerson of an unknown id -> HTTP 200, failure/error/unknownobject, and no fault",
        parts: [
            Observed: "public itslearning clients read the codes from every answer's header",
        ],
        source: "ES 1.0 WSDL of itslearning and others, statusInfo",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Structural { shows: "tests/quirks/es/ES-002.yaml" },
    }

    ES_003 "ES-003" {
        title: "The Body of every answer holds the response element",
        what: "The Body of an answer SHALL hold the operation's response element, empty when there is \
            nothing to say or the call failed.",
        why: "Generated clients insist on it.",
        example: "deletePerson -> <deletePersonResponse/>",
        parts: [
            Documented: "every operation has an output message with that element",
            Inferred "failed": "failed calls are answered with it, too",
        ],
        source: "ES 1.0 WSDL of itslearning and others, output messages; setting answer_body",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-003.yaml" },
    }

    ES_004 "ES-004" {
        title: "What was done is success and status, without a minor code",
        what: "A call that was carried out in full SHALL be answered with codeMajor success and severity \
            status; codeMinor SHOULD be left out.",
        why: "Anything else makes a sender look for what went wrong.",
        example: "createPerson -> success/status",
        parts: [
            Documented: "the two values and that codeMinor is optional",
            Observed "minor": "clients take a success without a minor code",
        ],
        source: "ES 1.0 WSDL of itslearning and others, statusInfo",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-004.yaml" },
    }

    ES_005 "ES-005" {
        title: "A call in the plural is answered with a status for each item",
        what: "A call in the plural SHALL be carried out item by item and answered with statusInfoSet: \
            one statusInfo for each item, in the order of the request. An item that fails SHALL NOT \
            keep the others from being carried out.",
        why: "A sender that looks at the first status, or at none, loses what failed behind it.",
        example: "createPersons of P-1 (in use) and P-2 -> statusInfoSet of failure and success; P-2 is there",
        parts: [
            Documented: "statusInfoSet is in the header of answers",
            Documented "order": "by the order of the request, as itslearning says for its own",
            Inferred "items": "items are independent of each other",
        ],
        source: "ES 1.0 WSDL of itslearning and others, syncResponseHeaderInfo; itslearning developer pages",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Structural { shows: "tests/quirks/es/ES-005.yaml" },
    }

    ES_006 "ES-006" {
        title: "A call without what it needs fails",
        what: "A call without sourcedId, without a parameter it needs or without a record SHALL fail; the \
            double answers failure/error/incompletedata. So SHALL a membership that does not say in \
            which group it is and of whom.",
        why: "Toolkits leave out what they are not given, and nothing in the message says that it is not \
            complete.",
        example: "createMembership without groupSourcedId -> failure/error/incompletedata",
        parts: [
            Documented: "the parameters are required in the schema",
            Inferred "content": "what a membership needs: published schemas leave it optional",
            Inferred "code": "which code it fails with",
        ],
        source: "ES 1.0 WSDL of itslearning and others",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-006.yaml" },
    }

    ES_007 "ES-007" {
        title: "Records that go with a person or a group come with a statusInfoSet",
        what: "readPersonsForGroup, readGroupsForPerson, readMembershipsForPerson and \
            readMembershipsForGroup are calls in the plural: their answers SHALL have a statusInfoSet, \
            which holds one statusInfo.",
        why: "A client that reads statusInfo finds nothing and takes the call for failed.",
        example: "readMembershipsForPerson -> statusInfoSet with one statusInfo, success/status",
        parts: [
            Inferred: "for the standard; itslearning documents it for its own",
        ],
        source: "itslearning developer page readGroupsForPerson; public itslearning clients",
        default: On,
        off: "the answers have a single statusInfo",
        status: Emulated { scenario: "tests/quirks/es/ES-007.yaml" },
    }

    ES_008 "ES-008" {
        title: "What the standard does not have is unsupported",
        what: "An operation that is understood and not offered SHALL be answered with codeMajor \
            unsupported; the double answers unsupported/status/unsupportedoperation.",
        why: "It tells a vendor's own operation from a mistake of the sender.",
        example: "readAllPersons at the address of all services -> unsupported/status/unsupportedoperation",
        parts: [
            Documented: "the code",
            Inferred "minor": "severity and minor code",
        ],
        source: "ES 1.0 WSDL of itslearning and others, codeMajor",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-008.yaml" },
    }
}
