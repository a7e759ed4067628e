//! Requirements ES-040 to ES-046: reading.

use super::{PROTOCOL, WRITES};
use crate::engine::quirks;

quirks! {
    /// What is read.
    READS, rows from PROTOCOL.len() + WRITES.len();

    ES_040 "ES-040" {
        title: "Read gives what was stored",
        what: "read SHALL answer the record as it was stored; in the plural those that are there, with \
            the statuses of all.",
        why: "It is how a SIS checks what arrived.",
        example: "readPersons P-1, P-404 -> success, failure/error/unknownobject; one person",
        parts: [
            Documented: "request and response",
            Inferred "whole": "nothing is left out or added",
        ],
        source: "ES 1.0 WSDL of itslearning and others",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-040.yaml" },
    }

    ES_041 "ES-041" {
        title: "Read of an unknown id fails",
        what: "read SHALL fail when no object has the id; the double answers failure/error/unknownobject \
            and no record.",
        why: "An empty answer could be an empty person.",
        example: "readPerson of an unknown id -> failure/error/unknownobject",
        parts: [
            Inferred: "after LIS",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-041.yaml" },
    }

    ES_042 "ES-042" {
        title: "Persons of a group are those with a membership in it",
        what: "readPersonsForGroup SHALL answer the persons that have a membership in the group, each \
            once. Members that are groups are none.",
        why: "It is how the roster of a class is read.",
        example: "readPersonsForGroup G-1 -> personIdPairSet of P-1 and P-2",
        parts: [
            Documented: "request and response",
            Inferred "which": "who belongs to it",
        ],
        source: "ES 1.0 WSDL of itslearning and others",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-042.yaml" },
    }

    ES_043 "ES-043" {
        title: "Groups of a person are those it has a membership in",
        what: "readGroupsForPerson SHALL answer the groups that the person has a membership in, each \
            once; not those above them.",
        why: "It is how the classes of a student are read.",
        example: "readGroupsForPerson P-1 -> G-1",
        parts: [
            Documented: "request and response",
            Inferred "which": "what belongs to it",
        ],
        source: "public ES 1.0 WSDLs other than that of itslearning",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-043.yaml" },
    }

    ES_044 "ES-044" {
        title: "Memberships of a person or in a group",
        what: "readMembershipsForPerson SHALL answer the memberships of the person, \
            readMembershipsForGroup those in the group, those of groups included.",
        why: "It is how a SIS finds memberships whose ids it does not know.",
        example: "readMembershipsForGroup G-1 -> M-1, M-2",
        parts: [
            Documented: "request and response",
            Inferred "which": "what belongs to it",
        ],
        source: "ES 1.0 WSDL of itslearning and others",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-044.yaml" },
    }

    ES_045 "ES-045" {
        title: "What goes with something unknown cannot be read",
        what: "Asking for what goes with a person or a group that is not there SHALL fail; the double \
            answers failure/error/unknownobject.",
        why: "An empty set could be a class without pupils.",
        example: "readPersonsForGroup of an unknown id -> failure/error/unknownobject",
        parts: [
            Inferred: "after read",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: On,
        off: "the answer is an empty set",
        status: Emulated { scenario: "tests/quirks/es/ES-045.yaml" },
    }

    ES_046 "ES-046" {
        title: "Sets that are read carry the ids where that is possible",
        what: "Where servers differ in the set they answer with, the one that pairs ids with records \
            SHOULD be used: personIdPairSet for readPersons, groupIdPairSet for readGroupsForPerson, \
            membershipIDPairSet for memberships.",
        why: "Records have no id in them in ES: a set without ids can only be matched by its order.",
        example: "readPersons P-1 -> personIdPairSet { personIdPair { sourcedId P-1, person } }",
        parts: [
            Inferred: "published schemas disagree",
        ],
        source: "public ES 1.0 WSDLs, which differ",
        default: On,
        off: "personSet, groupSet and membershipSet are used",
        status: Emulated { scenario: "tests/quirks/es/ES-046.yaml" },
    }
}
