//! Rules D2L-053 to D2L-063 about memberships, associations and what is read back.

use super::{ORG_UNITS, PERSON_RECORDS, PERSONS, PROTOCOL};
use crate::engine::quirks;

const REPLACE: &str =
    "Brightspace Community, About the IReplaceEnrollmentHandler Interface, kb 23647";
const DISCUSSION: &str = "Brightspace Community, discussion 8416, Faculty enrollment behavior";
const ANSWER: &str = "severity error, the minor code and the description of the answer";

quirks! {
    /// Memberships and section associations.
    ENROLLMENTS, rows from PROTOCOL.len() + PERSON_RECORDS.len() + PERSONS.len() + ORG_UNITS.len();

    D2L_053 "D2L-053" {
        title: "A membership for an unknown section fails and is not kept for later",
        what: "replaceMembership needs its section. When IPSIS does not know the unit, or the SIS has deleted it, the \
            call fails and nothing waits for it. The shipped handler list takes sections only.",
        why: "Send sections before memberships, and send failed memberships again.",
        example: "replaceMembership for GEO-26A-01 before the section -> failure; after it -> success",
        parts: [
            Documented: "an unknown org unit raises an exception",
            Inferred "no-queue": "nothing is queued",
            Inferred "deleted-by-hand": "IPSIS still knows a section that was deleted by hand: the membership is kept, and \
                nobody is enrolled",
            Inferred "sections-only": "a unit that is no section is refused while \
                ReplaceEnrollmentValidateSectionHandler is in the list; only its name is documented",
            Inferred "answer": ANSWER,
        ],
        source: REPLACE,
        default: On,
        off: "the call succeeds: the membership is kept although nobody is enrolled, and any kind of unit is taken",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-053.yaml" },
    }

    D2L_054 "D2L-054" {
        title: "Enrolling in a section enrolls in its offering",
        what: "An active membership of a section gives the user both the section and the offering above it, in the \
            same role. A membership is known by its own sourcedId: sent again with another role it changes both \
            enrollments, sent again with another section or person it takes the old ones back.",
        why: "Do not send the offering membership as well.",
        example: "replaceMembership P-1 in GEO-26A-01 -> enrolled in GEO-26A-01 and GEO-26A",
        parts: [
            Documented: "an answer by the vendor",
            Inferred "role": "the last role sent counts for both",
            Inferred "moved": "a membership that names another section or person ends the old enrollments",
        ],
        source: DISCUSSION,
        default: On,
        off: "only the section is entered",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-054.yaml" },
    }

    D2L_055 "D2L-055" {
        title: "Leaving the last section leaves the offering, mostly",
        what: "When the last section enrollment of an offering goes, the offering enrollment goes, too, unless \
            the role has access to all groups and sections (setting access_all_roles). What was made by hand \
            stays (setting enrollments_by_hand).",
        why: "Teachers stay in courses they no longer teach.",
        example: "deleteMembership of the only section, role Instructor with full access -> still in the offering",
        parts: [
            Documented: "an answer by the vendor",
            Documented "access-all": "the exception for roles with access to all groups and sections",
        ],
        source: DISCUSSION,
        default: On,
        off: "the offering enrollment stays, whatever the role",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-055.yaml" },
    }

    D2L_056 "D2L-056" {
        title: "Inactive unenrolls but keeps the record; delete removes it",
        what: "A membership with status Inactive takes the user out of section and offering and keeps the mapping \
            record. deleteMembership removes the record as well.",
        why: "Both look alike to the user; only one can be read back, and only one lets the section be deleted.",
        example: "status Inactive -> no enrollment, record kept; deleteMembership -> record gone",
        parts: [
            Documented: "what deleteMembership removes",
            Inferred "inactive": "what status Inactive leaves",
        ],
        source: "Brightspace Community, About the IDeleteEnrollmentHandler Interface, kb 23716",
        default: On,
        off: "status Inactive removes the record, too",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-056.yaml" },
    }

    D2L_057 "D2L-057" {
        title: "Enrollments follow a section association with a delay",
        what: "After an association changed, sections hang below another offering at once, and a background service \
            moves their members some time later (setting background_delay; the step run_background_now does not wait).",
        why: "Checking at once finds the old state.",
        example: "replaceSectionAssociation XL-7 -> students move some time later",
        parts: [
            Documented: "the enrollment background service",
            Inferred "once": "several moves of a section before the service gets to it are one",
        ],
        source: "Brightspace Community, About the IPSIS Platform, kb 23807",
        default: On,
        off: "the members move in the same exchange as their section",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-057.yaml" },
    }

    D2L_058 "D2L-058" {
        title: "An association takes after its first section",
        what: "The offering that an association becomes inherits its properties, the template among them, from \
            the first section listed.",
        why: "The order of courseSectionId is data.",
        example: "XL-7 with GEO-26A-01 first -> template GEO-T; with ENV-26A-01 first -> template ENV-T",
        parts: [
            Documented: "the handler that takes defaults from the first section",
            Inferred "creation": "later messages with another order change nothing",
            Inferred "full-list": "a message lists all sections: one that it does not list any more leaves the association",
            Documented "hierarchy": "ReplaceSectionAssociationUpdateHierarchyHandler, which may be added as the last one, is \
                not emulated: the page says when it is skipped, not what it does",
        ],
        source: "Brightspace Community, About the IReplaceSectionAssociationHandler Interface, kb 23731, and D2L \
            documentation, ReplaceSectionAssociationUpdateHierarchyHandler",
        default: On,
        off: "nothing is inherited: the offering hangs below the organization and has no dates",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-058.yaml" },
    }

    D2L_059 "D2L-059" {
        title: "Merged Ellucian courses run from the earliest start to the latest end",
        what: "Associations sent by Ellucian ILP carry no dates; with the profile ilp, Brightspace takes the earliest start and the \
            latest end of the merged courses.",
        why: "Do not look for the dates of the association in your own data.",
        example: "sections February to May and March to June -> offering February to June",
        parts: [
            Documented: "the page on ILP",
            Inferred "sections": "the dates of a merged course are those of its sections",
        ],
        source: "Brightspace Community, Ellucian ILP, kb 23834",
        default: On,
        off: "the offering has the dates of the first section",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-059.yaml" },
    }

    D2L_060 "D2L-060" {
        title: "The type of a group is read as text element and as plain text",
        what: "The documented path has a textString below typevalue/id; Ellucian sends the word directly in id. \
            Both are accepted.",
        why: "Either shape works.",
        example: "<id>TERM</id> and <id><textString>TERM</textString></id> -> the same type",
        parts: [
            Inferred: "both shapes are read",
            Documented "path": "the path with textString",
            Observed "plain": "the plain text, in messages of Ellucian",
        ],
        source: "Brightspace Community, About the ITranslateGroup Interface, kb 23720; published LIS 2.0 messages \
            of Ellucian",
        default: On,
        off: "plain text is no type, so the group is refused",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-060.yaml" },
    }

    D2L_061 "D2L-061" {
        title: "readGroup blanks the type",
        what: "The answer of readGroup has a groupType whose scheme, level and type are empty; the type that the SIS sent \
            stands in typevalue/id alone. Its status is success/warning/partialdatastorage.",
        why: "A client that looks for the type in type or scheme finds none.",
        example: "readGroup 2026A -> id TERM; scheme, level and type without text",
        parts: [
            Documented: "the response translator",
        ],
        source: "Brightspace Community, About the ITranslateReadGroupResponse Interface, kb 23711",
        default: On,
        off: "scheme, level and type hold the text of the type",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-061.yaml" },
    }

    D2L_062 "D2L-062" {
        title: "readMembership returns no status",
        what: "The id, collection and its type, person and role come back; status and dates do not.",
        why: "You cannot tell an inactive membership by reading it.",
        example: "replaceMembership with Inactive, readMembership -> no status element",
        parts: [
            Documented: "the response translator",
        ],
        source: "Brightspace Community, About the ITranslateReadMembershipResponse Interface, kb 23735",
        default: On,
        off: "the status comes back as well",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-062.yaml" },
    }

    D2L_063 "D2L-063" {
        title: "A course copy is asked for in extension fields, one of them oddly spelled",
        what: "ReplaceCourseOfferingCopyCourseHandler, when it is configured, reads CopyCourseSourceExternalId, CopyCourseParent, \
            CopyCourseSourceOrgUnitCode and CoupCourseSourceOrgUnitId, as printed.",
        why: "Try both spellings of the last one before you doubt the feature.",
        example: "extension CoupCourseSourceOrgUnitId 6606 -> content is copied on creation",
        parts: [
            Documented: "the list of fields as printed",
            Inferred "spelling": "Copy is meant by Coup",
            Documented "implicit": "without any of the fields the parent template is the source; a sibling with the template's code, which \
                would do as well, cannot be had here, where codes are unique",
        ],
        source: "Brightspace Community, About the IReplaceCourseOfferingHandler Interface, kb 23644",
        default: On,
        off: "the odd spelling is not read",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-063.yaml" },
    }
}
