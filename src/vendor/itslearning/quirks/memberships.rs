//! Rules ITS-045 to ITS-056: memberships, their roles and keys.

use super::{ANSWERS, JOBS, MEMBERSHIP_PAGE, PERSONS, TRANSPORT, WSDL};
use crate::engine::quirks;

quirks! {
    /// Memberships.
    MEMBERSHIPS, rows from TRANSPORT.len() + ANSWERS.len() + PERSONS.len();

    ITS_045 "ITS-045" {
        title: "A mentor's membership cannot be marked as home organisation",
        what: "The extension field HomeOrganisation is ignored on a membership with role Mentor (06). The membership \
            itself is stored.",
        why: "Whoever has only mentor memberships keeps the site as home organisation, and nothing in the answer says \
            that the mark was lost.",
        example: "createMembership in SCH-7 with role 06 and HomeOrganisation 1 -> success, home organisation is still \
            the site",
        parts: [
            Documented: "the page on home organisations makes this exception",
        ],
        source: "itslearning developer site, Marking an organisation as a user's home organisation",
        default: On,
        off: "HomeOrganisation counts for mentors, too",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-045.yaml" },
    }

    ITS_046 "ITS-046" {
        title: "createMembership with a key that exists changes the membership",
        what: "A create for a key that exists is carried out as an update: the role changes, and with it the home \
            organisation where the field says so.",
        why: "This is how production clients change roles; there is no need to delete first.",
        example: "createMembership MS-1 as Learner, then as Instructor -> one membership, Instructor",
        parts: [
            Observed: "two clients in production use createMemberships for new and changed memberships alike",
            Inferred "severity": "as with persons (setting create_existing_severity)",
        ],
        source: "a public TypeScript client; a public production job that changes roles",
        default: On,
        off: "a create for a key that exists is refused with failure and idallocinusefail",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-046.yaml" },
    }

    ITS_047 "ITS-047" {
        title: "Only a replace without the mark takes the home organisation away",
        what: "updateMembership and replaceMembership do the same, but for one thing: when HomeOrganisation is left \
            out, an update changes nothing, while a replace resets the person to the site if this group was the home. \
            A value of 0 resets in both. Deleting the membership resets as well.",
        why: "A replace that only means to change a role makes people lose their home organisation.",
        example: "MS-1 is the home; replaceMembership MS-1 without the field -> the site is home; updateMembership \
            without it -> unchanged",
        parts: [
            Documented: "the two operations are called equivalent, and the page on home organisations has the \
                exceptions",
            Documented "kind": "only a group of type Site or School can be a home organisation",
            Inferred "refused": "the mark on any other group is ignored, the membership is stored",
            Inferred "other-text": "a text other than 1 and 0 is ignored",
        ],
        source: "itslearning developer site, Marking an organisation as a user's home organisation, and Managing \
            memberships",
        default: On,
        off: "a replace that leaves the field out changes nothing, as an update does",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-047.yaml" },
    }

    ITS_048 "ITS-048" {
        title: "A membership cannot be moved to another group or person",
        what: "updateMembership and replaceMembership change the role and the home organisation only. Group and person \
            of a membership that exists stay what they were.",
        why: "A student who changes class needs a new membership with a key of its own, and the old one deleted. If \
            your keys do not contain group and person, moves are lost without a message.",
        example: "MS-1 is in CLS-7A; updateMembership MS-1 with CLS-7B -> still in CLS-7A",
        parts: [
            Documented: "group and person cannot be changed with these calls",
            Inferred "ignored": "the other ids are ignored and the call succeeds",
            Inferred "create": "a create for a key that exists follows the same rule",
        ],
        source: MEMBERSHIP_PAGE,
        default: On,
        off: "the membership moves to the group and person that were sent",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-048.yaml" },
    }

    ITS_049 "ITS-049" {
        title: "A membership of an unknown group or person is refused",
        what: "Neither a group nor a person is made up for a membership. Its position reports failure with \
            unknownobject, nothing is kept for later, and the others of the call are stored.",
        why: "Send groups first, then persons, then memberships, and send the refused ones again.",
        example: "createMembership of S-99, who is unknown, in CLS-7A -> failure, unknownobject",
        parts: [
            Inferred: "no page describes the answer",
        ],
        source: "no source says otherwise; our reading of the order that itslearning recommends in Dos and don'ts",
        default: On,
        off: "the membership is passed over with success/warning",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-049.yaml" },
    }

    ITS_050 "ITS-050" {
        title: "Reading the memberships of a person or group gives keys to those that have none",
        what: "A membership made by hand has no key. readMembershipsForPerson and readMembershipsForGroup give it one, \
            itsla- and a GUID, store it, and return it from then on.",
        why: "Such a read changes data. It is also the only way to lay hands on memberships that your system did not \
            create.",
        example: "an administrator adds P-1001 to CLS-7A; two reads -> the same key itsla-... in both",
        parts: [
            Documented: "the pages of both reads",
        ],
        source: "itslearning developer site, readMembershipsForPerson and readMembershipsForGroup",
        default: On,
        off: "a membership without key is returned with an empty identifier, and stays without key",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-050.yaml" },
    }

    ITS_051 "ITS-051" {
        title: "Roles are read as words, even when they were written as numbers",
        what: "A role may be sent as 01 or as Learner. Reads return the word.",
        why: "A comparison of what was sent with what is read finds a difference for every numeric role.",
        example: "createMembership with roleType 01, readMembership -> Learner",
        parts: [
            Observed: "clients in production compare what they read with Administrator, Learner and Instructor",
        ],
        source: "a public Go client and a production job built on it",
        default: On,
        off: "a role is read as it was written",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-051.yaml" },
    }

    ITS_052 "ITS-052" {
        title: "Memberships made by hand can be deleted by their generated key",
        what: "Once a read has given it a key, a membership made by hand is like any other: it can be changed and \
            deleted.",
        why: "A synchronization that deletes whatever it does not know removes what teachers and administrators set up \
            by hand.",
        example: "readMembershipsForGroup CLS-7A returns itsla-...; deleteMembership of that key -> success, \
            membership gone",
        parts: [
            Observed: "a production job deletes what it reads",
        ],
        source: JOBS,
        default: Always,
        off: "not a switch: a generated key is a key",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-052.yaml" },
    }

    ITS_053 "ITS-053" {
        title: "Reads of a group show persons without key, and the system's own users",
        what: "Whoever is in the group is returned: hand-made users with an empty identifier, and users such as \
            itslearning_support. The setting system_users puts two of the latter on the site.",
        why: "An empty identifier is no key. A synchronization that takes it for one deletes the wrong people, and one \
            that removes everybody it does not know removes itslearning's support.",
        example: "system_users: true, readMembershipsForGroup root -> a member with an empty identifier",
        parts: [
            Observed: "a production job filters both kinds out by name and by empty key",
        ],
        source: JOBS,
        default: On,
        off: "persons without key are left out of reads",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-053.yaml" },
    }

    ITS_054 "ITS-054" {
        title: "The wrapper in these answers is spelled membershipIDPairSet",
        what: "Requests have membershipIdPairSet. The answers of readMembershipsForPerson and readMembershipsForGroup \
            have membershipIDPairSet, with a capital D; the elements in it are membershipIdPair again.",
        why: "A parser that is strict about case and built from the documentation finds no memberships at all.",
        example: "readMembershipsForPerson P-1001 -> <membershipIDPairSet><membershipIdPair>",
        parts: [
            Observed: "the captured service description, and two clients that read it so",
            Documented "printed": "the page prints a small d",
        ],
        source: WSDL,
        default: Always,
        off: "not a switch: it is the form of the answers",
        status: Structural { shows: "tests/quirks/itslearning/ITS-054.yaml" },
    }

    ITS_055 "ITS-055" {
        title: "What a second membership of the same person in the same group does is not known",
        what: "One person has one role in one group. When a membership with another key arrives for the same pair, the \
            double lets it take over: the role changes, and the membership has the new key. With second_membership: \
            failure it is refused with idallocinusefail.",
        why: "A person who is teacher and administrator of a school cannot be both. Decide in your system which role \
            is sent.",
        example: "MS-1 and MS-2 both for S-31 in CLS-7A -> one membership with key MS-2",
        parts: [
            Inferred: "the sources are silent",
            Inferred "one-role": "a membership is the relation of the two, so a pair has one role",
        ],
        source: "no source; our reading of itslearning's page Managing memberships",
        default: Always,
        off: "not a switch: see the setting second_membership",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-055.yaml" },
    }

    ITS_056 "ITS-056" {
        title: "Roles are sent as words or as numbers",
        what: "Learner 01, Instructor 02, ContentDeveloper 03, Member 04, Manager 05, Mentor 06, Administrator 07 and \
            TeachingAssistant 08 mean the same in either form. Default and Guest have no number.",
        why: "Use the words; reads return them. A number without its zero is not one of the values.",
        example: "roleType 02 -> the same as Instructor; roleType 2 -> a fault (ITS-021)",
        parts: [
            Observed: "both forms are in the enumeration of the captured service description",
            Documented "first-four": "Learner is a student, Instructor a teacher, ContentDeveloper and Member are \
                guests",
            Documented "mentor": "06 is Mentor",
            Inferred "others": "the order of the numbers, and what the other roles are in itslearning",
        ],
        source: MEMBERSHIP_PAGE,
        default: Always,
        off: "not a switch: the two forms are one value",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-056.yaml" },
    }
}
