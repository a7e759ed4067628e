//! Rules ITS-057 to ITS-069: groups, which itslearning calls hierarchies, and courses.

use super::{ANSWERS, COURSE_PAGE, GROUP_PAGE, MEMBERSHIPS, PERSONS, TRANSPORT};
use crate::engine::quirks;

quirks! {
    /// Groups and courses.
    GROUPS, rows from TRANSPORT.len() + ANSWERS.len() + PERSONS.len() + MEMBERSHIPS.len();

    ITS_057 "ITS-057" {
        title: "createGroup with a key that exists updates the group",
        what: "As with persons, a create for a group that exists is carried out as an update; an update for one that \
            does not is carried out as a create.",
        why: "One kind of call is enough for a synchronization. A key used for two schools makes one of them.",
        example: "createGroup SCH-7 titled Harbour, then Harbour School -> one group, Harbour School",
        parts: [
            Documented: "the pages of createGroup and createGroups",
            Documented "update": "updateGroups creates what does not exist",
            Inferred "severity": "warning when it exists (setting create_existing_severity)",
        ],
        source: "itslearning developer site, createGroup, createGroups and updateGroups",
        default: On,
        off: "a create for a key that exists is refused with idallocinusefail, an update for an unknown one with \
            unknownobject",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-057.yaml" },
    }

    ITS_058 "ITS-058" {
        title: "The parent must be sent with every update of a group",
        what: "The Parent relationship is mandatory even when the group is to stay where it is. Without it the group \
            is refused.",
        why: "A change of name needs the whole position of the group. Keep parents at hand for every update.",
        example: "updateGroup CLS-7A with a new title and no relationship -> failure, the old title stays",
        parts: [
            Documented: "the page of updateGroups calls it mandatory for updates that do not move the group",
            Inferred "status": "failure with invaliddata",
        ],
        source: "itslearning developer site, updateGroups",
        default: On,
        off: "an update without parent leaves the group where it is",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-058.yaml" },
    }

    ITS_059 "ITS-059" {
        title: "A group below an unknown parent is refused",
        what: "No parent is made up, and the group is not put below the root instead. Its position reports failure \
            with unknownobject.",
        why: "One school that fails takes all of its classes with it, and then their memberships. Look at the first \
            failure of a run.",
        example: "createGroup CLS-7A with parent SCH-404 -> failure, unknownobject, no group",
        parts: [
            Inferred: "no page describes the answer",
        ],
        source: "no source says otherwise; our reading of itslearning's page Managing groups",
        default: On,
        off: "the group is put below the root, with success/warning",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-059.yaml" },
    }

    ITS_060 "ITS-060" {
        title: "Groups of one call are processed in order, so a parent may stand before its child",
        what: "What a call has stored already counts for the objects after it. A school and its classes can be sent in \
            one createGroups if the school comes first.",
        why: "Sort parents before children. Several threads that share the work can break the order.",
        example: "createGroups [SCH-7, CLS-7A below it] -> both stored; [CLS-7A, SCH-7] -> failure, success",
        parts: [
            Documented: "a printed sample creates a group and then one below it",
            Observed "client": "a client in production puts the school in front of its classes",
        ],
        source: "itslearning developer site, createGroups; a public TypeScript client",
        default: On,
        off: "parents are looked up as they were before the call",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-060.yaml" },
    }

    ITS_061 "ITS-061" {
        title: "A school below a school is refused",
        what: "No ancestor of a group of type School may be a School, neither when it is created nor when its type is \
            changed. Only that group is refused.",
        why: "Branches of a school must be sent as Unspecified, or as schools beside it.",
        example: "createGroups [SCH-7, SCH-8 of type School below SCH-7] -> success, failure",
        parts: [
            Documented: "the page has this example",
            Inferred "move": "a group that is moved below a school is checked, too, with everything below it",
            Inferred "status": "failure with invaliddata",
        ],
        source: "itslearning developer site, Creating organisations",
        default: On,
        off: "schools may stand below schools",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-061.yaml" },
    }

    ITS_062 "ITS-062" {
        title: "Type and level of a group must agree",
        what: "A type may be given as word, as level, or as both: Unspecified -1, Site 0, School 1. Both together must \
            mean the same.",
        why: "Send the word only, then nothing can disagree.",
        example: "type School with level -1 -> failure, no group",
        parts: [
            Documented: "both forms, their values, and that they must match",
            Inferred "courses": "the levels of Course and CourseGroup are not known; with these words any level is \
                accepted",
            Inferred "status": "failure with invaliddata",
        ],
        source: GROUP_PAGE,
        default: On,
        off: "the word decides, the level is not looked at",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-062.yaml" },
    }

    ITS_063 "ITS-063" {
        title: "Without the right scheme the type of a group is ignored",
        what: "groupType counts only when its scheme is ItslearningOrganisationTypes. Without it the group is an \
            ordinary hierarchy, Unspecified.",
        why: "Your schools arrive as plain folders and the call succeeds. Nobody can have a home organisation there.",
        example: "type School without scheme -> success, type Unspecified",
        parts: [
            Documented: "the scheme must have that value for a type to be set",
            Inferred "ignored": "another scheme is ignored without a message",
            Inferred "case": "the scheme is compared without regard to case; one client capitalizes the L",
        ],
        source: GROUP_PAGE,
        default: On,
        off: "the type counts whatever the scheme is",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-063.yaml" },
    }

    ITS_064 "ITS-064" {
        title: "The extension field course makes the group a course",
        what: "When a group is created with the extension field course, it becomes a hierarchy of type Course and a \
            course is connected to it, with the same key. The type need not be sent; if it is, it must be Course.",
        why: "A course title in the wrong place turns a class into a course, and its type cannot be changed back.",
        example: "createGroup CRS-BIO7 with course Biology 7 and no type -> type Course, and a course Biology 7 with \
            key CRS-BIO7",
        parts: [
            Documented: "the page on courses",
            Documented "other-type": "with any type but Course the group is refused",
            Inferred "title": "type Course without the field is refused, because a course needs a title",
        ],
        source: COURSE_PAGE,
        default: On,
        off: "without a type the group is Unspecified; a course needs type Course in the message",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-064.yaml" },
    }

    ITS_065 "ITS-065" {
        title: "Few changes of a group's type are allowed",
        what: "School and Unspecified may be changed into each other, and Unspecified into Course. A hierarchy that is \
            connected to a course keeps its type; Site, School and CourseGroup cannot become Course; nothing becomes \
            Site or stops being it. A CourseGroup needs a Course as parent. Anything else is refused.",
        why: "A type that was wrong in the first run has to be repaired by deleting and creating, which costs the \
            memberships.",
        example: "SCH-7 is a School; updateGroup with type Course -> failure, still a School",
        parts: [
            Documented: "the page on courses and the page on groups",
            Inferred "course-group": "a change to or from CourseGroup is refused",
            Inferred "status": "failure with invaliddata",
        ],
        source: "itslearning developer site, Creating courses and course groups, and Managing groups",
        default: On,
        off: "any type may become any other",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-065.yaml" },
    }

    ITS_066 "ITS-066" {
        title: "Deleting a group deletes everything below it, except courses",
        what: "All descendants go, and the memberships of all of them. Courses that were connected are kept, but they \
            are disconnected: they have no key any more and are like courses made by hand.",
        why: "One wrong deleteGroup empties a school. Sending the groups again makes new, empty ones; the old courses \
            are out of your reach.",
        example: "SCH-7 with CLS-7A and CRS-BIO7 below it; deleteGroup SCH-7 -> three groups gone, the course Biology \
            7 is kept without key",
        parts: [
            Documented: "the pages of deleteGroup and deleteGroups",
            Inferred "restore": "a group that is created again with the same key is a new one",
            Inferred "home": "people whose home organisation is among the groups get the site as home organisation",
        ],
        source: "itslearning developer site, deleteGroup and deleteGroups",
        default: On,
        off: "a group with anything below it is refused with failure and deletefailure",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-066.yaml" },
    }

    ITS_067 "ITS-067" {
        title: "Groups made by hand cannot be reached",
        what: "A group that was created in itslearning has no key, so no call can name it. The root is the exception: \
            it needs a key, because it is the parent of everything.",
        why: "You can neither use such a group as a parent nor clean it up. Adopting it takes an administrator.",
        example: "an administrator makes a group below SCH-7; readGroupsForPerson of a member -> the group is not \
            among them",
        parts: [
            Documented: "the page on hierarchies",
            Inferred "reads": "reads leave them out",
        ],
        source: "itslearning developer site, Hierarchies",
        default: On,
        off: "reads return them, with an empty key where keys are returned",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-067.yaml" },
    }

    ITS_068 "ITS-068" {
        title: "Group reads return every kind of group, courses included",
        what: "readGroups and readGroupsForPerson return schools, classes, courses and course groups alike. The type \
            in the answer is the only difference.",
        why: "Filter by type yourself, or courses end up as classes in your system.",
        example: "P-1001 is a member of SCH-7 and CRS-BIO7; readGroupsForPerson -> both",
        parts: [
            Documented: "the page on courses",
            Documented "shape": "the page of readGroupsForPerson prints groupSet, which has no keys (setting \
                read_groups_for_person_shape)",
        ],
        source: COURSE_PAGE,
        default: On,
        off: "courses and course groups are left out of readGroupsForPerson",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-068.yaml" },
    }

    ITS_069 "ITS-069" {
        title: "An update without groupType leaves the type alone",
        what: "When updateGroup has no groupType, the group keeps its type.",
        why: "Small updates of schools are safe in this respect.",
        example: "SCH-7 is a School; updateGroup with title and parent only -> still a School",
        parts: [
            Observed: "a client in production sends no groupType in updates",
            Inferred "create": "a create for a group that exists follows the same rule",
            Inferred "replace": "a replace without groupType makes it Unspecified, where that change is allowed \
                (ITS-065)",
        ],
        source: "a public TypeScript client",
        default: On,
        off: "an update without groupType makes the group Unspecified",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-069.yaml" },
    }
}
