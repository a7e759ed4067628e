//! Requirements LIS-020 to LIS-039: create, replace, update, delete, other ids.

use super::PROTOCOL;
use crate::engine::quirks;

quirks! {
    /// What is written, and what goes with it.
    WRITES, rows from PROTOCOL.len();

    LIS_020 "LIS-020" {
        title: "Create refuses an id that is in use",
        what: "create SHALL make the object under the given sourcedId, and SHALL fail when an object of its \
            kind has that id already; the double answers failure/error/idallocinusefail and changes nothing.",
        why: "create is not idempotent: a second run of an export fails where replace would not.",
        example: "createPerson P-1 twice -> success, then failure/error/idallocinusefail",
        parts: [
            Documented: "that it fails",
            Inferred "code": "which code it fails with",
        ],
        source: "LIS 2.0 WSDL, createPerson",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-020.yaml" },
    }

    LIS_021 "LIS-021" {
        title: "createByProxy allocates the id and answers it",
        what: "createByProxy SHALL make the object under an id that the target allocates, and SHALL answer that \
            id. What the record says about its id is ignored.",
        why: "The sender must store the answer, or it can never change the object again.",
        example: "createByProxyPerson with an empty sourcedId -> success, sourcedId 0f1e…; readPerson of it finds \
            the person",
        parts: [
            Documented: "the response has a sourcedId",
            Observed "empty-id": "clients send an empty sourcedId",
            Inferred "ignored": "an id that is sent all the same is ignored",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), createByProxyLineItem; Turnitin LIS SDK",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-021.yaml" },
    }

    LIS_022 "LIS-022" {
        title: "Replace overwrites all that was stored",
        what: "replace SHALL put the given record in place of the stored one: what it leaves out is gone. The \
            same replace again SHALL succeed and change nothing.",
        why: "An export that sends only what changed must use update, or it deletes everything else.",
        example: "person with e-mail, replacePerson without -> no e-mail",
        parts: [
            Documented: "described as destructive for outcomes objects",
            Inferred "idempotent": "the same twice leaves the same",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), replaceLineItem, replaceResult, \
            replaceResultValue",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-022.yaml" },
    }

    LIS_023 "LIS-023" {
        title: "Replace creates what is not there",
        what: "replace of an id that no object has SHALL create the object.",
        why: "This is what lets a SIS send nothing but replace.",
        example: "replacePerson of an unknown P-1 -> success, and the person is there",
        parts: [
            Documented: "said of all outcomes objects",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), replaceLineItem, replaceResult, \
            replaceResultValue",
        default: On,
        off: "replace of an unknown id fails with unknownobject",
        status: Emulated { scenario: "tests/quirks/lis/LIS-023.yaml" },
    }

    LIS_024 "LIS-024" {
        title: "In outcomes, a replace that created says createsuccess",
        what: "Where the code exists (the outcomes service), a replace that created SHOULD be answered with \
            createsuccess; elsewhere with fullsuccess.",
        why: "A client that compares the minor code with fullsuccess fails on every new result.",
        example: "replaceLineItem of an unknown id -> success/status/createsuccess; again -> fullsuccess",
        parts: [
            Inferred: "the code is in the enumeration of 2011; when it is sent is not said",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), imsx_codeMinorFieldValue",
        default: On,
        off: "every success says fullsuccess",
        status: Emulated { scenario: "tests/quirks/lis/LIS-024.yaml" },
    }

    LIS_025 "LIS-025" {
        title: "An update that cannot be told from a replace is a replace",
        what: "A target SHOULD offer update beside replace. Where it does not, it SHALL answer update as \
            unsupported and not treat it as a replace.",
        why: "An update taken as a replace deletes what it left out.",
        example: "not_offered: [updatePerson], updatePerson -> unsupported/status/unsupportedLISoperation, nothing \
            changed",
        parts: [
            Inferred: "follows from what replace and update mean",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), updateLineItem",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Structural { shows: "tests/quirks/lis/LIS-025.yaml" },
    }

    LIS_026 "LIS-026" {
        title: "Update adds to what is stored",
        what: "update SHALL leave alone what the record leaves out. Given elements are set, groups of elements \
            are merged, named fields by their names, and of persons names, addresses, contacts, user ids and \
            the like by their types. Other lists are replaced as a whole.",
        why: "Nothing can be taken away by an update: that needs replace.",
        example: "person with name and e-mail, updatePerson with another e-mail -> the name stays",
        parts: [
            Documented: "described as additive for outcomes objects",
            Inferred "merge": "how far into a record that goes",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), updateLineItem, updateResult, updateResultValue",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-026.yaml" },
    }

    LIS_027 "LIS-027" {
        title: "Update of an unknown id fails",
        what: "update SHALL fail when no object has the id; the double answers failure/error/unknownobject.",
        why: "update is no way to create.",
        example: "updatePerson of an unknown id -> failure/error/unknownobject",
        parts: [
            Inferred: "the code, after that of delete",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), updateLineItem",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-027.yaml" },
    }

    LIS_028 "LIS-028" {
        title: "Delete of an unknown id fails",
        what: "delete SHALL fail when no object has the id; the double answers failure/error/unknownobject. So \
            the second of two deletes fails.",
        why: "A sender that repeats a delete must expect this answer.",
        example: "deletePerson twice -> success, then failure/error/unknownobject",
        parts: [
            Documented: "that it fails",
            Inferred "code": "which code it fails with",
        ],
        source: "LIS 2.0 WSDL, deletePerson",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-028.yaml" },
    }

    LIS_029 "LIS-029" {
        title: "A deleted person's memberships go with it",
        what: "deletePerson SHALL remove the person for good, together with the memberships that refer to it.",
        why: "The SIS must not delete the memberships afterwards: each would fail.",
        example: "P-1 with membership M-1, deletePerson P-1 -> M-1 is gone",
        parts: [
            Documented: "a cascading delete that cannot be undone; references in memberships are removed",
            Inferred "results": "results of the person go, too",
        ],
        source: "LIS 2.0 WSDL, deletePerson",
        default: On,
        off: "memberships and results of a deleted person stay",
        status: Emulated { scenario: "tests/quirks/lis/LIS-029.yaml" },
    }

    LIS_030 "LIS-030" {
        title: "deleteLineItem answers the ids of the results that went with it",
        what: "deleteLineItem SHALL answer the ids of the results concerned in resultIdSet, and these results \
            are gone.",
        why: "It is the only delete that answers anything.",
        example: "line item with results R-1 and R-2, deleteLineItem -> resultIdSet R-1, R-2",
        parts: [
            Documented: "the response has a resultIdSet",
            Inferred "gone": "that the results are deleted",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), deleteLineItem",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-030.yaml" },
    }

    LIS_031 "LIS-031" {
        title: "Memberships in a deleted group or course go with it",
        what: "The standard documents no cascade but the person's. The double removes the memberships in a \
            deleted group or course object, and nothing else; the setting delete_cascade decides. A sender \
            SHOULD delete what depends on an object before the object.",
        why: "Receivers differ widely here.",
        example: "section S-1 with membership M-1, deleteCourseSection -> M-1 is gone",
        parts: [
            Inferred: "memberships without a collection mean nothing",
        ],
        source: "LIS 2.0 WSDL, deleteCourseSection and its sisters, which say nothing",
        default: Always,
        off: "not a switch: see the setting delete_cascade",
        status: Emulated { scenario: "tests/quirks/lis/LIS-031.yaml" },
    }

    LIS_032 "LIS-032" {
        title: "changeIdentifier gives an object another id",
        what: "changeXIdentifier SHALL move the object to newSourcedId: the old id is unknown afterwards. It \
            SHALL fail for an id that is not there (unknownobject) and for one that is taken \
            (idallocinusefail).",
        why: "It is the only way to change an id without losing memberships.",
        example: "changePersonIdentifier P-1 to P-2 -> readPerson P-1 fails, readPerson P-2 finds the person",
        parts: [
            Documented: "that the id is changed",
            Inferred "codes": "which codes failures have",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), changeLineItemIdentifier",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-032.yaml" },
    }

    LIS_033 "LIS-033" {
        title: "References follow a changed identifier",
        what: "After changeIdentifier, records that referred to the old id SHOULD refer to the new one.",
        why: "Where references do not follow, the SIS must send the memberships again.",
        example: "P-1 with membership M-1, changePersonIdentifier P-1 to P-2 -> M-1 is P-2's",
        parts: [
            Inferred: "the standard says only that the id changes",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), changeLineItemIdentifier",
        default: On,
        off: "references keep the old id",
        status: Emulated { scenario: "tests/quirks/lis/LIS-033.yaml" },
    }

    LIS_034 "LIS-034" {
        title: "A section or offering can be copied for another session",
        what: "createCourseSectionFromCourseSection and its sister for offerings SHALL make an object \
            newSourcedId that is like sourcedId, with the given academicSession. They fail as create and \
            read do.",
        why: "Nothing but the session changes: dates must be updated after it.",
        example: "createCourseSectionFromCourseSection S-1, 2027S, S-2 -> S-2 has the title of S-1 and academic \
            session 2027S",
        parts: [
            Documented: "the parameters",
            Inferred "copy": "that all else is copied",
        ],
        source: "LIS 2.0 WSDL, createCourseSectionFromCourseSection",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-034.yaml" },
    }

    LIS_035 "LIS-035" {
        title: "updateStatus sets the status and nothing else",
        what: "updateCourseSectionStatus and its sister for offerings SHALL set status and leave everything \
            else.",
        why: "It is the short way to close a section.",
        example: "updateCourseSectionStatus S-1 Inactive -> status Inactive, title as before",
        parts: [
            Documented: "the parameters",
            Inferred "word": "any word is taken",
        ],
        source: "LIS 2.0 WSDL, updateCourseSectionStatus",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-035.yaml" },
    }

    LIS_036 "LIS-036" {
        title: "replaceResultsForLineItem tells what became of each result in the Body",
        what: "replaceResultsForLineItem SHALL answer one replaceStatus for each result. The double uses minor \
            codes as words: createsuccess, fullsuccess, incompletedata without an id, invaliddata for a \
            result of another line item; with failures the header says success/warning/partialdatastorage.",
        why: "The header alone does not tell which result failed.",
        example: "two results, one of another line item -> fullsuccess and invaliddata in the Body",
        parts: [
            Documented: "the Body's replaceStatusCodes",
            Inferred "words": "the words and the header",
        ],
        source: "IMS Outcomes Management Service 1.0 WSDL (2011), replaceResultsForLineItem",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-036.yaml" },
    }

    LIS_037 "LIS-037" {
        title: "Sections join and leave an association one by one",
        what: "addCourseSectionId and removeCourseSectionId SHALL change one section of the list. Adding one \
            that is there changes nothing; removing one that is not there fails with unknownobject.",
        why: "The whole list need not be sent for one section.",
        example: "addCourseSectionId A-1, S-2 -> sections S-1, S-2",
        parts: [
            Documented: "the parameters",
            Inferred "twice": "what happens the second time",
        ],
        source: "LIS 2.0 WSDL, addCourseSectionId, removeCourseSectionId",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-037.yaml" },
    }

    LIS_038 "LIS-038" {
        title: "Relationships of groups are added whole and removed by relationId",
        what: "addGroupRelationship SHALL add one relationship, removeGroupRelationship SHALL remove the one of \
            that relationId. One of the same relationId is replaced; removing one that is not there fails \
            with unknownobject.",
        why: "A relationship without relationId cannot be removed singly.",
        example: "addGroupRelationship DEP-1, relation_id R-1, Parent, FAC-1 -> it is there; \
            removeGroupRelationship R-1 -> gone",
        parts: [
            Observed: "the parameters, in a vendor's service description",
            Inferred "twice": "what happens the second time",
        ],
        source: "Blackboard Learn, group service WSDL, addGroupRelationship",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Emulated { scenario: "tests/quirks/lis/LIS-038.yaml" },
    }

    LIS_039 "LIS-039" {
        title: "A section that a replaced association leaves out has left it",
        what: "replaceSectionAssociation SHALL set the whole list of sections.",
        why: "Sending only new sections removes the old ones.",
        example: "association of S-1 and S-2, replaceSectionAssociation with S-2 -> sections S-2",
        parts: [
            Observed: "a receiver removes what the list leaves out",
        ],
        source: "LIS 2.0 WSDL, replaceSectionAssociation, held against a known receiver",
        default: Always,
        off: "not a switch: the reference target has no other way",
        status: Structural { shows: "tests/quirks/lis/LIS-039.yaml" },
    }
}
