//! Rules ITS-080 to ITS-087: profiles, the order and size of what is sent, and what is counted.

use super::{
    ANSWERS, DOS, EXTENSIONS, GROUPS, MEMBERSHIPS, PERSONS, PROFILE_PAGE, TRANSPORT, WSDL,
};
use crate::engine::quirks;

quirks! {
    /// Profiles, load and counting.
    PROFILES, rows from TRANSPORT.len() + ANSWERS.len() + PERSONS.len() + MEMBERSHIPS.len() + GROUPS.len()
        + EXTENSIONS.len();

    ITS_080 "ITS-080" {
        title: "A role that maps to no profile is no error: a default profile is used",
        what: "institutionRoleType is looked up among the texts that the site's profiles are mapped from. A text that \
            is not there, or that belongs to a deleted profile, gives the profile of the role set as Default profile \
            for external enrollment (setting default_external_role). If that role leads to no profile either, Student \
            is used.",
        why: "A misspelled role makes teachers into students, and every answer is a success. By default only Student, \
            Staff, Guest, Administrator and Carer are mapped; Faculty, Instructor and Learner are not.",
        example: "createPerson with Instructor on a site with the default table -> success, profile Pupil",
        parts: [
            Documented: "three cautions on the page: no mapping, a deleted profile, an invalid default",
            Documented "table": "the default table: Student, Staff, Guest, Administrator and Carer have a profile, \
                nine types have none",
            Inferred "valid": "the default is valid when its role is mapped to a profile that is not deleted",
            Inferred "student": "Student means the profile that is mapped from Student; where there is none, the \
                site's default profile",
            Inferred "status": "success/status; the setting default_profile_severity makes it a warning",
            Inferred "several": "of several institutionRole elements the one marked primary counts, else the first",
            Inferred "same-text": "of several profiles with the same text one that is not deleted counts, the first by \
                name",
            Inferred "reading": "a profile without mapping, or a deleted one, is read as the role of the default \
                profile",
        ],
        source: PROFILE_PAGE,
        default: On,
        off: "a role that maps to no profile is refused with failure and unknownvocab",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-080.yaml" },
    }

    ITS_081 "ITS-081" {
        title: "An empty institutionRoleType resets the profile, even in an update",
        what: "When the element is there but empty, the person gets the site's default profile (setting \
            site_default_profile), whatever they were before. When it is left out of an update, the profile stays.",
        why: "An export that writes the empty element for people without a role turns staff into students overnight. \
            Leave the element out.",
        example: "P-1001 has profile Staff; updatePerson P-1001 with <institutionRoleType/> -> success, profile Pupil",
        parts: [
            Documented: "the fourth caution on the page",
            Inferred "no-type": "an institutionRole without institutionRoleType counts as empty",
            Inferred "left-out-create": "left out when a person is created or replaced, the element is a missing field \
                (setting missing_role_on_create)",
        ],
        source: PROFILE_PAGE,
        default: On,
        off: "an empty element counts as left out",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-081.yaml" },
    }

    ITS_082 "ITS-082" {
        title: "Groups come first, then persons, then memberships",
        what: "The recommended order is groups from the root downwards, then persons, then memberships. Nothing is \
            kept for later, so what comes before the thing it refers to is refused (ITS-049, ITS-059).",
        why: "Several threads that share the work break the order now and then, and the failures look random.",
        example: "createMembership of S-31 before createPerson S-31 -> failure; the same again afterwards -> success",
        parts: [
            Documented: "the recommended order, and the warning about threads",
        ],
        source: DOS,
        default: Always,
        off: "not a switch: it is advice to the sender",
        status: Structural { shows: "tests/quirks/itslearning/ITS-082.yaml" },
    }

    ITS_083 "ITS-083" {
        title: "Large batches and many requests at a time are discouraged",
        what: "itslearning asks for no more than 50 operations in a call, and for fewer than 10 that are not yet \
            answered. An overloaded server declines requests, and the sender is to wait longer before each new \
            attempt. The double processes larger calls and leaves a finding.",
        why: "What works in a test with ten people is declined in the night before school begins. Test your waiting \
            with an injected fault.",
        example: "createPersons with 60 persons -> 60 statuses and a finding",
        parts: [
            Documented: "the numbers, and how to back off",
            Inferred "declined": "how a declined request is answered; the double declines none by itself",
        ],
        source: DOS,
        default: Always,
        off: "not a switch: see the settings max_unprocessed_operations and batch_lint_limit",
        status: Structural { shows: "tests/quirks/itslearning/ITS-083.yaml" },
    }

    ITS_084 "ITS-084" {
        title: "Each member counts as one operation",
        what: "For the numbers of ITS-083 a call counts as many operations as it has objects; a membership call counts \
            its members.",
        why: "A few calls with many memberships are as heavy as many calls.",
        example: "createMemberships with 51 memberships -> counted as 51, a finding",
        parts: [
            Documented: "the page counts every member",
        ],
        source: DOS,
        default: Always,
        off: "not a switch: it is how the findings of ITS-083 count",
        status: Structural { shows: "tests/quirks/itslearning/ITS-084.yaml" },
    }

    ITS_085 "ITS-085" {
        title: "Keys are unique per kind of object, across all integrations of a site",
        what: "No two persons, no two groups and no two memberships of a site may have the same key, whoever sent \
            them. A person and a group may.",
        why: "Two systems that both number from 1 overwrite each other's people, because a create updates (ITS-025). \
            Put a prefix before your keys.",
        example: "person 7 and group 7 -> two objects; createPerson 7 from a second system -> the first one's person \
            is changed",
        parts: [
            Documented: "the page on terms",
        ],
        source: "itslearning developer site, Key itslearning terms",
        default: Always,
        off: "not a switch: persons, groups and memberships are kept apart",
        status: Structural { shows: "tests/quirks/itslearning/ITS-085.yaml" },
    }

    ITS_086 "ITS-086" {
        title: "Every answer is final; processing is never reported",
        what: "The calls are synchronous: when the answer is there the work is done. codeMajor processing is in the \
            enumeration, but nobody has reported seeing it. itslearning's queue belongs to another interface, the \
            Organisation API.",
        why: "There is nothing to poll. A timeout on your side does not mean that nothing happened.",
        example: "createPerson, then readPerson at once -> the person",
        parts: [
            Observed: "the captured service description has synchronous operations only",
            Inferred "processing": "the double never answers processing",
        ],
        source: WSDL,
        default: Always,
        off: "not a switch: there is no queue",
        status: Structural { shows: "tests/quirks/itslearning/ITS-086.yaml" },
    }

    ITS_087 "ITS-087" {
        title: "The administration page counts requests, successes, warnings and failures",
        what: "An administrator of the site sees for each integration how many requests there were, and how many \
            succeeded, succeeded with a warning, or failed. The double keeps the same four numbers in its state, under \
            counters.",
        why: "The two numbers to agree on with a customer are warnings and failures. An answer with ten statuses \
            counts ten times.",
        example: "createPersons with one success and one failure -> counters: requests 1, successes 1, failures 1",
        parts: [
            Documented: "the help page names the four numbers",
            Inferred "per-status": "requests counts calls, the others count statuses",
            Inferred "faults": "a call that is answered with a fault counts as a request and as a failure, unless the \
                caller was not identified",
        ],
        source: "itslearning's help for administrators, page on enterprise web services",
        default: Always,
        off: "not a switch: it is a table of the state",
        status: Structural { shows: "tests/quirks/itslearning/ITS-087.yaml" },
    }
}
