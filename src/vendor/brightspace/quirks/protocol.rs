//! Rules D2L-001 to D2L-013: ids, headers, status codes, namespaces, paths.

use crate::engine::quirks;

const PMS: &str = "Brightspace Community, The Person Management Service (PMS), kb 23829";

quirks! {
    /// What every exchange looks like on the wire.
    PROTOCOL, rows from 0;

    D2L_001 "D2L-001" {
        title: "The answer's message id is built from service, operation and time",
        what: "imsx_messageIdentifier of an answer reads <service>_<operation>_<yyyyMMdd>T<HHmmss>_<7 digits>Z, in \
            UTC. It has nothing to do with the id of the request.",
        why: "A client that checks for a UUID, or that looks for its own id there, takes good answers for bad ones. \
            Its own id comes back in imsx_messageRefIdentifier.",
        example: "replacePerson with message id kx-101 -> message id PMS_replacePerson_20260105T080000_0000000Z",
        parts: [
            Documented: "the form, as the printed person, group and association answers show it",
            Inferred "other-services": "services whose answers are not printed put their own abbreviation in front",
        ],
        source: PMS,
        default: On,
        off: "the id is a UUID",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-001.yaml" },
    }

    D2L_002 "D2L-002" {
        title: "The request's message id is echoed, its version is not",
        what: "imsx_messageRefIdentifier repeats the request's message id. imsx_version of the answer is always V1.0, \
            whatever version the request named.",
        why: "Match answers to requests by the reference id, and do not compare versions.",
        example: "readPerson with version 1.0 and message id m-7 -> version V1.0, reference id m-7",
        parts: [
            Documented: "both, in the printed samples (the reference id of the readPerson pair is a slip of the page)",
            Inferred "no-header": "a request without id, or without header block, is answered with an empty reference id",
        ],
        source: PMS,
        default: On,
        off: "the request's version is echoed",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-002.yaml" },
    }

    D2L_003 "D2L-003" {
        title: "Only the sourcedId inside sourcedGUID counts; the one directly in the request is ignored",
        what: "replacePersonRequest carries sourcedId twice. The adapter reads personRecord/sourcedGUID/sourcedId and \
            stores it as OrgDefinedId; the outer one may say anything.",
        why: "A client that fills only the outer sourcedId gets an error, and one that fills the two differently \
            creates a user under a key it did not mean.",
        example: "outer sourcedId X-1, inner X-2 -> user X-2; outer X-1 and no inner one -> failure/status/invaliddata",
        parts: [
            Documented: "a comment in the printed request calls the outer one unused; the field table requires the inner one",
        ],
        source: PMS,
        default: On,
        off: "a missing inner id is taken from the outer one",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-003.yaml" },
    }

    D2L_004 "D2L-004" {
        title: "Answers to replace and delete have an empty Body",
        what: "The SOAP Body of the answer to a replace or a delete has no child at all, not even the element, such as \
            replacePersonResponse, that the service description declares. The setting answer_body decides, too.",
        why: "Generated SOAP clients often insist on the response element and fail on a call that did its work.",
        example: "replacePerson of a valid person -> header with success, <s:Body/>",
        parts: [
            Documented: "the printed answers of the person service, and the remark that no fields are returned",
            Inferred "other-services": "the other services answer in the same way",
        ],
        source: PMS,
        default: On,
        off: "the Body holds the empty response element, as the service description has it",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-004.yaml" },
    }

    D2L_005 "D2L-005" {
        title: "A replacePerson that worked reports a warning and partialdatastorage",
        what: "The status of a successful replacePerson is success with severity warning and minor code \
            partialdatastorage: not everything a LIS person can hold has a place in Brightspace.",
        why: "A client that takes anything but status/fullsuccess for a failure resends every person for ever.",
        example: "replacePerson of a valid person -> success/warning/partialdatastorage, and the user is there",
        parts: [
            Documented: "the printed answer",
        ],
        source: PMS,
        default: On,
        off: "success/status/fullsuccess",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-005.yaml" },
    }

    D2L_006 "D2L-006" {
        title: "A deletePerson that worked reports status and fullsuccess",
        what: "Unlike replacePerson, deletePerson answers success/status/fullsuccess. That is also what the standard says.",
        why: "Code that accepts only the warning of replacePerson misjudges deletes.",
        example: "deletePerson Demo_User -> success/status/fullsuccess, no description",
        parts: [
            Documented: "the printed answer",
        ],
        source: PMS,
        default: Always,
        off: "not a switch: the standard wants the same",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-006.yaml" },
    }

    D2L_007 "D2L-007" {
        title: "A message that cannot be translated fails with severity status, not error",
        what: "When a required field is missing or a translator meets bad data, the answer is failure with severity \
            status and minor code invaliddata. Nothing is changed.",
        why: "A client that looks for severity error overlooks these refusals. Go by imsx_codeMajor.",
        example: "replacePerson without a last name -> failure/status/invaliddata; no user is created",
        parts: [
            Documented: "the interface pages name this triple for every translator that refuses",
            Inferred "keys": "a delete or a read without sourcedId, which no translator sees, is refused in the same way",
        ],
        source: "Brightspace Community, About the ITranslatePerson Interface, kb 23724; the sister pages of the other \
            translators say the same",
        default: On,
        off: "failure/error/invaliddata",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-007.yaml" },
    }

    D2L_008 "D2L-008" {
        title: "A readPerson that worked reports partialdatastorage and describes itself",
        what: "The status of a successful readPerson is success/warning/partialdatastorage, with PMS.readPerson as \
            imsx_description.",
        why: "A filled description is no sign of trouble, and neither is the warning.",
        example: "readPerson Demo_User -> success/warning/partialdatastorage, description PMS.readPerson",
        parts: [
            Documented: "the printed answer",
            Inferred "other-reads": "reads of org units and memberships have a description of that form, too",
        ],
        source: PMS,
        default: On,
        off: "success/status/fullsuccess without description; other reads have no description either",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-008.yaml" },
    }

    D2L_009 "D2L-009" {
        title: "readPerson returns the name and nothing else",
        what: "The shipped response translator fills formname and one name of type Full with the parts First and Last. \
            E-mail, role, user name, status and preferred names do not come back. The formname vocabulary is spelled \
            formatnmetypevocabularyv1p0, and instanceIdentifier holds a language only.",
        why: "Reading back is no way to check what was stored, and a client that writes what it has read erases the rest.",
        example: "replacePerson with e-mail and role, then readPerson -> First and Last, no e-mail, no role",
        parts: [
            Documented: "the printed answer and the translator's description",
            Inferred "language": "every language is en-US, whatever was sent",
        ],
        source: "Brightspace Community, The Person Management Service (PMS), kb 23829, and About the \
            ITranslateReadPersonResponse Interface, kb 23704",
        default: On,
        off: "everything that is stored is read back",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-009.yaml" },
    }

    D2L_010 "D2L-010" {
        title: "A person request in the namespace of another LIS service is accepted",
        what: "The vendor prints a deletePerson request in the membership namespace, with an answer that reports \
            success. The double goes by local names, accepts it and notes the finding namespace-mismatch. A later \
            revision of the page prints the person namespace, so the first may have been a slip.",
        why: "Samples get copied. Whether your system of record really takes the wrong namespace is worth asking; the \
            finding tells you that you depend on it.",
        example: "deletePerson in http://www.imsglobal.org/services/lis/mms2p0/wsdl11/sync/imsmms_v2p0 -> the user is \
            deleted, finding namespace-mismatch",
        parts: [
            Inferred: "any LIS namespace is taken for any person operation",
            Documented "sample": "deletePerson in the membership namespace, as printed",
            Inferred "id-prefix": "the answer's message id begins with PMS_ all the same",
        ],
        source: "Brightspace Community, The Person Management Service (PMS), kb 23829, sample deletePerson request in \
            its older revision",
        default: On,
        off: "as with namespaces: service, the request is answered with a SOAP fault",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-010.yaml" },
    }

    D2L_011 "D2L-011" {
        title: "Printed template and association deletes use the group namespace",
        what: "The samples of deleteCourseTemplate and deleteSectionAssociation carry the namespace of the group service.",
        why: "As with D2L-010, a client built from the samples sends a namespace that is not the service's.",
        example: "deleteCourseTemplate in the group namespace -> accepted",
        parts: [
            Documented: "both samples, in both revisions of the pages",
        ],
        source: "Brightspace Community, Course Template Management Service, kb 23695, and Section Association \
            Management Service, kb 23828",
        default: On,
        off: "refused with a SOAP fault, also where D2L-010 takes other namespaces",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-011.yaml" },
    }

    D2L_012 "D2L-012" {
        title: "The answer's header is in the namespace of the request, not of the service",
        what: "The response header block repeats the namespace in which the request came. The vendor prints a person \
            delete that is asked and answered in the membership namespace, and course deletes that are asked in the \
            course namespace and answered in that of groups; the latter only with course_delete_answers: as_printed.",
        why: "Find header and fields of an answer by their local names.",
        example: "deletePerson in the membership namespace -> imsx_syncResponseHeaderInfo in the membership namespace",
        parts: [
            Inferred: "the answer follows the request",
            Documented "courses": "printed course answers are in the group namespace",
        ],
        source: "Brightspace Community, The Person Management Service (PMS), kb 23829; Course Section Management \
            Service, kb 23683; Course Offering Management Service, kb 23685",
        default: On,
        off: "the service's own namespace",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-012.yaml" },
    }

    D2L_013 "D2L-013" {
        title: "HTTP and HTTPS have different service paths",
        what: "The vendor lists one table of paths for HTTP and another for HTTPS. Which one applies depends on where \
            TLS ends: behind a load balancer that ends it, the HTTP paths are right. The double serves the HTTP table; \
            the setting extra_paths adds more.",
        why: "A 404 on a new site is usually the other table, not a wrong host.",
        example: "POST /d2l/im/ipsis/lis/pmsv2p0/PersonManagementServices.svc -> served; any other path -> \
            404 until extra_paths names it",
        parts: [
            Documented: "two tables, and how to choose",
            Inferred "other-path": "anything outside the table is answered with 404",
            Inferred "spelling": "letter case, and a slash at the end, do not matter",
        ],
        source: "Brightspace Community, Using LIS v2.0 Services, kb 23836",
        default: Always,
        off: "not a switch: see the setting extra_paths",
        status: Structural { shows: "paths are data: the endpoint table and the setting extra_paths" },
    }
}
