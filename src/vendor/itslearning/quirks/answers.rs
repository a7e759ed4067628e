//! Rules ITS-014 to ITS-024: statuses, headers of answers, and how strictly a body is read.

use super::{CLIENTS, METHODS, STACK, TRANSPORT, WSDL};
use crate::engine::quirks;

quirks! {
    /// Statuses, headers of answers, and how strictly a body is read.
    ANSWERS, rows from TRANSPORT.len();

    ITS_014 "ITS-014" {
        title: "Operations on one object answer statusInfo, those on many answer statusInfoSet",
        what: "Singular operations and readAllPersons have one statusInfo in the header. Plural operations, and the \
            reads for a person or for a group, have a statusInfoSet, the latter with a single entry.",
        why: "A client must look for both. An XML library that turns a set of one into a plain object adds a third \
            form of its own.",
        example: "readPerson -> statusInfo; readPersons of one id -> statusInfoSet with one statusInfo",
        parts: [
            Observed: "the response structures of a public client and the captured service description",
            Documented "samples": "printed answers of plural operations",
        ],
        source: CLIENTS,
        default: Always,
        off: "not a switch: it is the form of the answers",
        status: Structural { shows: "tests/quirks/itslearning/ITS-014.yaml" },
    }

    ITS_015 "ITS-015" {
        title: "The statuses of a plural call stand in the order of the request and carry no id",
        what: "A statusInfoSet has one statusInfo for each requested object, in request order. Nothing in it says \
            which object it is about.",
        why: "Position is the only key. Keep your list of ids until the answer is there, and check that both have the \
            same length.",
        example: "deletePersons S-31, P-1001, S-09 with S-09 unknown -> success, success, failure",
        parts: [
            Documented: "the pages of the plural methods",
        ],
        source: METHODS,
        default: Always,
        off: "not a switch: there is no other way to write the set",
        status: Structural { shows: "tests/quirks/itslearning/ITS-015.yaml" },
    }

    ITS_016 "ITS-016" {
        title: "One bad object does not spoil a plural call",
        what: "Each object of a plural call is judged by itself. Those that are fine are stored, those that are not \
            are reported as failure at their position, and the call as a whole is HTTP 200.",
        why: "A client that asks only whether the answer contains the word success never learns of the ones that \
            failed.",
        example: "createPersons with three persons, the second without last name -> success, failure, success; two \
            persons stored",
        parts: [
            Documented: "an example with several groups of which one school is refused",
        ],
        source: "itslearning developer site, createGroups and Creating organisations",
        default: On,
        off: "all or nothing: when one object is refused, the whole call is undone and every position reports failure",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-016.yaml" },
    }

    ITS_017 "ITS-017" {
        title: "Answers carry a security header that must be understood",
        what: "Beside the status block every answer has o:Security with s:mustUnderstand=\"1\" and a timestamp in it: \
            Created, and Expires five minutes later.",
        why: "A strict SOAP toolkit refuses an answer whose mandatory header it does not know. Teach it that header, \
            or switch the check off.",
        example: "any success -> o:Security s:mustUnderstand=\"1\" with u:Timestamp u:Id=\"_0\", both times in UTC \
            with milliseconds",
        parts: [
            Documented: "the printed answers",
            Inferred "faults": "faults for callers who did not identify themselves have no such header",
        ],
        source: "itslearning developer site, the samples of the method pages",
        default: On,
        off: "the answer's header holds the status block alone",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-017.yaml" },
    }

    ITS_018 "ITS-018" {
        title: "A warning is a success",
        what: "When something was done otherwise than asked (inserted instead of updated, a relationship skipped) the \
            status is codeMajor success with severity warning and a description. The data is stored.",
        why: "A client that counts warnings as failures sends the same object for ever. One that ignores them misses \
            that its ids are wrong.",
        example: "replacePerson of an unknown id -> success/warning, Object did not exist, has been inserted instead",
        parts: [
            Observed: "a client in production knows three combinations: success/status, success/warning, failure/error",
            Inferred "which": "which texts go with a warning; the printed statuses are cut off",
        ],
        source: "a public TypeScript client; itslearning developer site, replacePerson",
        default: On,
        off: "success/status without description",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-018.yaml" },
    }

    ITS_019 "ITS-019" {
        title: "Status codes are written in lower case",
        what: "codeMajor is success, failure, unsupported or processing; severity is status, warning or error. Nothing \
            is capitalized.",
        why: "A public client compares with Warning and Failure, so it never sees a warning and takes failures for \
            unknown errors. Compare exactly.",
        example: "a refused call -> <codeMajor>failure</codeMajor><severity>error</severity>",
        parts: [
            Observed: "the enumerations of the captured service description",
        ],
        source: WSDL,
        default: Always,
        off: "not a switch: the words are the schema's",
        status: Structural { shows: "tests/quirks/itslearning/ITS-019.yaml" },
    }

    ITS_020 "ITS-020" {
        title: "Elements in a wrong namespace are passed over, not refused",
        what: "The server takes from a body the elements that it knows, by name and namespace, and does not notice the \
            rest. An element with the right name in a wrong namespace is as good as missing.",
        why: "The call succeeds and the value is not there. One client lost every change of role to a mistyped prefix \
            this way. The double leaves a finding.",
        example: "updateMembership with role in the group namespace -> the role stays as it was",
        parts: [
            Inferred: "how the server's XML serializer works; nobody noticed that client's misspelled element",
        ],
        source: STACK,
        default: On,
        off: "elements are found by their local names, whatever namespace they are in",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-020.yaml" },
    }

    ITS_021 "ITS-021" {
        title: "A value outside an enumeration is a fault for the whole message",
        what: "relation, telType, gender and roleType of memberships are enumerations. A value outside of them cannot \
            be read, and the answer is HTTP 500 with InternalServiceFault, which names neither the element nor the \
            object.",
        why: "One bad value in a batch of fifty takes all fifty down, without a status for any.",
        example: "createMemberships with roleType Pupil in one of three memberships -> HTTP 500, none stored",
        parts: [
            Inferred: "the captured schema and this server stack's behavior",
            Observed "values": "the enumerations",
            Inferred "institution-role": "institutionRoleType is not treated this way unless the setting \
                strict_role_enum says so (ITS-102)",
        ],
        source: STACK,
        default: On,
        off: "the value is passed over as if the element were missing, and a finding is noted",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-021.yaml" },
    }

    ITS_022 "ITS-022" {
        title: "An empty birth date is a fault for the whole message",
        what: "bday must be a date as YYYY-MM-DD. An empty element, or one without leading zeros, cannot be read, and \
            the answer is HTTP 500 with InternalServiceFault.",
        why: "Leave bday out when you do not know it. One client dropped birth dates from all of its messages because \
            of this.",
        example: "createPerson with <bday/> -> HTTP 500, no person",
        parts: [
            Observed: "a comment in a public client: an empty birth date gives HTTP 500",
            Inferred "not-padded": "2010-1-5 is not a date either",
        ],
        source: "a public Go client, its function for createPerson",
        default: On,
        off: "a birth date that cannot be read is passed over, and a finding is noted",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-022.yaml" },
    }

    ITS_023 "ITS-023" {
        title: "formatName may be missing although the schema requires it",
        what: "The schema has formatName as a required element that may be nil. Clients leave it out and are served.",
        why: "Nothing needs to be sent here. Validating your messages against the schema reports it all the same.",
        example: "createPerson without formatName -> success",
        parts: [
            Observed: "clients in production leave it out",
        ],
        source: CLIENTS,
        default: On,
        off: "a person without formatName is refused as a message that cannot be read",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-023.yaml" },
    }

    ITS_024 "ITS-024" {
        title: "Whether the order of elements matters is not known",
        what: "The schema gives the elements of a person in a fixed order and every public client follows it. What the \
            server does with another order nobody says. The double takes any; the setting element_order refuses \
            others.",
        why: "Keep to the schema's order, then the question does not arise.",
        example: "email before name -> accepted, with a finding; with element_order: schema, refused",
        parts: [
            Inferred: "the sources are silent",
        ],
        source: WSDL,
        default: Always,
        off: "not a switch: see the setting element_order",
        status: Structural { shows: "tests/quirks/itslearning/ITS-024.yaml" },
    }
}
