//! Requirements ES-020 to ES-031: create, replace, update, delete, other ids.

use super::PROTOCOL;
use crate::engine::quirks;

quirks! {
    /// What is written, and what goes with it.
    WRITES, rows from PROTOCOL.len();

    ES_020 "ES-020" {
        title: "Create refuses an id that is in use",
        what: "create SHALL make the object under the given sourcedId, and SHALL fail when an object of \
            its kind has that id already; the double answers failure/error/idallocinusefail and \
            changes nothing.",
        why: "create is not idempotent: a second run of an export fails where replace would not.",
        example: "createPerson P-1 twice -> success, then failure/error/idallocinusefail",
        parts: [
            Inferred: "after LIS",
            Inferred "code": "which code it fails with",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-020.yaml" },
    }

    ES_021 "ES-021" {
        title: "createByProxy allocates the id and answers it",
        what: "createByProxy SHALL make the object under an id that the target allocates, and SHALL \
            answer that id; in the plural all ids, in the order of the request.",
        why: "The sender must store the answer, or it can never change the object again.",
        example: "createByProxyPerson -> success, sourcedId 0f1e…; readPerson of it finds the person",
        parts: [
            Documented: "the response has a sourcedId, or a sourcedIdSet",
            Inferred "order": "the order of a set; createByProxyMemberships sends ids all the same, and they are ignored",
        ],
        source: "public ES 1.0 WSDLs other than that of itslearning",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-021.yaml" },
    }

    ES_022 "ES-022" {
        title: "Replace overwrites all that was stored",
        what: "replace SHALL put the given record in place of the stored one: what it leaves out is gone. \
            The same replace again SHALL succeed and change nothing.",
        why: "An export that sends only what changed must use update, or it deletes everything else.",
        example: "person with e-mail, replacePerson without -> no e-mail",
        parts: [
            Inferred: "after LIS",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-022.yaml" },
    }

    ES_023 "ES-023" {
        title: "Replace creates what is not there",
        what: "replace of an id that no object has SHALL create the object.",
        why: "This is what lets a SIS send nothing but replace.",
        example: "replacePerson of an unknown P-1 -> success, and the person is there",
        parts: [
            Inferred: "after LIS",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: On,
        off: "replace of an unknown id fails with unknownobject",
        status: Emulated { scenario: "tests/quirks/es/ES-023.yaml" },
    }

    ES_024 "ES-024" {
        title: "Update adds to what is stored",
        what: "update SHALL leave alone what the record leaves out. Given elements are set, groups of \
            elements are merged, named fields by their names, telephones and roles of persons by their \
            types. Other lists are replaced as a whole.",
        why: "Nothing can be taken away by an update: that needs replace.",
        example: "person with name and e-mail, updatePerson with another e-mail -> the name stays",
        parts: [
            Inferred: "after LIS",
            Inferred "nil": "formatName must be in every message: one without a value leaves what is stored",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-024.yaml" },
    }

    ES_025 "ES-025" {
        title: "Update of an unknown id fails",
        what: "update SHALL fail when no object has the id; the double answers failure/error/unknownobject.",
        why: "update is no way to create.",
        example: "updatePerson of an unknown id -> failure/error/unknownobject",
        parts: [
            Inferred: "after LIS",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-025.yaml" },
    }

    ES_026 "ES-026" {
        title: "Delete of an unknown id fails",
        what: "delete SHALL remove the object, and SHALL fail when no object has the id; the double \
            answers failure/error/unknownobject.",
        why: "A second run of the same deletion reports failures that are none.",
        example: "deletePerson twice -> success, then failure/error/unknownobject",
        parts: [
            Inferred: "after LIS",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-026.yaml" },
    }

    ES_027 "ES-027" {
        title: "Memberships of a deleted person go with it",
        what: "Deleting a person SHOULD remove the memberships of that person.",
        why: "What stays would name nobody.",
        example: "deletePerson P-1 -> its membership M-1 is gone",
        parts: [
            Inferred: "after LIS",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: On,
        off: "the memberships stay",
        status: Emulated { scenario: "tests/quirks/es/ES-027.yaml" },
    }

    ES_028 "ES-028" {
        title: "Memberships in a deleted group, and of it in others, go with it",
        what: "Deleting a group SHOULD remove the memberships in it and those that it has in other \
            groups. Groups below it stay.",
        why: "What stays would lead nowhere.",
        example: "deleteGroup G-1 -> membership M-1 in it is gone, the group that names it as its parent \
            is not",
        parts: [
            Inferred: "after LIS",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: On,
        off: "the memberships stay",
        status: Emulated { scenario: "tests/quirks/es/ES-028.yaml" },
    }

    ES_029 "ES-029" {
        title: "changeIdentifier gives an object another id",
        what: "changeIdentifier SHALL move the object to the new id. It SHALL fail with unknownobject \
            when the old id is unknown, and with idallocinusefail when the new one is in use.",
        why: "It is the only way to a new id that keeps memberships.",
        example: "changePersonIdentifier P-1 to P-2 -> P-2 is there, P-1 is not",
        parts: [
            Documented: "request and response",
            Inferred "failures": "when it fails, and with which codes",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-029.yaml" },
    }

    ES_030 "ES-030" {
        title: "References follow a changed identifier",
        what: "After changeIdentifier of a person or a group, memberships and relationships that named \
            the old id SHOULD name the new one.",
        why: "Otherwise the object loses its memberships with its id.",
        example: "changePersonIdentifier P-1 to P-2 -> membership M-1 names P-2",
        parts: [
            Inferred: "after LIS",
        ],
        source: "by analogy: the operations of LIS 2.0, which descends from ES",
        default: On,
        off: "references keep the old id",
        status: Emulated { scenario: "tests/quirks/es/ES-030.yaml" },
    }

    ES_031 "ES-031" {
        title: "A relationship is taken away by the id of the other group",
        what: "deleteGroupRelationship SHALL remove the relationships whose sourceId is relationId, and \
            SHALL fail with unknownobject when there is none.",
        why: "A relationship has no id of its own in ES, unlike in LIS.",
        example: "group with parent G-9, deleteGroupRelationship relationId G-9 -> no parent",
        parts: [
            Documented: "request and response",
            Inferred "id": "what relationId means",
        ],
        source: "public ES 1.0 WSDLs other than that of itslearning",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/es/ES-031.yaml" },
    }
}
