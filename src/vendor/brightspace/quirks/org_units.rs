//! Rules D2L-040 to D2L-052 about groups, templates, offerings and sections.

use super::{PERSON_RECORDS, PERSONS, PROTOCOL};
use crate::engine::quirks;

quirks! {
    /// Org units.
    ORG_UNITS, rows from PROTOCOL.len() + PERSON_RECORDS.len() + PERSONS.len();

    D2L_040 "D2L-040" {
        title: "An org unit is named after its sourcedId until a title arrives",
        what: "The base translator copies sourcedId into Code and Name; the title or the short description then \
            overwrites the name.",
        why: "Where a name is optional, people see your ids as course names.",
        example: "replaceSectionAssociation XL-7 without title -> an offering called XL-7",
        parts: [
            Documented: "the base and name translators of each service",
        ],
        source: "Brightspace Community, About the ITranslateGroup Interface, kb 23720, and the sister pages of \
            the course services",
        default: On,
        off: "a unit that is sent without a name has none",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-040.yaml" },
    }

    D2L_041 "D2L-041" {
        title: "Sections need more fields than offerings",
        what: "Each service requires its own fields: a template a title; an offering title and template; a \
            section offering, name, department and dates; an association sections; a group type and short \
            description.",
        why: "A section export modelled on the offering export is refused.",
        example: "replaceCourseSection without timeFrame -> failure/status/invaliddata",
        parts: [
            Documented: "the translator lists, by the word Required in their names",
            Inferred "paths": "which element each of the translators reads",
            Inferred "optional": "on an update, what an optional translator does not find stays as it is",
            Inferred "section-department": "the department of a section is not looked up and its semester is not used: \
                both hang on the offering",
        ],
        source: "Brightspace Community, About the ITranslateCourseSection Interface, kb 23736, and the sister pages",
        default: On,
        off: "what is missing is left out: the sourcedId for a name, the organization for a parent, no dates",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-041.yaml" },
    }

    D2L_042 "D2L-042" {
        title: "A unit whose parent is unknown hangs below the organization",
        what: "For departments, semesters and other units, an absent or unknown parent means that the \
            organization becomes the only parent.",
        why: "A wrong parent id does not fail; the unit just ends up at the top.",
        example: "replaceGroup DEPT-1 with parent NOWHERE -> success, below the organization",
        parts: [
            Documented: "the read handlers of the three kinds",
            Inferred "relation": "a parent is a relationship of relation Parent",
            Inferred "update": "an update that names no parent hangs the unit below the organization again",
            Inferred "circle": "a parent that hangs below the unit itself counts as unknown",
        ],
        source: "Brightspace Community, About the IReplaceDepartmentHandler Interface, kb 23646, and its sisters \
            kb 23734 and kb 23649",
        default: On,
        off: "an unknown parent is refused; without any parent it is the organization still",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-042.yaml" },
    }

    D2L_043 "D2L-043" {
        title: "An offering with children keeps its parent",
        what: "A handler refuses to move an offering below another template or semester while it has children.",
        why: "Moving a course between terms must happen before its sections arrive.",
        example: "replaceCourseOffering GEO-26A with another parentTemplateId, sections below it -> failure",
        parts: [
            Documented: "the handler ReplaceCourseOfferingDisallowParentChangesIfChildrenExistHandler",
            Inferred "answer": "severity error, the minor code and the description of the answer",
        ],
        source: "Brightspace Community, About the IReplaceCourseOfferingHandler Interface, kb 23644",
        default: On,
        off: "the offering moves, and what is below it moves along",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-043.yaml" },
    }

    D2L_044 "D2L-044" {
        title: "The keys of the org unit type map are exact",
        what: "The adapter looks for CourseTemplate, CourseOffering, CourseSection and SectionAssociation, and \
            for group types by the text of the message. Another spelling is no mapping.",
        why: "A typing error in the configuration shows as a failure of every message.",
        example: "map Coursesection instead of CourseSection, replaceCourseSection -> failure",
        parts: [
            Documented: "the page gives the keys",
            Inferred "failure": "a missing mapping fails the call",
        ],
        source: "Brightspace Community, Configure Org Unit Type Mapping Specific to LIS, kb 23639",
        default: On,
        off: "keys are compared without regard to letter case",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-044.yaml" },
    }

    D2L_045 "D2L-045" {
        title: "Sections may be made offerings, and offerings sections",
        what: "The type map may send CourseSection to Brightspace offerings, or CourseOffering to sections.",
        why: "The same message has another effect at the next customer.",
        example: "map CourseSection to Course Offering, replaceCourseSection -> an offering",
        parts: [
            Documented: "the page describes such maps",
            Inferred "hierarchy": "such an offering hangs beside its parent offering, below the same template",
        ],
        source: "Brightspace Community, Configure Org Unit Type Mapping Specific to LIS, kb 23639",
        default: Always,
        off: "not a switch: the type map decides",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-045.yaml" },
    }

    D2L_046 "D2L-046" {
        title: "Deleting an org unit leaves it in Brightspace",
        what: "The shipped delete handlers mark the unit as deleted in the mapping tables and remove its parent \
            links there. Brightspace itself keeps it, unless further handlers are configured (settings \
            delete_department_handlers and so on).",
        why: "Deleted courses stay visible until somebody removes them by hand.",
        example: "deleteGroup DEPT-1 -> success, the department is still there",
        parts: [
            Documented: "the delete handlers of each kind",
            Inferred "again": "a later replace takes up the unit that is still there",
        ],
        source: "Brightspace Community, About the IDeleteDepartmentHandler Interface, kb 23714, and its sisters",
        default: On,
        off: "the unit goes to the recycle bin of Brightspace as well",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-046.yaml" },
    }

    D2L_047 "D2L-047" {
        title: "An org unit with children cannot be deleted",
        what: "A delete fails as long as the mapping tables know children of the unit.",
        why: "Delete from the bottom up.",
        example: "deleteCourseTemplate GEO-T with an offering below it -> failure",
        parts: [
            Documented: "the delete handlers",
            Inferred "answer": "severity error, the minor code and the description of the answer",
        ],
        source: "Brightspace Community, About the IDeleteCourseTemplateHandler Interface, kb 23713, and its sisters",
        default: On,
        off: "the unit is deleted, its children keep it as their parent",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-047.yaml" },
    }

    D2L_048 "D2L-048" {
        title: "A section in an association cannot be deleted",
        what: "A section that belongs to a section association must be released first by deleting the association.",
        why: "Cross-listed sections need two messages, in this order.",
        example: "deleteCourseSection GEO-26A-01 while XL-7 lists it -> failure",
        parts: [
            Documented: "the validate handler",
            Inferred "answer": "severity error, the minor code and the description of the answer",
        ],
        source: "Brightspace Community, About the IDeleteCourseSectionHandler Interface, kb 23709",
        default: On,
        off: "the section is deleted, the association goes on listing it",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-048.yaml" },
    }

    D2L_049 "D2L-049" {
        title: "A section with enrollments cannot be deleted",
        what: "The delete fails while the mapping tables hold enrollments of the section.",
        why: "Delete the memberships first. Inactive ones count, too (D2L-056).",
        example: "deleteCourseSection GEO-26A-01 with one membership -> failure",
        parts: [
            Documented: "the delete handler",
            Inferred "answer": "severity error, the minor code and the description of the answer",
        ],
        source: "Brightspace Community, About the IDeleteCourseSectionHandler Interface, kb 23709",
        default: On,
        off: "the section is deleted, its enrollments stay",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-049.yaml" },
    }

    D2L_050 "D2L-050" {
        title: "Deleting what was never there is a warning or an error, depending on the page",
        what: "The validate handlers throw for an id they do not know; the page on IPSIS logic speaks of a \
            warning in the system log.",
        why: "Do not rely on either.",
        example: "deleteCourseOffering NEVER-SEEN -> success with a log line, or failure",
        parts: [
            Documented: "both pages, which contradict each other",
            Inferred "newer": "the page on IPSIS logic holds unless delete_unknown says failure",
            Documented "memberships": "it is the same with memberships: a warning on one page, an exception of a handler on \
                another (setting delete_unknown_membership)",
            Inferred "answer": "severity error, the minor code and the description of the answer",
        ],
        source: "Brightspace Community, IPSIS Logic, kb 23654, and About the IDeleteCourseOfferingHandler \
            Interface, kb 23712",
        default: Always,
        off: "not a switch: the settings delete_unknown and delete_unknown_membership decide",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-050.yaml" },
    }

    D2L_051 "D2L-051" {
        title: "An org unit answers only to its own service",
        what: "Deleting or reading an object through the service of another kind fails on its type.",
        why: "Keep track of what an id is; there is no generic delete.",
        example: "deleteCourseOffering with the id of a section -> failure",
        parts: [
            Documented: "the validate handlers",
            Inferred "replace": "a replace through the wrong service, or with another type, is refused as well",
            Inferred "answer": "severity error, the minor code and the description of the answer",
        ],
        source: "Brightspace Community, About the IDeleteCourseOfferingHandler Interface, kb 23712, and About the \
            IReadCourseSectionHandler Interface, kb 23642",
        default: On,
        off: "deletes and reads take a unit of any kind",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-051.yaml" },
    }

    D2L_052 "D2L-052" {
        title: "An org unit deleted by hand is created anew, without a word",
        what: "A replace of a unit that was deleted in Brightspace drops the stale mapping and creates a new unit.",
        why: "The new unit is empty: content and enrollments of the old one do not come back.",
        example: "delete GEO-26A in Brightspace, replaceCourseOffering GEO-26A -> success, another LMS id",
        parts: [
            Documented: "the page on IPSIS logic",
            Documented "delete": "a delete of such a unit forgets the mapping without an error",
        ],
        source: "Brightspace Community, IPSIS Logic, kb 23654",
        default: Always,
        off: "not a switch: the setting orphan_org_unit decides",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-052.yaml" },
    }
}
